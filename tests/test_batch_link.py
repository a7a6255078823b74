"""`sijill batch link`: the incidents of linking everything at once, however the events are cut, carried, shuffled or broken off."""

from __future__ import annotations

import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from sijill import __version__
from sijill.batch.carried import NEEDED, of_table
from sijill.batch.exchange import Processes
from sijill.batch.incidents import DIGITS, INCIDENTS
from sijill.batch.link_job import LinkJob, Put, event_files, link_job
from sijill.batch.linking import Counts, link
from sijill.batch.windows import LAST, blocks_of, whole
from sijill.batch.work import read_batch
from sijill.cli.app import cli
from sijill.exports.from_record import event_of
from sijill.exports.incident_rows import incident_row
from sijill.exports.info import ExportInfo
from sijill.exports.record import event_record
from sijill.knowledge import load
from sijill.link import Occurrence, group_events, incident_id, occurrence, place_words
from sijill.model import EventRef, Incident, Report
from sijill.reading import read_report
from sijill.register.project import Member, project
from synthetic_events import event_rows, occurrences
from tests.batch_inputs import tree

COUNT, A_DAY = 2_000, 12.0  # half a year
_COLUMNS = pa.schema([(name, pa.date32() if name == "published" else pa.string()) for name in NEEDED])


def write_events(folder: Path, rows: Iterable[dict[str, Any]], dice: random.Random | None = None) -> Path:
    """A table as `sijill batch read` writes it; shuffled within its files, and with other files, where dice are given."""
    folders: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        share = f"part-{dice.randrange(3)}" if dice else "part-0"
        folders[f"country={row['country']}/month={row['month']}/{share}.parquet"].append(row)
    for name, found in folders.items():
        path = folder / "events" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if dice:
            dice.shuffle(found)
        pq.write_table(pa.Table.from_pylist(found, _COLUMNS), path)
    return folder


def quiet(*_: object) -> None:
    pass


@pytest.fixture(scope="module")
def not_names() -> frozenset[str]:
    return place_words(load().lexicon)


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_events(tmp_path_factory.mktemp("events") / "e", event_rows(occurrences(COUNT, A_DAY)))


@pytest.fixture(scope="module")
def linked(events: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counts]:
    out = tmp_path_factory.mktemp("linked") / "i"
    return out, link_job(LinkJob(events, out), load(), quiet)


def all_at_once(events: Path, not_names: frozenset[str]) -> list[Occurrence]:
    rows = [row for file in event_files(events) for row in pq.ParquetFile(file).read(list(NEEDED)).to_pylist()]
    return [o for row in rows if (o := of_table(row).occurrence(not_names)) is not None]


def members_in(out: Path) -> set[tuple[str, ...]]:
    rows = ds.dataset(out / "members").to_table(["incident", "report", "event_id", "status"]).to_pylist()
    assert len(rows) == len({tuple(row.values()) for row in rows})
    return {tuple(row.values()) for row in rows}


def test_the_incidents_are_those_of_all_events_at_once(events: Path, linked: tuple[Path, Counts], not_names: frozenset[str]) -> None:
    out, counts = linked
    found = all_at_once(events, not_names)
    groups = group_events(found)
    wanted = {
        (incident_id(refs[0], DIGITS), ref.report, ref.event, status)
        for refs, recalled in groups
        for status, some in (("new", refs), ("background", recalled))
        for ref in some
    }
    assert members_in(out) == wanted
    assert counts == Counts(len(groups), sum(o.news for o in found), sum(len(recalled) for _, recalled in groups))
    assert counts.recalls > 50
    assert max(len(refs) for refs, _ in groups) > 10
    waited = [o for o in found if o.news and not whole(o, 0)]
    assert len(waited) > 100  # on both sides of a border, or without a country
    assert all(len(blocks_of(o, LAST)) == 1 for o in found)
    assert not (out / "_work").exists()


@pytest.mark.parametrize("parts", [1, 7])
def test_more_processes_other_files_and_another_order_give_the_same_bytes(
    parts: int, linked: tuple[Path, Counts], not_names: frozenset[str], tmp_path: Path
) -> None:
    shuffled = write_events(tmp_path / "e", event_rows(occurrences(COUNT, A_DAY)), random.Random(parts))
    engine = Processes(event_files(shuffled), tmp_path / "work", 3, parts, quiet)
    counts = link(engine, not_names, load().version, Put(tmp_path / "i"))
    assert counts == linked[1]
    assert tree(tmp_path / "i", "incidents", "members") == tree(linked[0], "incidents", "members")


def test_killed_at_every_step_and_resumed_it_writes_the_same_bytes(events: Path, linked: tuple[Path, Counts], tmp_path: Path) -> None:
    out = tmp_path / "i"
    command = [sys.executable, "-m", "sijill.cli", "batch", "link", str(events), "-o", str(out), "--jobs", "1", "--quiet"]
    kills = 0
    for step in ("spread", "round-1/00000", "recalls", "write"):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        while running.poll() is None and not (out / "_work" / step).exists():
            time.sleep(0.005)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            kills += 1
        running.wait()
    assert kills >= 2
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    assert f"{linked[1].incidents} incidents of {linked[1].events} events" in done.stdout
    assert tree(out, "incidents", "members") == tree(linked[0], "incidents", "members")
    assert not (out / "_work").exists()


# ── what stands in a row


