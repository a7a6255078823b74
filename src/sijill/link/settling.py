"""Joining the strongest links first, and knowing which groups no event that is not at hand could change.

`settle` is the function to read first. Of a war of years every event is tied to every other by a chain of strong links: town by town, day
by day. What is decided of a pair depends only on stronger pairs beside it, so that the groups of a week can be told without those
of the years before and after it: whoever holds the events of some days knows which of their groups stand, and which must wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sijill.link.levels import SAME
from sijill.model import EventRef

SLACK = 0.5  # the links between two groups may on average lie so far under SAME
NEVER = -3.0  # what a pair counts that was found unlike or too far apart to compare
Numbers = tuple[int, int]


def points(score: float) -> int:
    """A score in ten thousandths: sums of these are the same in whatever order they are added."""
    return round(score * 10_000)


_SAME, _NEVER, _ENOUGH = points(SAME), points(NEVER), points(SAME - SLACK) - points(NEVER)


def settle(
    refs: Sequence[EventRef],
    scores: Iterable[tuple[int, int, int]],
    together: Collection[Numbers] = (),
    apart: Collection[Numbers] = (),
    waiting: Collection[int] = (),
) -> tuple[list[list[int]], list[int]]:
    """The groups that stand, and the events of which it cannot be told yet; events go by their numbers in `refs`.

    A group takes no two events of one report, and no pair that a reviewer parted. What a reviewer joined is joined first, and stands
    even where a report tells it twice.

    Args:
        refs: the events, in order.
        scores: left, right and points of every pair that may be one, each once, the smaller number first.
        together: pairs that a reviewer joined, the smaller number first.
        apart: pairs that a reviewer parted.
        waiting: events that may have links with others that are not at hand.
    """
    strong: list[tuple[int, int, int]] = []
    near: list[dict[int, int]] = [{} for _ in refs]
    for left, right, found in scores:
        near[left][right] = near[right][left] = found - _NEVER
        if found >= _SAME:
            strong.append((-found, left, right))
    strong.sort()
    groups = _Groups(refs, near, apart, waiting)
    for left, right in sorted(together):
        groups.join(left, right)
    for _, left, right in strong:
        groups.look(left, right)
    return groups.parted_by_doubt()


class _Groups:
    """Groups that grow. By number of a group: its events, their reports, its links with others, and in which doubt it stands.

    A doubt is a set of groups of which it is not known how they join each other and events that are not at hand.
    """

    def __init__(self, refs: Sequence[EventRef], near: list[dict[int, int]], apart: Collection[Numbers], waiting: Collection[int]) -> None:
        self._of = list(range(len(refs)))
        self._members = [[n] for n in range(len(refs))]
        self._reports = [{ref.report} for ref in refs]
        self._near = near
        self._doubt = {n: n for n in waiting}
        self._above: dict[int, int] = {}
        self._apart: Mapping[int, set[int]] = defaultdict(set)
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def parted_by_doubt(self) -> tuple[list[list[int]], list[int]]:
        """The groups that stand, in order, and the events of the others."""
        sure = [members for n, members in enumerate(self._members) if members and n not in self._doubt]
        return sorted(map(sorted, sure)), sorted(m for n in self._doubt for m in self._members[n])

    def look(self, left: int, right: int) -> None:
        """Join the groups of two events, or leave them; where that hangs on what is not at hand they are in doubt."""
        a, b = self._of[left], self._of[right]
        if a == b or self._never(a, b):
            return
        if a in self._doubt or b in self._doubt:
            self._share_doubt(a, b)
        elif self._near[a].get(b, 0) >= _ENOUGH * len(self._members[a]) * len(self._members[b]):
            self.join(left, right)

    def join(self, left: int, right: int) -> None:
        """Make one group of those of two events."""
        a, b = self._of[left], self._of[right]
        if a == b:
            return
        if len(self._near[a]) < len(self._near[b]):
            a, b = b, a
        if b in self._doubt:
            if a in self._doubt:
                self._one_doubt(a, b)
            else:
                self._doubt[a] = self._doubt[b]
            del self._doubt[b]
        for member in self._members[b]:
            self._of[member] = a
        self._members[a] += self._members[b]
        self._members[b] = []
        self._reports[a] |= self._reports[b]
        kept, gone = self._near[a], self._near[b]
        kept.pop(b, None)
        for other, total in gone.items():
            if other != a:
                beside = self._near[other]
                del beside[b]
                beside[a] = kept[other] = kept.get(other, 0) + total
        self._near[b] = {}

    def _never(self, a: int, b: int) -> bool:
        """Whether two groups can never be one, however they grow."""
        if not self._reports[a].isdisjoint(self._reports[b]):
            return True
        if not self._apart:
            return False
        there = set(self._members[b])
        return any(not there.isdisjoint(self._apart[member]) for member in self._members[a] if member in self._apart)

    def _share_doubt(self, a: int, b: int) -> None:
        """Of two groups one at least is in doubt: so is the other, unless nothing that may have joined the one can carry it along.

        All that the other may have links with is at hand. What may have joined the one are groups of its doubt, each whole, and events
        that are not at hand, which speak against.
        """
        if a in self._doubt and b in self._doubt:
            self._one_doubt(a, b)
            return
        if b in self._doubt:
            a, b = b, a
        doubt, size = self._top(self._doubt[a]), len(self._members[b])
        most = self._near[b].get(a, 0) - _ENOUGH * len(self._members[a]) * size
        if most < 0:
            for other, total in self._near[b].items():
                if other != a and other in self._doubt and self._top(self._doubt[other]) == doubt:
                    speaks = total - _ENOUGH * len(self._members[other]) * size
                    if speaks > 0 and self._reports[other].isdisjoint(self._reports[b]):
                        most += speaks
        if most >= 0:
            self._doubt[b] = doubt

    def _one_doubt(self, a: int, b: int) -> None:
        first, second = self._top(self._doubt[a]), self._top(self._doubt[b])
        if first != second:
            self._above[second] = first

    def _top(self, doubt: int) -> int:
        while (above := self._above.get(doubt, doubt)) != doubt:
            self._above[doubt] = self._above.get(above, above)
            doubt = above
        return doubt
