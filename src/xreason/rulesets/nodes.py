"""The tree of a YAML or JSON document, each node with its place.

Scalars keep their text: `1.10` stays `1.10` until a type says what it is. `resolve` reads a scalar
by the core schema of YAML 1.2, where `NO`, `yes` and `2026-01-01` are strings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from xreason.kernel.diagnostics import Span


class NotANumber:
    """What `.nan`, `.inf` and numbers too long to read resolve to; no type accepts it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


@dataclass(slots=True)
class ScalarNode:
    """A text with its place; `style` is "" (plain), `"`, `'`, `|` or `>`."""

    start: int
    end: int
    text: str
    style: str

    @property
    def span(self) -> Span:
        """The place, quotes included."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class SequenceNode:
    """A list of nodes."""

    start: int
    end: int
    items: list[Node]

    @property
    def span(self) -> Span:
        """The place from the first item or bracket to the end."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class MappingNode:
    """Nodes by key, in the order of the text; `keys` has the keys' own places."""

    start: int
    end: int
    entries: dict[str, Node]
    keys: dict[str, ScalarNode]

    @property
    def span(self) -> Span:
        """The place from the first key or brace to the end."""
        return Span(self.start, self.end)


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode

LONGEST_NUMBER = 400
"""Characters of a number; longer ones are refused before they cost time."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_MAYBE_NUMBER = frozenset("+-.0123456789")


def shortened(text: str, width: int = 60) -> str:
    """A text for a message: one line, cut when long."""
    shown = text if len(text) <= width else text[: width - 1] + "…"
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in shown)


def is_null(node: Node) -> bool:
    """Whether the node is a plain null, or nothing at all after its key."""
    return isinstance(node, ScalarNode) and not node.style and node.text in _NULLS


def resolve(node: ScalarNode) -> object:
    """A scalar's value by the core schema: None, bool, int, exact `Decimal`, or str."""
    text = node.text
    if node.style:
        return text
    if not text or text[0] not in _MAYBE_NUMBER:
        if text in _NULLS:
            return None
        return _BOOLS.get(text, text)
    return number(text)


def number(text: str) -> object:
    """A plain scalar that may be a number: int, `Decimal`, `NotANumber`, or the text itself."""
    if len(text) > LONGEST_NUMBER:
        return NotANumber(text[:20] + "…") if _FLOAT.fullmatch(text) else text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return decimal(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return NotANumber(text) if _NOT_FINITE.fullmatch(text) else text


def decimal(text: str) -> Decimal | NotANumber:
    """The number that a text of digits stands for, unless its exponent is beyond all numbers."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return NotANumber(shortened(text, 20))


def to_python(node: Node) -> object:
    """The node as dicts, lists and values of `resolve`.

    Recursion is safe: the readers refuse documents nested deeper than `LIMITS.depth`.
    """
    if isinstance(node, ScalarNode):
        return resolve(node)
    if isinstance(node, SequenceNode):
        return [to_python(item) for item in node.items]
    return {key: to_python(value) for key, value in node.entries.items()}


def same_content(one: Node, other: Node) -> bool:
    """Whether two trees say the same: keys, texts and what the core schema makes of them."""
    if isinstance(one, MappingNode) and isinstance(other, MappingNode):
        return one.entries.keys() == other.entries.keys() and all(
            same_content(value, other.entries[key]) for key, value in one.entries.items()
        )
    if isinstance(one, SequenceNode) and isinstance(other, SequenceNode):
        return len(one.items) == len(other.items) and all(
            same_content(*pair) for pair in zip(one.items, other.items, strict=True)
        )
    if isinstance(one, ScalarNode) and isinstance(other, ScalarNode):
        return one.text == other.text and bool(one.style) == bool(other.style)
    return False
