"""`xreason check`: what it prints for each format, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import DATA, run, run_process, start

RULES = DATA / "breach.yaml"


@pytest.mark.parametrize(
    ("facts", "code", "verdict"),
    [
        ("in-time.json", 0, "compliant"),
        ("running.json", 0, "pending"),
        ("reasons.json", 1, "review"),
        ("late.yaml", 1, "non_compliant"),
    ],
)
def test_the_exit_code_says_whether_a_person_has_to_act(facts: str, code: int, verdict: str) -> None:
    ended = run("check", DATA / facts, "-r", RULES, "--format", "json")
    assert (ended.code, json.loads(ended.out)["verdict"], ended.err) == (code, verdict, "")


def test_an_undetermined_case_names_exactly_what_is_missing() -> None:
    ended = run("check", "-", "-r", RULES, "--as-of", "2026-02-01", stdin='{"breach.risk": "high"}')
    assert ended.code == 1
    assert "missing:   breach.individuals, breach.told\n" in ended.out
    assert "missing:   breach.discovered_at, breach.notified_at, breach.delay_reasons_given\n" in ended.out


@pytest.mark.parametrize("name", ["late", "reasons", "running", "in-time", "cases"])
def test_the_text_for_people_is_as_it_was(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA)
    [facts] = [path.name for path in DATA.glob(f"{name}.*") if path.suffix != ".txt"]
    assert run("check", facts, "-r", "breach.yaml", "--proof").out == (DATA / f"{name}.txt").read_text(
        "utf-8"
    )


def test_success_is_quiet_with_one_summary_line() -> None:
    ended = run("check", DATA / "in-time.json", "-r", RULES)
    assert ended.out == (
        "compliant: test/breach 1.2.0 as of 2026-02-01T00:00:00Z: 1 satisfied, 1 not_applicable\n"
    )
    assert ended.err == ""


def test_the_same_case_gives_the_same_bytes() -> None:
    args = ("check", DATA / "late.yaml", "-r", RULES, "--format", "json", "--proof")
    assert run(*args).out == run(*args).out


def test_one_norm_can_be_judged_alone_or_several() -> None:
    one = run("check", DATA / "late.yaml", "-r", RULES, "--norm", "notify", "--format", "json")
    both = run(
        "check", DATA / "late.yaml", "-r", RULES, "--norm", "inform", "--norm", "notify", "--format", "json"
    )
    assert [rule["id"] for rule in json.loads(one.out)["rules"]] == ["notify"]
    assert [rule["id"] for rule in json.loads(both.out)["rules"]] == ["notify", "inform"]
    whole = run("check", DATA / "late.yaml", "-r", RULES, "--format", "json")
    assert json.loads(both.out) == json.loads(whole.out)


def test_an_unknown_norm_is_refused_with_the_one_that_may_be_meant() -> None:
    ended = run("check", DATA / "late.yaml", "-r", RULES, "--norm", "notfy")
    assert ended.code == 2
    assert "error[check.unknown-rule]" in ended.err
    assert "did you mean `notify`?" in ended.err


def test_the_moment_comes_from_the_option_then_the_document_then_the_clock() -> None:
    stated = run("check", DATA / "late.yaml", "-r", RULES, "--format", "json")
    given = run("check", DATA / "late.yaml", "-r", RULES, "--format", "json", "--as-of", "2026-03-01")
    now = run("check", "-", "-r", RULES, "--format", "json", stdin="{}")
    moments = [json.loads(ended.out)["as_of"] for ended in (stated, given, now)]
    assert moments[:2] == ["2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"]
    assert moments[2] > "2026-06"


def test_many_cases_come_from_json_lines_and_several_files() -> None:
    ended = run("check", DATA / "cases.jsonl", DATA / "late.yaml", "-r", RULES, "--format", "jsonl")
    verdicts = [json.loads(line)["verdict"] for line in ended.out.splitlines()]
    assert (ended.code, verdicts) == (1, ["compliant", "compliant", "pending", "non_compliant"])


def test_json_lines_are_recognised_on_standard_input() -> None:
    lines = (DATA / "cases.jsonl").read_text("utf-8")
    ended = run("check", "-", "-r", RULES, "--format", "json", stdin=lines)
    assert [case["verdict"] for case in json.loads(ended.out)] == ["compliant", "compliant", "pending"]


def test_a_mistake_in_a_line_is_shown_at_its_number() -> None:
    lines = '{"breach.risk": "low"}\n\n{"breach.risk": "hgih"}\n'
    ended = run("check", "-", "-r", RULES, stdin=lines)
    assert ended.code == 2
    assert "  --> <stdin>:3:17\n" in ended.err
    assert " 3 | " in ended.err


def test_mistakes_in_all_files_are_reported_at_once(tmp_path: Path) -> None:
    for name, text in (("a.json", '{"breach.risk": "x"}'), ("b.json", '{"breach.individuals": -1}')):
        (tmp_path / name).write_text(text, "utf-8")
    ended = run("check", tmp_path / "a.json", tmp_path / "b.json", "-r", RULES)
    assert (ended.code, ended.out) == (2, "")
    assert "a.json:1:" in ended.err
    assert "b.json:1:" in ended.err


def test_output_goes_to_a_file_and_the_summary_to_the_terminal(tmp_path: Path) -> None:
    target = tmp_path / "verdict.json"
    ended = run("check", DATA / "late.yaml", "-r", RULES, "--format", "json", "--output", target)
    assert (ended.code, ended.out) == (1, "")
    assert "non_compliant: test/breach 1.2.0" in ended.err
    assert json.loads(target.read_text("utf-8"))["verdict"] == "non_compliant"
    assert [path.name for path in tmp_path.iterdir()] == ["verdict.json"]


def test_an_output_that_cannot_be_written_is_the_environments_fault(tmp_path: Path) -> None:
    ended = run("check", DATA / "late.yaml", "-r", RULES, "--output", tmp_path / "no" / "such" / "file")
    assert ended.code == 3
    assert "error[output.not-written]" in ended.err


def test_a_pack_is_named_by_its_id() -> None:
    ended = run(
        "check",
        "-",
        "-r",
        "eu/gdpr",
        "--norm",
        "gdpr.33.1.notify_authority",
        stdin="breach: {occurred: false}",
    )
    assert ended.code == 0
    assert ended.out.startswith("compliant: eu/gdpr ")


def test_a_document_cannot_steer_the_terminal(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    text = RULES.read_text("utf-8").replace("Notify the authority", '"\\e[2JNotify\\u202e"')
    rules.write_text(text, "utf-8")
    ended = run("check", DATA / "late.yaml", "-r", rules)
    assert "\x1b" not in ended.out
    assert "violated notify: ␛[2JNotify\n" in ended.out


def test_a_full_disk_is_the_environments_fault() -> None:
    ended = run_process("check", DATA / "late.yaml", "-r", RULES, "--format", "json", "--output", "/dev/full")
    assert ended.code == 3
    assert "error[output.not-written]" in ended.err


def test_a_reader_that_goes_away_is_no_reason_to_complain(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text('{"breach.risk": "none"}\n' * 500, "utf-8")
    with start("check", many, "-r", RULES, "--format", "jsonl") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141
