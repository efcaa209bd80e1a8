"""Tokens to the untyped tree: one operator stack, no recursion per level of precedence.

Nesting recurses (brackets, arguments, the branches of `?:`) and is counted; chains (`a.b.c`,
`!!a`, `a + b + c`) do not, so the finished tree's height is measured as well, once the text is
long enough for it to matter.
"""

from __future__ import annotations

from typing import NoReturn

from xreason.cel import literals, macros
from xreason.cel.cursor import Cursor
from xreason.cel.lexer import END, FLOAT, IDENT, INT, QUOTED, RESERVED, TEXT, UINT
from xreason.cel.limits import DEFAULT, Limits
from xreason.cel.syntax import (
    Call,
    Cond,
    Expr,
    Ident,
    ListOf,
    Literal,
    Logic,
    MapOf,
    Select,
    children,
)
from xreason.kernel.diagnostics import Source, Span

_LEVELS = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
BINARY = {op: "@in" if op == "in" else f"_{op}_" for op, level in _LEVELS.items() if level > 2}
"""CEL's function name of each binary operator."""

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_POSTFIX = frozenset((".", "[", "{"))
_SELECTORS = frozenset((IDENT, RESERVED, QUOTED))


def parse(source: Source, limits: Limits = DEFAULT) -> Expr:
    """The untyped tree of an expression.

    Raises:
        DiagnosticError: with the first mistake in the text, or the limit that it exceeds.
    """
    return Parser(source, limits).whole()


