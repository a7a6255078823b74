"""Words for an act that tell what somebody or something is or is for, and not that it happened."""

from __future__ import annotations

from sijill.extract.closed import PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.ordered import covering
from sijill.reading.annotate import Annotated, within
from sijill.text import BREAK
from sijill.text.spelled import spelled

# Participles that say who takes part («المنخرطين في القتال»); the fight that they take part in is no news.
_TAKING_PART = spelled(
    "منخرط منخرطه منخرطون منخرطين منخرطو منخرطي مشارك مشاركه مشاركون مشاركين مشاركو مشاركي مساهم مساهمه مساهمين"
    " منغمس منغمسين ضالع ضالعه ضالعين متورط متورطه متورطين مشتركين مشتركه مشترك".split()
)
_OF_PART = 3  # words between such a participle and the fight («المشاركين بشكل مباشر في القتال»)
# Bodies that a verb in the present describes («تحالفا يقصف اليمن», «جماعة تقاتل الحكومة»): what they do all the time.
_BODIES = frozenset("تحالف تنظيم جماعه حركه ميليشيا مليشيا فصيل فصايل جبهه حزب ائتلاف".split())
_RELATIVE = frozenset("الذي التي الذين اللذين اللذان اللتين اللتان".split())
_DESCRIBES = 3  # words between a body and the verb that describes it («تحالفا عسكريا عربيا يقصف»)


def describes(a: Annotated, trigger: Match) -> str:
    """Why a trigger only says what somebody is; "" where it tells of an act."""
    if _takes_part(a, trigger):
        return "says who takes part, no occurrence"
    if _against(a, trigger):
        return "in the face of somebody, no occurrence"
    if _trade(a, trigger):
        return "says what people do for a living, no occurrence"
    if _always_does(a, trigger):
        return "says what a body does, no occurrence"
    if _struck(a, trigger):
        return "names what was struck"
    if _at_the_scene(a, trigger):
        return "forces at the scene of what is told"
    return ""


def _takes_part(a: Annotated, trigger: Match) -> bool:
    """«دعا المنخرطين في القتال إلى …»: fighting, with the article and behind a participle of taking part."""
    if not trigger.article or trigger.entry.frame != "clash" or trigger.form.tense:
        return False
    words = a.doc.words
    if trigger.particle != "ب" and (not trigger.first or words[trigger.first - 1].text != "في"):
        return False
    near = range(max(a.sentence(trigger.first).first, trigger.first - 1 - _OF_PART), trigger.first)
    return any(words[i].text in _TAKING_PART for i in near)


def known(a: Annotated, trigger: Match) -> bool:
    """«البلدة التي احتلتها القوات», «المعتقلين الذين ألقي القبض عليهم»: a relative clause that tells of its noun what the reader knows.

    The pronoun shows that the noun is the object of the act; of a noun that is its subject the clause may well be the news.
    """
    words = a.doc.words
    behind = words[trigger.last].text if trigger.last < len(words) else ""
    if not trigger.form.pronoun and behind not in _ON_THEM:
        return False
    index = trigger.first - 1
    while index > 0 and words[index].text in _AUXILIARIES and words[index + 1].gap != BREAK:
        index -= 1
    return index >= 0 and words[index].text in _RELATIVE and words[index + 1].gap != BREAK


_ON_THEM = frozenset("عليه عليها عليهم عليهما".split())
_AUXILIARIES = frozenset("قد كان كانت كانوا تم جري سبق ان".split())


def _against(a: Annotated, trigger: Match) -> bool:
    """«في مواجهة الدولة»: against it; a fight is told with another preposition or an adjective («في مواجهة مع», «في مواجهة مسلحة»)."""
    words, last = a.doc.words, trigger.last
    if words[trigger.first].text != "مواجهه" or trigger.article or not trigger.first or words[trigger.first - 1].text != "في":
        return False
    return last < a.sentence(trigger.first).last and words[last].gap != BREAK and any(r.article for r in words[last].analyses)


def _trade(a: Annotated, trigger: Match) -> bool:
    """«عصابة متخصصة في خطف الأطفال», «شبكة تمتهن القتل»: what a gang does, and no occurrence of it."""
    if trigger.form.tense:
        return False
    words = a.doc.words
    return any(words[i].text in _TRADES for i in range(max(a.sentence(trigger.first).first, trigger.first - _OF_PART), trigger.first))


