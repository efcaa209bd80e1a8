"""Our interpreter beside Google's C++ engine on generated expressions of standard CEL.

Left out, because the two engines are meant to differ: how doubles, timestamps and durations are
written as text; durations beyond 292 years and finer than a microsecond (the oracle's Python values
do not hold them); texts with spaces as numbers, which the oracle takes; the order of a map's keys;
`substring` up to the very end, which the oracle refuses, and `split('')`, which it does not split.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from xreason.cel import Environment, Limits, Profile, read, types
from xreason.cel.interpret import evaluate
from xreason.cel.values import Duration, EvaluationError, Timestamp, UInt
from xreason.kernel.diagnostics import DiagnosticError

oracle = pytest.importorskip("cel_expr_python.cel", reason="Google's engine has no build for this machine")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# By type, the ways to write an expression of it; `{int}` is a hole for another one, `{x:int}` one
# that may use the variable `x`.
GRAMMAR: Mapping[str, tuple[str, ...]] = {
    "bool": (
        "{bool} && {bool}",
        "{bool} || {bool}",
        "!({bool})",
        "({bool}) ? {bool} : {bool}",
        "{int} == {int}",
        "{int} != {int}",
        "{int} < {int}",
        "{uint} <= {uint}",
        "{double} > {double}",
        "{double} == {double}",
        "{string} >= {string}",
        "{bool} < {bool}",
        "dyn({int}) < {double}",
        "dyn({uint}) >= {int}",
        "dyn({double}) != {uint}",
        "dyn({int}) == {double}",
        "dyn({uint}) == {int}",
        "dyn({string}) == {int}",
        "{ints} == {ints}",
        "{map} == {map}",
        "dyn({ints}) == dyn({doubles})",
        "{timestamp} < {timestamp}",
        "{timestamp} == {timestamp}",
        "{duration} >= {duration}",
        "{duration} != {duration}",
        "{int} in {ints}",
        "{string} in {map}",
        "{string} in {strings}",
        "{double} in {doubles}",
        "({string}).contains({string})",
        "({string}).startsWith({string})",
        "({string}).endsWith({string})",
        "({string}).matches('{pattern}')",
        "({ints}).all(x, {x:bool})",
        "({ints}).exists(x, {x:bool})",
        "({ints}).exists_one(x, {x:bool})",
        "({map}).all(k, k != {string})",
        "({map}).exists(k, k == {string})",
        "has(({map}).a)",
        "bool({string})",
        "type({int}) == type({double})",
    ),
    "int": (
        "{int} + {int}",
        "{int} - {int}",
        "{int} * {int}",
        "{int} / {int}",
        "{int} % {int}",
        "-({int})",
        "({bool}) ? {int} : {int}",
        "size({string})",
        "size({ints})",
        "size({map})",
        "size({bytes})",
        "size(({map}).map(k, k + {string}))",
        "({ints})[{int}]",
        "({map})[{string}]",
        "({map}).a",
        "int({double})",
        "int({uint})",
        "int({string})",
        "int({timestamp})",
        "({timestamp}).getFullYear({zone})",
        "({timestamp}).getMonth({zone})",
        "({timestamp}).getDate({zone})",
        "({timestamp}).getDayOfMonth({zone})",
        "({timestamp}).getDayOfWeek({zone})",
        "({timestamp}).getDayOfYear({zone})",
        "({timestamp}).getHours({zone})",
        "({timestamp}).getMinutes({zone})",
        "({timestamp}).getSeconds()",
        "({timestamp}).getMilliseconds()",
        "({duration}).getHours()",
        "({duration}).getMinutes()",
        "({duration}).getSeconds()",
        "({duration}).getMilliseconds()",
    ),
    "uint": (
        "{uint} + {uint}",
        "{uint} - {uint}",
        "{uint} * {uint}",
        "{uint} / {uint}",
        "{uint} % {uint}",
        "uint({int})",
        "uint({double})",
    ),
    "double": (
        "{double} + {double}",
        "{double} - {double}",
        "{double} * {double}",
        "{double} / {double}",
        "-({double})",
        "double({int})",
        "double({uint})",
        "({doubles})[{int}]",
    ),
    "string": (
        "{string} + {string}",
        "({bool}) ? {string} : {string}",
        "string({int})",
        "string({uint})",
        "string({bool})",
        "string({bytes})",
        "({strings})[{int}]",
    ),
    "bytes": ("{bytes} + {bytes}", "bytes({string})"),
    "timestamp": ("{timestamp} + {duration}", "{timestamp} - {duration}", "{duration} + {timestamp}"),
    "duration": ("{duration} + {duration}", "{duration} - {duration}", "{timestamp} - {timestamp}"),
    "ints": (
        "[{int}, {int}]",
        "{ints} + {ints}",
        "({ints}).map(x, {x:int})",
        "({ints}).filter(x, {x:bool})",
        "({ints}).map(x, {x:bool}, {x:int})",
    ),
    "doubles": ("[{double}, {double}]", "({ints}).map(x, double({x:int}))"),
    "strings": ("[{string}, {string}]", "({strings}).filter(s, s != {string})"),
    "map": ("{{'a': {int}, {string}: {int}}}", "{{'b': {int}}}"),
}
EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    "bool": ("math.isNaN({double})", "math.isInf({double})", "math.isFinite({double})"),
    "int": (
        "({string}).indexOf({string})",
        "({string}).indexOf({string}, {int})",
        "({string}).lastIndexOf({string})",
        "({string}).lastIndexOf({string}, {int})",
        "math.greatest({int}, {int})",
        "math.least({int}, {int}, {int})",
        "math.greatest([{int}, {int}])",
        "math.abs({int})",
        "math.sign({int})",
        "math.bitAnd({int}, {int})",
        "math.bitOr({int}, {int})",
        "math.bitXor({int}, {int})",
        "math.bitNot({int})",
        "math.bitShiftLeft({int}, {int})",
        "math.bitShiftRight({int}, {int})",
    ),
    "uint": (
        "math.bitNot({uint})",
        "math.bitShiftLeft({uint}, {int})",
        "math.bitShiftRight({uint}, {int})",
        "math.least({uint}, {uint})",
    ),
    "double": (
        "math.ceil({double})",
        "math.floor({double})",
        "math.round({double})",
        "math.trunc({double})",
        "math.abs({double})",
        "math.sign({double})",
        "math.greatest({double}, {double})",
    ),
    "string": (
        "({string}).charAt({int})",
        "({string}).lowerAscii()",
        "({string}).upperAscii()",
        "({string}).replace({string}, {string})",
        "({string}).replace({string}, {string}, {int})",
        "({string}).substring({int})",
        "({string}).trim()",
        "({string}).reverse()",
        "({strings}).join()",
        "({strings}).join({string})",
        "strings.quote({string})",
    ),
    "strings": ("({string}).split('a')", "({string}).split('😀', {small})"),
}
LEAVES: Mapping[str, tuple[str, ...]] = {
    "bool": ("true", "false", "p"),
    "int": (
        "0",
        "1",
        "-1",
        "2",
        "7",
        "i",
        "9223372036854775807",
        "-9223372036854775808",
        "4611686018427387904",
    ),
    "uint": ("0u", "1u", "3u", "u", "18446744073709551615u"),
    "double": ("0.0", "-0.0", "1.5", "-2.0", "d", "1e300", "9007199254740993.0", "9223372036854775808.0"),
    "string": ("''", "'a'", "'b'", "'é😀'", "s", "'42'", "'true'"),
    "bytes": ("b''", "b'a'", "b'\\xff'", "b'\\xc3\\xa9'"),
    "timestamp": (
        "t",
        "timestamp('1970-01-01T00:00:00Z')",
        "timestamp('2024-02-29T23:59:59.999Z')",
        "timestamp('2026-03-29T00:59:59+01:00')",
        "timestamp(1761440400)",
    ),
    "duration": ("r", "duration('0s')", "duration('1h30m')", "duration('-1.5s')", "duration('8760h')"),
    "ints": ("[]", "[1]", "[3, 1, 2]", "xs"),
    "doubles": ("[1.0, 2.0]", "[0.0]"),
    "strings": ("['a', 'b']", "[s]"),
    "map": ("{'a': 1, 'b': 2}", "m"),
    "small": ("-1", "0", "1", "2"),
    "pattern": ("a", "^a+$", "[0-9]", ".", "(a|b)*$"),
    "zone": ("'UTC'", "'Europe/Berlin'", "'America/St_Johns'", "'+05:45'", "'-02:30'"),
}
VARIABLES = {
    "p": (types.BOOL, "BOOL"),
    "i": (types.INT, "INT"),
    "u": (types.UINT, "UINT"),
    "d": (types.DOUBLE, "DOUBLE"),
    "s": (types.STRING, "STRING"),
    "t": (types.TIMESTAMP, "TIMESTAMP"),
    "r": (types.DURATION, "DURATION"),
}
_HOLE = re.compile(r"\{(?:(\w):)?(\w+)\}")


@st.composite
def expressions(
    draw: DrawFn, grammar: Mapping[str, tuple[str, ...]], kind: str, depth: int, scope: tuple[str, ...] = ()
) -> str:
    """An expression of a type; `scope` has the int variables that macros around it bind."""
    leaves = LEAVES[kind] + (scope * 3 if kind == "int" else ())
    if depth == 0 or kind not in grammar or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(leaves))
    text = draw(st.sampled_from(grammar[kind]))

    def fill(hole: re.Match[str]) -> str:
        inner = (*scope, hole[1]) if hole[1] else scope
        written = draw(expressions(grammar, hole[2], depth - 1, inner))
        return written if hole[2] in ("pattern", "zone") else f"({written})"

    return _HOLE.sub(fill, text).replace("{{", "{").replace("}}", "}")


def typed_expressions(
    grammar: Mapping[str, tuple[str, ...]], depth: int, starts: Mapping[str, object] | None = None
) -> SearchStrategy[str]:
    return st.sampled_from(sorted(starts or grammar)).flatmap(lambda kind: expressions(grammar, kind, depth))


WITH_EXTENSIONS = {kind: GRAMMAR.get(kind, ()) + EXTENSIONS.get(kind, ()) * 3 for kind in GRAMMAR}


@st.composite
def bindings(draw: DrawFn) -> dict[str, Any]:
    moment = draw(st.integers(-(2**31), 2**32))
    return {
        "p": draw(st.booleans()),
        "i": draw(st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 5)),
        "u": draw(st.integers(0, 2**64 - 1) | st.integers(0, 5)),
        "d": draw(st.floats(allow_nan=True, allow_infinity=True)),
        "s": draw(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4)),
        "t": EPOCH + timedelta(seconds=moment, milliseconds=draw(st.integers(0, 999))),
        "r": timedelta(milliseconds=draw(st.integers(-(10**9), 10**9))),
        "xs": draw(st.lists(st.integers(-3, 3), max_size=4)),
        "m": draw(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(-3, 3), max_size=3)),
    }


@cache
def _oracle_environment() -> Any:
    kinds: dict[str, Any] = {name: getattr(oracle.Type, word) for name, (_, word) in VARIABLES.items()}
    kinds["xs"] = oracle.Type.List(oracle.Type.INT)
    kinds["m"] = oracle.Type.Map(oracle.Type.STRING, oracle.Type.INT)
    from cel_expr_python.ext import ext_math, ext_strings

    return oracle.NewEnv(variables=kinds, extensions=[ext_math.ExtMath(), ext_strings.ExtStrings()])


ENVIRONMENT = Environment(
    {name: type_ for name, (type_, _) in VARIABLES.items()}
    | {"xs": types.list_of(types.INT), "m": types.map_of(types.STRING, types.INT)},
    Profile.CEL,
    limits=Limits(cost=10**30, size=10**30),
)


def theirs(text: str, names: Mapping[str, Any]) -> object:
    """The oracle's result in a common form, or `error`."""
    try:
        compiled = _oracle_environment().compile(text)
    except Exception as refusal:  # the binding raises plain exceptions
        return f"refused: {refusal}"
    try:
        result = compiled.eval(data=dict(names))
    except RuntimeError:  # how some errors of evaluation arrive, such as a key given twice
        return "error"
    return "error" if result.type() == oracle.Type.ERROR else _common_theirs(result)


