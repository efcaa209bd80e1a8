"""Equality and order of the reference evaluator, and how its results are compared with others'."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import MISSING, Missing

Truth = bool | Missing


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's *and*."""
    found = list(truths)
    if False in found:
        return False
    return MISSING if MISSING in found else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's *or*."""
    found = list(truths)
    if True in found:
        return True
    return MISSING if MISSING in found else False


def negated(truth: Truth) -> Truth:
    """Kleene's *not*."""
    return MISSING if isinstance(truth, Missing) else not truth


def equals(left: object, right: object) -> Truth:
    """CEL's `==` between two values of one type, either of which may be null or missing."""
    if left is MISSING or right is MISSING:
        return MISSING
    if left is None or right is None:
        return left is None and right is None
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        if len(left) != len(right):
            return False
        return all_of([equals(a, b) for a, b in zip(left, right, strict=True)])
    if isinstance(left, dict) and isinstance(right, dict):
        if len(left) != len(right) or not all(key in right for key in left):
            return False
        return all_of([equals(value, right[key]) for key, value in left.items()])
    return left == right


def ordered(left: object, right: object) -> tuple[int, int] | tuple[float, float] | tuple[str, str]:
    """Two values of one ordered type as Python compares them."""
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    if isinstance(left, float) and isinstance(right, float):
        return left, right
    assert isinstance(left, int | Decimal)
    assert isinstance(right, int | Decimal)
    whole, part = Fraction(left), Fraction(right)
    return whole.numerator * part.denominator, part.numerator * whole.denominator


def plain(value: object, type_: Type) -> object:
    """A value so that two readings agree exactly if these are `==`.

    Compiled code may leave out the classes that only say what a number counts; the static type
    knows. NaN equals itself here, and 0.0 does not equal -0.0.
    """
    type_ = non_null(type_)
    if value is None or value is MISSING:
        return value
    match type_.kind:
        case Kind.BOOL:
            assert isinstance(value, bool), f"{value!r} is no bool"
            return ("bool", value)
        case Kind.DOUBLE:
            assert isinstance(value, float), f"{value!r} is no double"
            return repr(value)
        case Kind.STRING | Kind.ENUM:
            assert isinstance(value, str), f"{value!r} is no string"
            return value
        case Kind.LIST:
            assert isinstance(value, list), f"{value!r} is no list"
            return [plain(item, type_.args[0]) for item in value]
        case Kind.RECORD:
            assert isinstance(value, tuple), f"{value!r} is no record"
            return [plain(item, inner) for (_, inner), item in zip(type_.fields, value, strict=True)]
        case Kind.MAP:
            assert isinstance(value, dict), f"{value!r} is no map"
            return {plain(k, type_.args[0]): plain(v, type_.args[1]) for k, v in value.items()}
        case Kind.DECIMAL:
            assert isinstance(value, int | Decimal), f"{value!r} is no decimal"
            return Fraction(value)
        case Kind.NULL:
            raise AssertionError(f"{value!r} is not null")
    assert isinstance(value, int), f"{value!r} is no {type_}"
    assert not isinstance(value, bool), f"{value!r} is no {type_}"
    return int(value)
