"""The untyped tree: what the parser makes of a text.

Nodes are frozen and know their `span`, which takes no part in equality, so that two spellings of
one expression are equal. Operators are `Call`s under CEL's names for them (`_+_`, `!_`, `@in`);
macros are nodes of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as Fixed

from xreason.kernel.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Expr:
    """What all nodes have: a place."""

    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Expr):
    """A literal; `unsigned` tells `1u` from `1`."""

    value: bool | int | float | str | bytes | None
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class Ident(Expr):
    """A name; with a leading dot (`.y`) it is looked up outside of all scopes and containers.

    Names with an `@` belong to `cel.index` (`@index0`) and `cel.iterVar` (`@it:0:1`).
    """

    name: str


@dataclass(frozen=True, slots=True)
class Select(Expr):
    """`operand.field`, or `operand.?field`."""

    operand: Expr
    field: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Has(Expr):
    """`has(operand.field)`."""

    operand: Expr
    field: str


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """A function, method (receiver first) or operator with its arguments."""

    function: str
    args: tuple[Expr, ...]
    method: bool = False


@dataclass(frozen=True, slots=True)
class Logic(Expr):
    """`a && b && …` or `a || b || …`: two or more operands, none of them a `Logic` of the same `op`."""

    op: Fixed["&&", "||"]
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Cond(Expr):
    """`test ? then : other`."""

    test: Expr
    then: Expr
    other: Expr


@dataclass(frozen=True, slots=True)
class ListOf(Expr):
    """`[a, ?b]`; `optional` holds the indices written with a question mark."""

    items: tuple[Expr, ...]
    optional: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MapOf(Expr):
    """`{k: v, ?k: v}`; `optional` holds the indices written with a question mark."""

    entries: tuple[tuple[Expr, Expr], ...]
    optional: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Quantifier(Expr):
    """`range.all(x, body)`, `exists`, `exists_one`, with one or two variables."""

    kind: Fixed["all", "exists", "exists_one"]
    range: Expr
    variables: tuple[Ident, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Transform(Expr):
    """`map`, `filter`, `transformMap`, `transformMapEntry`, `optMap`, `optFlatMap`.

    As in `cel.tree.Transform`: `transformList` is a `map` with two variables.
    """

    kind: Fixed["map", "filter", "transformMap", "transformMapEntry", "optMap", "optFlatMap"]
    range: Expr
    variables: tuple[Ident, ...]
    condition: Expr | None
    body: Expr | None


@dataclass(frozen=True, slots=True)
class Bind(Expr):
    """`cel.bind(x, value, body)`."""

    variable: Ident
    value: Expr
    body: Expr


@dataclass(frozen=True, slots=True)
class Block(Expr):
    """`cel.block([a, b, …], body)`, in which `cel.index(i)` stands for the value of entry `i`."""

    values: tuple[Expr, ...]
    body: Expr


def children(node: Expr) -> tuple[Expr, ...]:
    """The direct subexpressions, in the order of the text; variables of macros are none."""
    match node:
        case Select() | Has():
            return (node.operand,)
        case Call():
            return node.args
        case Logic():
            return node.operands
        case Cond():
            return (node.test, node.then, node.other)
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
        case Block():
            return (*node.values, node.body)
        case _:
            return ()
