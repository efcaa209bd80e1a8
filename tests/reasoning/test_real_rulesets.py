"""The rulesets that ship, judged by all readings and by the reference, with facts left out at random."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cel.reference import ERROR
from tests.cel.strategies import forgotten
from tests.outside import REPOSITORY
from tests.reasoning.reference import Judge
from xreason.kernel.diagnostics import DiagnosticError, Source
from xreason.reasoning import decide
from xreason.reasoning.careful import judge
from xreason.reasoning.outcomes import OUTCOMES
from xreason.reasoning.program import program_of
from xreason.rulesets import Facts, Ruleset, load

PACKS = sorted((REPOSITORY / "src" / "xreason" / "packs").rglob("*.yaml"))


@cache
def ruleset_at(path: Path) -> Ruleset:
    """A pack, read once."""
    return load(Source(path.name, path.read_text("utf-8")))


def name_of(path: Path) -> str:
    """`gdpr` and the like."""
    return path.stem


@pytest.mark.parametrize("path", PACKS, ids=name_of)
def test_worked_examples_come_out_the_same_in_every_reading(path: Path) -> None:
    ruleset = ruleset_at(path)
    program = program_of(ruleset)
    for case in ruleset.cases:
        verdict = decide(ruleset, case.facts, case.as_of)
        reference = Judge(ruleset, case.facts.values, case.as_of)
        for index, rule in enumerate(ruleset.rules):
            assert verdict.outcomes[rule.id] is reference.outcome(rule), (case.name, rule.id)
            frame = program.frame(case.facts.values, case.as_of)
            assert OUTCOMES[judge(program, frame, index)] is verdict.outcomes[rule.id], (case.name, rule.id)


@given(st.data())
def test_with_facts_left_out_they_still_agree(data: st.DataObject) -> None:
    ruleset = ruleset_at(data.draw(st.sampled_from(PACKS)))
    case = data.draw(st.sampled_from(ruleset.cases))
    known = {spec.path: value for spec, value in zip(ruleset.facts, case.facts.values, strict=True)}
    facts = Facts(list(data.draw(forgotten(known)).values()))
    reference = Judge(ruleset, facts.values, case.as_of)
    expected = {rule.id: reference.outcome(rule) for rule in ruleset.rules}
    try:
        assert decide(ruleset, facts, case.as_of).outcomes == expected
    except DiagnosticError:
        assert ERROR in expected.values()
