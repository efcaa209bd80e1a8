"""Days on which a parameter has no value, or two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xreason.cel.values import Date, format_date
from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.linter.warning import warning
from xreason.rulesets.model import Parameter, Ruleset


def gaps_and_overlaps(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Parameters whose values leave days out, or claim the same days, while the ruleset is in force."""
    for parameter in ruleset.parameters:
        if parameter.name in ruleset.own.parameters:
            yield from _between(ruleset, parameter)
            yield from _at_the_ends(ruleset, parameter)


def _between(ruleset: Ruleset, parameter: Parameter) -> Iterator[Diagnostic]:
    for value, following in pairwise(parameter.values):
        if value.until is None or following.since is None:
            continue
        if value.until >= following.since:
            days = _days(following.since, value.until)
            message = f"two values of `{parameter.name}` hold {days}; the later one counts"
            yield warning(ruleset, "lint.parameter-overlap", message, following.at)
        elif value.until + 1 < following.since:
            days = _days(Date(value.until + 1), Date(following.since - 1))
            message = f"`{parameter.name}` has no value {days}"
            yield warning(ruleset, "lint.parameter-gap", message, following.at)


def _at_the_ends(ruleset: Ruleset, parameter: Parameter) -> Iterator[Diagnostic]:
    first, last = parameter.values[0], parameter.values[-1]
    begin, end = ruleset.effective_since, ruleset.effective_until
    if begin is not None and first.since is not None and begin < first.since:
        days = _days(begin, Date(first.since - 1))
        message = f"`{parameter.name}` has no value {days}, when the ruleset is in force already"
        yield warning(ruleset, "lint.parameter-gap", message, first.at)
    if last.until is not None and (end is None or last.until < end):
        message = f"`{parameter.name}` has no value after {format_date(last.until)}"
        hint = "state the value that follows, or when the ruleset ends"
        yield warning(ruleset, "lint.parameter-gap", message, last.at, hint)


def _days(first: Date, last: Date) -> str:
    if first == last:
        return f"on {format_date(first)}"
    return f"from {format_date(first)} to {format_date(last)}"
