"""The verdict document, indented: one document for one case, a list of them for several."""

from __future__ import annotations

import json
from collections.abc import Sequence

from xreason.app.render.checked import Checked
from xreason.reasoning.verdict_document import document


def render(checked: Sequence[Checked]) -> str:
    """JSON for people and programs; the same bytes for the same cases."""
    documents = [document(case.verdict, case.wants_proof) for case in checked]
    return json.dumps(documents[0] if len(documents) == 1 else documents, indent=2, ensure_ascii=False)
