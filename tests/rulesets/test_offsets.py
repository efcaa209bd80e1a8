"""Mistakes in expressions point into the document, however the expression is written there."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rulesets.samples import marked, mistakes, source, with_head
from xreason.kernel.diagnostics import Span
from xreason.rulesets.nodes import MappingNode, ScalarNode
from xreason.rulesets.offsets import place_of
from xreason.rulesets.yaml_tree import read_yaml

FACTS = """\
facts: {a: {enum: [one, "it's"]}, b: int}
rules:
  - id: r
    cite: act
    require: """


@pytest.mark.parametrize(
    "written",
    [
        "b > 3 && unknown == 2",
        "'b > 3 && unknown == 2'",
        '"b > 3 && unknown == 2"',
        "'a == \"it''s\" && unknown == 2'",
        '"a == \\"it\'s\\" \\u0026\\x26 unknown == 2"',
        "|\n      b > 3 &&\n        unknown == 2",
        "|-\n      // a remark\n\n      b > 3 && unknown == 2",
        ">\n      b > 3\n      && unknown == 2\n",
        ">-\n      b > 3 &&\n\n      unknown == 2\n",
        "b > 3 &&\n      unknown == 2",
        "'b > 3 &&\n      unknown == 2'",
        '"b > 3 &&\\\n      \\ unknown == 2"',
        "|2\n        b > 3 && unknown == 2",
    ],
)
def test_a_mistake_is_marked_in_every_style_of_writing(written: str) -> None:
    (found,) = mistakes(with_head("") + FACTS + written + "\n")
    assert found.code == "cel.unknown-name"
    assert marked(found) == "unknown"


words = st.lists(st.text("abcxyz0123()=<>&|'\"é日", min_size=1, max_size=8), min_size=1, max_size=12)


@given(words, st.sampled_from([None, "'", '"', "|", ">"]), st.data())
def test_every_part_of_a_scalar_has_its_place(
    parts: list[str], style: str | None, data: st.DataObject
) -> None:
    text = " ".join(parts)
    document = yaml.safe_dump({"k": text}, default_style=style, allow_unicode=True, width=20)
    root = read_yaml(source(document))
    assert isinstance(root, MappingNode)
    (node,) = root.entries.values()
    assert isinstance(node, ScalarNode)
    assume(node.text.rstrip("\n") == text)
    index = data.draw(st.integers(0, len(parts) - 1))
    start = len(" ".join(parts[:index])) + (1 if index else 0)
    place = place_of(source(document), node.span, text, Span(start, start + len(parts[index])))
    there = document[place.start : place.end]
    if document[node.start] == "'":
        there = there.replace("''", "'")
    if document[node.start] == '"':
        there = there.replace("\\\n", "").replace("\\", "")
    assert "".join(there.split()) == "".join(parts[index].split())


def test_a_text_that_is_not_in_the_document_is_marked_as_a_whole() -> None:
    document = source("k: abc")
    assert place_of(document, Span(3, 6), "something else", Span(2, 4)) == Span(3, 6)


def test_the_end_of_a_text_has_a_place() -> None:
    assert place_of(source("k: 'abc'"), Span(3, 8), "abc", Span(3, 3)) == Span(7, 7)
