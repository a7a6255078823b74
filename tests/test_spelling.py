"""What is kept for a word as it is spelled, and finds told by where they begin."""

from __future__ import annotations

import pickle
import random
import re
from dataclasses import dataclass, replace
from datetime import date

import pytest

from sijill.extract.ordered import Ordered, beginning, covering, ending, within
from sijill.knowledge import Knowledge, load
from sijill.knowledge.files import RawEntry
from sijill.knowledge.lexicon import with_entry
from sijill.model import Report
from sijill.reading import read_report
from sijill.reading.annotate import annotate
from sijill.reading.later import Mentions
from sijill.reading.mentions import mentions_of
from sijill.text import analyses, clitics, fold_text, make_doc, rests
from tests.batch_inputs import articles

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")  # what a word is
TEXT = "قصفت كتيبة الزعفران القرية بالصواريخ، وقُتل 3 جنود في درعا يوم 5 أيار 2021. والكتيبة نفتْ(ذلك)12كم"


@dataclass(frozen=True, slots=True)
class Find:
    first: int
    last: int


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def test_a_word_tells_what_is_told_of_its_letters() -> None:
    for word in make_doc(TEXT).words:
        assert word.analyses == analyses(word.text)
        assert word.rests == rests(word.text) == {a.rest for a in word.analyses}


def test_the_words_are_the_same_whether_they_were_met_before_or_not() -> None:
    before = make_doc(TEXT)
    after = make_doc(TEXT)
    assert [
        w.text for w in before.words
    ] == "قصفت كتيبه الزعفران القريه بالصواريخ وقتل 3 جنود في درعا يوم 5 ايار 2021 والكتيبه نفت ذلك 12 كم".split()
    assert [replace(w) for w in before.words] == [replace(w) for w in after.words]
    assert all(one.spelling is two.spelling for one, two in zip(before.words, after.words, strict=True))
    assert all(before.folded.text[w.start : w.end] == w.text for w in before.words)


def test_words_and_the_way_back_in_texts_with_marks_anywhere() -> None:
    chance = random.Random(3)
    marks = " .,:;،؛؟!()[]\"'-/…\u00a0\t«»0123456789ab٣é\u200f_²½ـًّﻻ"
    for article in articles(60):
        raw = "".join(letter if chance.random() > 0.1 else chance.choice(marks) + chance.choice(("", letter)) for letter in article["text"])
        doc = make_doc(raw)
        expected = [(m.start(), m.group()) for part in doc.layout.parts for m in WORD.finditer(doc.folded.text, part.start, part.end)]
        assert [(word.start, word.text) for word in doc.words] == expected
        starts = {start: letter for letter, start in reversed(list(enumerate(map(doc.folded.raw_start, range(len(doc.folded.text))))))}
        assert sorted(starts) == list(starts)[::-1]  # never back
        assert all(fold_text(raw[start]) for start in starts)


def test_so_many_words_are_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    if clitics.__file__.endswith(".so"):
        pytest.skip("compiled, the number stands in the machine code")
    monkeypatch.setattr(clitics, "KEPT", 50)
    for number in range(200):
        assert analyses(f"كلمه{number}")[0].rest == f"كلمه{number}"
        assert number == 0 or len(clitics._SPELLINGS) <= 50


def test_two_lexicons_in_turns_find_each_its_own(knowledge: Knowledge) -> None:
    entry = RawEntry("actors/test.yaml", "actor.spelling_zafaran", {"say": ["كتيبة الزعفران"], "kind": "armed_group"})
    larger = replace(knowledge, lexicon=with_entry(knowledge.lexicon, entry))
    report = Report(TEXT, published=date(2021, 5, 6))
    for _ in range(3):
        for known, told in ((knowledge, False), (larger, True)):
            found = {m.entry.id for m in annotate(report, known).lookup.matches}
            assert ("actor.spelling_zafaran" in found) is told


def test_mentions_are_found_later_and_are_those_of_the_reading(knowledge: Knowledge) -> None:
    report = Report(TEXT, published=date(2021, 5, 6))
    mentions = read_report(report, knowledge).mentions
    expected = mentions_of(annotate(report, knowledge))
    assert len(expected) > 5
    assert mentions == expected
    assert list(mentions) == list(expected)
    assert (len(mentions), mentions[0], mentions[-2:]) == (len(expected), expected[0], expected[-2:])
    assert mentions == Mentions(report, knowledge)
    assert mentions != expected[1:]
    assert repr(mentions) == repr(expected)
    again = pickle.loads(pickle.dumps(mentions))
    assert isinstance(again, tuple)
    assert again == expected


@pytest.mark.parametrize("in_order", [True, False])
def test_finds_by_where_they_begin(in_order: bool) -> None:
    chance = random.Random(7)
    for size in (0, 1, 2, 9, 40):
        finds = [Find(first, first + chance.randrange(1, 6)) for first in (chance.randrange(60) for _ in range(size))]
        if in_order:
            finds.sort(key=lambda f: f.first)
        ordered = Ordered(finds)
        for _ in range(300):
            first, last = chance.randrange(-5, 70), chance.randrange(-5, 70)
            assert within(ordered, first, last) == [f for f in finds if first <= f.first < last] == within(finds, first, last)
            assert beginning(ordered, first) == [f for f in finds if f.first == first]
            assert covering(ordered, first) == [f for f in finds if f.first <= first < f.last]
            assert ending(ordered, first) == [f for f in finds if f.last == first and f.first <= first]
        assert list(ordered) == finds
