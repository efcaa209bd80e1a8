"""Documents to test with."""

from __future__ import annotations

from textwrap import dedent

from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.rulesets import Ruleset, load
from xreason.rulesets.imports import Imports

HEAD = """\
xreason: 1
id: test/sample
version: 1.0.0
title: A sample
sources: {act: {title: The Act}}
"""

BREACH = """\
xreason: 1
id: eu/sample
version: 1.2.0
title: Notification of breaches
description: When the authority must hear of a breach.
jurisdiction: EU
effective: {from: 2018-05-25}
sources:
  gdpr: {title: Regulation (EU) 2016/679, url: https://eur-lex.europa.eu/eli/reg/2016/679/oj}
calendars:
  office: {weekend: [sat, sun], holidays: [2026-01-01]}
facts:
  breach:
    discovered_at: {type: timestamp, ask: When did you become aware of the breach?, fixed: true}
    notified_at: {type: timestamp, nullable: true}
    risk: {enum: [none, low, high]}
    individuals: {type: int, min: 0, max: 1000000, unit: persons}
    delay_reasons_given: bool
  fine: {type: decimal, min: 0, unit: EUR}
  records:
    type: list
    of: {name: string, paid: {type: date, nullable: true}}
    max: 5
parameters:
  notify_within:
    - {from: 2018-05-25, value: 72h, cite: gdpr#art33.1}
  threshold:
    - {from: 2018-05-25, until: 2020-12-31, value: 100, cite: gdpr#art34}
    - {from: 2021-01-01, value: 250.5, cite: gdpr#art34}
definitions:
  late: breach.notified_at != null && breach.notified_at - breach.discovered_at > notify_within
  reportable:
    value: true
    unless:
      - {when: breach.risk == "none", value: false, cite: gdpr#art33.1}
rules:
  - id: gdpr.33.1
    title: Notify the supervisory authority
    kind: obligation
    cite: gdpr#art33.1
    severity: critical
    applies: reportable && breach.individuals < 1000000
    unless:
      - {id: unpaid, title: Nothing was paid, when: 'records.all(r, r.paid == null)', cite: gdpr#art33.1}
    require: breach.notified_at != null && !late
    pending:
      when: breach.notified_at == null
      due: breach.discovered_at + notify_within
    review:
      when: breach.delay_reasons_given
      question: Do the reasons justify the delay?
      cite: gdpr#art33.1
    remedy: Notify now.
    verified: text
    addressee: controller
    tags: [breach, deadline]
  - id: gdpr.83
    title: Fines stay below the threshold
    cite: [gdpr#art83, gdpr#art84]
    forbid: fine > threshold
cases:
  - name: 73 hours is late
    as_of: 2026-01-10
    facts:
      breach:
        discovered_at: 2026-01-01T00:00:00Z
        notified_at: 2026-01-04T01:00:00Z
        risk: low
        individuals: 3
        delay_reasons_given: false
      records: [{name: A, paid: 2026-01-02}]
      fine: 250.50
    expect: {gdpr.33.1: violated, gdpr.83: satisfied}
    verdict: non_compliant
"""


def source(text: str, name: str = "sample.yaml") -> Source:
    """A document."""
    return Source(name, text)


def loaded(text: str = BREACH, imports: Imports | None = None) -> Ruleset:
    """A ruleset from its text."""
    return load(source(text), imports)


def with_head(text: str) -> str:
    """A document of these sections, under a head with the source `act`."""
    return HEAD + dedent(text)


def mistakes(text: str, imports: Imports | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with a document; nothing, if it loads."""
    try:
        loaded(text, imports)
    except DiagnosticError as error:
        return error.diagnostics
    return ()


def codes(text: str, imports: Imports | None = None) -> list[str]:
    """Codes of what is wrong with a document."""
    return [found.code for found in mistakes(text, imports)]


def marked(found: Diagnostic) -> str:
    """The text that a diagnostic points at."""
    assert found.source is not None
    assert found.span is not None
    return found.source.text[found.span.start : found.span.end]
