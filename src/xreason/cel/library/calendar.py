"""Days and time limits as statutes count them.

Months are added as in Regulation (EEC, Euratom) No 1182/71 and most codes: a period of months ends
on the day with the same number, or on the last day of a month that has no such day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date as civil

from xreason.cel.library.dispatch import Cases
from xreason.cel.values import (
    DAY,
    INT_MAX,
    INT_MIN,
    SECOND,
    UNIX_EPOCH_ORDINAL,
    Calendar,
    Date,
    Duration,
    EvaluationError,
    Timestamp,
    invalid,
    overflow,
)

WEEKDAYS = Calendar()
"""Saturday and Sunday off, no holidays."""


def day_to_civil(day: int) -> civil:
    """A `Date` as Python's own."""
    return civil.fromordinal(day + UNIX_EPOCH_ORDINAL)


def civil_to_day(day: civil) -> Date:
    """Python's own date as `Date`."""
    return Date(day.toordinal() - UNIX_EPOCH_ORDINAL)


def fit_date(day: int) -> Date:
    """The day if it lies in the years 0001 to 9999, else an overflow error."""
    if Date.MIN <= day <= Date.MAX:
        return Date(day)
    raise EvaluationError("cel.overflow", "the date is outside the years 0001 to 9999")


def fit_timestamp(nanoseconds: int) -> Timestamp:
    """The moment if it lies in the years 0001 to 9999, else an overflow error."""
    if Timestamp.MIN <= nanoseconds <= Timestamp.MAX:
        return Timestamp(nanoseconds)
    raise EvaluationError("cel.overflow", "the moment is outside the years 0001 to 9999")


def fit_duration(nanoseconds: int) -> Duration:
    """The duration if it fits, else an overflow error."""
    if INT_MIN <= nanoseconds <= INT_MAX:
        return Duration(nanoseconds)
    raise overflow("duration, 292 years")


def make_date(year: int, month: int, day: int) -> Date:
    """The day of that year, month (1 to 12) and day of the month."""
    try:
        return civil_to_day(civil(year, month, day))
    except (ValueError, OverflowError) as wrong:
        raise invalid(f"there is no day {year}-{month}-{day}") from wrong


def _month_end(year: int, month: int) -> int:
    """The last day's number."""
    return 28 if month == 2 and not _leap(year) else 29 if month == 2 else 30 + (month + (month > 7)) % 2


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def add_days(day: int, count: int) -> Date:
    """So many days later."""
    return fit_date(day + count)


def add_months(day: int, count: int) -> Date:
    """So many months later: the same day number, or the month's last day.

    >>> add_months(make_date(2026, 1, 31), 1) == make_date(2026, 2, 28)
    True
    """
    start = day_to_civil(day)
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise EvaluationError("cel.overflow", "the date is outside the years 0001 to 9999")
    return civil_to_day(civil(year, month + 1, min(start.day, _month_end(year, month + 1))))


def add_years(day: int, count: int) -> Date:
    """So many years later; 29 February becomes the 28th where there is none."""
    return add_months(day, 12 * count)


def add_days_to_timestamp(moment: int, count: int) -> Timestamp:
    """So many times 24 hours later."""
    return fit_timestamp(moment + count * DAY)


def add_months_to_timestamp(moment: int, count: int) -> Timestamp:
    """So many months later at the same time of day (UTC)."""
    day, time = divmod(moment, DAY)
    return Timestamp(add_months(day, count) * DAY + time)


def add_years_to_timestamp(moment: int, count: int) -> Timestamp:
    """So many years later at the same time of day (UTC)."""
    return add_months_to_timestamp(moment, 12 * count)


def days_until(start: int, end: int) -> int:
    """Days from one date to the other; negative if it is earlier."""
    return end - start


def start_of_month(day: int) -> Date:
    """The first day of its month."""
    return civil_to_day(day_to_civil(day).replace(day=1))


def end_of_month(day: int) -> Date:
    """The last day of its month."""
    date = day_to_civil(day)
    return civil_to_day(date.replace(day=_month_end(date.year, date.month)))


def end_of_quarter(day: int) -> Date:
    """The last day of its calendar quarter."""
    date = day_to_civil(day)
    month = (date.month + 2) // 3 * 3
    return civil_to_day(civil(date.year, month, _month_end(date.year, month)))


def end_of_year(day: int) -> Date:
    """31 December of its year."""
    return civil_to_day(civil(day_to_civil(day).year, 12, 31))


def is_workday(day: int, calendar: Calendar = WEEKDAYS) -> bool:
    """Whether the day is worked."""
    return calendar.is_workday(day)


def roll_to_workday(day: int, calendar: Calendar = WEEKDAYS) -> Date:
    """The day itself if it is worked, else the next one that is."""
    return Date(day) if calendar.is_workday(day) else add_workdays(day, 1, calendar)


def add_workdays(day: int, count: int, calendar: Calendar = WEEKDAYS) -> Date:
    """The `count`-th working day after the day, or before it if negative; the day itself if 0.

    Worked out, not stepped or searched, so that a large count costs no more than a small one.
    """
    if not count:
        return Date(day)
    target = calendar.workdays_up_to(day if count > 0 else day - 1) + count + (count < 0)
    return fit_date(_first_day_with(target, calendar))


def _first_day_with(target: int, calendar: Calendar) -> int:
    """The first day up to which there are so many working days: undoes `Calendar.workdays_up_to`."""
    open_up_to, met = calendar.open_up_to, 0
    while True:
        weeks, rest = divmod(target + met - 1, open_up_to[6])
        day = weeks * 7 + bisect_left(open_up_to, rest + 1) - 3
        # Each holiday on the way puts the day off by one, and that may meet further holidays.
        passed = bisect_right(calendar.closed, day)
        if passed == met:
            return day
        met = passed


def workdays_until(start: int, end: int, calendar: Calendar = WEEKDAYS) -> int:
    """Working days after `start` up to and including `end`; their negative count if it is earlier."""
    return calendar.workdays_up_to(end) - calendar.workdays_up_to(start)


def days(count: int) -> Duration:
    """So many times 24 hours."""
    return fit_duration(count * DAY)


def hours(count: int) -> Duration:
    """So many hours."""
    return fit_duration(count * 3_600 * SECOND)


def minutes(count: int) -> Duration:
    """So many minutes."""
    return fit_duration(count * 60 * SECOND)


CASES: Mapping[str, Cases] = {
    "addDays": {(Date, int): add_days, (Timestamp, int): add_days_to_timestamp},
    "addMonths": {(Date, int): add_months, (Timestamp, int): add_months_to_timestamp},
    "addYears": {(Date, int): add_years, (Timestamp, int): add_years_to_timestamp},
    "daysUntil": {(Date, Date): days_until},
    "startOfMonth": {(Date,): start_of_month},
    "endOfMonth": {(Date,): end_of_month},
    "endOfQuarter": {(Date,): end_of_quarter},
    "endOfYear": {(Date,): end_of_year},
    "isWorkday": {(Date,): is_workday, (Date, Calendar): is_workday},
    "rollToWorkday": {(Date,): roll_to_workday, (Date, Calendar): roll_to_workday},
    "addWorkdays": {(Date, int): add_workdays, (Date, int, Calendar): add_workdays},
    "workdaysUntil": {(Date, Date): workdays_until, (Date, Date, Calendar): workdays_until},
    "days": {(int,): days},
    "hours": {(int,): hours},
    "minutes": {(int,): minutes},
}
