"""The digest is of what a ruleset says, not of how it is written."""

from __future__ import annotations

import re

import pytest

from tests.rulesets.samples import BREACH, loaded, with_head
from xreason.kernel.canonical import canonical_bytes
from xreason.rulesets.canonical import canonical_form

SHORT = with_head("""
facts: {ok: bool, rate: {type: decimal}}
parameters: {p: [{value: 1.50, cite: act}]}
definitions: {d: ok}
rules: [{id: r, cite: act, require: d && rate < p}]
cases: [{name: c, as_of: 2026-01-01, facts: {rate: 2.50}, expect: {r: violated}}]
""")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("facts:", "# a remark\nfacts:"),
        ("ok: bool", "ok: {type: bool}"),
        ("ok: bool", "'ok': 'bool'"),
        ("{type: decimal}", "decimal"),
        ("[{value: 1.50, cite: act}]", "{value: 1.5, cite: [act]}"),
        ("{d: ok}", "{d: {value: ok}}"),
        ("id: r, cite: act", "cite: act, id: r"),
        ("id: r,", "id: r, kind: obligation, severity: major, title: r,"),
        ("require: d && rate < p", 'require: "d && rate < p"'),
        ("2026-01-01", "2026-01-01T01:00:00+01:00"),
        ("rate: 2.50", 'rate: "2.5"'),
        ("title: A sample", "title: >-\n  A\n  sample"),
        ("version: 1.0.0\ntitle: A sample", "title: A sample\nversion: 1.0.0"),
    ],
)
def test_another_way_of_writing_has_the_same_digest(before: str, after: str) -> None:
    assert before in SHORT
    assert loaded(SHORT.replace(before, after)).digest == loaded(SHORT).digest


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1.0.0", "1.0.1"),
        ("A sample", "Another"),
        ("The Act", "An Act"),
        ("ok: bool", "ok: {type: bool, fixed: true}"),
        ("ok: bool", "ok: {type: bool, nullable: false, ask: Is it?}"),
        ("{type: decimal}", "{type: decimal, max: 5}"),
        ("1.50", "1.51"),
        ("{value: 1.50", "{from: 2020-01-01, value: 1.50"),
        ("{d: ok}", "{d: '!ok'}"),
        ("{d: ok}", "{d: {value: ok, cite: act}}"),
        ("rate < p", "rate <= p"),
        ("id: r,", "id: r, severity: minor,"),
        ("id: r,", "id: r, remedy: Do it.,"),
        ("2.50", "2.51"),
        ("2026-01-01", "2026-01-02"),
        ("expect: {r: violated}", "expect: {r: violated}, verdict: non_compliant"),
    ],
)
def test_another_content_has_another_digest(before: str, after: str) -> None:
    assert before in SHORT
    assert loaded(SHORT.replace(before, after, 1)).digest != loaded(SHORT).digest


def test_the_order_of_rules_is_content() -> None:
    one = "{id: a, cite: act, require: ok}"
    two = "{id: b, cite: act, require: ok}"
    text = with_head("facts: {ok: bool}\nrules: [%s, %s]")
    assert loaded(text % (one, two)).digest != loaded(text % (two, one)).digest


def test_the_digest_of_the_sample_does_not_change() -> None:
    # A change here means that every digest published so far is void.
    assert loaded(BREACH).digest == loaded(BREACH.replace("  #", "#")).digest
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", loaded(BREACH).digest)
    assert loaded(SHORT).digest == "sha256:7392c217a452c1267804329938cf85e46beddd6ea32a0739666b98e565e972e2"


def test_the_canonical_form_is_json() -> None:
    assert canonical_bytes(canonical_form(loaded(BREACH))).startswith(b'{"calendars":{"office"')
