"""One space of names: what a ruleset declares itself together with what its imports do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from xreason.cel.values import Calendar
from xreason.kernel.diagnostics import Span
from xreason.rulesets.model import Definition, FactSpec, Import, Parameter, Ruleset
from xreason.rulesets.reading import Reader

Item = TypeVar("Item")


class Names:
    """The names in use, and who declared them; a clash is noted.

    Args:
        reader: notes clashes.
        imports: the loaded imports.
    """

    def __init__(self, reader: Reader, imports: Sequence[Import]) -> None:
        self.reader = reader
        self.imports = imports
        self._taken: dict[str, tuple[object, str]] = {}
        self._groups: dict[str, str] = {}
        # Imported names come first, so that a clash is told where the document's own name stands.
        self._facts = self._imported(lambda ruleset: ruleset.facts, lambda spec: spec.path, "fact")
        self._parameters = self._imported(lambda ruleset: ruleset.parameters, _name, "parameter")
        self.imported_definitions = self._imported(lambda ruleset: ruleset.definitions, _name, "definition")

    def facts(self, own: Sequence[FactSpec]) -> tuple[FactSpec, ...]:
        """Facts of the imports, then its own."""
        return *self._facts, *(spec for spec in own if self.declare(spec.path, spec, "fact", spec.at))

    def parameters(self, own: Sequence[Parameter]) -> tuple[Parameter, ...]:
        """Parameters of the imports, then its own."""
        return *self._parameters, *(p for p in own if self.declare(p.name, p, "parameter", p.place))

    def declare(self, name: str, item: object, what: str, at: Span) -> bool:
        """Take a name for an item; False where the same item has it already, or another one."""
        if name in self._taken:
            before, owner = self._taken[name]
            if before is not item:
                self._clash(name, what, owner, at)
            return False
        prefixes = _prefixes(name)
        taken = next((prefix for prefix in prefixes if prefix in self._taken), None)
        if taken is not None:
            self._clash(name, what, self._taken[taken][1], at)
        elif name in self._groups:
            self._clash(name, what, self._groups[name], at)
        self._taken[name] = (item, f"the {what} `{name}`")
        for prefix in prefixes:
            self._groups.setdefault(prefix, f"the {what} `{name}`")
        return True

    def calendars(self, own: Mapping[str, Calendar]) -> dict[str, Calendar]:
        """Calendars of the imports and its own; they have a space of names of their own."""
        merged: dict[str, Calendar] = {}
        for imported in self.imports:
            for name, calendar in imported.ruleset.calendars.items():
                if merged.setdefault(name, calendar) is not calendar:
                    self._clash(name, "calendar", f"another calendar `{name}`", imported.at)
        for name, calendar in own.items():
            if name in merged:
                self._clash(name, "calendar", f"an imported calendar `{name}`", self.imports[0].at)
            merged[name] = calendar
        return merged

    def _imported(
        self, of: Callable[[Ruleset], Iterable[Item]], name: Callable[[Item], str], what: str
    ) -> tuple[Item, ...]:
        return tuple(
            item
            for imported in self.imports
            for item in of(imported.ruleset)
            if self.declare(name(item), item, what, imported.at)
        )

    def _clash(self, name: str, what: str, owner: str, at: Span) -> None:
        message = f"the {what} `{name}` clashes with {owner}"
        self.reader.wrong("ruleset.name-clash", message, at, "give one of them another name")


def _name(item: Parameter | Definition) -> str:
    return item.name


def _prefixes(name: str) -> list[str]:
    """The groups that a dotted name lies in.

    >>> _prefixes("a.b.c")
    ['a', 'a.b']
    """
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]
