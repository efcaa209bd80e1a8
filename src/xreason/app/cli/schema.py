"""`xreason schema`: JSON Schemas for editors and other programs."""

from __future__ import annotations

import json

import click

from xreason.app.cli.command import Command, complete_ruleset, output_option, path_option
from xreason.app.cli.exits import Exit
from xreason.app.cli.terminal import deliver
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError

EXAMPLES = (
    ("Completion and checking while writing rules", "xreason schema ruleset --output ruleset.schema.json"),
    ("What a verdict document holds", "xreason schema verdict"),
    ("The facts that a pack takes", "xreason schema facts eu/gdpr"),
)


@click.command(cls=Command, examples=EXAMPLES, exits={Exit.FINDINGS: ""})
@click.argument("kind", type=click.Choice(["ruleset", "verdict", "facts"]), default="ruleset")
@click.argument("ruleset", required=False, metavar="[RULESET]", shell_complete=complete_ruleset)
@output_option
@path_option
def command(kind: str, ruleset: str | None, output: str | None, search_path: tuple[str, ...]) -> int:
    """Print a JSON Schema: of rulesets, verdicts or facts.

    `facts` needs a RULESET, a file or the name of a pack: the schema is of the facts documents
    that this ruleset takes.
    """
    if (kind == "facts") != (ruleset is not None):
        message = "`schema facts` needs a ruleset" if kind == "facts" else f"`schema {kind}` takes no ruleset"
        hint = "for example: xreason schema facts eu/gdpr"
        raise DiagnosticError([Diagnostic("cli.usage", message, hint=hint)])
    deliver(json.dumps(_schema(kind, ruleset, search_path), indent=2, ensure_ascii=False), output)
    return Exit.CLEAN


def _schema(kind: str, ruleset: str | None, search_path: tuple[str, ...]) -> dict[str, object]:
    if ruleset is not None:
        from xreason.app.fact_schema import fact_schema
        from xreason.app.rulesets import find

        return fact_schema(find(ruleset, search_path))
    if kind == "verdict":
        from xreason.reasoning.verdict_document import schema as verdict_schema

        return verdict_schema()
    from xreason.rulesets.schema import schema as ruleset_schema

    return ruleset_schema()
