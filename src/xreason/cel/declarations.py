"""Every function and operator with its overloads.

One line a function: its name; `f` if called as `name(a, b)`, `m` if as `a.name(b)`; then its
signatures, with the receiver first. `A`, `B` are type parameters. `RULES` is what rulesets may
use, `FULL` what CEL has beyond that.

An overload's id is its function and argument types joined by `_` (`size_string`, `add_int_int`,
`math.greatest_int_int`), a type parameter being `any`; functions and methods of one name share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xreason.cel import types
from xreason.cel.types import Kind, Type

IP = Type(Kind.OPAQUE, (), "net.IP")
CIDR = Type(Kind.OPAQUE, (), "net.CIDR")
CALENDAR = Type(Kind.OPAQUE, (), "calendar")
"""A declared holiday calendar; in an expression, a string constant that names it."""
A, B = types.param("A"), types.param("B")


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature of a function.

    Args:
        id: unique among all overloads.
        args: the parameters' types, a method's receiver first.
        result: may use the type parameters of `args`.
        method: called as `receiver.function(…)`.
        rules: allowed in `Profile.RULES`.
    """

    id: str
    args: tuple[Type, ...]
    result: Type
    method: bool = False
    rules: bool = False


_ATOMS: dict[str, Type] = {
    "bool": types.BOOL,
    "int": types.INT,
    "uint": types.UINT,
    "double": types.DOUBLE,
    "string": types.STRING,
    "bytes": types.BYTES,
    "timestamp": types.TIMESTAMP,
    "duration": types.DURATION,
    "date": types.DATE,
    "decimal": types.DECIMAL,
    "dyn": types.DYN,
    "ip": IP,
    "cidr": CIDR,
    "calendar": CALENDAR,
    "A": A,
    "B": B,
}
_SHORT_NAMES = {type_: name for name, type_ in _ATOMS.items()} | {A: "any", B: "any", types.DYN: "any"}
_OPERATORS = {
    "_+_": "add", "_-_": "subtract", "_*_": "multiply", "_/_": "divide", "_%_": "modulo", "-_": "negate",
    "!_": "not", "_==_": "equals", "_!=_": "not_equals", "_<_": "less", "_<=_": "less_equals",
    "_>_": "greater", "_>=_": "greater_equals", "@in": "in", "_[_]": "index", "_[?_]": "optional_index",
}  # fmt: skip

