"""The values of literals: numbers within range, strings and bytes with their escapes undone."""

from __future__ import annotations

import re

INT_MAX = 2**63 - 1
UINT_MAX = 2**64 - 1

_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\\?\"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(?s:(.)))"
)
_SIMPLE = dict(zip("abfnrtv\\?\"'`", "\a\b\f\n\r\t\v\\?\"'`", strict=True))
_LONGEST_NUMBER = 32
"""Digits beyond this are out of every range; converting a long run of them would take quadratic time."""


class LiteralError(ValueError):
    """A literal that names no value.

    Args:
        code: the diagnostic's code.
        message: what is wrong.
        start, end: the place within the literal.
    """

    def __init__(self, code: str, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.end = end


def integer(text: str, *, negative: bool = False) -> int:
    """The value of an `int` literal, with the minus sign that stands before it.

    >>> integer("0x10"), integer("9223372036854775808", negative=True)
    (16, -9223372036854775808)
    """
    value = _digits(text)
    if value > INT_MAX + negative:
        sign = "-" if negative else ""
        message = f"`{sign}{_shown(text)}` is outside the range of int (64 bits)"
        raise LiteralError("cel.number-range", message, 0, len(text))
    return -value if negative else value


def unsigned(text: str) -> int:
    """The value of a `uint` literal such as `7u`."""
    value = _digits(text[:-1])
    if value > UINT_MAX:
        message = f"`{_shown(text)}` is outside the range of uint (64 bits)"
        raise LiteralError("cel.number-range", message, 0, len(text))
    return value


def double(text: str) -> float:
    """The value of a `double` literal; one too large for a double is refused, not infinite."""
    value = float(text)
    if value == float("inf"):
        message = f"`{_shown(text)}` is outside the range of double"
        raise LiteralError("cel.number-range", message, 0, len(text))
    return value


def string(text: str) -> str | bytes:
    r"""The value of a string or bytes literal as written, prefix and quotation marks included.

    >>> string(r"'caf\u00e9'"), string(r"b'\xff'"), string(r"r'\n'")
    ('café', b'\xff', '\\n')
    """
    quote = text[-1]
    at = text.index(quote)
    width = 3 if len(text) - at >= 6 and text[at : at + 3] == quote * 3 else 1
    body = text[at + width : len(text) - width]
    prefix = text[:at].lower()
    if "b" in prefix:
        return body.encode() if "r" in prefix or "\\" not in body else _bytes(body, at + width)
    if "r" in prefix or "\\" not in body:
        return body
    return _ESCAPE.sub(lambda match: _character(match, at + width), body)


def _digits(text: str) -> int:
    hexadecimal = text[:2] in ("0x", "0X")
    digits = text[2:] if hexadecimal else text
    digits = digits.lstrip("0") or "0"
    if len(digits) > _LONGEST_NUMBER:
        return UINT_MAX + 1
    return int(digits, 16 if hexadecimal else 10)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_NUMBER else text[:_LONGEST_NUMBER] + "…"


def _character(match: re.Match[str], offset: int) -> str:
    simple, hexadecimal, short, long, octal, _ = match.groups()
    if simple:
        return _SIMPLE[simple]
    if octal:
        return chr(int(octal, 8))
    digits = hexadecimal or short or long
    if digits:
        point = int(digits, 16)
        if point < 0xD800 or 0xDFFF < point <= 0x10FFFF:
            return chr(point)
    raise _bad_escape(match, offset)


def _bytes(body: str, offset: int) -> bytes:
    parts: list[bytes] = []
    done = 0
    for match in _ESCAPE.finditer(body):
        parts.append(body[done : match.start()].encode())
        simple, hexadecimal, _, _, octal, _ = match.groups()
        if simple:
            parts.append(_SIMPLE[simple].encode())
        elif hexadecimal or octal:
            parts.append(bytes([int(hexadecimal, 16) if hexadecimal else int(octal, 8)]))
        else:
            raise _bad_escape(match, offset)
        done = match.end()
    parts.append(body[done:].encode())
    return b"".join(parts)


def _bad_escape(match: re.Match[str], offset: int) -> LiteralError:
    shown = match[0] if match[0].isprintable() else "\\"
    message = f"`{shown}` is no escape sequence here"
    return LiteralError("cel.invalid-escape", message, offset + match.start(), offset + match.end())
