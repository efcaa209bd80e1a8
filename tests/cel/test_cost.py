"""The static bound on the work and the values of an expression."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.cel.strategies import ENVIRONMENT, expressions
from xreason.cel import Environment, Limits, Profile, read, tree, types
from xreason.cel.cost import Bound, bound
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError

ORDER = types.record("order", (("lines", types.list_of(types.INT)), ("name", types.STRING)))
VARIABLES = {
    "n": types.INT,
    "s": types.STRING,
    "xs": types.list_of(types.INT),
    "few": types.list_of(types.INT),
    "texts": types.list_of(types.STRING),
    "orders": types.list_of(ORDER),
    "m": types.map_of(types.STRING, types.STRING),
}
BOUNDS = {"few": 10, "orders": 5, "orders.lines": 3, "texts[]": 20, "s": 100}
ENV = Environment(VARIABLES, bounds=BOUNDS)
FULL = Environment(VARIABLES, Profile.CEL, bounds=BOUNDS)


def of(text: str, env: Environment = ENV) -> Bound:
    return bound(read(text, env), env)


def refusal(text: str, env: Environment = ENV) -> Diagnostic:
    with pytest.raises(DiagnosticError) as caught:
        read(text, env)
    (found,) = caught.value.diagnostics
    return found


def test_an_operation_is_a_step_and_a_name_is_none() -> None:
    assert of("n").steps == 0
    assert of("n + 1").steps == 1
    assert of("n + 1 > 2 && n < 3").steps == 4


def test_a_quantifier_repeats_its_body() -> None:
    assert of("few.all(x, x > 0)").steps == 10 * 2
    assert of("xs.all(x, x > 0)").steps == 1000 * 2


def test_nested_quantifiers_multiply() -> None:
    assert of("few.all(x, few.exists(y, x > y))").steps == 10 * (10 * 2 + 1)


def test_bounds_of_lists_within_records_count() -> None:
    assert of("orders.all(o, o.lines.all(l, l > 0))").steps == 5 * (1 + 3 * 2 + 1)


def test_of_a_conditional_the_costlier_branch_counts() -> None:
    cheap, dear = "n > 0", "few.all(x, x > 0)"
    assert of(f"n > 1 ? {cheap} : {dear}") == of(f"n > 1 ? {dear} : {cheap}")
    assert of(f"n > 1 ? {cheap} : {dear}").steps == 1 + of(dear).steps + 1


def test_sums_of_texts_and_lists_grow() -> None:
    assert of("s + s").size == 200
    assert of("xs + few").size == 1010
    assert of('few.map(x, "ab" + s).join(", ")').size == 10 * (102 + 2)
    assert of('s.replace("ab", "xyz")').size == 100 + 50 * 3
    assert of("texts.map(t, t + t).join()").size == 1000 * 40


def test_growth_goes_through_bindings_and_macros() -> None:
    assert of("cel.bind(a, s + s, cel.bind(b, a + a, b + b))").size == 800
    assert of("few.map(x, few.map(y, y)).flatten()").size == 100
    assert of("few.filter(x, x > 1).map(x, s)").size == 100


def test_full_cel_is_measured_too() -> None:
    assert of("lists.range(500).map(i, i)", FULL).size == 500
    assert of("lists.range(n).size()", FULL).size == 100_000
    assert of("m.transformMap(k, v, v + v)", FULL).size == 2_000
    assert of("dyn(xs).all(x, x > 0)", FULL).steps >= 1_000


@pytest.mark.parametrize(
    "text",
    [
        "xs.all(a, xs.all(b, xs.all(c, a + b > c)))",
        "xs.map(a, xs.map(b, xs.map(c, a))).size() > 0",
        "cel.bind(f, xs.map(a, xs), cel.bind(g, f.map(a, f), g == g))",
    ],
)
def test_too_many_steps_are_refused(text: str) -> None:
    found = refusal(text)
    assert found.code == "cel.too-costly"
    assert found.hint is not None
    assert "max" in found.hint


GROWN = "few.map(x, s)" + ".map(t, t + t)" * 8 + '.join() == ""'
REPLACED = "s" + ".replace('', s)" * 3 + " == s"


@pytest.mark.parametrize("text", [GROWN, REPLACED])
def test_values_too_large_are_refused(text: str) -> None:
    env = Environment(VARIABLES, bounds=BOUNDS, limits=Limits(size=100_000))
    assert refusal(text, env).code == "cel.too-large"


def test_the_innermost_part_that_exceeds_the_limit_is_shown() -> None:
    text = "n > 0 && xs.all(a, xs.all(b, xs.all(c, a + b > c))) && n < 5"
    span = refusal(text).span
    assert span is not None
    assert text[span.start : span.end] == "xs.all(a, xs.all(b, xs.all(c, a + b > c)))"


def test_declared_bounds_make_it_fit() -> None:
    text = "xs.all(a, xs.all(b, xs.all(c, a + b > c)))"
    read(text, Environment(VARIABLES, bounds={"xs": 100}))


def test_limits_are_the_environments() -> None:
    env = Environment(VARIABLES, bounds=BOUNDS, limits=Limits(cost=19))
    assert refusal("few.all(x, x > 0)", env).code == "cel.too-costly"
    read("n > 0", env)


@given(expressions())
def test_every_part_costs_no_more_than_the_whole(text: str) -> None:
    try:
        node = read(text, ENVIRONMENT)
    except DiagnosticError:
        return
    whole = bound(node, ENVIRONMENT)
    if isinstance(node, tree.Call | tree.Logic):
        for child in tree.children(node):
            part = bound(child, ENVIRONMENT)
            assert part.steps <= whole.steps
            assert part.size <= whole.size
