"""What to say when XReason itself is wrong."""

from __future__ import annotations

import os
import platform
import sys
import traceback


def describe(error: Exception) -> str:
    """The lines that a report of this bug needs; no contents of files are in them.

    With `XREASON_DEBUG` set, the whole traceback.
    """
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "<frozen" not in frame.filename]
    places = [f"{os.path.basename(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames[-4:]]
    lines = [
        f"internal error: {type(error).__name__}: {str(error)[:500]}",
        *(f"  at {place}" for place in reversed(places)),
        f"  xreason {_version()}, Python {platform.python_version()}, {platform.platform()}",
        f"  command: {' '.join(sys.argv[1:])[:500]}",
        "This is a mistake in XReason, not in your input. Please report the lines above, with the",
        "ruleset and facts if you may share them; XREASON_DEBUG=1 adds the full traceback.",
    ]
    if os.environ.get("XREASON_DEBUG"):
        lines.insert(0, "".join(traceback.format_exception(error)).rstrip())
    return "\n".join(lines)


def _version() -> str:
    # From the installed package: the engine's own modules may be what is broken.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xreason")
    except PackageNotFoundError:
        return "(not installed)"
