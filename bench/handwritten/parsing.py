"""A caller's mapping as Python values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

Values: TypeAlias = dict[str, Any]
"""A case, nested as it was sent."""


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)
    if match is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


_PARSERS: dict[str, Callable[[str], object]] = {
    name: parser
    for parser, names in {
        date.fromisoformat: "appointed_on reviewed_on started_on impact_assessed_on records_updated_on"
        " received answered audited_on penetration_tested_on backup_tested_on exit_plan_tested_on reported_on"
        " year_end filed_on acknowledged closed",
        datetime.fromisoformat: "discovered_at notified_at informed_at published_at installed_at detected_at"
        " filed_at",
        _duration: "unsubscribe_within log_retention",
        Decimal: "turnover balance_sheet tier1 total risk_weighted exposure buffer client_funds safeguarded"
        " amount fee",
    }.items()
    for name in names.split()
}


def parse(facts: Mapping[str, Any]) -> Values:
    """The facts with their strings read as dates, moments, durations and decimals."""
    values: Values = {}
    for name, value in facts.items():
        if isinstance(value, str):
            parser = _PARSERS.get(name)
            values[name] = parser(value) if parser else value
        elif isinstance(value, dict):
            values[name] = parse(value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            values[name] = [parse(item) for item in value]
        else:
            values[name] = value
    return values
