"""Proofs: every value in them is what its text comes to, and says where it is from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given

from tests.cel.reference import ERROR, Reference
from tests.cel.reference_values import plain
from tests.reasoning.reference import Judge
from tests.reasoning.strategies import AS_OF, PATHS, cases, ruleset_of, rulesets
from xreason.cel import Environment, read
from xreason.cel.tree import Bind, Local, Node, Quantifier, Transform, children
from xreason.cel.types import TIMESTAMP
from xreason.cel.values import MISSING, EvaluationError
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning import Outcome, Verdict, decide, prove
from xreason.reasoning.jsonable import to_json
from xreason.reasoning.proof import Proof, ProofNode
from xreason.rulesets import Facts, Provenance, Ruleset
from xreason.rulesets.moments import moment

ORIGINS = {path: Provenance("table", source="cases.csv", row=row) for row, path in enumerate(PATHS, 1)}


def proofs(ruleset: Ruleset, case: Facts) -> tuple[Verdict, list[Proof]] | None:
    """The proofs of all rules; None where the case errs."""
    try:
        verdict = decide(ruleset, Facts(case.values, ORIGINS), AS_OF)
        return verdict, [prove(verdict, rule.id) for rule in ruleset.rules]
    except DiagnosticError:
        return None


def nodes(node: ProofNode) -> Iterator[ProofNode]:
    """A node and all below it, but for what is said of single elements of lists."""
    yield node
    if node.kind != "element":
        for child in node.children:
            yield from nodes(child)


def stands_alone(node: Node, bound: frozenset[int] = frozenset()) -> bool:
    """Whether an expression uses no variable of a macro around it."""
    if isinstance(node, Local):
        return node.slot in bound
    if isinstance(node, Quantifier | Transform):
        bound |= {variable.slot for variable in node.variables}
    if isinstance(node, Bind):
        bound |= {node.variable.slot}
    return all(stands_alone(child, bound) for child in children(node))


def environment(ruleset: Ruleset) -> Environment:
    """What the ruleset's expressions may name."""
    facts = {spec.path: spec.type for spec in ruleset.facts}
    parameters = {parameter.name: parameter.type for parameter in ruleset.parameters}
    definitions = {definition.name: definition.type for definition in ruleset.definitions}
    return Environment({**facts, **parameters, **definitions, "as_of": TIMESTAMP})


@given(rulesets(), cases())
def test_each_value_is_what_its_text_comes_to(ruleset: Ruleset, case: Facts) -> None:
    proven = proofs(ruleset, case)
    if proven is None:
        return
    names = Judge(ruleset, case.values, moment(AS_OF)).names
    known = environment(ruleset)
    for proof in proven[1]:
        for step in proof.steps:
            if (
                step.name == "pending"
                and step.label == ""
                and proof.rule.pending
                and not proof.rule.pending.when
            ):
                continue  # a comparison of the deadline with the moment, which nobody has written
            for node in nodes(step.node):
                if node.kind == "element" or not stands_alone(node.node):
                    continue
                value = Reference(names).value(read(node.text, known))
                if isinstance(node.result, EvaluationError):
                    assert value is ERROR, node.text
                else:
                    assert plain(value, node.node.type) == plain(node.result, node.node.type), node.text


@given(rulesets(), cases())
def test_the_last_step_decides_the_outcome(ruleset: Ruleset, case: Facts) -> None:
    proven = proofs(ruleset, case)
    if proven is None:
        return
    verdict, found = proven
    for proof in found:
        assert proof.outcome is verdict.outcomes[proof.rule.id]
        results = [(step.name, step.node.result) for step in proof.steps]
        last = results[-1] if results else ("", None)
        match proof.outcome:
            case Outcome.NOT_APPLICABLE:
                assert last == ("applies", False)
            case Outcome.EXEMPT:
                exemption = verdict.rule(proof.rule.id).exemption
                assert last == ("unless", True)
                assert exemption is not None
                assert proof.steps[-1].label == exemption.id
            case Outcome.SATISFIED if proof.rule.kind != "permission":
                assert last in (("require", True), ("forbid", False))
            case Outcome.PENDING:
                assert ("pending", True) in results
            case Outcome.REVIEW:
                assert proof.rule.review is not None
                assert proof.rule.review.when is None or last == ("review", True)
            case Outcome.UNDETERMINED:
                assert MISSING in [
                    result for name, result in results if name in ("applies", "unless", "require", "forbid")
                ]
            case Outcome.VIOLATED:
                assert ("require", False) in results or ("forbid", True) in results


