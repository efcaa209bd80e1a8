"""How long `xreason check` takes as a process, from nothing to its exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory

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
        options = ["-r", str(RULESET), "--as-of", case.as_of.date().isoformat()]
        commands = {
            IMPORTS: [sys.executable, "-c", "import click, yaml"],
            CHECK: [*_xreason(), "check", str(facts), *options],
        }
        # Both find their modules compiled, as installed programs do, whatever this environment says of that.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times = _in_turn(commands, environment, 7 if quick else 31)
    rows = [[name, milliseconds(times[name]), ratio(times[name] / times[IMPORTS])] for name in commands]
    limit = 1.5 * times[IMPORTS] + 0.1
    target = Target("xreason check, cold", round(limit * 1e3, 1), times[CHECK] * 1e3, " ms")
    note = "the limit is 1.5 × the imports alone + 100 ms"
    return Result("cold", "A cold process", ("", "ms", "imports = 1"), rows, [target], [note])


def _xreason() -> list[str]:
    """The installed command, or what it does where it is not installed."""
    script = Path(sys.executable).with_name("xreason")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "from xreason.app.cli import main; main()"]


def _processor_seconds() -> float:
    """What the processes waited for so far have used; the clock on the wall would count others' work too."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _in_turn(commands: dict[str, list[str]], environment: dict[str, str], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = _processor_seconds()
            done = subprocess.run(command, capture_output=True, check=False, env=environment)
            elapsed = _processor_seconds() - start
            # A case with violations exits 1, and so does Python after a traceback.
            if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
                raise RuntimeError(f"{name} exited {done.returncode}: {done.stderr.decode()}")
            if number:
                times[name].append(elapsed)
    return {name: median(found) for name, found in times.items()}
