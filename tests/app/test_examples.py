"""The documented cases in examples/ are decided as the authorities decided them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.outside import REPOSITORY

EXAMPLES = REPOSITORY / "examples"


def test_the_examples_run_to_their_end_and_print_a_proof(tmp_path: Path) -> None:
    program = tmp_path / "xreason"
    program.write_text(
        f"#!{sys.executable}\nfrom xreason.app.cli import main\nmain()\n",
        "utf-8",
    )
    program.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    ended = subprocess.run(
        ["sh", EXAMPLES / "run.sh"], capture_output=True, text=True, env=env, check=False, timeout=300
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "violated gdpr.33.1.notify_authority" in ended.stdout
    assert "└─ breach_notice_within = 72h  [since 2018-05-25, gdpr#art33.1]" in ended.stdout
    assert "question:  Do the stated reasons justify the delay?" in ended.stdout
    assert re.search(r"^compliant: int/basel3 .* 4 satisfied$", ended.stdout, re.MULTILINE)
    assert re.search(r"^undetermined: ", ended.stdout, re.MULTILINE)
    assert "  missing:   " in ended.stdout


def test_every_example_has_its_source_in_the_readme() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    for path in EXAMPLES.glob("*.yaml"):
        assert f"`{path.name}`" in readme
