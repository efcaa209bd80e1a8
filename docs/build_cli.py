"""Write docs/cli/ from the commands themselves: one page a command, and an index.

`python -m docs.build_cli` writes the pages; a test compares them with what this would write.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import click

from xreason.app.cli import main as cli
from xreason.app.cli.command import Command

HERE = Path(__file__).parent / "cli"


def pages() -> dict[str, str]:
    """File name → text, for every command."""
    context = click.Context(cli, info_name="xreason", **cli.context_settings)
    commands = list(_commands(cli, context))
    return {
        "index.md": _index(context, commands),
        **{f"{_slug(command)}.md": _page(command) for command in commands},
    }


def _slug(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _commands(group: click.Group, context: click.Context) -> list[click.Context]:
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        found += _commands(command, inner) if isinstance(command, click.Group) else [inner]
    return found


def _index(context: click.Context, commands: list[click.Context]) -> str:
    rows = [
        f"| [`{c.command_path}`]({_slug(c)}.md) | {c.command.get_short_help_str(200)} |" for c in commands
    ]
    parts = [
        "# The command line",
        _prose(context.command.help or ""),
        "\n".join(["| command | |", "|---|---|", *rows]),
        "\n".join(["```{toctree}", ":hidden:", "", *map(_slug, commands), "```"]),
    ]
    return "\n\n".join(parts) + "\n"


def _page(context: click.Context) -> str:
    """One command, in the sections of a man page."""
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [
        f"# {context.command_path}",
        command.get_short_help_str(200),
        "## Synopsis",
        f"```text\n{usage}\n```",
        *_description(command),
        *_options(context),
    ]
    if isinstance(command, Command):
        examples = [f"{about}:\n\n```console\n$ {line}\n```" for about, line in command.examples]
        exits = [f"| {int(code)} | {meaning} |" for code, meaning in command.exits.items()]
        parts += [
            "## Examples",
            *examples,
            "## Exit codes",
            "\n".join(["| code | meaning |", "|---|---|", *exits]),
        ]
    return "\n\n".join(parts) + "\n"


def _description(command: click.Command) -> list[str]:
    """What the help says after its first sentence."""
    _, _, rest = inspect.cleandoc(command.help or "").partition("\n\n")
    return ["## Description", _prose(rest)] if rest else []


def _options(context: click.Context) -> list[str]:
    options = [p for p in context.command.get_params(context) if isinstance(p, click.Option) and not p.hidden]
    records = [record for option in options if (record := option.get_help_record(context)) is not None]
    return ["## Options", *(f"`{names}`\n: {' '.join(text.split())}" for names, text in records)]


def _prose(text: str) -> str:
    r"""Help text as Markdown: click's `\b` paragraphs keep their lines, and become blocks."""
    blocks = []
    for paragraph in inspect.cleandoc(text).split("\f")[0].split("\n\n"):
        first, _, rest = paragraph.partition("\n")
        blocks.append(f"```text\n{rest}\n```" if first.strip() == "\b" else paragraph)
    return "\n\n".join(blocks).strip()


def main() -> None:
    """Write the pages, and remove those of commands that are gone."""
    HERE.mkdir(exist_ok=True)
    wanted = pages()
    for path in HERE.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
