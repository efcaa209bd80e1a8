"""Random expressions of the rules profile, and facts to evaluate them against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.cel.grammar import LITERALS, PERSON, PRODUCTIONS, TYPES, VARIABLES
from xreason.cel.environment import Environment
from xreason.cel.types import Kind, Type, non_null
from xreason.cel.values import MISSING, Calendar, Date, Duration, Timestamp

CALENDARS = {"feasts": Calendar(frozenset({4, 5}), frozenset(map(Date, (19782, 20447, 20448, 20449, 20455))))}
LONGEST_LIST = 4
ENVIRONMENT = Environment(
    VARIABLES,
    calendars=frozenset(CALENDARS),
    bounds={name: LONGEST_LIST for name, type_ in VARIABLES.items() if non_null(type_).kind is Kind.LIST},
)

# Expressions

_HOLE = re.compile(r"\{(\w+)('?)\}|@(\w+)")
_NAMES = ("x", "y", "z")
_KEYS = ("bool",) * 12 + tuple(TYPES)
_below = cache(lambda count: st.integers(0, count - 1))
_facts_of = cache(lambda key: tuple(name for name, type_ in VARIABLES.items() if type_ == TYPES.get(key)))
_fields_of = cache(
    lambda key: tuple(name for name, type_ in PERSON.fields if non_null(type_) == TYPES.get(key))
)


class _Writer:
    """Fills in productions. A scope has the types of the variables that macros bind, by name.

    Args:
        below: chooses a number from 0 up to, but not including, its argument.
    """

    def __init__(self, below: Callable[[int], int]) -> None:
        self._below = below

    def _pick(self, texts: tuple[str, ...]) -> str:
        return texts[self._below(len(texts))]

    def write(self, key: str, depth: int, scope: dict[str, str]) -> str:
        """An expression of a type."""
        if depth <= 0 or key not in PRODUCTIONS:
            return self._pick(_leaves(key, scope))
        production = self._pick(PRODUCTIONS[key])
        bound: list[str] = []
        inner = dict(scope)
        for _, _, type_ in _HOLE.findall(production):
            if type_:
                bound.append(self._pick(tuple(name for name in _NAMES if name not in bound)))
                inner[bound[-1]] = type_
        names = iter(bound)

        def filled(hole: re.Match[str]) -> str:
            if hole[3]:
                return next(names)
            return self.write(hole[1], depth - 1, inner if hole[2] else scope)

        return _HOLE.sub(filled, production)


def _leaves(key: str, scope: dict[str, str]) -> tuple[str, ...]:
    """What an expression of a type may end with; variables in scope are likelier than the rest."""
    near = [name for name, type_ in scope.items() if type_ == key]
    near += [
        f"{name}.{field}" for name, type_ in scope.items() if type_ == "person" for field in _fields_of(key)
    ]
    facts = [name for name in _facts_of(key) if name not in scope]
    return (*near * 4, *facts * 2, *LITERALS[key])


@st.composite
def expressions(draw: DrawFn, key: str | None = None, depth: int = 4) -> str:
    """The text of a well-typed expression.

    Args:
        draw: Hypothesis's.
        key: its type, of `grammar.TYPES`; by default a bool more often than not.
        depth: how many productions are nested at most.
    """
    if key is None:
        key = draw(st.sampled_from(_KEYS))
    return _Writer(lambda count: draw(_below(count))).write(key, draw(st.integers(1, depth)), {})


def seeded_expressions(seed: int, count: int) -> Iterator[str]:
    """Texts of well-typed expressions that vary more than drawn ones, and do not shrink."""
    random = Random(seed)
    writer = _Writer(random.randrange)
    for _ in range(count):
        yield writer.write(random.choice(_KEYS), random.randint(1, 5), {})


# Facts

_INT_EDGES = (0, 1, -1, 2, 3, 10, 2**63 - 1, -(2**63), 2**53 + 1, 10**12)
_DECIMAL_EDGES = (
    "0",
    "0.00",
    "0.5",
    "1",
    "-2.50",
    "1E+3",
    "0.1",
    "1E-30",
    "9" * 34,
    "-" + "9" * 33 + ".9",
    "1.0",
)
TEXTS = ("", "a", "ab", "b", "low", "abc", "é", "e\u0301", "😀x", "A b ", "12", "true", "-0.50", "ß")
WRITTEN = (
    *("2024-02-29", "2023-02-29", "0001-01-01", "10000-01-01", "2024-1-01", "2024-02-29T12:00:00.25+02:00"),
    *(
        "0001-01-01T00:00:00+00:01",
        "2024-02-29t24:00:00z",
        "9999-12-31T23:59:59.1234567891Z",
        "9" * 19,
        "-" + "9" * 19,
    ),
    *(
        "72h",
        "1h30m",
        "-1.5s",
        "P3DT4H",
        "PT",
        "P1M",
        "PT0.5S",
        "1.0000000001s",
        "9" * 7 + "h",
        ".5h",
        "0",
        "+3ms",
    ),
    *("false", "T", "1e400", "1e-6200", "+.5", "1.", "007", "1" * 35, "1" * 34 + "0", "NaN", " 1", "1 ", "١"),
)
_MOMENTS = (
    *(Timestamp.MIN, Timestamp.MAX, 0, -1, 1_711_846_799_500_000_000, 1_711_846_800_000_000_000),
    *(
        1_729_990_800_000_000_000,
        1_541_300_400_000_000_000,
        1_325_239_200_000_000_000,
        1_767_225_600_000_000_000,
    ),
)
_DURATIONS = (0, 1, -1, 2**63 - 1, -(2**63), 72 * 3600 * 10**9, 86_400 * 10**9, -1_500_000_000)

_SCALARS: dict[Kind, SearchStrategy[object]] = {
    Kind.BOOL: st.booleans(),
    Kind.INT: st.sampled_from(_INT_EDGES) | st.integers(-4, 4) | st.integers(-(2**63), 2**63 - 1),
    Kind.DECIMAL: st.sampled_from(_DECIMAL_EDGES).map(Decimal)
    | st.decimals(-1000, 1000, places=2)
    | st.integers(-(10**34) + 1, 10**34 - 1).map(Decimal),
    Kind.STRING: st.sampled_from(TEXTS) | st.sampled_from(WRITTEN) | st.text("ab é", max_size=5),
    Kind.DATE: st.sampled_from((Date.MIN, Date.MAX, 0, 19782, 20484, -1)).map(Date)
    | st.integers(19_000, 21_000).map(Date)
    | st.integers(Date.MIN, Date.MAX).map(Date),
    Kind.TIMESTAMP: st.sampled_from(_MOMENTS).map(Timestamp)
    | st.integers(1_700_000_000, 1_800_000_000).map(lambda seconds: Timestamp(seconds * 10**9))
    | st.integers(Timestamp.MIN, Timestamp.MAX).map(Timestamp),
    Kind.DURATION: st.sampled_from(_DURATIONS).map(Duration)
    | st.integers(-48, 48).map(lambda hours: Duration(hours * 3600 * 10**9))
    | st.integers(-(2**63), 2**63 - 1).map(Duration),
}
_NARROW: dict[str, SearchStrategy[object]] = {
    "case.small": st.integers(-20, 40),
    "near": st.integers(19_700, 20_600).map(Date),
}
_MISSING = st.just(MISSING)
_SOMETIMES = st.integers(0, 5)


def values(type_: Type, *, partial: bool) -> SearchStrategy[object]:
    """Values of a type; with `partial`, fields of records may be missing."""
    if type_.kind is Kind.NULLABLE:
        return st.none() | values(type_.args[0], partial=partial)
    if type_.kind is Kind.ENUM:
        return st.sampled_from(type_.values)
    if type_.kind is Kind.LIST:
        return st.lists(values(type_.args[0], partial=partial), max_size=LONGEST_LIST)
    if type_.kind is Kind.RECORD:
        fields = [_field(inner, partial=partial) for _, inner in type_.fields]
        return st.tuples(*fields)
    return _SCALARS[type_.kind]


def _field(type_: Type, *, partial: bool) -> SearchStrategy[object]:
    known = values(type_, partial=partial)
    return _SOMETIMES.flatmap(lambda roll: _MISSING if roll == 0 else known) if partial else known


_values = cache(values)


@st.composite
def facts(draw: DrawFn, names: Iterable[str], *, missing: bool = True) -> dict[str, object]:
    """Facts for some of the variables of `grammar.VARIABLES`.

    Args:
        draw: Hypothesis's.
        names: which ones.
        missing: some may be missing, whole or in part.
    """
    found: dict[str, object] = {}
    for name in sorted(set(names)):
        if missing and draw(_SOMETIMES) == 0:
            found[name] = MISSING
        else:
            narrow = name in _NARROW
            found[name] = draw(_NARROW[name] if narrow else _values(VARIABLES[name], partial=missing))
    return found


@st.composite
def forgotten(draw: DrawFn, known: Mapping[str, object]) -> dict[str, object]:
    """The same facts with some of them missing, whole or in part."""
    return {name: draw(_partly(value)) if draw(_SOMETIMES) < 4 else MISSING for name, value in known.items()}


@st.composite
def _partly(draw: DrawFn, value: object) -> object:
    if isinstance(value, list):
        return [draw(_partly(item)) for item in value]
    if isinstance(value, tuple):
        return tuple(draw(_partly(item)) if draw(_SOMETIMES) < 5 else MISSING for item in value)
    return value
