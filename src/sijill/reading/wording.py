"""The wording of who is quoted: where the name of a source begins and where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.closed import STOP
from sijill.extract.ordered import beginning
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.reading.name_ends import (
    AGENCIES,
    OVER,
    THAT,
    TITLED,
    TITLES,
    colon,
    finite,
    object_party,
    occasion,
    office,
    opens,
    outlet,
    over,
    short_quote,
    told_noun,
)
from sijill.text import BREAK, QUOTE
from sijill.text.spelled import spelled

LONGEST = 14  # words of a source's wording
NAME = 5  # words of a bare name that no entry knows
ADDRESSED = 9  # words of whom somebody speaks to, and of where
APPOSED = 6  # words of a name between two commas

_STATEMENTS = spelled(
    ("بيان بلاغ تقرير تقارير تصريح تصريحات احصاءات احصاييات تقديرات ارقام حصيله بيانات معلومات وثايق وثيقه تسجيل برقيه اعلان").split()
)
_OUTLETS = frozenset("وكاله صحيفه قناه اذاعه موقع شبكه تلفزيون مراسل مراسله مراسلنا مكتب برنامج وكالتنا".split())
_FIGURES = spelled("احصاءات احصاييات احصاييه تقديرات ارقام حصيله معلومات وثايق وثيقه تحقيقات".split())


@dataclass(frozen=True, slots=True)
class Wording:
    """Words [first, last) that name a source, the party among them, and how sure it is that they name one.

    `known` is false for a bare name that no entry holds; `stop` is the word behind, `that` says that what is told follows it.
    """

    first: int
    last: int
    party: PartyFind | None
    known: bool
    that: bool


def wording(a: Annotated, at: int, end: int, *, said: bool = False, figures: bool = False, transitive: bool = False) -> Wording | None:
    """The wording that begins at word `at` and ends before word `end`; None where no source stands there.

    Args:
        a: the annotated text.
        at: where it may begin; a time or "to him" before it is passed over.
        end: where it must end at the latest.
        said: whether a verb of saying stands before it, so that a bare name is enough.
        transitive: whether the verb takes a person as its object («اتهم»), which ends the name.
        figures: whether statistics and estimates are a source here («بحسب إحصاءات»).
    """
    words = a.doc.words
    first = _begin(a, at, end, said and not figures)
    if first is None:
        return None
    first = _behind_agency(a, first, end)
    last = first
    head_statement = words[first].text in _STATEMENTS
    while last < end and last - first < LONGEST:
        if last > first and (over(a, first, last, end, head_statement) or (transitive and object_party(a, last))):
            break
        last += 1
    name = last
    last = _apposition(a, first, last, end, figures)
    last = _who_is(a, last, end)
    while last - first > 1 and (
        (words[last - 1].text in STOP and words[last - 1].text != "اليوم") or words[last - 1].text in ("ل", "ب", "و")
    ):
        last -= 1
    party = next((p for p in within(a.parties, first, last) if p.first <= first + 3), None)
    that = last < end and (words[last].text in THAT or words[last].gap == QUOTE or colon(a, last) or occasion(a, last, end))
    if _known(a, first, last, party, figures) or (last > name and office(words[name].text)):
        return Wording(first, last, party, True, that)
    if transitive and last < end and object_party(a, last):
        that = True
    if (
        said
        and not _pronominal(words[first].text)
        and not (last - first == 1 and len(words[first].text) > 4 and words[first].text.endswith(("هم", "هما", "ها")))
        and (last - first <= NAME or _described(a, first, last))
        and (that or _told(a, last, end) or (figures and _closes(a, first, last, end)))
        and not words[first].text[0].isdigit()
    ):
        return Wording(first, last, party, False, that)
    return None


_ONE_OF = frozenset({"احد", "احدي"})


def _who_is(a: Annotated, last: int, end: int) -> int:
    """«ناصر الحاسي، وهو متحدث باسم القوات، إن»: an office that "who is" gives a speaker belongs to the name."""
    words = a.doc.words
    if last + 2 >= end or words[last].text not in ("وهو", "وهي") or not office(words[last + 1].text):
        return last
    for index in range(last + 2, min(last + APPOSED + 1, end)):
        if words[index].gap == BREAK or words[index].text in THAT or outlet(a, index):
            return index
    return last


def _described(a: Annotated, first: int, last: int) -> bool:
    """«صالح العلي رئيس مجلس قبائل …», «فلان، أحد ملاك …»: a name of two or three words that a description makes longer."""
    words = a.doc.words
    return any(words[i].text in _ONE_OF or words[i].text in TITLES for i in range(first + 2, min(first + 4, last)))


_PRONOMINAL = frozenset(
    (
        "مثلا "
        "علينا لنا منا فينا اننا بانني انني اني لدينا لديه لديها نحن انا هم هناك ربما عليهم عليكم لكم انكم لست ليس ليست كل مثل بل سوف حتي"
    ).split()
)


def _pronominal(word: str) -> bool:
    return word in _PRONOMINAL or word in STOP


# What may stand between a verb of saying and who speaks, besides times.
_PASSED = frozenset("امس اليوم به بها له لها فيه فيها هنا ايضا بدوره بدورها لاحقا بقوه بشده بوضوح رسميا صراحه لنا مساء صباح".split())


def _begin(a: Annotated, at: int, end: int, verb: bool) -> int | None:
    """The first word of the name, behind what may stand between the verb and its subject."""
    words = a.doc.words
    first = at
    while first < end and first - at < 4:
        word = words[first].text
        times = beginning(a.times, first)
        if times:
            first = times[0].last
        elif word in _PASSED:
            first += 1
        else:
            break
    if first >= end:
        return None
    if verb and (outlet(a, first) or occasion(a, first, end)):
        return behind_addressee(a, first, end)
    word = words[first].text
    if _object(a, first) and first + 1 < end and opens(a, first + 1) and words[first + 1].gap != BREAK:
        return first + 1
    if _called_ali(a, first, end):
        return first
    if word in THAT or word in OVER or (word in STOP and word not in ("بعض", "كل")) or not word[0].isalpha():
        return None
    if words[first].gap == BREAK and first == at and first > a.doc.sentence_of(first).first:
        return None
    if words[first].gap == QUOTE and not short_quote(a, first):
        return None
    if finite(a, first) or (told_noun(a, first) and not opens(a, first)):
        return None
    if (
        word.startswith("ب")
        and not opens(a, first)
        and any(r.particle == "ب" and (r.article or r.rest in STOP) for r in words[first].analyses)
    ):
        return None
    if word.startswith("ب") and len(word) > 5 and word.endswith(("هم", "ها", "هما")) and not opens(a, first):
        return None
    if word.startswith("ب") and word[1:] in OVER:
        return None
    if verb and word in _TOLL:
        return None
    if first + 1 < end and word == "في":
        return None
    return first


_TOLL = spelled(["حصيله"])


def behind_addressee(a: Annotated, first: int, end: int) -> int | None:
    """«قال لوكالة الأنباء مصدر في الجيش», «قال في اتصال مع القناة قائد الشرطة»: who speaks stands behind whom he spoke to."""
    words = a.doc.words
    for index in range(first + 1, min(first + ADDRESSED, end)):
        word = words[index].text
        if words[index].gap == BREAK or word in THAT or finite(a, index):
            return None
        if not office(word) or words[index - 1].text in STOP:
            continue
        if not any((r.particle and r.rest in TITLES) or r.rest in _OUTLETS for r in words[index].analyses):
            return index
    return None


def _behind_agency(a: Annotated, first: int, end: int) -> int:
    """«أفاد به وكالة الأنباء الناطق باسم الحرس»: the agency was told, the spokesman behind it speaks."""
    words = a.doc.words
    if words[first].text not in AGENCIES:
        return first
    for index in range(first + 1, min(first + 7, end)):
        if words[index].gap == BREAK:
            break
        if any(r.article and r.rest in ("ناطق", "متحدث") for r in words[index].analyses):
            return index
    return first


def _called_ali(a: Annotated, index: int, end: int) -> bool:
    """«قال علي …»: the name, which folding makes one with the preposition."""
    if a.doc.words[index].text != "علي" or index + 1 >= end or a.doc.words[index + 1].text.startswith("ال"):
        return False
    return a.doc.words_evidence(index, index + 1).quote.endswith("ي") and a.doc.words[index + 1].text not in THAT


def _object(a: Annotated, index: int) -> bool:
    """«أعلن النبأ متحدث»: a definite object that stands before the subject."""
    word = a.doc.words[index].text
    if word in ("النبا", "الخبر", "ذلك", "الامر", "المسووليه", "الحظر", "القرار", "هذا"):
        return True
    if word.endswith(("ها", "ته")) and len(word) > 3 and not opens(a, index):
        return True  # «أكد صحتها مصدر»
    return word.startswith("ال") and any(
        m.first == index and m.last == index + 1 and m.entry.pos == "noun" for m in within(a.triggers, index, index + 1)
    )


_WHO = frozenset("الذي التي وهو وهي".split())


def _told(a: Annotated, last: int, end: int) -> bool:
    """Whether what stands behind a bare name shows that it was a speaker's."""
    if last >= end:
        return False
    words = a.doc.words
    word = words[last].text
    if word in _WHO:
        return any(words[i].text in THAT or words[i].gap == QUOTE or colon(a, i) for i in range(last, min(last + LONGEST, end)))
    if words[last].gap == BREAK and last + APPOSED < end and any(words[i].text in THAT for i in range(last, last + APPOSED)):
        return True
    if word.startswith("ب") and told_noun(a, last):
        return True
    aged = word[0].isdigit() and "(" in a.doc.between(last - 1, last)  # «قالت فاطمة علي (40 عاما) إن»
    if aged and any(words[i].text in THAT or colon(a, i) for i in range(last, min(last + 4, end))):
        return True
    said_to = word == "الي" and last + 1 < end and words[last + 1].text in THAT
    return said_to or word in ("قايلا", "قايله", "قوله", "قولها") or outlet(a, last) or bool(beginning(a.times, last))


