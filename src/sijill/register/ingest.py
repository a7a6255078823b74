"""From captures to incidents: keep what came, read it, link it, project it. Broken off anywhere, it goes on where it stopped.

Each part of a job is kept wholly or not at all, and noted with what became of each item, so that a job that is begun again
passes over what is done. Linking and projecting need no notes: what still waits for them can be told from the tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from sijill.link import same_words
from sijill.model import Capture, EventRef, Report
from sijill.register.changes import Change, changes
from sijill.register.copying import group_waiting, wait_for_copies
from sijill.register.identity import with_names_of
from sijill.register.linking import AT_ONCE, Near, link_changed, read_otherwise
from sijill.register.projecting import project_incidents
from sijill.register.reports import near_days, report_of
from sijill.register.review import all_judged
from sijill.register.waiting import put_off, waiting
from sijill.register.workshop import Workshop
from sijill.sources import SourceError
from sijill.store.register import Register
from sijill.store.rows import JobItem, Sketch, Source

BATCH = 64  # captures kept and read in one go
# Reads reports to event records in order, on one core or several; an article that cannot be read gives an error in its place.
Reader = Callable[[Iterable[Report]], Iterator[dict[str, Any] | SourceError]]


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one item, or how far a later stage is: `done` of `total` reports, events or incidents.

    Attributes:
        error: what could not be kept or read.
        changes: what a new version of a report says otherwise than the one before.
    """

    stage: str
    done: int = 0
    total: int | None = None
    item: JobItem | None = None
    error: SourceError | None = None
    changes: tuple[Change, ...] = ()


def ingest(
    register: Register, items: Iterable[Capture | SourceError], read: Reader, workshop: Workshop, target: str, source: Source | None = None
) -> Iterator[Step]:
    """Keep and read captures, then link and project what changed.

    Args:
        register: the register.
        items: captures and errors, in order; a job begun again must be given the same.
        read: reads reports.
        workshop: knowledge and clock.
        target: what is ingested, in words; the name of the job.
        source: the source of the captures, where it is one of the register's.

    Yields:
        A step for each item, then steps of the stages that follow.
    """
    job = register.begin_job("ingest", target, workshop.clock())
    stream = iter(items)
    unread: set[str] = set()
    while batch := list(islice(stream, BATCH)):
        named = [(_name(item), item) for item in batch]
        done = register.noted(job.id, [name for name, item in named if isinstance(item, Capture)])  # an error is told each time
        yield from (Step("ingest", item=JobItem(name, "skipped")) for name, _ in named if name in done)
        fresh = [(name, item) for name, item in named if name not in done]
        if fresh:
            kept, steps = _kept(register, job.id, fresh, source)
            yield from steps
            for step in _read(register, job.id, kept, read, workshop):
                if step.error is not None and step.item is not None and step.item.report is not None:
                    unread.add(step.item.report)
                yield step
    yield from bring_up_to_date(register, read, workshop, unread)
    register.finish_job(job.id, workshop.clock())


def bring_up_to_date(register: Register, read: Reader, workshop: Workshop, unread: Collection[str] = ()) -> Iterator[Step]:
    """Do what is left to do: read what was not read, group copies, link what has no link, project what has no projection.

    Args:
        register: the register.
        read: reads reports.
        workshop: knowledge and clock.
        unread: reports that could not be read just now; they are tried again with the next call.
    """
    yield from _read_rest(register, read, workshop, unread)
    done = 0
    for count in group_waiting(register):
        done += count
        yield Step("copies", done)
    yield from link_rest(register, workshop)


def link_rest(register: Register, workshop: Workshop) -> Iterator[Step]:
    """Link the events that wait for it, then project the incidents that changed or have no projection."""
    unlinked = register.unlinked_events()
    decided = all_judged(register)
    near = Near(register, workshop.not_names)
    for begin in range(0, len(unlinked), AT_ONCE):
        part = unlinked[begin : begin + AT_ONCE]
        link_changed(near, part, (), decided, workshop.clock())
        yield Step("link", begin + len(part), len(unlinked))
    late = waiting(register)
    for done in project_incidents(register, late, workshop.knowledge_version, workshop.code, workshop.clock()):
        yield Step("project", done, len(late))


def link_all(register: Register, workshop: Workshop) -> Iterator[Step]:
    """Link every event anew and settle every incident; what reviewers decided stands."""
    register.wait_for_linking()
    put_off(register, list(register.incident_ids()))
    yield from link_rest(register, workshop)


