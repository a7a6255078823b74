"""Who acts where an act's own frame does not say: the verb that governs it, a pronoun, an accusation, a subject shared."""

from __future__ import annotations

from collections.abc import Callable

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.able import (
    ARMED,
    COERCIVE,
    NEAR,
    can_act,
    coordinated,
    feminine,
    group_of,
    is_force,
    is_state_name,
    spoken_for,
    usable,
)
from sijill.reading.annotate import Annotated, within
from sijill.reading.grammar import arguments, verb_like
from sijill.reading.subjects import state_acts
from sijill.text import BREAK
from sijill.text.spelled import spelled

_PRONOUN_SUBJECTS = frozenset("انه انها انهم بانه بانها بانهم وانها وانه".split())
_TO_ACT = frozenset("من علي في عن الي ب".split())
_SOURCED = frozenset("مصدره مصدرها مصدرهما".split())


def author_of(a: Annotated, trigger: Match, did: Callable[[Annotated, Match], list[PartyFind]]) -> list[PartyFind]:
    """Who acts where the trigger's own frame does not say: the verb behind it, a pronoun, an accusation, the sentence's subject."""
    sentence = a.sentence(trigger.first)
    first, last = sentence.first, sentence.last
    found = (
        _able(a, _attributed(a, trigger, last))
        or _able(a, _behind_it(a, trigger, first, last))
        or _able(a, _announced(a, trigger, first))
        or _able(a, _bomber(a, trigger, first))
        or _able(a, _done_by(a, trigger, last))
        or [p for p in _accused(a, trigger, first) if usable(p)]
        or _able(a, _demonstrators(a, trigger, first, last))
        or _able(a, _governor(a, trigger, first))
        or _able(a, _owner(a, trigger, first))
    )
    if found:
        return [p for p in coordinated(a, found[0]) if p in found or can_act(p)] if len(found) == 1 else found
    found = _shared_subject(a, trigger, first, last, did) or _distant_subject(a, trigger, first)
    return [p for p in found if _can_be(a, p)]


def _able(a: Annotated, found: list[PartyFind]) -> list[PartyFind]:
    """Those who can have done it."""
    return [p for p in found if _can_be(a, p) and usable(p)] if found else found


def _can_be(a: Annotated, party: PartyFind) -> bool:
    """Whether a party can act; a state's name only as the subject of a verb."""
    return can_act(party) and (not is_state_name(party) or state_acts(a, party))


_LAID = "ينسب تنسب نسب نسبت نسبا ينسبون منسوب منسوبه المنسوب المنسوبه"
_IS_LAID = frozenset(joiner + word for joiner in ("", "و", "ف") for word in _LAID.split())


def laid_to(a: Annotated, trigger: Match) -> bool:
    """«ينسب الهجوم», «هجمات نسبت»: whether a word beside an attack says that it is laid to somebody."""
    words = a.doc.words
    return any(words[i].text in _IS_LAID for i in range(max(0, trigger.first - 2), trigger.first)) or any(
        words[i].text in _IS_LAID for i in range(trigger.last, min(trigger.last + 2, len(words)))
    )


def _attributed(a: Annotated, trigger: Match, last: int) -> list[PartyFind]:
    """«ينسب الهجوم إلى X», «هجمات نسبت إلى X»: to whom an attack is laid."""
    if not laid_to(a, trigger):
        return []
    return [x.party for x in arguments(a, trigger.last, min(trigger.last + 8, last)) if x.link in ("الي", "ل")][:1]


_OWN_DEEDS = frozenset("قصف استهداف تدمير اسقاط اعتراض قتل اسر تصفيه تحييد".split())


