"""Settling named places: which of the namesakes, how precise, with which coordinates."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sijill.extract.place_words import NOUN_KINDS
from sijill.extract.places import PlaceFind
from sijill.knowledge.gazetteer import Gazetteer, Row
from sijill.model import Place, PlacePrecision
from sijill.text import Doc

EARTH_DIAMETER_KM = 12742.0
NEAR_WORDS = 12  # words between two names that still speak of one another ("in the village of A in B")
QUARTER_KM = 50.0  # a quarter farther from the town that is named with it is another quarter
CHAIN_WORDS = 5  # words between a place and the one that holds it («بشارع أ التابع لقسم ب»)
MARGIN = 0.75  # score by which the best namesake must lead; below it the place stays open
CAPITAL_KM = 15.0  # a country stands in the table at its capital
KNOWN_TOWN = 500_000  # inhabitants from which a town is known outside its country
CITY = 200_000  # inhabitants from which a town is no village
FAMOUS = 8  # times the inhabitants of a namesake of which the text says nothing else
RENOWNED = 20  # times the inhabitants of any namesake
STRANGE = 2  # votes for another country from which an unknown country's village is not believed

_PRECISION: dict[str, PlacePrecision] = {
    "country": "country", "governorate": "governorate", "district": "district", "town": "town", "village": "town",
    "region": "country", "sea": "country", "mountain": "district", "island": "district",
}  # fmt: skip
_PRIOR = {"country": 3.0, "governorate": 1.0, "town": 1.2, "district": 0.2, "region": 0.8, "village": -0.6}
# A noun of these kinds before a town's name is a place inside that town.
_INSIDE = frozenset({"quarter", "camp", "crossing", "base", "airport", "port", "oilfield", "dam", "road", "site"})


AROUND = 150  # places before and behind a name that speak for one of its rows; few articles name so many


@dataclass(frozen=True, slots=True)
class Settled:
    """A place find with what it means; `row` is the gazetteer row chosen, None where it stays open."""

    find: PlaceFind
    place: Place
    row: Row | None


@lru_cache(maxsize=1 << 14)
def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres (haversine)."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(h)))


def settle_places(
    doc: Doc, finds: Sequence[PlaceFind], gazetteer: Gazetteer, nations: Iterable[str], home: str | None = None
) -> list[Settled]:
    """Settle every find by what else the text names; a bare name that only far-off villages bear is left out.

    Args:
        doc: the text.
        finds: named places in order.
        gazetteer: the rows that the finds point at.
        nations: ISO codes of the states that the text names as parties or by demonym, one for each mention.
        home: ISO code of the outlet's country, a faint hint.
    """
    named = _votes(finds, gazetteer)
    votes = named + Counter([*nations, *([home] if home else [])])
    first = [_best(find, finds, index, votes, named, gazetteer, {}) for index, find in enumerate(finds)]
    chosen = {index: row for index, (row, _) in enumerate(first) if row is not None}
    out = []
    for index, find in enumerate(finds):
        row, candidates = _best(find, finds, index, votes, named, gazetteer, chosen)
        wrong = row is not None and (
            _elsewhere(doc, finds, index, row, chosen)
            or _out_of_list(finds, index, row, chosen, votes)
            or _quarter_of_elsewhere(doc, find, index, row, chosen)
        )
        if wrong:
            row = None
        if row is None and (find.capital or not (candidates or find.noun or wrong)):
            continue  # nothing that the text could mean bears this name
        if row is not None and not find.noun and find.beside == "countryside":
            row = gazetteer.rows[gazetteer.by_id[gazetteer.capital_of[row.id]]] if row.id in gazetteer.capital_of else row
        out.append(Settled(find, _place(doc, find, row, candidates, gazetteer), row))
    return out


def _elsewhere(doc: Doc, finds: Sequence[PlaceFind], index: int, row: Row, chosen: dict[int, Row]) -> bool:
    """«شارع أسيوط» in a town of another province, «حي العلم» in Baghdad: the street is named for the place, and is not there."""
    find, outer = finds[index], chosen.get(index + 1)
    if outer is None or not find.noun:
        return False
    inside = finds[index + 1].preposition in ("في", "ب") or bool(finds[index + 1].beside)
    abroad = inside and outer.country != row.country and row.kind != "country" and (outer.kind != "region" or bool(outer.admin1))
    fits = row.kind in NOUN_KINDS[find.noun] - {"town", "village"}
    if fits and find.noun == "quarter" and row.kind == "quarter":
        fits = km(row.lat, row.lon, outer.lat, outer.lon) < QUARTER_KM
    if not abroad and (fits or find.noun not in _INSIDE | {"site"}):
        return False
    near = finds[index + 1].begin - find.last <= CHAIN_WORDS
    near = near and doc.words[find.first].sentence == doc.words[finds[index + 1].first].sentence
    joined = doc.words[finds[index + 1].begin].text.startswith("و")
    return near and not joined and outer.kind != "country" and (outer.country, outer.admin1) != (row.country, row.admin1)


def _out_of_list(finds: Sequence[PlaceFind], index: int, row: Row, chosen: dict[int, Row], votes: Counter[str]) -> bool:
    """A list of villages or towns names places of one country: «قرى صوران ومعردس والإسكندرية» has no port of Egypt in it."""
    find, before = finds[index], chosen.get(index - 1)
    if before is None or not find.listed or find.begin != find.first or find.noun not in ("village", "town", "quarter"):
        return False
    other = _block(before.country) != _block(row.country) and votes[row.country] <= votes[before.country]
    return other and finds[index - 1].listed


def _quarter_of_elsewhere(doc: Doc, find: PlaceFind, index: int, row: Row, chosen: dict[int, Row]) -> bool:
    """«حي الميدان» in a report of Aleppo is not the one in Damascus: a quarter stands near some place that the text names."""
    if (find.noun != "quarter" and doc.words[find.first].text not in ("حي", "بحي", "وحي")) or find.listed:
        return False
    others = [r for i, r in chosen.items() if i != index and r.kind not in ("country", "sea", "region") and r.id != row.id]
    return bool(others) and all(km(row.lat, row.lon, r.lat, r.lon) > QUARTER_KM for r in others)


# Countries of which the places are named beside one another as a matter of course.
_BLOCKS = {"IL": "PS", "SS": "SD"}


def _block(country: str) -> str:
    return _BLOCKS.get(country, country)


def _votes(finds: Sequence[PlaceFind], gazetteer: Gazetteer) -> Counter[str]:
    """What the named places say of the country that the text speaks of."""
    votes: Counter[str] = Counter()
    for find in finds:
        country = _vote(find, gazetteer)
        if country:
            votes[country] += _weight(find, gazetteer)
    return votes


def _vote(find: PlaceFind, gazetteer: Gazetteer) -> str:
    """The country that a name speaks for: the only one that has it."""
    countries = {gazetteer.rows[r].country for r in find.rows}
    return countries.pop() if len(countries) == 1 else ""


def _weight(find: PlaceFind, gazetteer: Gazetteer) -> int:
    """A country speaks for itself most; a village that nobody knows least."""
    rows = [gazetteer.rows[r] for r in find.rows]
    if any(r.kind == "country" for r in rows):
        return 3
    return 2 if any(r.kind in ("governorate", "region") or r.population >= KNOWN_TOWN for r in rows) else 1


def _strange(row: Row, find: PlaceFind, votes: Counter[str], named: Counter[str], gazetteer: Gazetteer) -> bool:
    """A little-known place of a country of which the text says nothing else, while it speaks of another country."""
    if row.kind in ("country", "sea") or (row.kind == "crossing" and find.noun) or row.population >= KNOWN_TOWN:
        return False
    if not row.country or (row.kind == "region" and not row.admin1):
        return False
    capital = gazetteer.countries.get(row.country)
    seat = gazetteer.rows[capital] if capital is not None else row
    if row.population and seat is not row and km(seat.lat, seat.lon, row.lat, row.lon) < CAPITAL_KM:
        return False
    block = _block(row.country)
    own = _weight(find, gazetteer) if _block(_vote(find, gazetteer)) == block else 0
    mine = sum(n for c, n in votes.items() if _block(c) == block) - own
    others = max((n for c, n in named.items() if _block(c) != block), default=0)
    return mine <= 0 and others >= STRANGE


def _best(
    find: PlaceFind, finds: Sequence[PlaceFind], index: int, votes: Counter[str], named: Counter[str], gazetteer: Gazetteer,
    chosen: dict[int, Row],
) -> tuple[Row | None, tuple[str, ...]]:  # fmt: skip
    total = sum(votes.values()) or 1
    scored: list[tuple[float, int, Row]] = []
    around = [(i, chosen[i]) for i in range(max(0, index - AROUND), min(len(finds), index + AROUND + 1)) if i != index and i in chosen]
    for number in find.rows:
        row = gazetteer.rows[number]
        if find.capital and len(find.rows) > 1 and not votes[row.country]:
            continue
        if find.noun == "governorate" and row.id in gazetteer.capital_of:
            row = gazetteer.rows[gazetteer.by_id[gazetteer.capital_of[row.id]]]
        if _strange(row, find, votes, named, gazetteer) or _too_big(row, find):
            continue
        prior = _PRIOR["town"] if row.kind == "village" == find.noun else _PRIOR.get(row.kind, 0.0)
        score = prior + 0.45 * math.log10(row.population + 10) + 4.0 * votes[row.country] / total
        if find.noun:
            wanted = NOUN_KINDS.get(find.noun, frozenset())
            score += 2.5 if row.kind in wanted else (-1.5 if find.noun not in _INSIDE else 0.0)
        if row.weak and not find.noun:
            score -= 0.5
        score += _neighbours(row, finds, index, around) if around else 0.0
        scored.append((score, -number, row))
    if not scored:
        return None, ()
    scored.sort(key=lambda item: (-item[0], -item[1]))
    best = scored[0][2]
    rivals = [
        row for score, _, row in scored[1:]
        if scored[0][0] - score < MARGIN and row.id != best.id and row.kind != "country"
        and (row.country, row.admin1) != (best.country, best.admin1) and km(row.lat, row.lon, best.lat, best.lon) > 40
        and not (row.population * FAMOUS < best.population and not votes[row.country])
        and not row.population * RENOWNED < best.population
    ]  # fmt: skip
    if rivals and best.kind not in ("country", "governorate"):
        return None, (best.id, *dict.fromkeys(r.id for r in rivals))
    return best, ()


def _too_big(row: Row, find: PlaceFind) -> bool:
    """A village is no city, and a village or quarter no division or country."""
    if find.noun == "village" and row.population >= CITY:
        return True
    division = row.kind in ("governorate", "country")
    return division and (find.noun == "village" or (find.noun == "quarter" and not find.listed))


def _neighbours(row: Row, finds: Sequence[PlaceFind], index: int, around: list[tuple[int, Row]]) -> float:
    """What the places chosen for the names around a name say for one of its rows."""
    score = 0.0
    for other, where in around:
        if where.country != row.country:
            continue
        if finds[other].noun and not finds[index].noun and finds[other].rows == finds[index].rows and where.id == row.id:
            score += 2.5  # the same name with its noun («محافظة صلاح الدين») says which is meant
        gap = abs(finds[other].begin - finds[index].begin)
        close = where.kind != "country" and (where is row or _within_120(where, row))
        same = bool(where.admin1) and where.admin1 == row.admin1
        if gap <= NEAR_WORDS:
            score += 0.6 + 2.0 * same + 0.8 * close
            beside = finds[other].beside == "direction" and finds[other].begin == finds[index].last
            score += 1.0 * (beside and km(where.lat, where.lon, row.lat, row.lon) < QUARTER_KM)  # «قرية أ شمال ب»: not far from it
            alike = other == index - 1 and finds[index].begin == finds[other].last and not finds[index].noun
            score += 2.0 * (alike and where.kind == row.kind == "governorate" and finds[other].noun == "governorate")
        else:
            score += 0.15 * close
    return score


def _within_120(one: Row, two: Row) -> bool:
    """Whether two places lie within 120 km; 1.1 degrees of latitude alone are more."""
    return abs(one.lat - two.lat) < 1.1 and km(one.lat, one.lon, two.lat, two.lon) < 120


def _place(doc: Doc, find: PlaceFind, row: Row | None, candidates: tuple[str, ...], gazetteer: Gazetteer) -> Place:
    text = doc.evidence(find.start, find.end).quote
    if row is None:
        reason = "namesakes that the text does not tell apart" if candidates else "not in the gazetteer"
        shared = {gazetteer.rows[gazetteer.by_id[c]].country for c in candidates}
        country = shared.pop() if len(shared) == 1 else None
        return Place(text, country=country, precision="none", candidates=candidates, reason=reason)
    precision = _PRECISION.get(row.kind, "site")
    if find.noun in _INSIDE and precision in ("town", "district") and row.kind in ("town", "village"):
        precision = "site"
    if row.kind == "region" and row.admin1:
        precision = "governorate"
    if find.beside == "countryside" and precision in ("town", "district", "governorate"):
        precision = "governorate" if row.id in gazetteer.capital_of or row.kind == "governorate" else "district"
    admin1 = row.admin1 or (row.en if row.kind == "governorate" else None)
    if row.kind == "country" or (precision == "country"):
        admin1 = None
    country = None if row.country == "XX" else row.country or None
    return Place(text, row.en, admin1 or None, country, row.lat, row.lon, precision, row.id)
