"""Events: one occurrence as one report tells it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model import EventRef
from sijill.model.said import said
from sijill.store.rows import EventRow
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.asked import no_cursor
from sijill.web.rest.problems import told
from sijill.web.rest.types import MOST, CountryCode, EventPath, Line, ReportPath, Strict

router = APIRouter(prefix="/api/v1/events", tags=["events"], dependencies=[Depends(Limited())])
LONGEST = 31  # days that one question may span


class EventOut(Strict):
    """One occurrence as one report tells it."""

    report: str
    event: str
    incident: str | None = Field(description="Which holds it, or, where it is background, recalls it; null where it is in none.")
    record: dict[str, Any] = Field(description="Its part of the event record, with evidence as offsets into the report's text.")


class Events(Strict):
    """A page of events."""

    items: list[EventOut]
    cursor: str | None


class EventsAsked(Strict):
    """Which events: those that may have happened on one of these days."""

    since: date = Field(description="The first day.", examples=["2021-09-01"])
    until: date | None = Field(None, description=f"The last day, {LONGEST} days later at most; the first where it is left out.")
    country: list[CountryCode] = Field([], max_length=40)
    limit: int = Field(50, ge=1, le=MOST)
    cursor: Line | None = None


@router.get("", response_model=Events, responses=told(304), summary="List events")
def events(request: Request, desk: TheDesk, person: Reading, query: Annotated[EventsAsked, Query()]) -> Response:
    """Events of some days, by report and name; those that linking leaves out (denials, summaries) are not among them."""
    first = query.since
    last = min(max(query.until or first, first), date.max if first > date.max - timedelta(LONGEST) else first + timedelta(LONGEST))
    refs = desk.register.refs_between(first, last, set(query.country) or None)
    after = _after(query.cursor)
    refs = tuple(ref for ref in refs if after is None or ref > after)
    part = refs[: query.limit]
    rows = desk.register.events(part)
    cursor = f"{part[-1].event} {part[-1].report}" if len(refs) > len(part) else ""
    held = _incidents(desk, part)
    items = [event_out(rows[ref], held.get(ref)) for ref in part if ref in rows]
    return answer(request, Events(items=items, cursor=cursor or None), following=cursor)


@router.get("/{report}/{event}", response_model=EventOut, responses=told(304, 404), summary="One event")
def event(request: Request, desk: TheDesk, person: Reading, report: ReportPath, event: EventPath) -> Response:
    """One event with its evidence, and the incident that holds it."""
    ref = EventRef(report, event)
    row = desk.register.events([ref]).get(ref)
    if row is None:
        raise not_found("missing.event", said("missing.event", "{event} is not in the register", event=str(ref)))
    return answer(request, event_out(row, _incidents(desk, [ref]).get(ref)))


def event_out(row: EventRow, incident: str | None) -> EventOut:
    """A stored event."""
    return EventOut(report=row.ref.report, event=row.ref.event, incident=incident, record=row.record)


def _incidents(desk: Desk, refs: tuple[EventRef, ...] | list[EventRef]) -> dict[EventRef, str]:
    known = desk.register.memberships(desk.register.incidents_with(refs), with_links=False)
    return {ref: found.id for found in known.values() for ref in (*found.recalled_by, *found.events)}


def _after(cursor: str | None) -> EventRef | None:
    if not cursor:
        return None
    event, found, report = cursor.partition(" ")
    if not found or not report:
        raise no_cursor(cursor)
    return EventRef(report, event)
