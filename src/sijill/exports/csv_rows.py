"""One row an event, for spreadsheets and statistics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sijill.exports.cells import Cell, csv_lines
from sijill.exports.record import evidence_of
from sijill.model import Count, Event, Party, Reading, Statement

# Every column and what stands in it; the documentation prints this table.
COLUMNS: dict[str, str] = {
    "article_id": "the article's id",
    "outlet": "who published it",
    "published": "day of publication, YYYY-MM-DD",
    "url": "where it was published",
    "title": "its headline where known apart from the text",
    "event_id": "the event's id within the article",
    "type": "one of the types that `sijill types` lists",
    "status": "new (what the article reports) or background (what it recalls)",
    "aggregate": "true where the text sums up many occurrences",
    "factuality": "asserted, alleged or denied",
    "date_start": "first day, YYYY-MM-DD; empty where no day can be told",
    "date_end": "last day, the same as the first for one day",
    "date_precision": "day, week, month, year or none",
    "time": "HH:MM as the text gives it",
    "place_text": "the place in the article's words",
    "place_name": "its usual English name",
    "admin1": "governorate or province",
    "country": "ISO 3166 two-letter code",
    "lat": "latitude of the named place",
    "lon": "longitude of the named place",
    "place_precision": "site, town, district, governorate, country or none",
    "perpetrators": "who did it, English labels, joined by '; '",
    "perpetrators_text": "the same in the article's words",
    "perpetrator_kinds": "the kinds of these parties, in the same order",
    "targets": "who or what was struck, English labels",
    "targets_text": "the same in the article's words",
    "target_kinds": "the kinds of these parties, in the same order",
    "claimed_by": "who says 'we did it'",
    "accused": "whom a quoted source accuses",
    "denied_by": "who denies having done it",
    "weapons": "means used, joined by '; '",
    "killed_low": "lowest figure of deaths; empty is unknown, 0 is 'none'",
    "killed_high": "highest figure of deaths",
    "wounded_low": "lowest figure of wounded",
    "wounded_high": "highest figure of wounded",
    "captured_low": "lowest figure of captured",
    "captured_high": "highest figure of captured",
    "sources": "who is quoted for it, in the article's words",
    "loaded": "the outlet's loaded wording, quoted",
    "confidence": "0 to 1",
    "evidence": "the trigger words that the event rests on",
    "sha256": "of the article's text",
    "knowledge": "version of the lexicon that read it",
}
DATES = ("published", "date_start", "date_end")
NUMBERS = ("killed_low", "killed_high", "wounded_low", "wounded_high", "captured_low", "captured_high")


def rows_of(reading: Reading) -> list[dict[str, Cell]]:
    """A row for each event of a reading; none where there are none."""
    return [_row(reading, event) for event in reading.events]


def csv_text(rows: Iterable[dict[str, Cell]], columns: Sequence[str] = tuple(COLUMNS), header: bool = True) -> str:
    """Rows as CSV (RFC 4180 with line feeds). Words that a spreadsheet would run as a formula get an apostrophe before them."""
    lines = ([row.get(name) for name in columns] for row in rows)
    return (csv_lines([columns]) if header else "") + csv_lines(lines)


def _row(reading: Reading, event: Event) -> dict[str, Cell]:
    report, when = reading.report, event.date.value if event.date else None
    place = event.place.value if event.place else None
    return {
        "article_id": report.id,
        "outlet": report.outlet,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "title": report.title,
        "event_id": event.id,
        "type": event.type.value,
        "status": event.status.value,
        "aggregate": event.aggregate,
        "factuality": event.factuality.value,
        "date_start": when.start.isoformat() if when and when.start else None,
        "date_end": when.end.isoformat() if when and when.end else None,
        "date_precision": when.precision if when else "none",
        "time": event.time.value if event.time else None,
        "place_text": place.text if place else None,
        "place_name": place.name if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else "none",
        "perpetrators": _labels(event.perpetrators),
        "perpetrators_text": _texts(event.perpetrators),
        "perpetrator_kinds": _kinds(event.perpetrators),
        "targets": _labels(event.targets),
        "targets_text": _texts(event.targets),
        "target_kinds": _kinds(event.targets),
        "claimed_by": _labels(event.claimed_by),
        "accused": _labels(event.accused),
        "denied_by": _labels(event.denied_by),
        "weapons": _joined(s.value for s in event.weapons),
        **_count("killed", event.killed),
        **_count("wounded", event.wounded),
        **_count("captured", event.captured),
        "sources": _texts(event.sources),
        "loaded": _joined(e.quote for e in event.loaded),
        "confidence": round(event.confidence, 4),
        "evidence": _joined(e.quote for e in evidence_of(event)["type"]),
        "sha256": report.sha256,
        "knowledge": reading.knowledge,
    }


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(" ".join(part.split()) for part in parts))


def _labels(parties: Iterable[Statement[Party]]) -> str:
    return "; ".join(s.value.label for s in parties)


def _texts(parties: Iterable[Statement[Party]]) -> str:
    return "; ".join(" ".join(s.value.text.split()) for s in parties)


def _kinds(parties: Iterable[Statement[Party]]) -> str:
    return "; ".join(s.value.kind for s in parties)


def _count(name: str, statement: Statement[Count] | None) -> dict[str, Cell]:
    count = statement.value if statement else None
    return {f"{name}_low": count.low if count else None, f"{name}_high": count.high if count else None}
