"""Colour only for people who watch and want it; bugs told apart from bad input."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.command_line import DATA, PROGRAM, run
from xreason.app.cli import bug, main
from xreason.app.harmless import harmless


def seen(*args: str | Path, **env: str) -> str:
    """What a command prints to a terminal."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    command = [*PROGRAM, *map(str, args)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "TERM": "xterm", **env},
    ) as process:
        os.close(theirs)
        screen = b""
        try:
            while chunk := os.read(ours, 65536):
                screen += chunk
        except OSError:  # how a pseudo-terminal says that the other side is gone
            pass
        process.wait(60)
    os.close(ours)
    return screen.decode()


def test_a_terminal_gets_colour() -> None:
    assert "\x1b[" in seen("check", DATA / "late.yaml", "-r", DATA / "breach.yaml")
    assert "\x1b[" in seen("check", DATA / "no.yaml", "-r", DATA / "breach.yaml")


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_none_gets_none(env: dict[str, str]) -> None:
    assert "\x1b" not in seen("check", DATA / "late.yaml", "-r", DATA / "breach.yaml", **env)


def test_a_pipe_and_a_file_get_no_colour(tmp_path: Path) -> None:
    assert "\x1b" not in run("check", DATA / "late.yaml", "-r", DATA / "breach.yaml").out
    run("check", DATA / "late.yaml", "-r", DATA / "breach.yaml", "--output", tmp_path / "out")
    assert "\x1b" not in (tmp_path / "out").read_text("utf-8")


def test_a_person_who_waits_sees_progress(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text('{"breach.risk": "none"}\n' * 1000, "utf-8")
    args = ("check", many, "-r", DATA / "breach.yaml", "--format", "jsonl", "--output", tmp_path / "out")
    assert "100%" in seen(*args)
    assert "%" not in run(*args).err


def test_controls_become_visible_and_line_ends_stay() -> None:
    assert harmless("a\x1b]0;x\x07\tb\n\x9b\u202e") == "a␛]0;x␇\tb\n�"


class BrokenError(Exception):
    """A mistake of ours."""


def broken() -> Exception:
    """Such a mistake, with the places it passed."""
    try:
        raise BrokenError("a wrong turn")
    except BrokenError as error:
        return error


def test_a_mistake_of_ours_says_what_to_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XREASON_DEBUG", raising=False)
    text = bug.describe(broken())
    assert text.startswith("internal error: BrokenError: a wrong turn\n  at test_terminal.py:")
    assert "Please report the lines above" in text
    assert "Traceback" not in text
    monkeypatch.setenv("XREASON_DEBUG", "1")
    assert bug.describe(broken()).startswith("Traceback")


def test_a_mistake_of_ours_has_an_exit_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise broken()

    monkeypatch.setattr(main, "resolve_command", fail)
    ended = run("check")
    assert (ended.code, ended.out) == (70, "")
    assert ended.err.startswith("internal error: BrokenError")


def test_out_of_memory_is_the_environments_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(main, "resolve_command", fail)
    assert run("check").code == 3


def test_an_interrupt_ends_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "resolve_command", interrupt)
    assert run("check").code == 130
