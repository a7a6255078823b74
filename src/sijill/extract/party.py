"""A party as found: its words, what it is built on, what sort of party it is and its neutral English label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sijill.extract.closed import NUN
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.knowledge.lexicon import LOADED
from sijill.model import Count
from sijill.text import Doc

ONE, TWO = Count(1, 1), Count(2, 2)


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
    alleged: bool = False

    @property
    def head(self) -> Match:
        """The match that the party is built on."""
        return self.matches[0]


class Ground:
    """A text and what stands at each of its words, for the rules that find parties in it.

    Attributes:
        doc, words, count: the text, its words and how many they are.
        heads: at each word, the entry that a party can be built on.
        events: at each word, the word of an act that ends right before it.
        longest: words of the longest of them.
        opened: at each word, the number of people or things that begins at it.
        counted: whether such a number ends right before a word.
        stops: whether a word of an act, a weapon or a saying begins at a word, which no noun phrase goes on with.
        swords: whether it is one that units take their names from.
        barred: whether something else stands at a word (a time, a verb, a place after its preposition).
        placed: whether a word is part of a place.
    """

    def __init__(self, doc: Doc, barred: Iterable[int], placed: Iterable[int]) -> None:
        size = len(doc.words) + 3  # the rules look so far behind the last word
        self.doc, self.words, self.count = doc, doc.words, len(doc.words)
        self.heads: list[Match | None] = [None] * size
        self.events: list[Match | None] = [None] * size
        self.longest: int = 0
        self.opened: list[Number | None] = [None] * size
        self.counted: list[bool] = [False] * size
        self.stops: list[bool] = [False] * size
        self.swords: list[bool] = [False] * size
        self.barred: list[bool] = _marked(barred, size)
        self.placed: list[bool] = _marked(placed, size)


def _marked(words: Iterable[int], size: int) -> list[bool]:
    marks = [False] * size
    for index in words:
        marks[index] = True
    return marks


def changed(
    party: PartyFind, first: int, last: int, start: int, end: int, kind: str, label: str, count: Count | None, number: Number | None,
    particle: str, joiner: str,
) -> PartyFind:  # fmt: skip
    """A party with other words, another label or another number; what it is built on stays."""
    return PartyFind(
        first, last, start, end, party.matches, kind, label, party.actor_id, party.country, count, number, particle, joiner,
        party.loaded, party.named, party.animate, party.alleged,
    )  # fmt: skip


def as_forces(party: PartyFind, label: str) -> PartyFind:
    """A state or its nation, as the forces of the state."""
    return changed(
        party, party.first, party.last, party.start, party.end, "state_forces", label, None, party.number, party.particle, party.joiner
    )  # fmt: skip


# Duals of nouns with a broken plural: in a phrase of two words that reads like a sound plural they are two all the same.
_ONLY_DUAL = frozenset("عنصرين عنصران رجلين رجلان شخصين شخصان جنديين جنديان ضابطين ضابطان شابين شابان قياديين عضوين عضوان".split())


def party_of(doc: Doc, head: Match, inside: tuple[Match, ...], last: int) -> PartyFind:
    """The party of a head and what was taken in behind it; the head stands first in `inside`."""
    named: Match | None = None
    organ: Match | None = None
    nation: Match | None = None
    loaded = False
    for match in inside:
        entry = match.entry
        if entry.room == "actors":
            if named is None and entry.id.startswith("actor."):
                named = match
            elif organ is None and entry.id.startswith("organ."):
                organ = match
            elif nation is None and entry.id.startswith("nation."):
                nation = match
        loaded = loaded or match.form.strength == LOADED or entry.meaning("loaded") != ""
    kind, label = _meaning(head, named, organ, nation, inside)
    country = nation.entry.meaning("country") if nation is not None else (named.entry.meaning("country") if named is not None else None)
    noun, number = head.entry.room == "nouns", head.form.number
    of_nation = head is nation and head.form.tense == "demonym"
    count = _counted_as(number) if noun or of_nation else None
    if number == "plural" and not of_nation:
        word = doc.words[head.first]
        if ord(word.text[-1]) == NUN and doc.folded.text[head.start : word.end] in _ONLY_DUAL:
            count = TWO  # «عنصرين إرهابيين»
    return PartyFind(
        head.first,
        last,
        head.start,
        doc.words[last - 1].end,
        inside,
        kind,
        label,
        (named or organ or nation or head).entry.id,
        country if country not in ("", "XX") else None,
        count,
        None,
        head.particle,
        head.joiner,
        loaded,
        named is not None,
        not noun or head.entry.meaning("animate") == "true",
    )


def _counted_as(number: str) -> Count | None:
    """How many a grammatical number says."""
    return ONE if number == "sing" else TWO if number == "dual" else None


_FIGHTERS = frozenset({"state_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})


def _meaning(head: Match, named: Match | None, organ: Match | None, nation: Match | None, inside: tuple[Match, ...]) -> tuple[str, str]:
    """Kind and neutral English label."""
    entry = head.entry
    adjective = nation.entry.meaning("adjective") if nation is not None else ""
    if entry.room == "nouns":
        single = head.form.number == "sing"
        noun = entry.meaning("label") if single else entry.meaning("plural_label") or entry.meaning("label")
        kind = entry.meaning("kind") or "other"
        if named is not None:
            inherits = kind in ("unidentified_armed", "other", "state_forces", "officials")
            return (named.entry.meaning("kind") if inherits else kind), f"{named.entry.meaning('label')} {noun}"
        if organ is not None:
            body = _of_nation(adjective, organ.entry.meaning("label"))
            return (organ.entry.meaning("kind") if kind in ("unidentified_armed", "other") else kind), f"{body} {noun}"
        second = _second(inside) if kind in ("unidentified_armed", "other", "state_forces") else None
        if second is not None and second.entry.meaning("kind") in _FIGHTERS:
            owner = second.entry.meaning("plural_label") or second.entry.meaning("label")
            return second.entry.meaning("kind"), f"{adjective} {noun} of {owner}".strip()
        if kind == "other" and nation is None and entry.meaning("animate") != "true":
            kind = "infrastructure"  # a position or depot whose owner nobody names
        return kind, (f"{adjective} {noun}" if adjective else noun).strip()
    if named is not None and (head is named or entry.id.startswith("organ.")):
        return named.entry.meaning("kind") or "other", named.entry.meaning("label")
    if organ is not None:
        return organ.entry.meaning("kind") or "other", _of_nation(adjective, organ.entry.meaning("label"))
    if nation is not None:
        if head.form.tense == "demonym":
            return "civilians", f"{adjective} {'national' if head.form.number == 'sing' else 'nationals'}"
        return "state_forces", nation.entry.meaning("label")
    return entry.meaning("kind") or "other", entry.meaning("label")


def _second(inside: tuple[Match, ...]) -> Match | None:
    """The first noun for people or animals behind the head."""
    for at in range(1, len(inside)):
        match = inside[at]
        if match.entry.room == "nouns" and match.entry.meaning("animate") == "true":
            return match
    return None


def _of_nation(adjective: str, label: str) -> str:
    """A label with its nation, said once («القوات الإسرائيلية» are Israeli forces already)."""
    return label if not adjective or label.startswith(adjective) else f"{adjective} {label}"
