"""Verdicts for the terminal: what needs attention rule by rule, then one summary line a case.

Colours are always in the text; the terminal layer takes them out where nobody sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from xreason.app.harmless import harmless
from xreason.app.render.checked import Checked, details
from xreason.reasoning.outcomes import Finding, Outcome
from xreason.reasoning.verdict import RuleOutcome

COLOURS: dict[str, str] = {
    Outcome.VIOLATED: "red",
    Outcome.UNDETERMINED: "magenta",
    Outcome.REVIEW: "yellow",
    Outcome.PENDING: "cyan",
    Finding.COMPLIANT: "green",
    Finding.NON_COMPLIANT: "red",
}


def render(checked: Sequence[Checked]) -> str:
    """Findings and summary lines; with several cases each is named."""
    several = len(checked) > 1
    blocks = ["\n".join(_case(case, several=several)) for case in checked]
    return "\n".join(blocks)


def word(outcome: str) -> str:
    """An outcome or verdict in its colour."""
    return click.style(outcome, fg=COLOURS.get(outcome), bold=True)


def summary(case: Checked, *, named: bool) -> str:
    """`compliant: eu/gdpr 1.0.0 as of …: 3 satisfied`, after the case's name where there are several."""
    before = f"{harmless(case.name)}: " if named else ""
    about = f"{harmless(case.ruleset_text())} as of {case.as_of}: {case.count_text()}"
    return f"{before}{word(case.verdict.finding)}: {about}"


def _case(case: Checked, *, several: bool) -> Iterator[str]:
    for rule in case.reported():
        yield from _rule(rule, f"{harmless(case.name)}: " if several else "")
        if case.wants_proof(rule):
            yield from ("  " + line for line in _tree(case, rule).split("\n"))
        yield ""
    yield summary(case, named=several)


def _rule(rule: RuleOutcome, before: str) -> Iterator[str]:
    yield f"{before}{word(rule.outcome)} {harmless(rule.id)}: {harmless(rule.rule.title)}"
    for label, text in details(rule):
        yield f"  {label + ':':<10} {harmless(text)}"


def _tree(case: Checked, rule: RuleOutcome) -> str:
    # Proofs are seldom asked for, and a cold start should not pay for them.
    from xreason.reasoning.prover import prove
    from xreason.reasoning.render import tree_text

    return harmless(tree_text(prove(case.verdict, rule.id)))
