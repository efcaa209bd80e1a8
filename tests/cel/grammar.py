"""The grammar from which expressions of the rules profile are drawn, by type.

A production is a text with holes: `{int}` is an expression of type int; `@int` names a new variable
of type int, which the holes with a prime, such as `{bool'}`, may use. Types go by the keys of
`TYPES`.
"""

from __future__ import annotations

from xreason.cel import types
from xreason.cel.types import Type

RISK = types.enum(("none", "low", "high"))
HOME = types.record("home", (("city", types.STRING), ("since", types.nullable(types.DATE))))
PERSON = types.record(
    "person",
    (
        ("name", types.STRING),
        ("age", types.INT),
        ("adult", types.BOOL),
        ("risk", RISK),
        ("born", types.DATE),
        ("paid", types.nullable(types.DECIMAL)),
        ("seen", types.TIMESTAMP),
        ("tags", types.list_of(types.STRING)),
        ("home", HOME),
    ),
)

TYPES: dict[str, Type] = {
    "bool": types.BOOL,
    "int": types.INT,
    "decimal": types.DECIMAL,
    "double": types.DOUBLE,
    "string": types.STRING,
    "risk": RISK,
    "date": types.DATE,
    "timestamp": types.TIMESTAMP,
    "duration": types.DURATION,
    "ints": types.list_of(types.INT),
    "decimals": types.list_of(types.DECIMAL),
    "strings": types.list_of(types.STRING),
    "dates": types.list_of(types.DATE),
    "durations": types.list_of(types.DURATION),
    "people": types.list_of(PERSON),
    "person": PERSON,
    "home": HOME,
}

VARIABLES: dict[str, Type] = {
    "flag": types.BOOL,
    "case.agreed": types.BOOL,
    "count": types.INT,
    "case.number": types.INT,
    "x": types.INT,
    "amount": types.DECIMAL,
    "case.rate": types.DECIMAL,
    "name": types.STRING,
    "case.code": types.STRING,
    "risk": RISK,
    "case.severity": RISK,
    "case.small": types.INT,
    "day": types.DATE,
    "near": types.DATE,
    "case.day": types.DATE,
    "at": types.TIMESTAMP,
    "case.at": types.TIMESTAMP,
    "span": types.DURATION,
    "case.span": types.DURATION,
    "maybe.flag": types.nullable(types.BOOL),
    "maybe.count": types.nullable(types.INT),
    "maybe.amount": types.nullable(types.DECIMAL),
    "maybe.name": types.nullable(types.STRING),
    "maybe.risk": types.nullable(RISK),
    "maybe.day": types.nullable(types.DATE),
    "maybe.at": types.nullable(types.TIMESTAMP),
    "maybe.span": types.nullable(types.DURATION),
    "maybe.counts": types.nullable(types.list_of(types.INT)),
    "maybe.names": types.nullable(types.list_of(types.STRING)),
    "maybe.dates": types.nullable(types.list_of(types.DATE)),
    "maybe.people": types.nullable(types.list_of(PERSON)),
    "counts": types.list_of(types.INT),
    "amounts": types.list_of(types.DECIMAL),
    "names": types.list_of(types.STRING),
    "days_off": types.list_of(types.DATE),
    "spans": types.list_of(types.DURATION),
    "people": types.list_of(PERSON),
    "others": types.list_of(PERSON),
}
"""Facts, by path."""

NULLABLE = tuple(name for name, type_ in VARIABLES.items() if type_.kind is types.Kind.NULLABLE)

_ORDERED = ("int", "decimal", "double", "string", "date", "timestamp", "duration")
_LISTS = {"ints": "int", "decimals": "decimal", "strings": "string", "dates": "date", "durations": "duration"}
_COMPARISONS = tuple(f"({{{t}}} {op} {{{t}}})" for t in _ORDERED for op in ("<", "<=", ">", ">=", "==", "!="))
_QUANTIFIED = tuple(
    f"{{{list_}}}.{macro}(@{element}, {{bool'}})"
    for list_, element in (*_LISTS.items(), ("people", "person"), ("people", "person"))
    for macro in ("all", "exists", "exists_one")
)

