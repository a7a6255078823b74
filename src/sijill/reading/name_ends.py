"""Where the name of a source is over: the words, marks and parties behind which it cannot go on."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.closed import EXCEPT_AND
from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, covering, ending
from sijill.reading.able import is_state_name
from sijill.reading.annotate import Annotated, within
from sijill.text import BREAK, QUOTE
from sijill.text.quotes import QuotedRange
from sijill.text.spelled import spelled

THAT = frozenset("ان انه انها انهم انهما بان بانه بانها بانهم".split())
# Words at which the name of a source is over, besides verbs, times and what is told.
OVER = frozenset(
    (
        "حوالي عن علي الي خلال بعد قبل ضمن عبر حول عقب اثر قوله قولها قولهم قايلا قايله مضيفا موكدا الذي التي الذين اللذين حيث فيما بينما "
        "كما لكن ايضا كذلك حين عندما قد لقد كان كانت هذا هذه ذلك ردا نقلا وفق وفقا حسب بحسب طبقا مشيرا موضحا لم لن لا وهو وهي ممن "
        "بدوره بدورها عليه لاحقا فان فانه فانها فانهم فقد النبا الخبر مسووليه مسووليته مسووليتها مسووليتهم المسووليه صحه قرب نحو اذ اذا ما "
        "حصيله اسماء تفاصيل قايمه وجود "
        "وفاه مشاركه وقف اغلاق تمديد بدء انتهاء فرض ضلوع تورط تسلم استعداد رفض وصول انطلاق صدور تعليق صورا صور صوره مقطعا فيديو مقاطع "
        "تسجيلا وقوع سقوط حدوث اندلاع اثناء ضد تلقت تلقته تلقي حصلت اطلعت وصلت وزع زود نشر نشره نشرته بثه بثته اصدره اصدرته تناقلته"
    ).split()
)
# «في بيان», «في تصريح»: where it was said, no part of the name.
_OCCASIONS = spelled(
    (
        "بيان بيانه بيانها بيانات تصريح تصريحات تصريحه حديث حديثه مقابله اتصال تغريده تغريدات رساله رسالته رسالتها كلمه كلمته كلمتها "
        "موتمر خطاب خطابه بلاغ تقرير تقريره تقريرها تسجيل برنامج وقت مداخله مداخلته مقطع شريط منشور تدوينه قناته قناتها صفحته صفحتها "
        "تحديث حسابه حسابها موقعه موقعها خبر نبا ختام سياق لقاء جلسه ندوه تعليق"
    ).split()
)
_OUTLETS = frozenset("وكاله صحيفه قناه جريده اذاعه موقع شبكه تلفزيون مراسل راديو صحافيين صحفيين مجله برنامج".split())
AGENCIES = frozenset("وكاله صحيفه قناه جريده اذاعه شبكه".split())  # «أفاد مصدران مطلعان وكالة …»: to whom it was said
_SOME = frozenset("احد احدي بعض عدد عده اثنان اثنين".split())
# Offices and titles that open a source and that the lexicon need not hold with every ministry.
TITLES = frozenset(
    (
        "وزير وزيره رييس رييسه مدير مديره قايد نايب ناطق ناطقه متحدث متحدثه امين مسوول مسووله مسوولون مسوولين عضو عضوه ناشط ناشطه "
        "ناشطون لواء عميد عقيد رايد نقيب فريق جنرال ادميرال كولونيل ليفتنانت دكتور شيخ قاضي محامي محام طبيب باحث محلل خبير سكرتير سفير "
        "مبعوث منسق مراسل مراسله مراسلنا مراسلتنا موفد اعلامي صحافي صحفي مستشفي مصدر مصادر مكتب هييه شركه منظمه حزب حركه جماعه مجلس "
        "لجنه محكمه نيابه جيش وزاره رياسه شرطه سلطات حكومه وكاله قناه صحيفه اذاعه موقع تلفزيون شبكه مرصد ضابط ضباط شاهد شهود سكان "
        "اهالي مواطن نازح عامل والد والده شقيق ارمله زوجه اسره عايله ذوو اقارب قيادي قياديون زعيم مساعد مستشار نواب مديريه دايره بعثه "
        "قوات منصه منصات منسقه شيوخ قاده خبراء محللون محللين محامون محامين اطباء مسعف مسعفون مسعفين ناج ناجون ناجين جيران ضحايا صيادون "
        "مجموعه خدمه جهاز مبادره معهد جامعه كنيسه بلديه شعبه جبهه تيار لجان هلال ديوان مخابرات استخبارات "
        "متطوع متطوعون محافظ حاكم والي معتمد قايمقام عمده مختار سفاره قنصليه اداره غرفه نادي نقابه جمعيه مركز موسسه تجمع تنسيقيه "
        "ائتلاف اتحاد رابطه مفوضيه موظف موظفون مراسلون صحافيون صحفيون وجيه وجهاء"
    ).split()
)
TITLED = spelled(TITLES)  # as they may be written


def opens(a: Annotated, index: int) -> bool:
    """Whether a source can begin at this word."""
    if a.doc.words[index].text in TITLED or any(m.entry.meaning("source") for m in beginning(a.speech, index)):
        return True
    return any(p.head.entry.room == "actors" or p.kind in ("officials", "state_forces") for p in beginning(a.parties, index))


def over(a: Annotated, first: int, index: int, end: int, statement: bool) -> bool:
    """Whether the name is over before word `index`."""
    words = a.doc.words
    word = words[index]
    text = word.text
    if word.gap == BREAK or text in THAT or (text in OVER and not _issued(a, index) and not _called_ali(a, index)) or finite(a, index):
        return True
    if text[0].isdigit() and word.gap != QUOTE and words[index - 1].text not in _OUTLETS and not _in_short_quote(a, index):
        return True  # but «قناة 12»
    if beginning(a.times, index) and not (text == "اليوم" and index - first == 2 and words[first].text in _OUTLETS):
        return True  # but «موقع روسيا اليوم»
    if index > first and "\u064b" in a.doc.words_evidence(index, index + 1).quote:
        return True  # «أعلن رئيس السلطة موعدًا»: an accusative is what was said, no part of who said it
    if word.gap == QUOTE and not short_quote(a, index):
        return True
    if text == "في":
        return occasion(a, index, end)
    if _in_short_quote(a, index):
        return False
    if text == "من":
        return not opens(a, first) and words[first].text not in _SOME  # «حذرت كلينتون من انهيار»
    if told_noun(a, index) and not _inside(a, first, index):
        return True
    if text.startswith("ل") and not statement and outlet(a, index):
        return True
    if _another(a, first, index) or _complete(a, first, index):
        return True
    if _no_genitive(words[index - 1].text) and (text in AGENCIES or _own(a, index)):
        return True
    if _told_outlet(a, index):
        return True
    if text.startswith("ب") and not _inside(a, first, index):
        article = any(r.particle == "ب" and r.article for r in word.analyses)
        return not article and any(r.particle == "ب" for r in word.analyses) and not _place_or_body(a, index)
    if statement and text.startswith(("في", "فت", "فس")) and len(text) > 3:
        return True
    if text.startswith("و") and text not in EXCEPT_AND and len(text) > 3:
        return _joined_end(a, first, index)
    return False


def _joined_end(a: Annotated, first: int, index: int) -> bool:
    """Whether the name is over before a word that begins with waw: it names nobody who speaks too."""
    word, before = a.doc.words[index], a.doc.words[index - 1].text
    text = word.text
    if (text.endswith("ي") and before.endswith("ي")) or (text.endswith("يه") and before.endswith("يه")):
        return False  # «مصادر أمنية وعشائرية»
    if text.startswith("وال") and before.startswith("ال"):
        return False
    if any(r.rest in TITLES or (r.joiner and r.rest in _SOME) for r in word.analyses):
        return False  # «أحد وجهاء القرية»
    if any(m.joiner and m.entry.meaning("source") for m in beginning(a.speech, index)):
        return False
    return not (any(p.joiner for p in beginning(a.parties, index)) or _inside(a, first, index) or _nation(a, index))


def _inside(a: Annotated, first: int, index: int) -> bool:
    """Whether a party that begins behind word `first` goes on with a word."""
    return any(first <= p.first < index for p in covering(a.parties, index))


def object_party(a: Annotated, index: int) -> bool:
    """«اتهمت السلطات الحوثيين», «اتهم ناشطون الجيش», «اتهمت حكومة الوفاق قوات …»: a party behind a word that takes no genitive."""
    words = a.doc.words
    if words[index].gap == QUOTE and index > 0:
        return True  # «اتهم المتحدث "الانفصاليين"»
    pair = (words[index - 1].text, words[index].text)
    persons = pair[1].endswith("ين") and pair[0] not in _BODIES  # «أحد القادة الحوثيين»
    if not persons and all(w.startswith("ال") and (office(w) or w in _SIDES) for w in pair):
        return True  # «اتهمت المعارضة الحكومة»
    if any(is_state_name(p) for p in ending(a.parties, index)) and any(is_state_name(p) for p in within(a.parties, index, index + 1)):
        return True  # «اتهمت كييف موسكو»
    definite, before = words[index].text.startswith("ال"), words[index - 1].text
    if definite and covering(a.places, index - 1):
        return True  # «حمل مصدر في محافظة صعدة العناصر الخارجة عن القانون المسؤولية»
    if not any(p.particle == "" and p.kind != "officials" for p in within(a.parties, index, index + 1)):
        return False
    return _no_genitive(before) and (definite or before.startswith("ال") or bool(ending(a.parties, index)))


_BODIES = frozenset("الحكومه السلطات الوزاره المعارضه الجيش الشرطه المحكمه الرياسه النيابه الداخليه الخارجيه الدفاع".split())
_SIDES = frozenset("المعارضه التحالف النظام الاحتلال الحوثيون الحوثيين المتمردون المتمردين المسلحون المسلحين الفصايل الثوار".split())


def _no_genitive(word: str) -> bool:
    """A word with the article, or a sound plural or dual that keeps its nun, cannot govern the noun behind it."""
    return word.startswith("ال") or (len(word) > 4 and word.endswith(("ون", "ين", "ان")))


def _called_ali(a: Annotated, index: int) -> bool:
    """«المتحدث علي الدباغ»: the name, where the text writes the preposition with another letter."""
    if a.doc.words[index].text != "علي" or not a.doc.words_evidence(index, index + 1).quote.endswith("ي"):
        return False
    return "على" in a.report.text


def _told_outlet(a: Annotated, index: int) -> bool:
    """«أبلغت المصادر «الشرق الأوسط» أن»: a paper named behind a complete source is whom it told."""
    found = beginning(a.parties, index)
    if not found:
        return False
    if any(m.entry.meaning("source") and m.entry.pos == "phrase" for m in ending(a.speech, index)):
        return any(p.head.entry.role == "agency" and not p.particle for p in found)  # «أبلغ مسؤول أمني رويترز»
    return a.doc.words[index].gap == QUOTE and any(p.head.entry.role in ("agency", "media") and not p.particle for p in found)


_SELF = frozenset("نفسه نفسها نفسهم انفسهم ذاته ذاتها ذاتهم عينه عينها ومقره ومقرها مقره مقرها جميعهم كلهم".split())


def _own(a: Annotated, index: int) -> bool:
    """«أعلن العبادي التزامه بـ»: a noun with a pronoun is what is told; the letters of the original tell it from a ta marbuta."""
    text = a.doc.words[index].text
    if not text.endswith(_JOINED) or text in _SELF or office(text):
        return False
    word = a.doc.words_evidence(index, index + 1).quote
    return len(word) > 4 and word.endswith(_JOINED) and not word.startswith("ال")


_JOINED = ("ه", "ها", "هم", "هما")


def _issued(a: Annotated, index: int) -> bool:
    """«بيان صادر عن الوزارة»: who issued a statement belongs to its name."""
    return a.doc.words[index].text == "عن" and a.doc.words[index - 1].text in ("صادر", "الصادر")


_DIVISIONS = frozenset("محافظه مدينه ولايه قضاء ناحيه اقليم منطقه مديريه بلده".split())
_BEHIND = _DIVISIONS | {"من", "في", "عن"}


def _complete(a: Annotated, first: int, index: int) -> bool:
    """Whether a named party ends right here, and a word without the article behind it begins what is told."""
    text = a.doc.words[index].text
    if text.startswith(("ال", "لل", "و")) or text in _BEHIND or text in TITLED:
        return False
    return any(p.last == index and p.kind != "officials" and p.head.entry.room == "actors" for p in beginning(a.parties, first))


def _another(a: Annotated, first: int, index: int) -> bool:
    """«اتهم المتحدث الجيشَ»: a second party with the article, where the first one is complete."""
    text = a.doc.words[index].text
    if not text.startswith("ال") or text in TITLED:
        return False
    new = any(p.particle == "" and p.kind != "officials" for p in beginning(a.parties, index))
    return new and any(first <= p.first and (p.head.definite or p.head.form.article) for p in ending(a.parties, index))


def _nation(a: Annotated, index: int) -> bool:
    return any(m.entry.id.startswith("nation.") for m in beginning(a.lookup.matches, index))


def short_quote(a: Annotated, index: int) -> bool:
    """«قناة "الجزيرة"»: a name between marks, not words that were said."""
    words = a.doc.words
    near = _quotes_around(a, index)
    if a.doc.between(index - 1, index).strip() in (")", '")', '"', '" "') and any(
        q.end <= words[index].start and q.end >= words[index - 1].end for q in near
    ):
        return True
    if "(" in a.doc.between(index - 1, index):
        return True
    for quoted in near:
        if words[index].start - 2 <= quoted.start <= words[index].start:
            return _short(a, quoted)
    return False


def _short(a: Annotated, quoted: QuotedRange) -> bool:
    """Whether marks hold four words or fewer."""
    return len(a.doc.folded.text[quoted.start : quoted.end].split(None, 4)) <= 4


def _in_short_quote(a: Annotated, index: int) -> bool:
    word = a.doc.words[index]
    return any(q.start <= word.start and word.end <= q.end and _short(a, q) for q in _quotes_around(a, index))


def _quotes_around(a: Annotated, index: int) -> Sequence[QuotedRange]:
    """The quotations that end at or behind the word before a word and begin no later than it; they stand in order, none in another."""
    words, quotes = a.doc.words, a.doc.quotes
    least, most = (words[index - 1].end if index else 0), words[index].start
    first, last = 0, len(quotes)
    while first < last:
        middle = (first + last) // 2
        if quotes[middle].end < least:
            first = middle + 1
        else:
            last = middle
    while last < len(quotes) and quotes[last].start <= most:
        last += 1
    return quotes[first:last] if first < last else ()


def occasion(a: Annotated, index: int, end: int) -> bool:
    """«في بيان», «في وقت لاحق»: where or when it was said."""
    words = a.doc.words
    if index + 1 >= end or words[index].text != "في":
        return False
    return words[index + 1].text in _OCCASIONS or bool(within(a.times, index, index + 2))


def outlet(a: Annotated, index: int) -> bool:
    """«لوكالة …», «لرويترز»: to whom it was said."""
    word = a.doc.words[index]
    text = word.text
    if text in ("ل", "لبي", "لسي") or (text.startswith("ل") and text[1:2].isascii()):
        return True
    if text.startswith(("ل", "ول", "فل")) and any(r.particle == "ل" and r.rest in _OUTLETS for r in word.analyses):
        return True
    return any(p.particle == "ل" and p.head.entry.role in ("agency", "media") for p in beginning(a.parties, index))


def _place_or_body(a: Annotated, index: int) -> bool:
    if any(index in (p.settled.find.first, p.first) for p in covering(a.places, index)) or within(a.parties, index, index + 1):
        return True
    return any(r.particle == "ب" and r.rest in TITLES for r in a.doc.words[index].analyses) or a.doc.words[index].text == "باسم"


def finite(a: Annotated, index: int) -> bool:
    """A finite verb of an act or of speech."""
    return any(_finite(m) for m in beginning(a.triggers, index)) or any(_finite(m) for m in beginning(a.speech, index))


def _finite(match: Match) -> bool:
    return match.entry.pos == "verb" and not match.article and match.form.tense in ("past", "present")


def told_noun(a: Annotated, index: int) -> bool:
    """A word that names an event: what is told begins here."""
    return any(m.entry.pos in ("noun", "phrase") and m.entry.rank in ("occurrence", "outcome") for m in beginning(a.triggers, index))


def colon(a: Annotated, index: int) -> bool:
    """Whether a colon stands before a word."""
    return index > 0 and ":" in a.doc.between(index - 1, index)


def office(word: str) -> bool:
    """Whether a word opens an office or a body that can be quoted."""
    return word in TITLED
