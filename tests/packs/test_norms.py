"""The packs give the known answers of norms.json."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outside import shared
from tests.packs.mapping import read
from tests.packs.norms import main, outcome, pack, read_json, vectors
from xreason.packs import names


def test_every_public_vector_comes_out_as_the_file_says(capsys: pytest.CaptureFixture[str]) -> None:
    path = shared("vectors/norms.json")
    assert main([str(path)]) == 0, capsys.readouterr().out


def test_a_wrong_answer_is_printed_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "vectors.json"
    vector = '{"in": {"fee": 10.5, "manifestly_unfounded_or_excessive": false}, "out": "compliant"}'
    path.write_text(f'{{"norms": [{{"id": "gdpr.12.5.free", "vectors": [{vector}]}}]}}', "utf-8")
    assert main([str(path)]) == 1
    printed = capsys.readouterr().out
    assert "gdpr.12.5.free #1: violated, expected satisfied" in printed
    assert "1 vectors, 1 mismatches" in printed


def test_every_norm_is_a_rule_of_its_pack_and_every_rule_a_norm() -> None:
    mapped = {(entry.pack, norm) for norm, entry in read().items()}
    assert mapped == {(name, rule.id) for name in names() for rule in pack(name).rules}


def test_every_input_of_every_norm_is_mapped_or_named_as_unread() -> None:
    mappings = read()
    norms = read_json(shared("vectors/norms.json"))["norms"]
    assert isinstance(norms, list)
    assert len(norms) == len(mappings) == 99
    for norm in norms:
        entry = mappings[norm["id"]]
        assert set(entry.read_inputs()) == set(norm["inputs"]), norm["id"]


def test_every_mapped_fact_is_a_fact_of_the_pack() -> None:
    for norm, entry in read().items():
        assert set(entry.facts) <= {fact.path for fact in pack(entry.pack).facts}, norm


def test_a_vector_without_inputs_is_not_decided_by_chance() -> None:
    mappings = read()
    certain = {norm for norm, entry in mappings.items() if outcome(norm, entry, {}) != "undetermined"}
    assert certain == set()


def test_the_file_has_vectors_for_every_norm() -> None:
    document = read_json(shared("vectors/norms.json"))
    assert {vector.norm for vector in vectors(document)} == set(read())
