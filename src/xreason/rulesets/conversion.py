"""Values as people and programs give them, made into run-time values of a declared shape.

`converter(shape)` builds one function per shape, once; it takes what YAML, JSON or Python hold and
gives the run-time value, or raises `Refusal`. The exact types that are right at once come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, Inexact, Overflow, Subnormal
from typing import Any, TypeAlias, TypeVar

from xreason.cel.types import Kind
from xreason.cel.values import (
    INT_MAX,
    INT_MIN,
    MAX_TEXT,
    MISSING,
    Date,
    Duration,
    EvaluationError,
    Timestamp,
    describe_duration,
    format_date,
    format_decimal,
    format_timestamp,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_timestamp,
)
from xreason.cel.values.notation import EXACT, UNIX_EPOCH_ORDINAL
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.nodes import shortened
from xreason.rulesets.refusals import (
    DECIMAL_PLACES,
    Refusal,
    int_bound,
    listed,
    out_of_bounds,
    too_many_digits,
    unknown_field,
    wrong,
    wrong_count,
)
from xreason.rulesets.shapes import Shape

Convert: TypeAlias = Callable[[object], object]


def converter(shape: Shape) -> Convert:
    """The function that makes a run-time value of this shape; it raises `Refusal`."""
    convert = _CONVERTERS[shape.kind](shape)
    return _or_null(convert) if shape.nullable else convert


def refusals(shape: Shape, value: object) -> Iterator[Refusal]:
    """Everything that is wrong with a value: each item and field is tried by itself."""
    if shape.of is not None and isinstance(value, list | tuple):
        if (refused := wrong_count(shape, len(value))) is not None:
            yield refused
        for index, item in enumerate(value[: int_bound(shape.maximum, 0)]):
            yield from _inside(index, refusals(shape.of, item))
        return
    if shape.fields and isinstance(value, Mapping):
        known = dict(shape.fields)
        for name, item in value.items():
            if name in known:
                yield from _inside(name, refusals(known[name], item))
            else:
                yield unknown_field(name, known)
        return
    try:
        converter(shape)(value)
    except Refusal as refused:
        yield refused


def _inside(step: str | int, found: Iterator[Refusal]) -> Iterator[Refusal]:
    for refused in found:
        refused.steps = (step, *refused.steps)
        yield refused


def _or_null(convert: Convert) -> Convert:
    def convert_or_null(value: object) -> object:
        return None if value is None else convert(value)

    return convert_or_null


def _bool(_: Shape) -> Convert:
    def convert(value: object) -> object:
        if value is True or value is False:
            return value
        hint = "write true or false, without quotes" if value in ("yes", "no", "true", "false") else None
        raise wrong("true or false", value, hint)

    return convert


def _int(shape: Shape) -> Convert:
    low, high = int_bound(shape.minimum, INT_MIN), int_bound(shape.maximum, INT_MAX)

    def convert(value: object) -> object:
        if type(value) is not int:
            quoted = isinstance(value, str) and value.lstrip("-").isdecimal()
            raise wrong("a whole number", value, "write it without quotes" if quoted else None)
        if low <= value <= high:
            return value
        if not INT_MIN <= value <= INT_MAX:
            raise Refusal("facts.out-of-range", "must fit in 64 bits")
        raise out_of_bounds(shape, str)

    return convert


def _decimal(shape: Shape) -> Convert:
    check = _bounds(shape, lambda bound: format_decimal(bound) if isinstance(bound, Decimal) else str(bound))

    def convert(value: object) -> object:
        if type(value) is Decimal:
            number = _exact(value)
        elif type(value) is int:
            number = _exact(Decimal(value))
        elif type(value) is float:
            # The shortest decimal that reads back as this float is what its author wrote.
            number = _exact(Decimal(repr(value)))
        elif isinstance(value, str):
            number = _exact(_parsed(parse_decimal, value))
        else:
            raise wrong("a number", value)
        return number if check is None else check(number)

    return convert


def _exact(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise Refusal("facts.wrong-type", f"must be a number, and `{value}` is none")
    try:
        number = EXACT.plus(value)
    except (Inexact, Overflow, Subnormal) as error:
        raise too_many_digits(value) from error
    if -DECIMAL_PLACES <= number.adjusted() < DECIMAL_PLACES:
        return number
    if not number:
        return Decimal()
    raise too_many_digits(value)


def _string(_: Shape) -> Convert:
    def convert(value: object) -> object:
        if type(value) is not str:
            hint = "put it in quotes" if isinstance(value, bool | int | Decimal) else None
            raise wrong("a text", value, hint)
        if not value.isascii():
            _refuse_surrogates(str(value))
        if len(value) > MAX_TEXT:
            raise Refusal("facts.out-of-range", f"must have at most {MAX_TEXT:,} characters")
        return value

    return convert


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refusal("facts.malformed", "has half of a surrogate pair, which is no character") from error


def _enum(shape: Shape) -> Convert:
    allowed = {value: value for value in shape.plain.values}

    def convert(value: object) -> object:
        if type(value) is str:
            if (found := allowed.get(value)) is not None:
                return found
            message = f"must be one of {listed(allowed)}, not `{shortened(str(value))}`"
            raise Refusal("facts.unknown-value", message, did_you_mean(str(value), allowed))
        raise wrong(f"one of {listed(allowed)}", value)

    return convert


def _date(shape: Shape) -> Convert:
    check = _bounds(shape, format_date)

    def convert(value: object) -> object:
        if type(value) is str:
            day = _parsed(parse_date, value)
        elif type(value) is date:
            day = Date(value.toordinal() - UNIX_EPOCH_ORDINAL)
        elif isinstance(value, Date):
            day = value
        else:
            hint = "a date has no time of day" if isinstance(value, datetime | Timestamp) else None
            raise wrong("a date such as 2026-01-31", value, hint)
        return day if check is None else check(day)

    return convert


def _timestamp(shape: Shape) -> Convert:
    check = _bounds(shape, format_timestamp)

    def convert(value: object) -> object:
        if type(value) is str:
            moment = _whole_second(value) or _parsed(parse_timestamp, value)
        elif isinstance(value, datetime):
            moment = timestamp_of(value)
        elif isinstance(value, Timestamp):
            moment = value
        else:
            hint = "add the time of day and the offset" if isinstance(value, date | Date) else None
            raise wrong("a timestamp such as 2026-01-31T12:00:00Z", value, hint)
        return moment if check is None else check(moment)

    return convert


def _whole_second(text: str) -> Timestamp | None:
    """A moment in the most common spelling, `2026-01-31T12:00:00Z`, read by the C library; else None."""
    if len(text) != 20 or not text.isascii() or text[4::3][:5] != "--T::" or text[19] != "Z":
        return None
    try:
        # Later versions of Python read hour 24 as the next day's first; RFC 3339 has no such hour.
        return timestamp_of(datetime.fromisoformat(text)) if text[11:13] != "24" else None
    except ValueError:
        return None


def timestamp_of(value: datetime) -> Timestamp:
    """A Python moment as a run-time value.

    Raises:
        Refusal: it has no time zone.
    """
    if value.tzinfo is UTC:
        seconds = (value.toordinal() - UNIX_EPOCH_ORDINAL) * 86_400
        seconds += value.hour * 3600 + value.minute * 60 + value.second
        return Timestamp((seconds * 1_000_000 + value.microsecond) * 1000)
    offset = value.utcoffset()
    if offset is None:
        message = f"must have a time zone, and `{value.isoformat()}` has none"
        raise Refusal("facts.malformed", message, "use `datetime(…, tzinfo=timezone.utc)`")
    days = value.toordinal() - UNIX_EPOCH_ORDINAL - offset.days
    seconds = days * 86_400 + value.hour * 3600 + value.minute * 60 + value.second - offset.seconds
    total = (seconds * 1_000_000 + value.microsecond - offset.microseconds) * 1000
    if Timestamp.MIN <= total <= Timestamp.MAX:
        return Timestamp(total)
    raise Refusal("facts.out-of-range", "must lie in the years 0001 to 9999")


def _duration(shape: Shape) -> Convert:
    check = _bounds(shape, describe_duration)

    def convert(value: object) -> object:
        if type(value) is str:
            length = _parsed(parse_duration, value)
        elif isinstance(value, timedelta):
            total = ((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000
            if not INT_MIN <= total <= INT_MAX:
                raise Refusal("facts.out-of-range", "must be shorter than 292 years")
            length = Duration(total)
        elif isinstance(value, Duration):
            length = value
        else:
            raise wrong("a duration such as 72h", value, "add a unit" if type(value) is int else None)
        return length if check is None else check(length)

    return convert


_T = TypeVar("_T")


def _parsed(parse: Callable[[str], _T], text: str) -> _T:
    try:
        return parse(text)
    except EvaluationError as error:
        raise Refusal("facts.malformed", f"cannot be read: {error.message}") from error


def _list(shape: Shape) -> Convert:
    assert shape.of is not None
    item = converter(shape.of)

    def convert(value: object) -> object:
        if not isinstance(value, list | tuple):
            raise wrong("a list", value, "put it in brackets: `[…]`" if type(value) is str else None)
        if (refused := wrong_count(shape, len(value))) is not None:
            raise refused
        return [item(part) for part in value]

    return convert


def _record(shape: Shape) -> Convert:
    known = dict(shape.fields)
    fields = tuple((name, converter(field)) for name, field in shape.fields)

    def convert(value: object) -> object:
        if type(value) is not dict and not isinstance(value, Mapping):
            raise wrong(f"a mapping with {listed(known)}", value)
        read = []
        found = 0
        for name, convert_field in fields:
            item = value.get(name, MISSING)
            if item is not MISSING:
                found += 1
                item = convert_field(item)
            read.append(item)
        if found != len(value):
            unknown = next((name for name in value if name not in known), None)
            if unknown is not None:
                raise unknown_field(unknown, known)
        return tuple(read)

    return convert


def _bounds(shape: Shape, write: Callable[[Any], str]) -> Callable[[Any], object] | None:
    """A check of `minimum` and `maximum`, or None where there are none."""
    low: Any = shape.minimum
    high: Any = shape.maximum
    if low is None and high is None:
        return None

    def check(value: Any) -> object:
        if (low is None or low <= value) and (high is None or value <= high):
            return value
        raise out_of_bounds(shape, write)

    return check


_CONVERTERS: dict[Kind, Callable[[Shape], Convert]] = {
    Kind.BOOL: _bool,
    Kind.INT: _int,
    Kind.DECIMAL: _decimal,
    Kind.STRING: _string,
    Kind.ENUM: _enum,
    Kind.DATE: _date,
    Kind.TIMESTAMP: _timestamp,
    Kind.DURATION: _duration,
    Kind.LIST: _list,
    Kind.RECORD: _record,
}