_ORDERED = "int date timestamp duration decimal string double"
_RULES = """
!_ f: bool -> bool
-_ f: int -> int | double -> double | decimal -> decimal | duration -> duration
_+_ f: int int -> int | decimal decimal -> decimal | double double -> double | string string -> string
_+_ f: list(A) list(A) -> list(A) | timestamp duration -> timestamp | duration timestamp -> timestamp
_+_ f: duration duration -> duration | date duration -> date | duration date -> date
_-_ f: int int -> int | decimal decimal -> decimal | double double -> double
_-_ f: timestamp timestamp -> duration | timestamp duration -> timestamp | duration duration -> duration
_-_ f: date date -> duration | date duration -> date
_*_ f: int int -> int | decimal decimal -> decimal | double double -> double
_/_ f: int int -> int | decimal decimal -> decimal | double double -> double
_%_ f: int int -> int | decimal decimal -> decimal
_==_ f: A A -> bool
_!=_ f: A A -> bool
@in f: A list(A) -> bool | A map(A,B) -> bool
_[_] f: list(A) int -> A | map(A,B) A -> B
size fm: string -> int | list(A) -> int | map(A,B) -> int
contains m: string string -> bool
startsWith m: string string -> bool
endsWith m: string string -> bool
matches fm: string string -> bool
charAt m: string int -> string
indexOf m: string string -> int | string string int -> int
lastIndexOf m: string string -> int | string string int -> int
join m: list(string) -> string | list(string) string -> string
lowerAscii m: string -> string
upperAscii m: string -> string
replace m: string string string -> string | string string string int -> string
split m: string string -> list(string) | string string int -> list(string)
substring m: string int -> string | string int int -> string
trim m: string -> string
reverse m: string -> string | list(A) -> list(A)
int f: int -> int | string -> int | decimal -> int | timestamp -> int
string f: string -> string | bool -> string | int -> string | decimal -> string | date -> string
string f: timestamp -> string | duration -> string | double -> string
bool f: bool -> bool | string -> bool
decimal f: decimal -> decimal | int -> decimal | string -> decimal
timestamp f: timestamp -> timestamp | string -> timestamp | int -> timestamp
timestamp f: date -> timestamp | date string -> timestamp
duration f: duration -> duration | string -> duration
date f: date -> date | string -> date | timestamp -> date | timestamp string -> date | int int int -> date
days f: int -> duration
hours f: int -> duration
minutes f: int -> duration
addDays m: date int -> date | timestamp int -> timestamp
addMonths m: date int -> date | timestamp int -> timestamp
addYears m: date int -> date | timestamp int -> timestamp
isWorkday m: date -> bool | date calendar -> bool
rollToWorkday m: date -> date | date calendar -> date
addWorkdays m: date int -> date | date int calendar -> date
workdaysUntil m: date date -> int | date date calendar -> int
daysUntil m: date date -> int
startOfMonth m: date -> date
endOfMonth m: date -> date
endOfQuarter m: date -> date
endOfYear m: date -> date
getFullYear m: timestamp -> int | timestamp string -> int | date -> int
getMonth m: timestamp -> int | timestamp string -> int | date -> int
getDate m: timestamp -> int | timestamp string -> int | date -> int
getDayOfMonth m: timestamp -> int | timestamp string -> int | date -> int
getDayOfWeek m: timestamp -> int | timestamp string -> int | date -> int
getDayOfYear m: timestamp -> int | timestamp string -> int | date -> int
getHours m: timestamp -> int | timestamp string -> int | duration -> int
getMinutes m: timestamp -> int | timestamp string -> int | duration -> int
getSeconds m: timestamp -> int | timestamp string -> int | duration -> int
getMilliseconds m: timestamp -> int | timestamp string -> int | duration -> int
sum m: list(int) -> int | list(decimal) -> decimal | list(duration) -> duration
distinct m: list(A) -> list(A)
slice m: list(A) int int -> list(A)
flatten m: list(list(A)) -> list(A)
sets.contains f: list(A) list(A) -> bool
sets.equivalent f: list(A) list(A) -> bool
sets.intersects f: list(A) list(A) -> bool
round m: decimal -> decimal | decimal int -> decimal | decimal int string -> decimal
floor m: decimal -> decimal
ceil m: decimal -> decimal
abs m: decimal -> decimal
math.abs f: int -> int | decimal -> decimal | duration -> duration | double -> double
math.sign f: int -> int | double -> double
"""
_FULL = """
_+_ f: uint uint -> uint | bytes bytes -> bytes
_-_ f: uint uint -> uint
_*_ f: uint uint -> uint
_/_ f: uint uint -> uint
_%_ f: uint uint -> uint
_[_] f: optional(list(A)) int -> optional(A) | optional(map(A,B)) A -> optional(B)
_[?_] f: list(A) int -> optional(A) | map(A,B) A -> optional(B)
_[?_] f: optional(list(A)) int -> optional(A) | optional(map(A,B)) A -> optional(B)
size fm: bytes -> int
int f: uint -> int | double -> int
uint f: uint -> uint | int -> uint | double -> uint | string -> uint
double f: double -> double | int -> double | uint -> double | string -> double
string f: uint -> string | bytes -> string | ip -> string | cidr -> string
bytes f: bytes -> bytes | string -> bytes
type f: A -> type(A)
dyn f: A -> dyn
format m: string list(dyn) -> string
strings.quote f: string -> string
base64.encode f: bytes -> string
base64.decode f: string -> bytes
lists.range f: int -> list(int)
flatten m: list(dyn) int -> list(dyn)
first m: list(A) -> optional(A)
last m: list(A) -> optional(A)
math.ceil f: double -> double
math.floor f: double -> double
math.round f: double -> double
math.trunc f: double -> double
math.sqrt f: double -> double | int -> double | uint -> double
math.abs f: uint -> uint
math.sign f: uint -> uint
math.isNaN f: double -> bool
math.isInf f: double -> bool
math.isFinite f: double -> bool
math.bitAnd f: int int -> int | uint uint -> uint
math.bitOr f: int int -> int | uint uint -> uint
math.bitXor f: int int -> int | uint uint -> uint
math.bitNot f: int -> int | uint -> uint
math.bitShiftLeft f: int int -> int | uint int -> uint
math.bitShiftRight f: int int -> int | uint int -> uint
optional.of f: A -> optional(A)
optional.ofNonZeroValue f: A -> optional(A)
optional.none f: -> optional(A)
optional.unwrap f: list(optional(A)) -> list(A)
unwrapOpt m: list(optional(A)) -> list(A)
hasValue m: optional(A) -> bool
value m: optional(A) -> A
or m: optional(A) optional(A) -> optional(A)
orValue m: optional(A) A -> A
ip f: string -> ip
isIP f: string -> bool
ip.isCanonical f: string -> bool
cidr f: string -> cidr
isCIDR f: string -> bool
family m: ip -> int
isUnspecified m: ip -> bool
isLoopback m: ip -> bool
isGlobalUnicast m: ip -> bool
isLinkLocalMulticast m: ip -> bool
isLinkLocalUnicast m: ip -> bool
containsIP m: cidr ip -> bool | cidr string -> bool
containsCIDR m: cidr cidr -> bool | cidr string -> bool
ip m: cidr -> ip
masked m: cidr -> cidr
prefixLength m: cidr -> int
"""


