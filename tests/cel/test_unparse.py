"""Trees to text and back."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.cel.strategies import ENVIRONMENT, expressions
from tests.outside import shared
from xreason.cel import Environment, Profile, parse, read, tree, types
from xreason.cel.syntax import (
    Bind,
    Block,
    Call,
    Cond,
    Expr,
    Has,
    Ident,
    ListOf,
    Literal,
    Logic,
    MapOf,
    Quantifier,
    Select,
    Transform,
)
from xreason.cel.unparse import quoted, unparse
from xreason.cel.values import UInt
from xreason.kernel.diagnostics import DiagnosticError, Source, Span

HERE = Span(0, 0)
NAMES = st.sampled_from(["a", "b", "xs", "_", "Result1"])
VARIABLES = NAMES.map(lambda name: Ident(HERE, name))
LEAVES = st.one_of(
    st.sampled_from(["a", "b", ".a", "@index0", "@it:0:1"]).map(lambda name: Ident(HERE, name)),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=5),
        st.binary(max_size=5),
    ).map(lambda value: Literal(HERE, value)),
    st.integers(0, 2**64 - 1).map(lambda value: Literal(HERE, value, unsigned=True)),
)
BINARY = (
    "_+_",
    "_-_",
    "_*_",
    "_/_",
    "_%_",
    "_==_",
    "_!=_",
    "_<_",
    "_<=_",
    "_>_",
    "_>=_",
    "@in",
    "_[_]",
    "_[?_]",
)


def _logic(op: str, operands: list[Expr]) -> Expr:
    """A `Logic` as the parser makes it, with none of its own kind inside."""
    flat: list[Expr] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, Logic) and operand.op == op else [operand])
    return Logic(HERE, "&&" if op == "&&" else "||", tuple(flat))


def _optional(count: int) -> SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, count - 1)) if count else st.just(frozenset())


def _composite(inner: SearchStrategy[Expr]) -> SearchStrategy[Expr]:
    some = st.lists(inner, max_size=3).map(tuple)
    pairs = st.lists(st.tuples(inner, inner), max_size=3).map(tuple)
    fields = st.sampled_from(["a", "in", "true", "package", "content-type", "a/b.c d"])
    two = st.lists(VARIABLES, min_size=2, max_size=2, unique_by=lambda name: name.name).map(tuple)
    one = st.tuples(VARIABLES)
    either = st.one_of(one, two)
    return st.one_of(
        st.builds(lambda f, a, b: Call(HERE, f, (a, b)), st.sampled_from(BINARY), inner, inner),
        st.builds(lambda f, a: Call(HERE, f, (a,)), st.sampled_from(["!_", "-_"]), inner),
        st.builds(_logic, st.sampled_from(["&&", "||"]), st.lists(inner, min_size=2, max_size=4)),
        st.builds(Cond, st.just(HERE), inner, inner, inner),
        st.builds(Select, st.just(HERE), inner, fields, st.booleans()),
        st.builds(Has, st.just(HERE), inner, fields),
        st.builds(lambda args: Call(HERE, "f", args), some),
        st.builds(lambda args: Call(HERE, ".f", args), some),
        st.builds(lambda a, args: Call(HERE, "return", (a, *args), True), inner, some),
        some.flatmap(lambda items: st.builds(ListOf, st.just(HERE), st.just(items), _optional(len(items)))),
        pairs.flatmap(lambda items: st.builds(MapOf, st.just(HERE), st.just(items), _optional(len(items)))),
        st.builds(
            Quantifier, st.just(HERE), st.sampled_from(["all", "exists", "exists_one"]), inner, either, inner
        ),
        st.builds(
            Transform, st.just(HERE), st.just("map"), inner, either, st.one_of(st.none(), inner), inner
        ),
        st.builds(Transform, st.just(HERE), st.just("filter"), inner, one, inner, st.none()),
        st.builds(
            Transform,
            st.just(HERE),
            st.sampled_from(["transformMap", "transformMapEntry"]),
            inner,
            two,
            st.one_of(st.none(), inner),
            inner,
        ),
        st.builds(
            Transform, st.just(HERE), st.sampled_from(["optMap", "optFlatMap"]), inner, one, st.none(), inner
        ),
        st.builds(Bind, st.just(HERE), VARIABLES, inner, inner),
        st.builds(Block, st.just(HERE), some, inner),
    )


TREES = st.recursive(LEAVES, _composite, max_leaves=12)


def reparsed(text: str) -> Expr:
    return parse(Source("unparsed", text))


def plain(value: object) -> object:
    """A typed tree without its places, with the class of each constant."""
    if isinstance(value, tree.Node):
        parts = [plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "span"]
        return (type(value).__name__, *parts)
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return (type(value), repr(value) if isinstance(value, float) else value)


@given(TREES)
def test_a_tree_is_read_back_from_its_text(node: Expr) -> None:
    assert reparsed(unparse(node)) == node


@given(TREES)
def test_canonical_text_stays_as_it_is(node: Expr) -> None:
    text = unparse(node)
    assert unparse(reparsed(text)) == text


@given(st.text())
def test_a_string_is_read_back_from_its_literal(text: str) -> None:
    assert reparsed(quoted(text)) == Literal(HERE, text)


@given(expressions())
def test_a_typed_tree_is_read_back_from_its_text(text: str) -> None:
    try:
        node = read(text, ENVIRONMENT)
    except DiagnosticError:
        return
    assert plain(read(unparse(node), ENVIRONMENT)) == plain(node)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("( a+b )*c", "(a + b) * c"),
        ("(a*b)+c", "a * b + c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("(a&&b)||(c&&d)", "a && b || c && d"),
        ("a&&(b||c)", "a && (b || c)"),
        ("a&&(b&&c)", "a && b && c"),
        ("!(a&&b)", "!(a && b)"),
        ("!(!a)", "!!a"),
        ("-(-a)", "--a"),
        ("-(1)", "-(1)"),
        ("!(-a)", "!(-a)"),
        ("(a?b:c)?b:c", "(a ? b : c) ? b : c"),
        ("a?b:(c?d:a)", "a ? b : c ? d : a"),
        ("(a.b).c[(d)]", "a.b.c[d]"),
        ("(-1).abs()", "(-1).abs()"),
        ("'say \"no\"'", '"say \\"no\\""'),
        ("a.transformList(i, v, v)", "a.transformList(i, v, v)"),
        ("cel.block([a],cel.index(0))", "cel.block([a], cel.index(0))"),
        ("{'a':1,?'b':c}", '{"a": 1, ?"b": c}'),
        ("has(a.`b-c`)", "has(a.`b-c`)"),
        ("0xff", "255"),
        ("1e3", "1000.0"),
    ],
)
def test_text_is_canonical(text: str, canonical: str) -> None:
    assert unparse(reparsed(text)) == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ('duration("4320m")', 'duration("72h")'),
        ("days(1) + hours(2)", 'duration("24h") + duration("2h")'),
        ("date(2026, 1, 31)", 'date("2026-01-31")'),
        ('timestamp("2026-01-01T01:00:00+01:00")', 'timestamp("2026-01-01T00:00:00Z")'),
        ("amount > 500", 'amount > decimal("500")'),
        ("math.greatest(count, 1, 2)", "math.greatest([count, 1, 2])"),
        ('risk in ["low", "high"]', 'risk in ["low", "high"]'),
        (
            "[count].all(amount, amount > 0 && .amount > 1)",
            '[count].all(amount, amount > 0 && .amount > decimal("1"))',
        ),
    ],
)
def test_constants_of_a_typed_tree_are_spelt_out(text: str, canonical: str) -> None:
    assert unparse(read(text, ENVIRONMENT)) == canonical


def test_all_conformance_expressions_come_back() -> None:
    vectors = json.loads(shared("vectors/cel_conformance.json").read_text("utf-8"))
    refused = set()
    for vector in vectors:
        try:
            node = parse(Source(vector["name"], vector["expr"]))
        except DiagnosticError as error:
            refused.add(error.code)
            continue
        assert reparsed(unparse(node)) == node
    assert refused == {"cel.message-literal"}


FULL = Environment(
    {"a.b": types.map_of(types.STRING, types.INT), "xs": types.list_of(types.INT), "any": types.DYN},
    Profile.CEL,
)


@pytest.mark.parametrize(
    "text",
    [
        "a.b.c + a.b.?d.orValue(1)",
        "has(a.b.c) && has(any.`b-c`)",
        "{?'a': a.b[?'x'], 'b': xs[0]}",
        "[?a.b.?x, 2u, 1.5, b'\\x00', null]",
        "xs.map(x, x > 1, x).filter(x, x < 2)",
        "xs.transformMap(i, x, i > 1, x)",
        "a.b.?x.optMap(v, v + 1)",
        "cel.bind(x, 1, cel.bind(y, x, x + y))",
        "cel.block([1, cel.index(0) + 1, xs.map(cel.iterVar(0, 0), cel.iterVar(0, 0))], cel.index(2))",
        "type(any) == optional_type || type(1) == google.protobuf.Timestamp",
        "math.greatest(1, 2, 3) == math.abs(-1)",
        "base64.encode(b'a') == strings.quote('b')",
        "any ? xs : []",
        "xs.all(any, any > 0 && .any)",
        "timestamp('2026-01-01T00:00:00Z').getHours('UTC')",
    ],
)
def test_a_typed_tree_of_full_cel_is_read_back_from_its_text(text: str) -> None:
    node = read(text, FULL)
    assert plain(read(unparse(node), FULL)) == plain(node)


def test_values_of_any_type_are_spelt() -> None:
    def spelt(value: object) -> str:
        return unparse(tree.Const(HERE, types.DYN, value))

    assert spelt([1, [UInt(2)]]) == "[1, [2u]]"
    assert spelt(float("nan")) == 'double("NaN")'
    assert spelt(float("-inf")) == 'double("-Infinity")'
    assert spelt(Decimal("1E+6000")) == 'decimal("1E+6000")'
    assert spelt(Decimal("500.10")) == 'decimal("500.1")'


def test_a_value_that_nothing_spells_is_refused() -> None:
    with pytest.raises(TypeError):
        unparse(tree.Const(HERE, read("1", Environment({}, Profile.CEL)).type, object()))
