"""`xreason fmt`: rulesets in one layout."""

from __future__ import annotations

import click

from xreason.app.cli.command import Command
from xreason.app.cli.exits import Exit
from xreason.app.cli.terminal import counted, deliver, say
from xreason.app.files import STDIN, read, write
from xreason.app.formatting import format_ruleset
from xreason.app.rulesets import discover

EXAMPLES = (
    ("All rulesets below this folder", "xreason fmt"),
    ("For a CI server: say what would change", "xreason fmt --check"),
    ("From an editor", "xreason fmt - < rules.yaml"),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    exits={Exit.CLEAN: "done, or nothing to do", Exit.FINDINGS: "with --check: a file would change"},
)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--check", is_flag=True, help="Change nothing; list the files that would change.")
def command(files: tuple[str, ...], check: bool) -> int:
    """Write rulesets in one layout, without changing what they say.

    Keys come in one order, levels are indented by two spaces, rules stand apart. Comments stay, and
    so does every character that is not white space; the digest of the ruleset stays the same.
    FILE is a file, a folder, or `-` to go from standard input to standard output.
    """
    if files == (STDIN,):
        before = read(STDIN)
        after = format_ruleset(before)
        if not check:
            deliver(after, None)
        return Exit.FINDINGS if check and after != before.text else Exit.CLEAN
    names = discover(files)
    changed = 0
    for name in names:
        source = read(name)
        formatted = format_ruleset(source)
        if formatted == source.text:
            continue
        changed += 1
        if check:
            deliver(name, None)
        else:
            write(name, formatted)
    done = "would change" if check else "changed"
    say(
        f"{changed} of {counted(len(names), 'file')} {done}"
        if changed
        else f"unchanged: {counted(len(names), 'file')}"
    )
    return Exit.FINDINGS if check and changed else Exit.CLEAN
