"""From captures to incidents: keep what came, read it, link it, project it. Broken off anywhere, it goes on where it stopped.

Each part of a job is kept wholly or not at all, and noted with what became of each item, so that a job that is begun again
passes over what is done. Linking and projecting need no notes: what still waits for them can be told from the tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sijill.model import Capture, EventRef, Report
from sijill.register.changes import Change, changes
from sijill.register.copying import group_copies_near
from sijill.register.identity import with_names_of
from sijill.register.linking import AT_ONCE, Near, link_changed
from sijill.register.projecting import project_incidents
from sijill.register.reports import near_days, report_of
from sijill.register.review import judged
from sijill.register.waiting import put_off, waiting
from sijill.register.workshop import Workshop
from sijill.sources import SourceError
from sijill.store.register import Register
from sijill.store.rows import JobItem, Source

COPIES = "copies"  # the note that says whether copies wait to be grouped
BATCH = 64  # captures kept and read in one go
# Reads reports to event records in order, on one core or several; an article that cannot be read gives an error in its place.
Reader = Callable[[Iterable[Report]], Iterator[dict[str, Any] | SourceError]]


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one item, or how far a later stage is: `done` of `total` reports, events or incidents.

    `changes` is what a new version says otherwise than the one before.
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
    register.set_note(COPIES, "waiting")
    stream = iter(items)
    days: set[date | None] = set()
    while batch := list(islice(stream, BATCH)):
        names = [_name(item) for item in batch]
        done = register.noted(job.id, names)
        yield from (Step("ingest", item=JobItem(name, "skipped")) for name in names if name in done)
        fresh = [(name, item) for name, item in zip(names, batch, strict=True) if name not in done]
        if fresh:
            days |= {item.published for _, item in fresh if isinstance(item, Capture)}
            yield from _kept(register, job.id, fresh, read, workshop, source)
    yield from bring_up_to_date(register, read, workshop, None if job.position else days)
    register.finish_job(job.id, workshop.clock())


def bring_up_to_date(register: Register, read: Reader, workshop: Workshop, days: Collection[date | None] | None = None) -> Iterator[Step]:
    """Do what is left to do: read what was not read, group copies, link what has no link, project what has no projection.

    Args:
        register: the register.
        read: reads reports.
        workshop: knowledge and clock.
        days: days of publication near which copies are looked for; None for all.
    """
    yield from _read_rest(register, read, workshop)
    regrouped: set[str] = set()
    if register.note(COPIES) == "waiting":
        done = 0
        for count, changed in group_copies_near(register, days):
            done += count
            regrouped |= changed
            yield Step("copies", done)
        register.set_note(COPIES, "done")
    yield from link_rest(register, workshop, regrouped)


def link_rest(register: Register, workshop: Workshop, regrouped: Collection[str] = ()) -> Iterator[Step]:
    """Link the events that are in no incident and have no link, then project incidents that changed or have no projection.

    Args:
        register: the register.
        workshop: knowledge and clock.
        regrouped: reports that are copies now and were not, or the other way round.
    """
    unlinked = register.unlinked_events()
    decided = judged(register.decisions())
    near = Near(register, workshop.not_names)
    put_off(register, register.incidents_with(row.ref for name in sorted(regrouped) for row in register.events_of(name)))
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


def _kept(
    register: Register, job: int, fresh: list[tuple[str, Capture | SourceError]], read: Reader, workshop: Workshop, source: Source | None
) -> Iterator[Step]:
    """Keep some captures and their readings, in one transaction, and note what became of each."""
    steps: list[Step] = []
    with register.transaction():
        to_read: list[tuple[JobItem, Report]] = []
        for name, item in fresh:
            if isinstance(item, SourceError):
                steps.append(Step("ingest", item=JobItem(name, "failed", detail=str(item)), error=item))
                continue
            kept = register.add_capture(item, source)
            noted = JobItem(name, kept.outcome, kept.report, kept.version)
            if kept.outcome == "known":
                steps.append(Step("ingest", item=noted))
            else:
                to_read.append((noted, report_of(item, kept.report)))
        for (noted, report), record in zip(to_read, read([report for _, report in to_read]), strict=True):
            if isinstance(record, SourceError):
                noted = JobItem(noted.item, "failed", noted.report, noted.version, str(record))
                steps.append(Step("ingest", item=noted, error=record))
                continue
            changed = put_record(register, report, noted.version or 1, record, workshop)
            steps.append(Step("ingest", item=noted, changes=changed))
        register.note_items(job, [step.item for step in steps if step.item is not None])
    yield from steps


def put_record(register: Register, report: Report, version: int, record: dict[str, Any], workshop: Workshop) -> tuple[Change, ...]:
    """Keep a report's event record; its events wait for linking. What it says otherwise than the one before."""
    stored = register.reading(report.id)
    before, text = None, ""
    if stored is not None:
        before = stored.record
        text = report.text if stored.version == version else register.version(report.id, stored.version).capture.report_text
        record = with_names_of(before, text, record, report.text)
    days = {event["id"]: near_days(event, report.published) for event in record["events"]}
    held = register.incidents_with(row.ref for row in register.events_of(report.id))
    changed = register.put_reading(report.id, version, record, workshop.code, workshop.clock(), days)
    if changed and held:  # what it said before may hold incidents together that now fall apart
        refs = [EventRef(report.id, event["id"]) for event in record["events"]]
        link_changed(Near(register, workshop.not_names), refs, held, judged(register.decisions()), workshop.clock())
    return tuple(changes(report.id, before, record)) if before is not None else ()


def _read_rest(register: Register, read: Reader, workshop: Workshop) -> Iterator[Step]:
    """Read the latest versions that were never read: a job was broken off between keeping and reading, or reading failed."""
    rows = [row for row in register.reports_to_read(workshop.knowledge_version, workshop.code) if row.read_version != row.latest]
    for begin in range(0, len(rows), BATCH):
        versions = register.latest_versions(row.id for row in rows[begin : begin + BATCH])
        reports = [report_of(version.capture, name) for name, version in sorted(versions.items())]
        with register.transaction():
            for report, record in zip(reports, read(reports), strict=True):
                if not isinstance(record, SourceError):
                    put_record(register, report, versions[report.id].number, record, workshop)
        yield Step("read", begin + len(versions), len(rows))
