"""The verdict document: one JSON value, the same bytes for the same judgement.

`schema` below is published as `docs/schemas/verdict.schema.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xreason.cel.values import MISSING, Date, Timestamp, format_date, format_timestamp
from xreason.kernel.canonical import digest
from xreason.reasoning.jsonable import JsonValue, to_json
from xreason.reasoning.outcomes import Finding, Outcome
from xreason.reasoning.proof import Proof
from xreason.reasoning.prover import prove
from xreason.reasoning.render import proof_document
from xreason.reasoning.verdict import RuleOutcome, Verdict
from xreason.rulesets.facts import Facts
from xreason.rulesets.model import Exemption, Rule

SCHEMA = "xreason.verdict/1"

ENGINE_VERSION = "0.1.0"
"""Part of the document: another engine may reason differently."""

Wanted = Callable[[RuleOutcome], bool]


def document(verdict: Verdict, proofs: Wanted | None = None) -> dict[str, object]:
    """The verdict as JSON-ready data, with the digest over its canonical form (RFC 8785, SHA-256).

    Args:
        verdict: the judgement.
        proofs: says which rules' proofs to include; none by default.

    Returns:
        Keys as `docs/schemas/verdict.schema.json` has them; absent details are null or empty.
    """
    ruleset = verdict.ruleset
    body: dict[str, object] = {
        "schema": SCHEMA,
        "verdict": str(verdict.finding),
        "as_of": format_timestamp(verdict.as_of),
        "ruleset": {
            "id": ruleset.id,
            "version": ruleset.version,
            "title": ruleset.title,
            "digest": ruleset.digest,
        },
        "engine": {"name": "xreason", "version": ENGINE_VERSION},
        "facts": list(_facts(verdict)),
        "rules": [_rule(verdict, detail, proofs) for detail in verdict.rules],
    }
    return {**body, "digest": digest(body)}


def _facts(verdict: Verdict) -> Iterable[dict[str, object]]:
    """The known facts that the judged rules may read, in the ruleset's order."""
    used = {slot for index in verdict.indices for slot in verdict.program.layout.rule_facts[index]}
    facts: Facts = verdict.facts
    for slot in sorted(used):
        spec = verdict.ruleset.facts[slot]
        if facts.values[slot] is MISSING:
            continue
        source = facts.provenance_of(spec.path)
        yield {
            "path": spec.path,
            "value": to_json(facts.values[slot], spec.type),
            "provenance": source.document(),
        }


def _rule(verdict: Verdict, detail: RuleOutcome, proofs: Wanted | None) -> dict[str, object]:
    rule: Rule = detail.rule
    entry: dict[str, object] = {
        "id": rule.id,
        "title": rule.title,
        "outcome": str(detail.outcome),
        "missing": list(detail.missing),
        "due": moment_text(detail.due),
        "question": detail.question,
        "exemption": _exemption(detail.exemption),
        "cite": list(rule.cite),
        "severity": rule.severity,
        "remedy": rule.remedy,
    }
    if proofs is not None and proofs(detail):
        proof: Proof = prove(verdict, rule.id)
        entry["proof"] = proof_document(proof)["steps"]
    return entry


def _exemption(exemption: Exemption | None) -> JsonValue:
    if exemption is None:
        return None
    return {"id": exemption.id, "title": exemption.title, "cite": list(exemption.cite)}


def moment_text(due: Timestamp | Date | None) -> str | None:
    """A due time in RFC 3339, a due date in ISO 8601."""
    if due is None:
        return None
    return format_date(due) if isinstance(due, Date) else format_timestamp(due)


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of verdict documents."""
    text = {"type": "string"}
    nullable_text = {"type": ["string", "null"]}
    texts = {"type": "array", "items": text}
    digest_ = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
    provenance = {"type": "object", "required": ["kind"], "properties": {"kind": text}}
    fact = _object({"path": text, "value": {}, "provenance": provenance})
    exemption = {**_object({"id": text, "title": nullable_text, "cite": texts}), "type": ["object", "null"]}
    node = _object(
        {
            "text": text,
            "kind": {"enum": ["fact", "parameter", "definition", "operation", "constant", "element"]},
            "value": {},
            "missing": {"const": True},
            "fact": text,
            "provenance": provenance,
            "since": text,
            "cite": text,
            "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
        },
        required=["text", "kind"],
    )
    names = ["applies", "unless", "require", "forbid", "pending", "review", "definition"]
    step = _object({"name": {"enum": names}, "label": text, "node": {"$ref": "#/$defs/node"}})
    rule = _object(
        {
            "id": text,
            "title": text,
            "outcome": {"enum": [str(outcome) for outcome in Outcome]},
            "missing": texts,
            "due": nullable_text,
            "question": nullable_text,
            "exemption": exemption,
            "cite": texts,
            "severity": {"enum": ["critical", "major", "minor", "info"]},
            "remedy": nullable_text,
            "proof": {"type": "array", "items": step},
        },
        required=["id", "outcome", "missing", "due", "question", "exemption", "cite", "severity", "remedy"],
    )
    body = _object(
        {
            "schema": {"const": SCHEMA},
            "verdict": {"enum": [str(finding) for finding in Finding]},
            "as_of": {"type": "string", "format": "date-time"},
            "ruleset": _object({"id": text, "version": text, "title": text, "digest": digest_}),
            "engine": _object({"name": text, "version": text}),
            "facts": {"type": "array", "items": fact},
            "rules": {"type": "array", "items": rule},
            "digest": digest_,
        }
    )
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://xreason.dev/schemas/verdict-1.json",
        "title": "XReason verdict document",
    }
    return {**about, **body, "$defs": {"node": node}}


def _object(properties: dict[str, object], required: list[str] | None = None) -> dict[str, object]:
    return {
        "type": "object",
        "required": list(properties) if required is None else required,
        "properties": properties,
        "additionalProperties": False,
    }
