"""Strings and bytes. Positions count code points; results are bounded by `MAX_TEXT`."""

from __future__ import annotations

from collections.abc import Mapping

from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.values import MAX_ITEMS, MAX_TEXT, EvaluationError, invalid, no_overload, too_much

_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Unicode's White_Space; `str.strip` alone would also take the separators \\x1c to \\x1f."""

_UPPER = {lower: lower - 32 for lower in range(ord("a"), ord("z") + 1)}
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_QUOTED = str.maketrans(
    {
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\v": "\\v",
        "\\": "\\\\",
        '"': '\\"',
    }
)


def bounded(length: int) -> None:
    """Refuse a text before it is made too long."""
    if length > MAX_TEXT:
        raise too_much(f"a text of {length:,} characters would be longer than {MAX_TEXT:,}")


def _position(at: int, length: int) -> int:
    if 0 <= at <= length:
        return at
    raise EvaluationError("cel.index-out-of-range", f"position {at} is outside a text of {length} characters")


def add_string(a: str, b: str) -> str:
    """`a + b`."""
    bounded(len(a) + len(b))
    return a + b


def add_bytes(a: bytes, b: bytes) -> bytes:
    """`a + b`."""
    bounded(len(a) + len(b))
    return a + b


def contains(text: str, part: str) -> bool:
    """Whether `part` occurs in it."""
    return part in text


def starts_with(text: str, prefix: str) -> bool:
    """Whether it begins with `prefix`."""
    return text.startswith(prefix)


def ends_with(text: str, suffix: str) -> bool:
    """Whether it ends with `suffix`."""
    return text.endswith(suffix)


def char_at(text: str, at: int) -> str:
    """The character there; the empty string at the very end."""
    at = _position(at, len(text))
    return text[at : at + 1]


def index_of(text: str, part: str, start: int = 0) -> int:
    """The first position of `part` from `start` on, or -1."""
    return text.find(part, _position(start, len(text)))


def last_index_of(text: str, part: str, latest: int | None = None) -> int:
    """The last position of `part`, not after `latest`, or -1."""
    if latest is None:
        return text.rfind(part)
    return text.rfind(part, 0, _position(latest, len(text)) + len(part))


def lower_ascii(text: str) -> str:
    """A to Z in small letters; all else as it is."""
    return text.translate(_LOWER)


def upper_ascii(text: str) -> str:
    """A to z in capitals; all else as it is."""
    return text.translate(_UPPER)


def replace(text: str, old: str, new: str, limit: int = -1) -> str:
    """With `new` for each `old`, at most `limit` times unless that is negative."""
    found = text.count(old)
    count = found if limit < 0 else min(found, limit)
    bounded(len(text) + count * (len(new) - len(old)))
    return text.replace(old, new, count)


def split(text: str, separator: str, limit: int = -1) -> list[str]:
    """The parts between separators, at most `limit` of them unless that is negative."""
    if limit == 0:
        return []
    pieces = (text.count(separator) if separator else len(text)) + 1
    if (pieces if limit < 0 else min(pieces, limit)) > MAX_ITEMS:
        raise too_much(f"a list of {pieces:,} parts would be longer than {MAX_ITEMS:,}")
    if separator:
        return text.split(separator, limit - 1 if limit > 0 else -1)
    if limit < 0 or limit >= len(text):
        return list(text)
    return [*text[: limit - 1], text[limit - 1 :]]


def substring(text: str, start: int, end: int | None = None) -> str:
    """From `start` up to, but not including, `end`."""
    start = _position(start, len(text))
    if end is None:
        return text[start:]
    if _position(end, len(text)) < start:
        raise EvaluationError("cel.index-out-of-range", f"a part from {start} to {end} ends before it begins")
    return text[start:end]


def trim(text: str) -> str:
    """Without white space at either end."""
    return text.strip(_SPACE)


def reverse(text: str) -> str:
    """Back to front."""
    return text[::-1]


def join(parts: list[object], separator: str = "") -> str:
    """All strings of a list, one after the other."""
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) != len(parts):
        raise no_overload("join", next(part for part in parts if not isinstance(part, str)))
    bounded(sum(map(len, texts)) + len(separator) * max(0, len(texts) - 1))
    return separator.join(texts)


def quote(text: str) -> str:
    """As a literal that can be printed safely."""
    bounded(2 * len(text))
    return '"' + text.translate(_QUOTED) + '"'


def encode(text: str) -> bytes:
    """Its UTF-8."""
    try:
        return text.encode()
    except UnicodeEncodeError as wrong:
        raise invalid("the text has half of a surrogate pair, which UTF-8 cannot hold") from wrong


def decode(octets: bytes) -> str:
    """The text that UTF-8 bytes stand for."""
    try:
        return octets.decode()
    except UnicodeDecodeError as wrong:
        raise invalid("the bytes are not UTF-8") from wrong


CASES: Mapping[str, Cases] = {
    "_+_": {(str, str): add_string, (bytes, bytes): add_bytes},
    "contains": {(str, str): contains},
    "startsWith": {(str, str): starts_with},
    "endsWith": {(str, str): ends_with},
    "charAt": {(str, int): char_at},
    "indexOf": {(str, str): index_of, (str, str, int): index_of},
    "lastIndexOf": {(str, str): last_index_of, (str, str, int): last_index_of},
    "lowerAscii": {(str,): lower_ascii},
    "upperAscii": {(str,): upper_ascii},
    "replace": {(str, str, str): replace, (str, str, str, int): replace},
    "split": {(str, str): split, (str, str, int): split},
    "substring": {(str, int): substring, (str, int, int): substring},
    "trim": {(str,): trim},
    "reverse": {(str,): reverse},
    "join": {(list,): join, (list, str): join},
    "strings.quote": {(str,): quote},
}

OVERLOADS: Mapping[str, Function] = {"join_list_string": join, "join_list_string_string": join}
