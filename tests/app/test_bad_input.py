"""Whatever is handed in, the answer is a diagnostic with a code and exit 2, never a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command_line import DATA, Ended, run, run_process

RULES = DATA / "breach.yaml"

FACTS: dict[str, tuple[bytes, str]] = {
    "malformed YAML": (b"breach: {risk: low\nx", "document."),
    "malformed JSON": (b'{"breach": {"risk": "low"', "document."),
    "a list": (b"[1, 2]", "facts."),
    "a bare word": (b"hello", "facts."),
    "a wrong type": (b"breach: {individuals: many}", "facts."),
    "an unknown fact": (b"breach: {indviduals: 3}", "facts.unknown"),
    "a value out of range": (b"breach: {individuals: -1}", "facts."),
    "a date that does not exist": (b"breach: {discovered_at: 2026-02-30T00:00:00Z}", "facts."),
    "a moment that does not exist": (b"as_of: 2026-13-01\nfacts: {}", "check.moment"),
    "a duplicate key": (b"breach.risk: low\nbreach.risk: high", "document.duplicate-key"),
    "a duplicate key in JSON": (b'{"breach.risk": "low", "breach.risk": "high"}', "document.duplicate-key"),
    "NaN": (b'{"breach": {"individuals": NaN}}', ""),
    "NaN in YAML": (b"breach: {individuals: .nan}", "facts."),
    "1e400": (b'{"breach": {"individuals": 1e400}}', "facts."),
    "a number of a million digits": (b'{"breach": {"individuals": ' + b"9" * 1_000_000 + b"}}", ""),
    "deep nesting": (b"[" * 100_000, "document."),
    "deep nesting of mappings": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "document.too-deep"),
    "not UTF-8": (b"breach: {risk: l\xffw}", "document.not-utf8"),
    "UTF-16": ("breach: {risk: low}".encode("utf-16"), "document.not-utf8"),
    "a NUL": (b"breach: {risk: l\0w}", "document."),
    "an alias bomb": (b"a: &a [1]\nb: [*a, *a]", "document."),
    "a tag": (b"breach: !!python/object/apply:os.system ['true']", "document.tag"),
    "two documents": (b"breach.risk: low\n---\nbreach.risk: high", "document."),
    "null where there must be a value": (b"breach: {risk: null}", "facts."),
}


def refused(ended: Ended, code: str) -> None:
    """The command was refused with a code, and said nothing else."""
    assert ended.code == 2, ended
    assert f"error[{code}" in ended.err
    assert "Traceback" not in ended.err
    assert "internal error" not in ended.err
    assert ended.out == ""


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text("{}[]:,\"' \nbreach.isk0-9e+#&*!|>%@`~", max_size=60).map(str.encode),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists, max_leaves=5
        ).map(lambda value: json.dumps({"breach": value}).encode()),
    )
)
def test_no_bytes_at_all_bring_the_command_down(data: bytes) -> None:
    for command in (["check", "-", "-r", RULES], ["test", "-"], ["fmt", "-"]):
        ended = run(*command, stdin=data)
        assert ended.code in (0, 1, 2), ended
        assert (ended.code == 2) == ("error[" in ended.err)


@pytest.mark.parametrize("what", FACTS)
@pytest.mark.parametrize("command", ["check", "explain", "whatif"])
def test_facts_that_cannot_be_read_are_refused(command: str, what: str) -> None:
    data, code = FACTS[what]
    refused(run(command, "-", "-r", RULES, stdin=data), code)


@pytest.mark.parametrize(
    ("name", "before", "after", "code"),
    [
        ("a duplicate id", "- id: inform", "- id: notify", "ruleset."),
        (
            "a date that does not exist",
            "{from: 2018-05-25}\nsources",
            "{from: 2018-02-30}\nsources",
            "ruleset.",
        ),
        ("an unknown key", "severity: critical", "sevrity: critical", "ruleset."),
        ("an unknown fact in an expression", "t.who ==", "t.whom ==", "cel."),
        ("an expression of the wrong type", "applies: reportable", "applies: breach.individuals", "cel."),
        ("an expression that cannot be parsed", "applies: reportable", "applies: reportable &&", "cel."),
        ("another language version", "xreason: 1", "xreason: 9", "ruleset.language"),
        (
            "an import that is not there",
            "facts:\n  breach",
            "imports: {a/b: ^1}\nfacts:\n  breach",
            "ruleset.import",
        ),
        ("a case with an unknown rule", "expect: {notify", "expect: {notifi", "ruleset."),
    ],
)
@pytest.mark.parametrize("command", ["check", "test", "lint"])
def test_rulesets_with_mistakes_are_refused(
    command: str, name: str, before: str, after: str, code: str, tmp_path: Path
) -> None:
    text = RULES.read_text("utf-8")
    assert before in text
    rules = tmp_path / "rules.yaml"
    rules.write_text(text.replace(before, after, 1), "utf-8")
    if command == "check":
        refused(run("check", DATA / "late.yaml", "-r", rules), code)
    else:
        ended = run(command, rules)
        assert ended.code == 2
        assert f"error[{code}" in ended.out + ended.err


def test_a_ruleset_that_is_not_in_force_is_refused() -> None:
    refused(run("check", DATA / "late.yaml", "-r", RULES, "--as-of", "2018-05-24"), "ruleset.not-in-force")


@pytest.mark.parametrize("moment", ["yesterday", "2026-02-30", "2026-01-01T25:00:00Z", "", "0000-01-01"])
def test_a_moment_that_cannot_be_read_is_refused(moment: str) -> None:
    refused(run("check", DATA / "late.yaml", "-r", RULES, "--as-of", moment), "check.moment")


def test_a_file_of_100_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(100 * 1000 * 1000)
    refused(run("check", large, "-r", RULES), "document.too-large")
    refused(run("check", DATA / "late.yaml", "-r", large), "document.too-large")
    refused(run("fmt", large), "document.too-large")


def test_endless_input_is_refused() -> None:
    refused(run("check", "/dev/zero", "-r", RULES), "document.too-large")


def test_links_that_go_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    refused(run("check", tmp_path / "a.yaml", "-r", RULES), "input.symlink-loop")
    refused(run("check", DATA / "late.yaml", "-r", tmp_path / "a.yaml"), "input.symlink-loop")


def test_a_directory_is_not_a_file(tmp_path: Path) -> None:
    refused(run("check", tmp_path, "-r", RULES), "input.directory")
    refused(run("check", DATA / "late.yaml", "-r", tmp_path), "input.directory")


def test_a_file_that_is_not_there_is_named_with_one_that_is() -> None:
    ended = run("check", DATA / "lat.yaml", "-r", RULES)
    refused(ended, "input.not-found")
    assert f"did you mean `{DATA}{os.sep}late.yaml`?" in ended.err


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "late.yaml/x"])
def test_a_path_that_cannot_exist_is_not_found(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA)
    refused(run("check", path, "-r", RULES), "input.not-found")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_the_environments_fault(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text("{}", "utf-8")
    secret.chmod(0)
    ended = run("check", secret, "-r", RULES)
    assert ended.code == 3
    assert "error[input.not-readable]" in ended.err


def test_a_name_that_is_neither_file_nor_pack_is_refused() -> None:
    ended = run("check", DATA / "late.yaml", "-r", "eu/gdrp")
    refused(ended, "input.unknown-ruleset")
    assert "did you mean `eu/gdpr`?" in ended.err


def test_standard_input_is_read_only_once() -> None:
    refused(run("check", "-", "-r", "-", stdin="{}"), "input.stdin-twice")
    refused(run("check", "-", "-", "-r", RULES, stdin="{}"), "input.stdin-twice")


def test_an_empty_file_of_cases_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n\n", "utf-8")
    refused(run("check", tmp_path / "none.jsonl", "-r", RULES), "input.no-cases")


@pytest.mark.parametrize(
    "args",
    [
        ["chek"],
        ["check"],
        ["check", "facts.json"],
        ["check", "facts.json", "-r", "rules.yaml", "--format", "pdf"],
        ["check", "--nosuch"],
        ["schema", "facts"],
        ["schema", "verdict", "eu/gdpr"],
        ["completion", "csh"],
        ["new"],
        ["test", "--fail-under", "101"],
    ],
)
def test_a_wrong_command_line_is_refused_with_the_way_out(args: list[str]) -> None:
    ended = run(*args)
    refused(ended, "cli.usage")
    assert "= help: " in ended.err


def test_no_command_at_all_shows_what_there_is() -> None:
    ended = run()
    assert (ended.code, ended.out) == (2, "")
    assert "  whatif" in ended.err


def test_a_process_ends_as_the_command_does() -> None:
    ended = run_process("check", "-", "-r", RULES, stdin=b"\xff")
    refused(ended, "document.not-utf8")


def test_a_terminal_without_a_character_gets_another() -> None:
    ended = run_process("check", "-", "-r", RULES, stdin=b"{}", PYTHONIOENCODING="ascii")
    assert ended.code == 1
    assert ended.out.isascii()
