"""Quotients of two ints that are then compared with decimals: their fraction is already gone."""

from __future__ import annotations

from collections.abc import Iterator

from xreason.cel.tree import Call, children
from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.linter.warning import own_definitions, warning
from xreason.rulesets.model import Expression, Ruleset


def truncated(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Divisions of ints whose result is used as a decimal."""
    for definition in own_definitions(ruleset):
        for expression in definition.expressions():
            yield from _in(ruleset, expression)
    for rule in ruleset.rules:
        for expression in rule.expressions():
            yield from _in(ruleset, expression)


def _in(ruleset: Ruleset, expression: Expression) -> Iterator[Diagnostic]:
    stack = [expression.node]
    while stack:
        node = stack.pop()
        stack.extend(children(node))
        # The checker has made the widening from int to decimal visible in the tree.
        if not isinstance(node, Call) or node.overload != "decimal_int":
            continue
        quotient = node.args[0]
        if isinstance(quotient, Call) and quotient.overload == "divide_int_int":
            message = "dividing ints drops the fraction, and the result is used as a decimal"
            hint = "divide decimals: `decimal(a) / b`; or compare products: `a < b * limit`"
            yield warning(ruleset, "lint.integer-division", message, expression.place(quotient.span), hint)
