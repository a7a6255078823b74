"""Whether the places of two mentions can be one, and how much that says."""

from __future__ import annotations

from sijill.knowledge.lexicon import fold_words
from sijill.reading.annotate import PlaceInText
from sijill.reading.draft import Draft
from sijill.reading.where import Chain
from sijill.resolve.places import km

SAME_PLACE_KM = 30.0  # a site and the town that it is told by
SAME_TOWN_KM = 4.0  # two names of one town
_FINE = frozenset({"site", "town", "district"})


def _inside(inner: Chain, outer: Chain) -> bool:
    """Whether the place that the one mention names holds the place that the other names."""
    place = outer[0].settled.place
    return (
        place.precision in _FINE
        and place.gazetteer_id is not None
        and any(p.settled.place.gazetteer_id == place.gazetteer_id and not _points_from(inner, p) for p in inner[1:])
    )


def _points_from(inner: Chain, holder: PlaceInText) -> bool:
    """«مدينة أ (أربعون كلم غرب ب)»: a town far from the one that its direction is told by does not lie in it."""
    one, two = inner[0].settled.place, holder.settled.place
    if holder.settled.find.beside != "direction" or None in (one.lat, one.lon, two.lat, two.lon) or not _settlement(inner):
        return False
    return km(one.lat or 0, one.lon or 0, two.lat or 0, two.lon or 0) > SAME_PLACE_KM


def _held_elsewhere(inner: Chain, outer: Chain) -> bool:
    """«حي الوحدة شمال غربي بغداد»: the text says which town holds the place, and it is not the other one."""
    place = outer[0].settled.place
    holders = [p.settled.place for p in inner[1:] if p.settled.place.precision in _FINE and p.settled.place.gazetteer_id]
    return bool(holders) and place.precision in _FINE and all(h.gazetteer_id != place.gazetteer_id for h in holders)


def _settlement(chain: Chain) -> bool:
    """A town or village: of the gazetteer, or so called in the text."""
    settled = chain[0].settled
    return settled.place.precision == "town" if settled.place.gazetteer_id else settled.find.noun in ("village", "town")


def place_pair(left: Chain, right: Chain) -> float | None:
    """How well two places agree; None where they exclude each other."""
    one, two = left[0].settled.place, right[0].settled.place
    if any(c[0].settled.find.beside == "near" and c[0].settled.place.precision == "country" for c in (left, right)):
        return 0.0  # «هجوم قرب مالي»: it may well lie on this side of the border
    if one.gazetteer_id != two.gazetteer_id and (_inside(left, right) or _inside(right, left)):
        return 0.6
    if one.gazetteer_id is None or two.gazetteer_id is None:
        if fold_words(one.text)[-1:] == fold_words(two.text)[-1:]:
            return 1.0
        if (one.gazetteer_id is None and two.gazetteer_id is None) or (_settlement(left) and _settlement(right)):
            return None
    if one.country and two.country and one.country != two.country:
        return None
    if one.gazetteer_id and one.gazetteer_id == two.gazetteer_id:
        return 1.0 if one.precision in _FINE else 0.4
    if one.admin1 and two.admin1 and one.admin1 != two.admin1:
        return None
    if one.precision in _FINE and two.precision in _FINE:
        if None in (one.lat, one.lon, two.lat, two.lon):
            return 0.0
        apart = km(one.lat or 0, one.lon or 0, two.lat or 0, two.lon or 0)
        if one.precision != two.precision:
            if _held_elsewhere(left, right) or _held_elsewhere(right, left):
                return None
            return 0.4 if apart <= SAME_PLACE_KM else None
        return 0.3 if apart <= SAME_TOWN_KM else None
    return 0.4


def places(event: Draft, draft: Draft) -> float | None:
    """How well the places agree; None where they exclude each other, 0 where one of the two gives none."""
    if not event.places or not draft.places:
        return 0.0
    if min(event.place_rank, draft.place_rank) == 0:
        return 0.0
    values = [v for x in event.places for y in draft.places if (v := place_pair(x, y)) is not None]
    if not values:
        return None if min(event.place_rank, draft.place_rank) >= 1 else -0.5
    return max(values)
