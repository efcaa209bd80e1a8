"""datalogic-py: JsonLogic in Rust.

`Adapter` calls it as its documentation first does, `rule.evaluate(values)` a rule. `Tuned` parses the case
into a data handle (`hold`) and evaluates all rules over it in one native call, the fastest way
that it documents. Inside quantifiers it can see other facts (`val`), beyond standard JsonLogic.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from datalogic_py import DataHandle, Engine

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.json_logic_rules import JsonLogicWriter, can
from bench.plain import as_numbers
from bench.planner import plan
from xreason.cel.tree import Node
from xreason.rulesets.model import Ruleset


class DatalogicWriter(JsonLogicWriter):
    """JsonLogic with `val` and `length`."""

    def name(self, name: str) -> Any:
        return {"val": [[1], *name.split(".")]} if self.depth else {"var": name}

    def size(self, items: Node) -> Any:
        return {"length": [self.logic(items)]}


class Adapter:
    """The rules, compiled."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan = plan(ruleset, as_of, can)
        self.engine = Engine()
        self.ids = [rule.id for rule in self.plan.rules]
        self.rules = [self.engine.compile(DatalogicWriter().rule(rule)) for rule in self.plan.rules]

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts of JSON values."""
        found: dict[str, Any] = as_numbers(self.plan.values(case))
        return found

    def hold(self, values: dict[str, Any]) -> Any:
        """Nothing to do."""
        return values

    def decide(self, held: Any) -> Decision:
        """One evaluation a rule."""
        return decision(self.ids, [rule.evaluate(held) for rule in self.rules])


class Tuned(Adapter):
    """The same with a data handle, in a session."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        super().__init__(ruleset, as_of)
        self.session = self.engine.session()

    def hold(self, values: dict[str, Any]) -> Any:
        return DataHandle(values)

    def decide(self, held: Any) -> Decision:
        # Results come as JSON texts; one that failed is not a text.
        texts = self.session.evaluate_many(self.rules, held)
        return decision(self.ids, [text[1:-1] for text in texts if isinstance(text, str)])
