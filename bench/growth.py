"""Rulesets of any size, made of the fifty rules over and over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from bench.ours import RULESET


def grown(count: int) -> str:
    """A ruleset document with that many rules.

    Copies beyond the first fifty have ids and an exemption of their own, so that no two rules share
    their text.
    """
    document: dict[str, Any] = yaml.load(RULESET.read_text(encoding="utf-8"), yaml.BaseLoader)
    head = RULESET.read_text(encoding="utf-8").partition("\nrules:\n")[0]
    rules = document["rules"]
    blocks = (_block(rules[index % len(rules)], index // len(rules)) for index in range(count))
    return "\n".join([head, "rules:", *blocks, ""])


def _block(rule: dict[str, Any], copy: int) -> str:
    changed = dict(rule)
    if copy:
        changed["id"] = f"{rule['id']}.copy{copy}"
        own = {"id": f"copy-{copy}", "when": f"company.employees == {-copy}"}
        changed["unless"] = [*rule.get("unless", []), own]
    return "\n".join(_lines(changed))


def _lines(rule: dict[str, Any]) -> Iterator[str]:
    """A rule in block style, as people write it, with every scalar quoted."""
    start = "  - "
    for key, value in rule.items():
        if isinstance(value, dict):
            yield f"{start}{key}:"
            for inner, text in value.items():
                yield f"      {inner}: {json.dumps(text)}"
        elif key == "unless":
            yield f"{start}{key}:"
            for exemption in value:
                yield f"      - {json.dumps(exemption)}"
        else:
            yield f"{start}{key}: {json.dumps(value)}"
        start = "    "
