"""Finding parties: named actors, bodies of a state, and people or things that only a description names.

A party is a noun phrase: its head is an entry of `actors/` or `nouns/`, what follows it is taken in as
long as it can belong to it (a nation's adjective, a second noun, "of the …", a person's name).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sijill.extract.closed import ADVERBS, EXCEPT_AND, GROUPS, PARTICLES, PREPOSITIONS, STATE_ADJECTIVES, STOP
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.knowledge.lexicon import LOADED, WEAK, Entry, Form
from sijill.model import Count
from sijill.text import BREAK, Doc, analyses

LONGEST = 12  # words of one party
ADJECTIVES = 3  # words that no entry knows and that a description may take in after its head
NAME_WORDS = 4  # words of a person's name after a title
# Kinds of number that can count people or things.
COUNTING = frozenset({"cardinal", "range", "dual", "one_of", "vague", "none"})
ONE, TWO = Count(1, 1), Count(2, 2)
_TITLES = frozenset({"officials"})


@dataclass(frozen=True, slots=True)
class PartyFind:
    """A party in the text: words [first, last), folded offsets without joined particles.

    `matches` are the entries inside it, the head first; `count` is how many people or things the
    words say; `particle` and `preposition` say how it is joined to what stands before it.
    """

    first: int
    last: int
    start: int
    end: int
    matches: tuple[Match, ...]
    kind: str
    label: str
    actor_id: str | None = None
    country: str | None = None
    count: Count | None = None
    number: Number | None = None
    particle: str = ""
    joiner: str = ""
    loaded: bool = False
    named: bool = False
    animate: bool = True

    @property
    def head(self) -> Match:
        """The match that the party is built on."""
        return self.matches[0]


def find_parties(doc: Doc, matches: Sequence[Match], numbers: Sequence[Number], barred: frozenset[int]) -> list[PartyFind]:
    """Parties in order, none inside another.

    Args:
        doc: the text.
        matches: all matches of the lexicon.
        numbers: all numbers.
        barred: words at which something else stands (a time, a verb, a place after its preposition).
    """
    heads: dict[int, Match] = {}
    for match in matches:
        if match.entry.room in ("actors", "nouns") and (match.first not in heads or _better(match, heads[match.first])):
            heads[match.first] = match
    heads = _supported(doc, heads)
    people = [n for n in numbers if n.kind in COUNTING]
    counted = {n.last: n for n in people}
    opened = {n.first: n for n in people}
    stops = frozenset(m.first for m in matches if (m.entry.room == "triggers" or m.entry.meaning("act")) and not (m.first in heads and heads[m.first].entry.room == "actors"))
    events = {m.last: m for m in matches if m.entry.room == "triggers"}
    found: list[PartyFind] = []
    index = 0
    while index < len(doc.words):
        head = heads.get(index)
        party = None
        if head is not None and doc.words[index].text in ADVERBS and head.entry.room == "nouns":
            head = None
        if head is not None and (head.entry.room != "nouns" or index not in barred or index in counted):
            party = _grow(doc, head, heads, counted, opened, stops, barred)
        elif index in opened:
            party = _counted_only(doc, opened[index], heads, counted, opened, stops, barred)
        if party is None and index in events:
            party = _named_victim(doc, events[index], heads, opened, stops, barred)
        elif party is not None:
            party = _grouped(doc, party)
        if party is None:
            index += 1
            continue
        index = max(party.last, index + 1)
        if doc.words[party.first].text in STATE_ADJECTIVES and len(party.matches) == 1:
            party = replace(party, kind="state_forces", label=party.head.entry.meaning("label"), count=None)
        elif lone_adjective(party):
            party = as_adjective(doc, party, events)
            if party is None:
                continue
        found.append(party)
    return _recalled(doc, found)


_RECALLS = {
    "المجموعه": ("مجموعه", "خليه"), "الجماعه": ("جماعه", "حركه", "تنظيم"), "التنظيم": ("تنظيم", "داعش", "القاعده"), "الحركه": ("حركه", "طالبان", "حماس"),
    "المليشيا": ("مليشيا", "ميليشيا"), "الميليشيا": ("مليشيا", "ميليشيا"), "الخليه": ("خليه",), "العصابه": ("عصابه",), "الحزب": ("حزب",),
    "التحالف": ("التحالف",), "للتنظيم": ("تنظيم", "داعش", "القاعده"),
}  # fmt: skip


def _recalled(doc: Doc, found: list[PartyFind]) -> list[PartyFind]:
    """«المجموعة», «التنظيم»: a bare word of a group with the article is the last group of that sort that the text named."""
    taken = {i for p in found for i in range(p.first, p.last)}
    out = list(found)
    for word in doc.words:
        if word.index in taken:
            continue
        reading = next((r for r in analyses(word.text) if r.article and f"ال{r.rest}" in _RECALLS and r.particle in ("", "ل", "ب")), None)
        if reading is None:
            continue
        stems = _RECALLS[f"ال{reading.rest}"]
        earlier = [p for p in found if p.last <= word.index and p.animate and p.count in (None, ONE)]
        known = next((p for p in earlier[::-1] if any(w.text.endswith(s) for w in doc.words[p.first : p.last] for s in stems)), None)
        if known is not None:
            start = word.start + reading.offset - (0 if reading.particle == "ل" else 2)
            out.append(
                replace(known, first=word.index, last=word.index + 1, start=start, end=word.end, particle=reading.particle, joiner=reading.joiner)
            )
    return sorted(out, key=lambda p: p.first)


_NAMED = Entry("noun.named", "nouns", "noun", {"label": "named person", "kind": "civilians", "animate": "true", "role": "person"})
_CROWD = Entry("noun.crowd", "nouns", "noun", {"label": "crowd", "plural_label": "crowd", "kind": "civilians", "animate": "true"})
_WORD = Form((), -1, False)
_PATRONYMS = frozenset("ابو ابي ابا ام ابن بن عبد ال".split())
_VICTIM_TYPES = frozenset("assassination arrest release abduction killing political_decision".split())


def _named_victim(
    doc: Doc, trigger: Match, heads: Mapping[int, Match], opened: Mapping[int, Number], stops: frozenset[int], barred: frozenset[int],
) -> PartyFind | None:  # fmt: skip
    """Two or more words that nothing knows, right behind a word that takes a victim: a person's name («اغتيال سالم باعوضة»)."""
    if trigger.entry.meaning("frame") not in _NOT_FORCES or trigger.entry.meaning("type") not in _VICTIM_TYPES or trigger.form.pronoun:
        return None
    if trigger.entry.pos != "verb" and (trigger.form.number != "sing" or trigger.article and trigger.last - trigger.first == 1):
        return None
    first = last = trigger.last
    while last < len(doc.words) and last - first < NAME_WORDS:
        word = doc.words[last]
        if word.gap == BREAK or last in heads or last in opened or last in stops or last in barred or word.text in STOP or not word.text[0].isalpha():
            break
        article = word.text.startswith("ال")
        if last == first and article or word.text.startswith(("ب", "ل", "و", "ف", "ت", "ي", "ست")) and len(word.text) > 4 and last > first:
            break
        if len(word.text) < 3 and word.text not in _PATRONYMS or word.text in _COMMON:
            return None
        last += 1
    if last - first < 2:
        return None
    if last in heads and doc.words[last].gap != BREAK and heads[last].form.tense == "demonym" and heads[last].article:
        last += 1  # a name such as «التونسي» behind a first name
    head = Match(first, last, doc.words[first].start, doc.words[last - 1].end, _NAMED, _WORD)
    words = doc.raw[slice(*doc.folded.to_raw(head.start, head.end))]
    return PartyFind(first, last, head.start, head.end, (head,), "civilians", words, None, None, ONE)


