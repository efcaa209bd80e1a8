"""Rules in standard CEL, shared by the two CEL engines.

Native: logic, comparisons, lists of records with quantifiers and filters, timestamps and durations; a date is
the timestamp of its midnight. CEL has no decimals (doubles stand for them), no month arithmetic, no working
days, no date of a timestamp and no sums: these are worked out beforehand.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bench.engines.text import SYMBOLS, Writer
from bench.plain import constant, exact_seconds
from xreason.cel.tree import Call, Const, Node, Quantifier, Transform
from xreason.cel.types import Kind, non_null


def can(node: Node) -> bool:
    """Whether standard CEL can say a node."""
    match node:
        case Transform():
            return node.kind == "filter"
        case Call(function="addDays"):
            return isinstance(node.args[1], Const)
        case Call():
            return node.function in {*SYMBOLS, "!_", "size", "daysUntil", "startsWith"}
        case _:
            return True


def midnight(day: date) -> datetime:
    """A date as CEL's callers pass it: its first moment in UTC."""
    return datetime.combine(day, time(), UTC)


def values(plain: Any) -> Any:
    """A case with its dates as timestamps and its decimals as doubles."""
    match plain:
        case dict():
            return {name: values(inner) for name, inner in plain.items()}
        case list():
            return [values(item) for item in plain]
        case datetime():
            return plain
        case date():
            return midnight(plain)
        case Decimal():
            return float(plain)
        case _:
            return plain


class CelWriter(Writer):
    """Standard CEL."""

    def const(self, node: Const) -> str:
        value = constant(node)
        match value:
            case None:
                return "null"
            case bool():
                return str(value).lower()
            case str():
                return json.dumps(value)
            case Decimal() | float():
                return repr(float(value))
            case timedelta():
                return f'duration("{exact_seconds(value)}s")'
            case datetime():
                return f'timestamp("{value.isoformat()}")'
            case date():
                return f'timestamp("{value.isoformat()}T00:00:00Z")'
            case list():
                return "[" + ", ".join(json.dumps(item) for item in value) + "]"
            case _:
                return repr(value)

    def name(self, name: str) -> str:
        return name

    def call(self, node: Call) -> str:
        if node.function in SYMBOLS and node.function != "@in":
            kinds = {non_null(arg.type).kind for arg in node.args}
            if kinds == {Kind.INT, Kind.DECIMAL}:
                parts = [self._double(arg) for arg in node.args]
                return f"({parts[0]} {SYMBOLS[node.function]} {parts[1]})"
        return super().call(node)

    def _double(self, node: Node) -> str:
        if isinstance(node, Const):
            return repr(float(str(node.value)))
        text = self.text(node)
        return f"double({text})" if node.type.kind is Kind.INT else text

    def function(self, node: Call) -> str:
        first = self.text(node.args[0])
        match node.function:
            case "size":
                return f"size({first})"
            case "startsWith":
                return f"{first}.startsWith({self.text(node.args[1])})"
            case "addDays":
                days = node.args[1]
                assert isinstance(days, Const)
                return f'({first} + duration("{int(str(days.value)) * 24}h"))'
            case "daysUntil":
                return f"(({self.text(node.args[1])} - {first}).getHours() / 24)"
            case _:
                return super().function(node)

    def quantifier(self, node: Quantifier) -> str:
        body = self.text(node.body)
        return f"{self.text(node.range)}.{node.kind}({node.variables[0].name}, {body})"

    def transform(self, node: Transform) -> str:
        if node.condition is None:
            raise NotImplementedError(node.kind)
        return f"{self.text(node.range)}.filter({node.variables[0].name}, {self.text(node.condition)})"
