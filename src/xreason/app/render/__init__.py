"""Verdicts for people and for other programs: one module per format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from xreason.app.harmless import harmless
from xreason.app.render.checked import Checked

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "html", "markdown")
"""What `check --format` takes; each is a module here with `render`."""

__all__ = ["FORMATS", "Checked", "render"]


def render(format_: str, checked: Sequence[Checked]) -> str:
    """All cases in one of `FORMATS`."""
    module = import_module(f"xreason.app.render.{format_}")
    render_in_format: Callable[[Sequence[Checked]], str] = module.render
    text = render_in_format(checked)
    return harmless(text) if format_ in ("html", "markdown") else text
