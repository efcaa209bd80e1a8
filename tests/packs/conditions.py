"""The condition language of norms.json, read on its own: nothing here comes from XReason.

Conditions are spelled like Python. Logic is Kleene's; an absent input is unknown; numbers are exact.
"""

from __future__ import annotations

import ast
import calendar
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache


class Unknown:
    """The third truth value, and the value of an absent input."""


UNKNOWN = Unknown()

COMPARISONS: dict[type[ast.cmpop], Callable[..., object]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
ARITHMETIC: dict[type[ast.operator], Callable[..., object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True)
class Norm:
    """The conditions of a norm."""

    applies: str
    exempt: tuple[str, ...]
    satisfied: str
    pending: str | None
    review: str | None

    @staticmethod
    def of(entry: Mapping[str, object]) -> Norm:
        """The conditions of an entry of norms.json."""
        exempt = entry["exempt_if"]
        assert isinstance(exempt, list)
        pending, review = entry.get("pending_if"), entry.get("review_if")
        return Norm(
            str(entry["applies_if"]),
            tuple(str(e["if"]) for e in exempt),
            str(entry["satisfied_if"]),
            str(pending) if pending else None,
            str(review) if review else None,
        )

    def conditions(self) -> list[str]:
        """All of them."""
        return [c for c in (self.applies, *self.exempt, self.satisfied, self.pending, self.review) if c]

    def outcome(self, inputs: Mapping[str, object]) -> str:
        """The outcome by the eight steps of DESIGN §3."""
        values = {name: _value(value) for name, value in inputs.items()}
        applies = evaluate(self.applies, values)
        exempt = [evaluate(condition, values) for condition in self.exempt]
        satisfied = evaluate(self.satisfied, values)
        if applies is False:
            return "not_applicable"
        if True in exempt:
            return "exempt"
        if applies is UNKNOWN:
            return "undetermined"
        if satisfied is True:
            return "satisfied"
        if self.pending and evaluate(self.pending, values) is True:
            return "pending"
        if self.review and evaluate(self.review, values) is True:
            return "review"
        return "undetermined" if UNKNOWN in (satisfied, *exempt) else "violated"


@cache
def parse(condition: str) -> ast.expr:
    """The tree of a condition."""
    return ast.parse(condition, mode="eval").body


def evaluate(condition: str | ast.expr, values: Mapping[str, object]) -> object:
    """Value of a condition, or of a part of one, over typed values.

    Raises:
        ZeroDivisionError: a denominator is zero.
    """
    node = parse(condition) if isinstance(condition, str) else condition
    match node:
        case ast.Constant(value=constant):
            return _value(constant)
        case ast.Name(id="true" | "false" as name):
            return name == "true"
        case ast.Name(id=name):
            return values.get(name, UNKNOWN)
        case ast.List(elts=items):
            return [evaluate(item, values) for item in items]
        case ast.BoolOp(op=op, values=parts):
            return _logic([evaluate(part, values) for part in parts], decisive=isinstance(op, ast.Or))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _strict(operator.not_, evaluate(operand, values))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _strict(operator.neg, evaluate(operand, values))
        case ast.BinOp(left=left, op=operation, right=right):
            return _strict(ARITHMETIC[type(operation)], evaluate(left, values), evaluate(right, values))
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            return _compare(comparison, evaluate(left, values), evaluate(right, values))
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return _strict(FUNCTIONS[function], *(evaluate(argument, values) for argument in arguments))
    raise NotImplementedError(ast.dump(node))


def _value(raw: object) -> object:
    """An input or literal as a typed value: numbers exact, days as dates, null unknown."""
    if raw is None:
        return UNKNOWN
    if isinstance(raw, int | Decimal | float) and not isinstance(raw, bool):
        return Fraction(str(raw))
    if isinstance(raw, str) and len(raw) == 10 and raw[4] == raw[7] == "-":
        return date.fromisoformat(raw)
    return raw


def _strict(function: Callable[..., object], *arguments: object) -> object:
    return UNKNOWN if UNKNOWN in arguments else function(*arguments)


def _logic(parts: list[object], *, decisive: bool) -> object:
    if decisive in parts:
        return decisive
    return UNKNOWN if UNKNOWN in parts else not decisive


def _compare(comparison: ast.cmpop, left: object, right: object) -> object:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    match comparison:
        case ast.Eq():
            return left == right
        case ast.NotEq():
            return left != right
        case ast.In():
            assert isinstance(right, list)
            return left in right
    # A date against "none": the conditions always guard it, so its value never decides.
    return COMPARISONS[type(comparison)](left, right) if type(left) is type(right) else UNKNOWN


def _add_days(day: date, days: Fraction) -> date:
    return day + timedelta(days=int(days))


def _add_months(day: date, months: Fraction) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _add_business_days(day: date, days: Fraction) -> date:
    left = int(days)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def _roll(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


FUNCTIONS: dict[str, Callable[..., object]] = {
    "add_bdays": _add_business_days,
    "add_days": _add_days,
    "add_months": _add_months,
    "max": max,
    "min": min,
    "roll": _roll,
    "subset": lambda some, of: set(some) <= set(of),
    "year_end": lambda day: date(day.year, 12, 31),
}
