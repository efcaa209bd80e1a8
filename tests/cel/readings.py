"""An expression in all its readings: fast, three-valued, interpreted, and the reference's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import Phase, settings

from tests.cel.reference import ERROR, Reference
from tests.cel.reference_values import plain
from tests.cel.strategies import CALENDARS, ENVIRONMENT
from xreason.cel import read
from xreason.cel.interpret import evaluate
from xreason.cel.library import BY_OVERLOAD
from xreason.cel.python import Emitter
from xreason.cel.tree import Name, Node, children
from xreason.cel.values import MISSING, EvaluationError
from xreason.kernel.diagnostics import DiagnosticError

Case = Mapping[str, object]
GIVEN_UP = object()
"""What a compiled reading comes to when it leaves the expression to the interpreter."""
GIVE_UP = (EvaluationError, TypeError, ArithmeticError, LookupError, AttributeError, ValueError)
OUT_OF_BOUNDS = frozenset({"cel.invalid-constant", "cel.too-costly", "cel.too-large"})
AS_FOUND = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For what is drawn by a seed: another seed gives something else altogether, so nothing shrinks."""


class Readings:
    """One expression, checked and compiled.

    Args:
        text: the expression.

    Raises:
        DiagnosticError: it cannot be read.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.node = read(text, ENVIRONMENT)
        self.names = names_in(self.node)
        self.fast = compiled(self.node, kleene=False)
        self.kleene = compiled(self.node, kleene=True)

    def interpreted(self, case: Case) -> object:
        """The interpreter's result."""
        try:
            return evaluate(self.node, case, calendars=CALENDARS)
        except EvaluationError:
            return ERROR

    def referred(self, case: Case) -> object:
        """The reference's result."""
        return Reference(case, CALENDARS).value(self.node)

    def shown(self, result: object) -> object:
        """A result so that equal ones are `==`."""
        return result if result is ERROR or result is GIVEN_UP else plain(result, self.node.type)

    def disagreements(self, case: Case) -> list[str]:
        """How readings differ from the reference, in words."""
        used = {name: case[name] for name in self.names}
        expected = self.shown(self.referred(used))
        results = {"interpreter": self.interpreted(used), "kleene": self.kleene(used)}
        if not any(map(incomplete, used.values())):
            results["fast"] = self.fast(used)
        found = {name: self.shown(result) for name, result in results.items() if result is not GIVEN_UP}
        return [
            f"{self.text}\n  {name}: {result}\n  reference: {expected}\n  facts: {used}"
            for name, result in found.items()
            if result != expected
        ]


def readings_of(text: str) -> Readings | None:
    """A random expression in all readings; None where a constant or its cost is out of bounds."""
    try:
        return Readings(text)
    except DiagnosticError as error:
        if OUT_OF_BOUNDS.isdisjoint(finding.code for finding in error.diagnostics):
            raise AssertionError(f"{text}\n{error}") from error
        return None


def names_in(node: Node) -> set[str]:
    """The facts that an expression reads."""
    inner = {name for child in children(node) for name in names_in(child)}
    return inner | {node.name} if isinstance(node, Name) else inner


def compiled(node: Node, *, kleene: bool) -> Callable[[Case], object]:
    """A compiled reading as a function of facts."""
    slots = {name: number for number, name in enumerate(sorted(names_in(node)))}
    places = {name: f"f[{slot}]" for name, slot in slots.items()}
    emitter = Emitter(places, BY_OVERLOAD, kleene=kleene, calendars=CALENDARS)
    result, _ = emitter.value(node)
    emitter.lines.append(f"def whole(f):\n return {result}")
    namespace: dict[str, object] = {"__builtins__": {}, **emitter.bound}
    exec(emitter.code("<expression>"), namespace)
    whole = namespace["whole"]
    assert callable(whole)

    def run(case: Case) -> object:
        try:
            result: object = whole([case[name] for name in slots])
        except GIVE_UP:
            return GIVEN_UP
        return result

    return run


def incomplete(value: object) -> bool:
    """Whether a fact is missing, whole or in part."""
    if isinstance(value, list | tuple):
        return any(map(incomplete, value))
    return value is MISSING
