"""Reading and writing files for people: every way in which that fails is a diagnostic.

`read` takes a path or `-`; `write` never leaves half a file behind. Rulesets, by path or by the
name of a pack, are found in `xreason.app.rulesets`.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.documents import decode
from xreason.rulesets.limits import LIMITS, too_large

STDIN = "-"
"""The path that stands for standard input."""

MOST_SUGGESTED_FROM = 1000
"""Entries of a folder among which a mistyped name is looked for."""


def read(path: str) -> Source:
    """The text of a file, or of standard input for `-`, as a source named after it.

    A file that is too large is refused before it is read.

    Args:
        path: as the user wrote it, which is also the source's name.

    Raises:
        DiagnosticError: `input.…` if it is not there, a directory, a loop of links, or not
            permitted; `document.…` if it is too large or not UTF-8.
    """
    name = "<stdin>" if path == STDIN else path
    try:
        if path == STDIN:
            if sys.stdin is None:
                raise OSError("standard input is closed")
            data = sys.stdin.buffer.read(LIMITS.size + 1)
        else:
            with open(path, "rb") as file:
                status = os.fstat(file.fileno())
                if stat.S_ISREG(status.st_mode) and status.st_size > LIMITS.size:
                    raise too_large(name)
                data = file.read(LIMITS.size + 1)
    except (OSError, ValueError) as error:
        raise DiagnosticError([_reading_failed(path, error)]) from error
    return decode(data, name)


def write(path: str, text: str, *, overwrite: bool = True) -> None:
    """Write a text file as UTF-8, all of it or nothing.

    Raises:
        DiagnosticError: `output.exists` if it is there and may not be replaced, else
            `output.not-written`.
    """
    if not overwrite and os.path.lexists(path):
        raise DiagnosticError([_exists(path)])
    try:
        _replace(path, text)
    except (OSError, ValueError) as error:
        raise DiagnosticError([_not_written(path, error)]) from error


def make_folder(path: str) -> None:
    """Make a folder and those above it, unless they are there.

    Raises:
        DiagnosticError: `output.not-written`.
    """
    try:
        os.makedirs(path or os.curdir, exist_ok=True)
    except (OSError, ValueError) as error:
        raise DiagnosticError([_not_written(path, error)]) from error


def _replace(path: str, text: str) -> None:
    """Write beside the file, then put the new one in its place; a link stays a link."""
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe or a device has nothing to replace
        Path(path).write_text(text, "utf-8")
        return
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        draft.write_text(text, "utf-8", newline="\n")
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _not_written(path: str, error: Exception) -> Diagnostic:
    message = f"cannot write `{path}`: {_reason(error)}"
    return Diagnostic("output.not-written", message, hint="choose another place, or make its folder writable")


def _exists(path: str) -> Diagnostic:
    return Diagnostic(
        "output.exists", f"`{path}` is already there", hint="choose another name, or move it away first"
    )


def _reading_failed(path: str, error: OSError | ValueError) -> Diagnostic:
    # A path with a NUL is a ValueError, and no file can have one.
    code = error.errno if isinstance(error, OSError) else errno.ENOENT
    match code:
        case errno.ENOENT | errno.ENOTDIR | errno.ENAMETOOLONG:
            shown = path if len(path) <= 200 else f"{path[:200]}…"
            return Diagnostic("input.not-found", f"there is no file `{shown}`", hint=_similar_file(path))
        case errno.EISDIR:
            return Diagnostic("input.directory", f"`{path}` is a directory", hint="name a file in it")
        case errno.ELOOP:
            return Diagnostic(
                "input.symlink-loop",
                f"`{path}` is a symbolic link that leads back to itself",
                hint="name the file itself",
            )
    hint = "check its permissions" if code in (errno.EACCES, errno.EPERM) else None
    return Diagnostic("input.not-readable", f"cannot read `{path}`: {_reason(error)}", hint=hint)


def _reason(error: Exception) -> str:
    """What the system says, in lower case."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]


def _similar_file(path: str) -> str | None:
    """The file in the same folder whose name is closest, as a hint."""
    folder, name = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry, _ in zip(entries, range(MOST_SUGGESTED_FROM), strict=False)]
    except (OSError, ValueError):
        return None
    best = did_you_mean(name, names)
    return best.replace("`", f"`{folder}{os.sep}", 1) if best and folder else best
