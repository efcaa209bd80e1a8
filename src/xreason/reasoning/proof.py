"""Proofs as data: each subexpression of a rule with its value, and where that value comes from.

The prover makes these while it evaluates; `reasoning.render` prints them. Nothing here is ever
rebuilt from text. Nodes keep run-time values and the tree they belong to; what people and
documents read of them is worked out when it is asked for.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

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


class About(NamedTuple):
    """What is to be said of a node that is not simply an operation.

    Args:
        kind: what it stands for.
        origin: where the value of a fact, parameter or definition comes from.
        range: of an element, what is gone over.
        place: of an element, its index there; negative for so many that are not shown.
    """

    kind: NodeKind
    origin: Origin | None = None
    range: Node | None = None
    place: int = 0


OPERATION = About("operation")


class ProofNode(NamedTuple):
    """One evaluated subexpression.

    Args:
        node: the subexpression.
        result: its run-time value, `MISSING`, or the error that another operand made up for.
        children: the parts that the value came from, in the order of the text.
        owner: the expression that it is a part of.
        about: what it stands for, and its origin.
    """

    node: Node
    result: object
    children: tuple[ProofNode, ...]
    owner: Expression
    about: About = OPERATION

    @property
    def kind(self) -> NodeKind:
        """What it stands for."""
        return self.about.kind

    @property
    def text(self) -> str:
        """The expression as its author wrote it, or the name of a fact, parameter, definition."""
        about = self.about
        if about.range is not None:
            name = self._written(about.range)
            return f"{name}[{about.place}]" if about.place >= 0 else f"{-about.place} more of {name}"
        if isinstance(self.node, Name):
            return self.node.name
        return self._written(self.node)

    def _written(self, node: Node) -> str:
        return self.owner.text[node.span.start : node.span.end]

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
        origin = self.about.origin
        return origin if isinstance(origin, Provenance) else None

    @property
    def since(self) -> str | None:
        """ISO date from which the parameter's value holds."""
        origin = self.about.origin
        if isinstance(origin, ParameterValue) and origin.since is not None:
            return format_date(origin.since)
        return None

    @property
    def cite(self) -> str | None:
        """The citations of a parameter's value or a definition."""
        origin = self.about.origin
        if isinstance(origin, ParameterValue | Definition) and origin.cite:
            return ", ".join(origin.cite)
        return None


class Step(NamedTuple):
    """One part of a rule, evaluated.

    Args:
        name: which part.
        label: what tells it from others of its name, such as an exemption's id; or "".
        node: the derivation of its value.
    """

    name: StepName
    label: str
    node: ProofNode


class Proof(NamedTuple):
    """Why a rule has its outcome: the steps in the order in which they were taken."""

    rule: Rule
    outcome: Outcome
    steps: tuple[Step, ...]
