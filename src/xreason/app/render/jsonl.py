"""JSON Lines: one verdict document a line, in the order of the cases."""

from __future__ import annotations

import json
from collections.abc import Sequence

from xreason.app.render.checked import Checked
from xreason.reasoning.verdict_document import document


def render(checked: Sequence[Checked]) -> str:
    """Each case's verdict document on a line of its own."""
    return "\n".join(
        json.dumps(document(case.verdict, case.wants_proof), separators=(",", ":"), ensure_ascii=False)
        for case in checked
    )
