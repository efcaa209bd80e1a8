"""`xreason ask`: an interview that ends in a verdict."""

from __future__ import annotations

import json
import sys

import click

from xreason.app.cases import NamedFacts, read_cases
from xreason.app.cli.command import (
    Command,
    as_of_option,
    format_option,
    output_option,
    path_option,
    ruleset_option,
)
from xreason.app.cli.exits import Exit
from xreason.app.cli.judging import judge, judge_all, read_all, refuse_second_stdin
from xreason.app.cli.terminal import deliver, report, say
from xreason.app.clock import now
from xreason.app.files import write
from xreason.app.harmless import harmless
from xreason.app.interview import Interview, described
from xreason.app.render import FORMATS, render
from xreason.app.render.checked import REPORTED
from xreason.app.rulesets import find_compiled
from xreason.kernel.diagnostics import DiagnosticError
from xreason.reasoning.inquiry import Question
from xreason.rulesets.facts import Facts, read_facts
from xreason.rulesets.model import Ruleset
from xreason.rulesets.moments import moment

EXAMPLES = (
    ("Was the breach handled as it should?", "xreason ask -r eu/gdpr --norm gdpr.33.1.notify_authority"),
    (
        "Ask only for what a file leaves open, and keep the answers",
        "xreason ask -r rules.yaml --facts case.json --save full.json",
    ),
    (
        "In a script: answers from a file instead of a person",
        "xreason ask -r rules.yaml --answers answers.yaml --format json",
    ),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    exits={
        Exit.CLEAN: "compliant, or pending because a deadline still runs",
        Exit.FINDINGS: "some rule is violated, undetermined or up for review",
    },
)
@ruleset_option
@click.option("--facts", "known", metavar="FILE", help="Facts already known; only what is missing is asked.")
@click.option("--answers", metavar="FILE", help="Facts to take the answers from, instead of a person.")
@click.option("--save", metavar="FILE", help="Write the facts and answers to this file, for `check`.")
@click.option("--norm", "norms", multiple=True, metavar="ID", help="Ask only for this rule; may be repeated.")
@as_of_option
@format_option(*FORMATS)
@output_option
@click.option("--proof", is_flag=True, help="Show the derivation of every outcome that is listed.")
@path_option
def command(
    ruleset: str,
    known: str | None,
    answers: str | None,
    save: str | None,
    norms: tuple[str, ...],
    as_of: str | None,
    format_: str,
    output: str | None,
    proof: bool,
    search_path: tuple[str, ...],
) -> int:
    """Ask for the facts that matter, then decide.

    The question that settles most rules comes first, and only facts that can still change an
    outcome are asked for. An empty answer leaves the fact unknown; `?` explains the question; the
    end of the input (Ctrl-D) ends the interview with what is known.
    """
    refuse_second_stdin([path for path in (ruleset, known, answers) if path is not None])
    given_moment = moment(as_of) if as_of is not None else None
    loaded = find_compiled(ruleset, search_path)
    start = _facts(loaded, known)
    prepared = _facts(loaded, answers)
    at = given_moment or start.as_of or prepared.as_of or now()
    interview = Interview(loaded, start, lambda facts: judge(loaded, NamedFacts("", None, facts), at, norms))
    if answers is not None:
        _answer_from_file(interview, prepared)
    else:
        _answer_in_person(interview)
    document = interview.document(at)
    if save is not None:
        write(save, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    case = NamedFacts(known or "answers", None, read_facts(loaded, document))
    checked = judge_all(loaded, [(case, at)], norms, REPORTED.__contains__ if proof else None)
    deliver(render(format_, checked), output)
    return Exit.FINDINGS if checked[0].has_findings else Exit.CLEAN


def _facts(ruleset: Ruleset, path: str | None) -> Facts:
    if path is None:
        return read_facts(ruleset, {})
    return read_cases(ruleset, read_all([path]))[0].facts


def _answer_from_file(interview: Interview, answers: Facts) -> None:
    while (question := interview.question()) is not None:
        answer = interview.answer_from(question, answers)
        if answer is None:
            interview.skip(question)
        say(f"{harmless(question.ask)} {click.style(harmless(answer or '(not known)'), bold=True)}")


def _answer_in_person(interview: Interview) -> None:
    while (question := interview.question()) is not None:
        say(click.style(harmless(question.ask), bold=True))
        say(f"  {harmless(question.path)}: {described(question.type)}")
        if not _one_answer(interview, question):
            return


def _one_answer(interview: Interview, question: Question) -> bool:
    """Ask until there is an answer that fits, or none; False at the end of the input."""
    while True:
        click.echo("> ", nl=False, err=True)
        line = sys.stdin.readline()
        text = line.strip()
        if not line:
            say()
            return False
        if text == "?":
            say(_help(interview, question))
            continue
        if not text:
            interview.skip(question)
            return True
        try:
            interview.answer(question, text)
        except DiagnosticError as error:
            report(error.diagnostics)
            continue
        return True


def _help(interview: Interview, question: Question) -> str:
    """What the ruleset says about the fact, and how many rules wait for it."""
    spec = next((spec for spec in interview.ruleset.facts if spec.path == question.path), None)
    lines = [f"  {described(question.type)}"]
    if spec is not None:
        lines += [f"  {text}" for text in (spec.description, spec.unit and f"in {spec.unit}") if text]
        bounds = [
            f"{word} {bound}"
            for word, bound in (("at least", spec.minimum), ("at most", spec.maximum))
            if bound is not None
        ]
        lines += [f"  {', '.join(bounds)}"] if bounds else []
    lines.append(f"  an answer can settle {question.settles} rules; leave it empty if it is not known")
    return harmless("\n".join(lines))
