"""Finding parties: named actors, bodies of a state, and people or things that only a description names.

A party is a noun phrase: its head is an entry of `actors/` or `nouns/`, what follows it is taken in as
long as it can belong to it (a nation's adjective, a second noun, "of the …", a person's name).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sijill.extract.alleged import with_alleged_owners
from sijill.extract.closed import ADVERBS, EXCEPT_AND, PARTICLES, PREPOSITIONS, STATE_ADJECTIVES, STOP
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.party import PartyFind, party_of
from sijill.extract.party_words import (
    NAME_WORDS,
    TAKES_PEOPLE,
    as_adjective,
    crowd,
    grouped,
    lone_adjective,
    named_group,
    named_victim,
    of_craft,
    recalled,
    side,
    some_of,
)
from sijill.extract.place_words import POINTS_BACK
from sijill.knowledge.lexicon import WEAK
from sijill.text import BREAK, QUOTE, Doc, analyses

__all__ = ["PartyFind", "find_parties", "unsupported"]

LONGEST = 12  # words of one party
ADJECTIVES = 3  # words that no entry knows and that a description may take in after its head
# Kinds of number that can count people or things.
COUNTING = frozenset({"cardinal", "range", "dual", "one_of", "vague", "none"})
_BOMBERS = frozenset({"noun.suicide_bomber", "noun.suicide_bomber_single"})
_WHERE_FROM = frozenset({"noun.village", "noun.town", "noun.neighbourhood", "noun.area"})  # «ثلاثة من بلدة …»: people of it
_JUST_PEOPLE = frozenset(
    "noun.young_man noun.demonstrator noun.citizen noun.civilian noun.man noun.woman noun.child noun.girl noun.masked_man noun.person".split()
)
_STATES = frozenset({"noun.convict", "noun.suspect", "noun.accomplice"})
_FORCES = frozenset({"state_forces", "foreign_forces"})
_TITLES = frozenset({"officials"})
_CRAFT = frozenset({"drone", "fighter aircraft", "helicopter", "vehicle"})
_IN_NAMES = frozenset({"blade"})  # what units take their names from: «لواء السيف»


def find_parties(
    doc: Doc, matches: Sequence[Match], numbers: Sequence[Number], barred: frozenset[int], placed: frozenset[int] = frozenset()
) -> list[PartyFind]:  # fmt: skip
    """Parties in order, none inside another.

    Args:
        doc: the text.
        matches: all matches of the lexicon.
        numbers: all numbers.
        barred: words at which something else stands (a time, a verb, a place after its preposition).
        placed: words of places, which no person's name takes.
    """
    heads: dict[int, Match] = {}
    for match in matches:
        if match.entry.room in ("actors", "nouns") and (match.first not in heads or _better(match, heads[match.first])):
            heads[match.first] = match
    heads = _supported(doc, heads)
    people = [n for n in numbers if n.kind in COUNTING]
    counted = {n.last: n for n in people}
    opened = {n.first: n for n in people}
    stops = frozenset(
        m.first
        for m in matches
        if (m.entry.room in ("triggers", "weapons") or m.entry.meaning("act"))
        and not (m.first in heads and heads[m.first].entry.room == "actors")
    )
    swords = frozenset(m.first for m in matches if m.entry.meaning("weapon") in _IN_NAMES and m.first in stops)
    events = {m.last: m for m in matches if m.entry.room == "triggers"}
    phrases = {i for m in events.values() if _strikes(m) for i in range(m.first + 1, m.last)}
    crafts = {m.last: m for m in matches if m.entry.room == "weapons" and m.entry.meaning("weapon") in _CRAFT}
    crafts |= {i: m for m in crafts.values() for i in range(m.first + 1, m.last)}  # «جرافات الاحتلال»
    found: list[PartyFind] = []
    index = 0
    while index < len(doc.words):
        head = heads.get(index)
        party = None
        if head is not None and doc.words[index].text in ADVERBS and head.entry.room == "nouns" and not _spoken_of(doc, index, events):
            head = None
        if (
            head is not None
            and head.entry.id == "noun.soldier_askari"
            and head.article
            and index not in events
            and doc.words[index].gap != BREAK
        ):
            head = None  # «تدخلها العسكري», «القصف العسكري»
        if head is not None and head.entry.id == "noun.checkpoint_iraqi" and _control(doc, index, heads):
            head = None  # «سيطرة مقاتلي … على البلدة»
        if head is not None and head.entry.id == "noun.worker" and head.article and index and doc.words[index - 1].text.startswith("ال"):
            head = None  # «القوات العاملة ضمن البعثة»
        if (
            head is not None
            and head.entry.id in _BOMBERS
            and (index in phrases or _strikes(events.get(index)))
            and not _self(doc, head.last)
        ):
            head = None  # «تفجيرين انتحاريين», «اعتداءات انتحارية»: an adjective of the attack
        if head is not None and (head.entry.room != "nouns" or index not in barred or index in counted):
            party = _grow(doc, head, heads, counted, opened, stops, barred)
        elif index in opened:
            behind = found[-1].first if found and found[-1].last == index else index  # «أعدم التنظيم سبعة من …»
            suffered = behind in events and events[behind].entry.meaning("frame") in TAKES_PEOPLE | {"attack_verb"}
            party = _counted_only(doc, opened[index], heads, counted, opened, stops, barred, suffered=suffered)
        if party is None and index in events:
            party = named_victim(doc, events[index], heads, opened, stops, barred | placed)
        elif party is not None:
            party = grouped(doc, party)
        if party is None and index not in barred:
            party = named_group(doc, index, heads, stops - swords, barred)
        if party is None:
            party = side(doc, index, events, found, stops | frozenset(opened), barred | placed)
        if party is None:
            index += 1
            continue
        index = max(party.last, index + 1)
        if doc.words[party.first].text in STATE_ADJECTIVES and len(party.matches) == 1:
            party = replace(party, kind="state_forces", label=party.head.entry.meaning("label"), count=None)
        elif lone_adjective(party):
            party = of_craft(doc, party, crafts.get(party.first)) or as_adjective(doc, party, events)
            if party is None:
                continue
        elif party.head.entry.room == "actors" and party.particle in ("", "ل"):
            party = of_craft(doc, party, crafts.get(party.first)) or party
        found.append(party)
    return with_alleged_owners(doc, recalled(doc, found))


def _spoken_of(doc: Doc, index: int, events: Mapping[int, Match]) -> bool:
    """«إن مدنيا قتل», «اغتالوا مدنيا»: a noun, no adverb."""
    before = doc.words[index - 1].text if index else ""
    return before in ("ان", "بان") or (index in events and events[index].entry.meaning("frame") == "kill_verb")


def _control(doc: Doc, index: int, heads: Mapping[int, Match]) -> bool:
    """Whether «سيطرة» is control: a party holds it, and «على» says of what."""
    if index + 1 not in heads or heads[index + 1].particle:
        return False
    for word in doc.words[index + 2 : index + 10]:
        if word.gap == BREAK:
            return False
        if word.text == "علي":
            return True
    return False


def _self(doc: Doc, index: int) -> bool:
    """«تفجير انتحاري نفسه»: the bomber himself."""
    return index < len(doc.words) and doc.words[index].text in ("نفسه", "نفسها", "نفسيهما", "انفسهم")


def _strikes(event: Match | None) -> bool:
    return event is not None and event.entry.meaning("frame") in ("attack_noun", "weapon_noun")


def _better(a: Match, b: Match) -> bool:
    """Whether the first of two heads at one word is to be preferred: longer, then a named actor."""
    return (a.last - a.first, a.entry.room == "actors", len(b.particle), a.entry.id) > (
        b.last - b.first,
        b.entry.room == "actors",
        len(a.particle),
        b.entry.id,
    )


def _supported(doc: Doc, heads: Mapping[int, Match]) -> dict[int, Match]:
    everything = tuple(heads.values())
    kept = {index: match for index, match in heads.items() if not unsupported(doc, match, everything)}
    return {index: _cut(doc, match, kept) for index, match in kept.items()}


def _cut(doc: Doc, head: Match, heads: Mapping[int, Match]) -> Match:
    """A noun of several words without those that begin a longer name («قيادات | جماعة …»)."""
    for index in range(head.first + 1, head.last):
        other = heads.get(index)
        if other is not None and head.entry.room == "nouns" and other.entry.room == "actors" and other.last > head.last:
            return replace(head, last=index, end=doc.words[index - 1].end, form=head.form._replace(rest=()))
    return head


def unsupported(doc: Doc, match: Match, matches: Sequence[Match]) -> bool:
    """A weak name with no word of groups before it and no strong name of its own elsewhere in the text."""
    if match.form.strength != WEAK or _group_word(doc, match.first):
        return False
    return not any(m.entry.id == match.entry.id and m.form.strength != WEAK for m in matches)


_GROUP_WORDS = frozenset(
    "تنظيم حركه جماعه ميليشيا مليشيا ميليشيات مليشيات قوات كتيبه كتايب لواء الويه فصيل فصايل مقاتلي مقاتلو مسلحي مسلحو عناصر"
    " حزب جيش جبهه مجموعه جهاز تيار سرايا كتله ايتلاف تحالف قيادي زعيم قايد قاده متمردي متمردو انصار مسلحين عصابات قناه وكاله"
    " صحيفه موقع اذاعه تلفزيون شبكه راديو".split()
)


def _group_word(doc: Doc, index: int) -> bool:
    if index == 0 or doc.words[index].gap == BREAK:
        return False
    return any(a.rest in _GROUP_WORDS for a in analyses(doc.words[index - 1].text))


def _counted_only(
    doc: Doc, number: Number, heads: Mapping[int, Match], counted: Mapping[int, Number], opened: Mapping[int, Number],
    stops: frozenset[int], barred: frozenset[int], *, suffered: bool = False,
) -> PartyFind | None:  # fmt: skip
    """«ثلاثة جنود», «اثنين من عناصر الشرطة», «عشرات المتظاهرين»: a party that begins with its number."""
    last = number.last
    if number.kind == "dual":
        return None  # a dual noun is no number before a noun
    if last >= len(doc.words):
        return crowd(doc, number, last, stops, barred) if number.kind == "vague" and number.last - number.first > 1 else None
    if doc.words[last].text == "من" and doc.words[last].gap != BREAK:
        last += 1
    head = heads.get(last)
    if suffered and last > number.last and number.kind in ("cardinal", "vague") and (head is None or head.entry.id in _WHERE_FROM):
        return some_of(doc, number, last, stops | frozenset(opened), barred)
    if head is None and number.kind == "vague" and number.value.qualifier in ("tens", "dozens", "hundreds", "thousands"):
        return crowd(doc, number, last, stops, barred)
    if head is None or doc.words[last].gap == BREAK or (head.joiner and last == number.last):
        return None
    if (head.form.number == "dual" and number.kind != "dual") or (head.article and last == number.last and number.kind == "cardinal"):
        return None
    grown = _grow(doc, head, heads, counted, opened, stops, barred)
    start = doc.words[number.first]
    particle, joiner, offset = "", "", 0
    for reading in analyses(start.text):
        if reading.particle or reading.joiner:
            known = reading.rest
            if known and start.start + reading.offset == number.start:
                particle, joiner, offset = reading.particle, reading.joiner, reading.offset
                break
    one = number.value.high == 1
    single, plural = head.entry.meaning("label"), head.entry.meaning("plural_label")
    label = grown.label
    if not one and head.form.number == "sing":
        label = label.replace("national", "nationals") if head.form.tense == "demonym" else label.replace(single, plural or single)
    return replace(
        grown,
        label=label,
        first=number.first,
        start=start.start + offset,
        count=number.value,
        number=number,
        particle=particle,
        joiner=joiner,
    )


def _grow(
    doc: Doc, head: Match, heads: Mapping[int, Match], counted: Mapping[int, Number], opened: Mapping[int, Number],
    stops: frozenset[int], barred: frozenset[int],
) -> PartyFind:  # fmt: skip
    """Take in what belongs to a head: what it is made of, whose it is, its adjectives, and a person's name behind a title."""
    inside = [head]
    last = head.last
    title = head.entry.meaning("kind") in _TITLES or head.entry.meaning("role") in ("office", "person", "rank") or head.entry.id in _RANKS
    named = title and head.entry.meaning("role") != "office" and head.form.number == "sing"
    free, names = 0, 0
    own_name = head.entry.room == "nouns" and head.article and head.form.number == "sing" and head.entry.meaning("animate") == "true"
    complete = bool(head.form.pronoun) or (bool(head.form.rest) and not doc.words[head.last - 1].text.startswith("ال"))
    closed = head.form.tense == "demonym" or (head.entry.room == "nouns" and complete)
    while last < len(doc.words) and last - head.first < LONGEST:
        word = doc.words[last]
        if word.gap == BREAK or word.sentence != doc.words[head.first].sentence or _bracket(doc, last):
            break
        follower = heads.get(last)
        if follower is not None:
            if names and follower.entry.room == "nouns" and not follower.article:
                names += 1  # a word of a name that is also a common word
                last += 1
                continue
            if not _belongs(doc, head, inside[-1], follower, closed=closed, title=title, barred=last in barred):
                break
            closed = closed or follower.form.tense == "demonym"
            inside.append(follower)
            last = follower.last
            continue
        step = _through(doc, head, heads, last, title=title)
        if step is not None:
            inside.append(step)
            last = step.last
            closed = True
            continue
        if word.text in ("من", "في", "ب") or word.text.startswith(("تابع", "التابع")):
            break
        if last in barred or last in stops or last in opened or word.text in STOP or not word.text[0].isalpha() or _joined_and(word.text):
            break
        if named and names < NAME_WORDS and (names or not word.text.startswith("ال") or head.article):
            if word.text in _KIN or (word.gap == QUOTE and names) or (names and word.text.startswith("ب") and word.text.endswith("ه")):
                break
            if not word.text.startswith(("لل", "بال", "كال")) and not (word.text.startswith("ت") and names and len(word.text) > 3):
                names += not word.text.startswith("ال")
                last += 1
                continue
        if own_name and not names and (count := _name_behind(doc, last, heads, stops, barred)):
            last += count
            break
        if names or free >= ADJECTIVES or not _agrees(doc, inside[-1], last, closed=closed):
            break
        closed = closed or not word.text.startswith("ال") or doc.words[last - 1].text.startswith("ال")
        free += 1
        last += 1
    return party_of(doc, head, tuple(inside), last)


