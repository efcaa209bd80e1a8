"""Renderings of a proof: the same lines in a terminal, in Markdown and in HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreason.kernel.diagnostics import Source
from xreason.reasoning import decide, prove
from xreason.reasoning.jsonable import JsonValue
from xreason.reasoning.proof import Proof
from xreason.reasoning.render import (
    LONGEST_VALUE,
    escape_markdown,
    plain,
    proof_document,
    proof_html,
    proof_markdown,
    proof_text,
    tree_text,
)
from xreason.rulesets import Ruleset, load, read_facts

DOCUMENT = """\
xreason: 1
id: test/render
version: 1.0.0
title: For renderings
sources: {law: {title: A law}}
facts:
  note: {type: string, nullable: true}
  amount: decimal
  known: bool
  payments: {type: list, of: {amount: decimal, to: string}}
parameters:
  limit:
    - {from: 2020-01-01, value: 100, cite: law#1}
    - {from: 2025-01-01, value: 200, cite: law#2}
definitions:
  total: {value: "payments.map(p, p.amount).sum()", cite: law#3}
rules:
  - id: within
    title: Stay within *the* limit
    kind: obligation
    severity: minor
    cite: law#4
    require: total <= decimal(limit) && payments.all(p, p.to != note)
  - id: bare
    title: Nothing to say
    kind: permission
    severity: info
  - id: either
    title: Either
    kind: obligation
    severity: minor
    require: known || amount > 3
"""

PAYMENTS = [{"amount": "9.50", "to": "a"}, {"amount": "0.75", "to": "b"}]


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return load(Source("render.yaml", DOCUMENT))


def proof(ruleset: Ruleset, rule: str, as_of: str = "2024-06-01", **facts: object) -> Proof:
    """The proof of one rule's outcome."""
    return prove(decide(ruleset, read_facts(ruleset, facts), as_of), rule)


def test_the_tree_shows_elements_parameters_with_their_date_and_definitions(ruleset: Ruleset) -> None:
    text = proof_text(proof(ruleset, "within", payments=PAYMENTS, note="a"))
    assert text.startswith("within: violated\n│  Stay within *the* limit  law#4\n└─ require: false\n")
    assert "total = 10.25  [law#3]\n" in text
    assert "limit = 100  [since 2020-01-01, law#1]" in text
    assert "payments[0]" in text


def test_a_parameter_shows_the_value_that_held_at_the_moment(ruleset: Ruleset) -> None:
    text = proof_text(proof(ruleset, "within", as_of="2025-01-01", payments=PAYMENTS, note=None))
    assert text.startswith("within: satisfied\n")
    assert "limit = 200  [since 2025-01-01, law#2]" in text


def test_lines_join_up_into_one_tree(ruleset: Ruleset) -> None:
    lines = tree_text(proof(ruleset, "within", payments=PAYMENTS, note="a")).split("\n")
    matches = [re.match(r"((?:│  |   )*)([├└]─ )\S", line) for line in lines]
    depths = [len(match[1]) // 3 for match in matches if match is not None]
    assert len(depths) == len(lines)
    assert all(after <= before + 1 for before, after in pairwise(depths))
    assert lines[-1].lstrip("│ ").startswith("└─ ")


def test_a_rule_without_conditions_has_a_proof_without_steps(ruleset: Ruleset) -> None:
    assert proof_text(proof(ruleset, "bare")) == "bare: satisfied\n   Nothing to say"


def test_what_is_missing_is_called_missing_and_kept_apart_in_data(ruleset: Ruleset) -> None:
    made = proof(ruleset, "either", known=False)
    assert "└─ amount > 3 → missing\n" in proof_text(made)
    steps: Any = proof_document(made)["steps"]
    assert steps[0]["node"]["missing"] is True
    assert "value" not in steps[0]["node"]


class Text(HTMLParser):
    """The words of an HTML fragment, and whether its elements nest."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.feed(fragment)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@given(st.text(max_size=30))
def test_no_text_breaks_a_rendering(text: str) -> None:
    made = proof(load(Source("render.yaml", DOCUMENT)), "within", payments=PAYMENTS, note=text)
    html = Text(proof_html(made))
    assert html.tags <= {"article", "h3", "p", "ul", "li", "code", "b", "span"}
    items = re.findall(r"^ *- ", proof_markdown(made), re.MULTILINE)
    assert len(items) == len(tree_text(made).split("\n"))


def test_markdown_is_escaped(ruleset: Ruleset) -> None:
    text = proof_markdown(proof(ruleset, "within", payments=PAYMENTS, note="`x` | <b>"))
    assert "Stay within \\*the\\* limit · law\\#4" in text
    assert "``` `x` | <b> ```" in text or "`` `x` | <b> ``" in text


def test_html_is_escaped(ruleset: Ruleset) -> None:
    fragment = proof_html(proof(ruleset, "within", payments=PAYMENTS, note="</b><script>"))
    assert "<script" not in fragment
    assert "&lt;/b&gt;&lt;script&gt;" in fragment


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        ("true", '"true"'),
        (" x", '" x"'),
        ("a\nb", '"a\\nb"'),
        ("2026-01-31", "2026-01-31"),
        (1.5, "1.5"),
        ({"a": [1, "x"]}, "{a: [1, x]}"),
    ],
)
def test_a_value_is_one_short_line(value: JsonValue, text: str) -> None:
    assert plain(value) == text


def test_a_long_value_is_cut(ruleset: Ruleset) -> None:
    text = proof_text(proof(ruleset, "within", payments=PAYMENTS, note="x" * 10_000))
    assert max(map(len, text.split("\n"))) < LONGEST_VALUE + 300


@pytest.mark.parametrize("word", ["not_applicable", "a.b-c", "eu/gdpr", "Ärger"])
def test_plain_words_are_not_disfigured(word: str) -> None:
    assert escape_markdown(word) == word
