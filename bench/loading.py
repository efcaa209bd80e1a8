"""How long rulesets take to load: the fifty rules, and ten to ten thousand."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time
from typing import TypeVar

from bench.cases import Case, generate
from bench.growth import grown
from bench.measure import seconds
from bench.ours import ruleset, source
from bench.tables import Result, Target, milliseconds
from xreason.cel import Environment, Profile, check, parse
from xreason.cel.types import TIMESTAMP
from xreason.kernel.diagnostics import Source
from xreason.reasoning import decide, stored
from xreason.reasoning.layout import AS_OF, lay_out
from xreason.reasoning.program import Program, program_of
from xreason.rulesets import load, read_facts
from xreason.rulesets.model import Expression, Ruleset

T = TypeVar("T")

SIZES = (10, 100, 1_000, 10_000)


def compile_rules(quick: bool) -> Result:
    """Text to functions, as a whole and in its parts."""
    times = 5 if quick else 15
    text, rules = source(), ruleset()
    environment = _environment(rules)
    expressions = list(_expressions(rules))
    sources = [Source("<expression>", expression.text) for expression in expressions]
    parsed = [parse(each) for each in sources]
    parts = {
        "expressions: parse": seconds(lambda: [parse(each) for each in sources], times),
        "expressions: check": seconds(
            lambda: [check(tree, each, environment) for tree, each in zip(parsed, sources, strict=True)],
            times,
        ),
        "compile": seconds(lambda: _compiled(rules), times),
        "load: YAML, parse, check": seconds(lambda: load(text), times),
        "load and compile": seconds(lambda: _compiled(load(text)), times),
    }
    alone = sum(list(parts.values())[:3])
    rows = [[name, milliseconds(value)] for name, value in parts.items()]
    rows.insert(3, ["expressions: all three", milliseconds(alone)])
    targets = [
        Target("parse, check and compile the expressions", 30, alone * 1e3, " ms"),
        Target("the same from the YAML text", 30, parts["load and compile"] * 1e3, " ms"),
    ]
    note = f"{len(rules.rules)} rules, {len(expressions)} expressions, {len(text.text):,} characters of YAML"
    return Result("compile", "Parse, check and compile 50 rules", ("", "ms"), rows, targets, [note])


def growth(quick: bool) -> Result:
    """Ten to ten thousand rules; with garbage collection on, as a user has it."""
    sizes = SIZES[:-1] if quick else SIZES
    measured = {
        size: _measured(Source("grown.yaml", grown(size)), 1 if size > 1_000 else 3) for size in sizes
    }
    rows = [
        [
            f"{size:,}",
            milliseconds(found["load"]),
            milliseconds(found["first"]),
            f"{(found['load'] + found['first']) / size * 1e6:,.0f}",
            milliseconds(found["stored"]),
            milliseconds(found["stored first"]),
            milliseconds(found["next"]),
            f"{found['next'] / size * 1e6:.2f}",
        ]
        for size, found in measured.items()
    ]
    largest = max(sizes)
    share, found, before = largest / SIZES[-1], measured[largest], measured[largest // 10]
    targets = [
        Target(f"load {largest:,} rules", 5 * share, found["load"], " s"),
        Target(f"load {largest:,} rules from a compiled cache", 0.3 * share, found["stored"], " s"),
        *(
            Target(f"{what}, per rule, against a tenth of the rules", 1.3, found[key] / before[key] / 10)
            for what, key in (("load", "load"), ("decide", "next"))
        ),
    ]
    columns = ("rules", "load", "1st decision", "both/rule", "cached load", "cached 1st", "next", "next/rule")
    units = ("", "ms", "ms", "µs", "ms", "ms", "ms", "µs")
    return Result("growth", "Load and decide as rules grow", columns, [units, *rows], targets)


def _measured(text: Source, times: int) -> dict[str, float]:
    """Median seconds of each step from a ruleset's text to decisions."""
    found: dict[str, list[float]] = {}
    for _ in range(times):
        _step_through(text, generate(1)[0], found)
    return {step: median(seconds_) for step, seconds_ in found.items()}


def _step_through(text: Source, case: Case, found: dict[str, list[float]]) -> None:
    rules = _timed(found, "load", lambda: load(text))
    facts = read_facts(rules, case.facts)
    for step in ("first", "next", "next", "next"):
        _timed(found, step, lambda: decide(rules, facts, case.as_of).outcomes)
    kept = stored.dump(program_of(rules))
    assert kept is not None, "a ruleset without imports can be kept"
    program = _timed(found, "stored", lambda: stored.load(kept, text))
    assert program is not None, "the format is the one just written"
    _timed(found, "stored first", lambda: decide(program.ruleset, facts, case.as_of).outcomes)


def _timed(into: dict[str, list[float]], step: str, call: Callable[[], T]) -> T:
    gc.collect()
    start = process_time()
    result = call()
    into.setdefault(step, []).append(process_time() - start)
    return result


def _compiled(rules: Ruleset) -> object:
    return Program(rules, lay_out(rules)).fast


def _expressions(rules: Ruleset) -> Iterator[Expression]:
    for definition in rules.definitions:
        yield from definition.expressions()
    for rule in rules.rules:
        yield from rule.expressions()


def _environment(rules: Ruleset) -> Environment:
    variables = {spec.path: spec.type for spec in rules.facts}
    variables |= {parameter.name: parameter.type for parameter in rules.parameters}
    variables |= {definition.name: definition.type for definition in rules.definitions}
    return Environment({**variables, AS_OF: TIMESTAMP}, Profile.RULES)
