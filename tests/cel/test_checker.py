"""The type checker in full CEL: types, names, overloads, and what it refuses."""

from __future__ import annotations

import pytest

from xreason.cel import Environment, Profile, read, tree, types
from xreason.cel.declarations import FUNCTIONS, Overload
from xreason.cel.types import Type
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError

VARIABLES = {
    "n": types.INT,
    "s": types.STRING,
    "flag": types.BOOL,
    "xs": types.list_of(types.INT),
    "m": types.map_of(types.STRING, types.INT),
    "any": types.DYN,
    "t": types.TIMESTAMP,
    "a.b": types.map_of(types.STRING, types.STRING),
    "a.b.c": types.STRING,
}
FULL = Environment(VARIABLES, Profile.CEL)


def type_of(text: str, env: Environment = FULL) -> str:
    return str(read(text, env).type)


def findings(text: str, env: Environment = FULL) -> tuple[Diagnostic, ...]:
    with pytest.raises(DiagnosticError) as caught:
        read(text, env)
    return caught.value.diagnostics


def only(text: str, env: Environment = FULL) -> Diagnostic:
    (found,) = findings(text, env)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n + 1", "int"),
        ("1u + 2u", "uint"),
        ("1.5 * 2.0", "double"),
        ("s + 'x'", "string"),
        ("b'a' + b'b'", "bytes"),
        ("xs + [1]", "list(int)"),
        ("xs + []", "list(int)"),
        ("[] + xs", "list(int)"),
        ("t - t", "duration"),
        ("t + duration('1h')", "timestamp"),
        ("n == 1 && !flag || s < 'b'", "bool"),
        ("1 < 2.0", "bool"),
        ("flag ? n : 2", "int"),
        ("flag ? 1 : any", "dyn"),
        ("[1, 'a']", "list(dyn)"),
        ("[1, any]", "list(dyn)"),
        ("{'a': 1, 2: 'b'}", "map(dyn, dyn)"),
        ("xs[0]", "int"),
        ("m['a']", "int"),
        ("m.a", "int"),
        ("any.a.b[0]", "dyn"),
        ("any + 1", "int"),
        ("any + any", "dyn"),
        ("m[?'a']", "optional_type(int)"),
        ("m.?a", "optional_type(int)"),
        ("m.?a.orValue(3)", "int"),
        ("optional.of(m).a", "optional_type(int)"),
        ("[?optional.of(1)]", "list(int)"),
        ("{?'a': m.?b}", "map(string, int)"),
        ("xs.map(x, string(x))", "list(string)"),
        ("xs.filter(x, x > 1)", "list(int)"),
        ("m.map(k, k)", "list(string)"),
        ("m.transformMap(k, v, v > 1, k)", "map(string, string)"),
        ("xs.transformMap(i, v, string(v))", "map(int, string)"),
        ("xs.transformMapEntry(i, v, {string(v): i})", "map(string, int)"),
        ("m.transformList(k, v, k + string(v))", "list(string)"),
        ("m.?a.optMap(v, string(v))", "optional_type(string)"),
        ("m.?a.optFlatMap(v, optional.of(s))", "optional_type(string)"),
        ("cel.bind(x, n, [x])", "list(int)"),
        ("has(m.a)", "bool"),
        ("type(n)", "type(int)"),
        ("int", "type(int)"),
        ("math.greatest(1, 2)", "int"),
        (".math.greatest(1, 2)", "int"),
        (".size('a')", "int"),
        ("math.greatest(1, 2.0)", "dyn"),
        ("math.greatest(1, 2, 3)", "int"),
        ("size('abc')", "int"),
        ("'abc'.size()", "int"),
        ("[]", "list(dyn)"),
        ("[[]].map(x, x)", "list(list(dyn))"),
        ("date('2026-01-31').addMonths(1)", "date"),
        ("decimal('1.5') + decimal('2')", "decimal"),
    ],
)
def test_expressions_have_these_types(text: str, expected: str) -> None:
    assert type_of(text) == expected


