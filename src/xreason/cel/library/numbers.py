"""Arithmetic: int and uint within 64 bits, double as IEEE 754 has it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from xreason.cel.library.dispatch import Cases
from xreason.cel.values import INT_MAX, INT_MIN, UINT_MAX, EvaluationError, UInt, overflow


def fit_int(result: int) -> int:
    """The result if it is an int, else an overflow error."""
    if INT_MIN <= result <= INT_MAX:
        return result
    raise overflow("int")


def fit_uint(result: int) -> UInt:
    """The result as uint if it is one, else an overflow error."""
    if 0 <= result <= UINT_MAX:
        return UInt(result)
    raise overflow("uint")


def divided_by_zero() -> EvaluationError:
    """The error for `x / 0` and `x % 0`."""
    return EvaluationError("cel.division-by-zero", "division by zero")


def add_int(a: int, b: int) -> int:
    """`a + b`."""
    return fit_int(a + b)


def subtract_int(a: int, b: int) -> int:
    """`a - b`."""
    return fit_int(a - b)


def multiply_int(a: int, b: int) -> int:
    """`a * b`."""
    return fit_int(a * b)


def divide_int(a: int, b: int) -> int:
    """`a / b`, towards zero."""
    if not b:
        raise divided_by_zero()
    quotient = abs(a) // abs(b)
    return fit_int(quotient if (a < 0) == (b < 0) else -quotient)


def modulo_int(a: int, b: int) -> int:
    """`a % b`, with the sign of `a`."""
    if not b:
        raise divided_by_zero()
    rest = abs(a) % abs(b)
    return -rest if a < 0 else rest


def negate_int(a: int) -> int:
    """`-a`."""
    return fit_int(-a)


def add_uint(a: int, b: int) -> UInt:
    """`a + b`."""
    return fit_uint(a + b)


def subtract_uint(a: int, b: int) -> UInt:
    """`a - b`; never below zero."""
    return fit_uint(a - b)


def multiply_uint(a: int, b: int) -> UInt:
    """`a * b`."""
    return fit_uint(a * b)


def divide_uint(a: int, b: int) -> UInt:
    """`a / b`, rounded down."""
    if not b:
        raise divided_by_zero()
    return UInt(a // b)


def modulo_uint(a: int, b: int) -> UInt:
    """`a % b`."""
    if not b:
        raise divided_by_zero()
    return UInt(a % b)


def add_double(a: float, b: float) -> float:
    """`a + b`."""
    return a + b


def subtract_double(a: float, b: float) -> float:
    """`a - b`."""
    return a - b


def multiply_double(a: float, b: float) -> float:
    """`a * b`."""
    return a * b


def divide_double(a: float, b: float) -> float:
    """`a / b`; by zero it is infinite, or NaN for 0/0.

    >>> divide_double(1.0, -0.0)
    -inf
    """
    if b:
        return a / b
    if not a or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def negate_double(a: float) -> float:
    """`-a`."""
    return -a


CASES: Mapping[str, Cases] = {
    "_+_": {(int, int): add_int, (UInt, UInt): add_uint, (float, float): add_double},
    "_-_": {(int, int): subtract_int, (UInt, UInt): subtract_uint, (float, float): subtract_double},
    "_*_": {(int, int): multiply_int, (UInt, UInt): multiply_uint, (float, float): multiply_double},
    "_/_": {(int, int): divide_int, (UInt, UInt): divide_uint, (float, float): divide_double},
    "_%_": {(int, int): modulo_int, (UInt, UInt): modulo_uint},
    "-_": {(int,): negate_int, (float,): negate_double},
}
