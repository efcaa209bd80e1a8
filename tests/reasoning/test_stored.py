"""A ruleset that comes from the cache judges, proves and explains as the one that was compiled."""

from __future__ import annotations

import marshal

import pytest

from xreason import packs
from xreason.kernel.canonical import canonical_bytes
from xreason.kernel.diagnostics import DiagnosticError, Source
from xreason.reasoning import decide, document, questions, whatif
from xreason.reasoning.program import Program, program_of
from xreason.reasoning.stored import dump, load
from xreason.rulesets import load as load_ruleset

ODD = Source(
    "odd.yaml",
    """\
xreason: 1
id: acme/odd
version: 1.2.3
title: Values of every type
calendars: {works: {weekend: [fri, sat], holidays: [2026-01-01]}}
facts:
  amount: {type: decimal, min: 0}
  day: {type: date, nullable: true}
  kind: {enum: [small, large]}
  items: {type: list, of: {type: record, fields: {price: decimal, tags: {type: list, of: string}}}}
parameters:
  limit: {type: decimal, values: [{from: 2020-01-01, value: "10.50"}, {from: 2026-06-01, value: 12}]}
  grace: [{value: 36h}]
definitions:
  total: {value: "items.map(i, i.price).sum()"}
  due: {value: 'day.addWorkdays(3, "works")'}
rules:
  - {id: r.total, title: Total, severity: major, applies: 'kind in ["large"]',
     require: total <= limit && amount / decimal("3") < limit}
  - {id: r.tags, title: Tags, severity: minor, forbid: 'items.exists(i, "x" in i.tags || i.price > amount)'}
  - {id: r.due, title: Due, severity: info, effective: {from: 2026-01-01}, applies: day != null,
     require: date(as_of) <= due, pending: {due: due}, review: {question: Late for a reason?}}
""",
)
FACTS = {
    "amount": "7.25",
    "day": "2026-01-08",
    "kind": "large",
    "items": [{"price": "5.25", "tags": ["x"]}, {"price": "5.26", "tags": []}],
}


def _again(source: Source) -> tuple[Program, Program]:
    compiled = program_of(load_ruleset(source))
    stored = dump(compiled)
    assert stored is not None
    loaded = load(stored, source)
    assert loaded is not None
    return compiled, loaded


@pytest.mark.parametrize("moment", ["2025-12-31", "2026-01-10", "2026-06-01", "2026-12-31"])
@pytest.mark.parametrize(
    "known", [("amount", "day", "kind", "items"), ("kind", "items"), ("amount", "day"), ()]
)
def test_verdicts_and_proofs_are_the_same_to_the_byte(moment: str, known: tuple[str, ...]) -> None:
    compiled, loaded = _again(ODD)
    facts = {name: FACTS[name] for name in known}
    documents = [
        canonical_bytes(document(decide(program.ruleset, facts, moment), lambda rule: True))
        for program in (compiled, loaded)
    ]
    assert documents[0] == documents[1]


@pytest.mark.parametrize("name", packs.names())
def test_every_pack_can_be_stored(name: str) -> None:
    compiled, loaded = _again(packs.text(name))
    assert compiled.ruleset.digest == loaded.ruleset.digest
    assert next(iter(loaded.ruleset.rules)).title == compiled.ruleset.rules[0].title
    verdicts = [decide(program.ruleset, {}, "2026-03-01") for program in (compiled, loaded)]
    assert verdicts[0].outcomes == verdicts[1].outcomes
    assert verdicts[0].missing == verdicts[1].missing
    assert [q.path for q in questions(verdicts[0])] == [q.path for q in questions(verdicts[1])]


def test_counterfactuals_are_the_same() -> None:
    compiled, loaded = _again(ODD)
    changes = [whatif(program.ruleset, FACTS, "2026-01-10", "r.total") for program in (compiled, loaded)]
    assert changes[0] == changes[1] != ()


def test_errors_are_shown_at_the_same_place() -> None:
    source = Source("div.yaml", ODD.text.replace('decimal("3")', "amount"))
    compiled, loaded = _again(source)
    found = []
    for program in (compiled, loaded):
        with pytest.raises(DiagnosticError, match="zero") as caught:
            decide(program.ruleset, {**FACTS, "amount": 0, "items": []}, "2026-01-10")
        found.append(caught.value.diagnostics[0].place)
    assert found[0] == found[1]
    assert found[0].startswith("div.yaml:19:")


def test_another_format_is_not_read() -> None:
    stored = dump(program_of(load_ruleset(ODD)))
    assert stored is not None
    payload = marshal.loads(stored)
    assert load(marshal.dumps({**payload, "format": 0}), ODD) is None


def test_a_ruleset_with_imports_is_not_stored() -> None:
    common = "xreason: 1\nid: acme/common\nversion: 1.0.0\ntitle: C\nfacts: {a: bool}\nrules: []\n"
    importing = (
        "xreason: 1\nid: acme/b\nversion: 1.0.0\ntitle: B\nimports: {acme/common: ^1.0}\n"
        "rules: [{id: r, title: R, severity: info, require: a}]\n"
    )
    ruleset = load_ruleset(Source("b.yaml", importing), lambda id_: [Source("common.yaml", common)])
    assert dump(program_of(ruleset)) is None
