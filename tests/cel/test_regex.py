"""`matches`: RE2's syntax, linear time, bounded memory, and no surprise at import."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xreason.cel import Environment, Profile, read, types
from xreason.cel.interpret import evaluate
from xreason.cel.library.regex import LONGEST_PATTERN, MOST_EFFORT, compiled, effort, matches
from xreason.cel.values import EvaluationError

CATASTROPHIC = [
    "(a*)*c",
    "(a|a)*c",
    "(a|aa)+$",
    "(.*a){20}c",
    "[ab]*a[ab]{20}c",
    "[ab]*a[ab]{900}c",
    "(a?){50}a{50}c",
    "((a{0,30}){0,30})c",
    "(([ab]{0,50}){0,20})c",
    r"\pL{1,64}c",
]


def outcome(text: str, pattern: str) -> bool | str:
    """Whether it matches, or the code of the error."""
    try:
        return matches(text, pattern)
    except EvaluationError as error:
        return error.code


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("hubba", "ubb", True),
        ("hubba", "^ubb", False),
        ("DE89 3704", r"^DE\d{2} ", True),
        ("", "", True),
        ("STRASSE", "(?i)straße", False),
        ("Straße", "(?i)STRASSE|strasse|straße", True),
        ("naïve😀", "e.$", True),
        ("a\nb", "^b$", False),
        ("a\nb", "(?m)^b$", True),
        ("a\nb", "a.b", False),
        ("a\0b", "a\0b", True),
    ],
)
def test_a_pattern_may_match_anywhere(text: str, pattern: str, expected: bool) -> None:
    assert matches(text, pattern) is expected


@given(st.text("ab1 é", max_size=12), st.text("ab1é.*+?()|^$", max_size=8))
def test_simple_patterns_mean_what_they_mean_elsewhere(text: str, pattern: str) -> None:
    try:
        expected = re.search(pattern, text) is not None
    except re.error:
        assume(False)
    # RE2 is stricter with brackets and repetitions, but never silently differs.
    assert outcome(text, pattern) in (expected, "cel.invalid-regex")


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[",
        "a**",
        r"(a)\1",
        "(?=a)",
        "(?<!a)b",
        "a{2000}",
        r"\p{Nonsense}",
        "\ud800",
        "a" * (LONGEST_PATTERN + 1),
    ],
)
def test_what_is_no_pattern_is_refused_with_a_reason(pattern: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        matches("a", pattern)
    assert caught.value.code in ("cel.invalid-regex", "cel.invalid-argument")
    assert len(caught.value.message) < 250


@pytest.mark.parametrize("pattern", CATASTROPHIC)
@pytest.mark.parametrize("length", [100, 10_000, 1_000_000])
def test_no_pattern_takes_long_on_any_text(pattern: str, length: int) -> None:
    text = ("abbabaaab" * (length // 9 + 1))[:length]
    compiled(pattern)
    began = time.process_time()
    result = outcome(text, pattern)
    assert time.process_time() - began < 0.1
    assert (result == "cel.too-much-work") is (effort(text, pattern) > MOST_EFFORT)


def test_an_ordinary_pattern_takes_an_ordinary_text() -> None:
    address = r"^[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}$"
    assert matches("ada.lovelace+notices@analytical-engine.example.org", address)
    assert not matches("x" * 1_000, address)
    assert matches("lorem ipsum " * 10_000 + "dolor", r"\bdolor\b")


def test_patterns_in_a_loop_use_up_the_allowance() -> None:
    names = {"xs": list(range(1000)), "s": "ab" * 1_000}
    environment = Environment(dict.fromkeys(names, types.DYN), Profile.CEL)
    for text in (
        "xs.all(a, !s.matches('(([ab]{0,50}){0,20})c'))",
        r"xs.all(a, !s.matches(r'\pL{1,6' + string(a % 10) + '}$' + string(a)))",
    ):
        node = read(text, environment)
        began = time.process_time()
        with pytest.raises(EvaluationError) as caught:
            evaluate(node, names)
        assert caught.value.code == "cel.too-much-work"
        assert time.process_time() - began < 0.3
    assert evaluate(read("xs.all(a, !string(a).matches('^[a-z]{2}[0-9]+$'))", environment), names) is True


def run(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_many_patterns_share_a_bounded_amount_of_memory() -> None:
    grown = run(
        r"""
        import resource
        from xreason.cel.library.regex import matches
        from xreason.cel.values import EvaluationError
        matches("a", "a")
        text = "abbabaaab" * 2_000
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for number in range(40):
            try:
                matches(text, f"[ab]*a[ab]{{{100 + number}}}c")
            except EvaluationError:
                pass
            try:
                matches("a", rf"\pL{{1,64}}{number}")
            except EvaluationError:
                pass
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
        """
    )
    assert int(grown) < 50


def test_re2_is_loaded_only_when_a_pattern_is_matched() -> None:
    assert run(
        "import sys, xreason.cel.interpret; print('re2' in sys.modules, 'zoneinfo' in sys.modules)"
    ) == ("False False")
