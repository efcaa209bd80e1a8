"""The classes of run-time values, and their limits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NoReturn, final

INT_MIN: Final = -(2**63)
INT_MAX: Final = 2**63 - 1
UINT_MAX: Final = 2**64 - 1

MAX_TEXT: Final = 1_000_000
"""Code points or bytes in one string that an operation may make."""

MAX_ITEMS: Final = 100_000
"""Elements or entries in one list or map that an operation may make."""


# The int subclasses define no operators: arithmetic on them yields a plain int at the speed of C,
# and the static type, or the interpreter, wraps the result again.


class _Whole(int):
    """An int that says in its `repr` what it counts, and prints as a number."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({int(self)})"

    def __str__(self) -> str:
        return int.__repr__(self)


class UInt(_Whole):
    """CEL's uint, 0 … 2⁶⁴-1."""

    __slots__ = ()


class Timestamp(_Whole):
    """A moment: nanoseconds since the Unix epoch, UTC, years 0001 to 9999."""

    __slots__ = ()

    MIN: Final = -62_135_596_800 * 10**9
    MAX: Final = 253_402_300_800 * 10**9 - 1


class Duration(_Whole):
    """A length of time in nanoseconds, within 64 bits (some 292 years)."""

    __slots__ = ()


class Date(_Whole):
    """A calendar day: days since 1970-01-01, years 0001 to 9999, no time zone."""

    __slots__ = ()

    MIN: Final = -719_162
    MAX: Final = 2_932_896


@final
class Missing:
    """The value of what is not known; there is one, `MISSING`, and it has no truth value."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("a missing value is neither true nor false")

    def __repr__(self) -> str:
        return "MISSING"

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True, slots=True)
class TypeValue:
    """A type as a value, such as `int` or `type(x)`."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class OptionalValue:
    """CEL's optional: a value or none. Compare with `equal`, not `==`."""

    present: bool
    value: object = None


NONE: Final = OptionalValue(False)


@dataclass(frozen=True, slots=True)
class IpAddress:
    """An IP address; an IPv4 address mapped into IPv6 equals the IPv4 address.

    Args:
        version: 4 or 6.
        number: the 32 or 128 bits.
    """

    version: int = field(compare=False)
    number: int = field(compare=False)
    identity: tuple[int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        mapped = self.version == 6 and self.number >> 32 == 0xFFFF
        identity = (4, self.number & 0xFFFFFFFF) if mapped else (self.version, self.number)
        object.__setattr__(self, "identity", identity)


@dataclass(frozen=True, slots=True)
class Cidr:
    """An IP address with the length of its network prefix; host bits may be set."""

    address: IpAddress
    prefix: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are not worked.

    Args:
        weekend: weekdays off, Monday is 0; not all seven.
        holidays: further days off, as `Date`s.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[int] = frozenset()
    closed: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Holidays on what would be working days, in order."""
    open_up_to: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Days of the week that are worked, up to and including each weekday."""

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(7)):
            raise ValueError("a calendar's weekend is a proper subset of the weekdays 0 to 6")
        closed = sorted(int(day) for day in self.holidays if (day + 3) % 7 not in self.weekend)
        object.__setattr__(self, "closed", tuple(closed))
        worked = (sum(d not in self.weekend for d in range(last + 1)) for last in range(7))
        object.__setattr__(self, "open_up_to", tuple(worked))

    def is_workday(self, day: int) -> bool:
        """Whether a day (a `Date`) is worked."""
        return (day + 3) % 7 not in self.weekend and day not in self.holidays

    def workdays_up_to(self, day: int) -> int:
        """Working days from a fixed, far past day up to and including `day`."""
        weeks, rest = divmod(day + 3, 7)  # 1970-01-01 was a Thursday: day -3 was a Monday
        return weeks * self.open_up_to[6] + self.open_up_to[rest] - bisect_right(self.closed, day)


class _BoolKey:
    """Stands for a bool among a map's keys: in Python `True == 1`, in CEL it does not."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value


_TRUE, _FALSE = _BoolKey(True), _BoolKey(False)


def _inner(key: object) -> object:
    return key if key.__class__ is not bool else _TRUE if key else _FALSE


class BoolKeyedMap(dict[object, object]):
    """A map with a bool among its keys. A plain dict never has one (INVARIANT, see `make_map`)."""

    __slots__ = ()

    def __getitem__(self, key: object) -> object:
        return dict.__getitem__(self, _inner(key))

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, _inner(key))

    def get(self, key: object, default: object = None) -> object:
        """As a dict's."""
        return dict.get(self, _inner(key), default)

    def __iter__(self) -> Iterator[object]:
        for key in dict.__iter__(self):
            yield key.value if isinstance(key, _BoolKey) else key

    def __repr__(self) -> str:
        return "{" + ", ".join(f"{key!r}: {value!r}" for key, value in self.items()) + "}"

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return make_map, (list(self.items()),)  # a copied key would no longer be found

    def keys(self) -> KeysView[object]:  # type: ignore[override]  # dict_keys cannot be subclassed
        """As a dict's."""
        return KeysView(self)

    def items(self) -> ItemsView[object, object]:  # type: ignore[override]  # as with keys
        """As a dict's."""
        return ItemsView(self)


def make_map(entries: Iterable[tuple[object, object]]) -> dict[object, object]:
    """A map value from its entries; of equal keys the last one wins.

    Keys are bool, int, uint or string. Equal numbers of different types are one key; a bool never
    equals a number.
    """
    listed = list(entries)
    if not any(key.__class__ is bool for key, _ in listed):
        return dict(listed)
    made = BoolKeyedMap()
    for key, value in listed:
        dict.__setitem__(made, _inner(key), value)
    return made


_NAMES: dict[type, str] = {
    bool: "bool",
    int: "int",
    UInt: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    type(None): "null_type",
    Timestamp: "google.protobuf.Timestamp",
    Duration: "google.protobuf.Duration",
    Date: "date",
    Decimal: "decimal",
    list: "list",
    dict: "map",
    BoolKeyedMap: "map",
    tuple: "record",
    TypeValue: "type",
    OptionalValue: "optional_type",
    IpAddress: "net.IP",
    Cidr: "net.CIDR",
    Missing: "missing",
}


def type_name(value: object) -> str:
    """CEL's name of a value's type.

    >>> type_name(UInt(3)), type_name(None)
    ('uint', 'null_type')
    """
    return _NAMES.get(value.__class__, "object")
