"""Known answers from outside, which lie beside the repository and are not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


def shared(relative: str) -> Path:
    """The file or folder `relative` of the shared folder; the test is skipped where it is not there.

    The folder is `shared` beside the repository, or what `XREASON_SHARED` names. It is looked for
    in all folders above this one, because mutation testing runs a copy that lies deeper.
    """
    stated = os.environ.get("XREASON_SHARED")
    candidates = [Path(stated)] if stated else [folder / "shared" for folder in REPOSITORY.parents]
    for candidate in candidates:
        if (candidate / relative).exists():
            return candidate / relative
    pytest.skip(f"../shared/{relative} is not there: these known answers from outside were not tried")
