"""Words that make a trigger older than the news: its reason, a charge, what is answered, the past before the past."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated
from sijill.text import BREAK
from sijill.text.spelled import spelled

_PERFECT = frozenset({"قد", "لقد"})
_WAS = spelled("كان كانت كانوا كانا".split(), particle=False, article=False)
_WAS_OR_DID = _WAS | spelled(["سبق"], particle=False, article=False)

# Words after which an event is the reason, the charge or the frame of what is reported, and older than it.
_CHARGED = tuple(f"{w}{end}" for w in "متهم مدان ضالع مشتبه".split() for end in ("", "ا", "ه", "ين", "ون", "ان", "ي", "ات"))
_PART = tuple(f"{w}{end}" for w in "تورط ضلوع وقوف مشاركت علاقت صلت ادانت اتهام اشتباه".split() for end in ("", "ه", "ها", "هم", "هما"))
_LAID = (
    "بموجب تنديدا احتجاجا استنكارا بتهمه تهمه تهم ادين ادينت ادينوا قضيه ملف محاكمه ضحايا ذكري اسر عايلات"
    " اعقاب منفذ منفذي مدبر رفضا تضامنا مسووليه مشاركه علاقه صله متورط بتورط".split()
)
_REASON_WORDS = spelled([*_LAID, *_CHARGED, *_PART])


def reason_of(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«احتجاجا على اعتقال», «المتهم بقتل», «في قضية اغتيال»: the words that make a trigger the reason of what is reported."""
    sentence = a.sentence(trigger.first)
    words = a.doc.words
    for index in range(trigger.first - 1, max(sentence.first, trigger.first - 4) - 1, -1):
        if index + 1 < trigger.first and words[index + 1].gap == BREAK:
            break
        if index and words[index - 1].text in _TOLLS:
            break  # «ارتفعت حصيلة ضحايا التفجير إلى 12»: the toll of what is reported
        text = words[index].text
        if text in _REASON_WORDS:
            return index, index + 1
        if text == "ضد" and trigger.entry.type == "political_decision":
            return index, index + 1  # «تظاهروا ضد قرار تعليق البناء»
    return tried(a, trigger)


_REPLY = spelled("ردا انتقاما ثارا احتجاجا تنديدا استنكارا".split())
_REPLY_GAP = 5  # words between «ردا على» and what was answered


def in_reply(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«قصف المواقع ردا على الهجوم الذي …»: the words that make a trigger what another act is the answer to."""
    words = a.doc.words
    for index in range(trigger.first - 1, max(a.sentence(trigger.first).first, trigger.first - _REPLY_GAP) - 1, -1):
        if words[index + 1].gap == BREAK:
            return None
        if words[index].text in _REPLY:
            return index, index + 1
    return None


def span_after(a: Annotated, first: int, last: int) -> tuple[int, int]:
    """The words of «بعد يوم من …» among words [first, last), where an older event is told, up to a comma; (`last`, `last`) for none."""
    words = a.doc.words
    begin = next((i for i in range(first, last - 1) if words[i].text in ("بعد", "عقب") and words[i + 1].text in _SPANS), last)
    return begin, next((i for i in range(begin + 1, last) if words[i].gap == BREAK), last)


_SPANS = frozenset(
    "ساعه ساعات ساعتين يوم يومين ايام اسبوع اسبوعين اسابيع شهر شهرين اشهر شهور عام عامين اعوام سنه سنتين سنوات دقايق قليل".split()
)
_TOLLS = spelled("حصيله عدد اعداد محصله".split())
_COURTS = spelled("محكمه محاكم قاضي نيابه".split())
_PENALTIES = spelled("سجن اعدام موبد حبس".split())
_SENTENCES = spelled("قضت قضي حكمت حكم ادانت ادان ادانه اصدرت سجن احالت".split())


def tried(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«قضت محكمة بسجن جندي أطلق النار على …»: what somebody is sentenced for, in the sentence that tells of the court."""
    if trigger.entry.type in ("political_decision", "release", "protest"):
        return None
    words, first, last = a.doc.words, a.sentence(trigger.first).first, trigger.first
    if first < last and words[first].text in _PENALTIES and any(words[i].text.startswith("ل") for i in range(first + 1, last)):
        return first, first + 1  # «السجن 18 شهرا لجندي قتل شابا»
    court = next((i for i in range(first, last) if words[i].text in _COURTS), -1)
    if court < 0 or any(words[i].gap == BREAK for i in range(court + 1, last)):
        return None
    return (court, court + 1) if any(words[i].text in _SENTENCES for i in range(first, last)) else None


def pluperfect(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«وكان … قد قتل», «وسبق للوزير أن أعلن مقتل …»: words of the auxiliary where the trigger stands in the past before the past."""
    first = a.sentence(trigger.first).first
    words = a.doc.words
    if not trigger.form.tense:
        last = min(trigger.first, first + _OPENING)
        opens = last > first + 1 and words[first].text in _WAS_OR_DID
        perfect = opens and any(words[i].text in _PERFECT or words[i].text == "ان" for i in range(first + 1, last))
        return (first, first + 1) if perfect and not any(words[i].gap == BREAK for i in range(first + 1, trigger.first + 1)) else None
    for index in range(trigger.first - 1, max(first, trigger.first - 14) - 1, -1):
        if words[index].text in _WAS and (_just_perfect(a, first, trigger) or _past_behind(trigger, index)):
            return index, index + 1
    return None


def _just_perfect(a: Annotated, first: int, trigger: Match) -> bool:
    """Whether «قد» stands close before a trigger, no farther than word `first`."""
    return any(a.doc.words[i].text in _PERFECT for i in range(max(first, trigger.first - 3), trigger.first))


def _past_behind(trigger: Match, was: int) -> bool:
    return trigger.first - was <= 2 and trigger.form.tense == "past"


_OPENING = 8  # words at the start of a sentence in which «كان … قد» may stand