def _name_behind(doc: Doc, index: int, heads: Mapping[int, Match], stops: frozenset[int], barred: frozenset[int]) -> int:
    """How many words of a person's name stand behind «الناشط», «الشاب»: two at least, none that could begin a clause."""
    last = index
    while last < len(doc.words) and last - index < NAME_WORDS:
        word = doc.words[last]
        text = word.text
        if word.gap == BREAK or last in stops or last in barred or text in STOP or not text[0].isalpha() or len(text) < 3:
            break
        if (last == index and (last in heads or text.startswith("ال"))) or text in _KIN or text.startswith(_NO_NAME):
            break
        last += 1
    return last - index if last - index >= 2 else 0


_NO_NAME = ("وال", "بال", "لل", "فال", "تم", "است", "يت", "سي", "ست", "بم", "بت", "بر", "لم", "لد")
_KIN = frozenset("ابنه نجل نجله شقيق شقيقه زوجه زوج والد والده البالغ البالغه الملقب الملقبه المكني المعروف المدعو".split())
_RANKS = frozenset(
    f"noun.{name}"
    for name in (
        "colonel lieutenant_colonel brigadier major_general captain major lieutenant general sergeant"
        " leader field_commander cleric martyr_loaded"
    ).split()
)
_NUNATED = ("ون", "ين", "ان")  # endings of a sound plural or a dual that nothing possesses


