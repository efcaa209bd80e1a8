"""Where each variable of a ruleset stands in the list that compiled rules read.

A *frame* is one Python list: facts first, in the ruleset's order, then definitions, parameters,
the moment of judgement, and one flag per rule that has validity dates. The layout also knows what
each rule reads, through definitions, so that a missing fact touches only the rules that need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xreason.cel.tree import Name, Node, children
from xreason.rulesets.model import ALWAYS, Expression, Ruleset

AS_OF = "as_of"

PER_FUNCTION = 64
"""Rules or definitions that one compiled function holds: more would make CPython's compiler slower
than linear."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of variables, and what rules read.

    Args:
        facts: slot of each fact path.
        definitions: slot of each definition.
        parameters: slot of each parameter.
        as_of: slot of the moment of judgement.
        dated: slot of the in-force flag, by rule index, for rules with validity dates.
        size: length of a frame.
        rule_facts: per rule, slots of the facts it reads, directly or through definitions.
        rule_deciding: the same without facts that only say when a deadline ends.
        rule_definitions: per rule, indices of the definitions it reads, in an order in which each
            comes after those it uses.
        readers: per fact slot, indices of the rules that read it.
    """

    facts: dict[str, int]
    definitions: dict[str, int]
    parameters: dict[str, int]
    as_of: int
    dated: dict[int, int]
    size: int
    rule_facts: tuple[tuple[int, ...], ...]
    rule_deciding: tuple[tuple[int, ...], ...]
    rule_definitions: tuple[tuple[int, ...], ...]
    readers: tuple[tuple[int, ...], ...]

    def places(self) -> dict[str, str]:
        """Python text of each variable, as `cel.python` wants it."""
        slots = {**self.facts, **self.definitions, **self.parameters, AS_OF: self.as_of}
        return {name: f"f[{slot}]" for name, slot in slots.items()}

    def certain(self) -> frozenset[str]:
        """Variables that are never missing."""
        return frozenset({AS_OF, *self.parameters})


def lay_out(ruleset: Ruleset) -> Layout:
    """Give every variable of a ruleset its slot."""
    facts = {spec.path: slot for slot, spec in enumerate(ruleset.facts)}
    at = len(facts)
    definitions = {d.name: at + i for i, d in enumerate(ruleset.definitions)}
    at += len(definitions)
    parameters = {p.name: at + i for i, p in enumerate(ruleset.parameters)}
    at += len(parameters)
    dated = [i for i, rule in enumerate(ruleset.rules) if rule.effective != ALWAYS]
    dated_slots = {index: at + 1 + i for i, index in enumerate(dated)}

    reads = _definition_reads(ruleset)
    order = {d.name: i for i, d in enumerate(ruleset.definitions)}
    rule_facts, rule_deciding, rule_definitions = [], [], []
    readers: list[list[int]] = [[] for _ in facts]
    for index, rule in enumerate(ruleset.rules):
        deciding = _used(rule.deciding_expressions(), reads)
        used = deciding | _used(rule.expressions(), reads)
        rule_facts.append(tuple(sorted(facts[name] for name in used if name in facts)))
        rule_deciding.append(tuple(sorted(facts[name] for name in deciding if name in facts)))
        rule_definitions.append(tuple(sorted(order[name] for name in used if name in order)))
        for slot in rule_deciding[-1]:
            readers[slot].append(index)
    return Layout(
        facts,
        definitions,
        parameters,
        at,
        dated_slots,
        at + 1 + len(dated),
        tuple(rule_facts),
        tuple(rule_deciding),
        tuple(rule_definitions),
        tuple(map(tuple, readers)),
    )


def _used(expressions: Iterable[Expression], reads: Mapping[str, set[str]]) -> set[str]:
    """Names that expressions mention, directly or through definitions."""
    used: set[str] = set()
    for name in names_in(expressions):
        used.add(name)
        used |= reads.get(name, set())
    return used


def _definition_reads(ruleset: Ruleset) -> dict[str, set[str]]:
    """All names that each definition reads, through other definitions too."""
    reads: dict[str, set[str]] = {}
    for definition in ruleset.definitions:
        direct = set(names_in(definition.expressions()))
        for name in tuple(direct):
            direct |= reads.get(name, set())
        reads[definition.name] = direct
    return reads


def names_in(expressions: Iterable[Expression]) -> Iterator[str]:
    """The free variables that expressions mention, with repeats."""
    for expression in expressions:
        yield from names_in_node(expression.node)


def names_in_node(root: Node) -> Iterator[str]:
    """The free variables that a tree mentions, with repeats."""
    stack = [root]
    while stack:
        node = stack.pop()
        if type(node) is Name:
            yield node.name
        else:
            stack.extend(children(node))
