"""Errors: at their place in the document, and only where they decide something."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.reasoning.strategies import ruleset_of
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning import Outcome, decide
from xreason.rulesets import Ruleset

AS_OF = "2026-06-15"
FACTS = {
    "a": "bool",
    "n": "int",
    "maybe": {"type": "int", "nullable": True},
    "sure": {"type": "bool", "nullable": True},
    "xs": {"type": "list", "of": "int", "max": 5},
    "at": "timestamp",
    "price": "decimal",
}


def ruleset_with(**rule: object) -> Ruleset:
    """A ruleset of one rule, `r`."""
    return ruleset_of({"facts": FACTS, "rules": [{"id": "r", **rule}]})


def error_of(ruleset: Ruleset, facts: Mapping[str, object]) -> tuple[str, str]:
    """Code of the one error, and the text at its place."""
    with pytest.raises(DiagnosticError) as caught:
        decide(ruleset, facts, AS_OF)
    (found,) = caught.value.diagnostics
    assert found.source is ruleset.source
    assert found.span is not None
    return found.code, ruleset.source.text[found.span.start : found.span.end]


@pytest.mark.parametrize(
    ("require", "facts", "code", "place"),
    [
        ("a && 6 / n > 2", {"a": True, "n": 0}, "cel.division-by-zero", "6 / n"),
        ("6 % n == 0", {"n": 0}, "cel.division-by-zero", "6 % n"),
        ("price / n > 2", {"n": 0, "price": 1}, "cel.division-by-zero", "price / n"),
        ("n + 1 > n", {"n": 2**63 - 1}, "cel.overflow", "n + 1"),
        ("-n > 0", {"n": -(2**63)}, "cel.overflow", "-n"),
        ("price * price > 1", {"price": "1.00000000000000000000000001"}, "cel.overflow", "price * price"),
        ("at + days(1) > at", {"at": "9999-12-31T12:00:00Z"}, "cel.overflow", "at + days(1)"),
        (
            "date(n, 1, 1) > date(at)",
            {"n": 0, "at": "2026-01-01T00:00:00Z"},
            "cel.invalid-argument",
            "date(n, 1, 1)",
        ),
        ("maybe + 1 > 2", {"maybe": None}, "cel.null-operand", "maybe + 1"),
        ("maybe > 2", {"maybe": None}, "cel.null-operand", "maybe > 2"),
        ("sure", {"sure": None}, "cel.null-operand", "sure"),
        ("!sure", {"sure": None}, "cel.null-operand", "!sure"),
        ("xs[n] > 0", {"xs": [1], "n": 1}, "cel.index-out-of-range", "xs[n]"),
        ("xs.max() > 0", {"xs": []}, "cel.invalid-argument", "xs.max()"),
        ("xs.all(x, 6 / x > 0)", {"xs": [1, 0]}, "cel.division-by-zero", "6 / x"),
        ("xs.exists_one(x, 6 / x > 5)", {"xs": [1, 1, 0]}, "cel.division-by-zero", "6 / x"),
        ("xs.map(x, 6 / x).size() == 2", {"xs": [1, 0]}, "cel.division-by-zero", "6 / x"),
        ("(a ? 6 / n : 1) > 0", {"a": True, "n": 0}, "cel.division-by-zero", "6 / n"),
    ],
)
def test_an_error_is_shown_where_it_happens(
    require: str, facts: dict[str, object], code: str, place: str
) -> None:
    found, text = error_of(ruleset_with(require=require), facts)
    assert found == code
    assert text in (place, f'"{place}"')


@pytest.mark.parametrize(
    ("require", "facts", "outcome"),
    [
        ("6 / n > 2 || a", {"a": True, "n": 0}, Outcome.SATISFIED),
        ("a || 6 / n > 2", {"a": True, "n": 0}, Outcome.SATISFIED),
        ("6 / n > 2 && a", {"a": False, "n": 0}, Outcome.VIOLATED),
        ("maybe > 2 && a", {"a": False, "maybe": None}, Outcome.VIOLATED),
        ("xs.all(x, 6 / x > 5)", {"xs": [0, 2]}, Outcome.VIOLATED),
        ("xs.exists(x, 6 / x > 5)", {"xs": [0, 1]}, Outcome.SATISFIED),
        ("n == 0 || 6 / n > 2", {"n": 0}, Outcome.SATISFIED),
        ("maybe == null || maybe > 2", {"maybe": None}, Outcome.SATISFIED),
        ("(a ? 6 / n : 1) == 1", {"a": False, "n": 0}, Outcome.SATISFIED),
        ("cel.bind(q, 6 / n, a || q > 2)", {"a": True, "n": 0}, Outcome.SATISFIED),
        ("maybe == price", {"maybe": None, "price": 1}, Outcome.VIOLATED),
        ("maybe in [1, 2]", {"maybe": None}, Outcome.VIOLATED),
    ],
)
def test_an_error_that_another_operand_makes_up_for_is_none(
    require: str, facts: dict[str, object], outcome: Outcome
) -> None:
    assert decide(ruleset_with(require=require), facts, AS_OF).outcomes["r"] is outcome


@pytest.mark.parametrize("require", ["6 / n > 2 || a", "6 / n > 2 && a", "a ? 6 / n > 2 : true"])
def test_where_a_missing_fact_could_make_up_for_an_error_the_outcome_is_open(require: str) -> None:
    detail = decide(ruleset_with(require=require), {"n": 0}, AS_OF).rule("r")
    assert (detail.outcome, detail.missing) == (Outcome.UNDETERMINED, ("a",))


def test_each_part_of_a_rule_shows_its_own_error() -> None:
    wrong = "6 / n > 2"
    for rule in (
        {"applies": wrong, "require": "a"},
        {"unless": [{"id": "e", "when": wrong}], "require": "a"},
        {"forbid": wrong},
        {"require": "a", "pending": {"when": wrong}},
        {"require": "a", "review": {"when": wrong, "question": "Is it?"}},
    ):
        assert error_of(ruleset_with(**rule), {"a": False, "n": 0}) == ("cel.division-by-zero", "6 / n")


def test_a_step_that_is_not_reached_cannot_err() -> None:
    wrong = "6 / n > 2"
    facts: dict[str, object] = {"a": True, "n": 0}
    for rule, outcome in (
        ({"applies": "!a", "require": wrong}, Outcome.NOT_APPLICABLE),
        ({"unless": [{"id": "e", "when": "a"}], "require": wrong}, Outcome.EXEMPT),
        ({"require": "a", "pending": {"when": wrong}}, Outcome.SATISFIED),
        ({"require": "a", "review": {"when": wrong, "question": "Is it?"}}, Outcome.SATISFIED),
    ):
        assert decide(ruleset_with(**rule), facts, AS_OF).outcomes["r"] is outcome


def test_all_rules_that_err_are_reported_at_once() -> None:
    rules = [{"id": f"r{k}", "require": f"6 / n > {k}"} for k in range(3)]
    ruleset = ruleset_of({"facts": FACTS, "rules": [*rules, {"id": "fine", "require": "a"}]})
    with pytest.raises(DiagnosticError) as caught:
        decide(ruleset, {"a": True, "n": 0}, AS_OF)
    places = [found.span for found in caught.value.diagnostics]
    assert len(set(places)) == 3
    assert decide(ruleset, {"a": True, "n": 0}, AS_OF, "fine").outcomes == {"fine": Outcome.SATISFIED}


CONFLICT = {
    "facts": FACTS,
    "definitions": {
        "share": {
            "value": "1",
            "unless": [
                {"when": "a", "value": "2"},
                {"when": "n > 0", "value": "3"},
                {"when": "n > 5", "value": "2"},
            ],
        }
    },
}


def test_exceptions_that_apply_together_and_disagree_are_a_conflict() -> None:
    ruleset = ruleset_of({**CONFLICT, "rules": [{"id": "r", "require": "share == 2"}]})
    for facts, outcome in (
        ({"a": False, "n": 0}, Outcome.VIOLATED),
        ({"a": True, "n": 0}, Outcome.SATISFIED),
        ({"a": False, "n": 1}, Outcome.VIOLATED),
    ):
        assert decide(ruleset, facts, AS_OF).outcomes["r"] is outcome
    for facts in ({"a": True, "n": 1}, {"a": False, "n": 6}):
        code, place = error_of(ruleset, facts)
        assert code == "check.conflicting-definition"
        assert place.strip('"') in ("n > 0", "n > 5")


def test_a_conflict_is_made_up_for_like_any_error() -> None:
    ruleset = ruleset_of({**CONFLICT, "rules": [{"id": "r", "require": "share == 2 || a"}]})
    assert decide(ruleset, {"a": True, "n": 1}, AS_OF).outcomes["r"] is Outcome.SATISFIED


def test_an_error_in_a_definition_is_shown_there() -> None:
    parts = {"facts": FACTS, "definitions": {"share": {"value": "6 / n"}}}
    ruleset = ruleset_of({**parts, "rules": [{"id": "r", "require": "a && share > 2"}]})
    assert error_of(ruleset, {"a": True, "n": 0}) == ("cel.division-by-zero", "6 / n")
    assert decide(ruleset, {"a": False, "n": 0}, AS_OF).outcomes["r"] is Outcome.VIOLATED


def test_what_an_unknown_exception_may_make_needless_is_no_error() -> None:
    unless = [{"when": "a", "value": "2"}]
    parts = {"facts": FACTS, "definitions": {"share": {"value": "6 / n", "unless": unless}}}
    ruleset = ruleset_of({**parts, "rules": [{"id": "r", "require": "share == 2"}]})
    detail = decide(ruleset, {"n": 0}, AS_OF).rule("r")
    assert (detail.outcome, detail.missing) == (Outcome.UNDETERMINED, ("a",))
    assert decide(ruleset, {"n": 0, "a": True}, AS_OF).outcomes["r"] is Outcome.SATISFIED
    assert error_of(ruleset, {"n": 0, "a": False}) == ("cel.division-by-zero", "6 / n")
