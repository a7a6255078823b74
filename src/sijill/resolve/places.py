"""Settling named places: which of the namesakes, how precise, with which coordinates."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sijill.extract.places import PlaceFind
from sijill.knowledge.gazetteer import Gazetteer, Row
from sijill.model import Place, PlacePrecision
from sijill.text import Doc

EARTH_DIAMETER_KM = 12742.0
NEAR_WORDS = 12  # words between two names that still speak of one another ("in the village of A in B")
MARGIN = 0.75  # score by which the best namesake must lead; below it the place stays open

_PRECISION: dict[str, PlacePrecision] = {
    "country": "country", "governorate": "governorate", "district": "district", "town": "town", "village": "town",
    "region": "country", "sea": "country", "mountain": "district", "island": "district",
}  # fmt: skip
_PRIOR = {"country": 3.0, "governorate": 1.0, "town": 1.2, "district": 0.2, "region": 0.8, "village": -0.6}
_NOUN_KINDS = {
    "governorate": {"governorate"}, "district": {"district"}, "town": {"town", "village"}, "village": {"village", "town"},
    "quarter": {"quarter", "region", "district", "town", "village"}, "camp": {"camp", "base"}, "crossing": {"crossing", "site"}, "base": {"base", "airport", "camp"},
    "airport": {"airport", "base"}, "port": {"port", "town"}, "oilfield": {"oilfield"}, "dam": {"dam"}, "road": {"road", "site", "quarter"},
    "island": {"island"}, "mountain": {"mountain", "region"}, "site": {"site", "mosque", "prison"},
}  # fmt: skip
# A noun of these kinds before a town's name is a place inside that town.
_INSIDE = frozenset({"quarter", "camp", "crossing", "base", "airport", "port", "oilfield", "dam", "road", "site"})


@dataclass(frozen=True, slots=True)
class Settled:
    """A place find with what it means; `row` is the gazetteer row chosen, None where it stays open."""

    find: PlaceFind
    place: Place
    row: Row | None


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres (haversine)."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(h)))


def settle_places(
    doc: Doc, finds: Sequence[PlaceFind], gazetteer: Gazetteer, nations: Iterable[str], home: str | None = None
) -> list[Settled]:
    """Settle every find by what else the text names.

    Args:
        doc: the text.
        finds: named places in order.
        gazetteer: the rows that the finds point at.
        nations: ISO codes of the states that the text names as parties or by demonym, one for each mention.
        home: ISO code of the outlet's country, a faint hint.
    """
    votes = _votes(finds, gazetteer, nations, home)
    first = [_best(find, finds, index, votes, gazetteer, {}) for index, find in enumerate(finds)]
    chosen = {index: row for index, (row, _) in enumerate(first) if row is not None}
    out = []
    for index, find in enumerate(finds):
        row, candidates = _best(find, finds, index, votes, gazetteer, chosen)
        out.append(Settled(find, _place(doc, find, row, candidates, gazetteer), row))
    return out


def _votes(finds: Sequence[PlaceFind], gazetteer: Gazetteer, nations: Iterable[str], home: str | None) -> Counter[str]:
    votes: Counter[str] = Counter()
    for find in finds:
        countries = {gazetteer.rows[r].country for r in find.rows}
        if len(countries) == 1:
            kinds = {gazetteer.rows[r].kind for r in find.rows}
            votes[countries.pop()] += 3 if "country" in kinds else 2
    for code in nations:
        votes[code] += 1
    if home:
        votes[home] += 1
    return votes


def _best(
    find: PlaceFind, finds: Sequence[PlaceFind], index: int, votes: Counter[str], gazetteer: Gazetteer, chosen: dict[int, Row]
) -> tuple[Row | None, tuple[str, ...]]:
    if not find.rows:
        return None, ()
    total = sum(votes.values()) or 1
    scored: list[tuple[float, int, Row]] = []
    for number in find.rows:
        row = gazetteer.rows[number]
        if find.noun == "governorate" and row.id in gazetteer.capital_of:
            row = gazetteer.rows[gazetteer.by_id[gazetteer.capital_of[row.id]]]
        score = _PRIOR.get(row.kind, 0.0) + 0.45 * math.log10(row.population + 10) + 4.0 * votes[row.country] / total
        if find.noun:
            wanted = _NOUN_KINDS.get(find.noun, set())
            score += 2.5 if row.kind in wanted else (-1.5 if find.noun not in _INSIDE else 0.0)
        if row.weak and not find.noun:
            score -= 0.5
        for other, where in chosen.items():
            if other == index:
                continue
            gap = abs(finds[other].begin - find.begin)
            if where.country == row.country:
                close = km(where.lat, where.lon, row.lat, row.lon) < 120 and where.kind != "country"
                same = bool(where.admin1) and where.admin1 == row.admin1
                if gap <= NEAR_WORDS:
                    score += 0.6 + 2.0 * same + 0.8 * close
                else:
                    score += 0.15 * close
        scored.append((score, -number, row))
    scored.sort(key=lambda item: (-item[0], -item[1]))
    best = scored[0][2]
    rivals = [
        row for score, _, row in scored[1:]
        if scored[0][0] - score < MARGIN and row.id != best.id and row.kind != "country"
        and (row.country, row.admin1) != (best.country, best.admin1) and km(row.lat, row.lon, best.lat, best.lon) > 40
    ]  # fmt: skip
    if rivals and best.kind not in ("country", "governorate"):
        return None, (best.id, *dict.fromkeys(r.id for r in rivals))
    return best, ()


def _place(doc: Doc, find: PlaceFind, row: Row | None, candidates: tuple[str, ...], gazetteer: Gazetteer) -> Place:
    text = doc.words_evidence(find.begin, find.last).quote if find.begin < find.first else doc.evidence(find.start, find.end).quote
    if row is None:
        reason = "namesakes that the text does not tell apart" if candidates else "not in the gazetteer"
        shared = {gazetteer.rows[gazetteer.by_id[c]].country for c in candidates}
        country = shared.pop() if len(shared) == 1 else None
        return Place(text, country=country, precision="none", candidates=candidates, reason=reason)
    precision = _PRECISION.get(row.kind, "site")
    name = row.en
    if find.noun in _INSIDE and precision in ("town", "district") and row.kind in ("town", "village"):
        precision = "site"
    if row.kind == "region" and row.admin1:
        precision = "governorate"
    if find.beside == "countryside" and precision in ("town", "district", "governorate"):
        precision = "governorate" if row.id in gazetteer.capital_of or row.kind == "governorate" else "district"
    admin1 = row.admin1 or (row.en if row.kind == "governorate" else None)
    if row.kind == "country" or (precision == "country"):
        admin1 = None
    return Place(text, name, admin1 or None, row.country or None, row.lat, row.lon, precision, row.id)