def _bracket(doc: Doc, index: int) -> bool:
    return any(c in "()" for c in doc.between(index - 1, index)) if index else False


def _belongs(doc: Doc, head: Match, previous: Match, follower: Match, *, closed: bool, title: bool, barred: bool) -> bool:
    """Whether a second entry right behind what is taken in belongs to the same noun phrase."""
    if follower.joiner or follower.particle in ("ب", "ك", "س"):
        return False
    nation = follower.form.tense == "demonym"
    actor = follower.entry.room == "actors"
    if follower.particle == "ل":
        return head.entry.room == "nouns" and (actor or follower.entry.meaning("animate") == "true")
    if nation:
        told = doc.words[previous.last - 1].text.startswith(("ال", "لل")) or previous.entry.id.startswith("actor.")
        return not (told and previous.entry.room == "actors" and not follower.article and follower.form.tense == "demonym")
    if barred and not actor:
        return False
    if (
        not actor
        and head.entry.meaning("kind") == "unidentified_armed"
        and follower.entry.meaning("animate") != "true"
        and head.form.number == "sing"
    ):
        return False  # «فجر انتحاري شاحنة»: the next noun is the verb's object
    before = doc.words[previous.last - 1].text
    definite = before.startswith(("ال", "لل"))
    if definite and doc.words[follower.first].text in POINTS_BACK:
        return False  # «تحاصر القوات الحكومية البلدة»
    if previous.entry.id.startswith("actor.") and follower.entry.room == "nouns" and not follower.article:
        return False  # «هاجم عناصر داعش قرية»: nothing indefinite belongs to a name
    if (
        follower.entry.id in _STATES
        and follower.article == previous.article
        and previous.entry.room == "nouns"
        or (follower.entry.id in _STATES and follower.article and previous.form.tense == "demonym")
    ):
        return True  # «الليبي المدان», «قياديا مطلوبا»
    if closed:
        return actor and follower.entry.meaning("role") == "person"
    if follower.entry.room == "nouns" and _accusative(doc, follower.first) and not doc.words[previous.last - 1].text.endswith("ا"):
        return False  # «قصفت طائرات حربية سوقا»
    if head.entry.id in _JUST_PEOPLE and actor and not nation and follower.entry.meaning("kind") in _FORCES:
        return False  # «رشق شبان قوات الأمن»: nobody's young men are the forces'
    if previous.entry.room == "actors" and follower.article and follower.form.number == "plural" and follower.entry.room == "nouns":
        if follower.entry.meaning("animate") == "true" and definite:
            return False  # «اعتقلت الشرطة المصلين»
    if previous.entry.room == "actors" and follower.article and follower.form.number == "sing" and follower.entry.room == "nouns":
        if follower.entry.meaning("animate") == "true" and follower.entry.meaning("kind") in ("civilians", "officials"):
            return False  # «اعتقلت مخابرات النظام الناشط …»: a person of his own, no adjective
    if previous.entry.room == "actors" and follower.entry.room == "nouns" and follower.entry.meaning("animate") != "true":
        if (definite or previous.entry.id.startswith("actor.")) and follower.entry.meaning("role") != "organ":
            return False  # «حاصرت قوة من الشرطة المنزل»: what a body acts on
    if actor and head.entry.room == "actors" and definite and not follower.article:
        return "person" in (head.entry.meaning("role"), follower.entry.meaning("role"))  # «اتهمت الحكومة جماعة …»: two parties
    if actor and (title or follower.entry.id.startswith("actor.")):
        return True
    if previous.entry.room == "nouns" and previous.form.number in ("plural", "dual") and before.endswith(_NUNATED) and len(before) > 4:
        return doc.words[follower.first].text.endswith(_NUNATED)
    if (
        before.endswith("ا")
        and previous.entry.room == "nouns"
        and previous.form.number == "sing"
        and not before.startswith("ال")
        and len(before) > 3
    ):
        return doc.words[follower.first].text.endswith("ا")
    return not definite or follower.article or doc.words[follower.first].text.startswith("ال")


