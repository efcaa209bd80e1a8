"""The one place where the command line and the library ask what time it is."""

from __future__ import annotations

import time

from xreason.cel.values import Timestamp

SECOND_NS = 10**9


def now() -> Timestamp:
    """The present moment in UTC, to the second."""
    return Timestamp(int(time.time()) * SECOND_NS)
