"""Which known names stand in a text, for the search: actors, places and other words of the lexicon, by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sijill.knowledge.lexicon import WEAK, Form, without_article
from sijill.knowledge.load import Knowledge
from sijill.text import analyses

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

    def found_at(rest: str, bare: Sequence[str], at: int) -> Iterator[Named]:
        shelf = lexicon.forms.get(rest)
        if shelf is not None:
            second = bare[at + 1] if at + 1 < len(bare) else ""
            for form in (*shelf.alone, *shelf.longer.get(second, ())):
                end = at + 1 + len(form.rest)
                if len(form.rest) < LONGEST and tuple(bare[at + 1 : end]) == form.rest and wanted(form):
                    yield Named(lexicon.entries[form.entry].id, at, end)
        for place in gazetteer.forms.get(rest, ()):
            end = at + 1 + len(place.rest)
            if len(place.rows) <= MOST and not place.common and not place.far and tuple(bare[at + 1 : end]) == place.rest:
                for row in place.rows:
                    yield Named(gazetteer.rows[row].id, at, end)

    def names(words: Sequence[str]) -> Iterator[Named]:
        bare = [without_article(word) for word in words]
        for at, word in enumerate(words):
            for rest in dict.fromkeys(reading.rest for reading in analyses(word)):
                yield from found_at(rest, bare, at)

    return names
