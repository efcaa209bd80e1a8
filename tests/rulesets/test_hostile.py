"""Documents made to cost much cost little."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.rulesets.samples import HEAD, codes, loaded, source, with_head
from xreason.kernel.diagnostics import DiagnosticError
from xreason.rulesets import read_facts
from xreason.rulesets.documents import decode, read_tree
from xreason.rulesets.limits import LIMITS

MOST_SECONDS = 5.0
"""Several times what these take here; what grows without bound takes minutes."""


@contextmanager
def bounded() -> Iterator[None]:
    """What happens inside takes little time."""
    start = time.process_time()
    yield
    assert time.process_time() - start < MOST_SECONDS


HOSTILE: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[" * 1_000_000,
    "braces": lambda: "{" * 1_000_000,
    "half-open pairs": lambda: "{a: " * 300_000,
    "dashes": lambda: "- " * 1_000_000,
    "questions": lambda: "? " * 1_000_000,
    "indentation": lambda: "".join(" " * i + "a:\n" for i in range(2_000)),
    "anchors": lambda: "".join(f"k{i}: &a{i} x\n" for i in range(50_000)),
    "billion laughs": lambda: (
        "a: &a [x, x]\n"
        + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20))
    ),
    "duplicate keys": lambda: "a: 1\n" * 100_000,
    "one long line": lambda: "title: " + "x" * 5_000_000,
    "one long quoted text": lambda: 'title: "' + "\\n" * 2_000_000 + '"',
    "comments": lambda: "# x\n" * 1_000_000,
    "json brackets": lambda: '{"a":' * 200_000,
    "json escapes": lambda: '{"a": "' + "\\u0041" * 500_000 + '"}',
    "json without end": lambda: '{"a": "' + "x" * 5_000_000,
    "numbers": lambda: "a: " + "9" * 5_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_quickly(name: str) -> None:
    text = HOSTILE[name]()
    with bounded(), pytest.raises(DiagnosticError):
        loaded(text)
    with bounded(), suppress(DiagnosticError):
        read_facts(loaded(with_head("facts: {a: int}")), source(text, "-"))


def lines(count: int, write: Callable[[int], str]) -> str:
    """So many lines of a section."""
    return "".join(f"  {write(i)}\n" for i in range(count))


MANY_MISTAKES = {
    "unknown types": lambda: "facts:\n" + lines(20_000, lambda i: f"fact_{i}: boool"),
    "unknown facts": lambda: (
        "facts:\n"
        + lines(15_000, lambda i: f"fact_{i}: bool")
        + "rules:\n"
        + lines(500, lambda i: f"- {{id: r{i}, cite: act, require: fcat_{i}}}")
    ),
    "unknown keys": lambda: (
        "facts: {f: bool}\nrules:\n" + lines(15_000, lambda i: f"- {{id: r{i}, ctie: act, requre: f}}")
    ),
    "a long circle": lambda: "definitions:\n" + lines(5_001, lambda i: f"d{i}: d{(i + 1) % 5_001}"),
    "unknown values": lambda: (
        f"facts: {{f: {{enum: [{', '.join(f'value_{i}' for i in range(20_000))}]}}}}\ncases:\n"
        + lines(200, lambda i: f"- {{name: c, as_of: 2026-01-01, facts: {{f: vlaue_{i}}}}}")
    ),
}


@pytest.mark.parametrize("name", MANY_MISTAKES)
def test_very_many_mistakes_are_refused_in_bounded_time(name: str) -> None:
    text = HEAD + MANY_MISTAKES[name]()
    with bounded():
        assert codes(text)


def test_a_long_chain_of_definitions_does_not_overflow() -> None:
    text = HEAD + "definitions:\n" + "".join(f"  d{i}: d{i + 1}\n" for i in range(3_000)) + "  d3000: 1 > 2\n"
    assert len(loaded(text).definitions) == 3_001


def test_a_file_of_a_hundred_megabytes_is_refused_without_being_read() -> None:
    data = b"a" * 100_000_000
    tracemalloc.start()
    try:
        with bounded(), pytest.raises(DiagnosticError) as caught:
            decode(data, "huge.yaml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == "document.too-large"
    assert peak < 1_000_000


def test_values_are_counted() -> None:
    text = "[" + "1," * (LIMITS.nodes + 5) + "1]"
    with pytest.raises(DiagnosticError) as caught:
        read_tree(source(text))
    assert caught.value.code == "document.too-large"


def seconds(rules: int) -> float:
    """Processor time to load a ruleset of so many rules."""
    text = HEAD + "facts: {ok: bool, n: {type: int, min: 0}}\nrules:\n" + "".join(
        f"  - id: rule.{i}\n    cite: act#s{i}\n    applies: n > {i}\n    require: ok && n < {i + 9}\n"
        for i in range(rules)
    )  # fmt: skip
    start = time.process_time()
    assert len(loaded(text).rules) == rules
    return time.process_time() - start


def test_loading_takes_time_in_proportion_to_the_rules() -> None:
    seconds(10)
    few, many = min(seconds(200) for _ in range(3)), seconds(4_000)
    assert many < few * 20 * 4
