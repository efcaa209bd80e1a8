"""What the tests of the application share: a cache of their own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled rulesets are kept for the run, so that both a cold and a warm start are tried."""
    folder = tmp_path_factory.getbasetemp() / "compiled"
    folder.mkdir(mode=0o700, exist_ok=True)
    monkeypatch.setenv("XREASON_CACHE", str(folder))
