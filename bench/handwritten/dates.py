"""Calendar arithmetic that the standard library lacks."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any


def add_months(day: date, months: int) -> date:
    """The same day that many months on, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def roll_to_workday(day: date) -> date:
    """The day itself, or the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def add_workdays(day: date, count: int) -> date:
    """That many days on, Saturdays and Sundays not counted."""
    weeks, rest = divmod(count, 5)
    weekday = min(day.weekday(), 4)
    day += timedelta(days=weekday - day.weekday() + weeks * 7 + rest)
    return day + timedelta(days=2) if weekday + rest > 4 else day


def in_force(day: date, values: tuple[tuple[date, Any], ...]) -> Any:
    """The value that holds on a day; the newest is stated first."""
    return next(value for start, value in values if start <= day)
