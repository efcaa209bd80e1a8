"""`xreason explain` and `xreason whatif`: why, and what would change it."""

from __future__ import annotations

import json

import pytest

from tests.command_line import DATA, run

RULES = DATA / "breach.yaml"


def test_the_proof_goes_down_to_facts_with_their_origin_and_parameters_with_their_date() -> None:
    ended = run("explain", DATA / "late.yaml", "-r", RULES, "--norm", "notify")
    assert ended.code == 0
    assert ended.out.startswith("notify: violated\n│  Notify the authority  law#1\n├─ applies: true\n")
    assert "breach.notified_at = 2026-01-04T01:00:00Z  [letter.pdf, page 2]\n" in ended.out
    assert "notify_within = 72h  [since 2018-05-25, law#1]\n" in ended.out


def test_without_a_norm_every_rule_is_explained_that_applies() -> None:
    late = run("explain", DATA / "late.yaml", "-r", RULES).out
    in_time = run("explain", DATA / "in-time.json", "-r", RULES).out
    assert ("notify: violated" in late, "inform: undetermined" in late) == (True, True)
    assert ("notify: satisfied" in in_time, "inform: not_applicable" in in_time) == (True, False)


def test_the_proof_is_data_too() -> None:
    ended = run("explain", DATA / "late.yaml", "-r", RULES, "--norm", "notify", "--format", "json")
    [proof] = json.loads(ended.out)
    assert (proof["rule"], proof["outcome"], proof["as_of"]) == ("notify", "violated", "2026-02-01T00:00:00Z")
    assert [step["name"] for step in proof["steps"]] == ["applies", "require", "pending", "review"]


def test_what_is_missing_is_marked_as_missing() -> None:
    ended = run("explain", DATA / "late.yaml", "-r", RULES, "--norm", "inform", "--format", "json")
    [proof] = json.loads(ended.out)
    [require] = [step["node"] for step in proof["steps"] if step["name"] == "require"]
    assert require["missing"] is True
    assert "value" not in require


@pytest.mark.parametrize(("format_", "start"), [("markdown", "## "), ("html", "<!doctype html>")])
def test_other_formats_carry_the_proof(format_: str, start: str) -> None:
    ended = run("explain", DATA / "late.yaml", "-r", RULES, "--format", format_)
    assert ended.out.startswith(start)
    assert "letter.pdf, page 2" in ended.out


def test_whatif_finds_the_nearest_value_that_complies() -> None:
    ended = run("whatif", DATA / "late.yaml", "-r", RULES, "--norm", "notify")
    assert ended.code == 0
    assert (
        "compliant if breach.notified_at were 2026-01-04T00:00:00Z instead of 2026-01-04T01:00:00Z\n"
        in ended.out
    )
    assert "discovered_at were" not in ended.out


def test_whatif_gives_its_changes_as_data() -> None:
    ended = run("whatif", DATA / "late.yaml", "-r", RULES, "--norm", "notify", "--format", "json")
    document = json.loads(ended.out)
    assert document["verdict"] == "non_compliant"
    assert {
        "path": "breach.notified_at",
        "before": "2026-01-04T01:00:00Z",
        "after": "2026-01-04T00:00:00Z",
        "verdict": "compliant",
    } in document["changes"]


def test_whatif_says_so_when_nothing_has_to_change() -> None:
    ended = run("whatif", DATA / "in-time.json", "-r", RULES)
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "nothing has to change")


def test_whatif_ends_with_findings_when_no_single_change_is_enough() -> None:
    facts = '{"breach.risk": "high", "breach.individuals": 3}'
    ended = run("whatif", "-", "-r", RULES, "--as-of", "2026-02-01", "--norm", "inform", stdin=facts)
    assert ended.code in (0, 1)
    late = (
        (DATA / "late.yaml")
        .read_text("utf-8")
        .replace("risk: high", "risk: high\n    individuals: 3\n    told: []")
    )
    both = run("whatif", "-", "-r", RULES, stdin=late.replace("data: [name]", ""))
    assert (both.code == 1) == ("no single change" in both.out)
