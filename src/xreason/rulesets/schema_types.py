"""Fact types as documents write them: `bool`, `{enum: [a, b]}`, `{type: list, of: …}`, groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xreason.cel import types
from xreason.cel.types import Kind, Type
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.names import check_name
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, SequenceNode, is_null, resolve, shortened
from xreason.rulesets.reading import Reader
from xreason.rulesets.shapes import DEFAULT_MOST_ITEMS, MOST_ITEMS, FactSpec, Shape, list_shape, record_shape

ATOMS: Mapping[str, Type] = {
    "bool": types.BOOL,
    "int": types.INT,
    "decimal": types.DECIMAL,
    "string": types.STRING,
    "date": types.DATE,
    "timestamp": types.TIMESTAMP,
    "duration": types.DURATION,
}
TYPE_NAMES = (*ATOMS, "list", "record")

_ALIASES = {
    "boolean": "bool",
    "integer": "int",
    "number": "decimal",
    "float": "decimal",
    "double": "decimal",
    "str": "string",
    "text": "string",
    "datetime": "timestamp",
    "array": "list",
    "object": "record",
}
_LONG_FORMS = {
    "list": "{type: list, of: …}",
    "record": "{type: record, fields: {…}}",
    "enum": "{enum: […]}",
}
_BOUNDED = frozenset((Kind.INT, Kind.DECIMAL, Kind.DATE, Kind.TIMESTAMP, Kind.DURATION))

TYPE_KEYS = ("type", "enum", "of", "fields", "nullable", "min", "max", "unit", "ask", "description")
FACT_KEYS = (*TYPE_KEYS, "fixed")

MOST_FACTS = 20_000


def read_facts_section(reader: Reader, root: MappingNode) -> list[FactSpec]:
    """The facts that a document declares, in its order."""
    found: list[FactSpec] = []
    for name, key, node in reader.entries(root, "facts"):
        if check_name(reader, name, key.span):
            found.extend(_facts(reader, name, key, node))
    if len(found) > MOST_FACTS:
        reader.wrong("ruleset.too-large", f"more than {MOST_FACTS:,} facts", root.keys["facts"])
    return found


def _facts(reader: Reader, path: str, key: ScalarNode, node: Node) -> Iterator[FactSpec]:
    """One fact, or all those of a group."""
    if isinstance(node, MappingNode) and not _is_type(node):
        if not node.entries:
            reader.wrong("ruleset.wrong-type", f"the group `{path}` declares no fact", key)
        for name, entry in node.entries.items():
            if check_name(reader, name, node.keys[name].span, first=False):
                yield from _facts(reader, f"{path}.{name}", node.keys[name], entry)
        return
    shape = read_shape(reader, node, f"`{path}`", FACT_KEYS)
    if shape is None:
        reader.broken.add(path)
    else:
        fixed = isinstance(node, MappingNode) and reader.flag(node, "fixed")
        yield FactSpec(path, shape, fixed, key.span)


def _is_type(node: MappingNode) -> bool:
    """Whether a mapping describes a type, rather than grouping facts or listing fields."""
    return "type" in node.entries or "enum" in node.entries


def read_shape(reader: Reader, node: Node, what: str, keys: tuple[str, ...] = TYPE_KEYS) -> Shape | None:
    """A type with its bounds, in the short or the long form.

    Args:
        reader: notes mistakes.
        node: the type.
        what: whose type it is.
        keys: that the long form may have.
    """
    if isinstance(node, ScalarNode):
        return _atom(reader, node, what)
    if isinstance(node, SequenceNode):
        hint = "write `{enum: […]}` for one of several texts, `{type: list, of: …}` for a list"
        reader.wrong("ruleset.wrong-type", f"the type of {what} must not be a list", node, hint)
        return None
    if not _is_type(node):
        return _record(reader, node, what)
    _check_keys(reader, node, what, keys)
    shape = _enum(reader, node, what) if "enum" in node.entries else _typed(reader, node, what)
    if shape is None:
        return None
    shape = replace(
        shape,
        unit=reader.optional_text(node, "unit"),
        ask=reader.optional_text(node, "ask"),
        description=reader.optional_text(node, "description"),
    )
    shape = _bounded(reader, node, what, shape)
    return replace(shape, nullable=reader.flag(node, "nullable"))


def _check_keys(reader: Reader, node: MappingNode, what: str, keys: tuple[str, ...]) -> None:
    for key, key_node in node.keys.items():
        if key not in keys:
            listed = f"known keys: {', '.join(keys)}; a fact cannot stand beside `type` or `enum`"
            hint = did_you_mean(key, keys) or listed
            reader.wrong(
                "ruleset.unknown-key", f"unknown key `{shortened(key)}` in the type of {what}", key_node, hint
            )


def _atom(reader: Reader, node: ScalarNode, what: str) -> Shape | None:
    name = node.text
    if name in ATOMS:
        return Shape(ATOMS[name])
    if is_null(node):
        reader.wrong("ruleset.unknown-type", f"{what} has no type", node, f"one of {', '.join(TYPE_NAMES)}")
        return None
    if name in ("list", "record", "enum"):
        needs = {
            "list": "{type: list, of: …}",
            "record": "{type: record, fields: {…}}",
            "enum": "{enum: […]}",
        }
        message = f"`{name}` alone does not say what {what} holds"
        reader.wrong("ruleset.unknown-type", message, node, f"write `{needs[name]}`")
        return None
    known = _ALIASES.get(name.lower())
    hint = f"did you mean `{known}`?" if known else did_you_mean(name, TYPE_NAMES)
    message = f"unknown type `{shortened(name)}` of {what}"
    reader.wrong("ruleset.unknown-type", message, node, hint or f"one of {', '.join(TYPE_NAMES)}")
    return None


def _typed(reader: Reader, node: MappingNode, what: str) -> Shape | None:
    name = node.entries["type"]
    if not isinstance(name, ScalarNode):
        hint = "a fact cannot be called `type`; call it `kind` or the like"
        reader.wrong("ruleset.wrong-type", f"`type` of {what} must be the name of a type", name, hint)
        return None
    if name.text != "list" and "of" in node.entries:
        reader.wrong("ruleset.unknown-key", "only a list has `of`", node.keys["of"])
    if name.text != "record" and "fields" in node.entries:
        reader.wrong("ruleset.unknown-key", "only a record has `fields`", node.keys["fields"])
    if name.text == "list":
        if not reader.required(node, ("of",), f"the list {what}"):
            return None
        inner = read_shape(reader, node.entries["of"], f"the items of {what}")
        return None if inner is None else list_shape(inner)
    if name.text == "record":
        if not reader.required(node, ("fields",), f"the record {what}"):
            return None
        fields = reader.mapping(node.entries["fields"], f"`fields` of {what}")
        return None if fields is None else _record(reader, fields, what)
    return _atom(reader, name, what)


def _record(reader: Reader, node: MappingNode, what: str) -> Shape | None:
    if not node.entries:
        reader.wrong("ruleset.wrong-type", f"the record {what} has no fields", node)
        return None
    fields = []
    for name, entry in node.entries.items():
        known = check_name(reader, name, node.keys[name].span, first=False)
        shape = read_shape(reader, entry, f"`{name}` of {what}")
        if known and shape is not None:
            fields.append((name, shape))
    return record_shape(tuple(fields)) if len(fields) == len(node.entries) else None


def _enum(reader: Reader, node: MappingNode, what: str) -> Shape | None:
    for key in ("type", "of", "fields"):
        if key in node.entries:
            reader.wrong("ruleset.unknown-key", f"an enum has no `{key}`", node.keys[key])
    values: dict[str, None] = {}
    for item in reader.items(node.entries["enum"], f"`enum` of {what}"):
        value = resolve(item) if isinstance(item, ScalarNode) else None
        if not isinstance(value, str) or not value:
            hint = "put it in quotes" if isinstance(item, ScalarNode) and item.text else None
            reader.wrong("ruleset.wrong-type", f"the values of {what} must be texts", item, hint)
        elif value in values:
            reader.wrong("ruleset.duplicate-value", f"`{shortened(value)}` stands twice in {what}", item)
        else:
            values[value] = None
    if not values:
        reader.wrong("ruleset.wrong-type", f"`enum` of {what} has no values", node.entries["enum"])
        return None
    return Shape(types.enum(tuple(values)))


def _bounded(reader: Reader, node: MappingNode, what: str, shape: Shape) -> Shape:
    """The shape with `min` and `max`: of values, or of the number of a list's items."""
    is_list = shape.kind is Kind.LIST
    counted = Shape(types.INT, minimum=0, maximum=MOST_ITEMS)
    bounds: dict[str, object] = {"min": shape.minimum, "max": shape.maximum}
    for key in bounds:
        if key not in node.entries:
            continue
        if is_list or shape.kind in _BOUNDED:
            bound = counted if is_list else Shape(shape.plain)
            bounds[key] = reader.value(node.entries[key], bound, f"`{key}` of {what}")
        else:
            message = f"`{key}` does not go with {what}, which is of type {shape.plain}"
            reader.wrong("ruleset.unknown-key", message, node.keys[key])
    low, high = bounds["min"], bounds["max"]
    if is_list and high is None:
        high = DEFAULT_MOST_ITEMS
    if low is not None and high is not None and high < low:  # type: ignore[operator]  # both of one type
        reader.wrong("ruleset.value", f"`max` of {what} is below `min`", node.entries.get("max", node))
    return replace(shape, minimum=low, maximum=high)
