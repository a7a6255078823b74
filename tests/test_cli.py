"""The command line: what it reads, what it refuses, what it says."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from sijill.cli import pool
from sijill.cli.output import opened
from sijill.model import Reading, Report
from sijill.sources import SourceError, read_paths

ROOT = Path(__file__).resolve().parents[1]
NEWS = "قُتل جنديان وأصيب ثالث بانفجار عبوة ناسفة شمالي بعقوبة أمس، بحسب مصدر أمني."
MORE = "اعتقلت الشرطة العراقية أربعة مسلحين في مدينة الموصل يوم الخميس الماضي."
CALM = "افتتح الوزير معرض الكتاب في العاصمة مساء الخميس بحضور عدد من الكتاب والناشرين."
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C", "COLUMNS": "140"}


def sijill(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command: Sequence[str] = [sys.executable, "-m", "sijill", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env=ENVIRONMENT, cwd=cwd, check=False, timeout=120)


def out(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stdout.decode("utf-8")


def err(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8")


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Twenty articles and one broken line."""
    path = tmp_path / "batch.jsonl"
    lines = [json.dumps({"id": f"a{i}", "published": "2021-09-12", "text": (NEWS, MORE, CALM)[i % 3]}) for i in range(20)]
    lines.insert(7, '{"id": "broken", "text": ')
    path.write_text("\n".join(lines) + "\n")
    return path


def test_reads_a_file_into_records(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS, encoding="utf-8")
    done = sijill("read", path, "--published", "2021-09-12", "--outlet", "وكالة", "--format", "jsonl")
    assert (done.returncode, err(done)) == (0, "")
    (record,) = map(json.loads, out(done).splitlines())
    assert (record["article"]["outlet"], record["article"]["published"]) == ("وكالة", "2021-09-12")
    (event,) = record["events"]
    assert (event["type"], event["killed"], event["date"]["start"]) == ("ied", [2, 2], "2021-09-11")
    assert [NEWS[s:e] for s, e in event["evidence"]["place"]]


def test_reads_standard_input_in_windows_1256() -> None:
    done = sijill("read", "-", "--format", "jsonl", stdin=NEWS.encode("cp1256"))
    assert done.returncode == 0
    record = json.loads(out(done))
    assert record["relevant"]
    assert record["events"][0]["date"]["start"] is None


def test_the_rest_goes_on_and_the_exit_code_tells(batch: Path) -> None:
    done = sijill("read", batch, "--format", "jsonl")
    assert done.returncode == 1
    assert len(out(done).splitlines()) == 20
    assert f"sijill: {batch}:8: broken JSON at column" in err(done)
    assert "20 read, 1 not" in err(done)


