"""Whether all that the register holds is still true: hashes, spans, links, projections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sijill.link import compare
from sijill.model import IncidentRecord
from sijill.register.projecting import AT_ONCE, records, row_of
from sijill.register.reports import occurrence_of
from sijill.register.waiting import waiting
from sijill.register.workshop import Workshop
from sijill.store.register import Register
from sijill.store.rows import Fault, Projection


def verify(register: Register, workshop: Workshop) -> Iterator[Fault | int]:
    """Every fault found; between them, numbers of incidents that were looked at, so that the time can be told.

    What waits for linking or projection is told as such: it is no fault of what is stored, and `sijill link` does it.
    """
    yield from register.verify_rows()
    for ref in register.unlinked_events():
        yield Fault("events", str(ref), "waits for linking; run `sijill link`")
    late = waiting(register)
    for name in sorted(late):
        yield Fault("projections", name, "waits for a projection; run `sijill link`")
    ids = sorted(register.incident_ids())
    for begin in range(0, len(ids), AT_ONCE):
        part = [name for name in ids[begin : begin + AT_ONCE] if name not in late]
        yield from _links(register, part, workshop)
        yield from _projections(register, part)
        yield begin + len(part)


def _links(register: Register, ids: list[str], workshop: Workshop) -> Iterator[Fault]:
    """Links inside incidents, made again from the events."""
    for incident in register.memberships(ids).values():
        rows = register.events(incident.events)
        for link in incident.links:
            if link.left not in rows or link.right not in rows:
                yield Fault("links", f"{link.left} {link.right}", "one of its events is no more")
                continue
            left, right = (occurrence_of(rows[ref], workshop.not_names) for ref in (link.left, link.right))
            again = compare(left, right) if left is not None and right is not None else None
            if again is None or abs(again.score - link.score) > 1e-6:
                now = "nothing" if again is None else f"{again.score:.2f}"
                yield Fault("links", f"{link.left} {link.right}", f"has the score {link.score:.2f}; compared again it is {now}")


def _projections(register: Register, ids: list[str]) -> Iterator[Fault]:
    """Projections, made again from statements and decisions."""
    for record in records(register, ids):
        stored = register.incident(record.id)
        if stored is None or stored.projection is None:
            yield Fault("projections", record.id, "is missing")
        elif stored.projection != _again(record, stored.projection):
            yield Fault("projections", record.id, "is other than what its statements and decisions give now")


def _again(record: IncidentRecord, stored: Projection) -> Projection:
    """The projection as it would be kept now, by the same hand and at the same time; the words are in the index alone."""
    return replace(row_of(record, stored.knowledge, stored.code, stored.made), words="")
