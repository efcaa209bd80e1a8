"""Semantic versions, and the ranges that imports ask for.

Source: Semantic Versioning 2.0.0, §9–11 for the order of versions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
_PART = rf"(?:{_NUMBER}|[*xX])"
_WORD = r"(?:0|[1-9][0-9]{0,8}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_WORDS = rf"{_WORD}(?:\.{_WORD})*"
_VERSION = rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-({_WORDS}))?(?:\+[0-9A-Za-z.-]+)?"
_TERM = rf"(\^|~|>=|<=|>|<|=)? *({_NUMBER})(?:\.({_PART}))?(?:\.({_PART}))?(?:-({_WORDS}))?(?=[ ,]|$)"


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A version by its precedence; build metadata counts for nothing.

    >>> Version.parse("1.0.0-rc.1") < Version.parse("1.0.0") < Version.parse("1.10.0")
    True
    """

    numbers: tuple[int, int, int]
    pre: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read a version.

        Raises:
            ValueError: it is none.
        """
        match = re.fullmatch(_VERSION, text) if len(text) <= 100 else None
        if match is None:
            raise ValueError(text)
        pre = tuple(match[4].split(".")) if match[4] else ()
        return cls((int(match[1]), int(match[2]), int(match[3])), pre)

    @property
    def _order(self) -> tuple[object, ...]:
        parts = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.pre)
        return (self.numbers, not self.pre, parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._order == other._order

    def __hash__(self) -> int:
        return hash(self._order)

    def __lt__(self, other: Version) -> bool:
        return self._order < other._order

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + ("-" + ".".join(self.pre) if self.pre else "")


@dataclass(frozen=True, slots=True)
class Range:
    """Versions from `least` up to, not including, `below`.

    Args:
        text: as written.
        least: the lowest.
        below: the lowest that is too high, or None.
        pre: numbers of the pre-releases that the text names; no others are allowed.

    >>> [v in Range.parse("^1.2") for v in map(Version.parse, ("1.1.9", "1.2.0", "1.99.0", "2.0.0"))]
    [False, True, True, False]
    """

    text: str
    least: Version
    below: Version | None
    pre: frozenset[tuple[int, int, int]] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Range:
        """Read a range: `^1.2`, `~1.2`, `1.2.3`, `1.2.*`, `>=1 <2`, `*`; terms apart are joined by and.

        Raises:
            ValueError: it is none.
        """
        stripped = text.strip()
        if len(stripped) > 100 or not stripped:
            raise ValueError(text)
        least, below = _ZERO, None
        named = set()
        # Compiled when first needed, and kept by `re`: most rulesets import nothing.
        term = re.compile(_TERM)
        at = len(stripped) if stripped in ("*", "x", "X") else 0
        while at < len(stripped):
            match = term.match(stripped, at)
            if match is None:
                raise ValueError(text)
            low, high = _bounds(match)
            least = max(least, low)
            if high is not None:
                below = high if below is None else min(below, high)
            if match[5]:
                named.add(low.numbers)
            at = match.end()
            while stripped[at : at + 1] in (" ", ","):
                at += 1
        return cls(stripped, least, below, frozenset(named))

    def __contains__(self, version: Version) -> bool:
        """Whether the range allows a version; a pre-release only where the range names one of it."""
        if version.pre and version.numbers not in self.pre:
            return False
        return self.least <= version and (self.below is None or version < self.below)


_ZERO = Version((0, 0, 0), ("0",))
"""Below every version that is not a pre-release of 0.0.0."""


def _bounds(match: re.Match[str]) -> tuple[Version, Version | None]:
    """The lowest version of a term, and the lowest above it."""
    sign = match[1] or ""
    parts = [part for part in (match[2], match[3], match[4]) if part]
    given = [int(part) for part in parts if part not in "*xX"]
    pre = tuple(match[5].split(".")) if match[5] else ()
    if parts[: len(given)] != [str(number) for number in given] or (pre and len(given) < 3):
        raise ValueError(match[0])
    major, minor, patch = (*given, 0, 0)[:3]
    low = Version((major, minor, patch), pre)
    # What `1.2` leaves open ends where `1.3` begins.
    open_end = _next(given, len(given) - 1)
    if sign == "^":
        first = next((i for i, number in enumerate(given) if number), len(given) - 1)
        return low, _next(given, first)
    if sign == "~":
        return low, _next(given, min(1, len(given) - 1))
    if sign == ">=":
        return low, None
    if sign == ">":
        return (open_end if len(given) < 3 else _after(low)), None
    if sign == "<":
        return _ZERO, low if pre else Version(low.numbers, ("0",))
    if sign == "<=":
        return _ZERO, open_end if len(given) < 3 else _after(low)
    return low, open_end if len(given) < 3 else _after(low)


def _next(given: list[int], place: int) -> Version:
    """The lowest version, pre-releases included, with one more in this place."""
    numbers = [*given[:place], given[place] + 1]
    major, minor, patch = (*numbers, 0, 0)[:3]
    return Version((major, minor, patch), ("0",))


def _after(version: Version) -> Version:
    """The lowest version above this one."""
    if version.pre:
        return Version(version.numbers, (*version.pre, "0"))
    major, minor, patch = version.numbers
    return Version((major, minor, patch + 1), ("0",))
