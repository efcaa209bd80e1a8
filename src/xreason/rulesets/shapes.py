"""What a fact or parameter may hold: its type and the bounds on its values."""

from __future__ import annotations

from dataclasses import dataclass

from xreason.cel.types import Kind, Type, list_of, nullable, record
from xreason.kernel.diagnostics import Span

DEFAULT_MOST_ITEMS = 1000
"""Items of a list that states no `max`."""

MOST_ITEMS = 100_000
"""The largest `max` of a list."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A type together with what types cannot say.

    Args:
        plain: the type without null; of lists and records only the kind counts, see `of`, `fields`.
        nullable: null is allowed.
        minimum: least value, or least number of items; a run-time value.
        maximum: greatest value, or greatest number of items.
        of: what a list's items are.
        fields: a record's fields in order.
        unit: what is counted, such as `EUR` or `persons`.
        ask: the question to a person.
        description: a sentence on what it means.
    """

    plain: Type
    nullable: bool = False
    minimum: object = None
    maximum: object = None
    of: Shape | None = None
    fields: tuple[tuple[str, Shape], ...] = ()
    unit: str | None = None
    ask: str | None = None
    description: str | None = None

    @property
    def type(self) -> Type:
        """The type as expressions see it."""
        return nullable(self.plain) if self.nullable else self.plain

    @property
    def kind(self) -> Kind:
        """The sort of value, null left aside."""
        return self.plain.kind


def list_shape(of: Shape, minimum: int | None = None, maximum: int | None = None) -> Shape:
    """The shape of a list."""
    most = DEFAULT_MOST_ITEMS if maximum is None else maximum
    return Shape(list_of(of.type), minimum=minimum, maximum=most, of=of)


def record_shape(fields: tuple[tuple[str, Shape], ...]) -> Shape:
    """The shape of a record."""
    return Shape(record("", tuple((name, field.type) for name, field in fields)), fields=fields)


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One declared fact.

    Args:
        path: its full name, such as `breach.discovered_at`.
        shape: what it may hold.
        fixed: a counterfactual may not change it.
        at: its place in the document.
    """

    path: str
    shape: Shape
    fixed: bool
    at: Span

    @property
    def type(self) -> Type:
        """The type as expressions see it."""
        return self.shape.type

    @property
    def minimum(self) -> object:
        """Least value, or least number of items; None where unbounded."""
        return self.shape.minimum

    @property
    def maximum(self) -> object:
        """Greatest value, or greatest number of items; None where unbounded."""
        return self.shape.maximum

    @property
    def unit(self) -> str | None:
        """What is counted."""
        return self.shape.unit

    @property
    def ask(self) -> str | None:
        """The question to a person."""
        return self.shape.ask

    @property
    def description(self) -> str | None:
        """A sentence on what it means."""
        return self.shape.description
