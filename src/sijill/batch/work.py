"""Reading a batch: Arrow rows of articles in, Arrow rows of events and of what was dropped out.

Pure, and nothing in a record stops it: it is the function of a process's worker as it is of a cluster's (`mapInArrow`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from sijill.batch.tables import ARTICLES, DROPPED, EVENTS, UNKNOWN, country_folder, place_key, report_key
from sijill.exports.geojson import radius_km
from sijill.exports.record import event_record
from sijill.knowledge import Knowledge
from sijill.link import agencies, agency_of, same_words
from sijill.model import Count, Event, Party, Reading, Statement, When
from sijill.reading import read_report
from sijill.sources.days import with_likely_day
from sijill.sources.errors import SourceError
from sijill.sources.files import unfit
from sijill.sources.jsonl import report_of

Row = dict[str, Any]
# The stage of a reading at which names and words are found. What it drops is no event: 24 words an article, which
# `sijill read` gives in its record, and which would make this table nine times as large.
_FOUND = "annotate"
_FULL = ("day", "week", "month")


def read_batch(batch: pa.RecordBatch, knowledge: Knowledge) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Read articles.

    Args:
        batch: rows of `ARTICLES`; columns that are missing are null, others are left alone.
        knowledge: the lexicon.

    Returns:
        Rows of `EVENTS` and of `DROPPED`, in the order of the articles. Every article has rows in one of them at least.
    """
    try:
        return _read(batch, knowledge)
    except Exception as error:  # a value that no table holds; found by halves, so that the others are read
        if batch.num_rows <= 1:
            reason = f"could not be written: {type(error).__name__}: {str(error)[:200]}; please report this as a fault of Sijill"
            return _tables([], [lost(*_stood(batch), "read", reason, None, None)] if batch.num_rows else [])
        middle = batch.num_rows // 2
        halves = [read_batch(half, knowledge) for half in (batch.slice(0, middle), batch.slice(middle))]
        return pa.concat_batches([events for events, _ in halves]), pa.concat_batches([dropped for _, dropped in halves])


def _read(batch: pa.RecordBatch, knowledge: Knowledge) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    events: list[Row] = []
    dropped: list[Row] = []
    for row in batch.select([name for name in batch.schema.names if name in ARTICLES.names]).to_pylist():
        read_row(row, knowledge, events, dropped)
    return _tables(events, dropped)


def _stood(batch: pa.RecordBatch) -> tuple[str | None, int | None]:
    """File and line of a row that gives no more."""
    try:
        return batch.column("where")[0].as_py(), batch.column("line")[0].as_py()
    except (KeyError, ValueError):
        return None, None


def _tables(events: list[Row], dropped: list[Row]) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    return pa.RecordBatch.from_pylist(events, EVENTS), pa.RecordBatch.from_pylist(dropped, DROPPED)


def read_row(row: Row, knowledge: Knowledge, events: list[Row], dropped: list[Row]) -> None:
    """Read one article, and put what it gives behind what others gave."""
    where, line = row.get("where"), row.get("line")
    if row.get("error") is not None:
        dropped.append(lost(where, line, "source", row["error"], row.get("id"), row.get("url")))
        return
    try:
        report = report_of(row, where or "", line)
        wrong = unfit(report)
        if wrong:
            raise SourceError(where or "", line, wrong)
    except SourceError as error:
        dropped.append(lost(where, error.line or line, "source", error.reason, row.get("id"), row.get("url")))
        return
    except Exception as error:
        dropped.append(lost(where, line, "source", f"is no article ({type(error).__name__})", None, None))
        return
    try:
        key = report_key(report)
        reading = read_report(with_likely_day(report), knowledge)
        shared = _shared(reading, knowledge) if reading.events else {}
        found = [_event(key, number, reading, event, shared) for number, event in enumerate(reading.events, 1)]
        left = _dropped(key, reading)
    except Exception as error:  # a fault in one article must not stop the batch
        reason = f"could not be read: {type(error).__name__}: {error}; please report this as a fault of Sijill"
        dropped.append(lost(where, line, "read", reason, row.get("id"), row.get("url")))
        return
    events += found
    dropped += left


