"""XReason decides whether facts comply with rules, and proves it.

>>> from xreason import check
>>> verdict = check("eu/gdpr", {"breach": {"occurred": False}}, as_of="2026-01-10")
>>> verdict.outcomes["gdpr.33.1.notify_authority"]
<Outcome.NOT_APPLICABLE: 'not_applicable'>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xreason.app.library import check, load

__all__ = ["check", "load"]


def __getattr__(name: str) -> object:
    """Import the library only when it is used, so that the command line starts fast."""
    if name in __all__:
        from xreason.app import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