_COMMON = frozenset("عده عدد بعض كل جميع احد احدي واحد واحده ايا اي ما اخر اخرين اخرون اول ثاني قرابه زهاء نحو حوالي اكثر اقل مثل بحق معظم".split())


def _grouped(doc: Doc, party: PartyFind) -> PartyFind:
    """A word of a group before "of" belongs to the party: «مجموعة من المسلحين»."""
    index = party.first - 1
    if index < 1 or doc.words[index].text != "من" or doc.words[party.first].gap == BREAK or doc.words[index].gap == BREAK or not party.animate:
        return party
    step = index - 1
    if step and not any(r.rest in GROUPS for r in analyses(doc.words[step].text)) and doc.words[step].gap != BREAK and doc.words[step].text.endswith(("ه", "ير", "يره")):
        step -= 1
    word = doc.words[step]
    reading = next((r for r in analyses(word.text) if r.rest in GROUPS and not r.article), None)
    if reading is None or word.sentence != doc.words[party.first].sentence:
        return party
    return replace(
        party, first=step, start=word.start + reading.offset, count=None, number=None, particle=reading.particle, joiner=reading.joiner
    )


def _better(a: Match, b: Match) -> bool:
    """Whether the first of two heads at one word is to be preferred: longer, then a named actor."""
    return (a.last - a.first, a.entry.room == "actors", len(b.particle), a.entry.id) > (b.last - b.first, b.entry.room == "actors", len(a.particle), b.entry.id)


