"""Mistakes in a text, shown at their place.

A `Source` is a named text, a `Span` a half-open range of code points in it, a `Diagnostic` one
finding. `render` draws the line with a caret; `DiagnosticError` carries all findings at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from xreason.kernel.errors import XReasonError

WIDEST_LINE = 160
"""Characters of a source line that `render` shows; longer lines are cut around the place."""


class Severity(StrEnum):
    """How bad a finding is; only an `error` stops the work."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code point offsets."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """A named text, usually a file or one expression.

    Args:
        name: what the reader calls it: a path, or `<expression>`.
        text: all of it.
    """

    name: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets at which lines begin."""
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its line end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Args:
        code: stable slug, `docs/errors/<code>.md` explains it.
        message: one lower-case sentence with the user's input in backticks.
        source: the text it was found in, if any.
        span: the place in that text.
        hint: the way out, such as ``did you mean `individuals`?``.
        severity: only errors stop the work.
    """

    code: str
    message: str
    source: Source | None = None
    span: Span | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """`name:line:column`, as editors and terminals make it clickable."""
        if self.source is None:
            return ""
        if self.span is None:
            return self.source.name
        line, column = self.source.position(self.span.start)
        return f"{self.source.name}:{line}:{column}"


class DiagnosticError(XReasonError):
    """Work stopped by one or more findings; all of them are here, in the order of the text."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        found = tuple(diagnostics)
        first = found[0]
        super().__init__(first.code, first.message, first.hint)
        self.diagnostics = found

    def __str__(self) -> str:
        return "\n".join(render(d) for d in self.diagnostics)


def render(diagnostic: Diagnostic) -> str:
    """Draw a finding as plain text: headline, place, the line, a caret, the hint.

    >>> text = Source("rule", "breach.indviduals > 500")
    >>> print(render(Diagnostic("cel.unknown-name", "unknown fact `breach.indviduals`", text,
    ...                         Span(0, 17), "did you mean `individuals`?")))
    error[cel.unknown-name]: unknown fact `breach.indviduals`
      --> rule:1:1
       |
     1 | breach.indviduals > 500
       | ^^^^^^^^^^^^^^^^^
       = help: did you mean `individuals`?
    """
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    gutter = ""
    if diagnostic.source is not None:
        lines.append(f"  --> {diagnostic.place}")
    if diagnostic.source is not None and diagnostic.span is not None:
        number, column = diagnostic.source.position(diagnostic.span.start)
        text = diagnostic.source.line(number)
        width = max(1, min(diagnostic.span.end - diagnostic.span.start, len(text) - column + 1))
        text, column, width = _cut(text, column, width)
        gutter = " " * len(str(number))
        lines.append(f" {gutter} |")
        lines.append(f" {number} | {text}")
        lines.append(f" {gutter} | {' ' * (column - 1)}{'^' * width}")
    if diagnostic.hint:
        lines.append(f" {gutter} = help: {diagnostic.hint}")
    return "\n".join(lines)


def _cut(text: str, column: int, width: int) -> tuple[str, int, int]:
    """A window of at most `WIDEST_LINE` characters around the place, tabs as single spaces."""
    text = text.replace("\t", " ")
    if len(text) <= WIDEST_LINE:
        return text, column, width
    start = max(0, min(column - 1 - WIDEST_LINE // 3, len(text) - WIDEST_LINE))
    window = text[start : start + WIDEST_LINE]
    prefix, suffix = ("…" if start else ""), ("…" if start + WIDEST_LINE < len(text) else "")
    shown = column - start
    return prefix + window + suffix, shown + len(prefix), min(width, WIDEST_LINE - shown + 1)
