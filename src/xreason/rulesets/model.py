"""A ruleset as read and checked: what everything after the loader works with.

Every part knows its place in the document it was written in. What came in through an import was
written in another document, so expressions carry their source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from xreason.cel.tree import Node
from xreason.cel.types import Type
from xreason.cel.values import Calendar, Date, Timestamp
from xreason.kernel.canonical import digest
from xreason.kernel.diagnostics import Source, Span
from xreason.rulesets.fact_reader import FactReader, Facts
from xreason.rulesets.moments import day_of, within
from xreason.rulesets.offsets import place_of
from xreason.rulesets.shapes import FactSpec, Shape

__all__ = [
    "Case",
    "Definition",
    "Exceptional",
    "Exemption",
    "Expression",
    "FactSpec",
    "Import",
    "LegalSource",
    "Parameter",
    "ParameterValue",
    "Pending",
    "Review",
    "Rule",
    "Ruleset",
    "Shape",
]

RuleKind: TypeAlias = Literal["obligation", "prohibition", "permission"]
Gravity: TypeAlias = Literal["critical", "major", "minor", "info"]
Verified: TypeAlias = Literal["text", "knowledge"]
Period: TypeAlias = tuple[Date | None, Date | None]
"""First and last day; None where it is open."""

ALWAYS: Period = (None, None)


class Expression:
    """A checked expression.

    Args:
        text: as read from the document, without quotes or folding.
        node: its typed tree, with spans relative to `text`; or what makes it when it is first needed.
        at: place of the whole value in the document.
        source: the document.
    """

    __slots__ = ("_node", "at", "source", "text")

    def __init__(self, text: str, node: Node | Callable[[], Node], at: Span, source: Source) -> None:
        self.text = text
        self._node = node
        self.at = at
        self.source = source

    @property
    def node(self) -> Node:
        """Its typed tree."""
        node = self._node
        if not isinstance(node, Node):
            node = self._node = node()
        return node

    def place(self, part: Span) -> Span:
        """The place in the document of a part of the text, such as a node's span."""
        return place_of(self.source, self.at, self.text, part)


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A parameter's value from `since` to `until`, both days included; None is open.

    Where the document states no `until`, it is the day before the next value begins.
    """

    since: Date | None
    until: Date | None
    value: object
    cite: tuple[str, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named figure that changes with time.

    Args:
        name: as expressions call it.
        shape: what its values are.
        values: in order of `since`.
        place: of its name in the document.
    """

    name: str
    shape: Shape
    values: tuple[ParameterValue, ...]
    place: Span

    @property
    def type(self) -> Type:
        """The type of its values."""
        return self.shape.type

    def at(self, day: Date) -> ParameterValue | None:
        """The value on a day, or None in a gap; where values overlap, the latest to begin."""
        for value in reversed(self.values):
            if within(day, value.since, value.until):
                return value
        return None


@dataclass(frozen=True, slots=True)
class Exceptional:
    """An exception to a definition's value."""

    when: Expression
    value: Expression
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A derived fact: a value, unless an exception applies.

    Args:
        name: as expressions call it.
        type: of the value and of every exception's.
        value: where no exception applies.
        unless: exceptions; two that apply must agree.
        cite: citations.
        description: a sentence on what it means.
        at: place of its name in the document.
    """

    name: str
    type: Type
    value: Expression
    unless: tuple[Exceptional, ...]
    cite: tuple[str, ...]
    description: str | None
    at: Span

    def expressions(self) -> Iterator[Expression]:
        """Its base and its exceptions."""
        yield self.value
        for exception in self.unless:
            yield exception.when
            yield exception.value


@dataclass(frozen=True, slots=True)
class Exemption:
    """A condition under which a rule does not bind."""

    id: str
    title: str | None
    when: Expression
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A deadline that still runs: while `when` holds, or up to `due` if there is no `when`."""

    when: Expression | None
    due: Expression | None


