"""Every example in the reference of the document language loads."""

from __future__ import annotations

import re

import pytest

from tests.outside import REPOSITORY
from tests.rulesets.samples import HEAD, loaded, source, with_head
from xreason.rulesets import lint, read_facts
from xreason.rulesets.calendars import CALENDAR_KEYS
from xreason.rulesets.cases import CASE_KEYS, OUTCOMES, VERDICTS
from xreason.rulesets.definitions import EXCEPTION_KEYS
from xreason.rulesets.loader import KEYS
from xreason.rulesets.parameters import VALUE_KEYS
from xreason.rulesets.provenance import KINDS as ORIGINS
from xreason.rulesets.rules import EXEMPTION_KEYS, GRAVITIES, KINDS, PENDING_KEYS, REVIEW_KEYS, RULE_KEYS
from xreason.rulesets.schema_types import FACT_KEYS, TYPE_NAMES

PAGE = (REPOSITORY / "docs" / "ruleset.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml( part)?\n(.*?)```", PAGE, re.DOTALL)
FACTS = re.findall(r"```yaml facts\n(.*?)```", PAGE, re.DOTALL)
COMMON = source(with_head("").replace("test/sample", "acme/common").replace("1.0.0", "2.3.0"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[1].split("\n", 1)[0])
def test_an_example_loads(example: tuple[str, str]) -> None:
    part, text = example
    head = HEAD if "sources:" not in text else HEAD.replace("sources: {act: {title: The Act}}\n", "")
    loaded(head + text if part else text, {"acme/common": COMMON})


@pytest.mark.parametrize("text", FACTS, ids=["facts", "case"])
def test_an_example_of_facts_is_read(text: str) -> None:
    facts = read_facts(loaded(EXAMPLES[0][1]), source(text))
    assert facts.gaps == ()


def test_the_whole_example_is_sound() -> None:
    assert lint(loaded(EXAMPLES[0][1])) == []


@pytest.mark.parametrize(
    "key",
    sorted(
        {
            *KEYS,
            *FACT_KEYS,
            *TYPE_NAMES,
            *VALUE_KEYS,
            *EXCEPTION_KEYS,
            *RULE_KEYS,
            *EXEMPTION_KEYS,
            *PENDING_KEYS,
            *REVIEW_KEYS,
            *CASE_KEYS,
            *CALENDAR_KEYS,
            *OUTCOMES,
            *VERDICTS,
            *KINDS,
            *GRAVITIES,
            *ORIGINS,
        }
    ),
)
def test_every_key_and_word_is_told(key: str) -> None:
    assert re.search(rf"(?<![\w.]){key}(?![\w])", PAGE)
