"""Decimal arithmetic: `+ - * %` are exact or refused, `/` rounds at 34 digits, half to even."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    InvalidOperation,
    Overflow,
    Underflow,
)

from xreason.cel.library.dispatch import Cases
from xreason.cel.library.numbers import divided_by_zero
from xreason.cel.values import DECIMAL_DIGITS, EXACT, EvaluationError, invalid, overflow

Number = Decimal | int

_ROUNDED = Context(
    prec=EXACT.prec,
    rounding=ROUND_HALF_EVEN,
    Emax=EXACT.Emax,
    Emin=EXACT.Emin,
    traps=[InvalidOperation, Overflow, Underflow],
)
_RULES = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP}


def _inexact() -> EvaluationError:
    return EvaluationError("cel.overflow", f"decimal needs more than {DECIMAL_DIGITS} digits")


def add_decimal(a: Number, b: Number) -> Decimal:
    """`a + b`, exactly or not at all."""
    try:
        return EXACT.add(a, b)
    except DecimalException as wrong:
        raise _inexact() from wrong


def subtract_decimal(a: Number, b: Number) -> Decimal:
    """`a - b`, exactly or not at all."""
    try:
        return EXACT.subtract(a, b)
    except DecimalException as wrong:
        raise _inexact() from wrong


def multiply_decimal(a: Number, b: Number) -> Decimal:
    """`a * b`, exactly or not at all."""
    try:
        return EXACT.multiply(a, b)
    except DecimalException as wrong:
        raise _inexact() from wrong


def divide_decimal(a: Number, b: Number) -> Decimal:
    """`a / b`, rounded at 34 digits, half to even."""
    if not b:
        raise divided_by_zero()
    try:
        return _ROUNDED.divide(a, b)
    except DecimalException as wrong:
        raise overflow("decimal") from wrong


def modulo_decimal(a: Number, b: Number) -> Decimal:
    """`a % b`, with the sign of `a`."""
    if not b:
        raise divided_by_zero()
    try:
        return EXACT.remainder(a, b)
    except DecimalException as wrong:
        raise _inexact() from wrong


def negate_decimal(a: Number) -> Decimal:
    """`-a`."""
    return EXACT.minus(a)


def round_decimal(number: Number, places: int, rule: str = "half_even") -> Decimal:
    """Round to so many digits after the point; negative `places` round to tens, hundreds, ….

    Args:
        number: what to round.
        places: -34 to 34.
        rule: `half_even` (the nearest; a half to the even neighbour) or `half_up` (a half away
            from zero).

    >>> round_decimal(Decimal("2.345"), 2), round_decimal(Decimal("2.345"), 2, "half_up")
    (Decimal('2.34'), Decimal('2.35'))
    """
    rounding = _RULES.get(rule)
    if rounding is None:
        raise invalid(f"there is no rounding `{rule[:40]}`: take `half_even` or `half_up`")
    if not -DECIMAL_DIGITS <= places <= DECIMAL_DIGITS:
        raise invalid(f"cannot round to {places} places: take -{DECIMAL_DIGITS} to {DECIMAL_DIGITS}")
    number = Decimal(number)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # only NaN and infinities have another, and they never occur
    if -exponent <= places:
        return number
    return number.quantize(Decimal((0, (1,), -places)), rounding=rounding, context=_ROUNDED)


def round_whole(number: Number) -> Decimal:
    """The nearest whole number, a half to the even one."""
    return Decimal(number).to_integral_value(rounding=ROUND_HALF_EVEN)


def floor_decimal(number: Number) -> Decimal:
    """The largest whole number not above."""
    return Decimal(number).to_integral_value(rounding=ROUND_FLOOR)


def ceil_decimal(number: Number) -> Decimal:
    """The smallest whole number not below."""
    return Decimal(number).to_integral_value(rounding=ROUND_CEILING)


def abs_decimal(number: Number) -> Decimal:
    """The distance from zero."""
    return EXACT.abs(number)


_PAIRS = ((Decimal, Decimal), (Decimal, int), (int, Decimal))

CASES: Mapping[str, Cases] = {
    "_+_": dict.fromkeys(_PAIRS, add_decimal),
    "_-_": dict.fromkeys(_PAIRS, subtract_decimal),
    "_*_": dict.fromkeys(_PAIRS, multiply_decimal),
    "_/_": dict.fromkeys(_PAIRS, divide_decimal),
    "_%_": dict.fromkeys(_PAIRS, modulo_decimal),
    "-_": {(Decimal,): negate_decimal},
    "round": {
        (Decimal,): round_whole,
        (int,): round_whole,
        (Decimal, int): round_decimal,
        (int, int): round_decimal,
        (Decimal, int, str): round_decimal,
        (int, int, str): round_decimal,
    },
    "floor": {(Decimal,): floor_decimal, (int,): floor_decimal},
    "ceil": {(Decimal,): ceil_decimal, (int,): ceil_decimal},
    "abs": {(Decimal,): abs_decimal, (int,): abs_decimal},
}
