"""What the functions of expressions do.

`IMPLEMENTATIONS` has them by function name and picks by the classes of the arguments, as the
interpreter needs it where types are only known at run time. `BY_OVERLOAD` has them by overload id
(see `cel.declarations`), without that choice, as checked and compiled code needs it.

An overload's id is its function's name and its parameters' types: `addMonths_date_int`.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from xreason.cel.library import (
    calendar,
    conversions,
    decimals,
    encoders,
    format,
    lists,
    mathematics,
    network,
    numbers,
    operators,
    optionals,
    regex,
    sets,
    strings,
    times,
)
from xreason.cel.library.dispatch import Cases, Function, counted, dispatch
from xreason.cel.values import Calendar, Cidr, Date, Duration, IpAddress, OptionalValue, Timestamp, UInt

__all__ = ["BY_OVERLOAD", "IMPLEMENTATIONS"]

_TOPICS = (
    calendar,
    conversions,
    decimals,
    encoders,
    format,
    lists,
    mathematics,
    network,
    numbers,
    operators,
    optionals,
    regex,
    sets,
    strings,
    times,
)
_WORDS = {
    "_+_": "add",
    "_-_": "subtract",
    "_*_": "multiply",
    "_/_": "divide",
    "_%_": "modulo",
    "-_": "negate",
    "!_": "not",
}
_KINDS: dict[type, str] = {
    bool: "bool",
    int: "int",
    UInt: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    Decimal: "decimal",
    Date: "date",
    Timestamp: "timestamp",
    Duration: "duration",
    list: "list",
    dict: "map",
    OptionalValue: "optional",
    IpAddress: "ip",
    Cidr: "cidr",
    Calendar: "calendar",
}
_VARIADIC = frozenset({"math.greatest", "math.least"})
_COUNTS: Mapping[str, tuple[int, ...]] = {
    "distinct": (1,),
    "dyn": (1,),
    "flatten": (1, 2),
    "optional.of": (1,),
    "optional.ofNonZeroValue": (1,),
    "size": (1,),
    "type": (1,),
}
"""How many arguments the functions take that see to the types themselves; the others take two."""


def _merged() -> dict[str, dict[tuple[type, ...], Function]]:
    """The cases of each function from all topics."""
    merged: dict[str, dict[tuple[type, ...], Function]] = {}
    for topic in _TOPICS:
        for name, cases in topic.CASES.items():
            merged.setdefault(name, {}).update(cases)
    return merged


def _by_overload(merged: Mapping[str, Cases]) -> dict[str, Function]:
    found = {
        "_".join([_WORDS.get(name, name), *(_KINDS[kind] for kind in kinds)]): function
        for name, cases in merged.items()
        for kinds, function in cases.items()
    }
    for topic in _TOPICS:
        found.update(getattr(topic, "OVERLOADS", {}))
    return found


def _by_name(merged: Mapping[str, Cases]) -> dict[str, Function]:
    found = {name: dispatch(name, cases) for name, cases in merged.items()}
    for topic in _TOPICS:
        for name, function in getattr(topic, "FUNCTIONS", {}).items():
            found[name] = function if name in _VARIADIC else counted(name, _COUNTS.get(name, (2,)), function)
    return found


_CASES = _merged()

IMPLEMENTATIONS: Mapping[str, Function] = MappingProxyType(_by_name(_CASES))
"""Each function by CEL's name of it."""

BY_OVERLOAD: Mapping[str, Function] = MappingProxyType(_by_overload(_CASES))
"""Each implementation by the id of its overload."""
