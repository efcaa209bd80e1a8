"""Google's conformance tests: what passes, and what is known not to."""

from __future__ import annotations

import pytest

from tests.cel import conformance

AT_LEAST = {"core": 0.99, "ext": 0.98, "checker": 1.0}


@pytest.mark.parametrize("group", conformance.GROUPS)
def test_nearly_all_conformance_tests_of_a_group_pass(group: str) -> None:
    passed, total = conformance.rates()[group]
    assert total > 0
    assert passed / total >= AT_LEAST[group], "\n".join(conformance.summary())


def test_what_fails_is_exactly_what_is_listed_with_its_reason() -> None:
    failing, known = conformance.failures(), conformance.known_failures()
    new = {name: problem for name, problem in failing.items() if name not in known}
    mended = sorted(set(known) - set(failing))
    assert not new, f"newly failing: {new}"
    assert not mended, f"passing now; take them out of {conformance.KNOWN.name}: {mended}"


def test_each_listed_failure_has_a_reason() -> None:
    reasons = conformance.known_failures().values()
    assert all(len(reason.split()) > 5 for reason in reasons)


def test_no_conformance_test_ends_in_a_crash() -> None:
    # Any other exception than the two that the language knows would have ended this.
    assert len(conformance.outcomes()) > 1_700
