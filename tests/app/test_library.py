"""XReason as a library, and how little it costs to start."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import xreason
from tests.command_line import DATA, run
from xreason import check, load
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning.outcomes import Finding, Outcome

RULES = DATA / "breach.yaml"


def test_check_takes_paths_and_gives_a_verdict() -> None:
    verdict = check(RULES, DATA / "late.yaml")
    assert verdict.finding is Finding.NON_COMPLIANT
    assert verdict.outcomes == {"notify": Outcome.VIOLATED, "inform": Outcome.UNDETERMINED}
    assert verdict.rule("inform").missing == ("breach.individuals", "breach.told")


@pytest.mark.parametrize("as_of", ["2026-02-01", date(2026, 2, 1), datetime(2026, 2, 1, tzinfo=UTC)])
def test_check_takes_a_loaded_ruleset_a_mapping_and_any_moment(as_of: str | date) -> None:
    ruleset = load(str(RULES))
    facts = {"breach": {"risk": "none"}}
    assert check(ruleset, facts, as_of).finding is Finding.COMPLIANT


def test_without_a_moment_the_verdict_is_about_now() -> None:
    verdict = check(RULES, {"breach": {"risk": "none"}})
    assert abs(verdict.as_of / 1e9 - datetime.now(UTC).timestamp()) < 60


def test_the_library_and_the_command_line_agree() -> None:
    from xreason.reasoning import document

    ended = run("check", DATA / "late.yaml", "-r", RULES, "--format", "json")
    assert document(check(RULES, DATA / "late.yaml")) == json.loads(ended.out)


def test_what_is_wrong_is_an_error_with_all_diagnostics(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError) as error:
        check(RULES, {"breach": {"risk": "hgih", "individuals": -1}}, "2026-02-01")
    assert len(error.value.diagnostics) == 2
    with pytest.raises(DiagnosticError, match=r"input\.not-found"):
        check(tmp_path / "no.yaml", {})


def test_the_package_offers_what_it_promises_and_nothing_else() -> None:
    assert set(xreason.__all__) == {"check", "load"}
    with pytest.raises(AttributeError, match="nosuch"):
        _ = xreason.nosuch


def imported_by(program: str) -> set[str]:
    """The modules that a program has imported when it ends."""
    probe = f"import sys\ntry:\n    {program}\nfinally:\n    print(*sys.modules, file=sys.__stderr__)"
    ended = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False, cwd=DATA, timeout=120
    )
    return set(ended.stderr.split())


def test_importing_the_package_imports_nothing_of_it() -> None:
    assert not {name for name in imported_by("import xreason") if name.startswith("xreason.")}


def test_help_needs_no_engine() -> None:
    modules = imported_by("from xreason.app.cli import main; main(['--help'])")
    assert not {name for name in modules if name.startswith(("xreason.cel", "xreason.reasoning", "yaml"))}


def test_a_check_imports_nothing_that_it_does_not_use() -> None:
    line = "from xreason.app.cli import main; main(['check', 'in-time.json', '-r', 'breach.yaml'])"
    heavy = {
        "re2",
        "rich",
        "zoneinfo",
        "importlib.metadata",
        "click.shell_completion",
        "xml",
        "html",
    }
    assert not imported_by(line) & {*heavy, "xreason.reasoning.prover", "xreason.app.cli.ask"}
