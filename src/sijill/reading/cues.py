"""What the words around a trigger make of it: negated, planned, threatened, called for, background, sport and so on."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated, within
from sijill.reading.grammar import acts_of, verb_like
from sijill.reading.states import plural_verb
from sijill.text import BREAK
from sijill.text.spelled import spelled

# A cue of these kinds right before a trigger says that it did not (yet) happen.
GOVERNING = frozenset({"negated", "planned", "threatened", "hypothetical", "habitual"})
# A cue of these kinds anywhere in the sentence says that it is no event of conflict.
ELSEWHERE = frozenset({"sport", "economy", "weather", "accident", "figurative", "culture", "satire", "crime"})
_UNREAL_ACTS = frozenset({"threaten", "vow", "call"})
GOVERNS = 4  # words between a governing cue and its trigger


def unreal(a: Annotated, trigger: Match) -> tuple[str, Match | None]:
    """Why a trigger is no occurrence: the cue's kind and the cue; ("", None) where it is one."""
    sentence = a.sentence(trigger.first)
    told = trigger.form.tense == "past"  # only a condition or a guess takes a past verb
    for cue in reversed(within(a.cues, sentence.first, trigger.first)):
        if trigger.first - cue.last > GOVERNS:
            continue
        kind = kind_of(cue)
        if kind in GOVERNING and not _parted(a, cue.last, trigger.first):
            if cue.particle == "ك" or (told and (kind != "hypothetical" or trigger.joiner or cue.entry.meaning("detail") in _NEVER_PAST)):
                continue  # «كلا» is not «لا», «لم … وقتل» begins anew
            if (kind == "negated" and _outcome(trigger)) or _given(a, cue, trigger) or _relative(a, cue, trigger):
                continue
            return kind, cue
    if not told and (act := _demanded(a, trigger, sentence.first)) is not None:
        return act.entry.act, act
    if trigger.particle == "س":
        return "planned", None
    if _purpose(a, trigger):
        return "planned", None
    if _may(a, trigger) or _any(a, trigger):
        return "hypothetical", None
    words = a.doc.words
    if not trigger.form.tense and any(words[i].text in _TO_COME for i in range(trigger.last, min(trigger.last + 2, sentence.last))):
        return "planned", None
    if not told and any(words[i].text == "بحلول" for i in range(trigger.last, min(trigger.last + _DEADLINE, sentence.last))):
        return "planned", None  # «على أن تنسحب القوات بحلول آذار»
    before = _coordinate(a, trigger)
    if before is not None:
        kind, governing = unreal(a, before)
        if kind in GOVERNING or kind in _UNREAL_ACTS or kind.startswith("a habit"):
            return kind, governing  # «خطط لتنفيذ عمليات خطف وقتل»: what governs the first governs the second
    if trigger.form.number == "plural" and any(kind_of(c) == "habitual" for c in within(a.cues, trigger.last, trigger.last + 3)):
        return "a habit, no occurrence", None  # «هجمات شبه يومية»
    if trigger.entry.meaning("holds") == "true" and trigger.form.tense == "present" and sentence.kind == "body":
        return "a state, no occurrence", None  # «المناطق التي يسيطر عليها», «تحتل جزءا من»
    return "", None


def _demanded(a: Annotated, trigger: Match, first: int) -> Match | None:
    """The threat, vow or call, behind word `first`, of which a trigger is what is threatened or called for."""
    words = a.doc.words
    for act in reversed(within(a.speech, first, trigger.first)):
        reach = _COMPLEMENT if trigger.particle == "ب" and verb_like(act) else _ACT
        if trigger.first - act.last <= reach and act.entry.act in _UNREAL_ACTS and not _parted(a, act.last, trigger.first):
            close = range(max(act.last, trigger.first - 2), trigger.first)
            if (
                trigger.particle in ("ب", "ل")
                or any(words[i].text in ("الي", "علي", "من") for i in close)
                or any(words[i].text in ("ان", "بان") for i in range(act.last, trigger.first))
            ):
                return act
    return None


_DEADLINE = 5  # words between what is to be done and by when
_ACT, _COMPLEMENT = 6, 14  # words between «هدد», «توعد», «طالب» and what is threatened; behind ب its subject's name and office stand before


