"""One database of either kind: how it is opened, what a transaction is, and what is told when something fails."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Insert,
    Table,
    and_,
    create_engine,
    event,
    false,
    make_url,
    text,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from sijill.store.errors import StoreError, Trouble

T = TypeVar("T")
PATIENCE = 30.0  # seconds that a writer waits for another before it gives up
WRITERS = 0x53494A49  # the key of PostgreSQL's advisory lock: one writer at a time, as SQLite has it; "SIJI"
AT_ONCE = 500  # values in one IN (…); SQLite takes 32,766, and a plan for fewer is made sooner
_WRITE = "sijill_write"


class Database:
    """A database and the transaction of the thread at hand. Readers never wait; writers wait for one another."""

    def __init__(self, engine: Engine, shown: str) -> None:
        self.engine = engine
        self.shown = shown
        self._local = threading.local()
        self._inserts: dict[tuple[str, tuple[str, ...], bool], Insert] = {}

    @property
    def sqlite(self) -> bool:
        """Whether it is SQLite; else it is PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is kept together at the end, or nothing of it; one inside another joins it.

        A write inside that contradicts the register is taken back alone, and the caller may go on; after any other error
        of the database the whole is lost, even where the error was caught.

        Raises:
            StoreError: it could not be written; nothing of it was.
        """
        with self.writing():
            yield

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The connection of the transaction at hand, or of one of its own."""
        current = self._current()
        if current is not None:
            self._refuse_broken()
            try:
                with self._told(), current.begin_nested():
                    yield current
            except StoreError as error:
                if error.trouble not in ("conflict", "invalid"):  # the database may have ended the transaction by itself
                    self._local.broken = error
                raise
            return
        with self._told(), self.engine.connect().execution_options(**{_WRITE: True}) as connection, connection.begin():
            if not self.sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITERS})"))
            self._local.connection, self._local.broken = connection, None
            try:
                yield connection
                self._refuse_broken()
            finally:
                self._local.connection = self._local.broken = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection of the transaction at hand, or one that sees a single moment and waits for nobody."""
        current = self._current()
        if current is not None:
            self._refuse_broken()
            try:
                with self._told():
                    yield current
            except StoreError as error:
                if isinstance(error.__cause__, DBAPIError):  # PostgreSQL would end the transaction without a word
                    self._local.broken = error
                raise
            return
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    def put(self, connection: Connection, table: Table, rows: Sequence[dict[str, Any]], keep: bool = False) -> None:
        """Insert rows; those whose primary key stands are replaced, or left alone where `keep` is set."""
        if not rows:
            return
        connection.execute(self._insert(table, tuple(rows[0]), keep), list(rows))

    def _insert(self, table: Table, columns: tuple[str, ...], keep: bool) -> Insert:
        """The statement, made once for each table and set of columns: making it takes longer than running it."""
        made: Insert | None = self._inserts.get((table.name, columns, keep))
        if made is not None:
            return made
        keys = [column.name for column in table.primary_key]
        insert: sqlite.Insert | postgresql.Insert = (sqlite if self.sqlite else postgresql).insert(table)
        changed = {name: insert.excluded[name] for name in columns if name not in keys}
        if keep or not changed:
            made = insert.on_conflict_do_nothing(index_elements=keys)
        else:
            made = insert.on_conflict_do_update(index_elements=keys, set_=changed)
        self._inserts[table.name, columns, keep] = made
        return made

    def _refuse_broken(self) -> None:
        broken: StoreError | None = self._local.broken
        if broken is not None:
            raise StoreError(f"a part of this step failed before, so that nothing of it was kept: {broken}", broken.trouble) from broken

    def _current(self) -> Connection | None:
        found: Connection | None = getattr(self._local, "connection", None)
        return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise trouble_of(error, self.shown) from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.shown}: {error}") from error


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in lists short enough for one IN (…)."""
    part: list[T] = []
    for value in values:
        part.append(value)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def among(columns: Sequence[ColumnElement[Any]], values: Sequence[tuple[Any, ...]]) -> ColumnElement[bool]:
    """Whether some columns hold one of these rows of values.

    SQLite reads the whole table where it is asked for rows of values alone; asked for the values of each column too, it takes the index.
    """
    each = (column.in_(sorted(set(found))) for column, found in zip(columns, zip(*values, strict=True), strict=True))
    return and_(*each, tuple_(*columns).in_(values)) if values else false()


def connect(where: str | Path, patience: float = PATIENCE) -> Database:
    """A database by its URL, or an SQLite file by its path; nothing is opened yet.

    Args:
        where: `register.sqlite`, `sqlite:///register.sqlite`, `postgresql://user@host/name`.
        patience: seconds that a writer waits for another.

    Raises:
        StoreError: it is no such URL, or the package for it is missing.
    """
    url = url_of(where)
    shown = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    try:
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": patience})
            event.listen(engine, "connect", lambda raw, _: _sqlite_settings(raw, patience))
            event.listen(engine, "begin", _sqlite_begin)
        else:
            waits = int(patience * 1000)
            options = f"-c lock_timeout={waits} -c idle_in_transaction_session_timeout=600000 -c timezone=UTC -c jit=off"
            engine = create_engine(
                url, pool_pre_ping=True, isolation_level="REPEATABLE READ", connect_args={"options": options, "connect_timeout": 10}
            )
            event.listen(engine, "begin", _postgresql_begin)
    except ModuleNotFoundError as error:
        raise StoreError(f"{shown}: needs the package {error.name}; install sijill[postgresql]", "driver") from None
    except SQLAlchemyError as error:
        raise StoreError(f"{shown}: {error}") from None
    return Database(engine, shown)


