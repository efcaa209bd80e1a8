"""Where in a document each character of a scalar's text comes from.

A value may be quoted, folded over lines or stand in a block, so offsets in its text are not
offsets in the document. They are worked out only when a mistake is to be shown.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from xreason.kernel.diagnostics import Source, Span

_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)",
)
_BLANK = re.compile(r"\s*")
_CONTINUED = re.compile(r"(?:\\\r?\n\s*)+")
_BLOCK_HEADER = re.compile(r"[|>][^\n]*\n")


def place_of(source: Source, whole: Span, text: str, part: Span) -> Span:
    """The place in a document of a part of a scalar's text.

    Args:
        source: the document.
        whole: the scalar's place, quotes included.
        text: the scalar's text.
        part: offsets in `text`.

    Returns:
        The part's place; where the text cannot be followed through the document, `whole`.

    >>> source = Source("d", "when: 'it''s > 3'")
    >>> place_of(source, Span(6, 17), "it's > 3", Span(7, 8))
    Span(start=15, end=16)
    """
    raw = source.text[whole.start : whole.end]
    found = _follow(raw, text)
    if found is None:
        return whole
    end = max(len(raw.rstrip()) - (raw[:1] in ("'", '"')), found[-1][1] if found else 0)
    first = found[part.start][0] if part.start < len(found) else end
    # The end follows the last character itself, not the blanks before the next one.
    last = found[part.end - 1][1] if part.start < part.end <= len(found) else first
    return Span(whole.start + first, whole.start + last)


Places: TypeAlias = list[tuple[int, int]]
"""Where each character of a text begins and ends in the raw text."""


def _follow(raw: str, text: str) -> Places | None:
    """The places of a text's characters, or None where the two do not go together."""
    style = raw[:1]
    if style == '"':
        return _follow_escaped(raw, text)
    if style in ("|", ">"):
        header = _BLOCK_HEADER.match(raw)
        return _follow_plain(raw, text, header.end() if header else 0, "")
    if style == "'":
        return _follow_plain(raw, text, 1, "''")
    return _follow_plain(raw, text, 0, "")


def _follow_plain(raw: str, text: str, at: int, doubled: str) -> Places | None:
    """Only white space differs between the two, and quotes that are doubled."""
    found = []
    for character in text:
        start = at
        if not character.isspace():
            start = at = _end_of_blank(raw, at)
            if raw[at : at + 1] != character:
                return None
            at += 2 if doubled and raw.startswith(doubled, at) else 1
        elif raw[at : at + 1].isspace():
            at += 1
        found.append((min(start, len(raw)), min(at, len(raw))))
    return found


def _follow_escaped(raw: str, text: str) -> Places | None:
    """As in `_follow_plain`, with backslash escapes."""
    at = 1
    found = []
    for character in text:
        if (continued := _CONTINUED.match(raw, at)) is not None:
            at = continued.end()
        if not character.isspace():
            at = _end_of_blank(raw, at)
        escape = _ESCAPE.match(raw, at)
        if escape is None and not character.isspace() and raw[at : at + 1] != character:
            return None
        end = escape.end() if escape is not None else at + 1
        found.append((min(at, len(raw)), min(end, len(raw))))
        at = end
    return found


def _end_of_blank(raw: str, at: int) -> int:
    match = _BLANK.match(raw, at)
    assert match is not None
    return match.end()
