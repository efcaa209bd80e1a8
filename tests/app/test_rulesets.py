"""Finding rulesets, and the commands about them: test, lint, packs, schema, new."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from tests.command_line import DATA, run, run_process
from xreason import packs

RULES = DATA / "breach.yaml"


def test_the_cases_of_a_ruleset_are_run_and_their_coverage_told() -> None:
    ended = run("test", RULES)
    expected = "passed: test/breach 1.2.0: 2 cases; reached: rules 2/2, exemptions 1/1, branches 4/9\n"
    assert (ended.code, ended.out) == (0, expected)


def test_what_no_case_reaches_is_listed_on_request() -> None:
    lines = run("test", RULES, "--uncovered").out.splitlines()
    assert "not reached, branches: notify:pending" in lines


def test_a_case_that_fails_is_shown_at_its_line(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES.read_text("utf-8").replace("{notify: satisfied,", "{notify: violated,"), "utf-8")
    ended = run("test", rules)
    assert ended.code == 1
    line = next(n for n, text in enumerate(rules.read_text("utf-8").splitlines(), 1) if "three days" in text)
    assert f"failed {rules}:{line}: three days to the hour\n" in ended.out
    assert "  notify: expected violated, found satisfied\n" in ended.out


@pytest.mark.parametrize(("percent", "code"), [("44", 0), ("45", 1)])
def test_too_little_coverage_can_be_a_finding(percent: str, code: int) -> None:
    assert run("test", RULES, "--fail-under", percent).code == code


def test_test_results_are_data_and_junit_too(tmp_path: Path) -> None:
    [report] = json.loads(run("test", RULES, "--format", "json").out)
    assert (report["passed"], report["coverage"]["rules"]) == (True, {"reached": 2, "total": 2, "missed": []})
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES.read_text("utf-8").replace("{notify: satisfied,", "{notify: violated,"), "utf-8")
    root = ElementTree.fromstring(run("test", rules, "--format", "junit").out)
    assert (root.get("tests"), root.get("failures")) == ("2", "1")


def test_folders_are_searched_for_rulesets_and_hidden_ones_left_alone(tmp_path: Path) -> None:
    for place in ("a/one.yaml", "a/b/two.yml", ".hidden/three.yaml"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(RULES.read_text("utf-8"), "utf-8")
    (tmp_path / "other.yaml").write_text("key: value", "utf-8")
    files = [
        report["ruleset"]["file"] for report in json.loads(run("test", tmp_path, "--format", "json").out)
    ]
    assert files == [str(tmp_path / "a" / "one.yaml"), str(tmp_path / "a" / "b" / "two.yml")]


def test_a_folder_without_rulesets_is_refused(tmp_path: Path) -> None:
    ended = run("test", tmp_path)
    assert ended.code == 2
    assert "error[input.no-rulesets]" in ended.err


IMPORTED = """\
xreason: 1
id: acme/common
version: {version}
title: Common facts
facts:
  person: {{age: int}}
parameters:
  majority: [{{from: 2000-01-01, value: 18}}]
"""

IMPORTING = """\
xreason: 1
id: acme/rules
version: 1.0.0
title: Rules
imports: {acme/common: ^2.1}
rules:
  - {id: adult, title: Adults only, kind: obligation, severity: minor, require: person.age >= majority}