_TRADES = spelled(
    "متخصص متخصصه متخصصين متخصصون مختص مختصه مختصين تخصصت تخصص يمتهن تمتهن يمتهنون احترفت تحترف امتهنت".split(), article=False
)


def _struck(a: Annotated, trigger: Match) -> bool:
    """«استهدف الطيران تعزيزات», «هاجم انتحاري مسيرة», «القضاء على تعزيزات»: the movement or march is the object of an attack."""
    if trigger.joiner or trigger.entry.type not in _OBJECTS or trigger.form.tense:
        return False
    sentence, words = a.sentence(trigger.first), a.doc.words
    low = max(sentence.first, trigger.first - _OBJECT)
    if any(words[i].gap == BREAK for i in range(low + 1, trigger.first + 1)):
        low = max(i for i in range(low + 1, trigger.first + 1) if words[i].gap == BREAK)
    before = [m for m in within(a.triggers, low, trigger.first) if m.entry.rank != "generic"]
    if not before or before[-1].entry.type not in _ATTACKS or before[-1].entry.rank != "occurrence":
        return words[trigger.first - 1].text == "علي" and trigger.first >= 2 and words[trigger.first - 2].text.endswith("القضاء")
    between = [words[i].text for i in range(before[-1].last, trigger.first)]
    if trigger.entry.type == "protest" and "علي" in between:
        return False  # «إطلاق النار على مظاهرة»: whoever is fired at there is told as the march
    if not set(between) <= {"علي"} and not before[-1].form.tense:
        return False
    return trigger.particle in ("", "ل") and not any(w in PREPOSITIONS and w != "علي" for w in between)


_OBJECTS = frozenset({"deployment", "protest"})
_ATTACKS = frozenset("armed_attack air_strike drone_strike shelling ied suicide_bombing explosion".split())
_OBJECT = 5  # words between an attack and its object, the attacker among them


def _at_the_scene(a: Annotated, trigger: Match) -> bool:
    """«انتشرت قوات من الشرطة في مكان الانفجار», «طوقا حول موقع الحادث»: what is done wherever something has happened."""
    if trigger.entry.type not in ("deployment", "security_operation"):
        return False
    last = min(a.sentence(trigger.first).last, trigger.last + _SCENE)
    scenes = [m for m in within(a.triggers, trigger.last, last) if m.entry.id == "trigger.generic.tafjir_anaphor"]
    if "طوق" in a.doc.words[trigger.first].text or "طوق" in a.doc.words[trigger.last - 1].text or trigger.entry.type == "deployment":
        words = a.doc.words
        for index in range(trigger.last + 1, min(last, trigger.last + 5)):
            if words[index].text in _THE_PLACE and words[index - 1].text in ("حول", "في", "الي"):
                return True
    return bool(scenes) and not any(a.doc.words[i].gap == BREAK for i in range(trigger.last + 1, scenes[0].first + 1))


_THE_PLACE = frozenset("المكان الموقع".split())
_SCENE = 10  # words between forces and the scene that they came to


def _always_does(a: Annotated, trigger: Match) -> bool:
    """«السعودية التي تقود تحالفا يقصف اليمن»: a present verb that describes a body without the article, itself inside a clause."""
    if trigger.joiner or trigger.particle or trigger.form.tense != "present" or a.sentence(trigger.first).kind == "title":
        return False
    words, first = a.doc.words, a.sentence(trigger.first).first
    for index in range(trigger.first - 1, max(first, trigger.first - _DESCRIBES - 1) - 1, -1):
        if words[index + 1].gap == BREAK or covering(a.times, index):
            return False
        body = next((r for r in words[index].analyses if r.rest.removesuffix("ا") in _BODIES or r.rest in _BODIES), None)
        if body is not None:
            return not body.article and index > first and _subordinate(a, index, first)
    return False


