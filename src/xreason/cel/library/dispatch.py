"""Functions whose implementation depends on the run-time types of their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xreason.cel.values import no_overload

Function = Callable[..., object]
Cases = Mapping[tuple[type, ...], Function]
"""The implementation for each tuple of argument classes."""


def counted(name: str, counts: tuple[int, ...], function: Function) -> Function:
    """A function that is called with so many arguments only."""

    def call(*args: object, **options: object) -> object:
        if len(args) in counts:
            return function(*args, **options)
        raise no_overload(name, *args)

    return call


def dispatch(name: str, cases: Cases) -> Function:
    """One function out of its overloads, told apart by the exact classes of the arguments.

    Args:
        name: CEL's name of the function, for the error message.
        cases: the overloads.

    >>> size = dispatch("size", {(str,): len, (list,): len})
    >>> size("abc")
    3
    """
    find = cases.get

    def call(*args: object) -> object:
        implementation = find(tuple([arg.__class__ for arg in args]))
        if implementation is None:
            raise no_overload(name, *args)
        return implementation(*args)

    return call
