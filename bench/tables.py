"""Results as tables on a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach.

    Args:
        what: in words.
        limit: the most (or with `at_least`, the least) that counts as reached.
        measured: the figure.
        unit: printed after both figures.
        at_least: more is better.
    """

    what: str
    limit: float
    measured: float
    unit: str = "×"
    at_least: bool = False

    @property
    def reached(self) -> bool:
        """Whether the figure is within its limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def line(self) -> str:
        """The target as one line."""
        sign = "≥" if self.at_least else "≤"
        verdict = "ok" if self.reached else "missed"
        return (
            f"  {verdict:6}  {self.what}: {self.measured:.3g}{self.unit} ({sign} {self.limit:g}{self.unit})"
        )


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement: a table, and the targets that it answers."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    targets: Sequence[Target]
    notes: Sequence[str] = field(default_factory=tuple)

    def text(self) -> str:
        """The table as text, first column left, others right."""
        table = [list(self.columns), *map(list, self.rows)]
        widths = [max(len(row[i]) for row in table) for i in range(len(self.columns))]
        lines = ["  ".join(_cell(row, i, width) for i, width in enumerate(widths)).rstrip() for row in table]
        rule = "  ".join("-" * width for width in widths)
        body = [self.title, "", lines[0], rule, *lines[1:], *(f"  {note}" for note in self.notes)]
        return "\n".join([*body, *(target.line() for target in self.targets), ""])

    def document(self) -> dict[str, object]:
        """The result as a JSON value."""
        targets = [{**asdict(target), "reached": target.reached} for target in self.targets]
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"name": self.name, "title": self.title, "rows": rows, "targets": targets}


def _cell(row: Sequence[str], index: int, width: int) -> str:
    return row[index].ljust(width) if index == 0 else row[index].rjust(width)


def microseconds(value: float) -> str:
    """Seconds as a number of microseconds."""
    return f"{value * 1e6:,.1f}"


def milliseconds(value: float) -> str:
    """Seconds as a number of milliseconds."""
    return f"{value * 1e3:,.2f}"


def ratio(value: float) -> str:
    """A ratio."""
    return f"{value:.2f}×"
