"""JUnit XML: a suite per case, a test case per rule, as CI servers read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from xreason.app.render.checked import FINDINGS, Checked, details
from xreason.reasoning.outcomes import Outcome
from xreason.reasoning.prover import prove
from xreason.reasoning.render import proof_text
from xreason.reasoning.verdict import RuleOutcome

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class TestCase:
    """One line of a report.

    Args:
        classname: what it belongs to.
        name: its name there.
        result: `passed`, or the element that says why not.
        type: the sort of failure.
        message: one line about it.
        text: the whole story.
    """

    classname: str
    name: str
    result: Literal["passed", "failure", "error", "skipped"] = "passed"
    type: str = ""
    message: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Test cases under one name, with properties."""

    name: str
    cases: Sequence[TestCase]
    properties: Mapping[str, str]


def render(checked: Sequence[Checked]) -> str:
    """Violated, undetermined and reviewed rules fail; those that do not apply are skipped."""
    return report(_suite(case) for case in checked)


def report(suites: Iterable[Suite]) -> str:
    """The XML of these suites."""
    listed = list(suites)
    cases = [case for suite in listed for case in suite.cases]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="xreason" {_totals(cases)}>',
        *(line for suite in listed for line in _suite_lines(suite)),
        "</testsuites>",
    ]
    return "\n".join(lines)


def _suite(case: Checked) -> Suite:
    ruleset = case.verdict.ruleset
    properties = {
        "verdict": str(case.verdict.finding),
        "as_of": case.as_of,
        "ruleset": ruleset.id,
        "ruleset.version": str(ruleset.version),
        "ruleset.digest": ruleset.digest,
    }
    return Suite(case.name, [_test_case(case, rule) for rule in case.verdict.rules], properties)


def _test_case(case: Checked, rule: RuleOutcome) -> TestCase:
    story = [f"{rule.id}: {rule.rule.title}", *(f"{label}: {text}" for label, text in details(rule))]
    if case.wants_proof(rule):
        story += ["", proof_text(prove(case.verdict, rule.id))]
    if rule.outcome in FINDINGS:
        message = f"{rule.outcome}: {rule.rule.title or rule.id}"
        return TestCase(case.verdict.ruleset.id, rule.id, "failure", rule.outcome, message, "\n".join(story))
    if rule.outcome in (Outcome.NOT_APPLICABLE, Outcome.EXEMPT):
        return TestCase(case.verdict.ruleset.id, rule.id, "skipped", message=rule.outcome)
    return TestCase(case.verdict.ruleset.id, rule.id)


def _totals(cases: Sequence[TestCase]) -> str:
    def number(result: str) -> int:
        return sum(case.result == result for case in cases)

    return (
        f'tests="{len(cases)}" failures="{number("failure")}" '
        f'errors="{number("error")}" skipped="{number("skipped")}"'
    )


def _suite_lines(suite: Suite) -> Iterable[str]:
    yield f"  <testsuite name={_attribute(suite.name)} {_totals(suite.cases)}>"
    if suite.properties:
        yield "    <properties>"
        for name, value in suite.properties.items():
            yield f"      <property name={_attribute(name)} value={_attribute(value)}/>"
        yield "    </properties>"
    for case in suite.cases:
        start = f"    <testcase classname={_attribute(case.classname)} name={_attribute(case.name)}"
        if case.result == "passed":
            yield f"{start}/>"
            continue
        type_ = f" type={_attribute(case.type)}" if case.type else ""
        body = f">{escape(_xml(case.text))}</{case.result}>" if case.text else "/>"
        yield f"{start}><{case.result} message={_attribute(case.message)}{type_}{body}</testcase>"
    yield "  </testsuite>"


def _xml(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("�", text)


def _attribute(text: str) -> str:
    return quoteattr(_xml(text), {"\n": "&#10;", "\t": "&#9;"})
