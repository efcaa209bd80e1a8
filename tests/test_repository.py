"""The repository's own promises: locks, dependencies, decisions, changes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.outside import REPOSITORY

REQUIREMENTS = REPOSITORY / "requirements"
PINNED = re.compile(r"(?m)^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*\n(?:[ \t]+.*\n?)*)")


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))


def declared() -> dict[str, list[Requirement]]:
    """What is asked for, by the name of its lock: `run` and the dependency groups."""
    read = project()
    groups = {"run": read["project"]["dependencies"], **read["dependency-groups"]}
    return {group: [Requirement(line) for line in lines] for group, lines in groups.items()}


def locked(group: str) -> dict[str, list[tuple[str, bool]]]:
    """Package → its versions in a lock, each with whether pyproject.toml itself asks for it."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for match in PINNED.finditer((REQUIREMENTS / f"{group}.txt").read_text("utf-8")):
        direct = "pyproject.toml" in match["rest"]
        found.setdefault(canonicalize_name(match["name"]), []).append((match["version"], direct))
    return found


GROUPS = sorted(declared())


def test_every_group_has_its_lock_and_every_lock_its_group() -> None:
    assert sorted(path.stem for path in REQUIREMENTS.glob("*.txt")) == GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_holds_what_pyproject_asks_for_and_nothing_it_no_longer_asks_for(group: str) -> None:
    pins = locked(group)
    asked: dict[str, list[Requirement]] = {}
    for requirement in declared()[group]:
        asked.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    assert {name for name, versions in pins.items() if any(direct for _, direct in versions)} == asked.keys()
    for name, alternatives in asked.items():
        for version, _ in pins[name]:
            assert any(requirement.specifier.contains(version) for requirement in alternatives), (
                f"`make lock`: requirements/{group}.txt holds {name} {version}"
            )


@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_has_hashes_and_names_no_host(group: str) -> None:
    text = (REQUIREMENTS / f"{group}.txt").read_text("utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in match["rest"] for match in PINNED.finditer(text))


def test_locks_agree_with_each_other() -> None:
    versions: dict[str, set[frozenset[str]]] = {}
    for group in GROUPS:
        for name, pins in locked(group).items():
            versions.setdefault(name, set()).add(frozenset(version for version, _ in pins))
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_dependency_is_explained_and_every_explanation_has_its_dependency() -> None:
    text = (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8")
    told: dict[str, set[str]] = {}
    group = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"## .*\(`(\w+)`\)", line):
            group = heading[1]
        elif row := re.match(r"\| `([^`]+)` \|.*\w.*\|$", line):
            told.setdefault(group, set()).add(row[1])
    assert told == {group: {r.name for r in requirements} for group, requirements in declared().items()}


HEADINGS = ("## Context", "## Decision", "## Consequences")


def test_decisions_are_numbered_without_gaps_and_say_what_why_and_what_follows() -> None:
    records = sorted((REPOSITORY / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        lines = path.read_text("utf-8").splitlines()
        assert re.fullmatch(r"# \d{4} .+", lines[0]), path.name
        assert [line for line in lines if line.startswith("## ")] == list(HEADINGS), path.name


KINDS = ("added", "changed", "fixed", "removed", "security")


def fragments() -> list[Path]:
    """The notes of changes since the last release."""
    return sorted(path for path in (REPOSITORY / "changelog.d").iterdir() if path.name != "README.md")


def test_changes_are_noted_as_the_convention_says() -> None:
    for path in fragments():
        assert re.fullmatch(rf"[a-z0-9-]+\.(?:{'|'.join(KINDS)})\.md", path.name), path.name
        assert path.read_text("utf-8").strip().endswith("."), path.name


def test_the_version_has_one_place() -> None:
    version = project()["project"]["version"]
    changelog = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## (?:{re.escape(version)}|Unreleased)\b", changelog, re.MULTILINE)