def _coordinate(a: Annotated, trigger: Match) -> Match | None:
    """The noun of an event to which another is joined by waw, right before it in the same clause."""
    if trigger.form.tense:
        return None
    sentence = a.sentence(trigger.first)
    first = sentence.first
    words = a.doc.words
    if (
        trigger.first - first > 2
        and words[trigger.first - 1].text in _ENDS_BESIDES
        and (words[trigger.first - 2].text, words[trigger.first - 1].text) in _BESIDES
    ):  # «تشن غارات شبه يومية على …، فضلا عن توغل الجيش»: told in one breath with what stands before
        before = [m for m in acts_of(a, sentence) if m.first < trigger.first - 2]
        return before[-1] if before else None
    if trigger.joiner != "و":
        return None
    found = within(a.triggers, max(first, trigger.first - _JOINED), trigger.first)
    last = next((m for m in reversed(found) if m.last <= trigger.first and m.entry.rank != "light"), None)
    return None if last is None or last.form.tense or _parted(a, last.last, trigger.first) else last


_BESIDES = frozenset({("فضلا", "عن"), ("اضافه", "الي"), ("بالاضافه", "الي"), ("الي", "جانب"), ("علاوه", "علي")})
_ENDS_BESIDES = frozenset(end for _, end in _BESIDES)
# Adjectives behind a noun that say it has not happened yet («هجوم محتمل»).
_TO_COME = frozenset(
    "محتمل محتمله محتملا المحتمل المحتمله مرتقب مرتقبه المرتقب المرتقبه وشيك وشيكه الوشيك الوشيكه متوقع متوقعه المتوقع المتوقعه"
    " مزمع مزمعه المزمع المزمعه مستقبلي مستقبليه المستقبليه مقرره المقرره".split()
)
_JOINED = 4  # words between two nouns of events that waw joins
_MAY = 5  # words in which «قد» with a present verb makes what follows a mere possibility


_ANY = spelled({"اي", "ايه"})


def _any(a: Annotated, trigger: Match) -> bool:
    """«إن أية مواجهة ستفشل», «سنرد على أي غارة»: any at all; behind a pause أي means "that is"."""
    if trigger.article or trigger.first < 2 or trigger.form.tense or _outcome(trigger):
        return False
    before = a.doc.words[trigger.first - 1]
    if before.gap == BREAK or before.text not in _ANY:
        return False
    cues = within(a.cues, a.sentence(trigger.first).first, trigger.first)
    return not any(kind_of(c) == "denied" for c in cues)  # «نفى وقوع أي انفجار»: one that is denied


def _may(a: Annotated, trigger: Match) -> bool:
    """«قد يشن هجوما», «قد يكون قتل»: قد before a present verb says that something may be so."""
    tense = trigger.form.tense
    if tense == "past":
        return False
    sentence = a.sentence(trigger.first)
    words = a.doc.words
    if not tense and trigger.last < sentence.last and words[trigger.last].text in _WILL:
        return True  # «الانسحاب سيتم في موعده»
    if not tense and _is_to_begin(a, trigger, sentence.last):
        return True
    for index in range(max(sentence.first, trigger.first - _MAY), trigger.first):
        word = words[index].text
        possible = word in ("قد", "لقد") and words[index + 1].text.startswith("ي")
        if (possible or _future(word)) and not _parted(a, index, trigger.first):
            return True
    return False


def _is_to_begin(a: Annotated, trigger: Match, last: int) -> bool:
    """«معركة تحرير المدينة ستبدأ خلال أسابيع»: the verb of a noun that is its subject, behind the noun's genitives, is in the future."""
    words = a.doc.words
    for index in range(trigger.last, min(trigger.last + _GENITIVES, last)):
        text = words[index].text
        if text in _BEGINS or (text == "سوف" and index + 1 < last and "س" + words[index + 1].text in _BEGINS):
            parted = any(words[i].gap == BREAK or words[i].text in _WHICH for i in range(trigger.last, index + 1))
            return not parted and not any(verb_like(m) for m in within(a.triggers, trigger.last, index + 1))
    return False


