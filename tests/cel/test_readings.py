"""All readings of an expression agree: compiled, interpreted, and the naive reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.cel.grammar import VARIABLES
from tests.cel.reference import ERROR, Reference
from tests.cel.reference_values import plain
from tests.cel.strategies import CALENDARS, ENVIRONMENT, expressions, facts, forgotten, seeded_expressions
from xreason.cel import read
from xreason.cel.interpret import evaluate
from xreason.cel.library import BY_OVERLOAD
from xreason.cel.python import Emitter
from xreason.cel.tree import Name, Node, children
from xreason.cel.values import MISSING, EvaluationError
from xreason.kernel.diagnostics import DiagnosticError

Facts = Mapping[str, object]
GIVEN_UP = object()
"""What a compiled reading comes to when it leaves the expression to the interpreter."""
GIVE_UP = (EvaluationError, TypeError, ArithmeticError, LookupError, AttributeError, ValueError)
AS_FOUND = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For seeded expressions: another seed is another expression, so there is nothing to shrink."""
ALL_FACTS = facts(VARIABLES)
COMPLETE_FACTS = facts(VARIABLES, missing=False)


def typed(text: str) -> Node | None:
    """The tree, or None where a constant is out of range or the whole could cost too much."""
    try:
        return read(text, ENVIRONMENT)
    except DiagnosticError as error:
        codes = [finding.code for finding in error.diagnostics]
        assert {"cel.invalid-constant", "cel.too-costly", "cel.too-large"} & set(codes), f"{text}\n{error}"
        return None


def names_in(node: Node) -> set[str]:
    """The facts that an expression reads."""
    inner = {name for child in children(node) for name in names_in(child)}
    return inner | {node.name} if isinstance(node, Name) else inner


def compiled(node: Node, *, kleene: bool) -> Callable[[Facts], object]:
    """The compiled reading as a function of facts."""
    slots = {name: number for number, name in enumerate(sorted(names_in(node)))}
    places = {name: f"f[{slot}]" for name, slot in slots.items()}
    emitter = Emitter(places, BY_OVERLOAD, kleene=kleene, calendars=CALENDARS)
    result, _ = emitter.value(node)
    emitter.lines.append(f"def whole(f):\n return {result}")
    namespace: dict[str, object] = {"__builtins__": {}, **emitter.bound}
    exec(emitter.code("<expression>"), namespace)
    whole = namespace["whole"]
    assert callable(whole)

    def run(case: Facts) -> object:
        try:
            return whole([case[name] for name in slots])
        except GIVE_UP:
            return GIVEN_UP

    return run


def interpreted(node: Node, case: Facts) -> object:
    """The interpreter's result."""
    try:
        return evaluate(node, case, calendars=CALENDARS)
    except EvaluationError:
        return ERROR


def referred(node: Node, case: Facts) -> object:
    """The reference's result."""
    return Reference(case, CALENDARS).value(node)


def shown(node: Node, result: object) -> object:
    """A result so that equal ones are `==`."""
    return result if result is ERROR or result is GIVEN_UP else plain(result, node.type)


def disagreements(text: str, *cases: Facts) -> list[str]:
    """What goes wrong with one expression, in words."""
    node = typed(text)
    if node is None:
        return []
    wrong = []
    fast, kleene = compiled(node, kleene=False), compiled(node, kleene=True)
    for case in cases:
        used = {name: case[name] for name in names_in(node)}
        expected = shown(node, referred(node, used))
        results = {"interpreter": shown(node, interpreted(node, used)), "kleene": shown(node, kleene(used))}
        if not any(incomplete(value) for value in used.values()):
            results["fast"] = shown(node, fast(used))
        for reading, result in results.items():
            if result is not GIVEN_UP and result != expected:
                wrong.append(f"{text}\n  {reading}: {result}\n  reference: {expected}\n  facts: {used}")
    return wrong


def incomplete(value: object) -> bool:
    """Whether a fact is missing, whole or in part."""
    if isinstance(value, list | tuple):
        return any(incomplete(item) for item in value)
    return value is MISSING


@given(st.data(), expressions())
def test_every_reading_comes_to_the_same_result(data: st.DataObject, text: str) -> None:
    node = typed(text)
    if node is None:
        return
    names = names_in(node)
    cases = [data.draw(facts(names, missing=False)), data.draw(facts(names)), data.draw(facts(names))]
    assert not disagreements(text, *cases)


@AS_FOUND
@given(st.integers(0, 2**32), ALL_FACTS, COMPLETE_FACTS)
def test_every_reading_comes_to_the_same_result_on_many_shapes(
    seed: int, partial: Facts, complete: Facts
) -> None:
    wrong = [line for text in seeded_expressions(seed, 15) for line in disagreements(text, partial, complete)]
    assert not wrong, min(wrong, key=len)


@AS_FOUND
@given(st.data(), st.integers(0, 2**32), COMPLETE_FACTS)
def test_learning_a_missing_fact_changes_no_known_result(data: st.DataObject, seed: int, more: Facts) -> None:
    less = data.draw(forgotten(more))
    for text in seeded_expressions(seed, 12):
        node = typed(text)
        if node is None:
            continue
        before, after = interpreted(node, less), interpreted(node, more)
        if "exists_one" in text and after is ERROR:
            continue  # it absorbs no errors, so an element that turns out to err is one in any case
        if before is ERROR or not incomplete(before):
            assert shown(node, before) == shown(node, after), f"{text}\n  without: {less}\n  with: {more}"
        quick = compiled(node, kleene=True)(less)
        if quick is not GIVEN_UP and not incomplete(quick):
            assert shown(node, quick) == shown(node, after), f"{text}\n  without: {less}\n  with: {more}"


@given(
    st.lists(expressions("bool", 2), min_size=2, max_size=4, unique=True),
    st.sampled_from(("&&", "||")),
    st.data(),
)
def test_and_and_or_are_commutative(parts: list[str], sign: str, data: st.DataObject) -> None:
    one = typed(f" {sign} ".join(f"({part})" for part in parts))
    other = typed(f" {sign} ".join(f"({part})" for part in reversed(parts)))
    if one is None or other is None:
        return
    case = data.draw(facts(names_in(one)))
    assert interpreted(one, case) == interpreted(other, case)
    quick = {compiled(one, kleene=True)(case), compiled(other, kleene=True)(case)}
    assert quick <= {GIVEN_UP, interpreted(one, case)}
