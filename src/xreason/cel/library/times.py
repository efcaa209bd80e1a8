"""Timestamps, durations and dates: arithmetic, their parts, and time zones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from xreason.cel.library.calendar import day_to_civil, fit_date, fit_duration, fit_timestamp
from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.values import (
    DAY,
    SECOND,
    Date,
    Duration,
    Timestamp,
    invalid,
    shown,
)

_OFFSET = re.compile(r"([+-]?)([0-9]{2}):([0-9]{2})")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,64}")
_LOCAL = frozenset({"localtime", "posixrules", "Factory"})
"""Files among the zones that depend on the machine, or are no zone."""


def add_duration(a: int, b: int) -> Duration:
    """`a + b`, of durations."""
    return fit_duration(a + b)


def subtract_duration(a: int, b: int) -> Duration:
    """`a - b`, of durations or of moments."""
    return fit_duration(a - b)


def add_to_timestamp(a: int, b: int) -> Timestamp:
    """`a + b`, of a moment and a duration in either order."""
    return fit_timestamp(a + b)


def subtract_from_timestamp(moment: int, duration: int) -> Timestamp:
    """`moment - duration`."""
    return fit_timestamp(moment - duration)


def _whole_days(duration: int) -> int:
    days, rest = divmod(duration, DAY)
    if rest:
        raise invalid("only whole days can be added to or subtracted from a date")
    return days


def add_to_date(date: int, duration: int) -> Date:
    """`date + duration`, of whole days."""
    return fit_date(date + _whole_days(duration))


def add_date_to(duration: int, date: int) -> Date:
    """`duration + date`, of whole days."""
    return fit_date(date + _whole_days(duration))


def subtract_from_date(date: int, duration: int) -> Date:
    """`date - duration`, of whole days."""
    return fit_date(date - _whole_days(duration))


def subtract_dates(a: int, b: int) -> Duration:
    """`a - b`, of dates: whole days."""
    return fit_duration((a - b) * DAY)


def negate_duration(a: int) -> Duration:
    """`-a`."""
    return fit_duration(-a)


def _fixed_offset(zone: str) -> int | None:
    """Seconds east of UTC of `+02:00`, `-02:30` or `02:00`."""
    match = _OFFSET.fullmatch(zone)
    if match is None:
        return None
    if match[2] > "23" or match[3] > "59":
        raise invalid(f"there is no offset {shown(zone)}")
    seconds = int(match[2]) * 3600 + int(match[3]) * 60
    return -seconds if match[1] == "-" else seconds


def _named_offset(zone: str, moment: int) -> int:
    """Seconds east of UTC of a zone of the IANA database at a moment."""
    from zoneinfo import ZoneInfo

    if zone in _LOCAL or _ZONE.fullmatch(zone) is None:
        raise invalid(f"there is no time zone {shown(zone)}")
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as wrong:
        raise invalid(f"there is no time zone {shown(zone)}") from wrong
    # Offsets do not change near the ends of the calendar, where local time would leave it.
    seconds = min(max(moment, Timestamp.MIN + 2 * DAY), Timestamp.MAX - 2 * DAY) // SECOND
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    offset = utc.astimezone(place).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def local_nanoseconds(moment: int, zone: str) -> int:
    """Nanoseconds of the wall clock in a zone, as if it were UTC's."""
    offset = _fixed_offset(zone)
    return moment + (_named_offset(zone, moment) if offset is None else offset) * SECOND


