"""A reading as the event record of the design: one JSON object for each article, keys in a fixed order.

Two runs over the same input and version give the same bytes. Beyond the record's own keys stand
`accused`, `denied_by`, `loaded`, `parts`, `rules`, `reasons` and `qualifiers` in an event, and `dropped`,
`knowledge` and `engine` in the article's object.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from sijill.model import Count, Dropped, Event, Evidence, Mention, Party, Reading, Span, Statement

# What goes into a JSON object; the only room where such a thing is built.
Json = dict[str, Any]

_MANY = ("perpetrators", "targets", "claimed_by", "accused", "denied_by", "weapons", "sources")
# Every field that points at words, in the order in which `evidence` gives them.
_ORDER = (
    "type", "status", "factuality", "date", "time", "place", "perpetrators", "targets", "claimed_by", "accused", "denied_by",
    "weapons", "killed", "wounded", "captured", "sources",
)  # fmt: skip


def record_line(reading: Reading) -> str:
    """The record as one line of JSON Lines, without the line feed."""
    return json.dumps(article_record(reading), ensure_ascii=False, separators=(", ", ": "))


def article_record(reading: Reading) -> Json:
    """The record of one article."""
    report = reading.report
    return {
        "article": {
            "id": report.id,
            "title": report.title or None,
            "outlet": report.outlet or None,
            "published": report.published.isoformat() if report.published else None,
            "url": report.url,
            "sha256": report.sha256,
        },
        "relevant": reading.relevant,
        "events": [event_record(event) for event in reading.events],
        "dropped": [_dropped(item) for item in reading.dropped],
        "knowledge": reading.knowledge,
        "engine": reading.engine,
    }


def event_record(event: Event) -> Json:
    """The record of one event."""
    when = event.date.value if event.date else None
    place = event.place.value if event.place else None
    return {
        "id": event.id,
        "type": event.type.value,
        "status": event.status.value,
        "aggregate": event.aggregate,
        "factuality": event.factuality.value,
        "date": {
            "start": when.start.isoformat() if when and when.start else None,
            "end": when.end.isoformat() if when and when.end else None,
            "precision": when.precision if when else "none",
        },
        "time": event.time.value if event.time else None,
        "place": None
        if place is None
        else {
            "text": place.text,
            "name": place.name,
            "admin1": place.admin1,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "precision": place.precision,
            "gazetteer_id": place.gazetteer_id,
        },
        "perpetrators": [_party(s.value) for s in event.perpetrators],
        "targets": [_party(s.value) for s in event.targets],
        "claimed_by": [_party(s.value) for s in event.claimed_by],
        "weapons": [s.value for s in event.weapons],
        "killed": _count(event.killed),
        "wounded": _count(event.wounded),
        "captured": _count(event.captured),
        "sources": [{"text": s.value.text, "label": s.value.label} for s in event.sources],
        "confidence": round(event.confidence, 4),
        "evidence": {name: _spans(found) for name, found in evidence_of(event).items()},
        "accused": [_party(s.value) for s in event.accused],
        "denied_by": [_party(s.value) for s in event.denied_by],
        "loaded": [{"text": e.quote, "span": [e.start, e.end]} for e in event.loaded],
        "parts": _parts(event),
        "rules": _rules(event),
        "reasons": _reasons(event),
        "qualifiers": _qualifiers(event),
    }


def statements_of(event: Event) -> Iterable[tuple[str, Statement[Any]]]:
    """Every statement of an event with the name of its field, in the record's order."""
    for name in _ORDER:
        value = getattr(event, name)
        if name in _MANY:
            yield from ((name, statement) for statement in value)
        elif value is not None:
            yield name, value


def evidence_of(event: Event) -> dict[str, list[Evidence]]:
    """The words behind each field that has a value: in order, each once."""
    found: dict[str, list[Evidence]] = {}
    for name, statement in statements_of(event):
        spans = found.setdefault(name, [])
        spans += [e for e in statement.evidence if e not in spans]
    if event.loaded:
        found["loaded"] = list(dict.fromkeys(event.loaded))
    return found


def _party(party: Party) -> Json:
    record: Json = {"text": party.text, "label": party.label, "kind": party.kind, "actor_id": party.actor_id}
    if party.loaded:
        record["loaded"] = True
    if party.alleged:
        record["alleged"] = True
    if party.count is not None:
        record["count"] = [party.count.low, party.count.high]
    return record


def _count(statement: Statement[Count] | None) -> list[int | None] | None:
    """[low, high], or None where the words give no figure; the words stay under `qualifiers`."""
    if statement is None or (statement.value.low is None and statement.value.high is None):
        return None
    low, high = statement.value.low, statement.value.high
    return [low if low is not None else high, high if high is not None else low]


def _spans(found: Iterable[Evidence]) -> list[list[int]]:
    return [[e.start, e.end] for e in found]


def _parts(event: Event) -> Json:
    """Evidence and rule of each value of the fields that have several, in the order in which the record gives the values."""
    parts: Json = {}
    for name in _MANY:
        found = [{"spans": _spans(s.evidence), "rule": s.rule, "by": s.attributed_to} for s in getattr(event, name)]
        if found:
            parts[name] = found
    return parts


def _rules(event: Event) -> dict[str, str]:
    """Which rule said so, for each field; several rules of one field are joined."""
    rules: dict[str, list[str]] = {}
    for name, statement in statements_of(event):
        known = rules.setdefault(name, [])
        if statement.rule and statement.rule not in known:
            known.append(statement.rule)
    if event.date and event.date.value.rule and event.date.value.rule not in rules["date"]:
        rules["date"].append(event.date.value.rule)
    return {name: "; ".join(known) for name, known in rules.items() if known}


def _reasons(event: Event) -> dict[str, str]:
    """Why a value stays open, for each field where the reading says so."""
    open_: dict[str, str] = {}
    if event.date and event.date.value.reason:
        open_["date"] = event.date.value.reason
    if event.place and event.place.value.reason:
        open_["place"] = event.place.value.reason
    return open_


def _qualifiers(event: Event) -> dict[str, str]:
    counts = {"killed": event.killed, "wounded": event.wounded, "captured": event.captured}
    return {name: s.value.qualifier for name, s in counts.items() if s is not None and s.value.qualifier != "exact"}


def _dropped(item: Dropped) -> Json:
    return {
        "stage": item.stage,
        "reason": item.reason,
        "text": item.quote,
        "span": [item.span.start, item.span.end],
        "entry": item.entry or None,
    }


def mention_line(mention: Mention[Any]) -> str:
    """A mention as one line of JSON Lines."""
    record = {
        "kind": mention.kind,
        "text": mention.quote,
        "span": [mention.span.start, mention.span.end],
        "value": plain(mention.value),
        "entry": mention.entry,
    }
    return json.dumps(record, ensure_ascii=False)


def plain(value: object) -> object:
    """A value of the model as JSON has it: objects for dataclasses (some fields only where they are not empty), ISO days, lists."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: getattr(value, f.name) for f in fields(value) if not f.metadata.get("unless_empty") or getattr(value, f.name)}
        return {name: plain(one) for name, one in named.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value
