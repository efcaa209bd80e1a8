"""Judging cases against rulesets: decide, prove, question. Pure.

The names below are loaded when first used, so that a decision does not pay for what it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xreason.kernel.lazy import lazily

if TYPE_CHECKING:
    from xreason.reasoning.case_report import run_cases
    from xreason.reasoning.counterfactual import whatif
    from xreason.reasoning.inquiry import questions
    from xreason.reasoning.judgement import decide
    from xreason.reasoning.outcomes import Finding, Outcome
    from xreason.reasoning.prover import prove
    from xreason.reasoning.verdict import RuleOutcome, Verdict
    from xreason.reasoning.verdict_document import document

__all__ = [
    "Finding",
    "Outcome",
    "RuleOutcome",
    "Verdict",
    "decide",
    "document",
    "prove",
    "questions",
    "run_cases",
    "whatif",
]

_HOMES = {
    "Finding": "outcomes",
    "Outcome": "outcomes",
    "RuleOutcome": "verdict",
    "Verdict": "verdict",
    "decide": "judgement",
    "document": "verdict_document",
    "prove": "prover",
    "questions": "inquiry",
    "run_cases": "case_report",
    "whatif": "counterfactual",
}


__getattr__ = lazily(globals(), _HOMES)
