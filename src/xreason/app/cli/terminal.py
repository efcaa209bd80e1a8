"""What the commands print: data on stdout, prose and diagnostics on stderr, colour for people only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO, TypeVar

import click

from xreason.app.harmless import harmless
from xreason.kernel.diagnostics import Diagnostic, Severity, render

_SEVERITY_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

T = TypeVar("T")

WORTH_WATCHING = 1000
"""Items from which on a progress bar is shown."""

PIECE = 8192
"""Characters written to standard output at once."""


class ReaderGoneError(Exception):
    """Whoever reads standard output has closed it."""


def wants_colour(stream: TextIO | None) -> bool:
    """Whether a person watches the stream and has not asked for plain text.

    Source: https://no-color.org: any non-empty `NO_COLOR` forbids colour.
    """
    return (
        stream is not None
        and stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "file"), counted(0, "case")
    ('1 file', '0 cases')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def say(text: str = "") -> None:
    """Print prose to stderr."""
    click.echo(text, err=True, color=wants_colour(sys.stderr))


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to stderr."""
    coloured = wants_colour(sys.stderr)
    for diagnostic in diagnostics:
        say(shown_diagnostic(diagnostic, coloured=coloured))


def shown_diagnostic(diagnostic: Diagnostic, *, coloured: bool) -> str:
    """A diagnostic as text, its headline in the colour of its severity."""
    text = harmless(render(diagnostic))
    if not coloured:
        return text
    headline, *rest = text.split("\n")
    mark, _, message = headline.partition(": ")
    headline = click.style(mark, fg=_SEVERITY_COLOURS[diagnostic.severity], bold=True) + f": {message}"
    return "\n".join([headline, *rest])


def _print(text: str) -> None:
    if sys.stdout is None:
        raise OSError("standard output is closed")
    # In pieces: Python can lose the error of a write that is larger than the pipe.
    try:
        for start in range(0, len(text), PIECE):
            sys.stdout.write(text[start : start + PIECE])
        sys.stdout.flush()
    except BrokenPipeError as error:  # Click would take it for a success
        raise ReaderGoneError from error


def watched(items: Sequence[T], label: str) -> Iterator[T]:
    """The items, with a progress bar on stderr if there are many and a person watches."""
    if len(items) < WORTH_WATCHING or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


def deliver(text: str, output: str | None) -> None:
    """Put data where it belongs: into the file that `--output` names, or on stdout."""
    if not text.endswith("\n") and text:
        text += "\n"
    if output is None:
        _print(text if wants_colour(sys.stdout) else click.unstyle(text))
    else:
        from xreason.app.files import write

        write(output, click.unstyle(text))
