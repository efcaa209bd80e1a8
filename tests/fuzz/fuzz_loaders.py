"""Fuzzing of what reads documents, guided by coverage; `make fuzz` runs it.

Each target takes bytes and must answer with a result or with diagnostics that can be shown. Any other
exception ends the run, printed with the input that caused it.

    python -m tests.fuzz.fuzz_loaders [SECONDS_EACH [TARGET]]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["xreason"]):
    from tests.rulesets.samples import BREACH, loaded
    from xreason.kernel.diagnostics import DiagnosticError, render
    from xreason.rulesets import lint, load, read_facts
    from xreason.rulesets.documents import decode, read_tree
    from xreason.rulesets.nodes import to_python

SECONDS_EACH = 60
LONGEST_INPUT = 4096

SAMPLE = loaded()


def fuzz_ruleset(data: bytes) -> None:
    """A ruleset, from bytes to lint and digest."""
    ruleset = load(decode(data, "fuzz.yaml"))
    lint(ruleset)
    assert ruleset.digest.startswith("sha256:")


def fuzz_facts(data: bytes) -> None:
    """A facts document for the sample's schema."""
    assert len(read_facts(SAMPLE, decode(data, "-")).values) == len(SAMPLE.facts)


def fuzz_tree(data: bytes) -> None:
    """The tree of a document."""
    node = read_tree(decode(data, "-"))
    if node is not None:
        to_python(node)


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[str, ...]]] = {
    "ruleset": (fuzz_ruleset, (BREACH,)),
    "facts": (
        fuzz_facts,
        (
            '{"breach": {"risk": "low", "individuals": 3}, "fine": 1e3}',
            "as_of: 2026-01-01\nfacts: {fine: 1}\n",
        ),
    ),
    "tree": (fuzz_tree, ("a: [1, {b: 'c'}]\nd: |\n  e\n", '{"a": "\\ud83d\\ude00"}')),
}
"""What is fuzzed, and texts to start from."""


def one_input(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The target, with diagnostics as a good answer."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except DiagnosticError as error:
            for found in error.diagnostics:
                render(found)

    return run


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target; does not return."""
    target, seeds = TARGETS[name]
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(seeds):
        (folder / str(number)).write_text(seed, "utf-8")
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST_INPUT}",
        f"-artifact_prefix={folder}/found-",
        "-timeout=10",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], one_input(target))
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Fuzz one target here, or each in a process of its own."""
    seconds = int(arguments[0]) if arguments else SECONDS_EACH
    if len(arguments) > 1:
        fuzz(arguments[1], seconds)
    ends = [
        subprocess.run(
            [sys.executable, "-m", "tests.fuzz.fuzz_loaders", str(seconds), name], check=False
        ).returncode
        for name in TARGETS
    ]
    return max(ends)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
