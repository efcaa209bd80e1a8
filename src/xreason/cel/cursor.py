"""A place among the tokens of a text, and how parsing stops there."""

from __future__ import annotations

from typing import NoReturn

from xreason.cel import lexer
from xreason.cel.lexer import END, RESERVED
from xreason.cel.limits import Limits
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source, Span


class Cursor:
    """The tokens of one text, the index of the current one, and how deeply nested it is."""

    __slots__ = ("at", "depth", "ends", "kinds", "limits", "source", "starts", "texts")

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.kinds, self.texts, self.starts, self.ends = lexer.tokenize(source, limits)
        self.at = 0
        self.depth = 0

    def span(self, first: int) -> Span:
        """From token `first` to the last one read."""
        return Span(self.starts[first], self.ends[self.at - 1])

    def expect(self, kind: str) -> None:
        """Step over an operator that must stand here."""
        if self.kinds[self.at] != kind:
            self.unexpected(f"`{kind}`")
        self.at += 1

    def fail(self, code: str, message: str, span: Span, hint: str | None = None) -> NoReturn:
        """Stop with one diagnostic."""
        raise DiagnosticError([Diagnostic(code, message, self.source, span, hint)])

    def unexpected(self, wanted: str) -> NoReturn:
        """Stop: the current token cannot stand here."""
        at = self.at
        kind, text = self.kinds[at], self.texts[at]
        place = Span(self.starts[at], self.ends[at])
        if kind == END:
            self.fail("cel.syntax", f"the expression ends where {wanted} should follow", place)
        if kind == RESERVED and wanted == "a value":
            hint = "no name in an expression may be spelt so; after a dot it may"
            self.fail("cel.reserved-word", f"`{text}` is a reserved word", place, hint)
        instead = _SPELT_OTHERWISE.get(text.lower())
        hint_ = f"did you mean `{instead}`?" if instead else None
        shown = text if len(text) <= 40 else text[:40] + "…"
        self.fail("cel.syntax", f"`{shown}` stands where {wanted} should", place, hint_)


_SPELT_OTHERWISE = {
    "and": "&&", "or": "||", "not": "!", "is": "==", "equals": "==", "mod": "%", "then": "?", "none": "null",
}  # fmt: skip