def lost(where: str | None, line: int | None, stage: str, reason: str, id: str | None, url: str | None) -> Row:
    """The row of something of which there is no reading."""
    reason = _plain(reason) or ""
    return {
        "report": place_key(where, line, reason), "number": 1, "article_id": _plain(id), "url": _plain(url), "where": _plain(where),
        "line": line, "stage": stage, "reason": reason,
    }  # fmt: skip


def _plain(words: object) -> str | None:
    """Words that can be written: what is no letter (a lone surrogate) as an escape."""
    return None if words is None else str(words).encode("utf-8", "backslashreplace").decode("utf-8")


def _dropped(key: str, reading: Reading) -> list[Row]:
    report = reading.report
    who = {"report": key, "article_id": report.id, "url": report.url}
    rows: list[Row] = [
        {
            **who, "stage": item.stage, "reason": item.reason, "text": item.quote, "start": item.span.start, "end": item.span.end,
            "entry": item.entry or None,
        }
        for item in reading.dropped
        if item.stage != _FOUND
    ]  # fmt: skip
    if not reading.events:
        rows.insert(0, {**who, "stage": "article", "reason": "tells of no event"})
    return [{**row, "number": number} for number, row in enumerate(rows, 1)]


def _shared(reading: Reading, knowledge: Knowledge) -> Row:
    """What tells whether a report copies another."""
    return {
        "agency": agency_of(reading, _agencies(knowledge.version, knowledge)),
        "same_words": same_words(reading.report.text).hex(),
    }


def _event(key: str, number: int, reading: Reading, event: Event, shared: Row) -> Row:
    report, when = reading.report, event.date.value if event.date else None
    place = event.place.value if event.place else None
    return {
        "report": key,
        "number": number,
        "article_id": report.id,
        "outlet": report.outlet,
        "published": report.published,
        "url": report.url,
        "title": report.title,
        "event_id": event.id,
        "type": event.type.value,
        "status": event.status.value,
        "aggregate": event.aggregate,
        "factuality": event.factuality.value,
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "date_precision": when.precision if when else "none",
        "time": event.time.value if event.time else None,
        "place_text": place.text if place else None,
        "place_name": place.name if place else None,
        "admin1": place.admin1 if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "radius_km": radius_km(place),
        "place_precision": place.precision if place else "none",
        "perpetrators": _labels(event.perpetrators),
        "perpetrator_kinds": [s.value.kind for s in event.perpetrators],
        "targets": _labels(event.targets),
        "target_kinds": [s.value.kind for s in event.targets],
        "claimed_by": _labels(event.claimed_by),
        "accused": _labels(event.accused),
        "denied_by": _labels(event.denied_by),
        "weapons": [s.value for s in event.weapons],
        **_figures("killed", event.killed),
        **_figures("wounded", event.wounded),
        **_figures("captured", event.captured),
        "confidence": round(event.confidence, 4),
        **shared,
        "sha256": report.sha256,
        "knowledge": reading.knowledge,
        "record": json.dumps(event_record(event), ensure_ascii=False, separators=(", ", ": ")),
        "country": country_folder(place.country if place else None),
        "month": month_of(when),
    }


def month_of(when: When | None) -> str:
    """The month by which an event's folder is named: that in which it began, where the words give one."""
    if when is None or when.start is None or when.precision not in _FULL:
        return UNKNOWN
    return f"{when.start.year:04d}-{when.start.month:02d}"


def _labels(parties: Iterable[Statement[Party]]) -> list[str]:
    return [s.value.label for s in parties]


def _figures(name: str, statement: Statement[Count] | None) -> Row:
    count = statement.value if statement else None
    return {f"{name}_low": count.low if count else None, f"{name}_high": count.high if count else None}


_known: dict[str, frozenset[str]] = {}


def _agencies(version: str, knowledge: Knowledge) -> frozenset[str]:
    if version not in _known:
        _known.clear()
        _known[version] = agencies(knowledge.lexicon)
    return _known[version]
