"""Settling named places: which of the namesakes, how precise, with which coordinates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sijill.extract.place_words import NOUN_KINDS
from sijill.extract.places import PlaceFind
from sijill.knowledge.gazetteer import Gazetteer, Located, Row
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


AROUND = 60  # places before and behind a name that speak for one of its rows; few articles name so many


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


@dataclass(frozen=True, slots=True)
class _Votes:
    """What a text says of the country that it speaks of: by country, by block, and the blocks that named places speak for."""

    of: dict[str, int]
    blocks: dict[str, int]
    spoken: frozenset[str]
    total: int


@dataclass(frozen=True, slots=True)
class _Scored:
    """A row that a find can mean, with what speaks for it."""

    score: float
    row: Located


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
    borne = [[gazetteer.located(number) for number in sorted(find.rows)] for find in finds]
    votes = _votes(borne, nations, home)
    meant = [_meant(find, borne[index], votes, gazetteer) for index, find in enumerate(finds)]
    chosen = [_best(scored, votes.of)[0] for scored in meant]
    out = []
    for index, find in enumerate(finds):
        scored = meant[index]
        if len(scored) > 1:  # what stands around it cannot change the choice of one
            scored = _with_neighbours(scored, finds, index, chosen)
        row, candidates = _best(scored, votes.of)
        wrong = row is not None and (
            _elsewhere(doc, finds, index, row, chosen)
            or _out_of_list(finds, index, row, chosen, votes.of)
            or _quarter_of_elsewhere(doc, find, index, row, chosen)
        )
        if wrong:
            row = None
        if row is None and (find.capital or not (candidates or find.noun or wrong)):
            continue  # nothing that the text could mean bears this name
        if row is not None and not find.noun and find.beside == "countryside":
            row = _division(row, gazetteer)
        out.append(Settled(find, _place(doc, find, row, candidates, gazetteer), row.row if row is not None else None))
    return out


def _division(row: Located, gazetteer: Gazetteer) -> Located:
    """The division that a town heads; the row itself where it heads none."""
    headed = gazetteer.capital_of.get(row.id)
    return gazetteer.located(gazetteer.by_id[headed]) if headed is not None else row


def _elsewhere(doc: Doc, finds: Sequence[PlaceFind], index: int, row: Located, chosen: list[Located | None]) -> bool:
    """«شارع أسيوط» in a town of another province, «حي العلم» in Baghdad: the street is named for the place, and is not there."""
    find = finds[index]
    if not find.noun or index + 1 == len(finds):
        return False
    outer, behind = chosen[index + 1], finds[index + 1]
    if outer is None:
        return False
    inside = behind.preposition in ("في", "ب") or bool(behind.beside)
    abroad = inside and outer.country != row.country and row.kind != "country" and (outer.kind != "region" or bool(outer.admin1))
    fits = row.kind in NOUN_KINDS[find.noun] and row.kind not in ("town", "village")
    if fits and find.noun == "quarter" and row.kind == "quarter":
        fits = km(row.lat, row.lon, outer.lat, outer.lon) < QUARTER_KM
    if not abroad and (fits or find.noun not in _INSIDE):
        return False
    near = behind.begin - find.last <= CHAIN_WORDS
    near = near and doc.words[find.first].sentence == doc.words[behind.first].sentence
    joined = doc.words[behind.begin].text.startswith("و")
    return near and not joined and outer.kind != "country" and not (outer.country == row.country and outer.admin1 == row.admin1)


def _out_of_list(finds: Sequence[PlaceFind], index: int, row: Located, chosen: list[Located | None], votes: dict[str, int]) -> bool:
    """A list of villages or towns names places of one country: «قرى صوران ومعردس والإسكندرية» has no port of Egypt in it."""
    find = finds[index]
    if not find.listed or not index or find.begin != find.first or find.noun not in ("village", "town", "quarter"):
        return False
    before = chosen[index - 1]
    if before is None or not finds[index - 1].listed:
        return False
    return _block(before.country) != _block(row.country) and votes.get(row.country, 0) <= votes.get(before.country, 0)


def _quarter_of_elsewhere(doc: Doc, find: PlaceFind, index: int, row: Located, chosen: list[Located | None]) -> bool:
    """«حي الميدان» in a report of Aleppo is not the one in Damascus: a quarter stands near some place that the text names."""
    if (find.noun != "quarter" and doc.words[find.first].text not in ("حي", "بحي", "وحي")) or find.listed:
        return False
    others = [r for i, r in enumerate(chosen) if r is not None and i != index and r.kind not in ("country", "sea", "region")]
    others = [r for r in others if r.id != row.id]
    return bool(others) and all(km(row.lat, row.lon, r.lat, r.lon) > QUARTER_KM for r in others)


# Countries of which the places are named beside one another as a matter of course.
_BLOCKS = {"IL": "PS", "SS": "SD"}


def _block(country: str) -> str:
    return _BLOCKS.get(country, country)


def _votes(borne: Sequence[list[Located]], nations: Iterable[str], home: str | None) -> _Votes:
    """What the named places, by the rows that bear their names, and the states say of the country that the text speaks of."""
    of: dict[str, int] = {}
    for rows in borne:
        country = _vote(rows)
        if country:
            of[country] = of.get(country, 0) + _weight(rows)
    spoken = frozenset([_block(country) for country, count in of.items() if count >= STRANGE])
    for nation in nations:
        of[nation] = of.get(nation, 0) + 1
    if home:
        of[home] = of.get(home, 0) + 1
    blocks: dict[str, int] = {}
    total = 0
    for country, count in of.items():
        block = _block(country)
        blocks[block] = blocks.get(block, 0) + count
        total += count
    return _Votes(of, blocks, spoken, total or 1)


def _vote(rows: list[Located]) -> str:
    """The country that a name speaks for: the only one that has it."""
    if not rows:
        return ""
    country = rows[0].country
    return country if all(row.country == country for row in rows) else ""


def _weight(rows: list[Located]) -> int:
    """A country speaks for itself most; a village that nobody knows least."""
    weight = 1
    for row in rows:
        if row.kind == "country":
            return 3
        if row.kind in ("governorate", "region") or row.population >= KNOWN_TOWN:
            weight = 2
    return weight


def _strange(row: Located, find: PlaceFind, rows: list[Located], votes: _Votes, gazetteer: Gazetteer) -> bool:
    """A little-known place of a country of which the text says nothing else, while it speaks of another country."""
    block = _block(row.country)
    if len(votes.spoken) == (1 if block in votes.spoken else 0):
        return False
    if row.kind in ("country", "sea") or (row.kind == "crossing" and find.noun) or row.population >= KNOWN_TOWN:
        return False
    if not row.country or (row.kind == "region" and not row.admin1):
        return False
    own = _weight(rows) if _block(_vote(rows)) == block else 0
    if votes.blocks.get(block, 0) > own:
        return False
    capital = gazetteer.countries.get(row.country) if row.population else None
    if capital is None:
        return True
    seat = gazetteer.located(capital)
    return seat.number == row.number or km(seat.lat, seat.lon, row.lat, row.lon) >= CAPITAL_KM


def _meant(find: PlaceFind, rows: list[Located], votes: _Votes, gazetteer: Gazetteer) -> list[_Scored]:
    """The rows that a find can mean, with what speaks for each but for the places around."""
    found: list[Located] = []
    for row in rows:
        if find.capital and len(rows) > 1 and not votes.of.get(row.country):
            continue
        if find.noun == "governorate":
            row = _division(row, gazetteer)
        if not _too_big(row, find) and not _strange(row, find, rows, votes, gazetteer):
            found.append(row)
    if len(found) == 1:
        return [_Scored(0.0, found[0])]  # nothing to choose from
    return [_Scored(_score(row, find, votes), row) for row in found]


def _score(row: Located, find: PlaceFind, votes: _Votes) -> float:
    """How well a row suits its kind, its size, the country of the text, and the noun before it."""
    prior = _PRIOR["town"] if row.kind == "village" == find.noun else _PRIOR.get(row.kind, 0.0)
    score = prior + 0.45 * row.size + 4.0 * votes.of.get(row.country, 0) / votes.total
    if find.noun:
        wanted = NOUN_KINDS.get(find.noun)
        score += 2.5 if wanted is not None and row.kind in wanted else (-1.5 if find.noun not in _INSIDE else 0.0)
    if row.weak and not find.noun:
        score -= 0.5
    return score


def _best(scored: list[_Scored], votes: dict[str, int]) -> tuple[Located | None, tuple[str, ...]]:
    """The row that most speaks for, or the ids of those that the text does not tell apart."""
    if not scored:
        return None, ()
    first = scored[0]
    for one in scored:
        if one.score > first.score:
            first = one
    best = first.row
    if len(scored) == 1 or best.kind in ("country", "governorate"):
        return best, ()
    rivals = [one for one in scored if one is not first and first.score - one.score < MARGIN and _rival(one.row, best, votes)]
    if not rivals:
        return best, ()
    rivals.sort(key=_by_score)
    return None, (best.id, *dict.fromkeys([one.row.id for one in rivals]))


def _by_score(one: _Scored) -> float:
    return -one.score


def _rival(row: Located, best: Located, votes: dict[str, int]) -> bool:
    """Whether a namesake may be meant as well as the best: another place, of another division, not much smaller."""
    if row.id == best.id or row.kind == "country" or (row.country == best.country and row.admin1 == best.admin1):
        return False
    if row.population * RENOWNED < best.population or (row.population * FAMOUS < best.population and not votes.get(row.country)):
        return False
    return km(row.lat, row.lon, best.lat, best.lon) > 40


def _too_big(row: Located, find: PlaceFind) -> bool:
    """A village is no city, and a village or quarter no division or country."""
    if find.noun == "village" and row.population >= CITY:
        return True
    division = row.kind in ("governorate", "country")
    return division and (find.noun == "village" or (find.noun == "quarter" and not find.listed))


def _with_neighbours(scored: list[_Scored], finds: Sequence[PlaceFind], index: int, chosen: list[Located | None]) -> list[_Scored]:
    """The rows of a find with what the places chosen for the names around it say for each."""
    first, last = max(0, index - AROUND), min(len(finds), index + AROUND + 1)
    return [_Scored(one.score + _neighbours(one.row, finds, index, chosen, first, last), one.row) for one in scored]


def _neighbours(row: Located, finds: Sequence[PlaceFind], index: int, chosen: list[Located | None], first: int, last: int) -> float:
    """What the places chosen for the names [first, last) around a name say for one of its rows."""
    score = 0.0
    mine = finds[index]
    for other in range(first, last):
        where = chosen[other]
        if where is None or other == index or where.country != row.country:
            continue
        find = finds[other]
        if find.noun and not mine.noun and where.id == row.id and find.rows == mine.rows:
            score += 2.5  # the same name with its noun («محافظة صلاح الدين») says which is meant
        close = where.kind != "country" and (where.number == row.number or _within_120(where, row))
        if abs(find.begin - mine.begin) > NEAR_WORDS:
            score += 0.15 if close else 0.0
            continue
        same = bool(where.admin1) and where.admin1 == row.admin1
        score += 0.6 + (2.0 if same else 0.0) + (0.8 if close else 0.0)
        if find.beside == "direction" and find.begin == mine.last and km(where.lat, where.lon, row.lat, row.lon) < QUARTER_KM:
            score += 1.0  # «قرية أ شمال ب»: not far from it
        alike = other == index - 1 and mine.begin == find.last and not mine.noun
        if alike and where.kind == row.kind == "governorate" and find.noun == "governorate":
            score += 2.0
    return score


_CHORD_120 = 4 * math.sin(120 / EARTH_DIAMETER_KM) ** 2  # on a ball of radius 1 the square of a straight line of 120 km
_ROUNDING = 1e-6  # so near to it only the distance itself says which is more


def _within_120(one: Located, two: Located) -> bool:
    """Whether two places lie within 120 km; 1.1 degrees of latitude alone are more."""
    if abs(one.lat - two.lat) >= 1.1:
        return False
    x, y, z = one.x - two.x, one.y - two.y, one.z - two.z
    chord = x * x + y * y + z * z
    if abs(chord - _CHORD_120) > _ROUNDING * _CHORD_120:
        return chord < _CHORD_120
    return km(one.lat, one.lon, two.lat, two.lon) < 120


def _place(doc: Doc, find: PlaceFind, row: Located | None, candidates: tuple[str, ...], gazetteer: Gazetteer) -> Place:
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
    admin1 = row.admin1 or (row.row.en if row.kind == "governorate" else None)
    if row.kind == "country" or (precision == "country"):
        admin1 = None
    country = None if row.country == "XX" else row.country or None
    return Place(text, row.row.en, admin1 or None, country, row.lat, row.lon, precision, row.id)
