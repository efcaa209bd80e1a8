"""What lacks a citation or a case."""

from __future__ import annotations

from collections.abc import Iterator

from xreason.kernel.diagnostics import Diagnostic
from xreason.rulesets.linter.warning import warning
from xreason.rulesets.model import Ruleset


def uncited(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Rules, exemptions and figures that name no source."""
    hint = "add `cite: source#place`"
    for rule in ruleset.rules:
        if not rule.cite:
            yield warning(ruleset, "lint.no-citation", f"the rule `{rule.id}` cites nothing", rule.at, hint)
        for exemption in rule.unless:
            # An exemption written as one expression is part of its rule's text.
            if not exemption.cite and exemption.title is not None:
                message = f"the exemption `{exemption.id}` of `{rule.id}` cites nothing"
                yield warning(ruleset, "lint.no-citation", message, exemption.when.at, hint)
    for parameter in ruleset.parameters:
        for value in parameter.values if parameter.name in ruleset.own.parameters else ():
            if not value.cite:
                message = f"this value of `{parameter.name}` cites nothing"
                yield warning(ruleset, "lint.no-citation", message, value.at, hint)


def untested(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Rules whose outcome no case states."""
    tested = {rule for case in ruleset.cases for rule in (*case.expect, *case.missing)}
    for rule in ruleset.rules:
        if rule.id not in tested:
            message = f"no case expects an outcome of the rule `{rule.id}`"
            hint = f"add a case with `expect: {{{rule.id}: …}}`"
            yield warning(ruleset, "lint.no-case", message, rule.at, hint)
