"""Semantic versions and ranges of them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreason.rulesets.versions import Range, Version

# The order of SemVer 2.0.0, §11.
IN_ORDER = [
    "0.0.1",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.2.0",
    "1.10.0",
    "2.0.0",
]


def test_versions_have_the_order_of_semver() -> None:
    versions = [Version.parse(text) for text in IN_ORDER]
    assert sorted(versions, reverse=True) == versions[::-1]


def test_build_metadata_counts_for_nothing() -> None:
    assert Version.parse("1.0.0+a") == Version.parse("1.0.0+b")


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "01.0.0", "1.0.0-", "1.0.0-01", "v1.0.0", "1.0.0.0", "1.0.x", "9" * 200]
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Version.parse(text)


@pytest.mark.parametrize(
    ("range_", "inside", "outside"),
    [
        ("^1.2", ["1.2.0", "1.2.9", "1.99.0"], ["1.1.9", "2.0.0", "2.0.0-rc.1"]),
        ("^1.2.3", ["1.2.3", "1.9.0"], ["1.2.2", "2.0.0"]),
        ("^0.2.3", ["0.2.3", "0.2.9"], ["0.3.0", "0.2.2", "1.0.0"]),
        ("^0.0.3", ["0.0.3"], ["0.0.4", "0.0.2"]),
        ("^0.0", ["0.0.0", "0.0.9"], ["0.1.0"]),
        ("^0", ["0.0.0", "0.9.9"], ["1.0.0"]),
        ("~1.2", ["1.2.0", "1.2.9"], ["1.3.0", "1.1.0"]),
        ("~1.2.3", ["1.2.3", "1.2.9"], ["1.2.2", "1.3.0"]),
        ("~1", ["1.0.0", "1.9.9"], ["2.0.0"]),
        (">=1 <2", ["1.0.0", "1.9.9"], ["0.9.9", "2.0.0", "2.0.0-rc.1"]),
        (">=1.0.0, <1.5.0", ["1.4.9"], ["1.5.0"]),
        (">1.2", ["1.3.0"], ["1.2.0", "1.2.9"]),
        (">1.2.3", ["1.2.4"], ["1.2.3"]),
        ("<=1.2", ["1.2.9", "0.1.0"], ["1.3.0"]),
        ("<=1.2.3", ["1.2.3"], ["1.2.4"]),
        ("1.2.3", ["1.2.3"], ["1.2.4", "1.2.2"]),
        ("=1.2.3", ["1.2.3"], ["1.2.4"]),
        ("1.2", ["1.2.0", "1.2.9"], ["1.3.0"]),
        ("1.2.*", ["1.2.0", "1.2.9"], ["1.3.0"]),
        ("1.x", ["1.0.0", "1.9.9"], ["2.0.0"]),
        ("*", ["0.0.0", "99.0.0"], ["1.0.0-rc.1"]),
        (">=1.0.0-rc.1", ["1.0.0-rc.1", "1.0.0-rc.2", "1.0.0", "2.0.0"], ["1.0.0-beta", "2.0.0-rc.1"]),
        ("^1.0.0-rc.1", ["1.0.0-rc.2", "1.0.0", "1.9.0"], ["1.0.0-alpha", "2.0.0"]),
    ],
)
def test_a_range_holds_what_it_says(range_: str, inside: list[str], outside: list[str]) -> None:
    read = Range.parse(range_)
    assert [text for text in inside if Version.parse(text) not in read] == []
    assert [text for text in outside if Version.parse(text) in read] == []


@pytest.mark.parametrize(
    "text", ["", " ", "latest", "^", "^1.2.3.4", "1.*.3", ">=", "1 || 2", "1.2-rc", "^01.2", "x" * 200]
)
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Range.parse(text)


@given(st.text("0123456789.^~<>=*x, -ab", max_size=20))
def test_any_text_is_a_range_or_refused(text: str) -> None:
    with suppress(ValueError):
        Range.parse(text)
