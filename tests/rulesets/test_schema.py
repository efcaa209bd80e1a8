"""The published JSON Schema is as strict as the loader about keys and kinds of values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.outside import REPOSITORY
from tests.rulesets.samples import BREACH, HEAD, loaded, source
from xreason.kernel.diagnostics import DiagnosticError
from xreason.rulesets.documents import read_tree
from xreason.rulesets.nodes import to_python
from xreason.rulesets.schema import schema

VALIDATOR = Draft202012Validator(schema())


def content(text: str) -> object:
    """A document as an editor sees it."""
    node = read_tree(source(text))
    assert node is not None
    return json.loads(json.dumps(to_python(node), default=float))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_published_schema_is_current() -> None:
    published = REPOSITORY / "docs" / "schemas" / "ruleset.schema.json"
    assert json.loads(published.read_text("utf-8")) == schema(), "`make schemas` writes it anew"


def test_the_sample_is_accepted() -> None:
    assert list(VALIDATOR.iter_errors(content(BREACH))) == []


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "src/xreason/packs").glob("*/*.yaml")), ids=lambda p: p.stem
)
def test_packs_are_accepted(path: Path) -> None:
    assert list(VALIDATOR.iter_errors(content(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + "facts: {a: {b: {c: bool, d: {type: list, of: {x: int, y: {enum: [p]}}}}}}",
        HEAD + "facts:\nrules:\ncases:\n",
        HEAD + "parameters: {p: {value: 3}, q: {type: decimal, values: [{from: 2020-01-01, value: 1}]}}",
        HEAD + "definitions: {a: true, b: {value: 1, unless: [{when: a, value: 2, cite: act}]}}",
        HEAD + "facts: {a: bool}\nrules: [{id: r, unless: [a, {when: a}], require: a, tags: x}]",
        HEAD + "facts: {a: bool}\nrules: [{id: r, unless: a, kind: permission}]",
    ],
)
def test_what_loads_is_accepted(text: str) -> None:
    loaded(text)
    assert list(VALIDATOR.iter_errors(content(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        HEAD.replace("xreason: 1", "xreason: 2"),
        HEAD.replace("test/sample", "Sample"),
        HEAD.replace("1.0.0", "1.0"),
        HEAD + "rulse: []",
        HEAD + "facts: {a: boool}",
        HEAD + "facts: {a: {type: int, mni: 3}}",
        HEAD + "facts: {a: {}}",
        HEAD + "facts: {a-b: int}",
        HEAD + "facts: {a: {enum: []}}",
        HEAD + "facts: {a: {type: int, nullable: maybe}}",
        HEAD + "parameters: {p: 72h}",
        HEAD + "parameters: {p: [{from: 2026-01-01}]}",
        HEAD + "definitions: {a: {unless: []}}",
        HEAD + "rules: [{cite: act}]",
        HEAD + "rules: [{id: r, severity: hgih}]",
        HEAD + "rules: [{id: r, require: 'true', forbid: 'true'}]",
        HEAD + "rules: [{id: r, require: 'true', pending: {}}]",
        HEAD + "rules: [{id: r, require: 'true', review: {}}]",
        HEAD + "rules: {id: r}",
        HEAD + "cases: [{name: x}]",
        HEAD + "cases: [{name: x, as_of: 2026-01-01, expect: {r: fine}}]",
        HEAD + "calendars: {c: {weekend: [saturn]}}",
        HEAD + "effective: {since: 2020-01-01}",
    ],
)
def test_what_the_schema_refuses_does_not_load(text: str) -> None:
    assert list(VALIDATOR.iter_errors(content(text))) != []
    with pytest.raises(DiagnosticError):
        loaded(text)