@dataclass(frozen=True, slots=True)
class Review:
    """What a person must judge where the requirement is not met, always or only `when`."""

    when: Expression | None
    question: str
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One norm.

    Args:
        id: unique in the ruleset.
        title: what it demands, for people.
        kind: obligation (`require`), prohibition (`forbid`) or permission (neither).
        cite: citations, `source#fragment`.
        severity: how grave a violation is.
        applies: whom it concerns; None is everyone.
        unless: exemptions.
        require: what must be so.
        forbid: what must not be so.
        pending: the deadline.
        review: what is left to a person.
        remedy: what to do about a violation.
        effective: first and last day on which it holds.
        verified: whether its figures were checked against the text of the source.
        note: a remark for rule writers.
        addressee: on whom it is binding.
        tags: free words to find it by.
        at: place of its id in the document.
    """

    id: str
    title: str
    kind: RuleKind
    cite: tuple[str, ...]
    severity: Gravity
    applies: Expression | None
    unless: tuple[Exemption, ...]
    require: Expression | None
    forbid: Expression | None
    pending: Pending | None
    review: Review | None
    remedy: str | None
    effective: Period
    verified: Verified | None
    note: str | None
    addressee: str | None
    tags: tuple[str, ...]
    at: Span

    def deciding_expressions(self) -> Iterator[Expression]:
        """What its outcome depends on, in the order of judgement: a deadline's end only if it decides."""
        parts = [
            self.applies,
            *(exemption.when for exemption in self.unless),
            self.require,
            self.forbid,
            (self.pending.when or self.pending.due) if self.pending else None,
            self.review.when if self.review else None,
        ]
        return (part for part in parts if part is not None)

    def expressions(self) -> Iterator[Expression]:
        """All of its expressions."""
        yield from self.deciding_expressions()
        if self.pending is not None and self.pending.when is not None and self.pending.due is not None:
            yield self.pending.due


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A worked example with what is expected of it.

    Args:
        name: what it shows.
        as_of: the moment of judgement.
        facts: the case.
        expect: outcome by rule id.
        verdict: expected of the ruleset as a whole.
        missing: expected missing facts by rule id.
        note: a remark, such as where the case comes from.
        at: place of its name in the document.
    """

    name: str
    as_of: Timestamp
    facts: Facts
    expect: Mapping[str, str]
    verdict: str | None
    missing: Mapping[str, tuple[str, ...]]
    note: str | None
    at: Span


@dataclass(frozen=True, slots=True)
class LegalSource:
    """A text that citations point into.

    Args:
        key: as citations name it.
        title: its name.
        url: where it can be read.
        note: a remark.
        at: place of its key in the document.
    """

    key: str
    title: str
    url: str | None
    note: str | None
    at: Span


@dataclass(frozen=True, eq=False)
class Ruleset:
    """A checked ruleset.

    Args:
        id: namespace and name, such as `eu/gdpr`.
        version: semantic version.
        title: its name for people.
        description: what it covers.
        jurisdiction: where it holds.
        effective_since: first day it is in force, or None.
        effective_until: last day, or None.
        sources: what citations point into, by key; its own, not those of imports.
        imports: rulesets whose names it uses, as resolved.
        calendars: holiday calendars by name, imported ones included.
        facts: declared facts; those of imports come first, as with parameters and definitions.
        parameters: figures that change with time.
        definitions: derived facts, each after those it uses.
        rules: its own rules; an import brings none.
        cases: worked examples.
        source: the document.
        own: which names are its own.
        fact_reader: reads the facts of a case.
        canonical: makes the canonical form.
    """

    id: str
    version: str
    title: str
    description: str | None
    jurisdiction: str | None
    effective_since: Date | None
    effective_until: Date | None
    sources: Mapping[str, LegalSource]
    imports: tuple[Import, ...]
    calendars: Mapping[str, Calendar]
    facts: tuple[FactSpec, ...]
    parameters: tuple[Parameter, ...]
    definitions: tuple[Definition, ...]
    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]
    source: Source
    own: Own = field(repr=False)
    fact_reader: FactReader = field(repr=False)
    canonical: Callable[[Ruleset], object] = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """`sha256:` and the digest of the canonical form: what the document says, however written."""
        return digest(self.canonical(self))

    def parameters_at(self, as_of: Timestamp) -> dict[str, ParameterValue]:
        """The value of each parameter at a moment; one in a gap is left out."""
        day = day_of(as_of)
        values = ((parameter.name, parameter.at(day)) for parameter in self.parameters)
        return {name: value for name, value in values if value is not None}


@dataclass(frozen=True, slots=True)
class Own:
    """Names that a ruleset declares itself, rather than imports.

    Args:
        facts: paths.
        parameters: names.
        definitions: names.
        calendars: names.
    """

    facts: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    definitions: frozenset[str] = frozenset()
    calendars: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """An import as written and as resolved.

    Args:
        id: of the imported ruleset.
        range: the versions asked for.
        ruleset: the one chosen.
        at: place of its id in the document.
    """

    id: str
    range: str
    ruleset: Ruleset
    at: Span
