"""Exit codes: what a script may rely on."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from xreason.kernel.diagnostics import Diagnostic, Severity


class Exit(IntEnum):
    """How a command ended."""

    CLEAN = 0
    FINDINGS = 1
    INVALID = 2
    ENVIRONMENT = 3
    BUG = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


MEANINGS: dict[Exit, str] = {
    Exit.CLEAN: "clean",
    Exit.FINDINGS: "findings",
    Exit.INVALID: "usage error or invalid input",
    Exit.ENVIRONMENT: "the environment failed: a file cannot be read or written",
}

ENVIRONMENT_CODES = frozenset({"input.not-readable", "output.not-written"})
"""Diagnostics that are not about what the user wrote, but about the machine."""


def exit_for(diagnostics: Iterable[Diagnostic]) -> Exit:
    """The exit code that a failure with these diagnostics deserves."""
    errors = {d.code for d in diagnostics if d.severity is Severity.ERROR}
    return Exit.ENVIRONMENT if errors & ENVIRONMENT_CODES else Exit.INVALID
