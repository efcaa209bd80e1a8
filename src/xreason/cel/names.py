"""What names stand for: variables of macros, declared names with their containers, fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from xreason.cel import syntax, tree, types
from xreason.cel.declarations import TYPE_NAMES
from xreason.cel.environment import Environment, Profile
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type
from xreason.cel.unification import Substitution
from xreason.cel.values import TypeValue
from xreason.kernel.diagnostics import Diagnostic, Source, Span

_MOST_SEARCHES = 10
"""Findings of one expression for which a name that is meant is looked for: that takes time."""

Undo = list[tuple[str, tree.Local | None]]
"""What `unbind` puts back: names with the variables they stood for before."""


class NameChecker:
    """The state of one check, and the part of it that resolves names."""

    __slots__ = ("env", "findings", "grows", "scope", "slots", "source", "types")

    handlers: ClassVar[dict[type, Callable[..., Node]]] = {}

    def __init__(self, source: Source, env: Environment) -> None:
        self.source = source
        self.env = env
        self.types = Substitution()
        self.findings: list[Diagnostic] = []
        self.scope: dict[str, tree.Local] = {}
        self.slots = 0
        self.grows = False
        """Whether there is a call whose work or result is more than the sum of its arguments."""

    def visit(self, expr: syntax.Expr) -> Node:
        """The typed node of an expression."""
        return self.handlers[expr.__class__](self, expr)

    def report(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        """Note a finding and go on."""
        self.findings.append(Diagnostic(code, message, self.source, span, hint))

    def shown(self, type_: Type) -> str:
        """A type as a rule writer would call it."""
        return str(self.types.resolve(type_, types.DYN))

    # Variables of macros

    def bind(
        self, names: tuple[syntax.Ident, ...], kinds: tuple[Type, ...]
    ) -> tuple[tuple[tree.Local, ...], Undo]:
        """Let names stand for new variables; `unbind` takes it back."""
        variables = []
        undo: Undo = []
        for name, type_ in zip(names, kinds, strict=True):
            variable = tree.Local(name.span, type_, name.name, self.slots)
            self.slots += 1
            undo.append((name.name, self.scope.get(name.name)))
            self.scope[name.name] = variable
            variables.append(variable)
        return tuple(variables), undo

    def unbind(self, undo: Undo) -> None:
        """Put back what `bind` replaced."""
        for name, before in reversed(undo):
            if before is None:
                del self.scope[name]
            else:
                self.scope[name] = before

    # Names

    def _ident(self, expr: syntax.Ident) -> Node:
        name = expr.name
        local = self.scope.get(name)
        if local is not None:
            return tree.Local(expr.span, local.type, name, local.slot)
        found = self.declared(expr.span, name)
        if found is not None:
            return found
        return self.unknown(expr.span, name)

    def _select(self, expr: syntax.Select) -> Node:
        """A dotted name as far as one is declared, longest first; the rest are fields."""
        node = expr.operand
        if node.__class__ is syntax.Ident and node.name not in self.scope and not expr.optional:
            name = f"{node.name}.{expr.field}"
            type_ = self.env.variables.get(name)
            if type_ is not None and not self.env.container and name[0] != ".":
                return tree.Name(expr.span, type_, name)
        path: list[syntax.Select] = []
        node = expr
        while node.__class__ is syntax.Select:
            path.append(node)
            node = node.operand
        root: Node | None = None
        if node.__class__ is syntax.Ident and node.name not in self.scope:
            root = self._longest(node, path)
            if root is None and self.env.checked:
                return self._unknown_path(node, path)
        if root is None:
            root = self.visit(node)
        while path:
            part = path.pop()
            root = self.field(part.span, root, part.field, part.optional)
        return root

    def _longest(self, ident: syntax.Ident, path: list[syntax.Select]) -> Node | None:
        """The longest declared prefix of a dotted name; takes what it uses off `path`."""
        names = [ident.name]
        for part in reversed(path):
            if part.optional or "." in part.field:
                break
            names.append(part.field)
        for length in range(len(names), 0, -1):
            span = path[-length + 1].span if length > 1 else ident.span
            found = self.declared(span, ".".join(names[:length]))
            if found is not None:
                del path[len(path) - length + 1 :]
                return found
        return None

    def declared(self, span: Span, name: str) -> Node | None:
        """The declared name that is meant, or the type of that name."""
        env = self.env
        variables = env.variables
        if name[0] == ".":
            scopes: tuple[str, ...] = ("",)
            name = name[1:]
        else:
            scopes = env.scopes
        for prefix in scopes:
            type_ = variables.get(prefix + name)
            if type_ is not None:
                return tree.Name(span, type_, prefix + name)
        if env.profile is Profile.CEL:
            for prefix in scopes:
                denoted = TYPE_NAMES.get(prefix + name)
                if denoted is not None:
                    return tree.Const(span, types.type_of(denoted), TypeValue(prefix + name))
        return None

    def _unknown_path(self, ident: syntax.Ident, path: list[syntax.Select]) -> Node:
        name = ident.name
        span = ident.span
        for part in reversed(path):
            if part.optional:
                break
            name, span = f"{name}.{part.field}", part.span
        return self.unknown(span, name)

    def unknown(self, span: Span, name: str) -> Node:
        """Report a name that nothing declares."""
        if self.env.checked:
            from xreason.cel.advice import about_unknown_name

            search = len(self.findings) < _MOST_SEARCHES
            message, hint = about_unknown_name(name, self.env, self.scope, search)
            self.report("cel.unknown-name", message, span, hint)
            return tree.Name(span, types.ERROR, name)
        return tree.Name(span, types.DYN, name.removeprefix("."))

    # Fields

    def field(self, span: Span, operand: Node, field: str, optional: bool) -> Node:
        """`operand.field` or `operand.?field`."""
        type_ = self.field_type(span, operand, field)
        if optional or _is_optional(self.types.shallow(operand.type)):
            type_ = types.optional_of(type_)
        names = [name for name, _ in types.non_null(operand.type).fields]
        position = names.index(field) if field in names else -1
        return tree.Field(span, type_, operand, field, optional, position)

    def field_type(self, span: Span, operand: Node, field: str) -> Type:
        """The type of a field of a map, record, optional or dyn."""
        holder = self.types.shallow(operand.type)
        if _is_optional(holder):
            holder = self.types.shallow(holder.args[0])
        if holder.kind is Kind.NULLABLE:
            holder = holder.args[0]
        if holder.kind is Kind.RECORD:
            for name, type_ in holder.fields:
                if name == field:
                    return type_
        elif holder.kind is Kind.MAP and self.types.assignable(types.STRING, holder.args[0]):
            return self.types.resolve(holder.args[1])
        elif holder.kind in (Kind.DYN, Kind.ERROR, Kind.PARAM):
            self.types.assignable(holder, types.DYN)
            return types.DYN
        from xreason.cel.advice import about_unknown_field

        message, hint = about_unknown_field(field, holder, self.shown(holder))
        self.report("cel.unknown-field", message, span, hint)
        return types.ERROR


def _is_optional(type_: Type) -> bool:
    return type_.kind is Kind.OPAQUE and type_.name == "optional_type"
