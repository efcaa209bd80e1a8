"""Proving: a rule evaluated once more, keeping every subexpression with its value and origin."""

from __future__ import annotations

from collections.abc import Iterator

from xreason.cel.tree import Const, Field, Local, Name, Node, Quantifier, Transform, children
from xreason.cel.values import MISSING, EvaluationError, format_date
from xreason.reasoning.careful import Scope
from xreason.reasoning.emit import pending_condition
from xreason.reasoning.jsonable import to_json
from xreason.reasoning.layout import AS_OF
from xreason.reasoning.outcomes import Outcome
from xreason.reasoning.proof import NodeKind, Proof, ProofNode, Step, StepName
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.model import Definition, Expression, Rule
from xreason.rulesets.moments import day_of

MOST_ELEMENTS = 20
"""Elements of a list that a proof shows of one quantifier."""


def prove(verdict: Verdict, rule_id: str) -> Proof:
    """The derivation of one rule's outcome.

    Args:
        verdict: the judgement.
        rule_id: a rule that was judged.

    Returns:
        The steps in the order in which a rule is judged, up to the one that decided. A definition's
        derivation stands below its first use.

    Raises:
        KeyError: the rule was not judged.
    """
    detail = verdict.rule(rule_id)
    return Proof(detail.rule, detail.outcome, tuple(_Prover(verdict).steps(detail.rule, detail.outcome)))


class _Prover:
    def __init__(self, verdict: Verdict) -> None:
        ruleset = verdict.ruleset
        self._verdict = verdict
        self._scope = Scope(verdict.program, verdict.frame)
        self._facts = verdict.program.layout.facts
        self._definitions = {definition.name: definition for definition in ruleset.definitions}
        self._parameters = {parameter.name: parameter for parameter in ruleset.parameters}
        self._shown: set[str] = set()

    def steps(self, rule: Rule, outcome: Outcome) -> Iterator[Step]:
        """The parts that were looked at before the outcome was clear."""
        dated = self._verdict.program.layout.dated.get(self._verdict.program.ids.index(rule.id))
        if dated is not None and not self._verdict.frame[dated]:
            return
        if rule.applies is not None:
            yield self._step("applies", "", rule.applies)
            if outcome is Outcome.NOT_APPLICABLE:
                return
        for exemption in rule.unless:
            step = self._step("unless", exemption.id, exemption.when)
            yield step
            if step.node.value is True:
                return
        if rule.require is not None:
            yield self._step("require", "", rule.require)
        if rule.forbid is not None:
            yield self._step("forbid", "", rule.forbid)
        if outcome is Outcome.SATISFIED:
            return
        if rule.pending is not None:
            yield from self._pending(rule, outcome)
            if outcome is Outcome.PENDING:
                return
        if rule.review is not None and rule.review.when is not None:
            yield self._step("review", "", rule.review.when)

    def _pending(self, rule: Rule, outcome: Outcome) -> Iterator[Step]:
        assert rule.pending is not None
        stated = rule.pending.when or rule.pending.due
        condition = pending_condition(rule.pending)
        if stated is not None and condition is not None:
            yield Step("pending", "", self._trace(condition, stated))
        if outcome is Outcome.PENDING and rule.pending.due is not None:
            yield self._step("pending", "due", rule.pending.due)

    def _step(self, name: StepName, label: str, expression: Expression) -> Step:
        return Step(name, label, self._trace(expression.node, expression))

    def _trace(self, root: Node, expression: Expression) -> ProofNode:
        """Evaluate an expression, and keep what each part of it came to."""
        stack: list[tuple[Node, ProofNode]] = []

        def keep(node: Node, value: object) -> None:
            parts = children(node)
            below: list[tuple[Node, ProofNode]] = []
            while stack and any(stack[-1][0] is part for part in parts):
                below.append(stack.pop())
            below.reverse()
            stack.append((node, self._node(node, value, below, expression)))

        self._scope.node_value(root, expression, keep)
        return stack[-1][1]

    def _node(
        self, node: Node, value: object, below: list[tuple[Node, ProofNode]], expression: Expression
    ) -> ProofNode:
        text = expression.text[node.span.start : node.span.end]
        if isinstance(value, EvaluationError):
            # Another operand decided all the same.
            return ProofNode(text, f"error: {value.message}", "operation", tuple(proof for _, proof in below))
        shown = to_json(value, node.type)
        if isinstance(node, Name):
            return self._name(node, value)
        if isinstance(node, Const):
            return ProofNode(text, shown, "constant")
        if isinstance(node, Local) or (isinstance(node, Field) and _is_local(node)):
            return ProofNode(text, shown, "element")
        if isinstance(node, Quantifier):
            return ProofNode(text, shown, "operation", tuple(_elements(node, value, below, expression)))
        if isinstance(node, Transform):
            return ProofNode(text, shown, "operation", tuple(p for n, p in below if n is node.range))
        return ProofNode(text, shown, "operation", tuple(proof for _, proof in below))

    def _name(self, node: Name, value: object) -> ProofNode:
        name = node.name
        shown = to_json(value, node.type)
        if name in self._facts:
            source = self._verdict.facts.provenance_of(name) if value is not MISSING else None
            return ProofNode(name, shown, "fact", fact=name, provenance=source)
        if name in self._parameters:
            current = self._parameters[name].at(day_of(self._verdict.as_of))
            since = format_date(current.since) if current is not None and current.since is not None else None
            cite = ", ".join(current.cite) if current is not None and current.cite else None
            return ProofNode(name, shown, "parameter", since=since, cite=cite)
        if name == AS_OF:
            return ProofNode(name, shown, "parameter")
        definition = self._definitions[name]
        below = () if name in self._shown else tuple(self._derivation(definition))
        cite = ", ".join(definition.cite) if definition.cite else None
        return ProofNode(name, shown, "definition", below, cite=cite)

    def _derivation(self, definition: Definition) -> Iterator[ProofNode]:
        """Exceptions that apply or may apply with their values; the base where none applies."""
        self._shown.add(definition.name)
        settled = False
        for exception in definition.unless:
            when = self._trace(exception.when.node, exception.when)
            yield when
            if when.value is not False:
                yield self._trace(exception.value.node, exception.value)
            settled = settled or when.value is True
        if not settled:
            yield self._trace(definition.value.node, definition.value)


def _is_local(node: Node) -> bool:
    while isinstance(node, Field):
        node = node.operand
    return isinstance(node, Local)


def _elements(
    node: Quantifier, value: object, below: list[tuple[Node, ProofNode]], expression: Expression
) -> Iterator[ProofNode]:
    """The range, and the elements that decided: those that hold or fail, as the quantifier asks."""
    ranges = [proof for part, proof in below if part is node.range]
    yield from ranges
    name = expression.text[node.range.span.start : node.range.span.end]
    bodies = [proof for part, proof in below if part is node.body]
    items = ranges[0].value if ranges and isinstance(ranges[0].value, list) else None
    wanted = {"all": False, "exists": True, "exists_one": True}[node.kind]
    decided = value is (wanted if node.kind != "exists_one" else True)
    chosen = [i for i, body in enumerate(bodies) if not decided or body.value is wanted]
    kind: NodeKind = "element"
    for index in chosen[:MOST_ELEMENTS]:
        item = items[index] if items is not None and index < len(items) else bodies[index].value
        yield ProofNode(f"{name}[{index}]", item, kind, (bodies[index],))
    if len(chosen) > MOST_ELEMENTS:
        left = len(chosen) - MOST_ELEMENTS
        yield ProofNode(f"{left} more of {name}", bodies[chosen[-1]].value, kind)
