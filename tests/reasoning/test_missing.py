"""The missing facts of an undetermined rule: exactly those that could change its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import event, given

from tests.cel.reference import ERROR
from tests.reasoning.reference import Judge, Place, facts_read, gaps
from tests.reasoning.strategies import AS_OF, DOMAINS, PATHS, cases, ruleset_of, rulesets
from xreason.cel.values import MISSING
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning import Outcome, decide
from xreason.rulesets import Facts, Ruleset
from xreason.rulesets.model import Rule
from xreason.rulesets.moments import moment

MOST_STATES = 3_000
"""States of the missing facts that are gone through; beyond, an example is left out."""


def counting(ruleset: Ruleset, rule: Rule, values: Sequence[object]) -> set[str] | None:
    """By enumeration: the gaps for which some state of the others makes them matter."""
    read = facts_read(ruleset, rule)
    places = [gap for gap in gaps(ruleset, values) if ruleset.facts[gap.slot].path in read]
    domains = [(MISSING, *place.domain) for place in places]
    size = 1
    for domain in domains:
        size *= len(domain)
    if size > MOST_STATES or any(len(domain) == 1 for domain in domains):
        return None
    outcomes = {state: _outcome(ruleset, rule, values, places, state) for state in product(*domains)}
    return {place.path for number, place in enumerate(places) if _matters(number, domains[number], outcomes)}


def _outcome(
    ruleset: Ruleset, rule: Rule, values: Sequence[object], places: list[Place], state: tuple[object, ...]
) -> object:
    for place, value in zip(places, state, strict=True):
        values = place.written(values, value)
    return Judge(ruleset, values, moment(AS_OF)).outcome(rule)


def _matters(number: int, domain: tuple[object, ...], outcomes: dict[tuple[object, ...], object]) -> bool:
    """Whether in some state learning this one leads to another outcome; an error is none."""
    for state, before in outcomes.items():
        if state[number] is not MISSING or before is ERROR:
            continue
        learned = (outcomes[(*state[:number], value, *state[number + 1 :])] for value in domain)
        if any(after is not ERROR and after != before for after in learned):
            return True
    return False


VAST = {"day", "total"}
"""Facts with so many values that one too many may be listed."""


@given(rulesets(most_rules=2, errors=False), cases())
def test_a_fact_is_listed_if_and_only_if_learning_it_could_change_the_outcome(
    ruleset: Ruleset, case: Facts
) -> None:
    for detail in decide(ruleset, case, AS_OF).rules:
        if detail.outcome not in (Outcome.UNDETERMINED, Outcome.VIOLATED):
            assert detail.missing == ()
            continue
        expected = counting(ruleset, detail.rule, case.values)
        event("too many states" if expected is None else "enumerated")
        if expected is None:
            continue
        assert set(detail.missing) >= expected, case.values
        if VAST.isdisjoint(detail.missing):
            assert set(detail.missing) == expected, case.values


@given(rulesets(most_rules=2), cases())
def test_where_a_rule_may_err_no_fact_is_listed_that_changes_nothing(ruleset: Ruleset, case: Facts) -> None:
    try:
        details = decide(ruleset, case, AS_OF).rules
    except DiagnosticError:
        return
    for detail in details:
        if detail.outcome is Outcome.UNDETERMINED and VAST.isdisjoint(detail.missing):
            expected = counting(ruleset, detail.rule, case.values)
            # A rule that errs whatever one learns names all that is open.
            assert not expected or set(detail.missing) <= expected, case.values


@given(rulesets(), cases())
def test_an_undetermined_rule_lists_something_in_the_order_of_the_document(
    ruleset: Ruleset, case: Facts
) -> None:
    try:
        verdict = decide(ruleset, case, AS_OF)
    except DiagnosticError:
        return
    listed = [gap.path for gap in gaps(ruleset, case.values)]
    for detail in verdict.rules:
        if detail.outcome is Outcome.UNDETERMINED:
            assert detail.missing, case.values
            assert list(detail.missing) == [path for path in listed if path in detail.missing]


@pytest.mark.parametrize(
    ("require", "known", "missing"),
    [
        ("a && b", {}, ("a", "b")),
        ("a && b", {"a": True}, ("b",)),
        ("a || (b && group.c)", {"group.c": False}, ("a",)),
        ("a || (b && !b)", {}, ("a", "b")),
        ("(a && b) || (a && !b)", {}, ("a", "b")),
        ("a && (b || !b || group.c)", {}, ("a", "b", "group.c")),
        ("a && (b || true)", {}, ("a",)),
        ("n > 1 && n < 1 && a", {}, ("a", "n")),
        ("m != null && m > 1", {}, ("m",)),
        ("a ? 6 / n > 2 : b", {"n": 0}, ("a", "b")),
        ("total * total >= 0 || a", {}, ("a", "total")),
    ],
)
def test_the_facts_listed_are(require: str, known: dict[str, object], missing: tuple[str, ...]) -> None:
    ruleset = ruleset_of({"rules": [{"id": "r", "require": require}]})
    case = Facts([known.get(path, MISSING) for path in PATHS])
    verdict = decide(ruleset, case, AS_OF)
    assert verdict.outcomes["r"] is Outcome.UNDETERMINED
    assert verdict.rule("r").missing == missing


def test_a_gap_inside_a_list_is_listed_by_its_place() -> None:
    ruleset = ruleset_of({"rules": [{"id": "r", "require": "items.all(i, i.ok)"}]})
    values: list[object] = [MISSING] * len(DOMAINS)
    case = Facts([*values, [(True, 1), (MISSING, MISSING), (MISSING, 2)]])
    assert decide(ruleset, case, AS_OF).rule("r").missing == ("items[1].ok", "items[2].ok")
    case = Facts([*values, [(True, 1), (MISSING, MISSING), (False, 2)]])
    assert decide(ruleset, case, AS_OF).outcomes["r"] is Outcome.VIOLATED


def test_a_rule_that_errs_whatever_one_learns_names_what_is_open() -> None:
    ruleset = ruleset_of({"rules": [{"id": "r", "require": "6 / n > 2 && (a || !a || b)"}]})
    values: list[object] = [0 if path == "n" else MISSING for path in PATHS]
    assert decide(ruleset, Facts(values), AS_OF).rule("r").missing == ("a", "b")
