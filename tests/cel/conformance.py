"""Google's conformance tests of CEL, run against this implementation.

`python -m tests.cel.conformance` prints the rates, and what fails.
"""

from __future__ import annotations

import base64
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.outside import shared
from xreason.cel import Environment, Profile, read, types
from xreason.cel.declarations import Overload
from xreason.cel.interpret import evaluate
from xreason.cel.types import Kind, Type
from xreason.cel.values import Duration, EvaluationError, Timestamp, TypeValue, UInt, equal, make_map
from xreason.kernel.diagnostics import DiagnosticError

GROUPS = ("core", "ext", "checker")
"""`proto` is left out: XReason has no protobuf messages."""

KNOWN = Path(__file__).with_name("conformance_failures.yaml")
"""What fails, and why: name → reason."""

_T, _U, _V = types.param("T"), types.param("U"), types.param("V")


def _tuple(*parts: Type) -> Type:
    return Type(Kind.OPAQUE, parts, "tuple")


# The vectors leave out the signatures of the functions that some tests declare; these are cel-spec's.
_FUNCTIONS: Mapping[str, tuple[Overload, ...]] = {
    "fn": (Overload("fn_string_int", (types.STRING, types.INT), types.STRING),),
    "tuple": (Overload("tuple_T_U_V", (_T, _U, _V), _tuple(_T, _U, _V)),),
    "sort": (Overload("sort_tuple_T_T_T", (_tuple(_T, _T, _T),), _tuple(_T, _T, _T)),),
}
_ATOMS = {
    "bool": types.BOOL,
    "int": types.INT,
    "uint": types.UINT,
    "double": types.DOUBLE,
    "string": types.STRING,
    "bytes": types.BYTES,
    "null": types.NULL,
    "dyn": types.DYN,
    "timestamp": types.TIMESTAMP,
    "duration": types.DURATION,
}


@dataclass(frozen=True)
class Outcome:
    """How one test ended: `problem` is None where it passed."""

    group: str
    name: str
    problem: str | None


@cache
def outcomes() -> tuple[Outcome, ...]:
    """All tests of `GROUPS`, run."""
    vectors = json.loads(shared("vectors/cel_conformance.json").read_text("utf-8"))
    return tuple(_named(vector) for vector in vectors if vector["group"] in GROUPS)


def failures() -> dict[str, str]:
    """What fails, by name."""
    return {outcome.name: outcome.problem for outcome in outcomes() if outcome.problem is not None}


def known_failures() -> dict[str, str]:
    """What is known to fail, by name, with the reason."""
    return yaml.safe_load(KNOWN.read_text("utf-8")) or {}


def rates() -> dict[str, tuple[int, int]]:
    """Per group, how many pass, and of how many."""
    passed = Counter(outcome.group for outcome in outcomes() if outcome.problem is None)
    total = Counter(outcome.group for outcome in outcomes())
    return {group: (passed[group], total[group]) for group in GROUPS}


def summary() -> Iterator[str]:
    """The rates, one line a group."""
    for group, (passed, total) in rates().items():
        yield f"{group:8} {passed:5} of {total:5}  {100 * passed / total:6.2f} %"


def _named(vector: Mapping[str, Any]) -> Outcome:
    name = "/".join((vector["file"], vector["section"], vector["name"]))
    return Outcome(vector["group"], name, _problem(vector))


def _problem(vector: Mapping[str, Any]) -> str | None:
    """Why a test fails, or None."""
    bindings = {name: _value(value) for name, value in vector["bindings"].items()}
    try:
        node = read(vector["expr"], _environment(vector, bindings))
    except DiagnosticError as error:
        return None if vector["expect"]["k"] == "error" else f"refused: {error.message}"
    if vector["deduced"] is not None and node.type != _type(vector["deduced"]):
        return f"its type is {node.type}, not {vector['deduced']}"
    if vector["check_only"]:
        return None
    try:
        result = evaluate(node, bindings)
    except EvaluationError as error:
        return None if vector["expect"]["k"] == "error" else f"error: {error.message}"
    if vector["expect"]["k"] == "error":
        return f"{result!r}, not an error"
    wanted = _value(vector["expect"]["v"])
    return None if _identical(wanted, result) else f"{result!r}, not {wanted!r}"


def _environment(vector: Mapping[str, Any], bindings: Mapping[str, object]) -> Environment:
    variables: dict[str, Type] = dict.fromkeys(bindings, types.DYN)
    functions = {}
    for declared in vector["type_env"]:
        if declared["kind"] == "ident":
            variables[declared["name"]] = _type(declared["type"])
        else:
            functions[declared["name"]] = _FUNCTIONS[declared["name"]]
    return Environment(
        variables,
        Profile.CEL,
        container=vector["container"],
        functions=functions,
        checked=not vector["disable_check"],
    )


def _type(text: Any) -> Type:
    """A type as the vectors write it."""
    match text:
        case str():
            return _ATOMS[text]
        case ["list", element]:
            return types.list_of(_type(element))
        case ["map", key, value]:
            return types.map_of(_type(key), _type(value))
        case ["abstract", str(name), parts]:
            return Type(Kind.OPAQUE, tuple(_type(part) for part in parts), name)
    raise ValueError(f"no type: {text}")


def _value(written: Mapping[str, Any]) -> object:
    """A value as the vectors write it."""
    value: Any = written.get("v")
    match written["t"]:
        case "uint":
            return UInt(value)
        case "double":
            return float(value)
        case "bytes":
            return base64.b64decode(value)
        case "list":
            return [_value(item) for item in value]
        case "map":
            return make_map((_value(key), _value(item)) for key, item in value)
        case "type":
            return TypeValue(value)
        case "duration":
            return Duration(value[0] * 10**9 + value[1])
        case "timestamp":
            return Timestamp(value[0] * 10**9 + value[1])
        case _:
            return value


def _identical(wanted: object, got: object) -> bool:
    """Whether two results are the same: of one type, and -0.0 not 0.0."""
    if type(wanted) is not type(got):
        return False
    if isinstance(wanted, float) and isinstance(got, float):
        if math.isnan(wanted) or math.isnan(got):
            return math.isnan(wanted) and math.isnan(got)
        return wanted == got and math.copysign(1, wanted) == math.copysign(1, got)
    if isinstance(wanted, list) and isinstance(got, list):
        return len(wanted) == len(got) and all(map(_identical, wanted, got))
    return equal(wanted, got) is True


if __name__ == "__main__":
    print("\n".join(summary()))
    for failed, problem in failures().items():
        print(f"{failed}: {problem}")
