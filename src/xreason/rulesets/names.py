"""Names that a ruleset may give to facts, parameters, definitions and calendars."""

from __future__ import annotations

import re

from xreason.cel.declarations import FUNCTIONS
from xreason.kernel.diagnostics import Span
from xreason.rulesets.nodes import shortened
from xreason.rulesets.reading import Reader

AS_OF = "as_of"
"""The moment of judgement, in expressions."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORDS = {
    *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let"),
    *("loop", "null", "package", "namespace", "return", "true", "var", "void", "while"),
}
_TAKEN = {
    AS_OF: "it is the moment of judgement",
    "facts": "it heads the facts of a case",
}
_SPACES = frozenset(name.partition(".")[0] for name in FUNCTIONS if "." in name) | {"cel"}
LONGEST_NAME = 100


def check_name(reader: Reader, name: str, at: Span, *, first: bool = True) -> bool:
    """Whether expressions can use a name; what is wrong with it is noted.

    Args:
        reader: notes it.
        name: one name, without dots.
        at: its place.
        first: it stands at the beginning of a path, where more names are taken.
    """
    reason = None
    hint = "choose another name"
    if not _NAME.fullmatch(name):
        reason = "a name has letters, digits and `_`, and begins with a letter"
        hint = f"write `{_mended(name)}`" if _mended(name) else hint
    elif len(name) > LONGEST_NAME:
        reason = f"a name has at most {LONGEST_NAME} characters"
    elif name in _WORDS:
        reason = "it is a word of the expression language"
    elif first and name in _TAKEN:
        reason = _TAKEN[name]
    elif first and name in _SPACES:
        reason = f"expressions call functions by it, such as `{_function_of(name)}`"
    if reason is None:
        return True
    reader.wrong("ruleset.name", f"`{shortened(name)}` cannot be a name: {reason}", at, hint)
    return False


def _mended(name: str) -> str:
    """The name with what is not allowed replaced, or "" if nothing sensible is left."""
    mended = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")
    return mended if _NAME.fullmatch(mended) and len(mended) <= LONGEST_NAME else ""


def _function_of(space: str) -> str:
    return next((name for name in FUNCTIONS if name.startswith(f"{space}.")), "cel.bind")
