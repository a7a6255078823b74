"""The counted people behind a word of killing, wounding or capture."""

from __future__ import annotations

from sijill.extract.closed import PREPOSITIONS, STOP
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.ordered import beginning, covering, ending
from sijill.extract.parties import COUNTING, PartyFind
from sijill.extract.party_words import closed_by_article
from sijill.knowledge.surfaces import clothed
from sijill.model import Count
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Figure
from sijill.reading.members import another_toll, counts_groups, likewise, next_member, number_behind, with_his_own, with_others
from sijill.reading.outcomes import (
    AMONG,
    NAMED,
    NOUN,
    ONE,
    REACH,
    STATED,
    TWO,
    WITH_OTHERS,
    count_of,
    died_of_wounds,
    governed,
    joined_by_waw,
    outcome_of,
    relative,
    stated,
    trigger_at,
)
from sijill.text import BREAK, analyses, bare
from sijill.text.spelled import spelled

_CLAUSES = frozenset("ان وان انه وانه انها وانها بان حيث فيما بينما عندما حين لكن ولكن اذ كان كانت كانوا يقودها يقوده يتزعمها".split())
_ACTIVE = frozenset({"attack_verb", "kill_verb", "victim_noun", "act"})
_ATTACKERS = frozenset(
    "منفذ منفذي منفذا منفذو مهاجم مهاجمين مهاجمان مهاجمون انتحاري انتحاريين انتحاريان انتحاريون انتحاريا انغماسي انغماسيين".split()
)
_ATTACKING = spelled(_ATTACKERS)
_ABOARD = frozenset("متنها متنه تقل يقل طاقمها طاقمه تقلهم ركابها راكبا".split())
_COLLECTIVE = frozenset("مجموعه خليه عصابه شبكه طاقم عايله اسره فريق مفرزه وفد".split())
_BODIES, _BODIES_WITH_BA = clothed(_COLLECTIVE), spelled(_COLLECTIVE)
_HOLDING = frozenset("من تضم يضم قوامها قوامه".split())
_HEADS = frozenset("زعيم قايد رييس متزعم امير مسوول راس مموول مدبر موسس عضو عنصر".split())
_PLURAL_ENDS = ("ين", "ون", "ات", "وا", "اء")
_ANOTHER = {**dict.fromkeys("اخر اخري ثالث ثالثه رابع رابعه خامس".split(), ONE), "اخران": TWO, "اخريان": TWO}
# What sort of killing or arrest it was; no name.
_SORTS = frozenset(
    "جماعي جماعيه عشوائي عشوائيه تعسفي تعسفيه اداري اداريه قسري قسريه عمد متعمد سياسي سياسيه مماثل مماثله جديد جديده متبادل واسع واسعه"
    " وقايي احتياطي تحفظي ميداني ميدانيه متكرر متكرره منهجي مباشر دام دامت استمر استمرت وقع وقعت جري جرت تم تمت طال طالت شمل شملت تلا اثر"
    " عمدا خطا خارج داخل".split()
)
_SOME = frozenset(
    "عدد عديد العديد جميع كل كافه بعض مزيد المزيد مجموعه معظم اغلب غالبيه مختلف اخرين اخرون الاخير الاخيره الاخري المتبقي المزعوم".split()
)


