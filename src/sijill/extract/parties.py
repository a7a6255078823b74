"""Finding parties: named actors, bodies of a state, and people or things that only a description names.

A party is a noun phrase: its head is an entry of `actors/` or `nouns/`, what follows it is taken in as
long as it can belong to it (a nation's adjective, a second noun, "of the …", a person's name).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sijill.extract.alleged import with_alleged_owners
from sijill.extract.closed import ADVERBS, STATE_ADJECTIVES, STOP, lettered
from sijill.extract.lookup import Match
from sijill.extract.noun_phrase import KIN, agrees, belongs, bracket, joined_and, name_behind, through
from sijill.extract.numbers import Number
from sijill.extract.party import Ground, PartyFind, as_forces, changed, party_of
from sijill.extract.party_words import (
    CALLED,
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
from sijill.text import BREAK, CLOSE, QUOTE, Doc

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
_CRAFT = frozenset({"drone", "fighter aircraft", "helicopter", "vehicle"})
_IN_NAMES = frozenset({"blade"})  # what units take their names from: «لواء السيف»
_SUFFERED = TAKES_PEOPLE | {"attack_verb"}


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
    ground = Ground(doc, barred, placed)
    _lay_heads(ground, matches)
    _lay_numbers(ground, numbers)
    crafts = _lay_events(ground, matches)
    found: list[PartyFind] = []
    index = 0
    while index < ground.count:
        party = _party_at(ground, index, found)
        if party is None:
            index += 1
            continue
        index = max(party.last, index + 1)
        if len(party.matches) == 1 and ground.words[party.first].text in STATE_ADJECTIVES:
            party = as_forces(party, party.head.entry.meaning("label"))
        elif lone_adjective(party):
            party = of_craft(doc, party, crafts.get(party.first)) or as_adjective(ground, party)
            if party is None:
                continue
        elif crafts and party.head.entry.room == "actors" and party.particle in ("", "ل"):
            party = of_craft(doc, party, crafts.get(party.first)) or party
        found.append(party)
    return with_alleged_owners(doc, recalled(doc, found))


def _party_at(ground: Ground, index: int, found: list[PartyFind]) -> PartyFind | None:
    """The party that begins at a word, behind those that were found before it."""
    head, number, event = ground.heads[index], ground.opened[index], ground.events[index]
    party: PartyFind | None = None
    if head is not None and head.entry.room == "nouns" and _no_party(ground, head, index):
        head = None
    if head is not None and (head.entry.room != "nouns" or not ground.barred[index] or ground.counted[index] or head.entry.id in _BOMBERS):
        party = _grow(ground, head)
    elif number is not None:
        behind = found[-1].first if found and found[-1].last == index else index  # «أعدم التنظيم سبعة من …»
        before = ground.events[behind]
        party = _counted_only(ground, number, suffered=before is not None and before.entry.frame in _SUFFERED)
    if party is not None:
        return grouped(ground.doc, party)
    if event is not None:
        party = named_victim(ground, event)
    if party is None and not ground.barred[index] and ground.words[index].text in CALLED:
        party = named_group(ground, index)
    if party is None and index and ((found and found[-1].last == index) or ground.words[index - 1].text in ("بين", "وبين")):
        party = side(ground, index, found)
    return party


def _no_party(ground: Ground, head: Match, index: int) -> bool:
    """Whether a noun is here an adverb, an adjective or an act: «تدخلها العسكري», «سيطرة مقاتلي … على البلدة»."""
    words, id = ground.words, head.entry.id
    if words[index].text in ADVERBS and not _spoken_of(ground, index):
        return True
    if id == "noun.soldier_askari":
        return head.article and ground.events[index] is None and words[index].gap != BREAK  # «تدخلها العسكري», «القصف العسكري»
    if id == "noun.checkpoint_iraqi":
        return _control(ground, index)  # «سيطرة مقاتلي … على البلدة»
    behind_article = head.article and index > 0 and words[index - 1].text.startswith("ال")
    if id == "noun.worker":
        return behind_article  # «القوات العاملة ضمن البعثة»
    if id not in _BOMBERS:
        return False
    if behind_article:
        return True  # «عملية الأحد الانتحارية»
    # «تفجيرين انتحاريين», «اعتداءات انتحارية»: an adjective of the attack
    attack = _strikes(ground.events[index]) or _in_attack(ground, index)
    return attack and not _self(ground, head.last) and not words[index - 1].text.startswith(_LED)


def _in_attack(ground: Ground, index: int) -> bool:
    """Whether a word stands inside a phrase for an attack, behind its first word."""
    for at in range(index + 1, min(index + ground.longest, ground.count + 1)):
        event = ground.events[at]
        if event is not None and event.first < index and _strikes(event):
            return True
    return False


def _lay_heads(ground: Ground, matches: Sequence[Match]) -> None:
    """At each word the longest entry that a party can be built on, without weak names that nothing supports."""
    heads = ground.heads
    weak = False
    for match in matches:
        if match.entry.room in ("actors", "nouns"):
            held = heads[match.first]
            if held is None or _better(match, held):
                heads[match.first] = match
                weak = weak or match.form.strength == WEAK
    if weak:
        strong = strong_names([head for head in heads if head is not None])
        for match in matches:
            if heads[match.first] is match and unsupported(ground.doc, match, strong):
                heads[match.first] = None
    for match in matches:
        if match.last - match.first > 1 and heads[match.first] is match and match.entry.room == "nouns":
            heads[match.first] = _cut(ground, match)


def _lay_numbers(ground: Ground, numbers: Sequence[Number]) -> None:
    """The numbers that can count people or things, where they begin and end."""
    for number in numbers:
        if number.kind in COUNTING:
            ground.opened[number.first] = number
            if ground.words[number.last - 1].text not in _CROWDS:
                ground.counted[number.last] = True


def _lay_events(ground: Ground, matches: Sequence[Match]) -> dict[int, Match]:
    """The words at which no noun phrase goes on, and the words of acts; the crafts, by the word behind each and by their own words."""
    crafts: dict[int, Match] = {}
    for match in matches:
        entry = match.entry
        if entry.room == "triggers":
            ground.events[match.last] = match
            ground.longest = max(ground.longest, match.last - match.first)
        elif entry.room == "weapons":
            if entry.weapon in _CRAFT:
                crafts[match.last] = match
        elif entry.room != "speech" or not entry.act:
            continue
        head = ground.heads[match.first]
        if head is None or head.entry.room != "actors":
            ground.stops[match.first] = True
    if crafts:
        crafts |= {i: m for m in crafts.values() for i in range(m.first + 1, m.last)}  # «جرافات الاحتلال»
    for match in matches:
        named_so = ground.stops[match.first] and match.entry.room in ("triggers", "weapons")
        if named_so and match.entry.weapon in _IN_NAMES:
            ground.swords[match.first] = True
    return crafts


def _spoken_of(ground: Ground, index: int) -> bool:
    """«إن مدنيا قتل», «اغتالوا مدنيا»: a noun, no adverb."""
    if index and ground.words[index - 1].text in ("ان", "بان"):
        return True
    event = ground.events[index]
    return event is not None and event.entry.frame == "kill_verb"


def _control(ground: Ground, index: int) -> bool:
    """Whether «سيطرة» is control: a party holds it, and «على» says of what."""
    holder = ground.heads[index + 1]
    if holder is None or holder.particle:
        return False
    for word in ground.words[index + 2 : index + 10]:
        if word.gap == BREAK:
            return False
        if word.text == "علي":
            return True
    return False


def _self(ground: Ground, index: int) -> bool:
    """«تفجير انتحاري نفسه»: the bomber himself."""
    return index < ground.count and ground.words[index].text in ("نفسه", "نفسها", "نفسيهما", "انفسهم")


def _strikes(event: Match | None) -> bool:
    return event is not None and event.entry.frame in ("attack_noun", "weapon_noun")


def _better(a: Match, b: Match) -> bool:
    """Whether the first of two heads at one word is to be preferred: longer, then a named actor."""
    return (a.last - a.first, a.entry.room == "actors", len(b.particle), a.entry.id) > (
        b.last - b.first,
        b.entry.room == "actors",
        len(a.particle),
        b.entry.id,
    )


def _cut(ground: Ground, head: Match) -> Match:
    """A noun of several words without those that begin a longer name («قيادات | جماعة …»)."""
    for index in range(head.first + 1, head.last):
        other = ground.heads[index]
        if other is not None and other.entry.room == "actors" and other.last > head.last:
            return replace(head, last=index, end=ground.words[index - 1].end, form=replace(head.form, phrase=False))
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
    return any(a.rest in _GROUP_WORDS for a in doc.words[index - 1].analyses)


def _counted_only(ground: Ground, number: Number, *, suffered: bool) -> PartyFind | None:
    """«ثلاثة جنود», «اثنين من عناصر الشرطة», «عشرات المتظاهرين»: a party that begins with its number.

    `suffered`: the number stands behind a word of what people suffered, and those that it alone tells of are people.
    """
    words, last = ground.words, number.last
    if number.kind == "dual":
        return None  # a dual noun is no number before a noun
    if last >= ground.count:
        return crowd(ground, number) if number.kind == "vague" and number.last - number.first > 1 else None
    if words[last].text == "من" and words[last].gap != BREAK:
        last += 1
    if last == number.last and words[last - 1].text in _CROWDS:
        return crowd(ground, number)
    head = ground.heads[last]
    if suffered and last > number.last and number.kind in ("cardinal", "vague") and (head is None or head.entry.id in _WHERE_FROM):
        return some_of(ground, number, last)
    if head is None:
        many = number.kind == "vague" and number.value.qualifier in ("tens", "dozens", "hundreds", "thousands")
        return crowd(ground, number) if many else None
    if words[last].gap == BREAK or (head.joiner and last == number.last):
        return None
    if (head.form.number == "dual" and number.kind != "dual") or (head.article and last == number.last and number.kind == "cardinal"):
        return None
    grown = _grow(ground, head)
    start = words[number.first]
    particle, joiner, offset = "", "", 0
    if number.start > start.start:
        for reading in start.analyses:
            if (reading.particle or reading.joiner) and reading.rest and start.start + reading.offset == number.start:
                particle, joiner, offset = reading.particle, reading.joiner, reading.offset
                break
    label = grown.label
    if number.value.high != 1 and head.form.number == "sing":
        if head.form.tense == "demonym":
            label = label.replace("national", "nationals")
        else:
            single = head.entry.meaning("label")
            label = label.replace(single, head.entry.meaning("plural_label") or single)
    return changed(
        grown, number.first, grown.last, start.start + offset, grown.end, grown.kind, label, number.value, number, particle, joiner
    )  # fmt: skip


def _grow(ground: Ground, head: Match) -> PartyFind:
    """Take in what belongs to a head: what it is made of, whose it is, its adjectives, and a person's name behind a title."""
    doc, words, heads, form = ground.doc, ground.words, ground.heads, head.form
    noun, single = head.entry.room == "nouns", form.number == "sing"
    role = "" if noun else head.entry.role
    inside: tuple[Match, ...] = (head,)
    last = head.last
    title = role in ("office", "person", "rank") or head.entry.meaning("kind") == "officials" or head.entry.id in _RANKS
    named = title and role != "office" and single
    free, names = 0, 0
    own_name = noun and head.article and single and head.entry.meaning("animate") == "true"
    closed = form.tense == "demonym" or (noun and _complete(ground, head))
    sentence = words[head.first].sentence
    end = min(ground.count, head.first + LONGEST)
    while last < end:
        word = words[last]
        if word.gap == BREAK or word.sentence != sentence or (word.gap != CLOSE and bracket(doc, last)):
            break
        follower = heads[last]
        if follower is not None:
            if names and follower.entry.room == "nouns" and not follower.article:
                names += 1  # a word of a name that is also a common word
                last += 1
                continue
            if not belongs(doc, head, inside[-1], follower, closed=closed, title=title, barred=ground.barred[last]):
                break
            closed = closed or follower.form.tense == "demonym"
            inside = (*inside, follower)
            last = follower.last
            continue
        step = through(ground, head, last, title=title)
        if step is not None:
            inside = (*inside, step)
            last = step.last
            closed = True
            continue
        text = word.text
        if ground.stops[last] or ground.barred[last] or ground.opened[last] is not None:
            break
        if (text in STOP and not (names and called_ali(doc, last))) or text in ("من", "في", "ب") or not lettered(text):
            break
        if joined_and(text) or text.startswith(("تابع", "التابع")):
            break
        article = text.startswith("ال")
        if named and names < NAME_WORDS and (names or not article or head.article):
            if text in KIN or (names and (word.gap == QUOTE or verbal(text) or (text.startswith("ب") and text.endswith("ه")))):
                break
            if text in _OBJECTS:
                break
            if not text.startswith(("لل", "بال", "كال")) and not (names and len(text) > 3 and text.startswith("ت")):
                names += not article
                last += 1
                continue
        if own_name and not names and (count := name_behind(ground, last)):
            last += count
            break
        if names or free >= ADJECTIVES or not agrees(doc, inside[-1], last, closed=closed):
            break
        closed = closed or not article or words[last - 1].text.startswith("ال")
        free += 1
        last += 1
    return party_of(doc, head, inside, last)


def _complete(ground: Ground, head: Match) -> bool:
    """A joined pronoun, or a phrase whose last word has no article: nothing possesses it any more."""
    return bool(head.form.pronoun) or (head.form.phrase and not ground.words[head.last - 1].text.startswith("ال"))


_RANKS = frozenset(
    f"noun.{name}"
    for name in (
        "colonel lieutenant_colonel brigadier major_general captain major lieutenant general sergeant"
        " leader field_commander cleric martyr_loaded"
    ).split()
)
