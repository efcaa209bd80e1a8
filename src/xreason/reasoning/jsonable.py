"""Run-time values as JSON values, as a facts file would write them."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import (
    MISSING,
    Missing,
    describe_duration,
    format_date,
    format_decimal,
    format_double,
    format_timestamp,
)

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""What a JSON document can hold; dates, durations and decimals stand as the text of a facts file."""

LARGEST_EXACT = 2**53 - 1
"""Integers beyond this lose digits in JSON readers, so they are written as strings."""


def to_json(value: object, type_: Type) -> JsonValue | Missing:
    """A value of a known type in JSON; what is missing stays `MISSING`.

    >>> from xreason.cel.types import DATE, list_of
    >>> to_json([0, 1], list_of(DATE))
    ['1970-01-01', '1970-01-02']
    """
    type_ = non_null(type_)
    if value is MISSING:
        return MISSING
    if value is None or isinstance(value, bool):
        return value
    match type_.kind:
        case Kind.LIST if isinstance(value, list):
            return _known([to_json(item, type_.args[0]) for item in value])
        case Kind.RECORD if isinstance(value, tuple):
            pairs = zip(type_.fields, value, strict=True)
            fields = {name: to_json(item, inner) for (name, inner), item in pairs if item is not MISSING}
            return {name: item for name, item in fields.items() if not isinstance(item, Missing)}
        case Kind.MAP if isinstance(value, dict):
            return {str(key): _known([to_json(item, type_.args[1])])[0] for key, item in value.items()}
    return _scalar(value, type_)


def _known(items: list[JsonValue | Missing]) -> list[JsonValue]:
    return [None if isinstance(item, Missing) else item for item in items]


def _scalar(value: object, type_: Type) -> JsonValue:
    if isinstance(value, int):
        match type_.kind:
            case Kind.TIMESTAMP:
                return format_timestamp(value)
            case Kind.DURATION:
                return describe_duration(value)
            case Kind.DATE:
                return format_date(value)
            case Kind.DECIMAL:
                return str(int(value))
        return int(value) if abs(value) <= LARGEST_EXACT else str(int(value))
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, float):
        return value if abs(value) != float("inf") and value == value else format_double(value)
    return str(value)
