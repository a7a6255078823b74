"""`sijill bench` runs and tells all that it promises, and its figures of accuracy are right on a made example. Nothing is timed here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sijill.bench.accuracy import Found, GoldError, annotation, score
from sijill.bench.growth import KINDS, made
from sijill.bench.invented import grown
from sijill.bench.run import sample
from sijill.bench.tables import markdown
from sijill.bench.works import WORKS
from sijill.extract.lookup import look_up
from sijill.knowledge import load
from sijill.model import Report
from sijill.text import make_doc

ROOT = Path(__file__).resolve().parents[1]
TEXT = "بعقوبة – الرافد: قتل جنديان بانفجار عبوة ناسفة في بعقوبة أمس الاثنين. واتهمت الشرطة تنظيم داعش."
MADE = {
    "id": "made",
    "published": "2021-09-14",
    "text": TEXT,
    "sentences": [[0, TEXT.index(" واتهمت")], [TEXT.index("واتهمت"), len(TEXT)]],
    "relevant": True,
    "events": [
        {
            "type": "ied",
            "mentions": [[0, "انفجار عبوة ناسفة"]],
            "date": {"start": "2021-09-13", "end": "2021-09-13", "precision": "day"},
            "place": {"text": "في بعقوبة"},
            "perpetrators": [{"text": ["تنظيم داعش"], "label": "IS", "kind": "jihadist_group"}],
            "targets": [{"text": "جنديان", "label": "soldiers", "kind": "state_forces"}],
        },
        {
            "type": "killing",
            "mentions": [[0, "قتل جنديان"]],
            "date": {"start": "2021-09-12", "end": "2021-09-13", "precision": "day"},  # a night
        },
        {"type": "killing", "mentions": [[0, "قتل"]], "date": {"start": "2021-09-01", "end": "2021-09-30", "precision": "month"}},
    ],
}


def at(words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def test_accuracy_counts_what_is_annotated_and_what_was_marked() -> None:
    found = Found(
        frozenset({date(2021, 9, 12), date(2021, 9, 14)}),
        {
            "places": (at("بعقوبة", 0), at("بعقوبة", 1)),  # the dateline is no place of an event
            "parties": (at("داعش"), at("الشرطة")),
            "events": (at("انفجار"), at("قتل"), at("اتهمت")),
        },
    )
    figures = {kind: tally.figures() for kind, tally in score([(annotation(MADE), found)]).items()}
    # the night's first day, and not the 13th alone; the day of publication is no event's
    assert figures["days"] == {"p": 0.5, "r": 0.5, "f1": 0.5, "items": 2, "hit": 1, "found": 2}
    assert figures["places"] == {"p": 0.5, "r": 1.0, "f1": 0.6667, "items": 1, "hit": 1, "found": 2}
    assert figures["parties"] == {"p": 0.5, "r": 0.5, "f1": 0.5, "items": 2, "hit": 1, "found": 2}
    assert figures["events"] == {"p": 0.6667, "r": 1.0, "f1": 0.8, "items": 3, "hit": 3, "found": 3}


def test_accuracy_of_nothing_found_is_no_precision() -> None:
    figures = score([(annotation(MADE), Found())])["days"].figures()
    assert figures == {"p": None, "r": 0.0, "f1": None, "items": 2, "hit": 0, "found": 0}


def test_a_line_that_is_no_annotation_is_named() -> None:
    with pytest.raises(GoldError, match="article made: not in the form of an annotation"):
        annotation({**MADE, "events": [{"mentions": [[7, "قتل"]]}]})


def _found(name: str) -> Found:
    work = WORKS[name]
    if work.package and find_spec({"pyahocorasick": "ahocorasick"}.get(work.package, work.package)) is None:
        pytest.skip(f"{work.package} is not installed")
    started = work.start(1, lambda reports, jobs: (_record(report) for report in reports))
    report = Report(TEXT, published=date(2021, 9, 14))
    return started.found(report, next(iter(started.run([report]))))


def _record(report: Report) -> str:
    from sijill.exports.record import record_line
    from sijill.reading import read_report

    return record_line(read_report(report, load()))


@pytest.mark.parametrize("name", [name for name in WORKS if name != "Maha"])
def test_what_each_finds_points_at_words(name: str) -> None:
    found = _found(name)
    if "days" in WORKS[name].kinds:
        assert date(2021, 9, 13) in found.days
    marked = {kind: {TEXT[start:end] for start, end in ranges} for kind, ranges in found.ranges.items()}
    if "places" in WORKS[name].kinds:
        assert any("بعقوبة" in words for words in marked["places"])
        assert any("داعش" in words for words in marked["parties"])
        assert any("انفجار" in words or "قتل" in words for words in marked["events"])


def test_invented_entries_are_many_and_match_next_to_nothing() -> None:
    texts = [json.loads(line)["text"] for line in sample().read_text(encoding="utf-8").splitlines()[:10]]
    small, large = load(), grown(2, texts)
    assert len(large.lexicon.entries) == 2 * len(small.lexicon.entries)
    assert len(large.gazetteer.rows) > 1.9 * len(small.gazetteer.rows)
    for text in texts:
        doc = make_doc(text)
        matches = look_up(doc, large.lexicon).matches
        assert len([m for m in matches if "invented" in m.entry.id]) <= 1
        assert {m.entry.id for m in look_up(doc, small.lexicon).matches} <= {m.entry.id for m in matches}


@pytest.mark.parametrize("kind", list(KINDS))
def test_long_texts_have_their_length_and_their_words(kind: str) -> None:
    texts = [TEXT, TEXT.replace("بعقوبة", "الموصل")]
    text = made(kind, texts, 5_000)
    assert 4_990 <= len(text.encode()) <= 5_000
    assert set(text.split()[:-1]) <= set(" ".join(texts).replace(":", "").replace(".", "").split()) | set(" ".join(texts).split())
    assert ("." in text) == (kind != "no punctuation")


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "160"}
    command = [sys.executable, "-m", "sijill", "bench", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=600)


def test_the_whole_of_it_runs(tmp_path: Path) -> None:
    articles, gold, figures = tmp_path / "articles.jsonl", tmp_path / "gold.jsonl", tmp_path / "figures.json"
    lines = sample().read_text(encoding="utf-8").splitlines()
    articles.write_text("\n".join(json.dumps({"id": str(i), "text": json.loads(lines[i])["text"]}) for i in range(3)), encoding="utf-8")
    gold.write_text("\n".join(lines[:2]), encoding="utf-8")
    done = bench("--quick", "--count", "4", "--articles", articles, "--gold", gold, "--json", figures, "--markdown")
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))
    rows = {(row["name"], row["jobs"]): row for row in result["speed"]}
    assert {("sijill read", 1), ("sijill read", 2), ("sijill names and times", 1), ("sijill times", 1)} <= set(rows)
    assert all(row["articles"] == 4 and row["articles_per_s"] > 0 and row["peak_mb"] > 1 for row in rows.values())
    assert result["input"]["read"] == 4
    assert result["input"]["different"] == 3
    assert result["accuracy"]["sijill read"]["days"]["items"] > 0
    told = {work.name for work in WORKS.values() if work.package}
    assert told == {name for name, _ in rows if WORKS[name].package} | set(result["left_out"])
    assert set(result["growth"]["letters"]) == set(KINDS)
    assert all(told["ratio"] > 0 for told in result["growth"]["letters"].values())
    assert all(seconds > 0 for seconds in result["starts"].values())
    assert done.stdout == markdown(result)
    assert "| sijill read | 1 |" in done.stdout
    assert "sijill: sijill read, 2 processes, round 1 of 1" in done.stderr


def test_a_file_that_cannot_be_used_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a", "text": "قتل جنديان"}\n', encoding="utf-8")
    done = bench("--gold", bad)
    assert done.returncode == 2
    assert "bad.jsonl: article a: not in the form of an annotation" in done.stderr
    assert "round 1" not in done.stderr
