"""Reading the facts of a case: from JSON, YAML or a Python mapping."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NoReturn

from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source, Span
from xreason.rulesets.documents import looks_like_json, read_tree
from xreason.rulesets.fact_reader import Facts, Problem
from xreason.rulesets.limits import LIMITS, too_large
from xreason.rulesets.model import Ruleset
from xreason.rulesets.nodes import (
    LONGEST_NUMBER,
    MappingNode,
    Node,
    NotANumber,
    SequenceNode,
    decimal,
    to_python,
)
from xreason.rulesets.provenance import CALLER, Provenance, read_provenance

__all__ = ["Facts", "Provenance", "read_facts", "read_provenance"]


def read_facts(
    ruleset: Ruleset, document: Source | Mapping[str, object], provenance: str | Provenance = CALLER
) -> Facts:
    """Read the facts of one case; what is not given is missing.

    Args:
        ruleset: whose fact types the facts have.
        document: JSON or YAML text, or a mapping nested like the fact paths (`{"breach": {"risk":
            "low"}}`; dotted keys work too). A document with a key `facts` is a case: beside the facts
            it may state `name`, `as_of` and `provenance`. A mapping may hold datetime, date,
            timedelta and Decimal values as well as their texts.
        provenance: where facts came from whose origin the document does not state.

    Raises:
        DiagnosticError: everything that does not fit, at its place in a text.
    """
    origin = provenance if isinstance(provenance, Provenance) else Provenance(provenance)
    if not isinstance(document, Source):
        reading = ruleset.fact_reader.read(document, origin)
        if reading.problems:
            raise DiagnosticError(diagnostics(reading.problems, None, None))
        return reading.facts
    content = _fast(document)
    node: Node | None = None
    if content is None:
        node = read_tree(document)
        content = {} if node is None else to_python(node)
    reading = ruleset.fact_reader.read(content, origin)
    if not reading.problems:
        return reading.facts
    raise DiagnosticError(diagnostics(reading.problems, document, node or read_tree(document)))


def _fast(source: Source) -> object:
    """A JSON document's content without places, or None where a closer look is needed."""
    if len(source.text) > LIMITS.size:
        raise too_large(source.name)
    if not looks_like_json(source.text):
        return None
    from json import loads

    try:
        return loads(
            source.text,
            parse_float=_number,
            parse_constant=_no_constant,
            object_pairs_hook=_without_duplicates,
        )
    except (ValueError, RecursionError):
        # The reader with places will say what is wrong, or that it is YAML after all.
        return None


def _number(text: str) -> Decimal | NotANumber:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(text)
    return decimal(text)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("duplicate key")
    return read


def diagnostics(problems: list[Problem], source: Source | None, root: Node | None) -> list[Diagnostic]:
    """Problems of a facts document as diagnostics, in the order of the text."""
    found = [
        Diagnostic(
            problem.code,
            problem.message,
            source,
            place(root, problem.steps, problem.at_key) if root is not None else None,
            problem.hint,
        )
        for problem in problems
    ]
    return sorted(found, key=lambda d: d.span.start if d.span else 0)


def place(node: Node, steps: tuple[str | int, ...], at_key: bool) -> Span:
    """Where the steps lead in a document; the nearest place on the way if they lead nowhere."""
    for number, step in enumerate(steps, 1):
        if isinstance(node, MappingNode) and step in node.entries:
            key = str(step)
            if at_key and number == len(steps):
                return node.keys[key].span
            if (below := node.entries[key]).start == below.end:
                return node.keys[key].span
            node = below
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node.span
