"""Work that can be broken off, copies of reports, and releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from sijill.store.database import Database, parts
from sijill.store.errors import StoreError
from sijill.store.rows import Copy, Job, JobItem, Release, Sketch
from sijill.store.schema import copies, job_items, jobs, release_items, releases, sketches


class Work:
    """The part of a register that holds how far work is, which reports are copies, and what was released."""

    _database: Database

    def begin_job(self, kind: str, target: str, at: datetime) -> Job:
        """The job of this kind on this target that was broken off, or a new one."""
        with self._database.writing() as connection:
            open_ = select(jobs.c.id).where(jobs.c.kind == kind, jobs.c.target == target, jobs.c.finished.is_(None))
            number = connection.execute(open_.order_by(jobs.c.id.desc()).limit(1)).scalar()
            if number is None:
                key = connection.execute(jobs.insert().values(kind=kind, target=target, started=at, position="")).inserted_primary_key
                number = int(key[0]) if key else 0
            return _job(connection, number)

    def recent_jobs(self, limit: int) -> tuple[Job, ...]:
        """The jobs that were begun last, the last first."""
        with self._database.reading() as connection:
            numbers = connection.execute(select(jobs.c.id).order_by(jobs.c.id.desc()).limit(limit)).scalars().all()
            return tuple(_job(connection, number) for number in numbers)

    def job(self, number: int) -> Job:
        """A job as it stands.

        Raises:
            StoreError: there is none.
        """
        with self._database.reading() as connection:
            return _job(connection, number)

    def jobs(self) -> tuple[Job, ...]:
        """Every job, the latest first."""
        with self._database.reading() as connection:
            numbers = connection.execute(select(jobs.c.id).order_by(jobs.c.id.desc())).scalars().all()
            return tuple(_job(connection, number) for number in numbers)

    def note_items(self, job: int, items: Iterable[JobItem], position: str | None = None) -> None:
        """Note what became of items, and up to where the job is done; in the transaction that keeps what they gave."""
        rows = [
            {
                "job": job,
                "item": i.item,
                "outcome": i.outcome,
                "report": i.report,
                "version": i.version,
                "detail": _shown(i.detail),
            }
            for i in items
        ]
        with self._database.writing() as connection:
            self._database.put(connection, job_items, rows)
            if position is not None:
                connection.execute(jobs.update().where(jobs.c.id == job).values(position=position))

    def noted(self, job: int, items: Iterable[str]) -> frozenset[str]:
        """Those of the items that were noted already."""
        found: set[str] = set()
        with self._database.reading() as connection:
            for part in parts(items):
                query = select(job_items.c.item).where(job_items.c.job == job, job_items.c.item.in_(part))
                found |= set(connection.execute(query).scalars())
        return frozenset(found)

    def items_of(self, job: int, outcomes: Iterable[str] = ()) -> tuple[JobItem, ...]:
        """The items of a job, all or those that came out so, in order."""
        query = select(job_items).where(job_items.c.job == job).order_by(job_items.c.item)
        wanted = tuple(outcomes)
        if wanted:
            query = query.where(job_items.c.outcome.in_(wanted))
        with self._database.reading() as connection:
            return tuple(JobItem(r.item, r.outcome, r.report, r.version, r.detail) for r in connection.execute(query))

    def finish_job(self, job: int, at: datetime) -> None:
        """Note that a job is done."""
        with self._database.writing() as connection:
            connection.execute(jobs.update().where(jobs.c.id == job).values(finished=at))

    def put_sketches(self, found: Iterable[Sketch]) -> None:
        """Keep what finds near copies of reports."""
        with self._database.writing() as connection:
            self._database.put(connection, sketches, [{"report": s.report, "day": s.day, "sketch": s.sketch} for s in found])

    def sketches_near(self, day: date | None, days: int) -> tuple[Sketch, ...]:
        """The sketches of reports published within so many days of one, and of those without a day; all for None; by report."""
        query = select(sketches).order_by(sketches.c.report)
        if day is not None:
            near = sketches.c.day.between(day - timedelta(days=days), day + timedelta(days=days))
            query = query.where(or_(near, sketches.c.day.is_(None)))
        with self._database.reading() as connection:
            return tuple(Sketch(row.report, row.day, bytes(row.sketch)) for row in connection.execute(query))

    def put_copies(self, found: Iterable[Copy], near: Iterable[str] = ()) -> None:
        """Keep which reports copy others; those of `near` that are not among them stand alone afterwards."""
        rows = [{"report": c.report, "leader": c.leader, "kind": c.kind, "likeness": c.likeness, "agency": c.agency} for c in found]
        with self._database.writing() as connection:
            for part in parts(near):
                connection.execute(copies.delete().where(copies.c.report.in_(part)))
            self._database.put(connection, copies, rows)

    def copies_of(self, reports: Iterable[str]) -> dict[str, Copy]:
        """For each of these reports that copies another, or is copied: its row, or those of its copies; by report."""
        found: dict[str, Copy] = {}
        with self._database.reading() as connection:
            for part in parts(reports):
                query = select(copies).where(or_(copies.c.report.in_(part), copies.c.leader.in_(part)))
                found |= {r.report: Copy(r.report, r.leader, r.kind, r.likeness, r.agency) for r in connection.execute(query)}
        return dict(sorted(found.items()))

    def add_release(self, at: datetime, code: str, knowledge: str, codebook: str, note: str, digests: Mapping[str, str]) -> Release:
        """Keep what a release holds, under the next number: the digest of each incident's exported record by its id."""
        with self._database.writing() as connection:
            number = int(connection.execute(select(func.coalesce(func.max(releases.c.number), 0))).scalar_one()) + 1
            connection.execute(releases.insert().values(number=number, at=at, code=code, knowledge=knowledge, codebook=codebook, note=note))
            rows = [{"release": number, "incident": name, "digest": digest} for name, digest in sorted(digests.items())]
            if rows:
                connection.execute(release_items.insert(), rows)
        return Release(number, at, code, knowledge, codebook, note, dict(digests))

    def releases(self) -> tuple[Release, ...]:
        """Every release without its digests, the last one first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(releases).order_by(releases.c.number.desc()))
            return tuple(Release(r.number, r.at, r.code, r.knowledge, r.codebook, r.note, {}) for r in rows)

    def release(self, number: int | None = None) -> Release | None:
        """A release, the last where no number is given; None where there is none."""
        query = select(releases).order_by(releases.c.number.desc()).limit(1)
        if number is not None:
            query = query.where(releases.c.number == number)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            items = select(release_items.c.incident, release_items.c.digest).where(release_items.c.release == row.number)
            digests = {row.incident: row.digest for row in connection.execute(items.order_by(release_items.c.incident))}
        return Release(row.number, row.at, row.code, row.knowledge, row.codebook, row.note, digests)


def _shown(detail: str) -> str:
    return detail.replace("\0", "\ufffd")  # which PostgreSQL cannot keep


def _job(connection: Connection, number: int) -> Job:
    row: Any = connection.execute(select(jobs).where(jobs.c.id == number)).one_or_none()
    if row is None:
        raise StoreError(f"there is no job {number}", "missing")
    many = select(job_items.c.outcome, func.count()).where(and_(job_items.c.job == number)).group_by(job_items.c.outcome)
    counts = {outcome: int(found) for outcome, found in connection.execute(many.order_by(job_items.c.outcome))}
    return Job(row.id, row.kind, row.target, row.started, row.finished, row.position, counts)
