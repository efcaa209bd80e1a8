"""Questions: the missing facts, the one that settles most first, until nothing is undetermined."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cel.reference import ERROR
from tests.reasoning.reference import Judge, gaps
from tests.reasoning.strategies import AS_OF, DOMAINS, PATHS, cases, ruleset_of, rulesets
from xreason.cel.values import MISSING
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning import Finding, Outcome, Verdict, decide, questions
from xreason.rulesets import Facts, Ruleset
from xreason.rulesets.moments import moment

WHOLE = ("a", "b", "group.c", "group.risk", "fated", "n", "m")
"""Facts whose every value is tried; of others, those at which the rules turn."""


@given(rulesets(errors=False), cases(), st.data())
def test_answering_the_first_question_again_and_again_settles_everything(
    ruleset: Ruleset, case: Facts, data: st.DataObject
) -> None:
    verdict = decide(ruleset, case, AS_OF)
    values = list(case.values)
    for _ in range(len(PATHS) + 20):
        asked = questions(verdict)
        if not asked:
            break
        places = {place.path: place for place in gaps(ruleset, values)}
        assert asked[0].path in places
        place = places[asked[0].path]
        answer = data.draw(st.sampled_from(place.domain)) if place.domain else []
        values = place.written(values, answer)
        verdict = decide(ruleset, Facts(values), AS_OF)
    assert Outcome.UNDETERMINED not in verdict.outcomes.values()
    assert verdict.finding is not Finding.UNDETERMINED


@given(rulesets(), cases())
def test_what_is_asked_is_what_some_rule_misses(ruleset: Ruleset, case: Facts) -> None:
    try:
        verdict = decide(ruleset, case, AS_OF)
    except DiagnosticError:
        return
    missed = {path for detail in verdict.rules for path in detail.missing}
    asked = [question.path for question in questions(verdict)]
    assert set(asked) == missed
    assert len(asked) == len(missed)


@given(rulesets(), cases())
def test_the_first_question_settles_at_least_as_much_as_any_other(ruleset: Ruleset, case: Facts) -> None:
    try:
        verdict = decide(ruleset, case, AS_OF)
    except DiagnosticError:
        return
    asked = questions(verdict)
    assert [question.weight for question in asked] == sorted((q.weight for q in asked), reverse=True)
    for question in asked:
        if question.path in WHOLE:
            rules, expected = _settled(verdict, question.path)
            assert question.settles == rules
            assert question.weight == pytest.approx(float(expected))


def _settled(verdict: Verdict, path: str) -> tuple[int, Fraction]:
    """How many rules an answer may give another outcome, and how many it does on average."""
    slot = PATHS.index(path)
    shares = []
    for detail in verdict.rules:
        if path not in detail.missing:
            continue
        hits = 0
        for value in DOMAINS[path]:
            values = [*verdict.facts.values[:slot], value, *verdict.facts.values[slot + 1 :]]
            outcome = Judge(verdict.ruleset, values, moment(AS_OF)).outcome(detail.rule)
            hits += outcome not in (detail.outcome, ERROR)
        shares.append(Fraction(hits, len(DOMAINS[path])))
    return sum(share > 0 for share in shares), sum(shares, Fraction(0))


def test_a_fact_that_settles_two_rules_is_asked_before_one_that_settles_one() -> None:
    rules = [{"id": "r1", "require": "b"}, {"id": "r2", "require": "a"}, {"id": "r3", "require": "!a"}]
    verdict = decide(ruleset_of({"rules": rules}), Facts([MISSING] * len(PATHS)), AS_OF)
    assert [(q.path, q.settles) for q in questions(verdict)] == [("a", 2), ("b", 1)]


def test_a_question_is_put_in_the_words_of_the_ruleset() -> None:
    ruleset = ruleset_of(
        {
            "facts": {
                "a": {"type": "bool", "ask": "Is it so?"},
                "items": {"type": "list", "of": {"ok": "bool"}},
            },
            "rules": [{"id": "r", "require": "a && items.all(i, i.ok)"}],
        }
    )
    asked = questions(decide(ruleset, Facts([MISSING, [(MISSING,)]]), AS_OF))
    assert {question.path: question.ask for question in asked} == {
        "a": "Is it so?",
        "items[0].ok": "What is `items[0].ok`?",
    }
