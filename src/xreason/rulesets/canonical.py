"""The canonical form of a ruleset: what its document says, whatever its layout.

Comments, the order of keys, quoting, short and long forms of types make no difference to it; the
digest of a ruleset is taken over it. Rules, exemptions and cases keep their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import (
    MISSING,
    Calendar,
    Date,
    describe_duration,
    format_date,
    format_decimal,
    format_timestamp,
)
from xreason.kernel.canonical import LARGEST_INTEGER
from xreason.rulesets.calendars import WEEKDAYS
from xreason.rulesets.model import Case, Definition, Expression, FactSpec, Parameter, Rule, Ruleset, Shape

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


def canonical_form(ruleset: Ruleset) -> dict[str, Json]:
    """The content of a ruleset's own document as JSON-ready data; absent keys are left out."""
    own = ruleset.own
    return _known(
        {
            "xreason": 1,
            "id": ruleset.id,
            "version": ruleset.version,
            "title": ruleset.title,
            "description": ruleset.description,
            "jurisdiction": ruleset.jurisdiction,
            "effective": _period((ruleset.effective_since, ruleset.effective_until)),
            "sources": {
                key: _known({"title": source.title, "url": source.url, "note": source.note})
                for key, source in ruleset.sources.items()
            },
            "imports": {imported.id: imported.range for imported in ruleset.imports},
            "calendars": {
                name: _calendar(calendar)
                for name, calendar in ruleset.calendars.items()
                if name in own.calendars
            },
            "facts": {spec.path: _fact(spec) for spec in ruleset.facts if spec.path in own.facts},
            "parameters": {p.name: _parameter(p) for p in ruleset.parameters if p.name in own.parameters},
            "definitions": {d.name: _definition(d) for d in ruleset.definitions if d.name in own.definitions},
            "rules": [_rule(rule) for rule in ruleset.rules],
            "cases": [_case(case, ruleset.facts) for case in ruleset.cases],
        }
    )


def written(value: object, type_: Type) -> Json:
    """A run-time value as a document would write it; equal values are written alike.

    >>> from xreason.cel.types import DECIMAL
    >>> written(Decimal("1.50"), DECIMAL)
    '1.5'
    """
    type_ = non_null(type_)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, int):
        return _written_int(value, type_.kind)
    if isinstance(value, list):
        return [written(item, type_.args[0]) for item in value]
    assert isinstance(value, tuple)
    pairs = zip(type_.fields, value, strict=True)
    return {name: written(item, inner) for (name, inner), item in pairs if item is not MISSING}


def _written_int(value: int, kind: Kind) -> Json:
    match kind:
        case Kind.DATE:
            return format_date(value)
        case Kind.TIMESTAMP:
            return format_timestamp(value)
        case Kind.DURATION:
            return describe_duration(value)
    return int(value) if abs(value) <= LARGEST_INTEGER else str(int(value))


def _known(entries: Mapping[str, Json]) -> dict[str, Json]:
    """Entries that say something."""
    return {key: value for key, value in entries.items() if value is not None and value not in ("", [], {})}


def _texts(texts: Iterable[str]) -> Json:
    return list(texts)


def _text(expression: Expression | None) -> Json:
    return expression.text.strip() if expression is not None else None


def _period(period: tuple[Date | None, Date | None]) -> Json:
    since, until = period
    return _known(
        {
            "from": format_date(since) if since is not None else None,
            "until": format_date(until) if until is not None else None,
        }
    )


def _calendar(calendar: Calendar) -> Json:
    return {
        "weekend": [WEEKDAYS[day] for day in sorted(calendar.weekend)],
        "holidays": [format_date(day) for day in sorted(calendar.holidays)],
    }


def _shape(shape: Shape) -> dict[str, Json]:
    bound = Type(Kind.INT) if shape.kind is Kind.LIST else shape.plain
    return _known(
        {
            "type": shape.kind.name.lower(),
            "enum": list(shape.plain.values),
            "of": _shape(shape.of) if shape.of is not None else None,
            # A record's fields are in order: values are tuples.
            "fields": [[name, _shape(field)] for name, field in shape.fields],
            "nullable": shape.nullable or None,
            "min": written(shape.minimum, bound),
            "max": written(shape.maximum, bound),
            "unit": shape.unit,
            "ask": shape.ask,
            "description": shape.description,
        }
    )


def _fact(spec: FactSpec) -> Json:
    return {**_shape(spec.shape), **({"fixed": True} if spec.fixed else {})}


def _parameter(parameter: Parameter) -> Json:
    values: list[Json] = []
    for value in parameter.values:
        period = _period((value.since, value.until))
        assert isinstance(period, dict)
        written_value = written(value.value, parameter.type)
        values.append({**period, "value": written_value, **_known({"cite": _texts(value.cite)})})
    return {"type": _shape(parameter.shape), "values": values}


def _definition(definition: Definition) -> Json:
    exceptions: list[Json] = [
        _known({"when": _text(e.when), "value": _text(e.value), "cite": _texts(e.cite)})
        for e in definition.unless
    ]
    return _known(
        {
            "type": str(definition.type),
            "value": _text(definition.value),
            "unless": exceptions,
            "cite": _texts(definition.cite),
            "description": definition.description,
        }
    )


def _rule(rule: Rule) -> Json:
    exemptions: list[Json] = [
        _known({"id": e.id, "title": e.title, "when": _text(e.when), "cite": _texts(e.cite)})
        for e in rule.unless
    ]
    pending = review = None
    if rule.pending is not None:
        pending = _known({"when": _text(rule.pending.when), "due": _text(rule.pending.due)})
    if rule.review is not None:
        question, cite = rule.review.question, _texts(rule.review.cite)
        review = _known({"when": _text(rule.review.when), "question": question, "cite": cite})
    return _known(
        {
            "id": rule.id,
            "title": rule.title,
            "kind": rule.kind,
            "cite": _texts(rule.cite),
            "severity": rule.severity,
            "applies": _text(rule.applies),
            "unless": exemptions,
            "require": _text(rule.require),
            "forbid": _text(rule.forbid),
            "pending": pending,
            "review": review,
            "remedy": rule.remedy,
            "effective": _period(rule.effective),
            "verified": rule.verified,
            "note": rule.note,
            "addressee": rule.addressee,
            "tags": _texts(rule.tags),
        }
    )


def _case(case: Case, specs: tuple[FactSpec, ...]) -> Json:
    facts: dict[str, Json] = {
        spec.path: written(value, spec.type)
        for spec, value in zip(specs, case.facts.values, strict=True)
        if value is not MISSING
    }
    provenance: dict[str, Json] = {
        path: dict(origin.document()) for path, origin in case.facts.provenance.items()
    }
    return _known(
        {
            "name": case.name,
            "as_of": format_timestamp(case.as_of),
            "facts": facts,
            "provenance": provenance,
            "expect": dict(case.expect),
            "verdict": case.verdict,
            "missing": {rule: list(paths) for rule, paths in case.missing.items()},
            "note": case.note,
        }
    )
