"""From the files that a user names to cases: facts documents, several files, JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xreason.cel.values import Timestamp
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.rulesets.facts import Facts, read_facts
from xreason.rulesets.model import Ruleset

JSON_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True)
class Line(Source):
    """One line of a larger file; diagnostics show its number there."""

    number: int = 1

    def position(self, offset: int) -> tuple[int, int]:
        """Line in the larger file, and column."""
        return self.number, offset + 1

    def line(self, number: int) -> str:
        """The line; there is only this one."""
        return self.text


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """The facts of one case, and where the user wrote them.

    Args:
        file: as the user named it.
        line: of a file with a case a line; else None.
        facts: what it says.
    """

    file: str
    line: int | None
    facts: Facts

    @property
    def name(self) -> str:
        """What the case is called: the file, with the line where it has one of its own."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def as_of(self) -> Timestamp | None:
        """The moment of judgement that the document itself states."""
        return self.facts.as_of


def read_cases(ruleset: Ruleset, sources: Sequence[Source]) -> list[NamedFacts]:
    """The cases in these documents, in order.

    Raises:
        DiagnosticError: what is wrong in any of them, all at once.
    """
    cases: list[NamedFacts] = []
    wrong: list[Diagnostic] = []
    for source in sources:
        for line, part in _parts(source):
            try:
                cases.append(NamedFacts(source.name, line, read_facts(ruleset, part)))
            except DiagnosticError as error:
                wrong.extend(error.diagnostics)
    if wrong:
        raise DiagnosticError(wrong)
    if not cases:
        raise DiagnosticError([Diagnostic("input.no-cases", f"`{sources[0].name}` holds no case")])
    return cases


def _parts(source: Source) -> Iterator[tuple[int | None, Source]]:
    """The documents in a file: itself, or one a line with its number."""
    if not _is_json_lines(source):
        yield None, source
        return
    for number, text in enumerate(source.text.split("\n"), 1):
        if text.strip():
            yield number, Line(source.name, text.rstrip("\r"), number)


def _is_json_lines(source: Source) -> bool:
    """Whether each line is a document: by the file's name, or because the first line is a whole one."""
    if source.name.lower().endswith(JSON_LINES):
        return True
    first, _, rest = source.text.lstrip().partition("\n")
    return first.startswith("{") and rest.lstrip().startswith("{") and _is_json(first)


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
