"""Words, clitics, sentences, datelines, related links, quotations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.text import BREAK, CLOSE, QUOTE, analyses, bare, make_doc
from sijill.text.spelled import spelled


@pytest.mark.parametrize(
    ("word", "rests"),
    [
        ("والقوات", {"القوات", "قوات"}),
        ("للجيش", {"جيش"}),
        ("بالموصل", {"موصل"}),
        ("وبالقرب", {"قرب"}),
        ("سيقصف", {"يقصف"}),
        ("فلوجه", {"فلوجه"}),
        ("كركوك", {"كركوك"}),
        ("وكركوك", {"كركوك"}),
    ],
)
def test_every_way_of_reading_a_word_is_offered(word: str, rests: set[str]) -> None:
    assert rests <= {a.rest for a in analyses(word)}
    assert analyses(word)[0].rest == word


@given(st.text("ابتثجكلموفسي", min_size=1, max_size=12))
def test_an_analysis_puts_together_what_it_parts(word: str) -> None:
    for reading in analyses(word):
        assert word[reading.offset :] == reading.rest
        assert len(reading.rest) >= min(2, len(word))


def test_bare_guesses_by_form() -> None:
    assert bare("بالقوات") == "قوات"
    assert bare("كركوك") == "كركوك"


def test_a_missing_space_after_a_full_stop_ends_the_sentence() -> None:
    doc = make_doc("قتل ثلاثة جنود.وأصيب آخرون في الهجوم. ثم انسحب المهاجمون")
    assert len(doc.sentences) == 3


def test_a_decimal_and_a_clock_do_not_end_a_sentence() -> None:
    doc = make_doc("عند الساعة 7.15 صباحا سقط 3.5 طن من الركام")
    assert len(doc.sentences) == 1
    assert [w.text for w in doc.words if w.text[0].isdigit()] == ["7.15", "3.5"]


def test_the_first_short_line_is_the_title() -> None:
    doc = make_doc("مقتل جنديين في كمين\nقتل جنديان في كمين قرب البلدة مساء أمس.\nوقال مصدر إن الكمين وقع ليلا.")
    assert [s.kind for s in doc.sentences] == ["title", "body", "body"]


def test_related_links_are_no_part_of_the_article() -> None:
    doc = make_doc("انفجار في السوق\nانفجرت عبوة في السوق.\nاقرأ أيضا: مقتل عشرة في غارة على المدينة")
    assert doc.sentences[-1].kind == "link"


def test_a_dateline_is_found() -> None:
    doc = make_doc("بغداد – الرافد: قتل شرطي بانفجار عبوة.")
    assert doc.layout.dateline is not None
    start, end = doc.layout.dateline
    assert doc.folded.text[start:end].startswith("بغداد")


def test_what_stands_between_words() -> None:
    doc = make_doc("مجموعة «أصحاب الكهف»، وأخرى")
    assert [w.gap for w in doc.words] == [BREAK, QUOTE, CLOSE, BREAK]


def test_quotations_close_on_their_line() -> None:
    doc = make_doc('قال "سننسحب غدا" ثم غادر\nوأضاف "كلام بلا إغلاق\nسطر آخر')
    assert [doc.folded.text[q.start : q.end] for q in doc.quotes] == ["سننسحب غدا"]


@given(st.text('قتل جنود.،\n"«»:؟! 123ـَُ\u200f', max_size=200))
def test_every_word_maps_to_raw_text(raw: str) -> None:
    doc = make_doc(raw)
    for word in doc.words:
        evidence = doc.evidence(word.start, word.end)
        assert raw[evidence.start : evidence.end] == evidence.quote
        assert doc.sentences[word.sentence].first <= word.index < doc.sentences[word.sentence].last


@pytest.mark.parametrize(("particle", "article"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_word_is_spelled_as_it_can_be_analysed(particle: bool, article: bool) -> None:
    words = {"قبل", "لغم", "ال", "ل", "لل", "فصل", "صل", "وصل", "كان", "ان"}
    spellings = spelled(words, particle=particle, article=article)
    parts = ("", "و", "ف", "ب", "ك", "ل", "س", "ال", "ا")
    written = {a + b + c + d + word for a in parts for b in parts for c in parts for d in parts for word in words}
    assert spellings <= written
    for word in written:
        found = any(r.rest in words and (particle or not r.particle) and (article or not r.article) for r in analyses(word))
        assert found == (word in spellings), word
