"""`xreason test`: the cases that rulesets carry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import click

from xreason.app.cli.command import Command, format_option, output_option, path_option
from xreason.app.cli.exits import Exit
from xreason.app.cli.terminal import counted, deliver
from xreason.app.harmless import harmless
from xreason.app.render.junit import Suite, TestCase
from xreason.app.render.junit import report as junit_report
from xreason.app.rulesets import discover, find
from xreason.reasoning.case_report import CaseReport, CaseResult, Coverage, run_cases

EXAMPLES = (
    ("All rulesets below this folder", "xreason test"),
    ("One ruleset, listing what its cases do not reach", "xreason test rules/kyc.yaml --uncovered"),
    (
        "For a CI server, at least 90 % of the branches",
        "xreason test --format junit --output cases.xml --fail-under 90",
    ),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    exits={
        Exit.CLEAN: "every case has the outcomes it expects",
        Exit.FINDINGS: "a case failed, or too little is covered",
    },
)
@click.argument("rulesets", nargs=-1, metavar="[RULESET]...")
@format_option("text", "json", "junit")
@output_option
@click.option(
    "--uncovered", is_flag=True, help="List the rules, exemptions and branches that no case reaches."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    default=0.0,
    metavar="PERCENT",
    help="Fail when fewer of the branches are reached.",
)
@path_option
def command(
    rulesets: tuple[str, ...],
    format_: str,
    output: str | None,
    uncovered: bool,
    fail_under: float,
    search_path: tuple[str, ...],
) -> int:
    """Run the cases of rulesets and measure their coverage.

    RULESET is a file, a folder or the name of a pack; without one, all rulesets below the current
    folder are tested. A branch is an outcome that a rule can have; coverage says which rules,
    exemptions and branches the cases reach.
    """
    reports = [run_cases(find(name, search_path)) for name in discover(rulesets)]
    renderings = {"json": _json, "junit": _junit}
    text = _text(reports, uncovered=uncovered) if format_ == "text" else renderings[format_](reports)
    deliver(text, output)
    passed = all(report.passed and percent(report.branches) >= fail_under for report in reports)
    return Exit.CLEAN if passed else Exit.FINDINGS


def percent(coverage: Coverage) -> float:
    """How much is reached, in per cent; nothing to reach counts as all."""
    return 100 * len(coverage.reached) / coverage.total if coverage.total else 100.0


def _parts(report: CaseReport) -> list[tuple[str, Coverage]]:
    return [("rules", report.rules), ("exemptions", report.exemptions), ("branches", report.branches)]


def _text(reports: Sequence[CaseReport], *, uncovered: bool) -> str:
    return "\n".join(line for report in reports for line in _report_lines(report, uncovered=uncovered))


def _report_lines(report: CaseReport, *, uncovered: bool) -> Iterator[str]:
    for result in report.results:
        if not result.passed:
            yield f"{click.style('failed', fg='red', bold=True)} {harmless(_name(report, result))}"
            yield from (f"  {line}" for line in harmless(_story(result)).split("\n"))
    if uncovered:
        for part, coverage in _parts(report):
            yield from (f"not reached, {part}: {harmless(name)}" for name in coverage.missed)
    failed = sum(not result.passed for result in report.results)
    word = (
        click.style("failed", fg="red", bold=True) if failed else click.style("passed", fg="green", bold=True)
    )
    cases = counted(len(report.results), "case") + (f", {failed} failed" if failed else "")
    covered = ", ".join(f"{part} {len(c.reached)}/{c.total}" for part, c in _parts(report))
    yield f"{word}: {harmless(report.ruleset.id)} {report.ruleset.version}: {cases}; reached: {covered}"


def _name(report: CaseReport, result: CaseResult) -> str:
    source = report.ruleset.source
    line, _ = source.position(result.case.at.start)
    return f"{source.name}:{line}: {result.case.name}"


def _story(result: CaseResult) -> str:
    from xreason.kernel.diagnostics import render

    lines = [f"{m.rule or 'verdict'}: expected {m.expected}, found {m.actual}" for m in result.mismatches]
    return "\n".join([*lines, *map(render, result.errors)])


def _json(reports: Sequence[CaseReport]) -> str:
    return json.dumps([_document(report) for report in reports], indent=2, ensure_ascii=False)


def _document(report: CaseReport) -> dict[str, object]:
    return {
        "ruleset": {
            "id": report.ruleset.id,
            "version": str(report.ruleset.version),
            "digest": report.ruleset.digest,
            "file": report.ruleset.source.name,
        },
        "passed": report.passed,
        "cases": [
            {
                "name": result.case.name,
                "passed": result.passed,
                "mismatches": [
                    {"rule": m.rule, "expected": m.expected, "actual": m.actual} for m in result.mismatches
                ],
                "errors": [{"code": d.code, "message": d.message, "place": d.place} for d in result.errors],
            }
            for result in report.results
        ],
        "coverage": {
            part: {"reached": len(c.reached), "total": c.total, "missed": list(c.missed)}
            for part, c in _parts(report)
        },
    }


def _junit(reports: Sequence[CaseReport]) -> str:
    return junit_report(
        Suite(
            f"{one.ruleset.id} {one.ruleset.version}",
            [_test_case(one, result) for result in one.results],
            {f"coverage.{part}": f"{len(c.reached)}/{c.total}" for part, c in _parts(one)},
        )
        for one in reports
    )


def _test_case(report: CaseReport, result: CaseResult) -> TestCase:
    story = _story(result)
    if result.passed:
        return TestCase(report.ruleset.id, result.case.name)
    if result.errors:
        return TestCase(report.ruleset.id, result.case.name, "error", "error", "cannot be judged", story)
    return TestCase(report.ruleset.id, result.case.name, "failure", "mismatch", story.split("\n")[0], story)
