"""The interpreter: what is known, what is missing, what is an error, and how they meet."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from typing import Any

import pytest

from xreason.cel import Environment, Profile, read, types
from xreason.cel.interpret import Trace, evaluate
from xreason.cel.tree import Const, Node
from xreason.cel.values import (
    MISSING,
    NONE,
    Calendar,
    Date,
    Duration,
    EvaluationError,
    OptionalValue,
    Timestamp,
    UInt,
    make_map,
    parse_date,
    parse_decimal,
)
from xreason.kernel.diagnostics import Span

TRUE, FALSE, UNKNOWN, ERROR = "true", "false", "u", "e"
VALUES = (TRUE, FALSE, UNKNOWN, ERROR)
PERSON = types.record(
    "person", (("age", types.INT), ("name", types.nullable(types.STRING)), ("dead", types.BOOL))
)
VARIABLES = {
    "u": types.BOOL,
    "u2": types.BOOL,
    "n": types.INT,
    "none": types.nullable(types.INT),
    "flag": types.nullable(types.BOOL),
    "group.size": types.INT,
    "amount": types.DECIMAL,
    "day": types.DATE,
    "people": types.list_of(PERSON),
    "person": types.nullable(PERSON),
    "numbers": types.list_of(types.INT),
    "amounts": types.list_of(types.DECIMAL),
}
FACTS: dict[str, object] = {
    "u": MISSING,
    "u2": MISSING,
    "n": MISSING,
    "none": None,
    "flag": None,
    "group.size": 3,
    "amount": parse_decimal("12.5"),
    "day": parse_date("2026-01-30"),
    "people": [(30, "Ada", True), (MISSING, None, False)],
    "person": None,
    "numbers": [1, 2, 3],
    "amounts": [],
}
RULES = Environment(VARIABLES, Profile.RULES, calendars=frozenset({"easter"}))
CEL = Environment(dict.fromkeys(("x", "y"), types.DYN), Profile.CEL)
CALENDARS = {"easter": Calendar(holidays=frozenset({parse_date("2026-02-02")}))}


def value(text: str, **facts: object) -> object:
    return evaluate(read(text, RULES), FACTS | facts, calendars=CALENDARS)


def dynamic(text: str, **names: object) -> object:
    return evaluate(read(text, CEL), names)


def outcome(text: str, **facts: object) -> object:
    """The value, or the code of the error."""
    try:
        return value(text, **facts)
    except EvaluationError as error:
        return error.code


def spelled(one: str) -> str:
    """A condition that has this value."""
    return "1 / (group.size - 3) == 1" if one == ERROR else one


def meaning(one: str) -> object:
    return {TRUE: True, FALSE: False, UNKNOWN: MISSING, ERROR: "cel.division-by-zero"}[one]


# Kleene's tables, with errors


def conjunction(*parts: str) -> str:
    """What `&&` gives: false before all, then missing, then an error, then true."""
    return next((one for one in (FALSE, UNKNOWN, ERROR) if one in parts), TRUE)


def negation(one: str) -> str:
    return {TRUE: FALSE, FALSE: TRUE}.get(one, one)


@pytest.mark.parametrize(("a", "b", "c"), list(product(VALUES, repeat=3)))
def test_and_and_or_of_three_follow_the_tables_in_any_order(a: str, b: str, c: str) -> None:
    parts = [spelled(one) for one in (a, b, c)]
    assert outcome(" && ".join(parts)) == meaning(conjunction(a, b, c))
    expected = negation(conjunction(*map(negation, (a, b, c))))
    assert outcome(" || ".join(parts)) == meaning(expected)


@pytest.mark.parametrize("a", VALUES)
def test_not_keeps_what_is_missing_and_what_is_an_error(a: str) -> None:
    assert outcome(f"!({spelled(a)})") == meaning(negation(a))


@pytest.mark.parametrize(("a", "b", "c"), list(product(VALUES, repeat=3)))
def test_quantifiers_are_and_and_or_over_the_elements(a: str, b: str, c: str) -> None:
    body = " || ".join(f"x == {number} && ({spelled(one)})" for number, one in enumerate((a, b, c), start=1))
    # `x == 1 && …` is false for the other numbers, so the body has exactly the value of its own part.
    assert outcome(f"numbers.all(x, {body})") == meaning(conjunction(a, b, c))
    assert outcome(f"numbers.exists(x, {body})") == meaning(negation(conjunction(*map(negation, (a, b, c)))))
    hits = (a, b, c).count(TRUE)
    one = ERROR if ERROR in (a, b, c) else FALSE if hits > 1 else UNKNOWN if UNKNOWN in (a, b, c) else None
    assert outcome(f"numbers.exists_one(x, {body})") == (meaning(one) if one else hits == 1)


@pytest.mark.parametrize(("test", "then", "other"), list(product(VALUES, repeat=3)))
def test_a_conditional_takes_one_branch_or_what_both_agree_on(test: str, then: str, other: str) -> None:
    if test == UNKNOWN:
        expected = then if then == other and then != UNKNOWN else UNKNOWN
    else:
        expected = {TRUE: then, FALSE: other, ERROR: ERROR}[test]
    assert outcome(f"({spelled(test)}) ? {spelled(then)} : {spelled(other)}") == meaning(expected)


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"])
def test_an_operator_with_a_missing_operand_is_missing(operator: str) -> None:
    assert value(f"n {operator} 1") is MISSING
    assert value(f"1 {operator} n") is MISSING
    assert value(f"n {operator} n") is MISSING


def test_the_first_missing_or_failing_argument_is_the_result() -> None:
    assert value("n + 1 / (group.size - 3)") is MISSING
    assert outcome("1 / (group.size - 3) + n") == "cel.division-by-zero"
    assert value("[n, 1 / (group.size - 3)]") is MISSING
    assert value("[1, n].size()") is MISSING
    assert value('{"a": n}') is MISSING


def test_not_of_missing_equals_is_missing_and_never_true() -> None:
    assert value("!(n == 1)") is MISSING
    assert value("n in [1, 2]") is MISSING
    assert value("!(n in [1, 2])") is MISSING
    assert value("n in []") is MISSING


# Missing fields of records


def test_a_missing_field_of_one_record_leaves_the_others_known() -> None:
    assert value("people.exists(p, p.age >= 30)") is True
    assert value("people.all(p, p.age >= 31)") is False
    assert value("people.all(p, p.age >= 30)") is MISSING
    assert value("people.exists(p, p.age > 30)") is MISSING
    assert value("people.map(p, p.age)") is MISSING
    assert value("people.filter(p, p.age > 1).size()") is MISSING
    assert value("people.filter(p, p.dead).size()") == 1
    assert value("people[0].age") == 30
    assert value("people[1].age") is MISSING
    assert value("people.size()") == 2
    assert value("people[0] == people[1]") is False
    assert value("people[1] == people[1]") is MISSING
    assert value("people[0] in people") is True


def test_a_missing_list_makes_its_quantifiers_missing() -> None:
    assert value("numbers.all(x, true)", numbers=MISSING) is MISSING
    assert value("numbers.exists_one(x, x == 1)", numbers=MISSING) is MISSING
    assert value("numbers.map(x, x)", numbers=MISSING) is MISSING


def test_quantifiers_over_the_empty_list_are_settled() -> None:
    assert value("numbers.all(x, u)", numbers=[]) is True
    assert value("numbers.exists(x, u)", numbers=[]) is False
    assert value("numbers.exists_one(x, u)", numbers=[]) is False


# Null


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none == null", True),
        ("none != null", False),
        ("none == 1", False),
        ("none in [1, 2]", False),
        ("none + 1", "cel.null-operand"),
        ("none < 1", "cel.null-operand"),
        ("flag && true", "cel.null-operand"),
        ("flag || true", True),
        ("!flag", "cel.null-operand"),
        ("flag ? 1 : 2", "cel.null-operand"),
        ("numbers.all(x, flag)", "cel.null-operand"),
        ("none == amount", False),
        ("person == null", True),
        ("person.age == 3", "cel.null-operand"),
        ("people[1].name == null", True),
        ('people[1].name == "Ada"', False),
        ('people[1].name.startsWith("A")', "cel.null-operand"),
        ("none != null && none > 1", False),
    ],
)
def test_null_compares_and_does_nothing_else(text: str, expected: object) -> None:
    assert outcome(text) == expected


# Errors


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("1 + 2 / (group.size - 3)", "cel.division-by-zero", "2 / (group.size - 3)"),
        ("9223372036854775807 + group.size", "cel.overflow", "9223372036854775807 + group.size"),
        ("1 == 1 && numbers[group.size] == 1", "cel.index-out-of-range", "numbers[group.size]"),
        (
            'date("2026-02-3" + string(group.size)) > day',
            "cel.invalid-argument",
            'date("2026-02-3" + string(group.size))',
        ),
        ("true && flag", "cel.null-operand", "flag"),
        ("none * 2 > 3", "cel.null-operand", "none * 2"),
        ("numbers.all(x, 6 / (x - 2) > 100) || flag", "cel.null-operand", "flag"),
    ],
)
def test_an_error_has_the_place_of_the_innermost_expression(text: str, code: str, place: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.code == code
    assert caught.value.span is not None
    assert text[caught.value.span.start : caught.value.span.end] == place


def test_a_name_without_a_value_and_a_calendar_that_is_not_given_are_errors() -> None:
    node = read("group.size + 1", RULES)
    with pytest.raises(EvaluationError, match=r"`group\.size` has no value"):
        evaluate(node, {})
    with pytest.raises(EvaluationError, match="no calendar"):
        evaluate(read('day.isWorkday("easter")', RULES), FACTS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x.y", "cel.no-such-overload"),
        ("x + 1u", "cel.no-such-overload"),
        ("x['a']", "cel.no-such-overload"),
        ("[1][x]", "cel.index-out-of-range"),
        ("{1: 2}[x]", "cel.no-such-key"),
        ("{[1]: 2}", "cel.no-such-overload"),
        ("{x: 1, 7u: 2}", "cel.duplicate-key"),
        ("x && true", "cel.no-such-overload"),
        ("x ? 1 : 2", "cel.no-such-overload"),
        ("[1].all(i, x)", "cel.no-such-overload"),
        ("x.all(i, true)", "cel.no-such-overload"),
        ("[x].transformMapEntry(i, v, v)", "cel.no-such-overload"),
        ("[1, 2].transformMapEntry(i, v, {'a': v})", "cel.duplicate-key"),
        ("x.optMap(v, v)", "cel.no-such-overload"),
        ("optional.of(1).optFlatMap(v, x)", "cel.no-such-overload"),
        ("x.orValue(1)", "cel.no-such-overload"),
        ("optional.none().or(x)", "cel.no-such-overload"),
        ("[?x]", "cel.no-such-overload"),
        ("{?'a': x}", "cel.no-such-overload"),
        ("optional.none().value()", "cel.no-value"),
    ],
)
def test_values_of_the_wrong_type_are_errors_of_the_language(text: str, code: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        dynamic(text, x=7)
    assert caught.value.code == code
    assert caught.value.span is not None


# Full CEL beside the rules profile


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{'a': 1}.a + x", 8),
        ("{'a': {'b': x}}.?a.?b.orValue(0)", 7),
        ("{'a': 1}.?b.orValue(x)", 7),
        ("optional.of(x).or(1 / 0 == 0 ? optional.none() : optional.none()).value()", 7),
        ("optional.of(x).orValue(1 / 0)", 7),
        ("optional.of(x).optMap(v, v + 1)", OptionalValue(True, 8)),
        ("optional.none().optMap(v, v + 1)", NONE),
        ("[?optional.none(), ?optional.of(x), 8]", [7, 8]),
        ("{?'a': optional.none(), 'b': x}", {"b": 7}),
        ("{true: 'yes', 1: 'one'}[x == 7]", "yes"),
        ("{1: 'one'}.exists(k, v, k == 1 && v == 'one')", True),
        ("[5, x].transformList(i, v, i == 1, v * 10)", [70]),
        ("[5, x].transformMap(i, v, v + i)", {0: 5, 1: 8}),
        ("[5, x].transformMapEntry(i, v, {v: i})", {5: 0, 7: 1}),
        ("cel.bind(y, x * 2, y + y)", 28),
        ("has({'a': x}.a) && !has({'a': x}.b)", True),
        ("type(x) == int", True),
        ("int(7u)", 7),
    ],
)
def test_full_cel_works_on_values_whose_types_only_show_at_run_time(text: str, expected: Any) -> None:
    result = dynamic(text, x=7)
    if isinstance(expected, OptionalValue) and isinstance(result, OptionalValue):
        assert (result.present, result.value) == (expected.present, expected.value)
    else:
        assert result == expected
        assert type(result) is type(expected)


@pytest.mark.parametrize(
    "text",
    [
        "x.optMap(v, v + y)",
        "{?'a': optional.of(y)}",
        "[?optional.of(y)]",
        "[1].transformMap(i, v, y)",
        "[1].transformMapEntry(i, v, {1: y})",
        "[1, 2].filter(v, y == v)",
        "y.a.b",
        "has(y.a)",
        "y.?a.b",
        "{y: 1}",
        "optional.none().orValue(y)",
        "y.orValue(1)",
        "cel.bind(z, y, z == 1)",
    ],
)
def test_what_is_missing_stays_missing_through_every_construct(text: str) -> None:
    assert dynamic(text, x=OptionalValue(True, 1), y=MISSING) is MISSING


def test_a_bool_key_is_no_number_key() -> None:
    assert dynamic("{true: 1}[true]") == 1
    with pytest.raises(EvaluationError):
        dynamic("{true: 1}[x]", x=1)
    assert dynamic("x in {true: 1}", x=UInt(1)) is False
    assert dynamic("x[true]", x=make_map([(True, 3), (1, 4)])) == 3


# The rules profile's own functions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("day.addWorkdays(1)", "2026-02-02"),
        ('day.addWorkdays(1, "easter")', "2026-02-03"),
        ('day.addMonths(1).rollToWorkday("easter")', "2026-03-02"),
        ("day + days(2)", "2026-02-01"),
        ('date(timestamp("2026-01-30T23:30:00Z"), "Europe/Berlin")', "2026-01-31"),
    ],
)
def test_rules_count_days_by_the_calendars_they_name(text: str, expected: str) -> None:
    result = value(text)
    assert type(result) is Date
    assert result == parse_date(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount * 3 == decimal('37.5')", True),
        ("(amount / 3).round(4) == decimal('4.1667')", True),
        ("amount / 3 * 3 == amount", "cel.overflow"),  # a rounded quotient has no digit to spare
        ("amounts.sum() / 4 == decimal('0')", True),
        ("(amounts.sum() + 1) / 2 == decimal('0.5')", True),
        ("amount > group.size", True),
        ("group.size == amount", False),
        ("numbers.sum() / 4", 1),
        ("(amount + 1).round(0) == 14", True),
        ("(amount).round(0) == 12", True),
        ("(amount).round(0, 'half_up') == 13", True),
    ],
)
def test_decimals_are_exact_and_ints_widen_to_them(text: str, expected: object) -> None:
    assert outcome(text) == expected


# The trace

Seen = tuple[str, object, tuple[Any, ...]]


def traced(text: str, **facts: object) -> Seen:
    """What a trace makes of an expression: each part's text, value or error code, and own parts."""

    def on_node(node: Node, result: object, parts: tuple[Any, ...]) -> Seen:
        shown = result.code if isinstance(result, EvaluationError) else result
        return text[node.span.start : node.span.end], shown, parts

    trace = Trace(on_node)
    with suppress(EvaluationError):
        evaluate(read(text, RULES), FACTS | facts, trace)
    (whole,) = trace.reports
    assert isinstance(whole, tuple)
    return whole


