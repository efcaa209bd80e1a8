"""Whatever the text, loading gives a ruleset or diagnostics, never another exception."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from tests.rulesets.samples import BREACH, HEAD, loaded, source
from xreason.kernel.diagnostics import DiagnosticError, render
from xreason.rulesets import lint, load
from xreason.rulesets.cases import CASE_KEYS
from xreason.rulesets.definitions import DEFINITION_KEYS
from xreason.rulesets.loader import KEYS
from xreason.rulesets.parameters import STATED_KEYS, VALUE_KEYS
from xreason.rulesets.rules import RULE_KEYS
from xreason.rulesets.schema_types import FACT_KEYS, TYPE_NAMES

WORDS = [
    *KEYS,
    *RULE_KEYS,
    *FACT_KEYS,
    *CASE_KEYS,
    *DEFINITION_KEYS,
    *VALUE_KEYS,
    *STATED_KEYS,
    *TYPE_NAMES,
    *(
        "a",
        "b",
        "as_of",
        "act",
        "act#1",
        "72h",
        "2026-01-01",
        "a > 3",
        "a && b",
        "'",
        '"',
        "|",
        ">",
        "&x",
        "*x",
    ),
    *(
        "!t",
        "<<",
        "{",
        "}",
        "[",
        "]",
        ":",
        "- ",
        "\n",
        "\n  ",
        "#",
        "true",
        "null",
        "1e400",
        ".nan",
        "\t",
        "\u2028",
    ),
]


def load_or_refuse(text: str, name: str = "any.yaml") -> None:
    """Load and lint; what is refused can be shown."""
    try:
        lint(load(source(text, name)))
    except DiagnosticError as error:
        for found in error.diagnostics:
            assert found.code
            assert render(found)


@given(st.text())
def test_any_text(text: str) -> None:
    load_or_refuse(text)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_words_of_the_language(text: str) -> None:
    load_or_refuse(HEAD + text)


@given(st.data())
def test_any_damage_to_a_sound_document(data: st.DataObject) -> None:
    text = BREACH
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 30)))
        text = text[:at] + data.draw(st.sampled_from(WORDS) | st.text(max_size=4)) + text[end:]
    load_or_refuse(text)


values = st.recursive(
    st.sampled_from(WORDS) | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(KEYS), values))
def test_any_values_under_the_keys_of_a_ruleset(sections: dict[str, object]) -> None:
    whole = {"xreason": 1, "id": "a/b", "version": "1.0.0", "title": "T", **sections}
    load_or_refuse(json.dumps(whole), "any.json")


@given(st.lists(st.dictionaries(st.sampled_from(RULE_KEYS), values, max_size=5), max_size=3), values, values)
def test_any_rules_facts_and_parameters(rules: list[object], fact: object, parameter: object) -> None:
    whole = {
        "xreason": 1,
        "id": "a/b",
        "version": "1.0.0",
        "title": "T",
        "facts": {"a": fact, "b": "int"},
        "parameters": {"p": parameter},
        "rules": rules,
    }
    load_or_refuse(json.dumps(whole), "any.json")


@given(st.text(max_size=60))
def test_any_expression_is_marked_within_its_document(expression: str) -> None:
    whole = {"xreason": 1, "id": "a/b", "version": "1.0.0", "title": "T", "definitions": {"d": expression}}
    text = json.dumps(whole)
    try:
        loaded(text)
    except DiagnosticError as error:
        spans = [found.span for found in error.diagnostics if found.span is not None]
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    from xreason.rulesets.documents import decode

    with suppress(DiagnosticError):
        load(decode(data, "any.yaml"))
