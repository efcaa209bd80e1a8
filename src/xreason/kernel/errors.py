"""The one error type that people see."""

from __future__ import annotations


class XReasonError(Exception):
    """A refusal with a stable code, one sentence, and the way out.

    Args:
        code: stable slug such as `facts.unknown-fact`; `docs/errors/` has a page for each.
        message: one lower-case sentence; the user's own input stands in backticks.
        hint: what to do next, or None.
    """

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
