"""The JSON Schema of the facts documents that a ruleset takes."""

from __future__ import annotations

from decimal import Decimal

from xreason.cel.types import Kind
from xreason.cel.values import Date, Duration, Timestamp
from xreason.rulesets.model import FactSpec, Ruleset
from xreason.rulesets.provenance import KINDS
from xreason.rulesets.shapes import Shape

JsonSchema = dict[str, object]

DATE = r"^\d{4}-\d{2}-\d{2}$"
DURATION = r"^[-+]?(P.+|(\d+(\.\d+)?(h|m|s|ms|us|ns))+)$"
DECIMAL = r"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$"


def fact_schema(ruleset: Ruleset) -> JsonSchema:
    """JSON Schema (2020-12) of facts documents, and of cases with `as_of` and `provenance`.

    It is as strict as the reader in names and types; `check` remains the judge of values.
    """
    root: JsonSchema = _group(f"Facts for {ruleset.title}")
    for spec in ruleset.facts:
        *groups, name = spec.path.split(".")
        level = _properties(root)
        for group in groups:
            inner = level.setdefault(group, _group(None))
            assert isinstance(inner, dict)
            level = _properties(inner)
        level[name] = _fact(spec)
    case: JsonSchema = {
        "type": "object",
        "required": ["facts"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string"},
            "as_of": {
                "type": "string",
                "description": "Moment of judgement: a date or an RFC 3339 timestamp.",
            },
            "facts": {"$ref": "#/$defs/facts"},
            "provenance": {"type": "object", "additionalProperties": _provenance()},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:xreason:facts:{ruleset.id}:{ruleset.version}",
        "title": f"Facts for {ruleset.title} ({ruleset.id} {ruleset.version})",
        "anyOf": [{"$ref": "#/$defs/facts"}, {"$ref": "#/$defs/case"}],
        "$defs": {"facts": root, "case": case},
    }


def _group(title: str | None) -> JsonSchema:
    about: JsonSchema = {"title": title} if title else {}
    return {**about, "type": "object", "additionalProperties": False, "properties": {}}


def _properties(schema: JsonSchema) -> JsonSchema:
    properties = schema["properties"]
    assert isinstance(properties, dict)
    return properties


def _provenance() -> JsonSchema:
    kinds: JsonSchema = {"enum": list(KINDS)}
    full: JsonSchema = {"type": "object", "required": ["kind"], "properties": {"kind": kinds}}
    return {"anyOf": [kinds, full]}


def _fact(spec: FactSpec) -> JsonSchema:
    return _shape(spec.shape)


def _shape(shape: Shape) -> JsonSchema:
    schema = _value(shape)
    texts = {"title": shape.ask, "description": shape.description}
    about: JsonSchema = {key: text for key, text in texts.items() if text}
    if shape.unit:
        about["x-unit"] = shape.unit
    if shape.nullable:
        return {**about, "anyOf": [schema, {"type": "null"}]}
    return {**about, **schema}


def _value(shape: Shape) -> JsonSchema:
    match shape.kind:
        case Kind.BOOL:
            return {"type": "boolean"}
        case Kind.INT:
            return {"type": "integer", **_bounds(shape, "minimum", "maximum")}
        case Kind.DECIMAL:
            number: JsonSchema = {"type": "number", **_bounds(shape, "minimum", "maximum")}
            return {"anyOf": [number, {"type": "string", "pattern": DECIMAL}]}
        case Kind.DATE:
            return {"type": "string", "format": "date", "pattern": DATE}
        case Kind.TIMESTAMP:
            return {"type": "string", "format": "date-time"}
        case Kind.DURATION:
            return {"type": "string", "pattern": DURATION}
        case Kind.ENUM:
            return {"enum": list(shape.plain.values)}
        case Kind.LIST if shape.of is not None:
            return {"type": "array", "items": _shape(shape.of), **_bounds(shape, "minItems", "maxItems")}
        case Kind.RECORD:
            fields: JsonSchema = {name: _shape(field) for name, field in shape.fields}
            return {"type": "object", "additionalProperties": False, "properties": fields}
        case Kind.STRING:
            return {"type": "string"}
    return {}


def _bounds(shape: Shape, least: str, most: str) -> JsonSchema:
    bounds = {least: _number(shape.minimum), most: _number(shape.maximum)}
    return {key: bound for key, bound in bounds.items() if bound is not None}


def _number(bound: object) -> int | float | None:
    """A bound as a JSON number; decimals that a float cannot hold exactly are left to the reader."""
    if isinstance(bound, Timestamp | Date | Duration):
        return None
    if isinstance(bound, Decimal):
        return float(bound) if Decimal(float(bound)) == bound else None
    return bound if isinstance(bound, int) else None
