"""Is everything in the register still true? What a damaged disk, another program or a mistake of ours may have changed."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, not_, or_, select, text

from sijill.model import joined
from sijill.store.columns import Json
from sijill.store.database import Database
from sijill.store.errors import StoreError
from sijill.store.making import SEARCHED
from sijill.store.rows import Fault
from sijill.store.schema import (
    decision_subjects,
    decisions,
    events,
    former_incidents,
    incidents,
    members,
    projections,
    readings,
    reports,
    versions,
)

AT_A_TIME = 100


class Checks:
    """The part of a register that checks the rest."""

    _database: Database

    def verify_rows(self) -> Iterator[Fault]:
        """Everything that does not hold: the file's own structure, hashes, spans, events, memberships, numbers of versions.

        Reads all of it, some at a time, so that others may write meanwhile.
        """
        yield from self._structure()
        yield from self._versions()
        yield from self._readings()
        yield from self._rows()

    def _structure(self) -> Iterator[Fault]:
        if not self._database.sqlite:
            return  # PostgreSQL checks its pages itself where they have checksums, and never holds a broken reference
        with self._database.reading() as connection:
            said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        yield from (Fault("sqlite", "", str(words)) for words in said if words != "ok")
        for table, row, of, _ in broken:
            yield Fault(str(table), str(row), f"points at a row of {of} that is not there")
        for name in SEARCHED:
            try:
                with self._database.writing() as connection:  # SQLite asks its index by an INSERT
                    connection.execute(text(f"INSERT INTO {name}_index({name}_index) VALUES ('integrity-check')"))
            except StoreError as error:
                yield Fault(f"{name}_index", "", f"is damaged ({error}); make it anew")

    def _versions(self) -> Iterator[Fault]:
        behind: tuple[str, int] = ("", 0)
        c = versions.c
        while True:
            query = select(c.report, c.number).where(or_(c.report > behind[0], and_(c.report == behind[0], c.number > behind[1])))
            with self._database.reading() as connection:
                keys = [tuple(row) for row in connection.execute(query.order_by(c.report, c.number).limit(AT_A_TIME))]
            for report, number in keys:
                yield from self._version(report, number)
            if len(keys) < AT_A_TIME:
                return
            behind = keys[-1]

    def _version(self, report: str, number: int) -> Iterator[Fault]:
        name = f"{report} version {number}"
        c = versions.c
        query = select(c.raw, c.raw_sha256, c.title, c.text, c.text_sha256).where(c.report == report, c.number == number)
        try:
            with self._database.reading() as connection:
                row = connection.execute(query).one()
        except (zlib.error, UnicodeDecodeError, StoreError) as error:
            yield Fault("versions", name, f"cannot be unpacked ({error})")
            return
        if hashlib.sha256(row.raw).hexdigest() != row.raw_sha256:
            yield Fault("versions", name, "its bytes are not those of its SHA-256")
        if hashlib.sha256(joined(row.title, row.text).encode("utf-8")).hexdigest() != row.text_sha256:
            yield Fault("versions", name, "its text is not that of its SHA-256")

    def _readings(self) -> Iterator[Fault]:
        behind: tuple[str, int, str, str] = ("", 0, "", "")
        c = readings.c
        key = (c.report, c.version, c.knowledge, c.engine)
        while True:
            later = or_(*(and_(*(key[i] == behind[i] for i in range(n)), key[n] > behind[n]) for n in range(4)))
            with self._database.reading() as connection:
                keys = [tuple(row) for row in connection.execute(select(*key).where(later).order_by(*key).limit(AT_A_TIME))]
            for found in keys:
                yield from self._reading(found)
            if len(keys) < AT_A_TIME:
                return
            behind = keys[-1]

    def _reading(self, key: tuple[str, int, str, str]) -> Iterator[Fault]:
        report, version, knowledge, engine = key
        name = f"{report} version {version}, knowledge {knowledge}"
        c = readings.c
        text_of = and_(versions.c.report == c.report, versions.c.number == c.version)
        query = (
            select(c.record, versions.c.title, versions.c.text)
            .join(versions, text_of)
            .where(c.report == report, c.version == version, c.knowledge == knowledge, c.engine == engine)
        )
        r = reports.c
        current = select(r.id).where(r.id == report, r.read_version == version, r.read_knowledge == knowledge, r.read_engine == engine)
        of = select(events.c.event).where(events.c.report == report).order_by(events.c.position)
        try:
            with self._database.reading() as connection:
                row = connection.execute(query).one()
                held = connection.execute(of).scalars().all() if connection.execute(current).first() else None
        except (zlib.error, UnicodeDecodeError, json.JSONDecodeError, StoreError) as error:
            yield Fault("readings", name, f"cannot be unpacked ({error})")
            return
        for wrong in span_faults(row.record, joined(row.title, row.text)):
            yield Fault("readings", name, wrong)
        if held is not None and held != [event["id"] for event in row.record["events"]]:
            yield Fault("events", report, "its events are not those of its current reading")

    def _rows(self) -> Iterator[Fault]:
        """What references between tables cannot say by themselves."""
        counted = select(versions.c.report, func.count().label("many"), func.max(versions.c.number).label("last")).group_by(
            versions.c.report
        )
        held = counted.subquery()
        wrong_latest = (
            select(reports.c.id)
            .outerjoin(held, held.c.report == reports.c.id)
            .where(or_(held.c.last.is_(None), held.c.last != reports.c.latest, held.c.many != held.c.last))
        )
        no_news = select(incidents.c.id).where(
            not_(select(members.c.report).where(members.c.incident == incidents.c.id, members.c.role == "news").exists())
        )
        other_row = select(projections.c.id).join(incidents, incidents.c.row == projections.c.row).where(incidents.c.id != projections.c.id)
        no_subject = select(decisions.c.id).where(
            not_(select(decision_subjects.c.decision).where(decision_subjects.c.decision == decisions.c.id).exists())
        )
        backwards = select(projections.c.id).where(projections.c.first > projections.c.last)
        both = select(former_incidents.c.id).join(incidents, incidents.c.id == former_incidents.c.id)
        queries: tuple[tuple[str, Any, str], ...] = (
            ("reports", wrong_latest, "its versions are not numbered from 1 to its latest"),
            ("incidents", no_news, "holds no event that reports it as news"),
            ("projections", other_row, "belongs to an incident of another id"),
            ("projections", backwards, "ends before it begins"),
            ("decisions", no_subject, "is about nothing"),
            ("former_incidents", both, "is an incident still"),
        )
        for table, query, wrong in queries:
            with self._database.reading() as connection:
                found = connection.execute(query).scalars().all()
            for name in found:
                yield Fault(table, str(name), wrong)


def span_faults(record: Json, raw: str) -> Iterator[str]:
    """What is wrong with the spans of an event record: each must lie in the text."""
    for event in record["events"]:
        for field, spans in event.get("evidence", {}).items():
            for start, end in spans:
                if not 0 <= start < end <= len(raw):
                    yield f"event {event['id']}: {field} points at [{start}, {end}] in a text of {len(raw)}"
