"""How many were killed, wounded or captured, in the words of one mention."""

from __future__ import annotations

from typing import NamedTuple

from sijill.extract.closed import PREPOSITIONS, STOP
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.parties import COUNTING, PartyFind
from sijill.model import Count
from sijill.reading.annotate import Annotated
from sijill.reading.draft import Figure
from sijill.reading.grammar import verb_like
from sijill.text import BREAK, Doc, analyses

AMONG = frozenset("بينهم بينها بينهما بينهن منهم منها منهما منهن ضمنهم ضمنها معظمهم غالبيتهم اغلبهم معظمها غالبيتها اكثرهم احدهم احدهما".split())
REACH = 14  # words between an outcome and its figure
JOINED = 8  # words of one member of a list («47 متمردا و5 من القوات»)
ONE, TWO, ZERO = Count(1, 1), Count(2, 2), Count(0, 0, "none")
NEW_TOLL = "new toll"
WITH_OTHERS = "with others"
STATED = "stated number"
NOUN = "number of the noun"
POINTED = "joined pronoun"
NAMED = "a person by name"

_CLAUSES = frozenset("ان وان انه وانه انها وانها بان حيث فيما بينما عندما حين لكن ولكن اذ".split())
_TOLL = frozenset("عدد حصيله اعداد محصله حصيلته حصيلتها".split())
_NEGATORS = frozenset({"لم", "لا", "لن"})
_NOBODY = frozenset({"احد", "احدا", "اي", "ايا"})
_OPENERS = frozenset("ان انه وان بان فان كان كانت وكان وكانت اذ حيث".split())
_PLURAL_ENDS = ("ين", "ون", "ات", "وا", "اء")
_ACTIVE = frozenset({"attack_verb", "kill_verb", "victim_noun", "act"})
_OF_TYPE = {"arrest": "captured", "abduction": "captured", "assassination": "killed"}
_WHO = {"الذي": ONE, "اللذين": TWO, "اللذان": TWO}
_VICTIMS: dict[str, Count | None] = {
    **dict.fromkeys("قتلي جرحي ضحايا شهداء مصابين اصابات صرعي قتلا القتلي الضحايا".split()),
    **dict.fromkeys("قتيل قتيلا قتيله شهيد شهيدا جريح جريحا صريعا".split(), ONE),
    **dict.fromkeys("قتيلين قتيلان شهيدين شهيدان جريحين جريحان".split(), TWO),
}
# What brings in a single victim: «سقوط قتيل», «خلف جريحا», «أسفر عن قتيل».
_BRINGS = frozenset("سقوط وقوع سقط وقع خلف خلفت اوقع اوقعت عن هناك الي تسجيل سجل سجلت حصيله".split())
_ATTACKERS = frozenset("منفذ منفذي منفذا منفذو مهاجم مهاجمين مهاجمان مهاجمون انتحاري انتحاريين انتحاريان انتحاريون انتحاريا انغماسي انغماسيين".split())
_ANOTHER = {"اخر": ONE, "اخري": ONE, "اخران": TWO, "اخريان": TWO}
_SOME = frozenset("عدد عديد العديد جميع كل كافه بعض مزيد المزيد مجموعه معظم اغلب غالبيه مختلف اخرين اخرون الاخير الاخيره الاخري المتبقي المزعوم".split())
_ABOARD = frozenset("متنها متنه تقل يقل طاقمها طاقمه تقلهم ركابها راكبا".split())
_COLLECTIVE = frozenset("مجموعه خليه عصابه شبكه طاقم عايله اسره فريق مفرزه وفد".split())
_RELATIVE = frozenset("الذي التي الذين اللذين اللذان اللتين من ممن".split())


class _Pair(NamedTuple):
    low: int
    high: int


