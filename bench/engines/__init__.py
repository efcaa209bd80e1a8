"""Adapters: one module an engine, each with a class of the shape of `Engine`.

An adapter compiles its rules when it is made. Its work on a case has three parts:

- `values(case)`: the case as a Python caller of that engine would have it, blanks filled (see `bench.plan`).
  Never timed.
- `hold(values)`: those values as the engine itself holds facts, where it has such a thing. Timed in "from a
  mapping".
- `decide(held)`: every rule's outcome and the verdict. Always timed.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any, Protocol

from bench.cases import Case
from bench.handwritten import verdict
from xreason.rulesets.model import Ruleset

Decision = tuple[dict[str, str], str]

ADAPTERS = {
    "cel-expr-python": ("cel_cpp", "Adapter"),
    "cel-expr-python, tuned": ("cel_cpp", "Tuned"),
    "common-expression-language": ("cel_rust", "Adapter"),
    "datalogic-py": ("datalogic", "Adapter"),
    "datalogic-py, tuned": ("datalogic", "Tuned"),
    "zen-engine": ("zen_engine", "Adapter"),
    "cedarpy": ("cedar", "Adapter"),
    "panzi-json-logic": ("json_logic_python", "Adapter"),
    "rule-engine": ("rule_engine_python", "Adapter"),
    "clingo": ("asp", "Adapter"),
}
"""Module in this folder and class, by the name of the contestant."""


class Engine(Protocol):
    """What an adapter offers."""

    def __init__(self, ruleset: Ruleset, as_of: datetime) -> None:
        """Compile the rules, with the parameter values of that moment."""

    def values(self, case: Case) -> dict[str, Any]:
        """The case in Python values that the engine takes."""

    def hold(self, values: dict[str, Any]) -> Any:
        """The case as the engine holds it."""

    def decide(self, held: Any) -> Decision:
        """Outcome of each rule, and the verdict."""


def installed() -> dict[str, type[Engine]]:
    """The adapters whose engine can be imported here, by name."""
    found: dict[str, type[Engine]] = {}
    for name, (module, adapter) in ADAPTERS.items():
        try:
            found[name] = getattr(import_module(f"bench.engines.{module}"), adapter)
        except ModuleNotFoundError as error:
            if error.name is not None and error.name.split(".")[0] in ("xreason", "bench"):
                raise
    return found


def decision(ids: list[str], outcomes: list[str]) -> Decision:
    """The outcomes by rule, with the verdict."""
    by_rule = dict(zip(ids, outcomes, strict=True))
    return by_rule, verdict(by_rule)
