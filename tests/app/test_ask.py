"""`xreason ask`: an interview by a person or a script, ending in a verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import DATA, run
from xreason.app.interview import described, understood
from xreason.cel import types
from xreason.kernel.diagnostics import DiagnosticError

RULES = DATA / "breach.yaml"


def ask(*args: str | Path, answers: str) -> tuple[int, str, str]:
    """An interview with these lines as answers."""
    ended = run("ask", "-r", RULES, "--as-of", "2026-02-01", *args, stdin=answers)
    return ended.code, ended.out, ended.err


def test_only_what_can_change_the_verdict_is_asked() -> None:
    code, out, err = ask(answers="none\n")
    assert code == 0
    assert out.startswith("compliant: test/breach 1.2.0")
    assert err.count("> ") == 1
    assert err.startswith("How high is the risk?\n  breach.risk: one of none, low, high\n> ")


def test_a_bad_answer_is_shown_as_a_diagnostic_and_asked_again() -> None:
    code, _, err = ask(answers="hgih\nnone\n")
    assert code == 0
    assert "error[facts." in err
    assert "did you mean `high`?" in err
    assert err.count("> ") == 2


def test_a_question_mark_explains_the_question() -> None:
    _, _, err = ask(answers="?\nnone\n")
    assert "To the people concerned.\n" in err
    assert "an answer can settle 2 rules" in err


def test_an_empty_answer_leaves_the_fact_unknown_and_it_is_not_asked_again() -> None:
    code, out, err = ask("--norm", "inform", answers="\n\n\n\n\n")
    assert code == 1
    assert "missing:   breach.risk, breach.individuals, breach.told\n" in out
    assert err.count("How high is the risk?") == 1


def test_the_end_of_the_input_ends_the_interview() -> None:
    code, out, _ = ask(answers="")
    assert code == 1
    assert "undetermined: test/breach" in out


def test_answers_can_be_lists_and_records() -> None:
    code, out, _ = ask(
        "--norm", "inform", answers='high\n3\npeople\n[{"who": "people", "on": "2026-01-03"}]\n'
    )
    assert (code, out) == (0, "compliant: test/breach 1.2.0 as of 2026-02-01T00:00:00Z: 1 satisfied\n")


def test_known_facts_are_not_asked_for() -> None:
    _, _, err = ask("--facts", DATA / "late.yaml", answers="")
    assert "How high is the risk?" not in err
    assert "How many people are affected?" in err or "Who was told?" in err


def test_answers_from_a_file_replace_the_person(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("breach: {risk: high, individuals: 0}", "utf-8")
    ended = run(
        "ask",
        "-r",
        RULES,
        "--norm",
        "inform",
        "--as-of",
        "2026-02-01",
        "--answers",
        answers,
        "--format",
        "json",
    )
    assert ended.code == 0
    assert json.loads(ended.out)["rules"][0]["outcome"] == "exempt"
    assert ended.err == 'How high is the risk? "high"\nHow many people are affected? 0\n'


def test_an_answer_that_a_file_lacks_stays_unknown(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"breach.risk": "high"}', "utf-8")
    ended = run("ask", "-r", RULES, "--norm", "inform", "--as-of", "2026-02-01", "--answers", answers)
    assert ended.code == 1
    assert "How many people are affected? (not known)" in ended.err


def test_a_bad_answer_in_a_file_ends_a_script(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("breach: {risk: hgih}", "utf-8")
    ended = run("ask", "-r", RULES, "--answers", answers)
    assert ended.code == 2
    assert f"{answers}:1:16" in ended.err


def test_saved_facts_give_the_same_verdict_again(tmp_path: Path) -> None:
    saved = tmp_path / "facts.json"
    code, out, _ = ask("--norm", "inform", "--format", "json", "--save", saved, answers="high\n0\n")
    again = run("check", saved, "-r", RULES, "--norm", "inform", "--format", "json")
    assert (code, again.code) == (0, 0)
    assert json.loads(again.out) == json.loads(out)
    assert json.loads(saved.read_text("utf-8"))["provenance"]["breach.risk"] == {"kind": "person"}


def test_the_verdict_can_be_proved() -> None:
    _, out, _ = ask("--norm", "notify", "--proof", answers="")
    assert "  └─ " in out


def test_a_field_missing_in_a_list_of_records_can_be_answered(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(
        '{"breach": {"risk": "high", "individuals": 3, "told": [{"on": "2026-01-02"}]}}', "utf-8"
    )
    code, _, err = ask("--norm", "inform", "--facts", facts, answers="people\n")
    assert code == 0
    assert "breach.told[0].who: a text" in err


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("YES", types.BOOL, True),
        ("n", types.BOOL, False),
        (" -12 ", types.INT, -12),
        ("12.50", types.DECIMAL, "12.50"),
        ("null", types.nullable(types.DATE), None),
        ("2026-01-31", types.nullable(types.DATE), "2026-01-31"),
        ("null", types.STRING, "null"),
        ("", types.list_of(types.INT), []),
        ("1, 2", types.list_of(types.INT), [1, 2]),
        ("[1, 2]", types.list_of(types.INT), [1, 2]),
    ],
)
def test_an_answer_in_words_is_understood(text: str, type_: types.Type, expected: object) -> None:
    assert understood(text, type_) == expected


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("perhaps", types.BOOL),
        ("1.5", types.INT),
        ("9" * 100, types.INT),
        ("[1", types.list_of(types.INT)),
        ("a", types.record("", (("x", types.INT),))),
    ],
)
def test_an_answer_that_cannot_be_meant_is_refused(text: str, type_: types.Type) -> None:
    with pytest.raises(DiagnosticError) as refusal:
        understood(text, type_)
    assert refusal.value.code == "ask.answer"
    assert described(type_) in refusal.value.message


def test_null_in_a_file_is_an_answer_and_what_it_leaves_open_is_asked(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "breach: {occurred: true, risk: high, notified_at: null, discovered_at: 2026-01-01T00:00:00Z}\n"
    )
    norm = "gdpr.33.1.notify_authority"
    ended = run("ask", "-r", "eu/gdpr", "--norm", norm, "--as-of", "2026-01-02", "--answers", answers)
    assert ended.code == 0
    assert ended.out.startswith(f"pending {norm}")
