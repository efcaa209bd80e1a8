"""Values at which a rule may turn: what to try for a fact when all of its values are too many.

A comparison turns at the value compared with, so trying each threshold, its two neighbours and the
ends of the type's range reaches every combination of comparisons that one fact can bring about.
Small domains (bool, enums, short integer ranges) are tried whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import chain, islice, product
from typing import Any

from xreason.cel.tree import Const, Name, Node, children
from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import DAY, MISSING, Date, Duration, Timestamp
from xreason.reasoning.gaps import Gap
from xreason.reasoning.program import Frame, Program
from xreason.rulesets.shapes import Shape

WHOLE_DOMAIN = 9
"""Integer facts with at most this many values are tried whole."""
MOST_THRESHOLDS = 24
"""Thresholds of one kind that are tried, those in the rule's expressions first."""
MOST_RECORDS = 12
"""Different records that are tried as the one element of a list."""
FAR = 10**12
"""A number beyond what rules compare with."""
FAR_DAYS = 73_000
"""Days, some 200 years, beyond what rules count from a date; further ones would only err."""

_NUMBERS = frozenset({Kind.INT, Kind.DECIMAL})

Comparand = tuple[Kind, object]


class Thresholds:
    """The values that one rule compares with, in one case.

    Args:
        program: the compiled ruleset.
        frame: the case: known facts and parameters are thresholds too.
        index: the rule.
    """

    def __init__(self, program: Program, frame: Frame, index: int) -> None:
        self._program = program
        self._frame = frame
        self._index = index

    def of(self, gap: Gap) -> Iterator[object]:
        """Values worth trying at a place, without repeats, those that most likely matter first."""
        return self._of_shape(gap.shape)

    def _of_shape(self, shape: Shape) -> Iterator[object]:
        values = self._domain(shape)
        return _distinct(chain([None], values) if shape.nullable else values)

    def _domain(self, shape: Shape) -> Iterator[object]:
        low, high = shape.minimum, shape.maximum
        match shape.kind:
            case Kind.BOOL:
                yield from (True, False)
            case Kind.ENUM:
                yield from shape.plain.values
            case Kind.INT | Kind.DECIMAL:
                yield from _numbers(shape.kind, self._of_kinds(_NUMBERS), low, high)
            case Kind.STRING:
                strings = self._of_kinds({Kind.STRING, Kind.ENUM})
                yield _unlike(strings)
                yield from strings
            case Kind.DATE:
                yield from _within(self._dates(), low, high)
            case Kind.TIMESTAMP:
                yield from _within(self._timestamps(), low, high)
            case Kind.DURATION:
                yield from _within(self._durations(), low, high)
            case Kind.LIST if shape.of is not None:
                yield from self._lists(shape.of, low, high)
            case Kind.RECORD:
                yield from self._records(shape)

    def _lists(self, element: Shape, low: object, high: object) -> Iterator[object]:
        least = low if isinstance(low, int) else 0
        most = high if isinstance(high, int) else 1000
        elements = list(islice(self._of_shape(element), MOST_RECORDS))
        if least == 0:
            yield []
        if most == 0:
            return
        for value in elements:
            yield [value] * max(1, least)
        if len(elements) > 1 and most >= len(elements) > least and element.kind is not Kind.RECORD:
            yield elements
            for left_out in range(len(elements)):
                yield elements[:left_out] + elements[left_out + 1 :]

    def _records(self, shape: Shape) -> Iterator[object]:
        choices = [list(islice(self._of_shape(inner), 3)) for _, inner in shape.fields]
        yield from map(tuple, islice(product(*choices), MOST_RECORDS))

    def _durations(self) -> Iterator[Duration]:
        yield from (Duration(FAR_DAYS * DAY), Duration(-FAR_DAYS * DAY))
        for value in (0, *self._of_kinds({Kind.DURATION})):
            yield from (Duration(value + step) for step in (0, -1, 1))

    def _dates(self) -> Iterator[Date]:
        today = self._as_of // DAY
        yield from (Date(today + days) for days in (FAR_DAYS, -FAR_DAYS))
        known = [int(d) for d in self._of_kinds({Kind.DATE})]
        known += [t // DAY for t in self._of_kinds({Kind.TIMESTAMP})]
        for step in self._day_steps():
            for base in (*known, today):
                yield from (Date(base + step + nudge) for nudge in (0, -1, 1))

    def _day_steps(self) -> list[int]:
        """Distances between dates that the rule may speak of: durations, days, months, years."""
        steps = {0}
        for duration in self._of_kinds({Kind.DURATION}):
            steps |= {duration // DAY, -(duration // DAY)}
        for number in self._of_kinds({Kind.INT})[:4]:
            if abs(number) <= 4000:
                for days in (number, number * 30, number * 31, number * 365, number * 366):
                    steps |= {days, -days}
        return sorted(steps, key=abs)

    def _timestamps(self) -> Iterator[Timestamp]:
        yield from (Timestamp(self._as_of + days * DAY) for days in (FAR_DAYS, -FAR_DAYS))
        known = [int(t) for t in self._of_kinds({Kind.TIMESTAMP})]
        known += [d * DAY for d in self._of_kinds({Kind.DATE})]
        steps = {days * DAY for days in self._day_steps()}
        for duration in self._of_kinds({Kind.DURATION}):
            steps |= {duration, -duration}
        for step in sorted(steps, key=abs):
            for base in (*known, self._as_of):
                yield from (Timestamp(base + step + nudge) for nudge in (0, -1, 1))

    @property
    def _as_of(self) -> int:
        moment = self._frame[self._program.layout.as_of]
        assert isinstance(moment, int)
        return int(moment)

    def _of_kinds(self, kinds: Iterable[Kind]) -> list[Any]:
        wanted = set(kinds)
        return list(
            islice(_distinct(value for kind, value in self._comparands if kind in wanted), MOST_THRESHOLDS)
        )

    @cached_property
    def _comparands(self) -> list[Comparand]:
        """Constants, parameters and known facts that the rule's expressions mention, by kind."""
        program, frame = self._program, self._frame
        found, parameters = constants_of(program, self._index)
        found = list(found)
        for name in parameters:
            found += _spread(program.parameters[name].type, frame[program.layout.parameters[name]])
        for slot in program.layout.rule_facts[self._index]:
            found += _spread(program.ruleset.facts[slot].type, frame[slot])
        return found


def constants_of(program: Program, index: int) -> tuple[list[Comparand], list[str]]:
    """The constants and parameters in a rule's expressions and in the definitions it reads."""
    known = program.constants.get(index)
    if known is not None:
        return known
    expressions = list(program.ruleset.rules[index].expressions())
    for definition in program.layout.rule_definitions[index]:
        expressions += program.ruleset.definitions[definition].expressions()
    constants: list[Comparand] = []
    parameters: dict[str, None] = {}
    stack: list[Node] = [expression.node for expression in expressions]
    while stack:
        node = stack.pop()
        if isinstance(node, Const):
            constants += _spread(node.type, node.value)
        elif isinstance(node, Name) and node.name in program.layout.parameters:
            parameters[node.name] = None
        stack.extend(children(node))
    program.constants[index] = constants, list(parameters)
    return program.constants[index]


def _spread(type_: Type, value: object) -> list[tuple[Kind, object]]:
    """A value with its kind; a list gives its elements, a record its fields; unknowns nothing."""
    type_ = non_null(type_)
    if value is None or value is MISSING:
        return []
    if type_.kind is Kind.LIST and isinstance(value, list):
        return [pair for item in value[:MOST_THRESHOLDS] for pair in _spread(type_.args[0], item)]
    if type_.kind is Kind.RECORD and isinstance(value, tuple):
        pairs = zip(type_.fields, value, strict=True)
        return [pair for (_, inner), item in pairs for pair in _spread(inner, item)]
    return [(type_.kind, value)]


def _numbers(kind: Kind, thresholds: Iterable[int | Decimal], low: object, high: object) -> Iterator[object]:
    if kind is Kind.INT and isinstance(low, int) and isinstance(high, int) and high - low < WHOLE_DOMAIN:
        yield from range(low, high + 1)
        return
    nudge = 1 if kind is Kind.INT else Decimal("0.0001")
    yield FAR if high is None else high
    yield -FAR if low is None else low
    for value in (*thresholds, 0):
        at = int(value) if kind is Kind.INT else Decimal(value)
        yield from _within((at + step for step in (0, -nudge, nudge)), low, high)


def _within(values: Iterable[Any], low: Any, high: Any) -> Iterator[object]:
    """Those values that are in the type's range and in the fact's bounds."""
    for value in values:
        if isinstance(value, Date | Timestamp) and not value.MIN <= value <= value.MAX:
            continue
        if (low is None or value >= low) and (high is None or value <= high):
            yield value


def _unlike(strings: Iterable[str]) -> str:
    """A string that none of these equals, contains or begins."""
    taken = set(strings)
    candidate = "other"
    while candidate in taken:
        candidate += "?"
    return candidate


def _distinct(values: Iterable[object]) -> Iterator[object]:
    """The values in order, each once; lists and tuples compare by content."""
    seen: set[str] = set()
    for value in values:
        key = f"{type(value).__name__}:{value!r}"
        if key not in seen:
            seen.add(key)
            yield value
