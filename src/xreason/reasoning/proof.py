"""Proofs as data: each subexpression of a rule with its value, and where that value comes from.

The prover fills these while it evaluates; `reasoning.render` prints them. Nothing here is ever
rebuilt from text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from xreason.cel.values import Missing
from xreason.reasoning.jsonable import JsonValue
from xreason.reasoning.outcomes import Outcome
from xreason.rulesets.facts import Provenance
from xreason.rulesets.model import Rule

StepName: TypeAlias = Literal["applies", "unless", "require", "forbid", "pending", "review", "definition"]
"""The part of a rule that a step evaluates, as the ruleset's key names it."""

NodeKind: TypeAlias = Literal["fact", "parameter", "definition", "operation", "constant", "element"]
"""What a node stands for; `element` is one element of a list that a quantifier goes over."""


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One evaluated subexpression.

    Args:
        text: the expression as its author wrote it, or the name of a fact, parameter, definition.
        value: its value, or `MISSING` where it is not known.
        kind: what it stands for.
        children: the subexpressions that the value came from, in the order of the text.
        fact: the path, where the node is a fact.
        provenance: where the fact's value came from.
        since: ISO date from which the parameter's value holds.
        cite: the citation of a parameter's value or a definition.
    """

    text: str
    value: JsonValue | Missing
    kind: NodeKind
    children: tuple[ProofNode, ...] = ()
    fact: str | None = None
    provenance: Provenance | None = None
    since: str | None = None
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a rule, evaluated.

    Args:
        name: which part.
        label: what tells it from others of its name, such as an exemption's id; or "".
        node: the derivation of its value.
    """

    name: StepName
    label: str
    node: ProofNode


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a rule has its outcome: the steps in the order in which they were taken."""

    rule: Rule
    outcome: Outcome
    steps: tuple[Step, ...]
