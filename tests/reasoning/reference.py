"""A second judge: the order of DESIGN §3 read aloud, over the reference evaluator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.cel.reference import ERROR, Reference
from tests.reasoning.strategies import DOMAINS, FIELDS
from xreason.cel.types import Kind
from xreason.cel.values import MISSING, Date, Timestamp
from xreason.reasoning.outcomes import Finding, Outcome
from xreason.rulesets import Ruleset
from xreason.rulesets.model import Definition, Expression, Rule

DAY = 86_400 * 10**9


class Judge:
    """Judges one case.

    Args:
        ruleset: the rules.
        values: the facts, in the ruleset's order.
        as_of: the moment of judgement.
    """

    def __init__(self, ruleset: Ruleset, values: Sequence[object], as_of: Timestamp) -> None:
        self.as_of = as_of
        self.today = Date(as_of // DAY)
        self.names: dict[str, object] = {"as_of": as_of}
        self.names.update(zip((spec.path for spec in ruleset.facts), values, strict=True))
        for parameter in ruleset.parameters:
            holding = [v for v in parameter.values if covers((v.since, v.until), self.today)]
            self.names[parameter.name] = holding[-1].value if holding else ERROR
        self.reference = Reference(self.names, ruleset.calendars)
        for definition in ruleset.definitions:
            self.names[definition.name] = self.defined(definition)

    def value(self, expression: Expression) -> object:
        """The value of an expression, `MISSING` or `ERROR`."""
        return self.reference.value(expression.node)

    def truth(self, expression: Expression | None, default: bool = True) -> object:
        """The truth of a condition; one that is not stated is `default`."""
        return default if expression is None else self.reference.condition(expression.node, {})

    def defined(self, definition: Definition) -> object:
        """What the exceptions that apply agree on, or the base; missing if what is unknown could matter."""
        certain: list[object] = []
        possible: list[object] = []
        for exception in definition.unless:
            applies = self.truth(exception.when)
            if applies is ERROR:
                return ERROR
            if applies is MISSING:
                possible.append(self.value(exception.value))
            elif applies is True:
                certain.append(self.value(exception.value))
                if certain[-1] in (MISSING, ERROR):
                    return certain[-1]
        if any(value != certain[0] for value in certain):
            return ERROR
        settled = certain[0] if certain else self.value(definition.value)
        if settled in (MISSING, ERROR):
            return MISSING if possible else settled
        return settled if all(value == settled for value in possible) else MISSING

    def outcome(self, rule: Rule) -> Outcome | object:
        """The outcome of a rule, or `ERROR`."""
        if not covers(rule.effective, self.today):
            return Outcome.NOT_APPLICABLE
        applies = self.truth(rule.applies)
        if applies is ERROR:
            return ERROR
        if applies is False:  # 1
            return Outcome.NOT_APPLICABLE
        exempt = [self.truth(exemption.when) for exemption in rule.unless]
        for truth in exempt:  # 2
            if truth is True:
                return Outcome.EXEMPT
            if truth is ERROR:
                return ERROR
        if applies is MISSING:  # 3
            return Outcome.UNDETERMINED
        met = self.met(rule)
        if met is ERROR:
            return ERROR
        if met is True:  # 4
            return Outcome.SATISFIED
        pending = self.pending(rule)
        if pending is ERROR:
            return ERROR
        if pending is True:  # 5
            return Outcome.PENDING
        review = self.truth(rule.review.when) if rule.review is not None else False
        if review is ERROR:
            return ERROR
        if review is True:  # 6
            return Outcome.REVIEW
        if met is MISSING or MISSING in exempt:  # 7
            return Outcome.UNDETERMINED
        return Outcome.VIOLATED  # 8

    def met(self, rule: Rule) -> object:
        """Whether what is demanded is so."""
        if rule.forbid is None:
            return self.truth(rule.require)
        forbidden = self.truth(rule.forbid)
        return forbidden if forbidden in (MISSING, ERROR) else not forbidden

    def pending(self, rule: Rule) -> object:
        """Whether the deadline still runs."""
        if rule.pending is None:
            return False
        if rule.pending.when is not None:
            return self.truth(rule.pending.when)
        assert rule.pending.due is not None
        due = self.value(rule.pending.due)
        if due in (MISSING, ERROR):
            return due
        assert isinstance(due, int)
        is_date = rule.pending.due.node.type.kind is Kind.DATE
        return (self.today if is_date else self.as_of) <= due


def covers(period: tuple[Date | None, Date | None], day: Date) -> bool:
    """Whether a day lies between the first and the last, where these are stated."""
    since, until = period
    return not (since is not None and day < since) and not (until is not None and day > until)


def finding_of(outcomes: Sequence[Outcome]) -> Finding:
    """The verdict: worst wins."""
    for outcome, finding in (
        (Outcome.VIOLATED, Finding.NON_COMPLIANT),
        (Outcome.UNDETERMINED, Finding.UNDETERMINED),
        (Outcome.REVIEW, Finding.REVIEW),
        (Outcome.PENDING, Finding.PENDING),
    ):
        if outcome in outcomes:
            return finding
    return Finding.COMPLIANT


# Places in the facts


@dataclass(frozen=True)
class Place:
    """A fact, or a field of an item: its path and how to write to it."""

    path: str
    slot: int
    item: int | None = None
    field: int | None = None

    @property
    def domain(self) -> tuple[object, ...]:
        """The values that may stand there; none for whole lists, which are not enumerated."""
        if self.field is not None:
            return tuple(FIELDS.values())[self.field]
        return DOMAINS.get(self.path, ())

    def read(self, values: Sequence[object]) -> object:
        """What stands there."""
        value = values[self.slot]
        if self.item is None or self.field is None:
            return value
        assert isinstance(value, list)
        return value[self.item][self.field]

    def written(self, values: Sequence[object], value: object) -> list[object]:
        """The facts with another value there."""
        changed = list(values)
        if self.item is not None:
            items = values[self.slot]
            assert isinstance(items, list)
            record = [value if n == self.field else old for n, old in enumerate(items[self.item])]
            changed[self.slot] = [tuple(record) if n == self.item else old for n, old in enumerate(items)]
        else:
            changed[self.slot] = value
        return changed


def places(ruleset: Ruleset, values: Sequence[object]) -> Iterator[Place]:
    """All places in the facts of a case."""
    for slot, spec in enumerate(ruleset.facts):
        value = values[slot]
        if isinstance(value, list):
            for item in range(len(value)):
                for field, name in enumerate(FIELDS):
                    yield Place(f"{spec.path}[{item}].{name}", slot, item, field)
        else:
            yield Place(spec.path, slot)


def gaps(ruleset: Ruleset, values: Sequence[object]) -> list[Place]:
    """The places without a value."""
    return [place for place in places(ruleset, values) if place.read(values) is MISSING]


def facts_read(ruleset: Ruleset, rule: Rule) -> Mapping[str, None]:
    """Paths of the facts that stand in a rule's expressions or in the definitions these use."""
    parts = [rule.applies, *(e.when for e in rule.unless), rule.require, rule.forbid]
    parts += [rule.pending.when, rule.pending.due] if rule.pending else []
    parts += [rule.review.when] if rule.review else []
    text = " ".join(part.text for part in parts if part is not None)
    for definition in reversed(ruleset.definitions):
        if definition.name in text:
            inner = [definition.value, *(part for e in definition.unless for part in (e.when, e.value))]
            text += " ".join(["", *(part.text for part in inner)])
    words = set(re.findall(r"\w+", text))
    return {spec.path: None for spec in ruleset.facts if spec.path.split(".")[-1] in words}
