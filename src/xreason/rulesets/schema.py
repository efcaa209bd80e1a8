"""The JSON Schema of ruleset documents, for editors; published as `docs/schemas/ruleset.schema.json`.

It is as strict as the loader about keys and kinds of values, and made from the loader's own lists
of keys. What a schema cannot say (names, types of expressions, versions that go together) is left
to `load`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from xreason.rulesets.calendars import CALENDAR_KEYS, FULL_NAMES, WEEKDAYS
from xreason.rulesets.cases import CASE_KEYS, OUTCOMES, VERDICTS
from xreason.rulesets.citations import SOURCE_KEYS
from xreason.rulesets.definitions import DEFINITION_KEYS, EXCEPTION_KEYS
from xreason.rulesets.loader import ID_PATTERN, KEYS, LANGUAGE
from xreason.rulesets.parameters import STATED_KEYS, VALUE_KEYS
from xreason.rulesets.rules import (
    EXEMPTION_KEYS,
    GRAVITIES,
    KINDS,
    PENDING_KEYS,
    REVIEW_KEYS,
    RULE_KEYS,
    VERIFIED,
)
from xreason.rulesets.schema_types import ATOMS, FACT_KEYS, TYPE_KEYS, TYPE_NAMES

JsonSchema: TypeAlias = dict[str, object]

ID = "https://xreason.dev/schemas/ruleset-1.json"

_NAME = "^[A-Za-z][A-Za-z0-9_]*$"
_RULE_ID = "^[A-Za-z0-9][A-Za-z0-9._()-]*$"
_TEXT: JsonSchema = {"type": ["string", "number", "boolean"]}
_WORD: JsonSchema = {"type": "string", "minLength": 1}
_FLAG: JsonSchema = {"type": "boolean"}


def schema() -> JsonSchema:
    """The JSON Schema (2020-12) of ruleset documents.

    >>> schema()["title"]
    'XReason ruleset'
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "XReason ruleset",
        **_object(KEYS, _root(), ("xreason", "id", "version", "title")),
        "$defs": {
            "expression": _described("CEL over facts, parameters, definitions and `as_of`.", _TEXT),
            "cite": _one_or_more(_described("`source#place`; declare the source under `sources`.", _WORD)),
            "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "period": _object(("from", "until"), {"from": _ref("date"), "until": _ref("date")}),
            **_types(),
            "calendar": _calendar(),
            "parameter": _parameter(),
            "parameterValue": _parameter_value(),
            "definition": _definition(),
            "exception": _exception(),
            "rule": _rule(),
            "exemption": _exemption(),
            "case": _case(),
        },
    }


def _ref(name: str) -> JsonSchema:
    return {"$ref": f"#/$defs/{name}"}


def _described(description: str, inner: JsonSchema) -> JsonSchema:
    return {"description": description, **inner}


def _one_or_more(inner: JsonSchema) -> JsonSchema:
    return {"anyOf": [inner, {"type": "array", "items": inner}]}


def _list(inner: JsonSchema) -> JsonSchema:
    return {"type": ["array", "null"], "items": inner}


def _map(inner: JsonSchema, names: str | None = None) -> JsonSchema:
    about: JsonSchema = {"propertyNames": {"pattern": names}} if names else {}
    return {"type": ["object", "null"], **about, "additionalProperties": inner}


def _object(
    keys: Iterable[str], properties: Mapping[str, JsonSchema], required: Iterable[str] = ()
) -> JsonSchema:
    """A mapping with just these keys."""
    needed = list(required)
    about: JsonSchema = {"required": needed} if needed else {}
    described = {key: properties[key] for key in keys}
    return {"type": "object", **about, "properties": described, "additionalProperties": False}


def _root() -> dict[str, JsonSchema]:
    version: JsonSchema = {"type": "string", "pattern": r"^\d+\.\d+\.\d+([-+].+)?$"}
    source = _object(
        SOURCE_KEYS,
        {"title": _TEXT, "url": {"type": "string", "pattern": "^https?://"}, "note": _TEXT},
        ("title",),
    )
    return {
        "xreason": _described("Version of the document language.", {"const": LANGUAGE}),
        "id": _described("Namespace and name.", {"type": "string", "pattern": f"^{ID_PATTERN}$"}),
        "version": _described("Semantic version.", version),
        "title": _described("Its name for people.", _TEXT),
        "description": _described("What it covers.", _TEXT),
        "jurisdiction": _described("Where it holds.", _TEXT),
        "effective": _described("First and last day in force.", _ref("period")),
        "sources": _described("Texts that citations point into, by key.", _map(source)),
        "imports": _described("Ranges of versions of other rulesets, by id.", _map(_TEXT)),
        "calendars": _described("Holiday calendars by name.", _map(_ref("calendar"))),
        "facts": _described("Types of facts, in groups.", _map(_ref("fact"), _NAME)),
        "parameters": _described("Figures that change with time.", _map(_ref("parameter"), _NAME)),
        "definitions": _described("Derived facts.", _map(_ref("definition"), _NAME)),
        "rules": _described("The norms.", _list(_ref("rule"))),
        "cases": _described("Worked examples; `xreason test` judges them.", _list(_ref("case"))),
    }


