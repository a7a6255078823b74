"""The number grammar: its table, its lexicon's own examples, and every integer below a million."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.numbers import Number, find_figures, find_numbers
from sijill.knowledge.files import RawEntry
from sijill.knowledge.number_words import NumberWords
from sijill.knowledge.surfaces import as_written, clothed
from sijill.reading.proof import prove_word
from sijill.reading.proof import shown_number as shown
from sijill.text import Doc, bare, fold_text, make_doc
from tests.grammar_words import entries, grammars

ROWS: list[dict[str, str]] = yaml.load((Path(__file__).parent / "tables" / "numbers.yaml").read_text("utf-8"), yaml.BaseLoader)["rows"]
DUALS = {
    fold_text(word): "noun.test"
    for word in [
        "قتيلان",
        "قتيلين",
        "جنديان",
        "جنديين",
        "شخصان",
        "شخصين",
        "طفلتان",
        "طفلتين",
        "عمليتان",
        "عمليتين",
        "عمليتي",
        "رتلان",
        "رتلين",
    ]
}


def words() -> NumberWords:
    return grammars().numbers


def read(text: str, *, every: bool = False) -> tuple[Doc, list[Number]]:
    doc = make_doc(text)
    return doc, (find_figures if every else find_numbers)(doc, words(), DUALS)


def quote(doc: Doc, number: Number) -> str:
    return doc.evidence(number.start, number.end).quote


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"]))
def test_table(row: Mapping[str, str]) -> None:
    doc, found = read(row["text"])
    if "none" in row:
        assert [(quote(doc, n), shown(n)) for n in found] == []
        return
    assert (row["finds"], row["value"]) in [(quote(doc, n), shown(n)) for n in found]
    number = next(n for n in found if quote(doc, n) == row["finds"])
    if "noun" in row:
        assert number.noun is not None
        assert doc.words[number.noun].text.endswith(fold_text(row["noun"]))


def test_table_is_large_enough() -> None:
    assert len(ROWS) >= 200


@pytest.mark.parametrize("entry", [e for e in entries() if e.id.startswith("number.")], ids=lambda entry: entry.id)
def test_lexicon_examples(entry: RawEntry) -> None:
    assert [str(fault) for fault in prove_word(entry, grammars())] == []
    assert all(example["why"] for example in entry.examples("ignores"))


MALE = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
FEMALE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع", "عشر"]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
TENS_OBLIQUE = [t[:-2] + "ين" if t else "" for t in TENS]


def below_hundred(n: int, *, female: bool, oblique: bool) -> str:
    units = FEMALE if female else MALE
    if n <= 10:
        return units[n]
    if n < 20:
        unit = {11: "إحدى" if female else "أحد", 12: "اثنتا" if female else "اثنا"}.get(n, units[n - 10])
        return f"{unit} {'عشرة' if female else 'عشر'}"
    ten = (TENS_OBLIQUE if oblique else TENS)[n // 10]
    return f"{units[n % 10]} و{ten}" if n % 10 else ten


def below_thousand(n: int, *, female: bool, oblique: bool, old: bool) -> str:
    hundred, rest = divmod(n, 100)
    base = "مائة" if old else "مئة"
    parts = []
    if hundred == 1:
        parts.append(base)
    elif hundred == 2:
        parts.append(base[:-1] + ("تين" if oblique else "تان"))
    elif hundred:
        parts.append((["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"])[hundred - 3] + base)
    if rest:
        parts.append(below_hundred(rest, female=female, oblique=oblique))
    return " و".join(parts)


def written(n: int, *, female: bool, oblique: bool, old: bool) -> str:
    """An integer below a million in words: gender of the noun, case of the tens, older spelling of the hundred."""
    thousand, rest = divmod(n, 1000)
    parts = []
    if thousand == 1:
        parts.append("ألف")
    elif thousand == 2:
        parts.append("ألفين" if oblique else "ألفان")
    elif thousand:
        many = below_thousand(thousand, female=False, oblique=oblique, old=old)
        parts.append(many + (" آلاف" if 3 <= thousand % 100 <= 10 else " ألف"))
    if rest:
        parts.append(below_thousand(rest, female=female, oblique=oblique, old=old))
    return " و".join(parts)


@given(st.integers(3, 999_999), st.booleans(), st.booleans(), st.booleans())
def test_any_integer_in_words_reads_back(n: int, female: bool, oblique: bool, old: bool) -> None:
    doc, found = read(f"وأحصى التقرير {written(n, female=female, oblique=oblique, old=old)} قتيلا")
    assert [(number.value.low, number.value.high, number.kind) for number in found] == [(n, n, "cardinal")], [quote(doc, x) for x in found]


@given(st.integers(3, 999_999), st.sampled_from(["{:d}", "{:,}"]), st.booleans())
def test_any_integer_in_digits_reads_back(n: int, form: str, arabic: bool) -> None:
    text = form.format(n)
    if arabic:
        text = text.translate({ord("0") + d: chr(0x660 + d) for d in range(10)} | {ord(","): "٬"})
    _, found = read(f"وأحصى التقرير {text} قتيلا")
    assert [(number.value.low, number.kind) for number in found] == [(n, "cardinal")]


@given(st.lists(st.sampled_from([r["text"] for r in ROWS] + ["\u200f", "ـ", "و", "،", "\n", "5"]), max_size=6))
def test_spans_point_at_raw_words_and_never_overlap(parts: list[str]) -> None:
    doc, found = read(" ".join(parts), every=True)
    last = 0
    for number in found:
        assert last <= number.first < number.last
        last = number.last
        assert doc.words[number.first].start <= number.start < number.end
        assert quote(doc, number)
        assert number.noun is None or 0 <= number.noun < len(doc.words)


def test_nothing_is_carried_from_one_text_to_the_next() -> None:
    first = read("قتل ثلاثة جنود")[1]
    read("قتل 5 مدنيين")
    assert read("قتل ثلاثة جنود")[1] == first


def test_context_words_are_written_as_they_are_read() -> None:
    """What `bare` and the joined letters take away from a word is put before it, and nothing else."""
    words = {"بين", "ان", "ل", "سوق", "القاعده", "والي"}
    parts = ("", "و", "ف", "ب", "ك", "ل", "ال", "لل", "ولل")
    written = {a + b + c + word for a in parts for b in parts for c in parts for word in words}
    for word in written:
        assert (bare(word) in words) == (word in clothed(words)), word
        assert (word in words or bare(word) in words or (word[0] in "وفبل" and word[1:] in words)) == (word in as_written(words)), word
