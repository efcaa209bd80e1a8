"""Type conversions: `int(…)`, `string(…)`, `date(…)` and their like."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal

from xreason.cel.library import calendar, strings, times
from xreason.cel.library.dispatch import Cases, Function
from xreason.cel.library.numbers import fit_int, fit_uint
from xreason.cel.values import (
    SECOND,
    Cidr,
    Date,
    Duration,
    IpAddress,
    Timestamp,
    TypeValue,
    UInt,
    format_date,
    format_decimal,
    format_double,
    format_duration,
    format_timestamp,
    invalid,
    overflow,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_timestamp,
    shown,
    type_name,
)

_INTEGER = re.compile(r"[+-]?[0-9]{1,30}")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_NOT_FINITE = re.compile(r"[+-]?(?:inf|infinity)|nan", re.IGNORECASE)
_LONGEST = 800
"""Characters of the longest number that is read; more digits cannot change a double."""
_BOOLS = {
    **dict.fromkeys(("1", "t", "T", "true", "True", "TRUE"), True),
    **dict.fromkeys(("0", "f", "F", "false", "False", "FALSE"), False),
}


def _same(value: object) -> object:
    return value


def string_to_int(text: str) -> int:
    """Read a whole number."""
    if _INTEGER.fullmatch(text) is None:
        raise invalid(f"{shown(text)} is not a whole number")
    return fit_int(int(text))


def uint_to_int(number: int) -> int:
    """The same number, if it is an int."""
    return int(fit_int(number))


def double_to_int(number: float) -> int:
    """Cut off what follows the point."""
    if not -(2.0**63) < number < 2.0**63:
        raise overflow("int")
    return int(number)


def decimal_to_int(number: Decimal) -> int:
    """Cut off what follows the point."""
    if number.adjusted() > 18:
        raise overflow("int")
    return fit_int(int(number))


def timestamp_to_int(moment: int) -> int:
    """Seconds since the Unix epoch."""
    return moment // SECOND


def string_to_uint(text: str) -> UInt:
    """Read a whole number that is not negative."""
    if _INTEGER.fullmatch(text) is None:
        raise invalid(f"{shown(text)} is not a whole number")
    return fit_uint(int(text))


def double_to_uint(number: float) -> UInt:
    """Cut off what follows the point."""
    if not 0.0 <= number < 2.0**64:
        raise overflow("uint")
    return UInt(int(number))


def string_to_double(text: str) -> float:
    """Read a number in decimal notation, `NaN`, `Infinity` or `-Infinity`."""
    if _NOT_FINITE.fullmatch(text):
        return float(text)
    if len(text) > _LONGEST or _DOUBLE.fullmatch(text) is None:
        raise invalid(f"{shown(text)} is not a number")
    number = float(text)
    if math.isinf(number):
        raise overflow("double")
    return number


def string_to_bool(text: str) -> bool:
    """Read `true`, `false` and their usual spellings."""
    value = _BOOLS.get(text)
    if value is None:
        raise invalid(f"{shown(text)} is neither true nor false")
    return value


def bool_to_string(value: bool) -> str:
    """`true` or `false`."""
    return "true" if value else "false"


def int_to_timestamp(seconds: int) -> Timestamp:
    """The moment so many seconds after the Unix epoch."""
    return calendar.fit_timestamp(seconds * SECOND)


def int_to_decimal(number: int) -> Decimal:
    """The same number."""
    return Decimal(number)


def type_of(value: object) -> TypeValue:
    """The type of a value."""
    return TypeValue(type_name(value))


def ip_to_string(address: IpAddress) -> str:
    """The address in its shortest form."""
    from xreason.cel.library.network import format_ip

    return format_ip(address)


def cidr_to_string(network: Cidr) -> str:
    """The address in its shortest form, and the length of the prefix."""
    return f"{ip_to_string(network.address)}/{network.prefix}"


CASES: Mapping[str, Cases] = {
    "int": {
        (int,): _same,
        (UInt,): uint_to_int,
        (float,): double_to_int,
        (Decimal,): decimal_to_int,
        (str,): string_to_int,
        (Timestamp,): timestamp_to_int,
    },
    "uint": {(UInt,): _same, (int,): fit_uint, (float,): double_to_uint, (str,): string_to_uint},
    "double": {(float,): _same, (int,): float, (UInt,): float, (Decimal,): float, (str,): string_to_double},
    "string": {
        (str,): _same,
        (bool,): bool_to_string,
        (int,): str,
        (UInt,): str,
        (float,): format_double,
        (Decimal,): format_decimal,
        (bytes,): strings.decode,
        (Date,): format_date,
        (Timestamp,): format_timestamp,
        (Duration,): format_duration,
        (IpAddress,): ip_to_string,
        (Cidr,): cidr_to_string,
    },
    "bytes": {(bytes,): _same, (str,): strings.encode},
    "bool": {(bool,): _same, (str,): string_to_bool},
    "decimal": {(Decimal,): _same, (int,): int_to_decimal, (str,): parse_decimal},
    "timestamp": {
        (Timestamp,): _same,
        (str,): parse_timestamp,
        (int,): int_to_timestamp,
        (Date,): times.midnight,
        (Date, str): times.midnight_in_zone,
    },
    "duration": {(Duration,): _same, (str,): parse_duration},
    "date": {
        (Date,): _same,
        (str,): parse_date,
        (Timestamp,): times.date_of,
        (Timestamp, str): times.date_in_zone,
        (int, int, int): calendar.make_date,
    },
}

FUNCTIONS: Mapping[str, Function] = {"dyn": _same, "type": type_of}
OVERLOADS: Mapping[str, Function] = {"dyn_any": _same, "type_any": type_of}