def behind_of(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """The first noun phrase behind an outcome that no other preposition governs; a doer before its object is passed over."""
    words = a.doc.words
    limit = min(last, trigger.last + REACH)
    captured = outcome_of(trigger) == "captured"
    if captured and trigger.entry.pos == "phrase" and (inside := _inside(a, trigger, last)) is not None:
        return inside
    if captured and any(
        m.entry.room == "nouns" and m.entry.meaning("animate") == "false" for m in covering(a.lookup.matches, trigger.last - 1)
    ):
        return _aboard(a, trigger.last, a.sentence(trigger.first).last)
    index, clean = trigger.last, True
    while index < limit:
        times = beginning(a.times, index)
        if times:
            index = max(times[0].last, index + 1)
            continue
        if words[index].gap == BREAK and not (_time_before(a, index) and any(n.kind != "dual" for n in beginning(a.numbers, index))):
            return None
        if words[index].text in AMONG or words[index].text in _CLAUSES or relative(words[index].text):
            return None
        other = trigger_at(a, index)
        if other is not None and not other.particle and clean:
            if index == trigger.last and died_of_wounds(trigger, other):
                count = {"sing": ONE, "dual": TWO}.get(other.form.number)
                return Figure(count, index, other.last, NOUN) if count else None
            one = other.entry.meaning("person") == "true" and other.form.number == "sing" and other.article and index == trigger.last
            return Figure(ONE, index, other.last, NOUN) if one else None
        number = next((n for n in beginning(a.numbers, index) if n.kind in COUNTING), None)
        parties = beginning(a.parties, index)
        party = parties[0] if parties else None
        if governed(a, index, trigger) or (not clean and party is not None and party.joiner == "و"):
            index = max(party.last if party else 0, _behind(number) if number else 0, index + 1)
            clean = False
            continue
        if number is not None and number.kind != "dual":
            if party is not None and not party.animate:
                return None
            if another_toll(a, trigger, number):
                return None
            doer = party is not None and trigger.entry.frame in ("attack_verb", "kill_verb")
            if party is not None and doer and (better := _object(a, trigger, party, limit)) is not None and better.rule == STATED:
                return better
            return total_of(a, trigger, number, party, limit)
        if _collective(words[index].text, trigger) and (members := _members(a, index, last)) is not None:
            return members
        if party is not None:
            if not party.animate:
                if captured and (aboard := _aboard(a, party.last, a.sentence(index).last)) is not None:
                    return aboard
                if trigger.entry.frame not in _ACTIVE:
                    return None
                index = party.last
                continue
            if trigger.entry.frame in _ACTIVE and (better := _object(a, trigger, party, limit)) is not None:
                return better
            count = count_of(party)
            if count is None and number_behind(a, party) is None:
                if party.head.entry.room != "nouns":
                    return _after_actor(a, trigger, party, limit)
                return Figure(Count(None, None), index, party.last, NOUN)
            if not clean and (party.first > trigger.last + 6 or _genitive(a, party)):
                return None
            return total_of(a, trigger, None, party, limit)
        if index == trigger.last and (name := _name(a, trigger, limit)) is not None:
            return name
        if words[index].text in PREPOSITIONS:
            clean = False
        index += 1
    return None


def _collective(text: str, trigger: Match) -> bool:
    """«خلية», and behind a verb that takes its object with ba «بخلية»."""
    if text in _BODIES:
        return True
    if text not in _BODIES_WITH_BA or trigger.entry.meaning("object") != "bi":
        return False
    return any(r.particle == "ب" and r.rest in _COLLECTIVE for r in analyses(text))


def _behind(number: Number) -> int:
    """The word behind a number and what it counts."""
    return max(number.last, number.noun + 1 if number.noun is not None and number.noun == number.last else 0)


def _inside(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """«إيقاف عنصر», «الإطاحة بخلية من ستة»: the phrase itself ends in who was seized."""
    at = trigger.last - 1
    if a.doc.words[at].text in _BODIES_WITH_BA:
        return _members(a, at, last)
    party = next((p for p in beginning(a.parties, at) if p.animate and p.head.entry.room == "nouns"), None)
    return total_of(a, trigger, None, party, min(last, trigger.last + REACH)) if party is not None and count_of(party) else None


def _genitive(a: Annotated, party: PartyFind) -> bool:
    """«في عهد اللواء», «خلال جنازة القائد»: behind a preposition and a noun without the article, one with it is a genitive."""
    at, words = party.first - 1, a.doc.words
    if not party.head.article or at < 1 or words[at].text.startswith("ال"):
        return False
    if bool(covering(a.places, at)) or bool(ending(a.times, party.first)) or bool(covering(a.triggers, at)):
        return False  # «اغتيل في كمين العقيد»
    return words[at - 1].text in PREPOSITIONS and words[party.first].gap != BREAK and words[at].gap != BREAK


def _led(a: Annotated, at: int) -> bool:
    """«زعيم خلية», «العقل المدبر للشبكة»: the head of a body stands before it, and the body's number is not his."""
    back = 2 if a.doc.words[at].text.startswith("لل") else 1
    return any(r.rest in _HEADS for i in range(max(0, at - back), at) for r in a.doc.words[i].analyses)


def _members(a: Annotated, at: int, last: int) -> Figure | None:
    """«خلية من خمسة عناصر», «مجموعة تضم ستة»: a body whose members are counted right behind it."""
    words = a.doc.words
    if _led(a, at):
        return Figure(ONE, at - 1, at + 1, NOUN)
    for number in within(a.numbers, at + 1, min(at + _DESCRIBED, last) + 1):
        made = any(r.rest in _MADE_OF for r in words[number.first - 2].analyses)  # «المفرزة المسؤولة عن المنطقة المكونة من 11»
        if number.kind in COUNTING and words[number.first - 1].text in _HOLDING and (made or number.first <= at + 4):
            return stated(number)
    return None


_DESCRIBED = 9  # words between a body and its number
_MADE_OF = frozenset("مكون مكونه مولف مولفه تتكون يتكون تتالف يتالف".split())


def _aboard(a: Annotated, at: int, last: int) -> Figure | None:
    """«سفينة على متنها 13 بحارا», «حافلة تقل 24 شخصا»: who was on what was seized."""
    words = a.doc.words
    for number in within(a.numbers, at, min(last, at + REACH)):
        near = range(max(at, number.first - 5), number.first)
        if number.kind in COUNTING and any(r.rest in _ABOARD for i in near for r in words[i].analyses):
            return stated(number)
    return None


def _object(a: Annotated, trigger: Match, doer: PartyFind, limit: int) -> Figure | None:
    """«قتل مسلح أربعة أشخاص», «اعتقل الجيش شابين»: a counted phrase right behind the first is the object."""
    at = doer.last
    for time in within(a.times, at, limit):
        if time.first == at:
            at = time.last
    if at >= limit or a.doc.words[at].gap == BREAK or a.doc.words[at].text in PREPOSITIONS:
        return None
    if a.doc.words[at].text.startswith("و") and joined_by_waw(a, at):
        return None
    body = at - 2
    if body > doer.first and a.doc.words[at - 1].text in _HOLDING and a.doc.words[body].text in _BODIES and _led(a, body):
        return Figure(ONE, body - 1, body + 1, NOUN)  # «قبض على زعيم خلية تضم ستة»
    number = next((n for n in beginning(a.numbers, at) if n.kind in COUNTING), None)
    party = next((p for p in beginning(a.parties, at) if p.particle in ("", "ل") and not p.joiner), None)
    if number is None and party is not None and not party.animate and outcome_of(trigger) == "captured":
        return _aboard(a, party.last, a.sentence(at).last)  # «خطف مسلحون حافلة تقل 24 شخصا»
    if number is None and party is not None and a.doc.words[party.first].text in _BODIES:
        return _members(a, party.first, limit)
    if number is None and (party is None or not party.animate or count_of(party) is None or party.head.entry.room != "nouns"):
        return None
    both_definite = party is not None and number is None and doer.head.article and party.head.article
    if both_definite or (number is not None and a.doc.words[at].text.startswith("ال")):
        return None
    if party is not None and not party.animate:
        return None
    return total_of(a, trigger, number, party, limit)


def _after_actor(a: Annotated, trigger: Match, actor: PartyFind, limit: int) -> Figure | None:
    """An army, a group, a state: who did it, where an object follows within a few words; else no figure."""
    frame = trigger.entry.frame
    nothing = Figure(Count(None, None), actor.first, actor.last, NOUN)
    if frame not in _ACTIVE:
        return nothing
    words = a.doc.words
    index = actor.last
    while index < min(limit, actor.last + 6):
        times = beginning(a.times, index)
        if times:
            index = max(times[0].last, index + 1)
            continue
        if words[index].gap == BREAK or relative(words[index].text) or words[index].text in AMONG:
            return nothing
        if trigger_at(a, index) is not None:
            return nothing
        if _collective(words[index].text, trigger) and (members := _members(a, index, limit)) is not None:
            return members
        number = next((n for n in beginning(a.numbers, index) if n.kind in COUNTING), None)
        if governed(a, index, trigger):
            index = max(_behind(number) - 1 if number else 0, index)
        else:
            parties = beginning(a.parties, index)
            party = parties[0] if parties else None
            if party is not None and not party.animate:
                return nothing
            if number is not None or (party is not None and count_of(party) is not None and not party.joiner):
                return total_of(a, trigger, number, party, limit)
        index += 1
    return nothing


def total_of(a: Annotated, trigger: Match, number: Number | None, party: PartyFind | None, limit: int) -> Figure | None:
    """A counted phrase and those that are joined to it («نقيب شرطة ومجند», «47 متمردا و5 من القوات», «ضابط إلى جانب جنديين»)."""
    if number is None and party is not None and a.doc.words[party.first].text in _BODIES:
        return _members(a, party.first, limit)
    first = number.first if number else (party.first if party else 0)
    if number is not None and counts_groups(a, number):
        return Figure(Count(None, None), first, first + 1, NOUN)  # «ثلاث عائلات»: how many people is not said
    told = number_behind(a, party) if number is None and party is not None else None
    count = number.value if number else (told.value if told else count_of(party) if party else None)
    if party is not None and any(a.doc.words[i].text in _ATTACKING for i in range(party.first, min(party.last, party.first + 3))):
        return Figure(Count(None, None), first, first + 1, NOUN)
    if count is None or count.low is None or count.high is None:
        return Figure(Count(None, None), first, first + 1, NOUN)
    low, high, last = count.low, count.high, max(number.last if number else 0, party.last if party else 0, told.last if told else 0)
    joined = False
    while (more := next_member(a, trigger, last, limit)) is not None:
        low, high, last, joined = low + more.low, high + more.high, more.last, True
    end = a.sentence(first).last
    with_them = with_others(a, trigger, last, end) or (likewise(a, last, end) if number is not None else None)
    if with_them is None and number is None and not joined and low == high == 1:
        with_them = with_his_own(a, last, end)
    if with_them is not None:
        low, high = low + with_them.low, high + with_them.high
        return Figure(Count(low, high, count.qualifier), first, max(last, trigger.last), WITH_OTHERS)
    rule = STATED if number and number.kind not in ("dual", "one_of") else NOUN
    kind = party.kind if party and not joined else ""
    return Figure(Count(low, high, count.qualifier), first, last, rule, kind)


def _name(a: Annotated, trigger: Match, limit: int) -> Figure | None:
    """«مقتل فلان الفلاني»: a word that nothing knows right behind the word of killing or arrest, and no plural; «وأصيب آخر»."""
    words = a.doc.words
    at = trigger.last
    text = words[at].text
    if trigger.entry.frame not in ("victim_noun", "kill_verb", "victim_verb", "attack_verb") or words[at].gap == BREAK:
        return None
    if text in _ANOTHER:
        return Figure(_ANOTHER[text], at, at + 1, NOUN)
    if (noun := lone_noun(a, at)) is not None:
        return _and_others(a, trigger, noun)
    if trigger.definite or outcome_of(trigger) == "wounded" or trigger.entry.frame == "attack_verb" or text in _SOME:
        return None
    if trigger.form.number == "plural" or closed_by_article(a.doc, trigger) or bare(text) in _SORTS or _broken_plural(text):
        return None  # «اعتقالات عشوائية», «خطف جماعي», «اختطاف الأجانب»
    if not text[0].isalpha() or text in STOP or (text.startswith(("ب", "ل", "و", "ف")) and len(text) < 5) or text.endswith(_PLURAL_ENDS):
        return None
    if bool(covering(a.lookup.matches, at)) or bool(covering(a.places, at)):
        return None
    behind = words[at + 1].text if at + 1 < limit and words[at + 1].gap != BREAK else ""
    known = not behind or behind in STOP or not behind[0].isalpha() or bool(beginning(a.numbers, at + 1))
    if known and not text.startswith("ال"):
        return None
    more = with_his_own(a, at + 1, a.sentence(at).last)
    return Figure(Count(1 + more.low, 1 + more.high), at, more.last, WITH_OTHERS) if more else Figure(ONE, at, at + 1, NAMED)


def _and_others(a: Annotated, trigger: Match, figure: Figure) -> Figure:
    more = with_others(a, trigger, figure.last, a.sentence(figure.first).last)
    low, high = figure.count.low, figure.count.high
    if more is None or low is None or high is None:
        return figure
    return Figure(Count(low + more.low, high + more.high), figure.first, figure.last, WITH_OTHERS)


def _broken_plural(text: str) -> bool:
    """«الأجانب», «الرهائن»: the shape of a plural, a long vowel behind the second letter of four and more; a nisba is a name."""
    stem = text[2:]
    return text.startswith("ال") and len(stem) >= 5 and stem[2] == "ا" and not stem.endswith("ي")


def lone_noun(a: Annotated, at: int) -> Figure | None:
    """A noun for a person that stands in no party."""
    for match in beginning(a.lookup.matches, at):
        if match.entry.room == "nouns" and match.entry.meaning("animate") == "true" and not match.particle:
            count = {"sing": ONE, "dual": TWO}.get(match.form.number)
            return Figure(count, at, match.last, NOUN) if count else None
    return None


def _time_before(a: Annotated, index: int) -> bool:
    """Whether a break only sets off a time («قتل، اليوم الأحد، خمسة»)."""
    return bool(ending(a.times, index))
