"""How long rulesets take to load: the fifty rules, and ten to ten thousand."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from bench.cases import generate
from bench.growth import grown
from bench.measure import seconds
from bench.ours import ruleset, source
from bench.tables import Result, Target, milliseconds
from xreason.cel import Environment, Profile, check, parse
from xreason.cel.types import TIMESTAMP
from xreason.kernel.diagnostics import Source
from xreason.reasoning import decide
from xreason.reasoning.layout import AS_OF, definition_expressions, expressions_of, lay_out
from xreason.reasoning.program import Program
from xreason.rulesets import load, read_facts
from xreason.rulesets.model import Expression, Ruleset

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
    """Ten to ten thousand rules."""
    rows, loads = [], {}
    for size in SIZES[:-1] if quick else SIZES:
        text = Source("grown.yaml", grown(size))
        times = 1 if size > 1_000 else 3
        loads[size] = seconds(lambda text=text: load(text), times)  # type: ignore[misc]  # bound at once
        rules = load(text)
        first, later = _decisions(rules)
        per_rule = (loads[size] + first) / size
        rows.append(
            [
                f"{size:,}",
                milliseconds(loads[size]),
                milliseconds(first),
                f"{per_rule * 1e6:,.0f}",
                milliseconds(later),
                f"{later / size * 1e6:.2f}",
            ]
        )
    largest = max(loads)
    columns = (
        "rules",
        "load, ms",
        "first decision, ms",
        "both, µs a rule",
        "later decisions, ms",
        "µs a rule",
    )
    targets = [
        Target(f"load {largest:,} rules", 5 * largest / SIZES[-1], loads[largest], " s"),
        Target(
            "load a rule, as rules grow tenfold",
            1.3,
            loads[largest] / loads[largest // 10] / 10,
        ),
    ]
    return Result("growth", "Load and decide as rules grow", columns, rows, targets)


def _compiled(rules: Ruleset) -> object:
    return Program(rules, lay_out(rules)).fast


def _expressions(rules: Ruleset) -> Iterator[Expression]:
    for definition in rules.definitions:
        yield from definition_expressions(definition)
    for rule in rules.rules:
        yield from expressions_of(rule)


def _environment(rules: Ruleset) -> Environment:
    variables = {spec.path: spec.type for spec in rules.facts}
    variables |= {parameter.name: parameter.type for parameter in rules.parameters}
    variables |= {definition.name: definition.type for definition in rules.definitions}
    return Environment({**variables, AS_OF: TIMESTAMP}, Profile.RULES)


def _decisions(rules: Ruleset) -> tuple[float, float]:
    """Seconds of the first decision, which compiles, and of later ones."""
    case = generate(1)[0]
    facts = read_facts(rules, case.facts)
    start = perf_counter()
    decide(rules, facts, case.as_of)
    first = perf_counter() - start
    return first, seconds(lambda: decide(rules, facts, case.as_of).outcomes, 5)
