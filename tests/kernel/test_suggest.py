"""A mistyped name gets the known one that is closest to it, and a strange one gets none."""

from __future__ import annotations

import pytest

from xreason.kernel.suggest import closest, did_you_mean

KNOWN = ["individuals", "discovered_at", "notified_at", "risk"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("indviduals", "individuals"),
        ("discoverd_at", "discovered_at"),
        ("notified_ta", "notified_at"),
        ("RISK", "risk"),
        ("individuals", "individuals"),
    ],
)
def test_a_mistyped_name_gets_the_closest(wrong: str, meant: str) -> None:
    assert closest(wrong, KNOWN) == meant
    assert did_you_mean(wrong, KNOWN) == f"did you mean `{meant}`?"


@pytest.mark.parametrize("wrong", ["", "zebra", "x" * 201, "risk" * 100])
def test_a_strange_name_gets_none(wrong: str) -> None:
    assert closest(wrong, KNOWN) is None
    assert did_you_mean(wrong, KNOWN) is None


def test_the_name_is_given_as_it_is_written() -> None:
    assert closest("iban", ["IBAN"]) == "IBAN"


def test_nothing_is_close_to_nothing() -> None:
    assert closest("risk", []) is None
