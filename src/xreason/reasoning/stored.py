"""A compiled ruleset as bytes, and back: what a cache keeps so that nothing is parsed again.

The bytes hold Python code (`marshal`), so they must come from a place that only the user can write
to, like the interpreter's own `.pyc` files. They are valid for one engine and one Python; the
caller keys them by both and by the document's text. Rules are decoded when they are first looked
at, and their expressions are read again only if a proof or an error asks for the tree.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import cached_property, partial
from types import CodeType
from typing import TYPE_CHECKING, Any, cast, overload

from xreason.cel.library import BY_OVERLOAD
from xreason.cel.python_source import SourceBuilder
from xreason.cel.tree import Node
from xreason.cel.types import Kind, Type
from xreason.cel.values import MISSING, Calendar, Date, Duration, Timestamp
from xreason.kernel.diagnostics import Source, Span
from xreason.reasoning.conditions import conflict
from xreason.reasoning.layout import Layout
from xreason.reasoning.program import Compiled, Program
from xreason.rulesets.fact_reader import FactReader
from xreason.rulesets.model import (
    Definition,
    Exceptional,
    Exemption,
    Expression,
    LegalSource,
    Own,
    Parameter,
    ParameterValue,
    Pending,
    Review,
    Rule,
    Ruleset,
)
from xreason.rulesets.shapes import FactSpec, Shape

if TYPE_CHECKING:
    from xreason.cel import Environment

FORMAT = 1

_CLASSES: tuple[type, ...] = (
    Span,
    Type,
    Shape,
    FactSpec,
    ParameterValue,
    Parameter,
    Exceptional,
    Definition,
    Exemption,
    Pending,
    Review,
    Rule,
    LegalSource,
    Own,
    Layout,
)
_WRAPPED: Mapping[str, Callable[[Any], object]] = {
    "date": Date,
    "timestamp": Timestamp,
    "duration": Duration,
    "decimal": Decimal,
    "kind": Kind,
}
_HEADER = ("id", "version", "title", "description", "jurisdiction", "effective_since", "effective_until")


def dump(program: Program) -> bytes | None:
    """A program as bytes, or None for a ruleset with imports, whose expressions span documents.

    The three-valued reading is among them only if some case has needed it.
    """
    ruleset = program.ruleset
    if ruleset.imports:
        return None
    payload = {
        "format": FORMAT,
        "header": [_encode(getattr(ruleset, name)) for name in _HEADER],
        "digest": ruleset.digest,
        "sources": _encode(dict(ruleset.sources)),
        "calendars": [(name, *_days(calendar)) for name, calendar in ruleset.calendars.items()],
        "facts": _encode(ruleset.facts),
        "parameters": _encode(ruleset.parameters),
        "definitions": _encode(ruleset.definitions),
        "rules": [marshal.dumps(_encode(rule)) for rule in ruleset.rules],
        "own": _encode(ruleset.own),
        "layout": _encode(program.layout),
        "ids": program.ids,
        "breakpoints": program.breakpoints,
        # The readings as bytes in bytes, so that one that is not needed is not decoded.
        "fast": marshal.dumps(_code(program.compiled_fast)),
        "kleene": marshal.dumps(_code(program.compiled_kleene)) if program.knows_kleene else None,
    }
    return marshal.dumps(payload)


def load(stored: bytes, source: Source) -> Program | None:
    """The program that `dump` wrote, or None if another format is met.

    Args:
        stored: from a place that only the user can write to.
        source: the document that was compiled.
    """
    payload = marshal.loads(stored)
    if not isinstance(payload, dict) or payload.get("format") != FORMAT:
        return None
    decode = _Decoder(source)
    calendars = {n: Calendar(frozenset(w), frozenset(map(Date, h))) for n, w, h in payload["calendars"]}
    facts = decode(payload["facts"])
    parameters = decode(payload["parameters"])
    definitions = decode(payload["definitions"])
    decode.names = (facts, (*parameters, *definitions), frozenset(calendars))
    header = dict(zip(_HEADER, map(decode, payload["header"]), strict=True))
    ruleset = Ruleset(
        **header,
        sources=decode(payload["sources"]),
        imports=(),
        calendars=calendars,
        facts=facts,
        parameters=parameters,
        definitions=definitions,
        rules=cast("tuple[Rule, ...]", _LazyRules(payload["rules"], decode)),
        cases=(),
        source=source,
        own=decode(payload["own"]),
        fact_reader=FactReader(facts),
        canonical=_canonical,
    )
    ruleset.__dict__["digest"] = payload["digest"]
    program = Program(ruleset, decode(payload["layout"]))
    program.__dict__["ids"] = payload["ids"]
    program.__dict__["breakpoints"] = payload["breakpoints"]
    kleene = payload["kleene"]
    program.use_compiled(
        partial(_compiled, payload["fast"], calendars),
        None if kleene is None else partial(_compiled, kleene, calendars),
    )
    return program


def _canonical(ruleset: Ruleset) -> object:
    from xreason.rulesets.canonical import canonical_form

    return canonical_form(ruleset)


class _LazyRules(Sequence[Rule]):
    """A tuple of rules that decodes each when it is first looked at."""

    def __init__(self, stored: list[bytes], decode: _Decoder) -> None:
        self._stored: list[bytes | Rule] = list(stored)
        self._decode = decode

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Rule, ...]: ...
    def __getitem__(self, index: int | slice) -> Rule | tuple[Rule, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        rule = self._stored[index]
        if isinstance(rule, bytes):
            rule = self._stored[index] = self._decode(marshal.loads(rule))
        return rule

    def __len__(self) -> int:
        return len(self._stored)

    def __iter__(self) -> Iterator[Rule]:
        return (self[i] for i in range(len(self)))


_FIELDS: Mapping[type, tuple[str, ...]] = {
    class_: tuple(field.name for field in fields(class_)) for class_ in _CLASSES
}


def _encode(value: object) -> Any:
    """A value as what `marshal` takes: scalars, lists, and tuples that begin with a tag."""
    if value is MISSING:
        return ("missing",)
    for tag, class_ in _WRAPPED.items():
        if type(value) is class_:
            return (tag, _plain(value))
    if type(value) in (tuple, list):
        assert isinstance(value, tuple | list)
        return ("tuple" if isinstance(value, tuple) else "list", [_encode(item) for item in value])
    if isinstance(value, frozenset):
        return ("set", [_encode(item) for item in sorted(value)])
    if isinstance(value, Mapping):
        return ("dict", [(_encode(key), _encode(item)) for key, item in value.items()])
    if isinstance(value, Expression):
        return ("expression", value.text, value.at.start, value.at.end, _encode(value.node.type))
    if type(value) in _CLASSES:
        return (
            _CLASSES.index(type(value)),
            [_encode(getattr(value, name)) for name in _FIELDS[type(value)]],
        )
    return value


def _plain(value: object) -> object:
    return int(value) if isinstance(value, int) else str(value)


def _days(calendar: Calendar) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A calendar's weekend and holidays as plain ints in order."""
    return tuple(sorted(map(int, calendar.weekend))), tuple(sorted(map(int, calendar.holidays)))