def date_of(moment: int) -> Date:
    """The day of a moment, in UTC."""
    return Date(moment // DAY)


def date_in_zone(moment: int, zone: str) -> Date:
    """The day of a moment, where `zone`'s clocks tell."""
    return fit_date(local_nanoseconds(moment, zone) // DAY)


def midnight(date: int) -> Timestamp:
    """The first moment of a day, in UTC."""
    return Timestamp(date * DAY)


def midnight_in_zone(date: int, zone: str) -> Timestamp:
    """The first moment of a day, where `zone`'s clocks tell.

    Where clocks are put forward at midnight, the day begins with the first hour that exists.
    """
    offset = _fixed_offset(zone)
    if offset is not None:
        return fit_timestamp(date * DAY - offset * SECOND)
    # Of the offsets in force around midnight, the one that gives the earliest moment of that day.
    wall = date * DAY
    around = {_named_offset(zone, wall + hours * 3600 * SECOND) for hours in (-36, -12, 0, 12, 36)}
    starts = [wall - seconds * SECOND for seconds in around]
    valid = [start for start in starts if local_nanoseconds(start, zone) // DAY == date]
    return fit_timestamp(min(valid) if valid else max(starts))


def _year(local: int) -> int:
    return day_to_civil(local // DAY).year


def _month(local: int) -> int:
    return day_to_civil(local // DAY).month - 1


def _date(local: int) -> int:
    return day_to_civil(local // DAY).day


def _day_of_month(local: int) -> int:
    return day_to_civil(local // DAY).day - 1


def _day_of_week(local: int) -> int:
    return (local // DAY + 4) % 7


def _day_of_year(local: int) -> int:
    return day_to_civil(local // DAY).timetuple().tm_yday - 1


def _hours(local: int) -> int:
    return local // (3600 * SECOND) % 24


def _minutes(local: int) -> int:
    return local // (60 * SECOND) % 60


def _seconds(local: int) -> int:
    return local // SECOND % 60


def _milliseconds(local: int) -> int:
    return local // 10**6 % 1000


def _in_zone(part: Callable[[int], int]) -> Callable[[int, str], int]:
    def of(moment: int, zone: str) -> int:
        local = local_nanoseconds(moment, zone)
        fit_date(local // DAY)
        return part(local)

    return of


def _on_date(part: Callable[[int], int]) -> Callable[[int], int]:
    def of(date: int) -> int:
        return part(date * DAY)

    return of


def _towards_zero(amount: int, unit: int) -> int:
    whole = abs(amount) // unit
    return -whole if amount < 0 else whole


def duration_hours(duration: int) -> int:
    """Whole hours in it."""
    return _towards_zero(duration, 3600 * SECOND)


def duration_minutes(duration: int) -> int:
    """Whole minutes in it."""
    return _towards_zero(duration, 60 * SECOND)


def duration_seconds(duration: int) -> int:
    """Whole seconds in it."""
    return _towards_zero(duration, SECOND)


def duration_milliseconds(duration: int) -> int:
    """Milliseconds beyond its whole seconds."""
    rest = _towards_zero(duration, 10**6)
    return rest - duration_seconds(duration) * 1000


DATE_PARTS: dict[str, Callable[[int], int]] = {
    "getFullYear": _year,
    "getMonth": _month,
    "getDate": _date,
    "getDayOfMonth": _day_of_month,
    "getDayOfWeek": _day_of_week,
    "getDayOfYear": _day_of_year,
}
CLOCK_PARTS: dict[str, Callable[[int], int]] = {
    "getHours": _hours,
    "getMinutes": _minutes,
    "getSeconds": _seconds,
    "getMilliseconds": _milliseconds,
}
DURATION_PARTS: Mapping[str, Callable[[int], int]] = {
    "getHours": duration_hours,
    "getMinutes": duration_minutes,
    "getSeconds": duration_seconds,
    "getMilliseconds": duration_milliseconds,
}
IN_ZONE = {name: _in_zone(part) for name, part in (DATE_PARTS | CLOCK_PARTS).items()}
ON_DATE = {name: _on_date(part) for name, part in DATE_PARTS.items()}


def _cases(name: str) -> Cases:
    cases: dict[tuple[type, ...], Function] = {
        (Timestamp,): (DATE_PARTS | CLOCK_PARTS)[name],
        (Timestamp, str): IN_ZONE[name],
    }
    if name in ON_DATE:
        cases[(Date,)] = ON_DATE[name]
    if name in DURATION_PARTS:
        cases[(Duration,)] = DURATION_PARTS[name]
    return cases


CASES: Mapping[str, Cases] = {
    "_+_": {
        (Duration, Duration): add_duration,
        (Timestamp, Duration): add_to_timestamp,
        (Duration, Timestamp): add_to_timestamp,
        (Date, Duration): add_to_date,
        (Duration, Date): add_date_to,
    },
    "_-_": {
        (Duration, Duration): subtract_duration,
        (Timestamp, Timestamp): subtract_duration,
        (Timestamp, Duration): subtract_from_timestamp,
        (Date, Date): subtract_dates,
        (Date, Duration): subtract_from_date,
    },
    "-_": {(Duration,): negate_duration},
    **{name: _cases(name) for name in IN_ZONE},
}
