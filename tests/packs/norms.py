"""Decides the vectors of norms.json, or of a file of the same shape, by the packs.

    python -m tests.packs.norms [VECTORS.json]

Prints each vector that comes out otherwise than the file says, and a count. Exit code 1 if there is one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.outside import REPOSITORY
from tests.packs.mapping import NormInputs, read
from xreason.cel.types import Kind
from xreason.kernel.errors import XReasonError
from xreason.packs import text
from xreason.reasoning.judgement import decide
from xreason.rulesets import load
from xreason.rulesets.model import Ruleset

WORDS = {"compliant": "satisfied", "unknown": "undetermined"}
"""The file's words for outcomes that DESIGN §1 calls otherwise."""


@dataclass(frozen=True)
class Vector:
    """One known answer: a norm, its inputs, and the outcome."""

    norm: str
    number: int
    inputs: Mapping[str, object]
    expected: str


@cache
def pack(name: str) -> Ruleset:
    """A pack, loaded once."""
    return load(text(name))


@cache
def nullable(name: str) -> frozenset[str]:
    """Paths of the facts of a pack that can be null."""
    return frozenset(fact.path for fact in pack(name).facts if fact.type.kind is Kind.NULLABLE)


def outcome(norm: str, mapping: NormInputs, inputs: Mapping[str, object]) -> str:
    """What the pack makes of a norm's inputs."""
    case = mapping.case(inputs, nullable(mapping.pack))
    found = _decide(norm, mapping.pack, case.facts, case.as_of.isoformat())
    if found != "undetermined" or not case.undecided:
        return found
    possible = {_decide(norm, mapping.pack, facts, case.as_of.isoformat()) for facts in case.possibilities()}
    if len(possible) == 1:
        return possible.pop()
    # The requirement fails either way, and what is not known to be pending or under review is violated.
    return "violated" if possible <= {"violated", "pending", "review"} else found


def _decide(norm: str, name: str, facts: dict[str, object], as_of: str) -> str:
    return str(decide(pack(name), facts, as_of, only=norm).outcomes[norm])


def vectors(document: Mapping[str, object]) -> Iterator[Vector]:
    """All vectors of a file of norms."""
    norms = document["norms"]
    assert isinstance(norms, list)
    for norm in norms:
        for number, vector in enumerate(norm.get("vectors", ()), 1):
            expected = vector["out"]
            yield Vector(norm["id"], number, vector["in"], WORDS.get(expected, expected))


def read_json(path: Path) -> dict[str, object]:
    """A JSON file with exact numbers."""
    document: dict[str, object] = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    return document


def _found(vector: Vector, mappings: Mapping[str, NormInputs]) -> str:
    if vector.norm not in mappings:
        return "no such norm"
    try:
        return outcome(vector.norm, mappings[vector.norm], vector.inputs)
    except XReasonError as error:
        return f"error ({error.message})"


def main(arguments: list[str]) -> int:
    """Decide the vectors of a file and print what came out otherwise."""
    beside = Path(os.environ.get("XREASON_SHARED", REPOSITORY.parent / "shared"))
    path = Path(arguments[0]) if arguments else beside / "vectors" / "norms.json"
    mappings = read()
    decided = mismatches = 0
    for vector in vectors(read_json(path)):
        decided += 1
        found = _found(vector, mappings)
        if found != vector.expected:
            mismatches += 1
            inputs = json.dumps(vector.inputs, default=str)
            print(f"{vector.norm} #{vector.number}: {found}, expected {vector.expected}: {inputs}")
    print(f"{decided} vectors, {mismatches} mismatches")
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
