"""CEL's equality and order.

Numbers of different types compare by value: int, uint and decimal exactly; beside a double, an int
or uint counts as the double nearest to it, as in CEL's other engines (in rules the two never meet).
Everything else is equal only to values of its own type: `1 == true` is false.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final

from xreason.cel.values.errors import too_much
from xreason.cel.values.kinds import (
    MISSING,
    BoolKeyedMap,
    Date,
    Duration,
    Missing,
    OptionalValue,
    Timestamp,
    UInt,
)

_NUMBERS = frozenset({int, UInt, float, Decimal})
_WHOLE = frozenset({int, UInt})
_BINARY = frozenset({int, UInt, float})
_EXACT = frozenset({int, UInt, Decimal})
_ORDERED = frozenset({bool, int, UInt, float, Decimal, str, bytes, Timestamp, Duration, Date})
_KEYS = frozenset({bool, int, UInt, float, str})

ABSENT: Final = object()
"""What `find` gives where a map has no such key."""


class Allowance:
    """How many more comparisons of elements an operation may make.

    Values may share parts (`cel.bind(b, [a, a], …)`), so that a small value in memory is a huge
    one to walk through.
    """

    __slots__ = ("left",)

    def __init__(self, left: int = 100_000) -> None:
        self.left = left

    def take(self, count: int) -> None:
        """Use up some of it.

        Raises:
            EvaluationError: none is left, `cel.too-much-work`.
        """
        self.left -= count
        if self.left < 0:
            raise too_much("this comparison goes through too many elements")


def equal(left: object, right: object, allowance: Allowance | None = None) -> bool | Missing:
    """CEL's `==`: bool, or `MISSING` where only a missing part could tell.

    >>> equal(1, 1.0), equal(True, 1), equal([1, MISSING], [2, 0]), equal([MISSING], [0])
    (True, False, False, MISSING)
    """
    kind, other = left.__class__, right.__class__
    if kind in _ORDERED:
        if kind is other:
            return left == right
        if kind in _NUMBERS and other in _NUMBERS:
            return order(operator.eq, left, right)
        return MISSING if right is MISSING else False
    if left is MISSING or right is MISSING:
        return MISSING
    if left is None or right is None:
        return left is right
    compare = _CONTAINERS.get(kind)
    if compare is not None:
        return compare(left, right, allowance or Allowance())
    return kind is other and left == right


def _all_equal(pairs: Iterable[tuple[object, object]], allowance: Allowance) -> bool | Missing:
    result: bool | Missing = True
    for left, right in pairs:
        same = equal(left, right, allowance)
        if same is False:
            return False
        if same is MISSING:
            result = MISSING
    return result


def _sequences(left: object, right: object, allowance: Allowance) -> bool | Missing:
    assert isinstance(left, (list, tuple))
    if not isinstance(right, type(left)) or len(left) != len(right):
        return False
    allowance.take(len(left) + 4)
    return _all_equal(zip(left, right, strict=True), allowance)


def _maps(left: object, right: object, allowance: Allowance) -> bool | Missing:
    assert isinstance(left, dict)
    if not isinstance(right, dict) or len(left) != len(right):
        return False
    allowance.take(3 * len(left) + 4)
    result: bool | Missing = True
    for key, value in left.items():
        partner = find(right, key)
        same = False if partner is ABSENT else equal(value, partner, allowance)
        if same is False:
            return False
        if same is MISSING:
            result = MISSING
    return result


def _optionals(left: object, right: object, allowance: Allowance) -> bool | Missing:
    assert isinstance(left, OptionalValue)
    if not isinstance(right, OptionalValue) or left.present != right.present:
        return False
    return equal(left.value, right.value, allowance) if left.present else True


_CONTAINERS: dict[type, Callable[[object, object, Allowance], bool | Missing]] = {
    list: _sequences,
    tuple: _sequences,
    dict: _maps,
    BoolKeyedMap: _maps,
    OptionalValue: _optionals,
}


def comparable(left: object, right: object) -> bool:
    """Whether `<` and its like are defined between two values."""
    kind, other = left.__class__, right.__class__
    if kind is other:
        return kind in _ORDERED
    return (kind in _BINARY and other in _BINARY) or (kind in _EXACT and other in _EXACT)


def order(compare: Callable[[Any, Any], bool], left: object, right: object) -> bool:
    """`compare` two values that are `comparable`."""
    if left.__class__ is right.__class__:
        return compare(left, right)
    return compare(*_aligned(left, right))


def _aligned(left: Any, right: Any) -> tuple[Any, Any]:
    """Two numbers of different types as ones that Python compares as CEL does."""
    kind, other = left.__class__, right.__class__
    if kind is float and other in _WHOLE:
        return left, float(right)
    if other is float and kind in _WHOLE:
        return float(left), right
    return left, right


def is_key(value: object) -> bool:
    """Whether a value may be looked up in a map."""
    return value.__class__ in _KEYS


def find(map_: dict[object, object], key: object) -> object:
    """The value under a key, or `ABSENT`; numbers of different types are one key, bools are not."""
    if key.__class__ not in _KEYS:
        return ABSENT
    value = map_.get(key, ABSENT)
    if value is not ABSENT and key.__class__ is bool and map_.__class__ is dict:
        # Compiled code may have built a plain dict of bool keys; `True` also finds a number 1.
        return value if any(known is key for known in map_) else ABSENT
    return value