def url_of(where: str | Path) -> URL:
    """The URL of what a user names.

    Raises:
        StoreError: it is a URL of no database that Sijill knows.
    """
    words = str(where)
    if isinstance(where, Path) or "://" not in words:
        return URL.create("sqlite", database=words)
    try:
        url = make_url(words)
        kind = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StoreError("the database's address is no URL; write postgresql://user@host/name or the path of a file") from None
    if kind in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise StoreError(f"{kind} is no database that Sijill knows; write postgresql://user@host/name or the path of a file")


def _sqlite_settings(raw: sqlite3.Connection, patience: float) -> None:
    """Let readers go on while one writes (WAL), and let a commit mean that it is on the disk."""
    raw.isolation_level = None  # transactions begin where `_sqlite_begin` says, not where the driver thinks
    ends = time.monotonic() + patience
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL").close()
            break
        except sqlite3.OperationalError as error:  # while another makes the file, SQLite does not wait by itself
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > ends:
                raise
            time.sleep(0.02)
    for setting in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -32000",
        "temp_store = MEMORY",
        "journal_size_limit = 67108864",
    ):
        raw.execute(f"PRAGMA {setting}").close()


def _sqlite_begin(connection: Connection) -> None:
    """A writer takes its turn at once: one that begins as a reader could not wait for another."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITE) else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    """A writer sees what others committed until it had its turn; a reader sees a single moment."""
    if connection.get_execution_options().get(_WRITE):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")


_ADVICE: dict[Trouble, str] = {
    "full": "there is no room left on the disk; make room and run the same command again",
    "busy": "another program has been writing for too long; run the same command again when it has ended",
    "lost": "the connection to the database was lost; run the same command again when the server answers",
    "refused": "the database refuses; look at the user, the password and the rights",
    "damaged": "the file is damaged or no database; restore a copy, or give another",
    "missing": "there is no such database; make it, or give another",
    "conflict": "this contradicts what the register holds",
    "invalid": "the database cannot hold such a value",
    "failed": "the database reports an error",
}
_SQLSTATES: dict[str, Trouble] = {
    "53100": "full", "53200": "full", "55P03": "busy", "40P01": "busy", "40001": "busy", "3D000": "missing", "42501": "refused",
    "25006": "refused", "53300": "busy",
}  # fmt: skip
_CLASSES: dict[str, Trouble] = {
    "08": "lost",
    "57": "lost",
    "28": "refused",
    "23": "conflict",
    "22": "invalid",
    "58": "damaged",
    "XX": "damaged",
}
_SQLITE: dict[int, Trouble] = {
    sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_BUSY: "busy", sqlite3.SQLITE_LOCKED: "busy", sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged", sqlite3.SQLITE_READONLY: "refused", sqlite3.SQLITE_PERM: "refused",
    sqlite3.SQLITE_CANTOPEN: "missing", sqlite3.SQLITE_CONSTRAINT: "conflict", sqlite3.SQLITE_TOOBIG: "invalid",
}  # fmt: skip


def trouble_of(error: DBAPIError, shown: str) -> StoreError:
    """The error as a person can use it: which database, what is wrong, what to do, and that nothing was lost."""
    error = _first(error)
    trouble = _trouble(error)
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    kept = "nothing of this step was written, everything before it stands"
    return StoreError(f"{shown}: {_ADVICE[trouble]} ({said}); {kept}", trouble)


def _first(error: DBAPIError) -> DBAPIError:
    """The error that began it: SQLite ends a transaction by itself where the disk is full, and then misses its savepoint."""
    found: BaseException | None = error
    while found is not None and "savepoint" in str(error.orig):
        found = found.__context__
        if isinstance(found, DBAPIError):
            error = found
    return error


def _trouble(error: DBAPIError) -> Trouble:
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        return _SQLITE.get((getattr(origin, "sqlite_errorcode", 0) or 0) & 0xFF, "failed")
    state = getattr(origin, "sqlstate", None) or ""
    if state:
        return _SQLSTATES.get(state) or _CLASSES.get(state[:2], "lost" if error.connection_invalidated else "failed")
    said = str(origin)
    if 'database "' in said and "does not exist" in said:
        return "missing"
    if (
        "authentication failed" in said
        or ('role "' in said and "does not exist" in said)
        or "no password supplied" in said
        or "permission denied" in said
    ):
        return "refused"
    return "lost" if error.connection_invalidated or type(origin).__name__ == "OperationalError" else "failed"
