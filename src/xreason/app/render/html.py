"""Verdicts as one self-contained page: no scripts, nothing loaded, light and dark, for any reader.

Outcomes are told by words as well as colour; tables have captions and header cells; the colours
have a contrast of at least 4.5 : 1 on both backgrounds (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from xreason.app.render.checked import WORST_FIRST, Checked, details
from xreason.reasoning.render import proof_html
from xreason.reasoning.verdict import RuleOutcome

STYLE = """\
:root { color-scheme: light dark; --text: #1b1b1b; --page: #fff; --faint: #595959; --line: #b5b5b5;
  --bad: #a50e0e; --open: #7b2d8e; --ask: #7a4f01; --wait: #0b5a75; --good: #1a6029; }
@media (prefers-color-scheme: dark) { :root { --text: #ececec; --page: #161616; --faint: #b0b0b0;
  --line: #5c5c5c; --bad: #ff9c94; --open: #e0a8f0; --ask: #f2c063; --wait: #7fd0ec; --good: #8fd99e; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
  max-width: 60rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
thead th { white-space: nowrap; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
dl { margin: 0; } dt { font-weight: 600; } dd { margin: 0 0 .4rem 0; }
code { font: .9em ui-monospace, monospace; }
.proof ul { list-style: none; margin: 0; padding-left: 1.2rem; border-left: 1px solid var(--line); }
.proof .from { color: var(--faint); }
.step { font-weight: 600; }
.outcome { font-weight: 700; }
.violated, .non_compliant { color: var(--bad); } .undetermined { color: var(--open); }
.review { color: var(--ask); } .pending { color: var(--wait); } .satisfied, .compliant { color: var(--good); }
footer { margin-top: 3rem; color: var(--faint); font-size: .9rem; }
@media print { body { max-width: none; } }
"""


def render(checked: Sequence[Checked]) -> str:
    """An HTML 5 document with a section per case."""
    return page("Verdict" if len(checked) == 1 else "Verdicts", "\n".join(map(_case, checked)))


def page(title: str, body: str) -> str:
    """A page with this title and body, and a policy that lets it load nothing."""
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)} · XReason</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>"""


def _word(outcome: str) -> str:
    return f'<span class="outcome {escape(outcome)}">{escape(outcome)}</span>'


def _case(case: Checked) -> str:
    ruleset = case.verdict.ruleset
    about = f"{escape(ruleset.title)} ({escape(case.ruleset_text())})"
    proofs = "\n".join(map(proof_html, case.proofs()))
    return f"""\
<section>
<h2>{escape(case.name)}: {_word(case.verdict.finding)}</h2>
<p>{about} as of <time datetime="{case.as_of}">{case.as_of}</time>: {escape(case.count_text())}.</p>
{_table(case)}
{proofs}
<footer>Ruleset digest <code>{escape(ruleset.digest)}</code></footer>
</section>"""


def _table(case: Checked) -> str:
    rules = sorted(case.verdict.rules, key=lambda rule: WORST_FIRST.index(rule.outcome))
    rows = "\n".join(map(_row, rules))
    return f"""\
<table>
<caption>Rules of {escape(case.verdict.ruleset.id)}, the worst outcome first</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Outcome</th><th scope="col">Details</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""


def _row(rule: RuleOutcome) -> str:
    notes = "".join(_notes(rule))
    return (
        f'<tr><th scope="row"><code>{escape(rule.id)}</code><br>{escape(rule.rule.title)}</th>'
        f"<td>{_word(rule.outcome)}</td><td>{f'<dl>{notes}</dl>' if notes else ''}</td></tr>"
    )


def _notes(rule: RuleOutcome) -> Iterator[str]:
    for label, text in details(rule):
        yield f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>"
