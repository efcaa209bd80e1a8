"""Ruleset documents: read, check, lint, canonical form, and the facts of cases. Pure."""

from __future__ import annotations

from xreason.rulesets.fact_reader import Facts
from xreason.rulesets.facts import read_facts
from xreason.rulesets.lint import lint
from xreason.rulesets.load import load
from xreason.rulesets.model import Ruleset
from xreason.rulesets.moments import in_force
from xreason.rulesets.provenance import Provenance

__all__ = ["Facts", "Provenance", "Ruleset", "in_force", "lint", "load", "read_facts"]
