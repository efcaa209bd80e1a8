"""Regular expressions in RE2's syntax, matched in linear time and bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from xreason.cel.library.dispatch import Cases
from xreason.cel.library.strings import encode
from xreason.cel.values import EvaluationError, shown

LONGEST_PATTERN = 1_000
"""Characters of the longest pattern."""

_MEMORY_BYTES = 2 * 2**20
"""For one pattern's program and its automaton; RE2 goes on more slowly when the latter is full."""


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Callable[[bytes], object]:
    """A search for a pattern in UTF-8 text: something, or None.

    Raises:
        EvaluationError: `cel.invalid-regex`, with RE2's reason.
    """
    import re2

    if len(pattern) > LONGEST_PATTERN:
        raise EvaluationError(
            "cel.invalid-regex",
            f"a pattern of {len(pattern):,} characters is longer than {LONGEST_PATTERN:,}",
        )
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.log_errors = False
    options.never_capture = True
    try:
        search: Callable[[bytes], object] = re2.compile(encode(pattern), options).search
    except re2.error as wrong:
        reason = wrong.args[0] if wrong.args else ""
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise EvaluationError("cel.invalid-regex", f"{shown(pattern)} is not a pattern: {text}") from wrong
    return search


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern matches some part of the text."""
    return compiled(pattern)(encode(text)) is not None


CASES: Mapping[str, Cases] = {"matches": {(str, str): matches}}
