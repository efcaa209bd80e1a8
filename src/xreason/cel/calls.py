"""Calls: which function is meant, and which of its overloads fits the arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from xreason.cel import syntax, tree, types
from xreason.cel.macros import METHODS
from xreason.cel.names import NameChecker
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type

_GROWING = frozenset((
    "replace", "join", "split", "format", "flatten", "lists.range",
    "sets.contains", "sets.equivalent", "sets.intersects",
))  # fmt: skip
"""Functions that may do more work than the length of an expression tells; so may macros."""

_VARIADIC = frozenset(("math.greatest", "math.least"))


class CallChecker(NameChecker):
    """The part of the checker that resolves calls and operators."""

    __slots__ = ()

    operators: ClassVar[dict[str, Callable[..., Node]]] = {}
    """Operators with rules of their own: takes the checker, the call and its checked arguments."""

    def _call(self, expr: syntax.Call) -> Node:
        function = expr.function
        arguments = expr.args
        method = expr.method
        if method:
            namespaced = self._namespaced(expr)
            if namespaced is not None:
                function, arguments, method = namespaced, arguments[1:], False
            elif function in METHODS and self.env.checked and not self.env.overloads(function, True):
                return self._misused_macro(expr)
        elif function[0] == "." or (len(self.env.scopes) > 1 and "_" not in (function[0], function[-1])):
            function = self._qualified(function) or function
        visit = self.handlers
        args = tuple([visit[argument.__class__](self, argument) for argument in arguments])
        if function in _GROWING:
            self.grows = True
        own = self.operators.get(function)
        if own is not None:
            return own(self, expr, function, args)
        return self.apply(expr, function, args, method)

    def apply(self, expr: syntax.Call, function: str, args: tuple[Node, ...], method: bool) -> Node:
        """The call of a function on checked arguments."""
        kinds = tuple([arg.type.kind for arg in args])
        exact = self.env.exact(function, method, kinds)
        if exact is not None:
            return tree.Call(expr.span, exact.result, function, args, method, exact.id)
        if function in _VARIADIC and len(args) > 2:
            args, element = self.unified(args, [arg.type for arg in args], "arguments")
            args = (tree.ListOf(expr.span, types.list_of(element), args),)
        return self.resolved(expr, function, args, method)

    def resolved(self, expr: syntax.Call, function: str, args: tuple[Node, ...], method: bool) -> Node:
        """The call with the overloads that fit: one id if there is one, else `dyn` decides."""
        given = tuple([arg.type for arg in args])
        overload = ""
        result: Type | None = None
        count = 0
        for candidate in self.env.overloads(function, method):
            if len(candidate.args) != len(given):
                continue
            *wanted, type_ = self.types.instance((*candidate.args, candidate.result))
            if not self.types.assign(given, tuple(wanted)):
                continue
            count += 1
            type_ = self.types.resolve(type_)
            if result is None:
                result = type_
                overload = candidate.id if all(map(_tells, given, candidate.args)) else ""
            elif result != type_:
                result = types.DYN
        if result is None:
            return self.no_overload(expr, function, args, method)
        return tree.Call(expr.span, result, function, args, method, overload if count == 1 else "")

    def no_overload(self, expr: syntax.Call, function: str, args: tuple[Node, ...], method: bool) -> Node:
        """Report a call that nothing fits."""
        unknown = types.ERROR if self.env.checked else types.DYN
        node = tree.Call(expr.span, unknown, function, args, method)
        if not self.env.checked or any(arg.type.kind is Kind.ERROR for arg in args):
            return node
        from xreason.cel import advice

        candidates = self.env.overloads(function, method)
        if not candidates:
            code, message, hint = advice.about_unknown_function(function, method, self.env)
            self.report(code, message, expr.span, hint)
            return node
        wanted = [[str(arg) for arg in overload.args] for overload in candidates]
        shown = [self.shown(arg.type) for arg in args]
        message, hint = advice.about_arguments(function, shown, wanted, method)
        self.report("cel.no-such-overload", message, expr.span, hint)
        return node

    def _misused_macro(self, expr: syntax.Call) -> Node:
        from xreason.cel.advice import MACRO_EXAMPLES

        example = MACRO_EXAMPLES.get(expr.function)
        hint = f"such as `{example}`" if example else None
        self.report("cel.macro-arguments", f"`{expr.function}` takes a variable first", expr.span, hint)
        return tree.Call(expr.span, types.ERROR, expr.function, (), True)

    def unified(self, nodes: tuple[Node, ...], found: list[Type], what: str) -> tuple[tuple[Node, ...], Type]:
        """One type for the parts of a literal; in full CEL `dyn`, where they do not agree."""
        if not found:
            return nodes, self.types.fresh()
        type_ = found[0]
        for other in found[1:]:
            if other is not type_:
                joined = self.types.join(type_, other)
                if joined is None:
                    return nodes, types.DYN
                type_ = joined
        return nodes, type_

    def _namespaced(self, expr: syntax.Call) -> str | None:
        """`math.greatest` for a call written `math.greatest(…)`, if there is such a function."""
        parts = [expr.function]
        node = expr.args[0]
        while isinstance(node, syntax.Select) and not node.optional:
            parts.append(node.field)
            node = node.operand
        if not isinstance(node, syntax.Ident) or node.name in self.scope:
            return None
        if node.name.removeprefix(".") not in self.env.namespaces and not self.env.container:
            return None
        parts.append(node.name)
        return self._qualified(".".join(reversed(parts)))

    def _qualified(self, name: str) -> str | None:
        """The declared function that a name means, container by container."""
        if name[0] == ".":
            return name[1:] if self.env.declares(name[1:]) else None
        for prefix in self.env.scopes:
            if self.env.declares(prefix + name):
                return prefix + name
        return None


def _tells(given: Type, wanted: Type) -> bool:
    """Whether an argument's static type alone says that it is what a parameter wants."""
    if wanted.kind is Kind.PARAM or not given.args:
        return wanted.kind is Kind.PARAM or given.kind is not Kind.DYN
    return all(map(_tells, given.args, wanted.args))
