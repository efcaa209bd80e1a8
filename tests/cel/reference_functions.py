"""Functions of the reference evaluator, by name and the static types of their arguments."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isnan
from typing import Any

from tests.cel import reference_numbers as numbers
from tests.cel import reference_times as times
from tests.cel.reference_numbers import DAY, SECOND, Failed, day, exact, fraction, int64, moment, need, whole
from tests.cel.reference_strings import STRINGS, part
from tests.cel.reference_values import Truth, all_of, any_of, equals, ordered
from xreason.cel.types import Kind
from xreason.cel.values import MISSING, Calendar, Missing

# Arguments come from checked expressions; each function here takes those of its signature.
Args = list[Any]
Kinds = list[Kind]
WEEKDAYS = Calendar()
ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "_<_": lambda a, b: a < b,
    "_<=_": lambda a, b: a <= b,
    "_>_": lambda a, b: a > b,
    "_>=_": lambda a, b: a >= b,
}


def apply(name: str, kinds: Kinds, args: Args) -> object:
    """The value of a function of known, non-null arguments.

    Raises:
        Failed: it has none.
    """
    if name in ORDERS:
        return ORDERS[name](*ordered(*args))
    if name in times.PARTS:
        return times.part(name, kinds[0], *args)
    for table in (OPERATORS, STRINGS, CONVERSIONS, CALENDAR, LISTS, MATHEMATICS):
        if name in table:
            return table[name](kinds, *args)
    raise NotImplementedError(name)


def _element(kinds: Kinds, items: Any, at: Any) -> object:
    if kinds[0] is Kind.MAP:
        need(at in items, "no such key")
        return items[at]
    need(0 <= at < len(items))
    return items[at]


OPERATORS: dict[str, Callable[..., object]] = {
    "_+_": lambda kinds, a, b: numbers.add((kinds[0], kinds[1]), a, b),
    "_-_": lambda kinds, a, b: numbers.subtract((kinds[0], kinds[1]), a, b),
    "_*_": lambda kinds, a, b: numbers.multiply((kinds[0], kinds[1]), a, b),
    "_/_": lambda kinds, a, b: numbers.divide((kinds[0], kinds[1]), a, b),
    "_%_": lambda kinds, a, b: numbers.remainder((kinds[0], kinds[1]), a, b),
    "-_": lambda kinds, a: numbers.negate(kinds[0], a),
    "!_": lambda _, a: not a,
    "_[_]": _element,
}

# Conversions


def decimal_text(value: object) -> str:
    """A decimal in full, without trailing zeros."""
    number = fraction(value)
    digits, places = abs(number), 0
    while digits.denominator != 1:
        digits, places = digits * 10, places + 1
    text = str(digits.numerator).rjust(places + 1, "0")
    text = text[: len(text) - places] + ("." + text[len(text) - places :] if places else "")
    return "-" + text if number < 0 else text


def _fraction_text(part: int) -> str:
    return f".{part:09}".rstrip("0") if part else ""


def _text(kinds: Kinds, value: Any) -> str:
    match kinds[0]:
        case Kind.BOOL:
            return "true" if value else "false"
        case Kind.DECIMAL:
            return decimal_text(value)
        case Kind.DATE:
            return times.civil(value).isoformat()
        case Kind.TIMESTAMP:
            at = times.START + timedelta(seconds=value // SECOND)
            return f"{at.replace(tzinfo=None).isoformat()}{_fraction_text(value % SECOND)}Z"
        case Kind.DURATION:
            seconds = f"{abs(value) // SECOND}{_fraction_text(abs(value) % SECOND)}s"
            return "-" + seconds if value < 0 else seconds
        case Kind.DOUBLE:
            if isnan(value) or abs(value) == float("inf"):
                return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"
            return repr(value).removesuffix(".0")
    return str(value)


def _to_int(kinds: Kinds, value: Any) -> int:
    if kinds[0] in (Kind.STRING, Kind.ENUM):
        need(re.fullmatch(r"[+-]?[0-9]+", value) is not None, "no number")
        return int64(int(value))
    if kinds[0] is Kind.TIMESTAMP:
        return int(value // SECOND)
    return int64(int(fraction(value)))


def _to_bool(kinds: Kinds, value: Any) -> bool:
    if kinds[0] is Kind.BOOL:
        return bool(value)
    need(
        value in ("1", "t", "T", "true", "True", "TRUE", "0", "f", "F", "false", "False", "FALSE"), "no bool"
    )
    return value[0] in "1tT"


def _to_decimal(kinds: Kinds, value: Any) -> object:
    if kinds[0] in (Kind.STRING, Kind.ENUM):
        need(
            re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", value) is not None,
            "no number",
        )
        return exact(Fraction(re.sub(r"\.(?=[eE]|$)", "", value)))
    return value


def _to_timestamp(kinds: Kinds, value: Any, zone: str = "00:00") -> object:
    if kinds[0] is Kind.DATE:
        return times.first_moment(value, zone)
    if kinds[0] is Kind.STRING:
        return times.read_moment(value)
    return moment(value * SECOND) if kinds[0] is Kind.INT else value


def _to_date(kinds: Kinds, *args: Any) -> object:
    if kinds[0] is Kind.INT:
        try:
            return times.from_civil(date(*args))
        except (ValueError, OverflowError):
            raise Failed("no such day") from None
    if kinds[0] is Kind.TIMESTAMP:
        return times.wall(args[0], args[1] if len(args) > 1 else "00:00") // DAY
    if kinds[0] is Kind.STRING:
        return times.read_date(args[0])
    return args[0]


CONVERSIONS: dict[str, Callable[..., object]] = {
    "int": _to_int,
    "string": _text,
    "bool": _to_bool,
    "decimal": _to_decimal,
    "timestamp": _to_timestamp,
    "date": _to_date,
    "duration": lambda kinds, value: times.read_duration(value) if kinds[0] is Kind.STRING else value,
}

# The calendar


def _add_days(kinds: Kinds, start: int, count: int) -> int:
    return moment(start + count * DAY) if kinds[0] is Kind.TIMESTAMP else day(start + count)


def _add_months(kinds: Kinds, start: int, count: int) -> int:
    if kinds[0] is Kind.TIMESTAMP:
        return times.add_months(start // DAY, count) * DAY + start % DAY
    return times.add_months(start, count)


def _month_end(days: int) -> int:
    while days < numbers.LAST_DAY and times.civil(days + 1).day != 1:
        days += 1
    return days


CALENDAR: dict[str, Callable[..., object]] = {
    "days": lambda _, count: int64(count * DAY),
    "hours": lambda _, count: int64(count * 3600 * SECOND),
    "minutes": lambda _, count: int64(count * 60 * SECOND),
    "addDays": _add_days,
    "addMonths": _add_months,
    "addYears": lambda kinds, start, count: _add_months(kinds, start, 12 * count),
    "isWorkday": lambda _, days, calendar=WEEKDAYS: times.is_workday(days, calendar),
    "rollToWorkday": lambda _, days, calendar=WEEKDAYS: times.roll(days, calendar),
    "addWorkdays": lambda _, days, count, calendar=WEEKDAYS: times.add_workdays(days, count, calendar),
    "workdaysUntil": lambda _, start, end, calendar=WEEKDAYS: times.workdays_until(start, end, calendar),
    "daysUntil": lambda _, start, end: end - start,
    "startOfMonth": lambda _, days: days - times.civil(days).day + 1,
    "endOfMonth": lambda _, days: _month_end(days),
    "endOfQuarter": lambda _, days: _month_end(times.add_months(days, 2 - (times.civil(days).month - 1) % 3)),
    "endOfYear": lambda _, days: times.from_civil(date(times.civil(days).year, 12, 31)),
}

# Lists


def among(wanted: object, items: Any) -> Truth:
    """Whether some element equals it."""
    return any_of(equals(item, wanted) for item in items)


def _sum(kinds: Kinds, items: list[Any]) -> object:
    if kinds[-1] is Kind.DECIMAL:
        total = Fraction(0)
        for item in items:
            total = fraction(exact(total + fraction(item)))
        return exact(total)
    return int64(sum(whole(item) for item in items))


def _distinct(_: Kinds, items: list[Any]) -> object:
    kept: list[Any] = []
    for item in items:
        known = among(item, kept)
        if isinstance(known, Missing):
            return MISSING
        if not known:
            kept.append(item)
    return kept


def _extreme(wanted: Callable[[Any, Any], bool]) -> Callable[..., object]:
    def choose(_: Kinds, *args: Any) -> object:
        items = args[0] if len(args) == 1 and isinstance(args[0], list) else args
        need(len(items) > 0, "an empty list")
        need(None not in items, "null has no order")
        best = items[0]
        for item in items[1:]:
            if wanted(*ordered(item, best)):
                best = item
        return best

    return choose


def _sort(_: Kinds, items: list[Any]) -> list[Any]:
    need(None not in items, "null has no order")
    made: list[Any] = []
    for item in items:
        at = sum(ORDERS["_<=_"](*ordered(other, item)) for other in made)
        made.insert(at, item)
    return made


def _within(items: list[Any], wanted: list[Any]) -> Truth:
    return all_of(among(one, items) for one in wanted)


LISTS: dict[str, Callable[..., object]] = {
    "sum": _sum,
    "distinct": _distinct,
    "slice": lambda _, items, start, end: part(items, start, end),
    "flatten": lambda _, lists: [
        item for items in lists for item in (items if items is not None else [None])
    ],
    "min": _extreme(ORDERS["_<_"]),
    "max": _extreme(ORDERS["_>_"]),
    "sort": _sort,
    "sets.contains": lambda _, items, wanted: _within(items, wanted),
    "sets.equivalent": lambda _, a, b: all_of([_within(a, b), _within(b, a)]),
    "sets.intersects": lambda _, a, b: any_of(among(one, b) for one in a),
}

# Mathematics


def _round(_: Kinds, number: Any, places: int = 0, rule: str = "half_even") -> Decimal:
    need(-34 <= places <= 34 and rule in ("half_even", "half_up"))
    scaled = fraction(number) * Fraction(10) ** places
    if rule == "half_even":
        rounded = round(scaled)
    else:
        rounded = int(abs(scaled) + Fraction(1, 2)) * (1 if scaled > 0 else -1)
    return exact(Fraction(rounded) / Fraction(10) ** places)


def _sign(_: Kinds, number: Any) -> object:
    if isinstance(number, float):
        return number if isnan(number) else float((number > 0) - (number < 0))
    return (number > 0) - (number < 0)


def _abs(kinds: Kinds, number: Any) -> object:
    if kinds[0] is Kind.DOUBLE:
        return abs(number)
    return exact(abs(fraction(number))) if kinds[0] is Kind.DECIMAL else int64(abs(number))


MATHEMATICS: dict[str, Callable[..., object]] = {
    "round": _round,
    "floor": lambda _, number: exact(Fraction(fraction(number) // 1)),
    "ceil": lambda _, number: exact(Fraction(-(-fraction(number) // 1))),
    "abs": _abs,
    "math.abs": _abs,
    "math.sign": _sign,
    "math.greatest": _extreme(ORDERS["_>_"]),
    "math.least": _extreme(ORDERS["_<_"]),
}
