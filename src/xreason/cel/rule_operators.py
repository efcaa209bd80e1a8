"""Operators in rules: what compares with what, and how numbers mix."""

from __future__ import annotations

from xreason.cel import syntax, tree, types
from xreason.cel.conversion import RuleConversion
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type, non_null

_IDS = {"_==_": "equals", "_!=_": "not_equals"}
_SIGNS = {"@in": "in"}
_NUMBERS = frozenset((Kind.INT, Kind.DECIMAL, Kind.DOUBLE))
_READ_FROM_TEXT = {
    Kind.DATE: 'write `date("2026-01-31")`',
    Kind.TIMESTAMP: 'write `timestamp("2026-01-31T00:00:00Z")`',
    Kind.DURATION: 'write `duration("72h")`',
    Kind.DECIMAL: 'write `decimal("0.5")`',
    Kind.INT: "write the number without quotation marks",
    Kind.BOOL: "write `true` or `false` without quotation marks",
}


class RuleOperators(RuleConversion):
    """Comparison, membership and arithmetic of the typed profile."""

    __slots__ = ()

    def _equality(self, expr: syntax.Call, function: str, args: tuple[Node, ...]) -> Node:
        left, right = args
        if left.type is not right.type:
            if Kind.NULL in (left.type.kind, right.type.kind):
                self._null_test(left, right)
            else:
                agreed = self.agree(left, right)
                if agreed is None:
                    self.mismatch(expr, function, left, right)
                else:
                    left, right, _ = agreed
        return tree.Call(expr.span, types.BOOL, function, (left, right), False, _IDS[function])

    def _null_test(self, left: Node, right: Node) -> None:
        other = right if left.type.kind is Kind.NULL else left
        if other.type.kind in (Kind.NULLABLE, Kind.NULL, Kind.ERROR):
            return
        written = self.source.text[other.span.start : other.span.end]
        shown = f"`{written}`" if len(written) <= 60 else "this"
        hint = "declare it `nullable: true` if it can be; a value not known is missing, not null"
        self.report("cel.never-null", f"{shown} is never null", other.span, hint)

    def _ordering(self, expr: syntax.Call, function: str, args: tuple[Node, ...]) -> Node:
        left, right = args
        kind = non_null(left.type).kind
        if kind is Kind.ENUM or non_null(right.type).kind is Kind.ENUM:
            self.report(
                "cel.enum-order", "the values of an enum have no order", expr.span,
                'compare with `==`, `!=` or `in`, such as `risk in ["medium", "high"]`',
            )  # fmt: skip
            return tree.Call(expr.span, types.BOOL, function, args)
        return self._numeric(expr, function, args)

    def _numeric(self, expr: syntax.Call, function: str, args: tuple[Node, ...]) -> Node:
        """An operator for which an int beside a decimal is a decimal."""
        if len(args) == 2:
            left, right = args
            kinds = (non_null(left.type).kind, non_null(right.type).kind)
            if kinds in ((Kind.INT, Kind.DECIMAL), (Kind.DECIMAL, Kind.INT)):
                args = (
                    self.conform(left, types.DECIMAL) or left,
                    self.conform(right, types.DECIMAL) or right,
                )
        return self.apply(expr, function, args, False)

    def _membership(self, expr: syntax.Call, function: str, args: tuple[Node, ...]) -> Node:
        left, right = args
        holder = non_null(self.types.shallow(right.type))
        if holder.kind is Kind.LIST or holder.kind is Kind.MAP:
            overload = "in_any_list" if holder.kind is Kind.LIST else "in_any_map"
            found = self._among(left, right, holder)
            if found is None:
                self.mismatch(expr, function, left, right)
                found = left, right
            return tree.Call(expr.span, types.BOOL, function, found, False, overload)
        if holder.kind is not Kind.ERROR:
            message = f"`in` looks into a list or map; this is {self.shown(right.type)}"
            hint = "for a part of a text, write `text.contains(part)`" if holder.kind is Kind.STRING else None
            self.report("cel.wrong-type", message, right.span, hint)
        return tree.Call(expr.span, types.BOOL, function, args)

    def _among(self, left: Node, right: Node, holder: Type) -> tuple[Node, Node] | None:
        """An element and its container, of types that agree."""
        element = holder.args[0]
        if left.type is element or left.type.kind is Kind.ERROR or element.kind is Kind.ERROR:
            return left, right
        if left.type.kind is Kind.NULL:
            return (left, right) if element.kind is Kind.NULLABLE else None
        if isinstance(right, tree.ListOf):
            fitted = self.conform(right, types.list_of(left.type))
            if fitted is not None:
                return left, fitted
        found = self.conform(left, element)
        if found is None and holder.kind is Kind.MAP:
            found = self._text_key(left, element)
        return (found, right) if found is not None else None

    def _text_key(self, key: Node, want: Type) -> Node | None:
        """An enum's value as a key of a map whose keys are strings."""
        enum_for_text = non_null(key.type).kind is Kind.ENUM and non_null(want).kind is Kind.STRING
        return key if enum_for_text else None

    def _index(self, expr: syntax.Call, function: str, args: tuple[Node, ...]) -> Node:
        holder = non_null(self.types.shallow(args[0].type))
        if holder.kind is not Kind.MAP:
            return self.apply(expr, function, args, False)
        key = self.conform(args[1], holder.args[0]) or self._text_key(args[1], holder.args[0])
        if key is None:
            return self.no_overload(expr, function, args, False)
        result = self.types.resolve(holder.args[1])
        return tree.Call(expr.span, result, function, (args[0], key), False, "index_map_any")

    def mismatch(self, expr: syntax.Call, function: str, left: Node, right: Node) -> None:
        """Report two operands that do not go together, with the likeliest way out."""
        if types.ERROR in (left.type, right.type):
            return
        sign = _SIGNS.get(function, function.strip("_"))
        if function == "_[_]":
            self._wrong_index(expr, left, right)
            return
        a, b = non_null(left.type), non_null(right.type)
        if function == "@in":
            b = non_null(b.args[0])
        message = f"`{sign}` does not take {self.shown(left.type)} and {self.shown(right.type)}"
        kinds = {a.kind, b.kind}
        code = "cel.no-such-overload"
        if Kind.ENUM in kinds:
            code = "cel.enum-comparison"
            hint: str | None = "an enum is compared with its own values; `string(…)` makes a string of one"
        elif Kind.DOUBLE in kinds and kinds <= _NUMBERS:
            code, hint = "cel.mixed-numbers", self.number_hint(left, right)
        else:
            hint = _way_out(kinds, expr)
        self.report(code, message, expr.span, hint)

    def _wrong_index(self, expr: syntax.Call, holder: Node, index: Node) -> None:
        shown = self.shown(non_null(holder.type))
        kind = non_null(holder.type).kind
        if kind is Kind.LIST:
            message = f"an item of {shown} is picked by an int; this is {self.shown(index.type)}"
        elif kind is Kind.MAP:
            message = f"{shown} has no key of type {self.shown(index.type)}"
        else:
            message = f"`[…]` picks from a list or map; this is {shown}"
        place = index.span if kind in (Kind.LIST, Kind.MAP) else holder.span
        self.report("cel.no-such-overload", message, place)


