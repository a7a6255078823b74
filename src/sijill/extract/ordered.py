"""What a text names, in the order of the text, found by the word at which it stands without a look at all the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar


class Ranged(Protocol):
    """Anything that takes words [first, last)."""

    @property
    def first(self) -> int:
        """Its first word."""

    @property
    def last(self) -> int:
        """The word behind its last."""


R = TypeVar("R", bound=Ranged)
R_co = TypeVar("R_co", bound=Ranged, covariant=True)


class Ordered(tuple[R_co, ...]):
    """A tuple of finds with the first word of each beside it.

    Attributes:
        firsts: the first words, where they never go down; None where they do, and everything is looked at.
        longest: words of the longest find.
    """

    firsts: list[int] | None
    longest: int

    def __new__(cls, items: Iterable[R_co] = ()) -> Ordered[R_co]:
        """Index the finds."""
        self = super().__new__(cls, items)
        firsts = [item.first for item in self]
        self.firsts = firsts if all(one <= two for one, two in pairwise(firsts)) else None
        self.longest = max((item.last - item.first for item in self), default=0)
        return self


def within(items: Sequence[R], first: int, last: int) -> list[R]:
    """Those that begin at a word of [first, last)."""
    if isinstance(items, Ordered) and items.firsts is not None:
        return list(items[bisect_left(items.firsts, first) : bisect_left(items.firsts, last)])
    return [item for item in items if first <= item.first < last]


def beginning(items: Sequence[R], word: int) -> list[R]:
    """Those that begin at a word."""
    return within(items, word, word + 1)


def covering(items: Sequence[R], word: int) -> list[R]:
    """Those that hold a word."""
    return [item for item in _near(items, word) if item.first <= word < item.last]


def ending(items: Sequence[R], word: int) -> list[R]:
    """Those whose last word stands right before a word."""
    return [item for item in _near(items, word) if item.last == word]


def _near(items: Sequence[R], word: int) -> Sequence[R]:
    """Those that begin so near before a word that they could reach it."""
    return within(items, word - items.longest, word + 1) if isinstance(items, Ordered) else items
