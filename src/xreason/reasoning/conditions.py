"""What every reading of a rule must take for the same: implied conditions and conflicts."""

from __future__ import annotations

from xreason.cel.tree import Call, Name, Node
from xreason.cel.types import BOOL, DATE, TIMESTAMP, Kind
from xreason.cel.values import EvaluationError
from xreason.reasoning.layout import AS_OF
from xreason.rulesets.model import Pending


def conflict() -> object:
    """Raise when exceptions to a definition apply together and disagree."""
    raise EvaluationError("check.conflicting-definition", "exceptions that apply together disagree")


def pending_condition(pending: Pending) -> Node | None:
    """When a deadline still runs: the stated condition, else `as_of <= due`."""
    if pending.when is not None:
        return pending.when.node
    if pending.due is None:
        return None
    due = pending.due.node
    moment: Node = Name(due.span, TIMESTAMP, AS_OF)
    if due.type.kind is Kind.DATE:
        moment = Call(due.span, DATE, "date", (moment,), overload="date_timestamp")
        return Call(due.span, BOOL, "_<=_", (moment, due), overload="less_equals_date_date")
    return Call(due.span, BOOL, "_<=_", (moment, due), overload="less_equals_timestamp_timestamp")
