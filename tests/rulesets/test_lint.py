"""Lint points at what is correct and yet likely wrong, and at nothing else."""

from __future__ import annotations

import pytest

from tests.rulesets.samples import BREACH, loaded, marked, source, with_head
from xreason.kernel.diagnostics import Severity
from xreason.rulesets import lint

CASE = "\ncases: [{name: c, as_of: 2026-01-01, expect: {r: satisfied}}]\n"
FACTS = """
facts:
  a: bool
  b: bool
  n: int
  risk: {enum: [low, mid, high]}
  done: {type: date, nullable: true}
  maybe: {type: bool, nullable: true}
  notes: {type: list, of: {text: {type: string, nullable: true}, n: int}}
"""


def warnings(text: str) -> list[str]:
    """Codes of what lint finds, but for unused facts, which small examples are full of."""
    found = [warning.code for warning in lint(loaded(text))]
    return [code for code in found if code != "lint.unused-fact"]


def rule(text: str, cite: str = "cite: act, ") -> list[str]:
    return warnings(with_head(FACTS) + f"rules: [{{id: r, {cite}{text}}}]" + CASE)


def test_a_sound_ruleset_has_nothing_to_point_at() -> None:
    assert lint(loaded(BREACH)) == []


def test_findings_are_warnings_at_their_place() -> None:
    (found,) = lint(loaded(BREACH.replace("  fine: {", "  spare: int\n  fine: {")))
    assert (found.code, found.severity, marked(found)) == ("lint.unused-fact", Severity.WARNING, "spare")


def test_parameters_and_definitions_that_nothing_uses_are_found() -> None:
    text = with_head("""
    facts: {a: bool}
    parameters: {p: [{value: 1, cite: act}], q: [{value: 1, cite: act}]}
    definitions: {d: q > 1, e: a}
    rules: [{id: r, cite: act, require: e}]
    """)
    # What only an unused definition uses is unused with it.
    assert warnings(text + CASE) == [
        "lint.unused-parameter",
        "lint.unused-parameter",
        "lint.unused-definition",
    ]


def test_a_library_without_rules_is_used_by_others() -> None:
    assert lint(loaded(with_head("facts: {a: bool}\ndefinitions: {d: a}"))) == []


def test_an_import_that_nothing_uses_is_found() -> None:
    offers = {"test/other": source(with_head("facts: {z: int}").replace("test/sample", "test/other"))}
    text = with_head("imports: {test/other: ^1}\nfacts: {a: bool}\nrules: [{id: r, cite: act, require: a}]")
    assert [found.code for found in lint(loaded(text + CASE, offers))] == ["lint.unused-import"]
    used = text.replace("require: a", "require: a && z > 1")
    assert lint(loaded(used + CASE, offers)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("require: a", []),
        ("applies: 'true', require: a", ["lint.constant"]),
        ("applies: a && false, require: a", ["lint.constant"]),
        ("applies: 1 > 2, require: a", ["lint.constant"]),
        ("require: a || true", ["lint.constant"]),
        ("forbid: a && false", ["lint.constant"]),
        ("unless: 'false', require: a", ["lint.constant"]),
        ("unless: [{id: x, when: 'true', cite: act}, {id: y, when: b, cite: act}], require: a",
         ["lint.constant", "lint.unreachable"]),
        ("unless: [b, b], require: a", ["lint.unreachable"]),
        ("unless: [b, '!b'], require: a", []),
        ("require: a, pending: {when: 1 > 2}", ["lint.unreachable"]),
        ("require: a, pending: {when: 2 > 1}, review: {question: Q?}", ["lint.unreachable"]),
        ("require: a, review: {when: a && false, question: Q?}", ["lint.unreachable"]),
        ("kind: permission, review: {question: Q?}", ["lint.unreachable"]),
        ("require: a, review: {question: Q?}", []),
    ],
)  # fmt: skip
def test_what_no_fact_can_change_is_found(text: str, expected: list[str]) -> None:
    assert rule(text) == expected


def test_a_constant_definition_makes_what_uses_it_constant() -> None:
    text = with_head("""
    facts: {a: bool}
    definitions: {never: 1 > 2}
    rules: [{id: r, cite: act, applies: never && a, require: a}]
    """)
    assert warnings(text + CASE) == ["lint.constant"]


def test_missing_citations_are_found() -> None:
    assert rule("require: a", cite="") == ["lint.no-citation"]
    assert rule("unless: [{id: x, title: X, when: b}], require: a") == ["lint.no-citation"]
    text = with_head("""
    parameters: {p: [{value: 1}, {from: 2026-01-01, value: 2, cite: act}]}
    facts: {n: int}
    rules: [{id: r, cite: act, require: n > p}]
    """)
    assert warnings(text + CASE) == ["lint.no-citation"]


def test_a_rule_without_a_case_is_found() -> None:
    assert warnings(with_head(FACTS) + "rules: [{id: r, cite: act, require: a}]") == ["lint.no-case"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("{value: 1}", []),
        ("{from: 2020-01-01, value: 1}, {from: 2021-01-01, value: 2}", []),
        ("{from: 2020-01-01, until: 2020-12-31, value: 1}, {from: 2021-01-01, value: 2}", []),
        (
            "{from: 2020-01-01, until: 2020-12-30, value: 1}, {from: 2021-01-01, value: 2}",
            ["lint.parameter-gap"],
        ),
        (
            "{from: 2020-01-01, until: 2021-01-01, value: 1}, {from: 2021-01-01, value: 2}",
            ["lint.parameter-overlap"],
        ),
        ("{from: 2020-01-02, value: 1}", ["lint.parameter-gap"]),
        ("{from: 2019-01-01, value: 1}", []),
        ("{from: 2020-01-01, until: 2030-12-31, value: 1}", ["lint.parameter-gap"]),
    ],
)
def test_days_without_a_value_or_with_two_are_found(values: str, expected: list[str]) -> None:
    values = values.replace("value:", "cite: act, value:")
    text = with_head(f"""
    effective: {{from: 2020-01-01}}
    parameters: {{p: [{values}]}}
    facts: {{n: int}}
    rules: [{{id: r, cite: act, require: n > p}}]
    """)
    assert warnings(text + CASE) == expected


