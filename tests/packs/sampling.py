"""Draws inputs for norms of norms.json: every input typed, some absent, many at a boundary of a condition."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.packs.conditions import UNKNOWN, Norm, evaluate, parse

Inputs = dict[str, object]

ATTEMPTS = 8
"""How often inputs are drawn anew to meet the outcome that is wanted; some norms cannot have it."""
OUTCOMES = ("satisfied", "violated", "undetermined", "not_applicable", "exempt", "pending", "review")
FIRST_DAY = date(2026, 1, 1)
DAYS = 800
ODD_DAYS = (date(2028, 2, 29), date(2027, 12, 31), date(2026, 1, 31), date(2026, 2, 28))
SHARES = (0, Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), 1)
SCALAR = ("int", "number", "date", "0..1")


def samples(entry: Mapping[str, object], how_many: int, random: Random) -> Iterator[Inputs]:
    """Inputs of a norm as a vector would state them.

    Args:
        entry: the norm, as in norms.json.
        how_many: the number of samples.
        random: decides everything.
    """
    norm, types = Norm.of(entry), entry["inputs"]
    assert isinstance(types, dict)
    sampler = _Sampler.of(types, norm, random)
    for _ in range(how_many):
        wanted = random.choice(OUTCOMES)
        drawn = [sampler.sample() for _ in range(ATTEMPTS)]
        judged = [(inputs, _outcome(norm, inputs)) for inputs in drawn]
        met = [inputs for inputs, outcome in judged if outcome == wanted]
        yield from (met or [inputs for inputs, outcome in judged if outcome])[:1]


def _outcome(norm: Norm, inputs: Inputs) -> str | None:
    """The outcome, or None where a denominator is zero: an error in the pack, and nothing in the norm."""
    try:
        return norm.outcome(inputs)
    except ZeroDivisionError:
        return None


@dataclass(frozen=True)
class _Sampler:
    """Draws inputs of one norm.

    Args:
        types: of the inputs, by name.
        comparisons: of all conditions.
        words: the strings that conditions hold against an input, in a comparison or in `subset`.
        limits: the whole numbers that they hold against it.
        random: decides everything.
    """

    types: Mapping[str, str]
    comparisons: list[ast.Compare]
    words: Mapping[str, list[str]]
    limits: Mapping[str, list[int]]
    random: Random

    @staticmethod
    def of(types: Mapping[str, str], norm: Norm, random: Random) -> _Sampler:
        nodes = [node for condition in norm.conditions() for node in ast.walk(parse(condition))]
        tests = [list(ast.walk(node)) for node in nodes if isinstance(node, ast.Compare | ast.Call)]
        beside = {
            name: [
                node.value
                for test in tests
                if any(isinstance(node, ast.Name) and node.id == name for node in test)
                for node in test
                if isinstance(node, ast.Constant)
            ]
            for name in types
        }
        return _Sampler(
            types,
            [node for node in nodes if isinstance(node, ast.Compare)],
            {name: sorted({v for v in values if isinstance(v, str)}) for name, values in beside.items()},
            {name: [v for v in values if isinstance(v, int)] for name, values in beside.items()},
            random,
        )

    def sample(self) -> Inputs:
        random = self.random
        inputs = {name: self.draw(name, kind) for name, kind in self.types.items()}
        if self.comparisons:
            for _ in range(random.choice((0, 1, 2, 3))):
                self.approach(random.choice(self.comparisons), inputs)
        absent = random.choice((0, 0, 0.1, 0.3))
        return {name: value for name, value in inputs.items() if random.random() >= absent}

    def draw(self, name: str, kind: str) -> object:
        random = self.random
        if kind == "bool":
            return random.random() < 0.5
        if kind.startswith("date"):
            day = random.choice(
                (*ODD_DAYS, *(FIRST_DAY + timedelta(days=random.randrange(DAYS)) for _ in range(20)))
            )
            return "none" if "none" in kind and random.random() < 0.3 else day.isoformat()
        if kind == "list":
            known = self.words[name]
            some = random.sample(known, random.randrange(len(known) + 1))
            return random.choice((known, some, [*known, "unheard of"]))
        if kind.startswith("int"):
            return random.choice((0, 1, random.randrange(20), random.randrange(1000)))
        if kind.startswith("number"):
            if self.limits[name] and random.random() < 0.4:
                return random.choice(self.limits[name]) + random.randrange(5000)
            cents = Decimal(random.randrange(10**6)) / 100
            return random.choice((0, 1, random.randrange(20), random.randrange(20000), cents))
        if kind == "0..1":
            return random.choice((*SHARES, Decimal(random.randrange(100)) / 100))
        if kind == "str":
            return random.choice([*self.words[name], "unheard of"])
        return self.one_of(kind)

    def one_of(self, kind: str) -> object:
        letters = re.match(r"([a-z])\.\.([a-z])(\|none)?$", kind)
        if letters:
            choices = [chr(code) for code in range(ord(letters[1]), ord(letters[2]) + 1)]
            choices += ["none"] if letters[3] else []
        else:
            choices = kind.split("|")
        chosen = self.random.choice(choices)
        return int(chosen) if chosen.isdigit() else chosen

    def approach(self, comparison: ast.Compare, inputs: Inputs) -> None:
        """Set an input so that the two sides of a comparison are equal, or nearly."""
        left, right = comparison.left, comparison.comparators[0]
        typed = {name: _typed(value) for name, value in inputs.items()}
        for target, other in self.random.sample([(left, right), (right, left)], 2):
            try:
                solved = _solve(target, evaluate(other, typed), typed)
            except ZeroDivisionError:
                continue
            if solved is not None and self.types[solved[0]].startswith(SCALAR):
                inputs[solved[0]] = self.near(solved[1], whole=self.types[solved[0]].startswith("int"))
                return

    def near(self, value: date | Fraction, *, whole: bool) -> object:
        """The value, or the next one on either side."""
        away = self.random.choice((-1, 0, 0, 1))
        if isinstance(value, date):
            return (value + timedelta(days=away)).isoformat()
        if whole:
            return max(0, round(value) + away)
        step = self.random.choice((1, Decimal("0.01")))
        return max(Decimal(), Decimal(round(value * 10**6)) / 10**6 + away * step)


def _solve(target: ast.expr, goal: object, typed: Mapping[str, object]) -> tuple[str, date | Fraction] | None:
    """The input, and its value, for which an expression is the goal; None where that is not plain."""
    if not isinstance(goal, date | Fraction):
        return None
    if isinstance(target, ast.Name):
        return (target.id, goal) if target.id in typed else None
    if not isinstance(target, ast.BinOp) or not isinstance(goal, Fraction):
        return None
    first, second = evaluate(target.left, typed), evaluate(target.right, typed)
    match target.op:
        case ast.Div() if isinstance(second, Fraction):
            return _solve(target.left, goal * second, typed)
        case ast.Sub() if isinstance(second, Fraction):
            return _solve(target.left, goal + second, typed)
        case ast.Mult() if isinstance(first, Fraction) and first:
            return _solve(target.right, goal / first, typed)
    return None


def _typed(value: object) -> object:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(str(value))
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    return UNKNOWN if value is None else value
