"""Sources, reports and their versions. A version never changes; other words make another one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from sijill.model import Capture, PublishedBy, joined
from sijill.store.database import Database, parts
from sijill.store.errors import StoreError
from sijill.store.index import put_words
from sijill.store.names import Names
from sijill.store.rows import Captured, ReportRow, Source, Version
from sijill.store.schema import reports, sources, versions
from sijill.store.words import text_words

_NEW_REPORT, _NEW_VERSION = reports.insert(), versions.insert()
# What is known of a key: the report, and of its latest version what makes another version where it changes.
_KNOWN = (
    select(
        reports.c.row, reports.c.id, reports.c.latest, versions.c.text_sha256, versions.c.published, versions.c.outlet,
        versions.c.country, versions.c.url,
    )
    .join(versions, and_(versions.c.report == reports.c.id, versions.c.number == reports.c.latest))
    .where(reports.c.key == bindparam("key"))
)  # fmt: skip
_NAME = re.compile(r"[\w.:-]{1,64}")


def report_id(key: str) -> str:
    """What a report is called: its key where that is a short name, else 16 digits of the key's SHA-256."""
    return key if _NAME.fullmatch(key) else hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]


class Captures:
    """The part of a register that holds what was fetched."""

    _database: Database
    _names: Names

    def add_source(self, source: Source, at: datetime) -> Source:
        """Add a source, or change the one of that address."""
        values = {name: getattr(source, name) for name in ("kind", "outlet", "country", "zone", "leaning", "leaning_by")}
        with self._database.writing() as connection:
            known = connection.execute(select(sources.c.id).where(sources.c.address == source.address)).scalar()
            if known is None:
                connection.execute(sources.insert().values(address=source.address, added=at, **values))
            else:
                connection.execute(sources.update().where(sources.c.id == known).values(**values))
            return _source(connection.execute(select(sources).where(sources.c.address == source.address)).one())

    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order in which they were added."""
        with self._database.reading() as connection:
            return tuple(_source(row) for row in connection.execute(select(sources).order_by(sources.c.id)))

    def add_capture(self, capture: Capture, source: Source | None = None, words: Collection[str] | None = None) -> Captured:
        """Keep a capture: as a new report, as a new version where the words or what is known of them changed, or as known.

        Args:
            capture: what was fetched.
            source: from where, where it is one of `sources`.
            words: what `report_words` gives for it, where another process has made them already.

        Raises:
            ValueError: a name or an address holds a NUL character, which PostgreSQL cannot keep.
        """
        _refuse_nul(capture)
        found = tuple(words) if words is not None else self.report_words(capture)
        with self._database.writing() as connection:
            known = connection.execute(_KNOWN, {"key": capture.key}).one_or_none()
            if known is None:
                name = report_id(capture.key)
                given = {"id": name, "key": capture.key, "source": source.id if source and source.id else None, "latest": 1}
                row = connection.execute(_NEW_REPORT, given | _latest(capture)).inserted_primary_key
                number = int(row[0]) if row else 0
                connection.execute(_NEW_VERSION, {"report": name, "number": 1, **_columns(capture)})
                put_words(connection, "report", [(number, found)], fresh=True)
                return Captured(name, 1, "new")
            if tuple(known[3:]) == (capture.text_sha256, capture.published, capture.outlet, capture.country, capture.url):
                return Captured(known.id, known.latest, "known")
            version = known.latest + 1
            connection.execute(_NEW_VERSION, {"report": known.id, "number": version, **_columns(capture)})
            connection.execute(reports.update().where(reports.c.row == known.row).values(latest=version, **_latest(capture)))
            put_words(connection, "report", [(known.row, found)])
            return Captured(known.id, version, "version")

    def report_words(self, capture: Capture) -> tuple[str, ...]:
        """What a capture is found by."""
        return text_words(capture.report_text, self._names)

    def versions_of(self, report: str) -> tuple[Version, ...]:
        """Every version of a report, the first one first; none where there is no such report."""
        query = _version_query().where(versions.c.report == report).order_by(versions.c.number)
        with self._database.reading() as connection:
            return tuple(_version(row) for row in connection.execute(query))

    def version(self, report: str, number: int | None = None) -> Version:
        """One version of a report, the latest where no number is given.

        Raises:
            StoreError: there is none.
        """
        query = _version_query().where(versions.c.report == report)
        query = query.where(versions.c.number == (reports.c.latest if number is None else number))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            which = "" if number is None else f" version {number} of"
            raise StoreError(f"there is no{which} report {report!r} in {self._database.shown}", "missing")
        return _version(row)

    def latest_versions(self, ids: Iterable[str]) -> dict[str, Version]:
        """The latest versions of reports, by the reports' ids; those that are not there are left out."""
        return self._versions_at(ids, reports.c.latest)

    def read_versions(self, ids: Iterable[str]) -> dict[str, Version]:
        """The versions to whose words the current readings refer; reports that were never read are left out."""
        return self._versions_at(ids, reports.c.read_version)

    def _versions_at(self, ids: Iterable[str], number: ColumnElement[Any]) -> dict[str, Version]:
        found: dict[str, Version] = {}
        with self._database.reading() as connection:
            for part in parts(ids):
                query = _version_query().where(reports.c.id.in_(part), versions.c.number == number)
                found |= {row.report: _version(row) for row in connection.execute(query)}
        return found

    def report(self, report: str) -> ReportRow | None:
        """A report without its text, by its id, or None."""
        with self._database.reading() as connection:
            row = connection.execute(_report_query().where(reports.c.id == report)).one_or_none()
        return None if row is None else report_row(row)

    def reports(self) -> Iterator[ReportRow]:
        """Every report without its text, by id; what another writes meanwhile may be among them."""
        yield from self._pages(_report_query())

    def recent_reports(self, limit: int) -> tuple[ReportRow, ...]:
        """The reports that came into the register last, the last first."""
        with self._database.reading() as connection:
            return tuple(report_row(row) for row in connection.execute(_report_query().order_by(reports.c.row.desc()).limit(limit)))

    def reports_to_read(self, knowledge: str, code: str) -> Iterator[ReportRow]:
        """The reports whose latest version was not read with this knowledge and code, by id."""
        current = and_(reports.c.read_knowledge == knowledge, reports.c.read_code == code, reports.c.read_version == reports.c.latest)
        unread: ColumnElement[bool] = or_(reports.c.read_version.is_(None), ~current)
        yield from self._pages(_report_query().where(unread))

    def count_reports(self) -> int:
        """How many reports there are."""
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(reports)).scalar_one())

    def _pages(self, query: Select[Any]) -> Iterator[ReportRow]:
        """Rows by id, some at a time, so that no reader holds the database up for long."""
        behind = ""
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(query.where(reports.c.id > behind).order_by(reports.c.id).limit(500)).all()
            yield from map(report_row, rows)
            if len(rows) < 500:
                return
            behind = rows[-1].id


