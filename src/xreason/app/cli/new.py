"""`xreason new`: a ruleset to start from."""

from __future__ import annotations

import os
import re

import click

from xreason.app.cli.command import Command
from xreason.app.cli.exits import Exit
from xreason.app.cli.terminal import say
from xreason.app.files import make_folder, write
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError

EXAMPLES = (
    (
        "Start a ruleset and run its case",
        "xreason new rules/breaches.yaml && xreason test rules/breaches.yaml",
    ),
    ("With an id and a title of your own", 'xreason new kyc.yaml --id acme/kyc --title "Know your customer"'),
)

STARTER = """\
xreason: 1
id: {id}
version: 0.1.0
title: {title}
description: What this ruleset decides, for whom, and what it leaves out.
effective: {{from: 2024-01-01}}

sources:
  policy: {{title: Complaints policy of 1 January 2024}}

facts:
  complaint:
    received_on: {{type: date, fixed: true, ask: When was the complaint received?}}
    answered_on: {{type: date, nullable: true, ask: When was it answered? Null if it was not.}}
    frivolous: {{type: bool, ask: Was the complaint found to be frivolous?}}

parameters:
  answer_within_days:
    - {{from: 2024-01-01, value: 30, cite: policy#s2}}

definitions:
  answer_due: {{value: complaint.received_on.addDays(answer_within_days), cite: policy#s2}}

rules:
  - id: complaint.answer
    title: Answer a complaint in time
    kind: obligation
    cite: policy#s2
    severity: major
    unless:
      - id: frivolous
        title: Frivolous complaints need no answer
        when: complaint.frivolous
        cite: policy#s3
    require: complaint.answered_on != null && complaint.answered_on <= answer_due
    pending:
      when: complaint.answered_on == null && date(as_of) <= answer_due
      due: answer_due
    remedy: Answer now, and say why it took so long.

cases:
  - name: answered on the last day
    as_of: 2024-03-01
    facts: {{complaint: {{received_on: 2024-01-10, answered_on: 2024-02-09, frivolous: false}}}}
    expect: {{complaint.answer: satisfied}}
  - name: answered a day late
    as_of: 2024-03-01
    facts: {{complaint: {{received_on: 2024-01-10, answered_on: 2024-02-10, frivolous: false}}}}
    expect: {{complaint.answer: violated}}
  - name: time is left
    as_of: 2024-01-20
    facts: {{complaint: {{received_on: 2024-01-10, answered_on: null, frivolous: false}}}}
    expect: {{complaint.answer: pending}}
  - name: a frivolous complaint
    as_of: 2024-03-01
    facts: {{complaint: {{received_on: 2024-01-10, answered_on: null, frivolous: true}}}}
    expect: {{complaint.answer: exempt}}
"""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command(cls=Command, examples=EXAMPLES, exits={Exit.FINDINGS: ""})
@click.argument("path", metavar="PATH")
@click.option(
    "--id", "id_", metavar="NAME", help="Id of the ruleset, as acme/complaints. Default: from PATH."
)
@click.option(
    "--title", metavar="TEXT", default="Complaints", show_default=True, help="Title of the ruleset."
)
def command(path: str, id_: str | None, title: str) -> int:
    """Start a ruleset, with cases to build on.

    The file passes `xreason test` and `xreason lint` as it is. An existing file is left alone.
    """
    chosen = id_ if id_ is not None else f"example/{_slug(path)}"
    if not _ID.fullmatch(chosen):
        message = f"`{chosen}` is not an id of a ruleset"
        raise DiagnosticError(
            [Diagnostic("cli.usage", message, hint="write it as namespace/name in lower case")]
        )
    make_folder(os.path.dirname(path))
    write(path, STARTER.format(id=chosen, title=_scalar(title)), overwrite=False)
    say(f"wrote {path}; try: xreason test {path}")
    return Exit.CLEAN


def _slug(path: str) -> str:
    stem = re.split(r"[\\/]", path)[-1].rsplit(".", 1)[0].lower()
    return "-".join(re.findall("[a-z0-9]+", stem)) or "ruleset"


def _scalar(text: str) -> str:
    """The text as a YAML scalar on one line."""
    import json

    plain = re.fullmatch(r"[A-Za-z][\w ]*\w", text, re.ASCII)
    return (
        text
        if plain and text.lower() not in ("null", "true", "false")
        else json.dumps(text, ensure_ascii=False)
    )