def test_no_type_parameter_is_left_in_any_node() -> None:
    rest: list[tree.Node] = [read("[[]].map(x, x + []).all(y, y == [])", FULL)]
    while rest:
        node = rest.pop()
        assert "T1" not in str(node.type)
        rest.extend(tree.children(node))


def test_a_call_names_its_overload_where_types_tell_it_and_not_otherwise() -> None:
    for text, overload in [
        ("n + 1", "add_int_int"),
        ("xs + []", "add_list_list"),
        ("n in xs", "in_any_list"),
        ("any == 1", "equals"),
        ("[1, any] == [1]", "equals"),
        ("size([any])", "size_list"),
        ("any + 1", ""),
        ("any + any", ""),
        ("any.size()", ""),
        ("s.startsWith(any)", ""),
    ]:
        node = read(text, FULL)
        assert isinstance(node, tree.Call)
        assert node.overload == overload


def test_every_overload_has_an_id_of_its_own() -> None:
    seen: dict[tuple[str, bool], str] = {}
    for function, overloads in FUNCTIONS.items():
        for overload in overloads:
            assert seen.setdefault((overload.id, overload.method), function) == function
            assert overload.args or function == "optional.none"


# Names


def test_a_dotted_name_is_read_as_far_as_one_is_declared() -> None:
    whole = read("a.b.c", FULL)
    assert isinstance(whole, tree.Name)
    assert whole.name == "a.b.c"
    field = read("a.b.d", FULL)
    assert isinstance(field, tree.Field)
    assert field.operand == tree.Name(field.operand.span, VARIABLES["a.b"], "a.b")


def test_the_innermost_container_wins_and_a_leading_dot_leaves_it() -> None:
    env = Environment({"p.q.y": types.INT, "p.y": types.BOOL, "y": types.STRING}, Profile.CEL, "p.q")
    assert type_of("y", env) == "int"
    assert type_of("p.y", env) == "bool"
    assert type_of(".y", env) == "string"


def test_a_macros_variable_hides_names_and_a_leading_dot_uncovers_them() -> None:
    env = Environment({"y": types.STRING, "y.z": types.STRING}, Profile.CEL)
    assert type_of("[1].map(y, y)", env) == "list(int)"
    assert type_of("[1].map(y, .y)", env) == "list(string)"
    assert type_of("[{'z': 1}].map(y, y.z)", env) == "list(int)"
    assert type_of("[{'z': 1}].map(y, .y.z)", env) == "list(string)"


def test_variables_of_one_name_have_slots_of_their_own() -> None:
    node = read("[1].all(x, [2].all(x, x > 0) && x > 0)", FULL)
    assert isinstance(node, tree.Quantifier)
    (outer,) = node.variables
    assert isinstance(node.body, tree.Logic)
    inner, after = node.body.operands
    assert isinstance(inner, tree.Quantifier)
    assert isinstance(after, tree.Call)
    assert isinstance(after.args[0], tree.Local)
    assert after.args[0].slot == outer.slot != inner.variables[0].slot


def test_a_variable_ends_with_its_macro() -> None:
    assert only("[1].all(x, x > 0) && x").code == "cel.unknown-name"


def test_functions_may_be_declared_besides() -> None:
    fee = Overload("fee_int", (types.INT,), types.STRING)
    env = Environment({}, Profile.CEL, "acme", functions={"acme.fee": (fee,)})
    node = read("fee(3)", env)
    assert isinstance(node, tree.Call)
    assert (node.function, node.overload, str(node.type)) == ("acme.fee", "fee_int", "string")


def test_a_variable_may_be_called_like_a_namespace_of_functions() -> None:
    env = Environment({"math": types.map_of(types.STRING, types.INT)}, Profile.CEL)
    assert type_of("math.abs", env) == "int"
    assert type_of("math.abs(-1)", env) == "int"


