"""Every command of the register from an empty folder on: what it says, in English and Arabic, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sijill.cli import main
from sijill.cli.export import FORMATS
from tests.register_team import BOMB, BOMB_TOO, PLACES, SHELLS, article, told
from tests.test_register_use import jsonl

COMMANDS = (
    "init", "sources", "sources add", "sources list", "ingest", "link", "incidents", "show", "decide", "decide accept", "decide reject",
    "decide flag", "decide correct", "decide merge", "decide split", "decide undo", "decide log", "decide sample", "decide code",
    "decide agreement", "export", "accounts", "accounts add", "accounts list", "accounts role", "accounts disable", "accounts enable",
    "accounts password", "accounts token", "accounts codes", "verify", "reread",
)  # fmt: skip


@dataclass
class Done:
    code: int
    out: str
    error: str


Sijill = Callable[..., Done]


@pytest.fixture
def sijill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Sijill:
    """Runs the command in an empty folder, through its own entry."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.delenv("SIJILL_DATABASE", raising=False)
    monkeypatch.setenv("SIJILL_REVIEWER", "منى")

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["sijill", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        out, error = capsysbinary.readouterr()
        assert isinstance(left.value.code, int)
        return Done(left.value.code, out.decode("utf-8"), error.decode("utf-8"))

    return run


@pytest.fixture
def filled(sijill: Sijill, tmp_path: Path) -> Sijill:
    """A register with two incidents; one is told twice."""
    person = " وقال المواطن أحمد خليل الجبوري إنه رأى الانفجار."
    captures = [article("a", told(BOMB) + person), article("b", told(BOMB_TOO)), article("c", told(SHELLS, PLACES[1]), outlet="=1+1")]
    path = jsonl(tmp_path / "news.jsonl", captures)
    assert sijill("init").code == 0
    assert sijill("ingest", path).code == 0
    return sijill


def ids(sijill: Sijill, *filters: str) -> list[str]:
    return [json.loads(line)["id"] for line in sijill("incidents", "--format", "jsonl", *filters).out.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_help(command: str, sijill: Sijill) -> None:
    done = sijill(*command.split(), "--help")
    assert (done.code, done.error) == (0, "")
    assert f"sijill {command}" in done.out or command.split()[-1] in done.out
    assert "Options:" in done.out


@pytest.mark.parametrize(
    "command",
    [
        "sources list", "ingest x.txt", "link", "incidents", "show x", "decide accept x", "decide undo 1", "decide log", "export csv",
        "verify", "reread",
    ],
)  # fmt: skip
def test_without_a_register_the_way_to_make_one_is_told(command: str, sijill: Sijill, tmp_path: Path) -> None:
    done = sijill(*command.split())
    assert (done.code, done.out) == (1, "")
    assert "there is no register; make one with `sijill init`" in done.error
    assert list(tmp_path.glob("*.sqlite*")) == []


def test_init_twice_keeps_what_is_there(filled: Sijill) -> None:
    assert "3 reports, 2 incidents" in filled("init").out


def test_sources(sijill: Sijill, tmp_path: Path) -> None:
    sijill("init")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(told(BOMB), encoding="utf-8")
    assert "give paths or addresses, or add sources first" in sijill("ingest").error
    added = sijill("sources", "add", "in", "--outlet", "أرشيف الفريق", "--country", "iq", "--zone", "Asia/Baghdad")
    assert "source 1: أرشيف الفريق, folder in" in added.out
    for arguments, wrong in (
        (("--country", "XX"), "no country's code"),
        (("--zone", "Baghdad"), "is no time zone"),
        (("--leaning", "x"), "--leaning needs --leaning-by"),
    ):
        refused = sijill("sources", "add", "https://example.org/rss", "--outlet", "x", *arguments)
        assert refused.code == 2
        assert wrong in refused.error
    sijill("sources", "add", "in", "--outlet", "أرشيف", "--leaning", "pro-government", "--leaning-by", "a study")
    for lang, head in (("en", "Outlet"), ("ar", "المصدر")):
        listed = sijill("sources", "list", "--lang", lang).out
        assert head in listed
        assert "pro-government (a study)" in listed
    assert "in: 1 new" in sijill("ingest").out
    assert "in: 1 known" in sijill("ingest").out


def test_ingest_tells_what_became_of_each(filled: Sijill, tmp_path: Path) -> None:
    again = filled("ingest", "news.jsonl", "--quiet")
    assert "3 known; the register holds 3 reports, 2 incidents" in again.out
    jsonl(tmp_path / "news.jsonl", [article("b", told(BOMB_TOO, killed=5))])
    with (tmp_path / "news.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"id": "broken"\n')
    done = filled("ingest", "news.jsonl")
    assert done.code == 1
    assert "1 in a new version, 1 not kept" in done.out
    assert "killed: 3 → 5" in done.error
    assert "news.jsonl:2" in done.error
    for arguments, wrong in (
        (("--country", "XX"), "no country's code"),
        (("--inner", "x"), "--inner"),
        (("--published", "12/9"), "is no day"),
    ):
        refused = filled("ingest", "news.jsonl", *arguments)
        assert refused.code == 2
        assert wrong in refused.error
    missing = filled("ingest", "nowhere.txt")
    assert missing.code == 1
    assert "nowhere.txt" in missing.error


def test_link_explains(filled: Sijill) -> None:
    (both,) = ids(filled, "--type", "ied")
    (alone,) = ids(filled, "--type", "shelling")
    assert "2 incidents" in filled("link", "--all", "--quiet").out
    explained = filled("link", "--explain", both)
    assert "the same place" in explained.out
    assert "+1.20" in explained.out
    assert "المكان نفسه" in filled("link", "--explain", both, "--lang", "ar").out
    assert "one report alone" in filled("link", "--explain", alone).out
    assert "there is no incident x" in filled("link", "--explain", "x").error


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ((), 2),
        (("--country", "iq"), 2),
        (("--country", "SY"), 0),
        (("--country", "SY", "--country", "IQ"), 2),
        (("--type", "ied"), 1),
        (("--type", "ied", "--type", "shelling"), 2),
        (("--admin1", "Diyala"), 1),
        (("--since", "2021-09-12", "--until", "2021-09-12"), 2),
        (("--since", "2021-09-13"), 0),
        (("--until", "2021-09-11"), 0),
        (("--weapon", "ied"), 1),
        (("--actor", "nobody"), 0),
        (("--claimed-by", "nobody"), 0),
        (("--outlet", "=1+1"), 1),
        (("--killed", "3"), 2),
        (("--killed", "4"), 0),
        (("--review", "unreviewed"), 2),
        (("--review", "accepted"), 0),
        (("--uncontested", "--text", "بعقوبه"), 1),
        (("--text", "عبوه ناسفه"), 1),
        (("--limit", "1"), 1),
    ],
)
def test_incidents_are_found(filters: tuple[str, ...], found: int, filled: Sijill) -> None:
    assert len(ids(filled, *filters)) == found


def test_incidents_in_a_table(filled: Sijill) -> None:
    assert "Ramadi" in filled("incidents").out
    arabic = filled("incidents", "--lang", "ar").out
    assert "الرمادي" in arabic
    assert "القتلى" in arabic
    assert "more incidents follow" in filled("incidents", "--limit", "1").out
    assert "no incident" in filled("incidents", "--country", "SY").out
    for arguments, wrong in (
        (("--type", "picnic"), "no type of event"),
        (("--text", "،"), "no word to look for"),
        (("--since", "x"), "is no day"),
    ):
        refused = filled("incidents", *arguments)
        assert refused.code == 2
        assert wrong in refused.error


def test_show(filled: Sijill) -> None:
    (both,) = ids(filled, "--type", "ied")
    shown = filled("show", both)
    assert "قُتل" in shown.out
    assert "Decisions" not in shown.out
    assert "الواقعة" in filled("show", both, "--lang", "ar").out or "الحقل" in filled("show", both, "--lang", "ar").out
    record = json.loads(filled("show", both, "--format", "json").out)
    event = record["events"][0]
    assert record["reports"] == ["a", "b"]
    assert json.loads(filled("show", f"{event['report']}#{event['event']}", "--format", "json").out)["id"] == both
    for name in ("x", "a#x"):
        assert f"there is no incident {name}" in filled("show", name).error


def test_decide_from_accepting_to_undoing(filled: Sijill) -> None:
    (both,), (other,) = ids(filled, "--type", "ied"), ids(filled, "--type", "shelling")
    assert filled("decide", "accept", other).out == f"decision 1: accept {other}, by منى\n"
    assert "to reject needs a reason" in filled("decide", "reject", both).error
    assert filled("decide", "flag", both, "--reason", "look").code == 0
    refused = filled("decide", "correct", both, "--field", "killed", "--value", "many", "--reason", "x")
    assert (refused.code, "write 3, or 3-5" in refused.error, "Traceback" in refused.error) == (1, True, False)
    assert filled("decide", "correct", both, "--field", "killed", "--value", "4-6", "--reason", "the list").code == 0
    assert "another must accept" in filled("decide", "accept", both).error
    assert filled("decide", "accept", both, "--reviewer", "سامر").code == 0
    assert ids(filled, "--killed", "6") == [both]
    merged = filled("decide", "merge", both, other, "--reason", "one attack")
    assert merged.code == 0
    (one,) = ids(filled)
    assert "3 events" in filled("decide", "split", one, "a", "b", "c", "--reason", "x").error
    assert "zzz#? is no event" in filled("decide", "split", one, "zzz", "--reason", "x").error
    assert filled("decide", "split", one, "c", "--reason", "another").code == 0
    assert len(ids(filled)) == 2
    assert filled("decide", "undo", "6", "--reason", "no").code == 0
    assert len(ids(filled)) == 1
    assert "undone already" in filled("decide", "undo", "6", "--reason", "no").error
    log = filled("decide", "log").out.splitlines()
    assert len(log) == 7
    assert "split (undone by 7)" in log[5]
    assert filled("decide", "log", "--stale").out == ""
    assert "Decisions" in filled("show", one).out
    assert filled("verify").out.endswith("all is as it was kept\n")
    assert filled("decide", "reject", one, "--reason", "an exercise").code == 0
    assert filled("export", "links").out == ""


def test_double_coding(filled: Sijill) -> None:
    drawn = filled("decide", "sample", "autumn", "--size", "2").out.split()
    assert sorted(drawn) == sorted(ids(filled))
    assert filled("decide", "sample", "autumn", "--seed", "9").out.split() == drawn
    assert "is not in the sample" in filled("decide", "code", drawn[0], "--sample", "x", "--field", "type", "--value", "ied").error
    for reviewer in ("منى", "سامر"):
        for name, kind in zip(drawn, ("ied", "shelling"), strict=True):
            done = filled("decide", "code", name, "--sample", "autumn", "--field", "type", "--value", kind, "--reviewer", reviewer)
            assert done.code == 0
    assert "1.00" in filled("decide", "agreement", "autumn").out
    assert "ألفا" in filled("decide", "agreement", "autumn", "--lang", "ar").out


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "evidence"])
def test_every_export_end_to_end(form: str, filled: Sijill, tmp_path: Path) -> None:
    done = filled("export", form, "-o", "out")
    assert done.code == 0
    content = (tmp_path / "out").read_bytes()
    assert content
    if form == "release":
        head, *lines = map(json.loads, content.decode("utf-8").splitlines())
        assert (head["release"], head["incidents"], len(head["added"]), len(lines)) == (1, 2, 2, 2)
        (name,) = ids(filled, "--type", "ied")
        filled("decide", "correct", name, "--field", "killed", "--value", "4", "--reason", "x")
        assert "release 2: 2 incidents, 0 added, 1 changed, 0 removed" in filled("export", "release", "-o", "out2").error
        return
    about = json.loads((tmp_path / "out.about.json").read_text(encoding="utf-8"))
    assert {"code", "knowledge", "codebook", "sha256"} <= set(about)
    assert about["incidents"] + len(about["left_out"]) == 2
    assert about["incidents"] == 2 or (form == "ucdp" and all(out["reason"] for out in about["left_out"]))
    if form in ("acled", "ucdp", "csv", "hxl"):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) >= 1 + about["incidents"]
        assert not any(cell.startswith("=") for row in rows for cell in row)  # a spreadsheet would count it
    elif form == "geojson":
        assert len(json.loads(content)["features"]) == 2
    elif form == "parquet":
        assert pq.read_table(io.BytesIO(content)).num_rows == 2
    elif form == "links":
        assert sorted(json.loads(line)["reports"] for line in content.splitlines()) == [["a", "b"], ["c"]]
    else:
        assert len([json.loads(line) for line in content.splitlines()]) == 2


