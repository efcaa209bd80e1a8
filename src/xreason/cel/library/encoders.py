"""Base64."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping

from xreason.cel.library.dispatch import Cases
from xreason.cel.library.strings import bounded
from xreason.cel.values import invalid, shown


def encode(octets: bytes) -> str:
    """Base64 with padding."""
    bounded(len(octets) * 4 // 3 + 4)
    return b64encode(octets).decode("ascii")


def decode(text: str) -> bytes:
    """The bytes that Base64 stands for; the padding may be absent."""
    body = text.rstrip("=") if len(text) % 4 == 0 else text
    try:
        return b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (Error, ValueError) as wrong:
        raise invalid(f"{shown(text)} is not Base64") from wrong


CASES: Mapping[str, Cases] = {
    "base64.encode": {(bytes,): encode},
    "base64.decode": {(str,): decode},
}
