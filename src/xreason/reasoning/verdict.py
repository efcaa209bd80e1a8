"""What a judgement yields: the verdict of a case and the outcome of each rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xreason.cel.values import Date, Timestamp
from xreason.reasoning.outcomes import (
    EXEMPT,
    FINDINGS,
    OUTCOMES,
    PENDING,
    REVIEW,
    UNDETERMINED,
    VIOLATED,
    Finding,
    Outcome,
)
from xreason.reasoning.program import Frame, Program
from xreason.rulesets.facts import Facts
from xreason.rulesets.model import Exemption, Rule, Ruleset

if TYPE_CHECKING:
    from xreason.reasoning.careful import Scope


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What became of one rule.

    Args:
        rule: the rule.
        outcome: which of the seven.
        missing: of an undetermined or violated rule, the paths of the facts whose value could change
            it; of a violated one they could show that a deadline still runs, or call for a person.
        due: of a pending rule, when the deadline ends.
        question: of a rule under review, what a person must judge.
        exemption: of an exempt rule, the exemption that holds.
    """

    rule: Rule
    outcome: Outcome
    missing: tuple[str, ...] = ()
    due: Timestamp | Date | None = None
    question: str | None = None
    exemption: Exemption | None = None

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id


class Verdict:
    """The judgement of one case; details are worked out when they are asked for.

    Args:
        program: the compiled ruleset.
        facts: the case.
        as_of: the moment of judgement.
        indices: the rules judged, by index.
        codes: their outcome codes, in the same order.
    """

    def __init__(
        self,
        program: Program,
        facts: Facts,
        as_of: Timestamp,
        indices: range | tuple[int, ...],
        codes: list[int],
    ) -> None:
        self.program = program
        self.facts = facts
        self.as_of = as_of
        self.indices = indices
        self.codes = codes

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset judged against."""
        return self.program.ruleset

    @property
    def finding(self) -> Finding:
        """The verdict: the worst outcome wins."""
        return FINDINGS[max(self.codes, default=0)]

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """Outcome of each rule by its id."""
        ids = self.program.ids
        if len(self.codes) == len(ids):
            return dict(zip(ids, map(OUTCOMES.__getitem__, self.codes), strict=True))
        return {ids[i]: OUTCOMES[code] for i, code in zip(self.indices, self.codes, strict=True)}

    @cached_property
    def missing(self) -> dict[int, tuple[str, ...]]:
        """By rule index, the paths of the facts whose value could change the outcome.

        Of every undetermined rule, and of a violated one if it is not known whether its deadline
        still runs, or whether a person has to judge it.
        """
        from xreason.reasoning.missing import missing_facts

        found = {}
        for index, code in zip(self.indices, self.codes, strict=True):
            if code == UNDETERMINED or (code == VIOLATED and self._may_be_mitigated(index)):
                paths = missing_facts(self.program, self.facts, self.frame, index, code)
                if paths:
                    found[index] = paths
        return found

    def _may_be_mitigated(self, index: int) -> bool:
        rule = self.ruleset.rules[index]
        if rule.pending is None and rule.review is None:
            return False
        return not set(self.facts.gaps).isdisjoint(self.program.layout.rule_deciding[index])

    @cached_property
    def frame(self) -> Frame:
        """The case as compiled rules read it."""
        return self.program.frame(self.facts.values, self.as_of)

    @cached_property
    def scope(self) -> Scope:
        """The variables of the case by name, as the interpreter takes them."""
        from xreason.reasoning.careful import Scope

        return Scope(self.program, self.frame)

    @cached_property
    def rules(self) -> tuple[RuleOutcome, ...]:
        """Each rule's outcome with its details, in the ruleset's order."""
        return tuple(map(self._detail, self.indices, self.codes))

    def rule(self, rule_id: str) -> RuleOutcome:
        """One rule's outcome.

        Raises:
            KeyError: the rule was not judged.
        """
        index = self.program.index_of[rule_id]
        if index not in self.indices:
            raise KeyError(rule_id)
        return self._detail(index, self.codes[self.indices.index(index)])

    def _detail(self, index: int, code: int) -> RuleOutcome:
        rule = self.ruleset.rules[index]
        outcome = OUTCOMES[code]
        if code in (UNDETERMINED, VIOLATED):
            return RuleOutcome(rule, outcome, self.missing.get(index, ()))
        if code == REVIEW and rule.review is not None:
            return RuleOutcome(rule, outcome, question=rule.review.question)
        if code == EXEMPT:
            held = next(e for e in rule.unless if self.scope.condition(e.when) is True)
            return RuleOutcome(rule, outcome, exemption=held)
        if code == PENDING and rule.pending is not None and rule.pending.due is not None:
            due = self.scope.value(rule.pending.due)
            return RuleOutcome(rule, outcome, due=due if isinstance(due, Timestamp | Date) else None)
        return RuleOutcome(rule, outcome)
