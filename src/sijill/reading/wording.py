"""The wording of who is quoted: where the name of a source begins and where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.closed import EXCEPT_AND, STOP
from sijill.extract.ordered import beginning, covering, ending
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.text import BREAK, QUOTE, analyses

LONGEST = 14  # words of a source's wording
NAME = 5  # words of a bare name that no entry knows
APPOSED = 6  # words of a name between two commas

THAT = frozenset("ان انه انها انهم انهما بان بانه بانها بانهم".split())
# Words at which the name of a source is over, besides verbs, times and what is told.
_OVER = frozenset(
    (
        "عن علي الي خلال بعد قبل ضمن عبر حول عقب اثر قوله قولها قولهم قايلا قايله مضيفا موكدا الذي التي الذين اللذين حيث فيما بينما "
        "كما لكن ايضا كذلك حين عندما قد لقد كان كانت هذا هذه ذلك ردا نقلا وفق وفقا حسب بحسب طبقا مشيرا موضحا لم لن لا وهو وهي ممن "
        "بدوره بدورها عليه لاحقا فان فانه فانها فانهم فقد النبا الخبر مسووليه مسووليته مسووليتها مسووليتهم المسووليه صحه قرب نحو اذ اذا ما "
        "حصيله اسماء تفاصيل قايمه وجود وفاه مشاركه وقف اغلاق تمديد بدء انتهاء فرض ضلوع تورط تسلم استعداد رفض وصول انطلاق صدور تعليق صورا صور صوره مقطعا فيديو مقاطع تسجيلا"
    ).split()
)
# «في بيان», «في تصريح»: where it was said, no part of the name.
_OCCASIONS = frozenset(
    (
        "بيان بيانه بيانها بيانات تصريح تصريحات تصريحه حديث حديثه مقابله اتصال تغريده تغريدات رساله رسالته رسالتها كلمه كلمته كلمتها "
        "موتمر خطاب خطابه بلاغ تقرير تقريره تقريرها تسجيل برنامج وقت مداخله مداخلته مقطع شريط منشور تدوينه قناته قناتها صفحته صفحتها "
        "حسابه حسابها موقعه موقعها خبر نبا ختام سياق لقاء جلسه ندوه تعليق"
    ).split()
)
_STATEMENTS = frozenset(
    ("بيان بلاغ تقرير تقارير تصريح تصريحات احصاءات احصاييات تقديرات ارقام حصيله بيانات معلومات وثايق وثيقه تسجيل برقيه اعلان").split()
)
_FIGURES = frozenset("احصاءات احصاييات احصاييه تقديرات ارقام حصيله معلومات وثايق وثيقه تحقيقات".split())
_OUTLETS = frozenset("وكاله صحيفه قناه جريده اذاعه موقع شبكه تلفزيون مراسل راديو صحافيين صحفيين مجله برنامج".split())
_AGENCIES = frozenset("وكاله صحيفه قناه جريده اذاعه شبكه".split())  # «أفاد مصدران مطلعان وكالة …»: to whom it was said
_SOME = frozenset("احد احدي بعض عدد عده اثنان اثنين".split())
# Offices and titles that open a source and that the lexicon need not hold with every ministry.
_TITLES = frozenset(
    (
        "وزير وزيره رييس رييسه مدير مديره قايد نايب ناطق ناطقه متحدث متحدثه امين مسوول مسووله مسوولون مسوولين عضو عضوه ناشط ناشطه "
        "ناشطون لواء عميد عقيد رايد نقيب فريق جنرال ادميرال كولونيل ليفتنانت دكتور شيخ قاضي محامي محام طبيب باحث محلل خبير سكرتير سفير "
        "مبعوث منسق مراسل مراسله مراسلنا مراسلتنا موفد اعلامي صحافي صحفي مستشفي مصدر مصادر مكتب هييه شركه منظمه حزب حركه جماعه مجلس "
        "لجنه محكمه نيابه جيش وزاره رياسه شرطه سلطات حكومه وكاله قناه صحيفه اذاعه موقع تلفزيون شبكه مرصد ضابط ضباط شاهد شهود سكان "
        "اهالي مواطن نازح عامل والد والده شقيق ارمله زوجه اسره عايله ذوو اقارب قيادي قياديون زعيم مساعد مستشار نواب مديريه دايره بعثه "
        "قوات منصه منصات منسقه شيوخ قاده خبراء محللون محللين محامون محامين اطباء مسعف مسعفون مسعفين ناج ناجون ناجين جيران ضحايا صيادون "
        "متطوع متطوعون محافظ حاكم والي معتمد قايمقام عمده مختار سفاره قنصليه اداره غرفه نادي نقابه جمعيه مركز موسسه تجمع تنسيقيه "
        "ائتلاف اتحاد رابطه مفوضيه موظف موظفون مراسلون صحافيون صحفيون وجيه وجهاء"
    ).split()
)


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
    head_statement = any(r.rest in _STATEMENTS for r in analyses(words[first].text))
    while last < end and last - first < LONGEST:
        if last > first and (_over(a, first, last, end, head_statement) or (transitive and _object_party(a, last))):
            break
        last += 1
    name = last
    last = _apposition(a, first, last, end, figures)
    while last - first > 1 and (words[last - 1].text in STOP or words[last - 1].text in ("ل", "ب", "و")):
        last -= 1
    party = next((p for p in within(a.parties, first, last) if p.first <= first + 3), None)
    that = last < end and (words[last].text in THAT or words[last].gap == QUOTE or _colon(a, last) or _occasion(a, last, end))
    if _known(a, first, last, party, figures) or (last > name and _office(words[name].text)):
        return Wording(first, last, party, True, that)
    if transitive and last < end and _object_party(a, last):
        that = True
    if (
        said
        and not _pronominal(words[first].text)
        and last - first <= NAME
        and (that or _told(a, last, end) or (figures and _closes(a, first, last, end)))
        and not words[first].text[0].isdigit()
    ):
        return Wording(first, last, party, False, that)
    return None


_PRONOMINAL = frozenset(
    (
        "علينا لنا منا فينا اننا بانني انني اني لدينا لديه لديها نحن انا هم هناك ربما عليهم عليكم لكم انكم لست ليس ليست كل مثل بل سوف حتي"
    ).split()
)


def _pronominal(word: str) -> bool:
    return word in _PRONOMINAL or word in STOP


def _begin(a: Annotated, at: int, end: int, verb: bool) -> int | None:
    """The first word of the name, behind what may stand between the verb and its subject."""
    words = a.doc.words
    first = at
    while first < end and first - at < 4:
        word = words[first].text
        time = next(iter(beginning(a.times, first)), None)
        if time is not None:
            first = time.last
        elif word in (
            "امس",
            "اليوم",
            "به",
            "بها",
            "له",
            "لها",
            "فيه",
            "فيها",
            "هنا",
            "ايضا",
            "بدوره",
            "بدورها",
            "لاحقا",
            "لنا",
            "مساء",
            "صباح",
        ):
            first += 1
        else:
            break
    if first >= end:
        return None
    word = words[first].text
    if _object(a, first) and first + 1 < end and _opens(a, first + 1) and words[first + 1].gap != BREAK:
        return first + 1
    if _called_ali(a, first, end):
        return first
    if word in THAT or word in _OVER or (word in STOP and word not in ("بعض", "كل")) or not word[0].isalpha():
        return None
    if words[first].gap == BREAK and first == at and first > a.doc.sentence_of(first).first:
        return None
    if verb and word.startswith("ل") and _outlet(a, first):
        return None
    if words[first].gap == QUOTE and not _short_quote(a, first):
        return None
    if _verb(a, first) or (_told_noun(a, first) and not _opens(a, first)):
        return None
    if word.startswith("ب") and not _opens(a, first) and any(r.particle == "ب" and (r.article or r.rest in STOP) for r in analyses(word)):
        return None
    if word.startswith("ب") and len(word) > 5 and word.endswith(("هم", "ها", "هما")) and not _opens(a, first):
        return None
    if first + 1 < end and word == "في":
        return None
    return first


def _behind_agency(a: Annotated, first: int, end: int) -> int:
    """«أفاد به وكالة الأنباء الناطق باسم الحرس»: the agency was told, the spokesman behind it speaks."""
    words = a.doc.words
    if words[first].text not in _AGENCIES:
        return first
    for index in range(first + 1, min(first + 7, end)):
        if words[index].gap == BREAK:
            break
        if any(r.article and r.rest in ("ناطق", "متحدث") for r in analyses(words[index].text)):
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
    return word.startswith("ال") and any(
        m.first == index and m.last == index + 1 and m.entry.pos == "noun" for m in within(a.triggers, index, index + 1)
    )


def _opens(a: Annotated, index: int) -> bool:
    """Whether a source can begin at this word."""
    if any(m.entry.meaning("source") for m in within(a.speech, index, index + 1)):
        return True
    if any(p.head.entry.room == "actors" or p.kind in ("officials", "state_forces") for p in within(a.parties, index, index + 1)):
        return True
    return any(r.rest in _TITLES for r in analyses(a.doc.words[index].text))


def _over(a: Annotated, first: int, index: int, end: int, statement: bool) -> bool:
    """Whether the name is over before word `index`."""
    words = a.doc.words
    word = words[index]
    text = word.text
    if word.gap == BREAK or text in THAT or (text in _OVER and not _issued(a, index)) or _verb(a, index):
        return True
    if (text[0].isdigit() and word.gap != QUOTE) or beginning(a.times, index):
        return True
    if word.gap == QUOTE and not _short_quote(a, index):
        return True
    if text == "في":
        return _occasion(a, index, end)
    if _in_short_quote(a, index):
        return False
    if text == "من":
        return False
    inside = any(first <= p.first < index for p in covering(a.parties, index))
    if _told_noun(a, index) and not inside:
        return True
    if text.startswith("ل") and not statement and _outlet(a, index):
        return True
    if _another(a, first, index) or _complete(a, first, index):
        return True
    if text in _AGENCIES and _no_genitive(words[index - 1].text) and words[index - 1].text not in _TITLES:
        return True
    if text.startswith("ب") and not inside:
        article = any(r.particle == "ب" and r.article for r in analyses(text))
        return not article and any(r.particle == "ب" for r in analyses(text)) and not _place_or_body(a, index)
    if text.startswith(("و", "ف")) and text not in EXCEPT_AND and len(text) > 3:
        if text.startswith("وال") and words[index - 1].text.startswith("ال"):
            return False
        joined = [r for r in analyses(text) if r.joiner]
        if any(m.joiner and m.entry.meaning("source") for m in within(a.speech, index, index + 1)):
            return False
        if any(p.joiner for p in within(a.parties, index, index + 1)):
            return False
        return not any(r.rest in _TITLES or r.rest in _SOME for r in joined) and not (inside or _nation(a, index))
    return False


def _object_party(a: Annotated, index: int) -> bool:
    """«اتهمت السلطات الحوثيين», «اتهم ناشطون الجيش», «اتهمت حكومة الوفاق قوات …»: a party behind a word that takes no genitive."""
    if not any(p.particle == "" and p.kind != "officials" for p in within(a.parties, index, index + 1)):
        return False
    definite, before = a.doc.words[index].text.startswith("ال"), a.doc.words[index - 1].text
    return _no_genitive(before) and (definite or before.startswith("ال") or bool(ending(a.parties, index)))


def _no_genitive(word: str) -> bool:
    """A word with the article, or a sound plural or dual that keeps its nun, cannot govern the noun behind it."""
    return word.startswith("ال") or (len(word) > 4 and word.endswith(("ون", "ين", "ان")))


def _issued(a: Annotated, index: int) -> bool:
    """«بيان صادر عن الوزارة»: who issued a statement belongs to its name."""
    return a.doc.words[index].text == "عن" and a.doc.words[index - 1].text in ("صادر", "الصادر")


def _complete(a: Annotated, first: int, index: int) -> bool:
    """Whether a named party ends right here, and a word without the article behind it begins what is told."""
    text = a.doc.words[index].text
    if text.startswith(("ال", "لل", "و")) or text in ("من", "في", "عن") or any(r.rest in _TITLES for r in analyses(text)):
        return False
    groups = [p for p in beginning(a.parties, first) if p.last == index and p.head.entry.room == "actors"]
    return any(p.kind != "officials" for p in groups)


def _another(a: Annotated, first: int, index: int) -> bool:
    """«اتهم المتحدث الجيشَ»: a second party with the article, where the first one is complete."""
    if not a.doc.words[index].text.startswith("ال") or any(r.rest in _TITLES for r in analyses(a.doc.words[index].text)):
        return False
    new = [p for p in within(a.parties, index, index + 1) if p.particle == "" and p.kind != "officials"]
    return bool(new) and any(first <= p.first and (p.head.definite or p.head.form.article) for p in ending(a.parties, index))


def _nation(a: Annotated, index: int) -> bool:
    return any(m.entry.id.startswith("nation.") for m in beginning(a.lookup.matches, index))


def _short_quote(a: Annotated, index: int) -> bool:
    """«قناة "الجزيرة"»: a name between marks, not words that were said."""
    words = a.doc.words
    if a.doc.between(index - 1, index).strip() in (")", '")', '"', '" "') and any(
        q.end <= words[index].start and q.end >= words[index - 1].end for q in a.doc.quotes
    ):
        return True
    if "(" in a.doc.between(index - 1, index):
        return True
    for quoted in a.doc.quotes:
        if words[index].start - 2 <= quoted.start <= words[index].start:
            return len(a.doc.folded.text[quoted.start : quoted.end].split()) <= 4
    return False


def _in_short_quote(a: Annotated, index: int) -> bool:
    word = a.doc.words[index]
    return any(q.start <= word.start and word.end <= q.end and len(a.doc.folded.text[q.start : q.end].split()) <= 4 for q in a.doc.quotes)


def _occasion(a: Annotated, index: int, end: int) -> bool:
    words = a.doc.words
    if index + 1 >= end or words[index].text != "في":
        return False
    return any(r.rest in _OCCASIONS for r in analyses(words[index + 1].text)) or bool(within(a.times, index, index + 2))


def _outlet(a: Annotated, index: int) -> bool:
    """«لوكالة …», «لرويترز»: to whom it was said."""
    if any(r.particle == "ل" and r.rest in _OUTLETS for r in analyses(a.doc.words[index].text)):
        return True
    if any(p.particle == "ل" and p.head.entry.meaning("role") in ("agency", "media") for p in within(a.parties, index, index + 1)):
        return True
    return a.doc.words[index].text == "ل" or a.doc.words[index].text in ("لبي", "لسي")


def _place_or_body(a: Annotated, index: int) -> bool:
    if any(index in (p.settled.find.first, p.first) for p in covering(a.places, index)) or within(a.parties, index, index + 1):
        return True
    return any(r.particle == "ب" and r.rest in _TITLES for r in analyses(a.doc.words[index].text)) or a.doc.words[index].text == "باسم"


def _verb(a: Annotated, index: int) -> bool:
    return any(
        m.form.tense in ("past", "present") and m.entry.pos == "verb" and not m.article
        for m in (*within(a.triggers, index, index + 1), *within(a.speech, index, index + 1))
    )


def _told_noun(a: Annotated, index: int) -> bool:
    """A word that names an event: what is told begins here."""
    return any(
        m.entry.meaning("rank") in ("occurrence", "outcome") and m.entry.pos in ("noun", "phrase")
        for m in within(a.triggers, index, index + 1)
    )


def _colon(a: Annotated, index: int) -> bool:
    return index > 0 and ":" in a.doc.between(index - 1, index)


_WHO = frozenset("الذي التي وهو وهي".split())


def _told(a: Annotated, last: int, end: int) -> bool:
    """Whether what stands behind a bare name shows that it was a speaker's."""
    if last >= end:
        return False
    words = a.doc.words
    word = words[last].text
    if word in _WHO:
        return any(words[i].text in THAT or words[i].gap == QUOTE or _colon(a, i) for i in range(last, min(last + LONGEST, end)))
    if words[last].gap == BREAK and last + APPOSED < end and any(words[i].text in THAT for i in range(last, last + APPOSED)):
        return True
    if word.startswith("ب") and _told_noun(a, last):
        return True
    said_to = word == "الي" and last + 1 < end and words[last + 1].text in THAT
    return said_to or word in ("قايلا", "قايله", "قوله", "قولها") or _outlet(a, last) or bool(beginning(a.times, last))


