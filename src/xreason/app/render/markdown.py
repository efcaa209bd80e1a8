"""Verdicts as Markdown, for issues, wikis and pull requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xreason.app.render.checked import Checked, details
from xreason.reasoning.render import escape_markdown as plain
from xreason.reasoning.render import proof_markdown


def render(checked: Sequence[Checked]) -> str:
    """A section per case: the verdict, a table of the rules that need attention, the proofs."""
    return "\n\n".join("\n".join(_case(case)) for case in checked)


def _case(case: Checked) -> Iterator[str]:
    ruleset = case.verdict.ruleset
    yield f"## {plain(case.name)}: {plain(case.verdict.finding)}"
    yield ""
    about = f"{plain(ruleset.title)} ({plain(case.ruleset_text())})"
    yield f"{about} as of {case.as_of}: {plain(case.count_text())}."
    reported = case.reported()
    if reported:
        yield ""
        yield "| rule | outcome | details |"
        yield "|---|---|---|"
    for rule in reported:
        notes = "<br>".join(f"{label}: {plain(text)}" for label, text in details(rule))
        yield f"| **{plain(rule.id)}** {plain(rule.rule.title)} | {plain(rule.outcome)} | {notes} |"
    for proof in case.proofs():
        yield ""
        yield proof_markdown(proof)
    yield ""
    yield f"Ruleset digest: `{ruleset.digest}`"
