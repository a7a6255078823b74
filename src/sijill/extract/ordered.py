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


class Ordered(Generic[R]):
    """Finds, and for each word where those begin that stand at it or behind it. Not to be changed.

    Attributes:
        items: the finds.
        starts: for each word up to the last at which one begins, the number of the first find that begins there or later; None until it is
            asked for.
        longest: words of the longest find.
        unsorted: whether first words go down somewhere; then everything is looked at.
    """

    __slots__ = ("items", "longest", "starts", "unsorted")

    def __init__(self, items: Iterable[R] = ()) -> None:
        self.items: list[R] = list(items)
        self.starts: list[int] | None = None
        self.longest: int = 0
        self.unsorted: bool = False

    def prepare(self) -> list[int]:
        """Make the table of starts."""
        starts: list[int] = []
        longest = before = 0
        for number, item in enumerate(self.items):
            first = item.first
            if first < before:
                self.unsorted = True
            before = first
            longest = max(longest, item.last - first)
            if len(starts) <= first:
                starts.extend([number] * (first + 1 - len(starts)))
        self.longest = longest
        self.starts = starts
        return starts

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
    starts = items.starts
    if starts is None:
        starts = items.prepare()
    if items.unsorted:
        return [item for item in found if first <= item.first < last]
    if first < 0:
        first = 0
    if first >= last or first >= len(starts):
        return []
    begin = starts[first]
    end = starts[last] if last < len(starts) else len(found)
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
    if items.starts is None:
        items.prepare()
    return within(items, word - items.longest, word + 1)
