"""How large the values of functions get, and how much work they take, from their arguments'.

Functions without a rule here take work by the size of their arguments, and give nothing larger
than the largest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from xreason.cel import tree

DEFAULT_LENGTH = 1_000
"""Greatest length of a list, map or text for which none is declared."""

MOST_ITEMS = 100_000
"""Elements that a function which counts up may make: more than that fails at run time."""

_CHARACTERS_PER_STEP = 64


@dataclass(frozen=True, slots=True)
class Extent:
    """Bounds on one value.

    Args:
        length: of a text, list or map; 1 for anything else.
        element: bounds on what is in a list or map.
        fields: bounds on a record's fields.
    """

    length: int = 1
    element: Extent | None = None
    fields: Mapping[str, Extent] = field(default_factory=dict)

    @property
    def volume(self) -> int:
        """Bound on the parts to look at when going through all of the value."""
        if self.element is not None:
            return self.length * self.element.volume + 1
        if self.fields:
            return sum(part.volume for part in self.fields.values())
        return self.length // _CHARACTERS_PER_STEP + 1


SCALAR = Extent()


def either(first: Extent, second: Extent) -> Extent:
    """Bounds on a value that is one or the other."""
    if first is second or second is SCALAR:
        return first
    if first is SCALAR:
        return second
    element = first.element
    if element is None or second.element is None:
        element = element or second.element
    else:
        element = either(element, second.element)
    return Extent(max(first.length, second.length), element, first.fields or second.fields)


Rule = Callable[[tree.Call, list[Extent]], tuple[int, Extent]]
"""Takes the call and its arguments' extents; gives the steps and the result's extent."""


def _step(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return 1, SCALAR


def _sum(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    left, right = args
    if left is SCALAR and right is SCALAR:
        return 1, SCALAR
    total = left.length + right.length
    element = either(left, right).element
    return 1 + (total if element is not None else total // _CHARACTERS_PER_STEP), Extent(total, element)


def _comparison(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return min(args[0].volume, args[1].volume), SCALAR


def _membership(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    element, holder = args
    each = min(element.volume, holder.element.volume) if holder.element else 1
    return holder.length * each + 1, SCALAR


def _index(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return 1, args[0].element or SCALAR


def _pattern(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return 1 + args[0].length // 8 + args[1].length, SCALAR


def _join(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    separator = args[1].length if len(args) > 1 else 0
    parts = args[0]
    total = parts.length * ((parts.element or SCALAR).length + separator)
    return 1 + parts.length + total // _CHARACTERS_PER_STEP, Extent(total)


def _replace(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    text, by = args[0].length, args[2].length
    sought = node.args[1]
    width = len(sought.value) if isinstance(sought, tree.Const) and isinstance(sought.value, str) else 0
    times = text // width if width else text + 1
    total = text + times * by
    return 1 + times + total // _CHARACTERS_PER_STEP, Extent(total)


def _split(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return 1 + args[0].length, Extent(args[0].length + 1, Extent(args[0].length))


def _format(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    total = args[0].length + args[1].length * ((args[1].element or SCALAR).length + _LONGEST_NUMBER)
    return 1 + total // _CHARACTERS_PER_STEP, Extent(total)


def _longer(times: int) -> Rule:
    """A text made of a text, up to so many times as long."""

    def rule(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
        total = times * args[0].length + 2
        return 1 + total // _CHARACTERS_PER_STEP, Extent(total)

    return rule


def _string(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return 1 + args[0].length // _CHARACTERS_PER_STEP, Extent(max(args[0].length, _LONGEST_NUMBER))


def _sort(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    items = args[0]
    return items.volume * max(1, items.length.bit_length()), items


def _fold(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return args[0].length + 1, args[0].element or SCALAR


def _extreme(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return sum(arg.length for arg in args), SCALAR


def _flatten(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    inner = args[0].element or SCALAR
    total = args[0].length * inner.length
    return 1 + total, Extent(total, inner.element or inner)


def _sets(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    return args[0].length * args[1].length + 1, SCALAR


def _range(node: tree.Call, args: list[Extent]) -> tuple[int, Extent]:
    count = node.args[0]
    length = MOST_ITEMS
    if isinstance(count, tree.Const) and isinstance(count.value, int):
        length = max(0, count.value)
    return length + 1, Extent(length, SCALAR)


_LONGEST_NUMBER = 512
"""Characters of a number or moment as text, with room."""

RULES: Mapping[str, Rule] = {
    "_+_": _sum,
    **dict.fromkeys(("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"), _comparison),
    **dict.fromkeys(("_-_", "_*_", "_/_", "_%_", "!_", "-_", "size", "hasValue"), _step),
    "@in": _membership,
    **dict.fromkeys(("_[_]", "_[?_]", "first", "last"), _index),
    "matches": _pattern,
    "join": _join,
    "replace": _replace,
    "split": _split,
    "format": _format,
    "strings.quote": _longer(2),
    "base64.encode": _longer(2),
    "bytes": _longer(4),
    "string": _string,
    **dict.fromkeys(("sort", "distinct"), _sort),
    **dict.fromkeys(("sum", "min", "max"), _fold),
    **dict.fromkeys(("math.greatest", "math.least"), _extreme),
    "flatten": _flatten,
    **dict.fromkeys(("sets.contains", "sets.equivalent", "sets.intersects"), _sets),
    "lists.range": _range,
}
"""By function name."""
