"""What is declared and never used."""

from __future__ import annotations

from collections.abc import Iterator

from xreason.cel.tree import Name, Node, children
from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.linter.warning import own_definitions, warning
from xreason.rulesets.model import Expression, Ruleset


def unused(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Facts, parameters, definitions and imports that nothing uses.

    A ruleset without rules is a library, made for others to use.
    """
    if not ruleset.rules:
        return
    used = _used(ruleset)
    own = ruleset.own
    hint = "remove it, or use it"
    for spec in ruleset.facts:
        if spec.path in own.facts and spec.path not in used:
            message = f"no rule or definition uses the fact `{spec.path}`"
            yield warning(ruleset, "lint.unused-fact", message, spec.at, hint)
    for parameter in ruleset.parameters:
        if parameter.name in own.parameters and parameter.name not in used:
            message = f"no rule or definition uses the parameter `{parameter.name}`"
            yield warning(ruleset, "lint.unused-parameter", message, parameter.place, hint)
    for definition in own_definitions(ruleset):
        if definition.name not in used:
            message = f"no rule uses the definition `{definition.name}`"
            yield warning(ruleset, "lint.unused-definition", message, definition.at, hint)
    yield from _unused_imports(ruleset, used)


def _used(ruleset: Ruleset) -> set[str]:
    """Names that rules use, directly or through definitions; of a definition, not by itself alone."""
    expressions = {d.name: list(d.expressions()) for d in ruleset.definitions}
    used: set[str] = set()
    waiting = [name for rule in ruleset.rules for name in _names(rule.expressions())]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting.extend(_names(iter(expressions.get(name, ()))))
    return used


def _names(expressions: Iterator[Expression]) -> Iterator[str]:
    stack: list[Node] = [expression.node for expression in expressions]
    while stack:
        node = stack.pop()
        if isinstance(node, Name):
            yield node.name
        stack.extend(children(node))


def _unused_imports(ruleset: Ruleset, used: set[str]) -> Iterator[Diagnostic]:
    for imported in ruleset.imports:
        offered = imported.ruleset
        names = {
            *(spec.path for spec in offered.facts),
            *(parameter.name for parameter in offered.parameters),
            *(definition.name for definition in offered.definitions),
        }
        if not names & used and not offered.calendars:
            message = f"nothing of the import `{imported.id}` is used"
            yield warning(ruleset, "lint.unused-import", message, imported.at, "remove it")
