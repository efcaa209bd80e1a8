"""Functions of the library, where neither the conformance tests nor the other suites look."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreason.cel.declarations import FUNCTIONS
from xreason.cel.library import BY_OVERLOAD, IMPLEMENTATIONS
from xreason.cel.values import (
    INT_MAX,
    INT_MIN,
    MISSING,
    NONE,
    UINT_MAX,
    Cidr,
    Date,
    Duration,
    EvaluationError,
    IpAddress,
    Missing,
    OptionalValue,
    Timestamp,
    UInt,
    equal,
    format_decimal,
    make_map,
)

INTS = st.integers(INT_MIN, INT_MAX) | st.integers(-9, 9) | st.sampled_from([INT_MIN, INT_MAX])
MONEY = st.decimals(-(10**12), 10**12, places=4, allow_nan=False)


def call(function: str, *args: object) -> Any:
    return IMPLEMENTATIONS[function](*args)


def outcome(function: str, *args: object) -> object:
    """The value, or the code of the error."""
    try:
        return call(function, *args)
    except EvaluationError as error:
        return error.code


def D(text: str) -> Decimal:
    return Decimal(text)


# The registries


def test_every_declared_function_and_overload_is_implemented() -> None:
    assert set(FUNCTIONS) <= set(IMPLEMENTATIONS)
    assert {overload.id for overloads in FUNCTIONS.values() for overload in overloads} <= set(BY_OVERLOAD)


def test_no_function_is_implemented_that_is_not_declared() -> None:
    assert set(IMPLEMENTATIONS) <= set(FUNCTIONS)


@pytest.mark.parametrize("function", sorted(IMPLEMENTATIONS))
def test_a_function_refuses_arguments_of_no_type_and_any_number_of_them(function: str) -> None:
    takes_anything = {"_==_", "_!=_", "type", "dyn", "optional.of", "optional.ofNonZeroValue"}
    for count in range(5):
        result = outcome(function, *[object()] * count)
        if function in ("math.greatest", "math.least"):
            assert result in ("cel.no-such-overload", "cel.invalid-argument")
        elif function not in takes_anything and (function, count) != ("optional.none", 0):
            assert result == "cel.no-such-overload", count
    for count in (0, 3, 4):
        if function in takes_anything:
            assert outcome(function, *[object()] * count) == "cel.no-such-overload"


# Whole numbers


@given(INTS, INTS)
def test_int_arithmetic_is_exact_or_an_overflow(a: int, b: int) -> None:
    for function, exact in (("_+_", a + b), ("_-_", a - b), ("_*_", a * b)):
        expected: object = exact if INT_MIN <= exact <= INT_MAX else "cel.overflow"
        assert outcome(function, a, b) == expected


@given(INTS, INTS.filter(bool))
def test_division_goes_towards_zero_and_the_remainder_makes_up_for_it(a: int, b: int) -> None:
    if (a, b) == (INT_MIN, -1):
        assert outcome("_/_", a, b) == "cel.overflow"
        assert call("_%_", a, b) == 0
        return
    quotient, rest = call("_/_", a, b), call("_%_", a, b)
    assert quotient == math.trunc(Fraction(a, b))
    assert quotient * b + rest == a


@given(st.integers(0, UINT_MAX).map(UInt), st.integers(0, UINT_MAX).map(UInt))
def test_uint_arithmetic_is_exact_or_an_overflow(a: UInt, b: UInt) -> None:
    for function, exact in (("_+_", int(a) + b), ("_-_", int(a) - b), ("_*_", int(a) * b)):
        expected: object = exact if 0 <= exact <= UINT_MAX else "cel.overflow"
        result = outcome(function, a, b)
        assert result == expected
        assert isinstance(result, (UInt, str))
    if b:
        assert (call("_/_", a, b), call("_%_", a, b)) == divmod(int(a), int(b))


@pytest.mark.parametrize("zero", [0, UInt(0), D("0"), D("-0.00")])
def test_nothing_exact_divides_by_zero(zero: Any) -> None:
    for function in ("_/_", "_%_"):
        assert outcome(function, type(zero)(7), zero) == "cel.division-by-zero"


# Decimals


@given(MONEY, MONEY)
def test_decimal_sums_and_products_are_exact(a: Decimal, b: Decimal) -> None:
    assert Fraction(call("_+_", a, b)) == Fraction(a) + Fraction(b)
    assert Fraction(call("_-_", a, b)) == Fraction(a) - Fraction(b)
    assert Fraction(call("_*_", a, b)) == Fraction(a) * Fraction(b)
    assert call("-_", a) == -a
    if b:
        assert (
            abs(Fraction(call("_/_", a, b)) - Fraction(a) / Fraction(b))
            <= abs(Fraction(a) / Fraction(b)) / 10**33
        )


@pytest.mark.parametrize(
    ("function", "args", "code"),
    [
        ("_+_", (D("1e33"), D("0.1")), "cel.overflow"),
        ("_-_", (D("-1e33"), D("0.1")), "cel.overflow"),
        ("_*_", (D("1." + "1" * 20), D("1." + "1" * 20)), "cel.overflow"),
        ("_*_", (D("1e4000"), D("1e4000")), "cel.overflow"),
        ("_*_", (D("1e-4000"), D("1e-4000")), "cel.overflow"),
        ("_/_", (D("1e6000"), D("1e-6000")), "cel.overflow"),
        ("_/_", (D("1e-6000"), D("1e6000")), "cel.overflow"),
        ("_%_", (D("1e6000"), D("3")), "cel.overflow"),
        ("round", (D("1"), 35), "cel.invalid-argument"),
        ("round", (D("1"), -35), "cel.invalid-argument"),
        ("round", (D("1"), 0, "up"), "cel.invalid-argument"),
        ("_+_", (D("1"), 1.0), "cel.no-such-overload"),
        ("_<_", (D("1"), 1.0), "cel.no-such-overload"),
        ("int", (D("1e30"),), "cel.overflow"),
        ("int", (D("9223372036854775808"),), "cel.overflow"),
    ],
)
def test_a_decimal_result_that_would_be_rounded_is_refused(
    function: str, args: tuple[object, ...], code: str
) -> None:
    assert outcome(function, *args) == code


@pytest.mark.parametrize(
    ("number", "places", "even", "up"),
    [
        ("2.345", 2, "2.34", "2.35"),
        ("2.355", 2, "2.36", "2.36"),
        ("-2.345", 2, "-2.34", "-2.35"),
        ("2.3449", 2, "2.34", "2.34"),
        ("2.5", 0, "2", "3"),
        ("1.5", 0, "2", "2"),
        ("250", -2, "200", "300"),
        ("7", 2, "7", "7"),
        ("-0.4", 0, "0", "0"),
        ("9.99", 1, "10", "10"),
        ("0.5", -1, "0", "0"),
    ],
)
def test_rounding_takes_a_half_to_the_even_neighbour_or_up(
    number: str, places: int, even: str, up: str
) -> None:
    assert format_decimal(call("round", D(number), places)) == even
    assert format_decimal(call("round", D(number), places, "half_even")) == even
    assert format_decimal(call("round", D(number), places, "half_up")) == up


@pytest.mark.parametrize(
    ("number", "floor", "ceil", "magnitude", "whole"),
    [("2.5", 2, 3, "2.5", 2), ("-2.5", -3, -2, "2.5", -2), ("7", 7, 7, "7", 7), ("-0.1", -1, 0, "0.1", 0)],
)
def test_floor_ceil_abs_and_int_of_a_decimal(
    number: str, floor: int, ceil: int, magnitude: str, whole: int
) -> None:
    assert (call("floor", D(number)), call("ceil", D(number))) == (floor, ceil)
    assert (call("abs", D(number)), call("math.abs", D(number))) == (D(magnitude), D(magnitude))
    assert call("int", D(number)) == whole


def test_ints_widen_beside_decimals() -> None:
    assert call("_+_", 1, D("0.5")) == D("1.5")
    assert call("_/_", 1, D("4")) == D("0.25")
    assert call("_<_", 1, D("1.5")) is True
    assert call("math.greatest", 1, D("1.5")) == D("1.5")
    assert call("sum", [1, D("0.5")]) == D("1.5")


# Lists


@pytest.mark.parametrize(
    ("function", "args", "expected"),
    [
        ("sum", ([],), 0),
        ("sum", ([1, 2, 3],), 6),
        ("sum", ([UInt(1), UInt(2)],), UInt(3)),
        ("sum", ([0.1, 0.2],), 0.1 + 0.2),
        ("sum", ([D("0.1"), D("0.2")],), D("0.3")),
        ("sum", ([Duration(1), Duration(2)],), Duration(3)),
        ("sum", ([INT_MAX, 1],), "cel.overflow"),
        ("sum", ([UInt(UINT_MAX), UInt(1)],), "cel.overflow"),
        ("sum", ([Duration(INT_MAX), Duration(1)],), "cel.overflow"),
        ("sum", ([Duration(INT_MIN), Duration(-1)],), "cel.overflow"),
        ("sum", ([INT_MAX, 1, -1],), INT_MAX),
        ("sum", (["a"],), "cel.no-such-overload"),
        ("sum", ([1, "a"],), "cel.no-such-overload"),
        ("min", ([3, 1, 2],), 1),
        ("max", ([3, 1, 2],), 3),
        ("min", ([],), "cel.invalid-argument"),
        ("max", ([],), "cel.invalid-argument"),
        ("min", ([Date(3), Date(1)],), Date(1)),
        ("max", (["b", "c", "a"],), "c"),
        ("max", ([1, "a"],), "cel.no-such-overload"),
        ("sort", ([3, 1, 2],), [1, 2, 3]),
        ("sort", ([],), []),
        ("sort", ([True, False],), [False, True]),
        ("sort", ([1, "a"],), "cel.no-such-overload"),
        ("sort", ([[1], [2]],), "cel.no-such-overload"),
        ("distinct", ([2, 1, 2, 1.0, UInt(1)],), [2, 1]),
        ("distinct", ([1, True],), [1, True]),
        ("distinct", ([[1], [1.0], [2]],), [[1], [2]]),
        ("distinct", ([Timestamp(1), Duration(1), 1],), [Timestamp(1), Duration(1), 1]),
        ("distinct", (["b", "a", "b"],), ["b", "a"]),
        ("slice", ([1, 2, 3], 1, 3), [2, 3]),
        ("slice", ([1, 2, 3], 0, 0), []),
        ("slice", ([1, 2, 3], 2, 1), "cel.index-out-of-range"),
        ("slice", ([1, 2, 3], -1, 2), "cel.index-out-of-range"),
        ("slice", ([1, 2, 3], 0, 4), "cel.index-out-of-range"),
        ("flatten", ([[1], [[2]], 3],), [1, [2], 3]),
        ("flatten", ([[1], [[2]], 3], 2), [1, 2, 3]),
        ("flatten", ([[1], [[2]], 3], 0), [[1], [[2]], 3]),
        ("flatten", ([[1]], -1), "cel.invalid-argument"),
        ("flatten", ([[1]], True), "cel.no-such-overload"),
        ("lists.range", (3,), [0, 1, 2]),
        ("lists.range", (-3,), []),
        ("reverse", ([1, 2],), [2, 1]),
        ("reverse", ("ab",), "ba"),
        ("sets.contains", ([1, 2, 3], [2.0, UInt(3)]), True),
        ("sets.contains", ([1, 2], [3]), False),
        ("sets.contains", ([], []), True),
        ("sets.contains", ([1], [True]), False),
        ("sets.contains", ([[1], [2]], [[2.0]]), True),
        ("sets.contains", ([[1]], [[2]]), False),
        ("sets.equivalent", ([1, 2, 1], [2, 1]), True),
        ("sets.equivalent", ([1], [1, 2]), False),
        ("sets.equivalent", ([1, 2], [1]), False),
        ("sets.equivalent", ([[1]], [[1], [1]]), True),
        ("sets.intersects", ([1, 2], [2, 3]), True),
        ("sets.intersects", ([1, 2], [3]), False),
        ("sets.intersects", ([[1], [2]], [[2]]), True),
        ("sets.intersects", ([], [1]), False),
        ("join", (["a", 1],), "cel.no-such-overload"),
        ("optional.unwrap", ([NONE, OptionalValue(True, 1)],), [1]),
        ("unwrapOpt", ([1],), "cel.no-such-overload"),
    ],
)
def test_lists(function: str, args: tuple[object, ...], expected: object) -> None:
    result = outcome(function, *args)
    assert result == expected
    assert type(result) is type(expected)


def test_what_a_missing_field_leaves_open_stays_missing_in_lists_of_records() -> None:
    known, open_ = (1, 2), (1, MISSING)
    assert call("distinct", [known, open_]) is MISSING
    assert call("distinct", [open_, (3, 4)]) == [open_, (3, 4)]
    assert call("@in", known, [open_]) is MISSING
    assert call("@in", known, [open_, known]) is True
    assert call("@in", (2, 2), [open_]) is False
    assert call("sets.contains", [open_], [known]) is MISSING
    assert call("sets.contains", [open_], [known, (9, 9)]) is False
    assert call("sets.equivalent", [open_], [known]) is MISSING
    assert call("sets.equivalent", [open_, (9, 9)], [known]) is False
    assert call("sets.intersects", [open_], [known]) is MISSING
    assert call("sets.intersects", [open_, known], [known]) is True
    assert call("sets.intersects", [open_], [(9, 9)]) is False


@given(st.lists(st.integers(-3, 3) | st.sampled_from([1.0, 2.5, math.nan, "a", True]), max_size=6))
def test_distinct_keeps_each_value_once_by_the_language_equality(items: list[object]) -> None:
    expected: list[object] = []
    for item in items:
        if not any(equal(item, kept) for kept in expected):
            expected.append(item)
    assert repr(call("distinct", items)) == repr(expected)


# Strings, bytes, conversions


@pytest.mark.parametrize(
    ("function", "args", "expected"),
    [
        ("substring", ("tacocat", 1, 7), "acocat"),
        ("substring", ("é😀", 1, 2), "😀"),
        ("substring", ("abc", 3, 3), ""),
        ("substring", ("abc", 2, 1), "cel.index-out-of-range"),
        ("substring", ("abc", 0, 4), "cel.index-out-of-range"),
        ("charAt", ("abc", -1), "cel.index-out-of-range"),
        ("indexOf", ("abc", "", 3), 3),
        ("indexOf", ("abc", "c", 4), "cel.index-out-of-range"),
        ("lastIndexOf", ("abab", "ab", 1), 0),
        ("lastIndexOf", ("abab", "ab", 2), 2),
        ("lastIndexOf", ("abab", "b", -1), "cel.index-out-of-range"),
        ("split", ("a,b,c", ",", 2), ["a", "b,c"]),
        ("split", ("a,b,c", ",", -1), ["a", "b", "c"]),
        ("split", ("abc", ""), ["a", "b", "c"]),
        ("split", ("abc", "", 2), ["a", "bc"]),
        ("split", ("abc", "", 9), ["a", "b", "c"]),
        ("split", ("", ","), [""]),
        ("split", ("", ""), []),
        ("replace", ("aaa", "a", "b", 2), "bba"),
        ("replace", ("aaa", "a", "b", 0), "aaa"),
        ("replace", ("aaa", "a", "b", -1), "bbb"),
        ("replace", ("ab", "", "-"), "-a-b-"),
        ("trim", ("\x1c a \u00a0",), "\x1c a"),
        ("bytes", ("\ud800",), "cel.invalid-argument"),
        ("string", (b"\xff",), "cel.invalid-argument"),
        ("string", (True,), "true"),
        ("string", (UInt(7),), "7"),
        ("string", (D("1.50"),), "1.5"),
        ("string", (D("1E+3"),), "1000"),
        ("string", (Date(0),), "1970-01-01"),
        ("string", (Duration(-1_500_000_000),), "-1.5s"),
        ("string", (1e21,), "1e+21"),
        ("string", (3.0,), "3"),
        ("int", ("-12",), -12),
        ("int", ("+12",), 12),
        ("int", (" 12",), "cel.invalid-argument"),
        ("int", ("1_2",), "cel.invalid-argument"),
        ("int", ("１２",), "cel.invalid-argument"),
        ("int", ("9223372036854775808",), "cel.overflow"),
        ("int", (math.nan,), "cel.overflow"),
        ("int", (-math.inf,), "cel.overflow"),
        ("int", (Timestamp(-1),), -1),
        ("uint", ("-1",), "cel.overflow"),
        ("uint", (-0.5,), "cel.overflow"),
        ("uint", (math.inf,), "cel.overflow"),
        ("uint", (1.9,), UInt(1)),
        ("double", ("1e400",), "cel.overflow"),
        ("double", ("0x10",), "cel.invalid-argument"),
        ("double", ("-Infinity",), -math.inf),
        ("double", ("1.",), 1.0),
        ("double", (D("0.5"),), 0.5),
        ("decimal", (3,), D("3")),
        ("date", (2026, 1, 31), Date(20484)),
        ("timestamp", (10**12,), "cel.overflow"),
        ("timestamp", (Date(1),), Timestamp(86_400 * 10**9)),
        ("base64.decode", ("aGk",), b"hi"),
        ("base64.decode", ("aGk=",), b"hi"),
        ("base64.decode", ("aGk*",), "cel.invalid-argument"),
        ("base64.decode", ("é",), "cel.invalid-argument"),
        ("base64.encode", (b"\xff\xfe",), "//4="),
    ],
)
def test_texts_and_conversions(function: str, args: tuple[object, ...], expected: object) -> None:
    result = outcome(function, *args)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("%s", [D("1.50")], "1.5"),
        ("%s", [Date(0)], "1970-01-01"),
        ("%s", [[]], "[]"),
        ("%s", [{}], "{}"),
        ("%s", [[[1], {"a": [True, None]}]], "[[1], {a: [true, null]}]"),
        ("%s", [make_map([(True, 1), (1, 2)])], "{1: 2, true: 1}"),
        ("%s", [OptionalValue(True, 1)], "cel.no-such-overload"),
        ("%s", [IpAddress(4, 1)], "0.0.0.1"),
        ("%s", [Cidr(IpAddress(4, 0), 8)], "0.0.0.0/8"),
        ("%d", [D("12")], "12"),
        ("%d", [D("12.5")], "cel.no-such-overload"),
        ("%d", [1.5], "cel.no-such-overload"),
        ("%.2f", [D("1.005")], "1.00"),
        ("%.0f", [D("2.5")], "2"),
        ("%.3f", [INT_MAX], "9223372036854775807.000"),
        ("%e", [D("1234.5")], "1.234500e+03"),
        ("%.1e", [0], "0.0e+00"),
        ("%x", [-255], "-ff"),
        ("%b", [False], "0"),
        ("%o", [True], "cel.no-such-overload"),
        ("%.1001f", [1.0], "cel.invalid-argument"),
        ("%", [1], "cel.invalid-argument"),
        ("%5d", [1], "cel.invalid-argument"),
        ("100%%", [], "100%"),
    ],
)
def test_format(template: str, values: list[object], expected: str) -> None:
    assert outcome("format", template, values) == expected


# Networks


@pytest.mark.parametrize(
    ("function", "args", "expected"),
    [
        ("isIP", ("::1",), True),
        ("isIP", ("1.2.3",), False),
        ("isIP", ("01.2.3.4",), False),
        ("isCIDR", ("10.0.0.0/8",), True),
        ("isCIDR", ("10.0.0.0/33",), False),
        ("isCIDR", ("10.0.0.0/08",), False),
        ("isCIDR", ("10.0.0.0/٣",), False),
        ("isCIDR", ("::/129",), False),
        ("isCIDR", ("10.0.0.0",), False),
        ("cidr", ("x/8",), "cel.invalid-argument"),
        ("isLoopback", (IpAddress(4, 0x7F000001),), True),
        ("isLoopback", (IpAddress(6, 0xFFFF7F000001),), True),
        ("isUnspecified", (IpAddress(6, 1),), False),
        ("isGlobalUnicast", (IpAddress(4, 0xE0000001),), False),
        ("isGlobalUnicast", (IpAddress(6, 0xFF << 120),), False),
        ("isGlobalUnicast", (IpAddress(4, 0x0A000001),), True),
        ("prefixLength", (Cidr(IpAddress(4, 0), 8),), 8),
        ("containsIP", (Cidr(IpAddress(4, 0x0A000000), 8), "10.255.0.1"), True),
        ("containsIP", (Cidr(IpAddress(4, 0), 0), "255.0.0.1"), True),
        ("containsIP", (Cidr(IpAddress(4, 0), 0), "::1"), False),
        ("containsIP", (Cidr(IpAddress(4, 0), 0), "nowhere"), "cel.invalid-argument"),
        ("containsCIDR", (Cidr(IpAddress(4, 0x0A000000), 8), "10.0.0.0/7"), False),
    ],
)
def test_addresses_and_networks(function: str, args: tuple[object, ...], expected: object) -> None:
    assert outcome(function, *args) == expected


# Mathematics


@pytest.mark.parametrize(
    ("function", "args", "expected"),
    [
        ("math.greatest", (Date(1), Date(2)), Date(2)),
        ("math.least", (Duration(3), Duration(2)), Duration(2)),
        ("math.greatest", (Date(1), Timestamp(2)), "cel.no-such-overload"),
        ("math.greatest", (1, "a"), "cel.no-such-overload"),
        ("math.greatest", ("a",), "cel.no-such-overload"),
        ("math.least", ([],), "cel.invalid-argument"),
        ("math.greatest", (1, UInt(1), 1.0), 1),
        ("math.abs", (Duration(-5),), Duration(5)),
        ("math.abs", (Duration(INT_MIN),), "cel.overflow"),
        ("math.sqrt", (2.25,), 1.5),
        ("math.sqrt", (9,), 3.0),
        ("math.round", (0.49999999999999994,), 0.0),
        ("math.round", (-0.5,), -1.0),
        ("math.round", (2.0**60 + 256,), 2.0**60 + 256),
        ("math.round", (math.inf,), math.inf),
        ("math.ceil", (-math.inf,), -math.inf),
        ("math.bitShiftLeft", (1, 63), INT_MIN),
        ("math.bitShiftLeft", (-1, 1), -2),
        ("math.bitShiftLeft", (1, 64), 0),
        ("math.bitShiftLeft", (1, INT_MAX), 0),
        ("math.bitShiftRight", (-1, 0), -1),
        ("math.bitShiftRight", (-1, 63), 1),
        ("math.bitShiftLeft", (UInt(3), 63), UInt(2**63)),
    ],
)
def test_mathematics(function: str, args: tuple[object, ...], expected: object) -> None:
    result = outcome(function, *args)
    assert result == expected
    assert type(result) is type(expected)


def test_the_square_root_of_a_negative_number_and_of_nan_is_nan() -> None:
    assert math.isnan(call("math.sqrt", -1.0))
    assert math.isnan(call("math.sqrt", math.nan))
    assert math.isnan(call("math.sign", math.nan))


def test_a_missing_value_is_of_its_own_class() -> None:
    assert isinstance(MISSING, Missing)
