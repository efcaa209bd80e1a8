"""`xreason completion`: what to put into a shell's start-up file."""

from __future__ import annotations

import click

from xreason.app.cli.command import Command
from xreason.app.cli.exits import Exit

EXAMPLES = (
    ("For bash, in ~/.bashrc", 'eval "$(xreason completion bash)"'),
    ("For zsh, in ~/.zshrc", 'eval "$(xreason completion zsh)"'),
    ("For fish, once", "xreason completion fish > ~/.config/fish/completions/xreason.fish"),
)


@click.command(cls=Command, examples=EXAMPLES, exits={Exit.FINDINGS: ""})
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print a completion script for a shell.

    It completes commands, options, their values, names of packs and files.
    """
    from click.shell_completion import get_completion_class

    group = context.find_root().command
    completion_class = get_completion_class(shell)
    assert completion_class is not None
    click.echo(completion_class(group, {}, "xreason", "_XREASON_COMPLETE").source())
    return Exit.CLEAN
