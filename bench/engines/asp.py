"""clingo: answer set programming.

Each condition is a predicate, quantifiers are rules over the elements' indices, and the one stable model
gives the outcomes. Times are seconds since the epoch. Its integers have 32 bits, so comparisons of
decimals are worked out beforehand, like month arithmetic. A case is a text of facts; each decision grounds
and solves anew, as the program's values change with the case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import clingo

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.text import SYMBOLS
from bench.plain import constant, exact_seconds
from bench.plan import Plan, PlannedRule
from bench.planner import plan
from xreason.cel.tree import (
    Call,
    Cond,
    Const,
    Field,
    ListOf,
    Local,
    Logic,
    Name,
    Node,
    Quantifier,
    Transform,
    children,
)
from xreason.cel.types import Kind, non_null
from xreason.rulesets.model import Ruleset

DAY = 86_400
COMPARISONS = {"_==_": "=", "_!=_": "!=", "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">="}


def can(node: Node) -> bool:
    """Whether the program can say a node."""
    match node:
        case Transform():
            return node.kind == "filter"
        case Call():
            known = node.function in {*SYMBOLS, "!_", "size", "date", "daysUntil", "addDays", "days"}
            return known and not any(non_null(arg.type).kind is Kind.DECIMAL for arg in node.args)
        case _:
            return True


class _Program:
    """The rules as a logic program.

    A boolean becomes the name of a predicate over the index of the element at hand, if any; a term becomes
    the atoms that bind it and its text.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._numbers = count()
        self._items: dict[int, tuple[str, str]] = {}

    def rule(self, index: int, rule: PlannedRule) -> None:
        before: list[str] = []
        for step in rule.steps:
            name = self.truth(step.test)
            self._say(f"outcome({index},{step.outcome})", [name, *before])
            before.append(f"not {name}")
        self._say(f"outcome({index},{rule.otherwise})", before)

    def truth(self, node: Node) -> str:
        """A literal that holds where the node is true."""
        scope = list(self._scope(node))
        arguments = ",".join(variable for _, variable in scope)
        name = f"c{next(self._numbers)}" + (f"({arguments})" if arguments else "")
        domain = [f'item("{items}",{variable})' for items, variable in scope]
        for body in self._bodies(node):
            self._say(name, [*domain, *body])
        return name

    def _bodies(self, node: Node) -> Iterator[list[str]]:
        match node:
            case Logic(op="&&"):
                yield [self.truth(part) for part in node.operands]
            case Logic():
                yield from ([self.truth(part)] for part in node.operands)
            case Cond():
                test = self.truth(node.test)
                yield [test, self.truth(node.then)]
                yield [f"not {test}", self.truth(node.other)]
            case Const():
                yield from [[]] if node.value is True else []
            case Quantifier():
                yield from self._quantifier(node)
            case Call(function="!_"):
                yield [f"not {self.truth(node.args[0])}"]
            case Call(function="@in"):
                yield from self._membership(*node.args)
            case Call(function="_==_" | "_!=_") if _is_null(node.args[1]):
                atoms, _ = self.term(node.args[0], "_")
                yield [f"not {atoms[0]}" if node.function == "_==_" else atoms[0]]
            case Call() if node.function in COMPARISONS:
                (left_atoms, left), (right_atoms, right) = self.term(node.args[0]), self.term(node.args[1])
                yield [*left_atoms, *right_atoms, f"{left} {COMPARISONS[node.function]} {right}"]
            case _:
                atoms, text = self.term(node)
                yield [*atoms, f"{text} = true"]

    def _quantifier(self, node: Quantifier) -> Iterator[list[str]]:
        items = self._enter(node)
        body = self.truth(node.body)
        variable = self._items[node.variables[0].slot][1]
        if node.kind == "exists":
            yield [f'item("{items}",{variable})', body]
            return
        fails = f"c{next(self._numbers)}"
        self._say(fails, [f'item("{items}",{variable})', f"not {body}"])
        yield [f"not {fails}"]

    def _enter(self, node: Quantifier | Transform) -> str:
        """Give the quantified variable an index variable; the name of the list."""
        if isinstance(node.range, Name):
            items = node.range.name
        else:
            items = f"literal{next(self._numbers)}"
            for index, value in enumerate(_literal(node.range)):
                self.lines += [f'item("{items}",{index}).', f'element("{items}",{index},{_text(value)}).']
        for local in node.variables:
            self._items[local.slot] = (items, f"I{local.slot}")
        return items

    def _membership(self, element: Node, items: Node) -> Iterator[list[str]]:
        atoms, text = self.term(element)
        if isinstance(items, Name):
            yield [*atoms, f'element("{items.name}",_,{text})']
            return
        for value in _literal(items):
            yield [*atoms, f"{text} = {_text(value)}"]

    def term(self, node: Node, variable: str = "") -> tuple[list[str], str]:
        """Atoms that bind a value, and its text."""
        name = variable or f"X{next(self._numbers)}"
        match node:
            case Const():
                return [], _text(constant(node))
            case Name():
                return [f'value("{node.name}",{name})'], name
            case Local():
                items, index = self._items[node.slot]
                return [f'element("{items}",{index},{name})'], name
            case Field(operand=Local() as element):
                items, index = self._items[element.slot]
                return [f'field("{items}",{index},"{node.field}",{name})'], name
            case Cond():
                return self._chosen(node, name)
            case Call(function="size"):
                return [f"{name} = #count{{ {self._counted(node.args[0])} }}"], name
            case Call():
                return self._sum(node)
            case _:
                raise NotImplementedError(type(node).__name__)

    def _counted(self, items: Node) -> str:
        if isinstance(items, Name):
            return f'I : item("{items.name}",I)'
        if not isinstance(items, Transform) or items.condition is None:
            raise NotImplementedError(type(items).__name__)
        name = self._enter(items)
        variable = self._items[items.variables[0].slot][1]
        return f'{variable} : item("{name}",{variable}), {self.truth(items.condition)}'

    def _chosen(self, node: Cond, name: str) -> tuple[list[str], str]:
        scope = list(self._scope(node))
        arguments = "".join(f"{variable}," for _, variable in scope)
        chosen = f"t{next(self._numbers)}"
        domain = [f'item("{items}",{variable})' for items, variable in scope]
        test = self.truth(node.test)
        for literal, branch in ((test, node.then), (f"not {test}", node.other)):
            atoms, text = self.term(branch)
            self._say(f"{chosen}({arguments}{text})", [*domain, literal, *atoms])
        return [f"{chosen}({arguments}{name})"], name

    def _sum(self, node: Call) -> tuple[list[str], str]:
        terms = [self.term(arg) for arg in node.args]
        atoms = [atom for part, _ in terms for atom in part]
        texts = [text for _, text in terms]
        match node.function:
            case "date":
                return atoms, f"({texts[0]} - {texts[0]} \\ {DAY})"
            case "days":
                return atoms, f"({texts[0]} * {DAY})"
            case "addDays":
                return atoms, f"({texts[0]} + {texts[1]} * {DAY})"
            case "daysUntil":
                return atoms, f"(({texts[1]} - {texts[0]}) / {DAY})"
            case _:
                return atoms, f"({texts[0]} {SYMBOLS[node.function]} {texts[1]})"

    def _scope(self, node: Node) -> Iterator[tuple[str, str]]:
        """List and index variable of each free variable of a node."""
        slots = sorted(_free(node))
        return (self._items[slot] for slot in slots)

    def _say(self, head: str, body: list[str]) -> None:
        self.lines.append(f"{head} :- {', '.join(body)}." if body else f"{head}.")