def _office(word: str) -> bool:
    return any(r.rest in _TITLES for r in analyses(word))


def _closes(a: Annotated, first: int, last: int, end: int) -> bool:
    """«وفق ما ذكره زيدون العبيدي.»: the name ends what is told; a lone adverb («وفق ما أعلن رسميا») is none."""
    ends = last >= end or a.doc.words[last].gap == BREAK
    return ends and (last - first > 1 or not a.doc.words[first].text.endswith("ا"))


def _apposition(a: Annotated, first: int, last: int, end: int, according: bool) -> int:
    """«وزير الداخلية، فلان، إن»: a name between two commas belongs to the office before it."""
    words = a.doc.words
    if last >= end or words[last].gap != BREAK or a.doc.between(last - 1, last).strip() != "،" or _outlet(a, last):
        return last
    office = _office(words[last].text)
    for index in range(last + 1, min(last + (LONGEST if office else APPOSED) + 1, end)):
        if office and not according and words[index].gap == BREAK and index - last > 2:
            return index
        if words[index].gap == BREAK:
            clean = not any(words[i].text in STOP or words[i].text in _OVER or _verb(a, i) or _told_noun(a, i) for i in range(last, index))
            told = words[index].text in THAT or (words[index].text.startswith("ف") and according)
            return index if clean and (told or (not according and a.doc.between(index - 1, index).strip() in ("،", '،"', ":"))) else last
        if words[index].text in THAT or (_outlet(a, index) and not according):
            clean = not any(words[i].text in STOP or words[i].text in _OVER or _verb(a, i) for i in range(last, index))
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
    if any(r.article and r.rest in _TITLES for i in range(first + 1, min(first + 4, last)) for r in analyses(a.doc.words[i].text)):
        return True
    opening = [r.rest for i in range(first, min(first + 2, last)) for r in analyses(a.doc.words[i].text)]
    return any(r in _TITLES or (figures and r in _FIGURES) for r in opening)
