"""Rules in JsonLogic, shared by the two JsonLogic engines.

Native: logic, comparisons, membership, quantifiers, filters, sums. Times are seconds since the epoch and
decimals are doubles. Month arithmetic and working days are worked out beforehand.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.engines.text import SYMBOLS
from bench.plain import constant, exact_seconds
from bench.plan import PlannedRule
from xreason.cel.tree import Call, Cond, Const, Field, ListOf, Local, Logic, Name, Node, Quantifier, Transform

DAY = 86_400
OPERATORS = {**SYMBOLS, "_==_": "===", "_!=_": "!=="}


def can(node: Node) -> bool:
    """Whether JsonLogic can say a node."""
    match node:
        case Call():
            return node.function in {*SYMBOLS, "!_", "size", "sum", "date", "daysUntil", "addDays", "days"}
        case _:
            return True


class JsonLogicWriter:
    """Standard JsonLogic, in which the body of a quantifier sees only the element."""

    def __init__(self) -> None:
        self.depth = 0

    def rule(self, rule: PlannedRule) -> Any:
        """The rule as one `if`."""
        chain: list[Any] = []
        for step in rule.steps:
            chain += [self.logic(step.test), step.outcome]
        return {"if": [*chain, rule.otherwise]}

    def logic(self, node: Node) -> Any:
        """The tree as JSON."""
        match node:
            case Const():
                return self.const(node)
            case Name():
                return self.name(node.name)
            case Local():
                return {"var": ""}
            case Field():
                return {"var": node.field}
            case Logic():
                return {"and" if node.op == "&&" else "or": [self.logic(part) for part in node.operands]}
            case Cond():
                return {"if": [self.logic(node.test), self.logic(node.then), self.logic(node.other)]}
            case ListOf():
                return [self.logic(item) for item in node.items]
            case Call():
                return self.call(node)
            case Quantifier():
                return self.quantifier(node)
            case Transform():
                return self.transform(node)
            case _:
                raise NotImplementedError(type(node).__name__)

    def const(self, node: Const) -> Any:
        value = constant(node)
        match value:
            case datetime() | date() | timedelta():
                return exact_seconds(value)
            case Decimal():
                return float(value)
            case _:
                return value

    def name(self, name: str) -> Any:
        return {"var": name}

    def call(self, node: Call) -> Any:
        match node.function:
            case "_>_" if _is_size_above_zero(node):
                return {"!!": [self.logic(node.args[0].args[0])]}  # type: ignore[attr-defined]  # just checked
            case "!_":
                return {"!": [self.logic(node.args[0])]}
            case "size":
                return self.size(node.args[0])
            case "sum":
                return self.sum(node.args[0])
            case "date":
                moment = self.logic(node.args[0])
                return {"-": [moment, {"%": [moment, DAY]}]}
            case "days":
                return {"*": [self.logic(node.args[0]), DAY]}
            case "addDays":
                return {"+": [self.logic(node.args[0]), {"*": [self.logic(node.args[1]), DAY]}]}
            case "daysUntil":
                return {"/": [{"-": [self.logic(node.args[1]), self.logic(node.args[0])]}, DAY]}
            case _:
                return {OPERATORS[node.function]: [self.logic(arg) for arg in node.args]}

    def size(self, items: Node) -> Any:
        return {"reduce": [self.logic(items), {"+": [{"var": "accumulator"}, 1]}, 0]}

    def sum(self, items: Node) -> Any:
        return {"reduce": [self.logic(items), {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0]}

    def body(self, node: Node) -> Any:
        self.depth += 1
        logic = self.logic(node)
        self.depth -= 1
        return logic

    def quantifier(self, node: Quantifier) -> Any:
        items = self.logic(node.range)
        if node.kind == "exists":
            return {"some": [items, self.body(node.body)]}
        # JsonLogic's `all` is false of an empty list.
        return {"none": [items, {"!": [self.body(node.body)]}]}

    def transform(self, node: Transform) -> Any:
        body = node.condition if node.kind == "filter" else node.body
        if body is None:
            raise NotImplementedError(node.kind)
        return {node.kind: [self.logic(node.range), self.body(body)]}


def _is_size_above_zero(node: Call) -> bool:
    size, bound = node.args
    return (
        isinstance(size, Call) and size.function == "size" and isinstance(bound, Const) and bound.value == 0
    )
