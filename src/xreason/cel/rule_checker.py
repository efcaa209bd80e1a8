"""The typed profile of rulesets: no `dyn`, known functions, lists gone over, constants folded.

INVARIANT: a node that leaves this checker without a finding has a concrete type, and every `Call`
in it names exactly one overload.
"""

from __future__ import annotations

from xreason.cel import syntax, tree, types
from xreason.cel.declarations import CALENDAR, FUNCTIONS, Overload
from xreason.cel.rule_operators import RuleOperators
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import EvaluationError
from xreason.kernel.diagnostics import Span

_FOLDED = frozenset((
    "duration_string", "timestamp_string", "timestamp_date", "timestamp_int", "date_string",
    "date_int_int_int",
    "decimal_string", "decimal_int", "days_int", "hours_int", "minutes_int",
    "negate_int", "negate_double", "negate_decimal", "negate_duration",
))  # fmt: skip
"""Overloads whose calls on constants are constants: how values of these types are written."""

_ROUNDINGS = ("half_even", "half_up")
_OPTIONAL_HINT = "rules know null and missing in place of optionals; compare with null: `x != null`"


class RuleChecker(RuleOperators):
    """CEL narrowed to what every reading of a rule can carry."""

    __slots__ = ()

    # Refusals

    def _refuse(self, what: str, span: Span, hint: str) -> None:
        self.report("cel.not-in-rules", f"{what} cannot be used in rules", span, hint)

    def _has(self, expr: syntax.Has) -> Node:
        self._refuse("`has`", expr.span, "compare with null: `x != null`")
        return tree.Const(expr.span, types.ERROR, None)

    def _block(self, expr: syntax.Block) -> Node:
        self._refuse("`cel.block`", expr.span, "write `cel.bind(x, value, …)`, or a definition")
        return tree.Const(expr.span, types.ERROR, None)

    def _literal(self, expr: syntax.Literal) -> Node:
        if expr.unsigned:
            self._refuse("uint", expr.span, "leave the `u` out: rules use int")
        elif isinstance(expr.value, bytes):
            self._refuse("bytes", expr.span, "leave the `b` out: rules use string")
        return super()._literal(expr)

    def _list(self, expr: syntax.ListOf) -> Node:
        if expr.optional:
            self._refuse("an optional item", expr.span, _OPTIONAL_HINT)
        return super()._list(expr)

    def _map(self, expr: syntax.MapOf) -> Node:
        if expr.optional:
            self._refuse("an optional entry", expr.span, _OPTIONAL_HINT)
        node = super()._map(expr)
        key = self.types.shallow(node.type.args[0])
        if key.kind not in _KEYS:
            self.report("cel.wrong-type", f"a key of a map cannot be {self.shown(key)}", node.span)
        return node

    def field(self, span: Span, operand: Node, field: str, optional: bool) -> Node:
        """`operand.field`, of a record or map."""
        if optional:
            self._refuse("`.?`", span, _OPTIONAL_HINT)
        return super().field(span, operand, field, False)

    # Macros

    def element_types(self, range_: Node, count: int, macro: str) -> tuple[Type, ...]:
        """Types of the variables of a macro, which goes over a list."""
        type_ = non_null(self.types.shallow(range_.type))
        if type_.kind is Kind.LIST:
            element = self.types.shallow(type_.args[0])
            return (element,) if count == 1 else (types.INT, element)
        if type_.kind is Kind.MAP:
            self._refuse(f"`{macro}` over a map", range_.span, "go over a list")
        elif type_.kind is not Kind.ERROR:
            message = f"`{macro}` goes over a list; this is {self.shown(type_)}"
            self.report("cel.wrong-type", message, range_.span)
        return (types.ERROR,) * count

    def _transform(self, expr: syntax.Transform) -> Node:
        if expr.kind not in ("map", "filter"):
            hint = _OPTIONAL_HINT if expr.kind.startswith("opt") else "make a list: `xs.map(x, …)`"
            self._refuse(f"`{expr.kind}`", expr.span, hint)
            return tree.Const(expr.span, types.ERROR, None)
        return super()._transform(expr)

    # Calls

    def apply(self, expr: syntax.Call, function: str, args: tuple[Node, ...], method: bool) -> Node:
        """The call with its one overload; folded, where it only spells a constant."""
        if function == "_[?_]":
            self._refuse("`[?…]`", expr.span, _OPTIONAL_HINT)
            return tree.Const(expr.span, types.ERROR, None)
        overload = self.env.exact(function, method, tuple([_plain(arg.type) for arg in args]))
        if overload is None:
            node = super().apply(expr, function, args, method)
        else:
            node = tree.Call(expr.span, overload.result, function, args, method, overload.id)
        if isinstance(node, tree.Call):
            if node.overload in _FOLDED:
                return self._folded(node)
            if node.overload in _CONSTANT_ARGUMENT:
                self._check_constant_argument(node)
            elif node.overload in _ZONED:
                self._check_zone(node.args[-1])
        return node

    def no_overload(self, expr: syntax.Call, function: str, args: tuple[Node, ...], method: bool) -> Node:
        """A call that fits after conversion of its arguments, or a finding."""
        for candidate in self.env.overloads(function, method):
            fitted = self._converted(candidate, args)
            if fitted is not None:
                return tree.Call(expr.span, candidate.result, function, fitted, method, candidate.id)
        if len(args) == 2 and function[0] == "_" and self.env.overloads(function, method):
            self.mismatch(expr, function, args[0], args[1])
            return tree.Call(expr.span, types.ERROR, function, args, method)
        return super().no_overload(expr, function, args, method)

    def _converted(self, candidate: Overload, args: tuple[Node, ...]) -> tuple[Node, ...] | None:
        """The arguments as an overload without type parameters takes them."""
        if len(candidate.args) != len(args):
            return None
        fitted: list[Node] = []
        for arg, want in zip(args, candidate.args, strict=True):
            have = non_null(arg.type)
            if want == CALENDAR and have.kind is Kind.STRING:
                fitted.append(self._calendar(arg))
            elif have.kind is want.kind and have == want:
                fitted.append(arg)
            elif want.kind is Kind.DECIMAL and have.kind is Kind.INT:
                fitted.append(self.conform(arg, want) or arg)
            else:
                return None
        return tuple(fitted)

    def _calendar(self, node: Node) -> Node:
        """A string constant as the holiday calendar of that name."""
        if not isinstance(node, tree.Const):
            hint = f"such as `{min(self.env.calendars, default='us-federal')}`, in quotation marks"
            self.report("cel.constant-argument", "a holiday calendar is named by a constant", node.span, hint)
        elif node.value not in self.env.calendars:
            from xreason.kernel.suggest import did_you_mean

            name = str(node.value)
            hint = did_you_mean(name, self.env.calendars) or "declare it under `calendars`"
            self.report("cel.unknown-calendar", f"unknown calendar `{name[:80]}`", node.span, hint)
        else:
            return tree.Const(node.span, CALENDAR, node.value)
        return node

    def _folded(self, node: tree.Call) -> Node:
        """The constant that a call on constants spells."""
        values = [arg.value for arg in node.args if isinstance(arg, tree.Const)]
        if len(values) < len(node.args) or None in values:
            return node
        from xreason.cel.library import BY_OVERLOAD

        try:
            return tree.Const(node.span, node.type, BY_OVERLOAD[node.overload](*values))
        except EvaluationError as wrong:
            self.report("cel.invalid-constant", wrong.message, node.span)
            return tree.Const(node.span, types.ERROR, None)

    def _check_constant_argument(self, node: tree.Call) -> None:
        """A pattern or a rule of rounding, which must be known before any fact is."""
        argument = node.args[-1]
        if not isinstance(argument, tree.Const):
            what = _CONSTANT_ARGUMENT[node.overload]
            self.report("cel.constant-argument", f"{what} must be a constant", argument.span, "write it out")
        elif node.overload == "matches_string_string":
            from xreason.cel.library.regex import compiled

            try:
                compiled(str(argument.value))
            except EvaluationError as wrong:
                self.report(wrong.code, wrong.message, argument.span)
        elif argument.value not in _ROUNDINGS:
            from xreason.kernel.suggest import did_you_mean

            written = str(argument.value)
            hint = did_you_mean(written, _ROUNDINGS) or f"one of {', '.join(f'`{r}`' for r in _ROUNDINGS)}"
            self.report("cel.invalid-constant", f"unknown rounding `{written[:80]}`", argument.span, hint)

    def _check_zone(self, argument: Node) -> None:
        """A time zone, if it is written out."""
        if not isinstance(argument, tree.Const):
            return
        from xreason.cel.library.times import local_nanoseconds

        try:
            local_nanoseconds(0, str(argument.value))
        except EvaluationError as wrong:
            hint = "such as `Europe/Berlin`, `UTC` or `+02:00`"
            self.report("cel.invalid-constant", wrong.message, argument.span, hint)

    # The whole

    def whole(self, expr: syntax.Expr, expected: Type | None) -> Node:
        """The expression, every type in it concrete."""
        node = self.visit(expr)
        if expected is not None:
            node = self.fit(node, expected)
        if self.types.used and not self.findings:
            self.settle(node, None)
            self._refuse_unknown(node)
        return node

    def _refuse_unknown(self, node: Node) -> None:
        rest = [node]
        while rest:
            node = rest.pop()
            if _open(node.type) or (isinstance(node, tree.Call) and not node.overload):
                hint = "an empty list or map needs something beside it that tells its type"
                self.report("cel.unknown-type", "the type of this cannot be told", node.span, hint)
                return
            rest.extend(reversed(tree.children(node)))


