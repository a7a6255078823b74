"""The acts of speech of one report, found by what they tell of without a look at all the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated, within
from sijill.reading.saying import Saying, Speaker
from sijill.text import analyses


class Told:
    """Acts of speech in the order of the text, with what is asked of them for each event: a long report has many of both."""

    def __init__(self, a: Annotated, said: Sequence[Saying]) -> None:
        self._a = a
        self._said = said
        self._covering: dict[int, list[int]] = {}  # by a sentence of which an act covers words
        self._in: dict[int, list[int]] = {}  # by the sentence in which it stands
        words = a.doc.words
        for number, saying in enumerate(said):
            self._in.setdefault(saying.sentence, []).append(number)
            if saying.first < saying.last:
                for index in range(words[saying.first].sentence, words[saying.last - 1].sentence + 1):
                    self._covering.setdefault(index, []).append(number)
        self._claiming: dict[int, list[int]] | None = None  # by a word that tells of what is claimed
        self._statements: dict[str, list[int]] | None = None  # by the actor whose statement speaks
        self._named: dict[str, dict[int, _Column]] | None = None  # by a word of a speaker, and how many words he has

    def telling(self, places: Iterable[int]) -> list[Saying]:
        """Those that tell of one of the words."""
        return [self._said[number] for number in sorted(self._telling(places))]

    def telling_or_stating(self, places: Iterable[int], owners: Collection[str]) -> list[Saying]:
        """Those, and «وقال بيان الجماعة إن …»: the statement of who claims an event speaks of it wherever it stands."""
        if owners and self._statements is None:
            self._statements = self._stated()
        stated = {n for owner in owners for n in (self._statements or {}).get(owner, ())}
        return [self._said[number] for number in sorted(self._telling(places) | stated)]

    def in_sentences(self, sentences: Iterable[int]) -> list[Saying]:
        """Those that stand in one of the sentences."""
        return [self._said[number] for number in sorted(n for index in sentences for n in self._in.get(index, ()))]

    def claiming(self, triggers: Iterable[Match]) -> list[Saying]:
        """The claims that are about an event of these mentions."""
        if self._claiming is None:
            self._claiming = {}
            for number, saying in enumerate(self._said):
                for first in claimed(self._a, saying) if saying.act == "claim" else ():
                    self._claiming.setdefault(first, []).append(number)
        return [self._said[number] for number in sorted({n for t in triggers for n in self._claiming.get(t.first, ())})]

    def antecedent(self, speaker: Speaker) -> Speaker:
        """«المصدر», or a family name, is the source that was named in full before it."""
        words = self._a.doc.words
        length = speaker.last - speaker.first
        if length > 2:
            return speaker
        head = words[speaker.first].text
        if head.startswith("ال"):
            heads = {r.rest for r in analyses(head)}
        elif speaker.party is None:
            heads = {words[speaker.last - 1].text}
        else:
            return speaker
        if self._named is None:
            self._named = self._names()
        fuller = [
            found
            for rest in heads
            for longer, column in self._named.get(rest, {}).items()
            if longer > length and (found := column.last_before(speaker.first)) is not None
        ]
        return max(fuller, key=lambda found: found[0])[1] if fuller else speaker

    def _telling(self, places: Iterable[int]) -> set[int]:
        words, said = self._a.doc.words, self._said
        return {n for p in places for n in self._covering.get(words[p].sentence, ()) if said[n].first <= p < said[n].last}

    def _stated(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        words = self._a.doc.words
        for number, saying in enumerate(self._said):
            for s in saying.speakers:
                owner = s.party.actor_id if s.party is not None else None
                if owner and any(r.rest == "بيان" for i in range(s.first, s.last) for r in analyses(words[i].text)):
                    out.setdefault(owner, []).append(number)
        return out

    def _names(self) -> dict[str, dict[int, _Column]]:
        columns: dict[str, dict[int, list[tuple[tuple[int, int], Speaker]]]] = {}
        words = self._a.doc.words
        for number, saying in enumerate(self._said):
            for order in range(len(saying.speakers) - 1, -1, -1):
                s = saying.speakers[order]
                for rest in {r.rest for i in range(s.first, s.last) for r in analyses(words[i].text)}:
                    columns.setdefault(rest, {}).setdefault(s.last - s.first, []).append(((number, -order), s))
        return {rest: {length: _Column(found) for length, found in lengths.items()} for rest, lengths in columns.items()}


class _Column:
    """Speakers in the order of the acts in which they speak; one may stand before others that spoke earlier («وأضاف»)."""

    def __init__(self, found: Sequence[tuple[tuple[int, int], Speaker]]) -> None:
        self._found = found
        lowest = list(accumulate((s.first for _, s in reversed(found)), min))
        self._lowest = lowest[::-1]  # the first word of the earliest in the text among each and all behind it

    def last_before(self, word: int) -> tuple[tuple[int, int], Speaker] | None:
        """The last that stands before a word."""
        at = bisect_left(self._lowest, word)
        return self._found[at - 1] if at else None


def claimed(a: Annotated, saying: Saying) -> set[int]:
    """The first words of what a claim can be about: the act nearest to its verb, behind it or, for "claimed it", before it."""
    verb = saying.verb
    if verb is None:
        return set()
    sentence = a.doc.sentences[saying.sentence]
    here = [t for t in within(a.triggers, min(sentence.first, verb.last), sentence.last) if t.entry.meaning("rank") != "light"]
    behind = [t for t in here if t.first >= verb.last]
    if behind and not verb.form.pronoun:
        generic = behind[0].entry.meaning("rank") == "generic"
        return {t.first for t in behind[: 3 if generic else 1]}
    before = [t for t in here if sentence.first <= t.first < verb.first]
    if before:
        return {t.first for t in before if verb.first - t.first <= NEAR_VERB} | {before[-1].first}
    return _last_before(a, min(sentence.first, verb.first))


def _last_before(a: Annotated, word: int) -> set[int]:
    """The last act before a word, in whichever sentence."""
    for index in range(bisect_left(a.triggers.items, word, key=lambda t: t.first) - 1, -1, -1):
        if a.triggers[index].entry.meaning("rank") != "light":
            return {a.triggers[index].first}
    return set()


NEAR_VERB = 12  # words between "claimed it" and each of the acts that it can be about
