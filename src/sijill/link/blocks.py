"""Blocks: which occurrences are near enough in time and space to be compared at all.

An occurrence stands in the blocks of each of its days: those of its country, its province, the words of its place's name and the cell
of half a degree where it lies. Another meets it where `comparisons` may find more than "cannot be one": nobody is passed over who
could have been linked, and nobody in the other corner of the country is looked at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from sijill.link.comparisons import APART_DAYS
from sijill.link.occurrence import Occurrence

CELL = 0.5  # degrees; so that what lies within 20 km lies in the same cell or one beside it
_NORTHERN = 65.0  # degrees from the equator beyond which a cell is narrower than 20 km
Block = tuple[str | int, ...]


class Blocks:
    """Occurrences, by a number that the caller gives, in their blocks."""

    def __init__(self) -> None:
        self._by_day: defaultdict[int, defaultdict[Block, list[int]]] = defaultdict(_lists)

    def add(self, number: int, o: Occurrence) -> None:
        """Let an occurrence be met."""
        stands = _stands_in(o)
        for day in range(o.first, o.last + 1):
            blocks = self._by_day[day]
            for block in stands:
                blocks[block].append(number)

    def near(self, o: Occurrence) -> set[int]:
        """The numbers of those that may be linked with an occurrence, it among them where it was added."""
        found: set[int] = set()
        asks = _meets(o)
        for day in range(o.first - APART_DAYS, o.last + APART_DAYS + 1):
            blocks = self._by_day.get(day)
            if blocks is not None:
                for block in asks:
                    if block in blocks:
                        found.update(blocks[block])
        return found

    def forget(self, before: int) -> None:
        """Let go of the days before a day, when nobody will ask for them any more."""
        for day in [day for day in self._by_day if day < before]:
            del self._by_day[day]


def _lists() -> defaultdict[Block, list[int]]:
    return defaultdict(list)


def _stands_in(o: Occurrence) -> list[Block]:
    if not o.country:
        return [("all",), ("open",)]
    if _open(o):
        return [("all",), (o.country,), (o.country, "open")]
    return [("all",), (o.country,), *_areas(o), _cell(o, 0, 0)]


def _meets(o: Occurrence) -> list[Block]:
    if not o.country:
        return [("all",)]  # no place, or one whose country is not known: it may be any
    if _open(o):
        return [("open",), (o.country,)]
    beside = (-1, 0, 1)
    return [("open",), (o.country, "open"), *_areas(o), *(_cell(o, north, east) for north in beside for east in beside)]


def _open(o: Occurrence) -> bool:
    """Whether its place may be anywhere in its country: no province, or no point."""
    place = o.place
    return place is None or not place.admin1 or place.lat is None or place.lon is None or abs(place.lat) > _NORTHERN


def _areas(o: Occurrence) -> Iterator[Block]:
    """Its province, and the words of its name where that is fine enough to be compared."""
    if o.place is not None:
        yield o.country, "in", o.place.admin1 or ""
        if o.fine:
            yield from ((o.country, "named", name) for name in sorted(o.names))


def _cell(o: Occurrence, north: int, east: int) -> Block:
    if o.place is None or o.place.lat is None or o.place.lon is None:
        raise ValueError(f"{o.ref}: its place has no point")
    return o.country, math.floor(o.place.lat / CELL) + north, math.floor(o.place.lon / CELL) + east