class _Decoder:
    """Turns what `_encode` made back into values; expressions read their trees when asked."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: tuple[Any, Any, frozenset[str]] = ((), (), frozenset())

    @cached_property
    def _environment(self) -> Environment:
        from xreason.rulesets.expressions import Vocabulary

        return Vocabulary(*self.names).environment

    def __call__(self, stored: Any) -> Any:
        if type(stored) is not tuple:
            return stored
        tag = stored[0]
        if type(tag) is int:
            return _CLASSES[tag](*map(self, stored[1]))
        if tag == "tuple":
            return tuple(map(self, stored[1]))
        if tag == "set":
            return frozenset(map(self, stored[1]))
        if tag == "list":
            return list(map(self, stored[1]))
        if tag == "dict":
            return {self(key): self(item) for key, item in stored[1]}
        if tag == "expression":
            _, text, start, end, type_ = stored
            return Expression(text, partial(self._read, text, type_), Span(start, end), self.source)
        return MISSING if tag == "missing" else _WRAPPED[tag](stored[1])

    def _read(self, text: str, type_: object) -> Node:
        from xreason.cel import read

        return read(text, self._environment, self(type_))


def _code(compiled: Compiled) -> tuple[CodeType, list[tuple[str, object]]]:
    """Code, and how to make again each value that it is bound to."""
    functions = {id(function): name for name, function in BY_OVERLOAD.items()}
    recipes: list[tuple[str, object]] = []
    for name, value in compiled.bound.items():
        if id(value) in functions:
            recipes.append((name, ("function", functions[id(value)])))
        elif isinstance(value, Calendar):
            recipes.append((name, ("calendar", _days(value))))
        elif name.startswith("c") and name[1:].isdigit():
            recipes.append((name, ("value", _encode(value))))
    return compiled.code, recipes


def _compiled(stored: bytes, calendars: Mapping[str, Calendar]) -> Compiled:
    code, recipes = marshal.loads(stored)
    bound = SourceBuilder(BY_OVERLOAD).bound | {"conflict": conflict}
    known = {_days(calendar): calendar for calendar in calendars.values()}
    decode = _Decoder(Source("", ""))
    for name, (kind, recipe) in recipes:
        if kind == "function":
            bound[name] = BY_OVERLOAD[recipe]
        elif kind == "calendar":
            bound[name] = known[recipe]
        else:
            bound[name] = decode(recipe)
    return Compiled(code, bound)
