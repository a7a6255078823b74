"""Copies of one story are one source, whatever the order; two stories of one pattern are not."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.knowledge import load
from sijill.link import agencies, agency_of, group_copies
from sijill.link.copies import shared
from sijill.model import Report
from sijill.reading import read_report

DAY = date(2021, 9, 12)
LEAD = "قُتل جنديان وأصيب ثالث بانفجار عبوة ناسفة استهدفت دورية للجيش على الطريق بين بعقوبة وخانقين مساء الأحد، بحسب مصدر أمني."
MORE = (
    "وقال المصدر إن العبوة كانت مزروعة إلى جانب الطريق وإن قوة أمنية وصلت إلى المكان ونقلت الجرحى إلى مستشفى قريب.",
    "وأضاف أن حملة تفتيش بدأت في القرى المجاورة بحثا عن المنفذين ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى ساعة إعداد هذا الخبر.",
    "وتشهد المحافظة منذ أشهر هجمات متكررة بعبوات ناسفة على أرتال الجيش ونقاط التفتيش ويتهم السكان خلايا نائمة بالوقوف وراءها.",
)
STORY = "\n".join((LEAD, *MORE))
OTHER = (
    "اندلعت احتجاجات في ساحة المدينة صباح الاثنين بعد انقطاع الكهرباء لأكثر من عشرين ساعة، ورفع المتظاهرون لافتات تطالب بإقالة المحافظ "
    "ومحاسبة الشركة المشغلة، فيما انتشرت قوات مكافحة الشغب حول مبنى البلدية دون أن تسجل أي صدامات بين الطرفين حتى المساء."
)


def test_reprints_are_one_source_and_others_stay_alone() -> None:
    texts = {
        "c-same": (STORY, DAY + timedelta(1)),
        "b-first": (STORY, DAY),
        "a-spelt": (STORY.replace("أ", "ا").replace("ُ", "").replace("،", " ,"), DAY + timedelta(2)),
        "d-headed": ("عاجل من ديالى\n" + STORY + "\nتابعونا على مواقع التواصل", DAY),
        "e-cut": (LEAD + "\n" + MORE[0], DAY + timedelta(1)),
        "f-other": (OTHER, DAY),
    }
    groups = group_copies(texts)
    assert groups == dict.fromkeys(("a-spelt", "b-first", "c-same", "d-headed", "e-cut"), "b-first") | {"f-other": "f-other"}


def test_the_first_is_the_one_published_first_then_the_first_id() -> None:
    assert set(group_copies({"a": (STORY, None), "c": (STORY, DAY), "b": (STORY, DAY)}).values()) == {"b"}
    assert set(group_copies({"b": (STORY, None), "a": (STORY, None)}).values()) == {"a"}


def test_the_same_words_are_a_copy_in_any_year_and_like_words_within_a_week() -> None:
    like = STORY + " نقلا عن وسائل إعلام محلية"
    later = DAY + timedelta(400)
    assert group_copies({"a": (STORY, DAY), "b": (STORY, later)})["b"] == "a"
    assert group_copies({"a": (STORY, DAY), "b": (like, DAY + timedelta(7))})["b"] == "a"
    assert group_copies({"a": (STORY, DAY), "b": (like, DAY + timedelta(8))})["b"] == "b"
    assert group_copies({"a": (STORY, DAY), "b": (like, None)})["b"] == "a"
    assert group_copies({"a": (STORY, None), "b": (like, None)})["b"] == "a"


def test_two_stories_of_one_pattern_are_two() -> None:
    """What an outlet writes every day with other places and figures."""
    one = "الرصد الميداني: سجلت فرقنا {} قذيفة على {} و{} غارات على {} و{}، ما أدى إلى مقتل {} وإصابة {}، فيما ساد الهدوء {} حتى المساء."
    texts = {
        "a": (one.format("عشرين", "سراقب", "ثلاث", "معرة النعمان", "كفرنبل", "مدنيين", "خمسة آخرين", "ريف حماة"), DAY),
        "b": (one.format("سبع", "خان شيخون", "أربع", "جسر الشغور", "الهبيط", "طفل", "ثلاث نساء", "جبل الأكراد"), DAY),
    }
    assert shared(texts["a"][0], texts["b"][0]) < 0.3
    assert group_copies(texts) == {"a": "a", "b": "b"}


def test_texts_of_a_few_words_are_copies_only_word_for_word() -> None:
    texts = {"a": ("قصف على سراقب", DAY), "b": ("قصف على سراقب", DAY), "c": ("قصف على سراقب اليوم", DAY), "d": ("", DAY), "e": (" . ", DAY)}
    assert group_copies(texts) == {"a": "a", "b": "a", "c": "c", "d": "d", "e": "d"}


def test_nothing_gives_nothing() -> None:
    assert group_copies({}) == {}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_the_texts_does_not_matter(data: st.DataObject) -> None:
    parts = [LEAD, *MORE, OTHER, "نقلا عن وكالات", "تفاصيل أخرى لاحقا"]
    chosen = st.lists(st.sampled_from(parts), min_size=1, max_size=5).map(" ".join)
    days = st.one_of(st.none(), st.integers(0, 20).map(lambda n: DAY + timedelta(n)))
    texts = data.draw(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.tuples(chosen, days), max_size=12))
    keys = data.draw(st.permutations(sorted(texts)))
    groups = group_copies(texts)
    assert group_copies({key: texts[key] for key in keys}) == groups
    assert all(groups[first] == first for first in groups.values())


def test_ten_thousand_reports_are_grouped_in_seconds() -> None:
    """Stories that differ; every tenth is printed twice, with a line of its own."""
    chance = random.Random(7)
    words = [f"كلمة{n}" for n in range(4_000)]
    texts: dict[str, tuple[str, date | None]] = {}
    for number in range(9_000):
        text = " ".join(chance.choices(words, k=150))
        texts[f"{number:05}"] = (text, DAY + timedelta(number // 30))
        if number % 9 == 0:
            texts[f"{number:05}x"] = (f"{text} نقلا عن الوكالة", DAY + timedelta(number // 30 + 1))
    started = time.monotonic()
    groups = group_copies(texts)
    assert time.monotonic() - started < 60
    assert {key: first for key, first in groups.items() if key != first} == {key: key[:-1] for key in texts if key.endswith("x")}


NEWS = "قُتل جنديان وأصيب ثالث بانفجار عبوة ناسفة شمالي بعقوبة مساء أمس، بحسب ما أفاد به مصدر أمني في المحافظة."


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"بغداد (رويترز) - {NEWS}", "actor.md.reuters"),
        (f"بغداد - فرانس برس: {NEWS}", "actor.md.afp"),
        (f"{NEWS} (أ ف ب)", "actor.md.afp"),
        (f"{NEWS}\nالمصدر: وكالة الأناضول", "actor.md.anadolu"),
        (f"رويترز: مقتل جنديين في بعقوبة\n{NEWS}", "actor.md.reuters"),
        ("أفادت وكالة سانا بأن جنديين قتلا بانفجار عبوة ناسفة في درعا أمس.", "actor.md.sana"),
        ("أفادت وكالة سانا بأن جنديين قتلا بانفجار عبوة ناسفة في درعا أمس، فيما ذكرت رويترز أن ثلاثة قتلوا بالانفجار.", None),
        ("قتلت غارة صحفيا من رويترز في إدلب أمس، بحسب مصدر أمني.", None),
        (NEWS, None),
    ],
)
def test_the_agency_that_a_report_names_as_its_source(text: str, agency: str | None) -> None:
    knowledge = load()
    reading = read_report(Report(text, published=DAY), knowledge)
    assert agency_of(reading, agencies(knowledge.lexicon)) == agency


def test_intelligence_agencies_are_no_news_agencies() -> None:
    known = agencies(load().lexicon)
    assert "actor.md.reuters" in known
    assert all(actor.startswith("actor.md.") for actor in known)