_KEYS = frozenset((Kind.STRING, Kind.INT, Kind.BOOL, Kind.ENUM, Kind.PARAM, Kind.ERROR))
_CONSTANT_ARGUMENT = {
    "matches_string_string": "a pattern",
    "round_decimal_int_string": "the rule of rounding",
}
"""Overloads whose last argument must be a constant, and what it is."""

_ZONED = frozenset(
    f"{function}_timestamp_string"
    for function in FUNCTIONS
    if function.startswith("get") or function == "date"
) | {"timestamp_date_string"}
"""Overloads whose last argument is a time zone."""


def _plain(type_: Type) -> Kind:
    """The kind that a function sees: an enum's value is a string, null is refused at run time."""
    kind = type_.kind
    if kind is Kind.NULLABLE:
        kind = type_.args[0].kind
    return Kind.STRING if kind is Kind.ENUM else kind


def _open(type_: Type) -> bool:
    """Whether there is anything in a type that only run-time values could tell."""
    return type_.kind in (Kind.PARAM, Kind.DYN, Kind.ERROR) or any(map(_open, type_.args))


RuleChecker.handlers = {
    **RuleOperators.handlers,
    syntax.Literal: RuleChecker._literal,
    syntax.Has: RuleChecker._has,
    syntax.ListOf: RuleChecker._list,
    syntax.MapOf: RuleChecker._map,
    syntax.Transform: RuleChecker._transform,
    syntax.Block: RuleChecker._block,
}