@pytest.mark.parametrize("form", ["jsonl", "csv", "table", "html"])
def test_two_processes_give_the_same_bytes(batch: Path, form: str) -> None:
    one, two = (sijill("read", batch, "--format", form, "--jobs", jobs) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.stdout
    assert one.stderr == two.stderr


def test_every_bad_input_is_told_and_the_good_one_is_read(tmp_path: Path) -> None:
    bad = {
        "empty.txt": b"",
        "binary.txt": b"\x7fELF" + bytes(range(256)),
        "english.txt": b"The army said on Thursday that two soldiers were killed in the north of the country.",
        "date.jsonl": json.dumps({"text": NEWS, "published": "2021-02-30"}).encode(),
        "json.jsonl": b'{"text": "',
        "surrogate.txt": NEWS.encode() + b"\xed\xb2\x80",
        "surrogate.jsonl": b'{"text": "\\udc80"}',
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "large.txt").open("wb") as handle:
        handle.truncate(50 << 20)
    (tmp_path / "zz_good.txt").write_text(NEWS, encoding="utf-8")
    done = sijill("read", tmp_path, "--format", "jsonl")
    assert done.returncode == 1
    assert [json.loads(line)["article"]["id"] for line in out(done).splitlines()] == ["zz_good"]
    told = err(done)
    for words in (
        "empty.txt: is empty", "binary.txt: is a binary file (program)", "english.txt: the text is English", "date.jsonl:1: \"published\"",
        "json.jsonl:1: broken JSON", "surrogate.txt:1: lone surrogate U+DC80", "surrogate.jsonl:1: lone surrogate U+DC80",
        "large.txt: has 50.0 MB", "1 read, 8 not",
    ):  # fmt: skip
        assert words in told
    assert "Traceback" not in told


@pytest.mark.parametrize("pair", ["«»", "“”", '""', "()", "[]"])
def test_ten_thousand_nested_quotes_do_not_hang(pair: str, tmp_path: Path) -> None:
    path = tmp_path / "nested.txt"
    path.write_text(f"قال مصدر {pair[0] * 10_000}قُتل جندي في بعقوبة{pair[1] * 10_000} أمس.", encoding="utf-8")
    began = time.perf_counter()
    done = sijill("read", path, "--format", "html")
    assert done.returncode == 0, err(done)
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["read"], "Missing argument 'PATHS...'"),
        (["read", "x.txt", "--published", "2021-13-40"], "'2021-13-40' is no day; write it as YYYY-MM-DD"),
        (["read", "x.txt", "--published", "12/09/2021"], "is no day"),
        (["read", "x.txt", "--format", "xml"], "'xml' is not one of"),
        (["read", "x.txt", "--jobs", "0"], "0 is not in the range"),
        (["read", "x.txt", "-o", "/nowhere/at/all.jsonl"], "cannot write /nowhere/at/all.jsonl"),
        (["find", "people", "x"], "'people' is not one of"),
        (["find", "times", " "], "is empty; give a sentence"),
        (["nothing"], "No such command 'nothing'"),
        (["evaluate", "none.jsonl"], "does not exist"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(arguments: list[str], told: str) -> None:
    done = sijill(*arguments)
    assert done.returncode == 2
    assert told in " ".join(err(done).split())
    assert out(done) == ""


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "events.jsonl"
    place.write_text("old")

    def broken_off() -> None:
        with opened(str(place)) as stream:
            stream.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert place.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["events.jsonl"]


def test_the_format_follows_the_files_name(batch: Path, tmp_path: Path) -> None:
    for name, begins in (("e.csv", "article_id,"), ("e.html", "<!doctype html>"), ("e.jsonl", '{"article"')):
        done = sijill("read", batch, "-o", tmp_path / name)
        assert out(done) == ""
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "e.csv").read_text(encoding="utf-8"))))
    assert {r["article_id"] for r in rows} <= {f"a{i}" for i in range(20)}
    assert rows
    done = sijill("read", batch, "-o", tmp_path / "excel.csv", "--excel")
    assert (tmp_path / "excel.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle_id")


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_a_reader_that_leaves_is_no_fault(form: str, batch: Path) -> None:
    many = batch.parent / "many.jsonl"
    many.write_text((json.dumps({"text": NEWS}) + "\n") * 600)
    command = f'"{sys.executable}" -m sijill read "{many}" --format {form} | head -n 1; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=ENVIRONMENT, check=False, timeout=120)
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1
    assert done.returncode == 141


def test_a_process_that_dies_takes_one_article_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def deadly(item: Report | SourceError, want: pool.Want, places: Path | None) -> str | Reading | SourceError:
        if isinstance(item, Report) and item.id == "a13":
            os._exit(9)
        return f"read {item.id}" if isinstance(item, Report) else item

    monkeypatch.setattr(pool, "read_one", deadly)
    outcomes = [str(o) for o in pool.read_all(iter([Report(NEWS, id=f"a{i}") for i in range(40)]), "jsonl", jobs=2)]
    assert outcomes[13].startswith("article a13: could not be read: its process died")
    assert [o for i, o in enumerate(outcomes) if i != 13] == [f"read a{i}" for i in range(40) if i != 13]


def test_a_fault_in_one_article_stays_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(report: Report, knowledge: object) -> Reading:
        raise RecursionError("too deep")

    monkeypatch.setattr("sijill.reading.read_report", faulty)
    (outcome,) = pool.read_all(iter([Report(NEWS, id="a1")]), "jsonl", jobs=1)
    assert str(outcome).startswith("article a1: could not be read: RecursionError: too deep")


