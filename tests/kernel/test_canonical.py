"""Canonical JSON against the published vectors of RFC 8785."""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outside import shared
from xreason.kernel.canonical import DEEPEST, canonical_bytes, digest, number_text
from xreason.kernel.errors import XReasonError

NUMBERS_SHA256 = {
    1_000: "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
    10_000: "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
}
"""Digests of the published list of floats and their texts, by number of lines."""

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_published_documents_have_the_published_bytes(name: str) -> None:
    vectors = shared("vectors/jcs")
    value = json.loads((vectors / "input" / f"{name}.json").read_text("utf-8"))
    assert canonical_bytes(value) == (vectors / "output" / f"{name}.json").read_bytes()
    assert canonical_bytes(value) == bytes.fromhex((vectors / "outhex" / f"{name}.txt").read_text())


def published_floats() -> Iterator[float]:
    """The published sequence: edge cases, small numbers, then a chain of SHA-256 blocks."""
    text = (shared("vectors/jcs") / "numgen.go").read_text()
    for word in re.findall(r"0x([0-9a-f]{16})", text[text.index("static :=") : text.index("var state")]):
        yield struct.unpack(">d", bytes.fromhex(word))[0]
    for step in range(2000):
        yield struct.unpack(">d", (0x0010000000000000 + step).to_bytes(8, "big"))[0]
    block = bytes(32)
    while True:
        block = sha256(block).digest()
        for value in struct.unpack("<4d", block):
            if math.isfinite(value) and value != 0:
                yield value


@pytest.mark.parametrize("count", sorted(NUMBERS_SHA256))
def test_the_published_numbers_have_the_published_texts(count: int) -> None:
    hashed = sha256()
    for _, value in zip(range(count), published_floats(), strict=False):
        bits = struct.unpack(">Q", struct.pack(">d", value))[0]
        hashed.update(f"{bits:x},{number_text(value)}\n".encode())
    assert hashed.hexdigest() == NUMBERS_SHA256[count]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(value: float) -> None:
    assert float(number_text(value)) == value


def as_javascript_reads(text: str) -> int | float:
    return int(text) if abs(int(text)) < 2**53 else float(text)


@given(json_values)
def test_canonical_form_is_a_fixed_point_and_loses_nothing(value: object) -> None:
    once = canonical_bytes(value)
    again = json.loads(once, parse_int=as_javascript_reads)
    assert again == value
    assert canonical_bytes(again) == once


def test_keys_sort_by_utf16_code_units() -> None:
    # U+1F602 is the surrogate pair D83D DE02, which sorts before U+FB33.
    assert canonical_bytes({"\ufb33": 1, "\U0001f602": 2}) == '{"\U0001f602":2,"\ufb33":1}'.encode()


def test_the_order_of_keys_does_not_change_the_digest() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53,
        -(2**53),
        "\ud800",
        {"\udfff": 1},
        {1: 2},
        b"bytes",
        {1, 2},
        ...,
    ],
    ids=repr,
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(XReasonError) as caught:
        canonical_bytes([value])
    assert caught.value.code == "canonical.unsupported-value"


def test_deep_nesting_is_refused_and_does_not_overflow() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(XReasonError, match=f"more than {DEEPEST} deep"):
        canonical_bytes(nested)
