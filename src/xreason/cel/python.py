"""The Python reading: typed trees to Python source, compiled once per ruleset.

Two modes of one emitter. *Fast* assumes that every fact is known and is plain Python. *Kleene*
carries `MISSING` through by strong three-valued logic. Both are optimistic about errors: whatever
goes wrong raises some Python exception, and the caller then asks `cel.interpret`, which knows the
rules of error absorption and the place. What they return without raising equals what the
interpreter returns.

INVARIANT: nothing from the document enters the source text. Variables become `f[3]` or `l7`,
constants the `repr` of int, bool and str or a bound name `c5`, functions bound names. The compiled
code has no builtins in scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from xreason.cel.python_source import SourceBuilder, all_or_any, exists_one
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
from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import INT_MAX, INT_MIN, UINT_MAX, Calendar, Date, Duration, Timestamp

_COMPARISONS = {"_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=", "_==_": "==", "_!=_": "!="}
_NULL_TESTS = {"_==_": "is", "_!=_": "is not"}
_ARITHMETIC = {"_+_": "+", "_-_": "-", "_*_": "*"}
_TAKES_NULL = frozenset({"_==_", "_!=_", "@in"})
_BY_CLASS = frozenset({"distinct", "sets.contains", "sets.equivalent", "sets.intersects"})
"""Functions that tell a date from an int by its class, which compiled arithmetic leaves out."""
_UNITS = {Kind.DATE: Date, Kind.TIMESTAMP: Timestamp, Kind.DURATION: Duration}
_METHODS = {"startsWith": "startswith", "endsWith": "endswith"}
_RANGES: Mapping[Kind, tuple[int, int]] = {
    Kind.INT: (INT_MIN, INT_MAX),
    Kind.UINT: (0, UINT_MAX),
    Kind.DURATION: (INT_MIN, INT_MAX),
    Kind.TIMESTAMP: (Timestamp.MIN, Timestamp.MAX),
}
_SET_KINDS = frozenset(
    {Kind.STRING, Kind.INT, Kind.ENUM, Kind.DATE, Kind.TIMESTAMP, Kind.DURATION, Kind.DECIMAL}
)


class Emitter(SourceBuilder):
    """Collects the source of functions, the constants they are bound to, and their helpers.

    Args:
        places: Python text for each free variable, such as `{"breach.risk": "f[3]"}`.
        functions: implementation of each overload id.
        kleene: emit the three-valued reading.
        certain: variables that are never missing (parameters, the moment of judgement).
        calendars: the holiday calendars that expressions name.
    """

    def __init__(
        self,
        places: Mapping[str, str],
        functions: Mapping[str, Callable[..., object]],
        *,
        kleene: bool,
        certain: frozenset[str] = frozenset(),
        calendars: Mapping[str, Calendar] | None = None,
    ) -> None:
        super().__init__(functions)
        self.places = places
        self.calendars = calendars or {}
        self.kleene = kleene
        self.certain = certain
        self._scope: list[str] = []
        self._doubtful: set[int] = set()
        """Slots of locals that may be missing: those bound to a value. Elements of a list never are."""

    # -- what the caller uses

    def value(self, node: Node) -> tuple[str, bool]:
        """Python text of an expression, and whether it may yield `MISSING`."""
        return _EMIT[type(node)](self, node)

    def truth(self, node: Node) -> tuple[str, bool]:
        """`value` of a condition; a nullable bool is checked for null."""
        text, maybe = self.value(node)
        if node.type.kind is Kind.NULLABLE:
            text = f"known_bool({text})"
        return text, maybe

    # -- leaves

    def _const(self, node: Const) -> tuple[str, bool]:
        if node.type.kind is Kind.OPAQUE and isinstance(node.value, str):
            return self.bind(self.calendars[node.value]), False
        return self.constant(node.value), False

    def constant(self, value: object) -> str:
        """Text of a constant: a literal for int, bool, str and null, else a bound name."""
        if value is None or value is True or value is False:
            return repr(value)
        if isinstance(value, int):
            return f"({int(value)})" if value < 0 else str(int(value))
        if type(value) is str:
            return repr(value)
        return self.bind(value)

    def _name(self, node: Name) -> tuple[str, bool]:
        return self.places[node.name], self.kleene and node.name not in self.certain

    def _local(self, node: Local) -> tuple[str, bool]:
        return f"l{node.slot}", node.slot in self._doubtful

    def _field(self, node: Field) -> tuple[str, bool]:
        names = [name for name, _ in non_null(node.operand.type).fields]
        index = names.index(node.field)
        if not self.kleene:
            return f"{self.value(node.operand)[0]}[{index}]", False
        return self._strict([node.operand], lambda args: f"{args[0]}[{index}]")[0], True

    # -- logic

    def _logic(self, node: Logic) -> tuple[str, bool]:
        parts = [self.truth(operand) for operand in node.operands]
        word, absorbing, neutral = (
            (" and ", "False", "True") if node.op == "&&" else (" or ", "True", "False")
        )
        if not any(maybe for _, maybe in parts):
            return "(" + word.join(text for text, _ in parts) + ")", False
        tests, unknown = [], []
        for text, maybe in parts:
            if maybe and not _is_simple(text):
                temp = self.temp()
                tests.append(f"({temp} := {text}) is {absorbing}")
                unknown.append(f"{temp} is U")
            else:
                tests.append(f"{text} is {absorbing}")
                if maybe:
                    unknown.append(f"{text} is U")
        return (
            f"({absorbing} if {' or '.join(tests)} else U if {' or '.join(unknown)} else {neutral})",
            True,
        )

    def _cond(self, node: Cond) -> tuple[str, bool]:
        test, maybe = self.truth(node.test)
        (then, then_maybe), (other, other_maybe) = self.value(node.then), self.value(node.other)
        if not maybe:
            return f"({then} if {test} else {other})", then_maybe or other_maybe
        # Each part stands once in the source, so nested conditionals do not grow it exponentially.
        same = "x is not U and y is not U and x == y"
        if _needs_library_equality(node.type):
            same = f"{self.bind_function('equals')}(x, y) is True"
        helper = self.define(
            "if_",
            ["f", *self._scope],
            [
                f"t = {test}",
                "if t is not False:",
                f" x = {then}",
                " if t is True: return x",
                f"y = {other}",
                "if t is False: return y",
                f"return x if {same} else U",
            ],
        )
        return self._call_helper(helper), True

    # -- calls

    def _call(self, node: Call) -> tuple[str, bool]:
        if node.function == "!_":
            text, maybe = self.truth(node.args[0])
            if not maybe:
                return f"(not {text})", False
            temp = self.temp()
            return f"(U if ({temp} := {text}) is U else not {temp})", True
        text, maybe = self._strict(node.args, lambda args: self._operation(node, args))
        # Equality that goes into lists of records may meet a missing field there.
        deep = node.function in _TAKES_NULL and any(map(_needs_library_equality, (a.type for a in node.args)))
        return text, maybe or (deep and self.kleene)

    def _strict(self, nodes: Iterable[Node], operation: Callable[[list[str]], str]) -> tuple[str, bool]:
        """An operation that is missing whenever an operand is."""
        parts = [self.value(node) for node in nodes]
        last = max((i for i, (_, maybe) in enumerate(parts) if maybe), default=-1)
        args, tests = [], []
        for number, (text, maybe) in enumerate(parts):
            if _is_simple(text) or number > last:
                args.append(text)
                if maybe:
                    tests.append(f"{text} is U")
            else:
                # Also when it cannot be missing: an error in it comes before what is missing later.
                temp = self.temp()
                args.append(temp)
                tests.append(f"({temp} := {text}) is U")
        result = operation(args)
        if not tests:
            return result, False
        return f"(U if {' or '.join(tests)} else {result})", True

    def _operation(self, node: Call, args: list[str]) -> str:
        name = node.function
        kinds = [_kind(arg.type) for arg in node.args]
        if name in _NULL_TESTS and "None" in args:
            return f"({args[0]} {_NULL_TESTS[name]} {args[1]})"
        if name in _COMPARISONS and not any(_needs_library_equality(arg.type) for arg in node.args):
            return f"({args[0]} {_COMPARISONS[name]} {args[1]})"
        if name in _ARITHMETIC and len(args) == 2:
            text = self._arithmetic(_ARITHMETIC[name], kinds, _kind(node.type), args)
            if text:
                return text
        # Python's `in` finds one and the same NaN, which is not equal to itself.
        if name == "@in" and kinds[0] is not Kind.DOUBLE and not _needs_library_equality(node.args[0].type):
            return self._membership(node, args)
        if name == "size" and len(args) == 1:
            return f"len({args[0]})"
        if name in _METHODS and kinds[0] in (Kind.STRING, Kind.ENUM):
            return f"{args[0]}.{_METHODS[name]}({args[1]})"
        if name == "contains" and kinds[0] in (Kind.STRING, Kind.ENUM):
            return f"({args[1]} in {args[0]})"
        if name not in _TAKES_NULL:
            pairs = zip(node.args, args, strict=True)
            args = [f"not_null({text})" if arg.type.kind is Kind.NULLABLE else text for arg, text in pairs]
        if name in _BY_CLASS and (unit := _UNITS.get(_innermost(node.args[0].type))):
            args = [f"with_class({text}, {self.bind(unit)})" for text in args]
        return f"{self.bind_function(node.overload)}({', '.join(args)})"

    def _arithmetic(self, sign: str, kinds: list[Kind], result: Kind, args: list[str]) -> str | None:
        """Inline arithmetic with its range check, or None where a library function must do it."""
        left, right = args
        if result is Kind.DOUBLE:
            return f"({left} {sign} {right})"
        if result not in _RANGES or Kind.DATE in kinds:
            return None
        low, high = _RANGES[result]
        temp = self.temp()
        return f"({temp} if {low} <= ({temp} := {left} {sign} {right}) <= {high} else overflow())"

    def _membership(self, node: Call, args: list[str]) -> str:
        container = node.args[1]
        if isinstance(container, ListOf) and node.args[0].type.kind in _SET_KINDS:
            values = [item.value for item in container.items if isinstance(item, Const)]
            if len(values) == len(container.items):
                return f"({args[0]} in {self.bind(frozenset(values))})"
        return f"({args[0]} in {args[1]})"

    # -- constructors

    def _list(self, node: ListOf) -> tuple[str, bool]:
        return self._strict(node.items, lambda args: f"[{', '.join(args)}]")

    def _map(self, node: MapOf) -> tuple[str, bool]:
        flat = [part for entry in node.entries for part in entry]

        def build(args: list[str]) -> str:
            pairs = zip(args[::2], args[1::2], strict=True)
            return f"map_of({', '.join(f'({key}, {value})' for key, value in pairs)})"

        return self._strict(flat, build)

    # -- macros

    def _call_helper(self, helper: str, *args: str) -> str:
        return f"{helper}({', '.join([*args, 'f', *self._scope])})"

    def _inside(self, variables: Iterable[Local]) -> list[str]:
        names = [f"l{variable.slot}" for variable in variables]
        self._scope.extend(names)
        return names

    def _loop(self, range_: Node, names: list[str], source: str) -> str:
        """The `for` line over a list or map with one or two variables."""
        if len(names) == 1:
            return f"for {names[0]} in {source}:"
        pairs = f"{source}.items()" if _kind(range_.type) is Kind.MAP else f"enumerate({source})"
        return f"for {names[0]}, {names[1]} in {pairs}:"

    def _quantifier(self, node: Quantifier) -> tuple[str, bool]:
        source, source_maybe = self.value(node.range)
        outer = list(self._scope)
        names = self._inside(node.variables)
        body, maybe = self.truth(node.body)
        del self._scope[len(outer) :]
        loop = self._loop(node.range, names, "xs")
        lines = ["if xs is U: return U"] if source_maybe else []
        lines += (
            exists_one(loop, body) if node.kind == "exists_one" else all_or_any(node.kind, loop, body, maybe)
        )
        helper = self.define("q", ["xs", "f", *outer], lines)
        return self._call_helper(helper, source), source_maybe or maybe

    def _transform(self, node: Transform) -> tuple[str, bool]:
        source, source_maybe = self.value(node.range)
        outer = list(self._scope)
        names = self._inside(node.variables)
        condition = self.truth(node.condition) if node.condition is not None else None
        body = self.value(node.body) if node.body is not None else (names[-1], False)
        del self._scope[len(outer) :]
        maybe = source_maybe or body[1] or bool(condition and condition[1])
        into_map = node.kind == "transformMap"
        lines = ["if xs is U: return U"] if source_maybe else []
        lines += ["r = {}" if into_map else "r = []", self._loop(node.range, names, "xs")]
        if condition:
            lines.append(f" c = {condition[0]}")
            if condition[1]:
                lines.append(" if c is U: return U")
            lines.append(" if not c: continue")
        lines.append(f" v = {body[0]}")
        if body[1]:
            lines.append(" if v is U: return U")
        lines.append(f" r[{names[0]}] = v" if into_map else " r.append(v)")
        lines.append("return r")
        return self._call_helper(self.define("m", ["xs", "f", *outer], lines), source), maybe

    def _bind(self, node: Bind) -> tuple[str, bool]:
        value, doubtful = self.value(node.value)
        if doubtful:
            self._doubtful.add(node.variable.slot)
        outer = list(self._scope)
        name = self._inside([node.variable])[0]
        body, maybe = self.value(node.body)
        del self._scope[len(outer) :]
        helper = self.define("b", [name, "f", *outer], [f"return {body}"])
        return self._call_helper(helper, value), maybe


def _is_simple(text: str) -> bool:
    """Whether text is a variable or a literal: free to repeat, and without errors."""
    return (
        text.isidentifier()
        or text.lstrip("(").rstrip(")").isdigit()
        or (text[:2] == "f[" and text[2:-1].isdigit())
    )


def _kind(type_: Type) -> Kind:
    return type_.args[0].kind if type_.kind is Kind.NULLABLE else type_.kind


def _innermost(type_: Type) -> Kind:
    """The kind of what lists, and lists of lists, are made of."""
    while type_.kind in (Kind.LIST, Kind.NULLABLE):
        type_ = type_.args[0]
    return type_.kind


def _needs_library_equality(type_: Type) -> bool:
    """Whether Python's `==` may differ from CEL's: NaN inside containers, and records."""
    if type_.kind in (Kind.LIST, Kind.MAP, Kind.NULLABLE):
        return any(arg.kind is Kind.DOUBLE or _needs_library_equality(arg) for arg in type_.args)
    return type_.kind is Kind.RECORD


_EMIT: dict[type, Callable[[Emitter, Any], tuple[str, bool]]] = {
    Const: Emitter._const,
    Name: Emitter._name,
    Local: Emitter._local,
    Field: Emitter._field,
    Logic: Emitter._logic,
    Cond: Emitter._cond,
    Call: Emitter._call,
    ListOf: Emitter._list,
    MapOf: Emitter._map,
    Quantifier: Emitter._quantifier,
    Transform: Emitter._transform,
    Bind: Emitter._bind,
}