def _through(doc: Doc, head: Match, heads: Mapping[int, Match], index: int, *, title: bool) -> Match | None:
    """What a preposition brings in: «عنصر من الشرطة», «ضابط في الجيش», «فصيل تابع للجيش»."""
    word = doc.words[index].text
    joined = heads.get(index + 1)
    if joined is None or joined.joiner or doc.words[index + 1].gap == BREAK:
        return None
    if word.startswith(("تابع", "التابع", "موالي", "الموالي")):
        return joined if joined.particle in ("ل", "") else None
    if word not in ("من", "في") or head.entry.room != "nouns" or joined.particle:
        return None
    body = joined.entry.room == "actors" and not joined.entry.id.startswith("nation.")
    if head.entry.meaning("animate") != "true" and not (word == "من" and head.entry.id == "noun.convoy"):
        return None
    if body or (word == "من" and joined.form.tense == "demonym" and joined.form.number == "plural"):
        return joined
    return joined if word == "من" and joined.entry.room == "nouns" and joined.entry.meaning("animate") == "true" and not title else None


_ABOUT = frozenset(
    "قرابه زهاء حوالي قرب قبيل بعيد عشيه غداه قباله ازاء نفسه نفسها نفسهم نفسيهما انفسهم ذاته ذاتها"
    " النار النيران الرصاص القبض السيطره الانسحاب الطريق القصف الهجوم".split()
)  # begin a phrase of their own


