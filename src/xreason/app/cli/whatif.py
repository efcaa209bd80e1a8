"""`xreason whatif`: the one fact whose change makes a case comply."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from xreason.app.cases import read_cases
from xreason.app.cli.command import (
    Command,
    as_of_option,
    format_option,
    output_option,
    path_option,
    ruleset_option,
)
from xreason.app.cli.exits import Exit
from xreason.app.cli.judging import judge_all, read_all, refuse_second_stdin
from xreason.app.cli.terminal import deliver
from xreason.app.clock import now
from xreason.app.harmless import harmless
from xreason.app.render.checked import Checked
from xreason.app.render.text import summary, word
from xreason.app.rulesets import find_compiled
from xreason.cel.values import Missing
from xreason.reasoning.counterfactual import Change, whatif
from xreason.reasoning.jsonable import to_json
from xreason.reasoning.render import plain
from xreason.rulesets.moments import moment

EXAMPLES = (
    (
        "When would the breach have been notified in time?",
        "xreason whatif breach.yaml -r eu/gdpr --norm gdpr.33.1.notify_authority",
    ),
    (
        "How much capital is missing, for another program",
        "xreason whatif bank.json -r int/basel3 --norm basel.cet1 --format json",
    ),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    exits={
        Exit.CLEAN: "the case complies already, or a single change would make it comply",
        Exit.FINDINGS: "no single change is enough",
    },
)
@click.argument("facts", metavar="FACTS")
@ruleset_option
@click.option("--norm", metavar="ID", help="Look only at this rule.")
@as_of_option
@format_option("text", "json")
@output_option
@path_option
def command(
    facts: str,
    ruleset: str,
    norm: str | None,
    as_of: str | None,
    format_: str,
    output: str | None,
    search_path: tuple[str, ...],
) -> int:
    """Find single changes that would make a case comply.

    For each fact that is not declared `fixed`, the nearest value is sought with which no rule is
    violated, undetermined or up for review.
    """
    refuse_second_stdin([facts, ruleset])
    at = moment(as_of) if as_of is not None else None
    loaded = find_compiled(ruleset, search_path)
    case = read_cases(loaded, read_all([facts]))[0]
    judged = at or case.as_of or now()
    [checked] = judge_all(loaded, [(case, judged)], [norm] if norm else [])
    changes = whatif(loaded, case.facts, judged, norm)
    deliver(_json(checked, changes) if format_ == "json" else _text(checked, changes), output)
    return Exit.FINDINGS if checked.has_findings and not changes else Exit.CLEAN


def _text(checked: Checked, changes: Sequence[Change]) -> str:
    lines = [summary(checked, named=False)]
    if not checked.has_findings:
        lines.append("nothing has to change")
    elif not changes:
        lines.append("no single change of a fact makes this case comply")
    for change in changes:
        before, after = (harmless(_shown(value, change)) for value in (change.before, change.after))
        lines.append(f"{word(change.finding)} if {harmless(change.path)} were {after} instead of {before}")
    return "\n".join(lines)


def _shown(value: object, change: Change) -> str:
    made = to_json(value, change.type)
    return "missing" if isinstance(made, Missing) else plain(made)


def _json(checked: Checked, changes: Sequence[Change]) -> str:
    listed = []
    for change in changes:
        before, after = (to_json(value, change.type) for value in (change.before, change.after))
        known = {} if isinstance(before, Missing) else {"before": before}
        listed.append({"path": change.path, **known, "after": after, "verdict": str(change.finding)})
    document = {
        "case": checked.name,
        "verdict": str(checked.verdict.finding),
        "as_of": checked.as_of,
        "ruleset": {"id": checked.verdict.ruleset.id, "version": str(checked.verdict.ruleset.version)},
        "changes": listed,
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