def _closes(a: Annotated, first: int, last: int, end: int) -> bool:
    """«وفق ما ذكره زيدون العبيدي.»: the name ends what is told; a lone adverb («وفق ما أعلن رسميا») is none."""
    ends, word = last >= end or a.doc.words[last].gap == BREAK, a.doc.words[first].text
    return ends and not word.endswith(("هم", "هما", "ها")) and (last - first > 1 or not word.endswith("ا"))


def _apposition(a: Annotated, first: int, last: int, end: int, according: bool) -> int:
    """«وزير الداخلية، فلان، إن»: a name between two commas belongs to the office before it."""
    words = a.doc.words
    if last >= end or words[last].gap != BREAK or a.doc.between(last - 1, last).strip() != "،" or outlet(a, last):
        return last
    titled = office(words[last].text) or words[last].text in _ONE_OF
    for index in range(last + 1, min(last + (LONGEST if titled else APPOSED) + 1, end)):
        if titled and not according and words[index].gap == BREAK and index - last > 2:
            return index
        if words[index].gap == BREAK:
            clean = not any(
                words[i].text in STOP or words[i].text in OVER or finite(a, i) or told_noun(a, i) or beginning(a.times, i)
                for i in range(last, index)
            )
            told = words[index].text in THAT or (words[index].text.startswith("ف") and according)
            return index if clean and (told or (not according and a.doc.between(index - 1, index).strip() in ("،", '،"', ":"))) else last
        if words[index].text in THAT or (outlet(a, index) and not according):
            clean = not any(words[i].text in STOP or words[i].text in OVER or finite(a, i) for i in range(last, index))
            return index if clean else last
    return last


def _known(a: Annotated, first: int, last: int, party: PartyFind | None, figures: bool) -> bool:
    if any(m.entry.meaning("source") for m in within(a.speech, first, min(first + 2, last))):
        return True
    if (
        party is not None
        and party.first <= first + 1
        and party.kind not in ("civilians", "unidentified_armed", "infrastructure", "protesters")
    ):
        return True
    if any(m.entry.meaning("source") and m.first - first <= 3 and m.article for m in within(a.speech, first, last)):
        return True  # a name and then the office: «فلان المتحدث باسم …»
    if any(r.article and r.rest in TITLES for i in range(first + 1, min(first + 4, last)) for r in a.doc.words[i].analyses):
        return True
    opening = [a.doc.words[i].text for i in range(first, min(first + 2, last))]
    return any(text in TITLED or (figures and text in _FIGURES) for text in opening)
