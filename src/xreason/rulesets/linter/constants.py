"""Conditions that no fact can change, and parts of rules that are therefore never reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xreason.cel.interpret import evaluate
from xreason.cel.values import MISSING, EvaluationError
from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.linter.warning import warning
from xreason.rulesets.model import Expression, Rule, Ruleset


def constant(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Conditions of rules that are always true or always false, and what they keep from being reached."""
    known = _Known(ruleset)
    for rule in ruleset.rules:
        yield from _applies(ruleset, rule, known)
        yield from _exemptions(ruleset, rule, known)
        yield from _demand(ruleset, rule, known)
        yield from _rest(ruleset, rule, known)


class _Known(Mapping[str, object]):
    """All names as missing, but definitions that are constant themselves.

    In three-valued logic an expression that has a value though every fact is missing has that
    value whatever the facts are.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self._calendars = ruleset.calendars
        self._constants: dict[str, object] = {}
        for definition in ruleset.definitions:
            if not definition.unless:
                value = self.value(definition.value)
                if value is not MISSING:
                    self._constants[definition.name] = value

    def __getitem__(self, name: str) -> object:
        return self._constants.get(name, MISSING)

    def __iter__(self) -> Iterator[str]:
        return iter(self._constants)

    def __len__(self) -> int:
        return len(self._constants)

    def value(self, expression: Expression | None) -> object:
        """The value that an expression always has, or `MISSING`."""
        if expression is None:
            return MISSING
        try:
            return evaluate(expression.node, self, calendars=self._calendars)
        except EvaluationError:
            return MISSING


def _applies(ruleset: Ruleset, rule: Rule, known: _Known) -> Iterator[Diagnostic]:
    value = known.value(rule.applies)
    if rule.applies is None or value is MISSING:
        return
    message, hint = "this is always true", "leave `applies` out: the rule then concerns everyone"
    if value is False:
        message, hint = f"the rule `{rule.id}` never applies", "remove it, or mend the condition"
    yield warning(ruleset, "lint.constant", message, rule.applies.at, hint)


def _exemptions(ruleset: Ruleset, rule: Rule, known: _Known) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    always: str | None = None
    for exemption in rule.unless:
        text = " ".join(exemption.when.text.split())
        value = known.value(exemption.when)
        if always is not None or text in seen:
            message = f"the exemption `{exemption.id}` is never reached: `{always or seen[text]}` holds first"
            yield warning(ruleset, "lint.unreachable", message, exemption.when.at, "remove one of them")
        elif value is True:
            message = f"the exemption `{exemption.id}` always holds, so the rule never binds"
            yield warning(ruleset, "lint.constant", message, exemption.when.at)
            always = exemption.id
        elif value is False:
            message = f"the exemption `{exemption.id}` never holds"
            yield warning(ruleset, "lint.constant", message, exemption.when.at, "remove it")
        seen.setdefault(text, exemption.id)


def _demand(ruleset: Ruleset, rule: Rule, known: _Known) -> Iterator[Diagnostic]:
    demand = rule.require or rule.forbid
    value = known.value(demand)
    if demand is not None and value is not MISSING:
        satisfied = value is (rule.forbid is None)
        word = "satisfied" if satisfied else "violated"
        message = f"this is always {str(value).lower()}: the rule `{rule.id}` is {word} whenever it applies"
        yield warning(ruleset, "lint.constant", message, demand.at)


def _rest(ruleset: Ruleset, rule: Rule, known: _Known) -> Iterator[Diagnostic]:
    """Pending and review, which follow a demand that is not met."""
    demand = known.value(rule.require or rule.forbid)
    met = rule.kind == "permission" or demand is (rule.forbid is None)
    pending = rule.pending.when if rule.pending is not None else None
    review = rule.review.when if rule.review is not None else None
    for key, part, when in (("pending", rule.pending, pending), ("review", rule.review, review)):
        if part is None:
            continue
        reason = None
        if met:
            reason = (
                "a permission is never violated" if rule.kind == "permission" else "the demand is always met"
            )
        elif known.value(when) is False:
            reason = "its condition is always false"
        elif key == "review" and known.value(pending) is True:
            reason = "`pending` always holds first"
        if reason is not None:
            message = f"`{key}` of the rule `{rule.id}` is never reached: {reason}"
            at = when.at if when is not None else rule.at
            yield warning(ruleset, "lint.unreachable", message, at, "remove it")
