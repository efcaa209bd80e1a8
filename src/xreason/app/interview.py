"""An interview: the facts known so far, the next question, and what an answer in words means."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import MISSING, Missing, Timestamp, format_timestamp
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError
from xreason.reasoning.inquiry import Question, questions
from xreason.reasoning.jsonable import JsonValue, to_json
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.facts import Facts, read_facts
from xreason.rulesets.model import Ruleset

YES = frozenset({"y", "yes", "true"})
NO = frozenset({"n", "no", "false"})

EXAMPLES = {
    Kind.BOOL: "yes or no",
    Kind.INT: "a whole number",
    Kind.DECIMAL: "a number, such as 12.50",
    Kind.STRING: "a text",
    Kind.DATE: "a date, such as 2026-01-31",
    Kind.TIMESTAMP: "a date with time and zone, such as 2026-01-31T14:30:00Z",
    Kind.DURATION: "a length of time, such as 72h or P3D",
}

Judge = Callable[[Facts], Verdict]

_STEP = re.compile(r"\[(\d+)\]|\.?([A-Za-z_]\w*)")


class Interview:
    """The state of one interview.

    Args:
        ruleset: the rules that decide what matters.
        facts: what is known at the start.
        judge: judges facts at the moment, and by the rules, that the interview is about.
        person: who answers, as a provenance `name`; None for nobody in particular.
    """

    def __init__(self, ruleset: Ruleset, facts: Facts, judge: Judge, person: str | None = None) -> None:
        self.ruleset = ruleset
        self._judge = judge
        self._person = person
        self._slots = {spec.path: slot for slot, spec in enumerate(ruleset.facts)}
        self._provenance: dict[str, object] = {
            path: origin.document() for path, origin in facts.provenance.items()
        }
        self._known: dict[str, JsonValue] = {}
        for spec, value in zip(ruleset.facts, facts.values, strict=True):
            known = to_json(value, spec.type)
            if not isinstance(known, Missing):
                self._known[spec.path] = known
        self._facts = facts
        self._skipped: set[str] = set()

    def verdict(self) -> Verdict:
        """The judgement on what is known now."""
        return self._judge(self._facts)

    def question(self) -> Question | None:
        """The question that settles most, of those not skipped; None when there is none left."""
        return next((q for q in questions(self.verdict()) if q.path not in self._skipped), None)

    def skip(self, question: Question) -> None:
        """Leave a question without an answer."""
        self._skipped.add(question.path)

    def answer(self, question: Question, text: str) -> None:
        """Take an answer in words.

        Raises:
            DiagnosticError: it does not fit the fact; nothing has changed.
        """
        path = self._fact_path(question.path)
        value = understood(text, question.type)
        if path != question.path:
            value = _with_part(self._known[path], question.path[len(path) :], value)
        self._take(path, value)

    def answer_from(self, question: Question, answers: Facts) -> str | None:
        """Take the answer from other facts.

        Returns:
            It, as text; None if those facts do not know it either.
        """
        path = self._fact_path(question.path)
        slot = self._slots[path]
        value = answers.values[slot]
        known = to_json(value, self.ruleset.facts[slot].type)
        told_before = path in self._known and self._known[path] == known
        if value is MISSING or isinstance(known, Missing) or told_before:
            return None
        self._take(path, known)
        return json.dumps(known, ensure_ascii=False)

    def document(self, as_of: Timestamp) -> dict[str, object]:
        """What is known, as a case document that `check` reads."""
        nested: dict[str, object] = {}
        for path, value in self._known.items():
            *groups, name = path.split(".")
            level = nested
            for group in groups:
                inner = level.setdefault(group, {})
                assert isinstance(inner, dict)
                level = inner
            level[name] = value
        return {"as_of": format_timestamp(as_of), "facts": nested, "provenance": self._provenance}

    def _take(self, path: str, value: JsonValue) -> None:
        known = {**self._known, path: value}
        origin = {"kind": "person", **({"name": self._person} if self._person else {})}
        provenance = {**self._provenance, path: origin}
        facts = read_facts(self.ruleset, {"facts": known, "provenance": provenance})
        self._judge(facts)  # what cannot be judged is not a good answer
        self._known, self._provenance, self._facts = known, provenance, facts

    def _fact_path(self, path: str) -> str:
        """The fact that a place such as `payments[2].amount` is part of."""
        return next(fact for fact in sorted(self._slots, key=len, reverse=True) if _is_part(path, fact))


def _is_part(path: str, fact: str) -> bool:
    return path == fact or (path.startswith(fact) and path[len(fact)] in ".[")


def _with_part(whole: JsonValue, steps: str, part: JsonValue) -> JsonValue:
    """A copy of a value in which the place that `steps` lead to holds `part`."""
    match = _STEP.match(steps)
    if match is None:
        return part
    number, name = match.groups()
    rest = steps[match.end() :]
    if isinstance(whole, list):
        at = int(number)
        return [*whole[:at], _with_part(whole[at], rest, part), *whole[at + 1 :]]
    assert isinstance(whole, dict)
    return {**whole, name: _with_part(whole.get(name), rest, part)}


def understood(text: str, type_: Type) -> JsonValue:
    """What an answer in words means for a fact of this type, as a facts file would hold it.

    Lists may be given as `a, b`; lists of records and records as JSON.

    Raises:
        DiagnosticError: `ask.answer` if it cannot be the value of such a fact.

    >>> from xreason.cel.types import BOOL, STRING, list_of
    >>> understood("Yes", BOOL), understood("access, erasure", list_of(STRING))
    (True, ['access', 'erasure'])
    """
    text = text.strip()
    if type_.kind is Kind.NULLABLE and text == "null":
        return None
    type_ = non_null(type_)
    match type_.kind:
        case Kind.BOOL:
            if text.lower() not in YES | NO:
                raise _unfit(text, "yes or no")
            return text.lower() in YES
        case Kind.INT:
            if not re.fullmatch(r"[-+]?\d{1,30}", text, re.ASCII):
                raise _unfit(text, "a whole number")
            return int(text)
        case Kind.LIST if not text.startswith("[") and type_.args[0].kind is not Kind.RECORD:
            parts = [part for part in text.split(",") if part.strip()]
            return [understood(part, type_.args[0]) for part in parts]
        case Kind.LIST | Kind.RECORD | Kind.MAP:
            return _from_json(text, described(type_))
    return text


def described(type_: Type) -> str:
    """What sort of answer fits, in words.

    >>> from xreason.cel.types import BOOL, nullable
    >>> described(nullable(BOOL))
    'yes or no, or null'
    """
    inner = non_null(type_)
    match inner.kind:
        case Kind.ENUM:
            text = f"one of {', '.join(inner.values)}"
        case Kind.LIST if inner.args[0].kind is Kind.RECORD:
            text = f"a JSON list of {described(inner.args[0])}"
        case Kind.LIST:
            text = f"a list with commas, each {described(inner.args[0])}"
        case Kind.RECORD:
            fields = ", ".join(f'"{name}": …' for name, _ in inner.fields)
            text = f"records such as {{{fields}}}"
        case _:
            text = EXAMPLES.get(inner.kind, str(inner))
    return f"{text}, or null" if type_.kind is Kind.NULLABLE else text


def _from_json(text: str, expected: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise _unfit(text, expected) from error
    return value


def _unfit(text: str, expected: str) -> DiagnosticError:
    shown = text if len(text) <= 60 else f"{text[:57]}…"
    return DiagnosticError([Diagnostic("ask.answer", f"`{shown}` is not {expected}")])
