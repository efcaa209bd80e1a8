"""Expressions meant to exhaust the evaluator end in an error within 100 ms and 50 MB.

The static bounds of the checker, which refuse most of these before they run, are switched off here.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from xreason.cel import Environment, Limits, Profile, read, types
from xreason.cel.interpret import evaluate
from xreason.cel.library import IMPLEMENTATIONS
from xreason.cel.values import MAX_ITEMS, MAX_TEXT, Date, EvaluationError

UNBOUNDED = Limits(text=10**9, tokens=10**9, literal=10**9, items=10**9, cost=10**30, size=10**30)
NAMES = {"xs": list(range(1000)), "s": "ab" * 500, "long": "a" * 500_000, "wide": "😀" * 250_000}
ENVIRONMENT = Environment(dict.fromkeys(NAMES, types.DYN), Profile.CEL, limits=UNBOUNDED)
SECONDS = 0.1
MEGABYTES = 50


def doubled(start: str, times: int, step: str = "v{0} + v{0}") -> str:
    """`start` bound to `v0`, then each `v1`, `v2`, … made of the one before; `…` is the body."""
    text = f"cel.bind(v0, {start}, "
    for number in range(times):
        text += f"cel.bind(v{number + 1}, {step.format(f'{number}')}, "
    return text + "…" + ")" * (times + 1)


HOSTILE = {
    "three loops in each other": "xs.all(a, xs.all(b, xs.all(c, a + b + c >= 0)))",
    "two loops over a list": "xs.map(a, xs.map(b, a * b)).size() > 0",
    "loops that make lists": "xs.map(a, xs).map(b, b + b).map(c, c + c).size() > 0",
    "a loop over a list made large": "xs.map(a, xs).flatten().map(b, xs).flatten().size() > 0",
    "a text doubled through map": "xs.map(a, s + s + s + s + s + s + s + s).join().size() > 0",
    "texts made long in a loop": "xs.map(a, long + 'x').size() > 0",
    "wide texts made long in a loop": "xs.map(a, wide + 'x').size() > 0",
    "a text doubled by binding": doubled("'ab'", 40).replace("…", "v40.size() > 0"),
    "a list doubled by binding": doubled("[1]", 40).replace("…", "v40.size() > 0"),
    "a list that shares its parts, compared": doubled("[1]", 60, "[v{0}, v{0}]")
    .replace("…", "v60 == [v59, v59, v59]")
    .replace("[v59, v59, v59]", "v60"),
    "a list that shares its parts, printed": doubled("[1]", 60, "[v{0}, v{0}]").replace(
        "…", "'%s'.format([v60]) == ''"
    ),
    "a list that shares its parts, flattened": doubled("[1]", 60, "[v{0}, v{0}]").replace(
        "…", "v60.flatten(99) == []"
    ),
    "a list that shares its parts, in a list": doubled("[1]", 60, "[v{0}, v{0}]").replace(
        "…", "v60 in [v60]"
    ),
    "a list that shares its parts, among its like": doubled("[1]", 60, "[v{0}, v{0}]").replace(
        "…", "[v60, v60].distinct() == []"
    ),
    "a replacement that multiplies": "long.replace('', long).size() > 0",
    "a replacement in a loop": "xs.all(a, long.replace('a', 'b') != '')",
    "a join that multiplies": "xs.map(a, s).join(long).size() > 0",
    "a search in a loop": "xs.all(a, !long.contains('b'))",
    "a comparison in a loop": "xs.all(a, xs == xs)",
    "membership in a loop": "xs.all(a, !(-1 in xs))",
    "sorting in a loop": "xs.all(a, xs.sort() == xs)",
    "sums in a loop": "xs.all(a, xs.sum() > 0 && xs.max() > 0 && xs.reverse().size() > 0)",
    "distinct lists of lists": "xs.map(a, [a]).distinct().size() > 0",
    "sets of lists": "xs.all(b, sets.contains(xs.map(a, [a]), xs.map(a, [a])))",
    "a long range": "lists.range(9223372036854775807).size() > 0",
    "ranges in a loop": "xs.all(a, lists.range(100000).size() > 0)",
    "a format of many digits": "'%.9999f'.format([1.0]) == ''",
    "a format in a loop": "xs.all(a, '%s'.format([xs]) != '')",
    "maps in a loop": "xs.all(a, xs.transformMap(k, v, v) == xs.transformMap(k, v, v))",
    "regular expressions in a loop": "xs.all(a, !long.matches('(a*)*b'))",
    "short texts against a large pattern": "xs.all(a, xs.all(b, !'ab'.matches('([ab]{1,30}){1,30}c')))",
    "time zones in a loop": "xs.all(a, xs.all(b, timestamp(a).getHours('Europe/Berlin') >= 0))",
    "midnights in a loop": "xs.all(a, xs.all(b, timestamp(date(2026, 1, 1), 'Europe/Rome') != timestamp(a)))",
    "splitting in a loop": "xs.all(a, long.split('').size() > 0)",
    "encoding in a loop": "xs.all(a, base64.encode(bytes(long)).size() > 0)",
}


def run(text: str) -> str:
    """The code of the error that the expression ends in."""
    node = read(text, ENVIRONMENT)
    with pytest.raises(EvaluationError) as caught:
        evaluate(node, NAMES)
    return caught.value.code


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_expression_is_stopped_in_time(name: str) -> None:
    node = read(HOSTILE[name], ENVIRONMENT)
    taken = []
    for _ in range(3):
        began = time.process_time()
        with pytest.raises(EvaluationError) as caught:
            evaluate(node, NAMES)
        taken.append(time.process_time() - began)
    assert caught.value.code in ("cel.too-much-work", "cel.invalid-argument")
    assert caught.value.span is not None
    assert min(taken) < SECONDS


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_expression_is_stopped_before_it_fills_memory(name: str) -> None:
    node = read(HOSTILE[name], ENVIRONMENT)
    tracemalloc.start()
    try:
        with pytest.raises(EvaluationError):
            evaluate(node, NAMES)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTES * 2**20


def test_the_end_of_the_allowance_is_absorbed_by_nothing() -> None:
    endless = "xs.all(a, xs.all(b, a + b >= 0))"
    for text in (f"{endless} || true", f"!{endless} && false", f"[1, 2].exists(x, {endless} || x == 1)"):
        assert run(text) == "cel.too-much-work"


def test_the_allowance_can_be_chosen() -> None:
    node = read("xs.all(a, a >= 0)", ENVIRONMENT)
    assert evaluate(node, NAMES) is True
    with pytest.raises(EvaluationError):
        evaluate(node, NAMES, work=100)
    assert evaluate(read("xs.all(a, xs.exists(b, b >= a))", ENVIRONMENT), NAMES, work=10**7) is True


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("_+_", lambda: ("a" * MAX_TEXT, "a")),
        ("_+_", lambda: (b"a" * MAX_TEXT, b"a")),
        ("_+_", lambda: ([1] * MAX_ITEMS, [1])),
        ("replace", lambda: ("a" * MAX_TEXT, "a", "bb")),
        ("join", lambda: (["a" * 1000] * 1001,)),
        ("join", lambda: (["", "", ""], "a" * 600_000)),
        ("split", lambda: ("a," * MAX_ITEMS, ",")),
        ("split", lambda: ("a" * (MAX_ITEMS + 1), "")),
        ("strings.quote", lambda: ("\n" * MAX_TEXT,)),
        ("base64.encode", lambda: (b"a" * MAX_TEXT,)),
        ("lists.range", lambda: (MAX_ITEMS + 1,)),
        ("flatten", lambda: ([[1] * 60_000] * 2,)),
        ("format", lambda: ("%s%s", ["a" * 600_000] * 2)),
        ("format", lambda: ("%x", ["a" * 600_000])),
    ],
)
def test_a_function_refuses_to_make_what_is_too_long(
    function: str, args: Callable[[], tuple[object, ...]]
) -> None:
    with pytest.raises(EvaluationError) as caught:
        IMPLEMENTATIONS[function](*args())
    assert caught.value.code == "cel.too-much-work"


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("int", ("9" * 1_000_000,)),
        ("uint", ("9" * 1_000_000,)),
        ("double", ("9" * 1_000_000,)),
        ("double", ("1e" + "9" * 1_000_000,)),
        ("decimal", ("9" * 1_000_000,)),
        ("duration", ("1h" * 1_000_000,)),
        ("duration", ("1." + "9" * 1_000_000 + "s",)),
        ("timestamp", ("2026" * 1_000_000,)),
        ("date", ("2026" * 1_000_000,)),
        ("ip", ("1" * 1_000_000,)),
        ("cidr", ("1.2.3.4/" + "1" * 1_000_000,)),
        ("getHours", (IMPLEMENTATIONS["timestamp"](0), "A" * 1_000_000)),
        ("bool", ("t" * 1_000_000,)),
        ("base64.decode", ("!" * 1_000_000,)),
    ],
)
def test_a_conversion_of_a_huge_text_fails_at_once(function: str, args: tuple[object, ...]) -> None:
    began = time.process_time()
    with pytest.raises(EvaluationError) as caught:
        IMPLEMENTATIONS[function](*args)
    assert time.process_time() - began < SECONDS
    assert len(caught.value.message) < 200


def test_a_huge_count_of_working_days_is_out_of_range_at_once() -> None:
    with pytest.raises(EvaluationError, match="outside the years"):
        IMPLEMENTATIONS["addWorkdays"](Date(0), 2**63 - 1)
