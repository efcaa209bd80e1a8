"""Definitions: derived facts, each checked after those it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xreason.cel.types import BOOL, DECIMAL, ERROR, INT, NULL, STRING, Kind, Type, non_null, nullable
from xreason.kernel.diagnostics import Span
from xreason.rulesets.citations import Citations
from xreason.rulesets.expressions import Draft, ExpressionReader, names_in
from xreason.rulesets.merging import Names
from xreason.rulesets.model import Definition, Exceptional, Expression
from xreason.rulesets.names import check_name
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode
from xreason.rulesets.offsets import place_of
from xreason.rulesets.reading import Reader
from xreason.rulesets.schema_types import read_shape

DEFINITION_KEYS = ("value", "unless", "type", "enum", "of", "fields", "cite", "description")
EXCEPTION_KEYS = ("when", "value", "cite")


@dataclass(slots=True)
class _Drafted:
    """A definition that is parsed; its types are not known before those it uses are checked."""

    name: str
    key: ScalarNode
    type: Type | None
    value: Draft | None
    unless: list[tuple[Draft | None, Draft | None, tuple[str, ...]]]
    cite: tuple[str, ...]
    description: str | None

    def drafts(self) -> Iterable[Draft]:
        """All expressions that could be parsed."""
        parts = [self.value, *(part for when, value, _ in self.unless for part in (when, value))]
        return (part for part in parts if part is not None)


def read_definitions(
    reader: Reader, root: MappingNode, expressions: ExpressionReader, citations: Citations, names: Names
) -> list[Definition]:
    """The definitions of a document, each after those it uses; adds them to the vocabulary."""
    drafted: dict[str, _Drafted] = {}
    for name, key, node in reader.entries(root, "definitions"):
        draft = _draft(reader, name, key, node, expressions, citations)
        if check_name(reader, name, key.span) and names.declare(name, node, "definition", key.span):
            # What a definition that is wrong yields fits everywhere, so that it is reported once.
            expressions.types[name] = (draft.type if draft else None) or ERROR
            if draft is not None:
                drafted[name] = draft
    found = []
    for draft in _ordered(reader, drafted):
        definition = _checked(draft, expressions)
        if definition is not None:
            expressions.types[draft.name] = definition.type
            found.append(definition)
    return found


def _draft(
    reader: Reader,
    name: str,
    key: ScalarNode,
    node: Node,
    expressions: ExpressionReader,
    citations: Citations,
) -> _Drafted | None:
    what = f"definition `{name}`"
    if not isinstance(node, MappingNode):
        return _Drafted(name, key, None, expressions.draft(node, what), [], (), None)
    reader.keys(node, DEFINITION_KEYS, what)
    type_ = None
    if "type" in node.entries or "enum" in node.entries:
        shape = read_shape(reader, node, what, DEFINITION_KEYS)
        type_ = shape.type if shape is not None else ERROR
    unless = []
    for item in reader.section(node, "unless"):
        if (entry := reader.mapping(item, f"an exception of {what}")) is None:
            continue
        reader.keys(entry, EXCEPTION_KEYS, f"an exception of {what}")
        if reader.required(entry, ("when", "value"), f"an exception of {what}"):
            when = expressions.draft(entry.entries["when"], "`when`")
            unless.append((when, expressions.draft(entry.entries["value"], "`value`"), citations.read(entry)))
    if not reader.required(node, ("value",), what):
        return None
    value = expressions.draft(node.entries["value"], f"the value of {what}")
    description = reader.optional_text(node, "description")
    return _Drafted(name, key, type_, value, unless, citations.read(node), description)


def _ordered(reader: Reader, drafted: dict[str, _Drafted]) -> list[_Drafted]:
    """Definitions after those they use; those in a circle are noted and left out."""
    uses = {name: _uses(reader, draft, drafted) for name, draft in drafted.items()}
    done: dict[str, bool] = {}
    order: list[_Drafted] = []
    for start in drafted:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(uses[start])}
        while path:
            name = next(reversed(path))
            following = next(path[name], None)
            if following is None:
                path.popitem()
                if done.setdefault(name, True):
                    order.append(drafted[name])
            elif following in path:
                names = list(path)
                circle = names[names.index(following) :]
                _refuse_circle(reader, circle, uses[name][following])
                done.update(dict.fromkeys(circle, False))
            elif following not in done:
                path[following] = iter(uses[following])
    return order


def _uses(reader: Reader, draft: _Drafted, drafted: dict[str, _Drafted]) -> dict[str, Span]:
    """The definitions that one uses, and where it first does."""
    found: dict[str, Span] = {}
    for part in draft.drafts():
        for name, ident in names_in(part.tree, drafted).items():
            if name not in found:
                found[name] = place_of(reader.source, part.node.span, part.text, ident.span)
    return found


def _refuse_circle(reader: Reader, circle: list[str], at: Span) -> None:
    path = " → ".join(f"`{name}`" for name in [*circle, circle[0]])
    hint = "a definition may only use what can be worked out before it"
    reader.wrong("ruleset.recursion", f"definitions go in a circle: {path}", at, hint)


def _checked(draft: _Drafted, expressions: ExpressionReader) -> Definition | None:
    value = expressions.finish(draft.value, draft.type)
    pairs = [
        (expressions.finish(when, BOOL), expressions.finish(value_, draft.type), value_, cite)
        for when, value_, cite in draft.unless
    ]
    values = [value, *(part for _, part, _, _ in pairs)]
    if any(part is None for part in values) or any(when is None for when, _, _, _ in pairs):
        return None
    type_ = draft.type or _joined([part.node.type for part in values if part is not None])
    value = _as(value, draft.value, type_, expressions)
    unless = []
    for when, part, source, cite in pairs:
        fitted = _as(part, source, type_, expressions)
        if when is not None and fitted is not None:
            unless.append(Exceptional(when, fitted, cite))
    if value is None or len(unless) < len(pairs):
        return None
    return Definition(draft.name, type_, value, tuple(unless), draft.cite, draft.description, draft.key.span)


def _joined(parts: list[Type]) -> Type:
    """The type that all parts are read as: the first one's, widened where another needs it."""
    known = [non_null(part) for part in parts if part.kind is not Kind.NULL]
    joined = known[0] if known else NULL
    if {INT, DECIMAL} <= set(known):
        joined = DECIMAL
    for part in known:
        # A text among the values of an enum may be one of them; the checker looks.
        if joined == STRING and part.kind is Kind.ENUM:
            joined = part
    may_be_null = any(part.kind in (Kind.NULL, Kind.NULLABLE) for part in parts)
    return nullable(joined) if may_be_null else joined


def _as(
    part: Expression | None, draft: Draft | None, type_: Type, expressions: ExpressionReader
) -> Expression | None:
    """The expression read as a value of this type."""
    return part if part is None or part.node.type == type_ else expressions.finish(draft, type_)
