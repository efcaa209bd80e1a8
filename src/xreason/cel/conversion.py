"""What may stand for what in rules: ints for decimals, strings for enum values, null for nullables.

Conversions are made in the tree, so that every reading of it finds operands of one type: an int
constant becomes a decimal constant, another int a call of `decimal(…)`.
"""

from __future__ import annotations

from decimal import Decimal

from xreason.cel import tree, types
from xreason.cel.gradual import GradualChecker
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type, non_null, nullable


class RuleConversion(GradualChecker):
    """Gives nodes the type that their place asks for."""

    __slots__ = ()

    def conform(self, node: Node, want: Type) -> Node | None:
        """The node as one of type `want`; null passes, and is an error where it is used."""
        have = non_null(node.type)
        want = non_null(want)
        if have is want or have.kind in (Kind.ERROR, Kind.NULL) or have == want:
            return node
        if isinstance(node, tree.Cond):
            then, other = self.conform(node.then, want), self.conform(node.other, want)
            if then is None or other is None:
                return None
            type_ = nullable(want) if node.type.kind is Kind.NULLABLE else want
            return tree.Cond(node.span, type_, node.test, then, other)
        if want.kind is Kind.DECIMAL and have.kind is Kind.INT:
            return self._widened(node)
        if want.kind is Kind.ENUM and have.kind is Kind.STRING and isinstance(node, tree.Const):
            return self._enum_value(node, want)
        if want.kind is Kind.LIST and isinstance(node, tree.ListOf):
            return self._items(node, want)
        if want.kind is Kind.ENUM and have.kind is Kind.ENUM:
            return node if set(have.values) == set(want.values) else None
        return node if self.types.assignable(have, want) else None

    def agree(self, left: Node, right: Node) -> tuple[Node, Node, Type] | None:
        """Two nodes as ones of the same type, or None if they cannot be."""
        if left.type is right.type or left.type == right.type:
            return left, right, left.type
        if left.type.kind is Kind.NULL or right.type.kind is Kind.NULL:
            other = right.type if left.type.kind is Kind.NULL else left.type
            return left, right, nullable(other)
        may_be_null = Kind.NULLABLE in (left.type.kind, right.type.kind)
        base = non_null(right.type)
        fitted = self.conform(left, base)
        if fitted is not None:
            left = fitted
        else:
            base = non_null(left.type)
            fitted = self.conform(right, base)
            if fitted is None:
                return None
            right = fitted
        if left.type.kind is Kind.ERROR or right.type.kind is Kind.ERROR:
            return left, right, types.ERROR
        return left, right, nullable(base) if may_be_null else base

    def fit(self, node: Node, expected: Type) -> Node:
        """The node as one of type `expected`, or a finding."""
        fitted = self.conform(node, expected)
        if fitted is not None and not (node.type.kind is Kind.NULL and expected.kind is not Kind.NULLABLE):
            return fitted
        hint = self.number_hint(node, node) if non_null(node.type).kind is Kind.DOUBLE else None
        self.report("cel.wrong-type", f"this is {self.shown(node.type)}, not {expected}", node.span, hint)
        return node

    def branches(self, then: Node, other: Node) -> tuple[Node, Node, Type]:
        """The branches of a conditional as ones of the same type."""
        agreed = self.agree(then, other)
        if agreed is not None:
            return agreed
        message = f"the branches are {self.shown(then.type)} and {self.shown(other.type)}"
        hint = self.number_hint(then, other) or "both must have one type"
        self.report("cel.mixed-types", message, other.span, hint)
        return then, other, types.ERROR

    def unified(self, nodes: tuple[Node, ...], found: list[Type], what: str) -> tuple[tuple[Node, ...], Type]:
        """The parts of a literal as ones of the same type."""
        if not nodes:
            return nodes, self.types.fresh()
        first = found[0]
        if all(type_ is first for type_ in found):
            return nodes, first
        sample, type_ = nodes[0], first
        for node in nodes[1:]:
            agreed = self.agree(sample, node)
            if agreed is None:
                message = f"the {what} are {self.shown(sample.type)} and {self.shown(node.type)}"
                hint = self.number_hint(sample, node) or f"all {what} must have one type"
                self.report("cel.mixed-types", message, node.span, hint)
                return nodes, types.ERROR
            sample = agreed[0] if agreed[0].type.kind is not Kind.NULL else agreed[1]
            type_ = nullable(agreed[2]) if type_.kind in (Kind.NULLABLE, Kind.NULL) else agreed[2]
        return tuple([self.conform(node, type_) or node for node in nodes]), type_

    def number_hint(self, left: Node, right: Node) -> str | None:
        """How to write a double so that it is exact."""
        for node in (left, right):
            if node.type.kind is Kind.DOUBLE and isinstance(node, tree.Const):
                written = self.source.text[node.span.start : node.span.end]
                return f'write `decimal("{written}")`; numbers in rules are exact'
        if Kind.DOUBLE in (left.type.kind, right.type.kind):
            return "numbers in rules are exact; use decimal in place of double"
        return None

    def _widened(self, node: Node) -> Node:
        """An int as a decimal."""
        if isinstance(node, tree.Const) and isinstance(node.value, int):
            return tree.Const(node.span, types.DECIMAL, Decimal(node.value))
        type_ = nullable(types.DECIMAL) if node.type.kind is Kind.NULLABLE else types.DECIMAL
        return tree.Call(node.span, type_, "decimal", (node,), False, "decimal_int")

    def _enum_value(self, node: tree.Const, want: Type) -> Node:
        """A string constant as a value of an enum."""
        if node.value not in want.values:
            from xreason.kernel.suggest import did_you_mean

            written = str(node.value)
            known = ", ".join(f"`{value}`" for value in want.values[:8])
            more = "…" if len(want.values) > 8 else ""
            hint = did_you_mean(written, want.values) or f"its values are {known}{more}"
            self.report("cel.enum-value", f"`{written[:80]}` is not a value of this enum", node.span, hint)
        return tree.Const(node.span, want, node.value)

    def _items(self, node: tree.ListOf, want: Type) -> Node | None:
        items = [self.conform(item, want.args[0]) for item in node.items]
        fitted = tuple([item for item in items if item is not None])
        if len(fitted) < len(items):
            return None
        may_be_null = node.type.args[0].kind is Kind.NULLABLE
        element = nullable(want.args[0]) if may_be_null else want.args[0]
        return tree.ListOf(node.span, types.list_of(element), fitted, node.optional)