def _supported(doc: Doc, heads: Mapping[int, Match]) -> dict[int, Match]:
    everything = tuple(heads.values())
    return {index: match for index, match in heads.items() if not unsupported(doc, match, everything)}


def unsupported(doc: Doc, match: Match, matches: Sequence[Match]) -> bool:
    """A weak name with no word of groups before it and no strong name of its own elsewhere in the text."""
    if match.form.strength != WEAK or _group_word(doc, match.first):
        return False
    return not any(m.entry.id == match.entry.id and m.form.strength != WEAK for m in matches)


_GROUP_WORDS = frozenset(
    "تنظيم حركه جماعه ميليشيا مليشيا ميليشيات مليشيات قوات كتيبه كتايب لواء الويه فصيل فصايل مقاتلي مقاتلو مسلحي مسلحو عناصر حزب جيش"
    " جبهه مجموعه جهاز تيار سرايا كتله ايتلاف تحالف قيادي زعيم قايد قاده متمردي متمردو انصار مسلحين عصابات قناه وكاله صحيفه موقع اذاعه تلفزيون شبكه راديو".split()
)


def _group_word(doc: Doc, index: int) -> bool:
    if index == 0 or doc.words[index].gap == BREAK:
        return False
    return any(a.rest in _GROUP_WORDS for a in analyses(doc.words[index - 1].text))


def _counted_only(
    doc: Doc, number: Number, heads: Mapping[int, Match], counted: Mapping[int, Number], opened: Mapping[int, Number],
    stops: frozenset[int], barred: frozenset[int],
) -> PartyFind | None:  # fmt: skip
    """«ثلاثة جنود», «اثنين من عناصر الشرطة», «عشرات المتظاهرين»: a party that begins with its number."""
    last = number.last
    if last >= len(doc.words):
        return None
    if doc.words[last].text == "من" and doc.words[last].gap != BREAK:
        last += 1
    head = heads.get(last)
    if head is None and number.kind == "vague" and number.value.qualifier in ("tens", "dozens", "hundreds", "thousands"):
        return _crowd(doc, number, last, stops, barred)
    if head is None or doc.words[last].gap == BREAK or (head.joiner and last == number.last):
        return None
    if head.form.number == "dual" and number.kind != "dual" or head.article and last == number.last and number.kind == "cardinal":
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
    return replace(
        grown, first=number.first, start=start.start + offset, count=number.value, number=number, particle=particle, joiner=joiner
    )


