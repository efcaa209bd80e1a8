"""Proofs for people: a tree for terminals, Markdown, and an HTML fragment.

All three print the same lines of the same tree. Constants are left out: the expression above them
already shows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from xreason.cel.values import Missing
from xreason.reasoning.jsonable import JsonValue
from xreason.reasoning.proof import Proof, ProofNode, Step
from xreason.rulesets.provenance import CALLER

LONGEST_VALUE = 200
"""Characters of one value that a rendering shows."""


def proof_text(proof: Proof) -> str:
    """The proof as a tree in box-drawing characters, without a final line end.

    The first line names the rule and its outcome; each branch is a part of the rule.
    """
    lines = [f"{proof.rule.id}: {proof.outcome}"]
    about = "  ".join(part for part in (proof.rule.title, ", ".join(proof.rule.cite)) if part)
    if about:
        lines.append(f"│  {about}" if proof.steps else f"   {about}")
    return "\n".join([*lines, *_tree_lines(proof)])


def tree_text(proof: Proof) -> str:
    """The tree of `proof_text` alone, for where rule and outcome are told already."""
    return "\n".join(_tree_lines(proof))


def _tree_lines(proof: Proof) -> Iterator[str]:
    for step, is_last in _with_last(proof.steps):
        yield f"{_branch(is_last)}{_step_line(step)}"
        yield from _text_lines(step.node, _indent(is_last), is_last=True)


def proof_markdown(proof: Proof) -> str:
    """The proof as a Markdown heading and nested lists, without a final line end."""
    lines = [f"### {escape_markdown(proof.rule.id)}: {escape_markdown(proof.outcome)}", ""]
    about = " · ".join(escape_markdown(part) for part in (proof.rule.title, *proof.rule.cite) if part)
    if about:
        lines += [about, ""]
    for step in proof.steps:
        label = _suffix(escape_markdown(step.label))
        lines.append(f"- **{escape_markdown(step.name)}**{label}: {_code(value_text(step.node))}")
        lines.extend(_markdown_lines(step.node, 1))
    return "\n".join(lines).rstrip("\n")


def proof_html(proof: Proof) -> str:
    """The proof as an HTML fragment: an `article` with nested lists, no scripts, no styles.

    Class names: `proof`, `step`, `value`, `from`, and `outcome-…` with the outcome.
    """
    from html import escape

    about = " · ".join(escape(part) for part in (proof.rule.title, *proof.rule.cite) if part)
    steps = "".join(
        f'<li><span class="step">{escape(step.name)}</span>{_suffix(escape(step.label))}: '
        f"{_html_value(step.node)}<ul>{_html_node(step.node)}</ul></li>"
        for step in proof.steps
    )
    return (
        f'<article class="proof outcome-{proof.outcome}"><h3><code>{escape(proof.rule.id)}</code>: '
        f"{escape(proof.outcome)}</h3><p>{about}</p><ul>{steps}</ul></article>"
    )


def proof_document(proof: Proof) -> dict[str, object]:
    """The proof as JSON-ready data, as verdict documents carry it."""
    return {
        "rule": proof.rule.id,
        "outcome": str(proof.outcome),
        "steps": [
            {"name": step.name, "label": step.label, "node": _node_document(step.node)}
            for step in proof.steps
        ],
    }


def value_text(node: ProofNode) -> str:
    """The node's value as one short line: `true`, `600h`, `[1, 2]`, `missing`."""
    if isinstance(node.value, Missing):
        return "missing"
    text = plain(node.value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def plain(value: JsonValue) -> str:
    """A JSON value on one line, strings bare where that cannot mislead.

    >>> plain(["high", "", 3, True, None])
    '[high, "", 3, true, null]'
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            bare = (
                value.isprintable() and value.strip() == value and value not in ("", "null", "true", "false")
            )
            return value if bare else _quoted(value)
        case list():
            return f"[{', '.join(map(plain, value))}]"
        case dict():
            return f"{{{', '.join(f'{plain(key)}: {plain(item)}' for key, item in value.items())}}}"
        case _:
            return str(value)


def _quoted(text: str) -> str:
    from json import dumps

    return dumps(text, ensure_ascii=False)


def _with_last(steps: tuple[Step, ...]) -> Iterator[tuple[Step, bool]]:
    for index, step in enumerate(steps, 1):
        yield step, index == len(steps)


def _branch(is_last: bool) -> str:
    return "└─ " if is_last else "├─ "


def _indent(is_last: bool) -> str:
    return "   " if is_last else "│  "


def _suffix(label: str) -> str:
    return f" ({label})" if label else ""


def _step_line(step: Step) -> str:
    return f"{step.name}{_suffix(step.label)}: {value_text(step.node)}"


def _shown(node: ProofNode) -> tuple[ProofNode, ...]:
    """What is worth a line of its own below a node.

    `math.greatest(a, b)` is a call of a list that no one wrote: its parts stand for it.
    """
    shown: list[ProofNode] = []
    for child in node.children:
        if child.kind == "operation" and node.kind == "operation" and child.text == node.text:
            shown.extend(_shown(child))
        elif child.kind != "constant":
            shown.append(child)
    return tuple(shown)


def _line(node: ProofNode) -> str:
    sign = "→" if node.kind in ("operation", "element") else "="
    origin = origin_text(node)
    return f"{_one_line(node.text)} {sign} {value_text(node)}{f'  [{origin}]' if origin else ''}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def origin_text(node: ProofNode) -> str:
    """Where the value comes from: provenance, the date a parameter's value holds from, a citation."""
    parts = []
    if node.provenance is not None and node.provenance != CALLER:
        parts.append(str(node.provenance))
    if node.since is not None:
        parts.append(f"since {node.since}")
    if node.cite is not None:
        parts.append(node.cite)
    return ", ".join(parts)


def _text_lines(node: ProofNode, indent: str, *, is_last: bool) -> Iterator[str]:
    yield f"{indent}{_branch(is_last)}{_line(node)}"
    below = _shown(node)
    for index, child in enumerate(below, 1):
        yield from _text_lines(child, indent + _indent(is_last), is_last=index == len(below))


def escape_markdown(text: str) -> str:
    r"""Plain text on one line, with what Markdown would read as markup escaped.

    >>> escape_markdown("non_compliant, *really*")
    'non_compliant, \\*really\\*'
    """
    import re

    return re.sub(r"[\\`*\[\]<>#|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\\g<0>", _one_line(text))


def _code(text: str) -> str:
    """A code span that survives backticks in its text."""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _markdown_lines(node: ProofNode, depth: int) -> Iterator[str]:
    origin = origin_text(node)
    after = f" — {escape_markdown(origin)}" if origin else ""
    yield f"{'  ' * depth}- {_code(_one_line(node.text))}: {_code(value_text(node))}{after}"
    for child in _shown(node):
        yield from _markdown_lines(child, depth + 1)


def _html_value(node: ProofNode) -> str:
    from html import escape

    return f'<b class="value">{escape(value_text(node))}</b>'


def _html_node(node: ProofNode) -> str:
    from html import escape

    origin = origin_text(node)
    after = f' <span class="from">{escape(origin)}</span>' if origin else ""
    below = "".join(_html_node(child) for child in _shown(node))
    inner = f"<ul>{below}</ul>" if below else ""
    return f"<li><code>{escape(_one_line(node.text))}</code>: {_html_value(node)}{after}{inner}</li>"


def _node_document(node: ProofNode) -> dict[str, object]:
    document: dict[str, object] = {"text": node.text, "kind": node.kind}
    if isinstance(node.value, Missing):
        document["missing"] = True
    else:
        document["value"] = node.value
    if node.fact is not None:
        document["fact"] = node.fact
    if node.provenance is not None:
        document["provenance"] = node.provenance.document()
    if node.since is not None:
        document["since"] = node.since
    if node.cite is not None:
        document["cite"] = node.cite
    if node.children:
        document["children"] = [_node_document(child) for child in node.children]
    return document
