"""Moments of judgement, and whether a ruleset is in force at one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from xreason.cel.values import Date, EvaluationError, Timestamp, format_date, parse_date, parse_timestamp
from xreason.cel.values.notation import DAY, UNIX_EPOCH_ORDINAL
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.rulesets.conversion import timestamp_of
from xreason.rulesets.refusals import Refusal, described


class Dated(Protocol):
    """What has an id and days between which it is in force, such as a ruleset."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def effective_since(self) -> Date | None:
        """First day, or None."""

    @property
    def effective_until(self) -> Date | None:
        """Last day, or None."""


def moment(value: Timestamp | datetime | date | str) -> Timestamp:
    """A moment of judgement; a date means its first moment in UTC.

    Raises:
        DiagnosticError: `check.moment`: the text is neither a date nor a timestamp, or the datetime
            has no time zone.

    >>> moment("1970-01-02")
    Timestamp(86400000000000)
    """
    try:
        return as_moment(value)
    except Refusal as refused:
        found = Diagnostic("check.moment", f"the moment of judgement {refused.problem}", hint=refused.hint)
        raise DiagnosticError([found]) from refused


def as_moment(value: object) -> Timestamp:
    """As `moment`.

    Raises:
        Refusal: it is none.
    """
    if isinstance(value, Timestamp):
        return value
    if isinstance(value, datetime):
        return timestamp_of(value)
    if isinstance(value, date):
        return start_of(Date(value.toordinal() - UNIX_EPOCH_ORDINAL))
    if isinstance(value, Date):
        return start_of(value)
    if not isinstance(value, str):
        raise Refusal("check.moment", f"must be a date or a timestamp, not {described(value)}")
    try:
        return start_of(parse_date(value)) if len(value) <= 10 else parse_timestamp(value)
    except EvaluationError as error:
        raise Refusal("check.moment", f"cannot be read: {error.message}") from error


def start_of(day: Date) -> Timestamp:
    """The first moment of a day in UTC."""
    return Timestamp(day * DAY)


def day_of(as_of: Timestamp) -> Date:
    """The day, in UTC, in which a moment lies."""
    return Date(as_of // DAY)


def within(day: Date, since: Date | None, until: Date | None) -> bool:
    """Whether a day lies in a period whose first and last day are these."""
    return (since is None or since <= day) and (until is None or day <= until)


def in_force(dated: Dated, as_of: Timestamp) -> bool:
    """Whether a ruleset is in force at a moment."""
    return within(day_of(as_of), dated.effective_since, dated.effective_until)


def refuse_out_of_force(dated: Dated, as_of: Timestamp) -> None:
    """Refuse to judge by rules that do not hold at the moment of judgement.

    Raises:
        DiagnosticError: `ruleset.not-in-force`.
    """
    day = day_of(as_of)
    since, until = dated.effective_since, dated.effective_until
    if within(day, since, until):
        return
    if since is not None and day < since:
        message = f"`{dated.id}` is in force from {format_date(since)}, not yet on {format_date(day)}"
    else:
        assert until is not None
        message = f"`{dated.id}` was in force until {format_date(until)}, no longer on {format_date(day)}"
    hint = "choose another version of the ruleset, or another moment of judgement"
    raise DiagnosticError([Diagnostic("ruleset.not-in-force", message, hint=hint)])
