"""Packages whose names are loaded when they are first used.

A compiled ruleset needs no parser, a decision no prover; a command line should not pay for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping


def lazily(namespace: MutableMapping[str, object], homes: Mapping[str, str]) -> Callable[[str], object]:
    """A package's `__getattr__`.

    Args:
        namespace: the package's `globals()`; a name is put there once it is loaded.
        homes: the module, below the package, in which each name lives. It must not be called like
            the name, or the module would take its place.
    """
    package = str(namespace["__name__"])

    def load(name: str) -> object:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(__import__(f"{package}.{home}", fromlist=[name]), name)
        namespace[name] = value
        return value

    return load