def _crowd(doc: Doc, number: Number, last: int, stops: frozenset[int], barred: frozenset[int]) -> PartyFind | None:
    """«عشرات الآلاف», «المئات من أهالي الحي»: a crowd that only its size names."""
    last = number.last
    if last < len(doc.words) and doc.words[last].text == "من" and doc.words[last].gap != BREAK:
        last += 1
        while last < len(doc.words) and last - number.last < 5 and not (
            doc.words[last].gap == BREAK or last in stops or last in barred or doc.words[last].text in STOP or not doc.words[last].text[0].isalpha()
        ):
            last += 1
    elif last < len(doc.words) and doc.words[last].gap != BREAK and doc.words[number.first].text.startswith("ال") is False and doc.words[last].text[0].isalpha():
        if not doc.words[last].text in STOP and last not in stops and last not in barred and doc.words[last].text.endswith(("ين", "ون", "ات", "يين")):
            last += 1
        elif doc.words[last].text not in STOP:
            return None
    head = Match(number.first, last, number.start, doc.words[last - 1].end, _CROWD, _WORD)
    reading = next((r for r in analyses(doc.words[number.first].text) if doc.words[number.first].start + r.offset == number.start), None)
    label = "hundreds of people" if number.value.qualifier == "hundreds" else "crowd"
    return PartyFind(
        number.first, last, number.start, head.end, (head,), "civilians", label, None, None, number.value, number,
        reading.particle if reading else "", reading.joiner if reading else "",
    )  # fmt: skip


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
    closed = head.form.tense == "demonym" or head.entry.room == "nouns" and bool(head.form.rest) and not doc.words[head.last - 1].text.startswith("ال")
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
            if word.text in _KIN or names and word.text.startswith("ب") and word.text.endswith("ه"):
                break
            if not word.text.startswith(("لل", "بال", "كال")) and not (word.text.startswith("ت") and names and len(word.text) > 3):
                names += not word.text.startswith("ال")
                last += 1
                continue
        if names or free >= ADJECTIVES or not _agrees(doc, inside[-1], last, closed=closed):
            break
        closed = closed or not word.text.startswith("ال") or doc.words[last - 1].text.startswith("ال")
        free += 1
        last += 1
    return _party(doc, head, tuple(inside), last)


