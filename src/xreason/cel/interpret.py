"""The reference reading: a walk over the typed tree, in full CEL.

A part of an expression is known, missing, or an error (raised as `EvaluationError`):

- `&&` and `||` are commutative: a deciding value (`false`, `true`) wins over everything, then
  missing over an error, then an error over the rest. `all` and `exists` are `&&` and `||` over the
  elements; `exists_one` wants every element to be free of errors.
- `test ? a : b` with a missing test is the value of both branches if they agree, else missing.
- Everything else takes its arguments from left to right, and the first one that is missing or an
  error is the result. A list or map with a missing part is missing.

Work is bounded: each step in a loop and each long argument uses up an allowance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xreason.cel import loops, tree
from xreason.cel.calling import call
from xreason.cel.tree import Node
from xreason.cel.types import Kind
from xreason.cel.values import (
    ABSENT,
    MISSING,
    NONE,
    Calendar,
    EvaluationError,
    OptionalValue,
    equal,
    find,
    no_overload,
    shown,
)
from xreason.cel.walk import Handler, Unusable, Value, Walk, absorbable, located, no_truth

WORK = 100_000
"""Steps that one evaluation may take by default: less than a tenth of a second."""

OnNode = Callable[[Node, object, tuple[Any, ...]], Any]


def evaluate(
    node: Node,
    names: Mapping[str, object],
    trace: Trace | None = None,
    *,
    calendars: Mapping[str, Calendar] | None = None,
    work: int = WORK,
    sizes: dict[int, int] | None = None,
) -> object:
    """The value of an expression.

    Args:
        node: a tree from `cel.check`.
        names: values of the free variables, by full name; `MISSING` where not known.
        trace: is told of each evaluated subexpression.
        calendars: the holiday calendars that expressions name.
        work: how many steps it may take.
        sizes: a memory of how large loops' bodies are, for callers that evaluate a tree often; by
            `id` of nodes that must stay alive as long as it does.

    Returns:
        The value, or `MISSING`.

    Raises:
        EvaluationError: with the innermost place that it knows.
    """
    visit = _VISIT if trace is None else _VISIT_TOLD
    return Walk(names, calendars or {}, work, visit, sizes, trace).value(node)


def walk_told(names: Mapping[str, object], trace: Trace, **settings: Any) -> Walk:
    """A walk for several expressions, one after the other; `Walk.restart` before each.

    Args:
        names: values of the free variables.
        trace: is told of each evaluated subexpression.
        settings: `calendars`, `work` and `sizes`, as `evaluate` takes them.
    """
    return Walk(names, visit=_VISIT_TOLD, trace=trace, **settings)


class Trace:
    """A fold over one evaluation: what `on_node` makes of each subexpression but constants.

    After the evaluation, `reports` holds what it made of the whole; a constant leaves it empty.

    Args:
        on_node: takes a subexpression, its value or the `EvaluationError` it ended in, and what it
            returned for the parts that were evaluated on the way: a loop's body once an element.
    """

    __slots__ = ("on_node", "reports")

    def __init__(self, on_node: OnNode) -> None:
        self.on_node = on_node
        self.reports: list[Any] = []


def _told(handler: Handler) -> Handler:
    """A handler that tells the trace of its value, and of what was told below it."""

    def visit(walk: Walk, node: Node) -> Value:
        trace = walk.trace
        reports = trace.reports
        start = len(reports)
        try:
            value = handler(walk, node)
        except EvaluationError as error:
            reports[start:] = (trace.on_node(node, error, tuple(reports[start:])),)
            raise
        if len(reports) == start + 1:
            reports[start] = trace.on_node(node, value, (reports[start],))
        else:
            reports[start:] = (trace.on_node(node, value, tuple(reports[start:])),)
        return value

    return visit


def _told_name(walk: Walk, node: tree.Name) -> Value:
    try:
        value = walk.names[node.name]
    except (KeyError, EvaluationError):
        return _name(walk, node)  # which says what is wrong
    trace = walk.trace
    trace.reports.append(trace.on_node(node, value, ()))
    return value


def _told_local(walk: Walk, node: tree.Local) -> Value:
    value = _local(walk, node)
    walk.trace.reports.append(walk.trace.on_node(node, value, ()))
    return value


def _const(walk: Walk, node: tree.Const) -> Value:
    return node.value


def _name(walk: Walk, node: tree.Name) -> Value:
    try:
        return walk.names[node.name]
    except KeyError:
        raise EvaluationError("cel.unbound-name", f"`{node.name}` has no value", node.span) from None
    except EvaluationError as error:
        raise located(error, node)  # noqa: B904  # the same error, with its place


def _local(walk: Walk, node: tree.Local) -> Value:
    value = walk.locals[node.slot]
    if value.__class__ is Unusable:
        raise value.error
    return value


# Fields


def _field(walk: Walk, node: tree.Field) -> Value:
    operand = walk.visit[node.operand.__class__](walk, node.operand)
    if operand is MISSING:
        return MISSING
    if operand.__class__ is tuple and node.position >= 0 and not node.optional:
        return operand[node.position]
    return _select(operand, node, node.optional)


def _has(walk: Walk, node: tree.Has) -> Value:
    operand = walk.visit[node.operand.__class__](walk, node.operand)
    if operand is MISSING:
        return MISSING
    found = _select(operand, node, True)
    if found is MISSING:
        return MISSING
    return bool(found.present) and found.value is not None if operand.__class__ is tuple else found.present


def _select(operand: Value, node: tree.Field | tree.Has, optional: bool) -> Value:
    """A field of a record, map or optional; as an optional, if so asked."""
    if operand.__class__ is tuple:
        value = operand[_position(node)]
        return OptionalValue(True, value) if optional and value is not MISSING else value
    if isinstance(operand, dict):
        value = find(operand, node.field)
        if optional:
            return NONE if value is ABSENT else OptionalValue(True, value)
        if value is ABSENT:
            raise EvaluationError("cel.no-such-key", f"the map has no key {shown(node.field)}", node.span)
        return value
    if isinstance(operand, OptionalValue):
        return _select(operand.value, node, True) if operand.present else NONE
    raise located(no_overload(f".{node.field}", operand), node)


def _position(node: tree.Field | tree.Has) -> int:
    """The place of a record's field."""
    type_ = node.operand.type
    if type_.kind is Kind.NULLABLE:
        type_ = type_.args[0]
    wanted = node.field
    for position, (name, _) in enumerate(type_.fields):
        if name == wanted:
            return position
    raise EvaluationError("cel.no-such-key", f"the record has no field {shown(wanted)}", node.span)