def news() -> Iterator[dict[str, Any]]:
    """Our own articles, each told again the next day by another, and reprinted by a third."""
    corpus = Path(__file__).resolve().parent.parent / "corpus" / "gold.jsonl"
    for line in corpus.read_text(encoding="utf-8").splitlines()[:40]:
        article = json.loads(line)
        if article["published"] is None:
            continue
        day = date.fromisoformat(article["published"])
        for outlet, later, more in (("صحيفة أولى", 0, ""), ("صحيفة ثانية", 0, "\nوقال شهود إنهم سمعوا أصواتاً."), ("صحيفة ثالثة", 1, "")):
            published = date.fromordinal(day.toordinal() + later).isoformat()
            yield {"text": article["text"] + more, "title": "", "outlet": outlet, "published": published}


def test_a_row_is_what_a_register_settles_from_the_words_themselves(not_names: frozenset[str], tmp_path: Path) -> None:
    knowledge = load()
    table, _ = read_batch(pa.RecordBatch.from_pylist(list(news())), knowledge)
    rows = table.to_pylist()
    out = tmp_path / "i"
    link_job(LinkJob(write_events(tmp_path / "e", rows), out), knowledge, quiet)
    keys = {(row["outlet"], row["published"], row["sha256"]): row["report"] for row in rows}
    words = {row["report"]: row["same_words"] for row in rows}
    members: dict[EventRef, tuple[Report, Any]] = {}
    for article in news():
        day = date.fromisoformat(article["published"])
        report = Report(article["text"], outlet=article["outlet"], published=day)
        key = keys.get((report.outlet, day, report.sha256))
        if key is not None:
            named = Report(report.text, outlet=report.outlet, published=day, id=key)
            kept = [event_of(event_record(event), named.text) for event in read_report(named, knowledge).events]  # as a register does
            members |= {EventRef(key, event.id): (named, event) for event in kept}
    found = [o for report, event in members.values() if (o := occurrence(report, event, not_names)) is not None]
    info = ExportInfo(__version__, knowledge.version, date.min)
    wanted = {}
    for refs, recalled in group_events(found):
        leaders: dict[str, str] = {}
        for ref in sorted(refs, key=lambda ref: (members[ref][0].published or date.max, ref)):
            leaders.setdefault(words[ref.report], ref.report)
        told = [Member(*members[ref], leaders[words[ref.report]]) for ref in refs]
        row = incident_row(project(Incident(incident_id(refs[0], DIGITS), refs, recalled), told), info)
        wanted[row["incident"]] = {name: row[name] for name in INCIDENTS.names} | {"country": row["country"] or "unknown"}
    by = ds.partitioning(pa.schema([("country", pa.string()), ("month", pa.string())]), flavor="hive")
    written = ds.dataset(out / "incidents", partitioning=by).to_table([*INCIDENTS.names, "country"]).to_pylist()
    assert sorted(str(row["incident"]) for row in written) == sorted(map(str, wanted))
    pairs = [(row, wanted[row["incident"]]) for row in written]
    assert not [(name, row[name], other[name]) for row, other in pairs for name in row if row[name] != other[name]]
    assert any(len(row["reports"]) == 3 and row["independent"] == 2 for row in wanted.values())  # type: ignore[arg-type]
    assert any(row["killed"] for row in wanted.values())


# ── what cannot be done


def refused(*arguments: object) -> str:
    done = CliRunner().invoke(cli, ["batch", "link", *map(str, arguments)])
    assert done.exit_code != 0
    return done.output


def test_what_cannot_be_linked_is_told(events: Path, linked: tuple[Path, Counts], tmp_path: Path) -> None:
    assert "does not exist; `sijill batch read` writes such a folder" in refused(tmp_path / "none", "-o", tmp_path / "o")
    (tmp_path / "empty").mkdir()
    assert "holds no Parquet files" in refused(tmp_path / "empty", "-o", tmp_path / "o")
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "other.parquet")
    assert "is no table of events: it has no column report, event_id" in refused(tmp_path / "other.parquet", "-o", tmp_path / "o")
    assert "is no folder of incidents" in refused(events, "-o", events)
    few = write_events(tmp_path / "few", event_rows(occurrences(20)))
    assert "holds incidents of other events or another lexicon: give another folder, or --again" in refused(few, "-o", linked[0])
    (tmp_path / "o").mkdir()
    handle = os.open(tmp_path / "o", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert "another program is at work on it" in refused(few, "-o", tmp_path / "o")
    os.close(handle)
    assert "--master is for --engine spark" in refused(events, "-o", tmp_path / "o", "--master", "local")


def test_again_writes_over_what_was_there(tmp_path: Path) -> None:
    some, more = (write_events(tmp_path / str(n), event_rows(occurrences(n, 5.0))) for n in (60, 20))
    for given in (some, more):
        done = CliRunner().invoke(cli, ["batch", "link", str(given), "-o", str(tmp_path / "i"), "--again", "--jobs", "1", "--quiet"])
        assert done.exit_code == 0
    link_job(LinkJob(more, tmp_path / "fresh"), load(), quiet)
    assert tree(tmp_path / "i", "incidents", "members") == tree(tmp_path / "fresh", "incidents", "members")
    assert CliRunner().invoke(cli, ["batch", "link", str(more), "-o", str(tmp_path / "i")]).exit_code == 0  # done already


def test_no_events_make_no_incidents(tmp_path: Path) -> None:
    folder = write_events(tmp_path / "e", [])
    path = folder / "events" / "country=unknown" / "month=unknown" / "part-0.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([], _COLUMNS), path)
    assert link_job(LinkJob(folder, tmp_path / "i"), load(), quiet) == Counts(0, 0, 0)