_KIN = frozenset("ابنه نجل نجله شقيق شقيقه زوجه زوج والد والده البالغ البالغه الملقب الملقبه المكني المعروف المدعو".split())
_RANKS = frozenset(
    f"noun.{name}"
    for name in "colonel lieutenant_colonel brigadier major_general captain major lieutenant general sergeant leader field_commander cleric martyr_loaded".split()
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
        return True
    if barred and not actor:
        return False
    before = doc.words[previous.last - 1].text
    definite = before.startswith("ال") or before.startswith("لل")
    if closed:
        return actor and follower.entry.meaning("role") == "person"
    if actor and (title or follower.entry.id.startswith("actor.")):
        return True
    if previous.entry.room == "nouns" and previous.form.number in ("plural", "dual") and before.endswith(_NUNATED) and len(before) > 4:
        return doc.words[follower.first].text.endswith(_NUNATED)
    if before.endswith("ا") and previous.entry.room == "nouns" and previous.form.number == "sing" and not before.startswith("ال") and len(before) > 3:
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
    if body or word == "من" and joined.form.tense == "demonym" and joined.form.number == "plural":
        return joined
    return joined if word == "من" and joined.entry.room == "nouns" and joined.entry.meaning("animate") == "true" and not title else None


def lone_adjective(party: PartyFind) -> bool:
    """A nation's adjective in the singular that stands for a party by itself."""
    return len(party.matches) == 1 and party.head.form.tense == "demonym" and party.head.form.number == "sing" and party.number is None


_NOT_FORCES = frozenset({"victim_noun", "victim_verb", "kill_verb"})


def as_adjective(doc: Doc, party: PartyFind, events: Mapping[int, Match]) -> PartyFind | None:
    """What a lone adjective says: behind an attack it names the attacker, behind a victim's word a person, elsewhere nothing."""
    word = doc.words[party.first]
    if word.gap == BREAK:
        return None
    trigger = events.get(party.first)
    if trigger is None and party.first and not doc.words[party.first - 1].gap == BREAK:
        trigger = events.get(party.first - 1)
        if trigger is not None and (trigger.entry.meaning("frame") in _NOT_FORCES or trigger.entry.pos == "verb"):
            trigger = None
    if trigger is None:
        return None
    if trigger.entry.meaning("frame") in _NOT_FORCES or trigger.entry.pos == "verb":
        return None if word.text.endswith("ه") and trigger.entry.pos != "verb" and not party.head.article else party
    nation = party.head.entry
    return replace(party, kind="state_forces", label=f"{nation.meaning('adjective')} forces", count=None)


def _joined_and(word: str) -> bool:
    return word.startswith(("و", "ف")) and word not in EXCEPT_AND and len(word) > 3


def _agrees(doc: Doc, previous: Match, index: int, *, closed: bool) -> bool:
    """Whether an unknown word can be an adjective or second noun: the article follows the article, nothing possesses a closed noun."""
    word = doc.words[index].text
    before = doc.words[index - 1].text
    if word in PREPOSITIONS or word in PARTICLES:
        return False
    definite = before.startswith("ال") or before.startswith("لل") or (previous.entry.room == "actors" and previous.form.tense != "demonym")
    if word.startswith("ال") and len(word) > 3:
        if definite:
            return True
        nunated = before.endswith(_NUNATED) and len(before) > 4 or before.endswith("ا") and previous.form.number == "sing"
        return not closed and not nunated
    if definite:
        return False
    return word.endswith(("ين", "ون", "ه", "ي", "ات", "ا", "يين", "ان")) and not word.startswith(("ي", "ست", "سي", "ب", "ل"))


def _party(doc: Doc, head: Match, inside: tuple[Match, ...], last: int) -> PartyFind:
    named = next((m for m in inside if m.entry.room == "actors" and m.entry.id.startswith("actor.")), None)
    organ = next((m for m in inside if m.entry.id.startswith("organ.")), None)
    nation = next((m for m in inside if m.entry.id.startswith("nation.")), None)
    kind, label = _meaning(head, named, organ, nation, inside)
    country = nation.entry.meaning("country") if nation else (named.entry.meaning("country") if named else None)
    core = head if head.entry.room == "nouns" else (named or organ or nation or head)
    count = {"sing": ONE, "dual": TWO}.get(head.form.number) if head.entry.room == "nouns" else None
    if head.entry.id == "nation" or (head is nation and head.form.tense == "demonym"):
        count = {"sing": ONE, "dual": TWO}.get(head.form.number)
    return PartyFind(
        head.first,
        last,
        head.start,
        doc.words[last - 1].end,
        (head, *inside[1:]),
        kind,
        label,
        (named or organ or nation or core).entry.id,
        country if country not in ("", "XX") else None,
        count,
        None,
        head.particle,
        head.joiner,
        any(m.form.strength == LOADED or m.entry.meaning("loaded") for m in inside),
        named is not None,
        head.entry.room != "nouns" or head.entry.meaning("animate") == "true",
    )


_FIGHTERS = frozenset({"state_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})


def _meaning(head: Match, named: Match | None, organ: Match | None, nation: Match | None, inside: tuple[Match, ...]) -> tuple[str, str]:
    """Kind and neutral English label."""
    adjective = nation.entry.meaning("adjective") if nation else ""
    if head.entry.room == "nouns":
        second = next((m for m in inside[1:] if m.entry.room == "nouns" and m.entry.meaning("animate") == "true"), None)
        noun = head.entry.meaning("label") if head.form.number == "sing" else head.entry.meaning("plural_label") or head.entry.meaning("label")
        kind = head.entry.meaning("kind") or "other"
        if named:
            inherits = kind in ("unidentified_armed", "other", "state_forces", "officials")
            return (named.entry.meaning("kind") if inherits else kind), f"{named.entry.meaning('label')} {noun}"
        if organ:
            body = f"{adjective} {organ.entry.meaning('label')}".strip()
            return (organ.entry.meaning("kind") if kind in ("unidentified_armed", "other") else kind), f"{body} {noun}"
        if second is not None and second.entry.meaning("kind") in _FIGHTERS and kind in ("unidentified_armed", "other", "state_forces"):
            owner = second.entry.meaning("plural_label") or second.entry.meaning("label")
            return second.entry.meaning("kind"), f"{adjective} {noun} of {owner}".strip()
        return kind, f"{adjective} {noun}".strip()
    if named and (head is named or head.entry.id.startswith("organ.")):
        return named.entry.meaning("kind") or "other", named.entry.meaning("label")
    if organ:
        return organ.entry.meaning("kind") or "other", f"{adjective} {organ.entry.meaning('label')}".strip()
    if nation:
        if head.form.tense == "demonym":
            return "civilians", f"{adjective} {'national' if head.form.number == 'sing' else 'nationals'}"
        return "state_forces", nation.entry.meaning("label")
    return head.entry.meaning("kind") or "other", head.entry.meaning("label")
