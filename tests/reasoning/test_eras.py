"""Time: which parameter values hold, which rules are valid, whether the ruleset is in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reasoning.reference import Judge
from tests.reasoning.strategies import ruleset_of
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning import Outcome, decide
from xreason.rulesets.moments import moment

START = date(2024, 1, 1)
FACTS = {"facts": {"n": "int"}}

Value = dict[str, object]


def on(day: int) -> str:
    """So many days after the first of 2024, in ISO 8601."""
    return (START + timedelta(day)).isoformat()


@st.composite
def timelines(draw: st.DrawFn) -> list[Value]:
    """Values of a parameter in the order of time; each next one is larger, and gaps may lie between."""
    days = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=4)))
    entries: list[Value] = [{"from": on(day), "value": number} for number, day in enumerate(days)]
    for entry, following in zip(entries, [*days[1:], 60], strict=True):
        if draw(st.booleans()):
            last = draw(st.integers(0, following - 1))
            begins = (date.fromisoformat(str(entry["from"])) - START).days
            entry["until"] = on(max(begins, last))
    if draw(st.booleans()):
        del entries[0]["from"]
    return entries


@st.composite
def periods(draw: st.DrawFn) -> dict[str, str]:
    """A rule's or a ruleset's `effective`."""
    first, last = sorted((draw(st.integers(0, 50)), draw(st.integers(0, 50))))
    period = {"from": on(first), "until": on(last)}
    kept = draw(st.sampled_from((("from",), ("until",), ("from", "until"))))
    return {key: period[key] for key in kept}


@given(timelines(), periods(), st.integers(-5, 60), st.integers(0, 86_399))
def test_each_day_has_its_parameters_and_rules(
    timeline: list[Value], period: dict[str, str], day: int, second: int
) -> None:
    rules = [
        {"id": "always", "require": "n == limit"},
        {"id": "dated", "effective": period, "require": "true"},
    ]
    ruleset = ruleset_of({**FACTS, "parameters": {"limit": timeline}, "rules": rules})
    as_of = f"{on(day)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
    first, last = period.get("from", "0001"), period.get("until", "9999")
    valid = first <= on(day) <= last
    dated = decide(ruleset, {"n": 0}, as_of, "dated").outcomes["dated"]
    assert dated is (Outcome.SATISFIED if valid else Outcome.NOT_APPLICABLE)
    limit = Judge(ruleset, [0], moment(as_of)).names["limit"]
    if isinstance(limit, int):
        assert decide(ruleset, {"n": limit}, as_of).outcomes["always"] is Outcome.SATISFIED
        assert decide(ruleset, {"n": limit + 1}, as_of).outcomes["always"] is Outcome.VIOLATED
    else:
        with pytest.raises(DiagnosticError) as caught:
            decide(ruleset, {"n": 0}, as_of)
        assert caught.value.code == "ruleset.parameter-gap"


@given(timelines(), st.integers(-5, 60))
def test_a_value_holds_from_its_first_day_through_its_last(timeline: list[Value], day: int) -> None:
    begun = [entry for entry in timeline if str(entry.get("from", "0001")) <= on(day)]
    current = begun[-1] if begun and on(day) <= str(begun[-1].get("until", "9999")) else None
    ruleset = ruleset_of(
        {**FACTS, "parameters": {"limit": timeline}, "rules": [{"id": "r", "require": "limit == n"}]}
    )
    if current is None:
        with pytest.raises(DiagnosticError):
            decide(ruleset, {"n": 0}, on(day))
    else:
        assert decide(ruleset, {"n": current["value"]}, on(day)).outcomes["r"] is Outcome.SATISFIED


GAP = {
    **FACTS,
    "parameters": {
        "limit": [
            {"from": "2024-01-01", "until": "2024-12-31", "value": 5},
            {"from": "2026-01-01", "value": 7},
        ]
    },
}


def test_a_gap_is_an_error_at_the_place_where_the_parameter_is_read() -> None:
    ruleset = ruleset_of({**GAP, "rules": [{"id": "r", "require": "n > 0 && n <= limit"}]})
    assert decide(ruleset, {"n": 5}, "2024-12-31T23:59:59.999999999Z").outcomes["r"] is Outcome.SATISFIED
    assert decide(ruleset, {"n": 6}, "2026-01-01").outcomes["r"] is Outcome.SATISFIED
    with pytest.raises(DiagnosticError) as caught:
        decide(ruleset, {"n": 5}, "2025-01-01")
    (found,) = caught.value.diagnostics
    assert found.code == "ruleset.parameter-gap"
    assert found.source is ruleset.source
    assert found.span is not None
    assert ruleset.source.text[found.span.start : found.span.end] == "limit"


def test_a_gap_harms_only_what_needs_the_parameter() -> None:
    rules = [
        {"id": "r1", "require": "n > 0"},
        {"id": "r2", "require": "n > 0 || n == limit"},
        {"id": "r3", "applies": "n < 0", "require": "n == limit"},
    ]
    ruleset = ruleset_of({**GAP, "rules": rules})
    assert set(decide(ruleset, {"n": 5}, "2025-06-01").outcomes.values()) == {
        Outcome.SATISFIED,
        Outcome.NOT_APPLICABLE,
    }
    with pytest.raises(DiagnosticError):
        decide(ruleset, {"n": -5}, "2025-06-01")


def test_in_a_gap_a_fact_counts_as_missing_only_if_it_could_change_the_outcome() -> None:
    facts = {"facts": {"a": "bool", "n": "int"}}
    ruleset = ruleset_of({**GAP, **facts, "rules": [{"id": "r", "require": "a && n == limit"}]})
    assert decide(ruleset, {}, "2024-06-01").rule("r").missing == ("a", "n")
    assert decide(ruleset, {}, "2025-06-01").rule("r").missing == ("a",)


@pytest.mark.parametrize(
    ("as_of", "holds"),
    [
        ("2023-12-31T23:59:59Z", False),
        ("2024-01-01", True),
        ("2024-06-30T23:59:59Z", True),
        ("2024-07-01", False),
        ("2024-01-01T00:30:00+01:00", False),
    ],
)
def test_a_ruleset_judges_only_while_it_is_in_force(as_of: str, holds: bool) -> None:
    effective = {"effective": {"from": "2024-01-01", "until": "2024-06-30"}}
    ruleset = ruleset_of(
        {**FACTS, **effective, "parameters": {}, "rules": [{"id": "r", "require": "n == 0"}]}
    )
    if holds:
        assert decide(ruleset, {"n": 0}, as_of).outcomes["r"] is Outcome.SATISFIED
    else:
        with pytest.raises(DiagnosticError) as caught:
            decide(ruleset, {"n": 0}, as_of)
        assert caught.value.code == "ruleset.not-in-force"


def test_the_moment_of_judgement_may_be_said_in_several_ways() -> None:
    ruleset = ruleset_of(
        {**FACTS, "rules": [{"id": "r", "require": "as_of == timestamp('2026-06-15T00:00:00Z')"}]}
    )
    for as_of in ("2026-06-15", "2026-06-15T02:00:00+02:00", date(2026, 6, 15), moment("2026-06-15")):
        assert decide(ruleset, {}, as_of).outcomes["r"] is Outcome.SATISFIED
    with pytest.raises(DiagnosticError) as caught:
        decide(ruleset, {}, "yesterday")
    assert caught.value.code == "check.moment"
