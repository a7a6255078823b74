"""Readings and the events of those that are current."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from sijill.model import EventRef
from sijill.store.columns import Json
from sijill.store.database import Database, among, parts
from sijill.store.errors import StoreError
from sijill.store.rows import EventRow, StoredReading
from sijill.store.schema import events, readings, reports

LONGEST_NEAR = 31  # days that `days` of an event may span; a longer span says too little to be linked by
_CURRENT = select(reports.c.read_version, reports.c.read_knowledge, reports.c.read_engine, reports.c.read_code).where(
    reports.c.id == bindparam("id")
)
_READ = (
    reports.update()
    .where(reports.c.id == bindparam("at"))
    .values(
        read_version=bindparam("version"),
        read_knowledge=bindparam("knowledge"),
        read_engine=bindparam("engine"),
        read_code=bindparam("code"),
    )
)
Days = Mapping[str, tuple[date, date] | None]


class Readings:
    """The part of a register that holds what the reports were read to say."""

    _database: Database

    def put_reading(self, report: str, version: int, record: Json, code: str, at: datetime, days: Days | None = None) -> bool:
        """Keep a reading as the current one of its report; its events take the place of those of the reading before.

        Links and memberships of events that are no longer there go with them; those of the others stay.

        Args:
            report: its id in the register.
            version: the version that was read.
            record: the event record of the article, with `knowledge` and `engine`.
            code: the version of the program that read it.
            at: now, in UTC.
            days: for each event the first and last day under which `refs_between` is to find it, `LONGEST_NEAR` days
                at most; by default its own days.

        Returns:
            whether anything is other than before.

        Raises:
            StoreError: there is no such version.
            ValueError: an event's days are too many.
        """
        key = {"report": report, "version": version, "knowledge": str(record["knowledge"]), "engine": str(record["engine"])}
        rows = [_columns(report, n, event, days) for n, event in enumerate(record["events"])]
        with self._database.writing() as connection:
            current = connection.execute(_CURRENT, {"id": report}).one_or_none()
            if current is None:
                raise StoreError(f"there is no report {report!r} in {self._database.shown}", "conflict")
            old = None
            if current.read_version is not None:
                where = and_(*(readings.c[name] == value for name, value in key.items()))
                old = connection.execute(select(readings.c.record, readings.c.code).where(where)).one_or_none()
            if old is None or old.record != record or old.code != code:
                value = {**key, "code": code, "relevant": bool(record["relevant"]), "made": at, "record": record}
                self._database.put(connection, readings, [value])
            elif tuple(current) == (version, key["knowledge"], key["engine"], code) and self._same_events(connection, report, rows):
                return False
            if current.read_version is not None:
                kept = events.c.event.not_in([row["event"] for row in rows])
                connection.execute(events.delete().where(events.c.report == report, kept))
            self._database.put(connection, events, rows)
            now = {"at": report, "version": version, "knowledge": key["knowledge"], "engine": key["engine"], "code": code}
            connection.execute(_READ, now)
            return True

    def _same_events(self, connection: Connection, report: str, rows: list[dict[str, Any]]) -> bool:
        query = select(events).where(events.c.report == report).order_by(events.c.position)
        waits = {"waits": True}  # or no longer: that is no difference of what is said
        return [dict(row._mapping) | waits for row in connection.execute(query)] == [row | waits for row in rows]

    def reading(self, report: str, version: int | None = None, knowledge: str | None = None) -> StoredReading | None:
        """The current reading of a report, or the last made of a version or with a knowledge; None where there is none."""
        query = select(readings).where(readings.c.report == report)
        if version is None and knowledge is None:
            query = query.join(reports, _is_current())
        if version is not None:
            query = query.where(readings.c.version == version)
        if knowledge is not None:
            query = query.where(readings.c.knowledge == knowledge)
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(readings.c.made.desc(), readings.c.version.desc())).first()
        return None if row is None else _reading(row)

    def current_readings(self, ids: Iterable[str]) -> Iterator[StoredReading]:
        """The current readings of these reports, by the reports' ids; some at a time."""
        query = select(readings).join(reports, _is_current()).order_by(readings.c.report)
        for part in parts(sorted(set(ids))):
            with self._database.reading() as connection:
                rows = connection.execute(query.where(readings.c.report.in_(part))).all()
            yield from map(_reading, rows)

    def refs_between(
        self, first: date, last: date, countries: Collection[str | None] | None = None, news: bool | None = None
    ) -> tuple[EventRef, ...]:
        """The events whose days (`put_reading`) touch these, both included, in order.

        Args:
            first: the first day.
            last: the last day.
            countries: only those of these countries; None among them asks for those whose country is not known.
            news: only news, or only background.
        """
        with self._database.reading() as connection:
            query = _between(select(events.c.report, events.c.event), first, last, countries)
            if news is not None:
                query = query.where(events.c.status == "new" if news else events.c.status != "new")
            return tuple(EventRef(*row) for row in connection.execute(query.order_by(events.c.report, events.c.event)))

    def events(self, refs: Iterable[EventRef]) -> dict[EventRef, EventRow]:
        """Events of current readings by their refs; those that are not there are left out."""
        found: dict[EventRef, EventRow] = {}
        with self._database.reading() as connection:
            for part in parts(refs):
                pairs = [(ref.report, ref.event) for ref in part]
                rows = connection.execute(_event_query().where(among((events.c.report, events.c.event), pairs))).all()
                found |= {row.ref: row for row in _event_rows(rows)}
        return found

    def events_of(self, report: str) -> tuple[EventRow, ...]:
        """The events of a report's current reading, in its order."""
        with self._database.reading() as connection:
            return tuple(_event_rows(connection.execute(_event_query().where(events.c.report == report).order_by(events.c.position)).all()))

    def count_events(self) -> int:
        """How many events the current readings hold."""
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(events)).scalar_one())

    def unlinked_events(self) -> tuple[EventRef, ...]:
        """Events with days that wait for linking: those of readings put since `mark_linked`, by day, so that neighbours stand together."""
        query = select(events.c.report, events.c.event).where(events.c.waits)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(events.c.near_first, events.c.country, events.c.report, events.c.event))
            return tuple(EventRef(*row) for row in found)

    def wait_for_linking(self) -> None:
        """Let every event with days wait for linking again."""
        with self._database.writing() as connection:
            connection.execute(events.update().where(events.c.near_first.is_not(None)).values(waits=True))

    def mark_linked(self, refs: Iterable[EventRef]) -> None:
        """Note that these events wait for linking no longer; in the transaction that links them."""
        with self._database.writing() as connection:
            for part in parts(sorted(set(refs))):
                pairs = [(ref.report, ref.event) for ref in part]
                connection.execute(events.update().where(among((events.c.report, events.c.event), pairs)).values(waits=False))


