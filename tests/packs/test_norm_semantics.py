"""The packs mean what norms.json says, not only what its examples show.

Each norm's conditions are evaluated by `conditions`, which knows nothing of XReason, over inputs
drawn near their boundaries, with some left out; the pack must come to the same outcome.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest

from tests.outside import REPOSITORY, shared
from tests.packs.conditions import Norm
from tests.packs.mapping import read
from tests.packs.norms import outcome, read_json
from tests.packs.sampling import samples

HOW_MANY = int(os.environ.get("NORM_SAMPLES", "60"))

Inputs = Mapping[str, object]


def _flag_absent(flag: str, value: str) -> Callable[[Inputs], bool]:
    return lambda inputs: flag not in inputs and value in inputs


DEVIATIONS: dict[str, tuple[str, Callable[[Inputs], bool]]] = {}


def _norms() -> list[Mapping[str, object]]:
    path = Path(os.environ.get("XREASON_SHARED", REPOSITORY.parent / "shared")) / "vectors" / "norms.json"
    if not path.exists():
        return []
    norms = read_json(path)["norms"]
    assert isinstance(norms, list)
    return norms


@pytest.mark.parametrize("norm", _norms(), ids=lambda norm: norm["id"])
def test_the_pack_agrees_with_the_conditions(norm: Mapping[str, object]) -> None:
    name = str(norm["id"])
    conditions, mapping = Norm.of(norm), read()[name]
    _, excused = DEVIATIONS.get(name, ("", lambda _: False))
    for inputs in samples(norm, HOW_MANY, Random(name)):
        expected, found = conditions.outcome(inputs), outcome(name, mapping, inputs)
        assert found == expected or excused(inputs), inputs


def test_the_public_vectors_agree_with_the_conditions() -> None:
    norms = read_json(shared("vectors/norms.json"))["norms"]
    assert isinstance(norms, list)
    for norm in norms:
        for vector in norm["vectors"]:
            expected = {"compliant": "satisfied"}.get(vector["out"], vector["out"])
            assert Norm.of(norm).outcome(vector["in"]) == expected, (norm["id"], vector)
