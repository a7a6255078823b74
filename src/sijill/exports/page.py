"""One self-contained HTML page: the articles, the events read out of them, and the words between the two.

Each value and each passage of text carries ids; the script lights up one when the other is looked at.
The page asks the network for nothing, and a content policy with the hashes of its own style and
script forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sijill.exports.labels import (
    FIELDS,
    KIND_NAMES,
    PRECISIONS,
    STATES,
    Pair,
    count_name,
    country_name,
    day_name,
    one,
    type_label,
    weapon_name,
    when_name,
)
from sijill.exports.record import statements_of
from sijill.model import Count, Event, Evidence, Party, Place, Reading, When

LONGEST_TITLE = 200  # code points of a first line that may stand as the heading
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Value:
    """One value as shown: its id on the page, its words in English and Arabic, notes, and the words it came from."""

    key: str
    field: str
    en: str
    ar: str
    note: Pair
    quotes: tuple[str, ...]
    loaded: bool = False
    alleged: bool = False
    raw: bool = False  # the words are the article's own, in both languages


@dataclass(frozen=True, slots=True)
class Row:
    """A field of an event with its values."""

    name: str
    label: Pair
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An event."""

    key: str
    type: Value
    doubt: Value | None  # where the event is alleged or denied
    chips: tuple[tuple[str, Pair], ...]  # css class, words
    rows: tuple[Row, ...]
    rules: tuple[tuple[Pair, str], ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage of text with the values that rest on it; `kinds` are the css classes that it gets."""

    text: str
    keys: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article."""

    key: str
    title: str
    heading: tuple[Segment, ...]  # the title as words of the text, where the text begins with it; else ()
    outlet: str
    published: Pair
    url: str | None
    id: str
    paragraphs: tuple[tuple[Segment, ...], ...]
    news: tuple[Card, ...]
    background: tuple[Card, ...]
    dropped: tuple[tuple[Value, str, str], ...]  # value, stage, reason


def page(readings: Iterable[Reading], lang: str = "ar", title: str = "") -> str:
    """The page. `lang` is the language of its labels when it opens, "ar" or "en"."""
    sheets: list[Sheet] = []
    knowledge: dict[str, None] = {}
    for number, reading in enumerate(readings):
        sheets.append(sheet_of(reading, str(number)))
        knowledge[reading.knowledge] = None
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            sheets=sheets,
            lang="en" if lang == "en" else "ar",
            title=title,
            style=Markup(style),
            script=Markup(script),
            style_hash=_digest(style),
            script_hash=_digest(script),
            counts={
                "articles": len(sheets),
                "news": sum(len(s.news) for s in sheets),
                "background": sum(len(s.background) for s in sheets),
            },
            knowledge=", ".join(knowledge),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _digest(words: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(words.encode("utf-8")).digest()).decode("ascii")


def sheet_of(reading: Reading, key: str) -> Sheet:
    """What the page shows of one reading."""
    report = reading.report
    cards: dict[str, list[Card]] = {"new": [], "background": []}
    marks: list[tuple[int, int, str, str]] = []  # start, end, key, css class
    for number, event in enumerate(reading.events):
        cards[event.status.value].append(_card(event, f"{key}-{number}", marks))
    dropped = []
    for number, item in enumerate(reading.dropped):
        value = Value(f"{key}-d{number}", "dropped", item.quote, item.quote, ("", ""), (), raw=True)
        marks.append((item.span.start, item.span.end, value.key, "unused"))
        dropped.append((value, item.stage, item.reason))
    day = report.published
    lines = segments(report.text, marks)
    first = report.text.split("\n", 1)[0]
    headed = len(lines) > 1 and len(first) <= LONGEST_TITLE and report.title in ("", first.strip())
    return Sheet(
        key=key,
        title=first if headed else report.title or _shortened(first),
        heading=lines[0] if headed else (),
        outlet=report.outlet,
        published=(day_name(day, "en"), day_name(day, "ar")) if day else ("no publication date", "بلا تاريخ نشر"),
        url=report.url if report.url and urlsplit(report.url).scheme in ("http", "https") else None,
        id=report.id,
        paragraphs=lines[1:] if headed else lines,
        news=tuple(cards["new"]),
        background=tuple(cards["background"]),
        dropped=tuple(dropped),
    )


def _shortened(words: str) -> str:
    """The first words, for an article that has no title."""
    return words if len(words) <= 70 else words[:70].rsplit(" ", 1)[0] + " …"


def segments(text: str, marks: Sequence[tuple[int, int, str, str]]) -> tuple[tuple[Segment, ...], ...]:
    """The text by lines, each cut wherever a mark begins or ends. One sweep: n log n in the number of marks."""
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    cuts = {0, len(text)}
    for number, (start, end, _, _) in enumerate(marks):
        opens.setdefault(start, []).append(number)
        closes.setdefault(end, []).append(number)
        cuts.update((start, end))
    breaks = [i for i, c in enumerate(text) if c == "\n"]
    cuts.update(breaks, (i + 1 for i in breaks))
    points = sorted(c for c in cuts if 0 <= c <= len(text))
    lines: list[tuple[Segment, ...]] = []
    line: list[Segment] = []
    active: dict[int, None] = {}
    for start, end in pairwise(points):
        for number in closes.get(start, ()):
            active.pop(number, None)
        active.update(dict.fromkeys(opens.get(start, ())))
        piece = text[start:end]
        if piece == "\n":
            lines.append(tuple(line))
            line = []
        else:
            here = [marks[n] for n in active]
            line.append(Segment(piece, tuple(dict.fromkeys(m[2] for m in here)), tuple(sorted({m[3] for m in here}))))
    lines.append(tuple(line))
    return tuple(filled for filled in lines if any(s.text.strip() for s in filled))


def _card(event: Event, key: str, marks: list[tuple[int, int, str, str]]) -> Card:
    rows: dict[str, list[Value]] = {}
    first: Value | None = None
    doubt: Value | None = None
    for name, statement in statements_of(event):
        if name in ("status", "factuality"):
            if name == "factuality" and statement.value != "asserted":
                state = one(STATES[statement.value], "en"), one(STATES[statement.value], "ar")
                doubt = Value(f"{key}-factuality", name, *state, ("", ""), _quotes(statement.evidence))
                marks += [(e.start, e.end, doubt.key, "alleged") for e in statement.evidence]
            continue
        value = _value(f"{key}-{name}-{len(rows.get(name, ()))}", name, statement.value, _quotes(statement.evidence))
        kind = "background" if event.status.value == "background" else "news"
        marks += [(e.start, e.end, value.key, kind) for e in statement.evidence]
        if value.loaded:
            marks += [(e.start, e.end, value.key, "loaded") for e in statement.evidence]
        if value.alleged:
            marks += [(e.start, e.end, value.key, "alleged") for e in statement.evidence]
        if name == "type":
            first = value
        else:
            rows.setdefault(name, []).append(value)
    for number, words in enumerate(dict.fromkeys(event.loaded)):
        value = Value(f"{key}-loaded-{number}", "loaded", words.quote, words.quote, ("", ""), (), loaded=True, raw=True)
        rows.setdefault("loaded", []).append(value)
        marks.append((words.start, words.end, value.key, "loaded"))
    if first is None:  # cannot be: an event has a type
        raise ValueError(f"event {event.id} has no type")
    chips = (("aggregate", STATES["aggregate"]),) if event.aggregate else ()
    rules = [(FIELDS[name], s.rule) for name, s in statements_of(event) if s.rule]
    if event.date and event.date.value.rule:
        rules.append((FIELDS["date"], event.date.value.rule))
    return Card(key, first, doubt, chips, tuple(Row(n, FIELDS[n], tuple(v)) for n, v in _in_order(rows)), tuple(dict.fromkeys(rules)))


_ROWS = (
    "date", "time", "place", "perpetrators", "targets", "weapons", "killed", "wounded", "captured", "claimed_by", "accused",
    "denied_by", "sources", "loaded",
)  # fmt: skip


def _in_order(rows: dict[str, list[Value]]) -> list[tuple[str, list[Value]]]:
    return [(name, rows[name]) for name in _ROWS if name in rows]


def _quotes(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(e.quote.split()) for e in evidence))


