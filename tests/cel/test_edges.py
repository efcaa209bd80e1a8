"""Functions at the very edge of what they accept, where an error by one would hide."""

from __future__ import annotations

import pytest

from xreason.cel import read
from xreason.cel.environment import Environment, Profile
from xreason.cel.interpret import evaluate
from xreason.cel.values import EvaluationError

ENVIRONMENT = Environment({}, Profile.CEL)


def value(text: str) -> object:
    return evaluate(read(text, ENVIRONMENT), {})


@pytest.mark.parametrize(
    "text",
    [
        "math.sign(1) == 1",
        "math.sign(-1) == -1",
        "math.sign(0) == 0",
        "uint(18446744073709549568.0) == 18446744073709549568u",
        'ip("febf:ffff::1").isLinkLocalUnicast()',
        '!ip("fec0::").isLinkLocalUnicast()',
        'ip("169.254.255.255").isLinkLocalUnicast()',
        '!ip("169.255.0.0").isLinkLocalUnicast()',
        'cidr("10.1.2.3/8").masked() == cidr("10.0.0.0/8")',
        'cidr("fe80::1/10").masked() == cidr("fe80::/10")',
        '"a,b".split(",", 0) == []',
        '"a,b".split(",", 1) == ["a,b"]',
        '"a,b".split(",", 2) == ["a", "b"]',
        '"a,b".split(",", -1) == ["a", "b"]',
    ],
)
def test_the_edge_belongs_to_the_right_side(text: str) -> None:
    assert value(text) is True


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("uint(18446744073709551616.0)", "cel.overflow", "the result is outside the range of uint"),
        (
            'decimal("1.25").round(1, "half_down")',
            "cel.invalid-argument",
            "there is no rounding `half_down`: take `half_even` or `half_up`",
        ),
        ("dyn(1)[0]", "cel.no-such-overload", "`[]` does not take int and int"),
        ("1 in dyn(1)", "cel.no-such-overload", "`in` does not take int and int"),
        ('{"a": 1}[dyn([])]', "cel.no-such-overload", "`[]` does not take map and list"),
    ],
)
def test_beyond_the_edge_is_an_error_that_says_what_was_wrong(text: str, code: str, message: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.code == code
    assert message in caught.value.message
