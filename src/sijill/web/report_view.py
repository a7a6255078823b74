"""One report as its page shows it: the article with its marks, the events with their values, what was dropped and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sijill.exports.evidence_words import FIELD_NAMES, shown_value
from sijill.exports.from_record import event_of
from sijill.exports.labels import STATES, one, type_label
from sijill.exports.record import statements_of
from sijill.model import Event, Party, When
from sijill.web.evidence_view import TONES, Quote
from sijill.web.marking import Mark
from sijill.web.words import Lang

ORDER = (
    "date", "time", "place", "perpetrators", "targets", "claimed_by", "accused", "denied_by", "weapons", "killed", "wounded", "captured",
    "sources", "loaded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its key, which its marks carry too; its words; and why it stays open, if it does."""

    key: str
    field: str
    label: str
    tone: str
    words: str
    quotes: tuple[Quote, ...]
    rule: str
    open: str = ""
    loaded: bool = False
    alleged: bool = False
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One event of the report."""

    id: str
    news: bool
    aggregate: bool
    type: Value
    doubt: Value | None
    values: tuple[Value, ...]
    confidence: float
    incident: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What was found and not used."""

    key: str
    words: str
    quote: Quote
    stage: str
    reason: str
    entry: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that a page shows of a reading."""

    cards: tuple[Card, ...]
    dropped: tuple[Left, ...]
    marks: tuple[Mark, ...]


def told_of(record: Mapping[str, Any], text: str, lang: Lang, incidents: Mapping[str, str]) -> Told:
    """What a reading says.

    Args:
        record: the event record of the article.
        text: the words to which it refers.
        lang: of the labels.
        incidents: which incident holds an event, by the event's id.
    """
    marks: list[Mark] = []
    cards = []
    for number, found in enumerate(record["events"]):
        event = event_of(found, text)
        cards.append(_card(event, f"e{number}", found, lang, marks, incidents.get(event.id, "")))
    dropped = []
    for number, item in enumerate(record["dropped"]):
        start, end = item["span"]
        quote = Quote(start, end, " ".join(text[start:end].split()))
        dropped.append(Left(f"d{number}", quote.words, quote, item["stage"], item["reason"], item["entry"] or ""))
        if start < end:
            marks.append(Mark(start, end, f"d{number}", "dropped"))
    return Told(tuple(cards), tuple(dropped), tuple(marks))


def _card(event: Event, key: str, record: Mapping[str, Any], lang: Lang, marks: list[Mark], incident: str) -> Card:
    values: dict[str, list[Value]] = {}
    kind: Value | None = None
    doubt: Value | None = None
    reasons: Mapping[str, str] = record.get("reasons", {})
    for name, statement in statements_of(event):
        if name == "status" or (name == "factuality" and statement.value == "asserted"):
            continue
        made = Value(
            key=f"{key}-{name}-{len(values.get(name, ()))}",
            field=name,
            label=one(FIELD_NAMES[name], lang),
            tone=TONES[name],
            words=_words(name, statement.value, lang),
            quotes=tuple(Quote(e.start, e.end, " ".join(e.quote.split())) for e in statement.evidence),
            rule=statement.rule,
            open=reasons.get(name, ""),
            loaded=isinstance(statement.value, Party) and statement.value.loaded,
            alleged=isinstance(statement.value, Party) and statement.value.alleged,
            said_by=statement.attributed_to or "",
        )
        marks += [Mark(e.start, e.end, made.key, made.tone) for e in statement.evidence]
        if name == "type":
            kind = made
        elif name == "factuality":
            doubt = made
        else:
            values.setdefault(name, []).append(made)
    for number, words in enumerate(dict.fromkeys(event.loaded)):
        made = Value(
            f"{key}-loaded-{number}", "loaded", one(FIELD_NAMES["loaded"], lang), "loaded", words.quote,
            (Quote(words.start, words.end, words.quote),), "", loaded=True,
        )  # fmt: skip
        values.setdefault("loaded", []).append(made)
        marks.append(Mark(words.start, words.end, made.key, "loaded"))
    if kind is None:
        raise ValueError(f"event {event.id} has no type")
    ordered = tuple(value for name in ORDER for value in values.get(name, ()))
    return Card(event.id, event.status.value == "new", event.aggregate, kind, doubt, ordered, event.confidence, incident)


def _words(name: str, value: object, lang: Lang) -> str:
    if isinstance(value, Party) and name == "sources":  # the record keeps no kind of a source
        return value.text if lang == "ar" else value.label
    if name == "type":
        return type_label(str(value), lang)
    if name == "factuality":
        return one(STATES[str(value)], lang)
    if isinstance(value, When) and value.start is None:
        return "بلا تاريخ" if lang == "ar" else "not dated"
    return shown_value(name, value, lang)
