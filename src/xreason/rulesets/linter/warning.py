"""The one kind of diagnostic that lint gives."""

from __future__ import annotations

from xreason.kernel.diagnostics import Diagnostic, Severity, Span
from xreason.rulesets.model import Definition, Ruleset


def warning(ruleset: Ruleset, code: str, message: str, at: Span, hint: str | None = None) -> Diagnostic:
    """A weak place in a ruleset's own document."""
    return Diagnostic(code, message, ruleset.source, at, hint, Severity.WARNING)


def own_definitions(ruleset: Ruleset) -> list[Definition]:
    """Definitions that the document itself makes."""
    return [definition for definition in ruleset.definitions if definition.name in ruleset.own.definitions]
