"""Blocks of linking: which events are looked at together, by time and by space, so that no step needs all in one place.

Round after round the blocks get wider, and what is left for them gets less. In the first each block holds four weeks of some of the
countries; whatever could be changed by an event of another block waits (`sijill.link.settling`) and comes again in the next, whose
blocks hold all countries and have their borders elsewhere. The last has one block, for the few that still wait.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from zlib import crc32

from sijill.link import APART_DAYS, Occurrence

REGIONS = 8  # into which countries are put by their codes; an event whose country is not known stands in each
# Days of a window, day on which one begins, whether there are regions; None for all at once.
_ROUNDS: tuple[tuple[int, int, bool] | None, ...] = ((28, 0, True), (28, 14, False), (112, 56, False), (448, 0, False), None)
LAST = len(_ROUNDS) - 1
ALL = "all"


def blocks_of(o: Occurrence, round: int) -> list[str]:
    """The blocks that must see an event in a round, the one that passes it on first."""
    return _keys([o], round)


def blocks_of_group(members: Iterable[Occurrence]) -> list[str]:
    """The blocks of the first round that must see a group."""
    return _keys(members, 0)


def whole(o: Occurrence, round: int) -> bool:
    """Whether all events that may be linked with it stand in its block too, all but those that stand nowhere any more."""
    return len(blocks_of(o, round)) == 1


def _keys(members: Iterable[Occurrence], round: int) -> list[str]:
    shape = _ROUNDS[round]
    if shape is None:
        return [ALL]
    days, begin, by_region = shape
    found: set[tuple[int, int]] = set()
    for o in members:
        windows = range((o.first - begin) // days, (o.last + APART_DAYS - begin) // days + 1)
        regions = (0,) if not by_region else (crc32(o.country.encode()) % REGIONS,) if o.country else range(REGIONS)
        found.update(product(windows, regions))
    return [f"{window:06}/{region}" for window, region in sorted(found)]
