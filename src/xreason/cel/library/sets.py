"""Equality among elements: `in`, `distinct`, and lists as sets.

Each function takes the allowance for comparing elements that are lists or maps themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.values import (
    MISSING,
    Allowance,
    BoolKeyedMap,
    Missing,
    OptionalValue,
    UInt,
    equal,
    no_overload,
)

Items = list[object]

_SELF_KEYED = frozenset({int, UInt, float, Decimal, str})
_CONTAINERS = frozenset({list, tuple, dict, BoolKeyedMap, OptionalValue})


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


CASES: Mapping[str, Cases] = {}

FUNCTIONS: Mapping[str, Function] = {
    "distinct": distinct,
    "sets.contains": sets_contains,
    "sets.equivalent": sets_equivalent,
    "sets.intersects": sets_intersects,
}

OVERLOADS: Mapping[str, Function] = {
    "distinct_list": distinct,
    "sets.contains_list_list": sets_contains,
    "sets.equivalent_list_list": sets_equivalent,
    "sets.intersects_list_list": sets_intersects,
}
