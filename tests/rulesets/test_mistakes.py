"""Every mistake in a document is reported at its place, with the way out, all at once."""

from __future__ import annotations

import pytest

from tests.rulesets.samples import BREACH, HEAD, marked, mistakes, with_head

RULE = """
facts: {a: bool, n: int, risk: {enum: [low, high]}, when: {type: timestamp, nullable: true}}
rules:
  - {id: r, cite: act, require: a%s}
"""


@pytest.mark.parametrize(
    ("text", "code", "at", "hint"),
    [
        ("", "ruleset.empty", "", "xreason new"),
        ("# only a remark\n", "ruleset.empty", "", "xreason new"),
        ("- a\n- b\n", "ruleset.wrong-type", None, None),
        ("just text", "ruleset.wrong-type", "just text", None),
        ("title: x\n", "ruleset.missing-key", "title", None),
        (HEAD.replace("xreason: 1", "xreason: 2"), "ruleset.language", "2", None),
        (HEAD.replace("test/sample", "Sample"), "ruleset.name", "Sample", "eu/gdpr"),
        (HEAD.replace("1.0.0", "1.0"), "ruleset.version", "1.0", "1.0.0"),
        (HEAD.replace("A sample", "''"), "ruleset.wrong-type", "''", None),
        (HEAD + "rulse: []\n", "ruleset.unknown-key", "rulse", "did you mean `rules`?"),
        (HEAD + "effective: {from: 2026-02-30}", "ruleset.value", "2026-02-30", None),
        (HEAD + "effective: {from: 2026-01-02, until: 2026-01-01}", "ruleset.period", "2026-01-01", None),
        (HEAD + "effective: 2026-01-01", "ruleset.wrong-type", "2026-01-01", None),
        (HEAD + "facts: {a: boool}", "ruleset.unknown-type", "boool", "did you mean `bool`?"),
        (HEAD + "facts: {a: number}", "ruleset.unknown-type", "number", "did you mean `decimal`?"),
        (HEAD + "facts: {a: list}", "ruleset.unknown-type", "list", "{type: list, of: …}"),
        (HEAD + "facts: {a: [x]}", "ruleset.wrong-type", "[x]", "enum"),
        (HEAD + "facts: {a: }", "ruleset.unknown-type", None, None),
        (HEAD + "facts: {a: {}}", "ruleset.wrong-type", "a", None),
        (HEAD + "facts: {a: {type: int, mni: 3}}", "ruleset.unknown-key", "mni", "known keys: type, enum"),
        (HEAD + "facts: {a: {type: int, kind: int}}", "ruleset.unknown-key", "kind", "beside `type`"),
        (HEAD + "facts: {a: {type: {enum: [x]}, b: int}}", "ruleset.wrong-type", None, "call it `kind`"),
        (HEAD + "facts: {a: {type: list}}", "ruleset.missing-key", "type", None),
        (HEAD + "facts: {a: {type: record}}", "ruleset.missing-key", "type", None),
        (HEAD + "facts: {a: {type: int, of: int}}", "ruleset.unknown-key", "of", None),
        (HEAD + "facts: {a: {type: int, min: 5, max: 3}}", "ruleset.value", "3", None),
        (HEAD + "facts: {a: {type: int, min: x}}", "ruleset.value", "x", None),
        (HEAD + "facts: {a: {type: bool, min: 1}}", "ruleset.unknown-key", "min", None),
        (HEAD + "facts: {a: {type: list, of: int, max: 1e9}}", "ruleset.value", "1e9", None),
        (HEAD + "facts: {a: {enum: [x, x]}}", "ruleset.duplicate-value", "x", None),
        (HEAD + "facts: {a: {enum: []}}", "ruleset.wrong-type", "[]", None),
        (HEAD + "facts: {a: {enum: [true]}}", "ruleset.wrong-type", "true", "quotes"),
        (HEAD + "facts: {a: {type: int, nullable: maybe}}", "ruleset.wrong-type", "maybe", None),
        (HEAD + "facts: {a-b: int}", "ruleset.name", "a-b", "a_b"),
        (HEAD + "facts: {in: int}", "ruleset.name", "in", None),
        (HEAD + "facts: {as_of: int}", "ruleset.name", "as_of", None),
        (HEAD + "facts: {facts: int}", "ruleset.name", "facts", None),
        (HEAD + "facts: {math: {a: int}}", "ruleset.name", "math", None),
        (HEAD + "parameters: {p: []}", "ruleset.missing-key", "p", None),
        (HEAD + "parameters: {p: 72h}", "ruleset.wrong-type", "72h", None),
        (HEAD + "parameters: {p: [{from: 2026-01-01}]}", "ruleset.missing-key", "from", None),
        (
            HEAD + "parameters: {p: [{value: 1}, {from: 2026-01-01, value: x}]}",
            "ruleset.parameter-type",
            None,
            "type",
        ),
        (HEAD + "parameters: {p: [{value: 1}, {value: 2}]}", "ruleset.period", None, None),
        (HEAD + "parameters: {p: {type: int, values: [{value: 1.5}]}}", "ruleset.value", "1.5", None),
        (HEAD + "parameters: {p: {type: int}}", "ruleset.missing-key", "type", None),
        (HEAD + "parameters: {p: [{value: []}]}", "ruleset.unknown-type", "[]", "state it"),
        (HEAD + "facts: {a: int}\nparameters: {a: [{value: 1}]}", "ruleset.name-clash", "a", None),
        (HEAD + "facts: {a: {b: int}}\nparameters: {a: [{value: 1}]}", "ruleset.name-clash", "a", None),
        (HEAD + "facts: {a: int}\ndefinitions: {a: '1'}", "ruleset.name-clash", "a", None),
        (HEAD + "definitions: {a: b, b: c, c: a}", "ruleset.recursion", None, None),
        (HEAD + "definitions: {a: 'a + 1'}", "ruleset.recursion", "a", None),
        (HEAD + "definitions: {a: {unless: []}}", "ruleset.missing-key", "unless", None),
        (HEAD + "definitions: {a: {value: 1, unless: [{value: 2}]}}", "ruleset.missing-key", "value", None),
        (
            HEAD + "definitions: {a: {value: 1, unless: [{when: 'true', value: '\"x\"'}]}}",
            "cel.wrong-type",
            None,
            None,
        ),
        (HEAD + "definitions: {a: [1]}", "ruleset.wrong-type", "[1]", "quotes"),
        (HEAD + "sources: {x: {}}", "document.duplicate-key", "sources", None),
        (HEAD.replace("{title: The Act}", "{}"), "ruleset.missing-key", None, None),
        (HEAD.replace("{title: The Act}", "{title: T, url: eur-lex}"), "ruleset.value", "eur-lex", "https"),
        (HEAD + "calendars: {c: {weekend: [saturn]}}", "ruleset.choice", "saturn", None),
        (
            HEAD + "calendars: {c: {weekend: [mon, tue, wed, thu, fri, sat, sun]}}",
            "ruleset.calendar",
            "c",
            None,
        ),
        (HEAD + "calendars: {c: {holidays: [2026-02-29]}}", "ruleset.value", "2026-02-29", None),
        (
            HEAD + "calendars: {c: {holidays: [2026-01-01, 2026-01-01]}}",
            "ruleset.duplicate-value",
            None,
            None,
        ),
        (HEAD + "imports: {other/thing: latest}", "ruleset.import-range", "latest", "^1.2"),
        (HEAD + RULE % ", severity: hgih", "ruleset.choice", "hgih", None),
        (HEAD + RULE % ", cite: gdpr#art1", "document.duplicate-key", "cite", None),
        (
            HEAD + RULE.replace("cite: act", "cite: atc") % "",
            "ruleset.unknown-source",
            "atc",
            "declare it",
        ),
        (HEAD + RULE.replace("cite: act", "cite: 'the act'") % "", "ruleset.citation", "'the act'", None),
        (HEAD + RULE % ", forbid: a", "ruleset.kind", "forbid", "write `require`"),
        (HEAD + RULE % ", kind: prohibition", "ruleset.kind", "require", "write `forbid`"),
        (HEAD + RULE % ", kind: permission", "ruleset.kind", "require", None),
        (HEAD + "rules: [{id: r}]", "ruleset.kind", "id", None),
        (HEAD + "rules: [{cite: act}]", "ruleset.missing-key", "cite", None),
        (HEAD + "rules: [{id: 'a b', kind: permission}]", "ruleset.name", "'a b'", None),
        (HEAD + "rules: {id: r}", "ruleset.wrong-type", "{id: r}", None),
        (HEAD + RULE % ", pending: {}", "ruleset.missing-key", "pending", None),
        (HEAD + RULE % ", pending: {due: n}", "ruleset.wrong-type", "n", None),
        (HEAD + RULE % ", pending: {due: when}", "ruleset.wrong-type", "when", "add `when`"),
        (HEAD + RULE % ", review: {when: a}", "ruleset.missing-key", "when", None),
        (HEAD + RULE % ", unless: [{id: x}]", "ruleset.missing-key", "id", None),
        (
            HEAD + RULE % ", unless: [{id: x, when: a}, {id: x, when: n > 1}]",
            "ruleset.duplicate-id",
            None,
            None,
        ),
        (HEAD + RULE % ", verified: guess", "ruleset.choice", "guess", None),
        (HEAD + RULE % ", effective: {since: 2026-01-01}", "ruleset.unknown-key", "since", None),
        (HEAD + RULE % "  }\n  - {id: r, cite: act, require: a", "ruleset.duplicate-id", "r", None),
        (HEAD + RULE.replace("require: a", "require: n") % "", "cel.wrong-type", "n", None),
        (HEAD + RULE.replace("require: a", "require: b") % "", "cel.unknown-name", "b", None),
        (HEAD + RULE.replace("require: a", "require: a &&") % "", "cel.syntax", None, None),
        (
            HEAD + RULE.replace("require: a", "require: 'risk == \"hihg\"'") % "",
            "cel.enum-value",
            None,
            "did you mean",
        ),
        (HEAD + RULE.replace("require: a", "require: [a]") % "", "ruleset.wrong-type", "[a]", "quotes"),
        (HEAD + "cases: [{name: x}]", "ruleset.missing-key", "name", None),
        (HEAD + "cases: [{name: x, as_of: 2026}]", "ruleset.value", "2026", None),
        (HEAD + "cases: [{name: x, as_of: 2026-13-01}]", "ruleset.value", "2026-13-01", None),
        (HEAD + "cases: [{name: x, as_of: 2026-01-01, facts: {b: 1}}]", "facts.unknown-fact", "b", None),
        (
            HEAD + "cases: [{name: x, as_of: 2026-01-01, expect: {r: satisfied}}]",
            "ruleset.unknown-rule",
            "r",
            None,
        ),
        (
            HEAD + RULE % "" + "cases: [{name: x, as_of: 2026-01-01, expect: {r: satisfid}}]",
            "ruleset.choice",
            "satisfid",
            "did you mean `satisfied`?",
        ),
        (HEAD + "cases: [{name: x, as_of: 2026-01-01, verdict: fine}]", "ruleset.choice", "fine", None),
    ],
)
def test_a_mistake_is_found_where_it_is(text: str, code: str, at: str | None, hint: str | None) -> None:
    found = [diagnostic for diagnostic in mistakes(text) if diagnostic.code == code]
    assert found, mistakes(text)
    assert at is None or any(marked(diagnostic) == at for diagnostic in found), [marked(d) for d in found]
    assert hint is None or any(hint in (diagnostic.hint or "") for diagnostic in found), found


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_text() -> None:
    broken = (
        BREACH.replace("title: Notification", "titel: Notification")
        .replace("type: timestamp, nullable", "type: timestmap, nullable")
        .replace("value: 72h", "value: 72 hours")
        .replace("severity: critical", "severity: catastrophic")
        .replace("gdpr#art34}", "gpdr#art34}", 1)
        .replace("forbid: fine > threshold", "forbid: fine > treshold")
        .replace("individuals: 3\n", "individuals: three\n")
        .replace("gdpr.83: satisfied", "gdpr.84: satisfied")
    )
    found = mistakes(broken)
    assert {diagnostic.code for diagnostic in found} >= {
        "ruleset.unknown-key",
        "ruleset.missing-key",
        "ruleset.unknown-type",
        "ruleset.choice",
        "ruleset.unknown-source",
        "cel.unknown-name",
        "facts.wrong-type",
        "ruleset.unknown-rule",
    }
    starts = [diagnostic.span.start for diagnostic in found if diagnostic.span]
    assert starts == sorted(starts)


