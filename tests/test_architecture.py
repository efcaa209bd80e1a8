"""What import contracts cannot see: calls in the pure packages, sizes, excuses without a reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outside import REPOSITORY
from tests.repository import SOURCES, comments, parsed, place, python_files

PURE = ("kernel", "cel", "rulesets", "reasoning")

IMPURE_CALLS = frozenset({"open", "print", "input", "breakpoint"})
IMPURE_ATTRIBUTES = frozenset(
    {
        *(("datetime", name) for name in ("now", "utcnow", "today")),
        ("date", "today"),
        *(("sys", name) for name in ("stdin", "stdout", "stderr", "argv", "exit", "path", "modules")),
    }
)

LONGEST_FILE = 400
LONG_FILES: dict[str, str] = {}
"""Files of src/xreason that may be longer than `LONGEST_FILE` lines, each with the reason."""

UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
EXCUSE = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*)?"
    r"|type:\s*ignore(?:\[[\w, -]+\])?"
    r"|pragma:\s*no (?:cover|branch|mutate))"
)


def impure(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of what reaches outside the program."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            yield node.lineno, f"{node.func.id}(…)"
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            if (owner, node.attr) in IMPURE_ATTRIBUTES:
                yield node.lineno, f"{owner}.{node.attr}"


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_reaches_nothing_outside_the_program(package: str) -> None:
    found = [
        f"{place(path, line)}: {text}"
        for path in python_files(f"src/xreason/{package}")
        for line, text in impure(parsed(path))
    ]
    assert found == []


def test_the_search_for_impure_calls_finds_them() -> None:
    text = "import datetime\nprint(open('x'))\ndatetime.datetime.now()\ndate.today()\nsys.stdout.write('')"
    assert [found for _, found in sorted(impure(ast.parse(text)))] == [
        "open(…)",
        "print(…)",
        "datetime.now",
        "date.today",
        "sys.stdout",
    ]


def test_no_file_is_long_without_a_reason() -> None:
    long = {
        str(path.relative_to(SOURCES))
        for path in python_files("src")
        if path.read_text("utf-8").count("\n") > LONGEST_FILE
    }
    assert long == LONG_FILES.keys()


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{place(path, number)}: {line.strip()}"
        for path in python_files("src", "tests", "docs", "bench", "fuzz", "examples")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_every_ignore_carries_its_reason() -> None:
    found = [
        f"{place(path, number)}: {text}"
        for path in python_files("src", "tests", "docs", "bench", "fuzz", "examples")
        for number, text in comments(path)
        if EXCUSE.search(text) and not re.search(r"\w{3}", EXCUSE.sub("", text))
    ]
    assert found == []


def reasonless(tree: ast.Module) -> Iterator[int]:
    """Lines where a test is skipped or expected to fail without saying why."""
    told = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (node.args or any(k.arg == "reason" for k in node.keywords))
        if not ast.unparse(node.func).endswith("skipif") or any(k.arg == "reason" for k in node.keywords)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in told:
            owner = ast.unparse(node.value)
            if (owner == "pytest" and node.attr in {"skip", "xfail"}) or (
                owner == "pytest.mark" and node.attr in {"skip", "skipif", "xfail"}
            ):
                yield node.lineno


def test_the_search_for_silent_skips_finds_them() -> None:
    text = """
@pytest.mark.skip
@pytest.mark.skipif(True)
@pytest.mark.skipif(True, reason="told")
@pytest.mark.xfail(reason="told")
def test():
    pytest.skip()
    pytest.skip("told")
"""
    assert sorted(reasonless(ast.parse(text))) == [2, 3, 7]


def test_no_test_is_skipped_without_a_reason() -> None:
    found = [place(path, line) for path in python_files("tests") for line in reasonless(parsed(path))]
    assert found == []


CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*")
RAISING = re.compile(r"(?:Diagnostic|[A-Z]\w*Error)$")
NOT_CODES = frozenset({"cel.bind", "ruleset.digest"})
"""Strings that look like a code and are something else: a macro, a property in JUnit reports."""

PAGES = REPOSITORY / "docs" / "errors"


def pages() -> set[str]:
    """The codes that have a page."""
    return {path.stem for path in PAGES.glob("*.md")} - {"index"}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of the program that is not a docstring."""
    tree = parsed(path)
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def codes() -> dict[str, str]:
    """Every code that the program can report, with one place that does."""
    families = {code.split(".")[0] for code in pages()} | {"cel", "ruleset", "facts", "lint", "check"}
    found: dict[str, str] = {}
    for path in python_files("src"):
        for line, text in literals(path):
            if CODE.fullmatch(text) and text.split(".")[0] in families and text not in NOT_CODES:
                found.setdefault(text, place(path, line))
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and RAISING.search(ast.unparse(node.func)) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                    found.setdefault(first.value, place(path, node.lineno))
    return found


def test_every_diagnostic_has_its_page() -> None:
    assert {code: at for code, at in codes().items() if code not in pages()} == {}


def test_every_page_explains_a_diagnostic_that_exists() -> None:
    assert pages() - codes().keys() == set()


@pytest.mark.parametrize("code", sorted(pages()))
def test_a_page_says_what_the_code_means_and_the_way_out(code: str) -> None:
    lines = (PAGES / f"{code}.md").read_text("utf-8").splitlines()
    assert lines[0] == f"# {code}"
    assert len([line for line in lines if line.strip()]) >= 4
