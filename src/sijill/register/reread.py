"""Reading everything again with today's knowledge, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sijill.register.ingest import BATCH, Reader, bring_up_to_date, put_record
from sijill.register.reports import report_of
from sijill.register.workshop import Workshop
from sijill.sources import SourceError
from sijill.store.register import Register

# What of an event is shown where it changed; the rest is evidence and rules.
SHOWN = (
    "type", "status", "factuality", "aggregate", "date", "time", "place", "perpetrators", "targets", "claimed_by", "accused", "denied_by",
    "weapons", "killed", "wounded", "captured", "sources",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What another reading, or another version, says otherwise: of one event, one field, before and after ("" for the whole event)."""

    report: str
    event: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Reread:
    """One report read again, with its changes; `error` where it could not be."""

    report: str
    changes: tuple[Change, ...]
    error: SourceError | None = None


def reread(register: Register, read: Reader, workshop: Workshop, dry_run: bool) -> Iterator[Reread]:
    """Read the reports that were read with another knowledge or program; yields what that changed.

    Args:
        register: the register.
        read: reads reports.
        workshop: today's knowledge.
        dry_run: change nothing, only tell.
    """
    rows = list(register.reports_to_read(workshop.knowledge_version, workshop.code))
    for begin in range(0, len(rows), BATCH):
        versions = register.latest_versions(row.id for row in rows[begin : begin + BATCH])
        reports = [report_of(version.capture, name) for name, version in sorted(versions.items())]
        out: list[Reread] = []
        for report, record in zip(reports, read(reports), strict=True):
            if isinstance(record, SourceError):
                out.append(Reread(report.id, (), record))
                continue
            before = register.reading(report.id)
            out.append(Reread(report.id, tuple(changes(report.id, before.record if before else {"events": []}, record))))
            if not dry_run:
                put_record(register, report, versions[report.id].number, record, workshop)
        yield from out
    if not dry_run:
        for _ in bring_up_to_date(register, read, workshop):
            pass


def changes(report: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """What one event record says otherwise than another, by event and field."""
    old = {event["id"]: event for event in before["events"]}
    new = {event["id"]: event for event in after["events"]}
    for name in [*old, *(n for n in new if n not in old)]:
        if name not in new or name not in old:
            yield Change(report, name, "", _event(old.get(name)), _event(new.get(name)))
            continue
        for field in SHOWN:
            if _value(old[name][field]) != _value(new[name][field]):
                yield Change(report, name, field, _value(old[name][field]), _value(new[name][field]))


def _event(event: dict[str, Any] | None) -> str | None:
    return None if event is None else str(event["type"])


def _value(value: Any) -> Any:
    """A value without what only says where it was found."""
    if isinstance(value, list):
        return [_value(v) for v in value]
    if isinstance(value, dict):
        if "start" in value:
            return value["start"] if value["start"] == value["end"] else f"{value['start']}..{value['end']}" if value["start"] else None
        return value.get("label") or value.get("name") or value.get("text")
    return value
