"""Compiled rulesets kept between runs, in a folder that only the user can write to.

`XREASON_CACHE` names the folder, or turns this off when empty; else `$XDG_CACHE_HOME/xreason`, else
`~/.cache/xreason`. What is kept is code, so a folder or file that others could have written to is
not used. A cache that cannot be read or written is no error: the ruleset is compiled again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import sha256

from xreason.kernel.diagnostics import Source
from xreason.reasoning.program import program_of
from xreason.rulesets.model import Ruleset

MOST_FILES = 64
"""Compiled rulesets that are kept; the longest unused go first."""

WRITABLE_BY_OTHERS = 0o022


def recall(source: Source) -> Ruleset | None:
    """The ruleset of a document as compiled before, without its cases; None if there is none."""
    path = _path(source)
    if path is None or not _is_ours(path):
        return None
    try:
        with open(path, "rb") as file:
            stored = file.read()
        os.utime(path)
    except OSError:
        return None
    from xreason.reasoning.stored import load

    try:
        program = load(stored, source)
    except (ValueError, EOFError, TypeError):  # what `marshal` raises for bytes that were cut short
        return None
    return None if program is None else program.ruleset


def keep(ruleset: Ruleset, known: bool) -> None:
    """Keep what was compiled of a ruleset for later runs.

    Args:
        ruleset: one that cases have been judged by.
        known: it came from here; then only what had to be compiled in addition is worth keeping.
    """
    path = _path(ruleset.source)
    if path is None or (known and "compiled_kleene" not in vars(program_of(ruleset))):
        return
    from xreason.reasoning.stored import dump

    stored = dump(program_of(ruleset))
    if stored is None:
        return
    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not _is_ours(folder):
            return
        _drop_oldest(folder)
        partial = f"{path}.{os.getpid()}"
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(stored)
        os.replace(partial, path)
    except OSError:
        return


def _folder() -> str | None:
    named = os.environ.get("XREASON_CACHE")
    if named is not None:
        return named or None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "xreason") if os.path.isabs(base) else None


def _path(source: Source) -> str | None:
    """Where a document's compiled form is kept: by its text, this engine and this Python."""
    folder = _folder()
    if folder is None:
        return None
    key = sha256(source.text.encode("utf-8", "surrogatepass"))
    key.update(f"\0{sys.version}\0{_engine()}".encode())
    return os.path.join(folder, f"{key.hexdigest()}.compiled")


def _engine() -> str:
    """What tells one state of the engine's code from another: sizes and times of its files."""
    root = os.path.dirname(os.path.dirname(__file__))
    return ";".join(sorted(_states(root)))


def _states(folder: str) -> Iterator[str]:
    for part in ("kernel", "cel", "rulesets", "reasoning"):
        for place, folders, files in os.walk(os.path.join(folder, part)):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in files:
                state = os.stat(os.path.join(place, name))
                yield f"{name} {state.st_size} {state.st_mtime_ns}"


def _is_ours(path: str) -> bool:
    try:
        state = os.stat(path)
    except OSError:
        return False
    owned = not hasattr(os, "geteuid") or state.st_uid == os.geteuid()
    return owned and not state.st_mode & WRITABLE_BY_OTHERS


def _drop_oldest(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries if entry.is_file())
    for _, path in files[: max(0, len(files) - MOST_FILES + 1)]:
        os.unlink(path)
