"""Joined particles: what may stand before and after a word, without splitting names such as كركوك.

Every way of reading a word is offered, the whole word first; which of them is meant is decided
by what the lexicon holds. Nothing is ever split that the lexicon does not know as the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_JOINERS = ("", "و", "ف")
_PARTICLES = ("", "ب", "ك", "ل", "س")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way of reading a folded word: joined particles, article, and the rest.

    `offset` is where the rest begins inside the word.
    """

    joiner: str
    particle: str
    article: bool
    rest: str
    offset: int


@lru_cache(maxsize=1 << 16)
def analyses(word: str) -> tuple[Analysis, ...]:
    """All ways of reading a folded word, the fewest particles first. The rest has two letters or more."""
    found = [Analysis("", "", False, word, 0)]
    for joiner in _JOINERS:
        if not word.startswith(joiner):
            continue
        tail = word[len(joiner) :]
        for particle in _PARTICLES:
            if not tail.startswith(particle):
                continue
            stem, at = tail[len(particle) :], len(joiner) + len(particle)
            if (joiner or particle) and len(stem) >= 2:
                found.append(Analysis(joiner, particle, False, stem, at))
            if particle != "س" and stem.startswith("ال") and len(stem) >= 4:
                found.append(Analysis(joiner, particle, True, stem[2:], at + 2))
            if particle == "ل" and stem.startswith("ل") and len(stem) >= 3:  # لل = ل + ال
                found.append(Analysis(joiner, particle, True, stem[1:], at + 1))
    return tuple(found)


def bare(word: str) -> str:
    """The word without joiner, particle and article, guessed by form alone (for context words)."""
    for prefix in ("وال", "فال", "بال", "كال", "ولل", "فلل", "وبال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    return word
