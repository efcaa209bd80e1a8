"""Rules: one norm each."""

from __future__ import annotations

import re
from typing import get_args

from xreason.cel.types import BOOL, DATE, TIMESTAMP, Kind, non_null
from xreason.rulesets.citations import Citations
from xreason.rulesets.expressions import ExpressionReader
from xreason.rulesets.model import Exemption, Expression, Gravity, Pending, Review, Rule, RuleKind, Verified
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, shortened
from xreason.rulesets.reading import Reader

RULE_KEYS = (
    "id",
    "title",
    "kind",
    "cite",
    "severity",
    "applies",
    "unless",
    "require",
    "forbid",
    "pending",
    "review",
    "remedy",
    "effective",
    "verified",
    "note",
    "addressee",
    "tags",
)
EXEMPTION_KEYS = ("id", "title", "when", "cite")
PENDING_KEYS = ("when", "due")
REVIEW_KEYS = ("when", "question", "cite")

KINDS: tuple[RuleKind, ...] = get_args(RuleKind)
GRAVITIES: tuple[Gravity, ...] = get_args(Gravity)
VERIFIED: tuple[Verified, ...] = get_args(Verified)

MOST_RULES = 20_000

_RULE_KEYS = frozenset(RULE_KEYS)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._()-]*")
LONGEST_ID = 200


