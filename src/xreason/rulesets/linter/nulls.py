"""Values that may be null, used where null is an error, with nothing that rules null out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xreason.cel.tree import (
    Bind,
    Call,
    Cond,
    Const,
    Field,
    ListOf,
    Local,
    Logic,
    MapOf,
    Name,
    Node,
    Transform,
)
from xreason.cel.tree import children as parts_of
from xreason.cel.types import Kind
from xreason.cel.unparse import unparse
from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.linter.warning import own_definitions, warning
from xreason.rulesets.model import Definition, Expression, Rule, Ruleset

Guards = frozenset[str]
"""Expressions, as `unparse` writes them, that are not null at the place looked at."""

_NOTHING: Guards = frozenset()


def unguarded(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Uses of values that may be null without a test."""
    search = _Search(ruleset)
    for expression, guards, null_allowed in search.places():
        for node in search.uses(expression.node, guards, null_allowed):
            text = unparse(node)
            message = f"`{text}` may be null here, and null is an error here"
            hint = f"test it first: `{text} != null && …`"
            yield warning(ruleset, "lint.unguarded-null", message, expression.place(node.span), hint)


class _Search:
    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._definitions: Mapping[str, Definition] = {d.name: d for d in ruleset.definitions}

    def places(self) -> Iterator[tuple[Expression, Guards, bool]]:
        """Each expression, what is not null there, and whether its own value may be null."""
        for definition in own_definitions(self._ruleset):
            yield from self._in_definition(definition)
        for rule in self._ruleset.rules:
            yield from self._in_rule(rule)

    def _in_definition(self, definition: Definition) -> Iterator[tuple[Expression, Guards, bool]]:
        base = _NOTHING
        for exception in definition.unless:
            yield exception.when, _NOTHING, False
            yield exception.value, self._if(exception.when.node, True), True
            base |= self._if(exception.when.node, False)
        yield definition.value, base, True

    def _in_rule(self, rule: Rule) -> Iterator[tuple[Expression, Guards, bool]]:
        """The parts of a rule; each is reached only if those before it let it be."""
        guards = _NOTHING
        if rule.applies is not None:
            yield rule.applies, guards, False
            guards = self._if(rule.applies.node, True)
        for exemption in rule.unless:
            yield exemption.when, guards, False
        for exemption in rule.unless:
            guards |= self._if(exemption.when.node, False)
        late = rule.pending.when if rule.pending is not None else None
        unclear = rule.review.when if rule.review is not None else None
        for part in (rule.require, rule.forbid, late, unclear):
            if part is not None:
                yield part, guards, False
        if rule.pending is not None and rule.pending.due is not None:
            still_open = self._if(late.node, True) if late is not None else _NOTHING
            yield rule.pending.due, guards | still_open, False

    def uses(self, node: Node, guards: Guards, null_allowed: bool) -> Iterator[Node]:
        """Parts of an expression that may be null where null is an error."""
        if isinstance(node, Const):
            return
        named = isinstance(node, Name | Field | Local)
        if named and not null_allowed and node.type.kind is Kind.NULLABLE and unparse(node) not in guards:
            yield node
            return
        for part, known, allowed in self._parts(node, guards, null_allowed):
            yield from self.uses(part, known, allowed)

    def _parts(self, node: Node, guards: Guards, null_allowed: bool) -> Iterator[tuple[Node, Guards, bool]]:
        """Direct parts, what is not null there, and whether they may be null."""
        match node:
            case Logic():
                # Both operators let a known operand decide, whichever side the error is on.
                for index, operand in enumerate(node.operands):
                    others = node.operands[:index] + node.operands[index + 1 :]
                    known = _union(self._if(other, node.op == "&&") for other in others)
                    yield operand, guards | known, False
            case Cond():
                yield node.test, guards, False
                yield node.then, guards | self._if(node.test, True), null_allowed
                yield node.other, guards | self._if(node.test, False), null_allowed
            case Call(function="_==_" | "_!=_") | ListOf() | MapOf():
                yield from ((part, guards, True) for part in parts_of(node))
            case Call(function="@in"):
                yield node.args[0], guards, True
                yield node.args[1], guards, False
            case Bind():
                yield node.value, guards, True
                yield node.body, guards, null_allowed
            case Transform():
                yield node.range, guards, False
                kept = self._if(node.condition, True) if node.condition is not None else _NOTHING
                yield from ((part, guards, False) for part in (node.condition,) if part is not None)
                yield from ((part, guards | kept, True) for part in (node.body,) if part is not None)
            case _:
                yield from ((part, guards, False) for part in parts_of(node))

    def _if(self, node: Node, outcome: bool) -> Guards:
        """What is not null if a condition has this outcome."""
        match node:
            case Logic():
                parts = [self._if(operand, outcome) for operand in node.operands]
                all_hold = (node.op == "&&") is outcome
                return _union(parts) if all_hold else frozenset.intersection(*parts)
            case Call(function="!_"):
                return self._if(node.args[0], not outcome)
            case Call(function="_==_" | "_!=_"):
                equal = (node.function == "_==_") is outcome
                return _union(_compared(one, other, equal) for one, other in (node.args, node.args[::-1]))
            case Call(function="@in") if outcome and node.args[1].type.args[:1] != (node.args[0].type,):
                return frozenset((unparse(node.args[0]),))
            case Call() if outcome and node.function in _ORDER:
                # Null is an error there, so a result means that there was none.
                return frozenset(unparse(arg) for arg in node.args if arg.type.kind is Kind.NULLABLE)
            case Name() if (definition := self._definitions.get(node.name)) and not definition.unless:
                return self._if(definition.value.node, outcome)
        return _NOTHING


_ORDER = frozenset(("_<_", "_<=_", "_>_", "_>=_"))


def _compared(one: Node, other: Node, equal: bool) -> Guards:
    """Whether `one` is not null, being equal or unequal to `other`."""
    is_null = other.type.kind is Kind.NULL
    known = (not equal) if is_null else equal and other.type.kind is not Kind.NULLABLE
    return frozenset((unparse(one),)) if known else _NOTHING


def _union(parts: Iterable[Guards]) -> Guards:
    return frozenset().union(*parts)
