"""Parsing: what texts mean as trees, and how mistakes are shown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xreason.cel import DEFAULT, Limits, parse
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
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source, Span

HERE = Span(0, 0)


def tree(text: str) -> Expr:
    return parse(Source("test", text))


def name(text: str) -> Ident:
    return Ident(HERE, text)


def number(value: float) -> Literal:
    return Literal(HERE, value)


def call(function: str, *args: Expr, method: bool = False) -> Call:
    return Call(HERE, function, args, method)


def refusal(text: str, limits: Limits = DEFAULT) -> Diagnostic:
    with pytest.raises(DiagnosticError) as caught:
        parse(Source("test", text), limits)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def marked(text: str) -> str:
    """The part of a refused text that the caret stands under."""
    span = refusal(text).span
    assert span is not None
    return text[span.start : span.end]


a, b, c, d = map(name, "abcd")


def test_products_bind_tighter_than_sums_and_sums_tighter_than_comparisons() -> None:
    assert tree("a + b * c < d") == call("_<_", call("_+_", a, call("_*_", b, c)), d)


def test_operators_of_one_level_group_to_the_left() -> None:
    assert tree("a - b + c") == call("_+_", call("_-_", a, b), c)
    assert tree("a / b % c") == call("_%_", call("_/_", a, b), c)
    assert tree("a < b == c") == call("_==_", call("_<_", a, b), c)


def test_and_binds_tighter_than_or() -> None:
    assert tree("a || b && c || d") == Logic(HERE, "||", (a, Logic(HERE, "&&", (b, c)), d))


@pytest.mark.parametrize(
    "text", ["a && b && c && d", "a && (b && c) && d", "((a && b) && c) && d", "a && (b && (c && d))"]
)
def test_chains_of_one_connective_are_flat_however_they_are_bracketed(text: str) -> None:
    assert tree(text) == Logic(HERE, "&&", (a, b, c, d))


def test_a_conditional_takes_another_in_its_last_part() -> None:
    assert tree("a ? b : c ? d : a") == Cond(HERE, a, b, Cond(HERE, c, d, a))


def test_the_middle_of_a_conditional_takes_another_only_in_parentheses() -> None:
    assert tree("a ? (b ? c : d) : a") == Cond(HERE, a, Cond(HERE, b, c, d), a)
    assert refusal("a ? b ? c : d : a").code == "cel.syntax"


def test_in_is_an_operator() -> None:
    assert tree("a in [b] && c") == Logic(HERE, "&&", (call("@in", a, ListOf(HERE, (b,))), c))


def test_signs_stand_before_everything_but_selections_and_calls() -> None:
    assert tree("!a.b") == call("!_", Select(HERE, a, "b"))
    assert tree("-a * b") == call("_*_", call("-_", a), b)
    assert tree("!!a") == call("!_", call("!_", a))


def test_a_minus_sign_is_part_of_the_number_after_it() -> None:
    assert tree("-1") == number(-1)
    assert tree("--1") == call("-_", number(-1))
    assert tree("-1.abs()") == call("abs", number(-1), method=True)
    assert tree("-(1)") == call("-_", number(1))
    assert tree("a - 1") == call("_-_", a, number(1))


def test_the_least_int_can_be_written() -> None:
    assert tree("-9223372036854775808") == number(-(2**63))
    assert tree("-0x8000000000000000") == number(-(2**63))
    assert refusal("9223372036854775808").code == "cel.number-range"


@pytest.mark.parametrize(
    ("text", "value"),
    [("0x1F", 31), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("2.5E-1", 0.25), ("007", 7)],
)
def test_numbers_are_written_in_these_ways(text: str, value: float) -> None:
    assert tree(text) == number(value)


def test_a_number_with_u_is_unsigned() -> None:
    assert tree("0xFFFFFFFFFFFFFFFFu") == Literal(HERE, 2**64 - 1, unsigned=True)
    assert refusal("18446744073709551616u").code == "cel.number-range"


def test_a_double_too_large_is_refused_rather_than_infinite() -> None:
    assert refusal("1e400").code == "cel.number-range"
    assert tree("1e-400") == number(0.0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"a\\tb"', "a\tb"),
        ("'\\x41\\u00e9\\U0001F600\\101'", "Aé😀A"),
        ('"""say "no"\nagain"""', 'say "no"\nagain'),
        ("'''it''s'''", "it''s"),
        ("r'\\n\\'", "\\n\\"),
        ('R"""\\"""', "\\"),
        ("b'\\xff\\377é'", b"\xff\xff\xc3\xa9"),
        ("br'\\xff'", b"\\xff"),
        ("Rb'\\x'", b"\\x"),
        ("''", ""),
        ('""""""', ""),
        ("b''", b""),
    ],
)
def test_strings_and_bytes_are_written_in_these_ways(text: str, value: str | bytes) -> None:
    assert tree(text) == Literal(HERE, value)


@pytest.mark.parametrize(
    ("text", "escape"),
    [
        (r'"\d"', r"\d"),
        (r'"a\ud800"', r"\ud800"),
        (r'"\U00110000"', r"\U00110000"),
        (r'"\x4"', r"\x"),
        (r"b'\u0041'", r"\u0041"),
    ],
)
def test_an_escape_that_means_nothing_is_shown_where_it_stands(text: str, escape: str) -> None:
    assert refusal(text).code == "cel.invalid-escape"
    assert marked(text) == escape


@pytest.mark.parametrize("text", ['"abc', "'abc\n'", '"""abc""', "b'x", 'r"x', "'\\'"])
def test_a_string_without_an_end_is_shown(text: str) -> None:
    assert refusal(text).code == "cel.unterminated-string"


