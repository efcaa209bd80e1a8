"""One layout for ruleset documents: order of keys, indentation, blank lines. Words stay as they are.

The text is cut into lines at the places of its YAML nodes and put together again. What comes out
is read once more: unless it says the same, with the same characters but for white space, the text
is only trimmed, and not even that where it would say something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from xreason.kernel.diagnostics import DiagnosticError, Source
from xreason.rulesets.documents import read_tree
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, SequenceNode, same_content

STEP = 2
"""Spaces by which a level is indented."""

HEAD = ("xreason", "id", "version", "title", "description", "jurisdiction", "effective")
"""Keys at the top of a document that stand together; the others stand apart."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "": (
        *HEAD,
        *("sources", "imports", "calendars", "facts", "parameters", "definitions", "rules", "cases"),
    ),
    "rules": (
        *("id", "title", "kind", "cite", "severity", "addressee", "verified", "tags", "effective"),
        *("applies", "unless", "require", "forbid", "pending", "review", "remedy", "note"),
    ),
    "cases": ("name", "as_of", "facts", "expect", "verdict", "missing"),
}
"""Order of keys: at the top, in a rule, in a case. Other keys keep their order, after these."""

MOST_PASSES = 5
"""A stray comment may move twice before it stays; a text that never settles is left alone."""

SPACED_LISTS = frozenset({"rules"})
"""Lists whose items stand apart."""


def format_ruleset(source: Source) -> str:
    """The document in the one layout; formatting it again changes nothing.

    Raises:
        DiagnosticError: the text is not YAML that XReason reads.
    """
    root = read_tree(source)
    trimmed = _trimmed(source.text, root)
    tree = read_tree(Source(source.name, trimmed))
    if root is None or tree is None or not same_content(root, tree):
        return source.text
    if not isinstance(tree, MappingNode) or _is_flow(trimmed, tree):
        return trimmed
    laid_out = _settled(source.name, trimmed)
    again = read_tree(Source(source.name, laid_out))
    same = again is not None and same_content(tree, again) and _ink(laid_out) == _ink(trimmed)
    return laid_out if same else trimmed


def _settled(name: str, text: str) -> str:
    """The text laid out until that changes nothing; the text itself if that is never."""
    laid_out = text
    try:
        for _ in range(MOST_PASSES):
            tree = read_tree(Source(name, laid_out))
            before, laid_out = laid_out, _Layout(laid_out).document(tree)
            if before == laid_out:
                return laid_out
    except (_UnusualError, DiagnosticError):
        pass
    return text


def _ink(text: str) -> Counter[str]:
    return Counter(character for character in text if not character.isspace())


