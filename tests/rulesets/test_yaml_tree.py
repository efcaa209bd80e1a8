"""YAML as a tree with places, by the rules of YAML 1.2."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.rulesets.samples import marked, source
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.rulesets.documents import decode, read_tree
from xreason.rulesets.limits import LIMITS
from xreason.rulesets.nodes import MappingNode, Node, NotANumber, ScalarNode, SequenceNode, to_python
from xreason.rulesets.yaml_tree import read_yaml


def content(text: str) -> object:
    node = read_yaml(source(text))
    assert node is not None
    return to_python(node)


def refusals(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(DiagnosticError) as caught:
        read_tree(source(text))
    return caught.value.diagnostics


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("'null'", "null"),
        ('"true"', "true"),
        ("12", 12),
        ("-12", -12),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1.10", Decimal("1.10")),
        ("1e3", Decimal("1e3")),
        (".5", Decimal("0.5")),
        ("2026-01-01", "2026-01-01"),
        ("72h", "72h"),
        ("=", "="),
    ],
)
def test_scalars_are_read_by_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    read = content(f"key: {text}\n")
    assert read == {"key": value}
    assert isinstance(read, dict)
    assert type(read["key"]) is type(value)


@pytest.mark.parametrize("text", [".nan", ".inf", "-.Inf", "9" * 500, "1." + "9" * 500])
def test_what_is_no_finite_or_no_sensible_number_becomes_no_number(text: str) -> None:
    read = content(f"key: {text}\n")
    assert isinstance(read, dict)
    assert isinstance(read["key"], NotANumber)


def test_a_decimal_keeps_all_its_digits() -> None:
    assert content("k: 0.1000000000000000055511151231257827") == {
        "k": Decimal("0.1000000000000000055511151231257827")
    }


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("a: 1\na: 2\n", "document.duplicate-key", "a"),
        ("a: &x 1\n", "document.anchor", "&x"),
        ("a: &x 1\nb: *x\n", "document.alias", "*x"),
        ("a: !!python/object:os.system x\n", "document.tag", "!!python/object:os.system"),
        ("when: !breach.late\n", "document.tag", "!breach.late"),
        ("a: {}\n<<: {b: 1}\n", "document.merge-key", "<<"),
        ("a: 1\n---\nb: 2\n", "document.several", "---"),
        ("[a, b]: 1\n", "document.key", "["),
        ("%YAML 1.1\n---\na: 1\n", "document.yaml-version", "%YAML 1.1"),
        ("a: b: c\n", "document.syntax", ":"),
        ("a: [1, 2\n", "document.syntax", ""),
        ("a: 'b\n", "document.syntax", ""),
        ("a: @b\n", "document.syntax", "@"),
        ("a: \x07\n", "document.character", "\x07"),
        ("a: \ud800\n", "document.character", "\ud800"),
        ("[" * 100_000, "document.too-deep", "["),
        ("a: " + "{b: " * 60, "document.too-deep", "{"),
        ("- " * 5_000, "document.too-deep", ""),
    ],
)
def test_what_could_surprise_a_reader_is_refused_at_its_place(text: str, code: str, at: str) -> None:
    found = [diagnostic for diagnostic in refusals(text) if diagnostic.code == code]
    assert found, refusals(text)
    assert marked(found[0]).strip() == at or code == "document.syntax"


def test_several_refusals_are_reported_together() -> None:
    found = refusals("a: 1\na: &x 2\nb: *x\nc: !t 3\n<<: {}\n")
    assert [diagnostic.code for diagnostic in found] == [
        "document.duplicate-key",
        "document.anchor",
        "document.alias",
        "document.tag",
        "document.merge-key",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a:\n\t- b\n", "tabs"),
        ("require: x ? y : z\n", "quotes"),
        ("when: !x || y\n", "quotes"),
        ("when: @x\n", "quotes"),
        ("when: !x\n", "quotes"),
    ],
)
def test_the_common_mistakes_of_yaml_come_with_the_way_out(text: str, hint: str) -> None:
    assert any(hint in (diagnostic.hint or "") for diagnostic in refusals(text))


def test_an_empty_value_has_its_place_after_its_key() -> None:
    node = read_yaml(source("first:\nsecond: 1\n"))
    assert isinstance(node, MappingNode)
    assert node.entries["first"].start == len("first:")


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n...\n"])
def test_a_document_without_content_is_nothing_or_null(text: str) -> None:
    node = read_yaml(source(text))
    assert node is None or to_python(node) is None


def places(node: Node) -> list[tuple[int, str]]:
    """Start and text of all plain scalars."""
    if isinstance(node, ScalarNode):
        return [(node.start, node.text)]
    if isinstance(node, SequenceNode):
        return [found for item in node.items for found in places(item)]
    return [
        found
        for key, value in node.entries.items()
        for part in (node.keys[key], value)
        for found in places(part)
    ]


@pytest.mark.parametrize(
    "text", ["ключ: значение\nb: [x, 日本語, z]\n", "\ufeffa: b\nc: 😀\nd: e\n", "a: b\r\nc: d\r\n"]
)
def test_places_count_code_points(text: str) -> None:
    node = read_yaml(source(text))
    assert node is not None
    for start, word in places(node):
        assert text[start : start + len(word)] == word


yaml_values = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Nd"]), max_size=20)
    | st.integers()
    | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefgh", min_size=1), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(yaml_values, st.booleans(), st.sampled_from([None, "'", '"', "|", ">"]))
def test_what_pyyaml_writes_is_read_back(value: object, flow: bool, style: str | None) -> None:
    # PyYAML writes YAML 1.1, in which every text that 1.2 might read otherwise is quoted.
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, default_style=None, width=30)
    if style and isinstance(value, str):
        text = yaml.safe_dump(value, allow_unicode=True, default_style=style)
    node = read_yaml(source(text))
    assert node is not None
    assert to_python(node) == value


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(DiagnosticError):
        read_tree(source(text))


def test_bytes_that_are_no_utf8_are_refused_with_their_offset() -> None:
    with pytest.raises(DiagnosticError) as caught:
        decode(b"title: caf\xe9", "rules.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == (
        "document.not-utf8",
        "`rules.yaml` is not UTF-8: byte 0xe9 at offset 10",
    )


def test_utf16_is_recognised() -> None:
    with pytest.raises(DiagnosticError) as caught:
        decode("title: x".encode("utf-16"), "rules.yaml")
    assert "UTF-16" in (caught.value.hint or "")


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode("\ufefftitle: x".encode(), "rules.yaml").text == "title: x"


def test_a_document_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(DiagnosticError) as caught:
        decode(b" " * (LIMITS.size + 1), "huge.yaml")
    assert caught.value.code == "document.too-large"
    with pytest.raises(DiagnosticError) as caught:
        read_tree(source(" " * (LIMITS.size + 1)))
    assert caught.value.code == "document.too-large"
