"""What goes wrong at evaluation: an error with a code, a sentence and, once known, a place."""

from __future__ import annotations

from xreason.cel.values.kinds import type_name
from xreason.kernel.diagnostics import Span
from xreason.kernel.errors import XReasonError

_FRIENDLY = {
    "google.protobuf.Timestamp": "timestamp",
    "google.protobuf.Duration": "duration",
    "null_type": "null",
    "optional_type": "optional",
}
_SIGNS = {"@in": "in", "_[_]": "[]", "_[?_]": "[?]", "!_": "!", "-_": "-", "_?_:_": "?:"}


class EvaluationError(XReasonError):
    """An expression that has no value for these facts.

    Args:
        code: stable slug, `cel.…`.
        message: one lower-case sentence.
        span: the innermost expression that went wrong; set by whoever knows it.
    """

    def __init__(self, code: str, message: str, span: Span | None = None) -> None:
        super().__init__(code, message)
        self.span = span


def invalid(message: str) -> EvaluationError:
    """The error for an argument that a function cannot take."""
    return EvaluationError("cel.invalid-argument", message)


def overflow(what: str) -> EvaluationError:
    """The error for a result outside its type's range."""
    return EvaluationError("cel.overflow", f"the result is outside the range of {what}")


def too_much(what: str) -> EvaluationError:
    """The error for work or results beyond the limits."""
    return EvaluationError("cel.too-much-work", what)


def no_overload(function: str, *args: object) -> EvaluationError:
    """The error for a function that does not take values of these types.

    >>> no_overload("_+_", 1, "a").message
    '`+` does not take int and string'
    """
    sign = _SIGNS.get(function, function.strip("_"))
    names = [_FRIENDLY.get(name := type_name(arg), name) for arg in args]
    if None in args and function not in ("_==_", "_!=_"):
        return EvaluationError("cel.null-operand", f"`{sign}` does not take null")
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return EvaluationError("cel.no-such-overload", f"`{sign}` does not take {listed or 'no arguments'}")


def shown(text: str) -> str:
    """A text in backticks for a message, cut when it is long."""
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}…`"
