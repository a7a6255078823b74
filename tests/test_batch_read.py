"""`sijill batch read`: what it takes, what it writes, what it says of what it cannot take."""

from __future__ import annotations

import http.server
import json
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from sijill.batch.columns import NAMES
from sijill.batch.engines import BatchError, Job, Sums, engine
from sijill.batch.process import read
from sijill.batch.tables import ARTICLES, DROPPED, EVENTS, part_of
from sijill.batch.work import month_of, read_batch
from sijill.cli.app import cli
from sijill.exports.record import article_record
from sijill.knowledge import load
from sijill.model import Report, When
from sijill.reading import read_report
from tests.batch_inputs import PACKED, articles, jsonl, page, parquet, rows, tree, warc


def run(output: Path, *inputs: Path | str, **more: object) -> Sums:
    return read(Job(tuple(map(str, inputs)), output, **more), lambda now: None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The events of forty articles in one plain file."""
    folder = tmp_path_factory.mktemp("some")
    (folder / "a.jsonl").write_bytes(jsonl(articles(40)))
    sums = run(folder / "out", folder / "a.jsonl")
    assert (sums.articles, sums.unread) == (40, 0)
    assert sums.events > 40
    return tree(folder / "out", "events", "dropped")


@pytest.mark.parametrize("ending", PACKED)
def test_packed_or_not_the_events_are_the_same(ending: str, some: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / f"a.jsonl{ending}").write_bytes(PACKED[ending](jsonl(articles(40))))
    run(tmp_path / "out", tmp_path)
    assert tree(tmp_path / "out", "events", "dropped") == some


def test_parquet_gives_the_same_events(some: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(articles(40)))
    run(tmp_path / "out", tmp_path / "a.parquet")
    assert tree(tmp_path / "out", "events", "dropped") == some


def test_columns_of_other_names_and_types(some: dict[str, str], tmp_path: Path) -> None:
    from datetime import date

    told = [row | {"published": date.fromisoformat(row["published"]) if row["published"] else None} for row in articles(40)]
    (tmp_path / "a.parquet").write_bytes(parquet(told, {"text": "body", "published": "day"}))
    run(tmp_path / "out", tmp_path / "a.parquet", columns={"text": "body", "published": "day"})
    assert tree(tmp_path / "out", "events", "dropped") == some


def test_a_file_without_the_column_says_which_there_are_and_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(articles(3), {"text": "body"}))
    with pytest.raises(BatchError, match=r'no column "text".*its columns: id, outlet, .*body.*--column text=body'):
        run(tmp_path / "out", tmp_path / "a.parquet")
    with pytest.raises(BatchError, match=r"no column for --column text=words; its columns: id"):
        run(tmp_path / "out", tmp_path / "a.parquet", columns={"text": "words"})
    assert not (tmp_path / "out").exists()


def test_a_column_that_is_no_text(tmp_path: Path) -> None:
    table = pa.table({"text": [["قتل"], ["جرح"]]})
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(BatchError, match="the column text holds list<"):
        run(tmp_path / "out", tmp_path / "a.parquet")


def test_bytes_that_are_no_text_lose_only_their_row(tmp_path: Path) -> None:
    told = [row["text"].encode() for row in articles(4)]
    told[2] = b"\xff\xfe\x00"
    pq.write_table(pa.table({"text": pa.array(told, pa.binary())}), tmp_path / "a.parquet")
    sums = run(tmp_path / "out", tmp_path / "a.parquet")
    assert (sums.articles, sums.unread) == (4, 1)
    (lost,) = [row for row in rows(tmp_path / "out", "dropped") if row["stage"] == "source"]
    assert (Path(lost["where"]).name, lost["line"]) == ("a.parquet", 3)
    assert "the column text holds what is no text" in lost["reason"]


def test_a_folder_as_cc_news_has_it(tmp_path: Path) -> None:
    told = articles(12)
    for month in ("09", "10"):
        (tmp_path / "in" / "2026" / month).mkdir(parents=True)
    half = [{f"https://news.example/{r['id']}": page(r) for r in some} for some in (told[:6], told[6:])]
    half[1]["https://news.example/english"] = page(
        {"id": "x", "published": None, "text": "The council met on Monday to discuss the road. " * 5}
    )
    for month, pages in zip(("09", "10"), half, strict=True):
        (tmp_path / "in" / "2026" / month / "CC-NEWS-1.warc.gz").write_bytes(warc(pages))
    sums = run(tmp_path / "out", tmp_path / "in", jobs=2)
    assert (sums.articles, sums.unread) == (13, 1)
    found = rows(tmp_path / "out", "events")
    assert {row["url"] for row in found} <= {f"https://news.example/{r['id']}" for r in told}
    days = {f"https://news.example/{r['id']}": r["published"] for r in told}
    assert all(str(row["published"]) == days[row["url"]] for row in found if days[row["url"]])
    (lost,) = [row for row in rows(tmp_path / "out", "dropped") if row["stage"] == "source"]
    assert lost["reason"] == "the page is not in Arabic; Sijill reads Arabic only"
    assert lost["url"] == "https://news.example/english"


@pytest.mark.parametrize("scheme", ["memory", "file"])
def test_addresses(scheme: str, some: dict[str, str], tmp_path: Path) -> None:
    base = f"memory://batch-{tmp_path.name}" if scheme == "memory" else f"file://{tmp_path}/in"
    system, _ = fsspec.core.url_to_fs(base)
    told = articles(40)
    system.makedirs(f"{base}/2021", exist_ok=True)
    system.pipe(f"{base}/2021/a.jsonl.gz", PACKED[".gz"](jsonl(told[:15])))
    system.pipe(f"{base}/b.parquet", parquet(told[15:]))
    system.pipe(f"{base}/_SUCCESS", b"")
    run(tmp_path / "folder", base)
    assert tree(tmp_path / "folder", "events", "dropped") == some
    run(tmp_path / "pattern", f"{base}/2021/*.jsonl.gz", f"{base}/b.parquet")
    assert tree(tmp_path / "pattern", "events", "dropped") == some
    with pytest.raises(BatchError, match="no such file"):
        run(tmp_path / "none", f"{base}/nothing.jsonl")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "served"
    folder.mkdir()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_files_of_a_web_server(served: tuple[Path, str], some: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    folder, address = served
    (folder / "a.jsonl.gz").write_bytes(PACKED[".gz"](jsonl(articles(40))))
    run(tmp_path / "out", f"{address}/a.jsonl.gz")
    assert tree(tmp_path / "out", "events", "dropped") == some
    with pytest.raises(BatchError, match="no such file"):
        run(tmp_path / "none", f"{address}/b.jsonl.gz")


def test_what_is_not_there_or_not_read(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="no such file or folder"):
        run(tmp_path / "out", tmp_path / "nothing")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("قتل", encoding="utf-8")
    with pytest.raises(BatchError, match="holds no files that can be read \\(Parquet, JSON Lines, WARC"):
        run(tmp_path / "out", tmp_path / "in")
    with pytest.raises(BatchError, match="`sijill read` reads other files"):
        run(tmp_path / "out", tmp_path / "in" / "a.txt")
    with pytest.raises(BatchError, match=r"nosuch://a/b.jsonl: .*nosuch"):
        run(tmp_path / "out", "nosuch://a/b.jsonl")


def test_every_row_is_as_the_reading_gives_it(tmp_path: Path) -> None:
    told = articles(30)
    (tmp_path / "a.jsonl").write_bytes(jsonl(told))
    run(tmp_path / "out", tmp_path / "a.jsonl")
    found = rows(tmp_path / "out", "events")
    knowledge, wanted = load(), {}
    for row in told:
        from datetime import date

        day = date.fromisoformat(row["published"]) if row["published"] else None
        report = Report(row["text"], outlet=row["outlet"] or "", published=day, url=row["url"], id=row["id"])
        for event in article_record(read_report(report, knowledge))["events"]:
            wanted[(row["id"], event["id"])] = event
    assert {(row["article_id"], row["event_id"]): json.loads(row["record"]) for row in found} == wanted
    for row in found:
        event = wanted[(row["article_id"], row["event_id"])]
        assert row["type"] == event["type"]
        assert row["country"] == ((event["place"] or {}).get("country") or "unknown")
        fine = event["date"]["precision"] in ("day", "week", "month")
        assert row["month"] == (event["date"]["start"][:7] if fine else "unknown")
        assert [row["killed_low"], row["killed_high"]] == (event["killed"] or [None, None])
        assert row["perpetrators"] == [p["label"] for p in event["perpetrators"]]


def test_a_month_is_told_only_where_the_words_give_one() -> None:
    from datetime import date

    first, last = date(2011, 12, 1), date(2011, 12, 31)
    assert month_of(When(first, last, "month")) == "2011-12"
    assert month_of(When(date(2011, 12, 30), date(2012, 1, 5), "week")) == "2011-12"
    assert month_of(When(date(2011, 1, 1), last, "year")) == "unknown"
    assert month_of(When(None, None, "none", reason="no day")) == "unknown"
    assert month_of(None) == "unknown"


def test_what_is_dropped_stands_with_its_reason(tmp_path: Path) -> None:
    good = articles(3)
    lines = [
        jsonl(good[:1]),
        b'{"id": "broken", "text": \n',
        b'{"id": "empty", "text": ""}\n',
        jsonl([{"id": "english", "text": "The minister opened a new school in the town on Monday, and many people came."}]),
        jsonl([{"id": "calm", "text": "افتتح الوزير مدرسة جديدة في البلدة صباح الاثنين بحضور عدد كبير من الأهالي والطلبة."}]),
        jsonl([{"id": "day", "text": good[1]["text"], "published": "yesterday"}]),
        b'{"id": "half", "text": "\\ud800 \xd9\x82\xd8\xaa\xd9\x84"}\n',
        b'{"id": "half-title", "url": "\\udc00", "text": "\xd9\x82\xd8\xaa\xd9\x84 \xd8\xac\xd9\x86\xd8\xaf\xd9\x8a"}\n',
        b"\xff\xfe\xfa\n",
        b"[1, 2]\n",
        jsonl(good[2:]),
    ]
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    sums = run(tmp_path / "out", tmp_path / "a.jsonl", jobs=2)
    assert sums.articles == 11
    dropped = rows(tmp_path / "out", "dropped")
    told = {row["line"]: row["reason"] for row in dropped if row["stage"] == "source"}
    assert sorted(told) == [2, 3, 4, 6, 7, 8, 9, 10]
    for line, words in {
        2: "broken JSON",
        3: 'needs "text"',
        4: "English",
        6: "no day",
        7: "surrogate",
        8: "surrogate",
        10: "JSON object",
    }.items():
        assert words in told[line]
    assert sums.unread == 8
    assert [(r["article_id"], r["reason"]) for r in dropped if r["stage"] == "article"] == [("calm", "tells of no event")]
    assert {row["article_id"] for row in rows(tmp_path / "out", "events")} <= {good[0]["id"], good[2]["id"]}


def test_what_the_reading_drops_is_told_with_its_stage(tmp_path: Path) -> None:
    told = articles(60)
    (tmp_path / "a.jsonl").write_bytes(jsonl(told))
    run(tmp_path / "out", tmp_path / "a.jsonl")
    dropped = [row for row in rows(tmp_path / "out", "dropped") if row["stage"] != "article"]
    texts = {row["id"]: row["text"].strip() for row in told}
    assert {row["stage"] for row in dropped} >= {"propose"}
    assert all(texts[row["article_id"]][row["start"] : row["end"]] == row["text"] for row in dropped)


def test_nothing_in_a_row_raises() -> None:
    knowledge = load()
    good = articles(1)[0]
    bad = [
        {},
        {"text": None},
        {"text": "قتل جندي", "published": "0001-01-01"},
        {"text": "x" * 200_000},
        {"text": "\0" * 50},
        {"error": "told"},
    ]
    batch = pa.RecordBatch.from_pylist([*bad, {k: good[k] for k in ("id", "text", "published")}], ARTICLES)
    events, dropped = read_batch(batch, knowledge)
    assert events.schema.equals(EVENTS)
    assert dropped.schema.equals(DROPPED)
    assert set(events.column("article_id").to_pylist()) >= {good["id"]}
    assert Counter(dropped.column("stage").to_pylist())["source"] == 5
    broken = pa.RecordBatch.from_arrays(
        [pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\4\0\0\0"), pa.py_buffer(b"\xff\xfe\xd9\x82")])],
        ["text"],
    )
    events, dropped = read_batch(broken, knowledge)
    assert dropped.column("stage").to_pylist()[0] == "read"
    assert dropped.num_rows == 2


def test_the_same_article_twice_is_one_and_other_words_under_its_id_are_another(tmp_path: Path) -> None:
    one, two = articles(2)
    (tmp_path / "a.jsonl").write_bytes(jsonl([one, two | {"id": one["id"]}, one]))
    (tmp_path / "b.jsonl").write_bytes(jsonl([one]))
    run(tmp_path / "out", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    found = rows(tmp_path / "out", "events")
    keys = [(row["report"], row["number"]) for row in found]
    assert len(set(keys)) == len(keys)
    assert len({row["sha256"] for row in found}) == 2
    assert {row["article_id"] for row in found} == {one["id"]}


def test_a_broken_archive_gives_what_came_before(tmp_path: Path) -> None:
    packed = PACKED[".gz"](jsonl(articles(40)))
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no more")
    (tmp_path / "c.jsonl").write_bytes(b"")
    sums = run(tmp_path / "out", tmp_path)
    told = {Path(r["where"]).name: r["reason"] for r in rows(tmp_path / "out", "dropped") if r["stage"] == "source" and r["line"] is None}
    assert "broken or cut short" in told["a.jsonl.gz"]
    assert "broken Parquet" in told["b.parquet"]
    assert told["c.jsonl"] == "is empty"
    assert sums.events > 5


def test_parts_share_a_folder_by_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(articles(60)))
    run(tmp_path / "one", tmp_path / "a.jsonl")
    run(tmp_path / "three", tmp_path / "a.jsonl", parts=3)
    assert {n.rpartition("-")[2] for n in tree(tmp_path / "three", "dropped")} == {f"{n:05d}.parquet" for n in range(3)}
    for path in (tmp_path / "three").rglob("part-*.parquet"):
        number = int(path.stem[-5:])
        assert {part_of(report, 3) for report in pq.ParquetFile(path).read(["report"]).column(0).to_pylist()} == {number}
    key = lambda row: (row["report"], row["number"])  # noqa: E731
    assert sorted(rows(tmp_path / "one", "events"), key=key) == sorted(rows(tmp_path / "three", "events"), key=key)


def test_no_event_at_all_still_gives_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"id": "calm", "text": "افتتح الوزير مدرسة جديدة في البلدة صباح الاثنين بحضور الأهالي."}]))
    assert run(tmp_path / "out", tmp_path / "a.jsonl").events == 0
    assert rows(tmp_path / "out", "events") == []


def test_what_stands_about_a_job(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(articles(5)))
    sums = run(tmp_path / "out", tmp_path / "a.jsonl")
    job = json.loads((tmp_path / "out" / "_job.json").read_text(encoding="utf-8"))
    assert job["knowledge"] == load().version
    (file,) = job["inputs"]
    assert file["size"] == (tmp_path / "a.jsonl").stat().st_size
    assert len(file["sha256"]) == 64
    done = json.loads((tmp_path / "out" / "_SUCCESS").read_text(encoding="utf-8"))
    assert done["sums"]["events"] == sums.events == sum(n for name, n in done["files"].items() if name.startswith("events/"))
    assert not (tmp_path / "out" / "_work").exists()


def invoke(*words: object) -> Result:
    return CliRunner().invoke(cli, ["batch", "read", *map(str, words)], catch_exceptions=False)


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(articles(5), {"text": "body"}))
    done = invoke(tmp_path / "a.parquet", "-o", tmp_path / "out", "--column", "text=body", "--jobs", 1, "--quiet")
    assert done.exit_code == 0, done.output
    assert "5 articles" in done.output
    wrong = invoke(tmp_path / "a.parquet", "-o", tmp_path / "out2")
    assert wrong.exit_code == 1
    assert "--column text=body" in wrong.output
    for column in ("body", "words=body", "text="):
        assert "OURS=THEIRS" in invoke(tmp_path / "a.parquet", "-o", tmp_path / "out3", "--column", column).output
    assert "--engine spark" in invoke(tmp_path / "a.parquet", "-o", tmp_path / "out3", "--master", "local").output
    assert "no country's code" in invoke(tmp_path / "a.parquet", "-o", tmp_path / "out3", "--country", "QQ").output


def test_an_engine_that_is_none() -> None:
    with pytest.raises(BatchError, match="there are process, spark"):
        engine("horse")
    assert engine("process") is read


def test_the_reference_lists_every_column() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "reference" / "batch.md").read_text(encoding="utf-8")
    given = [ARTICLES.field(name) for name in NAMES]
    lines = [f"| `{f.name}` | {f.type} | {f.metadata[b'what'].decode()} |" for f in (*given, *EVENTS, *DROPPED)]
    assert [line for line in lines if line not in page] == []
