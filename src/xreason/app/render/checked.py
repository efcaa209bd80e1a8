"""A judged case, and the words that all renderings use for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xreason.app.cases import NamedFacts
from xreason.cel.values import Date, format_date, format_timestamp
from xreason.reasoning.outcomes import Outcome
from xreason.reasoning.verdict import RuleOutcome, Verdict

if TYPE_CHECKING:
    from xreason.reasoning.proof import Proof

WORST_FIRST = (
    Outcome.VIOLATED,
    Outcome.UNDETERMINED,
    Outcome.REVIEW,
    Outcome.PENDING,
    Outcome.SATISFIED,
    Outcome.EXEMPT,
    Outcome.NOT_APPLICABLE,
)

FINDINGS = frozenset({Outcome.VIOLATED, Outcome.UNDETERMINED, Outcome.REVIEW})
"""Outcomes that a person has to do something about; they make the exit code 1."""

REPORTED = FINDINGS | {Outcome.PENDING}
"""Outcomes that a rendering for people lists rule by rule; of the others it gives the number."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One case and its verdict.

    Args:
        case: where it was read from.
        verdict: the judgement.
        proved: ids of the rules whose proofs were asked for.
    """

    case: NamedFacts
    verdict: Verdict
    proved: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What the user calls the case."""
        return self.case.name

    @property
    def as_of(self) -> str:
        """The moment of judgement, RFC 3339."""
        return format_timestamp(self.verdict.as_of)

    @property
    def has_findings(self) -> bool:
        """Whether any rule needs a person; pending does not."""
        return any(outcome in FINDINGS for outcome in self.verdict.outcomes.values())

    def wants_proof(self, rule: RuleOutcome) -> bool:
        """Whether the rule's proof was asked for."""
        return rule.id in self.proved

    def proofs(self) -> list[Proof]:
        """The proofs that were asked for, in the ruleset's order."""
        from xreason.reasoning.prover import prove

        return [prove(self.verdict, rule.id) for rule in self.verdict.rules if rule.id in self.proved]

    def reported(self) -> list[RuleOutcome]:
        """The rules worth a word or asked about, the worst first, else in the ruleset's order."""
        kept = [rule for rule in self.verdict.rules if rule.outcome in REPORTED or rule.id in self.proved]
        return sorted(kept, key=lambda rule: WORST_FIRST.index(rule.outcome))

    def counts(self) -> list[tuple[Outcome, int]]:
        """How many rules have each outcome, the worst first, without zeros."""
        counted = Counter(self.verdict.outcomes.values())
        return [(outcome, counted[outcome]) for outcome in WORST_FIRST if counted[outcome]]

    def count_text(self) -> str:
        """`1 violated, 3 satisfied`."""
        return ", ".join(f"{number} {outcome}" for outcome, number in self.counts()) or "no rules"

    def ruleset_text(self) -> str:
        """`eu/gdpr 1.0.0`."""
        return f"{self.verdict.ruleset.id} {self.verdict.ruleset.version}"


def details(rule: RuleOutcome) -> Iterable[tuple[str, str]]:
    """What a reader needs to act on an outcome, as labels and texts."""
    if rule.missing:
        yield "missing", ", ".join(rule.missing)
    if rule.due is not None:
        yield "due", format_date(rule.due) if isinstance(rule.due, Date) else format_timestamp(rule.due)
    if rule.question:
        yield "question", rule.question
    if rule.exemption is not None:
        yield "exemption", " ".join(part for part in (rule.exemption.id, rule.exemption.title) if part)
    if rule.rule.cite:
        yield "cite", ", ".join(rule.rule.cite)
    if rule.rule.remedy and rule.outcome in (Outcome.VIOLATED, Outcome.PENDING):
        yield "remedy", rule.rule.remedy