_GENITIVES = 6  # words between a noun and its verb
_BEGINS = frozenset("سيتم ستتم سيبدا ستبدا سيجري ستجري سينفذ ستنفذ سينطلق ستنطلق".split())
_WILL = frozenset("سيتم ستتم سيبدا ستبدا سيجري ستجري سينفذ ستنفذ سيحدث ستحدث سينطلق ستنطلق سيكون ستكون سوف".split())
# Words that begin like a future verb («سي…») and are none.
_NO_FUTURE = tuple(
    "سيار سياس سياح سياد سياق سيطر سينا سينم سيول سيدات سيده سيرت سيره سيرا سيوف سييه"
    " سيدني سيريا سيبير سيستان سيمون سيلان سينت سيف سيد".split()
)
_DO_FUTURE = tuple("سيدعم سيدخل سيدفع سيدين سيدمر سيدير سيدرس سيدعو".split())


def _future(word: str) -> bool:
    """«سيدعمون», «سيشاركون»: a present verb with the particle of the future."""
    return len(word) > 4 and word.startswith("سي") and (word.startswith(_DO_FUTURE) or not word.startswith(_NO_FUTURE))


# Details of hypothetical cues that govern a noun or a present verb only.
_NEVER_PAST = frozenset({"danger", "ending", "ability", "right", "any", "demand", "hope"})
_GIVEN = frozenset({"attack_noun", "weapon_noun", "clash"})


def _given(a: Annotated, cue: Match, trigger: Match) -> bool:
    """«لم تتضح أسباب الهجوم», «الهجوم الذي»: a definite attack further off, or with a relative clause, is taken for granted."""
    if not trigger.article or trigger.entry.frame not in _GIVEN or trigger.particle:
        return False
    related = any(w.text in _WHICH for w in a.doc.words[trigger.last : trigger.last + 2])
    return related or trigger.first - cue.last >= 2


_WHICH = frozenset({"الذي", "التي", "الذين", "اللذين", "اللتين"})


def _relative(a: Annotated, cue: Match, trigger: Match) -> bool:
    """«احتمال أن تكون الهجمات التي استهدفت»: the verb of a relative clause tells what is known."""
    return bool(trigger.form.tense) and any(a.doc.words[i].text in _WHICH for i in range(cue.last, trigger.first))


_PURPOSE_GAP = 12  # words in which a verb may stand that takes its object with ل («تعرض لقصف», «أدى لمقتل»)
_TAKES_LI = spelled(
    "تعرض تعرضت تعرضوا يتعرض تتعرض تعرضا ادي ادت يودي تودي نتيجه نظرا خضع خضعت استخدم"
    " شهد شهدت اعلن وفقا طبقا ردا انتقاما تنديدا ادانه ادانته ادانتها استنكارا"
    " استنكاره رفضا رفضه ثارا تصدي تصدت تصديهم تصديها تصدوا تعرضه تعرضها تعرضهم ضحيه مسرحا هدفا هدف"
    " مماثل تبادل سبب عرضه شرح وصفا ذكري".split()
)


def _purpose(a: Annotated, trigger: Match) -> bool:
    """«لاستهداف», «لتحرير»: a verbal noun behind ل says what for, unless a verb before it takes its object with ل."""
    if trigger.particle != "ل":
        return False
    to_do = trigger.article and trigger.entry.pos == "phrase" and a.doc.words[trigger.last - 1].text in ("عن", "علي")
    if (trigger.article and not to_do) or trigger.form.tense:
        return False
    if (trigger.entry.pos == "phrase" and trigger.entry.rank == "outcome") or trigger.entry.meaning("type") == "protest_repressed":
        return False  # «أطلقت الغاز لتفريق متظاهرين»: it dispersed them
    sentence = a.sentence(trigger.first)
    if sentence.kind == "title" and not to_do:
        return False
    near = range(max(sentence.first, trigger.first - _PURPOSE_GAP), trigger.first)
    return all(a.doc.words[i].text not in _TAKES_LI for i in near)


def _outcome(trigger: Match) -> bool:
    return trigger.entry.rank == "outcome"


# Words behind which stands what had already happened («حذر من التصعيد بعد مقتل», «لم يصب بأذى جراء الانفجار»).
_SINCE = spelled(
    "بعد عقب اثر جراء نتيجه منذ بسبب رغم غداه قضيه ملف ملابسات ضحايا منفذ منفذي مرتكبي متورطين تداعيات نتايج حقيقه ذكري".split()
)


def _parted(a: Annotated, first: int, last: int) -> bool:
    """Whether punctuation, another finite verb or a word of cause stands between."""
    words = a.doc.words
    if any(words[i].gap == BREAK for i in range(first, last + 1)):
        return True
    if any(words[i].text in _SINCE and not _yet(a, i) for i in range(first, last)):
        return True
    return any(m.form.tense == "past" for m in within(a.triggers, first, last))


