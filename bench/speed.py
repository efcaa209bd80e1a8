"""How fast cases are decided: by XReason, by other engines, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.cases import Case, generate, with_missing
from bench.engines import Engine, installed
from bench.measure import in_rounds, interleaved
from bench.ours import Handwritten, XReason, ruleset
from bench.tables import Result, Target, microseconds, ratio
from xreason.reasoning.judgement import decide
from xreason.reasoning.prover import prove

BY_HAND = "Python by hand"
OURS = "XReason"

Pair = tuple[dict[str, Any], Any]
"""A case's values, and the same as the engine holds them."""


class Field:
    """The contestants with their cases prepared.

    Args:
        quick: fewer rounds.
        others: also the engines beside XReason and the hand-written rules.
    """

    def __init__(self, quick: bool, others: bool = True) -> None:
        self.rounds, self.size = (5, 20) if quick else (15, 40)
        self.cases = generate()
        self.rules = ruleset()
        as_of = self.cases[0].as_of
        self.engines: dict[str, Engine] = {
            BY_HAND: Handwritten(self.rules, as_of),
            OURS: XReason(self.rules, as_of),
        }
        if others:
            self.engines |= {name: make(self.rules, as_of) for name, make in installed().items()}

    def pairs(self, name: str, cases: list[Case]) -> list[Pair]:
        """Each case as an engine takes it and as it holds it."""
        engine = self.engines[name]
        values = [engine.values(case) for case in cases]
        return [(value, engine.hold(value)) for value in values]

    def times(
        self, calls: dict[str, Callable[[Pair], object]], cases: dict[str, list[Pair]]
    ) -> dict[str, float]:
        """Median seconds a case of each call, in interleaved rounds."""
        return interleaved(calls, {name: in_rounds(cases[name], self.rounds, self.size) for name in calls})


def _held(engine: Engine) -> Callable[[Pair], object]:
    return lambda pair: engine.decide(pair[1])


def _mapping(engine: Engine) -> Callable[[Pair], object]:
    return lambda pair: engine.decide(engine.hold(pair[0]))


def complete(quick: bool) -> Result:
    """All facts known."""
    field = Field(quick)
    pairs = {name: field.pairs(name, field.cases) for name in field.engines}
    held = field.times({name: _held(engine) for name, engine in field.engines.items()}, pairs)
    mapping = field.times({name: _mapping(engine) for name, engine in field.engines.items()}, pairs)
    rows = [
        [
            name,
            microseconds(held[name]),
            ratio(held[name] / held[BY_HAND]),
            microseconds(mapping[name]),
            ratio(mapping[name] / mapping[BY_HAND]),
        ]
        for name in sorted(field.engines, key=held.__getitem__)
    ]
    targets = [Target("decide / Python by hand, facts held", 2.5, held[OURS] / held[BY_HAND])]
    for name, limit in (("cel-expr-python", 15), ("datalogic-py", 3)):
        if name in held:
            targets += [
                Target(f"{name} / decide, facts held", limit, held[name] / held[OURS], at_least=True),
                Target(
                    f"{name} / decide, from a mapping", limit, mapping[name] / mapping[OURS], at_least=True
                ),
            ]
    columns = ("all facts known", "held, µs a case", "by hand = 1", "mapping, µs a case", "by hand = 1")
    return Result("decide", "Decide 50 rules, all facts known", columns, rows, targets)


def missing(quick: bool) -> Result:
    """A twentieth of the facts missing."""
    field = Field(quick, others=False)
    engine = field.engines[OURS]
    cases = {
        BY_HAND: field.pairs(BY_HAND, field.cases),
        OURS: field.pairs(OURS, [with_missing(case) for case in field.cases]),
    }

    def named(held: Any) -> object:
        verdict = decide(field.rules, held[1], held[0])
        return verdict.finding, verdict.outcomes, verdict.missing

    by_hand = field.engines[BY_HAND]
    held = field.times({BY_HAND: _held(by_hand), OURS: lambda pair: named(pair[1])}, cases)
    mapping = field.times({BY_HAND: _mapping(by_hand), OURS: lambda pair: named(engine.hold(pair[0]))}, cases)
    return _against_hand("missing", "Decide with 5 % of the facts missing, and name them", held, mapping, 5)


def proofs(quick: bool) -> Result:
    """With the proofs of the violated rules."""
    field = Field(quick, others=False)
    engine, by_hand = field.engines[OURS], field.engines[BY_HAND]
    cases = {name: field.pairs(name, field.cases) for name in field.engines}

    def proved(held: Any) -> object:
        verdict = decide(field.rules, held[1], held[0])
        violated = [rule for rule, outcome in verdict.outcomes.items() if outcome == "violated"]
        return verdict.finding, [prove(verdict, rule) for rule in violated]

    held = field.times({BY_HAND: _held(by_hand), OURS: lambda pair: proved(pair[1])}, cases)
    mapping = field.times(
        {BY_HAND: _mapping(by_hand), OURS: lambda pair: proved(engine.hold(pair[0]))}, cases
    )
    return _against_hand("proofs", "Decide, and prove the violated rules", held, mapping, 8)


def _against_hand(
    name: str, title: str, held: dict[str, float], mapping: dict[str, float], limit: float
) -> Result:
    rows = [
        [
            who,
            microseconds(held[who]),
            ratio(held[who] / held[BY_HAND]),
            microseconds(mapping[who]),
            ratio(mapping[who] / mapping[BY_HAND]),
        ]
        for who in (BY_HAND, OURS)
    ]
    columns = ("", "held, µs a case", "by hand = 1", "mapping, µs a case", "by hand = 1")
    target = Target(
        "decide / Python by hand on complete facts, facts held", limit, held[OURS] / held[BY_HAND]
    )
    return Result(name, title, columns, rows, [target])