def words_again(connection: Connection, names: Names, after: int, limit: int) -> int | None:
    """Make the words of some reports anew, from row `after` on; the last row, or None where there was none left."""
    query = (
        select(reports.c.row, versions.c.title, versions.c.text)
        .join(versions, and_(versions.c.report == reports.c.id, versions.c.number == reports.c.latest))
        .where(reports.c.row > after)
        .order_by(reports.c.row)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    put_words(connection, "report", [(row.row, text_words(joined(row.title, row.text), names)) for row in rows])
    return rows[-1].row if rows else None


def _refuse_nul(capture: Capture) -> None:
    for name in ("key", "media_type", "outlet", "country", "url", "published_words", "captured_by", "where"):
        if "\0" in (getattr(capture, name) or ""):
            raise ValueError(f"{capture.where!r}: {name} holds a NUL character; it was decoded wrongly")


def _latest(capture: Capture) -> dict[str, Any]:
    title = capture.title.replace("\0", "\ufffd")  # shown only; the version keeps it as it came
    return {"outlet": capture.outlet, "published": capture.published, "title": title, "url": capture.url}


def _columns(capture: Capture) -> dict[str, Any]:
    names = ("raw", "raw_sha256", "media_type", "text", "text_sha256", "title", "outlet", "country", "url", "published",
             "published_by", "published_words", "retrieved", "captured_by")  # fmt: skip
    return {name: getattr(capture, name) for name in names} | {"place": capture.where}


def _version_query() -> Select[Any]:
    return select(versions, reports.c.key).join(reports, reports.c.id == versions.c.report)


def _report_query() -> Select[Any]:
    names = ("id", "key", "title", "outlet", "published", "url", "latest", "read_version", "read_knowledge", "read_code")
    return select(*(reports.c[name] for name in names))


def _version(row: Any) -> Version:
    """A version; its hashes are counted anew, and `verify_rows` compares them with those that were stored."""
    capture = Capture(
        row.key, row.raw, row.media_type, row.text, row.title, row.outlet, row.country, row.url, row.published,
        cast(PublishedBy, row.published_by), row.published_words, row.retrieved, row.captured_by, row.place,
    )  # fmt: skip
    return Version(row.report, row.number, capture)


def report_row(row: Any) -> ReportRow:
    """A row of `reports` as a report."""
    return ReportRow(
        row.id, row.key, row.title, row.outlet, row.published, row.url, row.latest, row.read_version,
        row.read_knowledge or "", row.read_code or "",
    )  # fmt: skip


def _source(row: Any) -> Source:
    return Source(row.address, row.kind, row.outlet, row.country, row.zone, row.leaning, row.leaning_by, row.id)