def test_an_export_of_some(filled: Sijill) -> None:
    (both,) = ids(filled, "--type", "ied")
    assert json.loads(filled("export", "links", "--type", "ied").out)["incident"] == both
    assert json.loads(filled("export", "links", both).out)["incident"] == both
    assert filled("export", "links", "--killed", "0").out.count("\n") == 2
    assert "there is no incident x" in filled("export", "csv", "x").error
    assert filled("export", "xlsx").code == 2


def test_the_evidence_page_and_the_masks(filled: Sijill, tmp_path: Path) -> None:
    (both,) = ids(filled, "--type", "ied")
    assert "name it" in filled("export", "evidence").error
    for lang, word in (("ar", 'dir="rtl"'), ("en", 'lang="en"')):
        assert filled("export", "evidence", both, "-o", "page.html", "--lang", lang).code == 0
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert word in page
        assert "الرمادي" in page
    for arguments in (("jsonl", "--mask-persons"), ("evidence", both, "--mask-persons")):
        assert "أحمد خليل الجبوري" not in filled("export", *arguments).out
    assert '"mask_persons": true' in filled("export", "jsonl", "--mask-persons").out


def test_verify_tells_what_was_changed_by_another_hand(filled: Sijill, tmp_path: Path) -> None:
    assert filled("verify", "--quiet").code == 0
    with sqlite3.connect(tmp_path / "sijill.sqlite") as connection:
        connection.execute("UPDATE links SET score = 9.0")
        connection.execute("UPDATE projections SET killed_high = 99")
    connection.close()
    done = filled("verify")
    assert done.code == 1
    assert "has the score 9.00; compared again it is" in done.out
    assert "is other than what its statements and decisions give now" in done.out


def test_reread_with_today_s_knowledge(filled: Sijill, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "0 reports read again: nothing changed; 0 stale decisions" in filled("reread").out
    monkeypatch.setattr("sijill.__version__", "99")
    assert "3 reports read again (nothing was written): nothing changed" in filled("reread", "--dry-run", "--quiet").out
    assert "3 reports read again: nothing changed" in filled("reread").out
    assert "0 reports read again" in filled("reread").out
    assert filled("verify").code == 0