BOOL = (
    *("({bool} && {bool})", "({bool} || {bool})", "({bool} && {bool} && {bool})", "!{bool}") * 8,
    *("({bool} ? {bool} : {bool})", "({bool} || {bool} || {bool})") * 4,
    *("cel.bind(@bool, {bool}, {bool'})", "cel.bind(@int, {int}, {bool'})", "({bool} == {bool})") * 2,
    *_COMPARISONS,
    *_COMPARISONS,
    *_QUANTIFIED,
    *_QUANTIFIED,
    *(f"({name} {op} null)" for name in NULLABLE for op in ("==", "!=")),
    *(f"({{{element}}} in {{{list_}}})" for list_, element in _LISTS.items()),
    *('(risk in ["low", "high"])', "({risk} == {risk})", "({risk} != {risk})", '({risk} == "low")') * 3,
    *("(maybe.count == {int})", "(maybe.amount != {decimal})", "(maybe.day == maybe.day)") * 2,
    "(maybe.risk in [{risk}, {risk}])",
    "(maybe.count in {ints})",
    "([{int}, {int}] == {ints})",
    "({people} == {people})",
    "({person} == {person})",
    "({person} in {people})",
    "({home} != {home})",
    "{person}.adult",
    "(people.map(p, p.home) == others.map(q, q.home))",
    "people.exists(p, others.exists(q, p == q))",
    "others.all(p, p.paid != null && p.paid > {decimal})",
    "people.exists(p, p.home.since != null && p.home.since < {date})",
    "{ints}.all(@int, @int, {bool'})",
    "{string}.contains({string})",
    "{string}.startsWith({string})",
    "{string}.endsWith({string})",
    '{string}.matches("^[a-c]+$")',
    'maybe.name.matches("b|d")',
    "sets.contains({ints}, {ints})",
    "sets.equivalent({strings}, {strings})",
    "sets.intersects({dates}, {dates})",
    "sets.contains({people}, {people})",
    "{date}.isWorkday()",
    '{date}.isWorkday("feasts")',
    '({int} in {1: "a", case.small: "b"})',
    "(({int} / {int}) == 1)",
    "bool({string})",
)
INT = (
    *("({int} + {int})", "({int} - {int})", "({int} * {int})", "({int} / {int})", "({int} % {int})", "-{int}")
    * 2,
    *("({bool} ? {int} : {int})", "cel.bind(@int, {int}, {int'})", "maybe.count", "{person}.age") * 2,
    *(f"size({{{list_}}})" for list_ in (*_LISTS, "people")),
    "{string}.size()",
    "{ints}.sum()",
    "{ints}.max()",
    "{ints}.min()",
    "{ints}[{index}]",
    "{people}.map(@person, {int'}).sum()",
    "{people}.filter(@person, {bool'}).size()",
    "math.greatest({int}, {int})",
    "math.least({int}, {int}, {int})",
    "math.abs({int})",
    "math.sign({int})",
    "int({string})",
    "int({decimal})",
    "int({timestamp})",
    "{string}.indexOf({string})",
    "{string}.lastIndexOf({string})",
    "{string}.indexOf({string}, {index})",
    "{date}.daysUntil({date})",
    "{neardate}.workdaysUntil({neardate})",
    '{neardate}.workdaysUntil({neardate}, "feasts")',
    *(
        f"{{timestamp}}.get{part}()"
        for part in ("FullYear", "Month", "Date", "DayOfWeek", "DayOfYear", "Hours")
    ),
    *(f"{{timestamp}}.get{part}({{zone}})" for part in ("Minutes", "Seconds", "Milliseconds", "DayOfMonth")),
    *(
        f"{{date}}.get{part}()"
        for part in ("FullYear", "Month", "Date", "DayOfMonth", "DayOfWeek", "DayOfYear")
    ),
    *(f"{{duration}}.get{part}()" for part in ("Hours", "Minutes", "Seconds", "Milliseconds")),
    "{1: {int}, case.small: {int}}[{int}]",
)
DECIMAL = (
    *("({decimal} + {decimal})", "({decimal} - {decimal})", "({decimal} * {decimal})", "-{decimal}") * 3,
    *("({decimal} / {decimal})", "({bool} ? {decimal} : {decimal})", "({int} * {decimal})", "maybe.amount")
    * 2,
    "({decimal} / {int})",
    "decimal({int})",
    "decimal({string})",
    "{person}.paid",
    "{decimals}.sum()",
    "{decimals}.max()",
    "{decimals}[{index}]",
    "{decimal}.round({index})",
    '{decimal}.round({index}, "half_up")',
    "{decimal}.floor()",
    "{decimal}.ceil()",
    "{decimal}.abs()",
    "math.greatest({decimal}, {decimal})",
    "{people}.map(@person, {decimal'}).sum()",
)
DOUBLE = (
    "({double} + {double})",
    "({double} - {double})",
    "({double} * {double})",
    "({double} / {double})",
    "-{double}",
    "({bool} ? {double} : {double})",
    "math.greatest({double}, 1.5)",
    "math.abs({double})",
    "math.sign({double})",
)
STRING = (
    *("({string} + {string})", "({bool} ? {string} : {string})", "{person}.name", "maybe.name") * 2,
    *(
        f"string({{{t}}})"
        for t in ("bool", "int", "decimal", "double", "date", "timestamp", "duration", "string")
    ),
    "string({risk})",
    "{home}.city",
    "{strings}[{index}]",
    "{strings}.join({string})",
    "{strings}.join()",
    "{string}.lowerAscii()",
    "{string}.upperAscii()",
    "{string}.trim()",
    "{string}.reverse()",
    "{string}.charAt({index})",
    "{string}.substring({index})",
    "{string}.substring({index}, {index})",
    "{string}.replace({string}, {string})",
    "{string}.replace({string}, {string}, {index})",
    "cel.bind(@string, {string}, {string'})",
)
DATE = (
    *("{date}.addDays({index})", "{date}.addMonths({index})", "{date}.addYears({index})") * 2,
    *("({date} + {wholedays})", "({date} - {wholedays})", "({bool} ? {date} : {date})", "maybe.day") * 2,
    "({date} + {duration})",
    "{person}.born",
    "{home}.since",
    "date({timestamp})",
    "date({timestamp}, {zone})",
    "date({int}, {int}, {int})",
    "{date}.addMonths({int})",
    "{date}.rollToWorkday()",
    '{date}.rollToWorkday("feasts")',
    "{date}.addWorkdays({index})",
    '{date}.addWorkdays({index}, "feasts")',
    "{date}.startOfMonth()",
    "{date}.endOfMonth()",
    "{date}.endOfQuarter()",
    "{date}.endOfYear()",
    "{dates}.max()",
    "{dates}[{index}]",
    "math.least({date}, {date})",
)
TIMESTAMP = (
    *("({timestamp} + {duration})", "({timestamp} - {duration})", "({bool} ? {timestamp} : {timestamp})") * 2,
    "({duration} + {timestamp})",
    "maybe.at",
    "{person}.seen",
    "timestamp({int})",
    "timestamp({date})",
    "timestamp({date}, {zone})",
    "{timestamp}.addDays({index})",
    "{timestamp}.addMonths({index})",
    "{timestamp}.addYears({index})",
)
DURATION = (
    *("({timestamp} - {timestamp})", "({date} - {date})", "({bool} ? {duration} : {duration})") * 2,
    "({duration} + {duration})",
    "({duration} - {duration})",
    "-{duration}",
    "maybe.span",
    "days({int})",
    "hours({index})",
    "minutes({int})",
    "{durations}.sum()",
    "{durations}.min()",
    "math.abs({duration})",
)
PRODUCTIONS: dict[str, tuple[str, ...]] = {
    "bool": BOOL,
    "int": INT,
    "decimal": DECIMAL,
    "double": DOUBLE,
    "string": STRING,
    "risk": ("({bool} ? {risk} : {risk})", "{person}.risk", "maybe.risk"),
    "date": DATE,
    "timestamp": TIMESTAMP,
    "duration": DURATION,
    "people": (
        "{people}.filter(@person, {bool'})",
        "({people} + {people})",
        "({bool} ? {people} : {people})",
        "{people}.distinct()",
    ),
    "person": ("{people}[{index}]", "({bool} ? {person} : {person})"),
    "home": ("{person}.home", "({bool} ? {home} : {home})"),
    **{
        list_: (
            f"{{{list_}}}.filter(@{element}, {{bool'}})",
            f"{{{list_}}}.map(@{element}, {{{element}'}})",
            f"{{people}}.map(@person, {{{element}'}})",
            f"[{{{element}}}, {{{element}}}]",
            f"({{{list_}}} + {{{list_}}})",
            f"({{bool}} ? {{{list_}}} : {{{list_}}})",
            f"{{{list_}}}.sort()",
            f"{{{list_}}}.distinct()",
            f"{{{list_}}}.slice({{index}}, {{index}})",
            f"[{{{list_}}}, {{{list_}}}].flatten()",
            f"{{{list_}}}.reverse()",
        )
        for list_, element in _LISTS.items()
    },
}
PRODUCTIONS["strings"] += ("{person}.tags", "{string}.split({string})", '{string}.split("a", {index})')
PRODUCTIONS["ints"] += ("maybe.counts",)
PRODUCTIONS["strings"] += ("maybe.names",)
PRODUCTIONS["dates"] += ("maybe.dates",)
PRODUCTIONS["people"] += ("maybe.people",)

