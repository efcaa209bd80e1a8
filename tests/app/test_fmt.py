"""`xreason fmt`: one layout, and nothing that a ruleset says is changed by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command_line import DATA, run
from xreason import packs
from xreason.app.formatting import format_ruleset
from xreason.kernel.diagnostics import DiagnosticError, Source
from xreason.rulesets.documents import read_tree
from xreason.rulesets.nodes import same_content

UGLY = (DATA / "ugly.yaml").read_bytes().decode("utf-8")
NEAT = (DATA / "ugly.formatted.yaml").read_text("utf-8")


def formatted(text: str) -> str:
    """The text in layout."""
    return format_ruleset(Source("rules.yaml", text))


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts have the same content."""
    first, second = (read_tree(Source("rules.yaml", text)) for text in (one, other))
    if first is None or second is None:
        return first is second
    return same_content(first, second)


def test_a_ruleset_comes_out_as_the_file_beside_it() -> None:
    assert formatted(UGLY) == NEAT


def test_formatting_again_changes_nothing() -> None:
    assert formatted(NEAT) == NEAT


def test_windows_line_ends_and_trailing_blanks_go() -> None:
    assert formatted("id: a/b  \r\ntitle: T\t\r\n\r\n\r\n") == "id: a/b\ntitle: T\n"


def test_a_block_keeps_its_text() -> None:
    text = "id: a/b\ndescription: |\n    two  \n\n    # no comment\n      lines\ntitle: T\n"
    assert says_the_same(text, formatted(text))
    assert "# no comment" in formatted(text)


@pytest.mark.parametrize("name", packs.names())
def test_a_pack_says_the_same_in_layout(name: str) -> None:
    text = packs.text(name).text
    after = formatted(text)
    assert says_the_same(text, after)
    assert formatted(after) == after
    assert sorted(after.split()) == sorted(text.split())


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "id: a/b",
                "title: x",
                "rules:",
                "- id: r",
                "  - id: s",
                "  title: y",
                "    when: z",
                "cases: []",
            ),
            *(
                "# note",
                "  # note",
                "",
                "facts: {a: int,",
                "  b: bool}",
                "description: |",
                "   text",
                "  - 1",
                "k: >-",
            ),
        ]
    ),
    max_size=14,
)


@given(LINES)
def test_any_document_says_the_same_in_layout(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        after = formatted(text)
    except DiagnosticError:
        return
    assert says_the_same(text, after)
    assert formatted(after) == after
    assert sorted("".join(after.split())) == sorted("".join(text.split()))


def test_files_are_written_in_place_and_only_when_they_change(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_bytes(UGLY.encode("utf-8"))
    rules.chmod(0o640)
    first = run("fmt", tmp_path)
    assert (first.code, first.out, first.err) == (0, "", "1 of 1 file changed\n")
    assert rules.read_text("utf-8") == NEAT
    assert rules.stat().st_mode & 0o777 == 0o640
    assert run("fmt", tmp_path).err == "unchanged: 1 file\n"


def test_check_lists_what_would_change_and_leaves_it(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_bytes(UGLY.encode("utf-8"))
    ended = run("fmt", "--check", tmp_path)
    assert (ended.code, ended.out) == (1, f"{rules}\n")
    assert rules.read_bytes() == UGLY.encode("utf-8")


def test_an_editor_can_use_it_as_a_filter() -> None:
    ended = run("fmt", "-", stdin=UGLY)
    assert (ended.code, ended.out) == (0, NEAT)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("xreason: 1\nrules: [", "utf-8")
    ended = run("fmt", rules)
    assert ended.code == 2
    assert "error[document." in ended.err
