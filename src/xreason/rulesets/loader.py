"""From a document to a checked ruleset."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xreason.kernel.diagnostics import Source, Span
from xreason.rulesets.calendars import read_calendars
from xreason.rulesets.canonical import canonical_form
from xreason.rulesets.cases import CaseReader
from xreason.rulesets.citations import Citations
from xreason.rulesets.definitions import read_definitions
from xreason.rulesets.documents import read_tree
from xreason.rulesets.expressions import ExpressionReader, Vocabulary
from xreason.rulesets.fact_reader import FactReader
from xreason.rulesets.imports import Document, Imports, read_imports, resolve
from xreason.rulesets.merging import Names
from xreason.rulesets.model import Import, Own, Ruleset
from xreason.rulesets.nodes import MappingNode, ScalarNode, shortened
from xreason.rulesets.nodes import resolve as value_of
from xreason.rulesets.parameters import read_parameters
from xreason.rulesets.reading import Reader
from xreason.rulesets.rules import RuleReader
from xreason.rulesets.schema_types import read_facts_section
from xreason.rulesets.versions import Version

LANGUAGE = 1
"""The version of the document language."""

KEYS = (
    "xreason",
    "id",
    "version",
    "title",
    "description",
    "jurisdiction",
    "effective",
    "sources",
    "imports",
    "calendars",
    "facts",
    "parameters",
    "definitions",
    "rules",
    "cases",
)

ID_PATTERN = "[a-z0-9]+(?:[-_][a-z0-9]+)*(?:/[a-z0-9]+(?:[-_][a-z0-9]+)*)+"
"""Namespace and name in lower case, such as `eu/gdpr`."""


def load(source: Source, imports: Imports | None = None) -> Ruleset:
    """Read and check a ruleset.

    Args:
        source: the document, YAML or JSON.
        imports: documents of other rulesets, by id or as a function of it.

    Raises:
        DiagnosticError: everything that is wrong with the document; of imports, what is wrong with
            the first that cannot be read.
    """
    reader = Reader(source)
    root = _root(reader)
    document = _head(reader, root)
    loaded: dict[str, Ruleset] = {}
    # A document that is not clear about its imports is still read for other mistakes.
    for imported in resolve(document, imports) if not reader.findings.found else ():
        loaded[imported.id] = _Loader(Reader(imported.source), imported, loaded).ruleset()
    return _Loader(reader, document, loaded).ruleset()


def _root(reader: Reader) -> MappingNode:
    root = read_tree(reader.source)
    if isinstance(root, MappingNode):
        return root
    if root is None:
        reader.wrong(
            "ruleset.empty", "the document is empty", Span(0, 0), "`xreason new` writes one to start from"
        )
    else:
        reader.mapping(root, "a ruleset")
    reader.findings.stop_if_any()
    raise AssertionError("unreachable: there is a finding")


def _head(reader: Reader, root: MappingNode) -> Document:
    """What names the document and what it imports."""
    reader.keys(root, KEYS, "a ruleset")
    reader.required(root, ("xreason", "id", "version", "title"), "a ruleset")
    language = root.entries.get("xreason")
    if language is not None and not (isinstance(language, ScalarNode) and value_of(language) == LANGUAGE):
        message = f"this version of XReason reads `xreason: {LANGUAGE}`"
        reader.wrong("ruleset.language", message, language)
    id_ = reader.optional_text(root, "id")
    if id_ is not None and (not re.fullmatch(ID_PATTERN, id_) or len(id_) > 200):
        message = f"`{shortened(id_)}` cannot be the id of a ruleset"
        hint = "write a namespace and a name in lower case, such as `eu/gdpr`"
        reader.wrong("ruleset.name", message, root.entries["id"], hint)
    return Document(id_ or "", _version(reader, root), reader.source, root, read_imports(reader, root))


def _version(reader: Reader, root: MappingNode) -> Version:
    text = reader.optional_text(root, "version")
    if text is not None:
        try:
            return Version.parse(text)
        except ValueError:
            message = f"`{shortened(text)}` is not a semantic version"
            reader.wrong("ruleset.version", message, root.entries["version"], "write three numbers: `1.0.0`")
    return Version((0, 0, 0))


class _Loader:
    """Loads one document, its imports being loaded."""

    def __init__(self, reader: Reader, document: Document, loaded: Mapping[str, Ruleset]) -> None:
        self.reader = reader
        self.root = document.root
        self.document = document
        self.imports = [
            Import(wanted.id, wanted.range.text, loaded[wanted.id], wanted.at.span)
            for wanted in document.wants
            if wanted.id in loaded
        ]

    def ruleset(self) -> Ruleset:
        """The whole document, checked.

        Raises:
            DiagnosticError: everything that is wrong with it.
        """
        reader, root = self.reader, self.root
        names = Names(reader, self.imports)
        citations = Citations(reader, root)
        own_calendars = read_calendars(reader, root)
        calendars = names.calendars(own_calendars)
        own_facts = read_facts_section(reader, root)
        facts = names.facts(own_facts)
        own_parameters = read_parameters(reader, root, citations)
        parameters = names.parameters(own_parameters)
        imported = names.imported_definitions

        vocabulary = Vocabulary(facts, [*parameters, *imported], frozenset(calendars), reader.broken)
        expressions = ExpressionReader(reader, vocabulary)
        own_definitions = read_definitions(reader, root, expressions, citations, names)
        rules = RuleReader(reader, expressions, citations).read(root)
        title, version = reader.optional_text(root, "title"), reader.optional_text(root, "version")
        description = reader.optional_text(root, "description")
        jurisdiction = reader.optional_text(root, "jurisdiction")
        since, until = reader.effective(root)
        fact_reader = FactReader(facts)
        cases = CaseReader(reader, fact_reader, [rule.id for rule in rules]).read(root)
        reader.findings.stop_if_any()
        return Ruleset(
            id=self.document.id,
            version=version or "",
            title=title or "",
            description=description,
            jurisdiction=jurisdiction,
            effective_since=since,
            effective_until=until,
            sources=citations.sources,
            imports=tuple(self.imports),
            calendars=calendars,
            facts=facts,
            parameters=parameters,
            definitions=(*imported, *own_definitions),
            rules=tuple(rules),
            cases=tuple(cases),
            source=reader.source,
            own=Own(
                frozenset(spec.path for spec in own_facts),
                frozenset(parameter.name for parameter in own_parameters),
                frozenset(definition.name for definition in own_definitions),
                frozenset(own_calendars),
            ),
            fact_reader=fact_reader,
            canonical=canonical_form,
        )
