"""“Did you mean”: the known name that a mistyped one is closest to."""

from __future__ import annotations

from collections.abc import Iterable

MOST_COMPARED = 300
"""Names that are compared letter by letter; of more, those that begin and end alike."""


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
    folded = wrong.casefold()
    by_folded = {name.casefold(): name for name in known}
    near: Iterable[str] = by_folded
    if len(by_folded) > MOST_COMPARED:
        # Comparing takes long, and a document may have many names and many mistakes.
        alike = (name for name in by_folded if _ends_alike(name, folded))
        near = [name for name, _ in zip(alike, range(MOST_COMPARED), strict=False)]
    found = get_close_matches(folded, near, n=1, cutoff=0.7)
    return by_folded[found[0]] if found else None


def _ends_alike(name: str, wrong: str) -> bool:
    return abs(len(name) - len(wrong)) <= 2 and name[:1] == wrong[:1] and name[-1:] == wrong[-1:]


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """`closest` as a hint, or None.

    >>> did_you_mean("hgih", ["high", "low"])
    'did you mean `high`?'
    """
    best = closest(wrong, known)
    return f"did you mean `{best}`?" if best is not None else None
