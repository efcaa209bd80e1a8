"""What is published beside the code says what the code does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.outside import REPOSITORY
from xreason.app.cli import main

SCHEMAS = REPOSITORY / "docs" / "schemas"


def test_there_are_no_schemas_but_the_published_ones() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {"ruleset.schema.json", "verdict.schema.json"}


@pytest.mark.parametrize("kind", ["ruleset", "verdict"])
def test_a_published_schema_is_what_the_program_prints(kind: str, tmp_path: Path) -> None:
    printed = tmp_path / "schema.json"
    assert main.main(["schema", kind, "--output", str(printed)], standalone_mode=False) == 0
    published = (SCHEMAS / f"{kind}.schema.json").read_text("utf-8")
    assert published == printed.read_text("utf-8"), "`make schemas` writes it anew"
    jsonschema.Draft202012Validator.check_schema(json.loads(published))
