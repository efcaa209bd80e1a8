"""What `check` and `explain` share: read everything that was named, then judge each case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from xreason.app.cases import NamedFacts, read_cases
from xreason.app.cli.terminal import watched
from xreason.app.clock import now
from xreason.app.files import STDIN, read
from xreason.app.render.checked import Checked
from xreason.app.rulesets import find_compiled
from xreason.cel.values import Timestamp
from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.reasoning.judgement import decide
from xreason.reasoning.outcomes import Outcome
from xreason.reasoning.verdict import Verdict
from xreason.rulesets.model import Ruleset
from xreason.rulesets.moments import moment

WantsProof = Callable[[Outcome], bool]
"""Whether to keep the proof of a rule with this outcome."""


def judge_files(
    facts: Sequence[str],
    ruleset: str,
    search_path: Sequence[str],
    as_of: str | None,
    norms: Collection[str],
    proofs: WantsProof | None,
) -> list[Checked]:
    """Judge all cases in these files.

    Args:
        facts: paths, or `-`.
        ruleset: path or name of a pack.
        search_path: folders of imported rulesets.
        as_of: the moment of judgement; by default the document's own, else now.
        norms: ids of the rules to judge; all when empty.
        proofs: of which outcomes to keep the proof.

    Raises:
        DiagnosticError: whatever is wrong with what was named, all at once.
    """
    at = moment(as_of) if as_of is not None else None
    refuse_second_stdin([*facts, ruleset])
    loaded = find_compiled(ruleset, search_path)
    cases = read_cases(loaded, read_all(facts))
    present = now()
    return judge_all(loaded, [(case, at or case.as_of or present) for case in cases], norms, proofs)


def refuse_second_stdin(paths: Sequence[str]) -> None:
    """Refuse to read standard input twice.

    Raises:
        DiagnosticError: `input.stdin-twice`.
    """
    if list(paths).count(STDIN) > 1:
        message = "standard input `-` can be named only once"
        raise DiagnosticError(
            [Diagnostic("input.stdin-twice", message, hint="put one of the inputs into a file")]
        )


def read_all(paths: Sequence[str]) -> list[Source]:
    """Read these files, and report all that cannot be read at once.

    Raises:
        DiagnosticError: `input.…` or `document.…`.
    """
    sources: list[Source] = []
    wrong: list[Diagnostic] = []
    for path in paths:
        try:
            sources.append(read(path))
        except DiagnosticError as error:
            wrong.extend(error.diagnostics)
    if wrong:
        raise DiagnosticError(wrong)
    return sources


def judge_all(
    ruleset: Ruleset,
    cases: Sequence[tuple[NamedFacts, Timestamp]],
    norms: Collection[str] = (),
    proofs: WantsProof | None = None,
) -> list[Checked]:
    """Judge each case at its moment.

    Raises:
        DiagnosticError: what kept any of them from being judged, all at once.
    """
    checked: list[Checked] = []
    wrong: list[Diagnostic] = []
    for case, at in watched(cases, "judging"):
        try:
            checked.append(_judge(ruleset, case, at, norms, proofs))
        except DiagnosticError as error:
            named = len(cases) > 1
            wrong += [
                replace(d, message=f"{case.name}: {d.message}") if named else d for d in error.diagnostics
            ]
    if wrong:
        raise DiagnosticError(wrong)
    return checked


def judge(ruleset: Ruleset, case: NamedFacts, as_of: Timestamp, norms: Collection[str]) -> Verdict:
    """The verdict of one case over all rules, or over those asked for."""
    if not norms:
        return decide(ruleset, case.facts, as_of)
    verdicts = [decide(ruleset, case.facts, as_of, norm) for norm in dict.fromkeys(norms)]
    if len(verdicts) == 1:
        return verdicts[0]
    order = sorted(range(len(verdicts)), key=lambda i: verdicts[i].indices[0])
    return Verdict(
        verdicts[0].program,
        case.facts,
        as_of,
        tuple(verdicts[i].indices[0] for i in order),
        [verdicts[i].codes[0] for i in order],
    )


def _judge(
    ruleset: Ruleset, case: NamedFacts, as_of: Timestamp, norms: Collection[str], proofs: WantsProof | None
) -> Checked:
    verdict = judge(ruleset, case, as_of, norms)
    if proofs is None:
        return Checked(case, verdict)
    proved = frozenset(rule_id for rule_id, outcome in verdict.outcomes.items() if proofs(outcome))
    return Checked(case, verdict, proved)
