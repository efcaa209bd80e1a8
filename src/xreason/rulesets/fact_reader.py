"""Facts of one case: from a mapping to one run-time value per declared fact.

A reader is made once per ruleset. It goes over what is given, not over what is declared, so that
unknown names are noticed for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from xreason.cel.values import MISSING, Timestamp
from xreason.kernel.suggest import closest, did_you_mean
from xreason.rulesets.conversion import Convert, converter, refusals
from xreason.rulesets.moments import as_moment
from xreason.rulesets.nodes import shortened
from xreason.rulesets.provenance import CALLER, Provenance, read_provenance
from xreason.rulesets.refusals import Refusal, Steps, described
from xreason.rulesets.shapes import FactSpec

Group: TypeAlias = "dict[str, tuple[int, Convert] | Group]"
"""What may stand at one level of a facts document: facts, and groups of facts."""

CASE_KEYS = dict.fromkeys(("name", "as_of", "facts", "provenance"))
"""Keys of a document that is a case rather than the facts alone; `facts` tells it."""

MOST_PROBLEMS = 100
"""Problems of one document that are told."""


class Facts:
    """The facts of one case.

    Args:
        values: one run-time value per declared fact, in the ruleset's order; `MISSING` if not known.
        provenance: origin by fact path, where it is not `origin`.
        as_of: the moment of judgement that the document states, if any.
        origin: where all other facts came from.
    """

    __slots__ = ("_gaps", "as_of", "origin", "provenance", "values")

    def __init__(
        self,
        values: list[object],
        provenance: Mapping[str, Provenance] | None = None,
        as_of: Timestamp | None = None,
        origin: Provenance = CALLER,
    ) -> None:
        self.values = values
        self.provenance: Mapping[str, Provenance] = provenance if provenance is not None else {}
        self.as_of = as_of
        self.origin = origin
        self._gaps: tuple[int, ...] | None = None

    @property
    def gaps(self) -> tuple[int, ...]:
        """Slots of facts that are missing, or have a missing part."""
        if self._gaps is None:
            self._gaps = tuple([slot for slot, value in enumerate(self.values) if has_gap(value)])
        return self._gaps

    def provenance_of(self, path: str) -> Provenance:
        """Where a fact came from."""
        return self.provenance.get(path, self.origin)


def has_gap(value: object) -> bool:
    """Whether a value is missing, or a part of it is."""
    if type(value) is tuple:
        return any(has_gap(part) for part in value)
    if type(value) is list:
        # Items have one shape, and only records among them can lack something.
        return bool(value) and type(value[0]) in (tuple, list) and any(map(has_gap, value))
    return value is MISSING


@dataclass(slots=True)
class Problem:
    """One thing wrong with a facts document.

    Args:
        code: of the diagnostic.
        message: whole, with the fact's name.
        hint: the way out.
        steps: from the document's root to the place.
        at_key: the key itself is wrong, not its value.
    """

    code: str
    message: str
    hint: str | None
    steps: Steps
    at_key: bool = False


@dataclass(slots=True)
class Reading:
    """What reading a document gave."""

    facts: Facts
    problems: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Note a problem, unless there are very many."""
        if not self.full:
            self.problems.append(problem)

    @property
    def full(self) -> bool:
        """Whether further problems are not told, and need not be worked out."""
        return len(self.problems) >= MOST_PROBLEMS


