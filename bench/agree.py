"""Do all engines judge the 200 cases alike? `python -m bench.agree` prints where they do not."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from bench.cases import Case, generate
from bench.engines import Decision, Engine, installed
from bench.ours import Handwritten, XReason, ruleset


def disagreements(
    name: str, engine: Engine, cases: Sequence[Case], expected: Sequence[Decision]
) -> list[str]:
    """Every outcome and verdict of an engine that is not the hand-written rules'."""
    found: list[str] = []
    for case, (outcomes, verdict) in zip(cases, expected, strict=True):
        got_outcomes, got_verdict = engine.decide(engine.hold(engine.values(case)))
        found.extend(_differences(f"{name}, case {case.number}", outcomes, got_outcomes))
        if got_verdict != verdict:
            found.append(f"{name}, case {case.number}: {got_verdict}, not {verdict}")
    return found


def _differences(where: str, expected: Mapping[str, str], got: Mapping[str, str]) -> Iterable[str]:
    for rule, outcome in expected.items():
        if got.get(rule) != outcome:
            yield f"{where}, {rule}: {got.get(rule)}, not {outcome}"


def expected_of(cases: Sequence[Case]) -> list[Decision]:
    """What the hand-written rules say of each case."""
    limit = Handwritten(ruleset(), cases[0].as_of)
    return [limit.decide(limit.hold(limit.values(case))) for case in cases]


def check(engines: Mapping[str, Engine], cases: Sequence[Case]) -> list[str]:
    """All disagreements of all engines with the hand-written rules."""
    expected = expected_of(cases)
    return [line for name, engine in engines.items() for line in disagreements(name, engine, cases, expected)]


def report() -> tuple[list[str], str]:
    """Every disagreement of every installed engine, and a summary line."""
    cases = generate()
    rules = ruleset()
    makers: dict[str, type[Engine]] = {"xreason": XReason, **installed()}
    found = check({name: make(rules, cases[0].as_of) for name, make in makers.items()}, cases)
    count = len(cases) * len(rules.rules)
    summary = (
        f"{len(makers)} engines and the hand-written rules, {count:,} outcomes each: {len(found)} differ"
    )
    return found, summary


def main() -> int:
    """Compare, print, and fail on any difference."""
    found, summary = report()
    print(*found, summary, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
