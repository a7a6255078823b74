"""Words by which a text is found, however they are spelled: folded, without article and particles, with the ids of names.

A text is kept under every way of reading its words («وبالقوات» under بالقوات, القوات, قوات …), a question is read in the
likeliest way; so a question finds a word with a joined particle, and no database needs to know Arabic.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from sijill.model.said import said
from sijill.store.names import Names, no_names
from sijill.text import analyses, fold_text

_WORD = re.compile(r"\d+|[^\W\d_]+")
MOST_WORDS = 32  # of one question
LONGEST_TEXT = 80_000  # letters of a text that a search looks into; PostgreSQL takes a megabyte of words
LONGEST = 40  # letters of a word; what is longer is no word, and is cut
Question = tuple[frozenset[str], ...]  # every one of these must be there, in one of its ways


def text_words(raw: str, names: Names = no_names) -> tuple[str, ...]:
    """What a text is kept under: each once, in order of the letters."""
    words = _folded(raw[:LONGEST_TEXT])
    found = {way for word in set(words) for way in _ways(word)}
    found |= {_token(name.id) for name in names(words)}
    return tuple(sorted(found))


def question_of(raw: str, names: Names = no_names) -> Question:
    """What a text must be kept under to be found by these words.

    Raises:
        ValueError: there is no word in it, or there are too many.
    """
    words = _folded(raw)
    if not words:
        raise ValueError(said("search.no_word", "there is no word to look for in {words!r}", words=raw))
    if len(words) > MOST_WORDS:
        raise ValueError(said("search.many", "a search takes {most} words at most, not {many}", most=MOST_WORDS, many=len(words)))
    ways = [set(_likely(word)) for word in words]
    for name in names(words):
        for at in range(name.first, name.last):
            ways[at].add(_token(name.id))
    return tuple(dict.fromkeys(frozenset(way) for way in ways))


def fts5(question: Question) -> str:
    """The question as SQLite's FTS5 asks it."""
    return " AND ".join("(" + " OR ".join(f'"{word}"' for word in sorted(ways)) + ")" for ways in question)


def tsquery(question: Question) -> str:
    """The question as PostgreSQL's tsquery asks it."""
    return " & ".join("(" + " | ".join(f"'{word}'" for word in sorted(ways)) + ")" for ways in question)


def _folded(raw: str) -> list[str]:
    """Folded words; letters and digits alone, so that none can be read as an operator of a question."""
    return [word[:LONGEST] for word in _WORD.findall(fold_text(raw).casefold())]


@lru_cache(maxsize=1 << 16)
def _ways(word: str) -> tuple[str, ...]:
    return tuple({reading.rest for reading in analyses(word)})


def _likely(word: str) -> tuple[str, ...]:
    """The whole word, and the rest behind an article, before which particles are sure."""
    return tuple({reading.rest for reading in analyses(word) if reading.article or reading.rest == word})


@lru_cache(maxsize=1 << 14)
def _token(id: str) -> str:
    """A name's id as one word that no text holds and no database splits."""
    return "0x" + hashlib.sha256(id.encode("utf-8")).hexdigest()[:12]