def test_a_circle_of_definitions_is_shown_as_a_path() -> None:
    (found,) = mistakes(with_head("definitions: {a: b > 1, b: c + 1, c: '(a ? 1 : 2) + b'}"))[:1]
    assert found.message == "definitions go in a circle: `a` → `b` → `c` → `a`"


def test_a_definition_named_like_a_variable_of_a_loop_is_no_circle() -> None:
    text = with_head("""
    facts: {xs: {type: list, of: int}}
    definitions: {x: 'xs.all(x, x > 0)'}
    """)
    assert mistakes(text) == ()


def test_what_uses_a_wrong_definition_is_not_reported_again() -> None:
    text = with_head("""
    definitions: {a: nothing > 1}
    rules: [{id: r, cite: act, require: a && a}]
    """)
    assert [diagnostic.code for diagnostic in mistakes(text)] == ["cel.unknown-name"]


def test_reading_stops_after_very_many_mistakes() -> None:
    text = HEAD + "facts:\n" + "".join(f"  f{i}: boool\n" for i in range(5_000))
    found = mistakes(text)
    assert found[-1].code == "document.too-many-mistakes"
    assert len(found) < 200


def test_what_uses_a_wrong_declaration_is_not_reported_again() -> None:
    text = with_head("""
    facts: {a: boool, b: {c: tpye}}
    parameters: {p: [{value: []}]}
    rules: [{id: r, cite: act, require: a && b.c > p}]
    """)
    assert {diagnostic.code for diagnostic in mistakes(text)} == {"ruleset.unknown-type"}
