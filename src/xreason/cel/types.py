"""Types of expressions: the terms that the checker computes with.

A type is a frozen term `Type(kind, args, name)`. Atoms are module constants (`BOOL`, `INT`, …);
`list_of`, `map_of`, `nullable`, `optional_of`, `record` and `enum` build the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of type a term is; the value is CEL's own name for it where CEL has one."""

    BOOL = "bool"
    INT = "int"
    UINT = "uint"
    DOUBLE = "double"
    STRING = "string"
    BYTES = "bytes"
    NULL = "null_type"
    TIMESTAMP = "google.protobuf.Timestamp"
    DURATION = "google.protobuf.Duration"
    LIST = "list"
    MAP = "map"
    TYPE = "type"
    DYN = "dyn"
    ERROR = "error"
    PARAM = "param"
    OPAQUE = "opaque"
    WRAPPER = "wrapper"
    # XReason's own:
    DATE = "date"
    DECIMAL = "decimal"
    ENUM = "enum"
    RECORD = "record"
    NULLABLE = "nullable"


@dataclass(frozen=True, slots=True)
class Type:
    """A type term.

    Args:
        kind: the sort.
        args: element types: list (1), map (key, value), nullable/wrapper (1), type (1), opaque (n).
        name: parameter name, opaque type name, or record name.
        fields: a record's fields in declared order, each `(name, type)`.
        values: an enum's values in declared order.
    """

    kind: Kind
    args: tuple[Type, ...] = ()
    name: str = ""
    fields: tuple[tuple[str, Type], ...] = ()
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The name a rule writer would use."""
        match self.kind:
            case Kind.TIMESTAMP:
                return "timestamp"
            case Kind.DURATION:
                return "duration"
            case Kind.NULL:
                return "null"
            case Kind.LIST | Kind.MAP | Kind.TYPE if self.args:
                return f"{self.kind.value}({', '.join(map(str, self.args))})"
            case Kind.NULLABLE | Kind.WRAPPER:
                return f"{self.args[0]} or null"
            case Kind.PARAM:
                return self.name
            case Kind.OPAQUE:
                inner = f"({', '.join(map(str, self.args))})" if self.args else ""
                return self.name + inner
            case Kind.RECORD:
                return f"record {self.name}" if self.name else "record"
            case Kind.ENUM:
                return f"enum [{', '.join(self.values)}]"
            case _:
                return self.kind.value


BOOL = Type(Kind.BOOL)
INT = Type(Kind.INT)
UINT = Type(Kind.UINT)
DOUBLE = Type(Kind.DOUBLE)
STRING = Type(Kind.STRING)
BYTES = Type(Kind.BYTES)
NULL = Type(Kind.NULL)
TIMESTAMP = Type(Kind.TIMESTAMP)
DURATION = Type(Kind.DURATION)
DATE = Type(Kind.DATE)
DECIMAL = Type(Kind.DECIMAL)
DYN = Type(Kind.DYN)
ERROR = Type(Kind.ERROR)


def list_of(element: Type) -> Type:
    """`list(element)`."""
    return Type(Kind.LIST, (element,))


def map_of(key: Type, value: Type) -> Type:
    """`map(key, value)`."""
    return Type(Kind.MAP, (key, value))


def type_of(inner: Type) -> Type:
    """The type of a type value, `type(inner)`."""
    return Type(Kind.TYPE, (inner,))


def nullable(inner: Type) -> Type:
    """`inner`, or null; null itself and a nullable stay as they are."""
    return inner if inner.kind in (Kind.NULLABLE, Kind.NULL, Kind.DYN) else Type(Kind.NULLABLE, (inner,))


def non_null(type_: Type) -> Type:
    """The type with null taken away."""
    return type_.args[0] if type_.kind is Kind.NULLABLE else type_


def optional_of(inner: Type) -> Type:
    """CEL's `optional_type(inner)`."""
    return Type(Kind.OPAQUE, (inner,), "optional_type")


def param(name: str) -> Type:
    """A type parameter of a function signature."""
    return Type(Kind.PARAM, (), name)


def record(name: str, fields: tuple[tuple[str, Type], ...]) -> Type:
    """A record from the fact schema; at run time a tuple of its fields in this order."""
    return Type(Kind.RECORD, (), name, fields)


def enum(values: tuple[str, ...]) -> Type:
    """One of these strings; at run time a `str`."""
    return Type(Kind.ENUM, (), "", (), values)
