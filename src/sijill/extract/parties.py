"""Finding parties: named actors, bodies of a state, and people or things that only a description names.

A party is a noun phrase: its head is an entry of `actors/` or `nouns/`, what follows it is taken in as
long as it can belong to it (a nation's adjective, a second noun, "of the …", a person's name).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sijill.extract.alleged import with_alleged_owners
from sijill.extract.closed import ADVERBS, STATE_ADJECTIVES, STOP
from sijill.extract.lookup import Match
from sijill.extract.noun_phrase import KIN, agrees, belongs, bracket, joined_and, name_behind, through
from sijill.extract.numbers import Number
from sijill.extract.party import PartyFind, party_of
from sijill.extract.party_words import (
    NAME_WORDS,
    TAKES_PEOPLE,
    as_adjective,
    called_ali,
    crowd,
    grouped,
    lone_adjective,
    named_group,
    named_victim,
    of_craft,
    recalled,
    side,
    some_of,
    verbal,
)
from sijill.knowledge.lexicon import WEAK
from sijill.text import BREAK, QUOTE, Doc, analyses

__all__ = ["PartyFind", "find_parties", "unsupported"]

LONGEST = 12  # words of one party
ADJECTIVES = 3  # words that no entry knows and that a description may take in after its head
# Kinds of number that can count people or things.
COUNTING = frozenset({"cardinal", "range", "dual", "one_of", "vague", "none"})
_BOMBERS = frozenset({"noun.suicide_bomber", "noun.suicide_bomber_single"})
_LED = ("يقود", "قاد", "نفذ", "شن")  # «سيارة يقودها انتحاري», «هجوم نفذه انتحاري»: the bomber, no adjective
_WHERE_FROM = frozenset({"noun.village", "noun.town", "noun.neighbourhood", "noun.area"})  # «ثلاثة من بلدة …»: people of it
# What an office gives, calls or holds: objects behind its name, no part of it («أصدر الرئيس قرارا»).
_OBJECTS = frozenset(
    "قرارا مرسوما بيانا امرا اوامر حكما قانونا عقوبات تعليمات تصريحا تصريحات خطابا اجتماعا لقاء اتفاقا اتفاقيه حظرا هجوما".split()
)
_CROWDS = frozenset("العشرات الميات الالاف الملايين".split())  # «شيع المئات جثمان …»: they count nothing behind them
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
    counted = {n.last: n for n in people if doc.words[n.last - 1].text not in _CROWDS}
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
    sheathed, halts, held = stops - swords, stops | frozenset(opened), barred | placed
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
        if head is not None and head.entry.id in _BOMBERS and head.article and index and doc.words[index - 1].text.startswith("ال"):
            head = None  # «عملية الأحد الانتحارية»
        if (
            head is not None
            and head.entry.id in _BOMBERS
            and (index in phrases or _strikes(events.get(index)))
            and not _self(doc, head.last)
            and not doc.words[index - 1].text.startswith(_LED)
        ):
            head = None  # «تفجيرين انتحاريين», «اعتداءات انتحارية»: an adjective of the attack
        if head is not None and (head.entry.room != "nouns" or index not in barred or index in counted or head.entry.id in _BOMBERS):
            party = _grow(doc, head, heads, counted, opened, stops, barred)
        elif index in opened:
            behind = found[-1].first if found and found[-1].last == index else index  # «أعدم التنظيم سبعة من …»
            suffered = behind in events and events[behind].entry.meaning("frame") in TAKES_PEOPLE | {"attack_verb"}
            party = _counted_only(doc, opened[index], heads, counted, opened, stops, barred, halts if suffered else None)
        if party is None and index in events:
            party = named_victim(doc, events[index], heads, opened, stops, held)
        elif party is not None:
            party = grouped(doc, party)
        if party is None and index not in barred:
            party = named_group(doc, index, heads, sheathed, barred)
        if party is None:
            party = side(doc, index, events, found, halts, held)
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


def _spoken_of(doc: Doc, index: int, events: dict[int, Match]) -> bool:
    """«إن مدنيا قتل», «اغتالوا مدنيا»: a noun, no adverb."""
    before = doc.words[index - 1].text if index else ""
    return before in ("ان", "بان") or (index in events and events[index].entry.meaning("frame") == "kill_verb")


def _control(doc: Doc, index: int, heads: dict[int, Match]) -> bool:
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


def _supported(doc: Doc, heads: dict[int, Match]) -> dict[int, Match]:
    strong = strong_names(heads.values())
    kept = {index: match for index, match in heads.items() if not unsupported(doc, match, strong)}
    return {index: _cut(doc, match, kept) for index, match in kept.items()}


def _cut(doc: Doc, head: Match, heads: dict[int, Match]) -> Match:
    """A noun of several words without those that begin a longer name («قيادات | جماعة …»)."""
    for index in range(head.first + 1, head.last):
        other = heads.get(index)
        if other is not None and head.entry.room == "nouns" and other.entry.room == "actors" and other.last > head.last:
            return replace(head, last=index, end=doc.words[index - 1].end, form=replace(head.form, phrase=False))
    return head


def strong_names(matches: Iterable[Match]) -> frozenset[str]:
    """The entries of which a text uses a name that is not weak."""
    return frozenset(m.entry.id for m in matches if m.form.strength != WEAK)


def unsupported(doc: Doc, match: Match, strong: frozenset[str]) -> bool:
    """A weak name with no word of groups before it and no strong name of its own elsewhere in the text."""
    return match.form.strength == WEAK and match.entry.id not in strong and not _group_word(doc, match.first)


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
    doc: Doc, number: Number, heads: dict[int, Match], counted: dict[int, Number], opened: dict[int, Number],
    stops: frozenset[int], barred: frozenset[int], suffered: frozenset[int] | None,
) -> PartyFind | None:  # fmt: skip
    """«ثلاثة جنود», «اثنين من عناصر الشرطة», «عشرات المتظاهرين»: a party that begins with its number.

    `suffered` are the words at which people told by a number alone end, behind a word of what they suffered; None elsewhere.
    """
    last = number.last
    if number.kind == "dual":
        return None  # a dual noun is no number before a noun
    if last >= len(doc.words):
        return crowd(doc, number, last, stops, barred) if number.kind == "vague" and number.last - number.first > 1 else None
    if doc.words[last].text == "من" and doc.words[last].gap != BREAK:
        last += 1
    if last == number.last and doc.words[last - 1].text in _CROWDS:
        return crowd(doc, number, last, stops, barred)
    head = heads.get(last)
    if (
        suffered is not None
        and last > number.last
        and number.kind in ("cardinal", "vague")
        and (head is None or head.entry.id in _WHERE_FROM)
    ):
        return some_of(doc, number, last, suffered, barred)
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
    doc: Doc, head: Match, heads: dict[int, Match], counted: dict[int, Number], opened: dict[int, Number],
    stops: frozenset[int], barred: frozenset[int],
) -> PartyFind:  # fmt: skip
    """Take in what belongs to a head: what it is made of, whose it is, its adjectives, and a person's name behind a title."""
    inside = [head]
    last = head.last
    title = head.entry.meaning("kind") in _TITLES or head.entry.meaning("role") in ("office", "person", "rank") or head.entry.id in _RANKS
    named = title and head.entry.meaning("role") != "office" and head.form.number == "sing"
    free, names = 0, 0
    own_name = head.entry.room == "nouns" and head.article and head.form.number == "sing" and head.entry.meaning("animate") == "true"
    complete = bool(head.form.pronoun) or (head.form.phrase and not doc.words[head.last - 1].text.startswith("ال"))
    closed = head.form.tense == "demonym" or (head.entry.room == "nouns" and complete)
    while last < len(doc.words) and last - head.first < LONGEST:
        word = doc.words[last]
        if word.gap == BREAK or word.sentence != doc.words[head.first].sentence or bracket(doc, last):
            break
        follower = heads.get(last)
        if follower is not None:
            if names and follower.entry.room == "nouns" and not follower.article:
                names += 1  # a word of a name that is also a common word
                last += 1
                continue
            if not belongs(doc, head, inside[-1], follower, closed=closed, title=title, barred=last in barred):
                break
            closed = closed or follower.form.tense == "demonym"
            inside.append(follower)
            last = follower.last
            continue
        step = through(doc, head, heads, last, title=title)
        if step is not None:
            inside.append(step)
            last = step.last
            closed = True
            continue
        if word.text in ("من", "في", "ب") or word.text.startswith(("تابع", "التابع")):
            break
        stop = word.text in STOP and not (names and called_ali(doc, last))
        if last in barred or last in stops or last in opened or stop or not word.text[0].isalpha() or joined_and(word.text):
            break
        if named and names < NAME_WORDS and (names or not word.text.startswith("ال") or head.article):
            if word.text in KIN or (word.gap == QUOTE and names) or (names and word.text.startswith("ب") and word.text.endswith("ه")):
                break
            if (names and verbal(word.text)) or word.text in _OBJECTS:
                break
            if not word.text.startswith(("لل", "بال", "كال")) and not (word.text.startswith("ت") and names and len(word.text) > 3):
                names += not word.text.startswith("ال")
                last += 1
                continue
        if own_name and not names and (count := name_behind(doc, last, heads, stops, barred)):
            last += count
            break
        if names or free >= ADJECTIVES or not agrees(doc, inside[-1], last, closed=closed):
            break
        closed = closed or not word.text.startswith("ال") or doc.words[last - 1].text.startswith("ال")
        free += 1
        last += 1
    return party_of(doc, head, tuple(inside), last)


_RANKS = frozenset(
    f"noun.{name}"
    for name in (
        "colonel lieutenant_colonel brigadier major_general captain major lieutenant general sergeant"
        " leader field_commander cleric martyr_loaded"
    ).split()
)
