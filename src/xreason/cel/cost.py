"""How much work an expression can cause, and how large its values can get, before it runs.

The bound is static: it follows from the tree and the declared lengths of lists and texts. One
step is one operation; work over a text counts a step for every 64 characters. Steps of nested
quantifiers multiply. Values grow by `+`, `replace`, `join`, `map` and their like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from xreason.cel import growth, tree
from xreason.cel.environment import Environment
from xreason.cel.growth import DEFAULT_LENGTH, SCALAR, Extent, either
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type, non_null
from xreason.kernel.diagnostics import Diagnostic, Source, Span


@dataclass(frozen=True, slots=True)
class Bound:
    """What an expression costs at most.

    Args:
        steps: elementary operations of one evaluation.
        size: length of the longest text or list made on the way.
    """

    steps: int
    size: int


class TooCostlyError(Exception):
    """Some part of an expression exceeds a limit; `span` is the innermost such part."""

    def __init__(self, code: str, message: str, span: Span) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span


def bound(node: Node, env: Environment) -> Bound:
    """Bounds on the work and the values of an expression, however large."""
    meter = _Meter(env, limited=False)
    meter.visit(node)
    return Bound(meter.steps, meter.size)


def excess(node: Node, source: Source, env: Environment) -> Diagnostic | None:
    """The finding that an expression may exceed a limit of its environment, if it may."""
    try:
        _Meter(env, limited=True).visit(node)
    except TooCostlyError as error:
        hint = "declare a smaller `max` for the lists it goes over, or split it into definitions"
        return Diagnostic(error.code, error.message, source, error.span, hint)
    return None


class _Meter:
    """Adds up steps; each visit gives the extent of the node's value."""

    def __init__(self, env: Environment, limited: bool) -> None:
        self.env = env
        self.limits = env.limits
        self.limited = limited
        self.steps = 0
        self.size = 0
        self.locals: dict[int, Extent] = {}

    def visit(self, node: Node) -> Extent:
        """Add the steps of a node; its extent."""
        extent = _VISIT[node.__class__](self, node)
        if extent.length > self.size:
            self.size = extent.length
        if self.limited:
            if self.steps > self.limits.cost:
                message = f"this may take {_rounded(self.steps)} steps; at most {self.limits.cost:,} may"
                raise TooCostlyError("cel.too-costly", message, node.span)
            if extent.length > self.limits.size:
                size = _rounded(extent.length)
                message = f"this may grow to {size} elements or characters; at most {self.limits.size:,} may"
                raise TooCostlyError("cel.too-large", message, node.span)
        return extent

    def declared(self, type_: Type, path: str) -> Extent:
        """The extent of a value of a type, by the bounds declared for its name."""
        type_ = non_null(type_)
        kind = type_.kind
        if kind in _TEXTS:
            return Extent(self.env.bounds.get(path, DEFAULT_LENGTH))
        if kind is Kind.LIST or kind is Kind.MAP:
            element = self.declared(type_.args[-1], f"{path}[]")
            return Extent(self.env.bounds.get(path, DEFAULT_LENGTH), element)
        if kind is Kind.RECORD:
            owner = path.removesuffix("[]")
            return Extent(1, None, {name: self.declared(t, f"{owner}.{name}") for name, t in type_.fields})
        if kind in (Kind.DYN, Kind.PARAM):
            return Extent(DEFAULT_LENGTH, Extent(DEFAULT_LENGTH))
        return SCALAR

    # Nodes

    def _const(self, node: tree.Const) -> Extent:
        return Extent(len(node.value)) if isinstance(node.value, str | bytes) else SCALAR

    def _name(self, node: tree.Name) -> Extent:
        return self.declared(node.type, node.name)

    def _local(self, node: tree.Local) -> Extent:
        return self.locals.get(node.slot, SCALAR)

    def _field(self, node: tree.Field) -> Extent:
        operand = self.visit(node.operand)
        self.steps += 1
        return operand.fields.get(node.field) or operand.element or self.declared(node.type, "")

    def _has(self, node: tree.Has) -> Extent:
        self.visit(node.operand)
        self.steps += 1
        return SCALAR

    def _logic(self, node: tree.Logic) -> Extent:
        for operand in node.operands:
            self.visit(operand)
        self.steps += 1
        return SCALAR

    def _cond(self, node: tree.Cond) -> Extent:
        self.visit(node.test)
        before = self.steps
        then = self.visit(node.then)
        after_then, self.steps = self.steps, before
        other = self.visit(node.other)
        self.steps = max(self.steps, after_then) + 1
        return either(then, other)

    def _call(self, node: tree.Call) -> Extent:
        args = [self.visit(arg) for arg in node.args]
        rule = growth.RULES.get(node.function)
        if rule is None:
            self.steps += 1 + sum(arg.volume for arg in args if arg is not SCALAR)
            return self._result(node, args)
        steps, extent = rule(node, args)
        self.steps += steps
        return extent

    def _result(self, node: tree.Call, args: list[Extent]) -> Extent:
        """The extent of a function's result that is no larger than its largest argument."""
        if non_null(node.type).kind not in _SIZED:
            return SCALAR
        if not args:
            return Extent(DEFAULT_LENGTH)
        largest = args[0]
        for arg in args[1:]:
            largest = either(largest, arg)
        return largest if largest.length > 1 or largest.element else self.declared(node.type, "")

    def _list(self, node: tree.ListOf) -> Extent:
        self.steps += len(node.items)
        return Extent(len(node.items), _all(self.visit(item) for item in node.items))

    def _map(self, node: tree.MapOf) -> Extent:
        self.steps += len(node.entries)
        for key, _ in node.entries:
            self.visit(key)
        return Extent(len(node.entries), _all(self.visit(value) for _, value in node.entries))

    def _quantifier(self, node: tree.Quantifier) -> Extent:
        range_ = self.visit(node.range)
        self._repeat(range_, node.variables, (node.body,))
        return SCALAR

    def _transform(self, node: tree.Transform) -> Extent:
        range_ = self.visit(node.range)
        parts = tuple([part for part in (node.condition, node.body) if part is not None])
        extents = self._repeat(range_, node.variables, parts)
        if node.body is None:
            return range_
        if node.kind in ("optMap", "optFlatMap", "transformMapEntry"):
            return Extent(range_.length, extents[-1].element or extents[-1])
        return Extent(range_.length, extents[-1])

    def _repeat(
        self, range_: Extent, variables: tuple[tree.Local, ...], parts: tuple[Node, ...]
    ) -> list[Extent]:
        """Add the steps of expressions evaluated once for each element."""
        for variable in variables:
            self.locals[variable.slot] = SCALAR
        self.locals[variables[-1].slot] = range_.element or SCALAR
        if len(variables) == 2:
            self.locals[variables[0].slot] = self.declared(variables[0].type, "")
        before, self.steps = self.steps, 0
        extents = [self.visit(part) for part in parts]
        self.steps = before + range_.length * (self.steps + 1)
        return extents

    def _bind(self, node: tree.Bind) -> Extent:
        self.locals[node.variable.slot] = self.visit(node.value)
        return self.visit(node.body)


_TEXTS = frozenset((Kind.STRING, Kind.BYTES))
_SIZED = frozenset((*_TEXTS, Kind.LIST, Kind.MAP, Kind.DYN, Kind.OPAQUE))


def _all(extents: Iterable[Extent]) -> Extent:
    found = SCALAR
    for extent in extents:
        found = either(found, extent)
    return found


def _rounded(number: int) -> str:
    """A large number for people: three digits, then the order of magnitude."""
    return f"{number:,}" if number < 10**12 else f"about 10^{len(str(number)) - 1}"


_VISIT: dict[type[Node], Callable[..., Extent]] = {
    tree.Const: _Meter._const,
    tree.Name: _Meter._name,
    tree.Local: _Meter._local,
    tree.Field: _Meter._field,
    tree.Has: _Meter._has,
    tree.Logic: _Meter._logic,
    tree.Cond: _Meter._cond,
    tree.Call: _Meter._call,
    tree.ListOf: _Meter._list,
    tree.MapOf: _Meter._map,
    tree.Quantifier: _Meter._quantifier,
    tree.Transform: _Meter._transform,
    tree.Bind: _Meter._bind,
}