def figure_for(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """The figure of an outcome word: its own dual, the number of who suffered it, or a bare number near it.

    Args:
        a: the annotated report.
        trigger: a word of killing, wounding or capture.
        last: word behind the last one of the sentence.
    """
    if _negated(a.doc, trigger):
        return _nobody(a, trigger, last)
    if trigger.entry.meaning("uncounted") == "true" or (trigger.particle == "ب" and trigger.form.number == "plural"):
        return None
    if trigger.entry.meaning("person") == "true":
        return _person_noun(a, trigger, last)
    before = _number_before(a, trigger)
    if before is not None and not _verbal(trigger):
        return _stated(before)
    if trigger.entry.pos == "phrase" and (ending := a.doc.words[trigger.last - 1].text) in _VICTIMS:
        count = _VICTIMS[ending]
        return Figure(count, trigger.first, trigger.last, NOUN) if count else None
    if trigger.entry.meaning("joint") == "true" or _joint(a, trigger):
        return None
    if trigger.form.pronoun and not any(n.first == trigger.last for n in a.numbers):
        return _pronoun(a, trigger)
    found = _behind(a, trigger, last)
    if found is not None and found.count.low is not None:
        return found
    if found is not None and not _verbal(trigger):
        return None
    if _verbal(trigger):
        return _subject(a, trigger) or _pronoun(a, trigger)
    return _pronoun(a, trigger)


# ---- words for a person who suffered it: قتيل، جريح، شهيد


def _person_noun(a: Annotated, trigger: Match, last: int) -> Figure | None:
    words = a.doc.words
    one = trigger.form.number == "sing"
    behind = next((m for m in a.triggers if m.first == trigger.last and m.entry.meaning("person") == "true"), None)
    ahead = next((m for m in a.triggers if m.last == trigger.first and m.entry.meaning("person") == "true"), None)
    if one and behind is not None and behind.joiner == "و" and behind.form.number == "sing":
        return None  # «400 قتيل وجريح»: one total for both
    before = _number_before(a, trigger)
    if before is not None:
        part = before.kind == "one_of" or (words[trigger.first - 1].text == "من" and words[trigger.first].text.startswith("ال"))
        return None if part or _among(a.doc, before.first) else _stated(before)
    if _among(a.doc, trigger.first) or (trigger.first and words[trigger.first - 1].text in ("بين", "كل")):
        return None
    if trigger.form.number == "dual":
        return Figure(TWO, trigger.first, trigger.last, NOUN)
    if not one:
        return _toll(a, trigger, last)
    if trigger.definite or (ahead is not None and ahead.form.number == "sing" and trigger.joiner):
        return None
    brought = any(r.rest in _BRINGS for i in range(max(0, trigger.first - 2), trigger.first) for r in analyses(words[i].text))
    joined = trigger.joiner == "و" and ahead is not None
    counted = trigger.last < last and words[trigger.last].text in ("واحد", "واحده")
    return Figure(ONE, trigger.first, trigger.last, NOUN) if brought or joined or counted else None


def _toll(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """«ارتفع عدد القتلى إلى 9», «حصيلة الضحايا من 5 إلى 9»: the number that holds now."""
    words = a.doc.words
    near = range(max(0, trigger.first - 2), trigger.first)
    if not any(r.rest in _TOLL for i in near for r in analyses(words[i].text)):
        return None
    numbers = [n for n in a.numbers if trigger.last <= n.first < min(last, trigger.last + REACH) and n.kind in COUNTING]
    risen = [n for n in numbers if words[n.first - 1].text in ("الي", "عند", "حتي")]
    chosen = next(iter(risen or numbers), None)
    if chosen is None or chosen.value.low is None or _among(a.doc, chosen.first):
        return None
    if any(outcome_of(m) for m in _starting(a, trigger.last, chosen.first)):
        return None
    return Figure(chosen.value, chosen.first, chosen.last, NEW_TOLL)


def _number_before(a: Annotated, trigger: Match) -> Number | None:
    """«22 قتيلا», «عشرة من القتلى»."""
    ends = {trigger.first}
    if trigger.first and a.doc.words[trigger.first - 1].text == "من":
        ends.add(trigger.first - 1)
    if a.doc.words[trigger.first].gap == BREAK or trigger.joiner:
        return None
    return next((n for n in a.numbers if n.last in ends and n.kind in COUNTING and n.kind != "dual"), None)


# ---- verbs and verbal nouns: قتل، مقتل، إصابة، اعتقال


def _behind(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """The first noun phrase behind an outcome that no other preposition governs; a doer before its object is passed over."""
    words = a.doc.words
    limit = min(last, trigger.last + REACH)
    if outcome_of(trigger) == "captured" and any(m.first < trigger.last <= m.last and m.entry.meaning("animate") == "false" for m in a.lookup.room("nouns")):
        return _aboard(a, trigger.last, a.sentence(trigger.first).last)
    index, passed, clean = trigger.last, 0, True
    while index < limit:
        time = next((t for t in a.times if t.first == index), None)
        if time is not None:
            index = max(time.last, index + 1)
            continue
        if words[index].gap == BREAK and not (_time_before(a, index) and any(n.first == index and n.kind != "dual" for n in a.numbers)):
            return None
        if words[index].text in AMONG or words[index].text in _CLAUSES or _relative(words[index].text):
            return None
        other = _trigger_at(a, index)
        if other is not None and not other.particle and clean:
            one = other.entry.meaning("person") == "true" and other.form.number == "sing" and other.article and index == trigger.last
            return Figure(ONE, index, other.last, NOUN) if one else None
        number = next((n for n in a.numbers if n.first == index and n.kind in COUNTING), None)
        party = next((p for p in a.parties if p.first == index), None)
        if _governed(a, index, trigger) or (not clean and party is not None and party.joiner == "و"):
            index = max(party.last if party else 0, number.last if number else 0, index + 1)
            clean = False
            continue
        if number is not None and number.kind != "dual":
            if party is not None and not party.animate:
                return None
            if _another_toll(a, trigger, number):
                return None
            doer = party is not None and trigger.entry.meaning("frame") in ("attack_verb", "kill_verb")
            if party is not None and doer and (better := _object(a, trigger, party, limit)) is not None and better.rule == STATED:
                return better
            return _sum(a, trigger, number, party, limit)
        if words[index].text in _COLLECTIVE and (members := _members(a, index, last)) is not None:
            return members
        if party is not None:
            if not party.animate:
                if outcome_of(trigger) == "captured" and (aboard := _aboard(a, party.last, a.sentence(index).last)) is not None:
                    return aboard
                if trigger.entry.meaning("frame") not in _ACTIVE:
                    return None
                index, passed = party.last, passed + 1
                continue
            if trigger.entry.meaning("frame") in _ACTIVE and (better := _object(a, trigger, party, limit)) is not None:
                return better
            count = _count_of(party)
            if count is None:
                return Figure(Count(None, None), index, party.last, NOUN) if party.head.entry.room == "nouns" else _after_actor(a, trigger, party, limit)
            if not clean and party.first > trigger.last + 6:
                return None
            return _sum(a, trigger, None, party, limit)
        if index == trigger.last and (name := _name(a, trigger, limit)) is not None:
            return name
        if words[index].text in PREPOSITIONS:
            clean = False
        index += 1
    return None


def _members(a: Annotated, at: int, last: int) -> Figure | None:
    """«خلية من خمسة عناصر», «مجموعة تضم ستة»: a body whose members are counted right behind it."""
    words = a.doc.words
    for number in a.numbers:
        if at < number.first <= min(at + 4, last) and number.kind in COUNTING and words[number.first - 1].text in ("من", "تضم", "يضم", "قوامها", "قوامه"):
            return _stated(number)
    return None


def _aboard(a: Annotated, at: int, last: int) -> Figure | None:
    """«سفينة على متنها 13 بحارا», «حافلة تقل 24 شخصا»: who was on what was seized."""
    words = a.doc.words
    for number in a.numbers:
        if at <= number.first < min(last, at + REACH) and number.kind in COUNTING:
            if any(words[i].text in _ABOARD or any(r.rest in _ABOARD for r in analyses(words[i].text)) for i in range(max(at, number.first - 5), number.first)):
                return _stated(number)
    return None


def _object(a: Annotated, trigger: Match, doer: PartyFind, limit: int) -> Figure | None:
    """«قتل مسلح أربعة أشخاص», «اعتقل الجيش شابين»: a counted phrase right behind the first is the object."""
    at = doer.last
    for time in a.times:
        if time.first == at:
            at = time.last
    if at >= limit or a.doc.words[at].gap == BREAK or a.doc.words[at].text in PREPOSITIONS:
        return None
    if a.doc.words[at].text.startswith("و") and _joined(a, at):
        return None
    number = next((n for n in a.numbers if n.first == at and n.kind in COUNTING), None)
    party = next((p for p in a.parties if p.first == at and p.particle in ("", "ل") and not p.joiner), None)
    if number is None and (party is None or not party.animate or _count_of(party) is None or party.head.entry.room != "nouns"):
        return None
    if (number is not None and a.doc.words[at].text.startswith("ال")) or (doer.head.article and party is not None and number is None and party.head.article):
        return None
    if party is not None and not party.animate:
        return None
    return _sum(a, trigger, number, party, limit)


def _after_actor(a: Annotated, trigger: Match, actor: PartyFind, limit: int) -> Figure | None:
    """An army, a group, a state: who did it, where an object follows within a few words; else no figure."""
    frame = trigger.entry.meaning("frame")
    nothing = Figure(Count(None, None), actor.first, actor.last, NOUN)
    if frame not in _ACTIVE:
        return nothing
    words = a.doc.words
    index = actor.last
    while index < min(limit, actor.last + 6):
        time = next((t for t in a.times if t.first == index), None)
        if time is not None:
            index = max(time.last, index + 1)
            continue
        if words[index].gap == BREAK or _relative(words[index].text) or words[index].text in AMONG:
            return nothing
        if _trigger_at(a, index) is not None:
            return nothing
        if not _governed(a, index, trigger):
            number = next((n for n in a.numbers if n.first == index and n.kind in COUNTING), None)
            party = next((p for p in a.parties if p.first == index), None)
            if party is not None and not party.animate:
                return nothing
            if number is not None or (party is not None and _count_of(party) is not None and not party.joiner):
                return _sum(a, trigger, number, party, limit)
        index += 1
    return nothing


def _sum(a: Annotated, trigger: Match, number: Number | None, party: PartyFind | None, limit: int) -> Figure | None:
    """A counted phrase and those that waw joins to it («نقيب شرطة ومجند», «47 متمردا و5 من القوات»)."""
    first = number.first if number else (party.first if party else 0)
    count = number.value if number else (_count_of(party) if party else None)
    if party is not None and any(r.rest in _ATTACKERS for i in range(party.first, min(party.last, party.first + 3)) for r in analyses(a.doc.words[i].text)):
        return Figure(Count(None, None), first, first + 1, NOUN)
    if count is None or count.low is None or count.high is None:
        return Figure(Count(None, None), first, first + 1, NOUN)
    low, high, last = count.low, count.high, max(number.last if number else 0, party.last if party else 0)
    joined = False
    while (more := _next_member(a, trigger, last, limit)) is not None:
        value, end = more
        if value.low is None or value.high is None:
            break
        low, high, last, joined = low + value.low, high + value.high, end, True
    more_with = _with_others(a, max(last, trigger.last), a.sentence(first).last)
    if more_with is not None:
        low, high, last, joined = low + more_with.low, high + more_with.high, max(last, trigger.last), True
        return Figure(Count(low, high, count.qualifier), first, last, WITH_OTHERS)
    rule = STATED if number and number.kind not in ("dual", "one_of") else NOUN
    kind = party.kind if party and not joined else ""
    return Figure(Count(low, high, count.qualifier), first, last, rule, kind)


def _with_others(a: Annotated, at: int, last: int) -> _Pair | None:
    """«قتل القيادي مع مسلحين اثنين آخرين»: others who fell with him."""
    words = a.doc.words
    for index in range(at, min(at + 7, last - 2)):
        if words[index].gap == BREAK and index > at:
            return None
        if words[index].text != "مع":
            continue
        number = next((n for n in a.numbers if index < n.first <= index + 2 and n.kind in COUNTING), None)
        if number is None or number.value.low is None or number.value.high is None:
            return None
        others = any(words[i].text in ("اخرين", "اخر", "اخري", "اخريين") for i in range(number.first, min(number.last + 4, last)))
        return _Pair(number.value.low, number.value.high) if others else None
    return None


def _next_member(a: Annotated, trigger: Match, at: int, limit: int) -> tuple[Count, int] | None:
    """A member that waw joins close behind word `at`."""
    words = a.doc.words
    for index in range(at, min(limit, at + JOINED)):
        text = words[index].text
        if (words[index].gap == BREAK and index > at) or text in AMONG or _relative(text) or _trigger_at(a, index) is not None:
            return None
        if any(t.first == index for t in a.times):
            return None
        if text in PREPOSITIONS and text not in ("من", "في", "علي"):
            return None
        if words[index].gap == BREAK and not text.startswith("و"):
            return None
        number = next((n for n in a.numbers if n.first == index and n.kind in COUNTING), None)
        party = next((p for p in a.parties if p.first == index), None)
        if text == "و" and index + 1 < limit:
            number = next((n for n in a.numbers if n.first == index + 1 and n.kind in COUNTING), None)
            party = next((p for p in a.parties if p.first == index + 1), None)
            linked = number is not None or party is not None
        else:
            linked = text.startswith("و") and _joined(a, index)
        if not linked:
            if number is not None:
                return None
            continue
        if party is not None and not party.animate:
            return None
        if number is not None and number.kind != "dual":
            if _another_toll(a, trigger, number):
                return None
            return number.value, max(number.last, party.last if party else 0)
        if party is not None and index - at <= 2 and (count := _count_of(party)) is not None:
            return count, party.last
        return None
    return None


def _another_toll(a: Annotated, trigger: Match, number: Number) -> bool:
    """«7 جرحى» behind a word of killing: the number of another outcome."""
    behind = next((m for m in a.triggers if m.first == number.last and m.entry.meaning("person") == "true"), None)
    return behind is not None and outcome_of(behind) != outcome_of(trigger)


def _joined(a: Annotated, index: int) -> bool:
    """Whether a word begins with the conjunction waw: a party or a number says so, or it is no word of the lexicon."""
    text = a.doc.words[index].text
    if any(p.first == index and p.joiner == "و" for p in a.parties):
        return True
    number = next((n for n in a.numbers if n.first == index), None)
    if number is not None:
        return number.start > a.doc.words[index].start or text[1:2].isdigit()
    return False


def _subject(a: Annotated, trigger: Match) -> Figure | None:
    """«إن جنديين قتلا», «أن أربعة من جنوده قتلوا», «وكان ضابط قد لقي مصرعه»: who suffered it stands before the verb."""
    if trigger.entry.meaning("frame") not in ("victim_verb", "kill_verb", "attack_verb") or trigger.joiner:
        return None
    words = a.doc.words
    sentence = a.sentence(trigger.first)
    if trigger.entry.meaning("frame") == "victim_verb" and trigger.first and words[trigger.first - 1].text in _WHO:
        return Figure(_WHO[words[trigger.first - 1].text], trigger.first - 1, trigger.last, POINTED)
    start = next((i for i in range(trigger.first - 1, max(sentence.first - 1, trigger.first - REACH), -1) if words[i].text in _OPENERS), None)
    if start is None:
        if sentence.kind != "title" or trigger.first - sentence.first > REACH:
            return None
        start = sentence.first - 1
    begin = start + 1
    number = next((n for n in a.numbers if n.first == begin and n.kind in COUNTING), None)
    party = next((p for p in a.parties if p.first == begin), None)
    if any(verb_like(m) or outcome_of(m) for m in _starting(a, begin, trigger.first)) or (party is not None and not party.animate):
        return None
    if any(_relative(words[i].text) for i in range(begin, trigger.first)):
        return None
    if number is None and party is None and (noun := _lone_noun(a, begin)) is not None:
        return noun
    if number is None and party is None:
        alone = words[begin].text.endswith("ا") and len(words[begin].text) > 3 and words[start].text.endswith("ان") and not words[begin].text.startswith(("ي", "ت"))
        return Figure(ONE, begin, begin + 1, NOUN) if alone else None
    if number is not None and number.kind == "one_of" and party is None:
        return None if number.last >= trigger.first or words[number.last].text in STOP else Figure(ONE, begin, number.last + 1, NOUN)
    figure = _sum(a, trigger, number, party, trigger.first)
    return figure if figure is not None and figure.count.low is not None else None


def _pronoun(a: Annotated, trigger: Match) -> Figure | None:
    """«مقتله», «خطفهما»; «اختطفهم» takes the number of the people named before it."""
    pronoun = trigger.form.pronoun or next((p for p in ("هم", "هما", "ه") if a.doc.words[trigger.last - 1].text == "علي" + p or a.doc.words[trigger.last - 1].text == "علي" + "ي" + p), "")
    if pronoun == "ه" and trigger.entry.meaning("frame") not in ("weapon_noun", "clash"):
        return Figure(ONE, trigger.first, trigger.last, POINTED)
    if pronoun not in ("هم", "هما"):
        return None
    first = a.sentence(trigger.first).first
    for number in reversed([n for n in a.numbers if first <= n.first < trigger.first and n.kind in COUNTING]):
        party = next((p for p in a.parties if p.first <= number.first < p.last), None)
        if number.value.low is None or number.value.low < 2 or party is None or not party.animate or _among(a.doc, number.first):
            continue
        return Figure(number.value, number.first, number.last, POINTED)
    return Figure(TWO, trigger.first, trigger.last, POINTED) if pronoun == "هما" else None


def _name(a: Annotated, trigger: Match, limit: int) -> Figure | None:
    """«مقتل فلان الفلاني»: a word that nothing knows right behind the word of killing or arrest, and no plural; «وأصيب آخر»."""
    words = a.doc.words
    at = trigger.last
    text = words[at].text
    if trigger.entry.meaning("frame") not in ("victim_noun", "kill_verb", "victim_verb", "attack_verb") or words[at].gap == BREAK:
        return None
    if text in _ANOTHER:
        return Figure(_ANOTHER[text], at, at + 1, NOUN)
    if (noun := _lone_noun(a, at)) is not None:
        return noun
    if trigger.definite or outcome_of(trigger) == "wounded" or trigger.entry.meaning("frame") == "attack_verb" or text in _SOME:
        return None
    if not text[0].isalpha() or text in STOP or (text.startswith(("ب", "ل", "و", "ف")) and len(text) < 5) or text.endswith(_PLURAL_ENDS):
        return None
    if any(m.first <= at < m.last for m in a.lookup.matches) or any(p.first <= at < p.last for p in a.places):
        return None
    behind = words[at + 1].text if at + 1 < limit and words[at + 1].gap != BREAK else ""
    known = not behind or behind in STOP or not behind[0].isalpha() or any(n.first == at + 1 for n in a.numbers)
    if known and not text.startswith("ال"):
        return None
    return Figure(ONE, at, at + 1, NAMED)


def _lone_noun(a: Annotated, at: int) -> Figure | None:
    """A noun for a person that stands in no party."""
    for match in a.lookup.matches:
        if match.first == at and match.entry.room == "nouns" and match.entry.meaning("animate") == "true" and not match.particle:
            count = {"sing": ONE, "dual": TWO}.get(match.form.number)
            return Figure(count, at, match.last, NOUN) if count else None
    return None


# ---- small questions


def _stated(number: Number) -> Figure | None:
    return Figure(number.value, number.first, number.last, STATED) if number.value.low is not None else None


def _count_of(party: PartyFind) -> Count | None:
    if party.count is None and party.head.entry.meaning("role") == "person":
        return ONE
    return party.count


def outcome_of(trigger: Match) -> str:
    """killed, wounded or captured, where the word says so or its type cannot be without; "" for other words and for attempts."""
    entry = trigger.entry
    if entry.meaning("outcome") or entry.meaning("aspect") or entry.meaning("rank") != "occurrence":
        return entry.meaning("outcome")
    return _OF_TYPE.get(entry.meaning("type"), "")


def _starting(a: Annotated, first: int, last: int) -> list[Match]:
    return [m for m in a.triggers if first <= m.first < last]


def _trigger_at(a: Annotated, index: int) -> Match | None:
    """A word of an act or an outcome at a word; adjectives and light verbs are none."""
    return next((m for m in a.triggers if m.first == index and m.entry.meaning("rank") in ("occurrence", "outcome")), None)


def _verbal(trigger: Match) -> bool:
    """A finite verb, or a set phrase that begins with one («لقي مصرعه»)."""
    return verb_like(trigger) or (trigger.entry.pos == "phrase" and trigger.entry.meaning("frame") in ("victim_verb", "kill_verb", "attack_verb"))


def _joint(a: Annotated, trigger: Match) -> bool:
    """«مقتل وإصابة 12», «قتل وجرح عشرة»: one total for both, a figure of neither."""
    words = a.doc.words
    behind = next((m for m in a.triggers if m.first == trigger.last and outcome_of(m) and m.joiner == "و"), None)
    ahead = next((m for m in a.triggers if m.last == trigger.first and outcome_of(m)), None)
    if behind is not None and words[trigger.last].gap != BREAK and _bare_pair(trigger, behind):
        return True
    return ahead is not None and trigger.joiner == "و" and words[trigger.first].gap != BREAK and _bare_pair(ahead, trigger)


def _bare_pair(one: Match, two: Match) -> bool:
    """Two verbs or two verbal nouns, the first without anything of its own."""
    if one.entry.meaning("person") == "true" or one.form.pronoun or one.last - one.first > 1:
        return False
    return verb_like(one) == verb_like(two)


def _among(doc: Doc, index: int) -> bool:
    return any(doc.words[i].text in AMONG for i in range(max(0, index - 2), index))


def _relative(text: str) -> bool:
    return text in _RELATIVE and text != "من"


def _time_before(a: Annotated, index: int) -> bool:
    """Whether a break only sets off a time («قتل، اليوم الأحد، خمسة»)."""
    return any(t.last == index for t in a.times)


def _governed(a: Annotated, index: int, trigger: Match) -> bool:
    """Whether a preposition other than the trigger's own brings in what begins at a word."""
    words = a.doc.words
    party = next((p for p in a.parties if p.first == index), None)
    if party is not None and party.particle in ("ب", "ك", "ل"):
        return party.particle != "ل" or _verbal(trigger)
    number = next((n for n in a.numbers if n.first == index), None)
    if number is not None and party is None and words[index].text[0] in "ب" and number.start > words[index].start:
        return True
    if index == 0 or index == trigger.last:
        return False
    before = words[index - 1].text
    if before == "عن" and words[index - 2].text in ("يقل", "تقل", "يزيد", "تزيد"):
        return False
    if before == "علي" and trigger.entry.meaning("object") == "ala":
        return False
    if index - 1 == trigger.last and before in ("علي", "ب", "ل", "بحياه", "بحق"):
        return False
    return before in PREPOSITIONS or any(r.joiner and not r.particle and r.rest in ("في", "من", "علي", "بين", "عن", "مع") for r in analyses(before))


def _negated(doc: Doc, trigger: Match) -> bool:
    return verb_like(trigger) and trigger.first > 0 and any(
        r.rest in _NEGATORS and not r.article and not r.particle for r in analyses(doc.words[trigger.first - 1].text)
    )  # fmt: skip


def _nobody(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """«لم يصب أحد», «لم يقتل أي شخص»."""
    words = a.doc.words
    for index in range(trigger.last, min(last, trigger.last + 3)):
        if words[index].text in _NOBODY:
            return Figure(ZERO, trigger.first - 1, index + 1, "nobody")
    return None
