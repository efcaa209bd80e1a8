"""How timestamps, durations, dates, decimals and doubles are written, and read back.

Every `parse_…` raises `EvaluationError` (`cel.invalid-argument`) that says what is wrong; none
rounds silently.
"""

from __future__ import annotations

import re
from datetime import date as civil
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation, Overflow, Subnormal
from math import isfinite, isnan

from xreason.cel.values.errors import EvaluationError, invalid, shown
from xreason.cel.values.kinds import INT_MAX, INT_MIN, Date, Duration, Timestamp

SECOND = 10**9
DAY = 86_400 * SECOND
UNIX_EPOCH_ORDINAL = 719_163
"""Python's ordinal of 1970-01-01."""

DECIMAL_DIGITS = 34
DECIMAL_EXPONENT = 6_144
"""Digits and the largest exponent of a decimal, those of IEEE 754 decimal128."""

EXACT = Context(
    prec=DECIMAL_DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emax=DECIMAL_EXPONENT,
    Emin=1 - DECIMAL_EXPONENT,
    traps=[Inexact, InvalidOperation, Overflow, Subnormal],
)
"""Arithmetic that refuses to round; `Inexact` is the refusal."""

_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PARTS = re.compile(r"([0-9]*)(?:\.([0-9]*))?(h|ms|m|s|us|µs|μs|ns)")
_ISO = re.compile(
    r"P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,]([0-9]+))?S)?)?"
)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_UNITS = {
    "h": 3_600 * SECOND,
    "m": 60 * SECOND,
    "s": SECOND,
    "ms": 10**6,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ns": 1,
}
_LONGEST = 120
"""Characters of the longest text that is read as a time or a number."""


def _day(year: str, month: str, day: str, text: str) -> int:
    """Days since 1970-01-01."""
    try:
        return civil(int(year), int(month), int(day)).toordinal() - UNIX_EPOCH_ORDINAL
    except ValueError as wrong:
        raise invalid(f"{shown(text)} is not a date: there is no such day") from wrong


