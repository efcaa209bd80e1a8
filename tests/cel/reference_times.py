"""Dates and times of the reference evaluator: through `datetime`, and working days by the week."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.cel.reference_numbers import (
    DAY,
    EPOCH,
    FIRST_DAY,
    LAST_DAY,
    SECOND,
    Failed,
    day,
    int64,
    moment,
    need,
)
from xreason.cel.types import Kind
from xreason.cel.values import Calendar

START = datetime(1970, 1, 1, tzinfo=UTC)


def civil(days: int) -> date:
    """A date as Python's."""
    return EPOCH + timedelta(days)


def from_civil(value: date) -> int:
    """Python's date as a number."""
    return (value - EPOCH).days


def offset(zone: str, at: int) -> int:
    """Seconds that clocks in a zone are ahead of UTC."""
    fixed = re.fullmatch(r"([+-]?)(\d\d):(\d\d)", zone)
    if fixed:
        need(int(fixed[2]) < 24 and int(fixed[3]) < 60, "no such offset")
        return (int(fixed[2]) * 3600 + int(fixed[3]) * 60) * (-1 if fixed[1] == "-" else 1)
    # Nothing changes in the first and the last days of the calendar, where local time may leave it.
    at = min(max(at, (FIRST_DAY + 3) * DAY), (LAST_DAY - 3) * DAY)
    local = (START + timedelta(seconds=at // SECOND)).astimezone(ZoneInfo(zone))
    ahead = local.utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds())


def wall(at: int, zone: str) -> int:
    """What the clocks of a zone show at a moment, as if they stood in UTC."""
    shown = at + offset(zone, at) * SECOND
    day(shown // DAY)
    return shown


def first_moment(days: int, zone: str) -> int:
    """The first moment at which the clocks of a zone show this day, or a later one if they skip it."""

    def shown(at: int) -> int:
        return (at + offset(zone, at) * SECOND) // DAY

    around = {offset(zone, days * DAY + hours * 3600 * SECOND) for hours in range(-48, 49)}
    starts = [days * DAY - ahead * SECOND for ahead in around]
    return moment(min(at for at in starts if shown(at - 1) < days <= shown(at)))


def add_months(days: int, count: int) -> int:
    """The same day of the month, or the last day of a shorter month."""
    start = civil(days)
    months = start.year * 12 + start.month - 1 + count
    year, month = months // 12, months % 12 + 1
    need(1 <= year <= 9999)
    for number in range(start.day, 0, -1):
        try:
            return from_civil(date(year, month, number))
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


PARTS: dict[str, Callable[[datetime], int]] = {
    "getFullYear": lambda at: at.year,
    "getMonth": lambda at: at.month - 1,
    "getDate": lambda at: at.day,
    "getDayOfMonth": lambda at: at.day - 1,
    "getDayOfWeek": lambda at: at.isoweekday() % 7,
    "getDayOfYear": lambda at: (at.date() - date(at.year, 1, 1)).days,
    "getHours": lambda at: at.hour,
    "getMinutes": lambda at: at.minute,
    "getSeconds": lambda at: at.second,
    "getMilliseconds": lambda at: at.microsecond // 1000,
}
UNITS = {"getHours": 3600 * SECOND, "getMinutes": 60 * SECOND, "getSeconds": SECOND}


def part(name: str, kind: Kind, value: int, zone: str = "UTC") -> int:
    """`getMonth` and its like, of a timestamp, a date or a duration."""
    if kind is Kind.DURATION:
        if name == "getMilliseconds":
            return int(Fraction(value, 10**6)) - 1000 * int(Fraction(value, SECOND))
        return int(Fraction(value, UNITS[name]))
    at = value * DAY if kind is Kind.DATE else wall(value, "00:00" if zone == "UTC" else zone)
    return PARTS[name](START + timedelta(microseconds=at // 1000))


def is_workday(days: int, calendar: Calendar) -> bool:
    """Neither weekend nor holiday."""
    return civil(days).weekday() not in calendar.weekend and days not in calendar.holidays


def roll(days: int, calendar: Calendar) -> int:
    """The day, or the next one that is worked."""
    while not is_workday(days, calendar):
        days = day(days + 1)
    return days


def add_workdays(days: int, count: int, calendar: Calendar) -> int:
    """So many working days on, or back: the first day up to which there are that many."""
    if count < 0:
        past = range(days - 1, FIRST_DAY - 1, -1)
        at = bisect_left(past, -count, key=lambda before: workdays_until(before - 1, days - 1, calendar))
        return day(days - 1 - at)
    coming = range(days, LAST_DAY + 1)
    return day(days + bisect_left(coming, count, key=lambda after: workdays_until(days, after, calendar)))


def workdays_until(start: int, end: int, calendar: Calendar) -> int:
    """Working days after the one up to the other."""
    if end < start:
        return -workdays_until(end, start, calendar)
    free = [d for d in calendar.holidays if start < d <= end and civil(d).weekday() not in calendar.weekend]
    weeks = (end + 3) // 7 - (start + 3) // 7  # day -3 was a Monday
    rest = _workdays_of_week(end, calendar) - _workdays_of_week(start, calendar)
    return weeks * (7 - len(calendar.weekend)) + rest - len(free)


def _workdays_of_week(days: int, calendar: Calendar) -> int:
    """Days from Monday up to this one that are no weekend."""
    return sum(weekday not in calendar.weekend for weekday in range((days + 3) % 7 + 1))


# Texts


def read_date(text: str) -> int:
    """A date in ISO 8601."""
    need(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None, "no date")
    try:
        return from_civil(date.fromisoformat(text))
    except ValueError:
        raise Failed("no such day") from None


def read_moment(text: str) -> int:
    """A moment in RFC 3339."""
    parts = re.fullmatch(r"(.{10})[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", text, re.ASCII)
    need(parts is not None, "no timestamp")
    assert parts is not None
    hour, minute, second = int(parts[2]), int(parts[3]), int(parts[4])
    need(hour < 24 and minute < 60 and second < 60, "no such time")
    past = Fraction(f"0.{parts[5] or 0}") * SECOND
    need(past.denominator == 1, "a part of a nanosecond")
    ahead = 0 if parts[6] in "Zz" else offset(parts[6], 0)
    return moment(
        read_date(parts[1]) * DAY + (hour * 3600 + minute * 60 + second - ahead) * SECOND + int(past)
    )


LENGTHS = {"h": 3600 * SECOND, "m": 60 * SECOND, "s": SECOND, "ms": 10**6, "us": 1000, "µs": 1000, "ns": 1}
ISO_LENGTHS = {"W": 7 * DAY, "D": DAY, "H": 3600 * SECOND, "M": 60 * SECOND, "S": SECOND}


def read_duration(text: str) -> int:
    """A duration such as `1h30m` or `P1DT2H`."""
    sign, body = (
        (-1 if text[:1] == "-" else 1),
        text.removeprefix(text[0]) if text[:1] in ("+", "-") else text,
    )
    iso = re.fullmatch(
        r"P(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(?:[.,]\d+)?S)?)?(?<=[WDHMS])", body, re.ASCII
    )
    if iso:
        parts = [
            (part[:-1].replace(",", "."), ISO_LENGTHS[part[-1]]) for part in iso.group(1, 2, 4, 5, 6) if part
        ]
    else:
        unit = r"(?:h|ms|m|s|us|µs|ns)"
        number = r"(?:\d+\.?\d*|\.\d+)"
        need(body == "0" or re.fullmatch(f"({number}{unit})+", body, re.ASCII) is not None, "no duration")
        parts = [(n, LENGTHS[u]) for n, u in re.findall(f"({number})({unit})", body, re.ASCII)]
    lengths = [Fraction(number.rstrip(".")) * length for number, length in parts]
    need(all(length.denominator == 1 for length in lengths), "a part of a nanosecond")
    return int64(sign * int(sum(lengths)))
