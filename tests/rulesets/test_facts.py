"""Facts of a case: typed, missing or null, all mistakes at once, from text or from Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.rulesets.samples import loaded, marked, source, with_head
from xreason.cel.values import MISSING, Date, Duration, Timestamp, parse_date, parse_timestamp
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.rulesets import Facts, Provenance, Ruleset, read_facts
from xreason.rulesets.moments import moment

SCHEMA = with_head("""
facts:
  flag: bool
  count: {type: int, min: 0, max: 9, unit: persons}
  any_int: int
  rate: {type: decimal, min: 0}
  name: string
  day: {type: date, min: 2020-01-01}
  at: timestamp
  length: duration
  level: {enum: [low, high, NO]}
  maybe: {type: int, nullable: true}
  tags: {type: list, of: string, min: 1, max: 3}
  person: {type: record, fields: {first: string, born: {type: date, nullable: true}}}
  payments: {type: list, of: {amount: decimal, paid: bool, parts: {type: list, of: int}}}
  group:
    inner:
      deep: bool
      other: bool
""")
RULESET = loaded(SCHEMA)
PATHS = [spec.path for spec in RULESET.facts]


def value(facts: Facts, path: str) -> object:
    return facts.values[PATHS.index(path)]


def read(document: Mapping[str, object] | Source) -> Facts:
    return read_facts(RULESET, document)


def problems(document: Mapping[str, Any] | Source) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        read(document)
    return list(caught.value.diagnostics)


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "given_", "expected"),
    [
        ("flag", True, True),
        ("count", 3, 3),
        ("any_int", -(2**63), -(2**63)),
        ("rate", 3, Decimal(3)),
        ("rate", "12.50", Decimal("12.50")),
        ("rate", Decimal("12.50"), Decimal("12.50")),
        ("rate", 0.1, Decimal("0.1")),
        ("rate", "1e3", Decimal("1e3")),
        ("name", "Zoë", "Zoë"),
        ("name", "", ""),
        ("day", "2026-01-31", parse_date("2026-01-31")),
        ("day", date(2026, 1, 31), parse_date("2026-01-31")),
        ("day", parse_date("2026-01-31"), parse_date("2026-01-31")),
        ("at", "2026-01-01T12:00:00Z", parse_timestamp("2026-01-01T12:00:00Z")),
        ("at", "1970-01-01T00:00:00Z", Timestamp(0)),
        ("at", "2026-01-01T14:00:00.000000001+02:00", Timestamp(parse_timestamp("2026-01-01T12:00:00Z") + 1)),
        ("at", NOON, parse_timestamp("2026-01-01T12:00:00Z")),
        ("at", NOON.astimezone(timezone(timedelta(hours=-5))), parse_timestamp("2026-01-01T12:00:00Z")),
        ("at", Timestamp(5), Timestamp(5)),
        ("length", "72h", Duration(72 * 3600 * 10**9)),
        ("length", "P3D", Duration(72 * 3600 * 10**9)),
        ("length", timedelta(days=3), Duration(72 * 3600 * 10**9)),
        ("length", Duration(1), Duration(1)),
        ("level", "NO", "NO"),
        ("maybe", None, None),
        ("maybe", 3, 3),
        ("tags", ["a"], ["a"]),
        ("tags", ("a", "b"), ["a", "b"]),
        ("person", {"first": "A", "born": None}, ("A", None)),
        ("person", {}, (MISSING, MISSING)),
        ("payments", [], []),
        ("payments", [{"amount": "1", "paid": True, "parts": [1]}], [(Decimal(1), True, [1])]),
        ("payments", [{"paid": False}], [(MISSING, False, MISSING)]),
    ],
)
def test_a_value_of_its_type_is_taken(path: str, given_: object, expected: object) -> None:
    found = value(read({path: given_}), path)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("path", "given_", "code"),
    [
        ("flag", 1, "facts.wrong-type"),
        ("flag", "true", "facts.wrong-type"),
        ("flag", None, "facts.null-not-allowed"),
        ("count", True, "facts.wrong-type"),
        ("count", 3.0, "facts.wrong-type"),
        ("count", "3", "facts.wrong-type"),
        ("count", -1, "facts.out-of-range"),
        ("count", 10, "facts.out-of-range"),
        ("any_int", 2**63, "facts.out-of-range"),
        ("any_int", 10**5000, "facts.out-of-range"),
        ("name", 10**5000, "facts.wrong-type"),
        ("length", 10**5000, "facts.wrong-type"),
        ("rate", float("nan"), "facts.wrong-type"),
        ("rate", float("inf"), "facts.wrong-type"),
        ("rate", Decimal("sNaN"), "facts.wrong-type"),
        ("rate", "1e400", "facts.out-of-range"),
        ("rate", 1e300, "facts.out-of-range"),
        ("rate", 10**40, "facts.out-of-range"),
        ("rate", "0." + "1" * 40, "facts.malformed"),
        ("rate", -1, "facts.out-of-range"),
        ("rate", True, "facts.wrong-type"),
        ("rate", "much", "facts.malformed"),
        ("name", 3, "facts.wrong-type"),
        ("name", "\ud800", "facts.malformed"),
        ("name", "x" * 1_000_001, "facts.out-of-range"),
        ("day", "2026-02-30", "facts.malformed"),
        ("day", "31.01.2026", "facts.malformed"),
        ("day", "2019-12-31", "facts.out-of-range"),
        ("day", NOON, "facts.wrong-type"),
        ("day", 20260131, "facts.wrong-type"),
        ("at", "2026-01-01", "facts.malformed"),
        ("at", "2026-01-01T12:00:00", "facts.malformed"),
        ("at", "2026-01-01T24:00:00Z", "facts.malformed"),
        ("at", "2026-W01-1T00:00:00Z", "facts.malformed"),
        ("at", "٢٠٢٦-01-01T00:00:00Z", "facts.malformed"),
        ("at", datetime(2026, 1, 1), "facts.malformed"),
        ("at", date(2026, 1, 1), "facts.wrong-type"),
        ("at", datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), "facts.out-of-range"),
        ("length", "soon", "facts.malformed"),
        ("length", 72, "facts.wrong-type"),
        ("length", timedelta(days=200_000), "facts.out-of-range"),
        ("level", "hgih", "facts.unknown-value"),
        ("level", False, "facts.wrong-type"),
        ("tags", [], "facts.list-length"),
        ("tags", ["a"] * 4, "facts.list-length"),
        ("tags", "a", "facts.wrong-type"),
        ("tags", [1], "facts.wrong-type"),
        ("person", [], "facts.wrong-type"),
        ("person", {"frist": "A"}, "facts.unknown-field"),
        ("person", {"first": None}, "facts.null-not-allowed"),
        ("payments", {"amount": 1}, "facts.wrong-type"),
        ("payments", [None], "facts.null-not-allowed"),
        ("payments", [{}] * 1001, "facts.list-length"),
        ("group", True, "facts.not-a-mapping"),
        ("group", None, "facts.not-a-mapping"),
        ("flga", True, "facts.unknown-fact"),
        ("group.inner", True, "facts.not-a-mapping"),
        ("group.outer.deep", True, "facts.unknown-fact"),
        ("flag", object(), "facts.wrong-type"),
    ],
    ids=lambda part: part[:30] if isinstance(part, str) else type(part).__name__,
)
def test_a_value_of_another_sort_is_refused(path: str, given_: object, code: str) -> None:
    assert [found.code for found in problems({path: given_})] == [code]


def test_what_is_not_given_is_missing() -> None:
    facts = read({})
    assert all(given_ is MISSING for given_ in facts.values)
    assert facts.gaps == tuple(range(len(PATHS)))


def test_missing_may_be_said_outright() -> None:
    assert value(read({"flag": MISSING}), "flag") is MISSING


def test_gaps_are_facts_without_a_value_or_with_a_part_that_has_none() -> None:
    facts = read(
        {"flag": True, "person": {"first": "A"}, "payments": [{"paid": True}], "maybe": None, "tags": ["a"]}
    )
    given_ = {"flag", "maybe", "tags"}
    assert facts.gaps == tuple(slot for slot, path in enumerate(PATHS) if path not in given_)


def test_groups_may_be_nested_or_dotted() -> None:
    assert value(read({"group": {"inner": {"deep": True}}}), "group.inner.deep") is True
    assert value(read({"group.inner.deep": True}), "group.inner.deep") is True
    assert value(read({"group.inner": {"deep": True}}), "group.inner.deep") is True
    assert value(read({"group": {"inner.deep": True}}), "group.inner.deep") is True


def test_a_fact_given_twice_is_refused() -> None:
    (found,) = problems({"group": {"inner": {"deep": True}}, "group.inner.deep": True})
    assert found.code == "facts.duplicate-fact"


def test_all_mistakes_are_reported_at_once() -> None:
    document = {
        "flag": "x",
        "count": -1,
        "level": "hgih",
        "typo": 1,
        "payments": [{"amount": "x", "paid": 1, "oops": 2}, {"paid": True}, {"amount": None}],
        "group": {"inner": {"deep": 3, "deap": 4}},
    }
    assert sorted(found.message for found in problems(document)) == sorted(
        [
            "`flag` must be true or false, not the text `x`",
            "`count` must be between 0 and 9 persons",
            "`level` must be one of `low`, `high`, `NO`, not `hgih`",
            "unknown fact `typo`",
            "`payments[0].amount` cannot be read: `x` is not a decimal number such as 12.50",
            "`payments[0].paid` must be true or false, not the number `1`",
            "`payments[0]` has no field `oops`",
            "`payments[2].amount` must be a number, not null",
            "`group.inner.deep` must be true or false, not the number `3`",
            "unknown fact `group.inner.deap`",
        ]
    )


def test_suggestions_look_beside_and_elsewhere() -> None:
    assert problems({"levle": "low"})[0].hint == "did you mean `level`?"
    assert problems({"deep": True})[0].hint == "did you mean `group.inner.deep`?"
    assert problems({"level": "hihg"})[0].hint == "did you mean `high`?"
    assert problems({"person": {"frist": ""}})[0].hint == "did you mean `first`?"


@pytest.mark.parametrize("name", ["facts.json", "facts.yaml"])
def test_mistakes_in_a_text_are_marked_at_their_place(name: str) -> None:
    text = (
        '{"flag": "x",\n "payments": [{"paid": true}, {"amount": "x"}],\n "levle": "", "group.inner.deep": 3}'
    )
    found = problems(source(text, name))
    assert [marked(diagnostic) for diagnostic in found] == ['"x"', '"x"', '"levle"', "3"]


def test_yaml_facts_are_read_by_the_core_schema() -> None:
    facts = read(source("level: NO\nday: 2026-01-31\nrate: 0.10\nmaybe:\nname: 'yes'\nlength: 72h\n"))
    assert value(facts, "level") == "NO"
    assert value(facts, "day") == parse_date("2026-01-31")
    assert str(value(facts, "rate")) == "0.10"
    assert value(facts, "maybe") is None
    assert value(facts, "name") == "yes"


@pytest.mark.parametrize("text", ["", "{}", "# nothing known\n", "facts: {}\n", "facts:\n"])
def test_an_empty_document_is_a_case_of_which_nothing_is_known(text: str) -> None:
    assert len(read(source(text)).gaps) == len(PATHS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1, 2]", "facts.not-a-mapping"),
        ("just text", "facts.not-a-mapping"),
        ('{"flag": true, "flag": true}', "document.duplicate-key"),
        ('{"rate": NaN}', "document.json-syntax"),
        ('{"rate": 1e400}', "facts.out-of-range"),
        ('{"count": 1e400}', "facts.wrong-type"),
        ('{"rate": ' + "9" * 5000 + "}", "facts.wrong-type"),
        ('{"flag": ' * 10_000, "document.too-deep"),
        ("rate: .nan", "facts.wrong-type"),
        ('{"rate": 1e' + "9" * 90 + "}", "facts.wrong-type"),
        ("rate: 1e" + "9" * 90, "facts.wrong-type"),
        ("flag: &a true", "document.anchor"),
        ("facts: 3", "facts.not-a-mapping"),
        ("facts: {}\nas_off: 2026-01-01", "facts.unknown-key"),
        ("facts: {}\nas_of: 2026-01-32", "check.moment"),
        ("facts: {}\nas_of: 3", "check.moment"),
        ("facts: {}\nprovenance: 3", "facts.provenance"),
        ("facts: {}\nprovenance: {flag: somewhere}", "facts.provenance"),
        ("facts: {}\nprovenance: {flag: {kind: table, row: -1}}", "facts.provenance"),
        ("facts: {}\nprovenance: {flag: {kind: extractor, confidence: 1.5}}", "facts.provenance"),
        ("facts: {}\nprovenance: {flag: {source: x}}", "facts.provenance"),
        ("facts: {}\nprovenance: {flag: {kind: table, sorce: x}}", "facts.provenance"),
        ("facts: {}\nprovenance: {flga: caller}", "facts.unknown-fact"),
    ],
)
def test_a_document_that_holds_no_facts_is_refused(text: str, code: str) -> None:
    name = "facts.json" if text.startswith("{") else "facts.yaml"
    assert [found.code for found in problems(source(text, name))] == [code]


def test_a_case_document_states_moment_and_origins() -> None:
    facts = read(
        source(
            """
            name: The example
            as_of: 2026-01-10
            facts: {flag: true, group: {inner: {deep: true, other: false}}, day: 2026-01-01}
            provenance:
              flag: {kind: document, source: contract.pdf, page: 3, start: 120, end: 164, quote: yes it is}
              group: {kind: person, name: A. Lawyer, at: 2026-01-09}
              group.inner.other: {kind: extractor, name: dates/1.2, confidence: 0.93}
            """
        )
    )
    assert facts.as_of == moment("2026-01-10")
    assert str(facts.provenance_of("flag")) == "contract.pdf, page 3, characters 120–164"
    assert str(facts.provenance_of("group.inner.deep")) == "confirmed by A. Lawyer, 2026-01-09"
    assert facts.provenance_of("group.inner.other").document() == {
        "kind": "extractor",
        "name": "dates/1.2",
        "confidence": "0.93",
    }
    assert facts.provenance_of("day") == Provenance("caller")


def test_the_caller_may_say_where_facts_came_from() -> None:
    facts = read_facts(RULESET, {"flag": True}, Provenance("table", source="cases.csv", row=4))
    assert str(facts.provenance_of("flag")) == "cases.csv, row 4"
    assert read_facts(RULESET, {"flag": True}, "person").provenance_of("flag").kind == "person"


def test_very_many_mistakes_are_cut_off() -> None:
    assert len(problems({f"wrong{i}": 1 for i in range(10_000)})) == 100


json_documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2026-01-01", "72h"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*PATHS, "group", "x"]), inner, max_size=4)
    ),
    max_leaves=15,
)
python_values = st.one_of(
    json_documents,
    st.datetimes(timezones=st.just(UTC) | st.none()),
    st.dates(),
    st.timedeltas(),
    st.decimals(),
    st.binary(),
    st.complex_numbers(),
    st.just(object()),
    st.builds(Timestamp, st.integers()),
    st.builds(Date, st.integers()),
)


@given(
    st.dictionaries(
        st.sampled_from([*PATHS, "group", "x", "facts", "as_of", "provenance"]) | st.text(), python_values
    )
)
def test_any_mapping_is_read_or_refused(document: dict[str, object]) -> None:
    with suppress(DiagnosticError):
        assert len(read(document).values) == len(PATHS)


@given(st.dictionaries(st.one_of(st.text(), st.integers(), st.none(), st.tuples(st.text())), st.text()))
def test_keys_of_any_sort_are_refused_in_words(document: dict[Any, object]) -> None:
    if document:
        assert problems(document)
    else:
        read(document)


@given(json_documents)
def test_json_yaml_and_python_say_the_same(document: object) -> None:
    def outcome(given_: Any) -> object:
        try:
            return read(given_).values
        except DiagnosticError as error:
            return sorted((found.code, found.message) for found in error.diagnostics)

    text = json.dumps({"facts": document, "as_of": "2026-01-01"})
    if "NaN" in text or "Infinity" in text:
        return
    from_json = outcome(source(text, "facts.json"))
    assert from_json == outcome(json.loads(text, parse_float=Decimal))
    if "\\u" not in text and "e" not in json.dumps(document):
        assert from_json == outcome(
            source(yaml.safe_dump(json.loads(text), allow_unicode=True), "facts.yaml")
        )


def test_a_ruleset_without_facts_takes_none() -> None:
    empty: Ruleset = loaded(with_head(""))
    assert read_facts(empty, {}).values == []
    with pytest.raises(DiagnosticError):
        read_facts(empty, {"a": 1})


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("2026-01-10", "2026-01-10T00:00:00Z"),
        ("2026-01-10T01:00:00+01:00", "2026-01-10T00:00:00Z"),
        (date(2026, 1, 10), "2026-01-10T00:00:00Z"),
        (datetime(2026, 1, 10, tzinfo=UTC), "2026-01-10T00:00:00Z"),
    ],
)
def test_a_moment_is_a_date_or_a_timestamp(given_: Any, expected: str) -> None:
    assert moment(given_) == parse_timestamp(expected)


@pytest.mark.parametrize(
    "given_", ["", "soon", "2026-02-30", "2026-01-10T00:00:00", datetime(2026, 1, 10), 3]
)
def test_what_is_no_moment_is_refused(given_: Any) -> None:
    with pytest.raises(DiagnosticError) as caught:
        moment(given_)
    assert caught.value.code == "check.moment"
