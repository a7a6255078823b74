"""How words are written with joined particles: a rule that asks for a few words looks up each word as it stands."""

from __future__ import annotations

from collections.abc import Collection

from sijill.text.clitics import WHOLE

_JOINERS = ("", "و", "ف")
_PLAIN = ("", "ب", "ك", "ل", "س")  # particles before a word without the article
_DEFINITE = ("ال", "بال", "كال", "لال", "لل")  # before one with it


def spelled(words: Collection[str], *, particle: bool = True, article: bool = True) -> frozenset[str]:
    """Every spelling of which an analysis has one of these words as its rest.

    Args:
        words: folded words.
        particle: whether the analysis may have a particle.
        article: whether it may have the article.
    """
    before = [joiner + rest for joiner in _JOINERS for rest in (_PLAIN if particle else _PLAIN[:1])]
    if article:
        before += [joiner + rest for joiner in _JOINERS for rest in (_DEFINITE if particle else _DEFINITE[:1])]
    joined = {prefix + word for word in words if len(word) >= 2 for prefix in before}
    return frozenset((joined - WHOLE).union(words))
