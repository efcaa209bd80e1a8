"""What to ask next: the missing facts, in the order that settles most."""

from __future__ import annotations

from dataclasses import dataclass

from xreason.cel.types import Type
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning.careful import judge_one
from xreason.reasoning.gaps import Gap, gaps_of
from xreason.reasoning.thresholds import Thresholds
from xreason.reasoning.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """A fact worth asking for.

    Args:
        path: the fact, or a place inside one, such as `payments[2].amount`.
        ask: the question in plain language.
        type: the type of an answer.
        settles: how many rules an answer can settle by itself, or give another outcome.
        weight: the expected number of rules settled, over the answers at the rules' thresholds.
    """

    path: str
    ask: str
    type: Type
    settles: int
    weight: float


def questions(verdict: Verdict) -> tuple[Question, ...]:
    """The missing facts that could change a verdict's rules, the most useful question first.

    An answer's use is the expected number of rules it settles alone; among equals the fact that
    more rules wait for comes first, then the one declared first.
    """
    waiting: dict[str, list[int]] = {}
    for index, paths in verdict.missing.items():
        for path in paths:
            waiting.setdefault(path, []).append(index)
    gaps = {
        gap.path: gap
        for slot in verdict.facts.gaps
        for gap in gaps_of(verdict.ruleset.facts[slot], slot, verdict.facts.values[slot])
        if gap.path in waiting
    }
    codes = dict(zip(verdict.indices, verdict.codes, strict=True))
    ranked = []
    for path, gap in gaps.items():
        chances = [_chance(verdict, gap, index, codes[index]) for index in waiting[path]]
        settled = sum(chance > 0 for chance in chances)
        ranked.append((-sum(chances), -len(chances), gap.slot, gap, settled))
    ranked.sort(key=lambda entry: (*entry[:3], entry[3].steps))
    return tuple(
        Question(gap.path, _ask(gap), gap.type, settled, -negative) for negative, _, _, gap, settled in ranked
    )


def _ask(gap: Gap) -> str:
    if gap.spec.ask and not gap.steps:
        return gap.spec.ask
    return f"What is `{gap.path}`?"


def _chance(verdict: Verdict, gap: Gap, index: int, now: int) -> float:
    """The share of answers that give a rule another outcome with nothing else learned."""
    frame = list(verdict.frame)
    values = list(Thresholds(verdict.program, list(frame), index).of(gap))
    settled = 0
    before = frame[gap.slot]
    for value in values:
        frame[gap.slot] = gap.fill(before, value)
        try:
            settled += judge_one(verdict.program, frame, index) != now
        except DiagnosticError:
            continue
    return settled / len(values) if values else 0.0
