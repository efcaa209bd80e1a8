"""The typed profile that rulesets use."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given

from tests.cel.strategies import ENVIRONMENT as DRAWN
from tests.cel.strategies import expressions
from xreason.cel import Environment, read, tree, types
from xreason.cel.declarations import CALENDAR, FUNCTIONS
from xreason.cel.library import BY_OVERLOAD
from xreason.cel.types import Kind, Type
from xreason.cel.values import Date, Duration, Timestamp
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError

RISK = types.enum(("none", "low", "high"))
PAYMENT = types.record(
    "payment",
    (
        ("amount", types.DECIMAL),
        ("method", types.enum(("card", "cash"))),
        ("note", types.nullable(types.STRING)),
        ("lines", types.list_of(types.INT)),
    ),
)
ENV = Environment(
    {
        "breach.discovered_at": types.TIMESTAMP,
        "breach.notified_at": types.nullable(types.TIMESTAMP),
        "breach.individuals": types.INT,
        "breach.risk": RISK,
        "other_risk": types.enum(("high", "low", "none")),
        "traffic_light": types.enum(("red", "green")),
        "maybe_risk": types.nullable(RISK),
        "as_of": types.TIMESTAMP,
        "due": types.DATE,
        "within": types.DURATION,
        "amount": types.DECIMAL,
        "maybe": types.nullable(types.INT),
        "agreed": types.nullable(types.BOOL),
        "n": types.INT,
        "name": types.STRING,
        "flag": types.BOOL,
        "payments": types.list_of(PAYMENT),
        "last": types.nullable(PAYMENT),
        "tags": types.list_of(types.STRING),
        "sums": types.list_of(types.DECIMAL),
        "limits": types.map_of(types.STRING, types.DECIMAL),
    },
    calendars=frozenset({"us-federal", "eu-banks"}),
)


def rule(text: str, expected: Type | None = None) -> tree.Node:
    return read(text, ENV, expected)


def type_of(text: str) -> str:
    return str(rule(text).type)


def findings(text: str, expected: Type | None = None) -> tuple[Diagnostic, ...]:
    with pytest.raises(DiagnosticError) as caught:
        rule(text, expected)
    return caught.value.diagnostics


def only(text: str) -> Diagnostic:
    (found,) = findings(text)
    return found


def everything(node: tree.Node) -> Iterator[tree.Node]:
    yield node
    for child in tree.children(node):
        yield from everything(child)


@given(expressions())
def test_every_node_has_a_concrete_type_and_every_call_one_overload(text: str) -> None:
    try:
        node = read(text, DRAWN)
    except DiagnosticError:
        return
    for part in everything(node):
        assert "dyn" not in str(part.type)
        assert part.type.kind not in (Kind.PARAM, Kind.ERROR)
        if isinstance(part, tree.Call):
            assert part.overload


def test_every_overload_of_rules_is_implemented() -> None:
    by_readings = {
        "equals",
        "not_equals",
        "not_bool",
        "in_any_list",
        "in_any_map",
        "index_list_int",
        "index_map_any",
    }
    known = {o.id for overloads in FUNCTIONS.values() for o in overloads if o.rules}
    assert known - set(BY_OVERLOAD) <= by_readings


# Facts


def test_a_mistyped_fact_is_named_with_the_one_that_is_meant() -> None:
    found = only("breach.indviduals > 500")
    assert found.message == "unknown fact `breach.indviduals`"
    assert found.hint == "did you mean `individuals`?"
    assert found.span is not None
    assert (found.span.start, found.span.end) == (0, 17)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("braech.risk == 'low'", "did you mean `breach.risk`?"),
        ("individuals > 3", "did you mean `breach.individuals`?"),
        ("payments.all(payment, paymnt.amount > 1)", "did you mean `payment`?"),
        ("payments.all(p, p.amunt > 1)", "did you mean `amount`?"),
        ("tags.all(t, t.matchs('a'))", "did you mean `matches`?"),
    ],
)
def test_other_mistyped_names_too(text: str, hint: str) -> None:
    assert only(text).hint == hint


def test_a_group_of_facts_is_no_value() -> None:
    found = findings("breach == breach")[0]
    assert found.message == "`breach` is a group of facts, not a value"


def test_the_noun_for_names_is_the_environments() -> None:
    env = Environment({"rate": types.DECIMAL}, noun="parameter")
    with pytest.raises(DiagnosticError, match="unknown parameter `rat`"):
        read("rat", env)


# Null


def test_null_compares_with_what_may_be_null_only() -> None:
    assert type_of("breach.notified_at == null || null != maybe_risk || last == null") == "bool"
    found = only("breach.individuals != null")
    assert found.code == "cel.never-null"
    assert found.message == "`breach.individuals` is never null"


def test_what_may_be_null_is_used_like_its_type() -> None:
    assert type_of("breach.notified_at - breach.discovered_at") == "duration"
    assert type_of("maybe + 1") == "int"
    assert type_of("maybe * amount") == "decimal"
    assert type_of("last.amount") == "decimal"
    assert type_of("agreed && flag") == "bool"
    assert type_of("maybe in [1, 2]") == "bool"
    assert type_of("payments.all(p, p.note.startsWith('a'))") == "bool"


def test_null_makes_lists_and_conditionals_nullable() -> None:
    assert type_of("flag ? n : null") == "int or null"
    assert type_of("[null, 1]") == "list(int or null)"
    assert type_of("[maybe, amount]") == "list(decimal or null)"
    assert type_of("null in [maybe]") == "bool"


@pytest.mark.parametrize("text", ["null < n", "n + null", "null in tags", "size(null)", "flag && null"])
def test_null_has_no_other_use(text: str) -> None:
    assert findings(text)


# Numbers


@pytest.mark.parametrize(
    "text", ["amount > 500", "500 <= amount", "amount == n", "n != amount", "amount in [1, 2]"]
)
def test_ints_widen_to_decimal_in_comparisons(text: str) -> None:
    for node in everything(rule(text)):
        if isinstance(node, tree.Const):
            assert node.type == types.DECIMAL
            assert isinstance(node.value, Decimal)


def test_widening_is_made_visible_in_the_tree() -> None:
    node = rule("n * amount")
    assert isinstance(node, tree.Call)
    assert node.overload == "multiply_decimal_decimal"
    widened = node.args[0]
    assert isinstance(widened, tree.Call)
    assert (widened.function, widened.overload) == ("decimal", "decimal_int")


@pytest.mark.parametrize(
    "text",
    [
        "n / amount",
        "flag ? 1 : amount",
        "flag ? amount : n",
        "math.greatest(amount, 0)",
        "math.greatest(1, amount, n)",
        "[1, amount][0]",
        "sums.sum() + n",
        "n - decimal('0.5')",
        "amount.round(2, 'half_up')",
    ],
)
def test_ints_widen_to_decimal_wherever_one_stands_beside_them(text: str) -> None:
    assert type_of(text) == "decimal"


def test_ints_widen_where_a_decimal_is_expected() -> None:
    assert rule("0", types.DECIMAL) == tree.Const(rule("0").span, types.DECIMAL, Decimal(0))
    assert rule("flag ? 1 : n", types.DECIMAL).type == types.DECIMAL
    assert rule("[1, 2]", types.list_of(types.DECIMAL)).type == types.list_of(types.DECIMAL)


@pytest.mark.parametrize(
    "text", ["amount > 0.045", "0.045 * amount", "n < 0.045", "n + 0.045", "sums == [0.045]"]
)
def test_binary_fractions_do_not_mix_with_exact_numbers(text: str) -> None:
    found = only(text)
    assert found.code in ("cel.mixed-numbers", "cel.no-such-overload")
    if found.code == "cel.mixed-numbers":
        assert found.hint == 'write `decimal("0.045")`; numbers in rules are exact'


# Enums


def test_an_enum_compares_with_its_own_values() -> None:
    node = rule("breach.risk == 'high'")
    assert isinstance(node, tree.Call)
    assert node.args[1] == tree.Const(node.args[1].span, RISK, "high")
    assert type_of("'low' != breach.risk") == "bool"
    assert type_of("breach.risk in ['low', 'high']") == "bool"
    assert type_of("maybe_risk == 'low'") == "bool"
    assert type_of("breach.risk == other_risk") == "bool"
    assert type_of("(flag ? 'low' : 'high') == breach.risk") == "bool"
    assert type_of("payments.exists(p, p.method == 'cash')") == "bool"


@pytest.mark.parametrize(
    "text",
    [
        "breach.risk == 'hgih'",
        "'hgih' == maybe_risk",
        "breach.risk in ['low', 'hgih']",
        "breach.risk == (flag ? 'low' : 'hgih')",
    ],
)
def test_a_value_that_an_enum_does_not_have_is_refused(text: str) -> None:
    found = only(text)
    assert (found.code, found.hint) == ("cel.enum-value", "did you mean `high`?")
    assert found.span is not None
    assert text[found.span.start : found.span.end] == "'hgih'"


@pytest.mark.parametrize(
    "text", ["breach.risk == name", "breach.risk == traffic_light", "breach.risk in tags"]
)
def test_an_enum_compares_with_nothing_else(text: str) -> None:
    assert only(text).code == "cel.enum-comparison"


def test_enums_have_no_order() -> None:
    assert only("breach.risk >= 'low'").code == "cel.enum-order"


def test_an_enum_is_a_text_to_functions() -> None:
    assert type_of("breach.risk.startsWith('h')") == "bool"
    assert type_of("string(breach.risk) + name") == "string"


# Lists and records


def test_records_of_a_list_are_read_by_field() -> None:
    assert type_of("payments.map(p, p.amount).sum() > 100") == "bool"
    assert type_of("payments.all(p, p.lines.all(l, l > 0))") == "bool"
    assert type_of("payments[0].amount") == "decimal"
    assert type_of("payments.filter(p, p.amount > 1).size()") == "int"
    assert type_of("payments.all(i, p, i < 3 || p.amount > 1)") == "bool"


@pytest.mark.parametrize(
    "text", ["[1, 'a']", "{'a': 1, 'b': 'c'}", "{1: 1, 'a': 2}", "flag ? 1 : 'a'", "[1, 0.5]"]
)
def test_literals_are_of_one_type(text: str) -> None:
    assert only(text).code == "cel.mixed-types"


def test_items_are_picked_by_number_and_entries_by_key() -> None:
    assert type_of("tags[n] + {1: 'a'}[n]") == "string"
    assert type_of("limits[name] > 1 && limits.abroad > n") == "bool"
    assert type_of("{'low': 24, 'high': 72}[breach.risk]") == "int"
    assert type_of("breach.risk in {'low': 24}") == "bool"
    assert type_of("{amount > 1: 'a'}[flag]") == "string"
    for text, message in [
        ("tags['a']", "an item of list(string) is picked by an int; this is string"),
        ("limits[1]", "map(string, decimal) has no key of type int"),
        ("n[1]", "`[…]` picks from a list or map; this is int"),
    ]:
        assert only(text).message == message


@pytest.mark.parametrize(
    "text", ["[]", "{}", "[].size() == 0", "[].all(x, true)", "cel.bind(x, [], n > 1)", "[] == []"]
)
def test_an_empty_list_needs_something_that_tells_its_type(text: str) -> None:
    assert findings(text)


def test_an_empty_list_takes_its_type_from_beside_it() -> None:
    for text in ("tags == []", "flag ? tags : []", "tags + []", "[[], tags].size() > 0", "n in []"):
        for node in everything(rule(text)):
            assert "dyn" not in str(node.type)


# What rules leave out


@pytest.mark.parametrize(
    "text",
    [
        "has(last.note)",
        "dyn(1) == 2",
        "type(n) == int",
        "1u > 0u",
        "b'a' == b'b'",
        "limits.all(k, k == 'a')",
        "limits.map(k, k).size() > 0",
        "limits.?a == 1",
        "limits[?'a'] == 1",
        "[?n]",
        "{?'a': n}",
        "tags.transformMap(i, t, t)",
        "cel.block([1], cel.index(0)) > 0",
        "double(n) > 1.5",
        "'%s'.format([n])",
        "base64.encode(b'a')",
        "optional.of(n).hasValue()",
        "lists.range(n).size() > 1",
        "ip('1.1.1.1').family() == 4",
    ],
)
def test_these_are_not_in_rules(text: str) -> None:
    codes = {found.code for found in findings(text)}
    assert codes & {"cel.not-in-rules", "cel.unknown-name"}


def test_has_is_refused_with_the_way_out() -> None:
    assert only("has(last.note)").hint == "compare with null: `x != null`"


# Constants


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("duration('72h')", Duration(72 * 3600 * 10**9)),
        ("-duration('1s')", Duration(-(10**9))),
        ("timestamp('1970-01-01T00:00:01Z')", Timestamp(10**9)),
        ("date('1970-01-02')", Date(1)),
        ("date(1970, 1, 2)", Date(1)),
        ("decimal('0.045')", Decimal("0.045")),
        ("decimal(3)", Decimal(3)),
        ("-decimal('1.5')", Decimal("-1.5")),
        ("days(2)", Duration(2 * 86400 * 10**9)),
        ("hours(1)", Duration(3600 * 10**9)),
        ("minutes(1)", Duration(60 * 10**9)),
        ("-5", -5),
    ],
)
def test_constants_are_folded(text: str, value: object) -> None:
    node = rule(text)
    assert isinstance(node, tree.Const)
    assert node.value == value
    assert type(node.value) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "date('2026-02-30')",
        "duration('3y')",
        "timestamp('soon')",
        "decimal('1.5.1')",
        "days(999999999)",
        "amount.round(2, 'up')",
    ],
)
def test_a_constant_without_a_value_is_refused(text: str) -> None:
    assert only(text).code == "cel.invalid-constant"


def test_patterns_are_constants_of_the_linear_kind() -> None:
    assert type_of("name.matches('^[a-z]+$') && matches(name, 'x')") == "bool"
    assert only("name.matches(name)").code == "cel.constant-argument"
    assert only("name.matches('(')").code == "cel.invalid-regex"
    assert only(r"name.matches(r'(a)\1')").code == "cel.invalid-regex"


def test_a_holiday_calendar_is_a_constant_that_is_declared() -> None:
    node = rule("due.addWorkdays(3, 'us-federal')")
    assert isinstance(node, tree.Call)
    assert node.overload == "addWorkdays_date_int_calendar"
    assert node.args[2] == tree.Const(node.args[2].span, CALENDAR, "us-federal")
    assert type_of("due.isWorkday() || due.rollToWorkday('eu-banks') == due") == "bool"
    found = only("due.isWorkday('us-fedral')")
    assert (found.code, found.hint) == ("cel.unknown-calendar", "did you mean `us-federal`?")
    assert only("due.isWorkday(name)").code == "cel.constant-argument"


def test_a_time_zone_that_is_written_out_must_exist() -> None:
    assert type_of("date(as_of, 'Europe/Berlin') == due || date(as_of, name) == due") == "bool"
    assert type_of("as_of.getHours('+02:00') + timestamp(due, 'UTC').getHours()") == "int"
    assert only("date(as_of, 'Europe/Berln') == due").code == "cel.invalid-constant"
    assert only("as_of.getHours('nowhere') > 1").code == "cel.invalid-constant"


# Hints


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("due + 30 > due", "write `d.addDays(n)`, or `d + days(n)`"),
        ("within > 72", "make a duration of the number: `days(n)`, `hours(n)` or `minutes(n)`"),
        (
            "due < as_of",
            "make a date of the timestamp: `date(t)`, or `date(t, zone)` for the day in a time zone",
        ),
        ("due == '2026-01-31'", 'write `date("2026-01-31")`'),
        ("1 < n < 3", "compare twice: `a < b && b < c`"),
        ("name in 'abc'", "for a part of a text, write `text.contains(part)`"),
        ("payments.all(amount > 1)", "such as `xs.all(x, x > 0)`"),
        ("maybe < null", "null takes only `==` and `!=`; test for it first: `x != null && …`"),
    ],
)
def test_refusals_say_what_is_likely_meant(text: str, hint: str) -> None:
    assert only(text).hint == hint


def test_the_expected_type_is_held_to() -> None:
    rule("flag", types.BOOL)
    rule("agreed", types.BOOL)
    (found,) = findings("n", types.BOOL)
    assert (found.code, found.message) == ("cel.wrong-type", "this is int, not bool")
    assert rule("'low'", RISK).type == RISK
    assert rule("null", types.nullable(types.INT)).type == types.NULL
    assert findings("null", types.INT)
    assert findings("0.5", types.DECIMAL)[0].hint == 'write `decimal("0.5")`; numbers in rules are exact'
