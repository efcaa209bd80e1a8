"""Weak places in a ruleset that is correct: what is unused, constant, uncited, untested, unclear."""

from __future__ import annotations

from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.model import Ruleset


def lint(ruleset: Ruleset) -> list[Diagnostic]:
    """Everything worth a second look, in the order of the document; all are warnings."""
    # Only `xreason lint` and tests need these.
    from xreason.rulesets.linter import conflicts, constants, coverage, division, nulls, timing, usage

    checks = (
        usage.unused,
        constants.constant,
        coverage.uncited,
        coverage.untested,
        timing.gaps_and_overlaps,
        conflicts.conflicting,
        nulls.unguarded,
        division.truncated,
    )
    found = [diagnostic for check in checks for diagnostic in check(ruleset)]
    return sorted(found, key=lambda diagnostic: diagnostic.span.start if diagnostic.span else 0)
