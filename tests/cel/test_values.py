"""Run-time values: what equals what, what orders, and how they are written."""

from __future__ import annotations

import copy
import math
import pickle
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xreason.cel.values import (
    ABSENT,
    EXACT,
    INT_MAX,
    INT_MIN,
    MISSING,
    NONE,
    UINT_MAX,
    Allowance,
    Calendar,
    Date,
    Duration,
    EvaluationError,
    OptionalValue,
    Timestamp,
    UInt,
    comparable,
    describe_duration,
    equal,
    find,
    format_date,
    format_decimal,
    format_double,
    format_duration,
    format_timestamp,
    make_map,
    no_overload,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_timestamp,
    shown,
    type_name,
)

TIMESTAMPS = st.integers(Timestamp.MIN, Timestamp.MAX).map(Timestamp)
DURATIONS = st.integers(INT_MIN, INT_MAX).map(Duration)
DATES = st.integers(Date.MIN, Date.MAX).map(Date)
DECIMALS = (
    st.decimals(allow_nan=False, allow_infinity=False, places=None)
    .map(lambda number: Decimal(f"{number:.20g}"))
    .filter(lambda number: not number or -6000 < number.adjusted() < 6000)
)

EDGE_NUMBERS = st.sampled_from(
    [0, 1, -1, 2**53, 2**53 + 1, -(2**53) - 1, INT_MAX, INT_MIN, 0.0, -0.0, 1.0, 2.0**53, 2.0**63, math.inf]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(INT_MIN, INT_MAX),
    st.integers(0, UINT_MAX).map(UInt),
    EDGE_NUMBERS,
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=5),
    TIMESTAMPS,
    DURATIONS,
    DATES,
    DECIMALS,
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        inner.map(lambda value: OptionalValue(True, value)),
        st.dictionaries(st.text(max_size=2) | st.booleans() | st.integers(0, 2), inner, max_size=3).map(
            lambda entries: make_map(entries.items())
        ),
    ),
    max_leaves=8,
)


def code_of(text: str, parse: object = parse_timestamp) -> str:
    assert callable(parse)
    with pytest.raises(EvaluationError) as caught:
        parse(text)
    return caught.value.code


