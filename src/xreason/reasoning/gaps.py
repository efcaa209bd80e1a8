"""Where a case lacks a value: a whole fact, or a field of a record in a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xreason.cel.types import Kind, Type
from xreason.cel.values import MISSING
from xreason.rulesets.shapes import FactSpec, Shape

Step = int
"""An index into a list or into a record's fields."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One place without a value.

    Args:
        path: how it is called: `breach.risk`, `payments[2].amount`.
        slot: the fact's slot.
        steps: indices from the fact's value down to the place; empty for the fact itself.
        shape: what a value that belongs there may be.
        spec: the fact that it is part of.
    """

    path: str
    slot: int
    steps: tuple[Step, ...]
    shape: Shape
    spec: FactSpec

    @property
    def type(self) -> Type:
        """The type of a value that belongs there."""
        return self.shape.type

    def fill(self, container: object, value: object) -> object:
        """The fact's value with `value` at this place; what was there is not changed."""
        return _filled(container, self.steps, value)

    def read(self, container: object) -> object:
        """What stands at this place of the fact's value."""
        for step in self.steps:
            assert isinstance(container, list | tuple)
            container = container[step]
        return container


def _filled(container: object, steps: tuple[Step, ...], value: object) -> object:
    if not steps:
        return value
    first, *rest = steps
    assert isinstance(container, list | tuple)
    items = list(container)
    items[first] = _filled(items[first], tuple(rest), value)
    return tuple(items) if isinstance(container, tuple) else items


def gaps_of(spec: FactSpec, slot: int, value: object) -> Iterator[Gap]:
    """The gaps in one fact's value, in the order of the document."""
    return (place for place in places_of(spec, slot, value) if place.read(value) is MISSING)


def places_of(spec: FactSpec, slot: int, value: object) -> Iterator[Gap]:
    """All places in one fact's value, known or not: itself, or the fields of records in it."""
    return _places(spec, slot, spec.path, (), spec.shape, value)


def _places(
    spec: FactSpec, slot: int, path: str, steps: tuple[Step, ...], shape: Shape, value: object
) -> Iterator[Gap]:
    if shape.of is not None and isinstance(value, list) and shape.of.kind in (Kind.RECORD, Kind.LIST):
        for number, item in enumerate(value):
            yield from _places(spec, slot, f"{path}[{number}]", (*steps, number), shape.of, item)
    elif shape.fields and isinstance(value, tuple):
        for number, ((name, inner), item) in enumerate(zip(shape.fields, value, strict=True)):
            yield from _places(spec, slot, f"{path}.{name}", (*steps, number), inner, item)
    else:
        yield Gap(path, slot, steps, shape, spec)
