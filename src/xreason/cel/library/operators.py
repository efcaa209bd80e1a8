"""Comparison, membership and indexing: operators that take values of many types."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.library.sets import has_element
from xreason.cel.values import (
    ABSENT,
    MISSING,
    NONE,
    Allowance,
    EvaluationError,
    Missing,
    OptionalValue,
    UInt,
    comparable,
    equal,
    find,
    is_key,
    no_overload,
    order,
    shown,
)

Map = dict[object, object]


def not_equal(left: object, right: object, *, allowance: Allowance | None = None) -> bool | Missing:
    """`left != right`."""
    same = equal(left, right, allowance=allowance)
    return MISSING if same is MISSING else not same


def _ordering(name: str, compare: Callable[[Any, Any], bool]) -> Function:
    def call(left: object, right: object) -> bool:
        if comparable(left, right):
            return order(compare, left, right)
        raise no_overload(name, left, right)

    return call


def has_key(key: object, map_: Map, *, allowance: Allowance | None = None) -> bool:
    """`key in map`; keys are never deep, and use up nothing."""
    return find(map_, key) is not ABSENT


def contains(wanted: object, container: object, *, allowance: Allowance | None = None) -> bool | Missing:
    """`wanted in container`."""
    if isinstance(container, list):
        return has_element(wanted, container, allowance=allowance)
    if isinstance(container, dict) and is_key(wanted):
        return has_key(wanted, container)
    raise no_overload("@in", wanted, container)


def element_at(items: list[object], index: int) -> object:
    """`items[index]`."""
    if 0 <= index < len(items):
        return items[index]
    raise EvaluationError(
        "cel.index-out-of-range", f"index {index} is outside a list with {len(items)} elements"
    )


def value_at(map_: Map, key: object) -> object:
    """`map[key]`."""
    value = find(map_, key)
    if value is not ABSENT:
        return value
    if not is_key(key):
        raise no_overload("_[_]", map_, key)
    raise EvaluationError("cel.no-such-key", f"the map has no key {shown(str(key))}")


def _whole(index: object) -> int | None:
    """A list index, which may also come as a uint or a whole double."""
    if index.__class__ is int or index.__class__ is UInt:
        assert isinstance(index, int)
        return index
    return int(index) if isinstance(index, float) and index.is_integer() else None


def index(container: object, key: object) -> object:
    """`container[key]`; of an optional, an optional."""
    if isinstance(container, list):
        at = _whole(key)
        if at is None:
            raise no_overload("_[_]", container, key)
        return element_at(container, at)
    if isinstance(container, dict):
        return value_at(container, key)
    if isinstance(container, OptionalValue):
        return optional_index(container, key)
    raise no_overload("_[_]", container, key)


def optional_index(container: object, key: object) -> OptionalValue:
    """`container[?key]`: none where there is no such element."""
    if isinstance(container, OptionalValue):
        return optional_index(container.value, key) if container.present else NONE
    if isinstance(container, list):
        at = _whole(key)
        if at is None:
            raise no_overload("_[?_]", container, key)
        return OptionalValue(True, container[at]) if 0 <= at < len(container) else NONE
    if isinstance(container, dict) and is_key(key):
        value = find(container, key)
        return OptionalValue(True, value) if value is not ABSENT else NONE
    raise no_overload("_[?_]", container, key)


def size(value: str | bytes | list[object] | Map) -> int:
    """How many code points, bytes, elements or entries."""
    if isinstance(value, (str, bytes, list, dict)):
        return len(value)
    raise no_overload("size", value)


_COMPARISONS: Mapping[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "_<_": ("less", operator.lt),
    "_<=_": ("less_equals", operator.le),
    "_>_": ("greater", operator.gt),
    "_>=_": ("greater_equals", operator.ge),
}
_NUMBERS = ("int", "uint", "double", "decimal")
_ORDERED = ("int", "uint", "double", "decimal", "string", "bytes", "bool", "date", "timestamp", "duration")

CASES: Mapping[str, Cases] = {"!_": {(bool,): operator.not_}}

FUNCTIONS: Mapping[str, Function] = {
    "_==_": equal,
    "_!=_": not_equal,
    "@in": contains,
    "_[_]": index,
    "_[?_]": optional_index,
    "size": size,
    **{name: _ordering(name, compare) for name, (_, compare) in _COMPARISONS.items()},
}

OVERLOADS: Mapping[str, Function] = {
    "equals": equal,
    "not_equals": not_equal,
    "in_any_list": has_element,
    "in_any_map": has_key,
    "index_list_int": element_at,
    "index_map_any": value_at,
    "index_optional_list_int": optional_index,
    "index_optional_map_any": optional_index,
    "optional_index_list_int": optional_index,
    "optional_index_map_any": optional_index,
    "optional_index_optional_list_int": optional_index,
    "optional_index_optional_map_any": optional_index,
    **{f"size_{kind}": len for kind in ("string", "bytes", "list", "map")},
    **{f"{word}_{kind}_{kind}": compare for word, compare in _COMPARISONS.values() for kind in _ORDERED},
    **{
        f"{word}_{left}_{right}": _ordering(name, compare)
        for name, (word, compare) in _COMPARISONS.items()
        for left in _NUMBERS
        for right in _NUMBERS
        if left != right
    },
}
