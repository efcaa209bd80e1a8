"""Rulesets use names of other rulesets, by ranges of versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import dedent

import pytest

from tests.rulesets.samples import loaded, marked, mistakes, source
from xreason.cel.values import parse_date
from xreason.kernel.diagnostics import Source
from xreason.rulesets import read_facts


def ruleset(id_: str, version: str = "1.0.0", imports: str = "{}", body: str = "") -> Source:
    head = f"xreason: 1\nid: {id_}\nversion: {version}\ntitle: T\nimports: {imports}\n"
    sources = "sources: {s: {title: S}}\n"
    return source(head + sources + dedent(body), f"{id_}-{version}.yaml")


COMMON = ruleset(
    "acme/common",
    "2.3.0",
    body="""
    calendars: {office: {holidays: [2026-01-01]}}
    facts: {company: {employees: {type: int, min: 0}}}
    parameters: {small: [{value: 50, cite: s}]}
    definitions: {is_small: company.employees < small}
    """,
)
USING = """
facts: {report: {filed: bool, on: date}}
rules:
  - id: r
    cite: s
    applies: '!is_small && company.employees > small'
    require: report.filed && report.on.isWorkday("office")
"""


def test_facts_parameters_definitions_and_calendars_of_an_import_are_visible() -> None:
    main = loaded(
        ruleset("acme/main", imports="{acme/common: ^2.1}", body=USING).text, {"acme/common": COMMON}
    )
    assert [spec.path for spec in main.facts] == ["company.employees", "report.filed", "report.on"]
    assert [parameter.name for parameter in main.parameters] == ["small"]
    assert [definition.name for definition in main.definitions] == ["is_small"]
    assert parse_date("2026-01-01") in main.calendars["office"].holidays
    (imported,) = main.imports
    assert (imported.id, imported.range, imported.ruleset.version) == ("acme/common", "^2.1", "2.3.0")
    assert read_facts(main, {"company": {"employees": 3}, "report": {"filed": True}}).values[:2] == [3, True]


def test_an_imported_expression_knows_its_own_document() -> None:
    main = loaded(
        ruleset("acme/main", imports="{acme/common: ^2.1}", body=USING).text, {"acme/common": COMMON}
    )
    assert main.definitions[0].value.source.name == "acme/common-2.3.0.yaml"


def test_the_digest_covers_what_the_document_says_and_not_what_it_imports() -> None:
    text = ruleset("acme/main", imports="{acme/common: ^2}", body=USING).text
    newer = Source("newer", COMMON.text.replace("2.3.0", "2.4.0").replace("value: 50", "value: 60"))
    assert loaded(text, {"acme/common": COMMON}).digest == loaded(text, {"acme/common": newer}).digest


def versions(id_: str, *numbers: str, imports: str = "{}") -> list[Source]:
    return [
        ruleset(
            id_, number, imports, f"parameters: {{{id_.split('/')[1]}: [{{value: {number}, cite: s}}]}}\n"
        )
        for number in numbers
    ]


def chosen(text: Source, offers: Mapping[str, Source | Sequence[Source]]) -> dict[str, str]:
    return {imported.id: imported.ruleset.version for imported in loaded(text.text, offers).imports}


def test_the_newest_version_in_the_range_is_chosen() -> None:
    offers = {"a/x": versions("a/x", "1.0.0", "1.10.0", "1.9.0", "2.0.0", "1.11.0-rc.1")}
    assert chosen(ruleset("a/main", imports="{a/x: ^1}"), offers) == {"a/x": "1.10.0"}


def test_a_version_is_chosen_that_everyone_agrees_on() -> None:
    offers = {
        "a/x": versions("a/x", "1.0.0", "1.1.0", "1.2.0"),
        "a/y": versions("a/y", "1.0.0", imports='{a/x: "<1.2"}'),
    }
    assert chosen(ruleset("a/main", imports="{a/x: ^1, a/y: '*'}"), offers) == {
        "a/x": "1.1.0",
        "a/y": "1.0.0",
    }


def test_what_two_imports_share_is_one_thing() -> None:
    offers = {
        "a/x": versions("a/x", "1.0.0"),
        "a/y": versions("a/y", "1.0.0", imports="{a/x: ^1}"),
        "a/z": versions("a/z", "1.0.0", imports="{a/x: ^1}"),
    }
    main = loaded(ruleset("a/main", imports="{a/y: ^1, a/z: ^1}").text, offers)
    assert [parameter.name for parameter in main.parameters] == ["x", "y", "z"]


def test_rulesets_may_be_found_by_a_function() -> None:
    asked = []

    def find(id_: str) -> list[Source]:
        asked.append(id_)
        return versions(id_, "1.0.0")

    loaded(ruleset("a/main", imports="{a/x: ^1, a/y: ^1}").text, find)
    assert sorted(asked) == ["a/x", "a/y"]


@pytest.mark.parametrize(
    ("imports", "offers", "code", "words"),
    [
        ("{a/x: ^1}", {}, "ruleset.import-not-found", "`a/x` is not found"),
        ("{a/x: ^1}", {"a/x": versions("a/other", "1.0.0")}, "ruleset.import-not-found", "not found"),
        (
            "{a/x: ^3}",
            {"a/x": versions("a/x", "1.0.0", "2.0.0")},
            "ruleset.import-version",
            "there are 2.0.0, 1.0.0",
        ),
        (
            "{a/x: ^2, a/y: ^1}",
            {"a/x": versions("a/x", "1.0.0", "2.0.0"), "a/y": versions("a/y", "1.0.0", imports="{a/x: ^1}")},
            "ruleset.import-conflict",
            "`^2` by `a/main`",
        ),
        ("{a/main: ^1}", {}, "ruleset.import-cycle", "`a/main` → `a/main`"),
        (
            "{a/x: ^1}",
            {
                "a/x": versions("a/x", "1.0.0", imports="{a/y: ^1}"),
                "a/y": versions("a/y", "1.0.0", imports="{a/x: ^1}"),
            },
            "ruleset.import-cycle",
            "`a/x` → `a/y` → `a/x`",
        ),
        (
            "{a/x: ^1}",
            {"a/x": versions("a/x", "1.0.0", imports="{a/main: ^1}")},
            "ruleset.import-cycle",
            "`a/main` → `a/x` → `a/main`",
        ),
        ("{a/x: newest}", {"a/x": versions("a/x", "1.0.0")}, "ruleset.import-range", "not a range"),
    ],
)
def test_imports_that_cannot_be_had_are_refused(
    imports: str, offers: dict[str, list[Source]], code: str, words: str
) -> None:
    (found,) = mistakes(ruleset("a/main", imports=imports).text, offers)
    assert found.code == code
    assert words in found.message


@pytest.mark.parametrize(
    "body",
    [
        "facts: {x: int}",
        "facts: {x: {y: int}}",
        "parameters: {x: [{value: 1, cite: s}]}",
        "definitions: {x: '1'}",
    ],
)
def test_a_name_that_an_import_has_already_is_a_clash(body: str) -> None:
    offers = {"a/x": versions("a/x", "1.0.0")}
    (found,) = mistakes(ruleset("a/main", imports="{a/x: ^1}", body=body).text, offers)
    assert found.code == "ruleset.name-clash"
    assert marked(found) in ("x", "y")


def test_two_imports_that_clash_are_told_at_the_import() -> None:
    offers = {
        "a/x": ruleset("a/x", body="facts: {same: int}"),
        "a/y": ruleset("a/y", body="facts: {same: {deeper: int}}"),
    }
    (found,) = mistakes(ruleset("a/main", imports="{a/x: ^1, a/y: ^1}").text, offers)
    assert (found.code, marked(found)) == ("ruleset.name-clash", "a/y")


def test_calendars_of_one_name_clash() -> None:
    body = "calendars: {office: {}}"
    offers = {"a/x": ruleset("a/x", body=body)}
    assert [d.code for d in mistakes(ruleset("a/main", imports="{a/x: ^1}", body=body).text, offers)] == [
        "ruleset.name-clash"
    ]


def test_a_mistake_in_an_import_is_shown_in_its_own_document() -> None:
    offers = {"a/x": ruleset("a/x", body="facts: {a: boool}")}
    (found,) = mistakes(ruleset("a/main", imports="{a/x: ^1}").text, offers)
    assert found.source is not None
    assert (found.code, found.source.name) == ("ruleset.unknown-type", "a/x-1.0.0.yaml")
