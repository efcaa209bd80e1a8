"""Deciding: the eight steps, for complete and for partial facts."""

from __future__ import annotations

import pytest
from hypothesis import event, given

from tests.cel.reference import ERROR
from tests.reasoning.reference import Judge, finding_of
from tests.reasoning.strategies import AS_OF, cases, rulesets
from xreason.cel.values import MISSING
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning import Outcome, decide
from xreason.rulesets import Facts, Ruleset
from xreason.rulesets.moments import moment


def agrees(ruleset: Ruleset, case: Facts) -> None:
    """What the judge and the reference come to must be one."""
    judge = Judge(ruleset, case.values, moment(AS_OF))
    expected = {rule.id: judge.outcome(rule) for rule in ruleset.rules}
    try:
        verdict = decide(ruleset, case, AS_OF)
    except DiagnosticError:
        if ERROR not in expected.values():
            raise
        return
    event(f"finding {verdict.finding}")
    assert verdict.outcomes == expected, case.values
    outcomes = [outcome for outcome in expected.values() if isinstance(outcome, Outcome)]
    assert verdict.finding == finding_of(outcomes)


@given(rulesets(), cases(partial=False))
def test_complete_facts_are_judged_in_the_order_of_the_eight_steps(ruleset: Ruleset, case: Facts) -> None:
    agrees(ruleset, case)


@given(rulesets(), cases())
def test_partial_facts_are_judged_in_the_order_of_the_eight_steps(ruleset: Ruleset, case: Facts) -> None:
    agrees(ruleset, case)


@given(rulesets(), cases())
def test_one_rule_is_judged_as_among_the_others(ruleset: Ruleset, case: Facts) -> None:
    judge = Judge(ruleset, case.values, moment(AS_OF))
    for rule in ruleset.rules:
        expected = judge.outcome(rule)
        if expected is ERROR:
            continue
        verdict = decide(ruleset, case, AS_OF, rule.id)
        assert verdict.outcomes == {rule.id: expected}


@given(rulesets(), cases())
def test_an_outcome_comes_with_what_belongs_to_it(ruleset: Ruleset, case: Facts) -> None:
    judge = Judge(ruleset, case.values, moment(AS_OF))
    try:
        verdict = decide(ruleset, case, AS_OF)
    except DiagnosticError:
        return
    for rule in ruleset.rules:
        due = judge.value(rule.pending.due) if rule.pending is not None and rule.pending.due else MISSING
        if verdict.outcomes[rule.id] is Outcome.PENDING and due is ERROR:
            with pytest.raises(DiagnosticError):
                verdict.rule(rule.id)
            continue
        detail = verdict.rule(rule.id)
        ends = detail.outcome is Outcome.PENDING and due is not MISSING
        assert detail.due == (due if ends else None)
        asked = detail.outcome is Outcome.REVIEW and rule.review is not None
        assert detail.question == ("Is it so?" if asked else None)
        held = [exemption for exemption in rule.unless if judge.truth(exemption.when) is True]
        assert detail.exemption is (held[0] if detail.outcome is Outcome.EXEMPT else None)
        assert not detail.missing or detail.outcome in (Outcome.UNDETERMINED, Outcome.VIOLATED)
        assert detail.missing or detail.outcome is not Outcome.UNDETERMINED
