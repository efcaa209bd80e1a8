"""Rules as text, for engines whose languages look like expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from bench.plan import PlannedRule
from xreason.cel.tree import Call, Cond, Const, Field, ListOf, Local, Logic, Name, Node, Quantifier, Transform

SYMBOLS: Mapping[str, str] = {
    "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_%_": "%",
    "_==_": "==", "_!=_": "!=", "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=", "@in": "in",
}  # fmt: skip


class Writer:
    """Writes trees in one language; a language overrides what it says differently."""

    words: ClassVar[Mapping[str, str]] = {"&&": "&&", "||": "||", "!": "!"}

    def rule(self, rule: PlannedRule) -> str:
        """The rule as one expression whose value is the outcome."""
        text = f'"{rule.otherwise}"'
        for step in reversed(rule.steps):
            text = self.cond(self.text(step.test), f'"{step.outcome}"', text)
        return text

    def text(self, node: Node) -> str:
        match node:
            case Const():
                return self.const(node)
            case Name():
                return self.name(node.name)
            case Local():
                return self.local(node)
            case Field():
                return self.field(node)
            case Logic():
                return "(" + f" {self.words[node.op]} ".join(map(self.text, node.operands)) + ")"
            case Cond():
                return self.cond(self.text(node.test), self.text(node.then), self.text(node.other))
            case ListOf():
                return "[" + ", ".join(map(self.text, node.items)) + "]"
            case Call():
                return self.call(node)
            case Quantifier():
                return self.quantifier(node)
            case Transform():
                return self.transform(node)
            case _:
                raise NotImplementedError(type(node).__name__)

    def cond(self, test: str, then: str, other: str) -> str:
        return f"({test} ? {then} : {other})"

    def call(self, node: Call) -> str:
        if node.function in SYMBOLS:
            left, right = map(self.text, node.args)
            return f"({left} {SYMBOLS[node.function]} {right})"
        if node.function == "!_":
            return f"{self.words['!']}({self.text(node.args[0])})"
        return self.function(node)

    def const(self, node: Const) -> str:
        raise NotImplementedError

    def name(self, name: str) -> str:
        raise NotImplementedError

    def local(self, node: Local) -> str:
        return node.name

    def field(self, node: Field) -> str:
        return f"{self.text(node.operand)}.{node.field}"

    def function(self, node: Call) -> str:
        raise NotImplementedError(node.function)

    def quantifier(self, node: Quantifier) -> str:
        raise NotImplementedError

    def transform(self, node: Transform) -> str:
        raise NotImplementedError
