"""Python source under construction: helper functions, and the values that their names are bound to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import CodeType

from xreason.cel.values import MISSING, EvaluationError, make_map


def overflow() -> object:
    """Raise what compiled arithmetic raises when a result leaves its type's range."""
    raise EvaluationError("cel.overflow", "the result is out of range")


def known_bool(value: object) -> object:
    """A nullable bool used as a condition: refuse null, pass anything else on."""
    if value is None:
        raise EvaluationError("cel.null-operand", "null is neither true nor false")
    return value


def not_null(value: object) -> object:
    """A nullable argument of a function that does not take null."""
    if value is None:
        raise EvaluationError("cel.null-operand", "the function does not take null")
    return value


def with_class(value: object, unit: type[int]) -> object:
    """A list whose numbers say again what they count: dates, moments or durations."""
    if isinstance(value, list):
        return [with_class(item, unit) for item in value]
    return unit(value) if isinstance(value, int) else value


def map_of(*entries: tuple[object, object]) -> dict[object, object]:
    """A map whose keys must differ."""
    made = make_map(entries)
    if len(made) != len(entries):
        raise EvaluationError("cel.duplicate-key", "a map has the same key twice")
    return made


class SourceBuilder:
    """Collects helper functions, and the run-time values and functions that they name.

    Args:
        functions: implementation of each overload id.
    """

    def __init__(self, functions: Mapping[str, Callable[..., object]]) -> None:
        self.functions = functions
        self.lines: list[str] = []
        self.bound: dict[str, object] = {
            "U": MISSING,
            "overflow": overflow,
            "known_bool": known_bool,
            "not_null": not_null,
            "map_of": map_of,
            "with_class": with_class,
            "enumerate": enumerate,
            "len": len,
        }
        self._names_by_id: dict[tuple[str, str], str] = {}
        self._temps = 0

    def bind(self, value: object, prefix: str = "c") -> str:
        """A name for a run-time value in the compiled code's namespace."""
        key = (type(value).__name__, repr(value))
        name = self._names_by_id.get(key)
        if name is None:
            name = f"{prefix}{len(self.bound)}"
            self._names_by_id[key] = name
            self.bound[name] = value
        return name

    def define(self, prefix: str, parameters: Iterable[str], body: Iterable[str]) -> str:
        """Add a helper function; its body lines are indented relative to it."""
        name = f"{prefix}{len(self.lines)}"
        source = "\n ".join(body)
        self.lines.append(f"def {name}({', '.join(parameters)}):\n {source}")
        return name

    def temp(self) -> str:
        """A fresh local variable."""
        self._temps += 1
        return f"t{self._temps}"

    def code(self, name: str) -> CodeType:
        """Compile all helpers collected so far into one module body."""
        return compile("\n".join(self.lines), name, "exec", dont_inherit=True, optimize=2)

    def bind_function(self, overload: str) -> str:
        """A name for an overload's implementation."""
        name = f"fn_{len(self.bound)}"
        key = ("function", overload)
        if key not in self._names_by_id:
            self._names_by_id[key] = name
            self.bound[name] = self.functions[overload]
        return self._names_by_id[key]


def all_or_any(kind: str, loop: str, body: str, maybe: bool) -> list[str]:
    """The lines of a helper function for `all` or `exists`; `maybe`: the body may be missing."""
    stop, end = ("False", "True") if kind == "all" else ("True", "False")
    if not maybe:
        test = f"not {body}" if kind == "all" else body
        return [loop, f" if {test}: return {stop}", f"return {end}"]
    return [
        f"r = {end}",
        loop,
        f" t = {body}",
        f" if t is {stop}: return {stop}",
        " if t is U: r = U",
        "return r",
    ]


def exists_one(loop: str, body: str) -> list[str]:
    """The lines of a helper function for `exists_one`."""
    # An element that errs, errs for all: no early end, as CEL has it.
    return [
        "hits = 0",
        "unknown = 0",
        loop,
        f" t = {body}",
        " if t is U: unknown += 1",
        " elif t: hits += 1",
        "return False if hits > 1 else U if unknown else hits == 1",
    ]
