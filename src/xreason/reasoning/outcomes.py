"""The words of a judgement: outcomes of rules, verdicts of rulesets."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of one rule."""

    SATISFIED = "satisfied"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"
    PENDING = "pending"
    REVIEW = "review"
    UNDETERMINED = "undetermined"
    VIOLATED = "violated"


class Finding(StrEnum):
    """The verdict of a ruleset over a case."""

    COMPLIANT = "compliant"
    PENDING = "pending"
    REVIEW = "review"
    UNDETERMINED = "undetermined"
    NON_COMPLIANT = "non_compliant"


SATISFIED, NOT_APPLICABLE, EXEMPT, PENDING, REVIEW, UNDETERMINED, VIOLATED = range(7)
"""Outcomes as compiled rules return them.

INVARIANT: a worse outcome has a larger code, so that the worst of a case is its `max`.
"""

OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
FINDINGS: tuple[Finding, ...] = (
    Finding.COMPLIANT,
    Finding.COMPLIANT,
    Finding.COMPLIANT,
    Finding.PENDING,
    Finding.REVIEW,
    Finding.UNDETERMINED,
    Finding.NON_COMPLIANT,
)
"""The verdict that the worst outcome code of a case amounts to."""
