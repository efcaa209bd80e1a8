"""Walking and changing typed trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from xreason.cel.tree import (
    Call,
    Cond,
    Const,
    Field,
    ListOf,
    Local,
    Logic,
    Name,
    Node,
    Quantifier,
    Transform,
    children,
)


class Unplaceable(Exception):
    """A subexpression can be neither said in the engine's language nor worked out on its own."""


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same node over changed children."""
    match node:
        case Field():
            return replace(node, operand=change(node.operand))
        case Logic():
            return replace(node, operands=tuple(map(change, node.operands)))
        case Cond():
            return replace(node, test=change(node.test), then=change(node.then), other=change(node.other))
        case Call():
            return replace(node, args=tuple(map(change, node.args)))
        case ListOf():
            return replace(node, items=tuple(map(change, node.items)))
        case Quantifier():
            return replace(node, range=change(node.range), body=change(node.body))
        case Transform():
            condition = None if node.condition is None else change(node.condition)
            body = None if node.body is None else change(node.body)
            return replace(node, range=change(node.range), condition=condition, body=body)
        case Const() | Name() | Local():
            return node
        case _:
            raise Unplaceable(type(node).__name__)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def _locals(node: Node) -> Iterator[Local]:
    return (inner for inner in walk(node) if isinstance(inner, Local))


def _bound(node: Node) -> Iterator[Local]:
    for inner in walk(node):
        if isinstance(inner, Quantifier | Transform):
            yield from inner.variables


def shape(node: Node) -> object:
    """The node without places: equal for subexpressions that say the same."""
    match node:
        case Const():
            return ("const", repr(node.value), str(node.type))
        case Name():
            return ("name", node.name)
        case Local():
            return ("local", node.name)
        case Call():
            return (node.function, *map(shape, node.args))
        case Field():
            return ("field", node.field, shape(node.operand))
        case Logic():
            return (node.op, *map(shape, node.operands))
        case Quantifier() | Transform():
            return (node.kind, *map(shape, children(node)))
        case _:
            return (type(node).__name__, *map(shape, children(node)))


def free(node: Node) -> set[int]:
    """Slots of the local variables that a node uses and does not bind."""
    return {local.slot for local in _locals(node)} - {local.slot for local in _bound(node)}
