"""What to say about a name, field or function that does not exist. Imported only on errors."""

from __future__ import annotations

from collections.abc import Iterable

from xreason.cel.environment import Environment
from xreason.cel.types import Kind, Type
from xreason.kernel.suggest import closest, did_you_mean


def about_unknown_name(
    name: str, env: Environment, scope: Iterable[str], search: bool
) -> tuple[str, str | None]:
    """Message and hint for a name that nothing declares; the hint only if it shall be searched for."""
    name = name.removeprefix(".")
    prefix = f"{name}."
    members = [known for known in env.variables if known.startswith(prefix)]
    if members:
        return f"`{name}` is a group of {env.noun}s, not a value", f"such as `{members[0]}`"
    message = f"unknown {env.noun} `{_cut(name)}`"
    if not search:
        return message, None
    group, _, last = name.rpartition(".")
    if group:
        known = (name.removeprefix(f"{group}.") for name in env.variables if name.startswith(f"{group}."))
        siblings = {name.split(".")[0] for name in known}
        near = closest(last, siblings)
        near = near or closest(group.split(".")[0], scope)
        if near is not None:
            return message, f"did you mean `{near}`?"
    near = closest(name, [*scope, *env.variables])
    if near is None and not group:
        ends = [known for known in env.variables if known.rpartition(".")[2] == name]
        near = ends[0] if ends else None
    return message, f"did you mean `{near}`?" if near is not None else None


def about_unknown_field(field: str, holder: Type, shown: str) -> tuple[str, str | None]:
    """Message and hint for a field that its holder does not have."""
    if holder.kind is Kind.RECORD:
        names = [name for name, _ in holder.fields]
        hint = did_you_mean(field, names) or f"it has {', '.join(f'`{name}`' for name in names[:8])}"
        return f"{shown} has no field `{_cut(field)}`", hint
    if holder.kind is Kind.MAP:
        return f"{shown} has no string keys, so no field `{_cut(field)}`", None
    return f"{shown} has no fields; `.{_cut(field)}` cannot be read from it", None


def about_unknown_function(function: str, method: bool, env: Environment) -> tuple[str, str, str | None]:
    """Code, message and hint for a function that is not declared, or not in this style."""
    what = "method" if method else "function"
    shown = _cut(function)
    if env.overloads(function, not method):
        other = f"`{function}(x)`" if method else f"`x.{function}()`"
        return "cel.unknown-function", f"`{shown}` is not a {what}", f"write {other}"
    if env.declares(function):
        return "cel.not-in-rules", f"`{shown}` cannot be used in rules", _IN_RULES.get(function)
    hint = did_you_mean(function, env.functions(method))
    return "cel.unknown-function", f"unknown {what} `{shown}`", hint


def about_arguments(
    function: str, shown: list[str], wanted: list[list[str]], method: bool
) -> tuple[str, str | None]:
    """Message and hint for arguments that fit no overload.

    Args:
        function: its name.
        shown: the types of the arguments, a method's receiver first.
        wanted: parameter types of each overload.
        method: whether it is called on its first argument.
    """
    operator = function.strip("_") if function[0] in "_!-" else "in" if function == "@in" else ""
    if operator and len(shown) == 2:
        return f"`{operator}` does not take {shown[0]} and {shown[1]}", None
    if operator:
        return f"`{operator}` does not take {shown[0]}", None
    known = [_as_call(function, args, method) for args in wanted[:4]]
    hint = f"it is written {', '.join(known)}" if known else None
    return f"{_as_call(function, shown, method)} is not known", hint


def _as_call(function: str, args: list[str], method: bool) -> str:
    if method:
        return f"`{args[0]}.{function}({', '.join(args[1:])})`"
    return f"`{function}({', '.join(args)})`"


_IN_RULES = {
    "dyn": "every value in a rule has a type; leave `dyn` out",
    "type": "every value in a rule has a type that is known; compare values instead",
    "double": "numbers in rules are exact; write `decimal(…)`",
    "uint": "rules use int",
    "format": "use `+` and `string(…)`",
}

MACRO_EXAMPLES = {
    "all": "xs.all(x, x > 0)",
    "exists": "xs.exists(x, x > 0)",
    "exists_one": "xs.exists_one(x, x > 0)",
    "existsOne": "xs.exists_one(x, x > 0)",
    "filter": "xs.filter(x, x > 0)",
    "map": "xs.map(x, x + 1)",
}
"""Each macro of rules as it is written."""


def _cut(name: str) -> str:
    return name if len(name) <= 80 else name[:80] + "…"
