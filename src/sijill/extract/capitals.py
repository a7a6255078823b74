"""«العاصمة» without a name: the capital of the nation that an adjective behind it names, or of the country that the text is about."""

from __future__ import annotations

from sijill.extract.closed import STOP
from sijill.extract.lookup import Match, following, reach
from sijill.knowledge.gazetteer import Gazetteer
from sijill.text import CLOSE, Doc

_NOUN = "place.noun.capital"
# Words with the article that do not describe the capital before them.
_TIMES = frozenset("اليوم الليله السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه الان البارحه الساعه الماضي الماضيه الجاري".split())


def capital_at(doc: Doc, noun: Match | None, behind: Match | None, gazetteer: Gazetteer) -> tuple[int, tuple[int, ...]] | None:
    """Where the mention of a capital ends and the capitals that it can be; None where another word says which city it is.

    Args:
        doc: the text.
        noun: the place noun at the word in question.
        behind: the name or organ over the next word.
        gazetteer: the capitals.
    """
    if noun is None or noun.entry.id != _NOUN or not noun.article or noun.form.pronoun or noun.form.number != "sing":
        return None
    last = noun.last
    every = tuple(gazetteer.capitals.values())
    if last >= len(doc.words) or doc.words[last].gap != CLOSE:
        return last, every
    if behind is not None and behind.first == last and behind.form.tense == "demonym" and not (behind.joiner or behind.particle):
        row = gazetteer.capitals.get(behind.entry.meaning("country") or "")
        return None if row is None or not behind.article else (last + 1, (row,))
    word = doc.words[last].text
    if word in STOP or word in _TIMES:
        return last, every
    if word.startswith("ال") or _names(doc, last, gazetteer):
        return None  # «العاصمة الاقتصادية», «العاصمة دمشق»
    return last, every


def _names(doc: Doc, index: int, gazetteer: Gazetteer) -> bool:
    """Whether a place's name begins at a word, with no particle before it."""
    whole = (r for r in doc.words[index].analyses if not (r.joiner or r.particle))
    behind = following(doc.words, index)
    return any(
        reach(doc.words, index, form.rest) for r in whole for form in gazetteer.beginning(r.rest, behind) if r.article or not form.article
    )
