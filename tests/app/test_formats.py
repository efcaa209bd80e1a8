"""The formats of a verdict, each read by what reads it elsewhere."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from tests.command_line import DATA, run
from tests.outside import REPOSITORY

RULES = DATA / "breach.yaml"
FACTS = [DATA / name for name in ("late.yaml", "in-time.json", "running.json", "reasons.json")]


def checked(format_: str, *facts: Path, proof: bool = True) -> str:
    """The rendering of these facts."""
    return run("check", *facts, "-r", RULES, "--format", format_, *(["--proof"] if proof else [])).out


@pytest.mark.parametrize("proof", [True, False])
@pytest.mark.parametrize("facts", FACTS, ids=lambda path: path.stem)
def test_json_is_as_the_published_schema_says(facts: Path, proof: bool) -> None:
    document = json.loads(checked("json", facts, proof=proof))
    published = json.loads((REPOSITORY / "docs" / "schemas" / "verdict.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(published).validate(document)


def test_several_cases_are_a_json_list_and_a_line_each() -> None:
    assert [json.loads(line) for line in checked("jsonl", *FACTS).splitlines()] == json.loads(
        checked("json", *FACTS)
    )


def test_json_has_the_proof_of_every_rule_only_when_asked() -> None:
    with_proof = json.loads(checked("json", FACTS[0]))
    without = json.loads(checked("json", FACTS[0], proof=False))
    assert all(rule["proof"] for rule in with_proof["rules"])
    assert not any("proof" in rule for rule in without["rules"])


def test_junit_is_xml_whose_totals_are_right() -> None:
    root = ElementTree.fromstring(checked("junit", *FACTS))
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == [str(path) for path in FACTS]
    assert root.get("tests") == str(len(root.findall(".//testcase"))) == "8"
    assert root.get("failures") == str(len(root.findall(".//failure"))) == "3"
    assert root.get("skipped") == str(len(root.findall(".//skipped"))) == "3"
    assert [failure.get("type") for failure in root.iter("failure")] == ["violated", "undetermined", "review"]
    properties = {p.get("name"): p.get("value") for p in suites[0].iter("property")}
    assert properties["verdict"] == "non_compliant"
    assert properties["as_of"] == "2026-02-01T00:00:00Z"


def test_junit_survives_what_xml_cannot_hold(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES.read_text("utf-8").replace("Notify the authority", '"<\\u0007>&\\"]]>"'), "utf-8")
    ended = run("check", FACTS[0], "-r", rules, "--format", "junit")
    [failure, _] = ElementTree.fromstring(ended.out).iter("failure")
    assert failure.get("message") == 'violated: <�>&"]]>'


def test_sarif_has_the_shape_of_version_2_1_0() -> None:
    log: dict[str, Any] = json.loads(checked("sarif", *FACTS))
    assert log["version"] == "2.1.0"
    [run_] = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["notify", "inform"]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error"}
    kinds = [(result["ruleId"], result["kind"], result["level"]) for result in run_["results"]]
    assert ("notify", "fail", "error") in kinds
    assert ("inform", "open", "none") in kinds
    assert ("notify", "review", "none") in kinds
    assert ("notify", "informational", "none") in kinds
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["kind"] == "fail") == (result["level"] != "none")
        assert result["message"]["text"]
        [place] = result["locations"]
        assert re.fullmatch(r"[^\s\\]+", place["physicalLocation"]["artifactLocation"]["uri"])


class Page(HTMLParser):
    """Gathers what the tests ask about a page, and checks that its elements nest."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return [attrs for name, attrs in self.seen if name == tag]


def test_html_loads_nothing_from_anywhere() -> None:
    text = checked("html", *FACTS)
    page = Page(text)
    assert page.open == []
    assert not {tag for tag, _ in page.seen} & {"script", "link", "img", "iframe", "object", "embed", "base"}
    assert not any(name in attrs for _, attrs in page.seen for name in ("src", "srcset", "style", "onclick"))
    assert "url(" not in text
    assert "@import" not in text
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_html_can_be_read_by_everyone() -> None:
    page = Page(checked("html", *FACTS))
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
    assert len(page.all("caption")) == len(page.all("table")) == len(FACTS)
    assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))
    levels = [int(tag[1]) for tag, _ in page.seen if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    assert "violated" in page.words
    assert "prefers-color-scheme: dark" in checked("html", FACTS[0])


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    full = digits if len(digits) == 6 else "".join(c * 2 for c in digits)
    parts = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_html_has_the_contrast_that_wcag_asks_for(scheme: int) -> None:
    style = re.findall(r":root \{(.*?)\}", checked("html", FACTS[0]), re.DOTALL)[scheme]
    colours: dict[str, str] = dict(re.findall(r"--(\w+): (#\w+)", style))
    page = luminance(colours["page"])
    for name in colours.keys() - {"page", "line"}:
        brighter, darker = sorted((page, luminance(colours[name])), reverse=True)
        assert (brighter + 0.05) / (darker + 0.05) >= 4.5, name


def test_html_and_markdown_escape_what_documents_say(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    attack = "'<script>alert(1)</script> | `x` [a](javascript:1)'"
    rules.write_text(RULES.read_text("utf-8").replace("Notify the authority", attack), "utf-8")
    page = Page(run("check", FACTS[0], "-r", rules, "--format", "html", "--proof").out)
    assert page.all("script") == []
    markdown = run("check", FACTS[0], "-r", rules, "--format", "markdown", "--proof").out
    assert "<script" not in markdown.replace("\\<script", "")
    assert "[a](" not in markdown.replace("\\[a\\](", "")


def test_markdown_has_a_row_for_each_rule_that_needs_attention_and_its_proof() -> None:
    text = checked("markdown", FACTS[0])
    assert len(re.findall(r"^\| \*\*", text, re.MULTILINE)) == 2
    assert "### notify: violated" in text
    assert "- **require**: `false`" in text
    assert "`breach.notified_at`: `2026-01-04T01:00:00Z` — letter.pdf, page 2" in text
