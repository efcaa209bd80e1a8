"""CEL's own type checker: gradual, with `dyn` for what only run-time values can tell."""

from __future__ import annotations

from xreason.cel import syntax, tree, types
from xreason.cel.calls import CallChecker
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type
from xreason.cel.values import UInt


class GradualChecker(CallChecker):
    """Types of all nodes but calls, which `CallChecker` has."""

    __slots__ = ()

    def whole(self, expr: syntax.Expr, expected: Type | None) -> Node:
        """The expression with no type parameter left in it."""
        node = self.visit(expr)
        if expected is not None:
            node = self.fit(node, expected)
        if self.types.used:
            self.settle(node, types.DYN)
        return node

    def fit(self, node: Node, expected: Type) -> Node:
        """The node as one of type `expected`, or a finding."""
        if not self.types.assignable(node.type, expected):
            self.report("cel.wrong-type", f"this is {self.shown(node.type)}, not {expected}", node.span)
        return node

    def settle(self, node: Node, unbound: Type | None) -> None:
        """Replace the type parameters in all nodes by what they stand for, or by `unbound`."""
        rest = [node]
        while rest:
            node = rest.pop()
            type_ = self.types.resolve(node.type, unbound)
            if type_ is not node.type:
                # The nodes were made by this check, and nobody else has seen them yet.
                object.__setattr__(node, "type", type_)
            rest.extend(tree.children(node))
            if isinstance(node, tree.Quantifier | tree.Transform):
                rest.extend(node.variables)
            elif isinstance(node, tree.Bind):
                rest.append(node.variable)

    # Leaves and fields

    def _literal(self, expr: syntax.Literal) -> Node:
        value = expr.value
        if expr.unsigned and isinstance(value, int):
            return tree.Const(expr.span, types.UINT, UInt(value))
        return tree.Const(expr.span, _LITERAL_TYPES[type(value)], value)

    def _has(self, expr: syntax.Has) -> Node:
        operand = self.visit(expr.operand)
        self.field_type(expr.span, operand, expr.field)
        return tree.Has(expr.span, types.BOOL, operand, expr.field)

    # Logic

    def _logic(self, expr: syntax.Logic) -> Node:
        operands = tuple([self.condition(operand) for operand in expr.operands])
        return tree.Logic(expr.span, types.BOOL, expr.op, operands)

    def _cond(self, expr: syntax.Cond) -> Node:
        test = self.condition(expr.test)
        then, other = self.visit(expr.then), self.visit(expr.other)
        then, other, type_ = self.branches(then, other)
        return tree.Cond(expr.span, type_, test, then, other)

    def branches(self, then: Node, other: Node) -> tuple[Node, Node, Type]:
        """The two branches of a conditional, and the type of both."""
        type_ = self.types.join(then.type, other.type)
        if type_ is None:
            message = f"the branches are {self.shown(then.type)} and {self.shown(other.type)}"
            self.report("cel.mixed-types", message, other.span, "both must have one type")
            type_ = types.ERROR
        return then, other, type_

    def condition(self, expr: syntax.Expr) -> Node:
        """An expression that must be a bool."""
        node = self.visit(expr)
        if node.type is not types.BOOL and not self.types.assignable(node.type, types.BOOL):
            self.report("cel.wrong-type", f"this is {self.shown(node.type)}, not bool", node.span)
        return node

    # Constructors

    def _list(self, expr: syntax.ListOf) -> Node:
        items = tuple([self.visit(item) for item in expr.items])
        item_types = [self.unwrapped(node, n in expr.optional) for n, node in enumerate(items)]
        items, element = self.unified(items, item_types, "items")
        return tree.ListOf(expr.span, types.list_of(element), items, expr.optional)

    def _map(self, expr: syntax.MapOf) -> Node:
        keys = tuple([self.visit(key) for key, _ in expr.entries])
        values = tuple([self.visit(value) for _, value in expr.entries])
        keys, key = self.unified(keys, [node.type for node in keys], "keys")
        value_types = [self.unwrapped(node, n in expr.optional) for n, node in enumerate(values)]
        values, value = self.unified(values, value_types, "values")
        entries = tuple(zip(keys, values, strict=True))
        return tree.MapOf(expr.span, types.map_of(key, value), entries, expr.optional)

    def unwrapped(self, node: Node, optional: bool) -> Type:
        """The type of an item or value: that within, if it is written with a question mark."""
        if not optional:
            return node.type
        inner = self.types.fresh()
        if not self.types.assignable(node.type, types.optional_of(inner)):
            message = f"this is {self.shown(node.type)}, not an optional"
            self.report("cel.wrong-type", message, node.span, "`?` takes an optional value")
        return self.types.resolve(inner)

    # Macros

    def _quantifier(self, expr: syntax.Quantifier) -> Node:
        range_ = self.visit(expr.range)
        kinds = self.element_types(range_, len(expr.variables), expr.kind)
        variables, undo = self.bind(expr.variables, kinds)
        body = self.condition(expr.body)
        self.unbind(undo)
        return tree.Quantifier(expr.span, types.BOOL, expr.kind, range_, variables, body)

    def _transform(self, expr: syntax.Transform) -> Node:
        range_ = self.visit(expr.range)
        if expr.kind == "optMap" or expr.kind == "optFlatMap":
            kinds: tuple[Type, ...] = (self.unwrapped(range_, True),)
        else:
            kinds = self.element_types(range_, len(expr.variables), expr.kind)
        variables, undo = self.bind(expr.variables, kinds)
        condition = self.condition(expr.condition) if expr.condition is not None else None
        body = self.visit(expr.body) if expr.body is not None else None
        self.unbind(undo)
        type_ = self._transformed(expr, kinds, body)
        return tree.Transform(expr.span, type_, expr.kind, range_, variables, condition, body)

    def _transformed(self, expr: syntax.Transform, kinds: tuple[Type, ...], body: Node | None) -> Type:
        if body is None:
            return types.list_of(kinds[0])
        match expr.kind:
            case "transformMap":
                return types.map_of(kinds[0], body.type)
            case "transformMapEntry" | "optFlatMap":
                shape = types.map_of(self.types.fresh(), self.types.fresh())
                if expr.kind == "optFlatMap":
                    shape = types.optional_of(self.types.fresh())
                if not self.types.assignable(body.type, shape):
                    wanted = "a map" if shape.kind is Kind.MAP else "an optional"
                    message = f"`{expr.kind}` makes of each element {wanted}; this is {self.shown(body.type)}"
                    self.report("cel.wrong-type", message, body.span)
                    return types.ERROR
                return self.types.resolve(shape)
            case "optMap":
                return types.optional_of(body.type)
            case _:
                return types.list_of(body.type)

    def element_types(self, range_: Node, count: int, macro: str) -> tuple[Type, ...]:
        """Types of the variables of a macro over a list or map."""
        type_ = self.types.shallow(range_.type)
        if type_.kind is Kind.LIST:
            return (type_.args[0],) if count == 1 else (types.INT, type_.args[0])
        if type_.kind is Kind.MAP:
            return type_.args[:count]
        if type_.kind not in (Kind.DYN, Kind.ERROR, Kind.PARAM):
            message = f"`{macro}` goes over a list or map; this is {self.shown(type_)}"
            self.report("cel.wrong-type", message, range_.span)
        return (types.DYN,) * count

    def _bind(self, expr: syntax.Bind) -> Node:
        value = self.visit(expr.value)
        (variable,), undo = self.bind((expr.variable,), (value.type,))
        body = self.visit(expr.body)
        self.unbind(undo)
        return tree.Bind(expr.span, body.type, variable, value, body)

    def _block(self, expr: syntax.Block) -> Node:
        bound: list[tuple[tree.Local, Node]] = []
        undone = []
        for number, value in enumerate(expr.values):
            node = self.visit(value)
            name = syntax.Ident(value.span, f"@index{number}")
            (variable,), undo = self.bind((name,), (node.type,))
            bound.append((variable, node))
            undone.append(undo)
        node = self.visit(expr.body)
        for undo in reversed(undone):
            self.unbind(undo)
        for variable, value_node in reversed(bound):
            node = tree.Bind(expr.span, node.type, variable, value_node, node)
        return node


_LITERAL_TYPES: dict[type, Type] = {
    bool: types.BOOL,
    int: types.INT,
    float: types.DOUBLE,
    str: types.STRING,
    bytes: types.BYTES,
    type(None): types.NULL,
}

GradualChecker.handlers = {
    syntax.Literal: GradualChecker._literal,
    syntax.Ident: GradualChecker._ident,
    syntax.Select: GradualChecker._select,
    syntax.Has: GradualChecker._has,
    syntax.Call: GradualChecker._call,
    syntax.Logic: GradualChecker._logic,
    syntax.Cond: GradualChecker._cond,
    syntax.ListOf: GradualChecker._list,
    syntax.MapOf: GradualChecker._map,
    syntax.Quantifier: GradualChecker._quantifier,
    syntax.Transform: GradualChecker._transform,
    syntax.Bind: GradualChecker._bind,
    syntax.Block: GradualChecker._block,
}
