"""XReason as a library: `from xreason import check`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime

from xreason.app.clock import now
from xreason.app.files import read
from xreason.app.rulesets import find
from xreason.cel.values import Timestamp
from xreason.reasoning.judgement import decide
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.facts import Facts, read_facts
from xreason.rulesets.model import Ruleset


def check(
    ruleset: Ruleset | str | os.PathLike[str],
    facts: Facts | Mapping[str, object] | str | os.PathLike[str],
    as_of: Timestamp | datetime | date | str | None = None,
) -> Verdict:
    """Decide whether facts comply with a ruleset.

    Args:
        ruleset: a loaded one, the path of a document, or the name of a pack such as `eu/gdpr`.
        facts: a mapping nested like the fact paths, or the path of a facts file.
        as_of: the moment of judgement; a date means its first moment in UTC. By default the one in
            the facts file, else now.

    Returns:
        The verdict: `.finding`, `.outcomes` by rule id, `.rules` with all details.

    Raises:
        DiagnosticError: what is wrong with the ruleset or the facts, all at once.

    >>> facts = {"breach": {"occurred": True, "risk": "unlikely"}}
    >>> check("eu/gdpr", facts, "2026-01-10").outcomes["gdpr.33.1.notify_authority"]
    <Outcome.EXEMPT: 'exempt'>
    """
    loaded = ruleset if isinstance(ruleset, Ruleset) else load(ruleset)
    if isinstance(facts, str | os.PathLike):
        facts = read_facts(loaded, read(os.fspath(facts)))
    case = facts if isinstance(facts, Facts) else read_facts(loaded, facts)
    return decide(loaded, case, as_of if as_of is not None else case.as_of or now())


def load(ruleset: str | os.PathLike[str]) -> Ruleset:
    """Load a ruleset once, to check many cases against it.

    Args:
        ruleset: the path of a document, or the name of a pack.

    Raises:
        DiagnosticError: what is wrong with the document, all at once.

    >>> load("eu/gdpr").title
    'General Data Protection Regulation'
    """
    return find(os.fspath(ruleset))
