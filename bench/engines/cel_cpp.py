"""cel-expr-python: Google's C++ CEL engine.

`Adapter` calls it as its documentation first does, `eval(data=…)` a rule, with one variable a group of facts.
`Tuned` makes one activation for all rules (`hold`), with one typed variable a fact, because an evaluation
converts every variable that it reads, whole. The engine takes no `datetime` inside maps, so times are seconds
since the epoch and a date is its midnight; that is faster too. What else CEL lacks is listed in `cel_text`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cel_expr_python import cel

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.cel_text import CelWriter, can
from bench.plain import as_numbers, constant, exact_seconds
from bench.plan import BLANKS
from bench.planner import plan
from xreason.cel.tree import Call, Const, Node
from xreason.cel.types import Kind, Type
from xreason.rulesets.model import Ruleset

DAY = 86_400
RECORD = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)


def _can(node: Node) -> bool:
    return can(node) or (isinstance(node, Call) and node.function in ("date", "days"))


class SecondsWriter(CelWriter):
    """CEL over seconds since the epoch."""

    def const(self, node: Const) -> str:
        value = constant(node)
        return str(exact_seconds(value)) if isinstance(value, date | timedelta) else super().const(node)

    def function(self, node: Call) -> str:
        arguments = [self.text(arg) for arg in node.args]
        match node.function:
            case "date":
                return f"({arguments[0]} - {arguments[0]} % {DAY})"
            case "days":
                return f"({arguments[0]} * {DAY})"
            case "addDays":
                return f"({arguments[0]} + {arguments[1]} * {DAY})"
            case "daysUntil":
                return f"(({arguments[1]} - {arguments[0]}) / {DAY})"
            case _:
                return super().function(node)


class Adapter:
    """The rules as checked CEL expressions."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan = plan(ruleset, as_of, _can)
        self.ids = [rule.id for rule in self.plan.rules]
        self.env = cel.NewEnv(variables={**self.variables(), "as_of": cel.Type.INT})
        writer = SecondsWriter()
        self.rules = [self.env.compile(writer.rule(rule)) for rule in self.plan.rules]

    def variables(self) -> dict[str, Any]:
        """A map, or a list of maps, for each group of facts."""
        groups = {BLANKS: RECORD}
        for spec in self.plan.ruleset.facts:
            group, _, name = spec.path.partition(".")
            groups[group] = RECORD if name else cel.Type.List(RECORD)
        return groups

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts of ints, doubles, strings, bools and lists."""
        nested: dict[str, Any] = as_numbers(self.plan.values(case))
        return nested

    def hold(self, values: dict[str, Any]) -> Any:
        """Nothing to do."""
        return values

    def decide(self, held: Any) -> Decision:
        """One evaluation a rule."""
        return decision(self.ids, [rule.eval(data=held).value() for rule in self.rules])


class Tuned(Adapter):
    """The same with one activation and a typed variable for each fact."""

    def variables(self) -> dict[str, Any]:
        facts = {spec.path: _type(spec.type) for spec in self.plan.ruleset.facts}
        return facts | {b.path: _type(b.node.type) for b in self.plan.blanks if b.of is None}

    def values(self, case: Case) -> dict[str, Any]:
        flat: dict[str, Any] = {}
        for group, content in super().values(case).items():
            if isinstance(content, dict):
                flat |= {f"{group}.{name}": value for name, value in content.items()}
            else:
                flat[group] = content
        return flat

    def hold(self, values: dict[str, Any]) -> Any:
        return self.env.Activation(values)

    def decide(self, held: Any) -> Decision:
        return decision(self.ids, [rule.eval(held).value() for rule in self.rules])


def _type(type_: Type) -> Any:
    """CEL's type of a fact whose times are seconds and whose decimals are doubles."""
    match type_.kind:
        case Kind.BOOL:
            return cel.Type.BOOL
        case Kind.INT | Kind.DATE | Kind.TIMESTAMP | Kind.DURATION:
            return cel.Type.INT
        case Kind.DECIMAL:
            return cel.Type.DOUBLE
        case Kind.STRING | Kind.ENUM:
            return cel.Type.STRING
        case Kind.LIST:
            return cel.Type.List(_type(type_.args[0]))
        case Kind.RECORD:
            return RECORD
        case _:
            return cel.Type.DYN
