"""From a text to its typed tree in one step."""

from __future__ import annotations

from xreason.cel.checker import check
from xreason.cel.environment import Environment
from xreason.cel.parser import parse
from xreason.cel.tree import Node
from xreason.cel.types import Type
from xreason.kernel.diagnostics import Source


def read(text: str | Source, env: Environment, expected: Type | None = None) -> Node:
    """The typed tree of a text: `parse`, then `check`.

    Raises:
        DiagnosticError: with the mistakes found.
    """
    source = text if isinstance(text, Source) else Source("<expression>", text)
    return check(parse(source, env.limits), source, env, expected)
