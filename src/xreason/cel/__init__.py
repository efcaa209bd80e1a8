"""The expression language: CEL, read into a typed tree, and the readings of that tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xreason.cel.checker import check
from xreason.cel.environment import Environment, Profile
from xreason.cel.limits import DEFAULT, Limits
from xreason.cel.parser import parse
from xreason.kernel.diagnostics import Source

if TYPE_CHECKING:
    from xreason.cel.tree import Node
    from xreason.cel.types import Type

__all__ = ["DEFAULT", "Environment", "Limits", "Profile", "check", "parse", "read"]


def read(text: str | Source, env: Environment, expected: Type | None = None) -> Node:
    """The typed tree of a text: `parse`, then `check`.

    Raises:
        DiagnosticError: with the mistakes found.
    """
    source = text if isinstance(text, Source) else Source("<expression>", text)
    return check(parse(source, env.limits), source, env, expected)
