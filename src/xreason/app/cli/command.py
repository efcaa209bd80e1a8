"""The shape that all commands share: examples and exit codes in `--help`, common options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

from xreason.app.cli.exits import MEANINGS, Exit

F = TypeVar("F", bound=Callable[..., Any])

Example = tuple[str, str]
"""What it shows, and the command line."""


class Command(click.Command):
    """A command whose help has examples and exit codes.

    Args:
        examples: what each shows, and its command line.
        exits: what exit codes mean here, where the usual words do not say enough; "" if unused.
    """

    def __init__(
        self,
        *args: Any,
        examples: Sequence[Example] = (),
        exits: Mapping[Exit, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.exits = {code: text for code, text in {**MEANINGS, **(exits or {})}.items() if text}

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples and exit codes below the options."""
        with formatter.section("Examples"):
            for about, line in self.examples:
                formatter.write_text(f"{about}:")
                formatter.write(f"{'':>{formatter.current_indent}}  {line}\n")
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), meaning) for code, meaning in self.exits.items()])


def ruleset_option(function: F) -> F:
    """`-r/--ruleset`, once and required."""
    return click.option(
        "-r",
        "--ruleset",
        "ruleset",
        required=True,
        metavar="RULESET",
        shell_complete=complete_ruleset,
        help="Ruleset file, or the name of a pack such as eu/gdpr.",
    )(function)


def path_option(function: F) -> F:
    """`--path`, folders in which imported rulesets are looked for."""
    return click.option(
        "--path",
        "search_path",
        multiple=True,
        metavar="DIR",
        help="Folder in which imported rulesets are looked for; may be repeated. Also: XREASON_PATH.",
    )(function)


def as_of_option(function: F) -> F:
    """`--as-of`, the moment of judgement."""
    return click.option(
        "--as-of",
        metavar="DATE",
        help="Moment of judgement, as 2026-01-31 or 2026-01-31T12:00:00Z. "
        "Default: the one in the facts, else now (UTC).",
    )(function)


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format`, the first of these being the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="What to print.",
    )


def output_option(function: F) -> F:
    """`-o/--output`, a file in place of stdout."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Write to this file instead of standard output."
    )(function)


def complete_ruleset(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[Any]:
    """Names of packs, then files."""
    from click.shell_completion import CompletionItem

    from xreason.packs import names

    packs = [CompletionItem(name, help="pack") for name in names() if name.startswith(incomplete)]
    return [*packs, CompletionItem(incomplete, type="file")]