def _yet(a: Annotated, index: int) -> bool:
    """«لم تتمكن بعد من السيطرة»: behind a negation, before its object, بعد is no preposition."""
    words = a.doc.words
    return words[index].text == "بعد" and index + 1 < len(words) and words[index + 1].text in ("من", "الي", "علي", "عن")


def foiled(a: Annotated, trigger: Match) -> Match | None:
    """The word before a trigger that says it was foiled («إحباط هجوم»)."""
    if trigger.entry.type == "disrupted_attack":
        return None
    for other in within(a.triggers, max(0, trigger.first - 4), trigger.first):
        if other.entry.type != "disrupted_attack" or "silah" in other.entry.id:
            continue  # «ضبط السلاح المستخدم في الجريمة»: what the weapon did is done
        if other.last <= trigger.first and not _parted(a, other.last, trigger.first):
            return other
    return None


def elsewhere(a: Annotated, trigger: Match) -> tuple[str, Match | None]:
    """A cue of sport, economy, weather, accident … near the trigger in its sentence."""
    sentence = a.sentence(trigger.first)
    type_ = trigger.entry.type
    for cue in within(a.cues, sentence.first, sentence.last):
        kind = kind_of(cue)
        if kind not in ELSEWHERE or (kind in _CIVIL_CAUSES and type_ in _CIVIL) or (kind == "sport" and type_ == "riot"):
            continue
        reach = _EXERCISE if cue.entry.meaning("detail") == "exercise" else _REACH.get(kind, 12)
        if max(cue.first - trigger.last, trigger.first - cue.last) <= reach:
            return kind, cue
    return "", None


_REACH = {"accident": 25, "crime": 15, "figurative": 3}  # words between a cue of such a kind and the trigger that it takes away
_EXERCISE = 10
_CIVIL = frozenset({"protest", "protest_repressed", "riot", "political_decision", "agreement"})
_CIVIL_CAUSES = frozenset({"economy", "weather", "crime", "accident"})  # what people protest about or parliaments vote on


def kind_of(cue: Match) -> str:
    """The kind of a cue, the finer one where it gives one that the reading tells apart."""
    detail = cue.entry.meaning("detail")
    return detail if detail in _DETAILS else cue.entry.meaning("cue")


_DETAILS = frozenset({"aggregate", "attempt", "crime", "culture", "satire"})
_NEAR_BEFORE, _NEAR_AFTER = 7, 3  # words between a local cue and the trigger that it bears on
_STANDS_OUT = 5  # words between «الأسوأ من نوعه» and the span


def backgrounds(a: Annotated, trigger: Match) -> dict[str, Match]:
    """Cues of background, anniversary, sums, allegation and denial that bear on a trigger."""
    sentence = a.sentence(trigger.first)
    found: dict[str, Match] = {}
    for cue in within(a.cues, sentence.first, sentence.last):
        kind = kind_of(cue)
        if kind == "background":
            scope = cue.entry.meaning("scope")
            near = -_NEAR_AFTER <= trigger.first - cue.last <= _NEAR_BEFORE
            first_of_its_kind = cue.entry.meaning("detail") == "since" and _singled_out(a, max(0, trigger.first - 2), cue.first)
            if first_of_its_kind or within_clause(a, trigger, cue.first) or (not scope and _when_said(a, cue, trigger)):
                continue
            if (scope == "sentence" and cue.first <= trigger.last + _NEAR_BEFORE) or (not scope and near):
                found.setdefault(kind, cue)
        elif kind == "anniversary" and 0 <= trigger.first - cue.last <= _NEAR_AFTER:
            found.setdefault(kind, cue)
        elif (kind == "denied" and _of_another(a, cue, trigger)) or (
            kind == "aggregate"
            and (
                (trigger.form.number != "plural" and _off(a, cue, trigger))
                or _singled_out(a, min(trigger.last, max(sentence.first, cue.first - _STANDS_OUT)), cue.first)
            )
        ):
            continue
        elif (
            kind in ("alleged", "denied", "aggregate", "series")
            and cue.entry.meaning("scope") != "none"
            and abs(cue.first - trigger.first) <= 12
            and (cue.entry.meaning("scope") != "near" or 0 <= cue.first - trigger.last <= _NEAR_AFTER)
        ):
            found.setdefault(kind, cue)
    return found


