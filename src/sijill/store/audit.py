"""What was done and by whom, which only grows; and the searches that people saved."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Select, select

from sijill.store.account_rows import AuditEntry, AuditFilters, SavedSearch
from sijill.store.account_tables import audit, saved_searches
from sijill.store.columns import json_text
from sijill.store.database import Database
from sijill.store.errors import StoreError
from sijill.store.rows import Page


class Audit:
    """The part of a register that holds the audit log and saved searches."""

    _database: Database

    def add_audit(self, entry: AuditEntry) -> None:
        """Add an entry to the audit log; it is never changed."""
        values = {name: getattr(entry, name) for name in ("at", "who", "action", "about", "outcome")}
        with self._database.writing() as connection:
            connection.execute(audit.insert().values(**values, detail=json_text(dict(entry.detail))))

    def audit(self, filters: AuditFilters = AuditFilters(), cursor: str = "", limit: int = 50) -> Page[AuditEntry]:  # noqa: B008  frozen
        """Entries of the audit log, the latest first.

        Raises:
            ValueError: the cursor is none of ours.
        """
        query = _asked(select(audit), filters)
        if cursor:
            if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
                raise ValueError(f"{cursor!r} is no cursor of this list")
            query = query.where(audit.c.id < int(cursor))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(audit.c.id.desc()).limit(limit + 1)).all()
        return Page(tuple(_entry(row) for row in rows[:limit]), str(rows[limit - 1].id) if len(rows) > limit else "")

    def audit_actions(self) -> tuple[str, ...]:
        """The actions that the audit log holds, in order."""
        with self._database.reading() as connection:
            return tuple(connection.execute(select(audit.c.action).distinct().order_by(audit.c.action)).scalars())

    def add_saved(self, search: SavedSearch) -> SavedSearch:
        """Keep a search; it comes back with its id.

        Raises:
            StoreError: its owner has one of that name ("conflict").
        """
        values = {column.name: getattr(search, column.name) for column in saved_searches.columns if column.name != "id"}
        with self._database.writing() as connection:
            key = connection.execute(saved_searches.insert().values(**values)).inserted_primary_key
            return _saved(connection.execute(select(saved_searches).where(saved_searches.c.id == (key[0] if key else 0))).one())

    def change_saved(self, owner: str, number: int, **changed: str) -> SavedSearch:
        """Set the name, query or feed of somebody's saved search.

        Raises:
            StoreError: there is none of theirs ("missing"), or they have one of that name ("conflict").
        """
        if not changed or not changed.keys() <= {"name", "query", "feed"}:
            raise ValueError("of a saved search its name, query or feed can be changed")
        mine = (saved_searches.c.id == number, saved_searches.c.owner == owner)
        with self._database.writing() as connection:
            connection.execute(saved_searches.update().where(*mine).values(**changed))
            row = connection.execute(select(saved_searches).where(*mine)).first()
            if row is None:
                raise StoreError(f"{owner} has no saved search {number}", "missing")
            return _saved(row)

    def saved_of(self, owner: str) -> tuple[SavedSearch, ...]:
        """What somebody saved, by name."""
        with self._database.reading() as connection:
            query = select(saved_searches).where(saved_searches.c.owner == owner).order_by(saved_searches.c.name)
            return tuple(_saved(row) for row in connection.execute(query))

    def saved_by_feed(self, feed: str) -> SavedSearch | None:
        """The saved search whose feed has a token of this SHA-256, or None."""
        with self._database.reading() as connection:
            row = connection.execute(select(saved_searches).where(saved_searches.c.feed == feed)).first()
        return None if row is None else _saved(row)

    def remove_saved(self, owner: str, number: int) -> bool:
        """Remove somebody's saved search; False where there is none of theirs."""
        mine = (saved_searches.c.id == number, saved_searches.c.owner == owner)
        with self._database.writing() as connection:
            return connection.execute(saved_searches.delete().where(*mine)).rowcount == 1


def _asked(query: Select[Any], filters: AuditFilters) -> Select[Any]:
    for name in ("who", "action", "about"):
        if wanted := getattr(filters, name):
            query = query.where(audit.c[name] == wanted)
    if filters.outcome is not None:
        query = query.where(audit.c.outcome == filters.outcome)
    if filters.since is not None:
        query = query.where(audit.c.at >= filters.since)
    if filters.until is not None:
        query = query.where(audit.c.at < filters.until)
    return query


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(row.at, row.who, row.action, row.about, row.outcome, json.loads(row.detail), row.id)


def _saved(row: Any) -> SavedSearch:
    return SavedSearch(**row._mapping)
