"""Draws inputs for norms of norms.json: every input typed, some absent, many at a boundary of a condition."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.packs.conditions import UNKNOWN, Norm, evaluate, parse

Inputs = dict[str, object]

FIRST_DAY = date(2026, 1, 1)
DAYS = 800
ATTEMPTS = 15
"""How often inputs are drawn anew to meet the outcome that is wanted; some norms cannot have it."""
OUTCOMES = ("satisfied", "violated", "undetermined", "not_applicable", "exempt", "pending", "review")
LEAP_DAYS = (date(2028, 2, 29), date(2027, 12, 31), date(2026, 1, 31), date(2026, 2, 28))


def samples(entry: Mapping[str, object], how_many: int, random: Random) -> Iterator[Inputs]:
    """Inputs of a norm as a vector would state them.

    Args:
        entry: the norm, as in norms.json.
        how_many: the number of samples.
        random: decides everything.
    """
    norm, types = Norm.of(entry), entry["inputs"]
    assert isinstance(types, dict)
    tests = [
        node for c in norm.conditions() for node in ast.walk(parse(c)) if isinstance(node, ast.Compare | ast.Call)
    ]
    for _ in range(how_many):
        wanted = random.choice(OUTCOMES)
        drawn = [_sample(types, tests, random) for _ in range(ATTEMPTS)]
        judged = [(inputs, _outcome(norm, inputs)) for inputs in drawn]
        met = [inputs for inputs, outcome in judged if outcome == wanted]
        yield from (met or [inputs for inputs, outcome in judged if outcome])[:1]


def _outcome(norm: Norm, inputs: Inputs) -> str | None:
    """The outcome, or None where a denominator is zero: an error in the pack, and nothing in the norm."""
    try:
        return norm.outcome(inputs)
    except ZeroDivisionError:
        return None


def _sample(types: Mapping[str, str], tests: list[ast.Compare | ast.Call], random: Random) -> Inputs:
    inputs = {name: _draw(name, kind, tests, random) for name, kind in types.items()}
    comparisons = [test for test in tests if isinstance(test, ast.Compare)]
    if comparisons:
        for _ in range(random.choice((0, 1, 2, 3))):
            _approach(random.choice(comparisons), inputs, types, random)
    absent = random.choice((0, 0, 0.1, 0.3))
    return {name: value for name, value in inputs.items() if random.random() >= absent}


def _draw(name: str, kind: str, tests: list[ast.Compare | ast.Call], random: Random) -> object:
    if kind == "bool":
        return random.random() < 0.5
    if kind.startswith("date"):
        if "none" in kind and random.random() < 0.3:
            return "none"
        if random.random() < 0.1:
            return random.choice(LEAP_DAYS).isoformat()
        return (FIRST_DAY + timedelta(days=random.randrange(DAYS))).isoformat()
    if kind == "list":
        known = sorted(_constants_beside(name, tests) or {"x"})
        return random.choice((known, random.sample(known, random.randrange(len(known) + 1)), [*known, "unheard of"]))
    if kind.startswith("int"):
        return random.choice((0, 1, random.randrange(20), random.randrange(1000)))
    if kind.startswith("number"):
        return random.choice((0, 1, random.randrange(20), random.randrange(20000), Decimal(random.randrange(10**6)) / 100))
    if kind == "0..1":
        return random.choice((0, Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), 1, Decimal(random.randrange(100)) / 100))
    if kind == "str":
        return random.choice([*sorted(_constants_beside(name, tests)), "unheard of"])
    return _one_of(kind, random)


def _one_of(kind: str, random: Random) -> object:
    letters = re.match(r"([a-z])\.\.([a-z])(\|none)?$", kind)
    if letters:
        choices = [chr(code) for code in range(ord(letters[1]), ord(letters[2]) + 1)] + (["none"] if letters[3] else [])
    else:
        choices = kind.split("|")
    chosen = random.choice(choices)
    return int(chosen) if chosen.isdigit() else chosen


def _constants_beside(name: str, tests: list[ast.Compare | ast.Call]) -> set[str]:
    """Strings that the conditions hold against an input: in a comparison, or in `subset`."""
    found = set()
    for test in tests:
        names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
        if name in names:
            found |= {
                node.value
                for node in ast.walk(test)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


def _approach(comparison: ast.Compare, inputs: Inputs, types: Mapping[str, str], random: Random) -> None:
    """Set an input so that the two sides of a comparison are equal, or nearly."""
    left, right = comparison.left, comparison.comparators[0]
    typed = {name: _typed(value) for name, value in inputs.items()}
    for target, other in random.sample([(left, right), (right, left)], 2):
        try:
            solved = _solve(target, evaluate(other, typed), typed)
        except ZeroDivisionError:
            solved = None
        if solved is None:
            continue
        name, value = solved
        if isinstance(value, date):
            inputs[name] = (value + timedelta(days=random.choice((-1, 0, 0, 1)))).isoformat()
        elif isinstance(value, Fraction):
            step = 1 if types[name].startswith("int") else random.choice((1, Decimal("0.01")))
            near = Decimal(round(value * 10**6)) / 10**6 + random.choice((-1, 0, 0, 1)) * step
            inputs[name] = max(0, round(near) if types[name].startswith("int") else near)
        return


def _solve(target: ast.expr, goal: object, typed: Mapping[str, object]) -> tuple[str, object] | None:
    """The input, and its value, for which an expression is the goal; None where that is not plain."""
    if isinstance(goal, bool) or not isinstance(goal, date | Fraction):
        return None
    match target:
        case ast.Name(id=name) if name in typed:
            return name, goal
        case ast.BinOp(left=inner, op=operation, right=operand) if isinstance(goal, Fraction):
            by = evaluate(operand, typed)
            if not isinstance(by, Fraction):
                return None
            if isinstance(operation, ast.Div):
                return _solve(inner, goal * by, typed)
            if isinstance(operation, ast.Sub):
                return _solve(inner, goal + by, typed)
            if isinstance(operation, ast.Mult):
                factor = evaluate(inner, typed)
                return _solve(operand, goal / factor, typed) if isinstance(factor, Fraction) and factor else None
    return None


def _typed(value: object) -> object:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(str(value))
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    return UNKNOWN if value is None else value
