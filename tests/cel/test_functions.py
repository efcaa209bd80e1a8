"""Every function that rules may use does the same in every reading, whatever it is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cel import reference_times
from tests.cel.grammar import VARIABLES
from tests.cel.readings import AS_FOUND, Case, Readings
from tests.cel.reference_functions import CONVERSIONS
from tests.cel.reference_numbers import Failed
from tests.cel.reference_values import plain
from tests.cel.strategies import ENVIRONMENT, TEXTS, WRITTEN, facts
from xreason.cel import read
from xreason.cel.declarations import FUNCTIONS, Overload
from xreason.cel.tree import Call, Const, Node, children
from xreason.cel.types import Kind, Type
from xreason.kernel.diagnostics import DiagnosticError

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "bool": ("flag", "maybe.flag", "people[0].adult"),
    "int": ("case.small", "case.number", "maybe.count"),
    "double": ("(flag ? 1.5 : 2.5)", "(flag ? -0.0 : 0.0)", "(flag ? 0.0 / 0.0 : 1e308)"),
    "decimal": ("amount", "maybe.amount", "(case.rate / 3)"),
    "string": ("name", "maybe.name", 'string(case.small) + "a"'),
    "date": ("near", "day", "maybe.day"),
    "timestamp": ("at", "maybe.at", "case.at + span"),
    "duration": ("span", "maybe.span", "case.at - at"),
    "list(int)": ("counts", "maybe.counts", "counts.map(c, c + 1)"),
    "list(decimal)": ("amounts", "[amount, case.small, case.rate]", "people.map(p, p.paid)"),
    "list(double)": ("[1.5, -2.5]", "[2.5, 1.0, 2.5]", "[0.0]"),
    "list(string)": ("names", "maybe.names", "people[0].tags"),
    "list(date)": ("days_off", "maybe.dates", "days_off.map(d, d.addDays(1))"),
    "list(timestamp)": ("people.map(p, p.seen)", "[at, case.at]", "[at + span, at]"),
    "list(duration)": ("spans", "[span, case.at - at]", "spans.map(s, -s)"),
    "list(bool)": ("[flag]", "people.map(p, p.adult)", "[flag, maybe.flag]"),
    "list(A)": ("people", "days_off.map(d, d + days(1))", "[0.0 / 0.0, 1.5]"),
    "list(list(A))": ("people.map(p, p.tags)", "[counts, maybe.counts]", "[[near, day], days_off]"),
    "map(A, B)": ('{1: "a", case.small: "b"}', '{"a": at, name: case.at}', "{flag: near}"),
    "calendar": ('"feasts"',) * 3,
}
"""Three expressions of each type, of which the second and third have more ways to go wrong."""
ALIKE = (("people[0]", "people"), ("near + days(1)", "days_off"), ("0.0 / 0.0", "[0.0 / 0.0, 1.5]"))
KEYS = ("case.small", "maybe.name", "flag")
CONSTANTS = {
    "matches": ('"^[a-c]*$"', '"b|d"', '"x{2}"'),
    "round": ('"half_up"', '"half_even"', '"half_up"'),
    "zone": ('"Europe/Berlin"', '"-03:30"', '"Asia/Kathmandu"'),
}
SIGNS = {"_+_", "_-_", "_*_", "_/_", "_%_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"}


def arguments(function: str, overload: Overload, variant: int) -> list[str]:
    """Texts for the arguments of one overload."""
    kinds = [arg.kind for arg in overload.args]
    if function in ("_==_", "_!=_"):
        return [ALIKE[variant][0]] * 2
    if kinds[0] is Kind.PARAM:
        return [KEYS[variant], _text(overload.args[1], variant)] if Kind.MAP in kinds else [*ALIKE[variant]]
    turn = 0 if any("A" in str(arg) for arg in overload.args) else 1
    texts = [_text(arg, variant + place * turn) for place, arg in enumerate(overload.args[:-1])]
    last = overload.args[-1]
    if function in CONSTANTS and last.kind is Kind.STRING:
        return [*texts, CONSTANTS[function][variant]]
    if texts and last.kind is Kind.STRING and kinds[0] in (Kind.TIMESTAMP, Kind.DATE):
        return [*texts, CONSTANTS["zone"][variant]]
    return [*texts, KEYS[variant] if last.kind is Kind.PARAM else _text(last, variant + len(texts) * turn)]


def _text(type_: Type, variant: int) -> str:
    return ARGUMENTS[str(type_)][variant % 3]


def call(function: str, overload: Overload, variant: int) -> str:
    """An expression that calls one overload."""
    first, *rest = arguments(function, overload, variant)
    if function in SIGNS or function == "@in":
        return f"({first}) {function.strip('_@')} ({rest[0]})"
    if function == "_[_]":
        return f"({first})[{rest[0]}]"
    if function in ("!_", "-_"):
        return f"{function[0]}({first})"
    return (
        f"({first}).{function}({', '.join(rest)})"
        if overload.method
        else f"{function}({', '.join([first, *rest])})"
    )


def overloads() -> Iterator[tuple[str, Overload]]:
    """All that rules may call."""
    return ((name, o) for name, found in FUNCTIONS.items() for o in found if o.rules)


prepared = cache(Readings)


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_the_expressions_call_what_they_are_meant_to(variant: int) -> None:
    missed = []
    for function, overload in overloads():
        rest: list[Node] = [prepared(call(function, overload, variant)).node]
        called = set()
        while rest:
            part = rest.pop()
            rest += children(part)
            called |= {part.overload} if isinstance(part, Call) else set()
        if overload.id not in called:
            missed.append(overload.id)
    assert not missed


@AS_FOUND
@given(st.sampled_from((0, 1, 2)), st.integers(0, 2), facts(VARIABLES), facts(VARIABLES, missing=False))
def test_every_function_comes_to_the_same_result(
    variant: int, third: int, partial: Case, complete: Case
) -> None:
    wrong: list[str] = []
    for function, overload in list(overloads())[third::3]:
        readings = prepared(call(function, overload, variant))
        wrong += readings.disagreements(partial) + readings.disagreements(complete)
    assert not wrong, "\n".join(sorted(wrong, key=len)[:5])


READERS: dict[str, Callable[[str], object]] = {
    "date": reference_times.read_date,
    "timestamp": reference_times.read_moment,
    "duration": reference_times.read_duration,
    "decimal": lambda text: CONVERSIONS["decimal"]([Kind.STRING], text),
}


@pytest.mark.parametrize("function", READERS)
def test_a_constant_is_what_the_same_text_is_at_run_time(function: str) -> None:
    for text in (*WRITTEN, *TEXTS):
        quoted = json.dumps(text, ensure_ascii=False)
        try:
            expected = READERS[function](text)
        except Failed:
            with pytest.raises(DiagnosticError):
                read(f"{function}({quoted})", ENVIRONMENT)
            continue
        node = read(f"{function}({quoted})", ENVIRONMENT)
        assert isinstance(node, Const)
        assert plain(node.value, node.type) == plain(expected, node.type)