def _announced(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«أعلنت الكتائب قصف …», «قالت الجماعة إنها وراء تفجير …»: an armed party that tells of a deed of its own."""
    words = a.doc.words
    if verb_like(trigger) or trigger.first == first or words[trigger.first].gap == BREAK:
        return []
    behind = words[trigger.first - 1].text == "وراء" and words[trigger.first - 2].text in _PRONOUN_SUBJECTS
    if not behind and (words[trigger.first].text not in _OWN_DEEDS or trigger.form.pronoun):
        return []
    for party in within(a.parties, max(first, trigger.first - 7), trigger.first)[::-1]:
        if party.kind not in ARMED or party.count is not None or is_state_name(party) or party.particle:
            return []
        told = any(m.entry.act in _TELLS and verb_like(m) for m in within(a.speech, max(first, party.first - 3), party.first))
        told = told or any(m.entry.act in _TELLS and verb_like(m) for m in within(a.speech, party.last, trigger.first))
        told = told or (party.first > first and words[party.first - 1].text in _TELLING)
        said = within(a.speech, party.last, trigger.first)  # «الحوثيون يعلنون استهداف مطار»
        near = trigger.first - (said[-1].last if said else party.last) <= 1
        return [spoken_for(a, party)] if told and (behind or near) else []
    return []


_TELLING = spelled({"اعلان", "تاكيد"})  # «بعد إعلان الحركة استهداف موقع»
_TELLS = frozenset({"say", "report", "confirm", "claim"})


def _bomber(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«شخصان يعتقد أنهما … فجرا نفسيهما»: only a person blows himself up, whoever stands first in the clause."""
    if trigger.entry.type != "suicide_bombing" or not a.doc.words[trigger.last - 1].text.startswith(("نفس", "انفسهم")):
        return []
    near = arguments(a, max(first, trigger.first - 16), trigger.first)
    return [x.party for x in near if x.link in ("", "gov") and x.party.animate and x.party.head.entry.room == "nouns"][:1]


def _distant_subject(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«إن مسلحين يستقلون دراجات خطفوا رعاة»: the party that the clause begins with, a description between it and its verb."""
    if not verb_like(trigger) or trigger.joiner or trigger.form.pronoun:
        return []
    for party in within(a.parties, max(first, trigger.first - 12), trigger.first):
        begins = party.first == first or a.doc.words[party.first - 1].text in ("ان", "بان", "لكن") or a.doc.words[party.first].gap == BREAK
        if not begins or not party.animate or party.kind not in ARMED or party.count is not None:
            continue
        if any(a.doc.words[i].gap == BREAK for i in range(party.first + 1, trigger.first + 1)):
            continue
        many = trigger.form.number == "plural" or (
            trigger.form.tense == "past" and a.doc.words[trigger.last - 1].text.endswith("ت") == feminine(a, party)
        )
        if many and (_place_after(a, trigger) or within(a.parties, trigger.last, trigger.last + 2)):
            return [party]
    return []


_ORGANISES = spelled("نظم نظمت نظموا ينظم تنظم نفذ نفذت ينفذ تنفذ اقام اقامت سير سيرت".split())
_DEMOS = frozenset({"protest", "riot"})


def _demonstrators(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«خرج المئات في مسيرة», «وقفة نظمتها الجبهة», «مظاهرة شارك فيها الآلاف»."""
    if trigger.entry.type not in _DEMOS or verb_like(trigger):
        return []
    words = a.doc.words
    for party in within(a.parties, trigger.last, min(trigger.last + 16, last)):
        before = words[party.first - 1].text
        if before in ("فيها", "فيه"):
            return [party]
        if party.first - trigger.last < 9 and (before.startswith(_HELD) and before.endswith(("ها", "ه"))):
            return [party]
    for index in range(max(first, trigger.first - 12), trigger.first):
        if words[index].text in _ORGANISES:  # «نظم معارضون للرئيس وقفة»
            found = group_of(a, index + 1, min(index + 3, trigger.first))
            if found and found[0].animate:
                return found
    if words[trigger.first - 1].text not in ("في", "خلال", "هذه", "هذا") or trigger.first == first:
        return []
    start = max(first, trigger.first - 14)
    near = [x.party for x in arguments(a, start, trigger.first) if x.link == "" and x.party.animate]
    return near[-1:]


_HELD = ("نظمت", "نظمه", "ينظم", "تنظم", "دعا", "دعت", "اقام", "نفذ", "خرج", "قام")


def _done_by(a: Annotated, trigger: Match, last: int) -> list[PartyFind]:
    """«عملية قام بها X», «هجوم نفذه X», «قصف مصدره مناطق X»: a relative clause behind the act."""
    words = a.doc.words
    for index in range(trigger.last, min(trigger.last + 12, last)):
        if words[index].text in _SOURCED:
            found = [p for p in within(a.parties, index, min(index + 10, last)) if is_force(p)]
            return found[:1] + [p for p in found[1:2] if p.joiner == "و"]
    for index in range(trigger.last, min(trigger.last + 8, last - 1)):
        text = words[index].text
        if text in _DONE and (text not in _BY_IT or words[index - 1].text in _CARRIED_OUT):
            found = group_of(a, index + 1, min(index + 4, last))
            if found and found[0].first == index + 1:
                return found
    if verb_like(trigger):
        return []
    for verb in within(a.triggers, trigger.last, min(trigger.last + 12, last)):
        if verb.entry.rank != "light" or verb.entry.meaning("gives") != "perpetrator" or not verb_like(verb):
            continue
        behind = verb.last
        if behind < last and words[behind].text in ("بها", "به", "بهما"):
            behind += 1
        elif not verb.form.pronoun:
            return []
        found = group_of(a, behind, min(behind + 3, last))
        return found if found and found[0].first - behind <= 1 else []
    return []


_CARRIED_OUT = frozenset("قام قامت قاموا يقوم تقوم بادر بادرت".split())
_DID_IT = frozenset(
    f"{verb}{pronoun}"
    for verb in "رما رمت زرع زرعت زرعوا القا القت اطلق اطلقت شن شنت نفذ نفذت فجر فجرت وضع وضعت نصب نصبت".split()
    for pronoun in ("ها", "ه", "هما")
)
_BY_IT = frozenset({"بها", "به", "بهما"})
_DONE = _DID_IT | _BY_IT


def _accused(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«تتهم الحكومة X بالهجوم»: the last direct party between the accusation and the act."""
    for speech in reversed(within(a.speech, max(first, trigger.first - 25), trigger.first)):
        if speech.entry.act == "accuse":
            between = [x.party for x in arguments(a, speech.last, trigger.first) if x.link in ("", "speaker")]
            ahead = [p for p in within(a.parties, max(first, speech.first - 4), speech.first) if speech.first - p.last <= 1]
            if between and (not verb_like(speech) or ahead or speech.form.number == "plural" or speech.form.pronoun):
                return between[:1]
            if len(between) >= 2:
                return [p for p in between[1:] if p.joiner != "و"][:1]  # «اتهم ناشطون ومسعفون الجيشَ»
            return between if between and between[0].kind in ARMED and between[0].kind not in ("state_forces", "foreign_forces") else []
    return []


_BEHIND = frozenset({"وراءه", "وراءها", "وراءهما"})
_BLAME = frozenset(
    {("الاتهام", "الي"), ("الاتهامات", "الي"), ("باللوم", "علي"), ("اللوم", "علي"), ("باللائمه", "علي"), ("باللايمه", "علي")}
)


def _behind_it(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«الجماعة وراء الخطف», «أصابع الاتهام إلى الحزب في التفجير», «ألقى باللوم على الحركة في …»: who is said to have done it."""
    words = a.doc.words
    for index in range(trigger.last, min(trigger.last + 14, last)):
        if words[index].text in _BEHIND:  # «هجوم يشتبه بأن الجماعة تقف وراءه»
            return [p for p in within(a.parties, trigger.last, index) if index - p.last <= 1 and is_force(p)][-1:]
    if verb_like(trigger) or trigger.first <= first + 1:
        return []
    if words[trigger.first - 1].text == "وراء":
        return [p for p in within(a.parties, max(first, trigger.first - 8), trigger.first) if trigger.first - 1 - p.last in (0, 1)][-1:]
    for party in within(a.parties, max(first + 2, trigger.first - 10), trigger.first):
        if words[party.first - 1].text in ("الي", "علي") and (words[party.first - 2].text, words[party.first - 1].text) in _BLAME:
            return [party]
    return []


def _governor(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """The subject of what governs the act: «كثفت الطائرات من غاراتها», «نجحت القوات في طرد», «أعلنت الشرطة عن اعتقال»."""
    if verb_like(trigger) or trigger.first == first:
        return []
    before = a.doc.words[trigger.first - 1].text
    link = trigger.particle if trigger.particle == "ب" else before
    owned = bool(_pronoun(a, trigger)) and trigger.entry.frame != "victim_noun"
    if link not in _TO_ACT and not owned:
        return _plain_subject(a, trigger, first)
    coercive = trigger.entry.type in COERCIVE
    if (link == "عن" and not coercive) or link == "الي":
        return []
    start = max(first, trigger.first - 14)
    near = [x for x in arguments(a, start, trigger.first) if x.link in ("", "speaker") and usable(x.party) and can_act(x.party)]
    near = [x for x in near if is_force(x.party) or (x.party.kind in ARMED and link in ("من", "علي", "ب"))]
    near = [x for x in near if (x.link != "speaker" or link == "عن" or trigger.form.pronoun) and trigger.first - x.party.last <= 10]
    near = [x for x in near if x.party.kind != "officials"] or near
    if not near or (link == "في" and not _strives(a, near[0].party)):
        return []
    victims = [t for t in within(a.triggers, start, trigger.first) if t.entry.frame in ("victim_verb", "victim_noun", "kill_verb")]
    if any(t.last <= near[-1].party.first and near[-1].party.first - t.last <= 2 for t in victims):
        return []
    verbs = [t for t in victims if verb_like(t)]
    if link == "ب" and verbs and not trigger.form.pronoun and (near[-1].party.joiner or near[-1].party.head.entry.room == "nouns"):
        return []  # «قتل القائد واثنان من رجال الشرطة بانفجار», «اغتيل سمير حداد القيادي في الحركة بتفجير»: they fell by it
    return [near[-1].party]


def _pronoun(a: Annotated, trigger: Match) -> str:
    """The pronoun joined to an event noun, in a set phrase as well («غاراتها الجوية»)."""
    if trigger.form.pronoun:
        return trigger.form.pronoun
    text = a.doc.words[trigger.first].text
    return next((p for p in ("ها", "هم") if text.endswith(p) and len(text) > 4), "") if not verb_like(trigger) else ""


def _plain_subject(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«وسعت الأجهزة الأمنية حملات», «أطلق الجيش عملية»: a force right before an indefinite act that is the object of its verb."""
    frame = trigger.entry.frame
    kind = trigger.entry.type  # «قررت محكمة إخلاء سبيل …», «أصدرت محكمة حكما»
    held = (frame == "victim_noun" and kind in ("arrest", "release")) or (frame == "act" and kind == "political_decision")
    if (frame not in ("attack_noun", "seize", "move") and not held) or a.doc.words[trigger.first].gap == BREAK:
        return []
    if trigger.definite:  # «أعلن الجيش السيطرة على البلدة»
        told = arguments(a, max(first, trigger.first - 6), trigger.first)[-1:]
        if (
            told
            and told[0].link == ""
            and is_force(told[0].party)
            and _strives(a, told[0].party)
            and trigger.first - told[0].party.last <= 3
        ):
            return [told[0].party]  # «واصلت القوات القصف»
        return [
            x.party for x in told if x.link == "speaker" and is_force(x.party) and trigger.first - x.party.last <= 6 and frame == "seize"
        ]
    start = max(first, trigger.first - 10)
    near = [x for x in arguments(a, start, trigger.first) if x.link == "" and is_force(x.party) and usable(x.party)][-1:]
    if not near or trigger.first - near[0].party.last > 4 or near[0].party.first == first:
        return []
    gap = range(near[0].party.last, trigger.first + 1)
    if any(a.doc.words[i].gap == BREAK for i in gap) or within(a.triggers, near[0].party.last, trigger.first):
        return []
    before = [t for t in within(a.triggers, max(first, near[0].party.first - 3), near[0].party.first) if t.last == near[0].party.first]
    return [near[0].party] if all(t.entry.meaning("gives") == "perpetrator" for t in before) else []


_STRIVES = spelled(
    "نجح نجحت نجحوا بدا بدات استمر استمرت شارك شاركت تواصل واصلت يواصل شرع شرعت ينجح تنجح ساهم ساهمت مستمر مستمره ماضيه تستمر"
    " استانف استانفت تستانف يستانف تواصل كثف كثفت انهي انهت اكمل اكملت".split()
)


def _strives(a: Annotated, party: PartyFind) -> bool:
    around = (*range(max(0, party.first - 2), party.first), *range(party.last, min(party.last + 2, len(a.doc.words))))
    return any(a.doc.words[i].text in _STRIVES for i in around)


def _owner(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«غاراتها», «سيطرته», «أنها اعتقلت»: the nearest force before it that the pronoun can mean."""
    frame = trigger.entry.frame
    if frame in ("victim_noun", "weapon_noun"):
        return []
    if frame in ("kill_verb", "victim_verb"):
        return _killer(a, trigger, first)
    pronoun = _pronoun(a, trigger)
    if verb_like(trigger):
        before = a.doc.words[trigger.first - 1].text if trigger.first else ""
        if not pronoun_before(a, trigger):
            return []
        pronoun = "هم" if before.endswith("هم") else ("ها" if before.endswith("ها") else "ه")
    if pronoun not in ("ه", "ها", "هم"):
        return []
    known = [p for p in within(a.parties, first, trigger.first) if is_force(p) and usable(p)]
    fitting = [p for p in known if pronoun == "هم" or feminine(a, p) == (pronoun == "ها")]
    return fitting[-1:]


def pronoun_before(a: Annotated, trigger: Match) -> bool:
    """«إنها استهدفت»: whether the verb's subject is a pronoun before it."""
    return verb_like(trigger) and trigger.first > 0 and a.doc.words[trigger.first - 1].text in _PRONOUN_SUBJECTS


def _killer(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«قالت الحركة إنها قتلت عشرين جنديا»: the force that speaks, where an object shows that the verb is active.

    «أفاد مصدر في الجيش أنه قتل ثلاثة»: a passive whose pronoun means nobody; so of a force that tells of its own dead.
    """
    if not pronoun_before(a, trigger) or trigger.form.pronoun:
        return []
    pronoun = a.doc.words[trigger.first - 1].text
    struck = [p for p in within(a.parties, trigger.last, trigger.last + 1) if not p.joiner and not p.particle]
    if not struck:
        return []
    for party in within(a.parties, first, trigger.first)[::-1]:
        told = any(verb_like(m) and m.last == party.first for m in within(a.speech, max(first, party.first - 3), party.first))
        if told and party.kind in ARMED and is_force(party) and usable(party) and feminine(a, party) == pronoun.endswith("ها"):
            ours = {party.kind, struck[0].kind} <= {"state_forces", "foreign_forces"}
            return [] if ours and party.country == struck[0].country else [party]
    return []


def _shared_subject(
    a: Annotated, trigger: Match, first: int, last: int, did: Callable[[Annotated, Match], list[PartyFind]]
) -> list[PartyFind]:  # fmt: skip
    """«أحرق مسلحون مدرسة وخطفوا عمالا», «اقتحمت قوات المخيم وأطلقت النار على شبان»: a second verb whose subject the first one named."""
    word = a.doc.words[trigger.first].text
    phrase = trigger.entry.pos == "phrase" and trigger.joiner == "و" and word.endswith(("وا", "ت"))
    if not phrase and (not verb_like(trigger) or (not trigger.joiner and trigger.form.number == "sing")):
        return []
    behind = [x for x in arguments(a, trigger.last, last) if x.distance <= NEAR and (x.link == "" or (phrase and x.link == "علي"))]
    if not behind and not _place_after(a, trigger):
        return []  # nothing that it is done to: the subject before it suffers
    earlier = [
        t for t in within(a.triggers, first, trigger.first) if verb_like(t) and t.entry.frame in ("attack_verb", "seize", "act", "move")
    ]
    plural = trigger.form.number == "plural" or (phrase and word.endswith("وا"))
    for verb in earlier[::-1]:
        done = did(a, verb)
        if done:
            female = word.endswith("ت") if phrase else a.doc.words[trigger.last - 1].text.endswith("ت")
            singular = not plural and (phrase or trigger.form.number == "sing") and female != feminine(a, done[0])
            return [] if singular and (phrase or trigger.form.tense == "past") else done
    if plural and not earlier:  # «سرق مسلحون سيارة واختطفوا سائقها»: behind a verb that no entry holds
        head = within(a.parties, first + 1, first + 2)
        return [p for p in head if p.animate and a.doc.words[p.first].text.endswith("ون") and not p.particle]
    return []


def _place_after(a: Annotated, trigger: Match) -> bool:
    return any(not p.settled.find.preposition for p in within(a.places, trigger.last, trigger.last + 2))