def _types() -> dict[str, JsonSchema]:
    """Types of values, and facts: a type, or a group of facts."""
    atoms: JsonSchema = {"enum": list(ATOMS)}
    stated: JsonSchema = {"anyOf": [{"required": ["type"]}, {"required": ["enum"]}]}

    def either(long: JsonSchema, otherwise: JsonSchema) -> JsonSchema:
        mapping: JsonSchema = {"if": stated, "then": long, "else": otherwise}
        return {"if": {"type": "object"}, "then": mapping, "else": atoms}

    group = {**_map(_ref("fact"), _NAME), "type": "object", "minProperties": 1}
    record = {**_map(_ref("type"), _NAME), "type": "object", "minProperties": 1}
    return {
        "fact": either(_ref("factType"), group),
        "factType": _object(FACT_KEYS, _type_properties()),
        "type": either(_object(TYPE_KEYS, _type_properties()), record),
        "record": record,
    }


def _type_properties() -> dict[str, JsonSchema]:
    bound: JsonSchema = {"type": ["number", "string"]}
    return {
        "type": {"enum": list(TYPE_NAMES)},
        "enum": _described("The texts allowed.", {"type": "array", "items": _WORD, "minItems": 1}),
        "of": _described("What a list's items are.", _ref("type")),
        "fields": _described("A record's fields.", _ref("record")),
        "nullable": _described("null, known to be absent, is allowed.", _FLAG),
        "min": _described("Least value, or least number of items.", bound),
        "max": _described("Greatest value, or greatest number of items.", bound),
        "unit": _described("What is counted.", _TEXT),
        "ask": _described("The question to a person.", _TEXT),
        "description": _described("What it means.", _TEXT),
        "fixed": _described("A counterfactual may not change it.", _FLAG),
    }


def _calendar() -> JsonSchema:
    day: JsonSchema = {"enum": [*WEEKDAYS, *FULL_NAMES]}
    properties: dict[str, JsonSchema] = {
        "weekend": {"type": "array", "items": day, "maxItems": 6},
        "holidays": {"type": "array", "items": _ref("date")},
    }
    return _object(CALENDAR_KEYS, properties)


def _parameter() -> JsonSchema:
    values = {"type": "array", "items": _ref("parameterValue"), "minItems": 1}
    stated = _object(STATED_KEYS, {**_type_properties(), "values": values}, ("values",))
    one: JsonSchema = {"if": {"required": ["value"]}, "then": _ref("parameterValue"), "else": stated}
    return {"if": {"type": "array"}, "then": values, "else": one}


def _parameter_value() -> JsonSchema:
    properties: dict[str, JsonSchema] = {
        "from": _described("First day on which it holds.", _ref("date")),
        "until": _described("Last day; otherwise the one before the next value.", _ref("date")),
        "value": {},
        "cite": _ref("cite"),
    }
    return _object(VALUE_KEYS, properties, ("value",))


def _definition() -> JsonSchema:
    properties: dict[str, JsonSchema] = {
        **_type_properties(),
        "value": _ref("expression"),
        "unless": _described("Exceptions; those that apply must agree.", _list(_ref("exception"))),
        "cite": _ref("cite"),
    }
    long = _object(DEFINITION_KEYS, properties, ("value",))
    return {"if": {"type": "object"}, "then": long, "else": _ref("expression")}


def _exception() -> JsonSchema:
    properties = {"when": _ref("expression"), "value": _ref("expression"), "cite": _ref("cite")}
    return _object(EXCEPTION_KEYS, properties, ("when", "value"))


def _rule() -> JsonSchema:
    expression = _ref("expression")
    pending = _object(PENDING_KEYS, {"when": expression, "due": expression})
    review = _object(
        REVIEW_KEYS, {"when": expression, "question": _TEXT, "cite": _ref("cite")}, ("question",)
    )
    exemptions: JsonSchema = {"type": "array", "items": _ref("exemption")}
    properties: dict[str, JsonSchema] = {
        "id": {"type": "string", "pattern": _RULE_ID},
        "title": _described("What it demands, for people.", _TEXT),
        "kind": {"enum": list(KINDS)},
        "cite": _ref("cite"),
        "severity": {"enum": list(GRAVITIES)},
        "applies": _described("Whom it concerns; by default everyone.", expression),
        "unless": _described("Exemptions.", {"anyOf": [_ref("expression"), exemptions]}),
        "require": _described("What must be so.", expression),
        "forbid": _described("What must not be so.", expression),
        "pending": _described("The deadline that may still run.", {**pending, "minProperties": 1}),
        "review": _described("What a person must judge.", review),
        "remedy": _described("What to do about a violation.", _TEXT),
        "effective": _ref("period"),
        "verified": _described(
            "Whether its figures were checked against the text.", {"enum": list(VERIFIED)}
        ),
        "note": _TEXT,
        "addressee": _described("On whom it is binding.", _TEXT),
        "tags": _one_or_more(_TEXT),
    }
    both: JsonSchema = {"not": {"required": ["require", "forbid"]}}
    return {**_object(RULE_KEYS, properties, ("id",)), **both}


def _exemption() -> JsonSchema:
    properties = {"id": _TEXT, "title": _TEXT, "when": _ref("expression"), "cite": _ref("cite")}
    long = _object(EXEMPTION_KEYS, properties, ("when",))
    return {"if": {"type": "object"}, "then": long, "else": _ref("expression")}


def _case() -> JsonSchema:
    properties: dict[str, JsonSchema] = {
        "name": _TEXT,
        "as_of": _described("Moment of judgement: a date or an RFC 3339 timestamp.", {"type": "string"}),
        "facts": {"type": ["object", "null"]},
        "provenance": _described("Where facts came from, by path.", {"type": ["object", "null"]}),
        "expect": _described("Outcome by rule id.", _map({"enum": list(OUTCOMES)})),
        "verdict": {"enum": list(VERDICTS)},
        "missing": _described("Missing facts by rule id.", _map(_one_or_more(_WORD))),
        "note": _TEXT,
    }
    return _object(CASE_KEYS, properties, ("name", "as_of"))
