"""XReason, the rules by hand, and every engine that is installed judge the benchmark's cases alike."""

from __future__ import annotations

import pytest

from bench.agree import disagreements, expected_of
from bench.cases import Case, generate, paths, with_missing
from bench.engines import Decision, installed
from bench.ours import XReason, ruleset
from xreason.reasoning import decide
from xreason.rulesets.model import Ruleset

MAY_BECOME = {
    "not_applicable": {"not_applicable"},
    "exempt": {"exempt", "not_applicable"},
    "satisfied": {"satisfied", "exempt"},
    "pending": {"pending", "exempt", "satisfied"},
    "review": {"review", "exempt", "satisfied", "pending"},
    "violated": {"violated", "pending", "review"},
}
"""What an outcome with facts missing can turn into as they come in, by the order of steps in DESIGN §3."""


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return ruleset()


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return generate()


@pytest.fixture(scope="module")
def expected(cases: list[Case]) -> list[Decision]:
    return expected_of(cases)


def test_there_are_fifty_rules_and_two_hundred_cases(rules: Ruleset, cases: list[Case]) -> None:
    assert (len(rules.rules), len(cases)) == (50, 200)


def test_cases_are_the_same_every_time(cases: list[Case]) -> None:
    assert generate() == cases


def test_every_rule_is_both_satisfied_and_violated_by_some_case(expected: list[Decision]) -> None:
    for rule in expected[0][0]:
        assert {"satisfied", "violated"} <= {outcomes[rule] for outcomes, _ in expected}, rule


def test_a_tenth_to_a_fifth_of_the_outcomes_are_violations(expected: list[Decision]) -> None:
    outcomes = [outcome for decided, _ in expected for outcome in decided.values()]
    assert 0.1 <= outcomes.count("violated") / len(outcomes) <= 0.2


def test_xreason_agrees_with_the_rules_written_by_hand(
    rules: Ruleset, cases: list[Case], expected: list[Decision]
) -> None:
    assert disagreements("xreason", XReason(rules, cases[0].as_of), cases, expected) == []


@pytest.mark.parametrize("name", sorted(installed()))
def test_other_engines_agree(name: str, rules: Ruleset, cases: list[Case], expected: list[Decision]) -> None:
    engine = installed()[name](rules, cases[0].as_of)
    some = slice(0, None, 10) if name == "clingo" else slice(None)
    assert disagreements(name, engine, cases[some], expected[some]) == []


def test_outcomes_with_facts_missing_allow_for_what_the_facts_say(
    rules: Ruleset, cases: list[Case], expected: list[Decision]
) -> None:
    for case, (outcomes, _) in zip(cases, expected, strict=True):
        less = with_missing(case)
        verdict = decide(rules, less.facts, less.as_of)
        for rule, outcome in verdict.outcomes.items():
            if outcome != "undetermined":
                assert outcomes[rule] in MAY_BECOME[outcome], (case.number, rule)


def test_undetermined_rules_name_facts_that_are_missing(rules: Ruleset, cases: list[Case]) -> None:
    for case in cases:
        less = with_missing(case)
        gone = _paths(case) - _paths(less)
        verdict = decide(rules, less.facts, less.as_of)
        for rule in verdict.rules:
            assert rule.missing or rule.outcome != "undetermined", (case.number, rule.id)
            assert not rule.missing or rule.outcome in {"undetermined", "violated"}, (case.number, rule.id)
            assert set(rule.missing) <= gone, (case.number, rule.id)


def _paths(case: Case) -> set[str]:
    return {".".join(filter(None, path)) for path in paths(case.facts)}