class RuleReader:
    """Reads the rules of one document.

    Args:
        reader: notes mistakes.
        expressions: reads expressions.
        citations: reads citations.
    """

    def __init__(self, reader: Reader, expressions: ExpressionReader, citations: Citations) -> None:
        self.reader = reader
        self.expressions = expressions
        self.citations = citations
        self.seen: dict[str, Node] = {}

    def read(self, root: MappingNode) -> list[Rule]:
        """The rules of a document, in its order."""
        nodes = self.reader.section(root, "rules")
        if len(nodes) > MOST_RULES:
            message = f"more than {MOST_RULES:,} rules"
            self.reader.wrong("ruleset.too-large", message, root.keys["rules"])
            return []
        rules = (self._rule(entry) for node in nodes if (entry := self.reader.mapping(node, "a rule")))
        return [rule for rule in rules if rule is not None]

    def _rule(self, node: MappingNode) -> Rule | None:
        reader, entries = self.reader, node.entries
        if not entries.keys() <= _RULE_KEYS:
            reader.keys(node, RULE_KEYS, "a rule")
        if not reader.required(node, ("id",), "a rule"):
            return None
        id_ = self._id(entries["id"])
        read = self.expressions.read
        kind = self._kind(node)
        return Rule(
            id=id_ or "",
            title=reader.optional_text(node, "title") or id_ or "",
            kind=kind,
            cite=self.citations.read(node),
            severity=reader.choice(node, "severity", GRAVITIES, "major"),
            applies=read(entries.get("applies"), "`applies`"),
            unless=self._exemptions(node),
            require=read(entries.get("require"), "`require`"),
            forbid=read(entries.get("forbid"), "`forbid`"),
            pending=self._pending(node),
            review=self._review(node),
            remedy=reader.optional_text(node, "remedy"),
            effective=reader.effective(node),
            verified=self._verified(node),
            note=reader.optional_text(node, "note"),
            addressee=reader.optional_text(node, "addressee"),
            tags=tuple(text for text, _ in reader.texts(node, "tags")) if "tags" in entries else (),
            at=entries["id"].span,
        )

    def _id(self, node: Node) -> str | None:
        text = self.reader.text(node, "`id`")
        if text is None:
            return None
        if not _ID.fullmatch(text) or len(text) > LONGEST_ID:
            message = f"`{shortened(text)}` cannot be the id of a rule"
            hint = "use letters, digits, `.`, `-`, `_` and round brackets, and begin with a letter or digit"
            self.reader.wrong("ruleset.name", message, node, hint)
        if text in self.seen:
            line, _ = self.reader.source.position(self.seen[text].start)
            message = f"duplicate rule `{text}`: line {line} has it already"
            self.reader.wrong("ruleset.duplicate-id", message, node)
        self.seen[text] = node
        return text

    def _kind(self, node: MappingNode) -> RuleKind:
        """The kind, stated or told by `require` and `forbid`, which must fit it."""
        has: list[str] = [key for key in ("require", "forbid") if key in node.entries]
        told: RuleKind = "prohibition" if has == ["forbid"] else "obligation" if has else "permission"
        kind = self.reader.choice(node, "kind", KINDS, told)
        wanted: list[str] = {"obligation": ["require"], "prohibition": ["forbid"], "permission": []}[kind]
        if has == wanted and (has or "kind" in node.entries):
            return kind
        first = next(iter(node.keys.values()))
        if "kind" not in node.entries and not has:
            message = "a rule needs `require` or `forbid`, or `kind: permission`"
            self.reader.wrong("ruleset.kind", message, first)
            return kind
        for key in has:
            if key not in wanted:
                message = f"{_ARTICLES[kind]} has no `{key}`"
                hint = f"write `{wanted[0]}`" if wanted else None
                self.reader.wrong("ruleset.kind", message, node.keys[key], hint)
        for key in wanted:
            if key not in has:
                self.reader.wrong(
                    "ruleset.kind", f"{_ARTICLES[kind]} needs `{key}`", node.keys.get("kind", first)
                )
        return kind

    def _exemptions(self, node: MappingNode) -> tuple[Exemption, ...]:
        unless = node.entries.get("unless")
        if unless is None:
            return ()
        if isinstance(unless, ScalarNode):
            when = self.expressions.read(unless, "`unless`")
            return (Exemption("unless", None, when, ()),) if when is not None else ()
        found: dict[str, Exemption] = {}
        for number, item in enumerate(self.reader.items(unless, "`unless`"), 1):
            exemption = self._exemption(item, number)
            if exemption is None:
                continue
            if exemption.id in found:
                message = f"duplicate exemption `{exemption.id}`"
                self.reader.wrong("ruleset.duplicate-id", message, item)
            found[exemption.id] = exemption
        return tuple(found.values())

    def _exemption(self, item: Node, number: int) -> Exemption | None:
        reader = self.reader
        if isinstance(item, ScalarNode):
            when = self.expressions.read(item, "an exemption")
            return Exemption(str(number), None, when, ()) if when is not None else None
        entry = reader.mapping(item, "an exemption")
        if entry is None:
            return None
        reader.keys(entry, EXEMPTION_KEYS, "an exemption")
        if not reader.required(entry, ("when",), "an exemption"):
            return None
        when = self.expressions.read(entry.entries["when"], "`when`")
        id_ = reader.optional_text(entry, "id") or str(number)
        title = reader.optional_text(entry, "title")
        cite = self.citations.read(entry)
        return Exemption(id_, title, when, cite) if when is not None else None

    def _pending(self, node: MappingNode) -> Pending | None:
        pending = node.entries.get("pending")
        if pending is None or (entry := self.reader.mapping(pending, "`pending`")) is None:
            return None
        self.reader.keys(entry, PENDING_KEYS, "`pending`")
        if not entry.entries.keys() & set(PENDING_KEYS):
            self.reader.wrong(
                "ruleset.missing-key", "`pending` needs `when`, `due` or both", node.keys["pending"]
            )
        when = self.expressions.read(entry.entries.get("when"), "`when`")
        return Pending(when, self._due(entry))

    def _due(self, entry: MappingNode) -> Expression | None:
        node = entry.entries.get("due")
        due = self.expressions.read(node, "`due`", expected=None)
        if due is None or node is None:
            return due
        if non_null(due.node.type) not in (DATE, TIMESTAMP):
            message = f"`due` must be a date or a timestamp, not {due.node.type}"
            self.reader.wrong("ruleset.wrong-type", message, node)
        elif due.node.type.kind is Kind.NULLABLE and "when" not in entry.entries:
            message = "`due` may be null, and then nothing says whether the deadline still runs"
            self.reader.wrong("ruleset.wrong-type", message, node, "add `when`, with a test for null")
        return due

    def _review(self, node: MappingNode) -> Review | None:
        review = node.entries.get("review")
        if review is None or (entry := self.reader.mapping(review, "`review`")) is None:
            return None
        self.reader.keys(entry, REVIEW_KEYS, "`review`")
        self.reader.required(entry, ("question",), "`review`")
        when = self.expressions.read(entry.entries.get("when"), "`when`", BOOL)
        question = self.reader.optional_text(entry, "question")
        return Review(when, question or "", self.citations.read(entry))

    def _verified(self, node: MappingNode) -> Verified | None:
        if "verified" not in node.entries:
            return None
        return self.reader.choice(node, "verified", VERIFIED, "knowledge")


_ARTICLES = {"obligation": "an obligation", "prohibition": "a prohibition", "permission": "a permission"}
