"""The register when things go wrong: killed writers, two writers, a full disk, a lost connection. On both databases."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import inspect, text

from sijill.store.errors import StoreError
from sijill.store.register import Register, open_register
from tests.databases import Place, Server, place, postgresql
from tests.register_rows import capture
from tests.register_writer import NEWEST, STEPS, ingest

__all__ = ["place", "postgresql"]
HERE = Path(__file__).parent.parent
KILLS = 8


def writer(where: str, what: str, name: str = "a", count: int = 0) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(HERE / "src"), str(HERE)])
    return subprocess.Popen(
        [sys.executable, "-m", "tests.register_writer", where, what, name, str(count)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
    )  # fmt: skip


def killed(process: subprocess.Popen[str], after: str, times: int, delay: float) -> list[str]:
    """Kill -9 a writer a moment after it said `after` so often; all that it said."""
    assert process.stdout is not None
    said: list[str] = []
    with process:
        for line in process.stdout:
            said.append(line.strip())
            if line.startswith(after):
                times -= 1
            if times <= 0:
                break
        time.sleep(delay)
        process.kill()
        said += [line.strip() for line in process.stdout]
    return said


def finished(process: subprocess.Popen[str]) -> list[str]:
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out.splitlines()


def whole(register: Register) -> set[str]:
    """The items of a register, after looking that each is there with all that belongs to it."""
    assert list(register.verify_rows()) == []
    items = {row.id for row in register.reports()}
    assert {row.id for row in register.reports() if register.reading(row.id) is not None} == items
    assert register.count_events() == 2 * len(items)
    assert set(register.incident_ids()) == {f"i-{name}" for name in items}
    assert {p.id for p in register.all_incidents()} == {f"i-{name}" for name in items}
    assert {d.subjects[0].id for d in register.decisions()} == {f"i-{name}" for name in items}
    assert len({row.id for row in register.search("الرمادي", limit=9999).rows}) == len(items)
    noted = {item.item for job in register.jobs() for item in register.items_of(job.id)}
    assert noted == items
    return items


def test_a_writer_killed_at_any_moment_leaves_whole_items(place: Place) -> None:
    where, dice, told = place(), random.Random(5), set()
    open_register(where, create=True).close()
    for _ in range(KILLS):
        said = killed(writer(where, "ingest", "a", 300), "kept", dice.randrange(1, 9), dice.random() * 0.02)
        assert said[-1].startswith(("kept", "open"))
        told |= {line.split()[1] for line in said if line.startswith("kept")}
        with open_register(where) as register:
            assert told <= whole(register)  # what was told as kept is kept, and nothing is there in part
            assert register.count_reports() - len(told) <= KILLS
    assert len(told) >= KILLS
    said = finished(writer(where, "ingest", "a", 300))  # and it goes on where it was
    with open_register(where) as register:
        assert len(whole(register)) == 300
        assert len(said) <= 300 - len(told) + 3
        assert [job.finished is not None for job in register.jobs()] == [True]


def test_a_migration_killed_at_any_moment_is_there_wholly_or_not_at_all(place: Place) -> None:
    dice, halfway, where = random.Random(6), 0, ""
    for _ in range(KILLS):
        if not where:
            where = place()
            with open_register(where, create=True) as register:
                ingest(register, "a", 20)
        said = killed(writer(where, "migrate"), "step", dice.randrange(1, 41), dice.random() * 0.002)
        try:
            register = open_register(where)
        except StoreError:  # the last step of all was kept before the kill
            migrated(where)
            assert sum(line.startswith("step") for line in said) == 40
            where = ""
            continue
        with register:
            halfway += 1
            assert register.schema == NEWEST
            with register._database.reading() as connection:
                found = inspect(connection)
                assert "leads" not in found.get_table_names()
                assert "lead" not in {column["name"] for column in found.get_columns("reports")}
            assert len(whole(register)) == 20
    assert halfway >= KILLS / 2
    if where:
        finished(writer(where, "migrate"))
        migrated(where)


def migrated(where: str) -> None:
    with open_register(where, steps=STEPS) as register:
        assert register.schema == NEWEST + 2
        with register._database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM leads")).scalar() == 20
            assert connection.execute(text("SELECT count(*) FROM reports WHERE lead = 'lead'")).scalar() == 20
        assert len(whole(register)) == 20


def test_a_register_killed_while_it_is_made_can_be_made_again(place: Place) -> None:
    dice = random.Random(7)
    for _ in range(5):
        where = place()
        killed(writer(where, "create"), "ready", 1, dice.random() * 0.15)
        with open_register(where, create=True) as register:
            ingest(register, "a", 2)
            assert len(whole(register)) == 2


def test_several_make_one_register_at_once(place: Place) -> None:
    where = place()
    for process in [writer(where, "create") for _ in range(3)]:
        finished(process)
    with open_register(where) as register:
        assert register.count_reports() == 0


def test_two_writers_and_a_reader_do_not_disturb_each_other(place: Place) -> None:
    where = place()
    with open_register(where, create=True) as register:
        both = [writer(where, "ingest", "a", 60), writer(where, "ingest", "b", 60)]
        slowest = 0.0
        while any(process.poll() is None for process in both):
            began = time.monotonic()
            assert register.count_reports() * 2 >= 0
            register.incidents(limit=20)
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.05)
        waits = [float(line.split()[2]) for process in both for line in finished(process) if line.startswith("kept")]
        assert len(waits) == 120
        assert len(whole(register)) == 120
        assert max(waits) < 10  # a writer waits for single items of the other, not for all of them
        assert slowest < 5


def test_two_writers_of_the_same_articles_keep_each_once(place: Place) -> None:
    where = place()
    with open_register(where, create=True) as register:

        def write() -> None:
            for n in range(30):
                register.add_capture(capture(f"same-{n}"))

        threads = [Thread(target=write) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert register.count_reports() == 30
        assert all(len(register.versions_of(f"same-{n}")) == 1 for n in range(30))
        assert list(register.verify_rows()) == []


def test_a_writer_that_waits_too_long_says_so(place: Place) -> None:
    where, held, free = place(), Event(), Event()
    with open_register(where, create=True) as first, open_register(where, patience=0.3) as second:

        def hold() -> None:
            with first.transaction():
                first.add_capture(capture("a"))
                held.set()
                free.wait(30)

        thread = Thread(target=hold)
        thread.start()
        held.wait(30)
        assert second.count_reports() == 0  # a reader does not wait
        with pytest.raises(StoreError, match="another program has been writing") as told:
            second.add_capture(capture("b"))
        assert (told.value.trouble, told.value.passing) == ("busy", True)
        free.set()
        thread.join()
        second.add_capture(capture("b"))
        assert second.count_reports() == 2


def fill(register: Register) -> int:
    """Add captures that cannot be compressed until there is no room; how many were kept."""
    dice = random.Random(8)
    for n in range(2000):
        try:
            register.add_capture(capture(f"big-{n}", raw=dice.randbytes(100_000)))
        except StoreError as error:
            told = error.trouble, "no room left on the disk" in str(error), "everything before it stands" in str(error)
            break
    assert told == ("full", True, True)
    return n


def goes_on(register: Register, kept: int) -> None:
    """What was kept is there and whole, and what comes later is kept too."""
    for n in range(3):
        assert register.add_capture(capture(f"after-{n}", raw=b"x" * 100)).outcome == "new"
    assert register.count_reports() == kept + 3
    assert list(register.verify_rows()) == []


def test_a_database_that_may_not_grow(tmp_path: Path) -> None:
    with open_register(tmp_path / "r.sqlite", create=True) as register:
        with register._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1500")
        kept = fill(register)
        assert kept > 3
        with suppress(StoreError), register.transaction():
            register.add_capture(capture("lost"))
            fill(register)
        assert register.report("lost") is None
        with register._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
        goes_on(register, kept)


@pytest.fixture
def disk() -> Iterator[Path]:
    """A file system of its own with little room, which PostgreSQL's user can reach too."""
    folder = Path(tempfile.mkdtemp(prefix="sijill-disk-"))
    folder.chmod(0o755)
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=20m,mode=1777", "sijill-tests", str(folder)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no program `mount` here")
    if made.returncode:
        pytest.skip("a small file system can be mounted by root alone")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def widen_disk(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=80m", str(folder)], check=True)


def test_a_full_disk_under_sqlite(disk: Path) -> None:
    with open_register(disk / "r.sqlite", create=True) as register:
        kept = fill(register)
        assert kept > 3
        widen_disk(disk)
        goes_on(register, kept)


def test_a_full_disk_under_postgresql(disk: Path, postgresql: Server) -> None:
    space = disk / "space"
    space.mkdir(mode=0o700)
    if not os.geteuid():
        shutil.chown(space, postgresql.user)
    postgresql.sql(f"CREATE TABLESPACE small LOCATION '{space}'")
    where = postgresql.fresh("small")
    try:
        with open_register(where, create=True) as register:
            kept = fill(register)
            assert kept > 3
            widen_disk(disk)
            goes_on(register, kept)
    finally:  # the server does not start again without it
        postgresql.sql(f"DROP DATABASE {where.split('?')[0].split('/')[-1]}")
        postgresql.sql("DROP TABLESPACE small")


def test_a_lost_connection(postgresql: Server) -> None:
    where = postgresql.fresh()
    with open_register(where, create=True) as register:
        register.add_capture(capture("a"))
        with pytest.raises(StoreError, match="the connection to the database was lost") as told:
            _cut_off_inside(register, postgresql)
        assert (told.value.trouble, told.value.passing) == ("lost", True)
        assert [row.id for row in register.reports()] == ["a"]
        register.add_capture(capture("c"))
        postgresql.stop("immediate")  # the server itself goes down, as in a crash
        try:
            with pytest.raises(StoreError) as told:
                register.add_capture(capture("d"))
            assert told.value.trouble == "lost"
            with pytest.raises(StoreError) as told:
                open_register(where)
            assert told.value.trouble == "lost"
        finally:
            postgresql.start()
        register.add_capture(capture("e"))
        assert [row.id for row in register.reports()] == ["a", "c", "e"]
        assert list(register.verify_rows()) == []


def _cut_off_inside(register: Register, server: Server) -> None:
    with register.transaction():
        register.add_capture(capture("b"))
        server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'sijill%' AND pid <> pg_backend_pid()")
        register.add_capture(capture("b2"))


def test_a_server_that_refuses(postgresql: Server) -> None:
    with pytest.raises(StoreError, match="there is no such database") as told:
        open_register(postgresql.url("nowhere"), create=True)
    assert told.value.trouble == "missing"
    with pytest.raises(StoreError) as told:
        open_register(postgresql.url("postgres").replace(f"//{postgresql.user}@", "//nobody_of_that_name@"))
    assert told.value.trouble == "refused"
