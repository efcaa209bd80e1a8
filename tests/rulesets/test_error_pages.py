"""The example on the page of a code is an example of it."""

from __future__ import annotations

import re

import pytest

from tests.outside import REPOSITORY
from tests.rulesets.samples import HEAD, loaded, source
from xreason.kernel.diagnostics import DiagnosticError
from xreason.rulesets import lint, read_facts

FAMILIES = ("document", "facts", "lint", "ruleset")
PAGES = sorted(
    path for path in (REPOSITORY / "docs" / "errors").glob("*.md") if path.name.startswith(FAMILIES)
)
EXAMPLE = re.compile(r"```(yaml|json)\n(.*?)```", re.DOTALL)
EXAMPLES = [(path.stem, *match) for path in PAGES for match in EXAMPLE.findall(path.read_text("utf-8"))]

SCHEMA = """
facts:
  breach:
    discovered_at: timestamp
    risk: {enum: [none, low, high]}
    individuals: {type: int, min: 0}
  payments: {type: list, of: {amount: decimal}, max: 3}
"""


def whole(text: str) -> str:
    """A document for the example, if it is not one itself."""
    is_part = ":" in text and not text.startswith(("xreason", "%"))
    return HEAD + text if is_part else text


def found_in(code: str, language: str, text: str) -> list[str]:
    """Codes of what is wrong with an example."""
    try:
        if code.startswith("facts.") or language == "json":
            read_facts(loaded(HEAD + SCHEMA), source(text, f"facts.{language}"))
            return []
        return [found.code for found in lint(loaded(whole(text)))]
    except DiagnosticError as error:
        return [found.code for found in error.diagnostics]


@pytest.mark.parametrize(("code", "language", "text"), EXAMPLES, ids=[code for code, _, _ in EXAMPLES])
def test_the_example_shows_the_mistake(code: str, language: str, text: str) -> None:
    assert code in found_in(code, language, text)


def test_most_pages_have_an_example_that_is_tried() -> None:
    assert len(EXAMPLES) > len(PAGES) / 2
