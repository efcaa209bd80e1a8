"""The ruleset as other engines are given it: one chain of conditions a rule, with what they lack worked out.

Every engine's rules are made from XReason's checked trees, so that all of them judge the same thing:

- Definitions are written out where they are used; parameters are the constants that hold at a moment.
- What an engine's language has no word for (month arithmetic, say) becomes a *blank*: the smallest such
  subexpression is worked out while the case is prepared, outside the timed part, and the engine reads the
  result like any other fact. A blank inside a quantifier is one more field of each element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bench.cases import Case
from bench.plain import plain
from bench.trees import Unplaceable
from xreason.cel.interpret import evaluate
from xreason.cel.tree import Const, Name, Node, Quantifier, Transform
from xreason.cel.types import DYN, list_of
from xreason.cel.values import EvaluationError, Timestamp
from xreason.rulesets.facts import read_facts
from xreason.rulesets.model import Ruleset

BLANKS = "worked_out"
"""The group of facts under which blanks outside quantifiers are passed."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A subexpression that is worked out beforehand.

    Args:
        name: under which the engine reads it.
        node: the subexpression.
        of: the quantifier in whose elements it stands, or None.
    """

    name: str
    node: Node
    of: Quantifier | Transform | None

    @property
    def path(self) -> str:
        """The fact path of a blank that stands in no quantifier."""
        return f"{BLANKS}.{self.name}"


@dataclass(frozen=True, slots=True)
class Step:
    """If `test` holds, the rule's outcome is `outcome`."""

    test: Node
    outcome: str


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule as a chain: the first step that holds decides; where none does, `otherwise`."""

    id: str
    steps: tuple[Step, ...]
    otherwise: str


@dataclass(slots=True)
class Plan:
    """All rules for one engine, and the blanks that its cases need filled.

    Args:
        ruleset: what was planned.
        rules: in the ruleset's order.
        blanks: in the order in which they were met.
    """

    ruleset: Ruleset
    rules: list[PlannedRule] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)

    def values(self, case: Case) -> dict[str, Any]:
        """The case as a nested mapping of Python values, blanks filled: what an adapter starts from."""
        facts = read_facts(self.ruleset, case.facts)
        names: dict[str, object] = {
            spec.path: value for spec, value in zip(self.ruleset.facts, facts.values, strict=True)
        }
        names["as_of"] = Timestamp(int(case.as_of.timestamp()) * 10**9)
        nested: dict[str, Any] = {"as_of": case.as_of, BLANKS: {}}
        for spec, value in zip(self.ruleset.facts, facts.values, strict=True):
            group, _, name = spec.path.partition(".")
            into, key = (nested.setdefault(group, {}), name) if name else (nested, group)
            into[key] = plain(value, spec.type)
        for blank in self.blanks:
            self._fill(blank, nested, names)
        return nested

    def _fill(self, blank: Blank, nested: dict[str, Any], names: Mapping[str, object]) -> None:
        if blank.of is None:
            nested[BLANKS][blank.name] = plain(_value(blank.node, names), blank.node.type)
            return
        source = blank.of.range
        if not isinstance(source, Name):
            raise Unplaceable(blank.name)
        group, _, name = source.name.partition(".")
        elements = nested[group][name] if name else nested[group]
        values = _value_of_each(blank, names)
        for element, value in zip(elements, values, strict=True):
            element[blank.name] = plain(value, blank.node.type)


def _value(node: Node, names: Mapping[str, object]) -> object:
    """A blank's value; null where it errs, as it does only where another condition shields it."""
    try:
        return evaluate(node, names)
    except EvaluationError:
        return None


def _value_of_each(blank: Blank, names: Mapping[str, object]) -> list[object]:
    of = blank.of
    if of is None:
        return []
    elements = evaluate(of.range, names)
    if not isinstance(elements, list):
        raise Unplaceable(blank.name)
    mapped = Transform(of.span, list_of(DYN), "map", of.range, of.variables, None, blank.node)
    try:
        values = evaluate(mapped, names)
    except EvaluationError:
        values = [_of_one(mapped, element, names) for element in elements]
    if not isinstance(values, list):
        raise Unplaceable(blank.name)
    return values


def _of_one(mapped: Transform, element: object, names: Mapping[str, object]) -> object:
    one = replace(mapped, range=Const(mapped.span, mapped.range.type, [element]))
    value = _value(one, names)
    return value[0] if isinstance(value, list) else None
