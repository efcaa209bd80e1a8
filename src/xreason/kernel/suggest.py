"""“Did you mean”: the known name that a mistyped one is closest to."""

from __future__ import annotations

from collections.abc import Iterable


def closest(wrong: str, known: Iterable[str]) -> str | None:
    """The known name most like `wrong`, or None if none is near.

    >>> closest("indviduals", ["individuals", "risk"])
    'individuals'
    >>> closest("zebra", ["individuals", "risk"]) is None
    True
    """
    from difflib import get_close_matches

    if len(wrong) > 200:
        return None
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(wrong.casefold(), by_folded, n=1, cutoff=0.7)
    return by_folded[found[0]] if found else None


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """`closest` as a hint, or None.

    >>> did_you_mean("hgih", ["high", "low"])
    'did you mean `high`?'
    """
    best = closest(wrong, known)
    return f"did you mean `{best}`?" if best is not None else None
