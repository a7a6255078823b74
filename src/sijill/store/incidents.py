"""Projections of incidents, and the questions asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from sijill.store.captures import report_row
from sijill.store.database import Database, parts
from sijill.store.errors import StoreError
from sijill.store.index import put_words, rows_with
from sijill.store.linking import Linking
from sijill.store.names import Names
from sijill.store.orders import UNDATED, before, cursor_of, key_columns, number_of, ordered
from sijill.store.rows import CountedBy, Filters, Order, Page, Projection, ReportRow, StoredIncident
from sijill.store.schema import facets, incidents, projections, reports
from sijill.store.words import question_of, text_words

MOST = 10_000  # rows of one page
_COLUMNS = (
    "id", "type", "factuality", "first", "last", "date_precision", "country", "admin1", "place", "place_precision", "lat", "lon",
    "killed_low", "killed_high", "reports", "independent", "confidence", "review", "contested", "knowledge", "code", "made", "record",
)  # fmt: skip


class Incidents(Linking):
    """The part of a register that holds what the reports come to, and answers questions."""

    _database: Database
    _names: Names

    def put_projections(self, found: Iterable[Projection]) -> None:
        """Put projections in the place of those of the same incidents.

        Raises:
            StoreError: an incident is not there.
        """
        every = list(found)
        words = [text_words(projection.words, self._names) for projection in every]  # before the others have to wait
        with self._database.writing() as connection:
            rows: dict[str, int] = {}
            for part in parts(projection.id for projection in every):
                query = select(incidents.c.id, incidents.c.row).where(incidents.c.id.in_(part))
                rows |= {row.id: row.row for row in connection.execute(query)}
            missing = [projection.id for projection in every if projection.id not in rows]
            if missing:
                raise StoreError(f"{self._database.shown}: there is no incident {missing[0]} to project", "conflict")
            self._database.put(connection, projections, [_values(p) | {"row": rows[p.id]} for p in every])
            for numbers in parts(rows.values()):
                connection.execute(facets.delete().where(facets.c.row.in_(numbers)))
            pairs = [{"facet": f, "value": v, "row": rows[p.id]} for p in every for f, v in dict.fromkeys(p.facets)]
            self._database.put(connection, facets, pairs)
            put_words(connection, "incident", [(rows[p.id], said) for p, said in zip(every, words, strict=True)])

    def incidents(self, filters: Filters | None = None, cursor: str = "", limit: int = 100, order: Order = "latest") -> Page[Projection]:
        """The incidents that a question asks for, the latest day first, those without a day last.

        Args:
            filters: what is asked; all of it must hold.
            cursor: of the page before, which was asked for in the same order.
            limit: rows of this page, at most 10,000.
            order: another order; those without a day, or without a figure of killed, come last in each.

        Raises:
            ValueError: the cursor is none of ours, or the text holds no word.
        """
        query = ordered(self._asked(select(projections.c.row, *key_columns(order)), filters or Filters()), order, cursor)
        wanted = max(1, min(limit, MOST))
        with self._database.reading() as connection:
            keys = connection.execute(query.limit(wanted + 1)).all()  # without the records, which would all be sorted too
            shown = self._shown(connection, [key.row for key in keys[:wanted]])
        return Page(shown, cursor_of(keys[wanted - 1], order) if len(keys) > wanted else "")

    def _shown(self, connection: Connection, numbers: list[int]) -> tuple[Projection, ...]:
        """Projections by their rows, in that order."""
        rows = {
            row.row: row for part in parts(numbers) for row in connection.execute(select(projections).where(projections.c.row.in_(part)))
        }
        found = _facets(connection, numbers)
        return tuple(_projection(rows[number], found.get(number, ())) for number in numbers)

    def neighbour(self, id: str, filters: Filters | None = None, order: Order = "latest", back: bool = False) -> str | None:
        """The incident that comes next, or before, of those that a question asks for; None at the end, or where there is none of that id.

        The incident itself need not be one that is asked for: it may just have been decided.
        """
        with self._database.reading() as connection:
            key = connection.execute(select(*key_columns(order)).where(projections.c.id == id)).one_or_none()
            if key is None:
                return None
            query = self._asked(select(projections.c.id, *key_columns(order)), filters or Filters())
            query = (before if back else ordered)(query, order, cursor_of(key, order))
            found = connection.execute(query.limit(1)).first()
        return None if found is None else str(found[0])

    def all_incidents(self, filters: Filters | None = None) -> Iterator[Projection]:
        """Every incident that a question asks for, in the order of `incidents`, some at a time."""
        cursor = ""
        while True:
            page = self.incidents(filters, cursor, 500)
            yield from page.rows
            if not page.cursor:
                return
            cursor = page.cursor

    def incident_days(self, filters: Filters | None = None) -> list[tuple[str, date | None, date | None]]:
        """Id, first and last day of every incident that a question asks for, in no order."""
        c = projections.c
        with self._database.reading() as connection:
            found = connection.execute(self._asked(select(c.id, c.first, c.last), filters or Filters()))
            return [(row.id, row.first, row.last) for row in found]

    def count(self, filters: Filters | None = None) -> int:
        """How many projected incidents a question asks for."""
        query = self._asked(select(func.count()).select_from(projections), filters or Filters())
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def counts(self, by: CountedBy, filters: Filters | None = None) -> dict[str, int]:
        """How many of the incidents that a question asks for there are of each day, type, ….

        Args:
            by: what is counted by; "day" is an incident's last day, and leaves out those without one, as "country" and
                "admin1" leave out those without a place. A contested incident is counted under "yes", another under "no".
            filters: what is asked.

        Returns:
            Days in their order (YYYY-MM-DD), governorates as "IQ Diyala", all others the most frequent first.
        """
        c = projections.c
        columns: tuple[ColumnElement[Any], ...] = {
            "day": (c.sort_day,), "type": (c.type,), "country": (c.country,), "admin1": (c.country, c.admin1), "review": (c.review,),
            "contested": (c.contested,),
        }[by]  # fmt: skip
        query = self._asked(select(*columns, func.count().label("many")), filters or Filters()).group_by(*columns)
        for column in columns:
            query = query.where(column != UNDATED if by == "day" else column.is_not(None))
        with self._database.reading() as connection:
            found = {_counted(by, tuple(row[:-1])): int(row.many) for row in connection.execute(query)}
        return dict(sorted(found.items(), key=(lambda item: (0, item[0])) if by == "day" else (lambda item: (-item[1], item[0]))))

    def most_contested(self, limit: int) -> tuple[Projection, ...]:
        """The incidents on which most independent reports contradict one another, the latest of equals first."""
        c = projections.c
        query = select(c.row).where(c.contested.is_(True), c.review != "rejected")
        query = query.order_by(c.independent.desc(), c.sort_day.desc(), c.id).limit(limit)
        with self._database.reading() as connection:
            return self._shown(connection, list(connection.execute(query).scalars()))

    def incident(self, id: str) -> StoredIncident | None:
        """An incident with its members, links and projection, or None."""
        incident = self.memberships([id]).get(id)
        if incident is None:
            return None
        with self._database.reading() as connection:
            row = connection.execute(select(projections).where(projections.c.id == id)).one_or_none()
            found = _facets(connection, [row.row]) if row else {}
        return StoredIncident(incident, _projection(row, found.get(row.row, ())) if row else None)

    def unprojected(self) -> tuple[str, ...]:
        """Ids of the incidents that have no projection, in order."""
        query = select(incidents.c.id).where(~select(projections.c.row).where(projections.c.row == incidents.c.row).exists())
        with self._database.reading() as connection:
            return tuple(connection.execute(query.order_by(incidents.c.id)).scalars())

    def projected(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of these incidents that have a projection."""
        found: set[str] = set()
        with self._database.reading() as connection:
            for part in parts(ids):
                found |= set(connection.execute(select(projections.c.id).where(projections.c.id.in_(part))).scalars())
        return frozenset(found)

    def facet_values(self, facet: str, beginning: str = "") -> dict[str, int]:
        """The values of a facet that begin so, with the number of incidents, the most frequent first."""
        query = select(facets.c.value, func.count().label("many")).where(facets.c.facet == facet)
        if beginning:
            query = query.where(facets.c.value.startswith(beginning, autoescape=True))
        query = query.group_by(facets.c.value).order_by(func.count().desc(), facets.c.value)
        with self._database.reading() as connection:
            return {value: int(many) for value, many in connection.execute(query)}

    def search(self, text: str, filters: Filters | None = None, cursor: str = "", limit: int = 100) -> Page[ReportRow]:
        """The reports that hold all of some words, however they are spelled, the latest first.

        Args:
            text: the words.
            filters: `since`, `until` (of publication) and `outlets`; the rest asks nothing of a report.
            cursor: of the page before.
            limit: rows of this page.

        Raises:
            ValueError: the cursor is none of ours, or the text holds no word.
        """
        asked = filters or Filters()
        day = func.coalesce(reports.c.published, UNDATED)
        query = select(reports, day.label("sort_day")).where(
            reports.c.row.in_(rows_with(self._database.engine.dialect.name, "report", question_of(text, self._names)))
        )
        query = _of_reports(query, asked)
        if cursor:
            last, name = _place(cursor)
            query = query.where(or_(day < last, and_(day == last, reports.c.id > name)))
        wanted = max(1, min(limit, MOST))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(day.desc(), reports.c.id).limit(wanted + 1)).all()
        at = (rows[wanted - 1].published or UNDATED).isoformat() if len(rows) > wanted else ""
        return Page(tuple(map(report_row, rows[:wanted])), f"{at} {rows[wanted - 1].id}" if at else "")

    def arrived_reports(self, filters: Filters | None = None, cursor: str = "", limit: int = 100) -> Page[ReportRow]:
        """The reports that a question asks for, those that came last first.

        Args:
            filters: `since`, `until` (of publication), `outlets` and `text`; the rest asks nothing of a report.
            cursor: of the page before.
            limit: rows of this page.

        Raises:
            ValueError: the cursor is none of ours, or the text holds no word.
        """
        asked = filters or Filters()
        query = select(reports)
        if asked.text:
            question = question_of(asked.text, self._names)
            query = query.where(reports.c.row.in_(rows_with(self._database.engine.dialect.name, "report", question)))
        query = _of_reports(query, asked)
        if cursor:
            query = query.where(reports.c.row < number_of(cursor))
        wanted = max(1, min(limit, MOST))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(reports.c.row.desc()).limit(wanted + 1)).all()
        return Page(tuple(map(report_row, rows[:wanted])), str(rows[wanted - 1].row) if len(rows) > wanted else "")

    def _asked(self, query: Select[Any], asked: Filters) -> Select[Any]:
        """The query with all that is asked."""
        c = projections.c
        many: tuple[tuple[ColumnElement[Any], tuple[str, ...]], ...] = (
            (c.country, asked.countries), (c.admin1, asked.admin1), (c.type, asked.types), (c.review, asked.review),
            (c.factuality, asked.factuality),
        )  # fmt: skip
        for column, values in many:
            if len(values) == 1:  # so that an index gives the rows in their order
                query = query.where(column == values[0])
            elif values:
                query = query.where(column.in_(values))
        if asked.since is not None:
            query = query.where(c.sort_day >= asked.since)
        if asked.until is not None:
            query = query.where(c.first <= asked.until)
        if asked.killed_at_least is not None:
            query = query.where(c.killed_high >= asked.killed_at_least)
        if asked.confidence_at_least is not None:
            query = query.where(c.confidence >= asked.confidence_at_least)
        if asked.contested is not None:
            query = query.where(c.contested.is_(asked.contested))
        for facet, value in (*asked.facets, *((("outlet", asked.outlets[0]),) if len(asked.outlets) == 1 else ())):
            query = query.where(c.row.in_(select(facets.c.row).where(facets.c.facet == facet, facets.c.value == value)))
        if len(asked.outlets) > 1:
            query = query.where(c.row.in_(select(facets.c.row).where(facets.c.facet == "outlet", facets.c.value.in_(asked.outlets))))
        if asked.text:
            question = question_of(asked.text, self._names)
            query = query.where(c.row.in_(rows_with(self._database.engine.dialect.name, "incident", question)))
        return query


