"""Parameters: figures with the days between which they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from xreason.cel import types
from xreason.cel.types import Type
from xreason.cel.values import Date, format_date
from xreason.rulesets.citations import Citations
from xreason.rulesets.model import Parameter, ParameterValue
from xreason.rulesets.names import check_name
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_python
from xreason.rulesets.reading import Reader
from xreason.rulesets.schema_types import read_shape
from xreason.rulesets.shapes import Shape, list_shape

VALUE_KEYS = ("from", "until", "value", "cite")
STATED_KEYS = ("type", "enum", "of", "fields", "unit", "description", "values")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt].*")
_DURATION = re.compile(r"[-+]?(?:(?:[0-9]+(?:\.[0-9]+)?(?:h|ms|m|s|us|µs|ns))+|P[0-9T].*)")


def read_parameters(reader: Reader, root: MappingNode, citations: Citations) -> list[Parameter]:
    """The parameters that a document declares, in its order."""
    found = []
    for name, key, node in reader.entries(root, "parameters"):
        parameter = _parameter(reader, name, key, node, citations)
        if parameter is None:
            reader.broken.add(name)
        elif check_name(reader, name, key.span):
            found.append(parameter)
    return found


def _parameter(
    reader: Reader, name: str, key: ScalarNode, node: Node, citations: Citations
) -> Parameter | None:
    what = f"parameter `{name}`"
    shape: Shape | None = None
    entries = [node]
    if isinstance(node, MappingNode) and "value" not in node.entries:
        reader.keys(node, STATED_KEYS, what)
        if not reader.required(node, ("values",), what):
            return None
        entries = reader.items(node.entries["values"], f"`values` of {what}")
        if "type" in node.entries or "enum" in node.entries:
            shape = read_shape(reader, node, what, STATED_KEYS)
            if shape is None:
                return None
    elif isinstance(node, SequenceNode):
        entries = node.items
    values = [value for entry in entries if (value := reader.mapping(entry, f"a value of {what}"))]
    complete = [value for value in values if _has_value(reader, value, what)]
    if not complete or len(complete) < len(entries):
        if not entries:
            reader.wrong("ruleset.missing-key", f"{what} has no values", key)
        return None
    if shape is None:
        shape = _inferred(reader, complete, what)
    if shape is None:
        return None
    read = [_value(reader, value, shape, what, citations) for value in complete]
    return Parameter(name, shape, _in_order(reader, read, what), key.span)


def _has_value(reader: Reader, node: MappingNode, what: str) -> bool:
    reader.keys(node, VALUE_KEYS, f"a value of {what}")
    return reader.required(node, ("value",), f"a value of {what}")


def _value(
    reader: Reader, node: MappingNode, shape: Shape, what: str, citations: Citations
) -> ParameterValue:
    since, until = reader.period(node)
    value = reader.value(node.entries["value"], shape, f"the value of {what}")
    return ParameterValue(since, until, value, citations.read(node), node.span)


def _in_order(reader: Reader, values: list[ParameterValue], what: str) -> tuple[ParameterValue, ...]:
    """Values by their first day; one without a last day ends where the next begins."""
    ordered = sorted(values, key=lambda value: Date.MIN - 1 if value.since is None else value.since)
    for index, following in enumerate(ordered[1:]):
        value = ordered[index]
        if following.since is None or following.since == value.since:
            day = "without `from`" if following.since is None else f"from {format_date(following.since)}"
            reader.wrong("ruleset.period", f"{what} has two values {day}", following.at)
        elif value.until is None:
            ordered[index] = replace(value, until=Date(following.since - 1))
    return tuple(ordered)


def _inferred(reader: Reader, values: list[MappingNode], what: str) -> Shape | None:
    """The shape that all values have; ints stand with decimals as decimals."""
    shapes = []
    for value in values:
        node = value.entries["value"]
        found = _shape_of(to_python(node))
        if found is None:
            hint = "state it: `{type: …, values: […]}`"
            reader.wrong("ruleset.unknown-type", f"the type of {what} cannot be told from this", node, hint)
            return None
        shapes.append(found)
    kinds = {shape.plain for shape in shapes}
    for simple, wide in (
        ({types.INT, types.DECIMAL}, types.DECIMAL),
        ({types.list_of(types.INT), types.list_of(types.DECIMAL)}, types.list_of(types.DECIMAL)),
    ):
        if kinds == simple:
            return list_shape(Shape(types.DECIMAL)) if wide.args else Shape(wide)
    if len(kinds) > 1:
        listed = " and ".join(sorted(map(str, kinds)))
        hint = "state the type: `{type: …, values: […]}`"
        reader.wrong("ruleset.parameter-type", f"{what} has values of the types {listed}", values[0], hint)
        return None
    return shapes[0]


def _shape_of(value: object) -> Shape | None:
    """The shape that a value has by its spelling."""
    if isinstance(value, list):
        inner = {_shape_of(item) for item in value}
        if inner == {Shape(types.INT), Shape(types.DECIMAL)}:
            return list_shape(Shape(types.DECIMAL))
        only = inner.pop() if len(inner) == 1 else None
        return list_shape(only) if only is not None else None
    atom = _atom_of(value)
    return Shape(atom) if atom is not None else None


def _atom_of(value: object) -> Type | None:
    if isinstance(value, str):
        for pattern, type_ in _SPELLINGS:
            if len(value) < 60 and pattern.fullmatch(value):
                return type_
        return types.STRING
    return _PYTHON_TYPES.get(type(value))


_SPELLINGS = ((_DATE, types.DATE), (_TIMESTAMP, types.TIMESTAMP), (_DURATION, types.DURATION))
_PYTHON_TYPES: Mapping[type, Type] = {bool: types.BOOL, int: types.INT, Decimal: types.DECIMAL}
