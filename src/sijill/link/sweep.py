"""Events that come day after day: each is compared with those near it, and let go as soon as no later one can change its group."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable
from itertools import compress

from sijill.link.blocks import Blocks
from sijill.link.comparisons import APART_DAYS, score
from sijill.link.levels import UNSURE
from sijill.link.occurrence import Occurrence
from sijill.link.settling import points, settle
from sijill.model import EventRef

Pair = tuple[EventRef, EventRef]
Group = tuple[EventRef, ...]


class Sweep:
    """News that waits for its groups, with the scores between them: about 1 kB for each event that waits.

    Args:
        together: pairs that a reviewer joined, the smaller event first; of events that come.
        apart: pairs that a reviewer parted.
    """

    def __init__(self, together: Collection[Pair] = (), apart: Collection[Pair] = ()) -> None:
        self._together = together
        self._apart = apart
        self._partners: dict[EventRef, list[EventRef]] = {}
        for left, right in together:
            self._partners.setdefault(left, []).append(right)
            self._partners.setdefault(right, []).append(left)
        self._came: set[EventRef] = set()  # of those that a reviewer joined
        self._blocks = Blocks()
        self._next = 0
        self._held: dict[int, Occurrence] = {}
        self._left, self._right, self._points = array("q"), array("q"), array("i")

    def __len__(self) -> int:
        return len(self._held)

    @property
    def held(self) -> list[Occurrence]:
        """The events that wait."""
        return list(self._held.values())

    def add(self, o: Occurrence) -> None:
        """Take the next event; none begins before the one that came last."""
        self._blocks.forget(o.first - APART_DAYS)
        for number in self._blocks.near(o):
            other = self._held[number]
            if other.ref.report != o.ref.report:
                found = score(o, other, UNSURE)
                if found is not None:
                    self._left.append(number)
                    self._right.append(self._next)
                    self._points.append(points(found))
        self._blocks.add(self._next, o)
        self._held[self._next] = o
        self._next += 1
        if o.ref in self._partners:
            self._came.add(o.ref)

    def settle(self, waits: Callable[[Occurrence], bool]) -> list[Group]:
        """The groups that stand; their events are let go.

        Args:
            waits: whether an event may have links with others that have not come.
        """
        numbers = sorted(self._held, key=self._ref)
        refs = [self._held[number].ref for number in numbers]
        rank = {number: n for n, number in enumerate(numbers)}
        place = {ref: n for n, ref in enumerate(refs)}
        waiting = [n for n, number in enumerate(numbers) if waits(self._held[number]) or self._misses(refs[n])]
        scores = (
            (a, b, found) if (a := rank[left]) < (b := rank[right]) else (b, a, found)
            for left, right, found in zip(self._left, self._right, self._points, strict=True)
        )
        groups, left_over = settle(refs, scores, _numbered(self._together, place), _numbered(self._apart, place), waiting)
        self._keep({numbers[n] for n in left_over})
        return [tuple(refs[n] for n in group) for group in groups]

    def _ref(self, number: int) -> EventRef:
        return self._held[number].ref

    def _misses(self, ref: EventRef) -> bool:
        """Whether a reviewer joined it with an event that has not come."""
        return any(partner not in self._came for partner in self._partners.get(ref, ()))

    def _keep(self, numbers: Collection[int]) -> None:
        kept = [a in numbers and b in numbers for a, b in zip(self._left, self._right, strict=True)]
        self._left, self._right = array("q", compress(self._left, kept)), array("q", compress(self._right, kept))
        self._points = array("i", compress(self._points, kept))
        self._held = {number: o for number, o in self._held.items() if number in numbers}


def _numbered(pairs: Iterable[Pair], place: dict[EventRef, int]) -> list[tuple[int, int]]:
    return [(place[left], place[right]) for left, right in pairs if left in place and right in place]