def _when_said(a: Annotated, cue: Match, trigger: Match) -> bool:
    """«قال في وقت سابق إن المسلحين هاجموا»: it was said earlier; what is said stands behind إن."""
    words = a.doc.words
    return words[cue.last - 1].text in ("سابق", "سابقا") and any(w.text in _THAT for w in words[cue.last : trigger.first])


_THAT = frozenset("ان انه انها انهم بان بانه بانها".split())


def _off(a: Annotated, cue: Match, trigger: Match) -> bool:
    """«الثاني خلال أسبوع، حيث وقع تفجير مماثل»: a span told elsewhere makes no sum of one occurrence."""
    first, last = sorted((cue.first, trigger.first))
    return last - first > 4 or any(a.doc.words[i].gap == BREAK for i in range(first + 1, last + 1))


def within_clause(a: Annotated, trigger: Match, at: int) -> bool:
    """«غارة على مسلحين سيطروا على البلدة قبل عامين»: word `at` belongs to a clause that describes somebody named behind the trigger."""
    words = a.doc.words
    if at <= trigger.last + 1:
        return False
    for index in range(trigger.last + 1, at):
        begins = words[index].text in _WHICH and index > trigger.last + 1
        if begins or plural_verb(words[index].text):
            told = within(a.triggers, index, at)
            own = any(m.entry.rank == "light" or m.entry.type == trigger.entry.type for m in told)
            return not own and not any(words[i].gap == BREAK for i in range(index + 1, at + 1))
    return False


def _singled_out(a: Annotated, first: int, last: int) -> bool:
    """«الهجوم الأعنف خلال العام», «الأول من نوعه هذا الشهر»: the span only says among how many the one stands out."""
    return any(w.text in _FOREMOST for w in a.doc.words[first:last])


_FOREMOST = frozenset(
    "الاول الاولي الثاني الثانيه الثالث الثالثه الاعنف الاسوا الاكبر الاكثر الاشد الابرز الادمي"
    " اعنف اسوا اكبر اكثر اشد ابرز اول ثاني ثالث".split()
)

# What is denied without denying the event: «نفت الحركة مسؤوليتها عن الهجوم».
_PART_IN_IT = frozenset(
    "مسووليتها مسووليته مسووليتهم علاقتها علاقته ضلوعها ضلوعه صلتها صلته تورطها تورطه"
    " مشاركتها مشاركته وقوفها وقوفه مسووليه صله علاقه مشاركه ضلوع تورط دور".split()
)
# Who denies that there was such a thing at all: «نفى وقوع أي انفجار», «نفى الأنباء عن مقتل …».
_AT_ALL = spelled("وقوع حصول حدوث وجود تعرض صحه انباء خبر تقارير تقرير شايعات معلومات مزاعم ادعاءات مقتل".split())
_ACTS = frozenset("shelling air_strike drone_strike armed_attack ied suicide_bombing grenade chemical_attack assassination".split())


def _of_another(a: Annotated, cue: Match, trigger: Match) -> bool:
    """A denial of having had part in it, or one that another verb parts from the trigger («ونفى … وأحبطت …»)."""
    if any(w.text in _PART_IN_IT for w in a.doc.words[cue.last : cue.last + 4]):
        return True
    if cue.first > trigger.first and cue.joiner == "و" and not cue.form.pronoun:
        return True  # «أسقط الجيش مسيرة، ونفى وقوع انفجار»
    if cue.first < trigger.first and _only_by_whom(a, cue, trigger):
        return True
    low, high = (cue.last, trigger.first + 1) if cue.first < trigger.first else (trigger.last, cue.first)
    return any(m.form.tense == "past" and m.joiner == "و" for m in within(a.triggers, low, high))


def _only_by_whom(a: Annotated, cue: Match, trigger: Match) -> bool:
    """«ونفت الحركة أن تكون أطلقت الصاروخ»: of an attack that other sentences tell, somebody denies only that it was theirs."""
    kind = trigger.entry.type
    if kind not in _ACTS or any(w.text in _AT_ALL for w in a.doc.words[cue.last : trigger.first]):
        return False
    sentence = a.sentence(trigger.first)
    return any(m.entry.type in _ACTS and not sentence.first <= m.first < sentence.last for m in a.triggers)