class Parser(Cursor):
    """One pass over the tokens of one text."""

    __slots__ = ()

    def whole(self) -> Expr:
        """The expression up to the end of the text."""
        if self.kinds[0] == END:
            self.fail("cel.syntax", "there is no expression", Span(0, 0))
        node = self.expression()
        if self.kinds[self.at] != END:
            self.unexpected("an operator or the end")
        if len(self.kinds) > self.limits.nesting:
            self._measure(node)
        return node

    def expression(self, conditional: bool = True) -> Expr:
        """Operators over operands, then `? :` if `conditional`."""
        self.depth += 1
        if self.depth > self.limits.nesting:
            self._too_deep(Span(self.starts[self.at], self.ends[self.at]))
        first = self.at
        node = self.unary()
        if self.kinds[self.at] in _LEVELS:
            node = self._operators(first, node)
        if conditional and self.kinds[self.at] == "?":
            self.at += 1
            then = self.expression(conditional=False)
            self.expect(":")
            other = self.expression()
            node = Cond(self.span(first), node, then, other)
        self.depth -= 1
        return node

    def _operators(self, first: int, node: Expr) -> Expr:
        """Binary operators, after the first operand."""
        kinds = self.kinds
        # Open operators, loosest first: (level, operator, operands so far, index of the first token).
        pending: list[tuple[int, str, list[Expr], int]] = []
        while True:
            op = kinds[self.at]
            level = _LEVELS.get(op, 0)
            while pending and pending[-1][0] >= level:
                open_level, open_op, operands, start = pending[-1]
                if open_level == level and level <= 2:
                    break
                operands.append(node)
                node = self._combined(open_level, open_op, operands, start)
                first = start
                pending.pop()
            if not level:
                return node
            if pending and pending[-1][0] == level:
                pending[-1][2].append(node)
            else:
                pending.append((level, op, [node], first))
            self.at += 1
            first = self.at
            node = self.unary()

    def _combined(self, level: int, op: str, operands: list[Expr], first: int) -> Expr:
        span = self.span(first)
        if level > 2:
            return Call(span, BINARY[op], tuple(operands))
        flat: list[Expr] = []
        for operand in operands:
            if type(operand) is Logic and operand.op == op:
                flat.extend(operand.operands)
            else:
                flat.append(operand)
        return Logic(span, "&&" if op == "&&" else "||", tuple(flat))

    def unary(self) -> Expr:
        """An operand with the `!` or `-` before it and the selections, calls and indices after it."""
        first = self.at
        kind = self.kinds[first]
        if kind == "!" or kind == "-":
            while self.kinds[self.at] == kind:
                self.at += 1
            signs = self.at
            if kind == "-" and self.kinds[signs] in (INT, FLOAT):
                signs -= 1
                node = self._postfix(signs, self._number(signs, negative=True))
            else:
                node = self._operand()
            function = f"{kind}_"
            for sign in range(signs - 1, first - 1, -1):
                node = Call(self.span(sign), function, (node,))
            return node
        return self._operand()

    def _operand(self) -> Expr:
        first = self.at
        kind = self.kinds[first]
        if kind == IDENT:
            node = self._named(first)
        elif kind == TEXT:
            self.at += 1
            node = self._text(first)
        elif kind in _CONSTANTS:
            self.at += 1
            node = Literal(self.span(first), _CONSTANTS[kind])
        else:
            node = self._bracketed_or_number(first, kind)
        if self.kinds[self.at] in _POSTFIX:
            return self._postfix(first, node)
        return node

    def _bracketed_or_number(self, first: int, kind: str) -> Expr:
        if kind in (INT, UINT, FLOAT):
            return self._number(first)
        if kind == "(":
            self.at += 1
            node = self.expression()
            self.expect(")")
            return node
        if kind == "[":
            self.at += 1
            return self._list(first)
        if kind == "{":
            self.at += 1
            return self._map(first)
        if kind == ".":
            self.at += 1
            if self.kinds[self.at] == IDENT:
                return self._named(first)
        return self.unexpected("a value")

    def _number(self, first: int, negative: bool = False) -> Literal:
        """The number at the current token; `first` is the sign that belongs to it, if any."""
        at = self.at
        kind = self.kinds[at]
        self.at += 1
        text = self.texts[at]
        try:
            if kind == INT:
                return Literal(self.span(first), literals.integer(text, negative=negative))
            if kind == UINT:
                return Literal(self.span(first), literals.unsigned(text), unsigned=True)
            value = literals.double(text)
        except literals.LiteralError as error:
            self._bad_literal(at, error)
        return Literal(self.span(first), -value if negative else value)

    def _text(self, at: int) -> Literal:
        try:
            return Literal(self.span(at), literals.string(self.texts[at]))
        except literals.LiteralError as error:
            self._bad_literal(at, error)

    def _named(self, first: int) -> Expr:
        """A name or a call of a function; `first` may be a dot before it."""
        name = self.texts[self.at]
        self.at += 1
        if self.kinds[self.at] == "(":
            args = self._arguments()
            span = self.span(first)
            if name == "has" and len(args) == 1 and self.kinds[first] != ".":
                return macros.has(self, span, args[0])
            return Call(span, name if self.kinds[first] != "." else f".{name}", args)
        if self.kinds[first] == ".":
            return Ident(self.span(first), f".{name}")
        return Ident(self.span(first), name)

    def _postfix(self, first: int, node: Expr) -> Expr:
        """Selections, method calls and indices after an operand."""
        kinds = self.kinds
        while True:
            kind = kinds[self.at]
            if kind == ".":
                self.at += 1
                node = self._selection(first, node)
            elif kind == "[":
                self.at += 1
                optional = self._question_mark()
                index = self.expression()
                self.expect("]")
                node = Call(self.span(first), "_[?_]" if optional else "_[_]", (node, index))
            else:
                break
        if kind == "{" and isinstance(node, Ident | Select):
            self._refuse_message(node)
        return node

    def _selection(self, first: int, node: Expr) -> Expr:
        optional = self._question_mark()
        at = self.at
        kind = self.kinds[at]
        if kind not in _SELECTORS:
            self.unexpected("a field name")
        self.at += 1
        name = self.texts[at]
        if self.kinds[self.at] != "(" or optional or kind == QUOTED:
            return Select(self.span(first), node, name, optional)
        args = self._arguments()
        span = self.span(first)
        macro = macros.METHODS.get(name)
        if macro is not None:
            expanded = macro(self, span, name, node, args)
            if expanded is not None:
                return expanded
        return Call(span, name, (node, *args), method=True)

    def _arguments(self) -> tuple[Expr, ...]:
        """The arguments of a call, from its opening parenthesis on."""
        self.at += 1
        if self.kinds[self.at] == ")":
            self.at += 1
            return ()
        args = [self.expression()]
        while self.kinds[self.at] == ",":
            self.at += 1
            args.append(self.expression())
        self.expect(")")
        return tuple(args)

    def _list(self, first: int) -> Expr:
        items: list[Expr] = []
        optional: list[int] = []
        while self.kinds[self.at] != "]":
            if self._question_mark():
                optional.append(len(items))
            items.append(self.expression())
            if self.kinds[self.at] != ",":
                break
            self.at += 1
        self.expect("]")
        self._check_items(first, len(items))
        return ListOf(self.span(first), tuple(items), frozenset(optional))

    def _map(self, first: int) -> Expr:
        entries: list[tuple[Expr, Expr]] = []
        optional: list[int] = []
        while self.kinds[self.at] != "}":
            if self._question_mark():
                optional.append(len(entries))
            key = self.expression()
            self.expect(":")
            entries.append((key, self.expression()))
            if self.kinds[self.at] != ",":
                break
            self.at += 1
        self.expect("}")
        self._check_items(first, len(entries))
        return MapOf(self.span(first), tuple(entries), frozenset(optional))

    def _question_mark(self) -> bool:
        if self.kinds[self.at] != "?":
            return False
        self.at += 1
        return True

    def _bad_literal(self, at: int, error: literals.LiteralError) -> NoReturn:
        start = self.starts[at]
        self.fail(error.code, error.message, Span(start + error.start, start + error.end))

    def _refuse_message(self, node: Expr) -> NoReturn:
        hint = 'facts and records come from the fact schema; a map is written `{"key": value}`'
        self.fail("cel.message-literal", "protobuf messages cannot be made here", node.span, hint)

    def _check_items(self, first: int, count: int) -> None:
        if count > self.limits.items:
            message = f"a literal of {count:,} entries; at most {self.limits.items:,} are read"
            self.fail("cel.too-many-items", message, self.span(first), "put them in a fact or parameter")

    def _too_deep(self, span: Span) -> NoReturn:
        message = f"the expression is nested deeper than {self.limits.nesting} levels"
        self.fail("cel.too-deep", message, span, "split it into definitions")

    def _measure(self, node: Expr) -> None:
        """Refuse a tree higher than the limit; long chains make one without any brackets."""
        level: list[Expr] = [node]
        height = 0
        while level:
            height += 1
            if height > self.limits.nesting:
                self._too_deep(level[0].span)
            level = [child for parent in level for child in children(parent)]
