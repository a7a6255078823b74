"""Incidents that may be the same as one, for whoever looks for another to merge with."""

from __future__ import annotations

from datetime import timedelta

from sijill.model import IncidentRecord
from sijill.store.rows import Filters, Projection
from sijill.web.asking import asked_of
from sijill.web.desk import Desk

NEAR = timedelta(days=2)
MOST = 12


def candidates(desk: Desk, record: IncidentRecord, text: str) -> list[Projection]:
    """Incidents that somebody may mean: an id, those that have the words, or those near in time and space."""
    if text:
        by_id = desk.register.incident(text)
        if by_id is not None and by_id.projection is not None and text != record.id:
            return [by_id.projection]
        filters = asked_of([("text", text)], desk.workshop.knowledge).filters
        if not filters.text:
            return []
    else:
        filters = near(record)
    found = desk.register.incidents(filters, limit=MOST + 1).rows
    return [projection for projection in found if projection.id != record.id][:MOST]


def near(record: IncidentRecord) -> Filters:
    """A question for incidents of the same days and the same governorate, or country."""
    when = record.date.value if record.date else None
    place = record.place.value if record.place else None
    return Filters(
        since=when.start - NEAR if when and when.start else None,
        until=when.end + NEAR if when and when.end else None,
        countries=(place.country,) if place and place.country else (),
        admin1=(place.admin1,) if place and place.admin1 else (),
    )
