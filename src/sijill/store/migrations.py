"""Registers of older programs, brought up to today's tables: every step that is due in one transaction, or none.

A fresh register is made from `schema` at once. A later change of the tables adds a `Step` here, which does to an
older register what the change of `schema` does to a fresh one; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from sqlalchemy import Connection, inspect, select, text

from sijill.store.database import Database
from sijill.store.errors import StoreError
from sijill.store.making import make_tables
from sijill.store.schema import meta, metadata

KEY = "schema"
FIRST = 1  # the schema that registers have from which the first step starts


@dataclass(frozen=True, slots=True)
class Step:
    """What brings a register from schema `number - 1` to schema `number`."""

    number: int
    name: str
    apply: Callable[[Connection], None]


def _from_file(name: str) -> Callable[[Connection], None]:
    """A step that runs the statements of a file of `steps`, one for each kind of database, frozen when the step was added."""

    def apply(connection: Connection) -> None:
        words = files("sijill.store").joinpath("steps", f"{name}.{connection.dialect.name}.sql").read_text(encoding="utf-8")
        for statement in words.strip().removesuffix(";").split(";\n\n"):
            connection.execute(text(statement))

    return apply


STEPS: tuple[Step, ...] = (
    Step(2, "former incidents", _from_file("former_incidents")),
    Step(3, "accounts, sessions, tokens, audit log, saved searches", _from_file("accounts")),
)


def migrate(database: Database, create: bool, steps: Sequence[Step] = STEPS) -> int:
    """Make the tables where there are none, or run the steps that are due; the schema's number.

    Two programs that do so at once wait for one another; one that is killed leaves the register as it was.

    Args:
        database: where.
        create: make a register where there is none.
        steps: in order.

    Raises:
        StoreError: there is no register and none is to be made, something else lies there, or the register is newer.
    """
    newest = steps[-1].number if steps else FIRST
    with database.reading() as connection:
        found = _number(connection, database.shown, create, newest)
    if found == newest:
        return newest
    with database.writing() as connection:
        found = _number(connection, database.shown, create, newest)  # another may have done it meanwhile
        if found is None:
            if database.sqlite:
                _refuse_old_sqlite(connection)
            make_tables(connection)
            connection.execute(meta.insert().values(key=KEY, value=str(newest)))
            return newest
        for step in steps:
            if step.number > found:
                step.apply(connection)
        connection.execute(meta.update().where(meta.c.key == KEY).values(value=str(newest)))
    return newest


def _number(connection: Connection, shown: str, create: bool, newest: int) -> int | None:
    """The number of the register's schema; None where it is still to be made."""
    present = set(inspect(connection).get_table_names())
    if "meta" not in present:
        if present & set(metadata.tables):
            raise StoreError(f"{shown}: holds the tables of another program; give another database", "foreign")
        if present and connection.dialect.name == "sqlite":
            raise StoreError(f"{shown}: is a database of another program; give another file", "foreign")
        if not create:
            raise StoreError(f"{shown}: there is no register; make one with `sijill init`", "missing")
        return None
    columns = {column["name"] for column in inspect(connection).get_columns("meta")}
    value = None
    if columns == {"key", "value"}:
        value = connection.execute(select(meta.c.value).where(meta.c.key == KEY)).scalar()
    if value is None or not str(value).isdigit():
        raise StoreError(f"{shown}: holds a table meta that is not Sijill's; give another database", "foreign")
    if int(value) > newest:
        raise StoreError(
            f"{shown}: was made by a newer Sijill (schema {value}; this one knows {newest}); update Sijill; nothing was changed", "newer"
        )
    return int(value)


def _refuse_old_sqlite(connection: Connection) -> None:
    """Full-text search needs FTS5, which SQLite may have been built without."""
    options = set(connection.execute(text("SELECT compile_options FROM pragma_compile_options")).scalars())
    if "ENABLE_FTS5" not in options:
        raise StoreError("this Python's SQLite was built without FTS5; use another build of Python, or PostgreSQL", "driver")
