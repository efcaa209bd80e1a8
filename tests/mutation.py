"""Mutation testing: change the code in small ways, and count the changes that no test notices.

`python -m tests.mutation [PART…]` mutates `cel` and `reasoning`, or only the parts named, such as
`cel.parser`, and prints a score for each module. `--tenths N` checks only that many tenths of the
mutants, chosen by their number, for a first impression in less time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click

from tests.outside import REPOSITORY

MUTANTS = REPOSITORY / "mutants"
PARTS = ("cel", "reasoning")

# What mutmut notes of a mutant: pytest's exit code, or one of its own.
KILLED = {1, 3}
SURVIVED = {0}
UNTESTED = {5, 33}
TIMED_OUT = {36, 24, -24, 152, 255}
DIGITS = "3819276450"


def patterns(parts: tuple[str, ...], tenths: int) -> list[str]:
    """What mutmut calls the mutants of these parts."""
    ending = "" if tenths == 10 else f"[{DIGITS[:tenths]}]"
    return [f"xreason.{part}.*{ending}" for part in parts]


def status(exit_code: int | None) -> str:
    """Killed, survived, untested; a mutant that never ends is noticed, hence killed."""
    if exit_code in KILLED | TIMED_OUT:
        return "killed"
    if exit_code in SURVIVED:
        return "survived"
    return "untested" if exit_code in UNTESTED else "unknown"


def tally(parts: tuple[str, ...], tenths: int) -> tuple[dict[str, Counter[str]], list[str]]:
    """Module → how many mutants ended how; and the names of those that survived."""
    found: dict[str, Counter[str]] = {}
    survivors = []
    for meta in sorted(MUTANTS.rglob("*.py.meta")):
        for name, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
            module = name.split(".x_")[0].split(".xǁ")[0].removeprefix("xreason.")
            inside = any(module == part or module.startswith(f"{part}.") for part in parts)
            if code is None or not inside or (tenths < 10 and name[-1] not in DIGITS[:tenths]):
                continue
            found.setdefault(module, Counter())[status(code)] += 1
            if status(code) == "survived":
                survivors.append(name)
    return found, survivors


def table(found: dict[str, Counter[str]]) -> str:
    """The score of each module, and of all together."""
    rows: list[tuple[str, ...]] = [("module", "mutants", "killed", "survived", "untested", "score")]
    for module, counts in [*found.items(), ("all", sum(found.values(), Counter[str]()))]:
        total = counts.total()
        score = f"{100 * counts['killed'] / total:.1f} %" if total else "-"
        figures = (total, counts["killed"], counts["survived"], counts["untested"])
        rows.append((module, *map(str, figures), score))
    wide = max(len(row[0]) for row in rows)
    return "\n".join(row[0].ljust(wide) + "".join(cell.rjust(10) for cell in row[1:]) for row in rows)


@click.command(help=__doc__)
@click.argument("parts", nargs=-1)
@click.option("--tenths", type=click.IntRange(1, 10), default=10, help="How much of it to check.")
@click.option("--show", default=25, help="How many survivors to name.")
def main(parts: tuple[str, ...], tenths: int, show: int) -> None:
    """Run mutmut on the parts, and print the score."""
    parts = parts or PARTS
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutation", "PYTEST_ADDOPTS": ""}
    mutmut = [str(Path(sys.executable).parent / "mutmut"), "run", *patterns(parts, tenths)]
    ran = subprocess.run(mutmut, cwd=REPOSITORY, env=environment, check=False)
    found, survivors = tally(parts, tenths)
    if ran.returncode or not found:
        raise SystemExit(ran.returncode or 1)
    click.echo(table(found))
    if survivors:
        click.echo(f"\n{len(survivors)} survived; `.venv/bin/mutmut show NAME` shows what was changed:")
        click.echo("\n".join(survivors[:show]))


if __name__ == "__main__":
    main()
