"""Time limits as statutes count them."""

from __future__ import annotations

import time
from datetime import date as civil
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreason.cel.library import IMPLEMENTATIONS
from xreason.cel.library.calendar import (
    add_days,
    add_months,
    add_workdays,
    add_years,
    end_of_month,
    end_of_quarter,
    end_of_year,
    is_workday,
    make_date,
    roll_to_workday,
    start_of_month,
    workdays_until,
)
from xreason.cel.library.times import date_in_zone, midnight_in_zone
from xreason.cel.values import (
    Calendar,
    Date,
    Duration,
    EvaluationError,
    Timestamp,
    format_date,
    format_timestamp,
    parse_date,
    parse_timestamp,
)

DATES = st.integers(Date.MIN, Date.MAX).map(Date)
MODERN = st.integers(0, 30_000).map(Date)
CALENDARS = st.builds(
    Calendar,
    st.frozensets(st.integers(0, 6), max_size=4),
    st.frozensets(st.integers(0, 30_000).map(Date), max_size=40),
)
EASTER_2026 = Calendar(holidays=frozenset(map(parse_date, ("2026-04-03", "2026-04-06", "2026-05-01"))))


def call(function: str, *args: object) -> object:
    return IMPLEMENTATIONS[function](*args)


def overflows(function: str, *args: object) -> bool:
    with pytest.raises(EvaluationError) as caught:
        call(function, *args)
    return caught.value.code == "cel.overflow"


# Months: Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("1900-01-31", 1, "1900-02-28"),
        ("2000-01-31", 1, "2000-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -13, "2024-12-15"),
        ("2026-05-05", 0, "2026-05-05"),
        ("9999-11-30", 1, "9999-12-30"),
        ("0001-02-01", -1, "0001-01-01"),
    ],
)
def test_a_period_of_months_ends_on_the_same_day_number_or_the_months_last(
    start: str, months: int, end: str
) -> None:
    assert format_date(add_months(parse_date(start), months)) == end


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2026-06-30", -2026 + 1, "0001-06-30"),
    ],
)
def test_a_period_of_years_is_one_of_twelve_months_each(start: str, years: int, end: str) -> None:
    assert format_date(add_years(parse_date(start), years)) == end


@given(DATES, st.integers(-120_000, 120_000))
def test_adding_months_lands_in_the_right_month_and_never_later_in_it(day: Date, months: int) -> None:
    start = civil.fromisoformat(format_date(day))
    total = start.year * 12 + start.month - 1 + months
    if not 12 <= total < 120_000:
        assert overflows("addMonths", day, months)
        return
    end = civil.fromisoformat(format_date(add_months(day, months)))
    assert (end.year * 12 + end.month - 1) == total
    assert end.day == start.day or (
        end.day < start.day and (end + timedelta(1) if end != civil.max else end).day == 1
    )


def test_a_timestamp_keeps_its_time_of_day_to_the_nanosecond() -> None:
    moment = parse_timestamp("2026-01-31T23:59:59.999999999Z")
    assert call("addMonths", moment, 1) == parse_timestamp("2026-02-28T23:59:59.999999999Z")
    assert call("addYears", moment, -1) == parse_timestamp("2025-01-31T23:59:59.999999999Z")
    assert call("addDays", moment, 1) == parse_timestamp("2026-02-01T23:59:59.999999999Z")
    early = parse_timestamp("1969-03-31T00:00:00.000000001Z")
    assert call("addMonths", early, -1) == parse_timestamp("1969-02-28T00:00:00.000000001Z")


# The ends of the calendar


def test_the_calendar_ends_with_the_year_9999_and_begins_with_the_year_1() -> None:
    last, first = make_date(9999, 12, 31), make_date(1, 1, 1)
    assert (last, first) == (Date.MAX, Date.MIN)
    assert end_of_year(last) == end_of_quarter(last) == end_of_month(last) == last
    assert add_workdays(make_date(9999, 12, 30), 1) == last
    for function, day, count in (
        ("addDays", last, 1),
        ("addMonths", last, 1),
        ("addYears", last, 1),
        ("addWorkdays", last, 1),
        ("addDays", first, -1),
        ("addMonths", first, -1),
        ("addWorkdays", first, -1),
        ("addDays", last, 2**63 - 1),
        ("addMonths", last, 2**63 - 1),
        ("addYears", first, -(2**63)),
        ("addWorkdays", first, 2**63 - 1),
        ("addWorkdays", last, -(2**63)),
        ("addDays", Timestamp(Timestamp.MAX), 1),
        ("addMonths", Timestamp(Timestamp.MIN), -1),
    ):
        assert overflows(function, day, count), function


@pytest.mark.parametrize(
    "parts", [(2026, 2, 29), (2026, 0, 1), (0, 1, 1), (10_000, 1, 1), (2**63 - 1, 1, 1), (2026, 1, -1)]
)
def test_a_day_that_does_not_exist_is_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(EvaluationError, match="there is no day"):
        make_date(*parts)


