"""What the documentation shows is what happens: its commands are run, and their output compared."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.outside import REPOSITORY

PAGES = ("README.md", "docs/getting-started.md", "docs/concepts.md")
FENCED = re.compile(r"^```(?P<kind>console|pycon)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = ("xreason ", "cat ", "echo ")
TOLD = ("make", "git clone ", "cd ", "python3 -m pip install ")
"""What a reader does, and a test does not: `make test` would run itself."""


@dataclass(frozen=True)
class Shown:
    """A command in a transcript, and the output that stands below it."""

    place: str
    command: str
    output: str


def transcripts() -> list[list[Shown]]:
    """All transcripts of the pages, each a list of commands."""
    found = []
    for page in PAGES:
        text = (REPOSITORY / page).read_text("utf-8")
        for block in FENCED.finditer(text):
            if block["kind"] != "console":
                continue
            line = text.count("\n", 0, block.start()) + 1
            parts = re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]
            commands = [part.partition("\n")[::2] for part in parts]
            found.append([Shown(f"{page}:{line}", command, output) for command, output in commands])
    return found


def sessions() -> list[tuple[str, str]]:
    """All Python sessions of the pages: place and text."""
    found = []
    for page in PAGES:
        text = (REPOSITORY / page).read_text("utf-8")
        for block in FENCED.finditer(text):
            if block["kind"] == "pycon":
                found.append((f"{page}:{text.count(chr(10), 0, block.start()) + 1}", block["text"]))
    return found


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks as a fresh clone does, to run commands in."""
    shutil.copytree(REPOSITORY / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_is_something_to_see() -> None:
    assert any(shown.command.startswith("xreason check") for block in transcripts() for shown in block)


@pytest.mark.parametrize("block", transcripts(), ids=lambda block: block[0].place)
def test_a_transcript_shows_what_happens(block: list[Shown], checkout: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    status = 0
    for shown in block:
        if not shown.command.startswith(RUN):
            assert shown.command.startswith(TOLD), f"{shown.place}: `{shown.command}` is not checked"
            continue
        ran = subprocess.run(
            ["sh", "-c", f"(exit {status}); {shown.command}"],
            cwd=checkout,
            env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
        )
        status = ran.returncode
        assert ran.stdout.splitlines() == shown.output.splitlines(), f"{shown.place}: $ {shown.command}"


@pytest.mark.parametrize(("place", "text"), sessions(), ids=[place for place, _ in sessions()])
@pytest.mark.usefixtures("checkout")
def test_a_python_session_shows_what_happens(place: str, text: str) -> None:
    session = doctest.DocTestParser().get_doctest(text, {}, place, place, 0)
    said: list[str] = []
    failed, _ = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session, out=said.append)
    assert not failed, "".join(said)


LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "changelog.d/README.md"]
)
def test_links_between_files_lead_somewhere(page: str) -> None:
    path = REPOSITORY / page
    targets = [match["target"] for match in LINK.finditer(path.read_text("utf-8"))]
    assert [t for t in targets if "://" not in t and not (path.parent / t).exists()] == []
