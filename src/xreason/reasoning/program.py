"""A ruleset compiled for judging: the functions, and the frames they read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from types import CodeType
from typing import TYPE_CHECKING, Any

from xreason.cel.library import BY_OVERLOAD
from xreason.cel.types import Kind, Type
from xreason.cel.values import DAY, MISSING, Date, EvaluationError, Timestamp
from xreason.reasoning.layout import AS_OF, PER_FUNCTION, Layout, lay_out
from xreason.rulesets.model import Definition, Parameter, Ruleset
from xreason.rulesets.moments import day_of, within

if TYPE_CHECKING:
    from xreason.cel.python import Emitter

GIVE_UP = (EvaluationError, TypeError, ArithmeticError, LookupError, AttributeError, ValueError)
"""What compiled rules raise when an expression errs; the interpreter then finds out what and where."""

Frame = list[object]
Judge = Callable[[Frame], int]

_STAND_INS: Mapping[Kind, object] = {
    Kind.BOOL: False,
    Kind.INT: 1,
    Kind.DECIMAL: Decimal(1),
    Kind.STRING: "",
    Kind.ENUM: "",
    Kind.DATE: Date(0),
    Kind.TIMESTAMP: Timestamp(0),
    Kind.DURATION: 0,
    Kind.LIST: [],
}


def stand_in(type_: Type) -> object:
    """A harmless value for a missing fact, for rules whose outcome is then not used."""
    if type_.kind is Kind.RECORD:
        return tuple(stand_in(inner) for _, inner in type_.fields)
    return _STAND_INS.get(type_.kind)


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of time in which no parameter and no rule's validity changes.

    Args:
        parameters: value of each parameter, in the ruleset's order; `MISSING` in a gap.
        in_force: flag of each dated rule, in slot order.
        complete: no parameter is without a value.
    """

    parameters: tuple[object, ...]
    in_force: tuple[bool, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """Compiled helper functions before they are run.

    Args:
        code: a module body of function definitions.
        bound: the only names that it sees.
    """

    code: CodeType
    bound: dict[str, object]

    def run(self) -> dict[str, Any]:
        """Execute the definitions; the functions by name."""
        namespace: dict[str, Any] = {"__builtins__": {}, **self.bound}
        exec(self.code, namespace)
        return namespace


@dataclass(eq=False)
class Program:
    """Everything that judging a case needs.

    Args:
        ruleset: what was compiled.
        layout: where its variables stand.
    """

    ruleset: Ruleset
    layout: Layout
    sizes: dict[int, int] = field(default_factory=dict)
    """What the interpreter remembers of the trees' loops."""
    constants: dict[int, tuple[list[tuple[Kind, object]], list[str]]] = field(default_factory=dict)
    """Constants by kind and parameters in a rule's expressions, by rule, as far as asked for."""
    _eras: dict[int, Era] = field(default_factory=dict)
    _stored_fast: Callable[[], Compiled] | None = None
    _stored_kleene: Callable[[], Compiled] | None = None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Rule ids in order."""
        return tuple(rule.id for rule in self.ruleset.rules)

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Index of each rule by its id."""
        return {rule_id: index for index, rule_id in enumerate(self.ids)}

    @cached_property
    def slots(self) -> dict[str, int]:
        """Slots of facts, parameters and the moment of judgement by name."""
        layout = self.layout
        return {**layout.facts, **layout.parameters, AS_OF: layout.as_of}

    @cached_property
    def known(self) -> Callable[[Frame], tuple[object, ...]]:
        """Takes from a frame the values whose names `slots` has, in its order."""
        # With a last slot twice: `itemgetter` gives a tuple only for more than one.
        take = itemgetter(*self.slots.values(), self.layout.as_of)
        return lambda frame: take(frame)[:-1]

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Definitions by name."""
        return {definition.name: definition for definition in self.ruleset.definitions}

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Parameters by name."""
        return {parameter.name: parameter for parameter in self.ruleset.parameters}

    @cached_property
    def stand_ins(self) -> tuple[object, ...]:
        """A harmless value for each fact."""
        return tuple(stand_in(spec.type) for spec in self.ruleset.facts)

    @cached_property
    def compiled_fast(self) -> Compiled:
        """The reading for complete facts."""
        from xreason.reasoning.emit import emit_fast

        emitter = self._emitter(kleene=False)
        emit_fast(self.ruleset, self.layout, emitter)
        return Compiled(emitter.code(f"<{self.ruleset.id}>"), emitter.bound)

    @cached_property
    def compiled_kleene(self) -> Compiled:
        """The three-valued reading."""
        from xreason.reasoning.emit import emit_kleene

        emitter = self._emitter(kleene=True)
        emit_kleene(self.ruleset, self.layout, emitter)
        return Compiled(emitter.code(f"<{self.ruleset.id}>"), emitter.bound)

    @cached_property
    def fast(self) -> tuple[tuple[Callable[[Frame], None], ...], tuple[Callable[[Frame], list[int]], ...]]:
        """Functions for complete facts: those that fill in definitions, those that judge."""
        names = (self._stored_fast() if self._stored_fast else self.compiled_fast).run()
        return (
            tuple(names[f"defs_{i}"] for i in range(_chunks(len(self.ruleset.definitions)))),
            tuple(names[f"rules_{i}"] for i in range(_chunks(len(self.ids)))),
        )

    @cached_property
    def kleene(self) -> tuple[tuple[Callable[[Frame], object], ...], tuple[Judge, ...]]:
        """Functions that know about missing facts: one a definition, one a rule."""
        names = (self._stored_kleene() if self._stored_kleene else self.compiled_kleene).run()
        return (
            tuple(names[f"definition_{i}"] for i in range(len(self.ruleset.definitions))),
            tuple(names[f"rule_{i}"] for i in range(len(self.ids))),
        )

    @property
    def knows_kleene(self) -> bool:
        """Whether the three-valued reading has been compiled or can be taken from somewhere."""
        return "compiled_kleene" in vars(self) or self._stored_kleene is not None

    def use_compiled(
        self, fast: Callable[[], Compiled], kleene: Callable[[], Compiled] | None = None
    ) -> None:
        """Take the readings from here instead of compiling them."""
        self._stored_fast, self._stored_kleene = fast, kleene
        vars(self.ruleset)["program"] = self

    def judge(self, frame: Frame, index: int) -> int:
        """Outcome code of one rule by its compiled three-valued reading; fills in definitions."""
        definitions, rules = self.kleene
        base = len(self.ruleset.facts)
        for definition in self.layout.rule_definitions[index]:
            frame[base + definition] = definitions[definition](frame)
        return rules[index](frame)

    def _emitter(self, *, kleene: bool) -> Emitter:
        from xreason.cel.python import Emitter

        places, certain = self.layout.places(), self.layout.certain()
        calendars = self.ruleset.calendars
        return Emitter(places, BY_OVERLOAD, kleene=kleene, certain=certain, calendars=calendars)

    @cached_property
    def breakpoints(self) -> list[int]:
        """Moments, in ns since the epoch, at which a parameter or a rule's validity changes."""
        days: set[int] = set()
        for parameter in self.ruleset.parameters:
            for value in parameter.values:
                days.update(_edges(value.since, value.until))
        for rule in self.ruleset.rules:
            days.update(_edges(*rule.effective))
        return sorted(day * DAY for day in days)

    def era(self, as_of: Timestamp) -> Era:
        """Parameter values and rules in force at a moment."""
        index = bisect_right(self.breakpoints, as_of)
        era = self._eras.get(index)
        if era is None:
            day = day_of(as_of)
            values = (parameter.at(day) for parameter in self.ruleset.parameters)
            parameters = tuple(MISSING if value is None else value.value for value in values)
            rules = self.ruleset.rules
            flags = tuple(within(day, *rules[i].effective) for i in self.layout.dated)
            complete = not any(value is MISSING for value in parameters)
            era = self._eras[index] = Era(parameters, flags, complete)
        return era

    def frame(self, values: list[object], as_of: Timestamp) -> Frame:
        """The list that compiled functions read; definitions are still unset."""
        era = self.era(as_of)
        gaps = [MISSING] * len(self.ruleset.definitions)
        return [*values, *gaps, *era.parameters, as_of, *era.in_force]


def _edges(since: Date | None, until: Date | None) -> list[int]:
    """Days at which a stretch begins, and the day after its last."""
    first = [] if since is None else [int(since)]
    return first if until is None else [*first, int(until) + 1]


def _chunks(count: int) -> int:
    return -(-count // PER_FUNCTION)


def program_of(ruleset: Ruleset) -> Program:
    """The program of a ruleset, compiled at most once."""
    # Kept with the ruleset, so that both end together; a weak dictionary would hold them for ever,
    # since a program refers to its ruleset.
    program = vars(ruleset).get("program")
    if not isinstance(program, Program):
        program = vars(ruleset)["program"] = Program(ruleset, lay_out(ruleset))
    return program
