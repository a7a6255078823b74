"""Which known names stand in a text, for the search: actors, places and other words of the lexicon, by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sijill.knowledge.lexicon import WEAK, Form
from sijill.knowledge.load import Knowledge
from sijill.text import analyses, without_article

ROOMS = frozenset({"actors", "nouns", "weapons", "triggers"})
LONGEST = 6  # words of the longest name that is looked for
MOST = 8  # entries or places of one spelling beyond which it tells nothing


class Named(NamedTuple):
    """A name: its id, and the words [first, last) that say it."""

    id: str
    first: int
    last: int


# Gives the names among the folded words of a text.
Names = Callable[[Sequence[str]], Iterator[Named]]


def no_names(words: Sequence[str]) -> Iterator[Named]:
    """No names at all: a search by spelling alone."""
    return iter(())


def names_of(knowledge: Knowledge) -> Names:
    """The names that the lexicon and the gazetteer hold.

    Weak names, which are common words too, are left out, as are metonyms of states: «بغداد» is a town here, not a government.
    """
    lexicon, gazetteer = knowledge.lexicon, knowledge.gazetteer

    def wanted(form: Form) -> bool:
        entry = lexicon.entries[form.entry]
        return entry.room in ROOMS and form.strength != WEAK and (form.tense == "demonym" or not entry.id.startswith("nation."))

    @lru_cache(maxsize=1 << 16)
    def beginning(word: str) -> tuple[tuple[str, ...], Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]]:
        """The names that are this word alone, and those that begin with it, by their second word."""
        alone: dict[str, None] = {}
        longer: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
        for rest in {reading.rest for reading in analyses(word)}:
            shelf = lexicon.forms.get(rest)
            found = [(form.rest, lexicon.entries[form.entry].id) for form in (shelf.forms() if shelf else ()) if wanted(form)]
            for place in gazetteer.forms.get(rest, ()):
                if len(place.rows) <= MOST and not place.common and not place.far:
                    found += [(place.rest, gazetteer.rows[row].id) for row in place.rows]
            for more, id in found:
                if not more:
                    alone[id] = None
                elif len(more) < LONGEST:
                    longer.setdefault(more[0], {})[more, id] = None
        return tuple(alone), {second: tuple(names) for second, names in longer.items()}

    def names(words: Sequence[str]) -> Iterator[Named]:
        bare = [without_article(word) for word in words]
        for at, word in enumerate(words):
            alone, longer = beginning(word)
            for id in alone:
                yield Named(id, at, at + 1)
            if at + 1 < len(bare):
                for more, id in longer.get(bare[at + 1], ()):
                    if tuple(bare[at + 1 : at + 1 + len(more)]) == more:
                        yield Named(id, at, at + 1 + len(more))

    return names
