"""Readings out: record, CSV, table, data frame, page."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sijill.evaluation import predicted_article
from sijill.exports import COLUMNS, article_record, csv_text, record_line, rows_of
from sijill.exports.frame import to_frame
from sijill.exports.labels import count_name, when_name
from sijill.exports.page import page, segments
from sijill.exports.table import console_for, print_readings
from sijill.model import Count, Reading, Report, When
from tests.sample_readings import FIRST, NOTHING, READING, REPORT, SECOND


def test_record_has_the_keys_of_the_contract_in_order() -> None:
    record = article_record(READING)
    assert list(record)[:3] == ["article", "relevant", "events"]
    assert list(record["article"]) == ["id", "title", "outlet", "published", "url", "sha256"]
    event = record["events"][0]
    assert list(event)[:19] == [
        "id", "type", "status", "aggregate", "factuality", "date", "time", "place", "perpetrators", "targets", "claimed_by", "weapons",
        "killed", "wounded", "captured", "sources", "confidence", "evidence", "accused",
    ]  # fmt: skip
    assert event["date"] == {"start": "2021-09-12", "end": "2021-09-12", "precision": "day"}
    assert list(event["place"]) == ["text", "name", "admin1", "country", "lat", "lon", "precision", "gazetteer_id"]
    assert event["perpetrators"] == [
        {"text": "جماعة تسمي نفسها «سرايا الفجر»", "label": "Saraya al-Fajr", "kind": "militia", "actor_id": "actor.iq.sample"}
    ]


def test_counts_tell_zero_from_unknown() -> None:
    first, second, *_ = article_record(READING)["events"]
    assert (first["killed"], first["wounded"], first["captured"]) == ([2, 2], None, None)
    assert first["qualifiers"] == {"wounded": "some"}
    assert second["killed"] == [0, 0]


def test_evidence_points_at_the_words() -> None:
    for event in article_record(READING)["events"]:
        for spans in event["evidence"].values():
            assert all(REPORT.text[start:end].strip() for start, end in spans)
    first = article_record(READING)["events"][0]
    assert [REPORT.text[s:e] for s, e in first["evidence"]["place"]] == ["قرب الرمادي", "الأنبار"]
    assert predicted_article(article_record(READING)).relevant


def test_dropped_things_stay_with_stage_and_reason() -> None:
    (dropped,) = article_record(READING)["dropped"]
    assert (dropped["stage"], dropped["text"]) == ("weed", "هجوم")
    assert dropped["reason"].startswith("sport")
    assert REPORT.text[slice(*dropped["span"])] == "هجوم"


def test_an_open_date_says_why() -> None:
    open_ = replace(FIRST.date, value=When(None, None, "none", reason="no publication date to count from"))  # type: ignore[type-var]
    event = article_record(replace(READING, events=(replace(FIRST, date=open_),)))["events"][0]
    assert event["date"] == {"start": None, "end": None, "precision": "none"}
    assert event["reasons"] == {"date": "no publication date to count from"}


def test_the_line_is_one_line_and_the_same_twice() -> None:
    assert "\n" not in record_line(READING)
    assert record_line(READING) == record_line(READING)
    assert json.loads(record_line(READING)) == article_record(READING)


def test_csv_has_a_row_an_event_and_its_columns() -> None:
    text = csv_text(rows_of(READING))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == list(COLUMNS)
    assert [r["type"] for r in rows] == ["ied", "armed_attack", "drone_strike", "withdrawal"]
    assert (rows[0]["killed_low"], rows[0]["wounded_low"], rows[1]["killed_high"]) == ("2", "", "0")
    assert rows[2]["denied_by"] == "US forces"
    assert rows_of(NOTHING) == []


def test_csv_defuses_formulas() -> None:
    reading = Reading(Report("=1+1\n" + REPORT.text, outlet="@SUM(A1)", id="+x"), (FIRST,), (), (), "k")
    row = next(csv.DictReader(io.StringIO(csv_text(rows_of(reading)))))
    assert (row["outlet"], row["article_id"]) == ("'@SUM(A1)", "'+x")


def test_data_frame_has_types() -> None:
    frame = to_frame([READING, NOTHING])
    assert frame.shape == (4, len(COLUMNS))
    assert frame["date_start"].dt.year.tolist() == [2021, 2021, 2021, 2011]
    assert int(frame["killed_low"].sum()) == 2
    assert frame["killed_low"].isna().tolist() == [False, False, True, True]
    assert to_frame([]).empty
    assert len(to_frame(READING)) == 4


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_table_lines_fit_and_isolate_each_cell(lang: str, width: int) -> None:
    out = io.StringIO()
    print_readings([READING, NOTHING], console_for(out, width), lang)
    text = out.getvalue()
    for line in text.splitlines():
        assert cell_len(line) <= width
        assert line.count("\u2068") == line.count("\u2069")
        depth = 0
        for letter in line:  # isolates open and close in turn, never inside one another
            depth += (letter == "\u2068") - (letter == "\u2069")
            assert depth in (0, 1)
    assert ("خبر" if lang == "ar" else "news") in text


def test_names_of_days_and_counts() -> None:
    day = FIRST.date.value if FIRST.date else None
    assert when_name(day, "en") == "Sunday 12 September 2021"
    assert when_name(day, "ar") == "الأحد 12 أيلول/سبتمبر 2021"
    assert when_name(None, "en") == ""
    counts = (Count(3, 3), Count(3, 5), Count(0, 0, "none"), Count(9, 9, "at_least"), Count(None, None, "tens"))
    assert [count_name(c, "en") for c in counts] == [
        "3", "3–5", "none", "at least 9", "tens",
    ]  # fmt: skip


@given(
    st.text(alphabet="اب ج\n", max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20), st.sampled_from("xyz")), max_size=12),
)
def test_segments_cover_the_text_and_nothing_else(text: str, drawn: list[tuple[int, int, str]]) -> None:
    """However spans overlap, the pieces put together are the text, and each knows exactly which spans cover it."""
    marks = [(s, min(s + n, len(text)), f"{key}{i}", "news") for i, (s, n, key) in enumerate(drawn) if s < len(text)]
    lines = segments(text, marks)
    pieces = [" ".join("".join(seg.text for seg in line).split()) for line in lines]
    assert pieces == [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    for start, end, key, _ in marks:
        covered = "".join(seg.text for line in lines for seg in line if key in seg.keys)
        blank_lines_apart = "".join(c for line in _kept(text) for i, c in line if start <= i < end)
        assert covered == blank_lines_apart


def _kept(text: str) -> list[list[tuple[int, str]]]:
    lines: list[list[tuple[int, str]]] = [[]]
    for i, c in enumerate(text):
        if c == "\n":
            lines.append([])
        else:
            lines[-1].append((i, c))
    return [line for line in lines if "".join(c for _, c in line).strip()]


def test_page_is_self_contained_and_right_to_left() -> None:
    html = page([READING, NOTHING], lang="ar")
    assert '<html lang="ar" dir="rtl"' in html
    assert not re.search(r"<(?:link|img|iframe|script\s+src)", html)
    assert not re.search(r"\son[a-z]+\s*=", html)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest", html)
    assert list(re.findall(r'(?:href|src)="([^"#][^"]*)"', html)) == ["https://example.org/a/1"]
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert "default-src 'none'" in policy[1].replace("&#39;", "'")


def test_page_escapes_what_the_article_says() -> None:
    attack = '<script>alert(1)</script> "onmouseover=x" هجوم في بغداد'
    reading = Reading(Report(attack, title="<b>x</b>", outlet='"><img src=x>', url="javascript:alert(1)", id="<i>"), (), (), (), "k")
    html = page([reading])
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<b>x" not in html
    assert "javascript:alert" not in html
    assert html.count("<script>") == 1


def test_page_keeps_news_and_background_apart() -> None:
    html = page([READING], lang="en")
    assert html.count('<article class="card news"') == 3
    assert html.count('<article class="card background"') == 1
    assert html.index("Reported as news") < html.index("Recalled as background")
    assert 'class="value chip doubt"' in html
    assert "is-loaded" in html


def test_page_of_two_hundred_articles_is_quick() -> None:
    began = time.perf_counter()
    html = page([READING] * 200)
    assert time.perf_counter() - began < 10
    assert html.count('<section class="sheet"') == 200


def test_ten_thousand_nested_marks_do_not_hang() -> None:
    text = "ا" * 20_000
    marks: list[tuple[int, int, str, str]] = [(i, 20_000 - i, f"k{i}", "news") for i in range(300)]
    began = time.perf_counter()
    (line,) = segments(text, marks)
    assert time.perf_counter() - began < 5
    assert "".join(s.text for s in line) == text


def test_the_same_claim_is_not_told_twice_in_the_table() -> None:
    out = io.StringIO()
    print_readings([replace(READING, events=(SECOND,))], console_for(out, 200), "en")
    assert "(who claims it)" in out.getvalue()


def test_a_record_of_a_reading_without_a_title_has_null() -> None:
    record: dict[str, Any] = article_record(NOTHING)
    assert (record["article"]["title"], record["relevant"], record["events"]) == (None, False, [])


def test_a_value_of_the_page_runs_in_the_direction_of_its_language() -> None:
    html = page([READING], lang="en")
    assert '<bdi class="en" lang="en" dir="ltr">' in html
    assert '<bdi class="ar" lang="ar" dir="rtl">' in html
