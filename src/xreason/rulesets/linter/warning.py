"""The one kind of diagnostic that lint gives."""

from __future__ import annotations

from collections.abc import Iterator

from xreason.kernel.diagnostics import Diagnostic, Severity, Span
from xreason.rulesets.model import Definition, Expression, Rule, Ruleset


def warning(ruleset: Ruleset, code: str, message: str, at: Span, hint: str | None = None) -> Diagnostic:
    """A weak place in a ruleset's own document."""
    return Diagnostic(code, message, ruleset.source, at, hint, Severity.WARNING)


def own_definitions(ruleset: Ruleset) -> list[Definition]:
    """Definitions that the document itself makes."""
    return [definition for definition in ruleset.definitions if definition.name in ruleset.own.definitions]


def rule_expressions(rule: Rule) -> Iterator[Expression]:
    """All expressions of a rule."""
    parts = [rule.applies, *(exemption.when for exemption in rule.unless), rule.require, rule.forbid]
    if rule.pending is not None:
        parts += [rule.pending.when, rule.pending.due]
    if rule.review is not None:
        parts.append(rule.review.when)
    return (part for part in parts if part is not None)


def definition_expressions(definition: Definition) -> Iterator[Expression]:
    """All expressions of a definition."""
    yield definition.value
    for exception in definition.unless:
        yield exception.when
        yield exception.value
