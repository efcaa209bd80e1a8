"""YAML text to nodes with places: libyaml's events, read by the rules of YAML 1.2.

What could surprise a reader of rules is refused: anchors, aliases, tags, merge keys, several
documents, duplicate keys. Nothing here recurses, and depth is bounded while events come in.
"""

from __future__ import annotations

import re
from typing import NoReturn

from yaml import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    MarkedYAMLError,
    NodeEvent,
    ScalarEvent,
)
from yaml._yaml import CParser
from yaml.reader import ReaderError

from xreason.kernel.diagnostics import Source, Span
from xreason.rulesets.findings import Findings
from xreason.rulesets.limits import LIMITS
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, SequenceNode, shortened

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE_HINT = "if an expression or a text begins here, put the whole value in quotes"


def read_yaml(source: Source) -> Node | None:
    """The document as a tree, or None when it is empty.

    Raises:
        DiagnosticError: all that is refused up to the first mistake of syntax.
    """
    return _Builder(source).read()


class _Builder:
    """Puts nodes together: `inside` is the open collection, `key` the key whose value comes next."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings = Findings(source)
        # libyaml skips a byte order mark without counting it.
        self.shift = 1 if source.text.startswith("\ufeff") else 0
        self.parents: list[MappingNode | SequenceNode | None] = []
        self.inside: MappingNode | SequenceNode | None = None
        self.key: ScalarNode | None = None
        self.root: Node | None = None
        self.count = 0

    def read(self) -> Node | None:
        try:
            self._consume(CParser(self.source.text))
        except UnicodeEncodeError as error:
            self._forbidden_character(error.start)
        except ReaderError:
            match = _FORBIDDEN.search(self.source.text, self.shift)
            self._forbidden_character(match.start() if match else 0)
        except MarkedYAMLError as error:
            self._syntax(error)
        self.findings.stop_if_any()
        return self.root

    def _consume(self, parser: CParser) -> None:
        get, shift = parser.get_event, self.shift
        while (event := get()) is not None:
            start = event.start_mark.index + shift  # type: ignore[union-attr]  # libyaml always sets both
            end = event.end_mark.index + shift  # type: ignore[union-attr]  # as above
            if isinstance(event, ScalarEvent):
                if event.anchor is not None or event.tag is not None:
                    self._refuse_property(event, start, end)
                node = ScalarNode(start, end, event.value, event.style or "")
                if self.key is not None and isinstance(self.inside, MappingNode):
                    if start == end:
                        # libyaml places what is not there on the next line.
                        node.start = node.end = self.key.end + 1
                    self.inside.entries[self.key.text] = node
                    self.key = None
                    self.count += 1
                else:
                    self._place(node)
            elif isinstance(event, CollectionStartEvent):
                if event.anchor is not None or event.tag is not None:
                    self._refuse_property(event, start, end)
                self._open(isinstance(event, MappingStartEvent), start, end)
            elif isinstance(event, CollectionEndEvent):
                assert self.inside is not None
                self.inside.end = end
                self.inside = self.parents.pop()
            elif isinstance(event, AliasEvent):
                self._refuse("document.alias", "an alias (`*`) is not read here", start, end, _QUOTE_HINT)
                self._place(ScalarNode(start, end, "", "'"))
            elif isinstance(event, DocumentStartEvent):
                self._begin_document(event.version, start, end)

    def _open(self, mapping: bool, start: int, end: int) -> None:
        node = MappingNode(start, end, {}, {}) if mapping else SequenceNode(start, end, [])
        self._place(node)
        self.parents.append(self.inside)
        self.inside = node
        if len(self.parents) > LIMITS.depth:
            self._stop("document.too-deep", f"nested more than {LIMITS.depth} deep", start, end)

    def _place(self, node: Node) -> None:
        """Put a node where the next value, key or item belongs."""
        self.count += 1
        if self.count > LIMITS.nodes:
            self._stop("document.too-large", f"more than {LIMITS.nodes:,} values", node.start, node.end)
        inside, key = self.inside, self.key
        if inside is None:
            self.root = node
        elif isinstance(inside, SequenceNode):
            inside.items.append(node)
        elif key is not None:
            inside.entries[key.text] = node
            self.key = None
        elif isinstance(node, ScalarNode):
            self._begin_entry(inside, node)
        else:
            self._stop("document.key", "a key is a plain name, not a list or mapping", node.start, node.end)

    def _begin_entry(self, inside: MappingNode, key: ScalarNode) -> None:
        text = key.text
        if text in inside.keys:
            line, _ = self.source.position(inside.keys[text].start)
            message = f"duplicate key `{shortened(text)}`: line {line} has it already"
            self._refuse("document.duplicate-key", message, key.start, key.end)
        elif text == "<<" and not key.style:
            message = "a merge key (`<<`) is not read here"
            self._refuse("document.merge-key", message, key.start, key.end, "write the entries out")
        inside.keys[text] = key
        self.key = key

    def _begin_document(self, version: tuple[int, int] | None, start: int, end: int) -> None:
        if self.root is not None:
            hint = "put each document in a file of its own"
            self._stop("document.several", "a second document begins here", start, max(end, start + 3), hint)
        if version is not None and version < (1, 2):
            message = f"this says it is YAML {version[0]}.{version[1]}; documents here are YAML 1.2"
            end = start + len(self.source.text[start:end].split("\n", 1)[0])
            self._refuse("document.yaml-version", message, start, end, "leave out the `%YAML` line")

    def _refuse_property(self, event: NodeEvent, start: int, end: int) -> None:
        text = self.source.text
        end = min(end, start + len(text[start:end].split(maxsplit=1)[0]))
        if event.anchor is not None:
            message = f"an anchor (`&{shortened(event.anchor)}`) is not read here"
            self._refuse("document.anchor", message, start, end)
        else:
            message = f"`{shortened(text[start:end])}` is a YAML tag, and tags are not read here"
            self._refuse("document.tag", message, start, end, _QUOTE_HINT)

    def _syntax(self, error: MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        at = min((mark.index if mark else 0) + self.shift, len(self.source.text))
        problem = error.problem or "it cannot be read"
        hint = None
        if self.source.text[at : at + 1] == "\t":
            hint = "YAML is indented with spaces, not tabs"
        elif "mapping values" in problem:
            hint = "a value that contains `: ` must stand in quotes, or in a block after `|`"
        elif self.source.text[at : at + 1] in ("%", "@", "`") or "block scalar" in (error.context or ""):
            hint = _QUOTE_HINT
        message = f"not readable as YAML: {problem}"
        if error.context and error.context_mark:
            line, _ = self.source.position(min(error.context_mark.index + self.shift, len(self.source.text)))
            message += f" ({error.context} from line {line})"
        self._refuse("document.syntax", message, at, at + 1, hint)

    def _forbidden_character(self, at: int) -> None:
        character = self.source.text[at : at + 1]
        message = f"character U+{ord(character or chr(0)):04X} may not stand in a document"
        self._refuse("document.character", message, at, at + 1)

    def _refuse(self, code: str, message: str, start: int, end: int, hint: str | None = None) -> None:
        self.findings.add(code, message, Span(start, end), hint)

    def _stop(self, code: str, message: str, start: int, end: int, hint: str | None = None) -> NoReturn:
        """Refuse what makes reading on useless."""
        self._refuse(code, message, start, end, hint)
        self.findings.stop_if_any()
        raise AssertionError("unreachable: there is a finding")
