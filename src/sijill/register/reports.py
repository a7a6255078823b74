"""From what is stored to what is compared and shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sijill.link import Occurrence, days_of, make
from sijill.model import Capture, EventRef, Place, Report, When
from sijill.store.rows import EventRow

Json = Mapping[str, Any]


def report_of(capture: Capture, id: str) -> Report:
    """The report that a capture holds, under its id in the register."""
    return Report(capture.text, capture.title, capture.outlet, capture.published, capture.url, id, capture.country)


def near_days(record: Json, published: date | None) -> tuple[date, date] | None:
    """The days under which an event is looked for when others are linked; None for one that linking leaves out."""
    if record["aggregate"] or record["factuality"] == "denied":
        return None
    days = days_of(_when(record), record["status"] == "new", published)
    return days[:2] if days else None


def occurrence_of(row: EventRow, not_names: frozenset[str]) -> Occurrence | None:
    """A stored event as linking compares it; None for one that linking leaves out."""
    return occurrence_from(row.ref, row.published, row.record, not_names)


def occurrence_from(ref: EventRef, published: date | None, record: Json, not_names: frozenset[str]) -> Occurrence | None:
    """An event record as linking compares it; None for one that linking leaves out.

    Args:
        ref: which event of which report.
        published: the report's day of publication.
        record: the event's own part of the event record.
        not_names: what `place_words` gives.
    """
    if record["aggregate"] or record["factuality"] == "denied":
        return None
    found = record["place"]
    place = None
    if found is not None:
        place = Place(
            found["text"], found["name"], found["admin1"], found["country"], found["lat"], found["lon"], found["precision"],
            found["gazetteer_id"],
        )  # fmt: skip
    return make(
        ref,
        record["type"],
        record["status"] == "new",
        published,
        _when(record),
        place,
        not_names,
        clock=record["time"],
        actors=frozenset(p["actor_id"] for p in record["perpetrators"] if p["actor_id"]),
        actor_kinds=frozenset(p["kind"] for p in record["perpetrators"]),
        target_kinds=frozenset(p["kind"] for p in record["targets"]),
        weapons=frozenset(record["weapons"]),
        killed=_range(record["killed"]),
        wounded=_range(record["wounded"]),
    )


def _when(record: Json) -> When | None:
    found = record["date"]
    if found["start"] is None:
        return None
    return When(date.fromisoformat(found["start"]), date.fromisoformat(found["end"]), found["precision"])


def _range(figure: list[int] | None) -> tuple[int, int] | None:
    return (figure[0], figure[1]) if figure else None