def _type(text: str) -> Type:
    """`map(A,list(B))` and the like as a type."""
    atom = _ATOMS.get(text)
    if atom is not None:
        return atom
    name, inner = text[:-1].split("(", 1)
    if name == "map":
        key, value = inner.split(",", 1)
        return types.map_of(_type(key), _type(value))
    build = {"list": types.list_of, "optional": types.optional_of, "type": types.type_of}[name]
    return build(_type(inner))


def _short_name(type_: Type) -> str:
    if type_.kind is Kind.LIST:
        element = type_.args[0]
        return "list" if element.kind in (Kind.PARAM, Kind.DYN, Kind.LIST) else f"list_{_short_name(element)}"
    if type_.kind is Kind.OPAQUE and type_.args:
        inner = type_.args[0].kind
        return f"optional_{inner.value}" if inner in (Kind.LIST, Kind.MAP) else "optional"
    return _SHORT_NAMES.get(type_) or type_.kind.value


def _overload(function: str, args: tuple[Type, ...], result: Type, method: bool, rules: bool) -> Overload:
    name = _OPERATORS.get(function, function)
    if name in ("equals", "not_equals"):
        return Overload(name, args, result, method, rules)
    return Overload("_".join([name, *map(_short_name, args)]), args, result, method, rules)


def _signatures(table: str) -> Iterator[tuple[str, str, str]]:
    """`(function, style, signature)` of each signature in a table."""
    for line in table.strip().splitlines():
        head, _, rest = line.partition(": ")
        function, style = head.split()
        for signature in rest.split(" | "):
            yield function, style, signature


def _products() -> Iterator[tuple[str, str, str]]:
    """Signatures that go over many types alike; those for rules first."""
    for function in ("_<_", "_<=_", "_>_", "_>=_"):
        for name in (*_ORDERED.split(), "bool"):
            yield function, "f", f"{name} {name} -> bool"
    for function in ("math.greatest", "math.least"):
        for name in _ORDERED.replace(" string", "").split():
            yield function, "f", f"{name} -> {name}"
            yield function, "f", f"{name} {name} -> {name}"
            yield function, "f", f"list({name}) -> {name}"
    for name in _ORDERED.split():
        yield "min", "m", f"list({name}) -> {name}"
        yield "max", "m", f"list({name}) -> {name}"
    for name in (*_ORDERED.split(), "bool"):
        yield "sort", "m", f"list({name}) -> list({name})"


def _full_products() -> Iterator[tuple[str, str, str]]:
    numbers = ("int", "uint", "double")
    for function in ("_<_", "_<=_", "_>_", "_>=_"):
        for name in ("uint", "bytes"):
            yield function, "f", f"{name} {name} -> bool"
        for left, right in _unlike(numbers):
            yield function, "f", f"{left} {right} -> bool"
    for function in ("math.greatest", "math.least"):
        yield function, "f", "uint -> uint"
        yield function, "f", "uint uint -> uint"
        yield function, "f", "list(uint) -> uint"
        for left, right in _unlike(numbers):
            yield function, "f", f"{left} {right} -> dyn"
    for function, result in (("min", "{}"), ("max", "{}"), ("sort", "list({})")):
        yield function, "m", f"list(uint) -> {result.format('uint')}"
    yield "sort", "m", "list(bytes) -> list(bytes)"


def _unlike(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(left, right) for left in names for right in names if left != right]


def _build() -> dict[str, tuple[Overload, ...]]:
    found: dict[str, list[Overload]] = {}
    for rules, signatures in (
        (True, (*_signatures(_RULES), *_products())),
        (False, (*_signatures(_FULL), *_full_products())),
    ):
        for function, style, signature in signatures:
            before, _, after = signature.rpartition("-> ")
            args = tuple(map(_type, before.split()))
            for letter in style:
                overload = _overload(function, args, _type(after), letter == "m", rules)
                found.setdefault(function, []).append(overload)
    return {function: tuple(overloads) for function, overloads in found.items()}


FUNCTIONS: Mapping[str, tuple[Overload, ...]] = _build()
"""All overloads by function name; operators under CEL's names for them."""

TYPE_NAMES: Mapping[str, Type] = {
    **{name: _ATOMS[name] for name in ("bool", "int", "uint", "double", "string", "bytes")},
    "null_type": types.NULL,
    "list": types.list_of(types.DYN),
    "map": types.map_of(types.DYN, types.DYN),
    "type": Type(Kind.TYPE),
    "google.protobuf.Timestamp": types.TIMESTAMP,
    "google.protobuf.Duration": types.DURATION,
    "optional_type": types.optional_of(types.DYN),
    "net.IP": IP,
    "net.CIDR": CIDR,
    "date": types.DATE,
    "decimal": types.DECIMAL,
}
"""Names that denote types, in full CEL."""
