"""Expressions in a document: read, checked, and their mistakes shown where they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from xreason.cel import Environment, check, parse, syntax
from xreason.cel.types import BOOL, ERROR, TIMESTAMP, Type
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.rulesets.model import Expression
from xreason.rulesets.names import AS_OF
from xreason.rulesets.nodes import Node, ScalarNode, is_null
from xreason.rulesets.offsets import place_of
from xreason.rulesets.reading import Reader
from xreason.rulesets.shapes import FactSpec, Shape


class Named(Protocol):
    """What expressions call by a simple name."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def type(self) -> Type:
        """The type of its value."""


class Vocabulary:
    """The names that expressions of a ruleset may use; definitions are added as they are read.

    Args:
        facts: declared facts.
        others: parameters, and definitions that are known already.
        calendars: names of holiday calendars.
        broken: names that are declared wrongly; they fit everywhere.
    """

    def __init__(
        self,
        facts: Sequence[FactSpec],
        others: Sequence[Named],
        calendars: frozenset[str],
        broken: Collection[str] = (),
    ) -> None:
        self.types: dict[str, Type] = {AS_OF: TIMESTAMP, **{other.name: other.type for other in others}}
        bounds: dict[str, int] = {}
        for spec in facts:
            self.types[spec.path] = spec.type
            _add_bounds(spec.path, spec.shape, bounds)
        self.types.update(dict.fromkeys(broken, ERROR))
        # INVARIANT: the environment reads `types` itself, so a definition added later is seen.
        self.environment = Environment(self.types, calendars=calendars, bounds=bounds)


def _add_bounds(path: str, shape: Shape, bounds: dict[str, int]) -> None:
    """Greatest lengths of lists, by the names that the cost bound knows them by."""
    if shape.of is not None:
        if isinstance(shape.maximum, int):
            bounds[path] = shape.maximum
        _add_bounds(f"{path}[]", shape.of, bounds)
    for name, inner in shape.fields:
        _add_bounds(f"{path}.{name}", inner, bounds)


class Draft:
    """An expression that is parsed but not checked yet."""

    def __init__(self, node: ScalarNode, text: str, tree: syntax.Expr) -> None:
        self.node = node
        self.text = text
        self.tree = tree


class ExpressionReader:
    """Reads the expressions of one document.

    Args:
        reader: notes mistakes.
        vocabulary: names and their types.
    """

    def __init__(self, reader: Reader, vocabulary: Vocabulary) -> None:
        self.reader = reader
        self.environment = vocabulary.environment
        self.types = vocabulary.types

    def draft(self, node: Node, what: str) -> Draft | None:
        """Parse an expression."""
        if not isinstance(node, ScalarNode) or is_null(node) or not node.text.strip():
            hint = (
                "put it in quotes if it begins with a bracket" if not isinstance(node, ScalarNode) else None
            )
            self.reader.wrong("ruleset.wrong-type", f"{what} must be an expression", node, hint)
            return None
        text = node.text.rstrip()
        try:
            return Draft(node, text, parse(Source(self.reader.source.name, text), self.environment.limits))
        except DiagnosticError as error:
            self._note(error, node, text)
            return None

    def finish(self, draft: Draft | None, expected: Type | None) -> Expression | None:
        """Check a parsed expression against the names known by now."""
        if draft is None:
            return None
        try:
            source = Source(self.reader.source.name, draft.text)
            tree = check(draft.tree, source, self.environment, expected)
        except DiagnosticError as error:
            self._note(error, draft.node, draft.text)
            return None
        return Expression(draft.text, tree, draft.node.span, self.reader.source)

    def read(self, node: Node | None, what: str, expected: Type | None = BOOL) -> Expression | None:
        """Parse and check an expression; None stays None."""
        return None if node is None else self.finish(self.draft(node, what), expected)

    def _note(self, error: DiagnosticError, node: ScalarNode, text: str) -> None:
        """Take over mistakes, with their places moved into the document."""
        source = self.reader.source
        self.reader.findings.take(
            Diagnostic(
                found.code,
                found.message,
                source,
                place_of(source, node.span, text, found.span) if found.span is not None else node.span,
                found.hint,
                found.severity,
            )
            for found in error.diagnostics
        )


def names_in(tree: syntax.Expr, known: Mapping[str, object]) -> dict[str, syntax.Ident]:
    """Which of the known simple names an expression uses, with their first place."""
    found: dict[str, syntax.Ident] = {}
    stack: list[tuple[syntax.Expr, frozenset[str]]] = [(tree, frozenset())]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, syntax.Ident):
            name = node.name.lstrip(".")
            if name in known and name not in bound:
                found.setdefault(name, node)
            continue
        if isinstance(node, syntax.Quantifier | syntax.Transform):
            bound = bound.union(variable.name for variable in node.variables)
        elif isinstance(node, syntax.Bind):
            bound = bound.union((node.variable.name,))
        stack.extend((child, bound) for child in syntax.children(node))
    return found
