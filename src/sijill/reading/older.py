"""Words that make a trigger older than the news: its reason, a charge, what is answered, the past before the past."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated
from sijill.text import BREAK, analyses, rests

_PERFECT = frozenset({"قد", "لقد"})
_WAS = frozenset("كان كانت كانوا كانا".split())

# Words after which an event is the reason, the charge or the frame of what is reported, and older than it.
_CHARGED = tuple(f"{w}{end}" for w in "متهم مدان ضالع مشتبه".split() for end in ("", "ا", "ه", "ين", "ون", "ان", "ي", "ات"))
_PART = tuple(f"{w}{end}" for w in "تورط ضلوع وقوف مشاركت علاقت صلت ادانت اتهام اشتباه".split() for end in ("", "ه", "ها", "هم", "هما"))
_REASON_WORDS = frozenset(
    "بموجب تنديدا احتجاجا استنكارا بتهمه تهمه تهم ادين ادينت ادينوا قضيه ملف محاكمه ضحايا ذكري اسر عايلات"
    " اعقاب منفذ منفذي مدبر رفضا تضامنا مسووليه مشاركه علاقه صله متورط بتورط".split()
).union(_CHARGED, _PART)


def reason_of(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«احتجاجا على اعتقال», «المتهم بقتل», «في قضية اغتيال»: the words that make a trigger the reason of what is reported."""
    sentence = a.sentence(trigger.first)
    words = a.doc.words
    for index in range(trigger.first - 1, max(sentence.first, trigger.first - 4) - 1, -1):
        if index + 1 < trigger.first and words[index + 1].gap == BREAK:
            break
        if index and any(r.rest in _TOLLS for r in analyses(words[index - 1].text)):
            break  # «ارتفعت حصيلة ضحايا التفجير إلى 12»: the toll of what is reported
        if any(r.rest in _REASON_WORDS for r in analyses(words[index].text)):
            return index, index + 1
        if words[index].text == "ضد" and trigger.entry.meaning("type") == "political_decision":
            return index, index + 1  # «تظاهروا ضد قرار تعليق البناء»
    return tried(a, trigger)


_REPLY = frozenset("ردا انتقاما ثارا احتجاجا تنديدا استنكارا".split())
_REPLY_GAP = 5  # words between «ردا على» and what was answered


def in_reply(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«قصف المواقع ردا على الهجوم الذي …»: the words that make a trigger what another act is the answer to."""
    for index in range(trigger.first - 1, max(a.sentence(trigger.first).first, trigger.first - _REPLY_GAP) - 1, -1):
        if a.doc.words[index + 1].gap == BREAK:
            return None
        if any(r.rest in _REPLY for r in analyses(a.doc.words[index].text)):
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
_TOLLS = frozenset("حصيله عدد اعداد محصله".split())
_COURTS = frozenset("محكمه محاكم قاضي نيابه".split())
_PENALTIES = frozenset("سجن اعدام موبد حبس".split())
_SENTENCES = frozenset("قضت قضي حكمت حكم ادانت ادان ادانه اصدرت سجن احالت".split())


def tried(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«قضت محكمة بسجن جندي أطلق النار على …»: what somebody is sentenced for, in the sentence that tells of the court."""
    if trigger.entry.meaning("type") in ("political_decision", "release", "protest"):
        return None
    first = a.sentence(trigger.first).first
    may = [rests(w.text) for w in a.doc.words[first : trigger.first]]
    for_whom = any(w.text.startswith("ل") for w in a.doc.words[first + 1 : trigger.first])
    if may and not _PENALTIES.isdisjoint(may[0]) and for_whom:
        return first, first + 1  # «السجن 18 شهرا لجندي قتل شابا»
    court = next((i for i, rest in enumerate(may) if not _COURTS.isdisjoint(rest)), None)
    if court is None or all(_SENTENCES.isdisjoint(rest) for rest in may):
        return None
    if any(w.gap == BREAK for w in a.doc.words[first + court + 1 : trigger.first]):
        return None
    return first + court, first + court + 1


def pluperfect(a: Annotated, trigger: Match) -> tuple[int, int] | None:
    """«وكان … قد قتل», «وسبق للوزير أن أعلن مقتل …»: words of the auxiliary where the trigger stands in the past before the past."""
    first = a.sentence(trigger.first).first
    words = a.doc.words
    if not trigger.form.tense:
        last = min(trigger.first, first + _OPENING)
        opens = last > first + 1 and any(r.rest in _WAS | {"سبق"} and not r.article and not r.particle for r in analyses(words[first].text))
        perfect = opens and any(words[i].text in _PERFECT | {"ان"} for i in range(first + 1, last))
        return (first, first + 1) if perfect and not any(words[i].gap == BREAK for i in range(first + 1, trigger.first + 1)) else None
    near = [i for i in range(max(first, trigger.first - 3), trigger.first) if words[i].text in _PERFECT]
    for index in range(trigger.first - 1, max(first, trigger.first - 14) - 1, -1):
        was = any(r.rest in _WAS and not r.article and not r.particle for r in analyses(words[index].text))
        if was and (near or (trigger.first - index <= 2 and trigger.form.tense == "past")):
            return index, index + 1
    return None


_OPENING = 8  # words at the start of a sentence in which «كان … قد» may stand
