"""The acts of speech of one report, found by what they tell of without a look at all the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated, within
from sijill.reading.saying import Saying, Speaker


class Told:
    """Acts of speech in the order of the text, with what is asked of them for each event: a long report has many of both."""

    def __init__(self, a: Annotated, said: list[Saying]) -> None:
        self._a = a
        self._said = said
        self._acts = {saying.act for saying in said}
        self._covering: dict[int, list[int]] = {}  # by a sentence of which an act covers words
        self._in: dict[int, list[int]] = {}  # by the sentence in which it stands
        self.loaded = [m for m in a.speech if m.entry.meaning("loaded")]  # words that take sides, in the order of the text
        words = a.doc.words
        for number, saying in enumerate(said):
            self._in.setdefault(saying.sentence, []).append(number)
            if saying.first < saying.last:
                for index in range(words[saying.first].sentence, words[saying.last - 1].sentence + 1):
                    self._covering.setdefault(index, []).append(number)
        self._claiming: dict[int, list[int]] | None = None  # by a word that tells of what is claimed
        self._statements: dict[str, list[int]] | None = None  # by the actor whose statement speaks
        self._named: dict[int, dict[str, _Column]] = {}  # of the speakers with more words than so many: by a word of theirs

    def has(self, act: str) -> bool:
        """Whether one of them is such an act."""
        return act in self._acts

    def telling(self, places: Iterable[int]) -> list[Saying]:
        """Those that tell of one of the words."""
        return self._chosen(self._telling(places))

    def telling_or_stating(self, places: Iterable[int], owners: Collection[str]) -> list[Saying]:
        """Those, and «وقال بيان الجماعة إن …»: the statement of who claims an event speaks of it wherever it stands."""
        found = self._telling(places)
        if owners:
            if self._statements is None:
                self._statements = self._stated()
            for owner in owners:
                found.update(self._statements.get(owner, ()))
        return self._chosen(found)

    def in_sentences(self, sentences: Iterable[int]) -> list[Saying]:
        """Those that stand in one of the sentences."""
        found: set[int] = set()
        for index in sentences:
            here = self._in.get(index)
            if here is not None:
                found.update(here)
        return self._chosen(found)

    def claiming(self, triggers: Iterable[Match]) -> list[Saying]:
        """The claims that are about an event of these mentions."""
        if "claim" not in self._acts:
            return []
        if self._claiming is None:
            self._claiming = {}
            for number, saying in enumerate(self._said):
                for first in claimed(self._a, saying) if saying.act == "claim" else ():
                    self._claiming.setdefault(first, []).append(number)
        found: set[int] = set()
        for trigger in triggers:
            here = self._claiming.get(trigger.first)
            if here is not None:
                found.update(here)
        return self._chosen(found)

    def antecedent(self, speaker: Speaker) -> Speaker:
        """«المصدر», or a family name, is the source that was named in full before it."""
        words = self._a.doc.words
        length = speaker.last - speaker.first
        if length > 2:
            return speaker
        head = words[speaker.first].text
        if head.startswith("ال"):
            heads = words[speaker.first].rests
        elif speaker.party is None:
            heads = frozenset({words[speaker.last - 1].text})
        else:
            return speaker
        named = self._named.get(length)
        if named is None:
            named = self._named[length] = self._names(length)
        at, fuller = -1, speaker
        for rest in heads:
            column = named.get(rest)
            row = column.last_before(speaker.first) if column is not None else -1
            if column is not None and row >= 0 and column.order[row] > at:
                at, fuller = column.order[row], column.speakers[row]
        return fuller

    def _chosen(self, numbers: set[int]) -> list[Saying]:
        """The acts of these numbers in the order of the text."""
        if not numbers:
            return []
        said = self._said
        return [said[number] for number in (sorted(numbers) if len(numbers) > 1 else numbers)]

    def _telling(self, places: Iterable[int]) -> set[int]:
        words, said = self._a.doc.words, self._said
        found: set[int] = set()
        if not said:
            return found
        for place in places:
            here = self._covering.get(words[place].sentence)
            if here is not None:
                for number in here:
                    saying = said[number]
                    if saying.first <= place < saying.last:
                        found.add(number)
        return found

    def _stated(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        words = self._a.doc.words
        for number, saying in enumerate(self._said):
            for s in saying.speakers:
                owner = s.party.actor_id if s.party is not None else None
                if owner and any("بيان" in words[i].rests for i in range(s.first, s.last)):
                    out.setdefault(owner, []).append(number)
        return out

    def _names(self, length: int) -> dict[str, _Column]:
        """The speakers with more words than so many, by each of their words; of one act the last stands first."""
        columns: dict[str, _Column] = {}
        words = self._a.doc.words
        order = 0
        for saying in self._said:
            for speaker in reversed(saying.speakers):
                order += 1
                if speaker.last - speaker.first <= length:
                    continue
                for index in range(speaker.first, speaker.last):
                    for rest in words[index].rests:
                        column = columns.get(rest)
                        if column is None:
                            column = columns[rest] = _Column()
                        column.add(order, speaker)
        return columns


class _Column:
    """Speakers in the order of the acts in which they speak; one may stand before others that spoke earlier («وأضاف»).

    Attributes:
        order: where each stands among all speakers.
        speakers: they themselves.
    """

    def __init__(self) -> None:
        self.order: list[int] = []
        self.speakers: list[Speaker] = []
        self._lowest: list[int] = []  # the first word of the earliest in the text among each and all behind it

    def add(self, order: int, speaker: Speaker) -> None:
        """Put one behind all others, before any is asked for."""
        self.order.append(order)
        self.speakers.append(speaker)

    def last_before(self, word: int) -> int:
        """The row of the last that stands before a word; -1 where none does."""
        if not self._lowest:
            lowest = self.speakers[-1].first
            for speaker in reversed(self.speakers):
                lowest = min(lowest, speaker.first)
                self._lowest.append(lowest)
            self._lowest.reverse()
        return bisect_left(self._lowest, word) - 1


def claimed(a: Annotated, saying: Saying) -> set[int]:
    """The first words of what a claim can be about: the act nearest to its verb, behind it or, for "claimed it", before it."""
    verb = saying.verb
    if verb is None:
        return set()
    sentence = a.doc.sentences[saying.sentence]
    here = [t for t in within(a.triggers, min(sentence.first, verb.last), sentence.last) if t.entry.rank != "light"]
    behind = [t for t in here if t.first >= verb.last]
    if behind and not verb.form.pronoun:
        generic = behind[0].entry.rank == "generic"
        return {t.first for t in behind[: 3 if generic else 1]}
    before = [t for t in here if sentence.first <= t.first < verb.first]
    if before:
        return {t.first for t in before if verb.first - t.first <= NEAR_VERB} | {before[-1].first}
    return _last_before(a, min(sentence.first, verb.first))


def _last_before(a: Annotated, word: int) -> set[int]:
    """The last act before a word, in whichever sentence."""
    for index in range(bisect_left(a.triggers.items, word, key=lambda t: t.first) - 1, -1, -1):
        if a.triggers[index].entry.rank != "light":
            return {a.triggers[index].first}
    return set()


NEAR_VERB = 12  # words between "claimed it" and each of the acts that it can be about
