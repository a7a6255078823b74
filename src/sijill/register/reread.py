"""Reading everything again with today's knowledge, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sijill.model import Report
from sijill.register.changes import Change, changes
from sijill.register.identity import with_names_of
from sijill.register.ingest import BATCH, Reader, bring_up_to_date, put_record
from sijill.register.reports import report_of
from sijill.register.workshop import Workshop
from sijill.sources import SourceError
from sijill.store.register import Register


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
            if dry_run:
                before = register.reading(report.id)
                out.append(Reread(report.id, _would_change(report, before.record if before else None, record)))
            else:
                with register.transaction():
                    said = put_record(register, report, versions[report.id].number, record, workshop)
                out.append(Reread(report.id, said))
        yield from out
    if not dry_run:
        for _ in bring_up_to_date(register, read, workshop):
            pass


def _would_change(report: Report, before: dict[str, Any] | None, record: dict[str, Any]) -> tuple[Change, ...]:
    if before is None:
        return ()
    return tuple(changes(report.id, before, with_names_of(before, report.text, record, report.text)))
