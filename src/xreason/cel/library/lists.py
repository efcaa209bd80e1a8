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
    NONE,
    Allowance,
    Duration,
    EvaluationError,
    OptionalValue,
    UInt,
    comparable,
    invalid,
    no_overload,
    overflow,
    too_much,
)

Items = list[object]
T = TypeVar("T")


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
    "flatten": flatten,
}

_ORDERED = ("int", "uint", "double", "decimal", "string", "bytes", "bool", "date", "timestamp", "duration")
OVERLOADS: Mapping[str, Function] = {
    **{f"sort_list_{kind}": sort_alike for kind in _ORDERED},
    **{f"min_list_{kind}": least_of for kind in _ORDERED},
    **{f"max_list_{kind}": greatest_of for kind in _ORDERED},
    "flatten_list": flatten,
    "flatten_list_int": flatten,
    "sum_list_int": sum_int,
    "sum_list_uint": sum_uint,
    "sum_list_double": sum_double,
    "sum_list_decimal": sum_decimal,
    "sum_list_duration": sum_duration,
}
