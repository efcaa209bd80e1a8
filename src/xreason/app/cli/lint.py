"""`xreason lint`: mistakes in rulesets, and what works but is likely not meant."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from xreason.app.cli.command import Command, format_option, output_option, path_option
from xreason.app.cli.exits import Exit, exit_for
from xreason.app.cli.terminal import counted, deliver, shown_diagnostic, wants_colour
from xreason.app.render.sarif import location, log
from xreason.app.rulesets import discover, find
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Severity
from xreason.rulesets.linter import lint

EXAMPLES = (
    ("All rulesets below this folder", "xreason lint"),
    ("For code scanning", "xreason lint rules --format sarif --output lint.sarif"),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    exits={
        Exit.CLEAN: "nothing to say",
        Exit.FINDINGS: "warnings",
        Exit.INVALID: "usage error, or a ruleset with errors",
    },
)
@click.argument("rulesets", nargs=-1, metavar="[RULESET]...")
@format_option("text", "json", "sarif")
@output_option
@path_option
def command(rulesets: tuple[str, ...], format_: str, output: str | None, search_path: tuple[str, ...]) -> int:
    """Find mistakes and weak places in rulesets.

    RULESET is a file, a folder or the name of a pack; without one, all rulesets below the current
    folder are read. Errors keep a ruleset from being used; warnings point at what is unused,
    unreachable, without a citation, without a case, or leaves a gap in time.
    """
    names = discover(rulesets)
    found = [diagnostic for name in names for diagnostic in _findings(name, search_path)]
    rendering = {"text": _text, "json": _json, "sarif": _sarif}[format_]
    text = rendering(found)
    if format_ == "text":
        text = "\n\n".join(part for part in (text, _summary(found, len(names))) if part)
    deliver(text, output)
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        return exit_for(found)
    return Exit.FINDINGS if found else Exit.CLEAN


def _findings(name: str, search_path: Sequence[str]) -> Sequence[Diagnostic]:
    try:
        return lint(find(name, search_path))
    except DiagnosticError as error:
        return error.diagnostics


def _text(found: Sequence[Diagnostic]) -> str:
    coloured = wants_colour(sys.stdout)
    return "\n\n".join(shown_diagnostic(diagnostic, coloured=coloured) for diagnostic in found)


def _summary(found: Sequence[Diagnostic], rulesets: int) -> str:
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found)
    warnings = len(found) - errors
    parts = [counted(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    word = (
        click.style("findings", fg="yellow", bold=True)
        if found
        else click.style("clean", fg="green", bold=True)
    )
    return f"{word}: {counted(rulesets, 'ruleset')}{': ' if parts else ''}{', '.join(parts)}"


def _json(found: Sequence[Diagnostic]) -> str:
    return json.dumps([_document(diagnostic) for diagnostic in found], indent=2, ensure_ascii=False)


def _document(diagnostic: Diagnostic) -> dict[str, object]:
    document: dict[str, object] = {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "file": diagnostic.source.name if diagnostic.source else None,
    }
    return {**document, **(_region(diagnostic) or {})}


def _region(diagnostic: Diagnostic) -> dict[str, int] | None:
    """Lines and columns from 1; the end is past the last character, as SARIF counts."""
    if diagnostic.source is None or diagnostic.span is None:
        return None
    line, column = diagnostic.source.position(diagnostic.span.start)
    end_line, end_column = diagnostic.source.position(diagnostic.span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _sarif(found: Sequence[Diagnostic]) -> str:
    codes = list(dict.fromkeys(diagnostic.code for diagnostic in found))
    rules = [{"id": code, "shortDescription": {"text": code}} for code in codes]
    results = []
    for diagnostic in found:
        hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
        result: dict[str, object] = {
            "ruleId": diagnostic.code,
            "ruleIndex": codes.index(diagnostic.code),
            "level": str(diagnostic.severity),
            "message": {"text": diagnostic.message + hint},
        }
        if diagnostic.source is not None:
            result["locations"] = [location(diagnostic.source.name, _region(diagnostic))]
        results.append(result)
    return log(rules, results)