def _common_theirs(value: Any) -> object:
    plain = value.value()
    kind = value.type().name()
    if isinstance(plain, list):
        return [_common_theirs(item) for item in plain]
    if isinstance(plain, dict):
        return {("STRING", key): _common_theirs(item) for key, item in plain.items()}
    if isinstance(plain, bytearray):
        plain = bytes(plain)
    return (kind, "NaN" if isinstance(plain, float) and math.isnan(plain) else plain)


def ours(text: str, names: Mapping[str, Any]) -> object:
    """Our result in the same form."""
    try:
        node = read(text, ENVIRONMENT)
    except DiagnosticError as refusal:
        return f"refused: {refusal}"
    try:
        return _common_ours(evaluate(node, {name: _as_ours(name, value) for name, value in names.items()}))
    except EvaluationError:
        return "error"


def _as_ours(name: str, value: Any) -> object:
    if name == "u":
        return UInt(value)
    if isinstance(value, datetime):
        return Timestamp((value - EPOCH) // timedelta(microseconds=1) * 1000)
    return Duration(value // timedelta(microseconds=1) * 1000) if isinstance(value, timedelta) else value


_KINDS = {bool: "BOOL", int: "INT", UInt: "UINT", float: "DOUBLE", str: "STRING", bytes: "BYTES"}


def _common_ours(value: object) -> object:
    if isinstance(value, list):
        return [_common_ours(item) for item in value]
    if isinstance(value, dict):
        return {_common_ours(key): _common_ours(item) for key, item in value.items()}
    if isinstance(value, Timestamp):
        return ("TIMESTAMP", EPOCH + timedelta(microseconds=value // 1000))
    if isinstance(value, Duration):
        return ("DURATION", timedelta(microseconds=value // 1000))
    plain = int(value) if isinstance(value, UInt) else value
    return (_KINDS[type(value)], "NaN" if isinstance(plain, float) and math.isnan(plain) else plain)


def check(text: str, names: dict[str, Any]) -> None:
    expected, got = theirs(text, names), ours(text, names)
    assert not str(expected).startswith("refused"), f"the oracle refuses {text}: {expected}"
    assert got == expected, text


@given(typed_expressions(GRAMMAR, 4), bindings())
@example("i / 0 == 1 || p", {"i": 1, "p": True})
def test_we_agree_with_googles_engine_on_standard_cel(text: str, names: dict[str, Any]) -> None:
    check(text, names)


@given(typed_expressions(WITH_EXTENSIONS, 3, EXTENSIONS), bindings())
def test_we_agree_with_googles_engine_on_strings_and_mathematics(text: str, names: dict[str, Any]) -> None:
    check(text, names)
