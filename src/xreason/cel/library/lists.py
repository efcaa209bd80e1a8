"""Lists: slices, order, sums, and lists as sets. Results are bounded by `MAX_ITEMS`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from xreason.cel.library.decimals import add_decimal
from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.library.numbers import fit_int, fit_uint
from xreason.cel.values import (
    MAX_ITEMS,
    MISSING,
    NONE,
    Allowance,
    BoolKeyedMap,
    Duration,
    EvaluationError,
    Missing,
    OptionalValue,
    UInt,
    comparable,
    equal,
    invalid,
    no_overload,
    overflow,
    too_much,
)

Items = list[object]
T = TypeVar("T")

_SELF_KEYED = frozenset({int, UInt, float, Decimal, str})
_CONTAINERS = frozenset({list, tuple, dict, BoolKeyedMap, OptionalValue})


def bounded(length: int) -> None:
    """Refuse a list before it is made too long."""
    if length > MAX_ITEMS:
        raise too_much(f"a list of {length:,} elements would be longer than {MAX_ITEMS:,}")


def add_list(a: Items, b: Items) -> Items:
    """`a + b`."""
    bounded(len(a) + len(b))
    return a + b


def slice_list(items: Items, start: int, end: int) -> Items:
    """From index `start` up to, but not including, `end`."""
    if not 0 <= start <= end <= len(items):
        raise EvaluationError(
            "cel.index-out-of-range", f"a slice from {start} to {end} of a list with {len(items)} elements"
        )
    return items[start:end]


def flatten(items: Items, depth: int = 1, *, allowance: Allowance | None = None) -> Items:
    """Lists inside the list replaced by their elements, `depth` levels down."""
    if not isinstance(items, list) or depth.__class__ is not int:
        raise no_overload("flatten", items, depth)
    if depth < 0:
        raise invalid(f"cannot flatten {depth} levels")
    made: Items = []
    _flatten_into(made, items, depth, allowance or Allowance())
    return made


def _flatten_into(made: Items, items: Items, depth: int, allowance: Allowance) -> None:
    allowance.take(len(items) + 1)
    bounded(len(made) + len(items))
    for item in items:
        if isinstance(item, list) and depth:
            _flatten_into(made, item, depth - 1, allowance)
        else:
            made.append(item)


def integers(end: int) -> Items:
    """0, 1, … up to, but not including, `end`."""
    bounded(end)
    return list(range(end))


def reverse(items: Items) -> Items:
    """Back to front."""
    return items[::-1]


def first(items: Items) -> OptionalValue:
    """The first element, or none."""
    return OptionalValue(True, items[0]) if items else NONE


def last(items: Items) -> OptionalValue:
    """The last element, or none."""
    return OptionalValue(True, items[-1]) if items else NONE


def _key(value: object) -> object:
    """A hashable stand-in that is equal exactly where the values are."""
    return value if value.__class__ in _SELF_KEYED else (value.__class__, value)


def _keyed(items: Items) -> set[object] | None:
    """Stand-ins for the elements, or None if some need `equal`: containers, NaN, doubles among ints."""
    kinds = {item.__class__ for item in items}
    if kinds & _CONTAINERS or (float in kinds and len(kinds & _SELF_KEYED) > 1):
        return None
    keys = {_key(item) for item in items}
    return keys if float not in kinds or all(item == item for item in items) else None


def _any_equal(items: Items, wanted: object, allowance: Allowance) -> bool | Missing:
    result: bool | Missing = False
    allowance.take(len(items) + 1)
    for item in items:
        same = equal(item, wanted, allowance)
        if same is True:
            return True
        if same is MISSING:
            result = MISSING
    return result


def has_element(wanted: object, items: Items, *, allowance: Allowance | None = None) -> bool | Missing:
    """`wanted in items`."""
    return _any_equal(items, wanted, allowance or Allowance())


def distinct(items: Items, *, allowance: Allowance | None = None) -> Items | Missing:
    """Each element once, in the order of first occurrence."""
    if not isinstance(items, list):
        raise no_overload("distinct", items)
    if _keyed(items) is not None:
        firsts: dict[object, object] = {}
        for item in items:
            firsts.setdefault(_key(item), item)
        return list(firsts.values())
    made: Items = []
    allowance = allowance or Allowance()
    for item in items:
        known = _any_equal(made, item, allowance)
        if known is MISSING:
            return MISSING
        if not known:
            made.append(item)
    return made


def sort(items: Items) -> Items:
    """In ascending order; elements of one orderable type."""
    _check_order("sort", items)
    return sorted(items)  # type: ignore[type-var]  # `_check_order` has seen to it


def sort_alike(items: Items) -> Items:
    """`sort` of elements that are known to be of one type, or null."""
    if None in items:
        raise no_overload("sort", None)
    return sorted(items)  # type: ignore[type-var]  # the checker has seen to it


def _check_order(name: str, items: Items) -> None:
    for item in items:
        if not comparable(items[0], item):
            raise no_overload(name, items[0], item)


def least_of(items: Items) -> object:
    """The smallest element."""
    _check_order("min", _some("min", items))
    return min(items)  # type: ignore[type-var]  # `_check_order` has seen to it


def greatest_of(items: Items) -> object:
    """The largest element."""
    _check_order("max", _some("max", items))
    return max(items)  # type: ignore[type-var]  # `_check_order` has seen to it


def _some(name: str, items: Items) -> Items:
    if not items:
        raise invalid(f"`{name}` of an empty list")
    return items


def _numbers(items: list[T]) -> list[T]:
    """The elements, none of which may be null."""
    if None in items:
        raise no_overload("sum", None)
    return items


def sum_int(items: list[int]) -> int:
    """The sum; 0 for the empty list."""
    return fit_int(sum(_numbers(items)))


def sum_uint(items: list[int]) -> UInt:
    """The sum; 0 for the empty list."""
    return fit_uint(sum(_numbers(items)))


def sum_double(items: list[float]) -> float:
    """The sum, added from left to right; 0.0 for the empty list."""
    total = 0.0
    for item in _numbers(items):
        total += item
    return total


def sum_decimal(items: list[Decimal | int]) -> Decimal:
    """The sum, exactly; 0 for the empty list."""
    total = Decimal()
    for item in _numbers(items):
        total = add_decimal(total, item)
    return total


def sum_duration(items: list[int]) -> Duration:
    """The sum; no time for the empty list."""
    total = sum(_numbers(items))
    if not -(2**63) <= total < 2**63:
        raise overflow("duration")
    return Duration(total)


_SUMS: Mapping[type, Function] = {
    int: sum_int,
    UInt: sum_uint,
    float: sum_double,
    Decimal: sum_decimal,
    Duration: sum_duration,
}


def sum_of(items: Items) -> object:
    """The sum of a list of whatever type of number."""
    kinds = {item.__class__ for item in items} or {int}
    if kinds == {int, Decimal}:
        return sum_decimal(items)  # type: ignore[arg-type]  # just seen
    add = _SUMS.get(next(iter(kinds))) if len(kinds) == 1 else None
    if add is None:
        raise no_overload("sum", items)
    return add(items)


def sets_contains(items: Items, wanted: Items, *, allowance: Allowance | None = None) -> bool | Missing:
    """Whether each of `wanted` is among `items`."""
    keys = _key_sets("sets.contains", items, wanted)
    if keys is not None:
        return keys[1] <= keys[0]
    result: bool | Missing = True
    allowance = allowance or Allowance()
    for one in wanted:
        found = _any_equal(items, one, allowance)
        if found is False:
            return False
        if found is MISSING:
            result = MISSING
    return result


def sets_equivalent(left: Items, right: Items, *, allowance: Allowance | None = None) -> bool | Missing:
    """Whether both have the same elements, counted once."""
    allowance = allowance or Allowance()
    there = sets_contains(left, right, allowance=allowance)
    if there is False:
        return False
    back = sets_contains(right, left, allowance=allowance)
    return MISSING if back is True and there is MISSING else back


def sets_intersects(left: Items, right: Items, *, allowance: Allowance | None = None) -> bool | Missing:
    """Whether they share an element."""
    keys = _key_sets("sets.intersects", left, right)
    if keys is not None:
        return not keys[0].isdisjoint(keys[1])
    result: bool | Missing = False
    allowance = allowance or Allowance()
    for one in right:
        found = _any_equal(left, one, allowance)
        if found is True:
            return True
        if found is MISSING:
            result = MISSING
    return result


def _key_sets(name: str, left: Items, right: Items) -> tuple[set[object], set[object]] | None:
    """Stand-ins for the elements of both lists, or None if some need `equal`."""
    if not isinstance(left, list) or not isinstance(right, list):
        raise no_overload(name, left, right)
    if _keyed([*left, *right]) is None:
        return None
    return {_key(item) for item in left}, {_key(item) for item in right}


CASES: Mapping[str, Cases] = {
    "_+_": {(list, list): add_list},
    "slice": {(list, int, int): slice_list},
    "lists.range": {(int,): integers},
    "reverse": {(list,): reverse},
    "sort": {(list,): sort},
    "first": {(list,): first},
    "last": {(list,): last},
    "sum": {(list,): sum_of},
    "min": {(list,): least_of},
    "max": {(list,): greatest_of},
}

FUNCTIONS: Mapping[str, Function] = {
    "distinct": distinct,
    "flatten": flatten,
    "sets.contains": sets_contains,
    "sets.equivalent": sets_equivalent,
    "sets.intersects": sets_intersects,
}
"""Functions that go into the depth of lists and take an allowance for it."""

_ORDERED = ("int", "uint", "double", "decimal", "string", "bytes", "bool", "date", "timestamp", "duration")
OVERLOADS: Mapping[str, Function] = {
    **{f"sort_list_{kind}": sort_alike for kind in _ORDERED},
    **{f"min_list_{kind}": least_of for kind in _ORDERED},
    **{f"max_list_{kind}": greatest_of for kind in _ORDERED},
    "distinct_list": distinct,
    "flatten_list": flatten,
    "flatten_list_int": flatten,
    "sets.contains_list_list": sets_contains,
    "sets.equivalent_list_list": sets_equivalent,
    "sets.intersects_list_list": sets_intersects,
    "sum_list_int": sum_int,
    "sum_list_uint": sum_uint,
    "sum_list_double": sum_double,
    "sum_list_decimal": sum_decimal,
    "sum_list_duration": sum_duration,
}
