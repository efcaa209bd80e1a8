"""Write docs/cli/ from the commands themselves: one page a command, and an index.

`python -m docs.build_cli` writes the pages; a test compares them with what this would write.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import click

from xreason.app.cli import main as xreason
from xreason.app.cli.command import Command

HERE = Path(__file__).parent / "cli"


def pages() -> dict[str, str]:
    """File name → text, for every command."""
    context = click.Context(xreason, info_name="xreason")
    commands = _commands(xreason, context)
    found = {f"{command.command_path.replace(' ', '-')}.md": _page(command) for command in commands}
    return {"index.md": _index(context, commands), **found}


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
    names = [c.command_path.replace(" ", "-") for c in commands]
    rows = [
        f"| [`{c.command_path}`]({name}.md) | {c.command.get_short_help_str(200)} |"
        for name, c in zip(names, commands, strict=True)
    ]
    return "\n".join(
        [
            "# The command line",
            "",
            _prose(context.command.help or ""),
            "",
            "| command | |",
            "|---|---|",
            *rows,
            "",
            "```{toctree}",
            ":hidden:",
            "",
            *names,
            "```",
            "",
        ]
    )


def _page(context: click.Context) -> str:
    """One command: usage, what it does, options, examples, exit codes."""
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"# {context.command_path}", "", "```text", usage, "```", "", _prose(command.help or ""), ""]
    options = [p for p in command.get_params(context) if isinstance(p, click.Option) and not p.hidden]
    if options:
        lines += ["## Options", ""]
    for option in options:
        record = option.get_help_record(context)
        if record is not None:
            lines += [f"`{record[0]}`", f": {' '.join(record[1].split())}", ""]
    if isinstance(command, Command):
        lines += _examples(command) + _exits(command)
    return "\n".join(lines).rstrip() + "\n"


def _examples(command: Command) -> list[str]:
    lines = ["## Examples", ""]
    for about, line in command.examples:
        lines += [f"{about}:", "", "```console", f"$ {line}", "```", ""]
    return lines


def _exits(command: Command) -> list[str]:
    rows = [f"| {int(code)} | {meaning} |" for code, meaning in command.exits.items()]
    return ["## Exit codes", "", "| code | |", "|---|---|", *rows, ""]


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
