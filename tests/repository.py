"""Reading the repository itself, for the tests that keep its promises."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.outside import REPOSITORY

SOURCES = REPOSITORY / "src" / "xreason"


def python_files(*folders: str) -> list[Path]:
    """All Python files below these folders of the repository, sorted."""
    return sorted(path for folder in folders for path in (REPOSITORY / folder).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def place(path: Path, line: int) -> str:
    """`path:line`, relative to the repository."""
    return f"{path.relative_to(REPOSITORY)}:{line}"


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Line number and text of every comment of a Python file."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
