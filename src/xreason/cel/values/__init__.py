"""Run-time values of expressions: what the interpreter, compiled code and facts share.

| CEL type | Python |
|---|---|
| bool, int, double, string, bytes, null | `bool`, `int`, `float`, `str`, `bytes`, `None` |
| uint, timestamp, duration, date | `UInt`, `Timestamp`, `Duration`, `Date`: ints without operators |
| decimal | `decimal.Decimal` |
| list, map, record, enum | `list`, `dict` (see `make_map`), `tuple` in field order, `str` |
| optional, type, ip, cidr | `OptionalValue`, `TypeValue`, `IpAddress`, `Cidr` |
| not known | `MISSING` |
"""

from xreason.cel.values.compare import ABSENT, Allowance, comparable, equal, find, is_key, order
from xreason.cel.values.errors import EvaluationError, invalid, no_overload, overflow, shown, too_much
from xreason.cel.values.kinds import (
    INT_MAX,
    INT_MIN,
    MAX_ITEMS,
    MAX_TEXT,
    MISSING,
    NONE,
    UINT_MAX,
    BoolKeyedMap,
    Calendar,
    Cidr,
    Date,
    Duration,
    IpAddress,
    Missing,
    OptionalValue,
    Timestamp,
    TypeValue,
    UInt,
    make_map,
    type_name,
)
from xreason.cel.values.notation import (
    DAY,
    DECIMAL_DIGITS,
    EXACT,
    SECOND,
    UNIX_EPOCH_ORDINAL,
    describe_duration,
    format_date,
    format_decimal,
    format_double,
    format_duration,
    format_timestamp,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_timestamp,
)

__all__ = [
    "ABSENT",
    "DAY",
    "DECIMAL_DIGITS",
    "EXACT",
    "INT_MAX",
    "INT_MIN",
    "MAX_ITEMS",
    "MAX_TEXT",
    "MISSING",
    "NONE",
    "SECOND",
    "UINT_MAX",
    "UNIX_EPOCH_ORDINAL",
    "Allowance",
    "BoolKeyedMap",
    "Calendar",
    "Cidr",
    "Date",
    "Duration",
    "EvaluationError",
    "IpAddress",
    "Missing",
    "OptionalValue",
    "Timestamp",
    "TypeValue",
    "UInt",
    "comparable",
    "describe_duration",
    "equal",
    "find",
    "format_date",
    "format_decimal",
    "format_double",
    "format_duration",
    "format_timestamp",
    "invalid",
    "is_key",
    "make_map",
    "no_overload",
    "order",
    "overflow",
    "parse_date",
    "parse_decimal",
    "parse_duration",
    "parse_timestamp",
    "shown",
    "too_much",
    "type_name",
]
