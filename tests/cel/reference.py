"""A second evaluator of typed trees: naive, slow, and meant to be obviously right.

It follows the language's definition and shares with the product only the tree and the classes of
run-time values. A result is a value, `MISSING`, or `ERROR`.

* `&&` and `||`: an operand that decides wins; else what is missing; else an error.
* `?:` with a missing test: what both branches agree on, be it an error, else missing.
* `all` and `exists` are `&&` and `||` over the elements. `exists_one` absorbs no errors: it fails
  where any element fails; two elements known to be true settle it.
* A variable of `cel.bind` stands for what it binds, be that missing or an error.
* Everything else takes its operands from left to right, and the first that is missing or fails is
  the result.
* null is equal to null only, and no operand of anything but `==`, `!=` and `in`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import Final

from tests.cel.reference_functions import among, apply
from tests.cel.reference_numbers import Failed, need
from tests.cel.reference_values import equals, negated
from xreason.cel.tree import (
    Bind,
    Call,
    Cond,
    Const,
    Field,
    ListOf,
    Local,
    Logic,
    MapOf,
    Name,
    Node,
    Quantifier,
    Transform,
)
from xreason.cel.types import Kind, non_null
from xreason.cel.values import MISSING, Calendar


class Wrong(Enum):
    """The result of an expression that has no value."""

    ERROR = auto()


ERROR: Final = Wrong.ERROR
NO_VALUE = (MISSING, ERROR)


class Reference:
    """Evaluates trees against facts.

    Args:
        names: values of the free variables.
        calendars: the declared holiday calendars.
    """

    def __init__(self, names: Mapping[str, object], calendars: Mapping[str, Calendar] | None = None) -> None:
        self.names = names
        self.calendars = calendars or {}

    def value(self, node: Node, inner: Mapping[int, object] | None = None) -> object:
        """The result: a value, `MISSING` or `ERROR`.

        Args:
            node: what to evaluate.
            inner: values of the variables that macros have bound, by slot.
        """
        inner = inner or {}
        try:
            return self._value(node, inner)
        except Failed:
            return ERROR

    def _value(self, node: Node, inner: Mapping[int, object]) -> object:
        match node:
            case Const():
                return self.calendars[str(node.value)] if node.type.name == "calendar" else node.value
            case Name():
                return self.names[node.name]
            case Local():
                return inner[node.slot]
            case Field():
                return self._field(node, inner)
            case Logic():
                return decided(node.op, [self.condition(operand, inner) for operand in node.operands])
            case Cond():
                return self._cond(node, inner)
            case Call():
                return self._call(node, inner)
            case ListOf():
                values = self._strict(node.items, inner)
                return list(values) if isinstance(values, list) else values
            case MapOf():
                return self._map(node, inner)
            case Quantifier():
                return self._quantifier(node, inner)
            case Transform():
                return self._transform(node, inner)
            case Bind():
                return self.value(node.body, {**inner, node.variable.slot: self.value(node.value, inner)})
        raise NotImplementedError(type(node))

    def condition(self, node: Node, inner: Mapping[int, object]) -> object:
        """The value of a condition; null is an error."""
        value = self.value(node, inner)
        return ERROR if value is None else value

    def _strict(self, nodes: Sequence[Node], inner: Mapping[int, object]) -> object:
        """The values as a list, or the first that is none."""
        values = []
        for node in nodes:
            value = self.value(node, inner)
            if value in NO_VALUE:
                return value
            values.append(value)
        return values

    def _field(self, node: Field, inner: Mapping[int, object]) -> object:
        record = self.value(node.operand, inner)
        if record in NO_VALUE:
            return record
        if isinstance(record, dict):
            need(node.field in record, "no such key")
            return record[node.field]
        need(isinstance(record, tuple), "null has no fields")
        assert isinstance(record, tuple)
        fields = [name for name, _ in non_null(node.operand.type).fields]
        return dict(zip(fields, record, strict=True))[node.field]

    def _cond(self, node: Cond, inner: Mapping[int, object]) -> object:
        test = self.condition(node.test, inner)
        if test is ERROR:
            return ERROR
        if test is not MISSING:
            return self.value(node.then if test else node.other, inner)
        then, other = self.value(node.then, inner), self.value(node.other, inner)
        if ERROR in (then, other):
            return ERROR if then is other else MISSING
        return then if equals(then, other) is True else MISSING

    def _call(self, node: Call, inner: Mapping[int, object]) -> object:
        args = self._strict(node.args, inner)
        if not isinstance(args, list):
            return args
        if node.function == "_==_":
            return equals(*args)
        if node.function == "_!=_":
            return negated(equals(*args))
        if node.function == "@in":
            need(args[1] is not None, "null has no elements")
            return among(args[0], list(args[1]))
        if node.function == "decimal" and node.type.kind is Kind.NULLABLE and args == [None]:
            return None  # not written but implied: an int beside a decimal
        need(None not in args, "null is no operand")
        kinds = [non_null(arg.type).kind for arg in node.args]
        first = non_null(node.args[0].type)
        if first.kind is Kind.LIST:
            kinds.append(non_null(first.args[0]).kind)
        return apply(node.function, kinds, args)

    def _map(self, node: MapOf, inner: Mapping[int, object]) -> object:
        parts = self._strict([part for entry in node.entries for part in entry], inner)
        if not isinstance(parts, list):
            return parts
        need(len(set(parts[::2])) == len(node.entries), "a key that stands twice")
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def _elements(
        self, node: Quantifier | Transform, range_: object, inner: Mapping[int, object]
    ) -> Iterator[dict[int, object]]:
        """The variables of a macro, once for each element."""
        slots = [variable.slot for variable in node.variables]
        if isinstance(range_, dict):
            pairs = list(range_.items())
        else:
            assert isinstance(range_, list)
            pairs = list(enumerate(range_))
        for first, second in pairs:
            if len(slots) == 2:
                yield {**inner, slots[0]: first, slots[1]: second}
            else:
                yield {**inner, slots[0]: first if isinstance(range_, dict) else second}

    def _quantifier(self, node: Quantifier, inner: Mapping[int, object]) -> object:
        range_ = self.value(node.range, inner)
        if range_ in NO_VALUE:
            return range_
        need(range_ is not None, "null has no elements")
        truths = [self.condition(node.body, bound) for bound in self._elements(node, range_, inner)]
        if node.kind == "all":
            return decided("&&", truths)
        if node.kind == "exists":
            return decided("||", truths)
        if ERROR in truths:
            return ERROR
        if truths.count(True) > 1:
            return False
        return MISSING if MISSING in truths else truths.count(True) == 1

    def _transform(self, node: Transform, inner: Mapping[int, object]) -> object:
        range_ = self.value(node.range, inner)
        if range_ in NO_VALUE:
            return range_
        need(range_ is not None, "null has no elements")
        assert node.kind in ("map", "filter")
        made: list[object] = []
        for bound in self._elements(node, range_, inner):
            if node.condition is not None:
                kept = self.condition(node.condition, bound)
                if kept in NO_VALUE:
                    return kept
                if not kept:
                    continue
            value = bound[node.variables[-1].slot] if node.body is None else self.value(node.body, bound)
            if value in NO_VALUE and node.body is not None:
                return value
            made.append(value)
        return made


def decided(op: str, truths: list[object]) -> object:
    """`&&` or `||` of conditions: what decides, else what is missing, else an error."""
    deciding = op == "||"
    for outcome in (deciding, MISSING, ERROR):
        if any(truth is outcome for truth in truths):
            return outcome
    return not deciding