def test_a_parameter_may_end_with_its_ruleset() -> None:
    text = with_head("""
    effective: {until: 2030-12-31}
    parameters: {p: [{until: 2030-12-31, value: 1, cite: act}]}
    facts: {n: int}
    rules: [{id: r, cite: act, require: n > p}]
    """)
    assert warnings(text + CASE) == []


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("a", "b", True),
        ("a", "!a", False),
        ("a && b", "!a && b", False),
        ("a || b", "!a", True),
        ("a || b", "!a && !b", False),
        ("!(a && b)", "a && b", False),
        ('risk == "low"', 'risk == "high"', False),
        ('risk == "low"', 'risk != "low"', False),
        ('risk == "low"', 'risk != "high"', True),
        ('risk == "low"', 'risk in ["mid", "high"]', False),
        ('risk in ["low", "mid"]', 'risk in ["mid", "high"]', True),
        ('risk in ["low"]', '!(risk in ["low", "mid"])', False),
        ("n > 5", "n <= 5", False),
        ("n > 5", "n < 6", True),
        ("n > 5", "n < 5", False),
        ("n >= 5", "n <= 5", True),
        ("5 < n", "n < 3", False),
        ("n == 5", "n > 5", False),
        ("n == 5", "n >= 5", True),
        ("n > 5", "n > 7", True),
        ("done == null", "done != null", False),
        ("big", "n < 3", False),
        ("big", "!big", False),
    ],
)
def test_exceptions_that_may_disagree_are_found(one: str, other: str, conflict: bool) -> None:
    text = with_head(FACTS) + (
        "definitions:\n"
        "  big: n > 100\n"
        "  d:\n"
        "    value: 0\n"
        "    unless:\n"
        f"      - {{when: '{one}', value: 1, cite: act}}\n"
        f"      - {{when: '{other}', value: 2, cite: act}}\n"
        "rules: [{id: r, cite: act, require: d > 1 && big}]"
    )
    assert warnings(text + CASE) == (["lint.conflict"] if conflict else [])


def test_exceptions_that_agree_may_overlap() -> None:
    text = with_head(FACTS) + (
        "definitions: {d: {value: 0, unless: [{when: a, value: 1}, {when: b, value: 1}]}}\n"
        "rules: [{id: r, cite: act, require: d > 1}]"
    )
    assert warnings(text + CASE) == []


@pytest.mark.parametrize(
    ("expression", "unguarded"),
    [
        ("done != null && done.getFullYear() > 2000", False),
        ("done.getFullYear() > 2000 && done != null", False),
        ("done.getFullYear() > 2000", True),
        ("done == null || done.getFullYear() > 2000", False),
        ("done != null || done.getFullYear() > 2000", True),
        ("!(done == null) && done.getFullYear() > 2000", False),
        ("done == null ? a : done.getFullYear() > 2000", False),
        ("done != null ? a : done.getFullYear() > 2000", True),
        ("done == date('2026-01-01')", False),
        ("done == date('2026-01-01') && done.getFullYear() > 1", False),
        ("done in [date('2026-01-01')]", False),
        ("notes.all(x, x.text != null && x.text.size() > 1)", False),
        ("notes.all(x, x.text.size() > 1)", True),
        ("notes.filter(x, x.text != null).size() > 1", False),
        ("maybe && a", True),
        ("maybe == true", False),
        ("finished && done.getFullYear() > 1", False),
        ("a && (done != null && done.getFullYear() > 1)", False),
    ],
)
def test_null_where_it_is_an_error_is_found_unless_it_is_ruled_out(expression: str, unguarded: bool) -> None:
    text = with_head(FACTS) + (
        "definitions: {finished: done != null}\n"
        f'rules: [{{id: r, cite: act, require: "{expression}"}}, {{id: s, cite: act, require: finished}}]\n'
        "cases: [{name: c, as_of: 2026-01-01, expect: {r: satisfied, s: satisfied}}]"
    )
    assert warnings(text) == (["lint.unguarded-null"] if unguarded else [])


def test_what_applies_rules_out_stays_ruled_out() -> None:
    assert rule("applies: done != null, require: done.getFullYear() > 1") == []
    assert rule("unless: done == null, require: done.getFullYear() > 1") == []
    assert rule("require: a, pending: {when: done != null, due: done}") == []
    assert rule("require: done != null, pending: {when: a, due: done.addDays(3)}") == ["lint.unguarded-null"]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ('n / 12 >= decimal("0.5")', True),
        ('decimal(n / 12) >= decimal("0.5")', True),
        ('decimal(n) / 12 >= decimal("0.5")', False),
        ("n / 12 >= 1", False),
    ],
)
def test_a_fraction_that_is_lost_before_it_is_compared_is_found(expression: str, found: bool) -> None:
    assert rule(f"require: '{expression}'") == (["lint.integer-division"] if found else [])
