"""JsonLogic in pure Python, by panzi-json-logic.

The distribution named json-logic (0.6.3) fails on Python 3 (`'dict_keys' object is not subscriptable`) and
has no quantifiers; this is the complete implementation that people use in its place, under the same module
name. Quantifiers see only the element, so facts beside it are copied into each element beforehand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from json_logic import jsonLogic

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.json_logic_rules import JsonLogicWriter, can
from bench.plain import as_numbers
from bench.planner import plan
from xreason.rulesets.model import Ruleset


class Adapter:
    """The rules as JSON, which the engine interprets."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan = plan(ruleset, as_of, can, sees_outside=False)
        self.ids = [rule.id for rule in self.plan.rules]
        self.rules = [JsonLogicWriter().rule(rule) for rule in self.plan.rules]

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts of JSON values."""
        found: dict[str, Any] = as_numbers(self.plan.values(case))
        return found

    def hold(self, values: dict[str, Any]) -> Any:
        """Nothing to do."""
        return values

    def decide(self, held: Any) -> Decision:
        """One interpretation a rule."""
        return decision(self.ids, [jsonLogic(rule, held) for rule in self.rules])