class FactReader:
    """Reads facts of one schema.

    Args:
        specs: the declared facts, in order.
    """

    def __init__(self, specs: Sequence[FactSpec]) -> None:
        self.specs = specs

    @cached_property
    def _root(self) -> Group:
        root: Group = {}
        for slot, spec in enumerate(self.specs):
            *groups, name = spec.path.split(".")
            level = root
            for group in groups:
                inner = level.setdefault(group, {})
                assert isinstance(inner, dict)
                level = inner
            level[name] = (slot, converter(spec.shape))
        return root

    def read(self, document: object, origin: Provenance = CALLER) -> Reading:
        """Read a facts document, or a case document: one that has a key `facts`."""
        reading = Reading(Facts([MISSING] * len(self.specs), origin=origin))
        if not isinstance(document, Mapping):
            problem = "the document must be a mapping of facts" + _not_but(document)
            reading.add(Problem("facts.not-a-mapping", problem, None, ()))
        elif "facts" in document:
            self._read_case(document, reading)
        else:
            self._read_group(self._root, document, reading, ())
        return reading

    def _read_case(self, document: Mapping[object, object], reading: Reading) -> None:
        for key in document:
            if key not in CASE_KEYS and not reading.full:
                text = shortened(str(key))
                hint = did_you_mean(text, CASE_KEYS) or "facts belong below `facts`"
                message = f"unknown key `{text}` beside `facts`"
                reading.add(Problem("facts.unknown-key", message, hint, (str(key),), at_key=True))
        facts = document["facts"]
        if isinstance(facts, Mapping):
            self._read_group(self._root, facts, reading, ("facts",))
        elif facts is not None:
            message = "`facts` must be a mapping of facts" + _not_but(facts)
            reading.add(Problem("facts.not-a-mapping", message, None, ("facts",)))
        if document.get("as_of") is not None:
            try:
                reading.facts.as_of = as_moment(document["as_of"])
            except Refusal as refused:
                self._refuse(reading, refused, "as_of", ("as_of",))
        if document.get("provenance") is not None:
            self._read_provenance(document["provenance"], reading)

    def _read_group(
        self, group: Group, document: Mapping[object, object], reading: Reading, steps: Steps
    ) -> None:
        values = reading.facts.values
        dotted = []
        for key, value in document.items():
            entry = group.get(key)  # type: ignore[call-overload]  # whatever else a key is, it is not found
            if type(entry) is tuple:
                slot, convert = entry
                try:
                    values[slot] = convert(value)
                except Refusal:
                    self._refuse_value(slot, value, reading, (*steps, str(key)))
            elif entry is None:
                if type(key) is str and "." in key:
                    dotted.append((key, value))
                else:
                    self._refuse_key(group, key, reading, steps)
            elif type(value) is dict or isinstance(value, Mapping):
                self._read_group(entry, value, reading, (*steps, str(key)))
            else:
                self._refuse_group(key, value, reading, steps)
        for key, value in dotted:
            self._read_dotted(group, key, value, reading, steps)

    def _read_dotted(self, group: Group, key: str, value: object, reading: Reading, steps: Steps) -> None:
        """Read `breach.risk: low`, the short way to write `breach: {risk: low}`."""
        *names, last = key.split(".")
        level = group
        for name in names:
            inner = level.get(name)
            if not isinstance(inner, dict):
                self._refuse_key(group, key, reading, steps)
                return
            level = inner
        if last not in level:
            self._refuse_key(group, key, reading, steps)
            return
        alone = Reading(Facts([MISSING] * len(self.specs)))
        self._read_group({key: level[last]}, {key: value}, alone, steps)
        for problem in alone.problems:
            reading.add(problem)
        for slot, given in enumerate(alone.facts.values):
            if given is MISSING:
                continue
            if reading.facts.values[slot] is not MISSING:
                message = f"`{self.specs[slot].path}` is given twice"
                problem = Problem(
                    "facts.duplicate-fact", message, "leave one out", (*steps, key), at_key=True
                )
                reading.add(problem)
            reading.facts.values[slot] = given

    def _refuse_value(self, slot: int, value: object, reading: Reading, steps: Steps) -> None:
        if value is MISSING or reading.full:
            return
        spec = self.specs[slot]
        for refused in refusals(spec.shape, value):
            self._refuse(reading, refused, spec.path, steps)
            if reading.full:
                return

    def _refuse(self, reading: Reading, refused: Refusal, name: str, steps: Steps) -> None:
        for step in refused.steps:
            name += f"[{step}]" if isinstance(step, int) else f".{step}"
        message = f"`{shortened(name, 100)}` {refused.problem}"
        reading.add(Problem(refused.code, message, refused.hint, steps + refused.steps))

    def _refuse_key(self, group: Group, key: object, reading: Reading, steps: Steps) -> None:
        if reading.full:
            return
        text = key if isinstance(key, str) else described(key)
        groups = steps[1:] if steps[:1] == ("facts",) else steps
        name = shortened(".".join(map(str, (*groups, text))), 100)
        hint = did_you_mean(text, group)
        if hint is None and (best := closest(text.rpartition(".")[2], self._paths_by_name)) is not None:
            hint = f"did you mean `{self._paths_by_name[best]}`?"
        problem = Problem("facts.unknown-fact", f"unknown fact `{name}`", hint, (*steps, text), at_key=True)
        reading.add(problem)

    def _refuse_group(self, key: object, value: object, reading: Reading, steps: Steps) -> None:
        message = f"`{key}` is a group of facts and must be a mapping" + _not_but(value)
        hint = "leave it out if nothing is known of it" if value is None else None
        reading.add(Problem("facts.not-a-mapping", message, hint, (*steps, str(key))))

    @cached_property
    def _paths_by_name(self) -> dict[str, str]:
        """Paths by their last name."""
        return {spec.path.rpartition(".")[2]: spec.path for spec in self.specs}

    def _read_provenance(self, document: object, reading: Reading) -> None:
        """Origins by fact path; that of a group goes for all facts in it."""
        if not isinstance(document, Mapping):
            message = "`provenance` must be a mapping by fact path" + _not_but(document)
            reading.add(Problem("facts.provenance", message, None, ("provenance",)))
            return
        found: dict[str, Provenance] = {}
        # Longer paths come later, so that a fact's own origin wins over its group's.
        for key, value in sorted(document.items(), key=lambda entry: str(entry[0]).count(".")):
            steps = ("provenance", str(key))
            try:
                origin = read_provenance(value)
            except Refusal as refused:
                self._refuse(reading, refused, f"provenance of {shortened(str(key))}", steps)
                continue
            paths = list(self._below(str(key)))
            if not paths and not reading.full:
                hint = did_you_mean(str(key), [spec.path for spec in self.specs])
                message = f"provenance is given for the unknown fact `{shortened(str(key))}`"
                reading.add(Problem("facts.unknown-fact", message, hint, steps, at_key=True))
            found.update(dict.fromkeys(paths, origin))
        reading.facts.provenance = found

    def _below(self, path: str) -> Iterable[str]:
        """The fact of this path, or those of the group."""
        return (s.path for s in self.specs if s.path == path or s.path.startswith(f"{path}."))


def _not_but(value: object) -> str:
    return f", not {described(value)}"