def has_nan(value: object) -> bool:
    if isinstance(value, OptionalValue):
        return has_nan(value.value)
    if isinstance(value, dict):
        return any(map(has_nan, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(has_nan, value))
    return value != value


# Written, and read back


@given(TIMESTAMPS)
@example(Timestamp(Timestamp.MIN))
@example(Timestamp(Timestamp.MAX))
def test_a_timestamp_reads_back_as_it_was(moment: Timestamp) -> None:
    again = parse_timestamp(format_timestamp(moment))
    assert again == moment
    assert type(again) is Timestamp


@given(DURATIONS)
@example(Duration(INT_MIN))
@example(Duration(0))
def test_a_duration_reads_back_as_it_was(duration: Duration) -> None:
    assert parse_duration(format_duration(duration)) == duration
    assert parse_duration(describe_duration(duration)) == duration


@given(DATES)
@example(Date(Date.MIN))
@example(Date(Date.MAX))
def test_a_date_reads_back_as_it_was(date: Date) -> None:
    assert parse_date(format_date(date)) == date


@given(DECIMALS)
def test_a_decimal_reads_back_as_it_was_and_equal_decimals_read_the_same(number: Decimal) -> None:
    text = format_decimal(number)
    assert "E" not in text
    assert Decimal(text) == number
    if len(text) < 100:
        assert parse_decimal(text) == number
    shifted = number.quantize(number.normalize() / 10, context=EXACT) if 0 < abs(number) < 10**12 else number
    assert format_decimal(shifted) == text


@given(st.floats())
def test_a_double_reads_back_as_it_was(number: float) -> None:
    again = float(format_double(number))
    assert again == number or (math.isnan(again) and math.isnan(number))


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:00z", 0),
        ("1969-12-31T23:59:59.999999999Z", -1),
        ("1970-01-01T02:00:00+02:00", 0),
        ("1969-12-31T21:30:00.000000001-02:30", 1),
        ("1970-01-01T00:00:00.1230000000000Z", 123_000_000),
        ("0001-01-01T00:00:00Z", Timestamp.MIN),
        ("9999-12-31T23:59:59.999999999Z", Timestamp.MAX),
        ("2000-02-29T12:00:00Z", 951_825_600 * 10**9),
    ],
)
def test_rfc_3339_is_read(text: str, nanoseconds: int) -> None:
    assert parse_timestamp(text) == nanoseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-31",
        "2026-01-31 12:00:00Z",
        "2026-01-31T12:00:00",
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00+02:60",
        "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00:00.0000000001Z",
        "２０２６-01-31T12:00:00Z",
        "2026-01-31T12:00:00Z\n",
        "2026-01-31T12:00:00." + "0" * 1_000_000 + "Z",
    ],
)
def test_what_is_no_timestamp_is_refused(text: str) -> None:
    assert code_of(text) == "cel.invalid-argument"


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
def test_a_timestamp_outside_the_calendar_is_out_of_range(text: str) -> None:
    assert code_of(text) == "cel.overflow"


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("72h", 259_200 * 10**9),
        ("1h30m", 5_400 * 10**9),
        ("2h30m1s", 9_001 * 10**9),
        ("1.5s", 1_500_000_000),
        ("-1.5s", -1_500_000_000),
        ("+0.000000001s", 1),
        (".5m", 30 * 10**9),
        ("1ms2us3µs4ns", 1_005_004),
        ("0", 0),
        ("-0", 0),
        ("P3DT4H", 273_600 * 10**9),
        ("P2W", 14 * 86_400 * 10**9),
        ("-P1D", -86_400 * 10**9),
        ("PT0.5S", 500_000_000),
        ("PT1,5S", 1_500_000_000),
    ],
)
def test_go_and_iso_durations_are_read(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "3",
        "1d",
        "1 h",
        "--1s",
        "1h-1m",
        ".s",
        "P",
        "PT",
        "P1DT",
        "P1H",
        "1.5ns",
        "1e3s",
        "P1.5D",
        "s" * 10**6,
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert code_of(text, parse_duration) == "cel.invalid-argument"


@pytest.mark.parametrize("text", ["P1M", "P1Y", "P1Y2M3D", "P1YT4H"])
def test_a_duration_of_months_is_refused_because_months_differ(text: str) -> None:
    with pytest.raises(EvaluationError, match="count days"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["9223372037s", "-9223372037s", "P200000W", "9" * 60 + "h"])
def test_a_duration_beyond_292_years_is_out_of_range(text: str) -> None:
    assert code_of(text, parse_duration) == "cel.overflow"


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-1-1", "2026-00-10", "0000-01-01", "20260101", "2026-01-01T", "x"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert code_of(text, parse_date) == "cel.invalid-argument"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.50", "12.5"),
        ("-0", "0"),
        ("+.5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1E-2", "0.01"),
        ("0e99999", "0"),
    ],
)
def test_decimals_are_read_exactly(text: str, number: str) -> None:
    assert format_decimal(parse_decimal(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "1,5",
        "NaN",
        "Infinity",
        "0x1",
        "1e",
        "1_000",
        " 1",
        "1" * 35,
        "1e6145",
        "1e-6144",
        "9" * 10**6,
    ],
)
def test_what_is_no_decimal_of_34_digits_is_refused(text: str) -> None:
    assert code_of(text, parse_decimal) == "cel.invalid-argument"


def test_34_digits_are_enough_and_zeros_after_them_do_not_count() -> None:
    assert parse_decimal("1" * 34 + "000") == int("1" * 34) * 1000


# Equality and order


@given(VALUES)
def test_a_value_equals_a_copy_of_itself_unless_it_holds_nan(value: object) -> None:
    assert equal(value, copy.deepcopy(value)) is not has_nan(value)


@given(VALUES, VALUES)
def test_equality_is_symmetric_and_never_missing_among_known_values(left: object, right: object) -> None:
    assert equal(left, right) is equal(right, left)
    assert equal(left, right) in (True, False)


@given(SCALARS, SCALARS)
def test_only_numbers_equal_values_of_another_type(left: object, right: object) -> None:
    numbers = (int, UInt, float, Decimal)
    if equal(left, right) is True:
        assert type(left) is type(right) or (type(left) in numbers and type(right) in numbers)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, UInt(1)),
        (1, 1.0),
        (UInt(2), 2.0),
        (Decimal("1.50"), Decimal("1.5")),
        (2, Decimal("2.0")),
        ([1, 2], [1.0, UInt(2)]),
        ({"a": [1]}, {"a": [1.0]}),
        ({1: "x"}, {UInt(1): "x"}),
        (make_map([(True, 1), (1, 2)]), make_map([(1, 2), (True, 1)])),
        (NONE, NONE),
        (OptionalValue(True, 1), OptionalValue(True, 1.0)),
        (0.0, -0.0),
        # Beside a double an int counts as the nearest double, as in CEL's other engines.
        (INT_MAX, 2.0**63),
    ],
)
def test_these_are_equal(left: object, right: object) -> None:
    assert equal(left, right) is True


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, True),
        ([1], [True]),
        (0, None),
        (0, ""),
        (Timestamp(5), Duration(5)),
        (Timestamp(5), 5),
        (Date(0), Timestamp(0)),
        ("a", b"a"),
        (math.nan, math.nan),
        ([math.nan], [math.nan]),
        ([1], (1,)),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({1: "x"}, make_map([(True, "x")])),
        (OptionalValue(True, None), NONE),
        (2**53, UInt(2**53 + 1)),
        (2**53 + 1, Decimal(2**53)),
    ],
)
def test_these_are_not_equal(left: object, right: object) -> None:
    assert equal(left, right) is False


