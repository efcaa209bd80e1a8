"""What is installed is complete: the rulesets, the marker for type checkers, the licence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from tests.outside import REPOSITORY


def test_a_wheel_holds_the_packs_the_types_and_the_licence(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    held = set(ZipFile(wheel).namelist())
    source = REPOSITORY / "src"
    wanted = {
        str(path.relative_to(source))
        for path in (source / "xreason").rglob("*")
        if path.suffix in {".py", ".typed", ".yaml"}
    }
    assert wanted - held == set()
    assert {name.rpartition("/")[2] for name in held} >= {"LICENSE", "NOTICE", "py.typed", "gdpr.yaml"}
