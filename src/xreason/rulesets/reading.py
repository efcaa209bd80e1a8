"""Reading parts of a ruleset document: the right kind of node, known keys, values of a shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, TypeVar

from xreason.cel import types
from xreason.cel.values import Date
from xreason.kernel.diagnostics import Source, Span
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.conversion import converter, refusals
from xreason.rulesets.findings import Findings
from xreason.rulesets.nodes import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    is_null,
    resolve,
    shortened,
    to_python,
)
from xreason.rulesets.refusals import Refusal
from xreason.rulesets.shapes import Shape

Choice = TypeVar("Choice", bound=str)

_DATE = converter(Shape(types.DATE))


class Reader:
    """Reads nodes of one document, and notes what is wrong.

    Args:
        source: the document.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings = Findings(source)
        self.broken: set[str] = set()
        """Names whose declaration is wrong; what uses them is not reported as well."""

    def wrong(self, code: str, message: str, at: Node | Span, hint: str | None = None) -> None:
        """Note a mistake."""
        self.findings.add(code, message, at if isinstance(at, Span) else at.span, hint)

    def mapping(self, node: Node, what: str) -> MappingNode | None:
        """The node if it is a mapping."""
        if isinstance(node, MappingNode):
            return node
        self._expected(f"{what} must be a mapping", node)
        return None

    def items(self, node: Node, what: str) -> list[Node]:
        """The items if the node is a list."""
        if isinstance(node, SequenceNode):
            return node.items
        self._expected(f"{what} must be a list", node)
        return []

    def keys(self, node: MappingNode, known: Collection[str], what: str) -> None:
        """Note the keys that are not known."""
        for key, key_node in node.keys.items():
            if key not in known:
                hint = did_you_mean(key, known) or f"known keys: {', '.join(known)}"
                self.wrong("ruleset.unknown-key", f"unknown key `{shortened(key)}` in {what}", key_node, hint)

    def required(self, node: MappingNode, keys: tuple[str, ...], what: str) -> bool:
        """Whether all of these keys are there."""
        absent = [key for key in keys if key not in node.entries]
        for key in absent:
            # The first key is a better place to look at than all of a long mapping.
            first = next(iter(node.keys.values()), node)
            self.wrong("ruleset.missing-key", f"{what} needs `{key}`", first)
        return not absent

    def text(self, node: Node, what: str) -> str | None:
        """A text that is not empty, whatever a scalar of its spelling would be elsewhere."""
        if isinstance(node, ScalarNode) and (text := node.text.strip()) and not is_null(node):
            return text
        self._expected(f"{what} must be a text", node)
        return None

    def optional_text(self, parent: MappingNode, key: str) -> str | None:
        """The text under a key, or None where there is no such key."""
        node = parent.entries.get(key)
        return None if node is None else self.text(node, f"`{key}`")

    def texts(self, parent: MappingNode, key: str) -> list[tuple[str, Node]]:
        """The text or list of texts under a key, with their places."""
        node = parent.entries.get(key)
        if node is None:
            return []
        parts = node.items if isinstance(node, SequenceNode) else [node]
        read = ((self.text(part, f"`{key}`"), part) for part in parts)
        return [(text, part) for text, part in read if text is not None]

    def flag(self, parent: MappingNode, key: str) -> bool:
        """The true or false under a key; false where there is no such key."""
        node = parent.entries.get(key)
        if node is None:
            return False
        value = resolve(node) if isinstance(node, ScalarNode) else None
        if not isinstance(value, bool):
            self._expected(f"`{key}` must be true or false", node)
        return value is True

    def choice(self, parent: MappingNode, key: str, choices: tuple[Choice, ...], otherwise: Choice) -> Choice:
        """One of these words under a key."""
        text = self.optional_text(parent, key)
        for choice in choices:
            if choice == text:
                return choice
        if text is not None:
            listed = ", ".join(f"`{choice}`" for choice in choices)
            message = f"`{key}` must be one of {listed}, not `{shortened(text)}`"
            self.wrong("ruleset.choice", message, parent.entries[key], did_you_mean(text, choices))
        return otherwise

    def value(self, node: Node, shape: Shape, what: str) -> object:
        """A run-time value of a shape; None where it does not fit, which is noted."""
        content = to_python(node)
        try:
            return converter(shape)(content)
        except Refusal:
            for refused in refusals(shape, content):
                name = what + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in refused.steps)
                self.wrong("ruleset.value", f"{name} {refused.problem}", node, refused.hint)
        return None

    def date(self, parent: MappingNode, key: str) -> Date | None:
        """The date under a key."""
        node = parent.entries.get(key)
        if node is None:
            return None
        try:
            day = _DATE(to_python(node))
        except Refusal as refused:
            self.wrong("ruleset.value", f"`{key}` {refused.problem}", node, refused.hint)
            return None
        assert isinstance(day, Date)
        return day

    def period(self, node: MappingNode) -> tuple[Date | None, Date | None]:
        """First and last day under `from` and `until`."""
        since, until = self.date(node, "from"), self.date(node, "until")
        if since is not None and until is not None and until < since:
            self.wrong("ruleset.period", "`until` is before `from`", node.entries["until"])
        return since, until

    def effective(self, parent: MappingNode) -> tuple[Date | None, Date | None]:
        """The period under `effective`."""
        node = parent.entries.get("effective")
        if node is None or (period := self.mapping(node, "`effective`")) is None:
            return None, None
        self.keys(period, ("from", "until"), "`effective`")
        return self.period(period)

    def entries(self, parent: MappingNode, key: str) -> Iterator[tuple[str, ScalarNode, Node]]:
        """Name, place of the name, and node of each entry of the mapping under a key."""
        node = parent.entries.get(key)
        if node is None or is_null(node) or (section := self.mapping(node, f"`{key}`")) is None:
            return
        for name, entry in section.entries.items():
            yield name, section.keys[name], entry

    def section(self, parent: MappingNode, key: str) -> list[Node]:
        """The items of the list under a key."""
        node = parent.entries.get(key)
        return [] if node is None or is_null(node) else self.items(node, f"`{key}`")

    def _expected(self, message: str, node: Node) -> None:
        found: Literal["nothing", "a list", "a mapping", "a text"] = "a text"
        if isinstance(node, SequenceNode):
            found = "a list"
        elif isinstance(node, MappingNode):
            found = "a mapping"
        elif is_null(node):
            found = "nothing"
        shown = f"`{shortened(node.text)}`" if found == "a text" and isinstance(node, ScalarNode) else found
        self.wrong("ruleset.wrong-type", f"{message}, not {shown}", node)
