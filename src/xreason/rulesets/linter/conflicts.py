"""Exceptions of one definition that may apply together and disagree.

Two exceptions are taken to exclude each other if every way in which both could hold contains a
contradiction that can be seen: a condition and its opposite, or one value compared in two ways
that cannot both be. What cannot be seen to be exclusive is pointed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any, TypeAlias

from xreason.cel.tree import Call, Const, ListOf, Logic, Name, Node
from xreason.cel.unparse import unparse
from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.linter.warning import own_definitions, warning
from xreason.rulesets.model import Definition, Exceptional, Ruleset

Literal: TypeAlias = tuple[Node, bool]
"""An elementary condition, and whether it is to hold."""

MOST_WAYS = 64
"""Ways to hold that a condition is split into; beyond that it is not looked at closely."""

_OPPOSITES = {"_<_": "_>=_", "_<=_": "_>_", "_>_": "_<=_", "_>=_": "_<_", "_==_": "_!=_", "_!=_": "_==_"}
_MIRRORED = {"_<_": "_>_", "_<=_": "_>=_", "_>_": "_<_", "_>=_": "_<=_", "_==_": "_==_", "_!=_": "_!=_"}


def conflicting(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Definitions whose exceptions may conflict."""
    definitions = {definition.name: definition for definition in ruleset.definitions}
    for definition in own_definitions(ruleset):
        for one, other in combinations(definition.unless, 2):
            if _agree(one, other) or _exclusive(one, other, definitions):
                continue
            line, _ = ruleset.source.position(one.when.at.start)
            message = (
                f"this exception of `{definition.name}` and that of line {line} may both apply, and disagree"
            )
            hint = "let one of them ask that the other does not hold"
            yield warning(ruleset, "lint.conflict", message, other.when.at, hint)


def _agree(one: Exceptional, other: Exceptional) -> bool:
    return unparse(one.value.node) == unparse(other.value.node)


def _exclusive(one: Exceptional, other: Exceptional, definitions: Mapping[str, Definition]) -> bool:
    ways = _ways(one.when.node, True, definitions)
    other_ways = _ways(other.when.node, True, definitions)
    if ways is None or other_ways is None:
        return False
    return all(_contradictory(a + b) for a, b in product(ways, other_ways))


def _ways(
    node: Node, holds: bool, definitions: Mapping[str, Definition], depth: int = 0
) -> list[list[Literal]] | None:
    """The ways in which a condition can hold, each a list of elementary conditions; None if too many."""
    if isinstance(node, Call) and node.function == "!_":
        return _ways(node.args[0], not holds, definitions, depth)
    if isinstance(node, Name) and depth < 10:
        definition = definitions.get(node.name)
        if definition is not None and not definition.unless:
            return _ways(definition.value.node, holds, definitions, depth + 1)
    if not isinstance(node, Logic):
        return [[(node, holds)]]
    parts = [_ways(operand, holds, definitions, depth) for operand in node.operands]
    ways: list[list[Literal]] = [[]] if (node.op == "&&") is holds else []
    for part in parts:
        if part is None:
            return None
        ways = [a + b for a, b in product(ways, part)] if (node.op == "&&") is holds else ways + part
        if len(ways) > MOST_WAYS:
            return None
    return ways


def _contradictory(literals: list[Literal]) -> bool:
    """Whether two of these conditions cannot hold together."""
    read = [_constraint(node, holds) for node, holds in literals]
    return any(
        text == other_text and _excludes(sign, value, other_sign, other_value)
        for (text, sign, value), (other_text, other_sign, other_value) in combinations(read, 2)
    )


def _constraint(node: Node, holds: bool) -> tuple[str, str, Any]:
    """An elementary condition as what is compared, how, and with which constant."""
    if isinstance(node, Const):
        return "true", "_==_", node.value is holds
    if isinstance(node, Call) and node.function in _OPPOSITES:
        left, right = node.args
        sign = node.function
        if isinstance(left, Const):
            left, right, sign = right, left, _MIRRORED[sign]
        if isinstance(right, Const):
            return unparse(left), sign if holds else _OPPOSITES[sign], right.value
    if isinstance(node, Call) and node.function == "@in" and isinstance(node.args[1], ListOf | Const):
        values = _constants(node.args[1])
        if values is not None:
            return unparse(node.args[0]), "in" if holds else "not in", values
    return unparse(node), "_==_", holds


def _constants(node: Node) -> list[object] | None:
    if isinstance(node, Const):
        return node.value if isinstance(node.value, list) else None
    assert isinstance(node, ListOf)
    values = [item.value for item in node.items if isinstance(item, Const)]
    return values if len(values) == len(node.items) else None


def _excludes(sign: str, value: Any, other_sign: str, other: Any) -> bool:
    """Whether `x sign value` and `x other_sign other` cannot both be."""
    for one_sign, one, two_sign, two in ((sign, value, other_sign, other), (other_sign, other, sign, value)):
        candidates = [one] if one_sign == "_==_" else one if one_sign == "in" else None
        if candidates is not None:
            return not any(_meets(candidate, two_sign, two) for candidate in candidates)
    if value is None or other is None:
        return False
    if sign in ("_<_", "_<=_") and other_sign in ("_>_", "_>=_"):
        return bool(value < other or (value == other and (sign == "_<_" or other_sign == "_>_")))
    if other_sign in ("_<_", "_<=_") and sign in ("_>_", "_>=_"):
        return _excludes(other_sign, other, sign, value)
    return False


def _meets(candidate: Any, sign: str, value: Any) -> bool:
    if sign in ("in", "not in"):
        return any(candidate == item for item in value) is (sign == "in")
    if sign in ("_==_", "_!=_"):
        return (candidate == value) is (sign == "_==_")
    if candidate is None or value is None:
        return False
    comparisons = {
        "_<_": candidate < value,
        "_<=_": candidate <= value,
        "_>_": candidate > value,
        "_>=_": candidate >= value,
    }
    return bool(comparisons[sign])
