"""Both databases for tests: an SQLite file, and a real PostgreSQL server in a temporary folder. Import `postgresql` and `place`.

The server listens on a socket in that folder alone, runs as an unprivileged user where the tests run as root, and is
stopped at the end.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL server."""

    binaries: Path
    home: Path
    user: str

    def url(self, database: str) -> str:
        return f"postgresql://{self.user}@/{database}?host={self.home}"

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement outside any transaction."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def fresh(self, tablespace: str = "pg_default") -> str:
        """The URL of a new, empty database."""
        name = f"sijill_{os.getpid()}_{next(_numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' TABLESPACE {tablespace}")
        return self.url(name)

    def control(self, *words: str) -> None:
        run_as(self.user, [str(self.binaries / "pg_ctl"), "-D", str(self.home / "data"), "-w", *words])

    def start(self) -> None:
        options = f"-k {self.home} -c listen_addresses='' -c fsync=off -c shared_buffers=64MB -c max_connections=50"
        self.control("-l", str(self.home / "log"), "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        self.control("-m", how, "stop")


def run_as(user: str, command: list[str]) -> None:
    """Run a command as a user; PostgreSQL refuses to run as root."""
    other = {} if os.geteuid() else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **other)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr


def binaries() -> Path | None:
    """Where PostgreSQL's programs lie: beside `postgres` on the path, or where Debian puts them."""
    on_path = shutil.which("postgres")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def unprivileged() -> str | None:
    """Whom the server runs as: us, or where we are root a user who is not."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {user.pw_name for user in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server for the session."""
    folder, user = binaries(), unprivileged()
    if folder is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl, postgres) are not on this machine: apt-get install postgresql")
    if user is None:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
    home = Path(tempfile.mkdtemp(prefix="sijill-pg-"))  # a short path: a socket's has 107 bytes at most
    server = Server(folder, home, user)
    try:
        if not os.geteuid():
            shutil.chown(home, user)
        run_as(user, [str(folder / "initdb"), "-D", str(home / "data"), "-A", "trust", "-U", user, "-E", "UTF8", "--locale=C", "-N"])
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)


# Gives the address of a new, empty place for a register.
Place = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """New places on either database: every test that takes it runs on both."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"register-{next(_numbers)}.sqlite")
    server: Server = request.getfixturevalue("postgresql")
    return server.fresh
