"""One spelling per JSON value (RFC 8785), so that equal documents have equal bytes and digests.

Source: RFC 8785 (JSON Canonicalization Scheme); numbers after ECMAScript's `Number::toString`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xreason.kernel.errors import XReasonError

LARGEST_INTEGER = 2**53 - 1
"""Beyond it, a reader of JSON may round (RFC 7493 §2.2); such numbers travel as strings."""

DEEPEST = 200
"""Nesting of lists and mappings that `canonical_bytes` accepts."""


def canonical_bytes(value: object) -> bytes:
    r"""The one UTF-8 form of a JSON value: sorted keys, no spaces, ECMAScript numbers.

    Args:
        value: None, bool, int (at most 2^53 - 1 either way), finite float, str, list, tuple, or a
            mapping with str keys, nested at most `DEEPEST` deep.

    Raises:
        XReasonError: `canonical.unsupported-value` for anything else, lone surrogates included.

    >>> canonical_bytes({"b": [1.0, 1e21], "a": "\u20ac"})
    b'{"a":"\xe2\x82\xac","b":[1,1e+21]}'
    """
    from json.encoder import encode_basestring

    pieces: list[str] = []
    _write(value, pieces.append, encode_basestring, 0)
    try:
        return "".join(pieces).encode()
    except UnicodeEncodeError as error:
        raise _unsupported("a string has half of a surrogate pair, which UTF-8 cannot hold") from error


def digest(value: object) -> str:
    """`sha256:` and the hex digest of the value's canonical bytes.

    >>> digest({})
    'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return digest_of_bytes(canonical_bytes(value))


def digest_of_bytes(data: bytes) -> str:
    """`sha256:` and the hex digest of these bytes."""
    from hashlib import sha256

    return f"sha256:{sha256(data).hexdigest()}"


def number_text(value: float) -> str:
    """A finite float as ECMAScript writes it: the shortest digits that read back the same.

    Raises:
        XReasonError: `canonical.unsupported-value` for NaN and the infinities.

    >>> [number_text(x) for x in (1.0, -0.0, 1e21, 1e20, 1e-7, 0.000001, 333333333.33333329)]
    ['1', '0', '1e+21', '100000000000000000000', '1e-7', '0.000001', '333333333.3333333']
    """
    text = repr(value)
    if "n" in text:
        raise _unsupported(f"`{text}` is not a JSON number")
    mantissa, _, exponent = text.partition("e")
    sign = "-" if mantissa[0] == "-" and value != 0 else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS times ten to this power.
    point = len(whole) + (int(exponent) if exponent else 0)
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    return sign + _placed(digits, point) if digits else "0"


def _placed(digits: str, point: int) -> str:
    """`0.digits × 10^point` in ECMAScript's choice between plain and exponent notation."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"


def _write(value: object, put: Callable[[str], None], quote: Callable[[str], str], depth: int) -> None:
    if isinstance(value, str):
        put(quote(value))
    elif value is None:
        put("null")
    elif value is True:
        put("true")
    elif value is False:
        put("false")
    elif isinstance(value, int):
        put(_integer_text(value))
    elif isinstance(value, float):
        put(number_text(value))
    elif depth >= DEEPEST:
        raise _unsupported(f"the value is nested more than {DEEPEST} deep")
    elif isinstance(value, Mapping):
        separator = "{"
        for key in _sorted_keys(value):
            put(f"{separator}{quote(key)}:")
            _write(value[key], put, quote, depth + 1)
            separator = ","
        put("}" if separator == "," else "{}")
    elif isinstance(value, list | tuple):
        separator = "["
        for item in value:
            put(separator)
            _write(item, put, quote, depth + 1)
            separator = ","
        put("]" if separator == "," else "[]")
    else:
        raise _unsupported(f"a `{type(value).__name__}` is not a JSON value")


def _integer_text(value: int) -> str:
    if -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        return int.__repr__(value)
    raise _unsupported("an integer is beyond 2^53 - 1, where JSON readers round")


def _sorted_keys(mapping: Mapping[object, object]) -> list[str]:
    """Keys in the order of their UTF-16 code units, as the RFC asks."""
    keys: list[str] = []
    plain = True
    for key in mapping:
        if not isinstance(key, str):
            raise _unsupported(f"a key is a `{type(key).__name__}`; keys are strings")
        keys.append(key)
        plain = plain and key.isascii()
    # Code points and UTF-16 code units sort alike except beyond the Basic Multilingual Plane.
    return sorted(keys) if plain else sorted(keys, key=_utf16)


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _unsupported(reason: str) -> XReasonError:
    return XReasonError("canonical.unsupported-value", f"cannot be written as canonical JSON: {reason}")
