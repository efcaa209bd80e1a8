"""Arithmetic of the reference evaluator: Python's ints and fractions, and what a type can hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import copysign, inf, isnan, nan

from xreason.cel.types import Kind

SECOND = 10**9
DAY = 86_400 * SECOND
EPOCH = date(1970, 1, 1)
FIRST_DAY, LAST_DAY = (date.min - EPOCH).days, (date.max - EPOCH).days
MOST_DIGITS = 34


class Failed(Exception):  # a result of evaluation, not a mistake of the tests
    """An expression that has no value."""


def need(condition: bool, reason: str = "out of range") -> None:
    """Fail unless the condition holds."""
    if not condition:
        raise Failed(reason)


def int64(value: int) -> int:
    """An int or a duration."""
    need(-(2**63) <= value < 2**63)
    return value


def moment(value: int) -> int:
    """A timestamp of the years 1 to 9999."""
    need(FIRST_DAY * DAY <= value < (LAST_DAY + 1) * DAY)
    return value


def day(value: int) -> int:
    """A date of the years 1 to 9999."""
    need(FIRST_DAY <= value <= LAST_DAY)
    return value


def exact(value: Fraction) -> Decimal:
    """A decimal of at most 34 digits, or failure."""
    digits, exponent = _scaled(value)
    need(digits is not None and abs(digits) < 10**MOST_DIGITS, "too many digits")
    assert digits is not None
    return Decimal(f"{digits}e{exponent}")


def _scaled(value: Fraction) -> tuple[int | None, int]:
    """The shortest `digits * 10**exponent`, or no digits if there is none."""
    exponent = 0
    for _ in range(500):
        if value.denominator == 1:
            break
        value, exponent = value * 10, exponent - 1
    else:
        return None, 0
    digits = value.numerator
    while digits and digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    return digits, exponent


def to_34_digits(value: Fraction) -> Decimal:
    """The nearest decimal of 34 digits, a half to the even neighbour."""
    if not value:
        return Decimal(0)
    exponent = 0
    while abs(value) >= 10**MOST_DIGITS:
        value, exponent = value / 10, exponent + 1
    while abs(value) < 10 ** (MOST_DIGITS - 1):
        value, exponent = value * 10, exponent - 1
    return exact(Fraction(round(value)) * Fraction(10) ** exponent)


# Arithmetic


def add(kinds: tuple[Kind, Kind], a: object, b: object) -> object:
    """`a + b`."""
    if Kind.LIST in kinds or Kind.STRING in kinds or Kind.DOUBLE in kinds or Kind.ENUM in kinds:
        return a + b  # type: ignore[operator]  # the checker has seen that both are alike
    if Kind.DECIMAL in kinds:
        return exact(fraction(a) + fraction(b))
    total = whole(a) + whole(b)
    if Kind.TIMESTAMP in kinds:
        return moment(total)
    if kinds == (Kind.DATE, Kind.DURATION):
        return day(whole(a) + full_days(whole(b)))
    if kinds == (Kind.DURATION, Kind.DATE):
        return day(whole(b) + full_days(whole(a)))
    return int64(total)


def subtract(kinds: tuple[Kind, Kind], a: object, b: object) -> object:
    """`a - b`."""
    if Kind.DOUBLE in kinds:
        return a - b  # type: ignore[operator]  # both are floats
    if Kind.DECIMAL in kinds:
        return exact(fraction(a) - fraction(b))
    if kinds == (Kind.TIMESTAMP, Kind.DURATION):
        return moment(whole(a) - whole(b))
    if kinds == (Kind.DATE, Kind.DURATION):
        return day(whole(a) - full_days(whole(b)))
    if kinds == (Kind.DATE, Kind.DATE):
        return int64((whole(a) - whole(b)) * DAY)
    return int64(whole(a) - whole(b))


def multiply(kinds: tuple[Kind, Kind], a: object, b: object) -> object:
    """`a * b`."""
    if Kind.DOUBLE in kinds:
        return a * b  # type: ignore[operator]  # both are floats
    if Kind.DECIMAL in kinds:
        return exact(fraction(a) * fraction(b))
    return int64(whole(a) * whole(b))


def divide(kinds: tuple[Kind, Kind], a: object, b: object) -> object:
    """`a / b`."""
    if Kind.DOUBLE in kinds:
        assert isinstance(a, float)
        assert isinstance(b, float)
        if b:
            return a / b
        return nan if not a or isnan(a) else copysign(inf, a) * copysign(1.0, b)
    need(bool(fraction(b)), "division by zero")
    if Kind.DECIMAL in kinds:
        return to_34_digits(fraction(a) / fraction(b))
    return int64(int(Fraction(whole(a), whole(b))))


def remainder(kinds: tuple[Kind, Kind], a: object, b: object) -> object:
    """`a % b`: what is left of `a` after taking away `b` as often as it goes."""
    need(bool(fraction(b)), "division by zero")
    times = int(fraction(a) / fraction(b))
    need(Kind.INT in kinds or abs(times) < 10**MOST_DIGITS, "too many digits")
    rest = fraction(a) - fraction(b) * times
    return exact(rest) if Kind.DECIMAL in kinds else int(rest)


def negate(kind: Kind, a: object) -> object:
    """`-a`."""
    if kind is Kind.DOUBLE:
        return -a  # type: ignore[operator]  # a float
    return exact(-fraction(a)) if kind is Kind.DECIMAL else int64(-whole(a))


def fraction(value: object) -> Fraction:
    """A number's exact value; there is none of null."""
    need(value is not None, "null is no number")
    assert isinstance(value, int | Decimal | float)
    return Fraction(value)


def whole(value: object) -> int:
    """A count of something; there is none of null."""
    need(value is not None, "null is no number")
    assert isinstance(value, int)
    return int(value)


def full_days(duration: int) -> int:
    """The days in a duration that is made of them."""
    need(duration % DAY == 0, "not whole days")
    return duration // DAY
