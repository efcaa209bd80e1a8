"""`xreason packs`: the rulesets that ship with XReason."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from xreason.app.cli.command import Command, complete_ruleset, format_option
from xreason.app.cli.exits import Exit
from xreason.app.cli.terminal import deliver
from xreason.app.harmless import harmless
from xreason.app.rulesets import find
from xreason.cel.values import format_date
from xreason.packs import names, text
from xreason.rulesets.model import FactSpec, Rule, Ruleset

LIST_EXAMPLES = (
    ("What there is", "xreason packs list"),
    ("For another program", "xreason packs list --format json"),
)
SHOW_EXAMPLES = (
    ("The rules of a pack and the facts they need", "xreason packs show eu/gdpr"),
    ("A copy to change", "xreason packs show int/basel3 --format source > my-basel.yaml"),
)


@click.group()
def command() -> None:
    """List and show the rulesets that ship with XReason."""


@command.command("list", cls=Command, examples=LIST_EXAMPLES, exits={Exit.FINDINGS: ""})
@format_option("text", "json")
def list_packs(format_: str) -> int:
    """List the packs with version, number of rules and title."""
    packs = [find(name) for name in names()]
    if format_ == "json":
        deliver(json.dumps([_about(pack) for pack in packs], indent=2, ensure_ascii=False), None)
        return Exit.CLEAN
    wide = max((len(pack.id) for pack in packs), default=0)
    lines = [f"{p.id:<{wide}}  {p.version!s:<7} {len(p.rules):>3} rules  {harmless(p.title)}" for p in packs]
    deliver("\n".join(lines), None)
    return Exit.CLEAN


@command.command("show", cls=Command, examples=SHOW_EXAMPLES, exits={Exit.FINDINGS: ""})
@click.argument("name", metavar="NAME", shell_complete=complete_ruleset)
@format_option("text", "json", "source")
def show_pack(name: str, format_: str) -> int:
    """Show the sources, rules and facts of a pack.

    Rules come with their citations, facts with their types and questions.
    """
    if format_ == "source":
        deliver(text(name).text, None)
        return Exit.CLEAN
    text(name)
    pack = find(name)
    if format_ == "json":
        document = {
            **_about(pack),
            "rules": list(map(_rule, pack.rules)),
            "facts": list(map(_fact, pack.facts)),
        }
        deliver(json.dumps(document, indent=2, ensure_ascii=False), None)
    else:
        deliver(harmless("\n".join(_lines(pack))), None)
    return Exit.CLEAN


def _about(pack: Ruleset) -> dict[str, object]:
    return {
        "id": pack.id,
        "version": str(pack.version),
        "title": pack.title,
        "jurisdiction": pack.jurisdiction,
        "digest": pack.digest,
        "rules": len(pack.rules),
    }


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "kind": rule.kind,
        "severity": rule.severity,
        "cite": list(rule.cite),
        "verified": rule.verified,
    }


def _fact(fact: FactSpec) -> dict[str, object]:
    return {"path": fact.path, "type": str(fact.type), "ask": fact.ask, "unit": fact.unit}


def _lines(pack: Ruleset) -> Iterator[str]:
    yield f"{pack.id} {pack.version}: {pack.title}"
    if pack.description:
        yield " ".join(pack.description.split())
    since = f" from {format_date(pack.effective_since)}" if pack.effective_since is not None else ""
    until = f" until {format_date(pack.effective_until)}" if pack.effective_until is not None else ""
    if since or until:
        yield f"in force{since}{until}"
    yield ""
    yield "sources"
    for key, source in pack.sources.items():
        yield f"  {key}: {source.title}{f' <{source.url}>' if source.url else ''}"
    yield ""
    yield "rules"
    for rule in pack.rules:
        yield f"  {rule.id}  {rule.title}  [{', '.join(rule.cite)}]"
    yield ""
    yield "facts"
    for fact in pack.facts:
        unit = f", {fact.unit}" if fact.unit else ""
        yield f"  {fact.path}: {fact.type}{unit}{f'  {fact.ask}' if fact.ask else ''}"
