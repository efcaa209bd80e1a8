"""JSON as the same tree."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rulesets.samples import marked, source
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.rulesets.documents import read_tree
from xreason.rulesets.json_tree import read_json
from xreason.rulesets.nodes import MappingNode, to_python

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def refusal(text: str, name: str = "facts.json") -> Diagnostic:
    with pytest.raises(DiagnosticError) as caught:
        read_tree(source(text, name))
    return caught.value.diagnostics[0]


@given(json_values, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_what_python_writes_is_read_back(value: object, ascii_only: bool, indent: int | str | None) -> None:
    node = read_json(source(json.dumps(value, ensure_ascii=ascii_only, indent=indent)))
    assert node is not None
    assert to_python(node) == value


def test_numbers_stay_exact() -> None:
    assert to_python_of('{"a": 0.10, "b": 1e400, "c": 12345678901234567890}') == {
        "a": Decimal("0.10"),
        "b": Decimal("1e400"),
        "c": 12345678901234567890,
    }


def to_python_of(text: str) -> object:
    node = read_json(source(text))
    assert node is not None
    return to_python(node)


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ('{"a": 1, "a": 2}', "document.duplicate-key", '"a"'),
        ('{"a": NaN}', "document.json-syntax", "NaN"),
        ('{"a": -Infinity}', "document.json-syntax", "-Infinity"),
        ('{"a": 1,}', "document.json-syntax", "}"),
        ('{"a" 1}', "document.json-syntax", "1"),
        ('{"a": 01}', "document.json-syntax", "01"),
        ('{"a": 1 "b": 2}', "document.json-syntax", '"'),
        ('{"a": tru}', "document.json-syntax", "tru"),
        ("{'a': 1}", "document.json-syntax", "'"),
        ('{"a": "x', "document.json-syntax", '"'),
        ('{"a": "\\q"}', "document.json-syntax", '"'),
        ('{"a": 1} {"b": 2}', "document.json-syntax", "{"),
        ('{"a": "\\ud800"}', "document.character", '"\\ud800"'),
        ("[" * 100_000, "document.too-deep", "["),
    ],
)
def test_what_is_not_json_is_refused_at_its_place(text: str, code: str, at: str) -> None:
    found = refusal(text)
    assert found.code == code
    assert marked(found) == at


def test_nan_is_told_from_other_mistakes() -> None:
    assert "no such number" in (refusal('{"a": NaN}').hint or "")


def test_what_begins_like_json_may_still_be_yaml() -> None:
    node = read_tree(source("{a: 1, b: NO}", "facts.yaml"))
    assert node is not None
    assert to_python(node) == {"a": 1, "b": "NO"}


def test_what_looks_like_broken_json_is_told_so() -> None:
    assert refusal('{"a": [1, 2}', "-").code == "document.json-syntax"


def test_places_are_those_of_the_text() -> None:
    text = '{"á": [1, {"b": "x"}],\n "c": true}'
    node = read_json(source(text))
    assert isinstance(node, MappingNode)
    assert text[node.start : node.end] == text
    assert text[node.entries["c"].start : node.entries["c"].end] == "true"
    assert text[node.entries["á"].start : node.entries["á"].end] == '[1, {"b": "x"}]'


@given(st.text('{}[],:"\\ \n0123456789.eE+-truefalsnu/', max_size=40))
def test_any_text_is_read_as_json_reads_it_or_refused(text: str) -> None:
    try:
        expected = json.loads(text, parse_float=Decimal, object_pairs_hook=without_duplicates)
    except (ValueError, RecursionError):
        if text.strip(" \t\r\n"):
            with pytest.raises(DiagnosticError):
                read_json(source(text))
        return
    assert to_python_of(text) == expected


def without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("duplicate")
    return dict(pairs)
