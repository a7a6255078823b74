"""The values by which incidents can be asked for, with their names in both languages, kept for a moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sijill.exports.labels import weapon_name
from sijill.knowledge import Knowledge
from sijill.knowledge.lexicon import fold_words
from sijill.store.register import Register
from sijill.store.rows import CountedBy
from sijill.web.completing import Names
from sijill.web.labels import actor_name
from sijill.web.words import Lang

FRESH = 30.0  # seconds for which names are good enough
FRESH_COUNTS = 3.0  # and figures, where they were changed elsewhere
V = TypeVar("V")
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
        self._kept: dict[str, tuple[float, Any]] = {}
        self._changed = 0
        self._names: Names | None = None
        self._arabic = {
            label: entry.meaning("label_ar")
            for entry in knowledge.lexicon.entries
            if (label := entry.meaning("label")) and entry.meaning("label_ar")
        }

    @property
    def names(self) -> Names:
        """Every name of the gazetteer and the registry, gathered when somebody first asks."""
        with self._lock:
            if self._names is None:
                self._names = Names(self._knowledge)
            return self._names

    def label(self, label: str, lang: Lang) -> str:
        """A neutral label ("Islamic State", "police") in the reader's language, where the lexicon has it in Arabic."""
        return self._arabic.get(label, label) if lang == "ar" else label

    def counts(self, by: CountedBy) -> Mapping[str, int]:
        """How many incidents there are of each type, country, …, as they were a few seconds ago at most."""
        return self.kept(f"counts {by}", lambda: self._register.counts(by))

    def kept(self, key: str, make: Callable[[], V], fresh: float = FRESH_COUNTS) -> V:
        """What was made under a key not long ago, or what is made now. Whoever changes the register calls `forget`."""
        now = self._clock()
        with self._lock:
            known = self._kept.get(key)
            age = self._changed
        if known is not None and now - known[0] < fresh:
            found: V = known[1]
            return found
        made = make()
        with self._lock:
            if age == self._changed:  # else it may have been made of what stood before the change
                self._kept[key] = (now, made)
        return made

    def forget(self) -> None:
        """Count anew: the register was changed here. What other programs change is seen when the figures have grown old."""
        with self._lock:
            self._changed += 1
            self._kept.clear()

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
        return self.kept(f"values {facet}", lambda: self._named(facet), FRESH)

    def _named(self, facet: str) -> tuple[tuple[str, int, str], ...]:
        found = []
        for value, many in self._register.facet_values(facet).items():
            names = {self.name(facet, value, "en"), self.name(facet, value, "ar"), value}
            found.append((value, many, " " + " ".join(fold_words(" ".join(sorted(names)).casefold()))))
        return tuple(found)
