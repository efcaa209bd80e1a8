"""All readings of an expression agree: compiled, interpreted, and the naive reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cel.grammar import VARIABLES
from tests.cel.readings import AS_FOUND, GIVEN_UP, Case, Readings, incomplete, readings_of
from tests.cel.reference import ERROR
from tests.cel.strategies import expressions, facts, forgotten, seeded_expressions

ALL_FACTS = facts(VARIABLES)
COMPLETE_FACTS = facts(VARIABLES, missing=False)


@given(st.data(), expressions())
def test_every_reading_comes_to_the_same_result(data: st.DataObject, text: str) -> None:
    readings = readings_of(text)
    if readings is None:
        return
    for missing in (False, True, True):
        assert not readings.disagreements(data.draw(facts(readings.names, missing=missing)))


@AS_FOUND
@given(st.integers(0, 2**32), ALL_FACTS, COMPLETE_FACTS)
def test_every_reading_comes_to_the_same_result_on_many_shapes(
    seed: int, partial: Case, complete: Case
) -> None:
    wrong: list[str] = []
    for readings in filter(None, map(readings_of, seeded_expressions(seed, 15))):
        wrong += readings.disagreements(partial) + readings.disagreements(complete)
    assert not wrong, min(wrong, key=len)


@AS_FOUND
@given(st.data(), st.integers(0, 2**32), COMPLETE_FACTS)
def test_learning_a_missing_fact_changes_no_known_result(data: st.DataObject, seed: int, more: Case) -> None:
    less = data.draw(forgotten(more))
    for readings in filter(None, map(readings_of, seeded_expressions(seed, 12))):
        after = readings.interpreted(more)
        if after is ERROR and ("exists_one" in readings.text or "?" in readings.text):
            continue  # these absorb no errors: what is known without an element or a test may yet err
        for before in (readings.interpreted(less), readings.kleene(less)):
            if before is not GIVEN_UP and (before is ERROR or not incomplete(before)):
                told = f"{readings.text}\n  without: {less}\n  with: {more}"
                assert readings.shown(before) == readings.shown(after), told


@given(
    st.lists(expressions("bool", 2), min_size=2, max_size=4, unique=True),
    st.sampled_from(("&&", "||")),
    st.data(),
)
def test_and_and_or_are_commutative(parts: list[str], sign: str, data: st.DataObject) -> None:
    one = readings_of(f" {sign} ".join(f"({part})" for part in parts))
    other = readings_of(f" {sign} ".join(f"({part})" for part in reversed(parts)))
    if one is None or other is None:
        return
    case = data.draw(facts(one.names))
    assert one.interpreted(case) == other.interpreted(case)
    assert {one.kleene(case), other.kleene(case)} <= {GIVEN_UP, one.interpreted(case)}


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("size(name + name) > 0", {"name": "a" * 600_000}),
        ("name.replace('a', 'bb').size() > 0", {"name": "a" * 600_000}),
        ("size(counts + counts) > 0", {"counts": [1] * 60_000}),
        ("[counts, counts].flatten().size() > 0", {"counts": [1] * 60_000}),
    ],
)
def test_what_grows_too_long_is_an_error_in_every_reading(text: str, case: Case) -> None:
    readings = Readings(text)
    assert readings.interpreted(case) is ERROR
    assert readings.fast(case) is GIVEN_UP
    assert readings.kleene(case) is GIVEN_UP