@given(rulesets(), cases())
def test_every_leaf_says_where_its_value_is_from(ruleset: Ruleset, case: Facts) -> None:
    proven = proofs(ruleset, case)
    if proven is None:
        return
    known = dict(zip(PATHS, case.values, strict=True))
    for proof in proven[1]:
        for node in (node for step in proof.steps for node in nodes(step.node)):
            if node.kind == "fact":
                assert node.fact is not None
                spec = next(spec for spec in ruleset.facts if spec.path == node.fact)
                assert node.value == to_json(known[node.fact], spec.type)
                assert node.provenance == (None if known[node.fact] is MISSING else ORIGINS[node.fact])
            elif node.text == "limit":
                assert (node.kind, node.value, node.since, node.cite) == (
                    "parameter",
                    2,
                    "2020-01-01",
                    "law#2",
                )
            elif node.text in ("eligible", "grade"):
                assert node.kind == "definition"


def texts(proof: Proof) -> list[tuple[str, object]]:
    """Text and value of every node, in order, elements included."""

    def below(node: ProofNode) -> Iterator[tuple[str, object]]:
        yield node.text, node.value
        for child in node.children:
            yield from below(child)

    return [pair for step in proof.steps for pair in below(step.node)]


def test_a_definition_is_derived_below_its_first_use_only() -> None:
    parts = {
        "facts": {"a": "bool", "n": "int"},
        "definitions": {"share": {"value": "n", "unless": [{"when": "a", "value": "2"}], "cite": "law#3"}},
        "rules": [{"id": "r", "require": "share > 1 && share < 3"}],
    }
    proof = prove(decide(ruleset_of(parts), {"a": True, "n": 7}, AS_OF), "r")
    uses = [node for node in nodes(proof.steps[0].node) if node.text == "share"]
    assert [node.value for node in uses] == [2, 2]
    assert [child.text for child in uses[0].children] == ["a", "2"]
    assert uses[1].children == ()
    assert uses[0].cite == "law#3"


def test_of_a_list_the_element_that_decided_is_shown_or_else_all() -> None:
    facts = {"items": {"type": "list", "of": {"size": "int"}}}
    for require, shown in (
        ("items.all(i, i.size < 2)", ["items[1]"]),
        ("items.exists(i, i.size > 2)", ["items[3]"]),
        ("items.exists(i, i.size > 9)", ["items[0]", "items[1]", "items[2]", "items[3]"]),
    ):
        ruleset = ruleset_of({"facts": facts, "rules": [{"id": "r", "require": require}]})
        case = {"items": [{"size": 0}, {"size": 2}, {"size": 1}, {"size": 3}]}
        proof = prove(decide(ruleset, case, AS_OF), "r")
        assert [child.text for child in proof.steps[0].node.children if child.kind == "element"] == shown


def test_an_error_that_was_made_up_for_is_shown() -> None:
    facts = {"a": "bool", "n": "int"}
    ruleset = ruleset_of({"facts": facts, "rules": [{"id": "r", "require": "6 / n > 2 || a"}]})
    proof = prove(decide(ruleset, {"a": True, "n": 0}, AS_OF), "r")
    assert ("6 / n", "error: division by zero") in texts(proof)
    assert ("a", True) in texts(proof)


def test_a_rule_that_was_not_judged_has_no_proof() -> None:
    rules = [{"id": "r1", "require": "a"}, {"id": "r2", "require": "a"}]
    verdict = decide(ruleset_of({"facts": {"a": "bool"}, "rules": rules}), {"a": True}, AS_OF, "r1")
    assert prove(verdict, "r1").outcome is Outcome.SATISFIED
    for unknown in ("r2", "r3"):
        with pytest.raises(KeyError):
            prove(verdict, unknown)


def test_proving_one_rule_does_not_change_the_proof_of_another() -> None:
    parts = {
        "facts": {"a": "bool", "b": "bool"},
        "definitions": {"both": {"value": "a && b"}},
        "rules": [{"id": "r1", "require": "both"}, {"id": "r2", "require": "both || a"}],
    }
    verdict = decide(ruleset_of(parts), {"a": True, "b": False}, AS_OF)
    first = texts(prove(verdict, "r2"))
    prove(verdict, "r1")
    assert texts(prove(verdict, "r2")) == first
    assert ("a && b", False) in first
