"""Actors as people write them."""

from __future__ import annotations

from sijill.knowledge import Knowledge
from sijill.knowledge.lexicon import fold_words
from sijill.text import without_article


def actor_ids(name: str, knowledge: Knowledge) -> str:
    """The id of the registry that a name means, in Arabic as it is spelled or as its English label; the name itself where it has none."""
    lexicon = knowledge.lexicon
    if name in lexicon.by_id:
        return name
    words = tuple(map(without_article, fold_words(name)))
    shelf = lexicon.forms.get(words[0]) if words else None
    for form in shelf.forms() if shelf is not None else ():
        entry = lexicon.entries[form.entry]
        if entry.room == "actors" and tuple(form.rest) == words[1:] and form.tense != "demonym":
            return entry.id
    wanted = name.strip().casefold()
    return next((e.id for e in lexicon.entries if e.room == "actors" and e.meaning("label").casefold() == wanted), name)
