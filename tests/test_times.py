"""The time grammar: its table, its lexicon's own examples, and what must hold of any date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.times import TimeExpression, find_times
from sijill.knowledge.files import RawEntry
from sijill.knowledge.time_words import TimeWords
from sijill.model import When
from sijill.reading.proof import prove_word
from sijill.resolve.times import resolve_time
from sijill.text import make_doc
from tests.grammar_words import entries, grammars

ROWS: list[dict[str, str]] = yaml.load((Path(__file__).parent / "tables" / "times.yaml").read_text("utf-8"), yaml.BaseLoader)["rows"]


def words() -> TimeWords:
    return grammars().times


def read(text: str, published: str | None) -> list[tuple[str, When, TimeExpression]]:
    doc = make_doc(text)
    day = date.fromisoformat(published) if published else None
    return [(doc.evidence(t.start, t.end).quote, resolve_time(t, day), t) for t in find_times(doc, words())]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"]))
def test_table(row: Mapping[str, str]) -> None:
    found = read(row["text"], row.get("published"))
    if "none" in row:
        assert [quote for quote, _, _ in found] == []
        return
    assert row["finds"] in [quote for quote, _, _ in found]
    when = next(when for quote, when, _ in found if quote == row["finds"])
    expected = (row.get("start", "None"), row.get("end", "None"), row.get("precision", "none"), row.get("clock"))
    assert (str(when.start), str(when.end), when.precision, when.clock) == expected
    assert when.rule if when.start else when.reason


def test_table_is_large_enough() -> None:
    assert len(ROWS) >= 300


@pytest.mark.parametrize("entry", [e for e in entries() if e.id.startswith("time.")], ids=lambda entry: entry.id)
def test_lexicon_examples(entry: RawEntry) -> None:
    assert [str(fault) for fault in prove_word(entry, grammars())] == []
    assert all(example["why"] for example in entry.examples("ignores"))


def test_every_entry_has_its_proof() -> None:
    for entry in entries():
        assert entry.examples("matches"), entry.id
        assert entry.examples("ignores"), entry.id


LEVANT = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"]
EGYPT = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
MAGHREB = ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
MOROCCO = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]
FAMILIES = (LEVANT, EGYPT, MAGHREB, MOROCCO)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(FAMILIES), st.sampled_from(["{d} {m} {y}", "{d} من {m} {y}", "يوم {d} {m} من عام {y}", "{d} شهر {m} سنة {y}"]))
def test_any_date_reads_back(day: date, family: list[str], form: str) -> None:
    written = form.format(d=day.day, m=family[day.month - 1], y=day.year)
    found = read(f"قصفوا الحي في {written} ثم انسحبوا", None)
    assert (day, day, "day") in [(w.start, w.end, w.precision) for _, w, _ in found]


@given(DAYS, st.sampled_from(["{d}/{m}/{y}", "{y}-{m:02d}-{d:02d}", "{d:02d}.{m:02d}.{y}"]))
def test_any_date_in_digits_reads_back(day: date, form: str) -> None:
    found = read("صدر بتاريخ " + form.format(d=day.day, m=day.month, y=day.year), None)
    assert [(w.start, w.end) for _, w, _ in found] == [(day, day)]


@given(DAYS, st.integers(2, 300))
def test_days_ago(published: date, amount: int) -> None:
    if published - timedelta(days=amount) < date(1900, 1, 1):
        return
    noun = "أيام" if 3 <= amount <= 10 else "يوما"
    text = "قتل قبل يومين" if amount == 2 else f"قتل قبل {amount} {noun}"
    ((_, when, _),) = read(text, published.isoformat())
    assert when.start == when.end == published - timedelta(days=amount)


@given(DAYS, st.sampled_from(["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]))
def test_a_weekday_is_within_the_last_week(published: date, weekday: str) -> None:
    ((_, when, _),) = read(f"قصفوا الحي {weekday} بالمدفعية", published.isoformat())
    assert when.start is not None
    assert timedelta() <= published - when.start < timedelta(days=7)
    assert when.rule


@given(st.lists(st.sampled_from([r["text"] for r in ROWS] + ["\u200f", "ـ", " ", "،", "\n"]), max_size=6))
def test_spans_point_at_raw_words_and_never_overlap(parts: list[str]) -> None:
    doc = make_doc(" ".join(parts))
    last = 0
    for time in find_times(doc, words()):
        assert last <= time.first < time.last
        last = time.last
        assert doc.words[time.first].start <= time.start < time.end
        evidence = doc.evidence(time.start, time.end)
        assert doc.raw[evidence.start : evidence.end] == evidence.quote


def test_context_settles_the_same_day() -> None:
    doc = make_doc("وفي اليوم نفسه قتل آخر، وفي اليوم التالي انسحبوا")
    first, second = find_times(doc, words())
    context = When(date(2015, 8, 3), date(2015, 8, 3), "day")
    assert resolve_time(first, None, context=context).start == date(2015, 8, 3)
    assert resolve_time(second, None, context=context).start == date(2015, 8, 4)


def test_a_clock_behind_a_month_is_no_year() -> None:
    assert [(quote, str(when.start)) for quote, when, _ in read("في مارس/7:15 قتل", "2021-09-12")] == [("مارس", "2021-03-01")]


def test_without_publication_the_reason_is_told() -> None:
    ((_, when, _),) = read("قتلوا أمس", None)
    assert when == When(None, None, "none", None, "", "relative to a publication date that is not known")
