"""What a text names, in the order of the text, found by the word at which it stands without a look at all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

_STRETCH = 4  # binary digits of a word's place in its stretch: 16 words


class Ordered(Generic[R]):
    """Finds, and for each stretch of words where those begin that stand in it or behind it. Not to be changed.

    Attributes:
        items: the finds.
        firsts: the first words of the finds; None until they are asked for.
        starts: for each stretch of words up to the last at which one begins, the number of the first find that begins there or later.
        unsorted: whether first words go down somewhere; then everything is looked at.
        longest: words of the longest find; -1 until it is asked for.
    """

    __slots__ = ("firsts", "items", "longest", "starts", "unsorted")

    def __init__(self, items: Iterable[R] = ()) -> None:
        self.items: list[R] = list(items)
        self.firsts: list[int] | None = None
        self.starts: list[int] = []
        self.unsorted: bool = False
        self.longest: int = -1

    def prepare(self) -> list[int]:
        """Note the first words, and where each stretch of words begins."""
        firsts: list[int] = []
        starts: list[int] = []
        before = 0
        for number, item in enumerate(self.items):
            first = item.first
            if first < before:
                self.unsorted = True
            before = first
            firsts.append(first)
            while len(starts) <= first >> _STRETCH:
                starts.append(number)
        self.starts = starts
        self.firsts = firsts
        return firsts

    def measure(self) -> int:
        """Note how long the longest find is."""
        longest = 0
        for item in self.items:
            longest = max(longest, item.last - item.first)
        self.longest = longest
        return longest

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
    if not isinstance(items, Ordered):
        return [item for item in items if first <= item.first < last]
    found = items.items
    if not found:
        return []
    firsts = items.firsts
    if firsts is None:
        firsts = items.prepare()
    if items.unsorted:
        return [item for item in found if first <= item.first < last]
    if first < 0:
        first = 0
    if first >= last or first >> _STRETCH >= len(items.starts):
        return []
    begin = items.starts[first >> _STRETCH]
    while begin < len(firsts) and firsts[begin] < first:
        begin += 1
    end = begin
    while end < len(firsts) and firsts[end] < last:
        end += 1
    return found[begin:end] if begin < end else []


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
    if not isinstance(items, Ordered):
        return items
    longest = items.longest if items.longest >= 0 else items.measure()
    return within(items, word - longest, word + 1)