def _is_flow(text: str, node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and text[node.start : node.start + 1] in ("{", "[")


def _trimmed(text: str, root: Node | None) -> str:
    """Line ends as LF, nothing behind the last character of a line, one line end at the end."""
    kept = {i for node in _scalars(root) for i in _inner_lines(text, node)}
    starts = text.split("\n")
    lines = [line if i in kept else line.rstrip(" \t\r") for i, line in enumerate(starts)]
    return "\n".join(lines).strip("\n").rstrip() + "\n"


def _inner_lines(text: str, node: ScalarNode) -> range:
    """Numbers of the lines whose ends belong to a scalar over several lines."""
    if "\n" not in text[node.start : node.end]:
        return range(0)
    first = text.count("\n", 0, node.start)
    return range(first, first + text.count("\n", node.start, node.end))


def _scalars(node: Node | None) -> Iterator[ScalarNode]:
    stack = [node]
    while stack:
        match stack.pop():
            case ScalarNode() as scalar:
                yield scalar
            case SequenceNode() as sequence:
                stack.extend(sequence.items)
            case MappingNode() as mapping:
                stack.extend(mapping.entries.values())


class _UnusualError(Exception):
    """The text is laid out in a way that is left alone."""


class _Layout:
    """Puts the parts of one text together anew."""

    def __init__(self, text: str) -> None:
        self.text = text

    def document(self, root: Node | None) -> str:
        if not isinstance(root, MappingNode):
            raise _UnusualError
        # Comments above the first key are about the document, wherever that key goes.
        head = self.text[: self._line_start(root.start)].split("\n")[:-1]
        lines = [*_without_blank_ends(head), ""] if head and not head[-1] else _without_blank_ends(head)
        end, tail = self._tail()
        for block in self._entries(root, 0, end, "", []):
            own = _without_blank_ends(block)
            name = next(line for line in own if not line.startswith("#")).partition(":")[0]
            if lines and lines[-1] and not lines[-1].startswith("#") and (block[0] == "" or name not in HEAD):
                lines.append("")
            lines += own
        return "\n".join([*lines, *tail]) + "\n"

    def _tail(self) -> tuple[int, list[str]]:
        """Where the last entry ends, and the comments after it at the margin."""
        lines = self.text.rstrip("\n").split("\n")
        count = 0
        while count < len(lines) and (not lines[-1 - count] or lines[-1 - count].startswith("#")):
            count += 1
        kept = "\n".join(lines[: len(lines) - count])
        tail = lines[len(lines) - count :]
        gap = [""] if tail and not tail[0] else []
        return len(kept), [*gap, *_without_blank_ends(tail)]

    def _entries(
        self, node: MappingNode, indent: int, end: int, kind: str, first_comments: list[str]
    ) -> Iterator[list[str]]:
        """Lines of each entry of a block mapping that ends at `end`, in the order of its keys."""
        keys = list(node.keys.values())
        blocks: dict[str, list[str]] = {}
        above = first_comments
        for number, key in enumerate(keys):
            stop = self._line_start(keys[number + 1].start) if number + 1 < len(keys) else end
            body, following = self._cut(key.start, stop, last=number + 1 == len(keys))
            value = node.entries[key.text]
            lines = self._entry(key, value, indent, body, key.text if not kind else "")
            blocks[key.text] = [*(_at(indent, line) for line in above), *lines]
            above = following
        if above:
            blocks[keys[-1].text] += [_at(indent, line) for line in above]
        order = {name: i for i, name in enumerate(ORDER.get(kind, ()))} if indent == 0 or kind else {}
        for number, name in enumerate(sorted(blocks, key=lambda name: order.get(name, len(order)))):
            yield blocks[name] if number else _without_blank_ends(blocks[name])

    def _entry(self, key: ScalarNode, value: Node, indent: int, end: int, section: str) -> list[str]:
        name = self.text[key.start : key.end]
        column = key.start - self._line_start(key.start)
        if isinstance(value, ScalarNode) or _is_flow(self.text, value):
            return self._moved(key.start, end, column, indent, key.end)
        first_line_end = self.text.find("\n", key.end)
        if not key.end <= first_line_end < value.start:
            raise _UnusualError
        after = self.text[key.end : first_line_end].strip()
        if not after.startswith(":"):
            raise _UnusualError
        header = " " * indent + name + ":" + (f" {after[1:].strip()}" if after[1:].strip() else "")
        between = self.text[first_line_end + 1 : self._line_start(value.start)]
        comments = _without_blank_ends(between.split("\n"))
        inner = indent + STEP
        if isinstance(value, MappingNode):
            blocks = self._entries(value, inner, end, "nested", comments)
            return [header, *(line for block in blocks for line in block)]
        return [header, *self._items(value, inner, end, section, comments)]

    def _items(
        self, node: SequenceNode, indent: int, end: int, section: str, comments: list[str]
    ) -> Iterator[str]:
        dashes = [self._dash(item) for item in node.items]
        above = comments
        for number, (item, dash) in enumerate(zip(node.items, dashes, strict=True)):
            stop = self._line_start(dashes[number + 1]) if number + 1 < len(dashes) else end
            body, following = self._cut(dash, stop, last=number + 1 == len(dashes))
            if section in SPACED_LISTS and number and above[:1] != [""]:
                yield ""
            yield from (_at(indent, line) for line in above)
            yield from self._item(item, dash, indent, body, section)
            above = following
        yield from (_at(indent, line) for line in above)

    def _item(self, item: Node, dash: int, indent: int, end: int, section: str) -> Iterator[str]:
        if not isinstance(item, MappingNode) or _is_flow(self.text, item):
            if isinstance(item, SequenceNode) and not _is_flow(self.text, item):
                raise _UnusualError
            column = dash - self._line_start(dash)
            yield from self._moved(dash, end, column, indent, dash)
            return
        if "\n" in self.text[dash : item.start]:
            raise _UnusualError
        kind = section if section in ORDER else "nested"
        lines = [line for block in self._entries(item, indent + STEP, end, kind, []) for line in block]
        if lines[0].lstrip().startswith("#"):
            raise _UnusualError  # a comment above what is now the first key has no place after a dash
        yield " " * indent + "- " + lines[0].lstrip()
        yield from lines[1:]

    def _moved(self, start: int, end: int, column: int, indent: int, key_end: int) -> list[str]:
        """The lines from `start` to `end`, all shifted by the same number of columns."""
        first, *rest = self.text[start:end].rstrip("\n").split("\n")
        if key_end > start:
            name, value = first[: key_end - start], first[key_end - start :].strip()
            if not value.startswith(":"):
                raise _UnusualError
            first = f"{name}: {value[1:].strip()}".rstrip()
        lines = [" " * indent + first]
        for line in rest:
            depth = len(line) - len(line.lstrip(" "))
            if depth + indent < column and line.lstrip()[:1] not in ("", "#"):
                raise _UnusualError
            lines.append(" " * max(0, depth + indent - column) + line[depth:] if line.strip() else line)
        return lines

    def _cut(self, start: int, stop: int, *, last: bool) -> tuple[int, list[str]]:
        """Where an entry's own text ends, and the lines before the next one: blank or comments."""
        text = self.text[start:stop]
        if last:
            return start + len(text.rstrip("\n")), []
        lines = text.removesuffix("\n").split("\n")
        count = 0
        while len(lines) - count > 1 and lines[-1 - count].lstrip()[:1] in ("", "#"):
            count += 1
        following = [] if not count else lines[-count:]
        kept = "\n".join(lines[: len(lines) - count])
        gap = [""] if following and not following[0].strip() else []
        return start + len(kept), [*gap, *_without_blank_ends(following)]

    def _dash(self, item: Node) -> int:
        """The place of the dash before a list's item."""
        at = item.start - 1
        while at >= 0 and self.text[at] in " \n":
            at -= 1
        if at < 0 or self.text[at] != "-" or self.text[self._line_start(at) : at].strip():
            raise _UnusualError
        return at

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1


def _at(indent: int, line: str) -> str:
    return " " * indent + line.strip() if line.strip() else ""


def _without_blank_ends(lines: list[str]) -> list[str]:
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    last = next((i for i in range(len(lines), 0, -1) if lines[i - 1].strip()), first)
    return lines[first:last]
