"""The documentation says what the program does: generated pages are current."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from docs import build_cli
from tests.outside import REPOSITORY
from xreason.app.cli import main

CLI = REPOSITORY / "docs" / "cli"


def test_every_command_has_its_page_and_every_page_its_command() -> None:
    assert {path.name for path in CLI.glob("*.md")} == set(build_cli.pages())


@pytest.mark.parametrize("path", sorted(CLI.glob("*.md")), ids=lambda path: path.stem)
def test_a_command_page_says_what_the_command_says(path: Path) -> None:
    assert path.read_text("utf-8") == build_cli.pages()[path.name], "`make schemas` writes it anew"


@pytest.mark.parametrize("kind", ["ruleset", "verdict"])
def test_a_published_schema_is_what_the_program_prints(kind: str, tmp_path: Path) -> None:
    printed = tmp_path / "schema.json"
    assert main.main(["schema", kind, "--output", str(printed)], standalone_mode=False) == 0
    published = REPOSITORY / "docs" / "schemas" / f"{kind}.schema.json"
    assert published.read_text("utf-8") == printed.read_text("utf-8"), "`make schemas` writes it anew"


def test_the_commands_in_the_help_are_the_commands_there_are() -> None:
    context = click.Context(main, info_name="xreason")
    listed = main.list_commands(context)
    assert listed
    assert all(main.get_command(context, name) is not None for name in listed)
