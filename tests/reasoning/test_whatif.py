"""Counterfactuals: single changes that make a case comply, and none that does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tests.cel.reference import ERROR
from tests.reasoning.reference import Judge, Place, finding_of, places
from tests.reasoning.strategies import AS_OF, PATHS, cases, ruleset_of, rulesets
from xreason.cel.values import MISSING, Date
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning import Finding, Outcome, decide, whatif
from xreason.rulesets import Facts, Ruleset
from xreason.rulesets.moments import moment

COMPLIES = (Finding.COMPLIANT, Finding.PENDING)


@given(rulesets(), cases())
def test_every_change_that_is_offered_leads_to_what_it_promises(ruleset: Ruleset, case: Facts) -> None:
    try:
        changes = whatif(ruleset, case, AS_OF)
    except DiagnosticError:
        return
    where = {place.path: place for place in places(ruleset, case.values)}
    assert len({change.path for change in changes}) == len(changes)
    for change in changes:
        place = where[change.path]
        assert change.before == place.read(case.values)
        assert change.finding in COMPLIES
        changed = Facts(place.written(case.values, change.after))
        assert decide(ruleset, changed, AS_OF).finding is change.finding
        assert change.path != "fated"


@given(rulesets(), cases())
def test_where_a_single_change_complies_one_is_offered(ruleset: Ruleset, case: Facts) -> None:
    try:
        before = decide(ruleset, case, AS_OF).finding
        offered = {change.path: change.finding for change in whatif(ruleset, case, AS_OF)}
    except DiagnosticError:
        return
    if before in COMPLIES:
        assert not offered
        return
    for place in places(ruleset, case.values):
        if place.path == "fated":
            continue
        reached = {_finding(ruleset, case, place, value) for value in place.domain}
        best = next((finding for finding in COMPLIES if finding in reached), None)
        if best is not None:
            assert offered.get(place.path) is best, place.path


def _finding(ruleset: Ruleset, case: Facts, place: Place, value: object) -> Finding | None:
    """The verdict with another value somewhere, by the reference."""
    judge = Judge(ruleset, place.written(case.values, value), moment(AS_OF))
    outcomes = [judge.outcome(rule) for rule in ruleset.rules]
    known = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
    return None if ERROR in outcomes else finding_of(known)


def test_the_nearest_value_that_complies_is_offered() -> None:
    parts = {
        "facts": {"count": "int", "price": "decimal", "day": "date"},
        "rules": [{"id": "r", "require": "count >= 12 && price <= 10 && day > date('2026-01-31')"}],
    }
    ruleset = ruleset_of(parts)
    for facts, path, after in (
        ({"count": 3, "price": 1, "day": "2026-06-01"}, "count", 12),
        (
            {"count": 12, "price": 1, "day": "2026-01-01"},
            "day",
            Date((date(2026, 2, 1) - date(1970, 1, 1)).days),
        ),
        ({"count": 12, "price": 11, "day": "2026-06-01"}, "price", 10),
    ):
        (change,) = whatif(ruleset, facts, AS_OF)
        assert (change.path, change.after) == (path, after)


def test_a_change_that_would_break_another_rule_is_not_offered() -> None:
    rules = [{"id": "r1", "require": "a"}, {"id": "r2", "forbid": "a && b"}]
    ruleset = ruleset_of({"facts": {"a": "bool", "b": "bool"}, "rules": rules})
    assert whatif(ruleset, {"a": False, "b": True}, AS_OF) == ()
    assert [change.path for change in whatif(ruleset, {"a": False, "b": False}, AS_OF)] == ["a"]


def test_the_thresholds_of_rules_that_are_satisfied_count_too() -> None:
    rules = [
        {"id": "r1", "require": "count != 3"},
        {"id": "r2", "require": "count == 3 || (count >= 40 && count <= 50)"},
    ]
    ruleset = ruleset_of({"facts": {"count": "int"}, "rules": rules})
    (change,) = whatif(ruleset, {"count": 3}, AS_OF)
    assert change.after == 40


def test_a_value_within_the_bounds_of_the_fact_is_offered() -> None:
    facts = {"share": {"type": "decimal", "min": 0, "max": 1}}
    ruleset = ruleset_of({"facts": facts, "rules": [{"id": "r", "require": "share > decimal('0.99995')"}]})
    (change,) = whatif(ruleset, {"share": 0}, AS_OF)
    assert change.after == 1


def test_fixed_facts_are_never_changed() -> None:
    ruleset = ruleset_of({"rules": [{"id": "r", "require": "!fated && a"}]})
    values: list[object] = [True if path == "fated" else MISSING for path in PATHS]
    assert whatif(ruleset, Facts(values), AS_OF) == ()


def test_one_rule_may_be_looked_at_alone() -> None:
    rules = [{"id": "r1", "require": "a"}, {"id": "r2", "require": "b"}]
    ruleset = ruleset_of({"facts": {"a": "bool", "b": "bool"}, "rules": rules})
    facts = {"a": False, "b": False}
    assert whatif(ruleset, facts, AS_OF) == ()
    assert [change.path for change in whatif(ruleset, facts, AS_OF, "r2")] == ["b"]


def test_a_missing_fact_may_be_what_would_comply() -> None:
    ruleset = ruleset_of({"facts": {"a": "bool"}, "rules": [{"id": "r", "require": "a"}]})
    (change,) = whatif(ruleset, {}, AS_OF)
    assert (change.before, change.after) == (MISSING, True)


def test_an_unknown_rule_is_refused() -> None:
    ruleset = ruleset_of({"facts": {"a": "bool"}, "rules": [{"id": "r1", "require": "a"}]})
    with pytest.raises(Exception, match="no rule `r2`"):
        whatif(ruleset, {"a": False}, AS_OF, "r2")
