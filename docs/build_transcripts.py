"""Run the commands that the documentation shows, and write down what they print.

`python -m docs.build_transcripts` brings the transcripts up to date; a test runs them and compares.
A transcript is a fenced `console` block: `$ command`, below it the output. Those of one page follow
each other in one folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/getting-started.md")
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
RUN = ("xreason ", "cat ", "echo ")
TOLD = ("make", "git clone ", "cd ", "pip install ")
"""What a reader does, and nobody does here: `make test` would run itself."""


def transcripts(page: str) -> Iterator[tuple[str, str]]:
    """Place and text of every transcript of a page."""
    text = (REPOSITORY / page).read_text("utf-8")
    for block in CONSOLE.finditer(text):
        yield f"{page}:{text.count(chr(10), 0, block.start())}", block[0]


def commands(transcript: str) -> list[str]:
    """The commands of a transcript."""
    return re.findall(r"^\$ (.*)$", transcript, re.MULTILINE)


def checkout(folder: Path) -> None:
    """Make a folder look as a fresh clone does, as far as the commands care."""
    shutil.copytree(REPOSITORY / "examples", folder / "examples")


def performed(page: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Place and text of every transcript of a page, and how it would read if it were run now."""
    status = 0
    for place, transcript in transcripts(page):
        outputs = re.split(r"^\$ .*\n", transcript, flags=re.MULTILINE)[1:]
        now = []
        for command, told in zip(commands(transcript), outputs, strict=True):
            printed = told
            if command.startswith(RUN):
                status, printed = _run(f"(exit {status}); {command}", folder)
            now.append(f"$ {command}\n{printed}")
        yield place, transcript, "".join(now)


def _run(command: str, folder: Path) -> tuple[int, str]:
    ran = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name != "FORCE_COLOR"},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "100",
            "NO_COLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
    )
    return ran.returncode, ran.stdout if ran.stdout.endswith("\n") or not ran.stdout else ran.stdout + "\n"


def main() -> None:
    """Bring all pages up to date."""
    for page in PAGES:
        path = REPOSITORY / page
        text = path.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            checkout(Path(folder))
            for _, told, now in performed(page, Path(folder)):
                text = text.replace(told, now)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
