"""Ruleset documents: read, check, lint, canonical form, and the facts of cases. Pure.

The names below are loaded when first used: a compiled ruleset needs no loader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xreason.kernel.lazy import lazily

if TYPE_CHECKING:
    from xreason.rulesets.fact_reader import Facts
    from xreason.rulesets.facts import read_facts
    from xreason.rulesets.linter import lint
    from xreason.rulesets.loader import load
    from xreason.rulesets.model import Ruleset
    from xreason.rulesets.moments import in_force
    from xreason.rulesets.provenance import Provenance

__all__ = ["Facts", "Provenance", "Ruleset", "in_force", "lint", "load", "read_facts"]

_HOMES = {
    "Facts": "fact_reader",
    "Provenance": "provenance",
    "Ruleset": "model",
    "in_force": "moments",
    "lint": "linter",
    "load": "loader",
    "read_facts": "facts",
}


__getattr__ = lazily(globals(), _HOMES)
