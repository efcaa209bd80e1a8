"""Help and documentation come from the commands, and the examples in them can be run as they stand."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from docs.build_cli import HERE, pages
from tests.command_line import run
from xreason.app.cli import COMMANDS, main
from xreason.app.cli.command import Command


def commands() -> list[tuple[str, Command]]:
    """Every command that can be run, with its full name."""
    context = click.Context(main, info_name="xreason", **main.context_settings)
    found: list[tuple[str, Command]] = []
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        inner = command.commands.items() if isinstance(command, click.Group) else [(None, command)]
        for sub, leaf in inner:
            assert isinstance(leaf, Command)
            found.append((f"{name} {sub}" if sub else name, leaf))
    return found


NAMED = [pytest.param(name, command, id=name) for name, command in commands()]


def test_the_pages_are_what_the_commands_say() -> None:
    assert {path.name: path.read_text("utf-8") for path in HERE.glob("*.md")} == pages()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_help_begins_with(name: str) -> None:
    context = click.Context(main, info_name="xreason", **main.context_settings)
    command = main.get_command(context, name)
    assert command is not None
    assert command.get_short_help_str(200) == COMMANDS[name]


@pytest.mark.parametrize(("name", "command"), NAMED)
def test_every_command_has_examples_exit_codes_and_a_help_text_for_each_option(
    name: str, command: Command
) -> None:
    ended = run(*name.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert "Examples:" in ended.out
    assert "Exit codes:" in ended.out
    assert command.examples
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize(("name", "command"), NAMED)
def test_every_example_is_a_command_line_that_is_understood(name: str, command: Command) -> None:
    for about, line in command.examples:
        assert about[0].isupper()
        assert not about.endswith((".", ":"))
        for part in re.split(r" && ", re.sub(r'^eval "\$\((.*)\)"$', r"\1", line)):
            program, *words = shlex.split(part.split(" > ")[0].split(" < ")[0])
            assert program == "xreason"
            command_words = name.split() if words[: len(name.split())] == name.split() else words[:1]
            context = click.Context(main, info_name="xreason", **main.context_settings)
            leaf: click.Command = main
            for word in command_words:
                assert isinstance(leaf, click.Group)
                inner = leaf.get_command(context, word)
                assert inner is not None
                leaf = inner
            leaf.make_context(command_words[-1], words[len(command_words) :], parent=context)


def test_help_lists_every_command_without_importing_it() -> None:
    ended = run("--help")
    assert ended.code == 0
    for name, about in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about)}$", ended.out, re.MULTILINE)
