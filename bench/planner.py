"""Putting a ruleset into the words of one engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from bench.plan import Blank, Plan, PlannedRule, Step
from bench.trees import Unplaceable, free, rebuilt, shape
from xreason.cel.interpret import evaluate
from xreason.cel.tree import Call, Cond, Const, Field, Name, Node, Quantifier, Transform
from xreason.cel.types import BOOL, Kind
from xreason.cel.values import Date
from xreason.rulesets.model import Definition, Rule, Ruleset

Can = Callable[[Node], bool]
"""Whether a language has a word for a node itself, its children aside."""


def plan(ruleset: Ruleset, as_of: datetime, can: Can, *, sees_outside: bool = True) -> Plan:
    """Put a ruleset into the words of one engine.

    Args:
        ruleset: the rules.
        as_of: the moment whose parameter values hold.
        can: what the engine's language has words for.
        sees_outside: whether the body of a quantifier may read facts beside the element.
    """
    made = Plan(ruleset)
    writer = _Writer(ruleset, as_of, can, sees_outside, made)
    for rule in ruleset.rules:
        steps = tuple(Step(writer.write(test), outcome) for test, outcome in _chain(rule))
        demands = rule.require is not None or rule.forbid is not None
        made.rules.append(PlannedRule(rule.id, steps, "violated" if demands else "satisfied"))
    return made


def _chain(rule: Rule) -> Iterator[tuple[Node, str]]:
    """The order of a rule with all facts known (DESIGN §3)."""
    if rule.applies is not None:
        yield _not(rule.applies.node), "not_applicable"
    for exemption in rule.unless:
        yield exemption.when.node, "exempt"
    if rule.require is not None:
        yield rule.require.node, "satisfied"
    elif rule.forbid is not None:
        yield _not(rule.forbid.node), "satisfied"
    if rule.pending is not None and rule.pending.when is not None:
        yield rule.pending.when.node, "pending"
    if rule.review is not None and rule.review.when is not None:
        yield rule.review.when.node, "review"


def _not(node: Node) -> Node:
    if isinstance(node, Call) and node.function == "!_":
        return node.args[0]
    return Call(node.span, BOOL, "!_", (node,), overload="logical_not")


def _folded(node: Node) -> Node:
    """Calls on constants as constants."""
    node = rebuilt(node, _folded)
    if isinstance(node, Call) and all(isinstance(arg, Const) for arg in node.args):
        return Const(node.span, node.type, evaluate(node, {}))
    return node


class _Writer:
    """Writes definitions and parameters out, folds constants, and leaves blanks."""

    def __init__(self, ruleset: Ruleset, as_of: datetime, can: Can, sees_outside: bool, into: Plan) -> None:
        day = Date((as_of.date() - date(1970, 1, 1)).days)
        self._definitions: dict[str, Definition] = {d.name: d for d in ruleset.definitions}
        self._parameters = {p.name: p.at(day) for p in ruleset.parameters}
        self._can = can
        self._sees_outside = sees_outside
        self._into = into
        self._known: dict[tuple[str, str], Node] = {}

    def write(self, node: Node) -> Node:
        return self._place(_folded(self._expanded(node)), None)

    def _expanded(self, node: Node) -> Node:
        if isinstance(node, Name):
            if node.name in self._definitions:
                return self._definition(self._definitions[node.name])
            if node.name in self._parameters:
                stated = self._parameters[node.name]
                if stated is None:
                    raise Unplaceable(node.name)
                return Const(node.span, node.type, stated.value)
            return node
        return rebuilt(node, self._expanded)

    def _definition(self, definition: Definition) -> Node:
        value = self._expanded(definition.value.node)
        for exception in definition.unless:
            when, then = self._expanded(exception.when.node), self._expanded(exception.value.node)
            value = Cond(when.span, definition.type, when, then, value)
        return value

    def _place(self, node: Node, inside: Quantifier | Transform | None) -> Node:
        """The node with blanks for what cannot be said."""
        if isinstance(node, Name) and inside is not None and not self._sees_outside:
            return self._blank(node, inside)
        if not self._can(node):
            return self._blank(node, inside)
        within = node if isinstance(node, Quantifier | Transform) else None
        try:
            if within is None:
                return rebuilt(node, lambda child: self._place(child, inside))
            return rebuilt(
                node, lambda child: self._place(child, inside if child is within.range else within)
            )
        except Unplaceable:
            return self._blank(node, inside)

    def _blank(self, node: Node, inside: Quantifier | Transform | None) -> Node:
        used = free(node)
        if inside is None or (not used and self._sees_outside):
            if used:
                raise Unplaceable(str(node))
            return self._named(node, None)
        if not isinstance(inside.range, Name) or not used <= {v.slot for v in inside.variables}:
            raise Unplaceable(str(node))
        if inside.range.type.args[0].kind is not Kind.RECORD:
            raise Unplaceable(str(node))
        return self._named(node, inside)

    def _named(self, node: Node, of: Quantifier | Transform | None) -> Node:
        where = of.range.name if of is not None and isinstance(of.range, Name) else ""
        key = (where, str(shape(node)))
        if key not in self._known:
            name = f"b{len(self._into.blanks)}"
            blank = Blank(name, node, of)
            self._into.blanks.append(blank)
            self._known[key] = (
                Name(node.span, node.type, blank.path)
                if of is None
                else Field(node.span, node.type, replace(of.variables[-1]), name)
            )
        known = self._known[key]
        if of is not None and isinstance(known, Field):
            return replace(known, operand=of.variables[-1])
        return known
