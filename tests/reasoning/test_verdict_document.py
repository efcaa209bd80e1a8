"""The verdict document: valid, the same bytes each time, and its digest can be worked out again."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import jsonschema
import pytest
from hypothesis import given

from tests.reasoning.strategies import AS_OF, cases, ruleset_of, rulesets
from xreason.kernel.canonical import canonical_bytes, digest
from xreason.kernel.diagnostics import DiagnosticError, Source
from xreason.reasoning import decide, document
from xreason.reasoning.verdict_document import schema
from xreason.rulesets import Facts, Provenance, Ruleset, load

VALIDATOR = jsonschema.Draft202012Validator(schema())

RULESET = """
xreason: 1
id: test/document
version: 1.2.3
title: Of the document
sources: {law: {title: The Law}}
facts:
  told: {type: timestamp, nullable: true}
  found: timestamp
  size: int
  price: decimal
  wait: duration
  risk: {enum: [none, low, high]}
  items: {type: list, of: {name: string, price: decimal, on: {type: date, nullable: true}}}
parameters:
  within: [{from: 2018-05-25, value: 72h, cite: law#1}]
definitions:
  grave: {value: size > 100, unless: [{when: risk == "none", value: false, cite: law#2}]}
rules:
  - id: tell
    title: Tell
    cite: [law#1, law#2]
    severity: critical
    applies: grave
    unless: [{id: small, title: Small ones, when: 'items.exists(i, i.price < 1)', cite: law#3}]
    require: told != null && told - found <= within
    pending: {when: told == null && as_of - found <= within, due: found + within}
    remedy: Tell it now.
  - {id: ask, cite: law#4, require: price >= 10, review: {question: Is the price fair?}}
  - {id: list, cite: law#5, forbid: 'items.all(i, i.on != null && i.on < date("2026-01-01"))'}
  - {id: open, cite: law#6, require: wait < within || size > 1000000}
"""
FACTS = {
    "told": None,
    "found": "2026-06-14T12:00:00.5+02:00",
    "size": 2**60,
    "price": "9.90",
    "risk": "high",
    "items": [{"name": "é\u2028", "price": 3, "on": None}, {"name": "b", "price": "2.50"}],
}


def test_a_document_says_all_that_was_judged() -> None:
    told = document(decide(load(Source("rules.yaml", RULESET)), FACTS, AS_OF), proofs=lambda _: True)
    VALIDATOR.validate(told)
    assert told["verdict"] == "review"
    assert told["as_of"] == "2026-06-15T00:00:00Z"
    rules = told["rules"]
    assert isinstance(rules, list)
    by_id = {rule["id"]: rule for rule in rules}
    assert {name: rule["outcome"] for name, rule in by_id.items()} == {
        "tell": "pending",
        "ask": "review",
        "list": "satisfied",
        "open": "satisfied",
    }
    assert by_id["tell"]["due"] == "2026-06-17T10:00:00.5Z"
    assert by_id["ask"]["question"] == "Is the price fair?"
    assert [rule["cite"] for rule in rules] == [["law#1", "law#2"], ["law#4"], ["law#5"], ["law#6"]]


@given(rulesets(), cases())
def test_every_document_is_valid(ruleset: Ruleset, case: Facts) -> None:
    facts = Facts(case.values, origin=Provenance("document", source="x.pdf", page=2))
    try:
        told = document(decide(ruleset, facts, AS_OF), proofs=lambda _: True)
    except DiagnosticError:
        return
    # As a reader gets it: what JSON cannot carry would not survive.
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    VALIDATOR.validate(told)


@given(rulesets(), cases())
def test_the_digest_is_over_all_the_rest(ruleset: Ruleset, case: Facts) -> None:
    try:
        told = document(decide(ruleset, case, AS_OF))
    except DiagnosticError:
        return
    body = json.loads(json.dumps(told))
    stated = body.pop("digest")
    assert digest(body) == stated


@given(rulesets(), cases())
def test_judging_twice_gives_the_same_bytes(ruleset: Ruleset, case: Facts) -> None:
    try:
        first = document(decide(ruleset, case, AS_OF), proofs=lambda _: True)
    except DiagnosticError:
        return
    again = load(ruleset.source)
    assert canonical_bytes(document(decide(again, case, AS_OF), proofs=lambda _: True)) == canonical_bytes(
        first
    )


KNOWN = {name: value for name, value in FACTS.items() if name not in ("size", "price", "risk")}
SCRIPT = f"""
import json
from xreason.kernel.diagnostics import Source
from xreason.reasoning import decide, document, questions
from xreason.rulesets import load
verdict = decide(load(Source("rules.yaml", {RULESET!r})), {KNOWN!r}, {AS_OF!r})
told = document(verdict, proofs=lambda _: True)
print(json.dumps([told, [q.path for q in questions(verdict)]]))
"""


@pytest.mark.parametrize("without_asserts", [False, True])
def test_other_processes_give_the_same_bytes(without_asserts: bool) -> None:
    outputs = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, *(["-O"] if without_asserts else []), "-c", SCRIPT]
        outputs.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(outputs) == 1


def test_the_same_facts_in_another_order_give_the_same_digest() -> None:
    ruleset = load(Source("rules.yaml", RULESET))
    turned = dict(reversed(FACTS.items()))
    one, other = (document(decide(ruleset, facts, AS_OF)) for facts in (FACTS, turned))
    assert one == other


def test_another_fact_gives_another_digest() -> None:
    ruleset = ruleset_of({"facts": {"n": "int"}, "rules": [{"id": "r", "require": "n > 0"}]})
    digests = {document(decide(ruleset, {"n": n}, AS_OF))["digest"] for n in range(1, 5)}
    assert len(digests) == 4
