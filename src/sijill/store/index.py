"""The full-text indexes: FTS5 on SQLite, a tsvector with GIN on PostgreSQL; the words come from `words`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, bindparam, cast, column, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.sql import func
from sqlalchemy.types import Text

from sijill.store.columns import pack, unpack
from sijill.store.database import parts
from sijill.store.schema import incident_words, report_words
from sijill.store.words import Question, fts5, tsquery

Searched = Literal["report", "incident"]
_TABLES: dict[Searched, Table] = {"report": report_words, "incident": incident_words}


def put_words(connection: Connection, of: Searched, rows: Sequence[tuple[int, Sequence[str]]], fresh: bool = False) -> None:
    """Set the words by which rows are found; `fresh` says that they have none yet."""
    if not rows:
        return
    if not fresh:
        drop_words(connection, of, [row for row, _ in rows])
    table = _TABLES[of]
    if connection.dialect.name == "sqlite":
        joined = [{"row": row, "words": " ".join(words)} for row, words in rows]
        connection.execute(table.insert(), [{"row": r["row"], "words": pack(str(r["words"]).encode("utf-8"))} for r in joined])
        connection.execute(text(f"INSERT INTO {of}_index(rowid, words) VALUES (:row, :words)"), joined)
    else:
        vector = func.array_to_tsvector(cast(bindparam("all", type_=ARRAY(Text)), ARRAY(Text)))
        connection.execute(
            table.insert().values(row=bindparam("at"), words=vector), [{"at": row, "all": list(words)} for row, words in rows]
        )


def drop_words(connection: Connection, of: Searched, rows: Iterable[int]) -> None:
    """Take rows out of the index."""
    table = _TABLES[of]
    for part in parts(rows):
        if connection.dialect.name == "sqlite":
            old = connection.execute(select(table.c.row, table.c.words).where(table.c.row.in_(part))).all()
            if old:
                connection.execute(
                    text(f"INSERT INTO {of}_index({of}_index, rowid, words) VALUES ('delete', :row, :words)"),
                    [{"row": row, "words": unpack(words).decode("utf-8")} for row, words in old],
                )
        connection.execute(table.delete().where(table.c.row.in_(part)))


def rows_with(dialect: str, of: Searched, question: Question) -> Select[tuple[int]]:
    """The numbers of the rows that answer a question."""
    if dialect == "sqlite":
        found = text(f"SELECT rowid AS found FROM {of}_index WHERE {of}_index MATCH :asked").bindparams(asked=fts5(question))
        rows = found.columns(column("found", Integer)).subquery()
        return select(rows.c.found)
    table = _TABLES[of]
    asks: ColumnElement[bool] = table.c.words.op("@@")(cast(tsquery(question), TSQUERY))
    return select(table.c.row).where(asks)
