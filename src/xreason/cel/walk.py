"""What the interpreter carries along on its walk over a tree, and how it treats errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xreason.cel import tree
from xreason.cel.tree import Node
from xreason.cel.values import Allowance, Calendar, EvaluationError, no_overload, too_much

Value = Any
"""A value of the expression language; its class is looked at while evaluating."""

Handler = Callable[["Walk", Any], Value]
"""Evaluates nodes of one class."""


class Walk:
    """One evaluation.

    Args:
        names: values of the free variables.
        calendars: the holiday calendars that expressions name.
        work: how many steps it may take.
        visit: the handler of each class of nodes.
        sizes: number of nodes in a part of the tree, by `id`, as far as known.
        trace: what handlers that tell of their values tell it to.
    """

    __slots__ = ("allowance", "calendars", "locals", "names", "sizes", "trace", "visit")

    def __init__(
        self,
        names: Mapping[str, object],
        calendars: Mapping[str, Calendar],
        work: int,
        visit: Mapping[type, Handler],
        sizes: dict[int, int] | None = None,
        trace: Any = None,
    ) -> None:
        self.trace = trace
        self.names = names
        self.calendars = calendars
        self.visit = visit
        self.locals: dict[int, Value] = {}
        self.allowance = Allowance(work)
        self.sizes: dict[int, int] = {} if sizes is None else sizes

    def restart(self, work: int) -> None:
        """Get ready for another expression."""
        self.allowance.left = work
        self.trace.reports.clear()

    def value(self, node: Node) -> Value:
        """The value of a part of the tree."""
        return self.visit[node.__class__](self, node)

    def spend(self, steps: int, node: Node) -> None:
        """Use up some of the work allowed."""
        self.allowance.left -= steps
        if self.allowance.left < 0:
            raise located(too_much("this expression takes too many steps on this data"), node)

    def size(self, node: Node) -> int:
        """How many nodes there are in a part of the tree."""
        known = self.sizes.get(id(node))
        if known is None:
            known = self.sizes[id(node)] = 1 + sum(map(self.size, tree.children(node)))
        return known


class Unusable:
    """What a variable holds whose value erred: nothing, until it is read."""

    __slots__ = ("error",)

    def __init__(self, error: EvaluationError) -> None:
        self.error = error


def located(error: EvaluationError, node: Node) -> EvaluationError:
    """The error with a place, if it has none yet."""
    if error.span is None:
        error.span = node.span
    return error


def absorbable(error: EvaluationError) -> EvaluationError:
    """The error, unless it says that the work allowed is used up, which nothing may hide."""
    if error.code == "cel.too-much-work":
        raise error
    return error


def no_truth(value: Value, node: Node) -> EvaluationError:
    """The error for a condition that is neither true, false nor missing."""
    if value is None:
        return EvaluationError("cel.null-operand", "null is neither true nor false", node.span)
    return located(no_overload("a condition", value), node)
