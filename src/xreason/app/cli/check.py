"""`xreason check`: facts in, verdicts out."""

from __future__ import annotations

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
from xreason.app.cli.judging import WantsProof, judge_files
from xreason.app.cli.terminal import deliver, say
from xreason.app.render import FORMATS, render
from xreason.app.render.checked import REPORTED
from xreason.app.render.text import summary

EXAMPLES = (
    (
        "Decide whether a breach was notified in time",
        "xreason check breach.yaml -r eu/gdpr --norm gdpr.33.1.notify_authority",
    ),
    ("See why, down to the facts", "xreason check breach.yaml -r eu/gdpr --proof"),
    (
        "Judge as the law stood on a day, for another program",
        "xreason check case.json -r rules.yaml --as-of 2024-06-30 --format json",
    ),
    ("Many cases, one a line, one verdict a line", "xreason check cases.jsonl -r rules.yaml --format jsonl"),
    (
        "A report to send around",
        "xreason check case.json -r int/basel3 --proof --format html --output report.html",
    ),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    exits={
        Exit.CLEAN: "every case is compliant, or pending because a deadline still runs",
        Exit.FINDINGS: "some rule is violated, undetermined or up for review",
    },
)
@click.argument("facts", nargs=-1, required=True, metavar="FACTS...")
@ruleset_option
@click.option("--norm", "norms", multiple=True, metavar="ID", help="Judge only this rule; may be repeated.")
@as_of_option
@format_option(*FORMATS)
@output_option
@click.option("--proof", is_flag=True, help="Show the derivation of every outcome that is listed.")
@path_option
def command(
    facts: tuple[str, ...],
    ruleset: str,
    norms: tuple[str, ...],
    as_of: str | None,
    format_: str,
    output: str | None,
    proof: bool,
    search_path: tuple[str, ...],
) -> int:
    """Decide whether facts comply with a ruleset.

    FACTS are JSON or YAML files, JSON Lines files with a case a line, or `-` for standard input.
    A file holds the facts themselves, or a case with `as_of`, `facts` and `provenance`.

    The text format lists the rules that need attention, the worst first, and ends with one summary
    line a case; where nothing needs attention that line is all.
    """
    wanted = _wanted(format_, norms) if proof else None
    checked = judge_files(facts, ruleset, search_path, as_of, norms, wanted)
    deliver(render(format_, checked), output)
    if output is not None:
        for case in checked:
            say(summary(case, named=True))
    return Exit.FINDINGS if any(case.has_findings for case in checked) else Exit.CLEAN


def _wanted(format_: str, norms: tuple[str, ...]) -> WantsProof:
    """Programs get every proof, people those of the rules they asked for or have to look at."""
    if norms or format_ in ("json", "jsonl"):
        return lambda outcome: True
    return REPORTED.__contains__
