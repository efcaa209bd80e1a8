"""The command line: `xreason COMMAND …`.

Each command is a module of this package with a `command`, imported only when it is run.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from xreason.app.cli.exits import Exit, exit_for
from xreason.app.cli.terminal import ReaderGoneError, report, say
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.kernel.errors import XReasonError

COMMANDS = {
    "check": "Decide whether facts comply with a ruleset.",
    "explain": "Show why a rule has its outcome, down to the facts.",
    "ask": "Ask for the facts that matter, then decide.",
    "whatif": "Find single changes that would make a case comply.",
    "test": "Run the cases of rulesets and measure their coverage.",
    "lint": "Find mistakes and weak places in rulesets.",
    "fmt": "Write rulesets in one layout, without changing what they say.",
    "packs": "List and show the rulesets that ship with XReason.",
    "schema": "Print a JSON Schema: of rulesets, verdicts or facts.",
    "new": "Start a ruleset, with cases to build on.",
    "completion": "Print a completion script for a shell.",
}


class Main(click.Group):
    """The group of all commands, which also turns every failure into a diagnostic and exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command = import_module(f"xreason.app.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may be meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from xreason.kernel.suggest import did_you_mean

            hint = did_you_mean(args[0], COMMANDS) or "`xreason --help` lists the commands"
            raise DiagnosticError([Diagnostic("cli.usage", f"there is no command `{args[0]}`", hint=hint)])
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "xreason",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line; with `standalone_mode`, end the process with its exit code."""
        # A process that ends soon leaves hardly any garbage, and looking for it again and again
        # while a large ruleset is built takes a third of the time.
        gc.set_threshold(100_000, 20, 20)
        _replace_what_cannot_be_encoded()
        try:
            ended = super().main(args, prog_name, complete_var, False, **extra)
            sys.stdout.flush()
            status = ended if isinstance(ended, int) else Exit.CLEAN
        except BaseException as error:
            status = _failed(error)
        if not standalone_mode:
            return int(status)
        sys.exit(int(status))


def _replace_what_cannot_be_encoded() -> None:
    """Let a terminal that lacks a character show `?` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _failed(error: BaseException) -> int:
    """Say what went wrong, in the way that fits, and give the exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.NoArgsIsHelpError():
            say(error.format_message())
            return Exit.INVALID
        case click.ClickException():
            report([_usage(error)])
            return Exit.INVALID
        case click.Abort() | KeyboardInterrupt():
            say()
            return Exit.INTERRUPTED
        case DiagnosticError():
            report(error.diagnostics)
            return exit_for(error.diagnostics)
        case XReasonError():
            report([Diagnostic(error.code, error.message, hint=error.hint)])
            return Exit.INVALID
        case ReaderGoneError():
            _close_quietly()
            return Exit.BROKEN_PIPE
        case OSError():
            reason = error.strerror or str(error)
            report([Diagnostic("output.not-written", f"cannot write the output: {reason.lower()}")])
            return Exit.ENVIRONMENT
        case MemoryError():
            say("error: out of memory")
            return Exit.ENVIRONMENT
        case Exception():
            from xreason.app.cli.bug import describe

            say(describe(error))
            return Exit.BUG
        case _:  # SystemExit and the like are not ours to stop
            raise error


def _usage(error: click.ClickException) -> Diagnostic:
    """A refusal by Click as a diagnostic."""
    message = re.sub(r"'([^']*)'", r"`\1`", error.format_message().rstrip("."))
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"`{context.command_path} --help` shows how it is used" if context else None
    return Diagnostic("cli.usage", message[:1].lower() + message[1:], hint=hint)


def _close_quietly() -> None:
    """Keep Python from complaining at exit about the reader that went away."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from xreason.reasoning.verdict_document import ENGINE_VERSION

        click.echo(f"xreason {ENGINE_VERSION}")
        context.exit()


@click.group(
    cls=Main,
    name="xreason",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
def main() -> None:
    """Decide whether facts comply with rules, and prove it.

    Data goes to standard output; prose and diagnostics go to standard error. Exit codes: 0 clean,
    1 findings, 2 usage error or invalid input, 3 the environment failed.
    """
