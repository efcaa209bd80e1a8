"""The typed tree back to an untyped one, such as would be read as that typed tree again."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from xreason.cel import syntax, tree
from xreason.cel.syntax import Expr
from xreason.cel.values import (
    Date,
    Duration,
    Timestamp,
    TypeValue,
    UInt,
    describe_duration,
    format_date,
    format_decimal,
    format_double,
    format_timestamp,
)
from xreason.kernel.diagnostics import Span

_LONGEST_IN_FULL = 40
"""Characters of a decimal that is written without an exponent."""


def untyped(node: tree.Node) -> Expr:
    """The untyped tree of a typed one; constants without a literal become calls on one."""
    return _Untyper().visit(node)


class _Untyper:
    def __init__(self) -> None:
        self.scope: list[str] = []
        """Names of the variables that are bound around the current node."""

    def visit(self, node: tree.Node) -> Expr:
        return _VISIT[node.__class__](self, node)

    def _const(self, node: tree.Const) -> Expr:
        return _constant(node.span, node.value)

    def _name(self, node: tree.Name) -> Expr:
        first, *rest = node.name.split(".")
        made: Expr = syntax.Ident(node.span, f".{first}" if first in self.scope else first)
        for part in rest:
            made = syntax.Select(node.span, made, part)
        return made

    def _local(self, node: tree.Local) -> Expr:
        return syntax.Ident(node.span, node.name)

    def _field(self, node: tree.Field) -> Expr:
        return syntax.Select(node.span, self.visit(node.operand), node.field, node.optional)

    def _has(self, node: tree.Has) -> Expr:
        return syntax.Has(node.span, self.visit(node.operand), node.field)

    def _logic(self, node: tree.Logic) -> Expr:
        return syntax.Logic(node.span, node.op, self._all(node.operands))

    def _cond(self, node: tree.Cond) -> Expr:
        return syntax.Cond(node.span, *self._all((node.test, node.then, node.other)))

    def _call(self, node: tree.Call) -> Expr:
        args = self._all(node.args)
        namespace, _, function = node.function.rpartition(".")
        if not namespace or node.method:
            return syntax.Call(node.span, node.function, args, node.method)
        target: Expr | None = None
        for part in namespace.split("."):
            target = syntax.Select(node.span, target, part) if target else syntax.Ident(node.span, part)
        return syntax.Call(node.span, function, (target, *args) if target else args, method=True)

    def _list(self, node: tree.ListOf) -> Expr:
        return syntax.ListOf(node.span, self._all(node.items), node.optional)

    def _map(self, node: tree.MapOf) -> Expr:
        entries = tuple([(self.visit(key), self.visit(value)) for key, value in node.entries])
        return syntax.MapOf(node.span, entries, node.optional)

    def _quantifier(self, node: tree.Quantifier) -> Expr:
        range_ = self.visit(node.range)
        names, (body,) = self._inside(node.variables, (node.body,))
        return syntax.Quantifier(node.span, node.kind, range_, names, body)

    def _transform(self, node: tree.Transform) -> Expr:
        range_ = self.visit(node.range)
        parts = tuple([part for part in (node.condition, node.body) if part is not None])
        names, made = self._inside(node.variables, parts)
        condition = made[0] if node.condition is not None else None
        body = made[-1] if node.body is not None else None
        return syntax.Transform(node.span, node.kind, range_, names, condition, body)

    def _bind(self, node: tree.Bind) -> Expr:
        if node.variable.name.startswith("@index"):
            return self._block(node)
        value = self.visit(node.value)
        (name,), (body,) = self._inside((node.variable,), (node.body,))
        return syntax.Bind(node.span, name, value, body)

    def _block(self, node: tree.Bind) -> Expr:
        values: list[Expr] = []
        inner: tree.Node = node
        while isinstance(inner, tree.Bind) and inner.variable.name == f"@index{len(values)}":
            values.append(self.visit(inner.value))
            inner = inner.body
        return syntax.Block(node.span, tuple(values), self.visit(inner))

    def _all(self, nodes: tuple[tree.Node, ...]) -> tuple[Expr, ...]:
        return tuple([self.visit(node) for node in nodes])

    def _inside(
        self, variables: tuple[tree.Local, ...], parts: tuple[tree.Node, ...]
    ) -> tuple[tuple[syntax.Ident, ...], tuple[Expr, ...]]:
        """Variables as names, and the parts in which they are bound."""
        outside = len(self.scope)
        self.scope.extend(variable.name for variable in variables)
        made = self._all(parts)
        del self.scope[outside:]
        return tuple([syntax.Ident(variable.span, variable.name) for variable in variables]), made


def _constant(span: Span, value: object) -> Expr:
    """An expression that spells a value."""
    if isinstance(value, TypeValue):
        return syntax.Ident(span, value.name)
    if isinstance(value, list):
        return syntax.ListOf(span, tuple([_constant(span, item) for item in value]))
    if isinstance(value, float) and not math.isfinite(value):
        return _spelt(span, "double", format_double(value))
    if isinstance(value, Decimal):
        text = format_decimal(value)
        return _spelt(span, "decimal", text if len(text) <= _LONGEST_IN_FULL else str(value.normalize()))
    if isinstance(value, Duration):
        return _spelt(span, "duration", describe_duration(value))
    if isinstance(value, Timestamp):
        return _spelt(span, "timestamp", format_timestamp(value))
    if isinstance(value, Date):
        return _spelt(span, "date", format_date(value))
    if isinstance(value, UInt):
        return syntax.Literal(span, int(value), unsigned=True)
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return syntax.Literal(span, value)
    raise TypeError(f"no expression spells {value!r}")


def _spelt(span: Span, function: str, text: str) -> Expr:
    return syntax.Call(span, function, (syntax.Literal(span, text),))


_VISIT: dict[type[tree.Node], Callable[..., Expr]] = {
    tree.Const: _Untyper._const,
    tree.Name: _Untyper._name,
    tree.Local: _Untyper._local,
    tree.Field: _Untyper._field,
    tree.Has: _Untyper._has,
    tree.Logic: _Untyper._logic,
    tree.Cond: _Untyper._cond,
    tree.Call: _Untyper._call,
    tree.ListOf: _Untyper._list,
    tree.MapOf: _Untyper._map,
    tree.Quantifier: _Untyper._quantifier,
    tree.Transform: _Untyper._transform,
    tree.Bind: _Untyper._bind,
}