@pytest.mark.parametrize(
    ("left", "right", "result"),
    [
        (MISSING, 1, MISSING),
        (None, MISSING, MISSING),
        (MISSING, MISSING, MISSING),
        ((1, MISSING), (1, 2), MISSING),
        ((1, MISSING), (2, 2), False),
        ([(MISSING,), 3], [(1,), 4], False),
        ({"a": MISSING}, {"a": 1}, MISSING),
        ({"a": MISSING}, {"b": 1}, False),
        (OptionalValue(True, MISSING), OptionalValue(True, 1), MISSING),
    ],
)
def test_a_missing_part_makes_equality_missing_unless_another_part_differs(
    left: object, right: object, result: object
) -> None:
    assert equal(left, right) is result
    assert equal(right, left) is result


def test_comparing_values_that_share_parts_has_an_end() -> None:
    left: object = 0
    right: object = 0
    for _ in range(60):
        left, right = [left, left], [right, right]
    with pytest.raises(EvaluationError) as caught:
        equal(left, right)
    assert caught.value.code == "cel.too-much-work"
    with pytest.raises(EvaluationError):
        equal([1] * 20, [1] * 20, Allowance(10))


def test_dates_and_timestamps_do_not_order_with_each_other_and_null_with_nothing() -> None:
    assert comparable(Date(1), Date(2))
    assert not comparable(Date(1), Timestamp(2))
    assert not comparable(None, None)
    assert not comparable(True, 1)
    assert not comparable(1.5, Decimal(1))
    assert comparable(1, Decimal(1))


# Maps


def test_a_bool_key_and_a_number_key_stay_apart() -> None:
    both = make_map([(True, "yes"), (1, "one"), (UInt(0), "zero")])
    assert len(both) == 3
    assert find(both, True) == "yes"
    assert find(both, 1.0) == "one"
    assert find(both, False) is ABSENT
    assert find(both, UInt(1)) == "one"
    assert [repr(key) for key in both] == ["True", "1", "UInt(0)"]
    assert repr(both) == "{True: 'yes', 1: 'one', UInt(0): 'zero'}"
    assert True in both
    assert both.get(False, "none") == "none"
    assert find({1: "one"}, True) is ABSENT
    assert find(make_map([(True, "yes")]), 1) is ABSENT


@pytest.mark.parametrize("key", [math.nan, None, Timestamp(1), [1], Decimal(1)])
def test_what_is_no_key_is_not_found(key: object) -> None:
    assert find({1: "one"}, key) is ABSENT


# The rest


def test_missing_has_no_truth_value_and_stays_the_one_missing() -> None:
    with pytest.raises(TypeError):
        bool(MISSING)
    assert copy.deepcopy([MISSING])[0] is MISSING
    assert pickle.loads(pickle.dumps(MISSING)) is MISSING
    assert repr(MISSING) == "MISSING"


@pytest.mark.parametrize("value", [UInt(7), Timestamp(7), Duration(7), Date(7)])
def test_whole_values_tell_their_class_and_print_as_numbers(value: int) -> None:
    assert repr(value) == f"{type(value).__name__}(7)"
    assert f"{value}" == str(value) == "7"
    assert type(value + 1) is int


def test_a_calendar_needs_a_day_to_work_on() -> None:
    with pytest.raises(ValueError, match="proper subset"):
        Calendar(frozenset(range(7)))


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (no_overload("_+_", 1, "a"), "cel.no-such-overload", "`+` does not take int and string"),
        (no_overload("_<_", None, 1), "cel.null-operand", "`<` does not take null"),
        (no_overload("@in", 1, 2), "cel.no-such-overload", "`in` does not take int and int"),
        (no_overload("f"), "cel.no-such-overload", "`f` does not take no arguments"),
        (no_overload("f", Timestamp(1), Duration(1), [1]), "cel.no-such-overload", None),
    ],
)
def test_errors_name_the_operator_as_it_is_written(
    error: EvaluationError, code: str, message: str | None
) -> None:
    assert error.code == code
    assert error.message == (message or "`f` does not take timestamp, duration and list")


def test_long_texts_are_cut_in_messages_and_types_have_cels_names() -> None:
    assert len(shown("x" * 1000)) < 70
    assert [type_name(value) for value in (1, None, MISSING, object())] == [
        "int",
        "null_type",
        "missing",
        "object",
    ]
