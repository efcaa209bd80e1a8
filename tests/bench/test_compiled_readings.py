"""The compiled readings do the work: where nothing errs, they do not leave it to the interpreter."""

from __future__ import annotations

from bench.cases import generate, with_missing
from bench.ours import ruleset
from xreason.kernel.diagnostics import Source
from xreason.reasoning.judgement import decide
from xreason.reasoning.outcomes import SATISFIED, VIOLATED
from xreason.reasoning.program import program_of
from xreason.rulesets import load, read_facts
from xreason.rulesets.moments import moment


def test_the_fast_reading_judges_complete_facts_by_itself() -> None:
    rules = ruleset()
    program = program_of(rules)
    fills, judges = program.fast
    for case in generate(40):
        facts = read_facts(rules, case.facts)
        frame = program.frame(facts.values, moment(case.as_of))
        for fill in fills:
            fill(frame)
        codes = [code for judge in judges for code in judge(frame)]
        assert codes == decide(rules, facts, case.as_of).codes


def test_the_three_valued_reading_judges_facts_with_gaps_by_itself() -> None:
    rules = ruleset()
    program = program_of(rules)
    for case in map(with_missing, generate(40)):
        facts = read_facts(rules, case.facts)
        frame = program.frame(facts.values, moment(case.as_of))
        codes = [program.judge(frame, index) for index in range(len(program.ids))]
        assert codes == decide(rules, facts, case.as_of).codes


def test_fields_of_records_that_may_be_null_are_read_by_the_fast_reading() -> None:
    shape = "{type: record, nullable: true, fields: {name: string, size: int}}"
    rules = load(
        Source(
            "plants.yaml",
            "xreason: 1\nid: a/plants\nversion: 1.0.0\ntitle: Plants\n"
            f"facts: {{plants: {{type: list, of: {shape}}}}}\n"
            "rules: [{id: r, title: R, severity: info, require: 'plants.all(p, p == null || p.size < 3)'}]\n",
        )
    )
    program = program_of(rules)
    for plants, code in (
        ([None, {"name": "x", "size": 2}], SATISFIED),
        ([{"name": "x", "size": 3}], VIOLATED),
    ):
        facts = read_facts(rules, {"plants": plants})
        assert program.fast[1][0](program.frame(facts.values, moment("2026-01-01"))) == [code]
        assert decide(rules, facts, "2026-01-01").codes == [code]