# Logic


def _logic(walk: Walk, node: tree.Logic) -> Value:
    visit = walk.visit
    stop = node.op == "||"
    failed: EvaluationError | None = None
    unknown = False
    for operand in node.operands:
        try:
            value = visit[operand.__class__](walk, operand)
        except EvaluationError as error:
            failed = failed or absorbable(error)
            continue
        if value is stop:
            return stop
        if value is MISSING:
            unknown = True
        elif value is not True and value is not False and failed is None:
            failed = no_truth(value, operand)
    if unknown:
        return MISSING
    if failed is not None:
        raise failed
    return not stop


def _cond(walk: Walk, node: tree.Cond) -> Value:
    test = walk.visit[node.test.__class__](walk, node.test)
    if test is True:
        return walk.visit[node.then.__class__](walk, node.then)
    if test is False:
        return walk.visit[node.other.__class__](walk, node.other)
    if test is MISSING:
        return _either(walk, node)
    raise no_truth(test, node.test)


def _either(walk: Walk, node: tree.Cond) -> Value:
    """What both branches agree on, else missing; an error in only one of them is not certain."""
    values: list[Value] = []
    failed: EvaluationError | None = None
    for branch in (node.then, node.other):
        try:
            values.append(walk.value(branch))
        except EvaluationError as error:
            failed = failed or absorbable(error)
    if failed is not None and not values:
        raise failed
    agree = len(values) == 2 and equal(values[0], values[1], walk.allowance) is True
    return values[0] if agree else MISSING


# Constructors


def _list(walk: Walk, node: tree.ListOf) -> Value:
    visit = walk.visit
    made = []
    for position, item in enumerate(node.items):
        value = visit[item.__class__](walk, item)
        if value is MISSING:
            return MISSING
        if position in node.optional:
            if not isinstance(value, OptionalValue):
                raise located(no_overload("[?]", value), item)
            if not value.present:
                continue
            value = value.value
        made.append(value)
    return made


def _map(walk: Walk, node: tree.MapOf) -> Value:
    entries = []
    for position, (key_node, value_node) in enumerate(node.entries):
        key = walk.value(key_node)
        if key is MISSING:
            return MISSING
        value = walk.value(value_node)
        if value is MISSING:
            return MISSING
        if position in node.optional:
            if not isinstance(value, OptionalValue):
                raise located(no_overload("{?}", value), value_node)
            if not value.present:
                continue
            value = value.value
        entries.append((key, value))
    return loops.map_of(entries, node)


_VISIT: dict[type, Handler] = {
    tree.Const: _const,
    tree.Name: _name,
    tree.Local: _local,
    tree.Field: _field,
    tree.Has: _has,
    tree.Logic: _logic,
    tree.Cond: _cond,
    tree.Call: call,
    tree.ListOf: _list,
    tree.MapOf: _map,
    tree.Quantifier: loops.quantifier,
    tree.Transform: loops.transform,
    tree.Bind: loops.bind,
}
_VISIT_TOLD: dict[type, Handler] = {
    **{kind: _told(handler) for kind, handler in _VISIT.items()},
    tree.Const: _const,
    tree.Name: _told_name,
    tree.Local: _told_local,
}
