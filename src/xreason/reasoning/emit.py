"""Rules and definitions as Python source, in the fast and in the three-valued reading."""

from __future__ import annotations

from collections.abc import Iterator

from xreason.cel.python import Emitter
from xreason.cel.tree import Const
from xreason.reasoning.conditions import conflict, pending_condition
from xreason.reasoning.layout import PER_FUNCTION, Layout
from xreason.reasoning.outcomes import (
    EXEMPT,
    NOT_APPLICABLE,
    PENDING,
    REVIEW,
    SATISFIED,
    UNDETERMINED,
    VIOLATED,
)
from xreason.rulesets.model import Definition, Expression, Rule, Ruleset


def emit_fast(ruleset: Ruleset, layout: Layout, emitter: Emitter) -> None:
    """Add `defs_N(f)`, which fill in definitions, and `rules_N(f)`, which return outcome codes."""
    emitter.bound["conflict"] = conflict
    for start in range(0, len(ruleset.definitions), PER_FUNCTION):
        part = ruleset.definitions[start : start + PER_FUNCTION]
        body = []
        for definition in part:
            slot = layout.definitions[definition.name]
            body.append(f"f[{slot}] = {_definition(emitter, definition)}")
        emitter.lines.append(f"def defs_{start // PER_FUNCTION}(f):\n " + "\n ".join(body))
    for start in range(0, len(ruleset.rules), PER_FUNCTION):
        part_rules = ruleset.rules[start : start + PER_FUNCTION]
        codes = [_fast_rule(emitter, rule, layout.dated.get(start + i)) for i, rule in enumerate(part_rules)]
        source = f"def rules_{start // PER_FUNCTION}(f):\n return [\n  " + ",\n  ".join(codes) + "]"
        emitter.lines.append(source)


def _definition(emitter: Emitter, definition: Definition) -> str:
    base, _ = emitter.value(definition.value.node)
    if not definition.unless:
        return base
    if len(definition.unless) == 1:
        exception = definition.unless[0]
        when, _ = emitter.truth(exception.when.node)
        value, _ = emitter.value(exception.value.node)
        return f"({value} if {when} else {base})"
    lines = ["r = U"]
    for exception in definition.unless:
        when, _ = emitter.truth(exception.when.node)
        value, _ = emitter.value(exception.value.node)
        lines += [f"if {when}:", f" v = {value}", " if r is not U and r != v: conflict()", " r = v"]
    lines.append(f"return {base} if r is U else r")
    return f"{emitter.define('d', ['f'], lines)}(f)"


def _fast_rule(emitter: Emitter, rule: Rule, dated: int | None) -> str:
    code = str(SATISFIED)
    demand = rule.require or rule.forbid
    if demand is not None:
        test, _ = emitter.truth(demand.node)
        rest = _shortfall(emitter, rule)
        code = (
            f"{SATISFIED} if {test} else {rest}" if rule.require else f"({rest}) if {test} else {SATISFIED}"
        )
    if rule.unless:
        tests = " or ".join(emitter.truth(exemption.when.node)[0] for exemption in rule.unless)
        code = f"{EXEMPT} if {tests} else {code}"
    if rule.applies is not None and not _is_true(rule.applies):
        code = f"({code}) if {emitter.truth(rule.applies.node)[0]} else {NOT_APPLICABLE}"
    if dated is not None:
        code = f"({code}) if f[{dated}] else {NOT_APPLICABLE}"
    return f"({code})"


def _shortfall(emitter: Emitter, rule: Rule) -> str:
    """The code of a rule whose demand is not met: pending, review or violated."""
    code = str(VIOLATED)
    if rule.review is not None:
        if rule.review.when is None:
            code = str(REVIEW)
        else:
            code = f"{REVIEW} if {emitter.truth(rule.review.when.node)[0]} else {VIOLATED}"
    if rule.pending is not None:
        condition = pending_condition(rule.pending)
        if condition is not None:
            code = f"{PENDING} if {emitter.truth(condition)[0]} else {code}"
    return code


def _is_true(expression: Expression) -> bool:
    return isinstance(expression.node, Const) and expression.node.value is True


def emit_kleene(ruleset: Ruleset, layout: Layout, emitter: Emitter) -> None:
    """Add `definition_N(f)` and `rule_N(f)`, which know about missing facts."""
    emitter.bound["conflict"] = conflict
    for index, definition in enumerate(ruleset.definitions):
        emitter.lines.append(
            f"def definition_{index}(f):\n " + "\n ".join(_kleene_definition(emitter, definition))
        )
    for index, rule in enumerate(ruleset.rules):
        lines = list(_kleene_rule(emitter, rule, layout.dated.get(index)))
        emitter.lines.append(f"def rule_{index}(f):\n " + "\n ".join(lines))


def _kleene_definition(emitter: Emitter, definition: Definition) -> Iterator[str]:
    """A definition's value is known when every exception that may apply leads to the same one."""
    if not definition.unless:
        yield f"return {emitter.value(definition.value.node)[0]}"
        return
    yield "hit = U"
    yield "maybe = []"
    for exception in definition.unless:
        when, _ = emitter.truth(exception.when.node)
        value, _ = emitter.value(exception.value.node)
        yield f"w = {when}"
        yield "if w is not False:"
        yield f" v = {value}"
        yield " if w is U: maybe.append(v)"
        yield " elif v is U: return U"
        yield " elif hit is not U and hit != v: conflict()"
        yield " else: hit = v"
    yield f"if hit is U: hit = {emitter.value(definition.value.node)[0]}"
    yield "for v in maybe:"
    yield " if v is U or v != hit: return U"
    yield "return hit"


def _kleene_rule(emitter: Emitter, rule: Rule, dated: int | None) -> Iterator[str]:
    """The eight steps of DESIGN §3, in their order."""
    if dated is not None:
        yield f"if not f[{dated}]: return {NOT_APPLICABLE}"
    applies = rule.applies is not None and not _is_true(rule.applies)
    if applies and rule.applies is not None:
        yield f"a = {emitter.truth(rule.applies.node)[0]}"
        yield f"if a is False: return {NOT_APPLICABLE}"
    unknown = "False"
    for number, exemption in enumerate(rule.unless):
        text, maybe = emitter.truth(exemption.when.node)
        if maybe:
            yield f"e{number} = {text}"
            yield f"if e{number} is True: return {EXEMPT}"
            unknown += f" or e{number} is U"
        else:
            yield f"if {text}: return {EXEMPT}"
    if applies:
        yield f"if a is U: return {UNDETERMINED}"
    demand = rule.require or rule.forbid
    if demand is None:
        yield f"return {SATISFIED}"
        return
    yield f"r = {emitter.truth(demand.node)[0]}"
    yield f"if r is {rule.require is not None}: return {SATISFIED}"
    condition = pending_condition(rule.pending) if rule.pending is not None else None
    if condition is not None:
        yield f"if ({emitter.truth(condition)[0]}) is True: return {PENDING}"
    if rule.review is not None and rule.review.when is None:
        yield f"return {REVIEW}"
        return
    if rule.review is not None and rule.review.when is not None:
        yield f"if ({emitter.truth(rule.review.when.node)[0]}) is True: return {REVIEW}"
    yield f"return {UNDETERMINED} if r is U or {unknown} else {VIOLATED}"
