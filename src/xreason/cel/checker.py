"""The type checker: the untyped tree to the typed tree, in the environment's profile.

`GradualChecker` is CEL's own; `RuleChecker` narrows it to the typed profile of rulesets. Both go
on after a mistake, with type `error` in its place, so that all mistakes are reported at once.
"""

from __future__ import annotations

from xreason.cel import syntax
from xreason.cel.environment import Environment, Profile
from xreason.cel.gradual import GradualChecker
from xreason.cel.rule_checker import RuleChecker
from xreason.cel.tree import Node
from xreason.cel.types import Type
from xreason.kernel.diagnostics import DiagnosticError, Source


def check(expr: syntax.Expr, source: Source, env: Environment, expected: Type | None = None) -> Node:
    """The typed tree of an expression.

    Args:
        expr: what `parse` made of `source`.
        source: the text, for the places in diagnostics.
        env: names, functions, profile and limits.
        expected: the type that the expression must have, if any.

    Raises:
        DiagnosticError: with every mistake found.
    """
    checker = RuleChecker(source, env) if env.profile is Profile.RULES else GradualChecker(source, env)
    node = checker.whole(expr, expected)
    if checker.findings and env.checked:
        raise DiagnosticError(sorted(checker.findings, key=lambda d: d.span.start if d.span else 0))
    if checker.slots or checker.grows:
        from xreason.cel.cost import excess

        costly = excess(node, source, env)
        if costly is not None:
            raise DiagnosticError([costly])
    return node
