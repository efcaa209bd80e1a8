"""Holiday calendars: which days are not worked."""

from __future__ import annotations

from xreason.cel.types import DATE
from xreason.cel.values import Calendar, Date
from xreason.kernel.suggest import did_you_mean
from xreason.rulesets.nodes import MappingNode, Node, ScalarNode, shortened
from xreason.rulesets.reading import Reader
from xreason.rulesets.shapes import Shape

CALENDAR_KEYS = ("weekend", "holidays")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MOST_HOLIDAYS = 20_000


def read_calendars(reader: Reader, root: MappingNode) -> dict[str, Calendar]:
    """The calendars that a document declares, by name."""
    found: dict[str, Calendar] = {}
    for name, key, node in reader.entries(root, "calendars"):
        if not name.strip() or len(name) > 100 or not name.isprintable():
            message = f"`{shortened(name)}` cannot be the name of a calendar"
            reader.wrong("ruleset.name", message, key, "use a short name such as `us-federal`")
        elif (entry := reader.mapping(node, f"the calendar `{name}`")) is not None:
            found[name] = _calendar(reader, name, key, entry)
    return found


def _calendar(reader: Reader, name: str, key: ScalarNode, entry: MappingNode) -> Calendar:
    reader.keys(entry, CALENDAR_KEYS, f"the calendar `{name}`")
    weekend = frozenset({5, 6})
    if "weekend" in entry.entries:
        items = reader.items(entry.entries["weekend"], "`weekend`")
        weekend = frozenset(day for item in items if (day := _weekday(reader, item)) is not None)
    if len(weekend) == len(WEEKDAYS):
        reader.wrong("ruleset.calendar", f"the calendar `{name}` leaves no day to work", key)
        weekend = frozenset()
    items = reader.items(entry.entries["holidays"], "`holidays`") if "holidays" in entry.entries else []
    if len(items) > MOST_HOLIDAYS:
        message = f"the calendar `{name}` has more than {MOST_HOLIDAYS:,} holidays"
        reader.wrong("ruleset.too-large", message, key)
        items = []
    holidays: set[int] = set()
    for item in items:
        holiday = reader.value(item, Shape(DATE), "a holiday")
        if isinstance(holiday, Date):
            if holiday in holidays:
                reader.wrong("ruleset.duplicate-value", "this holiday stands here twice", item)
            holidays.add(holiday)
    return Calendar(weekend, frozenset(holidays))


def _weekday(reader: Reader, node: Node) -> int | None:
    text = reader.text(node, "a day of `weekend`")
    if text is None:
        return None
    # Full names are common enough to be read.
    short = text.lower()[:3]
    if short in WEEKDAYS and (len(text) == 3 or text.lower() in FULL_NAMES):
        return WEEKDAYS.index(short)
    message = f"`{shortened(text)}` is not a day of the week"
    hint = did_you_mean(text, WEEKDAYS) or f"one of {', '.join(WEEKDAYS)}"
    reader.wrong("ruleset.choice", message, node, hint)
    return None