# Refusals


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nn", "cel.unknown-name"),
        ("unknown.dotted.name", "cel.unknown-name"),
        ("n + 's'", "cel.no-such-overload"),
        ("1 == 1.0", "cel.no-such-overload"),
        ("1 + 1.0", "cel.no-such-overload"),
        ("-1u", "cel.no-such-overload"),
        ("!n", "cel.no-such-overload"),
        ("n && flag", "cel.wrong-type"),
        ("n ? 1 : 2", "cel.wrong-type"),
        ("flag ? 1 : 'a'", "cel.mixed-types"),
        ("n.all(x, true)", "cel.wrong-type"),
        ("xs.all(x, x)", "cel.wrong-type"),
        ("n.field", "cel.unknown-field"),
        ("{1: 2}.field", "cel.unknown-field"),
        ("[?1]", "cel.wrong-type"),
        ("frobnicate(1)", "cel.unknown-function"),
        ("xs.frobnicate()", "cel.unknown-function"),
        ("startsWith(s, 'a')", "cel.unknown-function"),
        ("xs.all(true)", "cel.macro-arguments"),
        ("xs.transformMapEntry(i, v, v)", "cel.wrong-type"),
    ],
)
def test_these_are_refused(text: str, code: str) -> None:
    assert only(text).code == code


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_text() -> None:
    text = "nn > 1 && s + 1 == s || m.all(k, k)"
    found = findings(text)
    assert [d.code for d in found] == ["cel.unknown-name", "cel.no-such-overload", "cel.wrong-type"]
    starts = [d.span.start for d in found if d.span]
    assert starts == sorted(starts)


def test_one_mistake_is_reported_once() -> None:
    assert len(findings("(nn + 1) * 2 > nn.field && size(nn) == 1")) == 3


def test_of_very_many_mistakes_only_the_first_get_a_suggestion() -> None:
    found = findings(" && ".join(["flga"] * 50))
    assert [d.hint for d in found] == ["did you mean `flag`?"] * 10 + [None] * 40


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("flga", "did you mean `flag`?"),
        ("s.startWith('a')", "did you mean `startsWith`?"),
        ("startsWith(s, 'a')", "write `x.startsWith()`"),
        ("s.date()", "write `date(x)`"),
        ("s.substring('a')", "it is written `string.substring(int)`, `string.substring(int, int)`"),
    ],
)
def test_refusals_say_what_is_likely_meant(text: str, hint: str) -> None:
    assert only(text).hint == hint


def test_the_expected_type_is_held_to() -> None:
    read("n > 1", FULL, types.BOOL)
    read("any", FULL, types.BOOL)
    with pytest.raises(DiagnosticError, match="this is int, not bool"):
        read("n", FULL, types.BOOL)


# Lenient reading


LENIENT = Environment(VARIABLES, Profile.CEL, checked=False)


@pytest.mark.parametrize(
    "text",
    [
        "unknown",
        "unknown.field[0].more",
        "f(1)",
        "x.f(1)",
        "1 + 'a'",
        "1 ? 2 : '3'",
        "n.field",
        "[1].all(x, x)",
    ],
)
def test_lenient_reading_leaves_mistakes_to_evaluation(text: str) -> None:
    read(text, LENIENT)


def test_lenient_reading_still_resolves_what_it_can() -> None:
    node = read("a.b.c", LENIENT)
    assert isinstance(node, tree.Name)
    unknown = read("u.v", LENIENT)
    assert isinstance(unknown, tree.Field)
    assert unknown.operand == tree.Name(unknown.operand.span, types.DYN, "u")
    call = read("frobnicate(n)", LENIENT)
    assert isinstance(call, tree.Call)
    assert (call.function, call.overload, call.type) == ("frobnicate", "", types.DYN)


def test_types_join_to_the_more_general() -> None:
    def joined(*items: str) -> Type:
        return read(f"[{', '.join(items)}]", FULL).type.args[0]

    assert joined("1", "any") == joined("any", "1") == types.DYN
    assert joined("[]", "[1]") == joined("[1]", "[]") == types.list_of(types.INT)
    assert joined("optional.none()", "optional.of(1)") == types.optional_of(types.INT)
    assert joined("t", "null") == types.TIMESTAMP
