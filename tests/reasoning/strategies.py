"""Random small rulesets over facts with small domains, and cases for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from itertools import product

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from xreason.cel.values import MISSING, Date
from xreason.kernel.diagnostics import Source
from xreason.rulesets import Facts, Ruleset, load

FACTS: dict[str, object] = {
    "a": "bool",
    "b": "bool",
    "group": {"c": "bool", "risk": {"enum": ["none", "low", "high"]}},
    "fated": {"type": "bool", "fixed": True},
    "n": {"type": "int", "min": 0, "max": 3},
    "m": {"type": "int", "min": 0, "max": 2, "nullable": True},
    "total": "decimal",
    "day": "date",
    "items": {"type": "list", "max": 3, "of": {"ok": "bool", "size": {"type": "int", "min": 0, "max": 2}}},
}
PARAMETERS: dict[str, object] = {"limit": [{"from": "2020-01-01", "value": 2, "cite": "law#2"}]}
AS_OF = "2026-06-15"

_MOMENTS = (20_598, 20_619, 20_620, 20_621, 20_640)
"""Days around 2026-06-15, day 20619, and around 2026-06-16, which the expressions speak of."""

DOMAINS: dict[str, tuple[object, ...]] = {
    "a": (True, False),
    "b": (True, False),
    "group.c": (True, False),
    "group.risk": ("none", "low", "high"),
    "fated": (True, False),
    "n": (0, 1, 2, 3),
    "m": (None, 0, 1, 2),
    "total": tuple(map(Decimal, ("-1000", "9.5", "10", "10.5", "1000"))),
    "day": tuple(map(Date, _MOMENTS)),
}
"""For each fact all of its values, or values of which the expressions cannot tell the others apart."""
FIELDS: dict[str, tuple[object, ...]] = {"ok": (True, False), "size": (0, 1, 2)}
"""The same for the fields of `items`."""
PATHS = (*DOMAINS, "items")

_ATOMS = (
    *("a", "b", "group.c", "fated", "n > 1", "n == limit", "m == null", "m != null && m < 2", "n + 1 > 2")
    * 2,
    *("group.risk == 'low'", "group.risk in ['low', 'high']", "total >= 10", "day <= date('2026-06-16')") * 2,
    *(
        "items.all(i, i.ok)",
        "items.exists(i, i.size > 1 && i.ok)",
        "items.exists_one(i, i.ok)",
        "size(items) > 1",
    ),
    "items.map(i, i.size).sum() > n",
    "m > 0",
    "6 / n > 2",
    "n % (n - 1) == 0",
    "(a ? n : 2) > 1",
    "cel.bind(x, n, b || x == 2)",
    "date(as_of) < day",
)
_DEFINED = ("eligible", "!eligible", "grade > 1", "grade == n")
_CALM = tuple(atom for atom in _ATOMS if "/" not in atom and "%" not in atom and atom != "m > 0")
"""Those that never err."""


@st.composite
def conditions(draw: DrawFn, atoms: tuple[str, ...], depth: int = 2) -> str:
    """The text of a condition."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(atoms))
    inner = conditions(atoms, depth - 1)
    form = draw(st.sampled_from(("{} && {}", "{} || {}", "!({})", "({} ? {} : {})")))
    return form.format(*(f"({draw(inner)})" for _ in range(form.count("{}"))))


@st.composite
def definitions(draw: DrawFn, atoms: tuple[str, ...], exceptions: int) -> dict[str, object]:
    """`eligible`, a bool, and `grade`, an int; two exceptions may be in conflict, which is an error."""
    condition = conditions(atoms, 1)
    eligible: dict[str, object] = {"value": draw(condition)}
    grade: dict[str, object] = {"value": draw(st.sampled_from(("n", "1", "2")))}
    for definition, values in ((eligible, ("true", "false", "b")), (grade, ("n", "2", "limit"))):
        drawn = draw(st.lists(st.tuples(condition, st.sampled_from(values)), max_size=exceptions))
        definition["unless"] = [{"when": when, "value": value} for when, value in drawn]
    return {"eligible": eligible, "grade": grade}


@st.composite
def rules(draw: DrawFn, number: int, atoms: tuple[str, ...]) -> dict[str, object]:
    """One rule as its document has it."""
    condition = conditions(atoms)
    rule: dict[str, object] = {"id": f"rule.{number}", "title": f"Rule {number}"}
    if draw(st.booleans()):
        rule["applies"] = draw(condition)
    exemptions = draw(st.lists(conditions(atoms, 1), max_size=2))
    rule["unless"] = [{"id": f"e{n}", "when": when, "cite": "law#1"} for n, when in enumerate(exemptions)]
    kind = draw(st.sampled_from(("require", "require", "require", "forbid", "permission")))
    if kind == "permission":
        return {**rule, "kind": kind}
    rule[kind] = draw(condition)
    extra = draw(st.integers(0, 7))
    if extra == 0:
        rule["pending"] = {"when": draw(condition), "due": "timestamp(day)"}
    elif extra == 1:
        rule["pending"] = {"due": draw(st.sampled_from(("day", "timestamp(day.addDays(n))")))}
    elif extra == 2:
        rule["review"] = {"when": draw(condition), "question": "Is it so?"}
    elif extra == 3:
        rule["review"] = {"question": "Is it so?"}
    return rule


@st.composite
def rulesets(draw: DrawFn, most_rules: int = 3, *, errors: bool = True) -> Ruleset:
    """A checked ruleset; without `errors`, one whose expressions never err."""
    atoms = _ATOMS if errors else _CALM
    uses = (*atoms, *_DEFINED * 2)
    count = draw(st.integers(1, most_rules))
    return ruleset_of(
        {
            "definitions": draw(definitions(atoms, exceptions=2 if errors else 1)),
            "rules": [draw(rules(number, uses)) for number in range(count)],
        }
    )


def ruleset_of(parts: Mapping[str, object]) -> Ruleset:
    """A ruleset with these parts, over the facts above."""
    text = json.dumps(
        {
            "xreason": 1,
            "id": "test/random",
            "version": "1.0.0",
            "title": "Random",
            "sources": {"law": {"title": "The Law"}},
            "facts": FACTS,
            "parameters": PARAMETERS,
            **parts,
        },
        indent=1,
    )
    return load(Source("random.json", text))


# Cases

_RECORDS = tuple(product(*FIELDS.values()))
_MAYBE = st.integers(0, 3)


@st.composite
def _items(draw: DrawFn, *, partial: bool) -> list[object]:
    records = draw(st.lists(st.sampled_from(_RECORDS), max_size=2))
    if not partial:
        return list(records)
    return [tuple(MISSING if draw(_MAYBE) == 0 else value for value in record) for record in records]


_value_of = cache(lambda path: st.sampled_from(DOMAINS[path]))


@st.composite
def cases(draw: DrawFn, *, partial: bool = True) -> Facts:
    """Facts for the schema above; with `partial`, some are missing, whole or in part."""
    values: list[object] = []
    for path in PATHS:
        if partial and draw(_MAYBE) == 0:
            values.append(MISSING)
        else:
            values.append(draw(_items(partial=partial)) if path == "items" else draw(_value_of(path)))
    return Facts(values)