def _accusative(doc: Doc, index: int) -> bool:
    """An indefinite accusative by its letters: where no noun before it is one, it is the verb's object."""
    text = doc.words[index].text
    return text.endswith("ا") and len(text) > 3 and not text.startswith("ال")


def _joined_and(word: str) -> bool:
    return word.startswith(("و", "ف")) and word not in EXCEPT_AND and len(word) > 3


def _agrees(doc: Doc, previous: Match, index: int, *, closed: bool) -> bool:
    """Whether an unknown word can be an adjective or second noun: the article follows the article, nothing possesses a closed noun."""
    word = doc.words[index].text
    before = doc.words[index - 1].text
    if word in PREPOSITIONS or word in PARTICLES or word in _ABOUT:
        return False
    if word.startswith("ي") and word.endswith("ون"):
        return False  # «مسلحون يستقلون سيارة»: a verb
    if word.endswith(("ين", "ون")) and not word.startswith("ال") and previous.entry.room == "nouns" and previous.form.number == "sing":
        return False  # «سيارة مستخدمين»
    if _accusative(doc, index) and not before.endswith("ا"):
        return False  # «قصفت طائرات حربية سوقا»: an accusative is the verb's object
    definite = before.startswith(("ال", "لل")) or (previous.entry.room == "actors" and previous.form.tense != "demonym")
    if word.startswith("ال") and len(word) > 3:
        if word in POINTS_BACK and before.startswith(("ال", "لل")):
            return False  # «تحاصر القوات الحكومية البلدة»: a place, no adjective
        if previous.entry.room == "actors" and previous.form.tense != "demonym" and word.endswith(("ين", "ون")):
            return False  # «قوة من الشرطة المدانين»: a plural of its own
        if definite:
            return True
        nunated = (before.endswith(_NUNATED) and len(before) > 4) or (before.endswith("ا") and previous.form.number == "sing")
        return not closed and not nunated
    if definite:
        return False
    if before.endswith(("ون", "ين")) and len(before) > 4:
        return word.endswith(("ون", "ين"))
    return word.endswith(("ين", "ون", "ه", "ي", "ات", "ا", "يين", "ان")) and not word.startswith(("ي", "ست", "سي", "ب", "ل"))
