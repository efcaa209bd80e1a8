"""The pages of the language say what the code has."""

from __future__ import annotations

import json
import re

import pytest

from tests.outside import REPOSITORY, shared
from xreason.cel import DEFAULT
from xreason.cel.declarations import FUNCTIONS
from xreason.cel.lexer import KINDS_OF_WORDS
from xreason.cel.macros import METHODS

PAGE = (REPOSITORY / "docs/language.md").read_text("utf-8")
RULES, _, NOT_IN_RULES = PAGE.partition("## Not in rules")


def functions(*, rules: bool) -> list[str]:
    """Names of functions, operators left out, of which some overload is in rules or none is."""
    names = [name for name in FUNCTIONS if name[0].isalpha()]
    return [name for name in names if any(o.rules for o in FUNCTIONS[name]) == rules]


@pytest.mark.parametrize("function", functions(rules=True))
def test_each_function_of_rules_is_described(function: str) -> None:
    assert re.search(rf"\b{re.escape(function)}\(", RULES)


@pytest.mark.parametrize("code", sorted(set(re.findall(r"`([^`|]+?\([^`]*\))`", RULES))))
def test_each_call_on_the_page_is_of_something_that_exists(code: str) -> None:
    known = set(METHODS) | {part for name in FUNCTIONS for part in (name, name.split(".")[-1])}
    for called in re.findall(r"([A-Za-z_.]+)\(", code):
        assert called.lstrip(".").split(".")[-1] in known | {"f", "has"}


def test_reserved_words_and_limits_are_those_of_the_code() -> None:
    for word in KINDS_OF_WORDS:
        assert f"`{word}`" in PAGE
    for limit in (
        DEFAULT.text,
        DEFAULT.tokens,
        DEFAULT.nesting,
        DEFAULT.literal,
        DEFAULT.items,
        DEFAULT.cost,
        DEFAULT.size,
    ):
        assert f"| {limit:,}" in NOT_IN_RULES


def test_the_conformance_tests_left_out_are_listed_by_name() -> None:
    page = (REPOSITORY / "docs/conformance.md").read_text("utf-8")
    listed = {
        f"{section}/{name}"
        for section, names in re.findall(r"^`(\S+)`\n: (.+)$", page, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", names)
    }
    vectors = json.loads(shared("vectors/cel_conformance.json").read_text("utf-8"))
    left_out = {f"{v['file']}/{v['section']}/{v['name']}" for v in vectors if v["group"] == "proto"}
    assert listed == left_out