LITERALS: dict[str, tuple[str, ...]] = {
    "bool": ("true", "false"),
    "int": ("0", "1", "2", "-1", "3", "9223372036854775807", "-9223372036854775808", "0x10"),
    "decimal": (
        *('decimal("0")', 'decimal("0.5")', 'decimal("-2.50")', 'decimal("1e3")', 'decimal("0.1")'),
        *('decimal("9999999999999999999999999999999999")', 'decimal("1e-30")', "decimal(7)"),
    ),
    "double": ("0.0", "-0.0", "1.5", "(0.0 / 0.0)", "(1.0 / 0.0)", "1e308", "-2.5"),
    "string": (
        '""',
        '"a"',
        '"ab"',
        '"A b"',
        '"low"',
        '"\\u00e9"',
        '"\\U0001F600x"',
        '"12"',
        '"true"',
        '"-0.50"',
    ),
    "risk": ('(true ? "low" : risk)',),
    "date": (
        *('date("2024-02-29")', 'date("0001-01-01")', 'date("9999-12-31")', 'date("2026-01-31")'),
        *('date("1970-01-01")', 'date("2025-12-25")', "date(2024, 12, 31)"),
    ),
    "timestamp": (
        *('timestamp("0001-01-01T00:00:00Z")', 'timestamp("9999-12-31T23:59:59.999999999Z")'),
        *('timestamp("2024-03-31T00:59:59.5Z")', 'timestamp("2024-10-27T02:30:00+02:00")', "timestamp(0)"),
        *('timestamp("1969-12-31T23:59:59.999Z")', 'timestamp("2026-01-01T00:00:00-05:00")'),
    ),
    "duration": (
        *('duration("0s")', 'duration("72h")', 'duration("-1.5s")', 'duration("P3DT4H")', "days(30)"),
        *('duration("1ns")', 'duration("2562047h47m16.854775807s")', "hours(-1)"),
    ),
    "ints": ("[1]", "[1, 2, 2]", "[0, -1]"),
    "decimals": ('[decimal("0.10"), 1]', "[decimal(2)]"),
    "strings": ('["a"]', '["b", "a"]', '["", "low"]'),
    "dates": ('[date("2024-02-29")]',),
    "durations": ('[duration("1h"), duration("-1h")]',),
    "people": (),
    "person": ("people[0]", "others[1]"),
    "home": ("people[0].home",),
    # Narrow kinds of texts that only some holes ask for:
    "index": ("0", "1", "2", "3", "5", "-1", "12", "-13", "case.small"),
    "wholedays": ("days(1)", "days(-40)", 'duration("48h")', 'duration("P1W")'),
    "neardate": ('date("2024-02-29")', 'date("2025-12-24")', 'date("2026-01-02")', "near.addDays(3)", "near"),
    "zone": (
        *('"Europe/Berlin"', '"America/New_York"', '"Asia/Kolkata"', '"America/Sao_Paulo"', '"UTC"'),
        *('"+05:45"', '"-12:00"', '"Pacific/Apia"', '"Africa/Monrovia"'),
    ),
}
"""Texts to end with, by type."""
