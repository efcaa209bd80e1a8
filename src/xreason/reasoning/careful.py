"""Judging one rule by the interpreter: slower, with errors at their place.

The compiled reading gives up on the first error it meets; this one follows CEL in that `false && error`
is false, and otherwise says what went wrong and where.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from xreason.cel.interpret import evaluate
from xreason.cel.limits import DEFAULT
from xreason.cel.tree import Node
from xreason.cel.values import MISSING, Calendar, EvaluationError, Timestamp
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.reasoning.conditions import conflict, pending_condition
from xreason.reasoning.outcomes import (
    EXEMPT,
    NOT_APPLICABLE,
    PENDING,
    REVIEW,
    SATISFIED,
    UNDETERMINED,
    VIOLATED,
)
from xreason.reasoning.program import GIVE_UP, Frame, Program
from xreason.rulesets.model import Definition, Expression

TOO_MUCH_WORK = "cel.too-much-work"
"""The one error that is never made up for."""


class _Elsewhere(EvaluationError):
    """An error inside a definition: `&&` and `||` may make up for it like for any other."""

    def __init__(self, error: DiagnosticError) -> None:
        super().__init__(error.code, error.message)
        self.diagnostics = error.diagnostics


class Settings(TypedDict):
    """What the interpreter is told beside the expression and its names."""

    calendars: Mapping[str, Calendar]
    work: int
    sizes: dict[int, int]


class Scope(dict[str, object]):
    """The variables of a case by name; definitions are evaluated when first asked for.

    Args:
        program: the compiled ruleset.
        frame: the case; definition slots are not read.
    """

    def __init__(self, program: Program, frame: Frame) -> None:
        super().__init__(zip(program.slots, program.known(frame), strict=True))
        self._program = program
        self.settings = Settings(calendars=program.ruleset.calendars, work=DEFAULT.cost, sizes=program.sizes)
        as_of = frame[program.layout.as_of]
        assert isinstance(as_of, Timestamp)
        if not program.era(as_of).complete:
            for name in program.layout.parameters:
                if self[name] is MISSING:
                    del self[name]

    def __missing__(self, name: str) -> object:
        definition = self._program.definitions.get(name)
        if definition is None:
            raise EvaluationError("ruleset.parameter-gap", f"parameter `{name}` has no value at this moment")
        try:
            value = self[name] = define(definition, self)
        except DiagnosticError as error:
            raise _Elsewhere(error) from error
        return value

    def value(self, expression: Expression) -> object:
        """Value of an expression; an error is raised at its place in the document."""
        return self.node_value(expression.node, expression)

    def node_value(self, node: Node, expression: Expression) -> object:
        """Value of a node that belongs to `expression`."""
        try:
            return self.bare(node)
        except EvaluationError as error:
            raise located(error, expression) from error

    def bare(self, node: Node) -> object:
        """Value of a node; an error knows its place in the expression only."""
        return evaluate(node, self, **self.settings)

    def condition(self, expression: Expression) -> object:
        """A condition's value; null is refused."""
        value = self.value(expression)
        if value is None:
            error = EvaluationError("cel.null-operand", "null is neither true nor false")
            raise located(error, expression)
        return value


def located(error: EvaluationError, expression: Expression) -> DiagnosticError:
    """An evaluation error as a diagnostic at its place in the ruleset document."""
    if isinstance(error, _Elsewhere):
        return DiagnosticError(error.diagnostics)
    place = expression.at if error.span is None else expression.place(error.span)
    return DiagnosticError([Diagnostic(error.code, error.message, expression.source, place, error.hint)])


def define(definition: Definition, scope: Scope) -> object:
    """Value of a definition: its base, or what the exceptions that apply agree on.

    A value that is only needed if an unknown condition turns out one way is not certain to err.
    """
    hit: object = MISSING
    candidates = []
    for exception in definition.unless:
        applies = scope.condition(exception.when)
        if applies is False:
            continue
        if applies is MISSING:
            candidates.append(_possible(exception.value, scope))
            continue
        value = scope.value(exception.value)
        if value is MISSING:
            return MISSING
        if hit is not MISSING and hit != value:
            try:
                conflict()
            except EvaluationError as error:
                raise located(error, exception.when) from error
        hit = value
    if hit is MISSING:
        hit = _possible(definition.value, scope) if candidates else scope.value(definition.value)
    if any(value is MISSING or value != hit for value in candidates):
        return MISSING
    return hit


def _possible(expression: Expression, scope: Scope) -> object:
    """The value of what may not be needed; missing if it errs."""
    try:
        return scope.value(expression)
    except DiagnosticError as error:
        if error.code == TOO_MUCH_WORK:
            raise
        return MISSING


def judge(program: Program, frame: Frame, index: int) -> int:
    """Outcome code of one rule by the interpreter.

    Raises:
        DiagnosticError: an expression that decides the outcome errs.
    """
    rule = program.ruleset.rules[index]
    dated = program.layout.dated.get(index)
    if dated is not None and not frame[dated]:
        return NOT_APPLICABLE
    scope = Scope(program, frame)
    applies = scope.condition(rule.applies) if rule.applies is not None else True
    if applies is False:
        return NOT_APPLICABLE
    unknown = False
    for exemption in rule.unless:
        exempt = scope.condition(exemption.when)
        if exempt is True:
            return EXEMPT
        unknown = unknown or exempt is MISSING
    if applies is MISSING:
        return UNDETERMINED
    demand = rule.require or rule.forbid
    met = scope.condition(demand) if demand is not None else True
    if met is (rule.forbid is None):
        return SATISFIED
    return _shortfall(program, scope, index, unknown or met is MISSING)


def _shortfall(program: Program, scope: Scope, index: int, unknown: bool) -> int:
    rule = program.ruleset.rules[index]
    if rule.pending is not None:
        node = pending_condition(rule.pending)
        stated = rule.pending.when or rule.pending.due
        if node is not None and stated is not None and scope.node_value(node, stated) is True:
            return PENDING
    if rule.review is not None and (rule.review.when is None or scope.condition(rule.review.when) is True):
        return REVIEW
    return UNDETERMINED if unknown else VIOLATED


def judge_one(program: Program, frame: Frame, index: int) -> int:
    """Outcome code of one rule: by its compiled reading, or where that gives up, by the interpreter.

    Raises:
        DiagnosticError: an expression that decides the outcome errs.
    """
    as_of = frame[program.layout.as_of]
    assert isinstance(as_of, Timestamp)
    if program.era(as_of).complete:
        try:
            return program.judge(frame, index)
        except GIVE_UP:
            pass
    # Compiled code takes parameters for known, so that in a gap only the interpreter is right.
    return judge(program, frame, index)