def _value(key: str, name: str, value: object, quotes: tuple[str, ...]) -> Value:
    """A value in both languages."""
    match value:
        case When():
            shown = when_name(value, "en") or "not dated", when_name(value, "ar") or "بلا تاريخ"
            return Value(key, name, *shown, (value.reason, value.reason), quotes)
        case Place():
            en = ", ".join(dict.fromkeys(filter(None, (value.name or value.text, value.admin1, country_name(value.country, "en")))))
            ar = "، ".join(dict.fromkeys(filter(None, (value.text, country_name(value.country, "ar")))))
            return Value(key, name, en, ar, PRECISIONS[value.precision], quotes)
        case Count():
            return Value(key, name, count_name(value, "en"), count_name(value, "ar"), ("", ""), quotes)
        case Party() if name == "sources":
            return Value(key, name, value.text, value.text, ("", ""), quotes, value.loaded, raw=True)
        case Party():
            # The outlet's loaded words stand in quotation marks, with the neutral label beside them.
            own = f"«{value.text}» ({value.label})" if value.loaded else value.text
            return Value(
                key, name, value.label, own, KIND_NAMES.get(value.kind, (value.kind, value.kind)), quotes, value.loaded, value.alleged
            )
        case str() if name == "type":
            return Value(key, name, type_label(value, "en"), type_label(value, "ar"), ("", ""), quotes)
        case str() if name == "weapons":
            return Value(key, name, weapon_name(value, "en"), weapon_name(value, "ar"), ("", ""), quotes)
        case _:
            return Value(key, name, str(value), str(value), ("", ""), quotes)
