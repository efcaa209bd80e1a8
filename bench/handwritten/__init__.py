"""The fifty rules of `ruleset.yaml` as plain Python, written by hand: what engines are held against.

`parse` turns a caller's mapping into Python values once; `decide` gives each rule's outcome and the verdict.
It names no missing facts, gives no due times, cites nothing, and takes every fact to be there.
"""

from __future__ import annotations

from datetime import datetime

from bench.handwritten.finance import accounts, capital, money_laundering
from bench.handwritten.operations import marketing, outsourcing, security
from bench.handwritten.parsing import Values, parse
from bench.handwritten.privacy import breach, data_protection, requests

__all__ = ["decide", "parse", "verdict"]

Outcomes = dict[str, str]
REGULATED_SECTORS = frozenset({"banking", "payments", "insurance"})


def decide(case: Values, as_of: datetime) -> tuple[Outcomes, str]:
    """Each rule's outcome, and the verdict."""
    today = as_of.date()
    sectors = case["company"]["sectors"]
    regulated = any(sector in REGULATED_SECTORS for sector in sectors)
    outcomes: Outcomes = {}
    breach(outcomes, case, as_of, today)
    data_protection(outcomes, case, today, regulated)
    requests(outcomes, case, today)
    outsourcing(outcomes, case, today, regulated)
    marketing(outcomes, case)
    security(outcomes, case, as_of, today)
    capital(outcomes, case, today)
    money_laundering(outcomes, case, as_of, today, regulated)
    accounts(outcomes, case, today)
    return outcomes, verdict(outcomes)


def verdict(outcomes: Outcomes) -> str:
    """The worst outcome, as a verdict."""
    found = set(outcomes.values())
    if "violated" in found:
        return "non_compliant"
    for outcome in ("undetermined", "review", "pending"):
        if outcome in found:
            return outcome
    return "compliant"
