"""cedarpy: the Cedar policy language in Rust.

Cedar decides requests, not rules, so each condition of a rule is a policy of its own, and the ids of the
policies that hold come back as the reasons of one decision. Native: logic, comparisons, sets. Times are
seconds since the epoch; decimals are longs in ten-thousandths. Cedar has no quantifiers, no division, and
no decimal arithmetic: these are worked out beforehand, so the lists of records need not be passed. A null
is an attribute left out. `hold` writes the context as JSON; the engine has no way to hold a parsed one.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import cedarpy

from bench.cases import Case
from bench.engines import Decision, decision
from bench.engines.text import SYMBOLS, Writer
from bench.plain import constant, exact_seconds
from bench.planner import plan
from bench.trees import walk
from xreason.cel.tree import Call, Const, ListOf, Name, Node, Quantifier, Transform
from xreason.cel.types import Kind, non_null
from xreason.rulesets.model import Ruleset

DAY = 86_400
SCALE = 10_000
NOBODY = {"principal": 'User::"a"', "action": 'Action::"check"', "resource": 'Case::"c"'}
ARITHMETIC = {"_+_", "_-_", "_*_"}


def can(node: Node) -> bool:
    """Whether Cedar can say a node."""
    match node:
        case Quantifier() | Transform():
            return False
        case Call(function="size"):
            items = node.args[0]
            return isinstance(items, Name) and items.type.args[0].kind is not Kind.RECORD
        case Call(function="addDays"):
            return True
        case Call(function="_==_" | "_!=_"):
            return not _is_null(node.args[1]) or isinstance(node.args[0], Name)
        case Call():
            known = node.function in {*SYMBOLS, "!_"} - {"_/_", "_%_"}
            return known and not any(_is_inexact(part) for part in walk(node))
        case _:
            return True


def _is_inexact(node: Node) -> bool:
    """Whether a node multiplies or divides decimals, which ten-thousandths cannot hold."""
    return isinstance(node, Call) and node.function in ("_*_", "_/_") and node.type.kind is Kind.DECIMAL


def _is_null(node: Node) -> bool:
    return isinstance(node, Const) and node.value is None


def _values(plain: Any) -> Any:
    match plain:
        case dict():
            return {name: _values(inner) for name, inner in plain.items() if inner is not None}
        case list():
            return [_values(item) for item in plain]
        case datetime() | date() | timedelta():
            return exact_seconds(plain)
        case Decimal():
            return int(plain * SCALE)
        case _:
            return plain


class CedarWriter(Writer):
    """Cedar's expressions."""

    def cond(self, test: str, then: str, other: str) -> str:
        return f"(if {test} then {then} else {other})"

    def const(self, node: Const) -> str:
        return json.dumps(_values(constant(node)))

    def name(self, name: str) -> str:
        return f"context.{name}"

    def call(self, node: Call) -> str:
        if node.function in ("_==_", "_!=_") and _is_null(node.args[1]):
            group, _, name = self.text(node.args[0]).rpartition(".")
            has = f"({group} has {name})"
            return has if node.function == "_!=_" else f"(!{has})"
        if node.function == "@in":
            items = node.args[1]
            listed = self.text(items) if isinstance(items, ListOf | Const | Name) else super().call(node)
            return f"{listed}.contains({self.text(node.args[0])})"
        if node.function == "_>_" and isinstance(size := node.args[0], Call) and size.function == "size":
            return f"(!{self.text(size.args[0])}.isEmpty())"
        kinds = {non_null(arg.type).kind for arg in node.args}
        if kinds == {Kind.INT, Kind.DECIMAL}:
            parts = [self.text(a) + (f" * {SCALE}" if a.type.kind is Kind.INT else "") for a in node.args]
            return f"({parts[0]} {SYMBOLS[node.function]} {parts[1]})"
        return super().call(node)

    def function(self, node: Call) -> str:
        if node.function == "addDays":
            return f"({self.text(node.args[0])} + {self.text(node.args[1])} * {DAY})"
        return super().function(node)


class Adapter:
    """The rules as one policy set."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        self.plan = plan(ruleset, as_of, can)
        writer = CedarWriter()
        policies = [
            f'@id("{i} {j}")\npermit(principal, action, resource) when {{ {writer.text(step.test)} }};'
            for i, rule in enumerate(self.plan.rules)
            for j, step in enumerate(rule.steps)
        ]
        self.policies = cedarpy.PolicySet.from_str("\n".join(policies))
        self.entities = cedarpy.Entities.from_json_str("[]")
        self.ids = [rule.id for rule in self.plan.rules]

    def values(self, case: Case) -> dict[str, Any]:
        """Nested dicts of longs, strings, bools and lists, without lists of records."""
        plain = self.plan.values(case)
        found: dict[str, Any] = _values(plain)
        return {name: inner for name, inner in found.items() if not isinstance(inner, list)}

    def hold(self, values: dict[str, Any]) -> Any:
        """The request with its context as JSON."""
        return {**NOBODY, "context": json.dumps(values)}

    def decide(self, held: Any) -> Decision:
        """One decision; the first condition of a rule that held tells its outcome."""
        result = cedarpy.is_authorized(held, self.policies, self.entities)
        first: dict[int, int] = {}
        for annotation in result.diagnostics.id_annotations_by_reason.values():
            rule, _, step = annotation.partition(" ")
            i, j = int(rule), int(step)
            first[i] = min(j, first.get(i, j))
        outcomes = [
            rule.steps[first[i]].outcome if i in first else rule.otherwise
            for i, rule in enumerate(self.plan.rules)
        ]
        return decision(self.ids, outcomes)
