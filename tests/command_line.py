"""Running `xreason` in a test: inside this process, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from xreason.app.cli import main

PROGRAM = (sys.executable, "-c", "from xreason.app.cli import main; main()")

DATA = Path(__file__).parent / "app" / "data"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*args: str | Path, stdin: str | bytes | None = None) -> Ended:
    """Run a command line inside this process."""
    result = CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def run_process(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Ended:
    """Run a command line as a process, with this interpreter."""
    ended = subprocess.run(
        [*PROGRAM, *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **env},
        check=False,
        timeout=120,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def start(*args: str | Path) -> subprocess.Popen[bytes]:
    """Start a command line as a process with pipes."""
    pipe = subprocess.PIPE
    return subprocess.Popen([*PROGRAM, *map(str, args)], stdin=pipe, stdout=pipe, stderr=pipe)
