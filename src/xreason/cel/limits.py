"""What an expression may cost before it runs: partner rules are untrusted text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that `parse` and `check` hold an expression to.

    Args:
        text: code points of the whole expression.
        tokens: tokens of it, and so the nodes of its tree.
        nesting: levels of brackets, and height of the tree.
        literal: code points of one string or bytes literal, as written.
        items: entries of one list or map literal.
        cost: static bound on the elementary steps of one evaluation.
        size: static bound on the length of any string or list made on the way.
    """

    text: int = 65_536
    tokens: int = 5_000
    nesting: int = 100
    literal: int = 16_384
    items: int = 2_000
    cost: int = 5_000_000
    size: int = 2_000_000


DEFAULT = Limits()
