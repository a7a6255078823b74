"""The values by which incidents can be asked for, with their names in both languages, counted not more often than twice a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sijill.exports.labels import weapon_name
from sijill.knowledge import Knowledge
from sijill.knowledge.lexicon import fold_words
from sijill.store.register import Register
from sijill.web.completing import Names
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
        self._names: Names | None = None

    @property
    def names(self) -> Names:
        """Every name of the gazetteer and the registry, gathered when somebody first asks."""
        with self._lock:
            if self._names is None:
                self._names = Names(self._knowledge)
            return self._names

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
