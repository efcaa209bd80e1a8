"""The example on the page of a code is an example of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.outside import REPOSITORY
from tests.rulesets.samples import HEAD, loaded, source
from xreason.kernel.diagnostics import DiagnosticError
from xreason.rulesets import lint, read_facts

PAGES = sorted(
    path
    for path in (REPOSITORY / "docs" / "errors").glob("*.md")
    if path.name.split(".")[0] in ("check", "document", "facts", "lint", "ruleset")
)
EXAMPLE = re.compile(r"```(yaml|json)\n(.*?)```", re.DOTALL)
EXAMPLES = [(path, *match) for path in PAGES for match in EXAMPLE.findall(path.read_text("utf-8"))]

SCHEMA = """
facts:
  breach:
    discovered_at: timestamp
    risk: {enum: [none, low, high]}
    individuals: {type: int, min: 0}
  payments: {type: list, of: {amount: decimal}, max: 3}
"""


def codes(family: str, language: str, text: str) -> list[str]:
    """What is wrong with an example."""
    whole = text if text.startswith("xreason") or not text.strip("# \n\t").count(":") else HEAD + text
    try:
        if family in ("facts", "check"):
            read_facts(loaded(HEAD + SCHEMA), source(text, f"facts.{language}"))
        elif language == "json" or text.startswith("%"):
            loaded(text if language == "yaml" else text)
        elif family == "lint":
            return [found.code for found in lint(loaded(whole))]
        else:
            loaded(whole)
    except DiagnosticError as error:
        return [found.code for found in error.diagnostics]
    return []


@pytest.mark.parametrize(("path", "language", "text"), EXAMPLES, ids=[path.stem for path, _, _ in EXAMPLES])
def test_the_example_shows_the_mistake(path: Path, language: str, text: str) -> None:
    if path.stem == "document.json-syntax":
        with pytest.raises(DiagnosticError) as caught:
            read_facts(loaded(HEAD + SCHEMA), source(text, "facts.json"))
        assert caught.value.code == path.stem
        return
    assert path.stem in codes(path.name.split(".")[0], language, text)


def test_most_pages_have_an_example_that_is_tried() -> None:
    assert len(EXAMPLES) > len(PAGES) / 2
