"""The typed tree: what the checker makes of an expression, and what every reading reads.

Nodes are frozen. Each has its `span` in the source and its `type`. Macros are nodes of their own
(`Quantifier`, `Transform`, `Bind`, `Has`), so that each reading can say what they mean, and a
proof can show them as they were written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xreason.cel.types import Type
from xreason.kernel.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Node:
    """What all nodes have: a place and a type."""

    span: Span
    type: Type


@dataclass(frozen=True, slots=True)
class Const(Node):
    """A literal, or an expression folded to one; `value` is a run-time value of `cel.values`."""

    value: object


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A free variable by its full, possibly dotted name: a fact path, parameter, definition."""

    name: str


@dataclass(frozen=True, slots=True)
class Local(Node):
    """A variable bound by an enclosing `Quantifier`, `Transform` or `Bind`.

    Args:
        name: as written.
        slot: unique within the expression, so that shadowing needs no care in the readings.
    """

    name: str
    slot: int


@dataclass(frozen=True, slots=True)
class Field(Node):
    """`operand.field` on a map, a record or dyn.

    Args:
        operand: what has the field.
        field: its name.
        optional: written as `operand.?field`.
        position: its place among a record's fields; -1 where only run-time types can tell.
    """

    operand: Node
    field: str
    optional: bool = False
    position: int = -1


@dataclass(frozen=True, slots=True)
class Has(Node):
    """`has(operand.field)`."""

    operand: Node
    field: str


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`a && b && …` or `a || b || …`, flattened: two or more operands."""

    op: Literal["&&", "||"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Cond(Node):
    """`test ? then : other`."""

    test: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function, method or operator applied to its arguments (a method's receiver first).

    Args:
        function: CEL's name of it: `_+_`, `_==_`, `_[_]`, `!_`, `-_`, `@in`, `size`, `addMonths`, …
        args: the arguments.
        method: written as `receiver.function(…)`.
        overload: id of the one overload that fits, or "" when only run-time types can tell.
    """

    function: str
    args: tuple[Node, ...]
    method: bool = False
    overload: str = ""


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b, ?c]`; `optional` holds the indices written with a question mark."""

    items: tuple[Node, ...]
    optional: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MapOf(Node):
    """`{k: v, ?k: v}`; `optional` holds the indices written with a question mark."""

    entries: tuple[tuple[Node, Node], ...]
    optional: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Quantifier(Node):
    """`range.all(x, body)`, `exists`, `exists_one`; with two variables: index or key, and value.

    Args:
        kind: which one (`existsOne` is read as `exists_one`).
        range: the list or map gone over.
        variables: one `Local` (list element or map key) or two (index, element or key, value).
        body: the condition.
    """

    kind: Literal["all", "exists", "exists_one"]
    range: Node
    variables: tuple[Local, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Transform(Node):
    """`map`, `filter`, `transformList`, `transformMap`, `transformMapEntry`, `optMap`, `optFlatMap`.

    Args:
        kind: `map` also stands for `transformList`; `filter` keeps the element itself; the last
            two take an optional as `range` and bind its value, if any.
        range: the list, map or optional gone over.
        variables: as in `Quantifier`.
        condition: keep only where true; always set for `filter`, else None or the filter form.
        body: the result of one element; None for `filter`.
    """

    kind: Literal["map", "filter", "transformMap", "transformMapEntry", "optMap", "optFlatMap"]
    range: Node
    variables: tuple[Local, ...]
    condition: Node | None
    body: Node | None


@dataclass(frozen=True, slots=True)
class Bind(Node):
    """`cel.bind(x, value, body)`; `cel.block` is read as nested binds."""

    variable: Local
    value: Node
    body: Node


def children(node: Node) -> tuple[Node, ...]:
    """The direct subexpressions, in the order of the text."""
    match node:
        case Field() | Has():
            return (node.operand,)
        case Logic():
            return node.operands
        case Cond():
            return (node.test, node.then, node.other)
        case Call():
            return node.args
        case ListOf():
            return node.items
        case MapOf():
            return tuple(part for entry in node.entries for part in entry)
        case Quantifier():
            return (node.range, node.body)
        case Transform():
            return tuple(n for n in (node.range, node.condition, node.body) if n is not None)
        case Bind():
            return (node.value, node.body)
        case _:
            return ()