"""


@pytest.mark.parametrize(
    "place", ["acme/common.yaml", "common.yaml", "acme/common-2.1.3.yaml", "acme/common/2.1.3.yaml"]
)
def test_imports_are_found_on_the_search_path(place: str, tmp_path: Path) -> None:
    library = tmp_path / "library" / place
    library.parent.mkdir(parents=True)
    library.write_text(IMPORTED.format(version="2.1.3"), "utf-8")
    rules = tmp_path / "rules.yaml"
    rules.write_text(IMPORTING, "utf-8")
    args = ("check", "-", "-r", rules, "--as-of", "2026-01-01")
    ended = run(*args, "--path", tmp_path / "library", stdin="person: {age: 17}")
    assert ended.code == 1, ended.err
    assert "violated adult" in ended.out
    named = run_process(*args, stdin=b"person: {age: 18}", XREASON_PATH=str(tmp_path / "library"))
    assert named.code == 0, named.err


def test_imports_are_found_beside_the_ruleset_and_must_fit(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(IMPORTING, "utf-8")
    missing = run("check", "-", "-r", tmp_path / "rules.yaml", stdin="{}")
    assert "error[ruleset.import-not-found]" in missing.err
    (tmp_path / "common.yaml").write_text(IMPORTED.format(version="1.9.0"), "utf-8")
    wrong = run("check", "-", "-r", tmp_path / "rules.yaml", stdin="{}")
    assert (missing.code, wrong.code) == (2, 2)
    assert "error[ruleset.import-version]" in wrong.err


def test_a_clean_ruleset_has_nothing_to_lint(tmp_path: Path) -> None:
    run("new", tmp_path / "rules.yaml")
    ended = run("lint", tmp_path / "rules.yaml")
    assert (ended.code, ended.out) == (0, "clean: 1 ruleset\n")


def test_a_weak_place_is_a_finding_at_its_line(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    run("new", rules)
    rules.write_text(rules.read_text("utf-8").replace("facts:\n", "facts:\n  unused: bool\n", 1), "utf-8")
    ended = run("lint", rules)
    assert ended.code == 1
    assert "warning[lint." in ended.out
    assert "`unused`" in ended.out
    [finding] = json.loads(run("lint", rules, "--format", "json").out)
    assert finding["severity"] == "warning"
    assert finding["file"] == str(rules)
    log = json.loads(run("lint", rules, "--format", "sarif").out)
    [result] = log["runs"][0]["results"]
    assert result["level"] == "warning"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == finding["startLine"]
    assert (region["endLine"], region["endColumn"]) > (region["startLine"], region["startColumn"])


def test_errors_of_a_ruleset_reach_a_code_scanner(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("xreason: 1\nid: a/b\nversion: x\ntitle: T\n", "utf-8")
    ended = run("lint", rules, "--format", "sarif")
    assert ended.code == 2
    assert [result["level"] for result in json.loads(ended.out)["runs"][0]["results"]] == ["error"]


def test_packs_are_listed_and_shown() -> None:
    listed = json.loads(run("packs", "list", "--format", "json").out)
    assert [pack["id"] for pack in listed] == list(packs.names())
    text = run("packs", "list").out
    assert all(name in text for name in packs.names())
    shown = json.loads(run("packs", "show", "eu/gdpr", "--format", "json").out)
    assert "gdpr.33.1.notify_authority" in [rule["id"] for rule in shown["rules"]]
    assert "breach.discovered_at" in [fact["path"] for fact in shown["facts"]]
    assert run("packs", "show", "int/basel3", "--format", "source").out == packs.text("int/basel3").text
    assert "breach.discovered_at: timestamp" in run("packs", "show", "eu/gdpr").out


def test_a_pack_that_is_not_there_is_refused() -> None:
    ended = run("packs", "show", "eu/gdrp")
    assert ended.code == 2
    assert "error[check.unknown-pack]" in ended.err
    assert "did you mean `eu/gdpr`?" in ended.err


@pytest.mark.parametrize("kind", ["ruleset", "verdict"])
def test_schemas_are_json_schemas(kind: str) -> None:
    ended = run("schema", kind)
    assert ended.code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(ended.out))


def fact_schema(ruleset: str | Path) -> Any:
    """A validator of the facts that a ruleset takes."""
    schema = json.loads(run("schema", "facts", ruleset).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["in-time.json", "running.json", "reasons.json"])
def test_the_schema_of_facts_takes_what_check_takes(name: str) -> None:
    assert fact_schema(RULES).is_valid(json.loads((DATA / name).read_text("utf-8")))


@pytest.mark.parametrize(
    "facts",
    [
        {"breach": {"risk": "hgih"}},
        {"breach": {"individuals": -1}},
        {"breach": {"individuals": "three"}},
        {"breach": {"unknown": 1}},
        {"facts": {"breach": {"told": [{"whom": "x"}]}}},
        {"breach": {"discovered_at": None}},
    ],
)
def test_the_schema_of_facts_refuses_what_check_refuses(facts: dict[str, object]) -> None:
    assert not fact_schema(RULES).is_valid(facts)
    assert run("check", "-", "-r", RULES, stdin=json.dumps(facts)).code == 2


@pytest.mark.parametrize("name", packs.names())
def test_the_schema_of_every_packs_facts_is_sound(name: str) -> None:
    assert fact_schema(name).is_valid({})


@pytest.mark.parametrize("title", ["Complaints", "No", "null", "12", 'a "b": #c', "Ärger, {x}", "- x"])
def test_a_new_ruleset_passes_its_tests_is_clean_and_in_layout(title: str, tmp_path: Path) -> None:
    rules = tmp_path / "deep" / "My rules.yaml"
    made = run("new", rules, "--title", title)
    assert (made.code, made.out) == (0, "")
    tested = run("test", rules, "--fail-under", "100")
    assert (tested.code, tested.err) == (0, "")
    assert run("lint", rules).code == 0
    assert run("fmt", "--check", rules).code == 0
    [report] = json.loads(run("test", rules, "--format", "json").out)
    assert report["ruleset"]["id"] == "example/my-rules"


def test_a_new_ruleset_takes_the_place_of_nothing(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("mine", "utf-8")
    ended = run("new", rules)
    assert ended.code == 2
    assert "error[output.exists]" in ended.err
    assert rules.read_text("utf-8") == "mine"


@pytest.mark.parametrize("id_", ["Acme/x", "acme", "a b/c", "acme/", "../x"])
def test_a_new_ruleset_has_an_id_that_can_be_one(id_: str, tmp_path: Path) -> None:
    ended = run("new", tmp_path / "rules.yaml", "--id", id_)
    assert ended.code == 2
    assert "error[cli.usage]" in ended.err
    assert list(tmp_path.iterdir()) == []
