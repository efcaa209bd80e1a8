"""What the documentation shows is what happens: its commands are run, and their output compared."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from docs.build_transcripts import PAGES, RUN, TOLD, checkout, commands, performed, transcripts
from tests.cel import conformance
from tests.outside import REPOSITORY

SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXCERPT = re.compile(r"^From `(?P<path>[\w./-]+)`.*\n\n```yaml\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")

WRITE = "`make schemas` writes it anew"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks as a fresh clone does."""
    checkout(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_a_check(page: str) -> None:
    shown = [command for _, transcript in transcripts(page) for command in commands(transcript)]
    assert any(command.startswith("xreason check ") for command in shown)
    assert all(command.startswith(RUN + TOLD) for command in shown)


@pytest.mark.parametrize("page", PAGES)
def test_the_transcripts_show_what_happens(page: str, clone: Path) -> None:
    for place, told, now in performed(page, clone):
        assert now.splitlines() == told.splitlines(), f"{place}: {WRITE}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("clone")
def test_a_python_session_shows_what_happens(page: str) -> None:
    text = "\n".join(SESSION.findall((REPOSITORY / page).read_text("utf-8")))
    session = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    said: list[str] = []
    failed, tried = doctest.DocTestRunner().run(session, out=said.append)
    assert tried
    assert not failed, "".join(said)


@pytest.mark.parametrize("page", PAGES)
def test_an_excerpt_stands_in_the_file_it_is_from(page: str) -> None:
    for excerpt in EXCERPT.finditer((REPOSITORY / page).read_text("utf-8")):
        assert excerpt["text"] in (REPOSITORY / excerpt["path"]).read_text("utf-8"), excerpt["path"]


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "changelog.d/README.md"]
)
def test_links_between_files_lead_somewhere(page: str) -> None:
    path = REPOSITORY / page
    targets = [match["target"] for match in LINK.finditer(path.read_text("utf-8"))]
    assert [t for t in targets if "://" not in t and not (path.parent / t).exists()] == []


def test_the_readme_tells_the_conformance_that_is_reached() -> None:
    passed, total = (sum(part) for part in zip(*conformance.rates().values(), strict=True))
    text = " ".join((REPOSITORY / "README.md").read_text("utf-8").split())
    assert f"passes {passed:,} of the {total:,} published conformance tests" in text
