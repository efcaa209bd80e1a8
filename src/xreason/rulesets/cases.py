"""Cases: worked examples with what is expected of them."""

from __future__ import annotations

from collections.abc import Collection

from xreason.cel.values import Timestamp
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.fact_reader import FactReader, Facts
from xreason.rulesets.facts import diagnostics
from xreason.rulesets.model import Case
from xreason.rulesets.moments import as_moment
from xreason.rulesets.nodes import MappingNode, ScalarNode, SequenceNode, shortened, to_python
from xreason.rulesets.provenance import Provenance
from xreason.rulesets.reading import Reader
from xreason.rulesets.refusals import Refusal

CASE_KEYS = ("name", "as_of", "facts", "provenance", "expect", "verdict", "missing", "note")
OUTCOMES = (
    "satisfied",
    "violated",
    "pending",
    "review",
    "not_applicable",
    "exempt",
    "undetermined",
)
VERDICTS = ("compliant", "non_compliant", "undetermined", "review", "pending")

_ORIGIN = Provenance("caller", note="the ruleset's own case")


class CaseReader:
    """Reads the cases of one document.

    Args:
        reader: notes mistakes.
        facts: reads their facts.
        rules: ids of the rules there are.
    """

    def __init__(self, reader: Reader, facts: FactReader, rules: Collection[str]) -> None:
        self.reader = reader
        self.facts = facts
        self.rules = rules

    def read(self, root: MappingNode) -> list[Case]:
        """The cases of a document, in its order."""
        nodes = self.reader.section(root, "cases")
        cases = (self._case(entry) for node in nodes if (entry := self.reader.mapping(node, "a case")))
        return [case for case in cases if case is not None]

    def _case(self, node: MappingNode) -> Case | None:
        reader = self.reader
        reader.keys(node, CASE_KEYS, "a case")
        if not reader.required(node, ("name", "as_of"), "a case"):
            return None
        name = reader.text(node.entries["name"], "`name`")
        as_of = self._moment(node)
        facts = self._facts(node)
        return Case(
            name or "",
            as_of,
            facts,
            self._expected(node),
            reader.choice(node, "verdict", VERDICTS, "compliant") if "verdict" in node.entries else None,
            self._missing(node),
            reader.optional_text(node, "note"),
            node.entries["name"].span,
        )

    def _moment(self, node: MappingNode) -> Timestamp:
        try:
            return as_moment(to_python(node.entries["as_of"]))
        except Refusal as refused:
            message = f"`as_of` {refused.problem}"
            self.reader.wrong("ruleset.value", message, node.entries["as_of"], refused.hint)
            return Timestamp(0)

    def _facts(self, node: MappingNode) -> Facts:
        document = {
            key: to_python(node.entries[key]) for key in ("facts", "provenance") if key in node.entries
        }
        reading = self.facts.read({"facts": {}, **document}, _ORIGIN)
        self.reader.findings.take(diagnostics(reading.problems, self.reader.source, node))
        return reading.facts

    def _expected(self, node: MappingNode) -> dict[str, str]:
        expected: dict[str, str] = {}
        for rule, key, outcome in self.reader.entries(node, "expect"):
            self._known_rule(rule, key)
            text = self.reader.text(outcome, f"the outcome of `{shortened(rule)}`")
            if text is not None and text not in OUTCOMES:
                listed = ", ".join(f"`{word}`" for word in OUTCOMES)
                message = f"`{shortened(text)}` is not an outcome; those are {listed}"
                self.reader.wrong("ruleset.choice", message, outcome, did_you_mean(text, OUTCOMES))
            expected[rule] = text or ""
        return expected

    def _missing(self, node: MappingNode) -> dict[str, tuple[str, ...]]:
        """The facts that a rule is expected to miss; their paths may lead into lists."""
        missing: dict[str, tuple[str, ...]] = {}
        for rule, key, paths in self.reader.entries(node, "missing"):
            self._known_rule(rule, key)
            items = paths.items if isinstance(paths, SequenceNode) else [paths]
            read = (self.reader.text(item, "a missing fact") for item in items)
            missing[rule] = tuple(path for path in read if path is not None)
        return missing

    def _known_rule(self, rule: str, key: ScalarNode) -> None:
        if rule not in self.rules:
            message = f"unknown rule `{shortened(rule)}`"
            self.reader.wrong("ruleset.unknown-rule", message, key, did_you_mean(rule, self.rules))
