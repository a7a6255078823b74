"""A reading as the event record of the design: one JSON object for each article, keys in a fixed order.

Two runs over the same input and version give the same bytes. Beyond the record's own keys stand
`accused`, `denied_by`, `loaded`, `parts`, `rules`, `reasons` and `qualifiers` in an event, and `dropped`,
`knowledge` and `engine` in the article's object.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from sijill.model import Count, Dropped, Event, Evidence, Mention, Party, Reading, Span, Statement, When

# What goes into a JSON object; the only room where such a thing is built.
Json = dict[str, Any]


def record_line(reading: Reading) -> str:
    """The record as one line of JSON Lines, without the line feed."""
    return _LINE.encode(article_record(reading))


_LINE = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(", ", ": "))  # a record holds nothing that holds it


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
    when = event.date.value if event.date is not None else None
    place = event.place.value if event.place is not None else None
    stated = _stated(event)
    return {
        "id": event.id,
        "type": event.type.value,
        "status": event.status.value,
        "aggregate": event.aggregate,
        "factuality": event.factuality.value,
        "date": _interval(when),
        "time": event.time.value if event.time is not None else None,
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
        "evidence": _evidence(event, stated),
        "accused": [_party(s.value) for s in event.accused],
        "denied_by": [_party(s.value) for s in event.denied_by],
        "loaded": [{"text": e.quote, "span": [e.start, e.end]} for e in event.loaded],
        "parts": _parts(event),
        "rules": _rules(event, stated),
        "reasons": _reasons(event),
        "qualifiers": _qualifiers(event),
    }


def _stated(event: Event) -> list[tuple[str, tuple[Statement[Any], ...]]]:
    """Each field that has a value with the statements that give it, in the record's order."""
    found: list[tuple[str, tuple[Statement[Any], ...]]] = [
        ("type", (event.type,)),
        ("status", (event.status,)),
        ("factuality", (event.factuality,)),
    ]
    if event.date is not None:
        found.append(("date", (event.date,)))
    if event.time is not None:
        found.append(("time", (event.time,)))
    if event.place is not None:
        found.append(("place", (event.place,)))
    found += [(name, given) for name, given in _parties(event) if given]
    if event.weapons:
        found.append(("weapons", event.weapons))
    if event.killed is not None:
        found.append(("killed", (event.killed,)))
    if event.wounded is not None:
        found.append(("wounded", (event.wounded,)))
    if event.captured is not None:
        found.append(("captured", (event.captured,)))
    if event.sources:
        found.append(("sources", event.sources))
    return found


def _parties(event: Event) -> tuple[tuple[str, tuple[Statement[Party], ...]], ...]:
    return (
        ("perpetrators", event.perpetrators),
        ("targets", event.targets),
        ("claimed_by", event.claimed_by),
        ("accused", event.accused),
        ("denied_by", event.denied_by),
    )


def statements_of(event: Event) -> Iterable[tuple[str, Statement[Any]]]:
    """Every statement of an event with the name of its field, in the record's order."""
    return [(name, statement) for name, given in _stated(event) for statement in given]


def evidence_of(event: Event) -> dict[str, list[Evidence]]:
    """The words behind each field that has a value: in order, each once."""
    found = {name: list(_words(given)) for name, given in _stated(event)}
    if event.loaded:
        found["loaded"] = list(dict.fromkeys(event.loaded))
    return found


def _words(given: tuple[Statement[Any], ...]) -> Sequence[Evidence]:
    if len(given) == 1:
        return given[0].evidence
    found = list(given[0].evidence)
    for statement in given[1:]:
        found += [e for e in statement.evidence if e not in found]
    return found


def _evidence(event: Event, stated: list[tuple[str, tuple[Statement[Any], ...]]]) -> Json:
    """As `evidence_of`, the spans alone."""
    record: Json = {name: _spans(_words(given)) for name, given in stated}
    if event.loaded:
        record["loaded"] = _spans(list(dict.fromkeys(event.loaded)))
    return record


def _interval(when: When | None) -> Json:
    if when is None or when.start is None or when.end is None:
        return {"start": None, "end": None, "precision": when.precision if when is not None else "none"}
    start = when.start.isoformat()
    return {"start": start, "end": start if when.end == when.start else when.end.isoformat(), "precision": when.precision}


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


def _spans(found: Sequence[Evidence]) -> list[list[int]]:
    return [[e.start, e.end] for e in found]


def _parts(event: Event) -> Json:
    """Evidence and rule of each value of the fields that have several, in the order in which the record gives the values."""
    parts: Json = {}
    fields_: list[tuple[str, tuple[Statement[Any], ...]]] = [*_parties(event), ("weapons", event.weapons), ("sources", event.sources)]
    for name, given in fields_:
        if given:
            parts[name] = [{"spans": _spans(s.evidence), "rule": s.rule, "by": s.attributed_to} for s in given]
    return parts


def _rules(event: Event, stated: list[tuple[str, tuple[Statement[Any], ...]]]) -> dict[str, str]:
    """Which rule said so, for each field; several rules of one field are joined."""
    rules: dict[str, str] = {}
    for name, given in stated:
        known = [given[0].rule] if given[0].rule else []
        for statement in given[1:]:
            if statement.rule and statement.rule not in known:
                known.append(statement.rule)
        if name == "date" and event.date is not None and event.date.value.rule and event.date.value.rule not in known:
            known.append(event.date.value.rule)
        if known:
            rules[name] = "; ".join(known)
    return rules


def _reasons(event: Event) -> dict[str, str]:
    """Why a value stays open, for each field where the reading says so."""
    open_: dict[str, str] = {}
    if event.date is not None and event.date.value.reason:
        open_["date"] = event.date.value.reason
    if event.place is not None and event.place.value.reason:
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
