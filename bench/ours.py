"""XReason and the hand-written rules, in the shape of the other adapters."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from bench import handwritten
from bench.cases import Case
from bench.engines import Decision
from xreason.kernel.diagnostics import Source
from xreason.reasoning.judgement import decide
from xreason.rulesets import load, read_facts
from xreason.rulesets.model import Ruleset

RULESET = Path(__file__).parent / "ruleset.yaml"


def source() -> Source:
    """The ruleset's document."""
    return Source(str(RULESET), RULESET.read_text(encoding="utf-8"))


def ruleset() -> Ruleset:
    """The ruleset, loaded."""
    return load(source())


class XReason:
    """Facts as a caller's JSON mapping; held as `Facts`."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.ruleset = ruleset

    def values(self, case: Case) -> dict[str, Any]:
        """The case as it was sent."""
        return {"as_of": case.as_of, "facts": case.facts}

    def hold(self, values: dict[str, Any]) -> Any:
        """Facts read and checked against their declarations."""
        return values["as_of"], read_facts(self.ruleset, values["facts"])

    def decide(self, held: Any) -> Decision:
        """Outcomes and the verdict."""
        as_of, facts = held
        verdict = decide(self.ruleset, facts, as_of)
        return verdict.outcomes, verdict.finding  # type: ignore[return-value]  # StrEnum members are strings


class Handwritten:
    """Plain Python over parsed values."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.ruleset = ruleset

    def values(self, case: Case) -> dict[str, Any]:
        """The case as it was sent."""
        return {"as_of": case.as_of, "facts": case.facts}

    def hold(self, values: dict[str, Any]) -> Any:
        """Strings read as dates, moments, durations, decimals; nothing is checked."""
        return values["as_of"], handwritten.parse(values["facts"])

    def decide(self, held: Any) -> Decision:
        """Outcomes and the verdict."""
        as_of, case = held
        return handwritten.decide(case, as_of)
