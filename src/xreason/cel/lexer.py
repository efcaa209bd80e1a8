"""Text to tokens, by one compiled pattern.

Tokens are four parallel lists, not objects: lexing is a good part of what it costs to read a
ruleset's expressions, and most of that would be allocation.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NoReturn

from xreason.cel.limits import Limits
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source, Span

IDENT = "name"
RESERVED = "reserved word"
INT = "int"
UINT = "uint"
FLOAT = "double"
TEXT = "string"
QUOTED = "quoted name"
END = "end of the expression"

_RESERVED = (
    "as break const continue else for function if import let loop package namespace return var void while"
)
KINDS_OF_WORDS = {
    **dict.fromkeys(_RESERVED.split(), RESERVED),
    **{word: word for word in ("true", "false", "null", "in")},
}
"""Words that are not plain names, with their kind of token."""

# INVARIANT: every repetition is possessive or over disjoint alternatives, so matching is linear.
# Triple quotes have an atomic group instead: Python 3.11.2 misreads `*+` around a look-ahead.
_TOKEN = re.compile(
    r"""
    (?:[\t\n\f\r\ ]++|//[^\n]*+)*+
    (?:
      ((?![bBrR]{1,2}["'])[A-Za-z_][A-Za-z0-9_]*+)                               # 1 word
    | (&&|\|\||[=!<>]=|[-+*/%<>!?:,()\[\]{}]|\.(?![0-9]))                        # 2 operator
    | ([0-9]*+\.[0-9]++(?:[eE][+-]?[0-9]++)?+|[0-9]++[eE][+-]?[0-9]++)           # 3 double
    | ((?:0[xX][0-9a-fA-F]++|[0-9]++)[uU]?+)                                     # 4 int, uint
    | ([bB]?"(?!"")[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"                      # 5 string, bytes
      |[bB]?'(?!'')[^'\\\r\n]*+(?:\\[^\r\n][^'\\\r\n]*+)*+'
      |[bB]?\"""(?>(?:[^"\\]++|\\.|"(?!""))*)\"""
      |[bB]?'''(?>(?:[^'\\]++|\\.|'(?!''))*)'''
      |(?:[rR][bB]?|[bB][rR])(?:\"""(?>(?:[^"]++|"(?!""))*)\"""
                              |'''(?>(?:[^']++|'(?!''))*)'''
                              |"(?!"")[^"\r\n]*+"|'(?!'')[^'\r\n]*+'))
    | `([A-Za-z0-9_.\-/\ ]++)`                                                   # 6 quoted name
    | (\Z)                                                                       # 7 end
    | (.)                                                                        # 8 anything else
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD, _OPERATOR, _FLOAT, _INT, _STRING, _QUOTED, _END, _ELSE = range(1, 9)


Tokens = tuple[list[str], list[str], list[int], list[int]]
"""Kinds (an operator's kind is its text), texts, starts and ends; the last token is `END`."""


def tokenize(source: Source, limits: Limits) -> Tokens:
    """All tokens of a text.

    Raises:
        DiagnosticError: on a character or literal that CEL does not know, or a limit exceeded.
    """
    text = source.text
    if len(text) > limits.text:
        message = f"the expression has {len(text):,} characters; at most {limits.text:,} are read"
        raise DiagnosticError([Diagnostic("cel.too-long", message, source, Span(0, 1))])
    lone = None if text.isascii() else _SURROGATE.search(text)
    if lone is not None:
        _refuse_character(source, lone.start())
    kinds: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    word_kind = KINDS_OF_WORDS.get
    add_kind, add_text, add_start, add_end = kinds.append, texts.append, starts.append, ends.append
    for match in islice(_TOKEN.finditer(text), limits.tokens + 1):
        group = match.lastindex or _END
        token = match[group]
        start, end = match.span(group)
        if group == _WORD:
            add_kind(word_kind(token, IDENT))
        elif group == _OPERATOR:
            add_kind(token)
        elif group == _STRING:
            if end - start > limits.literal:
                _refuse_literal(source, start, end, limits)
            add_kind(TEXT)
        elif group == _INT:
            add_kind(UINT if token[-1] in "uU" else INT)
        elif group == _FLOAT:
            add_kind(FLOAT)
        elif group == _QUOTED:
            add_kind(QUOTED)
        elif group == _END:
            add_kind(END)
        else:
            _refuse_character(source, start)
        add_text(token)
        add_start(start)
        add_end(end)
        if group == _END:
            return kinds, texts, starts, ends
    message = f"the expression has more than {limits.tokens:,} tokens"
    place = Span(starts[-1], ends[-1])
    raise DiagnosticError([Diagnostic("cel.too-many-tokens", message, source, place)])


def _refuse_literal(source: Source, start: int, end: int, limits: Limits) -> NoReturn:
    message = f"a literal of {end - start:,} characters; at most {limits.literal:,} are read"
    raise DiagnosticError([Diagnostic("cel.literal-too-long", message, source, Span(start, end))])


_INSTEAD = {"&": "&&", "|": "||", "=": "==", "≠": "!=", "≤": "<=", "≥": ">=", "“": '"', "”": '"', "‘": "'"}


def _refuse_character(source: Source, at: int) -> NoReturn:
    text = source.text
    character = text[at]
    quote = at + 1 if character in "bBrR" else at
    if text[quote : quote + 1] in ("'", '"') or (quote > at and text[quote + 1 : quote + 2] in ("'", '"')):
        raise DiagnosticError([_unterminated(source, at)])
    if character == "`":
        hint = "a quoted name holds letters, digits, `_`, `.`, `-`, `/` and spaces"
        message = "this is no quoted name"
        raise DiagnosticError([Diagnostic("cel.invalid-character", message, source, Span(at, at + 1), hint)])
    shown = f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
    instead = _INSTEAD.get(character)
    hint_ = f"did you mean `{instead}`?" if instead else None
    message = f"{shown} means nothing in an expression"
    raise DiagnosticError([Diagnostic("cel.invalid-character", message, source, Span(at, at + 1), hint_)])


def _unterminated(source: Source, at: int) -> Diagnostic:
    line_end = source.text.find("\n", at)
    place = Span(at, line_end if line_end > at else len(source.text))
    hint = "close it with the same quotation marks; only triple-quoted strings span lines"
    return Diagnostic("cel.unterminated-string", "this string does not end", source, place, hint)
