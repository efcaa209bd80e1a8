"""Proving: a rule evaluated once more, keeping every subexpression with its value and origin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xreason.cel.interpret import Trace, walk_told
from xreason.cel.limits import DEFAULT
from xreason.cel.tree import Call, Cond, Const, Field, Local, Logic, Name, Node, Quantifier, Transform
from xreason.cel.types import NULL
from xreason.cel.values import MISSING, EvaluationError
from xreason.cel.walk import Walk
from xreason.kernel.diagnostics import Source, Span
from xreason.reasoning.careful import located
from xreason.reasoning.conditions import pending_condition
from xreason.reasoning.layout import AS_OF
from xreason.reasoning.outcomes import OUTCOMES, Outcome
from xreason.reasoning.proof import OPERATION, About, Proof, ProofNode, Step, StepName
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.model import Definition, Expression, Rule
from xreason.rulesets.moments import day_of

_ELEMENT = About("element")
_OPERATIONS = frozenset({Call, Logic, Cond})
"""Nodes that are what they are: the most frequent, asked for first."""

_made = tuple.__new__
"""Makes a named tuple of a tuple with all of its fields, without the detour over its keywords."""

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
    index = verdict.program.index_of[rule_id]
    if index not in verdict.indices:
        raise KeyError(rule_id)
    rule, outcome = verdict.ruleset.rules[index], OUTCOMES[verdict.codes[verdict.indices.index(index)]]
    # One prover serves all rules of a verdict, and so does its walk. The verdict keeps both: a walk
    # refers to its prover, and if that referred back, only the collector could free them.
    kept: tuple[_Prover, Walk] | None = vars(verdict).get("prover")
    if kept is None:
        prover = _Prover(verdict)
        kept = vars(verdict)["prover"] = prover, prover.walk()
    return Proof(rule, outcome, tuple(kept[0].steps(rule, outcome, kept[1])))


_NO_EXPRESSION = Expression("", Const(Span(0, 0), NULL, None), Span(0, 0), Source("", ""))


class _Prover:
    # Without a reference to the verdict that keeps it: a cycle would leave both to the collector.
    def __init__(self, verdict: Verdict) -> None:
        self._program = verdict.program
        self._frame = verdict.frame
        self._scope = verdict.scope
        self._settings = verdict.scope.settings
        self._day = day_of(verdict.as_of)
        self._facts = verdict.program.layout.facts
        self._origins = verdict.facts.provenance
        self._origin = verdict.facts.origin
        self._leaves: dict[str, ProofNode] = {}
        """Nodes of facts and parameters: the same wherever one is used."""
        self._shown: set[str] = set()
        self._expression: Expression = _NO_EXPRESSION

    def steps(self, rule: Rule, outcome: Outcome, walk: Walk) -> Iterator[Step]:
        """The parts that were looked at before the outcome was clear."""
        self._shown.clear()
        dated = self._program.layout.dated.get(self._program.index_of[rule.id])
        if dated is not None and not self._frame[dated]:
            return
        if rule.applies is not None:
            yield self._step("applies", "", rule.applies, walk)
            if outcome is Outcome.NOT_APPLICABLE:
                return
        for exemption in rule.unless:
            step = self._step("unless", exemption.id, exemption.when, walk)
            yield step
            if step.node.result is True:
                return
        if rule.require is not None:
            yield self._step("require", "", rule.require, walk)
        if rule.forbid is not None:
            yield self._step("forbid", "", rule.forbid, walk)
        if outcome is Outcome.SATISFIED:
            return
        if rule.pending is not None:
            yield from self._pending(rule, outcome, walk)
            if outcome is Outcome.PENDING:
                return
        if rule.review is not None and rule.review.when is not None:
            yield self._step("review", "", rule.review.when, walk)

    def _pending(self, rule: Rule, outcome: Outcome, walk: Walk) -> Iterator[Step]:
        assert rule.pending is not None
        stated = rule.pending.when or rule.pending.due
        condition = pending_condition(rule.pending)
        if stated is not None and condition is not None:
            yield Step("pending", "", self._prove(condition, stated, walk))
        if outcome is Outcome.PENDING and rule.pending.due is not None:
            yield self._step("pending", "due", rule.pending.due, walk)

    def _step(self, name: StepName, label: str, expression: Expression, walk: Walk) -> Step:
        return _made(Step, (name, label, self._prove(expression.node, expression, walk)))

    def walk(self) -> Walk:
        """A walk that tells this prover of what it evaluates."""
        return walk_told(self._scope, Trace(self._keep), **self._settings)

    def _prove(self, root: Node, expression: Expression, walk: Walk) -> ProofNode:
        """Evaluate an expression, and keep what each part of it came to."""
        outer, self._expression = self._expression, expression
        walk.restart(DEFAULT.cost)
        try:
            value = walk.value(root)
        except EvaluationError as error:
            raise located(error, expression) from error
        self._expression = outer
        reports = walk.trace.reports
        if not reports:
            return ProofNode(root, value, (), expression, About("constant"))
        proof: ProofNode = reports[0]
        return proof

    def _keep(self, node: Any, value: object, parts: tuple[ProofNode, ...]) -> ProofNode:
        kind = node.__class__
        if kind in _OPERATIONS:
            return _made(ProofNode, (node, value, parts, self._expression, OPERATION))
        if kind is Name:
            name = node.name
            leaf = self._leaves.get(name)
            return leaf if leaf is not None else self._name(node, name, value)
        if kind is Local or (kind is Field and parts and parts[0].about is _ELEMENT):
            return _made(ProofNode, (node, value, (), self._expression, _ELEMENT))
        if kind is Quantifier:
            parts = tuple(_elements(node, value, parts, self._expression))
        elif kind is Transform:
            # The range comes first; what was made of each element would say little.
            parts = () if isinstance(node.range, Const) else parts[:1]
        return _made(ProofNode, (node, value, parts, self._expression, OPERATION))

    def _name(self, node: Node, name: str, value: object) -> ProofNode:
        """A fact, a parameter, the moment of judgement, or a definition with its derivation."""
        expression = self._expression
        if name in self._facts:
            origin = None if value is MISSING else self._origins.get(name, self._origin)
            about = _made(About, ("fact", origin, None, 0))
        elif name in self._program.parameters:
            about = About("parameter", self._program.parameters[name].at(self._day))
        elif name == AS_OF:
            about = About("parameter")
        else:
            return self._definition(node, name, value)
        leaf = self._leaves[name] = _made(ProofNode, (node, value, (), expression, about))
        return leaf

    def _definition(self, node: Node, name: str, value: object) -> ProofNode:
        expression = self._expression
        definition = self._program.definitions[name]
        below = () if name in self._shown else tuple(self._derivation(definition))
        return ProofNode(node, value, below, expression, About("definition", definition))

    def _derivation(self, definition: Definition) -> Iterator[ProofNode]:
        """Exceptions that apply or may apply with their values; the base where none applies."""
        self._shown.add(definition.name)
        settled = False
        # Its own: the expression that reads the definition is still being walked.
        walk = self.walk()
        for exception in definition.unless:
            when = self._prove(exception.when.node, exception.when, walk)
            yield when
            if when.result is not False:
                yield self._prove(exception.value.node, exception.value, walk)
            settled = settled or when.result is True
        if not settled:
            yield self._prove(definition.value.node, definition.value, walk)


def _elements(
    node: Quantifier, value: object, parts: tuple[ProofNode, ...], expression: Expression
) -> Iterator[ProofNode]:
    """The range, and the elements that decided: those that hold or fail, as the quantifier asks."""
    if isinstance(node.range, Const):
        items, bodies = node.range.value, parts
    else:
        items, bodies = parts[0].result, parts[1:]
        yield parts[0]
    wanted = node.kind != "all"
    decided = value is wanted
    chosen = [i for i, body in enumerate(bodies) if not decided or body.result is wanted]
    element = node.variables[-1]
    for index in chosen[:MOST_ELEMENTS]:
        item = items[index] if isinstance(items, list) else bodies[index].result
        about = _made(About, ("element", None, node.range, index))
        yield _made(ProofNode, (element, item, (bodies[index],), expression, about))
    if len(chosen) > MOST_ELEMENTS:
        last = bodies[chosen[-1]]
        about = About("element", None, node.range, MOST_ELEMENTS - len(chosen))
        yield ProofNode(last.node, last.result, (), expression, about)
