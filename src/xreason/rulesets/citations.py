"""Sources of law, and the citations that point into them."""

from __future__ import annotations

import re

from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.model import LegalSource
from xreason.rulesets.nodes import MappingNode, Node, shortened
from xreason.rulesets.reading import Reader

SOURCE_KEYS = ("title", "url", "note")

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CITATION = re.compile(r"([^#\s]+)(?:#(\S+))?")
_URL = re.compile(r"https?://[^\s/]+(?:/\S*)?")


class Citations:
    """The sources of a document, and the reading of citations.

    Args:
        reader: notes mistakes.
        root: the document.
    """

    def __init__(self, reader: Reader, root: MappingNode) -> None:
        self.reader = reader
        self.sources: dict[str, LegalSource] = {}
        for key, key_node, node in reader.entries(root, "sources"):
            if not _KEY.fullmatch(key):
                message = f"`{shortened(key)}` cannot be the key of a source"
                reader.wrong("ruleset.name", message, key_node, "use letters, digits, `-`, `_` and `.`")
            if (entry := reader.mapping(node, f"the source `{key}`")) is None:
                continue
            reader.keys(entry, SOURCE_KEYS, f"the source `{key}`")
            reader.required(entry, ("title",), f"the source `{key}`")
            self.sources[key] = LegalSource(
                key,
                reader.optional_text(entry, "title") or key,
                self._url(entry),
                reader.optional_text(entry, "note"),
                key_node.span,
            )

    def _url(self, entry: MappingNode) -> str | None:
        url = self.reader.optional_text(entry, "url")
        if url is not None and not _URL.fullmatch(url):
            message = f"`{shortened(url)}` is not a web address"
            self.reader.wrong("ruleset.value", message, entry.entries["url"], "begin it with `https://`")
        return url

    def read(self, parent: MappingNode) -> tuple[str, ...]:
        """The citations under `cite`: one or a list, each `source#fragment`, or a whole source."""
        if "cite" not in parent.entries:
            return ()
        return tuple(text for text, node in self.reader.texts(parent, "cite") if self._known(text, node))

    def _known(self, text: str, node: Node) -> bool:
        match = _CITATION.fullmatch(text)
        if match is None:
            message = f"`{shortened(text)}` is not a citation such as `gdpr#art33.1`"
            self.reader.wrong(
                "ruleset.citation", message, node, "name a source, then `#` and the place in it"
            )
            return False
        if match[1] in self.sources:
            return True
        key = shortened(match[1])
        hint = did_you_mean(key, self.sources) or f"declare it: `sources: {{{key}: {{title: …}}}}`"
        self.reader.wrong("ruleset.unknown-source", f"unknown source `{key}`", node, hint)
        return False
