"""Running a ruleset's own cases, and what they reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.reasoning.judgement import decide
from xreason.reasoning.outcomes import Outcome
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.model import Case, Rule, Ruleset


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that was not met; `rule` is None for the verdict as a whole."""

    rule: str | None
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: what it expected in vain, or the errors that kept it from being judged."""

    case: Case
    mismatches: tuple[Mismatch, ...] = ()
    errors: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything expected came about."""
        return not self.mismatches and not self.errors


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of something the cases reach.

    Args:
        reached: names of what was reached.
        missed: names of what was not.
    """

    reached: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def total(self) -> int:
        """Reached and missed together."""
        return len(self.reached) + len(self.missed)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """All cases of a ruleset, and the rules, exemptions and branches that they reach.

    Args:
        ruleset: whose cases.
        results: one a case, in the document's order.
        rules: rules that some case applies to.
        exemptions: `rule/exemption` that held in some case.
        branches: `rule:outcome` that some case led to, of those the rule's parts allow.
    """

    ruleset: Ruleset
    results: tuple[CaseResult, ...]
    rules: Coverage
    exemptions: Coverage
    branches: Coverage

    @property
    def passed(self) -> bool:
        """Whether every case passed."""
        return all(result.passed for result in self.results)


def run_cases(ruleset: Ruleset) -> CaseReport:
    """Judge each case of a ruleset and compare with what it expects."""
    results = []
    reached: set[str] = set()
    held: set[str] = set()
    for case in ruleset.cases:
        try:
            verdict = decide(ruleset, case.facts, case.as_of)
        except DiagnosticError as error:
            results.append(CaseResult(case, errors=error.diagnostics))
            continue
        results.append(CaseResult(case, tuple(_mismatches(case, verdict))))
        for detail in verdict.rules:
            reached.add(f"{detail.id}:{detail.outcome}")
            if detail.exemption is not None:
                held.add(f"{detail.id}/{detail.exemption.id}")
    applied = {name.rsplit(":", 1)[0] for name in reached if not name.endswith(":not_applicable")}
    exemptions = [f"{rule.id}/{exemption.id}" for rule in ruleset.rules for exemption in rule.unless]
    branches = [f"{rule.id}:{outcome}" for rule in ruleset.rules for outcome in possible_outcomes(rule)]
    return CaseReport(
        ruleset,
        tuple(results),
        _coverage([rule.id for rule in ruleset.rules], applied),
        _coverage(exemptions, held),
        _coverage(branches, reached),
    )


def possible_outcomes(rule: Rule) -> Iterator[Outcome]:
    """The outcomes that a rule's parts allow with all facts known."""
    yield Outcome.SATISFIED
    if rule.applies is not None:
        yield Outcome.NOT_APPLICABLE
    if rule.unless:
        yield Outcome.EXEMPT
    if rule.pending is not None:
        yield Outcome.PENDING
    if rule.review is not None:
        yield Outcome.REVIEW
    always_reviewed = rule.review is not None and rule.review.when is None
    if (rule.require is not None or rule.forbid is not None) and not always_reviewed:
        yield Outcome.VIOLATED


def _coverage(names: list[str], reached: set[str]) -> Coverage:
    return Coverage(
        tuple(name for name in names if name in reached), tuple(name for name in names if name not in reached)
    )


def _mismatches(case: Case, verdict: Verdict) -> Iterator[Mismatch]:
    outcomes = verdict.outcomes
    for rule, expected in case.expect.items():
        if outcomes[rule] != expected:
            yield Mismatch(rule, str(expected), str(outcomes[rule]))
    for rule, paths in case.missing.items():
        actual = verdict.rule(rule).missing
        if sorted(actual) != sorted(paths):
            yield Mismatch(rule, f"missing {', '.join(paths)}", f"missing {', '.join(actual) or 'nothing'}")
    if case.verdict is not None and verdict.finding != case.verdict:
        yield Mismatch(None, str(case.verdict), str(verdict.finding))