def test_fields_may_be_quoted_or_spelt_as_reserved_words() -> None:
    assert tree("a.`content-type`") == Select(HERE, a, "content-type")
    assert tree("a.package.return()") == call("return", Select(HERE, a, "package"), method=True)


def test_names_may_not_be_reserved_words() -> None:
    found = refusal("package.weight > 3")
    assert (found.code, found.message) == ("cel.reserved-word", "`package` is a reserved word")


def test_a_leading_dot_is_kept_on_the_name() -> None:
    assert tree(".a.b") == Select(HERE, name(".a"), "b")
    assert tree(".a(b)") == call(".a", b)


def test_optional_syntax_is_kept() -> None:
    assert tree("a.?b[?c]") == call("_[?_]", Select(HERE, a, "b", optional=True), c)
    assert tree("[?a, b]") == ListOf(HERE, (a, b), frozenset({0}))
    assert tree("{a: b, ?c: d}") == MapOf(HERE, ((a, b), (c, d)), frozenset({1}))


def test_lists_and_maps_may_end_in_a_comma_and_calls_may_not() -> None:
    assert tree("[a, b,]") == ListOf(HERE, (a, b))
    assert tree("{a: b,}") == MapOf(HERE, ((a, b),))
    assert refusal("f(a,)").code == "cel.syntax"


def test_comments_and_line_ends_separate_tokens() -> None:
    assert tree("a // first\n  &&\r\n\tb // second") == Logic(HERE, "&&", (a, b))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a.all(b, c)", Quantifier(HERE, "all", a, (b,), c)),
        ("a.exists(b, c, d)", Quantifier(HERE, "exists", a, (b, c), d)),
        ("a.exists_one(b, c)", Quantifier(HERE, "exists_one", a, (b,), c)),
        ("a.existsOne(b, c, d)", Quantifier(HERE, "exists_one", a, (b, c), d)),
        ("a.map(b, c)", Transform(HERE, "map", a, (b,), None, c)),
        ("a.map(b, c, d)", Transform(HERE, "map", a, (b,), c, d)),
        ("a.filter(b, c)", Transform(HERE, "filter", a, (b,), c, None)),
        ("a.transformList(b, c, d)", Transform(HERE, "map", a, (b, c), None, d)),
        ("a.transformMap(b, c, d, a)", Transform(HERE, "transformMap", a, (b, c), d, a)),
        (
            "a.transformMapEntry(b, c, {})",
            Transform(HERE, "transformMapEntry", a, (b, c), None, MapOf(HERE, ())),
        ),
        ("a.optMap(b, c)", Transform(HERE, "optMap", a, (b,), None, c)),
        ("a.optFlatMap(b, c)", Transform(HERE, "optFlatMap", a, (b,), None, c)),
        ("has(a.b)", Has(HERE, a, "b")),
        ("cel.bind(a, b, c)", Bind(HERE, a, b, c)),
        ("cel.block([a, b], cel.index(1))", Block(HERE, (a, b), name("@index1"))),
        ("a.all(cel.iterVar(0, 1), b)", Quantifier(HERE, "all", a, (name("@it:0:1"),), b)),
    ],
)
def test_macros_are_nodes_of_their_own(text: str, node: Expr) -> None:
    assert tree(text) == node


