"""Finding rulesets: by path, by the name of a pack, below a folder, or for an import."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from xreason import packs
from xreason.app.files import STDIN, read
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.model import Ruleset

SUFFIXES = (".yaml", ".yml", ".json")

HEAD_BYTES = 64 * 1024
"""How far into a file the key `xreason` is looked for when folders are searched."""

_IS_RULESET = re.compile(rb"""^(?:\xef\xbb\xbf)?[{ ]*["']?xreason["']?[ ]*:[ ]*\d""", re.MULTILINE)


def find(reference: str, search_path: Sequence[str] = ()) -> Ruleset:
    """Load a ruleset.

    Args:
        reference: a path, `-` for standard input, or the name of a pack.
        search_path: folders in which imported rulesets are looked for, besides the ruleset's own
            folder, those that `XREASON_PATH` names, and the packs.

    Raises:
        DiagnosticError: it is not found, or wrong.
    """
    return _load(locate(reference), reference, search_path)


def _load(source: Source, reference: str, search_path: Sequence[str]) -> Ruleset:
    from xreason.rulesets.loader import load

    folder = os.path.dirname(reference) or os.curdir
    named = [part for part in os.environ.get("XREASON_PATH", "").split(os.pathsep) if part]
    return load(source, finder([folder, *search_path, *named]))


def find_compiled(reference: str, search_path: Sequence[str] = ()) -> Ruleset:
    """As `find`, from the cache of compiled rulesets where possible; then without its cases.

    Args:
        reference: a path, `-` for standard input, or the name of a pack.
        search_path: folders in which imported rulesets are looked for.

    Raises:
        DiagnosticError: it is not found, or wrong.
    """
    import click

    from xreason.app.cache import keep, recall

    source = locate(reference)
    ruleset = recall(source)
    known = ruleset is not None
    if ruleset is None:
        ruleset = _load(source, reference, search_path)
    # At the end, when it is clear what was compiled, and whoever waits has the answer.
    click.get_current_context().call_on_close(partial(keep, ruleset, known))
    return ruleset


def locate(reference: str) -> Source:
    """The document that a path or the name of a pack stands for; a file comes before a pack.

    Raises:
        DiagnosticError: `input.…`, or `document.…` for a text that cannot be read.
    """
    if reference != STDIN and not os.path.isfile(reference):
        if reference in packs.names():
            return packs.text(reference)
        is_path = reference.endswith(SUFFIXES) or reference.startswith((os.sep, "."))
        if not is_path and not os.path.lexists(reference):
            message = f"`{reference[:200]}` is neither a file nor a pack"
            hint = did_you_mean(reference, packs.names()) or "`xreason packs list` names the packs"
            raise DiagnosticError([Diagnostic("input.unknown-ruleset", message, hint=hint)])
    return read(reference)


def finder(folders: Sequence[str]) -> Callable[[str], Sequence[Source]]:
    """Looks for imported rulesets in these folders, then among the packs.

    `acme/common` may be `acme/common.yaml`, `common.yaml`, `acme/common-2.1.0.yaml` or
    `acme/common/2.1.0.yaml` in a folder; its `id` decides.
    """

    def documents(id_: str) -> list[Source]:
        paths = dict.fromkeys(path for folder in folders for path in _candidates(folder, id_))
        found = [read(path) for path in paths]
        return [*found, packs.text(id_)] if id_ in packs.names() else found

    return documents


def _candidates(folder: str, id_: str) -> Iterator[str]:
    from glob import escape, glob

    for name in (id_, id_.rsplit("/", 1)[-1]):
        stem = os.path.join(escape(folder), *map(escape, name.split("/")))
        for pattern in (stem, f"{stem}[-@]*", os.path.join(stem, "*")):
            for suffix in SUFFIXES:
                yield from sorted(path for path in glob(pattern + suffix) if os.path.isfile(path))


def discover(references: Sequence[str]) -> list[str]:
    """The rulesets that these stand for: files and packs themselves, folders all that is below.

    Args:
        references: the current folder if empty.

    Raises:
        DiagnosticError: `input.no-rulesets` if a folder has none.
    """
    found: dict[str, None] = {}
    for reference in references or (os.curdir,):
        if not os.path.isdir(reference) or reference in packs.names():
            found[reference] = None
            continue
        below = list(_below(reference))
        if not below:
            place = "the current folder" if reference == os.curdir else f"`{reference}`"
            hint = "`xreason new rules.yaml` starts one"
            raise DiagnosticError(
                [Diagnostic("input.no-rulesets", f"there is no ruleset below {place}", hint=hint)]
            )
        found.update(dict.fromkeys(below))
    return list(found)


def _below(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.normpath(os.path.join(place, name))
            if name.endswith(SUFFIXES) and _looks_like_ruleset(path):
                yield path


def _looks_like_ruleset(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return _IS_RULESET.search(file.read(HEAD_BYTES)) is not None
    except OSError:
        return False
