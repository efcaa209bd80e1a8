"""The mistakes found in one document, gathered until the reading is done."""

from __future__ import annotations

from collections.abc import Iterable

from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Severity, Source, Span

MOST_FINDINGS = 100
"""Findings after which reading stops: a document with more is broken in one way, many times."""


class Findings:
    """Mistakes in one source.

    Args:
        source: where they are; None when facts come as Python values.
    """

    def __init__(self, source: Source | None) -> None:
        self.source = source
        self.found: list[Diagnostic] = []

    def add(self, code: str, message: str, span: Span | None, hint: str | None = None) -> None:
        """Note a mistake.

        Raises:
            DiagnosticError: when there are too many to go on.
        """
        self.found.append(Diagnostic(code, message, self.source, span, hint))
        self._stop_if_full()

    def take(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Note mistakes that others found.

        Raises:
            DiagnosticError: when there are too many to go on.
        """
        self.found.extend(diagnostics)
        self._stop_if_full()

    def stop_if_any(self) -> None:
        """Raise what was found, in the order of the text.

        Raises:
            DiagnosticError: when there is anything.
        """
        if self.found:
            raise DiagnosticError(sorted(self.found, key=_place))

    def _stop_if_full(self) -> None:
        if len(self.found) >= MOST_FINDINGS:
            note = Diagnostic(
                "document.too-many-mistakes",
                f"stopped after {MOST_FINDINGS} mistakes",
                self.source,
                severity=Severity.NOTE,
            )
            raise DiagnosticError([*sorted(self.found, key=_place), note])


def _place(diagnostic: Diagnostic) -> tuple[str, int]:
    name = diagnostic.source.name if diagnostic.source else ""
    return name, diagnostic.span.start if diagnostic.span else 0
