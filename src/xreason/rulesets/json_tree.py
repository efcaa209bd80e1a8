r"""JSON text to nodes with places.

YAML 1.2 contains JSON, but libyaml does not read all of it (`"\ud83d\ude00"`, keys of more than
1,024 characters), so JSON has a reader of its own. Nothing here recurses.
"""

from __future__ import annotations

import re
from typing import NoReturn

from xreason.kernel.diagnostics import Source, Span
from xreason.rulesets.findings import Findings
from xreason.rulesets.limits import LIMITS
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, SequenceNode, shortened

_BLANKS = frozenset(" \t\r\n")
_BLANK = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r"""(?:(?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
    |(?P<scalar>(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-]))
    |(?P<mark>[\[{]))[ \t\r\n]*""",
    re.VERBOSE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[\w.+-]+")


def read_json(source: Source) -> Node | None:
    """The document as a tree, or None when it is empty.

    Raises:
        DiagnosticError: all duplicate keys, up to the first mistake of syntax.
    """
    return _Reader(source).read()


class _Reader:
    """Puts nodes together: `inside` is the open collection, `key` the key whose value comes next."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings = Findings(source)
        self.at = 1 if source.text.startswith("\ufeff") else 0
        self.parents: list[MappingNode | SequenceNode | None] = []
        self.inside: MappingNode | SequenceNode | None = None
        self.key: ScalarNode | None = None
        self.root: Node | None = None
        self.count = 0

    def read(self) -> Node | None:
        self._skip_blanks()
        if self.at < len(self.source.text):
            self._value()
            while self.inside is not None:
                self._next()
            if self.at < len(self.source.text):
                self._wrong("the document ends here, and more text follows")
        self.findings.stop_if_any()
        return self.root

    def _next(self) -> None:
        """Read on by one item, entry or closing bracket."""
        inside = self.inside
        closing = "}" if isinstance(inside, MappingNode) else "]"
        if self.source.text.startswith(closing, self.at):
            self._close()
            return
        assert inside is not None
        if (inside.entries if isinstance(inside, MappingNode) else inside.items) and not self._take(","):
            self._wrong(f"`,` or `{closing}` is expected here")
        if isinstance(inside, MappingNode):
            self._begin_entry(inside)
        self._value()

    def _begin_entry(self, inside: MappingNode) -> None:
        match = _TOKEN.match(self.source.text, self.at)
        if match is None or match.lastgroup != "string":
            self._wrong("a key in double quotes is expected here")
        key = self._string(match)
        if key.text in inside.keys:
            line, _ = self.source.position(inside.keys[key.text].start)
            message = f"duplicate key `{shortened(key.text)}`: line {line} has it already"
            self.findings.add("document.duplicate-key", message, key.span)
        inside.keys[key.text] = self.key = key
        self.at = match.end()
        if not self._take(":"):
            self._wrong("`:` is expected here")

    def _value(self) -> None:
        match = _TOKEN.match(self.source.text, self.at)
        if match is None:
            self._wrong("a value is expected here")
        if match.lastgroup == "string":
            self._place(self._string(match))
        elif match.lastgroup == "scalar":
            start, end = match.span("scalar")
            self._place(ScalarNode(start, end, match["scalar"], ""))
        else:
            start, end = match.span("mark")
            mapping = match["mark"] == "{"
            self._open(MappingNode(start, end, {}, {}) if mapping else SequenceNode(start, end, []))
        self.at = match.end()

    def _string(self, match: re.Match[str]) -> ScalarNode:
        start, end = match.span("string")
        text = self.source.text[start + 1 : end - 1]
        if "\\" in text:
            from json import loads

            text = str(loads(match["string"]))
        # Half of a surrogate pair can come from an escape or from the text itself.
        if not text.isascii() and (found := _SURROGATE.search(text)):
            message = f"character U+{ord(found[0]):04X} may not stand in a document"
            self.findings.add("document.character", message, Span(start, end))
        return ScalarNode(start, end, text, '"')

    def _open(self, node: MappingNode | SequenceNode) -> None:
        self._place(node)
        self.parents.append(self.inside)
        self.inside = node
        if len(self.parents) > LIMITS.depth:
            self._stop("document.too-deep", f"nested more than {LIMITS.depth} deep", node.span)

    def _close(self) -> None:
        assert self.inside is not None
        self.at += 1
        self.inside.end = self.at
        self.inside = self.parents.pop()
        self._skip_blanks()

    def _place(self, node: Node) -> None:
        self.count += 1
        if self.count > LIMITS.nodes:
            self._stop("document.too-large", f"more than {LIMITS.nodes:,} values", node.span)
        inside = self.inside
        if inside is None:
            self.root = node
        elif isinstance(inside, SequenceNode):
            inside.items.append(node)
        else:
            assert self.key is not None
            inside.entries[self.key.text] = node

    def _take(self, mark: str) -> bool:
        if not self.source.text.startswith(mark, self.at):
            return False
        self.at += 1
        if self.source.text[self.at : self.at + 1] in _BLANKS:
            self._skip_blanks()
        return True

    def _skip_blanks(self) -> None:
        match = _BLANK.match(self.source.text, self.at)
        assert match is not None
        self.at = match.end()

    def _wrong(self, problem: str) -> NoReturn:
        word = _WORD.match(self.source.text, self.at)
        hint = None
        if word and word[0].lstrip("+-").lower() in ("nan", "infinity", "inf"):
            hint = "JSON has no such number; leave the fact out, or write null where it may be null"
        end = word.end() if word else self.at + 1
        self._stop("document.json-syntax", f"not readable as JSON: {problem}", Span(self.at, end), hint)

    def _stop(self, code: str, message: str, span: Span, hint: str | None = None) -> NoReturn:
        self.findings.add(code, message, span, hint)
        self.findings.stop_if_any()
        raise AssertionError("unreachable: there is a finding")
