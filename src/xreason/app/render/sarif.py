"""SARIF 2.1.0, for code scanning services and editors.

Source: OASIS Static Analysis Results Interchange Format (SARIF) Version 2.1.0. A result whose
`kind` is not `fail` has the level `none` (§3.27.9, §3.27.10).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from xreason.app.render.checked import Checked, details
from xreason.reasoning.outcomes import Outcome
from xreason.reasoning.verdict import RuleOutcome
from xreason.reasoning.verdict_document import ENGINE_VERSION, moment_text
from xreason.rulesets.model import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

KINDS = {
    Outcome.VIOLATED: "fail",
    Outcome.UNDETERMINED: "open",
    Outcome.REVIEW: "review",
    Outcome.PENDING: "informational",
    Outcome.SATISFIED: "pass",
    Outcome.EXEMPT: "pass",
    Outcome.NOT_APPLICABLE: "notApplicable",
}
LEVELS = {"critical": "error", "major": "error", "minor": "warning", "info": "note"}


def render(checked: Sequence[Checked]) -> str:
    """One run; a result for each rule that needs attention, located at the case's file."""
    rules = list({rule.id: rule for case in checked for rule in case.verdict.ruleset.rules}.values())
    index = {rule.id: i for i, rule in enumerate(rules)}
    results = [_result(case, rule, index) for case in checked for rule in case.reported()]
    return log([_descriptor(rule) for rule in rules], results)


def log(rules: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]) -> str:
    """A SARIF log with one run of this engine."""
    driver = {"name": "XReason", "version": ENGINE_VERSION, "rules": list(rules)}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": list(results)}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def location(name: str, region: dict[str, int] | None = None) -> dict[str, Any]:
    """A place in a file; a relative path becomes a relative URI reference."""
    from urllib.parse import quote

    uri = quote(name.removeprefix("./"), safe="/")
    physical: dict[str, Any] = {"artifactLocation": {"uri": f"file://{uri}" if uri.startswith("/") else uri}}
    if region is not None:
        physical["region"] = region
    return {"physicalLocation": physical}


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title or rule.id},
        "defaultConfiguration": {"level": LEVELS.get(rule.severity, "warning")},
        "properties": {"cite": list(rule.cite), "kind": rule.kind, "severity": rule.severity},
    }


def _result(case: Checked, rule: RuleOutcome, index: dict[str, int]) -> dict[str, Any]:
    kind = KINDS[rule.outcome]
    notes = [f"{label}: {text}" for label, text in details(rule)]
    properties: dict[str, Any] = {"outcome": str(rule.outcome), "asOf": case.as_of}
    if rule.missing:
        properties["missing"] = list(rule.missing)
    if rule.due is not None:
        properties["due"] = moment_text(rule.due)
    return {
        "ruleId": rule.id,
        "ruleIndex": index[rule.id],
        "kind": kind,
        "level": LEVELS.get(rule.rule.severity, "warning") if kind == "fail" else "none",
        "message": {"text": ". ".join([f"{rule.outcome}: {rule.rule.title or rule.id}", *notes])},
        "locations": [location(case.case.file, {"startLine": case.case.line} if case.case.line else None)],
        "properties": properties,
    }
