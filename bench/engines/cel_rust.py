"""common-expression-language: the Rust CEL crate.

One context serves all rules; `hold` makes it. What CEL lacks is listed in `cel_text`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import cel

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.cel_text import CelWriter, can, values
from bench.planner import plan
from xreason.rulesets.model import Ruleset


class Adapter:
    """The rules as compiled programs."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan = plan(ruleset, as_of, can)
        writer = CelWriter()
        self.ids = [rule.id for rule in self.plan.rules]
        self.rules = [cel.compile(writer.rule(rule)) for rule in self.plan.rules]

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts with timestamps and doubles."""
        found: dict[str, Any] = values(self.plan.values(case))
        return found

    def hold(self, values: dict[str, Any]) -> Any:
        """A context."""
        return cel.Context(values)

    def decide(self, held: Any) -> Decision:
        """One execution a rule."""
        return decision(self.ids, [rule.execute(held) for rule in self.rules])
