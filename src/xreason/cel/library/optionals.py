"""CEL's optional values: a value, or none."""

from __future__ import annotations

from collections.abc import Mapping

from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.values import NONE, EvaluationError, OptionalValue, no_overload


def of(value: object) -> OptionalValue:
    """An optional that has this value."""
    return OptionalValue(True, value)


def of_non_zero(value: object) -> OptionalValue:
    """None if the value is its type's zero: null, false, 0, empty."""
    zero = not value.present if isinstance(value, OptionalValue) else not value
    return NONE if zero else OptionalValue(True, value)


def none() -> OptionalValue:
    """An optional without a value."""
    return NONE


def has_value(optional: OptionalValue) -> bool:
    """Whether it has a value."""
    return optional.present


def value_of(optional: OptionalValue) -> object:
    """The value; an error if there is none."""
    if not optional.present:
        raise EvaluationError("cel.no-value", "the optional has no value")
    return optional.value


def or_else(optional: OptionalValue, other: OptionalValue) -> OptionalValue:
    """The optional, or the other one if it has no value."""
    return optional if optional.present else other


def or_value(optional: OptionalValue, default: object) -> object:
    """The value, or the default if there is none."""
    if not isinstance(optional, OptionalValue):
        raise no_overload("orValue", optional, default)
    return optional.value if optional.present else default


def unwrap(optionals: list[OptionalValue]) -> list[object]:
    """The values of those that have one."""
    for one in optionals:
        if not isinstance(one, OptionalValue):
            raise no_overload("unwrapOpt", one)
    return [one.value for one in optionals if one.present]


CASES: Mapping[str, Cases] = {
    "optional.none": {(): none},
    "hasValue": {(OptionalValue,): has_value},
    "value": {(OptionalValue,): value_of},
    "or": {(OptionalValue, OptionalValue): or_else},
    "optional.unwrap": {(list,): unwrap},
    "unwrapOpt": {(list,): unwrap},
}

FUNCTIONS: Mapping[str, Function] = {
    "optional.of": of,
    "optional.ofNonZeroValue": of_non_zero,
    "orValue": or_value,
}

OVERLOADS: Mapping[str, Function] = {
    "optional.of_any": of,
    "optional.ofNonZeroValue_any": of_non_zero,
    "orValue_optional_any": or_value,
    "optional.unwrap_list_optional": unwrap,
    "unwrapOpt_list_optional": unwrap,
}
