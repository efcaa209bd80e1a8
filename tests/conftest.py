"""What all tests share: Hypothesis profiles, and a steady environment."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# No deadlines: two workers on a small machine share it with whatever else runs there.
settings.register_profile(
    "ci", deadline=None, max_examples=60, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", parent=settings.get_profile("ci"), max_examples=100)
settings.register_profile("thorough", parent=settings.get_profile("ci"), max_examples=5_000)
# Every mutant must meet the same examples, or a score is luck.
settings.register_profile(
    "mutation", parent=settings.get_profile("ci"), max_examples=25, derandomize=True, database=None
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
settings.load_profile(PROFILE)


@pytest.fixture(autouse=True)
def _steady_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing depends on the terminal and the home folder that the tests happen to run in."""
    monkeypatch.setenv("XREASON_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


if PROFILE == "mutation":

    @pytest.hookimpl(tryfirst=True)
    def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
        """Forget the ids of an earlier collection in this process: pytest would escape them again."""
        for marker in metafunc.definition.iter_markers("parametrize"):
            if marker._param_ids_from is not None:
                object.__setattr__(marker._param_ids_from, "_param_ids_generated", None)