def _name(item: Capture | SourceError) -> str:
    """What an item is called in the notes of a job: its place, and its bytes."""
    if isinstance(item, SourceError):
        return hashlib.sha256(str(item).encode("utf-8", "replace")).hexdigest()
    return f"{hashlib.sha256(item.where.encode('utf-8', 'replace')).hexdigest()[:16]}:{item.raw_sha256}"


Unread = tuple[JobItem, Report]


def _kept(
    register: Register, job: int, fresh: list[tuple[str, Capture | SourceError]], source: Source | None
) -> tuple[list[Unread], list[Step]]:
    """Keep some captures in one transaction, and note what became of each; those that are to be read, and the steps of the others."""
    to_read: list[Unread] = []
    steps: list[Step] = []
    days: list[date | None] = []
    with register.transaction():
        for name, item in fresh:
            if isinstance(item, SourceError):
                steps.append(Step("ingest", item=JobItem(name, "failed", detail=str(item)), error=item))
                continue
            kept = register.add_capture(item, source)
            noted = JobItem(name, kept.outcome, kept.report, kept.version)
            if kept.outcome == "known":
                steps.append(Step("ingest", item=noted))
                continue
            days.append(item.published)
            register.put_sketches([Sketch(kept.report, item.published, same_words(item.report_text))])
            if kept.outcome == "version":
                days.append(register.version(kept.report, kept.version - 1).capture.published)
            to_read.append((noted, report_of(item, kept.report)))
        wait_for_copies(register, days)
        register.note_items(job, [*(step.item for step in steps if step.item is not None), *(noted for noted, _ in to_read)])
    return to_read, steps


def _read(register: Register, job: int, kept: list[Unread], read: Reader, workshop: Workshop) -> Iterator[Step]:
    """Read reports, while others may write, then keep the readings in one transaction; what was read twice meanwhile is no harm."""
    records = list(read([report for _, report in kept]))
    steps: list[Step] = []
    with register.transaction():
        for (noted, report), record in zip(kept, records, strict=True):
            if isinstance(record, SourceError):
                steps.append(Step("ingest", item=replace(noted, outcome="failed", detail=str(record)), error=record))
                continue
            said = put_record(register, report, noted.version or 1, record, workshop)
            steps.append(Step("ingest", item=noted, changes=said))
        register.note_items(job, [step.item for step in steps if step.error is not None and step.item is not None])
    yield from steps


def put_record(register: Register, report: Report, version: int, record: dict[str, Any], workshop: Workshop) -> tuple[Change, ...]:
    """Keep a report's event record; its events wait for linking. Inside a transaction: what it changes stands or falls together.

    A version behind which another was captured meanwhile is passed over: that one is read too.

    Returns:
        What it says otherwise than the reading before, where there was one.
    """
    row = register.report(report.id)
    if row is None or row.latest != version:
        return ()
    reading = register.reading(report.id)
    if reading is not None:
        text = report.text if reading.version == version else register.version(report.id, reading.version).capture.report_text
        record = with_names_of(reading.record, text, record, report.text)
    days = {event["id"]: near_days(event, report.published) for event in record["events"]}
    before = {found.ref: found.record for found in register.events_of(report.id)}
    held = register.incidents_with(before)
    changed = register.put_reading(report.id, version, record, workshop.code, workshop.clock(), days)
    if not changed or reading is None:
        return ()
    now = {EventRef(report.id, event["id"]): event for event in record["events"]}
    if reading.version != version or before != now:
        read_otherwise(register)
        put_off(register, held)
        if held:  # what it said before may hold incidents together that now fall apart
            link_changed(Near(register, workshop.not_names), now, held, all_judged(register), workshop.clock())
    return tuple(changes(report.id, reading.record, record))


def _read_rest(register: Register, read: Reader, workshop: Workshop, unread: Collection[str]) -> Iterator[Step]:
    """Read the latest versions that were never read: a job was broken off between keeping and reading, or reading failed."""
    rows = [row for row in register.reports_to_read(workshop.knowledge_version, workshop.code) if row.read_version != row.latest]
    rows = [row for row in rows if row.id not in unread]
    for begin in range(0, len(rows), BATCH):
        versions = register.latest_versions(row.id for row in rows[begin : begin + BATCH])
        reports = [report_of(version.capture, name) for name, version in sorted(versions.items())]
        records = list(read(reports))
        errors = [record for record in records if isinstance(record, SourceError)]
        with register.transaction():
            for report, record in zip(reports, records, strict=True):
                if not isinstance(record, SourceError):
                    put_record(register, report, versions[report.id].number, record, workshop)
        yield from (Step("read", error=error) for error in errors)
        yield Step("read", begin + len(versions), len(rows))
