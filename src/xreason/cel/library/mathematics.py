"""The `math.` functions: extremes, rounding of doubles, bits."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from xreason.cel.library.decimals import abs_decimal
from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.library.numbers import fit_int
from xreason.cel.values import (
    INT_MAX,
    UINT_MAX,
    Date,
    Duration,
    Timestamp,
    UInt,
    comparable,
    invalid,
    no_overload,
    order,
)

_EXTREMES = frozenset({int, UInt, float, Decimal, Date, Timestamp, Duration})


def _extreme(name: str, better: Callable[[Any, Any], bool]) -> Function:
    """`math.greatest` or `math.least`: of equal values the first."""

    def choose(*args: object) -> object:
        values = args[0] if len(args) == 1 and isinstance(args[0], list) else args
        if not values:
            raise invalid(f"`{name}` of an empty list")
        best = values[0]
        if best.__class__ not in _EXTREMES:
            raise no_overload(name, *args)
        for value in values[1:]:
            if not comparable(value, best) or value.__class__ not in _EXTREMES:
                raise no_overload(name, best, value)
            if order(better, value, best):
                best = value
        return best

    return choose


greatest = _extreme("math.greatest", operator.gt)
least = _extreme("math.least", operator.lt)


def ceil_double(x: float) -> float:
    """The smallest whole number not below."""
    return math.copysign(math.ceil(x), x) if math.isfinite(x) else x


def floor_double(x: float) -> float:
    """The largest whole number not above."""
    return math.copysign(math.floor(x), x) if math.isfinite(x) else x


def trunc_double(x: float) -> float:
    """The whole number towards zero."""
    return math.copysign(math.trunc(x), x) if math.isfinite(x) else x


def round_double(x: float) -> float:
    """The nearest whole number, a half away from zero."""
    if not math.isfinite(x):
        return x
    whole = math.trunc(x)
    away = abs(x - whole) >= 0.5
    return math.copysign(float(abs(whole) + away), x)


def abs_int(x: int) -> int:
    """The distance from zero."""
    return fit_int(abs(x))


def abs_uint(x: UInt) -> UInt:
    """Itself."""
    return x


def abs_double(x: float) -> float:
    """The distance from zero."""
    return abs(x)


def abs_duration(x: int) -> Duration:
    """The length without its direction."""
    return Duration(fit_int(abs(x)))


def sign_int(x: int) -> int:
    """-1, 0 or 1."""
    return (x > 0) - (x < 0)


def sign_uint(x: int) -> UInt:
    """0 or 1."""
    return UInt(x > 0)


def sign_double(x: float) -> float:
    """-1.0, 0.0, 1.0 or NaN."""
    return x if math.isnan(x) else float((x > 0) - (x < 0))


def sqrt(x: float) -> float:
    """The square root; NaN of a negative number."""
    return math.sqrt(x) if x >= 0 else math.nan


def _signed(bits: int) -> int:
    """64 bits read as two's complement."""
    return bits - 2**64 if bits > INT_MAX else bits


def bit_not_int(x: int) -> int:
    """All bits the other way."""
    return ~x


def bit_not_uint(x: int) -> UInt:
    """All bits the other way."""
    return UInt(UINT_MAX - x)


def _shift(amount: int) -> int:
    if amount < 0:
        raise invalid(f"cannot shift by {amount} bits")
    return min(amount, 64)


def shift_left_int(x: int, amount: int) -> int:
    """Bits moved up; those beyond the 64th are lost."""
    return _signed(x << _shift(amount) & UINT_MAX)


def shift_left_uint(x: int, amount: int) -> UInt:
    """Bits moved up; those beyond the 64th are lost."""
    return UInt(x << _shift(amount) & UINT_MAX)


def shift_right_int(x: int, amount: int) -> int:
    """Bits moved down and zeros moved in: a negative number becomes positive."""
    return _signed((x & UINT_MAX) >> _shift(amount))


def shift_right_uint(x: int, amount: int) -> UInt:
    """Bits moved down."""
    return UInt(x >> _shift(amount))


def and_int(a: int, b: int) -> int:
    """Bits set in both."""
    return a & b


def or_int(a: int, b: int) -> int:
    """Bits set in either."""
    return a | b


def xor_int(a: int, b: int) -> int:
    """Bits set in one of them only."""
    return a ^ b


def and_uint(a: int, b: int) -> UInt:
    """Bits set in both."""
    return UInt(a & b)


def or_uint(a: int, b: int) -> UInt:
    """Bits set in either."""
    return UInt(a | b)


def xor_uint(a: int, b: int) -> UInt:
    """Bits set in one of them only."""
    return UInt(a ^ b)


CASES: Mapping[str, Cases] = {
    "math.ceil": {(float,): ceil_double},
    "math.floor": {(float,): floor_double},
    "math.trunc": {(float,): trunc_double},
    "math.round": {(float,): round_double},
    "math.isNaN": {(float,): math.isnan},
    "math.isInf": {(float,): math.isinf},
    "math.isFinite": {(float,): math.isfinite},
    "math.sqrt": dict.fromkeys([(float,), (int,), (UInt,)], sqrt),
    "math.abs": {
        (int,): abs_int,
        (UInt,): abs_uint,
        (float,): abs_double,
        (Decimal,): abs_decimal,
        (Duration,): abs_duration,
    },
    "math.sign": {(int,): sign_int, (UInt,): sign_uint, (float,): sign_double},
    "math.bitAnd": {(int, int): and_int, (UInt, UInt): and_uint},
    "math.bitOr": {(int, int): or_int, (UInt, UInt): or_uint},
    "math.bitXor": {(int, int): xor_int, (UInt, UInt): xor_uint},
    "math.bitNot": {(int,): bit_not_int, (UInt,): bit_not_uint},
    "math.bitShiftLeft": {(int, int): shift_left_int, (UInt, int): shift_left_uint},
    "math.bitShiftRight": {(int, int): shift_right_int, (UInt, int): shift_right_uint},
}

FUNCTIONS: Mapping[str, Function] = {"math.greatest": greatest, "math.least": least}

_ORDERED = ("int", "uint", "double", "decimal", "date", "timestamp", "duration")
OVERLOADS: Mapping[str, Function] = {
    f"{name}_{'_'.join(args)}": of
    for name, of in FUNCTIONS.items()
    for args in (
        *((kind,) for kind in _ORDERED),
        *((left, right) for left in _ORDERED for right in _ORDERED),
        *(("list", kind) for kind in _ORDERED),
        ("list",),
    )
}
