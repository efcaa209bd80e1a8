"""The interpreter's handler of calls: arguments, null, and what a call costs."""

from __future__ import annotations

from decimal import Decimal

from xreason.cel import tree
from xreason.cel.library import BY_OVERLOAD, IMPLEMENTATIONS
from xreason.cel.library.dispatch import Function
from xreason.cel.library.regex import effort
from xreason.cel.library.times import CLOCK_PARTS, DATE_PARTS
from xreason.cel.tree import Node
from xreason.cel.types import Kind
from xreason.cel.values import (
    MISSING,
    Calendar,
    Date,
    Duration,
    EvaluationError,
    OptionalValue,
    Timestamp,
    invalid,
    no_overload,
    shown,
)
from xreason.cel.walk import Value, Walk, located

_TAKES_NULL = frozenset(
    {"_==_", "_!=_", "@in", "type", "dyn", "optional.of", "optional.ofNonZeroValue", "orValue"}
)
_DEEP = frozenset(
    {"_==_", "_!=_", "@in", "distinct", "flatten", "sets.contains", "sets.equivalent", "sets.intersects"}
)
"""Functions that go into the depth of their arguments, and take the allowance along."""

_FLAT = frozenset({str, bytes})
_WITH_CALENDAR = frozenset({"isWorkday", "rollToWorkday", "addWorkdays", "workdaysUntil"})
_IN_ZONE = frozenset({*DATE_PARTS, *CLOCK_PARTS, "date", "timestamp"})
_ALWAYS_WEIGHED = _WITH_CALENDAR | _IN_ZONE | {"matches"}
"""Functions that may take long, or need more than their arguments, even if these are short."""

_BY_OVERLOAD = dict(BY_OVERLOAD)
"""A dictionary of its own, which is looked up faster than a view of one."""

_LAZY = frozenset({"or", "orValue"})
_SHORT = frozenset({int, bool, float, Timestamp, Duration, Date, Decimal})


def call(walk: Walk, node: tree.Call) -> Value:
    """A function on its arguments, which are taken from left to right."""
    if node.function in _LAZY:
        return _or(walk, node)
    visit = walk.visit
    values = []
    short = node.function not in _ALWAYS_WEIGHED
    for arg in node.args:
        value: Value = arg.value if isinstance(arg, tree.Const) else visit[arg.__class__](walk, arg)
        if value is MISSING:
            return MISSING
        kind = value.__class__
        if kind not in _SHORT and (kind is not str or len(value) >= 32):
            short = False
        values.append(value)
    function = _BY_OVERLOAD.get(node.overload) or IMPLEMENTATIONS.get(node.function)
    if function is None:
        raise EvaluationError("cel.unknown-function", f"there is no function `{node.function}`", node.span)
    try:
        return function(*values) if short else _apply(walk, node, function, values)
    except EvaluationError as error:
        raise located(error, node)  # noqa: B904  # the same error, with its place


def _apply(walk: Walk, node: tree.Call, function: Function, values: list[Value]) -> Value:
    """A call whose arguments may be null or long: length, also the result's, counts as work."""
    if None in values and (
        node.function not in _TAKES_NULL or (node.function == "@in" and values[1] is None)
    ):
        if node.function == "decimal" and node.type.kind is Kind.NULLABLE:
            return None  # an int widened for a comparison with null
        raise no_overload(node.function, *values)
    for value in values:
        _weigh(walk, node, value)
    if node.function in _DEEP and values[-1].__class__ not in _FLAT:
        return function(*values, allowance=walk.allowance)
    if node.function in _WITH_CALENDAR and values[-1].__class__ is str:
        values[-1] = _calendar(walk, values[-1])
    if len(values) == 2 and values[1].__class__ is str:
        walk.spend(_price(node.function, values), node)
    result: Value = function(*values)
    if node.function == "format":
        walk.spend(len(result) >> 1, node)
    _weigh(walk, node, result)
    return result


def _price(function: str, values: list[Value]) -> int:
    """Steps that a call takes beyond what the length of its arguments tells."""
    if function == "matches" and values[0].__class__ is str:
        return effort(values[0], values[1]) >> 6
    if function in _IN_ZONE:
        return 80 if function == "timestamp" else 16
    return 0


def _weigh(walk: Walk, node: Node, value: Value) -> None:
    if value.__class__ is str or value.__class__ is bytes:
        walk.spend(len(value) >> 5, node)
    elif isinstance(value, (list, dict)):
        walk.spend(len(value) >> 2, node)


def _calendar(walk: Walk, name: str) -> Calendar:
    calendar = walk.calendars.get(name)
    if calendar is None:
        raise invalid(f"there is no calendar {shown(name)}")
    return calendar


def _or(walk: Walk, node: tree.Call) -> Value:
    """`a.or(b)` and `a.orValue(b)`: the second is evaluated only where it is needed."""
    first = walk.value(node.args[0])
    if first is MISSING:
        return MISSING
    if not isinstance(first, OptionalValue):
        raise located(no_overload(node.function, first), node)
    if first.present:
        return first if node.function == "or" else first.value
    second = walk.value(node.args[1])
    if node.function == "or" and second is not MISSING and not isinstance(second, OptionalValue):
        raise located(no_overload(node.function, first, second), node)
    return second
