"""The interpreter's handlers of macros: quantifiers, transformations, bound variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xreason.cel import tree
from xreason.cel.tree import Node
from xreason.cel.values import (
    MISSING,
    NONE,
    EvaluationError,
    OptionalValue,
    is_key,
    make_map,
    no_overload,
)
from xreason.cel.walk import Unusable, Value, Walk, absorbable, located, no_truth


def rounds(walk: Walk, node: tree.Quantifier | tree.Transform, range_: Value) -> Iterator[None]:
    """Go over a list or map with the variables bound, paying for each round."""
    locals_ = walk.locals
    slot = node.variables[0].slot
    steps = 1 + sum(walk.size(part) for part in tree.children(node)[1:])
    if isinstance(range_, list):
        if len(node.variables) == 1:
            for item in range_:
                walk.spend(steps, node)
                locals_[slot] = item
                yield
            return
        entries: Iterable[tuple[Value, Value]] = enumerate(range_)
    elif isinstance(range_, dict):
        entries = range_.items()
    else:
        raise located(no_overload(node.kind, range_), node.range)
    steps += node.kind == "transformMap"
    for key, value in entries:
        walk.spend(steps, node)
        locals_[slot] = key
        if len(node.variables) == 2:
            locals_[node.variables[1].slot] = value
        yield


def quantifier(walk: Walk, node: tree.Quantifier) -> Value:
    """`all`, `exists` and `exists_one`."""
    range_ = walk.visit[node.range.__class__](walk, node.range)
    if range_ is MISSING:
        return MISSING
    if node.kind == "exists_one":
        return _exists_one(walk, node, range_)
    stop = node.kind == "exists"
    body = node.body
    visit = walk.visit[body.__class__]
    failed: EvaluationError | None = None
    unknown = False
    for _ in rounds(walk, node, range_):
        try:
            value = visit(walk, body)
        except EvaluationError as error:
            failed = failed or absorbable(error)
            continue
        if value is stop:
            return stop
        if value is MISSING:
            unknown = True
        elif value is not True and value is not False and failed is None:
            failed = no_truth(value, body)
    if unknown:
        return MISSING
    if failed is not None:
        raise failed
    return not stop


def _exists_one(walk: Walk, node: tree.Quantifier, range_: Value) -> Value:
    hits = unknown = 0
    for _ in rounds(walk, node, range_):
        value = truth(walk, node.body)
        if value is MISSING:
            unknown += 1
        elif value:
            hits += 1
    if hits > 1:
        return False
    return MISSING if unknown else hits == 1


def truth(walk: Walk, node: Node) -> Value:
    """The value of a condition: true, false or missing."""
    value = walk.visit[node.__class__](walk, node)
    if value is True or value is False or value is MISSING:
        return value
    raise no_truth(value, node)


def transform(walk: Walk, node: tree.Transform) -> Value:
    """`map`, `filter` and the like; the first missing part makes the whole missing."""
    range_ = walk.visit[node.range.__class__](walk, node.range)
    if range_ is MISSING:
        return MISSING
    if node.kind == "optMap" or node.kind == "optFlatMap":
        return _transform_optional(walk, node, range_)
    made: list[Value] = []
    entries: list[tuple[Value, Value]] = []
    condition, body = node.condition, node.body
    for _ in rounds(walk, node, range_):
        if condition is not None:
            keep = truth(walk, condition)
            if keep is MISSING:
                return MISSING
            if not keep:
                continue
        key = walk.locals[node.variables[0].slot]
        value = key if body is None else walk.visit[body.__class__](walk, body)
        if value is MISSING:
            return MISSING
        if node.kind == "transformMap":
            entries.append((key, value))
        else:
            made.append(value)
    if node.kind == "transformMap":
        return make_map(entries)
    return _joined(made, node) if node.kind == "transformMapEntry" else made


def _joined(maps: list[Value], node: tree.Transform) -> Value:
    """One map of all entries, which must not repeat a key."""
    entries: list[tuple[Value, Value]] = []
    for one in maps:
        if not isinstance(one, dict):
            raise located(no_overload(node.kind, one), node)
        entries.extend(one.items())
    return map_of(entries, node)


def map_of(entries: list[tuple[Value, Value]], node: Node) -> Value:
    """A map whose keys are keys, and each of them once."""
    for key, _ in entries:
        if not is_key(key) or isinstance(key, float):
            raise located(no_overload("a map key", key), node)
    made = make_map(entries)
    if len(made) != len(entries):
        raise EvaluationError("cel.duplicate-key", "a map has the same key twice", node.span)
    return made


def _transform_optional(walk: Walk, node: tree.Transform, optional: Value) -> Value:
    body = node.body
    if not isinstance(optional, OptionalValue) or body is None:
        raise located(no_overload(node.kind, optional), node.range)
    if not optional.present:
        return NONE
    walk.locals[node.variables[0].slot] = optional.value
    value = walk.visit[body.__class__](walk, body)
    if value is MISSING or node.kind == "optMap":
        return MISSING if value is MISSING else OptionalValue(True, value)
    if not isinstance(value, OptionalValue):
        raise located(no_overload(node.kind, value), body)
    return value


def bind(walk: Walk, node: tree.Bind) -> Value:
    """`cel.bind`; where what it binds errs, the error is that of the variable, wherever it is read."""
    try:
        value = walk.visit[node.value.__class__](walk, node.value)
    except EvaluationError as error:
        value = Unusable(absorbable(error))
    walk.locals[node.variable.slot] = value
    return walk.visit[node.body.__class__](walk, node.body)
