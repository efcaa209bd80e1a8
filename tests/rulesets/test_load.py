"""A correct document becomes the ruleset that it describes."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.rulesets.samples import BREACH, loaded, source, with_head
from xreason.cel import types
from xreason.cel.tree import Name
from xreason.cel.types import Kind
from xreason.cel.values import Calendar, Date, Duration, Timestamp, parse_date, parse_timestamp
from xreason.kernel.diagnostics import Span
from xreason.rulesets import in_force, load
from xreason.rulesets.documents import read_tree
from xreason.rulesets.nodes import to_python


def test_the_head_is_read() -> None:
    ruleset = loaded()
    assert (ruleset.id, ruleset.version, ruleset.title) == ("eu/sample", "1.2.0", "Notification of breaches")
    assert ruleset.jurisdiction == "EU"
    assert ruleset.description == "When the authority must hear of a breach."
    assert ruleset.effective_since == parse_date("2018-05-25")
    assert ruleset.effective_until is None
    assert ruleset.sources["gdpr"].title == "Regulation (EU) 2016/679"


def test_facts_have_their_paths_types_and_bounds_in_order() -> None:
    facts = {spec.path: spec for spec in loaded().facts}
    assert list(facts) == [
        "breach.discovered_at",
        "breach.notified_at",
        "breach.risk",
        "breach.individuals",
        "breach.delay_reasons_given",
        "fine",
        "records",
    ]
    assert facts["breach.discovered_at"].type == types.TIMESTAMP
    assert facts["breach.discovered_at"].fixed
    assert facts["breach.discovered_at"].ask == "When did you become aware of the breach?"
    assert facts["breach.notified_at"].type == types.nullable(types.TIMESTAMP)
    assert facts["breach.risk"].type == types.enum(("none", "low", "high"))
    assert (facts["breach.individuals"].minimum, facts["breach.individuals"].maximum) == (0, 1_000_000)
    assert facts["breach.individuals"].unit == "persons"
    assert facts["fine"].minimum == Decimal(0)
    assert facts["records"].maximum == 5
    assert facts["records"].type.args[0].fields == (
        ("name", types.STRING),
        ("paid", types.nullable(types.DATE)),
    )


def test_parameters_hold_from_day_to_day() -> None:
    ruleset = loaded()
    (within, threshold) = ruleset.parameters
    assert within.type == types.DURATION
    assert within.values[0].value == Duration(72 * 3600 * 10**9)
    assert threshold.type == types.DECIMAL
    for day, value in (
        ("2018-05-24", None),
        ("2018-05-25", Decimal(100)),
        ("2020-12-31", Decimal(100)),
        ("2021-01-01", Decimal("250.5")),
        ("2999-01-01", Decimal("250.5")),
    ):
        found = threshold.at(parse_date(day))
        assert (found.value if found else None) == value


def test_the_parameters_of_a_moment_leave_out_those_in_a_gap() -> None:
    ruleset = loaded()
    assert ruleset.parameters_at(parse_timestamp("2018-05-24T23:59:59Z")) == {}
    values = ruleset.parameters_at(parse_timestamp("2026-01-01T00:00:00Z"))
    assert values["threshold"].value == Decimal("250.5")
    assert values["threshold"].cite == ("gdpr#art34",)


def test_definitions_come_after_those_they_use() -> None:
    ruleset = loaded(
        with_head("""
        facts: {x: int}
        definitions:
          c: a && b
          a: {value: b, unless: [{when: x > 3, value: 'true'}]}
          b: x > 2
        """)
    )
    assert [definition.name for definition in ruleset.definitions] == ["b", "a", "c"]
    assert all(definition.type == types.BOOL for definition in ruleset.definitions)


def test_a_definition_is_as_wide_as_its_exceptions_need() -> None:
    ruleset = loaded(
        with_head("""
        facts: {x: int, risk: {enum: [low, high]}, day: {type: date, nullable: true}}
        definitions:
          rate: {value: 1, unless: [{when: x > 3, value: 'decimal("0.5")'}]}
          grade: {value: '"low"', unless: [{when: x > 3, value: risk}]}
          due: {value: 'null', unless: [{when: x > 3, value: day}]}
          stated: {type: decimal, value: x}
        """)
    )
    found = {definition.name: definition for definition in ruleset.definitions}
    assert found["rate"].type == types.DECIMAL
    assert found["rate"].value.node.type == types.DECIMAL
    assert found["grade"].type.kind is Kind.ENUM
    assert found["due"].type == types.nullable(types.DATE)
    assert found["stated"].type == types.DECIMAL


def test_rules_are_read_with_all_their_parts() -> None:
    rule, other = loaded().rules
    assert (rule.id, rule.title, rule.kind) == ("gdpr.33.1", "Notify the supervisory authority", "obligation")
    assert (rule.cite, rule.severity, rule.verified) == (("gdpr#art33.1",), "critical", "text")
    assert (rule.addressee, rule.tags, rule.effective) == ("controller", ("breach", "deadline"), (None, None))
    assert [(e.id, e.title, e.cite) for e in rule.unless] == [
        ("unpaid", "Nothing was paid", ("gdpr#art33.1",))
    ]
    assert rule.pending is not None
    assert rule.pending.due is not None
    assert rule.pending.due.node.type == types.TIMESTAMP
    assert rule.review is not None
    assert rule.review.question == "Do the reasons justify the delay?"
    assert (other.kind, other.severity, other.require) == ("prohibition", "major", None)
    assert other.cite == ("gdpr#art83", "gdpr#art84")
    assert other.forbid is not None


def test_exemptions_may_be_written_as_bare_expressions() -> None:
    ruleset = loaded(
        with_head("""
        facts: {a: bool, b: bool}
        rules:
          - {id: one, cite: act, unless: a, require: b}
          - {id: two, cite: act, unless: [a, b], require: b}
        """)
    )
    assert [[e.id for e in rule.unless] for rule in ruleset.rules] == [["unless"], ["1", "2"]]


def test_the_kind_of_a_rule_is_told_by_its_demand() -> None:
    ruleset = loaded(
        with_head("""
        facts: {a: bool}
        rules:
          - {id: one, cite: act, require: a}
          - {id: two, cite: act, forbid: a}
          - {id: three, cite: act, kind: permission, applies: a}
        """)
    )
    assert [rule.kind for rule in ruleset.rules] == ["obligation", "prohibition", "permission"]


def test_cases_hold_typed_facts_and_what_is_expected() -> None:
    ruleset = loaded()
    (case,) = ruleset.cases
    assert case.name == "73 hours is late"
    assert case.as_of == parse_timestamp("2026-01-10T00:00:00Z")
    assert case.expect == {"gdpr.33.1": "violated", "gdpr.83": "satisfied"}
    assert case.verdict == "non_compliant"
    assert case.facts.values[3] == 3
    assert case.facts.values[6] == [("A", parse_date("2026-01-02"))]
    assert case.facts.gaps == ()


def test_calendars_are_read() -> None:
    assert loaded().calendars == {
        "office": Calendar(frozenset({5, 6}), frozenset({parse_date("2026-01-01")}))
    }


def test_an_expression_knows_its_place_in_the_document() -> None:
    ruleset = loaded()
    require = ruleset.rules[0].require
    assert require is not None
    place = require.place(Span(0, len("breach.notified_at")))
    assert BREACH[place.start : place.end] == "breach.notified_at"
    assert require.source == ruleset.source


def test_names_in_expressions_are_the_declared_ones() -> None:
    forbid = loaded().rules[1].forbid
    assert forbid is not None
    from xreason.cel.tree import children

    assert {node.name for node in children(forbid.node) if isinstance(node, Name)} == {"fine", "threshold"}


def test_json_says_the_same_as_yaml() -> None:
    tree = read_tree(source(BREACH))
    assert tree is not None
    text = json.dumps(to_python(tree), default=float)
    assert load(source(text, "sample.json")).digest == loaded().digest


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2019-12-31", False), ("2020-01-01", True), ("2020-12-31", True), ("2021-01-01", False)],
)
def test_a_ruleset_is_in_force_from_its_first_day_to_its_last(day: str, holds: bool) -> None:
    ruleset = loaded(with_head("effective: {from: 2020-01-01, until: 2020-12-31}"))
    assert in_force(ruleset, Timestamp(parse_date(day) * 86_400 * 10**9)) is holds


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("3", types.INT),
        ("3.50", types.DECIMAL),
        ("true", types.BOOL),
        ("72h", types.DURATION),
        ("P3DT4H", types.DURATION),
        ("2026-01-01", types.DATE),
        ("2026-01-01T00:00:00Z", types.TIMESTAMP),
        ("some text", types.STRING),
        ("[DE, NO]", types.list_of(types.STRING)),
        ("[1, 2.5]", types.list_of(types.DECIMAL)),
    ],
)
def test_the_type_of_a_parameter_is_that_of_its_value(written: str, type_: types.Type) -> None:
    ruleset = loaded(with_head(f"parameters: {{p: [{{value: {written}}}]}}"))
    assert ruleset.parameters[0].type == type_


def test_a_stated_type_of_a_parameter_wins_over_the_spelling_of_its_value() -> None:
    ruleset = loaded(with_head("parameters: {p: {type: string, values: [{value: 72h}]}, q: {value: 3}}"))
    assert [parameter.type for parameter in ruleset.parameters] == [types.STRING, types.INT]


def test_a_value_without_a_last_day_ends_where_the_next_begins() -> None:
    ruleset = loaded(
        with_head("""
        parameters:
          p:
            - {from: 2022-01-01, value: 3}
            - {value: 1}
            - {from: 2021-01-01, value: 2}
        """)
    )
    (parameter,) = ruleset.parameters
    assert [(value.value, value.until) for value in parameter.values] == [
        (1, Date(parse_date("2021-01-01") - 1)),
        (2, Date(parse_date("2022-01-01") - 1)),
        (3, None),
    ]
