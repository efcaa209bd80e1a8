"""Macros: calls that bind variables, read as nodes of their own while parsing.

A call with the name of a macro but another number of arguments is an ordinary call, as CEL has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as Fixed
from typing import NoReturn, Protocol

from xreason.cel.syntax import Bind, Block, Expr, Has, Ident, ListOf, Literal, Quantifier, Select, Transform
from xreason.kernel.diagnostics import Span


class Refuser(Protocol):
    """What macros need of the parser: to stop with one diagnostic."""

    def fail(self, code: str, message: str, span: Span, hint: str | None = None) -> NoReturn:
        """Stop."""


Macro = Callable[[Refuser, Span, str, Expr, tuple[Expr, ...]], Expr | None]
"""Takes the parser, the call's place, its name, receiver and arguments; None: not this macro."""


def has(parser: Refuser, span: Span, argument: Expr) -> Expr:
    """`has(operand.field)`."""
    if not isinstance(argument, Select) or argument.optional:
        hint = "such as `has(person.name)`"
        parser.fail("cel.has-argument", "`has` asks for a field of something", argument.span, hint)
    return Has(span, argument.operand, argument.field)


_QUANTIFIERS: dict[str, Fixed["all", "exists", "exists_one"]] = {
    "all": "all",
    "exists": "exists",
    "exists_one": "exists_one",
    "existsOne": "exists_one",
}
_TRANSFORMS: dict[str, Fixed["map", "transformMap", "transformMapEntry"]] = {
    "map": "map",
    "transformList": "map",
    "transformMap": "transformMap",
    "transformMapEntry": "transformMapEntry",
}
_OPTIONAL: dict[str, Fixed["optMap", "optFlatMap"]] = {"optMap": "optMap", "optFlatMap": "optFlatMap"}


def _quantifier(parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]) -> Expr | None:
    if len(args) not in (2, 3):
        return None
    variables = _variables(parser, name, args[:-1])
    return Quantifier(span, _QUANTIFIERS[name], target, variables, args[-1])


def _filter(parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]) -> Expr | None:
    if len(args) != 2:
        return None
    return Transform(span, "filter", target, _variables(parser, name, args[:1]), args[1], None)


def _transform(parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]) -> Expr | None:
    bound = 1 if name == "map" else 2
    if len(args) not in (bound + 1, bound + 2):
        return None
    condition = args[bound] if len(args) == bound + 2 else None
    variables = _variables(parser, name, args[:bound])
    return Transform(span, _TRANSFORMS[name], target, variables, condition, args[-1])


def _optional(parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]) -> Expr | None:
    if len(args) != 2:
        return None
    variables = _variables(parser, name, args[:1])
    return Transform(span, _OPTIONAL[name], target, variables, None, args[1])


def _cel_bind(parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]) -> Expr | None:
    if not _is_cel(target) or len(args) != 3:
        return None
    return Bind(span, _variables(parser, "cel.bind", args[:1])[0], args[1], args[2])


def _cel_block(parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]) -> Expr | None:
    if not _is_cel(target) or len(args) != 2 or not isinstance(args[0], ListOf) or args[0].optional:
        return None
    return Block(span, args[0].items, args[1])


def _cel_index(parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]) -> Expr | None:
    numbers = _numbers(args)
    if not _is_cel(target) or len(numbers) != 1:
        return None
    return Ident(span, f"@index{numbers[0]}")


def _cel_iter_var(
    parser: Refuser, span: Span, name: str, target: Expr, args: tuple[Expr, ...]
) -> Expr | None:
    numbers = _numbers(args)
    if not _is_cel(target) or len(numbers) != 2:
        return None
    return Ident(span, f"@it:{numbers[0]}:{numbers[1]}")


METHODS: dict[str, Macro] = {
    **dict.fromkeys(_QUANTIFIERS, _quantifier),
    **dict.fromkeys(_TRANSFORMS, _transform),
    **dict.fromkeys(_OPTIONAL, _optional),
    "filter": _filter,
    "bind": _cel_bind,
    "block": _cel_block,
    "index": _cel_index,
    "iterVar": _cel_iter_var,
}
"""Macros written as methods, by name."""


def _is_cel(target: Expr) -> bool:
    return isinstance(target, Ident) and target.name == "cel"


def _numbers(args: tuple[Expr, ...]) -> list[int]:
    """The arguments, if all of them are plain numbers; else none."""
    found = [a.value for a in args if isinstance(a, Literal) and type(a.value) is int and a.value >= 0]
    return found if len(found) == len(args) else []


def _variables(parser: Refuser, macro: str, names: tuple[Expr, ...]) -> tuple[Ident, ...]:
    """The arguments that must be plain, distinct names."""
    found: list[Ident] = []
    for name in names:
        if not isinstance(name, Ident) or name.name.startswith("."):
            message = f"`{macro}` binds a variable here; this is no plain name"
            example = _EXAMPLES.get(macro, f"xs.{macro}(x, x > 0)")
            parser.fail("cel.macro-variable", message, name.span, f"such as `x` in `{example}`")
        if any(other.name == name.name for other in found):
            parser.fail("cel.macro-variable", f"`{name.name}` is bound twice", name.span)
        found.append(name)
    return tuple(found)


_EXAMPLES = {
    "map": "xs.map(x, x + 1)",
    "filter": "xs.filter(x, x > 0)",
    "cel.bind": "cel.bind(x, 1, x + 1)",
}
