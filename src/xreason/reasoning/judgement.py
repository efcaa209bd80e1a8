"""Facts in, verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from xreason.cel.values import Timestamp
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.reasoning.careful import judge_one
from xreason.reasoning.program import GIVE_UP, Program, program_of
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.facts import Facts, read_facts
from xreason.rulesets.model import Ruleset
from xreason.rulesets.moments import moment, refuse_out_of_force


def decide(
    ruleset: Ruleset,
    facts: Facts | Mapping[str, object],
    as_of: Timestamp | datetime | date | str,
    only: str | None = None,
) -> Verdict:
    """Judge a case against a ruleset.

    Args:
        ruleset: the rules.
        facts: the case: `Facts`, or a mapping nested like the fact paths.
        as_of: the moment of judgement; a date means its first moment in UTC.
        only: id of the one rule to judge.

    Raises:
        DiagnosticError: the facts do not fit, the ruleset is not in force, or an expression that
            decides an outcome errs (a division by zero, an overflow).

    Source: DESIGN §3, the order of a rule.
    """
    at = as_of if type(as_of) is Timestamp else moment(as_of)
    refuse_out_of_force(ruleset, at)
    program = program_of(ruleset)
    case = facts if isinstance(facts, Facts) else read_facts(ruleset, facts)
    if only is not None:
        return _decide_some(program, case, at, (_index(program, only),))
    if not program.era(at).complete:
        return _decide_some(program, case, at, range(len(program.ids)))
    try:
        return _decide_all(program, case, at)
    except GIVE_UP:
        return _decide_some(program, case, at, range(len(program.ids)))


def _decide_all(program: Program, case: Facts, as_of: Timestamp) -> Verdict:
    values = case.values
    gaps = case.gaps
    if gaps:
        values = list(values)
        for slot in gaps:
            values[slot] = program.stand_ins[slot]
    frame = program.frame(values, as_of)
    defines, judges = program.fast
    for fill in defines:
        fill(frame)
    codes = judges[0](frame) if len(judges) == 1 else [code for judge_ in judges for code in judge_(frame)]
    if gaps:
        _correct(program, case, as_of, codes)
    return Verdict(program, case, as_of, range(len(codes)), codes)


def _correct(program: Program, case: Facts, as_of: Timestamp, codes: list[int]) -> None:
    """Judge again, knowing what is missing, the rules that read a missing fact."""
    layout = program.layout
    frame = program.frame(case.values, as_of)
    affected = {index for slot in case.gaps for index in layout.readers[slot]}
    definitions, rules = program.kleene
    base = len(case.values)
    for index in sorted({d for i in affected for d in layout.rule_definitions[i]}):
        frame[base + index] = definitions[index](frame)
    for index in affected:
        codes[index] = rules[index](frame)


def _decide_some(
    program: Program, case: Facts, as_of: Timestamp, indices: range | tuple[int, ...]
) -> Verdict:
    """Judge rule by rule, so that one that errs is reported with all others that do."""
    frame = program.frame(case.values, as_of)
    codes: list[int] = []
    errors: list[Diagnostic] = []
    for index in indices:
        try:
            code = judge_one(program, frame, index)
        except DiagnosticError as error:
            errors.extend(d for d in error.diagnostics if d not in errors)
        else:
            codes.append(code)
    if errors:
        raise DiagnosticError(errors)
    return Verdict(program, case, as_of, indices, codes)


def _index(program: Program, rule_id: str) -> int:
    from xreason.kernel.errors import XReasonError
    from xreason.kernel.suggest import did_you_mean

    if rule_id not in program.index_of:
        hint = did_you_mean(rule_id, program.ids)
        raise XReasonError("check.unknown-rule", f"`{program.ruleset.id}` has no rule `{rule_id}`", hint)
    return program.index_of[rule_id]
