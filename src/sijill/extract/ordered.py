"""What a text names, in the order of the text, found by the word at which it stands without a look at all the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


class Ranged(Protocol):
    """Anything that takes words [first, last)."""

    @property
    def first(self) -> int:
        """Its first word."""

    @property
    def last(self) -> int:
        """The word behind its last."""


R = TypeVar("R", bound=Ranged)


class Ordered(Generic[R]):
    """Finds with the first word of each beside it. Not to be changed.

    Attributes:
        items: the finds.
        firsts: the first words, where they never go down; None where they do, and everything is looked at.
        longest: words of the longest find.
    """

    __slots__ = ("firsts", "items", "longest")

    def __init__(self, items: Iterable[R] = ()) -> None:
        self.items: list[R] = list(items)
        firsts = [item.first for item in self.items]
        self.firsts: list[int] | None = firsts if all(one <= two for one, two in pairwise(firsts)) else None
        self.longest: int = max([item.last - item.first for item in self.items], default=0)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[R]:
        return iter(self.items)

    def __reversed__(self) -> Iterator[R]:
        return reversed(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.items

    def __getitem__(self, index: int) -> R:
        return self.items[index]


def within(items: Ordered[R] | Sequence[R], first: int, last: int) -> list[R]:
    """Those that begin at a word of [first, last)."""
    if isinstance(items, Ordered):
        firsts = items.firsts
        if firsts is not None:
            return items.items[bisect_left(firsts, first) : bisect_left(firsts, last)]
        items = items.items
    return [item for item in items if first <= item.first < last]


def beginning(items: Ordered[R] | Sequence[R], word: int) -> list[R]:
    """Those that begin at a word."""
    return within(items, word, word + 1)


def covering(items: Ordered[R] | Sequence[R], word: int) -> list[R]:
    """Those that hold a word."""
    return [item for item in _near(items, word) if item.first <= word < item.last]


def ending(items: Ordered[R] | Sequence[R], word: int) -> list[R]:
    """Those whose last word stands right before a word."""
    return [item for item in _near(items, word) if item.last == word]


def _near(items: Ordered[R] | Sequence[R], word: int) -> Sequence[R]:
    """Those that begin so near before a word that they could reach it."""
    return within(items, word - items.longest, word + 1) if isinstance(items, Ordered) else items
