"""Values as callers of the engines have them: Python's own, or JSON's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from xreason.cel.tree import Const
from xreason.cel.types import Kind, Type
from xreason.cel.values import Date, Duration, Timestamp


def plain(value: object, type_: Type) -> Any:
    """A run-time value as the Python value that a caller of another engine would have."""
    if type_.kind is Kind.NULLABLE:
        return None if value is None else plain(value, type_.args[0])
    match value:
        case Timestamp():
            return datetime.fromtimestamp(int(value) // 10**9, UTC)
        case Date():
            return date(1970, 1, 1) + timedelta(days=int(value))
        case Duration():
            return timedelta(seconds=int(value) // 10**9)
        case tuple():
            fields = zip(type_.fields, value, strict=True)
            return {name: plain(inner, inner_type) for (name, inner_type), inner in fields}
        case list():
            return [plain(item, type_.args[0]) for item in value]
        case _:
            return _unwrapped(value, type_)


def _unwrapped(value: object, type_: Type) -> Any:
    """What compiled code hands over as a bare int, by its type."""
    if type(value) is int and type_.kind in (Kind.TIMESTAMP, Kind.DATE, Kind.DURATION):
        wrap = {Kind.TIMESTAMP: Timestamp, Kind.DATE: Date, Kind.DURATION: Duration}[type_.kind]
        return plain(wrap(value), type_)
    return value


def constant(node: Const) -> Any:
    """A constant as a plain Python value."""
    return plain(node.value, node.type)


def exact_seconds(value: datetime | date | timedelta) -> int:
    """Seconds since the epoch, of midnight for a date, or in a duration."""
    match value:
        case timedelta():
            return value.days * 86_400 + value.seconds
        case datetime():
            return int(value.timestamp())
        case _:
            return (value - date(1970, 1, 1)).days * 86_400


def as_numbers(value: Any) -> Any:
    """A case for engines that know only JSON: times and durations in seconds, decimals as doubles."""
    match value:
        case dict():
            return {name: as_numbers(inner) for name, inner in value.items()}
        case list():
            return [as_numbers(item) for item in value]
        case datetime() | date() | timedelta():
            return exact_seconds(value)
        case Decimal():
            return float(value)
        case _:
            return value