@pytest.mark.parametrize("count", [106_752, -106_752, 2**63 - 1])
def test_more_days_than_a_duration_has_are_refused(count: int) -> None:
    assert overflows("days", count)
    assert overflows("hours", count * 24)
    assert overflows("minutes", count * 24 * 60)


# Dates with durations


def test_whole_days_can_be_added_to_a_date_and_nothing_else() -> None:
    day = parse_date("2026-02-27")
    assert call("_+_", day, call("days", 2)) == parse_date("2026-03-01")
    assert call("_+_", call("days", 2), day) == parse_date("2026-03-01")
    assert call("_-_", day, call("days", 27)) == parse_date("2026-01-31")
    assert call("_-_", parse_date("2026-03-01"), day) == call("days", 2)
    assert call("daysUntil", day, parse_date("2026-03-01")) == 2
    assert call("daysUntil", parse_date("2026-03-01"), day) == -2
    with pytest.raises(EvaluationError, match="whole days"):
        call("_+_", day, call("hours", 36))
    assert overflows("_-_", Date(Date.MAX), Date(Date.MIN))
    assert call("daysUntil", Date(Date.MIN), Date(Date.MAX)) == 3_652_058


@given(MODERN)
def test_ends_of_periods_are_their_last_days(day: Date) -> None:
    for end, period in ((end_of_month, "%Y-%m"), (end_of_year, "%Y")):
        last = civil.fromisoformat(format_date(end(day)))
        assert last.strftime(period) == civil.fromisoformat(format_date(day)).strftime(period)
        assert (last + timedelta(1)).strftime(period) != last.strftime(period)
    quarter = civil.fromisoformat(format_date(end_of_quarter(day)))
    assert quarter.month in (3, 6, 9, 12)
    assert 0 <= end_of_quarter(day) - day < 92
    assert format_date(start_of_month(day)).endswith("-01")
    assert 0 <= day - start_of_month(day) < 31


# Working days


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        ("2026-01-30", "2026-01-30"),  # a Friday stays
        ("2026-01-31", "2026-02-02"),  # Article 3(4): Saturday and Sunday move to Monday
        ("2026-02-01", "2026-02-02"),
        ("2024-12-31", "2024-12-31"),
    ],
)
def test_a_period_that_ends_on_a_weekend_ends_with_the_next_working_day(day: str, rolled: str) -> None:
    assert format_date(roll_to_workday(parse_date(day))) == rolled


def test_a_period_that_ends_on_a_holiday_ends_with_the_next_working_day() -> None:
    good_friday = parse_date("2026-04-03")
    assert format_date(roll_to_workday(good_friday, EASTER_2026)) == "2026-04-07"
    assert format_date(add_workdays(parse_date("2026-04-02"), 1, EASTER_2026)) == "2026-04-07"
    assert format_date(add_workdays(parse_date("2026-04-07"), -1, EASTER_2026)) == "2026-04-02"
    assert workdays_until(parse_date("2026-04-02"), parse_date("2026-04-07"), EASTER_2026) == 1
    assert workdays_until(parse_date("2026-04-02"), parse_date("2026-04-07")) == 3


def test_four_business_days_after_a_friday_are_the_next_thursday() -> None:
    assert format_date(add_workdays(parse_date("2026-01-09"), 4)) == "2026-01-15"


def test_a_weekend_may_be_other_days() -> None:
    gulf = Calendar(frozenset({4, 5}))
    sunday = parse_date("2026-02-01")
    assert is_workday(sunday, gulf)
    assert not is_workday(sunday)
    assert is_workday(sunday, Calendar(frozenset()))
    assert format_date(add_workdays(parse_date("2026-01-29"), 1, gulf)) == "2026-02-01"


@given(MODERN, st.integers(-300, 300), CALENDARS)
def test_adding_working_days_is_stepping_from_one_to_the_next(
    day: Date, count: int, calendar: Calendar
) -> None:
    expected, left = int(day), abs(count)
    while left:
        expected += 1 if count > 0 else -1
        left -= calendar.is_workday(expected)
    assert add_workdays(day, count, calendar) == expected


@given(MODERN, MODERN, CALENDARS)
def test_working_days_between_two_dates_are_counted_one_by_one(
    start: Date, end: Date, calendar: Calendar
) -> None:
    if start > end:
        assert workdays_until(start, end, calendar) == -workdays_until(end, start, calendar)
    else:
        end = Date(min(end, start + 700))
        expected = sum(calendar.is_workday(day) for day in range(start + 1, end + 1))
        assert workdays_until(start, end, calendar) == expected


@given(MODERN, CALENDARS)
def test_rolling_gives_the_first_working_day_not_before(day: Date, calendar: Calendar) -> None:
    rolled = roll_to_workday(day, calendar)
    assert rolled >= day
    assert calendar.is_workday(rolled)
    assert not any(calendar.is_workday(between) for between in range(day, rolled))