def _way_out(kinds: set[Kind], expr: syntax.Call) -> str | None:
    """A hint for operands of these two kinds."""
    if Kind.NULL in kinds:
        return "null takes only `==` and `!=`; test for it first: `x != null && …`"
    if kinds == {Kind.DATE, Kind.TIMESTAMP}:
        return "make a date of the timestamp: `date(t)`, or `date(t, zone)` for the day in a time zone"
    if kinds == {Kind.DATE, Kind.INT}:
        return "write `d.addDays(n)`, or `d + days(n)`"
    if kinds == {Kind.DURATION, Kind.INT} or kinds == {Kind.TIMESTAMP, Kind.INT}:
        return "make a duration of the number: `days(n)`, `hours(n)` or `minutes(n)`"
    if Kind.STRING in kinds and len(kinds) == 2 and any(_is_text(arg) for arg in expr.args):
        (other,) = kinds - {Kind.STRING}
        return _READ_FROM_TEXT.get(other)
    if Kind.BOOL in kinds and any(_is_comparison(arg) for arg in expr.args):
        return "compare twice: `a < b && b < c`"
    return None


def _is_text(expr: syntax.Expr) -> bool:
    return isinstance(expr, syntax.Literal) and isinstance(expr.value, str)


def _is_comparison(expr: syntax.Expr) -> bool:
    return isinstance(expr, syntax.Call) and expr.function in ("_<_", "_<=_", "_>_", "_>=_")


RuleOperators.operators = {
    **dict.fromkeys(_IDS, RuleOperators._equality),
    **dict.fromkeys(("_<_", "_<=_", "_>_", "_>=_"), RuleOperators._ordering),
    **dict.fromkeys(("_+_", "_-_", "_*_", "_/_", "_%_"), RuleOperators._numeric),
    "@in": RuleOperators._membership,
    "_[_]": RuleOperators._index,
}
