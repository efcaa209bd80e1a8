"""What an expression is read against: names with their types, functions, and the profile."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from xreason.cel.declarations import FUNCTIONS, Overload
from xreason.cel.limits import DEFAULT, Limits
from xreason.cel.types import Kind, Type


class Profile(Enum):
    """Which language is read: what rulesets may use, or all of CEL."""

    RULES = "rules"
    CEL = "cel"


class Environment:
    """The names and functions that expressions may use.

    Args:
        variables: types of names, which may be dotted: `{"breach.discovered_at": TIMESTAMP}`.
        profile: the typed profile of rulesets, or all of CEL.
        container: the namespace in which names are looked up first, such as `com.example`.
        functions: further overloads by function name.
        calendars: names of the holiday calendars that are declared.
        noun: what a name is called in messages.
        limits: bounds on expressions.
        bounds: greatest length of a list, map or string, by the name that holds it.
        checked: False reads leniently: what does not resolve is left to fail at run time.
    """

    def __init__(
        self,
        variables: Mapping[str, Type] | None = None,
        profile: Profile = Profile.RULES,
        container: str = "",
        functions: Mapping[str, tuple[Overload, ...]] | None = None,
        calendars: frozenset[str] = frozenset(),
        noun: str = "fact",
        limits: Limits = DEFAULT,
        bounds: Mapping[str, int] | None = None,
        checked: bool = True,
    ) -> None:
        self.variables: Mapping[str, Type] = variables if variables is not None else {}
        self.profile = profile
        self.container = container
        self.calendars = calendars
        self.noun = noun
        self.limits = limits
        self.bounds: Mapping[str, int] = bounds if bounds is not None else {}
        self.checked = checked
        self._functions = functions or {}
        self.scopes: tuple[str, ...] = _scopes(container)
        self.namespaces = _NAMESPACES.union(name.split(".")[0] for name in self._functions)

    def overloads(self, function: str, method: bool) -> tuple[Overload, ...]:
        """Overloads of a function in this profile, called in this style."""
        found = _overloads(self.profile, function, method)
        if self._functions:
            found += tuple(o for o in self._functions.get(function, ()) if o.method == method)
        return found

    def declares(self, function: str) -> bool:
        """Whether CEL or this environment has a function of this name, allowed here or not."""
        return function in FUNCTIONS or function in self._functions

    def exact(self, function: str, method: bool, kinds: tuple[Kind, ...]) -> Overload | None:
        """The one overload whose parameters are exactly these atomic types, if there is one."""
        return _exact(self.profile).get((function, method, kinds))

    def functions(self, method: bool) -> list[str]:
        """All function names of this profile in one style; operators left out."""
        names = [name for name in (*FUNCTIONS, *self._functions) if name[0].isalpha()]
        return [name for name in names if self.overloads(name, method)]


def _scopes(container: str) -> tuple[str, ...]:
    """Prefixes to try for a name, innermost first, the last one empty.

    >>> _scopes("a.b")
    ('a.b.', 'a.', '')
    """
    parts = container.split(".") if container else []
    return (*(".".join(parts[:n]) + "." for n in range(len(parts), 0, -1)), "")


_NAMESPACES = frozenset(name.split(".")[0] for name in FUNCTIONS if "." in name)
"""What dotted function names begin with."""

_OVERLOADS: dict[tuple[Profile, str, bool], tuple[Overload, ...]] = {}
_EXACT: dict[Profile, dict[tuple[str, bool, tuple[Kind, ...]], Overload]] = {}


def _overloads(profile: Profile, function: str, method: bool) -> tuple[Overload, ...]:
    key = (profile, function, method)
    found = _OVERLOADS.get(key)
    if found is None:
        found = tuple(
            o
            for o in FUNCTIONS.get(function, ())
            if o.method == method and (o.rules or profile is Profile.CEL)
        )
        _OVERLOADS[key] = found
    return found


def _exact(profile: Profile) -> dict[tuple[str, bool, tuple[Kind, ...]], Overload]:
    """Overloads by the kinds of their parameters, where all of these are atoms."""
    index = _EXACT.get(profile)
    if index is None:
        index = {
            (function, o.method, tuple(arg.kind for arg in o.args)): o
            for function, overloads in FUNCTIONS.items()
            for o in overloads
            if (o.rules or profile is Profile.CEL) and all(arg.kind in _ATOMIC for arg in o.args)
        }
        _EXACT[profile] = index
    return index


_ATOMIC = frozenset((
    Kind.BOOL, Kind.INT, Kind.UINT, Kind.DOUBLE, Kind.STRING, Kind.BYTES, Kind.TIMESTAMP, Kind.DURATION,
    Kind.DATE, Kind.DECIMAL,
))  # fmt: skip
