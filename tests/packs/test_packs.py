"""Every pack is a ruleset that a person can read, question and trust."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

from tests.outside import REPOSITORY
from tests.packs.norms import pack
from xreason import packs
from xreason.cel.values import format_date
from xreason.kernel.errors import XReasonError
from xreason.reasoning import run_cases
from xreason.reasoning.case_report import CaseReport
from xreason.rulesets.linter import lint
from xreason.rulesets.model import Rule

PACKS = packs.names()
RULES = [(name, rule.id) for name in PACKS for rule in pack(name).rules]
NEVER_VIOLATED = {
    "aml.structuring": "a pattern goes to a person: the norm's review covers all that is not satisfied"
}


@cache
def _report(name: str) -> CaseReport:
    return run_cases(pack(name))


def _rule(name: str, rule_id: str) -> Rule:
    return next(rule for rule in pack(name).rules if rule.id == rule_id)


def test_the_names_are_the_documents_that_ship() -> None:
    root = files(packs)
    shipped = {
        f"{folder.name}/{document.name.removesuffix('.yaml')}"
        for folder in root.iterdir()
        if folder.is_dir()
        for document in folder.iterdir()
        if document.name.endswith(".yaml")
    }
    assert shipped == set(PACKS)
    assert list(PACKS) == sorted(PACKS)


def test_an_unknown_pack_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(XReasonError) as refused:
        packs.text("eu/gdrp")
    assert (refused.value.code, refused.value.hint) == ("check.unknown-pack", "did you mean `eu/gdpr`?")


def test_a_pack_cannot_be_a_path_out_of_the_folder() -> None:
    with pytest.raises(XReasonError, match="there is no pack"):
        packs.text("../kernel/../packs/eu/gdpr")


def test_the_page_on_packs_lists_every_pack_and_rule_as_it_is() -> None:
    page = (REPOSITORY / "docs" / "packs.md").read_text("utf-8").splitlines()
    rows = {line for line in page if line.startswith("| `")}
    expected = set()
    for name in PACKS:
        rules = pack(name).rules
        begins = pack(name).effective_since
        since = format_date(begins) if begins is not None else "always"
        checked = sum(rule.verified == "text" for rule in rules)
        expected.add(f"| `{name}` | {pack(name).title} | {since} | {len(rules)} | {checked} |")
        for rule in rules:
            cited = ", ".join(f"`{cite}`" for cite in rule.cite)
            expected.add(f"| `{rule.id}` | {rule.title} | {cited} | {rule.verified} |")
    assert rows == expected


@pytest.mark.parametrize("name", PACKS)
class TestPack:
    def test_has_the_id_that_it_is_asked_for(self, name: str) -> None:
        assert pack(name).id == name

    def test_lints_clean(self, name: str) -> None:
        assert lint(pack(name)) == []

    def test_passes_its_own_cases(self, name: str) -> None:
        report = _report(name)
        assert [result for result in report.results if not result.passed] == []

    def test_reaches_every_exemption_and_branch_by_its_cases(self, name: str) -> None:
        report = _report(name)
        assert (report.rules.missed, report.exemptions.missed) == ((), ())
        assert {branch.split(":")[0] for branch in report.branches.missed} <= set(NEVER_VIOLATED)

    def test_asks_for_each_fact_in_a_question(self, name: str) -> None:
        unasked = [
            fact.path for fact in pack(name).facts if not (fact.ask or "").strip().endswith(("?", ")?"))
        ]
        assert unasked == []

    def test_dates_and_cites_every_parameter(self, name: str) -> None:
        undated = [
            parameter.name
            for parameter in pack(name).parameters
            for value in parameter.values
            if value.since is None or not value.cite
        ]
        assert undated == []

    def test_cites_every_definition(self, name: str) -> None:
        assert [definition.name for definition in pack(name).definitions if not definition.cite] == []

    def test_names_its_sources_by_address(self, name: str) -> None:
        assert all(source.url and source.url.startswith("https://") for source in pack(name).sources.values())

    def test_has_names_of_cases_that_differ(self, name: str) -> None:
        cases = [case.name for case in pack(name).cases]
        assert len(cases) == len(set(cases))


@pytest.mark.parametrize(("name", "rule_id"), RULES)
class TestRule:
    def test_says_what_it_is_and_what_to_do(self, name: str, rule_id: str) -> None:
        rule = _rule(name, rule_id)
        assert rule.title
        assert rule.cite
        assert rule.remedy
        assert rule.addressee
        assert rule.verified in ("text", "knowledge")
        assert all(exemption.cite for exemption in rule.unless)

    def test_has_a_case_that_satisfies_and_one_that_violates(self, name: str, rule_id: str) -> None:
        expected = [str(case.expect[rule_id]) for case in pack(name).cases if rule_id in case.expect]
        wanted = {"satisfied"} if rule_id in NEVER_VIOLATED else {"satisfied", "violated"}
        assert len(expected) >= 2
        assert wanted <= set(expected)
