"""The register: what was captured, what it was read to say, which incidents that makes, and what people decided.

`open_register` is the function to read first. A method writes by itself, wholly or not at all; several belong
together inside `with register.transaction():`. Readers never wait for a writer, writers wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from sqlalchemy import select

from sijill.store.accounts import Accounts
from sijill.store.audit import Audit
from sijill.store.captures import Captures, words_again
from sijill.store.checks import Checks
from sijill.store.database import PATIENCE, Database, connect
from sijill.store.decisions import Decisions
from sijill.store.errors import StoreError
from sijill.store.migrations import STEPS, Step, migrate
from sijill.store.names import Names, no_names
from sijill.store.readings import Readings
from sijill.store.schema import meta
from sijill.store.sessions import Sessions
from sijill.store.spots import Spots
from sijill.store.work import Work

__all__ = ["Register", "StoreError", "open_register"]


class Register(Captures, Readings, Spots, Decisions, Work, Checks, Accounts, Sessions, Audit):
    """An open register; use it as a context manager. One serves many threads, each with a transaction of its own."""

    def __init__(self, database: Database, names: Names, schema: int) -> None:
        self._database = database
        self._names = names
        self.schema = schema

    def __enter__(self) -> Register:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __str__(self) -> str:
        return self._database.shown

    def close(self) -> None:
        """Give every connection back."""
        self._database.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside is kept together at its end, or nothing of it; keep it short, since other writers wait.

        Raises:
            StoreError: at the end, where it could not be written.
        """
        return self._database.transaction()

    def note(self, key: str) -> str | None:
        """What was noted of the register under a key ("knowledge", "codebook", …), or None."""
        with self._database.reading() as connection:
            found = connection.execute(select(meta.c.value).where(meta.c.key == f"note.{key}")).scalar()
        return None if found is None else str(found)

    def set_note(self, key: str, value: str) -> None:
        """Note something of the register as a whole."""
        with self._database.writing() as connection:
            self._database.put(connection, meta, [{"key": f"note.{key}", "value": value}])

    def use_names(self, names: Names) -> None:
        """Find these names in texts from now on; `index_again` finds them in those that were kept before."""
        self._names = names

    def index_again(self) -> Iterator[int]:
        """Make the words anew by which reports are found, as when the lexicon has new names; how many are done, some at a time.

        Incidents get theirs with their next projection.
        """
        behind: int | None = 0
        done = 0
        while behind is not None:
            with self._database.writing() as connection:
                behind = words_again(connection, self._names, behind, 100)
            if behind is not None:
                done += 100
                yield done


def open_register(
    where: str | Path, *, names: Names = no_names, create: bool = False, patience: float = PATIENCE, steps: Sequence[Step] = STEPS
) -> Register:
    """Open a register, bringing the tables of an older one up to today's.

    Args:
        where: the path of an SQLite file, or postgresql://user@host/name.
        names: finds known names in a text for the search; `names.names_of(knowledge)` where there is knowledge. The same for
            all who write to one register; `index_again` after it changed.
        create: make a register where there is none.
        patience: seconds that a writer waits for another.
        steps: the migrations; others than ours only in tests.

    Raises:
        StoreError: there is none, something else lies there, it is newer than this program, or cannot be reached.
    """
    database = connect(where, patience)
    try:
        if database.sqlite:
            _check_file(Path(database.shown), create)
        schema = migrate(database, create, steps)
    except BaseException:
        database.close()
        raise
    return Register(database, names, schema)


def _check_file(path: Path, create: bool) -> None:
    """SQLite would make a file wherever it is asked to read one."""
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; give a file", "foreign")
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: there is no register; make one with `sijill init`", "missing")
        if not path.parent.is_dir():
            raise StoreError(f"{path}: the folder {path.parent} is not there; make it first", "missing")