def flat(seen: Seen) -> list[tuple[str, object]]:
    text, result, parts = seen
    return [entry for part in parts for entry in flat(part)] + [(text, result)]


def test_the_trace_has_every_evaluated_part_but_constants_and_no_other() -> None:
    assert flat(traced("group.size > 2 || 1 / 0 == 1")) == [
        ("group.size", 3),
        ("group.size > 2", True),
        ("group.size > 2 || 1 / 0 == 1", True),
    ]
    assert [text for text, _ in flat(traced("group.size > 2 ? n : u ? 1 : 2"))] == [
        "group.size",
        "group.size > 2",
        "n",
        "group.size > 2 ? n : u ? 1 : 2",
    ]


def test_the_trace_reports_errors_where_they_happen_and_where_they_end() -> None:
    failing = "1 / (group.size - 3) == 1"
    code = "cel.division-by-zero"
    assert ("1 / (group.size - 3)", code) in flat(traced(f"{failing} || true"))
    assert flat(traced(f"{failing} || true"))[-1] == (f"{failing} || true", True)
    assert flat(traced(f"{failing} || false"))[-1] == (f"{failing} || false", code)


def test_the_trace_reports_a_loops_body_for_each_element() -> None:
    seen = flat(traced("numbers.all(x, x < 3)"))
    assert [result for text, result in seen if text == "x < 3"] == [True, True, False]


def test_tracing_changes_no_result() -> None:
    for text in ("people.all(p, p.age >= 30)", "u && n == 1", "numbers.map(x, x * x).sum()"):
        assert traced(text)[:2] == (text, value(text))


def test_constants_and_timestamps_pass_through() -> None:
    moment = Timestamp(1)
    assert evaluate(Const(Span(0, 1), types.TIMESTAMP, moment), {}) is moment
    assert value("hours(1)") == Duration(3600 * 10**9)
