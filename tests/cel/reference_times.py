"""Dates and times of the reference evaluator: through `datetime`, and working days one by one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.cel.reference_numbers import DAY, EPOCH, FIRST_DAY, LAST_DAY, SECOND, day, moment, need
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
    """So many working days on, or back."""
    step = 1 if count > 0 else -1
    need(abs(count) < 5_000_000)
    while count:
        days = day(days + step)
        if is_workday(days, calendar):
            count -= step
    return days


def workdays_until(start: int, end: int, calendar: Calendar) -> int:
    """Working days after the one up to the other."""
    if end < start:
        return -workdays_until(end, start, calendar)
    return sum(is_workday(days, calendar) for days in range(start + 1, end + 1))
