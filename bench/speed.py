"""How fast cases are decided: by XReason, by other engines, and by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.cases import Case, generate, with_missing
from bench.engines import Engine, installed
from bench.measure import Times, interleaved
from bench.ours import Handwritten, XReason, ruleset
from bench.tables import Result, Target, microseconds, ratio
from xreason.reasoning import decide, prove

BY_HAND = "Python by hand"
OURS = "XReason"
COLUMNS = ("facts held, µs", "÷ by hand", "from a mapping, µs", "mapping ÷ by hand")

Pair = tuple[dict[str, Any], Any]
"""A case's values, and the same as the engine holds them."""

Call = Callable[[Any], object]


class Contest:
    """The contestants, made once, and how many rounds they run.

    Args:
        quick: fewer rounds.
        others: also the engines beside XReason and the hand-written rules.
    """

    def __init__(self, quick: bool, others: bool = False) -> None:
        self.rounds = 7 if quick else 25
        self.cases = generate()
        self.rules = ruleset()
        as_of = self.cases[0].as_of
        self.engines: dict[str, Engine] = {
            BY_HAND: Handwritten(self.rules, as_of),
            OURS: XReason(self.rules, as_of),
        }
        if others:
            self.engines |= {name: make(self.rules, as_of) for name, make in installed().items()}

    def pairs(self, name: str, cases: Sequence[Case]) -> list[Pair]:
        """Each case as an engine takes it and as it holds it."""
        engine = self.engines[name]
        values = [engine.values(case) for case in cases]
        return [(value, engine.hold(value)) for value in values]

    def times(self, calls: Mapping[str, Call], pairs: Mapping[str, list[Pair]]) -> tuple[Times, Times]:
        """Times of calls with the facts held, and from a mapping."""
        held = {name: [pair[1] for pair in pairs[name]] for name in calls}
        sent = {name: [pair[0] for pair in pairs[name]] for name in calls}
        from_mapping = {name: _after(self.engines[name].hold, call) for name, call in calls.items()}
        return (
            interleaved(calls, held, self.rounds, len(self.cases)),
            interleaved(from_mapping, sent, self.rounds, len(self.cases)),
        )


def _after(hold: Call, call: Call) -> Call:
    return lambda values: call(hold(values))


def complete(quick: bool) -> Result:
    """All facts known."""
    contest = Contest(quick, others=True)
    pairs = {name: contest.pairs(name, contest.cases) for name in contest.engines}
    held, sent = contest.times({name: engine.decide for name, engine in contest.engines.items()}, pairs)
    order = sorted(contest.engines, key=held.median)
    targets = [Target("decide / Python by hand, facts held", 2.5, held.ratio(OURS, BY_HAND))]
    for name, limit in (("cel-expr-python", 15), ("datalogic-py", 3)):
        if name in contest.engines:
            targets.append(Target(f"{name} / decide", limit, held.ratio(name, OURS), at_least=True))
    notes = [
        f"{name}: {held.ratio(name, OURS):.2f} × XReason with facts held,"
        f" {sent.ratio(name, OURS):.2f} × from a mapping"
        for name in order
        if name.partition(",")[0] in ("cel-expr-python", "datalogic-py")
    ]
    return Result(
        "decide", "Decide 50 rules, all facts known", ("", *COLUMNS), _rows(order, held, sent), targets, notes
    )


def missing(quick: bool) -> Result:
    """A twentieth of the facts missing."""
    contest = Contest(quick)

    def named(held: Any) -> object:
        verdict = decide(contest.rules, held[1], held[0])
        return verdict.finding, verdict.outcomes, verdict.missing

    less = [with_missing(case) for case in contest.cases]
    pairs = {BY_HAND: contest.pairs(BY_HAND, contest.cases), OURS: contest.pairs(OURS, less)}
    title = "Decide with 5 % of the facts missing, and name them (by hand: with all of them)"
    return _against_hand(contest, "missing", title, named, pairs, 5)


def proofs(quick: bool) -> Result:
    """With the proofs of the violated rules."""
    contest = Contest(quick)

    def proved(held: Any) -> object:
        verdict = decide(contest.rules, held[1], held[0])
        violated = [rule for rule, outcome in verdict.outcomes.items() if outcome == "violated"]
        return verdict.finding, [prove(verdict, rule) for rule in violated]

    pairs = {name: contest.pairs(name, contest.cases) for name in contest.engines}
    title = "Decide, and prove the violated rules (by hand: only decide)"
    return _against_hand(contest, "proofs", title, proved, pairs, 8)


def _against_hand(
    contest: Contest, name: str, title: str, call: Call, pairs: Mapping[str, list[Pair]], limit: float
) -> Result:
    held, sent = contest.times({BY_HAND: contest.engines[BY_HAND].decide, OURS: call}, pairs)
    target = Target(f"{name}: decide / Python by hand, facts held", limit, held.ratio(OURS, BY_HAND))
    return Result(name, title, ("", *COLUMNS), _rows([BY_HAND, OURS], held, sent), [target])


def _rows(names: Sequence[str], held: Times, sent: Times) -> list[list[str]]:
    return [
        [
            name,
            microseconds(held.median(name)),
            ratio(held.ratio(name, BY_HAND)),
            microseconds(sent.median(name)),
            ratio(sent.ratio(name, BY_HAND)),
        ]
        for name in names
    ]