def test_help_teaches_with_examples() -> None:
    for arguments in (
        ["--help"],
        ["read", "-h"],
        ["try", "-h"],
        ["find", "-h"],
        ["evaluate", "-h"],
        ["types", "-h"],
        ["places", "import", "-h"],
    ):
        done = sijill(*arguments)
        assert done.returncode == 0
        assert "Example" in out(done)
        assert "\b" not in out(done)


def test_version() -> None:
    assert out(sijill("--version")).startswith("sijill ")


def test_try_shows_who_took_which_words() -> None:
    done = sijill("try", NEWS, "--published", "2021-09-12")
    assert done.returncode == 0, err(done)
    assert "trigger." in out(done)
    assert "2021-09-11" in out(done)


@pytest.mark.parametrize(
    ("what", "text", "found"),
    [
        ("times", "وقع الهجوم مساء الخميس الماضي", "2021-09-09"),
        ("numbers", "أصيب خمسة عشر شخصا", "15"),
        ("places", "في مدينة الموصل شمالي العراق", "IQ"),
        ("actors", "قال الجيش العراقي إن مسلحين هاجموه", "state_forces"),
        ("quotes", "وقال المتحدث باسم الوزارة: «لم نتلق أي بلاغ من المنطقة»", "لم نتلق"),
    ],
)
def test_each_part_serves_alone(what: str, text: str, found: str) -> None:
    done = sijill("find", what, text, "--published", "2021-09-12", "--format", "jsonl")
    assert done.returncode == 0, err(done)
    mentions = [json.loads(line) for line in out(done).splitlines()]
    assert mentions
    assert all(text[slice(*m["span"])] == m["text"] for m in mentions)
    assert found in out(done)
    assert sijill("find", what, "-", stdin=text.encode()).returncode == 0


def test_types_with_their_cross_walks() -> None:
    rows = list(csv.DictReader(io.StringIO(out(sijill("types", "--format", "csv")))))
    assert len(rows) == 29
    assert {r["type"]: r["acled_sub_event_type"] for r in rows}["suicide_bombing"] == "Suicide bomb"
    assert len(out(sijill("types", "--format", "jsonl")).splitlines()) == 29
    assert "Suicide bombing" in " ".join(out(sijill("types")).replace("\u2068", "").replace("\u2069", "").split())


def test_places_import(tmp_path: Path) -> None:
    cells = [
        "1",
        "Testville",
        "Testville",
        "مدينة الاختبار",
        "33.3",
        "44.4",
        "P",
        "PPL",
        "IQ",
        "",
        "07",
        "",
        "",
        "",
        "10",
        "",
        "34",
        "Asia/Baghdad",
        "2024-01-01",
    ]
    (tmp_path / "IQ.txt").write_text("\t".join(cells) + "\n", encoding="utf-8")
    done = sijill("places", "import", "IQ.txt", "--kind", "geonames", "--database", "p.sqlite", cwd=tmp_path)
    assert (done.returncode, out(done)) == (0, "1 places, 2 names in p.sqlite\n")
    (tmp_path / "a.txt").write_text("قتل ثلاثة جنود بانفجار عبوة ناسفة في مدينة الاختبار أمس.", encoding="utf-8")
    for more, point in (((), None), (("--places", "p.sqlite"), (33.3, 44.4))):
        done = sijill("read", "a.txt", "--published", "2021-09-12", "--format", "jsonl", *more, cwd=tmp_path)
        place = json.loads(out(done))["events"][0]["place"]
        assert ((place["lat"], place["lon"]) if place and place["lat"] else None) == point
    (tmp_path / "bad.txt").write_text("a\n")
    done = sijill("places", "import", "bad.txt", "--kind", "geonames", "--database", "p.sqlite", cwd=tmp_path)
    assert done.returncode == 1
    assert "bad.txt:1: has 1 columns" in err(done)


