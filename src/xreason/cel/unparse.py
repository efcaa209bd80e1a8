"""Trees back to text: canonical, with no more parentheses than it needs.

`parse(unparse(tree))` is the tree again. Of a typed tree, names appear in full and constants as
`duration("72h")`, `decimal("0.045")` and the like; read again in the same environment (without a
container, which could give names another meaning), it is the same typed tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from xreason.cel import syntax, tree
from xreason.cel.parser import BINARY
from xreason.cel.syntax import Expr
from xreason.cel.untyped import untyped

_COND, _OR, _AND, _RELATION, _SUM, _PRODUCT, _UNARY, _OPERAND = range(8)
_SIGNS = {function: sign for sign, function in BINARY.items()}
_LEVELS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "%": _PRODUCT}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def unparse(node: Expr | tree.Node) -> str:
    """The canonical text of an untyped or a typed tree."""
    return _text(untyped(node) if isinstance(node, tree.Node) else node, _COND)


def quoted(text: str) -> str:
    r"""A string as a literal.

    >>> print(quoted('say "no"\n'))
    "say \"no\"\n"
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else _escaped(c)) for c in text) + '"'


def _escaped(character: str) -> str:
    point = ord(character)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _text(node: Expr, least: int) -> str:
    """The text of a node, in parentheses where it binds less tightly than its place asks."""
    level, text = _WRITERS[node.__class__](node)
    return text if level >= least else f"({text})"


def _literal(node: syntax.Literal) -> tuple[int, str]:
    value = node.value
    if value is None:
        return _OPERAND, "null"
    if isinstance(value, bool):
        return _OPERAND, "true" if value else "false"
    if isinstance(value, str):
        return _OPERAND, quoted(value)
    if isinstance(value, bytes):
        shown = [chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in value]
        return _OPERAND, f'b"{"".join(shown)}"'
    text = repr(value) + ("u" if node.unsigned else "")
    return (_UNARY if text[0] == "-" else _OPERAND), text


def _ident(node: syntax.Ident) -> tuple[int, str]:
    return _OPERAND, _variable(node.name)


def _variable(name: str) -> str:
    if name.startswith("@index"):
        return f"cel.index({name[6:]})"
    if name.startswith("@it:"):
        return f"cel.iterVar({name[4:].replace(':', ', ')})"
    return name


def _field(name: str) -> str:
    return name if _NAME.fullmatch(name) and name not in ("in", "true", "false", "null") else f"`{name}`"


def _select(node: syntax.Select) -> tuple[int, str]:
    mark = "?" if node.optional else ""
    return _OPERAND, f"{_text(node.operand, _OPERAND)}.{mark}{_field(node.field)}"


def _has(node: syntax.Has) -> tuple[int, str]:
    return _OPERAND, f"has({_text(node.operand, _OPERAND)}.{_field(node.field)})"


def _call(node: syntax.Call) -> tuple[int, str]:
    function, args = node.function, node.args
    if node.method:
        return _OPERAND, f"{_text(args[0], _OPERAND)}.{function}({_listed(args[1:])})"
    sign = _SIGNS.get(function)
    if sign is not None:
        level = _LEVELS.get(sign, _RELATION)
        return level, f"{_text(args[0], level)} {sign} {_text(args[1], level + 1)}"
    if function in ("_[_]", "_[?_]"):
        mark = "?" if function == "_[?_]" else ""
        return _OPERAND, f"{_text(args[0], _OPERAND)}[{mark}{_text(args[1], _COND)}]"
    if function in ("!_", "-_"):
        return _UNARY, function[0] + _negated(function, args[0])
    return _OPERAND, f"{function}({_listed(args)})"


def _negated(function: str, operand: Expr) -> str:
    """The operand of `!` or `-`: a run of one sign needs no parentheses."""
    if isinstance(operand, syntax.Call) and operand.function == function:
        return _text(operand, _UNARY)
    if function == "!_":
        return _text(operand, _OPERAND)
    if _is_negative(operand):
        return _text(operand, _UNARY)
    text = _text(operand, _OPERAND)
    # After a minus sign, `1` would be part of a literal, and `1.abs()` a call on that.
    return f"({text})" if text[0] in "0123456789." else text


def _is_negative(node: Expr) -> bool:
    return isinstance(node, syntax.Literal) and _literal(node)[0] == _UNARY


def _listed(nodes: tuple[Expr, ...]) -> str:
    return ", ".join([_text(node, _COND) for node in nodes])


def _logic(node: syntax.Logic) -> tuple[int, str]:
    level = _AND if node.op == "&&" else _OR
    return level, f" {node.op} ".join([_text(operand, level + 1) for operand in node.operands])


def _cond(node: syntax.Cond) -> tuple[int, str]:
    return _COND, f"{_text(node.test, _OR)} ? {_text(node.then, _OR)} : {_text(node.other, _COND)}"


def _list(node: syntax.ListOf) -> tuple[int, str]:
    items = [("?" if n in node.optional else "") + _text(item, _COND) for n, item in enumerate(node.items)]
    return _OPERAND, f"[{', '.join(items)}]"


def _map(node: syntax.MapOf) -> tuple[int, str]:
    entries = [
        f"{'?' if n in node.optional else ''}{_text(key, _COND)}: {_text(value, _COND)}"
        for n, (key, value) in enumerate(node.entries)
    ]
    return _OPERAND, "{" + ", ".join(entries) + "}"


def _quantifier(node: syntax.Quantifier) -> tuple[int, str]:
    return _OPERAND, _macro(node.kind, node.range, node.variables, (node.body,))


def _transform(node: syntax.Transform) -> tuple[int, str]:
    name = "transformList" if node.kind == "map" and len(node.variables) == 2 else node.kind
    parts = tuple([part for part in (node.condition, node.body) if part is not None])
    return _OPERAND, _macro(name, node.range, node.variables, parts)


def _macro(name: str, range_: Expr, variables: tuple[syntax.Ident, ...], parts: tuple[Expr, ...]) -> str:
    return f"{_text(range_, _OPERAND)}.{name}({_listed((*variables, *parts))})"


def _bind(node: syntax.Bind) -> tuple[int, str]:
    return _OPERAND, f"cel.bind({_listed((node.variable, node.value, node.body))})"


def _block(node: syntax.Block) -> tuple[int, str]:
    return _OPERAND, f"cel.block([{_listed(node.values)}], {_text(node.body, _COND)})"


_WRITERS: dict[type[Expr], Callable[..., tuple[int, str]]] = {
    syntax.Literal: _literal,
    syntax.Ident: _ident,
    syntax.Select: _select,
    syntax.Has: _has,
    syntax.Call: _call,
    syntax.Logic: _logic,
    syntax.Cond: _cond,
    syntax.ListOf: _list,
    syntax.MapOf: _map,
    syntax.Quantifier: _quantifier,
    syntax.Transform: _transform,
    syntax.Bind: _bind,
    syntax.Block: _block,
}
