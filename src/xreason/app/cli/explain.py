"""`xreason explain`: the proof of each rule's outcome."""

from __future__ import annotations

from collections.abc import Sequence

import click

from xreason.app.cli.command import (
    Command,
    as_of_option,
    format_option,
    output_option,
    path_option,
    ruleset_option,
)
from xreason.app.cli.exits import Exit
from xreason.app.cli.judging import judge_files
from xreason.app.cli.terminal import deliver
from xreason.app.harmless import harmless
from xreason.app.render.checked import Checked
from xreason.reasoning.outcomes import Outcome

EXAMPLES = (
    (
        "Why a breach was notified too late",
        "xreason explain breach.yaml -r eu/gdpr --norm gdpr.33.1.notify_authority",
    ),
    (
        "All rules that apply, as a page",
        "xreason explain case.json -r int/basel3 --format html --output why.html",
    ),
)


@click.command(
    cls=Command, examples=EXAMPLES, exits={Exit.CLEAN: "explained, whatever the outcome", Exit.FINDINGS: ""}
)
@click.argument("facts", nargs=-1, required=True, metavar="FACTS...")
@ruleset_option
@click.option("--norm", "norms", multiple=True, metavar="ID", help="Explain this rule; may be repeated.")
@as_of_option
@format_option("text", "markdown", "html", "json")
@output_option
@path_option
def command(
    facts: tuple[str, ...],
    ruleset: str,
    norms: tuple[str, ...],
    as_of: str | None,
    format_: str,
    output: str | None,
    search_path: tuple[str, ...],
) -> int:
    """Show why a rule has its outcome, down to the facts.

    The proof is a tree: each part of the rule, each expression in it with its value, and at the
    leaves the facts with their provenance and the parameters with the date they hold from.

    Without --norm, every rule is explained that is not `not_applicable`.
    """
    checked = judge_files(
        facts, ruleset, search_path, as_of, norms, lambda o: bool(norms) or o != Outcome.NOT_APPLICABLE
    )
    deliver(_RENDERINGS[format_](checked), output)
    return Exit.CLEAN


def _text(checked: Sequence[Checked]) -> str:
    from xreason.app.render.text import summary
    from xreason.reasoning.render import proof_text

    blocks = []
    for case in checked:
        blocks += [harmless(proof_text(proof)) for proof in case.proofs()]
        blocks.append(summary(case, named=len(checked) > 1))
    return "\n\n".join(blocks)


def _markdown(checked: Sequence[Checked]) -> str:
    from xreason.app.render.markdown import render

    return render(checked)


def _html(checked: Sequence[Checked]) -> str:
    from xreason.app.render.html import render

    return render(checked)


def _json(checked: Sequence[Checked]) -> str:
    import json

    from xreason.reasoning.render import proof_document

    proofs = [
        {"case": case.name, "as_of": case.as_of, **proof_document(p)}
        for case in checked
        for p in case.proofs()
    ]
    return json.dumps(proofs, indent=2, ensure_ascii=False)


_RENDERINGS = {"text": _text, "markdown": _markdown, "html": _html, "json": _json}
