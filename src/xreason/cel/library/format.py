"""`format`: `%s`, `%d`, `%f`, `%e`, `%b`, `%o`, `%x`, `%X`, after CEL's definition."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import itemgetter

from xreason.cel.library.conversions import cidr_to_string, ip_to_string
from xreason.cel.library.dispatch import Cases
from xreason.cel.library.strings import bounded, decode
from xreason.cel.values import (
    MAX_ITEMS,
    Cidr,
    Date,
    Duration,
    EvaluationError,
    IpAddress,
    Timestamp,
    TypeValue,
    UInt,
    format_date,
    format_decimal,
    format_double,
    format_duration,
    format_timestamp,
    invalid,
    no_overload,
    shown,
    too_much,
)

_CLAUSE = re.compile(r"%(?:%|(?:\.([0-9]{1,4}))?([sdfeboxX]))")
_MOST_DIGITS = 1_000
"""Digits after the point that a clause may ask for."""

_BASES = {"b": "b", "o": "o", "x": "x", "X": "X"}
_WHOLE = (int, UInt)


class _Output:
    """Text put together piece by piece, never longer than a string may be."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def add(self, text: str) -> None:
        self.length += len(text)
        bounded(self.length)
        if len(self.pieces) > MAX_ITEMS:
            raise too_much(f"a text of more than {MAX_ITEMS:,} pieces")
        self.pieces.append(text)


def format_text(template: str, values: list[object]) -> str:
    """The template with each clause replaced by the next value."""
    output = _Output()
    done = used = 0
    at = template.find("%")
    while at >= 0:
        output.add(template[done:at])
        match = _CLAUSE.match(template, at)
        if match is None:
            raise invalid(f"{shown(template[at : at + 2])} is no formatting clause")
        done = match.end()
        if match[2] is None:
            output.add("%")
        elif used < len(values):
            _put(output, match[2], match[1], values[used])
            used += 1
        else:
            raise EvaluationError(
                "cel.index-out-of-range", f"the text has more clauses than the {used} values"
            )
        at = template.find("%", done)
    output.add(template[done:])
    return "".join(output.pieces)


def _put(output: _Output, clause: str, precision: str | None, value: object) -> None:
    if clause == "s":
        _put_string(output, value)
        return
    if clause in _BASES:
        output.add(_in_base(clause, value))
        return
    digits = 6 if precision is None else int(precision)
    if digits > _MOST_DIGITS:
        raise invalid(f"a clause asks for {digits} digits, more than {_MOST_DIGITS}")
    output.add(_whole(value) if clause == "d" else _fractional(clause, digits, value))


def _put_string(output: _Output, value: object) -> None:
    if isinstance(value, list):
        opening = "["
        for item in value:
            output.add(opening)
            _put_string(output, item)
            opening = ", "
        output.add("]" if value else "[]")
    elif isinstance(value, dict):
        output.add("{")
        entries = [(_text(key), entry) for key, entry in value.items()]
        for number, (key, entry) in enumerate(sorted(entries, key=itemgetter(0))):
            output.add((", " if number else "") + key + ": ")
            _put_string(output, entry)
        output.add("}")
    else:
        output.add(_text(value))


def _null(_: object) -> str:
    return "null"


def _bool(value: object) -> str:
    return "true" if value else "false"


def _type(value: TypeValue) -> str:
    return value.name


_TEXTS: Mapping[type, Callable[..., str]] = {
    str: str,
    bool: _bool,
    int: str,
    UInt: str,
    float: format_double,
    Decimal: format_decimal,
    bytes: decode,
    type(None): _null,
    Date: format_date,
    Timestamp: format_timestamp,
    Duration: format_duration,
    TypeValue: _type,
    IpAddress: ip_to_string,
    Cidr: cidr_to_string,
}


def _text(value: object) -> str:
    write = _TEXTS.get(value.__class__)
    if write is None:
        raise no_overload("format", value)
    return write(value)


def _not_finite(value: object) -> str | None:
    return format_double(value) if isinstance(value, float) and not math.isfinite(value) else None


def _whole(value: object) -> str:
    """`%d`."""
    if value.__class__ in _WHOLE:
        return str(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return format_decimal(value)
    text = _not_finite(value)
    if text is None:
        raise no_overload("%d", value)
    return text


def _fractional(clause: str, digits: int, value: object) -> str:
    """`%f` and `%e`."""
    text = _not_finite(value)
    if text is not None:
        return text
    if isinstance(value, float):
        return f"{value:.{digits}{clause}}"
    if value.__class__ in _WHOLE or isinstance(value, Decimal):
        number = Decimal(value)
        if not number:
            return f"{0.0:.{digits}{clause}}"
        if clause == "f":
            return f"{number:.{digits}f}"
        mantissa, _, exponent = f"{number:.{digits}e}".partition("e")
        return f"{mantissa}e{exponent[0]}{exponent[1:]:0>2}"
    raise no_overload(f"%{clause}", value)


def _in_base(clause: str, value: object) -> str:
    """`%b`, `%o`, `%x` and `%X`."""
    if value.__class__ in _WHOLE or (isinstance(value, bool) and clause == "b"):
        assert isinstance(value, int)
        return format(int(value), _BASES[clause])
    if clause in "xX" and isinstance(value, (str, bytes)):
        bounded(2 * len(value))
        digits = (value.encode(errors="replace") if isinstance(value, str) else value).hex()
        return digits.upper() if clause == "X" else digits
    raise no_overload(f"%{clause}", value)


CASES: Mapping[str, Cases] = {"format": {(str, list): format_text}}
