"""Texts made to exhaust the reader: refused or read within 100 ms and 50 MB."""

from __future__ import annotations

import contextlib
import time
import tracemalloc

import pytest

from xreason.cel import Environment, Profile, read, types
from xreason.kernel.diagnostics import DiagnosticError, Source, render

RULES = Environment({"a": types.BOOL, "n": types.INT, "s": types.STRING, "xs": types.list_of(types.INT)})
FULL = Environment(
    {"a": types.DYN, "n": types.INT, "s": types.STRING, "xs": types.list_of(types.INT)}, Profile.CEL
)

SECONDS = 0.1
BYTES = 50 * 2**20
MANY = 100_000
SHORTER = 30_000
FITS = 2_400
"""Repetitions below the limit on characters, and on tokens as well, so that others are put to the test."""


def doubling(times: int) -> str:
    """Nested bindings, each of which doubles a text."""
    text = "".join(f"cel.bind(v{n + 1}, v{n} + v{n}, " for n in range(times))
    return text.replace("v0", "s") + f"v{times}.size() > 0" + ")" * times


SHAPES: dict[str, str] = {}
for count in (MANY, SHORTER, FITS):
    SHAPES |= {
        f"parentheses {count}": "(" * count + "a" + ")" * count,
        f"open parentheses {count}": "(" * count,
        f"brackets {count}": "[" * count + "]" * count,
        f"open braces {count}": "{" * count,
        f"maps {count}": "{a:" * count,
        f"not {count}": "!" * count + "a",
        f"minus {count}": "-" * count + "n",
        f"minus one {count}": "-" * count + "1",
        f"conditionals {count}": "a?a:" * (count // 2) + "a",
        f"selections {count}": "a" + ".a" * count,
        f"indices {count}": "a" + "[0]" * count,
        f"calls {count}": "f(" * count,
        f"methods {count}": "a" + ".f()" * count,
        f"sums {count}": "n" + "+n" * count,
        f"ands {count}": "a" + "&&a" * count,
        f"comparisons {count}": "n" + "<n" * count,
        f"macros {count}": "xs.all(x," * count,
        f"binds {count}": "cel.bind(x,n," * count,
        f"dots {count}": "." * count,
        f"items {count}": "[" + "1," * count + "1]",
        f"arguments {count}": "f(" + "1," * count + "1)",
        f"digits {count}": "9" * count,
        f"hexadecimal digits {count}": "0x" + "f" * count,
        f"digits of a double {count}": "1." + "9" * count,
        f"exponent {count}": "1e" + "9" * count,
        f"name {count}": "a" * count,
        f"quotes {count}": '"' * count,
        f"backslashes {count}": '"' + "\\" * count,
        f"open string {count}": '"' + "a" * count,
        f"open triple string {count}": '"""' + '"a' * count,
        f"escapes {count}": '"' + "\\n" * (count // 4) + '"',
        f"spaces {count}": " " * count + "a",
        f"comments {count}": "//\n" * (count // 2) + "a",
        f"slashes {count}": "/" * count,
        f"backquotes {count}": "a.`" + "b" * count,
        f"ones with letters {count}": "1a" * count,
        f"closing {count}": ")" * count,
    }
SHAPES |= {
    "string of 10 MB": '"' + "x" * 10_000_000 + '"',
    "bytes of 10 MB": "b'" + "\\x00" * 2_500_000 + "'",
    "number of 10 MB": "9" * 10_000_000,
    "name of 10 MB": "x" * 10_000_000,
    "spaces of 10 MB": " " * 10_000_000,
    "doubling texts": doubling(60),
    "doubling texts within limits": doubling(10),
    "doubling by map": "xs.map(x, s)" + ".map(t, t + t)" * 60 + ".join().size() > 0",
    "doubling lists": "cel.bind(l, [xs, xs], " * 60 + "l == l" + ")" * 60,
    "quantifiers in quantifiers": "".join(f"xs.all(v{n}, " for n in range(20)) + "v0 > 0" + ")" * 20,
    "maps in maps": "".join(f"xs.map(v{n}, " for n in range(20)) + "n" + ")" * 20 + ".size() > 0",
    "replacing by itself": "s" + ".replace('', s)" * 20 + " == s",
    "methods as deep as may be": "s.substring(" * 98 + "n" + ")" * 98,
    "macros as deep as may be": "xs.map(x, " * 98 + "n" + ")" * 98,
    "maps as deep as may be": "{1: " * 98 + "n" + "}" * 98,
    "types that nest": "[" * 90 + "n" + "]" * 90 + " == " + "[" * 90 + "n" + "]" * 90,
    "empty lists that nest": "[" * 90 + "]" * 90 + " == " + "[" * 90 + "n" + "]" * 90,
    "parameters that multiply": "cel.bind(x, [[]], " * 30 + "x + x == x" + ")" * 30,
    "catastrophic pattern": "s.matches('(a*)*(a|a)*(a|aa)+$')",
    "huge repetition in a pattern": "s.matches('((a{1000}){1000}){1000}')",
    "long pattern": "s.matches('" + "a?" * 8_000 + "')",
    "far away mistake": "a && " * 1_200 + "unknown_name",
    "many mistakes": " && ".join(f"unknown_{n}" for n in range(500)),
    "long unknown name": "a" * 60_000 + " == " + "b" * 5_000,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_refusal_is_short_however_long_the_text(shape: str) -> None:
    try:
        read(Source(shape, SHAPES[shape]), RULES)
    except DiagnosticError as error:
        refusals = error.diagnostics
    else:
        return
    for found in refusals[:3]:
        assert found.code.startswith("cel.")
        assert len(render(found)) < 1_000


@pytest.mark.parametrize("env", [RULES, FULL], ids=["rules", "full"])
@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_refused_or_read_soon_and_small(shape: str, env: Environment) -> None:
    source = Source(shape, SHAPES[shape])
    assert seconds(source, env) <= SECONDS
    assert peak_bytes(source, env) <= BYTES


def attempt(source: Source, env: Environment) -> None:
    with contextlib.suppress(DiagnosticError):
        read(source, env)


def seconds(source: Source, env: Environment) -> float:
    """Processor time, the least of three: others use this machine too."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        attempt(source, env)
        taken.append(time.process_time() - start)
        if taken[-1] <= SECONDS:
            break
    return min(taken)


def peak_bytes(source: Source, env: Environment) -> int:
    tracemalloc.start()
    try:
        attempt(source, env)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
