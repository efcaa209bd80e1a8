"""Proofs as data: each subexpression of a rule with its value, and where that value comes from.

The prover makes these while it evaluates; `reasoning.render` prints them. Nothing here is ever
rebuilt from text. Nodes keep run-time values and the tree they belong to; what people and
documents read of them is worked out when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from xreason.cel.tree import Name, Node
from xreason.cel.values import EvaluationError, Missing, format_date
from xreason.reasoning.jsonable import JsonValue, to_json
from xreason.reasoning.outcomes import Outcome
from xreason.rulesets.model import Definition, Expression, ParameterValue, Rule
from xreason.rulesets.provenance import Provenance

StepName: TypeAlias = Literal["applies", "unless", "require", "forbid", "pending", "review", "definition"]
"""The part of a rule that a step evaluates, as the ruleset's key names it."""

NodeKind: TypeAlias = Literal["fact", "parameter", "definition", "operation", "constant", "element"]
"""What a node stands for; `element` is one element of a list that a quantifier goes over."""

Origin: TypeAlias = Provenance | ParameterValue | Definition
"""What a fact's, a parameter's or a definition's value comes from."""


class ProofNode:
    """One evaluated subexpression. Not changed once made.

    Args:
        node: the subexpression.
        result: its run-time value, `MISSING`, or the error that another operand made up for.
        children: the parts that the value came from, in the order of the text.
        owner: the expression that it is a part of.
        kind: what it stands for.
        origin: where the value of a fact, parameter or definition comes from.
        label: what to call it, where that is not its text: `payments[2]`.
    """

    __slots__ = ("children", "kind", "label", "node", "origin", "owner", "result")

    def __init__(
        self,
        node: Node,
        result: object,
        children: tuple[ProofNode, ...],
        owner: Expression,
        kind: NodeKind = "operation",
        origin: Origin | None = None,
        label: str | None = None,
    ) -> None:
        self.node = node
        self.result = result
        self.children = children
        self.owner = owner
        self.kind = kind
        self.origin = origin
        self.label = label

    @property
    def text(self) -> str:
        """The expression as its author wrote it, or the name of a fact, parameter, definition."""
        if self.label is not None:
            return self.label
        if isinstance(self.node, Name):
            return self.node.name
        return self.owner.text[self.node.span.start : self.node.span.end]

    @property
    def value(self) -> JsonValue | Missing:
        """Its value in JSON, `MISSING` where it is not known, the message of an error."""
        if isinstance(self.result, EvaluationError):
            return f"error: {self.result.message}"
        return to_json(self.result, self.node.type)

    @property
    def fact(self) -> str | None:
        """The path, where the node is a fact."""
        return self.node.name if self.kind == "fact" and isinstance(self.node, Name) else None

    @property
    def provenance(self) -> Provenance | None:
        """Where the fact's value came from."""
        return self.origin if isinstance(self.origin, Provenance) else None

    @property
    def since(self) -> str | None:
        """ISO date from which the parameter's value holds."""
        if isinstance(self.origin, ParameterValue) and self.origin.since is not None:
            return format_date(self.origin.since)
        return None

    @property
    def cite(self) -> str | None:
        """The citations of a parameter's value or a definition."""
        if isinstance(self.origin, ParameterValue | Definition) and self.origin.cite:
            return ", ".join(self.origin.cite)
        return None


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
