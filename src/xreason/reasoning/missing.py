"""Which missing facts could change an undetermined outcome, exactly.

A missing fact counts if there is a state of the other missing facts (each known or not) in which
learning this one changes the rule's outcome. A single missing fact always counts. Among several,
each is first tried alone, then in all combinations with values of the others at the rule's
thresholds. Where these are too many, a fact counts if it stands in a part of the rule that is not
settled by what is known; that may list one too many, never one too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, product
from math import prod

from xreason.cel.tree import Bind, Name, Node, Quantifier, Transform, children
from xreason.cel.values import MISSING, EvaluationError
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning.careful import Scope, judge_one
from xreason.reasoning.gaps import Gap, gaps_of
from xreason.reasoning.layout import names_in_node
from xreason.reasoning.outcomes import UNDETERMINED
from xreason.reasoning.program import Frame, Program
from xreason.reasoning.thresholds import Thresholds
from xreason.rulesets.facts import Facts

COMPLETE_SEARCH = 4096
"""Combinations of values up to which the search is complete."""
LIKELIEST = 6
"""Values of a gap that are tried before a complete search."""

ERRS = -1
"""Stands for the outcome of a combination in which the rule errs."""


def missing_facts(program: Program, case: Facts, frame: Frame, index: int, now: int) -> tuple[str, ...]:
    """Paths of the facts whose values could change a rule's outcome.

    An undetermined rule has some. A violated one may, where it is not known whether a deadline
    still runs or a person has something to judge (ADR 8).

    Args:
        program: the compiled ruleset.
        case: the facts, for the places of gaps inside lists.
        frame: the case's frame; definition slots may hold anything.
        index: the rule.
        now: its outcome code, undetermined or violated.

    Returns:
        Paths in the ruleset's order; a gap inside a list reads `payments[2].amount`.
    """
    slots = set(case.gaps).intersection(program.layout.rule_deciding[index])
    gaps = [
        gap for slot in sorted(slots) for gap in gaps_of(program.ruleset.facts[slot], slot, case.values[slot])
    ]
    if not gaps or (len(gaps) == 1 and now == UNDETERMINED):
        return tuple(gap.path for gap in gaps)
    search = _Search(program, list(frame), index, gaps, now)
    counted = tuple(gap.path for gap in gaps if search.counts(gap))
    if now != UNDETERMINED:
        return counted
    # A rule that errs whatever one learns is not settled either: then all that is open is named.
    return counted or tuple(gap.path for gap in search.live)


class _Search:
    """Tries values for the gaps of one rule."""

    def __init__(self, program: Program, frame: Frame, index: int, gaps: Sequence[Gap], now: int) -> None:
        self._now = now
        self._program = program
        self._index = index
        self._frame = frame
        self._gaps = gaps
        self._thresholds = Thresholds(program, list(frame), index)
        self._start = frame[: len(program.ruleset.facts)]
        self._known: dict[tuple[int, ...], int] = {}

    def counts(self, gap: Gap) -> bool:
        """Whether learning a gap's value can change the outcome."""
        if self._alone(gap):
            return True
        if gap not in self.live:
            return False
        # Beyond a complete search, better one fact too many than one too few.
        if self._combinations > COMPLETE_SEARCH or self._in_pairs(gap):
            return True
        number = self.live.index(gap)
        return any(self._turns(number, chosen) for chosen in self._all(number))

    def _alone(self, gap: Gap) -> bool:
        """Whether one of the likeliest values changes the outcome with nothing else learned."""
        likely = islice(self._thresholds.of(gap), LIKELIEST)
        return any(self._outcome(((gap, value),)) not in (self._now, ERRS) for value in likely)

    def _in_pairs(self, gap: Gap) -> bool:
        """The same with one other gap filled; a quick look at the likeliest values only."""
        values = list(islice(self._thresholds.of(gap), LIKELIEST))
        for other in self.live:
            if other is gap:
                continue
            for value in islice(self._thresholds.of(other), LIKELIEST):
                before = self._outcome(((other, value),))
                after = {self._outcome(((other, value), (gap, mine))) for mine in values}
                if before != ERRS and after - {before, ERRS}:
                    return True
        return False

    @cached_property
    def _choices(self) -> list[list[object]]:
        return [[MISSING, *self._thresholds.of(gap)] for gap in self.live]

    @cached_property
    def _combinations(self) -> int:
        return prod(map(len, self._choices))

    @cached_property
    def live(self) -> list[Gap]:
        """The gaps in parts that what is known does not settle: no other can ever matter."""
        paths = live_facts(self._program, [*self._start, *self._frame[len(self._start) :]], self._index)
        return [gap for gap in self._gaps if gap.spec.path in paths]

    def _turns(self, number: int, chosen: list[int]) -> bool:
        chosen[number] = 0
        before = self._at(chosen)
        for choice in range(1, len(self._choices[number])):
            chosen[number] = choice
            after = self._at(chosen)
            if after != before and ERRS not in (before, after):
                return True
        return False

    def _all(self, number: int) -> Iterator[list[int]]:
        ranges = [range(1) if i == number else range(len(c)) for i, c in enumerate(self._choices)]
        return (list(chosen) for chosen in product(*ranges))

    def _at(self, chosen: list[int]) -> int:
        key = tuple(chosen)
        if key not in self._known:
            values = [choices[i] for choices, i in zip(self._choices, chosen, strict=True)]
            pairs = zip(self.live, values, strict=True)
            self._known[key] = self._outcome([(gap, value) for gap, value in pairs if value is not MISSING])
        return self._known[key]

    def _outcome(self, filled: Sequence[tuple[Gap, object]]) -> int:
        """The outcome code with these gaps filled."""
        frame, start = self._frame, self._start
        for gap, value in filled:
            frame[gap.slot] = value if not gap.steps else gap.fill(frame[gap.slot], value)
        try:
            return judge_one(self._program, frame, self._index)
        except DiagnosticError:
            return ERRS
        finally:
            for gap, _ in filled:
                frame[gap.slot] = start[gap.slot]


def live_facts(program: Program, frame: Frame, index: int) -> set[str]:
    """Paths of missing facts in parts of a rule that the known facts do not settle."""
    scope = Scope(program, frame)
    definitions = program.definitions
    live: set[str] = set()
    seen: set[str] = set()
    stack: list[Node] = [
        expression.node for expression in program.ruleset.rules[index].deciding_expressions()
    ]
    while stack:
        node = stack.pop()
        if isinstance(node, Quantifier | Transform | Bind):
            names = set(names_in_node(node))
        elif _settled(node, scope):
            continue
        elif isinstance(node, Name):
            names = {node.name}
        else:
            stack.extend(children(node))
            continue
        for name in names - seen:
            seen.add(name)
            if name in definitions:
                stack.extend(e.node for e in definitions[name].expressions())
            elif name in program.layout.facts:
                live.add(name)
    return live


def _settled(node: Node, scope: Scope) -> bool:
    try:
        return scope.bare(node) is not MISSING
    except EvaluationError:
        return False
