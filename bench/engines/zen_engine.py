"""zen-engine: the ZEN expression language of GoRules.

Native: logic, comparisons, quantifiers, counts and sums over lists, exact decimals. Times are seconds
since the epoch, which is faster than its date functions; month arithmetic and working days are worked out
beforehand. The rules are one decision graph with an expression node, evaluated in one call; the engine has
no way to hold a case, so `hold` is the identity and every call converts the mapping.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import zen

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.text import SYMBOLS, Writer
from bench.plain import as_numbers, constant, exact_seconds
from bench.planner import plan
from xreason.cel.tree import Call, Const, Field, Local, Node, Quantifier, Transform
from xreason.rulesets.model import Ruleset

DAY = 86_400


def can(node: Node) -> bool:
    """Whether ZEN can say a node."""
    match node:
        case Call():
            known = {*SYMBOLS, "!_", "size", "sum", "daysUntil", "addDays", "days", "startsWith"}
            return node.function in known
        case _:
            return True


class ZenWriter(Writer):
    """The ZEN expression language; `#` is the element at hand."""

    words: ClassVar[Mapping[str, str]] = {"&&": "and", "||": "or", "!": "not"}

    def const(self, node: Const) -> str:
        value = constant(node)
        match value:
            case None:
                return "null"
            case datetime() | date() | timedelta():
                return str(exact_seconds(value))
            case Decimal():
                return format(value, "f")
            case bool() | str() | list():
                return json.dumps(value)
            case _:
                return repr(value)

    def name(self, name: str) -> str:
        return name

    def local(self, node: Local) -> str:
        return "#"

    def field(self, node: Field) -> str:
        return f"#.{node.field}"

    def function(self, node: Call) -> str:
        arguments = [self.text(arg) for arg in node.args]
        match node.function:
            case "size":
                return f"len({arguments[0]})"
            case "sum":
                return f"sum({arguments[0]})"
            case "startsWith":
                return f"startsWith({arguments[0]}, {arguments[1]})"
            case "days":
                return f"({arguments[0]} * {DAY})"
            case "addDays":
                return f"({arguments[0]} + {arguments[1]} * {DAY})"
            case "daysUntil":
                return f"(({arguments[1]} - {arguments[0]}) / {DAY})"
            case _:
                return super().function(node)

    def quantifier(self, node: Quantifier) -> str:
        function = {"all": "all", "exists": "some", "exists_one": "one"}[node.kind]
        return f"{function}({self.text(node.range)}, {self.text(node.body)})"

    def transform(self, node: Transform) -> str:
        body = node.condition if node.kind == "filter" else node.body
        if body is None:
            raise NotImplementedError(node.kind)
        return f"{node.kind}({self.text(node.range)}, {self.text(body)})"


class Adapter:
    """The rules as one expression node."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan = plan(ruleset, as_of, can)
        writer = ZenWriter()
        self.ids = [rule.id for rule in self.plan.rules]
        expressions = [
            {"id": f"e{i}", "key": f"r{i}", "value": writer.rule(rule)}
            for i, rule in enumerate(self.plan.rules)
        ]
        self.keys = [expression["key"] for expression in expressions]
        nodes = [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "rules",
                "name": "rules",
                "type": "expressionNode",
                "position": {"x": 1, "y": 0},
                "content": {"expressions": expressions},
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
        ]
        edges = [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
            {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
        ]
        self.decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts of JSON values."""
        found: dict[str, Any] = as_numbers(self.plan.values(case))
        return found

    def hold(self, values: dict[str, Any]) -> Any:
        """Nothing to do."""
        return values

    def decide(self, held: Any) -> Decision:
        """One call for all rules."""
        result = self.decision.evaluate(held)["result"]
        return decision(self.ids, [result[key] for key in self.keys])
