"""Reading a document: bytes to text, text to a tree of nodes, be it YAML or JSON."""

from __future__ import annotations

from xreason.kernel.diagnostics import Diagnostic, DiagnosticError, Source
from xreason.rulesets.limits import LIMITS, too_large
from xreason.rulesets.nodes import Node


def decode(data: bytes, name: str) -> Source:
    """A document's text; a byte order mark is dropped.

    Raises:
        DiagnosticError: `document.too-large`, or `document.not-utf8` with the offset of the byte.
    """
    if len(data) > LIMITS.size:
        raise too_large(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"`{name}` is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        hint = "this looks like UTF-16; save the file as UTF-8" if utf16 else "save the file as UTF-8"
        found = Diagnostic("document.not-utf8", message, Source(name, ""), hint=hint)
        raise DiagnosticError([found]) from error
    return Source(name, text.removeprefix("\ufeff"))


def read_tree(source: Source) -> Node | None:
    """The document as a tree, or None when it is empty.

    What begins with a bracket is read as JSON, and as YAML if it is none; everything else is YAML.

    Raises:
        DiagnosticError: what is wrong with the text, all of it where possible.
    """
    if len(source.text) > LIMITS.size:
        raise too_large(source.name)
    named_json = source.name.lower().endswith((".json", ".jsonl", ".ndjson"))
    if not named_json and not looks_like_json(source.text):
        return _read_yaml(source)
    # Facts are read by the standard library; this reader, with places, is for mistakes and rulesets.
    from xreason.rulesets.json_tree import read_json

    try:
        return read_json(source)
    except DiagnosticError as error:
        if named_json or error.code != "document.json-syntax":
            raise
        try:
            return _read_yaml(source)
        except DiagnosticError as as_yaml:
            if '"' in source.text[:100]:
                raise error from as_yaml
            raise


def looks_like_json(text: str) -> bool:
    """Whether the first character that is no blank is a bracket."""
    return text[:200].lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def _read_yaml(source: Source) -> Node | None:
    # PyYAML takes a while to import, and JSON facts do not need it.
    from xreason.rulesets.yaml_tree import read_yaml

    return read_yaml(source)
