"""Which versions of imported rulesets to use, found from the texts that the caller can offer.

The package reads no files: a `Finder` gives, for the id of a ruleset, the documents there are of
it. One version is chosen for each id, the newest that all who import it agree on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xreason.kernel.diagnostics import DiagnosticError, Source
from xreason.rulesets.documents import read_tree
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, shortened
from xreason.rulesets.reading import Reader
from xreason.rulesets.versions import Range, Version

Finder: TypeAlias = Callable[[str], Sequence[Source]]
"""The documents there are of a ruleset, by its id, in any order; none if it is not known."""

Imports: TypeAlias = Mapping[str, Source | Sequence[Source]] | Finder
"""What `load` takes: documents by ruleset id, or a function that finds them."""

MOST_IMPORTED = 200
"""Rulesets that one may import, directly or through others."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """One import as written.

    Args:
        id: of the ruleset.
        range: of versions.
        at: the node of the range.
    """

    id: str
    range: Range
    at: Node


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A ruleset document of which only the head has been looked at."""

    id: str
    version: Version
    source: Source
    root: MappingNode
    wants: tuple[Wanted, ...]


def read_imports(reader: Reader, root: MappingNode) -> tuple[Wanted, ...]:
    """The imports of a document."""
    found = []
    for id_, key, node in reader.entries(root, "imports"):
        text = reader.text(node, f"the versions of `{shortened(id_)}`")
        if text is None:
            continue
        try:
            found.append(Wanted(id_, Range.parse(text), key))
        except ValueError:
            message = f"`{shortened(text)}` is not a range of versions"
            reader.wrong("ruleset.import-range", message, node, "write `^1.2`, `~1.2`, `>=1 <2` or `*`")
    return tuple(found)


def resolve(root: Document, imports: Imports | None) -> list[Document]:
    """The imported documents, each after those that it imports itself.

    Raises:
        DiagnosticError: one is not found, versions do not go together, or imports go in a circle.
    """
    if not root.wants:
        return []
    return _Resolution(root, _finder(imports)).documents()


def _finder(imports: Imports | None) -> Finder:
    if callable(imports):
        return imports
    offered: Mapping[str, Source | Sequence[Source]] = imports or {}

    def find(id_: str) -> Sequence[Source]:
        found = offered.get(id_, ())
        return (found,) if isinstance(found, Source) else found

    return find


class _Resolution:
    def __init__(self, root: Document, finder: Finder) -> None:
        self.root = root
        self.finder = finder
        self.offers: dict[str, list[Document]] = {}
        # Who wants what, by id of the wanted, then of who wants it.
        self.wishes: dict[str, dict[str, tuple[Wanted, Document]]] = {}
        self.chosen: dict[str, Document] = {}

    def documents(self) -> list[Document]:
        """Choose until no document chosen wants what another choice rules out."""
        while not self._choose():
            pass
        return self._ordered()

    def _choose(self) -> bool:
        """Follow the imports once; False when a wish met on the way rules out an earlier choice."""
        self.chosen = {}
        queue = [self.root]
        while queue:
            importer = queue.pop()
            for wanted in importer.wants:
                wishes = self.wishes.setdefault(wanted.id, {})
                wishes[importer.id] = (wanted, importer)
                chosen = self.chosen.get(wanted.id)
                if chosen is None and wanted.id != self.root.id:
                    self.chosen[wanted.id] = self._best(wanted, importer)
                    queue.append(self.chosen[wanted.id])
                elif chosen is not None and chosen.version not in wanted.range:
                    self._best(wanted, importer)
                    return False
            if len(self.chosen) > MOST_IMPORTED:
                message = f"more than {MOST_IMPORTED} rulesets are imported"
                raise _refusal(importer, importer.root, "ruleset.import-conflict", message)
        return True

    def _best(self, wanted: Wanted, importer: Document) -> Document:
        """The newest document that everyone who wants it agrees on."""
        if wanted.id not in self.offers:
            self.offers[wanted.id] = list(_offered(wanted.id, self.finder(wanted.id)))
        offers = self.offers[wanted.id]
        wishes = self.wishes[wanted.id].values()
        for offer in offers:
            if all(offer.version in wish.range for wish, _ in wishes):
                return offer
        shown = f"`{shortened(wanted.id)}`"
        if not offers:
            hint = "name the folder it is in with `--path`"
            message = f"the imported ruleset {shown} is not found"
            raise _refusal(importer, wanted.at, "ruleset.import-not-found", message, hint)
        versions = ", ".join(str(offer.version) for offer in offers[:8])
        if not any(offer.version in wanted.range for offer in offers):
            message = f"no version of {shown} fits `{wanted.range.text}`; there are {versions}"
            raise _refusal(importer, wanted.at, "ruleset.import-version", message)
        asked = ", ".join(f"`{wish.range.text}` by `{who.id}`" for wish, who in wishes)
        message = f"no version of {shown} suits everyone: it is imported as {asked}; there are {versions}"
        raise _refusal(importer, wanted.at, "ruleset.import-conflict", message)

    def _ordered(self) -> list[Document]:
        order: list[Document] = []
        done: set[str] = set()
        path: dict[str, Iterator[Wanted]] = {self.root.id: iter(self.root.wants)}
        documents = {self.root.id: self.root, **self.chosen}
        while path:
            id_ = next(reversed(path))
            wanted = next(path[id_], None)
            if wanted is None:
                path.popitem()
                done.add(id_)
                order.append(documents[id_])
            elif wanted.id in path:
                names = list(path)
                circle = [*names[names.index(wanted.id) :], wanted.id]
                message = "imports go in a circle: " + " → ".join(f"`{name}`" for name in circle)
                raise _refusal(documents[id_], wanted.at, "ruleset.import-cycle", message)
            elif wanted.id not in done:
                path[wanted.id] = iter(documents[wanted.id].wants)
        return order[:-1]


def _offered(id_: str, sources: Sequence[Source]) -> Iterator[Document]:
    """The documents that really are this ruleset, newest first."""
    found = []
    for source in sources:
        root = read_tree(source)
        if not isinstance(root, MappingNode) or _scalar(root, "id") != id_:
            continue
        reader = Reader(source)
        wants = read_imports(reader, root)
        reader.findings.stop_if_any()
        try:
            found.append(Document(id_, Version.parse(_scalar(root, "version")), source, root, wants))
        except ValueError:
            message = f"`{shortened(id_)}` has no semantic version"
            reader.wrong("ruleset.version", message, root.entries.get("version", root))
            reader.findings.stop_if_any()
    yield from sorted(found, key=lambda document: document.version, reverse=True)


def _scalar(root: MappingNode, key: str) -> str:
    node = root.entries.get(key)
    return node.text.strip() if isinstance(node, ScalarNode) else ""


def _refusal(
    document: Document, at: Node, code: str, message: str, hint: str | None = None
) -> DiagnosticError:
    reader = Reader(document.source)
    reader.wrong(code, message, at, hint)
    return DiagnosticError(reader.findings.found)