def test_evaluate_reads_or_scores_what_it_is_given(tmp_path: Path) -> None:
    gold = {
        "id": "g",
        "outlet": "x",
        "published": "2021-09-12",
        "text": CALM,
        "sentences": [[0, len(CALM)]],
        "relevant": False,
        "events": [],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n")
    record = {"article": {"id": "g"}, "relevant": True, "events": []}
    (tmp_path / "records.jsonl").write_text(json.dumps(record) + "\n{\n")
    done = sijill("evaluate", "gold.jsonl", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, err(done)
    assert json.loads(out(done))["articles"] == 1
    done = sijill("evaluate", "gold.jsonl", "--predicted", "records.jsonl", "--details", cwd=tmp_path)
    assert done.returncode == 1
    assert "records.jsonl:2: broken JSON" in err(done)
    assert "relevance       0.000" in out(done)


def test_nothing_heavy_is_imported_to_start() -> None:
    code = "import sys, sijill.cli.app; print(sorted({'rich','jinja2','pandas','py3langid','yaml','sqlite3','numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=ENVIRONMENT, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_read_starts_quickly(tmp_path: Path) -> None:
    """The limit of the issue is 0.7 s: here of the processor, since other tests run beside this one."""
    path = tmp_path / "a.txt"
    path.write_text(NEWS, encoding="utf-8")
    took = []
    for _ in range(5):
        before = os.times()
        assert sijill("read", path, "--format", "jsonl").returncode == 0
        after = os.times()
        took.append(after.children_user - before.children_user + after.children_system - before.children_system)
    if min(took) >= 0.7 and os.getloadavg()[0] > 1:
        pytest.skip(f"the machine is busy (load {os.getloadavg()[0]:.1f}): {min(took):.2f} s says nothing")
    assert min(took) < 0.7


# ---- what is wrong is told plainly


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_broken_lexicon_is_told_once(jobs: str, batch: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "sijill", tmp_path / "src" / "sijill", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "lexicon", tmp_path / "lexicon")
    broken = tmp_path / "lexicon" / "weapons" / "zz_broken.yaml"
    broken.write_text("source: x\nlicence: y\nentries:\n  - id: [\n", encoding="utf-8")
    command = [sys.executable, "-m", "sijill", "read", str(batch), "--jobs", jobs, "--format", "csv"]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(tmp_path / "src"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=120)
    assert done.returncode == 2
    assert err(done).count("weapons/zz_broken.yaml") == 1
    assert "line " in err(done)
    assert "report this" not in err(done)
    assert "broken JSON" not in err(done)  # no article was looked at
    assert out(done) == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_places_that_are_no_database_are_told_once(jobs: str, batch: Path, tmp_path: Path) -> None:
    places = tmp_path / "p.sqlite"
    places.write_text("this is not a database, whatever its name says; it is long enough to be read as one")
    done = sijill("read", batch, "--jobs", jobs, "--places", places)
    assert (done.returncode, out(done)) == (2, "")
    (line,) = err(done).splitlines()
    assert line.startswith(f"Error: {places}: file is not a database")


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    program = f'"{sys.executable}" -m sijill'
    script = command.replace("sijill", program, 1)
    return subprocess.run(["bash", "-c", script], capture_output=True, env=ENVIRONMENT, cwd=cwd, check=False, timeout=120)


@pytest.mark.parametrize("command", ["sijill read - <&-", "sijill find times - <&-", "sijill try - <&-"])
def test_standard_input_that_is_closed(command: str, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert done.returncode == 1
    (line,) = err(done).splitlines()[:1]
    assert "<stdin>: standard input is closed" in line
    assert "Traceback" not in err(done)


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "html"])
def test_a_full_disk_is_told_in_one_line(form: str, batch: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(f"sijill read {batch} --format {form} >/dev/full", batch.parent)
    assert done.returncode == 1
    assert "Error: No space left on device" in err(done)
    assert "Traceback" not in err(done)
    assert "Exception ignored" not in err(done)


def test_a_pipe_is_written_to_and_not_replaced(batch: Path) -> None:
    done = shell(f"mkfifo pipe; cat pipe > got & sijill read {batch} --format jsonl -o pipe; wait; wc -l < got", batch.parent)
    assert out(done).strip() == "20"
    assert (batch.parent / "pipe").is_fifo()


def test_standard_output_that_is_closed(batch: Path) -> None:
    done = shell(f"sijill read {batch} --format jsonl >&-", batch.parent)
    assert done.returncode == 1
    assert "standard output is closed" in err(done)
    assert "Traceback" not in err(done)


def test_places_import_skips_bad_lines(tmp_path: Path) -> None:
    (tmp_path / "bin.txt").write_bytes(bytes(range(256)) * 50)
    done = sijill("places", "import", "bin.txt", "--kind", "whosonfirst", "--database", "p.sqlite", cwd=tmp_path)
    assert done.returncode == 1
    assert err(done).startswith("Error: bin.txt:1: needs the columns")
    row = "\t".join(["1", "Testville", "Testville", "x", "33.3", "44.4", "P", "PPL", "IQ", *[""] * 5, "10", "", "34", "Z", "2024-01-01"])
    (tmp_path / "IQ.txt").write_text("\n".join(["short"] * 25 + [row]) + "\n")
    done = sijill("places", "import", "IQ.txt", "--kind", "geonames", "--database", "p.sqlite", cwd=tmp_path)
    assert (done.returncode, out(done)) == (1, "1 places, 2 names in p.sqlite\n")
    lines = err(done).splitlines()
    assert lines[0] == "sijill: IQ.txt:1: has 1 columns where a GeoNames table has 19"
    assert lines[-2:] == ["sijill: … and 5 more", "sijill: 25 lines were skipped, the rest is in"]


def test_a_day_that_can_be_none_and_a_fault_are_told_with_their_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": NEWS, "published": day}) for day in ("0001-01-01", "9999-12-31", "2021-09-12")))
    done = sijill("read", path, "--format", "jsonl")
    assert done.returncode == 0
    dates = [json.loads(line)["events"][0]["date"]["start"] for line in out(done).splitlines()]
    assert dates == [None, None, "2021-09-11"]
    assert f"sijill: {path}:1: 0001-01-01 is no day of publication; it is taken as not known" in err(done)
    for command in ("read", "try"):
        done = sijill(command, NEWS, "--published", "9999-12-31")
        assert done.returncode == 2
        assert "is no day of publication" in err(done)

    def faulty(report: Report, knowledge: object) -> Reading:
        raise RecursionError("too deep")

    monkeypatch.setattr("sijill.reading.read_report", faulty)
    told = [str(o) for o in pool.read_all(read_paths([str(path)]), "jsonl", jobs=1)]
    assert told[1].startswith(f"{path}:2: article ")
    assert "could not be read: RecursionError: too deep" in told[1]


def test_a_terminal_gets_nothing_to_obey(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {"id": "\x1b[31mred", "title": "\x1b[2J\u202eقتل\u2069 جندي\x9b\x85\u2028", "outlet": "x\ty\x07", "text": NEWS}
    path.write_text(json.dumps(record))
    done = sijill("read", path)
    assert done.returncode == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", out(done))
    assert "\\x1b[31mred" in out(done)
    assert "\\x1b[2J" in out(done)
    assert all(line.count("\u2068") == line.count("\u2069") for line in out(done).splitlines())


@pytest.mark.parametrize("country", ["ZZ", "iraq"])
def test_a_country_that_is_none(country: str, batch: Path) -> None:
    done = sijill("read", batch, "--country", country)
    assert (done.returncode, out(done)) == (2, "")
    assert f"{country!r} is no country's code" in err(done)


def test_a_country_in_small_letters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    assert sijill("read", "a.txt", "--country", "iq", "--format", "jsonl", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_id_given_twice_is_told_once(jobs: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "text": text}) for i, text in (("a", NEWS), ("b", MORE), ("a", MORE), ("a", CALM))))
    done = sijill("read", path, "--format", "jsonl", "--jobs", jobs)
    assert done.returncode == 0
    assert len(out(done).splitlines()) == 4
    assert err(done) == f"sijill: {path}:3: the id a stands at {path}:1 too; their records cannot be told apart by it\n"


def test_iso_8859_6_on_standard_input() -> None:
    done = sijill("read", "-", "--format", "jsonl", stdin=NEWS.replace("ُ", "").encode("iso8859_6"))
    assert done.returncode == 0
    assert json.loads(out(done))["events"]
