"""Completion in the shells, asked as the shells ask."""

from __future__ import annotations

import pytest

from tests.command_line import DATA, run, run_process


@pytest.mark.parametrize(
    ("shell", "mark"),
    [("bash", "complete -o nosort -F"), ("zsh", "#compdef xreason"), ("fish", "complete --no-files")],
)
def test_each_shell_gets_its_script(shell: str, mark: str) -> None:
    ended = run("completion", shell)
    assert (ended.code, ended.err) == (0, "")
    assert mark in ended.out
    assert "_XREASON_COMPLETE" in ended.out


def completed(words: str) -> list[str]:
    """What bash is offered for the last of these words."""
    count = len(words.split(" ")) - 1
    ended = run_process(cwd=DATA, _XREASON_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(count))
    assert ended.err == ""
    return ended.out.split()


def test_commands_options_and_values_are_completed() -> None:
    assert completed("xreason wh") == ["plain,whatif"]
    assert "plain,--norm" in completed("xreason check --n")
    assert completed("xreason check --format js") == ["plain,json", "plain,jsonl"]


def test_packs_are_completed_and_files_left_to_the_shell() -> None:
    assert completed("xreason check x.json -r eu") == ["plain,eu/gdpr", "file,eu"]
