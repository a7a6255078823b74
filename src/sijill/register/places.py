"""The place of an incident."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.model import PLACE_PRECISIONS, Place, Settled, Told
from sijill.register.votes import independent, voter

RULE = "the most precise place that does not contradict what most independent reports name"


def settled_place(told: Sequence[Told]) -> Settled[Place] | None:
    """The finest place of those that most reports agree with.

    Two places agree where one may hold the other: the same row of the gazetteer, or the same country and, as far
    as both say, the same province, one of them coarser than a town.
    """
    if not told:
        return None
    ranked = sorted(
        range(len(told)),
        key=lambda n: (-_votes(told, told[n].value), _fineness(told[n].value), -_same(told, told[n].value), n),
    )
    best = told[ranked[0]].value
    support = tuple(t for t in told if agree(best, t.value))
    return Settled(best, RULE, support, tuple(t for t in told if not agree(best, t.value)))


def _votes(told: Sequence[Told], place: Place) -> int:
    return independent(t for t in told if agree(place, t.value))


def _same(told: Sequence[Told], place: Place) -> int:
    """How many name just this place: of two as fine, the one named more often."""
    return len({voter(t) for t in told if _one(place, t.value)})


def _one(a: Place, b: Place) -> bool:
    return (a.gazetteer_id is not None and a.gazetteer_id == b.gazetteer_id) or a.text == b.text


def _fineness(place: Place) -> float:
    """0 the finest; a name that no gazetteer holds is a village or quarter that somebody names, finer than the town beside it."""
    if place.gazetteer_id is None and place.lat is not None:
        return PLACE_PRECISIONS.index("town") - 0.5
    return PLACE_PRECISIONS.index(place.precision)


def agree(a: Place, b: Place) -> bool:
    """Whether one of two places may hold the other, or they are one."""
    if _one(a, b):
        return True
    if a.country and b.country and a.country != b.country:
        return False
    if a.admin1 and b.admin1 and a.admin1 != b.admin1:
        return False
    coarse = PLACE_PRECISIONS.index("district")
    return max(_fineness(a), _fineness(b)) >= coarse or a.gazetteer_id is None or b.gazetteer_id is None
