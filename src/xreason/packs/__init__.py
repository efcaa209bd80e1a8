"""Rulesets that ship with XReason: `names()` says which, `text(name)` gives their documents."""

from __future__ import annotations

from xreason.kernel.diagnostics import Source
from xreason.kernel.errors import XReasonError

# A listing of the installed files would give the same, but cost every start of the program.
_NAMES = (
    "eu/gdpr",
    "int/basel3",
    "int/iso9001",
    "int/pci-dss",
    "us/aml",
    "us/ccpa",
    "us/dodd-frank",
    "us/hipaa",
    "us/sox",
)


def names() -> tuple[str, ...]:
    """The packs, by the id of their ruleset, sorted.

    >>> names()[:2]
    ('eu/gdpr', 'int/basel3')
    """
    return _NAMES


def text(name: str) -> Source:
    """The document of a pack.

    Args:
        name: one of `names()`.

    Raises:
        XReasonError: `check.unknown-pack`.

    >>> text("eu/gdpr").text.splitlines()[1]
    'id: eu/gdpr'
    """
    if name not in _NAMES:
        from xreason.kernel.suggest import did_you_mean

        hint = did_you_mean(name, _NAMES) or "`xreason packs list` names them all"
        raise XReasonError("check.unknown-pack", f"there is no pack `{name}`", hint)
    # Imported here: it loads a good part of the standard library, and JSON schemas or help need none of it.
    from importlib.resources import files

    document = files(__name__).joinpath(f"{name}.yaml")
    return Source(f"{name}.yaml", document.read_text("utf-8"))
