"""The README's comparison is measured: each engine is asked, and says what the table says it says.

The questions are about a case in which `breach.late` is true and `breach.hours` and `breach.risk`
are not known. An engine that throws answers “error”.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import cedarpy
import cel
import datalogic_py
import pytest
import rule_engine
import zen
from cel_expr_python import cel as google

from tests.outside import REPOSITORY
from xreason.cel.values import Timestamp
from xreason.kernel.diagnostics import Source
from xreason.reasoning.judgement import decide
from xreason.rulesets import load

FACTS = {"breach": {"late": True}, "a": 0.1, "b": 0.2, "c": 0.3}

RISK, HOURS, LATE, SUM = range(4)

CEL = ('!(breach.risk == "none")', "breach.hours <= 72", "breach.hours > 72 || breach.late", "a + b == c")
WORDS = tuple(text.replace("!", "not ").replace("||", "or") for text in CEL)

RULESET = """
xreason: 1
id: readme/comparison
version: 1.0.0
title: The questions of the README
effective: {{from: 2020-01-01}}
facts:
  breach: {{risk: string, hours: int, late: bool}}
  a: decimal
  b: decimal
  c: decimal
rules:
  - {{id: question, title: Question, kind: obligation, severity: minor, require: '{question}'}}
"""


def shown(answer: object) -> str:
    """An answer as the table writes it."""
    return str(answer).lower() if isinstance(answer, bool) else "error"


def xreason(question: int) -> str:
    ruleset = load(Source("comparison.yaml", RULESET.format(question=CEL[question])))
    [outcome] = decide(ruleset, FACTS, Timestamp(1_800_000_000 * 10**9)).rules
    if outcome.outcome == "undetermined":
        return "unknown, for want of " + ", ".join(f"`{path}`" for path in outcome.missing)
    return {"satisfied": "true", "violated": "false"}[outcome.outcome]


def google_cel(question: int) -> str:
    dyn = google.Type.DYN
    env = google.NewEnv(
        variables={"breach": google.Type.Map(google.Type.STRING, dyn), "a": dyn, "b": dyn, "c": dyn}
    )
    return shown(env.compile(CEL[question]).eval(data=FACTS).value())


def cel_in_rust(question: int) -> str:
    return shown(cel.evaluate(CEL[question], FACTS))


def json_logic(question: int) -> str:
    def var(path: str) -> dict[str, str]:
        return {"var": path}

    risky = {"!": [{"==": [var("breach.risk"), "none"]}]}
    in_time = {"<=": [var("breach.hours"), 72]}
    late = {"or": [{">": [var("breach.hours"), 72]}, var("breach.late")]}
    equal = {"==": [{"+": [var("a"), var("b")]}, var("c")]}
    return shown(datalogic_py.apply((risky, in_time, late, equal)[question], FACTS))


def zen_engine(question: int) -> str:
    return shown(zen.evaluate_expression(WORDS[question], FACTS))


def cedar(question: int) -> str:
    if question == SUM:
        return "–"  # Cedar has no arithmetic on decimals
    condition = CEL[question].replace("breach.", "context.breach.")
    request = {
        "principal": 'U::"a"',
        "action": 'A::"b"',
        "resource": 'R::"c"',
        "context": {"breach": FACTS["breach"]},
    }
    policy = f"permit (principal, action, resource) when {{ {condition} }};"
    answer = cedarpy.is_authorized(request, policy, [])
    return "error" if answer.diagnostics.errors else shown(answer.decision == cedarpy.Decision.Allow)


def rules_in_python(question: int) -> str:
    condition = re.sub(r"breach\.(\w+)", r'breach["\1"]', WORDS[question])
    return shown(rule_engine.Rule(condition).matches(FACTS))


ENGINES: dict[str, Callable[[int], str]] = {
    "XReason": xreason,
    "cel-expr-python": google_cel,
    "common-expression-language": cel_in_rust,
    "datalogic-py": json_logic,
    "zen-engine": zen_engine,
    "cedarpy": cedar,
    "rule-engine": rules_in_python,
}


def told() -> dict[str, list[str]]:
    """Engine → its answers, by the README."""
    rows = re.findall(
        r"^\| (?:\*\*)?([\w-]+)(?:\*\*)? \| (.*) \|$", (REPOSITORY / "README.md").read_text(), re.M
    )
    return {name: [cell.strip(" *") for cell in cells.split("|")] for name, cells in rows if name in ENGINES}


def test_the_readme_compares_with_all_engines_that_were_asked() -> None:
    assert told().keys() == ENGINES.keys()


@pytest.mark.parametrize("question", range(4), ids=["risk", "hours", "late", "sum"])
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_answers_what_the_readme_says(engine: str, question: int) -> None:
    try:
        answer = ENGINES[engine](question)
    except (KeyError, RuntimeError, rule_engine.errors.EngineError):
        answer = "error"
    assert answer == told()[engine][question]
