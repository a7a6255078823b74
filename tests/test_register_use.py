"""A register in use: articles come twice, come corrected, come while others write; and everything is broken off sometimes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sijill.model import Capture, Report, Toll
from sijill.register.ingest import bring_up_to_date, ingest
from sijill.register.reread import reread
from sijill.register.views import incident_view
from sijill.sources import SourceError
from sijill.store.register import Register
from sijill.store.rows import Filters
from tests.databases import Place, Server, place, postgresql
from tests.register_team import (
    BOMB,
    BOMB_TOO,
    DAY,
    PLACES,
    SHELLS,
    article,
    held,
    incident_of,
    news,
    opened,
    put,
    read,
    right,
    told,
    workshop,
)
from tests.test_register_safety import disk

__all__ = ["disk", "place", "postgresql"]
HERE = Path(__file__).parent.parent
OTHER_NEWS = "افتتح المحافظ مدرسة جديدة في الرمادي وحضر الأهالي حفل الافتتاح وتحدثوا إلى الصحفيين."


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE / "src"), str(HERE)]), "PYTHONUTF8": "1"}


def start(*arguments: str) -> subprocess.Popen[str]:
    """A real `sijill` process."""
    command = [sys.executable, "-m", "sijill", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, error = process.communicate(timeout=120)
    return process.returncode, out, error


def jsonl(path: Path, captures: Iterable[Capture]) -> str:
    """The articles as a file that `sijill ingest` reads."""
    lines = [
        {"id": c.key, "text": c.text, "outlet": c.outlet, "published": c.published.isoformat() if c.published else None} for c in captures
    ]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def outcomes(register: Register, *captures: Capture | SourceError, target: str = "tests") -> list[str]:
    return [step.item.outcome for step in put(register, *captures, target=target) if step.item is not None]


def test_the_same_articles_twice_change_nothing(place: Place) -> None:
    captures = news(20, 7)
    with opened(place()) as register:
        assert outcomes(register, *captures) == ["new"] * 20
        before = held(register)
        assert outcomes(register, *captures) == ["known"] * 20
        assert held(register) == before
        assert all(len(register.versions_of(row.id)) == 1 for row in register.reports())
        assert [job.finished is not None for job in register.jobs()] == [True, True]
        assert right(register)


def test_a_new_version_is_told_by_statement_and_its_events_keep_their_names(place: Place) -> None:
    with opened(place()) as register:
        put(register, article("a", told(BOMB, killed=3)), article("b", told(BOMB_TOO, killed=3)))
        before, names = incident_of(register, "a"), [row.ref for row in register.events_of("a")]
        steps = put(register, article("a", told(BOMB, killed=5, wounded=5) + " وحضر المحافظ لاحقا."))
        assert [step.item.outcome for step in steps if step.item] == ["version"]
        (changed,) = [change for step in steps for change in step.changes]
        assert (changed.field, changed.before, changed.after) == ("killed", 3, 5)
        assert changed.words() == f"{names[0]} killed: 3 → 5"
        assert [row.ref for row in register.events_of("a")] == names
        assert incident_of(register, "a").events == before.events
        stored = register.incident(before.id)
        assert stored is not None
        assert stored.projection is not None
        assert (stored.projection.killed_low, stored.projection.killed_high) == (3, 5)
        assert len({version.capture.text_sha256 for version in register.versions_of("a")}) == 2
        assert right(register)
        (gone,) = [change for step in put(register, article("a", OTHER_NEWS)) for change in step.changes]
        assert (gone.field, gone.before, gone.after) == ("", "ied", None)
        assert incident_of(register, "b").events == tuple(ref for ref in before.events if ref.report == "b")
        assert right(register)


def test_an_article_read_while_it_is_corrected_is_shown_with_the_words_that_were_read(tmp_path: Path) -> None:
    """Between keeping a version and reading it, or where it cannot be read, the reading before stands with its own words."""
    with opened(tmp_path / "r.sqlite") as register:
        put(register, article("a", told(BOMB)))
        found = incident_of(register, "a")

        def fails(reports: Iterable[Report]) -> Iterator[dict[str, Any] | SourceError]:
            return iter([SourceError("tests", None, "could not be read") for _ in reports])

        steps = list(ingest(register, [article("a", "قصير جدا: " + told(SHELLS))], fails, workshop(), "tests"))
        assert [str(step.error) for step in steps if step.error] == ["tests: could not be read"]  # told once
        view = incident_view(register, found.id)
        assert view is not None
        assert view.record.type.support[0].evidence[0].quote in told(BOMB)
        assert right(register)
        put(register)  # the next call tries again
        assert [row.read_version for row in register.reports()] == [2]
        assert right(register)


def test_a_toll_told_in_words_is_kept_in_words(tmp_path: Path) -> None:
    words = "قُتل عشرات المدنيين"

    def vague(reports: Iterable[Report]) -> Iterator[dict[str, Any] | SourceError]:
        """An engine that notes what words say where they give no figure."""
        for record in read(reports):
            assert isinstance(record, dict)
            for event in record["events"]:
                event["qualifiers"]["killed"], event["evidence"]["killed"] = "tens", [[0, len(words)]]
            yield record

    with opened(tmp_path / "r.sqlite") as register:
        capture = article("a", f"{words} بقصف مدفعي على أحياء مدينة الرمادي أمس الأحد.")
        assert all(step.error is None for step in ingest(register, [capture], vague, workshop(), "tests"))
        view = incident_view(register, incident_of(register, "a").id)
        assert view is not None
        assert view.record.killed is not None
        assert view.record.killed.value == Toll(10, 10, 10, "tens")
        (row,) = register.incidents(Filters(killed_at_least=10)).rows
        assert row.record["killed"]["words"] == "tens"
        assert right(register)


def test_a_job_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    captures = news(100, 8, days=20)
    with opened(tmp_path / "a.sqlite") as register, opened(tmp_path / "b.sqlite") as whole:
        put(whole, *captures)
        for step in ingest(register, captures, read, workshop(), "tests"):
            if register.count_reports() > 64 and step.item is not None:
                break
        assert [job.finished for job in register.jobs()] == [None]
        done = outcomes(register, *captures)
        assert done.count("skipped") >= 64
        assert done.count("new") + done.count("skipped") == 100
        assert held(register) == held(whole)
        assert right(register)


def test_copies_kept_by_a_job_that_was_broken_off_are_grouped_by_the_next(tmp_path: Path) -> None:
    story = " ".join(told(text, PLACES[1]) for text in (BOMB, SHELLS, BOMB_TOO))
    with opened(tmp_path / "a.sqlite") as register:
        for _ in ingest(register, [article("a", story), article("b", story + " انتهى.")], read, workshop(), "one"):
            break
        put(register, article("z", told(BOMB), DAY + timedelta(300)), target="two")
        assert {copy.leader for copy in register.copies_of(["b"]).values()} == {"a"}
        assert held(register)["projections"][incident_of_type(register, "b", "shelling")][5] == 1
        assert right(register)


def incident_of_type(register: Register, report: str, kind: str) -> str:
    (ref,) = [row.ref for row in register.events_of(report) if row.type == kind]
    (name,) = register.incidents_with([ref])
    return name


def test_errors_are_told_each_time_and_do_not_stop_the_rest(tmp_path: Path) -> None:
    wrong = SourceError("x.html", 3, "holds no article")
    with opened(tmp_path / "r.sqlite") as register:
        for _ in range(2):
            steps = put(register, wrong, article("a", told(BOMB)))
            assert [str(step.error) for step in steps if step.error] == [str(wrong)]
        assert [item.outcome for job in register.jobs() for item in register.items_of(job.id, ["failed"])] == ["failed", "failed"]
        assert right(register)


def test_reading_again_without_writing_changes_nothing(place: Place) -> None:
    with opened(place()) as register:
        put(register, *news(12, 9))
        before, readings = held(register), [register.reading(row.id) for row in register.reports()]
        changed = list(reread(register, fewer, workshop("0.2"), dry_run=True))
        assert len(changed) == 12
        assert {c.field for found in changed for c in found.changes} >= {"killed"}
        assert (held(register), [register.reading(row.id) for row in register.reports()]) == (before, readings)
        again = list(reread(register, fewer, workshop("0.2"), dry_run=False))
        assert [found.changes for found in again] == [found.changes for found in changed]  # it does what it said
        assert held(register) != before
        assert list(reread(register, read, workshop("0.2"), dry_run=False)) == []  # and then nothing is left to read
        list(reread(register, read, workshop("0.3"), dry_run=False))
        assert held(register) == before
        assert right(register)


def fewer(reports: Iterable[Report]) -> Iterator[dict[str, Any] | SourceError]:
    """A reader that finds no deaths."""
    for record in read(reports):
        assert isinstance(record, dict)
        yield {**record, "events": [{**event, "killed": None} for event in record["events"]]}


def test_reading_again_with_the_same_outcome_settles_the_same(tmp_path: Path) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        put(register, *news(20, 10))
        before = held(register)
        assert all(not found.changes for found in reread(register, read, workshop("0.2"), dry_run=False))
        assert held(register) == before
        assert {p.code for p in register.all_incidents()} == {"0.2"}


# ── processes


def test_ingest_killed_at_many_moments_gives_the_same_register(place: Place, tmp_path: Path) -> None:
    captures, where = news(70, 11, days=30), place()
    path = jsonl(tmp_path / "news.jsonl", captures)
    with opened(tmp_path / "whole.sqlite") as whole:
        code, _, error = ended(start("ingest", path, "--quiet", "--database", str(tmp_path / "whole.sqlite")))
        assert (code, error) == (0, "")
        expected = held(whole)
        assert right(whole)
    opened(where).close()
    command = [sys.executable, "-m", "tests.register_forker", "1", "ingest", path, "--quiet", "--database", where]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=120, check=False)
    said = done.stdout.splitlines()
    assert said[-1] == "ended 0", (said, done.stderr)
    assert len(said) > 6  # killed at so many moments, less one
    with opened(where) as register:
        assert right(register)
        assert held(register) == expected
        assert all(len(register.versions_of(row.id)) == 1 for row in register.reports())


def test_link_killed_at_many_moments_gives_the_same_register(place: Place) -> None:
    where = place()
    with opened(where) as register:
        put(register, *news(24, 12, days=10))
        before = held(register)
    command = [sys.executable, "-m", "tests.register_forker", "3", "link", "--all", "--quiet", "--database", where]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=120, check=False)
    assert done.stdout.splitlines()[-1] == "ended 0", done.stderr
    with opened(where) as register:
        assert held(register) == before
        assert right(register)


def test_two_processes_at_once_keep_everything_once(place: Place, tmp_path: Path) -> None:
    captures, where = news(70, 13, days=30), place()
    opened(where).close()
    both = [
        start("ingest", jsonl(tmp_path / f"{n}.jsonl", part), "--quiet", "--database", where)
        for n, part in enumerate((captures[:50], captures[20:]))
    ]
    for process in both:
        code, _, error = ended(process)
        assert (code, error) == (0, "")
    with opened(where) as register, opened(tmp_path / "whole.sqlite") as whole:
        put(whole, *captures)
        assert held(register) == held(whole)
        assert all(len(register.versions_of(row.id)) == 1 for row in register.reports())
        assert right(register)


def test_a_full_disk_is_told_and_nothing_is_lost(disk: Path, tmp_path: Path) -> None:
    captures = [replace(c, raw=b"") for c in news(70, 14, days=30)]
    path, where = jsonl(tmp_path / "news.jsonl", captures), str(disk / "r.sqlite")
    opened(where).close()
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(b"x" * (free - 700_000))
    code, _, error = ended(start("ingest", path, "--quiet", "--database", where))
    assert code == 1
    assert "there is no room left on the disk; make room and run the same command again" in error
    assert "Traceback" not in error
    ballast.unlink()
    code, _, error = ended(start("ingest", path, "--quiet", "--database", where))
    assert (code, error) == (0, "")
    with opened(where) as register, opened(tmp_path / "whole.sqlite") as whole:
        put(whole, *captures)
        assert held(register) == held(whole)
        assert right(register)
        assert [job.finished is not None for job in register.jobs()] == [True]


def test_a_lost_connection_is_told_and_nothing_is_lost(postgresql: Server, tmp_path: Path) -> None:
    captures, where = news(70, 15, days=30), postgresql.fresh()
    path, name = jsonl(tmp_path / "news.jsonl", captures), where.split("?")[0].split("/")[-1]
    with opened(where) as register:
        process = start("ingest", path, "--quiet", "--database", where)
        ends = time.monotonic() + 60
        while register.count_reports() == 0 and time.monotonic() < ends:
            time.sleep(0.01)
        while process.poll() is None and time.monotonic() < ends:  # between two transactions the pool asks for another connection
            postgresql.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND xact_start IS NOT NULL")
        code, _, error = ended(process)
    assert code == 1
    assert "the connection to the database was lost; run the same command again when the server answers" in error
    assert "Traceback" not in error
    code, _, error = ended(start("ingest", path, "--quiet", "--database", where))
    assert (code, error) == (0, "")
    with opened(where) as register, opened(tmp_path / "whole.sqlite") as whole:
        put(whole, *captures)
        assert held(register) == held(whole)
        assert right(register)


def test_what_is_left_of_a_broken_job_waits_for_link(tmp_path: Path) -> None:
    captures = news(20, 16)
    with opened(tmp_path / "r.sqlite") as register, opened(tmp_path / "whole.sqlite") as whole:
        put(whole, *captures)
        for step in ingest(register, captures, read, workshop(), "tests"):
            if step.stage == "link":
                break
        assert held(register) != held(whole)
        for _ in bring_up_to_date(register, read, workshop()):
            pass
        assert held(register) == held(whole)