def _subordinate(a: Annotated, index: int, first: int) -> bool:
    """Whether a noun is an object or a genitive: it ends in the alef of the accusative, or a preposition or a relative clause holds it."""
    words = a.doc.words
    if words[index].text.endswith("فا") or words[index].text.endswith("ما"):
        return True
    return any(words[i].text in _RELATIVE | {"ضد", "مع", "من", "الي", "في", "لدعم"} for i in range(max(first, index - 3), index))


def plural_verb(text: str) -> bool:
    """Whether a word is a past verb of several people by its letters («وسعوا», «عادوا»); what only says that they were is none."""
    return len(text) >= _PLURAL_VERB and text.endswith("وا") and text.removeprefix("و") not in _NO_VERBS


_PLURAL_VERB = 5  # letters of the shortest verb that is told by its ending
_NO_VERBS = frozenset("كانوا ليسوا باتوا ظلوا اصبحوا مازالوا زالوا عضوا عدوا هاوا جنوا مانوا انتوا كينوا باكوا".split())


def over_a_span(a: Annotated, first: int, last: int, *, years: bool = False) -> bool:
    """«26 ألف غارة خلال تسعة أشهر», «خمس هجمات في غضون أسبوعين»: words [first, last) sum up what happened over a length of time."""
    for time in within(a.times, first, last):
        said = time.expression.says
        if time.expression.kind != "duration" or said.unit not in _LONG or (years and said.unit not in ("month", "year")):
            continue
        before = {a.doc.words[i].text for i in range(max(0, time.first - 2), time.first + 1)}
        if (said.amount or 2) >= _LONG[said.unit] and before & _OVER:
            return True
    return False


_LONG = {"day": 5, "week": 2, "month": 1, "year": 1}
_OVER = frozenset("خلال وخلال في غضون مدي مدار طوال طيله".split())


def since_long(a: Annotated, trigger: Match) -> bool:
    """«حربا منذ نيسان 2023 أسفرت عن مقتل 20 ألفا»: the toll of what has gone on since a day long past, told before it in its sentence."""
    first = a.sentence(trigger.first).first
    for time in within(a.times, first, trigger.first):
        if time.expression.kind != "since" or time.when.start is None:
            continue
        if a.anchor is not None and (a.anchor - time.when.start).days <= _RECENT:
            continue
        if not any(w.text in _FOREMOST for w in a.doc.words[first : time.first]):
            return True
    return False


_RECENT = 30  # days
_FOREMOST = frozenset("الاول الاولي الاعنف الاسوا الاكبر الاشد الادمي اعنف اسوا اكبر اشد ادمي اول".split())


def repeated(a: Annotated, trigger: Match) -> bool:
    """«استهدفت المدينة مرارا», «هاجموا القرية أكثر من مرة»: a past verb that tells of many occurrences."""
    last = min(a.sentence(trigger.first).last, trigger.last + _REPEATED)
    words = a.doc.words
    for index in range(trigger.last, last):
        if words[index].gap == BREAK and index > trigger.last:
            return False
        if words[index].text in _OFTEN:
            return True
    return False


_REPEATED = 5
_OFTEN = frozenset("مرارا تكرارا وتكرارا باستمرار مرات".split())


def statistics(a: Annotated, trigger: Match) -> bool:
    """«بلغت أعداد الهجمات ومحاولات الاغتيال 764», «وصل عدد الغارات إلى خمسين»: a sentence that counts occurrences sums them up."""
    first = a.sentence(trigger.first).first
    words = a.doc.words
    for index in range(first, min(trigger.first, a.sentence(trigger.first).last - 2)):
        if words[index + 1].text in _COUNTS and words[index].text.lstrip("وف") in _REACHED:
            return any(words[i].text in _OCCURRENCES for i in range(index + 2, min(index + 4, len(words))))
    return False


_REACHED = frozenset("بلغ بلغت صل صلت يصل تصل ارتفع ارتفعت يرتفع ترتفع ليرتفع لترتفع تجاوز تجاوزت زاد".split())
_COUNTS = frozenset("عدد اعداد حصيله مجموع اجمالي".split())
_OCCURRENCES = spelled(
    "هجمات عمليات استهدافات اغتيالات محاولات غارات خروقات انتهاكات حوادث ضربات هجوم اعتداءات تفجيرات اقتحامات اعتقالات"
    " قصف جرايم اشتباكات براميل صواريخ حالات مجازر".split()
)
