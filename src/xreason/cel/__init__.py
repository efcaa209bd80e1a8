"""The expression language: CEL, read into a typed tree, and the readings of that tree.

The names below are loaded when first used: a compiled ruleset needs no parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xreason.kernel.lazy import lazily

if TYPE_CHECKING:
    from xreason.cel.checker import check
    from xreason.cel.environment import Environment, Profile
    from xreason.cel.limits import DEFAULT, Limits
    from xreason.cel.parser import parse
    from xreason.cel.reading import read

__all__ = ["DEFAULT", "Environment", "Limits", "Profile", "check", "parse", "read"]

_HOMES = {
    "DEFAULT": "limits",
    "Environment": "environment",
    "Limits": "limits",
    "Profile": "environment",
    "check": "checker",
    "parse": "parser",
    "read": "reading",
}


__getattr__ = lazily(globals(), _HOMES)
