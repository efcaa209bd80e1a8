"""Text from documents, made safe to print."""

from __future__ import annotations

_HIDDEN = {
    **dict.fromkeys((*range(8234, 8239), *range(8294, 8298), 8206, 8207, 1564)),
    **{c: 0x2400 + c for c in range(0x20) if c not in (0x09, 0x0A)},
    0x7F: 0x2421,
    **dict.fromkeys(range(128, 160), 65533),
}
"""Controls that would let a document steer the terminal or reorder its text."""


def harmless(text: str) -> str:
    r"""The text without terminal controls and invisible marks of direction.

    >>> harmless("\x1b[31mred\n")
    '␛[31mred\n'
    """
    return text.translate(_HIDDEN)