@pytest.mark.parametrize(
    "text",
    [
        "a.all(b)",
        "a.all(b, c, d, a)",
        "a.map(b)",
        "a.filter(b, c, d)",
        "a.optMap(b)",
        "a.bind(b, c, d)",
        "cel.bind(b, c)",
        "cel.block(a, b)",
        "cel.index(a)",
        "cel.iterVar(1)",
        "a.index(1)",
        "has()",
        "has(a, b)",
        ".has(a.b)",
    ],
)
def test_a_call_that_only_has_a_macros_name_is_a_call(text: str) -> None:
    assert isinstance(tree(text), Call)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a.all(b.c, d)", "cel.macro-variable"),
        ("a.all(.b, d)", "cel.macro-variable"),
        ("a.exists(b, b, d)", "cel.macro-variable"),
        ("cel.bind(1, b, c)", "cel.macro-variable"),
        ("has(a)", "cel.has-argument"),
        ("has(a.?b)", "cel.has-argument"),
        ("Person{name: a}", "cel.message-literal"),
        ("google.rpc.Status{}", "cel.message-literal"),
        ("", "cel.syntax"),
        ("  // nothing", "cel.syntax"),
        ("a b", "cel.syntax"),
        ("a &&", "cel.syntax"),
        ("(a", "cel.syntax"),
        ("a)", "cel.syntax"),
        ("[a", "cel.syntax"),
        ("{a}", "cel.syntax"),
        ("a.1", "cel.syntax"),
        ("a.`b`()", "cel.syntax"),
        ("1.", "cel.syntax"),
        ("a ? b", "cel.syntax"),
        ("-!a", "cel.syntax"),
        ("in", "cel.syntax"),
        ("a & b", "cel.invalid-character"),
        ("a = b", "cel.invalid-character"),
        ("a ≥ b", "cel.invalid-character"),
        ("`a`", "cel.syntax"),
        ("a.`b", "cel.invalid-character"),
        ("a\x00", "cel.invalid-character"),
        ('"\ud800"', "cel.invalid-character"),
    ],
)
def test_a_text_that_is_no_expression_is_refused(text: str, code: str) -> None:
    assert refusal(text).code == code


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("a and b", "&&"),
        ("a or b", "||"),
        ("a is b", "=="),
        ("a = b", "=="),
        ("a & b", "&&"),
        ("a ≤ b", "<="),
    ],
)
def test_habits_from_other_languages_get_a_hint(text: str, instead: str) -> None:
    assert refusal(text).hint == f"did you mean `{instead}`?"


def test_the_caret_stands_under_the_token_that_does_not_fit() -> None:
    assert marked("a && > b") == ">"
    assert marked("f(a, b") == ""
    assert refusal("f(a, b").message == "the expression ends where `)` should follow"


def test_spans_cover_what_was_written_with_brackets_inside_only() -> None:
    text = " (a + b) * c "
    product = tree(text)
    assert isinstance(product, Call)
    assert text[product.span.start : product.span.end] == "(a + b) * c"
    first = product.args[0].span
    assert text[first.start : first.end] == "a + b"


def test_every_limit_is_a_diagnostic_of_its_own() -> None:
    assert refusal("a" * 11, Limits(text=10)).code == "cel.too-long"
    assert refusal("a + a + a", Limits(tokens=4)).code == "cel.too-many-tokens"
    assert refusal("((a))", Limits(nesting=2)).code == "cel.too-deep"
    assert refusal("a + a + a", Limits(nesting=2)).code == "cel.too-deep"
    assert refusal("a.b.c", Limits(nesting=2)).code == "cel.too-deep"
    assert refusal("'123456789'", Limits(literal=10)).code == "cel.literal-too-long"
    assert refusal("[1, 2, 3]", Limits(items=2)).code == "cel.too-many-items"
    assert refusal("{1: 1, 2: 2, 3: 3}", Limits(items=2)).code == "cel.too-many-items"


def test_a_long_chain_of_a_connective_is_not_deep() -> None:
    assert isinstance(tree(" && ".join(["a"] * 2_000)), Logic)


def test_decimals_are_no_literals_of_the_language() -> None:
    assert tree("1.10") == number(float(Decimal("1.10")))
