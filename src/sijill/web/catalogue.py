"""The values by which incidents can be asked for, with their names in both languages, counted not more often than twice a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sijill.exports.labels import weapon_name
from sijill.knowledge import Knowledge
from sijill.knowledge.lexicon import fold_words
from sijill.store.register import Register
from sijill.store.rows import CountedBy
from sijill.web.labels import actor_name
from sijill.web.words import Lang

FRESH = 30.0  # seconds for which counts are good enough
FACETS = ("actor", "claimed_by", "weapon", "outlet", "place")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value with its name and how many incidents have it."""

    value: str
    name: str
    many: int


class Catalogue:
    """Completes what people begin to write, in either language and however it is spelled."""

    def __init__(self, register: Register, knowledge: Knowledge, clock: Callable[[], float] = time.monotonic) -> None:
        self._register = register
        self._knowledge = knowledge
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, tuple[tuple[str, int, str], ...]]] = {}

        self._counted: dict[CountedBy, tuple[float, Mapping[str, int]]] = {}
        self._arabic = {
            label: entry.meaning("label_ar")
            for entry in knowledge.lexicon.entries
            if (label := entry.meaning("label")) and entry.meaning("label_ar")
        }

    def label(self, label: str, lang: Lang) -> str:
        """A neutral label ("Islamic State", "police") in the reader's language, where the lexicon has it in Arabic."""
        return self._arabic.get(label, label) if lang == "ar" else label

    def counts(self, by: CountedBy) -> Mapping[str, int]:
        """How many incidents there are of each type, country, …; good enough for the numbers beside choices."""
        now = self._clock()
        with self._lock:
            kept = self._counted.get(by)
        if kept is None or now - kept[0] >= FRESH:
            kept = (now, self._register.counts(by))
            with self._lock:
                self._counted[by] = kept
        return kept[1]

    def complete(self, facet: str, begun: str, lang: Lang, limit: int = 12) -> list[Choice]:
        """The values of a facet of which a word begins so, the most frequent first; all words must be there.

        Raises:
            KeyError: there is no such facet.
        """
        if facet not in FACETS:
            raise KeyError(facet)
        wanted = fold_words(begun)
        found = []
        for value, many, said in self._values(facet):
            if all(f" {word}" in said or f" ال{word}" in said for word in wanted):
                found.append(Choice(value, self.name(facet, value, lang), many))
                if len(found) == limit:
                    break
        return found

    def name(self, facet: str, value: str, lang: Lang) -> str:
        """What a value is called."""
        if facet in ("actor", "claimed_by"):
            return actor_name(value, self._knowledge, lang)
        return weapon_name(value, lang) if facet == "weapon" else value

    def having(self, facet: str) -> dict[str, int]:
        """How many incidents have each value of a facet.

        Raises:
            KeyError: there is no such facet.
        """
        if facet not in FACETS:
            raise KeyError(facet)
        return {value: many for value, many, _ in self._values(facet)}

    def _values(self, facet: str) -> tuple[tuple[str, int, str], ...]:
        """Value, number of incidents, and the folded words of its names."""
        now = self._clock()
        with self._lock:
            kept = self._kept.get(facet)
        if kept is not None and now - kept[0] < FRESH:
            return kept[1]
        counts = self._register.facet_values(facet)
        made = tuple(
            (
                value,
                many,
                " " + " ".join(fold_words(" ".join({self.name(facet, value, "en"), self.name(facet, value, "ar"), value}).casefold())),
            )
            for value, many in counts.items()
        )
        with self._lock:
            self._kept[facet] = (now, made)
        return made
