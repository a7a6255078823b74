"""Incidents as columns: each value once in a list, so that ten thousand are a small answer and quick to read.

`places` are the distinct places, drawn once however many incidents lie there; an incident names its place by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sijill.exports.countries import country_of
from sijill.exports.geojson import RADIUS_KM
from sijill.knowledge.gazetteer import Gazetteer
from sijill.store.rows import Spot

PRECISIONS = ("site", "town", "district", "governorate", "country")
_EPOCH = date(1970, 1, 1)
NameKey = tuple[str | None, str | None, str | None]
ArabicNames = Mapping[NameKey, str]
PlaceKey = tuple[str | None, str | None, str | None, str, float, float]


def columns(spots: Sequence[Spot], arabic: ArabicNames) -> dict[str, Any]:
    """The incidents as the map takes them.

    Days are counted from 1970-01-01; what is not known is null, and -1 is the place of an incident that has none on a map.
    A place of the precision "country" or "governorate" is drawn as that area (`area`: a key of the base map), any other as a
    circle of `km` about its point.
    """
    places: dict[PlaceKey, int] = {}
    types: dict[str, int] = {}
    reviews: dict[str, int] = {}
    return {
        "id": [spot.id for spot in spots],
        "type": [types.setdefault(spot.type, len(types)) for spot in spots],
        "place": [_place(spot, places) for spot in spots],
        "first": [_day(spot.first) for spot in spots],
        "last": [_day(spot.last) for spot in spots],
        "killed": [[spot.killed_low, spot.killed_high] if spot.killed_high is not None else None for spot in spots],
        "review": [reviews.setdefault(spot.review, len(reviews)) for spot in spots],
        "contested": [int(spot.contested) for spot in spots],
        "types": list(types),
        "reviews": list(reviews),
        "places": _places(places, arabic),
    }


def _place(spot: Spot, places: dict[PlaceKey, int]) -> int:
    """The number of a spot's place."""
    if spot.place_precision not in PRECISIONS or spot.lat is None or spot.lon is None or spot.country is None:
        return -1  # a sea, a region of several countries, a name that no gazetteer holds
    key = (spot.country, spot.admin1, spot.place, spot.place_precision, spot.lat, spot.lon)
    return places.setdefault(key, len(places))


def _places(places: Iterable[PlaceKey], arabic: ArabicNames) -> list[list[Any]]:
    """[English, Arabic, longitude, latitude, precision, kilometres, area, country] of each."""
    found = []
    for country, admin1, name, precision, lat, lon in places:
        km, area = _km(precision, country), _area(precision, country, admin1)
        ar = arabic.get((country, admin1, name)) or arabic.get((country, None, name))
        found.append([name or "", ar or name or "", round(lon, 4), round(lat, 4), precision, km, area, country])
    return found


def _km(precision: str, country: str | None) -> int:
    known = country_of(country)
    return round(RADIUS_KM.get(precision, known.radius_km if known else 300.0))


def _area(precision: str, country: str | None, admin1: str | None) -> str | None:
    return country if precision == "country" else f"{country}/{admin1}" if admin1 else None


def _day(day: date | None) -> int | None:
    return None if day is None else (day - _EPOCH).days


def arabic_names(gazetteer: Gazetteer) -> ArabicNames:
    """The first Arabic name by country, division and English name; and by country and name alone."""
    found: dict[NameKey, str] = {}
    for row in gazetteer.rows:
        if row.ar:
            found.setdefault((row.country, row.admin1 or None, row.en), row.ar[0])
            found.setdefault((row.country, None, row.en), row.ar[0])
    return found
