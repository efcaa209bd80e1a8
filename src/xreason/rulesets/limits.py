"""Bounds on documents: what is larger is refused before it costs time or memory."""

from __future__ import annotations

from dataclasses import dataclass

from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Bounds on a document.

    Args:
        size: bytes of a file, or code points of a text.
        depth: nesting of lists and mappings.
        nodes: values of all kinds, keys not counted.
    """

    size: int = 32 * 1024 * 1024
    depth: int = 50
    nodes: int = 1_000_000


LIMITS = DocumentLimits()


def too_large(name: str) -> DiagnosticError:
    """The refusal of a document larger than `LIMITS.size`."""
    megabytes = LIMITS.size // (1024 * 1024)
    message = f"`{name}` is larger than {megabytes} MiB"
    return DiagnosticError([Diagnostic("document.too-large", message, Source(name, ""))])
