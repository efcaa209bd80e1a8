"""Putting a document in the one layout changes nothing that it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outside import REPOSITORY
from tests.rulesets.samples import BREACH, loaded, source
from xreason.app.formatting import format_ruleset

PACKS = sorted((REPOSITORY / "src" / "xreason" / "packs").glob("*/*.yaml"))

UNTIDY = """\
# About this document.
cases: []
xreason:    1
version: 1.0.0   # the first
id:      test/sample
title: 'A sample'
sources: {act: {title: The Act}}
rules:
        # About the first rule.
        -   require: >-
                a &&
                b > 3
            id:   r
            # About the citation.
            cite: act
        - {id: s, cite: act, forbid: "b > 4"}
facts:
   a:    bool   # whether
   b:   {type: int,   min: 0}
"""


@pytest.mark.parametrize(
    "text", [BREACH, UNTIDY, *(path.read_text("utf-8") for path in PACKS)], ids=range(2 + len(PACKS))
)
def test_the_digest_stays_the_same(text: str) -> None:
    tidy = format_ruleset(source(text))
    assert loaded(tidy).digest == loaded(text).digest
    assert format_ruleset(source(tidy)) == tidy


def test_comments_are_kept() -> None:
    tidy = format_ruleset(source(UNTIDY))
    for comment in (
        "# About this document.",
        "# the first",
        "# About the first rule.",
        "# About the citation.",
        "# whether",
    ):
        assert comment in tidy


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_packs_are_tidy(path: Path) -> None:
    text = path.read_text("utf-8")
    assert format_ruleset(source(text)) == text