def _free(node: Node) -> set[int]:
    if isinstance(node, Local):
        return {node.slot}
    found: set[int] = set()
    for child in children(node):
        found |= _free(child)
    if isinstance(node, Quantifier | Transform):
        found -= {local.slot for local in node.variables}
    return found


def _literal(items: Node) -> list[Any]:
    if isinstance(items, Const):
        return list(constant(items))
    if isinstance(items, ListOf):
        return [constant(item) for item in items.items if isinstance(item, Const)]
    raise NotImplementedError(type(items).__name__)


def _is_null(node: Node) -> bool:
    return isinstance(node, Const) and node.value is None


def _text(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value)
        case datetime() | date() | timedelta():
            return str(exact_seconds(value))
        case _:
            return str(value)


def _facts(values: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in values.items():
        path = prefix + name
        if isinstance(value, dict):
            yield from _facts(value, f"{path}.")
        elif isinstance(value, list):
            for index, element in enumerate(value):
                yield f'item("{path}",{index}).'
                yield from _element(path, index, element)
        elif value is not None and _fits(value):
            yield f'value("{path}",{_text(value)}).'


def _element(path: str, index: int, element: Any) -> Iterator[str]:
    if not isinstance(element, dict):
        yield f'element("{path}",{index},{_text(element)}).'
        return
    for name, value in element.items():
        if value is not None and _fits(value):
            yield f'field("{path}",{index},"{name}",{_text(value)}).'


def _fits(value: Any) -> bool:
    """Whether the program can hold a value at all; decimals it cannot."""
    return isinstance(value, bool | int | str | datetime | date | timedelta)


class Adapter:
    """The rules as a logic program."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan: Plan = plan(ruleset, as_of, can)
        program = _Program()
        for index, rule in enumerate(self.plan.rules):
            program.rule(index, rule)
        self.program = "\n".join([*program.lines, "#show outcome/2."])
        self.ids = [rule.id for rule in self.plan.rules]

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts of plain values."""
        return self.plan.values(case)

    def hold(self, values: dict[str, Any]) -> Any:
        """The facts as text."""
        return "\n".join(_facts(values))

    def decide(self, held: Any) -> Decision:
        """Parse, ground and solve."""
        control = clingo.Control(["--warn=none"])
        control.add("base", [], self.program)
        control.add("base", [], held)
        control.ground([("base", [])])
        outcomes = [""] * len(self.ids)
        with control.solve(yield_=True) as handle:
            model = handle.model()
            for symbol in model.symbols(shown=True) if model is not None else ():
                outcomes[symbol.arguments[0].number] = symbol.arguments[1].name
        return decision(self.ids, outcomes)