def parse_date(text: str) -> Date:
    """Read an ISO 8601 calendar date.

    >>> parse_date("1970-01-02")
    Date(1)
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise invalid(f"{shown(text)} is not a date such as 2026-01-31")
    return Date(_day(match[1], match[2], match[3], text))


def format_date(date: int) -> str:
    """Write a date in ISO 8601.

    >>> format_date(Date(1))
    '1970-01-02'
    """
    return civil.fromordinal(date + UNIX_EPOCH_ORDINAL).isoformat()


def parse_timestamp(text: str) -> Timestamp:
    """Read an RFC 3339 moment with any offset, to the nanosecond.

    >>> parse_timestamp("1970-01-01T01:00:00.5+01:00")
    Timestamp(500000000)
    """
    match = _TIMESTAMP.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise invalid(f"{shown(text)} is not a timestamp such as 2026-01-31T12:00:00Z")
    year, month, day, hour, minute, second, fraction, sign, off_hours, off_minutes = match.groups()
    if hour > "23" or minute > "59" or second > "59":
        raise invalid(f"{shown(text)} is not a timestamp: there is no such time of day")
    seconds = _day(year, month, day, text) * 86_400 + int(hour) * 3600 + int(minute) * 60 + int(second)
    if sign:
        if off_hours > "23" or off_minutes > "59":
            raise invalid(f"{shown(text)} is not a timestamp: there is no such offset")
        offset = int(off_hours) * 3600 + int(off_minutes) * 60
        seconds += offset if sign == "-" else -offset
    total = seconds * SECOND + _nanoseconds(fraction, text)
    if not Timestamp.MIN <= total <= Timestamp.MAX:
        raise EvaluationError("cel.overflow", f"{shown(text)} is outside the years 0001 to 9999")
    return Timestamp(total)


def _nanoseconds(fraction: str | None, text: str) -> int:
    """The nanoseconds in a fraction of a second."""
    if not fraction:
        return 0
    if len(fraction.rstrip("0")) > 9:
        raise invalid(f"{shown(text)} has more than nine digits of a second")
    return int(fraction[:9].ljust(9, "0"))


def format_timestamp(timestamp: int) -> str:
    """Write a moment in RFC 3339, UTC, with as many digits of a second as it needs.

    >>> format_timestamp(Timestamp(500_000_000))
    '1970-01-01T00:00:00.5Z'
    """
    day, rest = divmod(timestamp, DAY)
    seconds, nanoseconds = divmod(rest, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{format_date(day)}T{hour:02}:{minute:02}:{second:02}{_fraction(nanoseconds)}Z"


def _fraction(nanoseconds: int) -> str:
    return f".{nanoseconds:09}".rstrip("0") if nanoseconds else ""


def parse_duration(text: str) -> Duration:
    """Read a length of time: `72h`, `1h30m`, `-1.5s`, or ISO 8601 such as `P3DT4H`.

    >>> parse_duration("1.5s"), parse_duration("P1DT1H") == parse_duration("25h")
    (Duration(1500000000), True)
    """
    body = text.lstrip("+-") if len(text) <= _LONGEST else ""
    total = None
    if len(text) - len(body) <= 1:
        total = _iso_duration(body, text) if body.startswith("P") else _unit_duration(body, text)
    if total is None:
        raise invalid(f"{shown(text)} is not a duration such as 72h, 1h30m or P3DT4H")
    total = -total if text.startswith("-") else total
    if not INT_MIN <= total <= INT_MAX:
        raise EvaluationError("cel.overflow", f"{shown(text)} is longer than a duration can be, 292 years")
    return Duration(total)


def _unit_duration(body: str, text: str) -> int | None:
    if body == "0":
        return 0
    total, at = 0, 0
    while at < len(body):
        match = _PARTS.match(body, at)
        if match is None or not (match[1] or match[2]):
            return None
        unit = _UNITS[match[3]]
        total += int(match[1] or 0) * unit + _part(match[2], unit, text)
        at = match.end()
    return total if body else None


def _part(fraction: str | None, unit: int, text: str) -> int:
    """The nanoseconds in a fraction of a unit."""
    if not fraction:
        return 0
    scale: int = 10 ** len(fraction)
    whole, rest = divmod(int(fraction) * unit, scale)
    if rest:
        raise invalid(f"{shown(text)} is not a whole number of nanoseconds")
    return whole


def _iso_duration(body: str, text: str) -> int | None:
    match = _ISO.fullmatch(body)
    if match is None or body[-1] in "PT":
        if re.fullmatch(r"P([0-9]+Y)?([0-9]+M)?([0-9]+[WD])*(T.*)?", body):
            raise invalid(f"{shown(text)} counts years or months, which have no fixed length: count days")
        return None
    weeks, days, hours, minutes, seconds, fraction = match.groups()
    whole = int(weeks or 0) * 7 * DAY + int(days or 0) * DAY
    whole += int(hours or 0) * _UNITS["h"] + int(minutes or 0) * _UNITS["m"] + int(seconds or 0) * SECOND
    return whole + _part(fraction, SECOND, text)


def format_duration(duration: int) -> str:
    """Write a duration as CEL's `string()` does, in seconds.

    >>> format_duration(Duration(-1_500_000_000))
    '-1.5s'
    """
    seconds, nanoseconds = divmod(abs(duration), SECOND)
    return f"{'-' if duration < 0 else ''}{seconds}{_fraction(nanoseconds)}s"


def describe_duration(duration: int) -> str:
    """Write a duration for people; `parse_duration` reads it back.

    >>> describe_duration(Duration(5_400_000_000_000)), describe_duration(Duration(0))
    ('1h30m', '0s')
    """
    minutes, rest = divmod(abs(duration), 60 * SECOND)
    hours, minutes = divmod(minutes, 60)
    seconds, nanoseconds = divmod(rest, SECOND)
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else ""]
    parts.append(f"{seconds}{_fraction(nanoseconds)}s" if rest else "")
    return ("-" if duration < 0 else "") + ("".join(parts) or "0s")


def parse_decimal(text: str) -> Decimal:
    """Read an exact decimal number of at most 34 significant digits.

    >>> parse_decimal("-12.50")
    Decimal('-12.50')
    """
    if len(text) > _LONGEST or _DECIMAL.fullmatch(text) is None:
        raise invalid(f"{shown(text)} is not a decimal number such as 12.50")
    try:
        return EXACT.plus(Decimal(text)) or Decimal()
    except Inexact as wrong:
        raise invalid(f"{shown(text)} needs more than {DECIMAL_DIGITS} digits") from wrong
    except (Overflow, Subnormal) as wrong:
        raise invalid(f"{shown(text)} is too large or too small for a decimal") from wrong


def format_decimal(number: Decimal) -> str:
    """Write a decimal in full, without trailing zeros, so that equal numbers read the same.

    >>> format_decimal(Decimal("1.50")), format_decimal(Decimal("1E+3"))
    ('1.5', '1000')
    """
    if not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_double(number: float) -> str:
    """Write a double with the fewest digits that read back the same.

    >>> format_double(1.0), format_double(1e20), format_double(float("inf"))
    ('1', '1e+20', 'Infinity')
    """
    if isnan(number):
        return "NaN"
    if not isfinite(number):
        return "Infinity" if number > 0 else "-Infinity"
    text = repr(number)
    return text.removesuffix(".0")
