"""Functions on texts of the reference evaluator, character by character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.cel.reference_numbers import need
from xreason.cel.types import Kind

Kinds = list[Kind]


def part(whole: Any, start: int, end: int) -> Any:
    """The elements or characters from one position up to another."""
    need(0 <= start <= end <= len(whole))
    return whole[start:end]


def _find(text: str, wanted: str, starts: Iterable[int]) -> int:
    return next((at for at in starts if text[at : at + len(wanted)] == wanted), -1)


def _index_of(_: Kinds, text: str, wanted: str, start: int = 0) -> int:
    need(0 <= start <= len(text))
    return _find(text, wanted, range(start, len(text) - len(wanted) + 1))


def _last_index_of(_: Kinds, text: str, wanted: str, latest: int | None = None) -> int:
    need(latest is None or 0 <= latest <= len(text))
    last = len(text) - len(wanted)
    return _find(text, wanted, range(last if latest is None else min(latest, last), -1, -1))


def _replace(_: Kinds, text: str, old: str, new: str, limit: int = -1) -> str:
    pieces, at = [], 0
    while at <= len(text) and limit != 0:
        found = _index_of(_, text, old, at)
        if found < 0:
            break
        pieces.append(text[at:found] + new + ("" if old else text[found : found + 1]))
        at, limit = found + (len(old) or 1), limit - 1
    return "".join(pieces) + text[at:]


def _split(_: Kinds, text: str, separator: str, limit: int = -1) -> list[str]:
    if limit == 0:
        return []
    if not separator:
        count = len(text) if limit < 0 else min(limit, len(text))
        return [*text[: count - 1], text[count - 1 :]] if count else []
    pieces: list[str] = []
    while len(pieces) + 1 != limit and separator in text:
        at = _index_of(_, text, separator)
        pieces.append(text[:at])
        text = text[at + len(separator) :]
    return [*pieces, text]


def _reverse(_: Kinds, value: Any) -> Any:
    turned = [value[at] for at in range(len(value) - 1, -1, -1)]
    return "".join(turned) if isinstance(value, str) else turned


def _recased(text: str, first: str, shift: int) -> str:
    last = chr(ord(first) + 25)
    return "".join(chr(ord(c) + shift) if first <= c <= last else c for c in text)


def _char_at(_: Kinds, text: str, at: int) -> str:
    need(0 <= at <= len(text))
    return text[at] if at < len(text) else ""


def _join(_: Kinds, parts: list[Any], between: str = "") -> str:
    need(None not in parts, "null is no text")
    return between.join(parts)


def _ends_with(_: Kinds, text: str, wanted: str) -> bool:
    return len(wanted) <= len(text) and text[len(text) - len(wanted) :] == wanted


STRINGS: Mapping[str, Callable[..., object]] = {
    "size": lambda _, value: len(value),
    "contains": lambda _, text, wanted: any(text[at:].startswith(wanted) for at in range(len(text) + 1)),
    "startsWith": lambda _, text, wanted: text[: len(wanted)] == wanted,
    "endsWith": _ends_with,
    "matches": lambda _, text, pattern: re.search(pattern, text) is not None,
    "charAt": _char_at,
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "join": _join,
    "lowerAscii": lambda _, text: _recased(text, "A", 32),
    "upperAscii": lambda _, text: _recased(text, "a", -32),
    "replace": _replace,
    "split": _split,
    "substring": lambda _, text, start, end=None: part(text, start, len(text) if end is None else end),
    "trim": lambda _, text: re.sub(r"^[\s\x85]+|[\s\x85]+\Z", "", text),
    "reverse": _reverse,
}
