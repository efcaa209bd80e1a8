"""Reads `norm_inputs.yaml`: the inputs of a norm become facts of a pack."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import yaml

Inputs = Mapping[str, object]

MICROSECONDS = {"d": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000}


class Absent:
    """What a fact is whose input is not there."""


ABSENT = Absent()


@dataclass(frozen=True)
class Either:
    """Null or this value: the flag that tells is absent."""

    value: object


@dataclass(frozen=True)
class Mapped:
    """A vector as a case of a pack.

    Args:
        as_of: the moment of judgement.
        facts: values by fact path.
        undecided: values by fact path of which only is known: this, or null.
    """

    as_of: datetime
    facts: dict[str, object]
    undecided: dict[str, object]

    def possibilities(self) -> Iterator[dict[str, object]]:
        """The facts, once for each way in which what is undecided may be."""
        choices = [((path, None), (path, value)) for path, value in self.undecided.items()]
        for chosen in itertools.product(*choices):
            yield {**self.facts, **dict(chosen)}


@dataclass(frozen=True)
class NormInputs:
    """How one norm's inputs become facts.

    Args:
        pack: id of the ruleset.
        facts: the form that makes each fact, by path.
        as_of: where the moment of judgement comes from.
        usual: the moment where nothing is said.
        late: a moment at which every deadline is over.
        unread: inputs that no condition of the norm reads.
    """

    pack: str
    facts: Mapping[str, object]
    as_of: object
    usual: date
    late: date
    unread: tuple[str, ...] = field(default=())

    def moment(self, inputs: Inputs) -> datetime:
        """The moment of judgement of a vector."""
        day = self.late if self.as_of == "late" else self.usual
        if isinstance(self.as_of, dict):
            stated = inputs.get(self.as_of["date"])
            day = date.fromisoformat(stated) if isinstance(stated, str) else self.late
        return datetime(day.year, day.month, day.day, tzinfo=UTC)

    def read_inputs(self) -> Iterator[str]:
        """Names of all inputs that are mapped, and of those that are known to be unread."""
        yield from self.unread
        for form in (*self.facts.values(), self.as_of):
            if form is not None and form != "late":
                yield from _inputs_of(form)

    def case(self, inputs: Inputs, nullable: frozenset[str]) -> Mapped:
        """A vector's inputs as facts.

        Args:
            inputs: numbers as int or Decimal.
            nullable: paths of the facts that can be null.
        """
        as_of = self.moment(inputs)
        facts: dict[str, object] = {}
        undecided = {}
        for path, form in self.facts.items():
            value = _Reading(inputs, as_of, facts).fact(form)
            if isinstance(value, Either):
                undecided[path] = value.value
            elif value is not ABSENT and (value is not None or path in nullable):
                facts[path] = value
        return Mapped(as_of, facts, undecided)


def read() -> dict[str, NormInputs]:
    """The mapping of each norm, by its id."""
    document = yaml.safe_load(Path(__file__).with_name("norm_inputs.yaml").read_text("utf-8"))
    return {
        norm: NormInputs(
            entry["pack"],
            entry["facts"],
            entry.get("as_of"),
            document["as_of"],
            document["late"],
            tuple(entry.get("unread", ())),
        )
        for norm, entry in document["norms"].items()
    }


@dataclass(frozen=True)
class _Reading:
    inputs: Inputs
    as_of: datetime
    facts: Mapping[str, object]

    def fact(self, form: object) -> object:
        """The value that a form stands for: null, `ABSENT`, `Either`, or a value as JSON has it."""
        if not isinstance(form, dict):
            return _plain(self.input(form))
        if "with" in form and self.input(form["with"]) is ABSENT:
            return ABSENT
        flag = self.input(form["if"]) if "if" in form else True
        if flag is False:
            return None
        value = self.value(form)
        if value is ABSENT and "otherwise" in form:
            value = self.value(form["otherwise"])
        return Either(value) if flag is not True and value not in (ABSENT, None) else value

    def input(self, name: object) -> object:
        return self.inputs.get(str(name), ABSENT)

    def value(self, form: Mapping[str, object]) -> object:
        if "is" in form:
            return form["is"]
        if "now" in form:
            return self.as_of.date().isoformat()
        if "ago" in form:
            return self.shifted(self.as_of, form["ago"], str(form["unit"]), -1)
        if "after" in form:
            start = self.facts.get(str(form["after"]), ABSENT)
            if start is ABSENT:
                return ABSENT
            return self.shifted(datetime.fromisoformat(str(start)), form["by"], str(form["unit"]), 1)
        if "date" in form:
            stated = self.input(form["date"])
            return None if stated == "none" else stated
        return self.translated(form)

    def shifted(self, start: datetime, by: object, unit: str, sign: int) -> object:
        amount = by if isinstance(by, int) else self.input(by)
        if amount is ABSENT or amount is None:
            return ABSENT
        moved = start + sign * timedelta(microseconds=_exact(amount, MICROSECONDS[unit]))
        return moved.date().isoformat() if unit == "d" else moved.isoformat()

    def translated(self, form: Mapping[str, object]) -> object:
        stated = self.input(form["input"])
        if stated is ABSENT:
            return ABSENT
        if stated is None:
            return ABSENT if "null_is_missing" in form else None
        if "null_if" in form:
            return None if stated == form["null_if"] else stated
        if "times" in form:
            return _plain(Decimal(str(form["times"])) * Decimal(str(stated)))
        if "unit" in form:
            return _duration(stated, str(form["unit"]))
        table = form.get("as")
        if isinstance(table, dict):
            return table.get(stated, form.get("else", stated))
        if not isinstance(stated, list):
            raise TypeError(f"a list is expected for {form}, not {stated!r}")
        each = form.get("each")
        if isinstance(each, dict):
            return [each.get(item, "other") for item in stated]
        kept = form["keep"]
        return [item if isinstance(kept, list) and item in kept else "other" for item in stated]


def _inputs_of(form: object) -> Iterator[str]:
    if not isinstance(form, dict):
        yield str(form)
        return
    for key in ("input", "date", "ago", "by", "if", "with"):
        if isinstance(form.get(key), str):
            yield form[key]
    if "otherwise" in form:
        yield from _inputs_of(form["otherwise"])


def _plain(value: object) -> object:
    """A number as facts documents take it: exact."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


def _exact(amount: object, microseconds: int) -> int:
    scaled = Fraction(str(amount)) * microseconds
    if scaled.denominator != 1:
        raise ValueError(f"{amount} is finer than a microsecond")
    return scaled.numerator


def _duration(amount: object, unit: str) -> str:
    return f"{_exact(amount, MICROSECONDS[unit])}us"
