"""How long `xreason check` takes as a process, from nothing to its exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory

from bench.cases import generate
from bench.ours import RULESET
from bench.tables import Result, Target, milliseconds, ratio

IMPORTS = "python -c 'import click, yaml'"
SEEN = "xreason check, ruleset seen before"
UNSEEN = "xreason check, ruleset never seen"


def cold(quick: bool) -> Result:
    """A process each time, in turn; the rulesets that XReason keeps compiled are in a folder of our own."""
    with TemporaryDirectory() as folder:
        case = generate(1)[0]
        facts = Path(folder, "facts.json")
        facts.write_text(json.dumps(case.facts), encoding="utf-8")
        options = ["-r", str(RULESET), "--as-of", case.as_of.date().isoformat()]
        check = [*_xreason(), "check", str(facts), *options]
        commands = {IMPORTS: [sys.executable, "-c", "import click, yaml"], SEEN: check, UNSEEN: check}
        times = _in_turn(commands, Path(folder), 7 if quick else 31)
    rows = [[name, milliseconds(times[name]), ratio(times[name] / times[IMPORTS])] for name in commands]
    limit = round(1.5 * times[IMPORTS] * 1e3 + 100, 1)
    targets = [Target(name, limit, times[name] * 1e3, " ms") for name in (SEEN, UNSEEN)]
    note = "the limit is 1.5 × the imports alone + 100 ms"
    return Result("cold", "A cold process", ("", "ms", "÷ imports"), rows, targets, [note])


def _xreason() -> list[str]:
    """The installed command, or what it does where it is not installed."""
    script = Path(sys.executable).with_name("xreason")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "from xreason.app.cli import main; main()"]


def _in_turn(commands: Mapping[str, list[str]], folder: Path, rounds: int) -> dict[str, float]:
    # All find their modules compiled, as installed programs do, whatever this environment says of that.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "modules")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    caches = {name: folder / f"cache{number}" for number, name in enumerate(commands)}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        rmtree(caches[UNSEEN], ignore_errors=True)
        for name, command in commands.items():
            elapsed = _run(name, command, {**environment, "XREASON_CACHE": str(caches[name])})
            if number:
                times[name].append(elapsed)
    return {name: median(found) for name, found in times.items()}


def _run(name: str, command: list[str], environment: Mapping[str, str]) -> float:
    start = _processor_seconds()
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    elapsed = _processor_seconds() - start
    # A case with violations exits 1, and so does Python after a traceback.
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        raise RuntimeError(f"{name} exited {done.returncode}: {done.stderr.decode()}")
    return elapsed


def _processor_seconds() -> float:
    """What the processes waited for so far have used; the clock on the wall would count others' work too."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
