"""Why a value does not fit, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from xreason.cel.values import INT_MAX
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.nodes import NotANumber, shortened
from xreason.rulesets.shapes import Shape

Steps: TypeAlias = tuple[str | int, ...]

DECIMAL_PLACES = 34
"""A decimal has at most so many digits before the point, and its first one this near behind it."""


class Refusal(Exception):
    """A value that does not fit its shape; `steps` lead from the fact to the part that does not."""

    def __init__(self, code: str, problem: str, hint: str | None = None) -> None:
        super().__init__(problem)
        self.code = code
        self.problem = problem
        self.hint = hint
        self.steps: Steps = ()


def described(value: object) -> str:
    """A value in words, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text `{shortened(value)}`"
    if type(value) is int and not -_WRITABLE < value < _WRITABLE:
        return "a number of very many digits"
    if type(value) in (int, float, Decimal, NotANumber):
        return f"the number `{shortened(str(value))}`"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "a mapping"
    return f"a `{type(value).__name__}`"


_WRITABLE = 10**40


def wrong(expected: str, value: object, hint: str | None = None) -> Refusal:
    """The refusal of a value of another type."""
    if value is None:
        hint = "leave it out if it is not known; declare it `nullable: true` if it may be absent"
        return Refusal("facts.null-not-allowed", f"must be {expected}, not null", hint)
    if isinstance(value, NotANumber):
        return Refusal("facts.wrong-type", f"must be {expected}, and `{value}` is no number to count with")
    return Refusal("facts.wrong-type", f"must be {expected}, not {described(value)}", hint)


def listed(names: Mapping[str, object]) -> str:
    """Names in backticks, the first twelve of them."""
    shown = [f"`{name}`" for name, _ in zip(names, range(12), strict=False)]
    return ", ".join(shown if len(names) <= len(shown) else [*shown, "…"])


def too_many_digits(value: Decimal) -> Refusal:
    """The refusal of a decimal beyond what arithmetic keeps exact."""
    message = f"must have at most {DECIMAL_PLACES} digits, and `{shortened(str(value), 40)}` needs more"
    return Refusal("facts.out-of-range", message)


def wrong_count(shape: Shape, count: int) -> Refusal | None:
    """The refusal of a list that is too short or too long, or None."""
    least, most = int_bound(shape.minimum, 0), int_bound(shape.maximum, INT_MAX)
    if least <= count <= most:
        return None
    bound = f"at least {least:,}" if count < least else f"at most {most:,}"
    return Refusal("facts.list-length", f"must have {bound} items, and has {count:,}")


def unknown_field(name: object, known: Mapping[str, object]) -> Refusal:
    """The refusal of a field that a record does not have."""
    text = shortened(str(name))
    return Refusal("facts.unknown-field", f"has no field `{text}`", did_you_mean(text, known))


def out_of_bounds(shape: Shape, write: Callable[[Any], str]) -> Refusal:
    """The refusal of a value beyond the declared `min` or `max`."""
    low, high = shape.minimum, shape.maximum
    if low is not None and high is not None:
        bound = f"between {write(low)} and {write(high)}"
    else:
        bound = f"at least {write(low)}" if low is not None else f"at most {write(high)}"
    unit = f" {shape.unit}" if shape.unit else ""
    return Refusal("facts.out-of-range", f"must be {bound}{unit}")


def int_bound(bound: object, otherwise: int) -> int:
    """A bound that may be absent, as a number."""
    return bound if isinstance(bound, int) else otherwise
