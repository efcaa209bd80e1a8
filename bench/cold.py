"""How long `xreason check` takes as a process, from nothing to its exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.cases import generate
from bench.ours import RULESET
from bench.tables import Result, Target, milliseconds, ratio

IMPORTS = "python -c 'import click, yaml'"
CHECK = "xreason check"


def cold(quick: bool) -> Result:
    """A process each time, the two in turn."""
    with TemporaryDirectory() as folder:
        case = generate(1)[0]
        facts = Path(folder) / "facts.json"
        facts.write_text(json.dumps(case.facts), encoding="utf-8")
        as_of = case.as_of.date().isoformat()
        check = ["-m", "xreason", "check", str(facts), "-r", str(RULESET), "--as-of", as_of]
        commands = {
            IMPORTS: [sys.executable, "-c", "import click, yaml"],
            CHECK: [sys.executable, *check],
        }
        times = _in_turn(commands, 5 if quick else 21)
    rows = [[name, milliseconds(times[name]), ratio(times[name] / times[IMPORTS])] for name in commands]
    limit = 1.5 * times[IMPORTS] + 0.1
    target = Target(f"{CHECK}, cold", round(limit * 1e3, 1), times[CHECK] * 1e3, " ms")
    note = "the limit is 1.5 × the imports alone + 100 ms"
    return Result("cold", "A cold process", ("", "ms", "imports = 1"), rows, [target], [note])


def _in_turn(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = perf_counter()
            done = subprocess.run(command, capture_output=True, check=False, env=dict(os.environ))
            elapsed = perf_counter() - start
            if done.returncode not in (0, 1):
                raise RuntimeError(f"{name} exited {done.returncode}: {done.stderr.decode()}")
            if number:
                times[name].append(elapsed)
    return {name: median(found) for name, found in times.items()}