def _place(cursor: str) -> tuple[date, str]:
    day, _, name = cursor.partition(" ")
    try:
        return date.fromisoformat(day), name
    except ValueError:
        raise ValueError(f"{cursor!r} is no cursor; give the one of the page before, or none") from None


def _counted(by: CountedBy, values: tuple[Any, ...]) -> str:
    if by == "day":
        return str(values[0].isoformat())
    if by == "contested":
        return "yes" if values[0] else "no"
    return " ".join(map(str, values))


def _values(projection: Projection) -> dict[str, Any]:
    return {name: getattr(projection, name) for name in _COLUMNS} | {"sort_day": projection.last or UNDATED}


def _facets(connection: Connection, rows: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for part in parts(rows):
        query = select(facets).where(facets.c.row.in_(part)).order_by(facets.c.row, facets.c.facet, facets.c.value)
        for facet, value, row in connection.execute(query):
            found[row] = (*found.get(row, ()), (facet, value))
    return found


def _projection(row: Any, pairs: tuple[tuple[str, str], ...]) -> Projection:
    """A projection as it was put, but for `words`, which the index alone keeps."""
    return Projection(**{name: getattr(row, name) for name in _COLUMNS}, facets=pairs)


def _of_reports(query: Select[Any], asked: Filters) -> Select[Any]:
    """The part of a question that is about the report alone: its days of publication, and its outlets."""
    if asked.since is not None:
        query = query.where(reports.c.published >= asked.since)
    if asked.until is not None:
        query = query.where(reports.c.published <= asked.until)
    return query.where(reports.c.outlet.in_(asked.outlets)) if asked.outlets else query
