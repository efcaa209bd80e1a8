"""Findings are shown at their place, whatever the text around it looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreason.kernel.diagnostics import (
    WIDEST_LINE,
    Diagnostic,
    DiagnosticError,
    Severity,
    Source,
    Span,
    render,
)


def finding(source: Source | None = None, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    return Diagnostic("cel.unknown-name", "unknown fact `x`", source, span, hint)


def test_a_finding_without_a_text_is_its_headline() -> None:
    assert render(finding()) == "error[cel.unknown-name]: unknown fact `x`"


def test_a_hint_stands_below() -> None:
    assert render(finding(hint="did you mean `y`?")).splitlines()[1] == "  = help: did you mean `y`?"


def test_a_finding_in_a_text_as_a_whole_names_it() -> None:
    assert render(finding(Source("rules.yaml", "a\nb"))).splitlines()[1] == "  --> rules.yaml"


def test_the_caret_stands_below_the_place() -> None:
    source = Source("rules.yaml", "first\nlet x be\nlast")
    assert render(finding(source, Span(10, 11))) == "\n".join(
        [
            "error[cel.unknown-name]: unknown fact `x`",
            "  --> rules.yaml:2:5",
            "   |",
            " 2 | let x be",
            "   |     ^",
        ]
    )


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    lines = render(finding(Source("rules.yaml", "abc\ndef"), Span(1, 6))).splitlines()
    assert lines[-1] == "   |  ^^"


def test_a_place_at_the_end_of_the_text_has_a_caret_too() -> None:
    lines = render(finding(Source("rules.yaml", "abc"), Span(3, 3))).splitlines()
    assert lines[-1] == "   |    ^"


def test_a_tab_is_one_column_wide() -> None:
    lines = render(finding(Source("rules.yaml", "\tx"), Span(1, 2))).splitlines()
    assert lines[-2:] == [" 1 |  x", "   |  ^"]


def test_a_carriage_return_is_not_shown() -> None:
    assert " 1 | abc" in render(finding(Source("rules.yaml", "abc\r\ndef"), Span(0, 1))).splitlines()


def test_an_error_has_all_findings_and_begins_with_the_first() -> None:
    second = Diagnostic("cel.other", "another", severity=Severity.WARNING)
    error = DiagnosticError([finding(hint="look"), second])
    assert (error.code, error.message, error.hint) == ("cel.unknown-name", "unknown fact `x`", "look")
    assert error.diagnostics[1] is second
    assert str(error).splitlines()[-1] == "warning[cel.other]: another"


@given(st.text(max_size=300), st.data())
def test_a_position_is_where_the_text_says(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = Source("text", text).position(offset)
    assert line == text.count("\n", 0, offset) + 1
    assert text[offset - column + 1 : offset].count("\n") == 0
    assert offset - column + 1 == 0 or text[offset - column] == "\n"


@pytest.mark.parametrize("length", [WIDEST_LINE, WIDEST_LINE + 1, 10 * WIDEST_LINE, 1_000_000])
@given(data=st.data())
def test_a_long_line_is_cut_around_the_place(length: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, length - 1))
    wide = data.draw(st.integers(1, 50))
    text = "." * start + "#" * min(wide, length - start) + "." * max(0, length - start - wide)
    *_, line, carets = render(finding(Source("text", text), Span(start, start + wide))).splitlines()
    assert len(line) <= WIDEST_LINE + len(" 1 | ……")
    first = carets.index("^")
    assert line[first] == "#"
    marked = line[first : first + carets.count("^")]
    assert set(marked) == {"#"}
