"""Where a fact came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TypeAlias

from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.refusals import Refusal, listed

Detail: TypeAlias = str | int | None

KINDS = {
    "caller": "who asked",
    "document": "a place in a document",
    "table": "a row of a table",
    "extractor": "a program that read it, with its confidence",
    "person": "a person who confirmed it",
}
"""The sorts of origin, and what each means."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin of one fact.

    Args:
        kind: one of `KINDS`.
        source: name of the document or table.
        page: page of the document, from 1.
        start: first character of the place, from 0.
        end: one past its last character.
        quote: the words that state the fact.
        row: row of the table, from 1.
        name: the extractor with its version, or the person.
        confidence: the extractor's, from 0 to 1, as it was written.
        at: when, RFC 3339 or ISO 8601.
        note: anything else.
    """

    kind: str = "caller"
    source: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    row: int | None = None
    name: str | None = None
    confidence: str | None = None
    at: str | None = None
    note: str | None = None

    def document(self) -> dict[str, Detail]:
        """What is known, as JSON-ready data.

        >>> Provenance("table", source="loans.csv", row=17).document()
        {'kind': 'table', 'source': 'loans.csv', 'row': 17}
        """
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in known.items() if value is not None}

    def __str__(self) -> str:
        """In words, for a proof.

        >>> str(Provenance("document", source="contract.pdf", page=3, start=120, end=164))
        'contract.pdf, page 3, characters 120–164'
        >>> str(Provenance("extractor", name="dates/1.2", confidence="0.93"))
        'dates/1.2, confidence 0.93'
        """
        parts = [
            f"confirmed by {self.name}" if self.kind == "person" and self.name else self.name,
            self.source,
            f"page {self.page}" if self.page is not None else None,
            f"characters {self.start}–{self.end}" if self.start is not None else None,
            f"row {self.row}" if self.row is not None else None,
            f"confidence {self.confidence}" if self.confidence is not None else None,
            self.at,
            self.note,
        ]
        return ", ".join(part for part in parts if part) or self.kind


CALLER = Provenance()

_TEXTS = frozenset(("source", "quote", "name", "at", "note"))
_COUNTS = frozenset(("page", "start", "end", "row"))
_KEYS = dict.fromkeys(("kind", *sorted(_TEXTS), *sorted(_COUNTS), "confidence"))


def read_provenance(value: object) -> Provenance:
    """Read what a facts document says of a fact's origin: a kind, or a mapping with `kind`.

    Raises:
        Refusal: it is neither, or says something else.
    """
    if isinstance(value, str):
        value = {"kind": value}
    if not isinstance(value, Mapping):
        raise Refusal("facts.provenance", "must be one of " + listed(KINDS) + ", or a mapping with `kind`")
    read: dict[str, object] = {}
    for key, detail in value.items():
        read[str(key)] = _detail(str(key), detail)
    if "kind" not in read:
        raise Refusal("facts.provenance", "needs `kind`: one of " + listed(KINDS))
    return Provenance(**read)  # type: ignore[arg-type]  # `_detail` has checked each


def _detail(key: str, value: object) -> object:
    if key == "kind":
        if not isinstance(value, str) or value not in KINDS:
            raise _wrong(key, "one of " + listed(KINDS), did_you_mean(str(value), KINDS))
        return value
    if key in _TEXTS:
        if not isinstance(value, str):
            raise _wrong(key, "a text")
        return value
    if key in _COUNTS:
        if type(value) is not int or not 0 <= value < 2**53:
            raise _wrong(key, "a whole number from 0")
        return value
    if key == "confidence":
        return _confidence(value)
    raise Refusal("facts.provenance", f"has no key `{key[:60]}`", did_you_mean(key, _KEYS))


def _confidence(value: object) -> str:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if type(value) is not int and not isinstance(value, Decimal):
        raise _wrong("confidence", "a number from 0 to 1")
    if isinstance(value, Decimal) and (not value.is_finite() or len(str(value)) > 40):
        raise _wrong("confidence", "a number from 0 to 1")
    if not 0 <= value <= 1:
        raise _wrong("confidence", "a number from 0 to 1")
    return str(value)


def _wrong(key: str, expected: str, hint: str | None = None) -> Refusal:
    refused = Refusal("facts.provenance", f"must have {expected} as `{key}`", hint)
    refused.steps = (key,)
    return refused
