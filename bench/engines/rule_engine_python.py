"""rule-engine: a typed expression language in pure Python.

Native: logic, comparisons, comprehensions with `$all`, `$any` and `$sum`, exact decimals, datetimes and
timedeltas; a date is the datetime of its midnight. Month arithmetic and working days are worked out
beforehand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import rule_engine

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.cel_text import midnight
from bench.engines.text import SYMBOLS, Writer
from bench.plain import constant, exact_seconds
from bench.planner import plan
from xreason.cel.tree import Call, Const, Field, Node, Quantifier, Transform
from xreason.rulesets.model import Ruleset


def can(node: Node) -> bool:
    """Whether the language can say a node."""
    match node:
        case Call(function="addDays"):
            return isinstance(node.args[1], Const)
        case Call():
            return node.function in {*SYMBOLS, "!_", "size", "sum", "daysUntil"}
        case _:
            return True


def _values(plain: Any) -> Any:
    match plain:
        case dict():
            return {name: _values(inner) for name, inner in plain.items()}
        case list():
            return [_values(item) for item in plain]
        case datetime():
            return plain
        case date():
            return midnight(plain)
        case _:
            return plain


class RuleEngineWriter(Writer):
    """rule-engine's grammar."""

    words: ClassVar[Mapping[str, str]] = {"&&": "and", "||": "or", "!": "not"}

    def const(self, node: Const) -> str:
        value = constant(node)
        match value:
            case None:
                return "null"
            case bool():
                return str(value).lower()
            case str() | list():
                return json.dumps(value)
            case timedelta():
                return f't"PT{exact_seconds(value)}S"'
            case datetime():
                return f'd"{value.isoformat()}"'
            case date():
                return f'd"{midnight(value).isoformat()}"'
            case Decimal():
                return format(value, "f")
            case _:
                return repr(value)

    def name(self, name: str) -> str:
        group, *rest = name.split(".")
        return group + "".join(f'["{part}"]' for part in rest)

    def field(self, node: Field) -> str:
        return f'{self.text(node.operand)}["{node.field}"]'

    def function(self, node: Call) -> str:
        first = self.text(node.args[0])
        match node.function:
            case "size":
                return f"{first}.length"
            case "sum":
                return f"$sum({first})"
            case "addDays":
                days = node.args[1]
                return f'({first} + t"P{days.value}D")' if isinstance(days, Const) else super().function(node)
            case "daysUntil":
                return f"({self.text(node.args[1])} - {first}).days"
            case _:
                return super().function(node)

    def quantifier(self, node: Quantifier) -> str:
        function = {"all": "$all", "exists": "$any"}[node.kind]
        variable = node.variables[0].name
        return f"{function}([{self.text(node.body)} for {variable} in {self.text(node.range)}])"

    def transform(self, node: Transform) -> str:
        variable = node.variables[0].name
        kept = "" if node.condition is None else f" if {self.text(node.condition)}"
        body = variable if node.body is None else self.text(node.body)
        return f"[{body} for {variable} in {self.text(node.range)}{kept}]"


class Adapter:
    """The rules parsed once."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan = plan(ruleset, as_of, can)
        context = rule_engine.Context(resolver=rule_engine.resolve_item)
        writer = RuleEngineWriter()
        self.ids = [rule.id for rule in self.plan.rules]
        self.rules = [rule_engine.Rule(writer.rule(rule), context=context) for rule in self.plan.rules]

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts with datetimes and decimals."""
        found: dict[str, Any] = _values(self.plan.values(case))
        return found

    def hold(self, values: dict[str, Any]) -> Any:
        """Nothing to do."""
        return values

    def decide(self, held: Any) -> Decision:
        """One evaluation a rule."""
        return decision(self.ids, [rule.evaluate(held) for rule in self.rules])