def test_a_million_working_days_take_no_longer_than_one() -> None:
    holidays = frozenset(Date(day) for day in range(0, 100_000, 9))
    calendar = Calendar(holidays=holidays)
    began = time.process_time()
    for _ in range(100):
        add_workdays(Date(0), 1_000_000, calendar)
    assert (time.process_time() - began) / 100 < 0.005


# Days in time zones


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-03-28T23:30:00Z", "Europe/Berlin", "2026-03-29"),
        ("2026-03-29T22:30:00Z", "Europe/Berlin", "2026-03-30"),
        ("2026-01-01T04:59:59Z", "America/New_York", "2025-12-31"),
        ("2026-01-01T05:00:00Z", "America/New_York", "2026-01-01"),
        ("2026-01-01T00:00:00Z", "-00:01", "2025-12-31"),
        ("2026-01-01T00:00:00Z", "UTC", "2026-01-01"),
    ],
)
def test_a_moment_falls_on_the_day_that_local_clocks_show(moment: str, zone: str, day: str) -> None:
    assert format_date(date_in_zone(parse_timestamp(moment), zone)) == day


@pytest.mark.parametrize(
    ("day", "zone", "moment"),
    [
        ("2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00Z"),
        ("2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00Z"),
        # In São Paulo clocks went from 00:00 to 01:00, so the day began at 01:00.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        # In Havana 00:00 to 01:00 came twice; the day began with the first.
        ("2025-11-02", "America/Havana", "2025-11-02T04:00:00Z"),
        # In Samoa there was no 30 December 2011.
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("2026-01-01", "+05:30", "2025-12-31T18:30:00Z"),
    ],
)
def test_a_day_begins_with_its_first_local_moment(day: str, zone: str, moment: str) -> None:
    assert format_timestamp(midnight_in_zone(parse_date(day), zone)) == moment


@given(
    MODERN,
    st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "+14:00"]),
)
def test_the_first_moment_of_a_day_is_on_it_and_the_one_before_is_not(day: Date, zone: str) -> None:
    start = midnight_in_zone(day, zone)
    if (zone, format_date(day)) != ("Pacific/Apia", "2011-12-30"):
        assert date_in_zone(start, zone) == day
    assert date_in_zone(start - 1, zone) < day


@pytest.mark.parametrize(
    "zone",
    [
        "Mars/Olympus",
        "",
        "America",
        "../etc/passwd",
        "/etc/localtime",
        "localtime",
        "\ud800",
        "x" * 10**6,
        "+25:00",
        "+2:00",
    ],
)
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        date_in_zone(Timestamp(0), zone)
    assert caught.value.code == "cel.invalid-argument"


@pytest.mark.parametrize(
    ("moment", "outside", "inside"),
    [
        (Timestamp(Timestamp.MIN), ("-12:00", "America/New_York"), ("+14:00", "Europe/Berlin")),
        (Timestamp(Timestamp.MAX), ("+14:00", "Europe/Berlin"), ("-12:00", "America/New_York")),
    ],
)
def test_local_days_outside_the_calendar_are_out_of_range(
    moment: Timestamp, outside: tuple[str, ...], inside: tuple[str, ...]
) -> None:
    for zone in outside:
        with pytest.raises(EvaluationError, match="outside the years"):
            date_in_zone(moment, zone)
        assert overflows("getFullYear", moment, zone)
    for zone in inside:
        assert date_in_zone(moment, zone) in (Date.MIN, Date.MAX)


def test_getters_tell_the_parts_of_dates_and_moments() -> None:
    moment = parse_timestamp("2026-02-01T23:31:30.123456789Z")
    names = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"]
    assert [call(name, moment) for name in names] == [2026, 1, 1, 0, 0, 31]
    assert [call(name, parse_date("2026-02-01")) for name in names] == [2026, 1, 1, 0, 0, 31]
    assert [call(name, moment, "Asia/Kathmandu") for name in names] == [2026, 1, 2, 1, 1, 32]
    clock = ["getHours", "getMinutes", "getSeconds", "getMilliseconds"]
    assert [call(name, moment) for name in clock] == [23, 31, 30, 123]
    assert [call(name, moment, "-02:30") for name in clock] == [21, 1, 30, 123]
    assert [call(name, Duration(-5_400_123 * 10**6)) for name in clock] == [-1, -90, -5400, -123]


def test_a_moment_before_1970_has_its_parts_too() -> None:
    moment = parse_timestamp("1969-12-31T23:59:59.999Z")
    assert [call(name, moment) for name in ("getFullYear", "getDate", "getSeconds", "getMilliseconds")] == [
        1969,
        31,
        59,
        999,
    ]


@given(DATES, st.integers(-1000, 1000))
def test_adding_days_is_adding_days(day: Date, count: int) -> None:
    if Date.MIN <= day + count <= Date.MAX:
        assert add_days(day, count) - day == count
    else:
        assert overflows("addDays", day, count)
