"""Counterfactuals: the one fact whose change makes a case comply.

A search over the values at which the rules turn; where the values are ordered, the found one is
then moved as near to the present one as still complies. Facts declared `fixed` are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import MISSING, Date, Duration, Timestamp
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning.gaps import Gap, places_of
from xreason.reasoning.judgement import decide
from xreason.reasoning.outcomes import PENDING, Finding
from xreason.reasoning.program import Program
from xreason.reasoning.thresholds import Thresholds
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.facts import Facts
from xreason.rulesets.model import Ruleset


@dataclass(frozen=True, slots=True)
class Change:
    """One fact changed.

    Args:
        path: the fact, or a place inside one.
        type: its type.
        before: its value in the case, `MISSING` if it has none.
        after: the value with which the case complies.
        finding: the verdict then: compliant, or pending while a deadline runs.
    """

    path: str
    type: Type
    before: object
    after: object
    finding: Finding


def whatif(
    ruleset: Ruleset,
    facts: Facts | Mapping[str, object],
    as_of: Timestamp | datetime | date | str,
    only: str | None = None,
) -> tuple[Change, ...]:
    """The single changes of a fact that turn a case compliant.

    Args:
        ruleset: the rules.
        facts: the case.
        as_of: the moment of judgement.
        only: look at this one rule instead of all.

    Returns:
        At most one change per place in the facts, those that lead to `compliant` before those that
        lead to `pending`; empty if the case complies already or no single change suffices.
    """
    verdict = decide(ruleset, facts, as_of, only)
    failing = [i for i, code in zip(verdict.indices, verdict.codes, strict=True) if code > PENDING]
    if not failing:
        return ()
    program = verdict.program
    shared = set.intersection(*(set(program.layout.rule_facts[i]) for i in failing))
    search = _Search(verdict, failing, only)
    changes = []
    for slot in sorted(shared):
        spec = ruleset.facts[slot]
        if spec.fixed:
            continue
        for place in places_of(spec, slot, verdict.facts.values[slot]):
            change = search.change(place)
            if change is not None:
                changes.append(change)
    return tuple(sorted(changes, key=lambda change: change.finding is not Finding.COMPLIANT))


class _Search:
    def __init__(self, verdict: Verdict, failing: list[int], only: str | None) -> None:
        self._verdict = verdict
        self._failing = failing
        self._only = only

    def change(self, place: Gap) -> Change | None:
        """The nearest value at one place that makes the case comply."""
        before = place.read(self._verdict.facts.values[place.slot])
        found: dict[Finding, list[object]] = {}
        for value in self._values(place):
            finding = self._finding(place, value)
            if finding in (Finding.COMPLIANT, Finding.PENDING):
                found.setdefault(finding, []).append(value)
        for finding in (Finding.COMPLIANT, Finding.PENDING):
            if finding in found:
                after = min(found[finding], key=lambda value: _distance(before, value))
                after = self._nearer(place, before, after, finding)
                return Change(place.path, place.type, before, after, finding)
        return None

    def _values(self, place: Gap) -> Iterator[object]:
        program: Program = self._verdict.program
        seen: set[str] = set()
        # Rules that are fine as it is have thresholds too, beyond which they would no longer be.
        readers = [i for i in program.layout.readers[place.slot] if i in self._verdict.indices]
        for index in dict.fromkeys([*self._failing, *readers]):
            for value in Thresholds(program, self._verdict.frame, index).of(place):
                if repr(value) not in seen:
                    seen.add(repr(value))
                    yield value

    def _finding(self, place: Gap, value: object) -> Finding | None:
        values = list(self._verdict.facts.values)
        values[place.slot] = place.fill(values[place.slot], value)
        case = Facts(values)
        try:
            return decide(self._verdict.ruleset, case, self._verdict.as_of, self._only).finding
        except DiagnosticError:
            return None

    def _nearer(self, place: Gap, before: object, after: object, finding: Finding) -> object:
        """Halve the way back to the present value while the finding holds."""
        kind = non_null(place.type).kind
        if kind not in _STEPS or not isinstance(before, int) or not isinstance(after, int):
            return after
        make = _STEPS[kind]
        far, near = int(after), int(before)
        while abs(far - near) > 1:
            middle = (far + near) // 2
            if self._finding(place, make(middle)) is finding:
                far = middle
            else:
                near = middle
        return make(far)


_STEPS = {Kind.INT: int, Kind.DATE: Date, Kind.TIMESTAMP: Timestamp, Kind.DURATION: Duration}


def _distance(before: object, after: object) -> tuple[int, Decimal]:
    """How far a value is from the present one; what cannot be measured comes last, in order."""
    if before is MISSING or before is None or after is None:
        return (after is None, Decimal(0))
    if isinstance(before, int | Decimal) and isinstance(after, int | Decimal):
        return (0, abs(Decimal(after) - Decimal(before)))
    if isinstance(before, list) and isinstance(after, list):
        return (0, Decimal(len(set(map(repr, before)) ^ set(map(repr, after)))))
    return (0, Decimal(0))
