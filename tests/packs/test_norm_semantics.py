"""The packs mean what norms.json says, not only what its examples show.

Each norm's conditions are evaluated by `conditions`, which knows nothing of XReason, over inputs
drawn near their boundaries, with some left out; the pack must come to the same outcome.

The two agree on everything that is drawn. What the mapping cannot express at all:

* a denominator of zero: an error in the pack, and no outcome in the norm;
* a value outside the list that an input's type names (a `tier` other than 4 or 5): refused, because
  the pack's fact has these values only.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from tests.outside import REPOSITORY, shared
from tests.packs.conditions import Norm
from tests.packs.mapping import read
from tests.packs.norms import WORDS, outcome, read_json, vectors
from tests.packs.sampling import samples

HOW_MANY = int(os.environ.get("NORM_SAMPLES", "50"))


def _norms() -> dict[str, Mapping[str, object]]:
    path = Path(os.environ.get("XREASON_SHARED", REPOSITORY.parent / "shared")) / "vectors" / "norms.json"
    norms = read_json(path)["norms"] if path.exists() else []
    assert isinstance(norms, list)
    return {norm["id"]: norm for norm in norms}


NORMS = _norms()


@pytest.mark.parametrize("name", sorted(read()))
def test_the_pack_agrees_with_the_conditions(name: str) -> None:
    shared("vectors/norms.json")
    conditions, mapping = Norm.of(NORMS[name]), read()[name]
    seen = set()
    for inputs in samples(NORMS[name], HOW_MANY, Random(name)):
        expected = conditions.outcome(inputs)
        assert outcome(name, mapping, inputs) == expected, inputs
        seen.add(expected)
    assert {"satisfied", "undetermined"} <= seen, "the samples are too one-sided to prove anything"


def test_the_conditions_give_the_public_answers() -> None:
    document = read_json(shared("vectors/norms.json"))
    wrong = [v for v in vectors(document) if Norm.of(NORMS[v.norm]).outcome(v.inputs) != v.expected]
    assert wrong == []


def test_the_words_of_the_file_are_outcomes() -> None:
    known = read_json(shared("vectors/norms.json"))["verdicts"]
    assert isinstance(known, list)
    outcomes = {"satisfied", "violated", "pending", "review", "not_applicable", "exempt", "undetermined"}
    assert {WORDS.get(word, word) for word in known} == outcomes
