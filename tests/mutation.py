"""Mutation testing: change the code in small ways, and count the changes that no test notices.

`python -m tests.mutation [PART…]` mutates `cel` and `reasoning`, or only the parts named, such as
`cel.parser`, and prints a score for each module. There are some 14,000 mutants, which take hours;
`--sample 400` checks that many of them, the same ones each time, and gives the score to a few percent.
"""

from __future__ import annotations

import json
import os
import random
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


def run(names: list[str], errors: int | None = None) -> int:
    """Let mutmut check these mutants."""
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutation", "PYTEST_ADDOPTS": ""}
    mutmut = str(Path(sys.executable).parent / "mutmut")
    command = [mutmut, "run", *names]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, stderr=errors, check=False).returncode


def exit_codes() -> dict[str, int | None]:
    """Every mutant there is, with what mutmut noted of it."""
    found: dict[str, int | None] = {}
    for meta in sorted(MUTANTS.rglob("*.py.meta")):
        found |= json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def module(name: str) -> str:
    """The module that a mutant is of, such as `cel.parser`."""
    return name.split(".x_")[0].split(".xǁ")[0].removeprefix("xreason.")


def inside(name: str, parts: tuple[str, ...]) -> bool:
    """Whether a mutant is of one of these parts."""
    return any(f"{module(name)}.".startswith(f"{part}.") for part in parts)


def status(exit_code: int | None) -> str:
    """Killed, survived, untested; a mutant that never ends is noticed, hence killed."""
    if exit_code in KILLED | TIMED_OUT:
        return "killed"
    if exit_code in SURVIVED:
        return "survived"
    return "untested" if exit_code in UNTESTED else "unknown"


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
@click.option("--sample", type=click.IntRange(min=1), help="Check only that many mutants.")
@click.option("--show", default=25, show_default=True, help="How many survivors to name.")
def main(parts: tuple[str, ...], sample: int | None, show: int) -> None:
    """Run mutmut on the parts, and print the score."""
    parts = parts or PARTS
    # mutmut makes all mutants before it looks for those that are named, and stops if there are none.
    run(["none"], errors=subprocess.DEVNULL)
    names = [name for name in exit_codes() if inside(name, parts)]
    if not names:
        raise SystemExit(1)
    if sample is not None and sample < len(names):
        names = random.Random(0).sample(names, sample)
        failed = run(names)
    else:
        failed = run([f"xreason.{part}.*" for part in parts])
    if failed:
        raise SystemExit(failed)
    codes = exit_codes()
    found: dict[str, Counter[str]] = {}
    for name in sorted(names):
        found.setdefault(module(name), Counter())[status(codes[name])] += 1
    click.echo(table(found))
    survivors = [name for name in sorted(names) if status(codes[name]) == "survived"]
    click.echo(f"\n{len(survivors)} survived; `.venv/bin/mutmut show NAME` shows what was changed")
    click.echo("\n".join(survivors[:show]))


if __name__ == "__main__":
    main()
