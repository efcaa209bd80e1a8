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
from itertools import product

from xreason.cel.tree import Bind, Name, Node, Quantifier, Transform, children
from xreason.cel.values import MISSING, EvaluationError
from xreason.reasoning.careful import Scope
from xreason.reasoning.gaps import Gap, gaps_of
from xreason.reasoning.layout import definition_expressions, expressions_of, names_in_node
from xreason.reasoning.program import GIVE_UP, Frame, Program
from xreason.reasoning.thresholds import Thresholds
from xreason.rulesets.facts import Facts

COMPLETE_SEARCH = 4096
"""Combinations of values up to which the search is complete."""
ERRS = -1
"""Stands for the outcome of a combination in which the rule errs."""


def missing_facts(program: Program, case: Facts, frame: Frame, index: int) -> tuple[str, ...]:
    """Paths of the facts whose values could change an undetermined rule's outcome.

    Args:
        program: the compiled ruleset.
        case: the facts, for the places of gaps inside lists.
        frame: the case's frame; definition slots may hold anything.
        index: the rule.

    Returns:
        Paths in the ruleset's order; a gap inside a list reads `payments[2].amount`.
    """
    slots = set(case.gaps).intersection(program.layout.rule_facts[index])
    gaps = [
        gap for slot in sorted(slots) for gap in gaps_of(program.ruleset.facts[slot], slot, case.values[slot])
    ]
    if len(gaps) <= 1:
        return tuple(gap.path for gap in gaps)
    search = _Search(program, list(frame), index, gaps)
    return tuple(gap.path for number, gap in enumerate(gaps) if search.counts(number))


class _Search:
    """Tries values for the gaps of one rule."""

    def __init__(self, program: Program, frame: Frame, index: int, gaps: Sequence[Gap]) -> None:
        thresholds = Thresholds(program, frame, index)
        self._program = program
        self._index = index
        self._frame = frame
        self._gaps = gaps
        self._choices = [[MISSING, *thresholds.of(gap)] for gap in gaps]
        self._start = frame[: len(program.ruleset.facts)]
        self._now = self._outcome([MISSING] * len(gaps))
        self._known: dict[tuple[int, ...], int] = {}

    def counts(self, number: int) -> bool:
        """Whether learning gap `number` can change the outcome."""
        alone: list[object] = [MISSING] * len(self._gaps)
        for value in self._choices[number][1:]:
            alone[number] = value
            if self._outcome(alone) != self._now:
                return True
        size = 1
        for choices in self._choices:
            size *= len(choices)
        if size > COMPLETE_SEARCH:
            return self._gaps[number].spec.path in self._live
        return any(self._turns(number, chosen) for chosen in self._all(number))

    @cached_property
    def _live(self) -> set[str]:
        return live_facts(self._program, [*self._start, *self._frame[len(self._start) :]], self._index)

    def _turns(self, number: int, chosen: list[int]) -> bool:
        chosen[number] = 0
        before = self._at(chosen)
        for choice in range(1, len(self._choices[number])):
            chosen[number] = choice
            if self._at(chosen) != before:
                return True
        return False

    def _all(self, number: int) -> Iterator[list[int]]:
        ranges = [range(1) if i == number else range(len(c)) for i, c in enumerate(self._choices)]
        return (list(chosen) for chosen in product(*ranges))

    def _at(self, chosen: list[int]) -> int:
        key = tuple(chosen)
        if key not in self._known:
            self._known[key] = self._outcome([c[i] for c, i in zip(self._choices, chosen, strict=True)])
        return self._known[key]

    def _outcome(self, values: Sequence[object]) -> int:
        frame = self._frame
        frame[: len(self._start)] = self._start
        for gap, value in zip(self._gaps, values, strict=True):
            if value is not MISSING:
                frame[gap.slot] = gap.fill(frame[gap.slot], value)
        try:
            return self._program.judge(frame, self._index)
        except GIVE_UP:
            return ERRS


def live_facts(program: Program, frame: Frame, index: int) -> set[str]:
    """Paths of missing facts in parts of a rule that the known facts do not settle."""
    scope = Scope(program, frame)
    definitions = {d.name: d for d in program.ruleset.definitions}
    live: set[str] = set()
    seen: set[str] = set()
    stack: list[Node] = [expression.node for expression in expressions_of(program.ruleset.rules[index])]
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
                stack.extend(e.node for e in definition_expressions(definitions[name]))
            elif name in program.layout.facts:
                live.add(name)
    return live


def _settled(node: Node, scope: Scope) -> bool:
    try:
        return scope.bare(node) is not MISSING
    except EvaluationError:
        return False
