"""What makes a fresh register: the tables of `schema`, the full-text indexes, and the triggers of what only grows."""

from __future__ import annotations

from sqlalchemy import Connection, text

from sijill.store.account_tables import audit
from sijill.store.schema import metadata

APPEND_ONLY = ("versions", "decisions", "decision_subjects", "releases", "release_items", audit.name)
SEARCHED = ("report", "incident")


def make_tables(connection: Connection) -> None:
    """Make every table, index and trigger of today's schema in an empty database, inside the caller's transaction."""
    metadata.create_all(connection, checkfirst=False)
    for statement in _search_sql(connection.dialect.name) + _append_only_sql(connection.dialect.name):
        connection.execute(text(statement))


def _search_sql(dialect: str) -> list[str]:
    """Full-text indexes. The words come folded and parted from Python; the database only looks them up."""
    if dialect == "sqlite":
        options = "words, content='', detail=none, columnsize=0, tokenize='ascii'"
        return [f"CREATE VIRTUAL TABLE {name}_index USING fts5({options})" for name in SEARCHED]
    return [f"CREATE INDEX {name}_index ON {name}_words USING gin (words)" for name in SEARCHED]


def _append_only_sql(dialect: str) -> list[str]:
    """Triggers that refuse to change or remove what was captured, decided and released."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ]
    made = [
        "CREATE FUNCTION sijill_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ]
    for table in APPEND_ONLY:
        what = f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only()"
        made.append(f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE {what}")
    return made
