"""Regular expressions in RE2's syntax, matched in linear time and bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from xreason.cel.library.dispatch import Cases
from xreason.cel.library.strings import encode
from xreason.cel.values import EvaluationError, shown, too_much

LONGEST_PATTERN = 1_000
"""Characters of the longest pattern."""

MOST_EFFORT = 6_000_000
"""Of one match, see `effort`; at worst RE2 takes some 10 ns for one unit of it."""

_MEMORY_BYTES = 2 * 2**20
"""For one pattern's program and its automaton; RE2 goes on more slowly when the latter is full."""

_Search = Callable[[bytes], object]


@lru_cache(maxsize=24)
def compiled(pattern: str) -> tuple[_Search, int]:
    """A search for a pattern in UTF-8 text (something, or None), and the size of its program.

    Raises:
        EvaluationError: `cel.invalid-regex`, with RE2's reason.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise EvaluationError(
            "cel.invalid-regex",
            f"a pattern of {len(pattern):,} characters is longer than {LONGEST_PATTERN:,}",
        )
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.log_errors = False
    options.never_capture = True
    try:
        made = re2.compile(encode(pattern), options)
    except re2.error as wrong:
        reason = wrong.args[0] if wrong.args else ""
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise EvaluationError("cel.invalid-regex", f"{shown(pattern)} is not a pattern: {text}") from wrong
    finally:
        re2.purge()  # its own cache would keep 128 patterns with all their memory
    return made.search, made.programsize


def effort(text: str, pattern: str) -> int:
    """What a match can take at worst: the steps of the program times the bytes of the text."""
    octets = len(text) if text.isascii() else 4 * len(text)
    return compiled(pattern)[1] * (octets + 16)


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern matches some part of the text."""
    if effort(text, pattern) > MOST_EFFORT:
        raise too_much(f"a text of {len(text):,} characters is too long for the pattern {shown(pattern)}")
    return compiled(pattern)[0](encode(text)) is not None


CASES: Mapping[str, Cases] = {"matches": {(str, str): matches}}