def _between(query: Select[Any], first: date, last: date, countries: Collection[str | None] | None) -> Select[Any]:
    longest = timedelta(days=LONGEST_NEAR)
    earliest = first - longest if first - date.min > longest else date.min
    query = query.where(events.c.near_first >= earliest, events.c.near_first <= last, events.c.near_last >= first)
    if countries is None:
        return query
    asked = events.c.country.in_(sorted(c for c in countries if c is not None))
    return query.where(or_(asked, events.c.country.is_(None)) if None in countries else asked)


def _is_current() -> Any:
    return and_(
        reports.c.id == readings.c.report,
        reports.c.read_version == readings.c.version,
        reports.c.read_knowledge == readings.c.knowledge,
        reports.c.read_engine == readings.c.engine,
    )


def _event_query() -> Select[Any]:
    return select(events, reports.c.outlet, reports.c.published, reports.c.read_version.label("version")).join(
        reports, reports.c.id == events.c.report
    )


def _event_rows(rows: Iterable[Any]) -> Iterator[EventRow]:
    for row in rows:
        yield EventRow(
            EventRef(row.report, row.event), row.version, row.outlet, row.published, row.type, row.status, row.first, row.last,
            row.country, row.admin1, row.record,
        )  # fmt: skip


def _reading(row: Any) -> StoredReading:
    return StoredReading(row.report, row.version, row.knowledge, row.engine, row.code, row.made, row.record)


def _columns(report: str, position: int, event: Json, days: Days | None) -> dict[str, Any]:
    """The columns of an event, taken from its record."""
    place, when = event["place"] or {}, event["date"]
    first, last = _day(when["start"]), _day(when["end"])
    near = (first, last) if first is not None and last is not None and (last - first).days < LONGEST_NEAR else None
    if days is not None:
        near = days.get(event["id"])
        if near is not None and not 0 <= (near[1] - near[0]).days < LONGEST_NEAR:
            raise ValueError(f"{report}#{event['id']}: the days {near[0]} to {near[1]} are none, or more than {LONGEST_NEAR}")
    killed, wounded = event["killed"] or (None, None), event["wounded"] or (None, None)
    return {
        "report": report,
        "event": event["id"],
        "position": position,
        "type": event["type"],
        "status": event["status"],
        "factuality": event["factuality"],
        "aggregate": bool(event["aggregate"]),
        "first": first,
        "last": last,
        "date_precision": when["precision"],
        "near_first": near[0] if near else None,
        "near_last": near[1] if near else None,
        "country": place.get("country"),
        "admin1": place.get("admin1"),
        "place": place.get("name") or place.get("text"),
        "place_precision": place.get("precision"),
        "gazetteer_id": place.get("gazetteer_id"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "killed_low": killed[0],
        "killed_high": killed[1],
        "wounded_low": wounded[0],
        "wounded_high": wounded[1],
        "confidence": float(event["confidence"]),
        "record": event,
        "waits": near is not None,
    }


def _day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)
