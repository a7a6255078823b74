"""Incidents on a map (RFC 7946), each as large as what the reports say of its place.

A town or a site is a point, with a radius within which the event may lie. A district, a governorate or a country is an
area: a circle about the named place, never a pin. What has no coordinates, and what lies in no one country (a sea, a
region of several), has no geometry; its row stays.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from sijill.exports.countries import country_of
from sijill.exports.incident_rows import incident_row
from sijill.exports.info import Export, ExportInfo, finished
from sijill.exports.record import Json
from sijill.exports.told import located, place_of, ready
from sijill.model import IncidentRecord, Place

# Kilometres within which the event may lie from the coordinates. Of 2,703 towns, sites and districts that the gazetteer has
# in Egypt, Iraq, Lebanon, Libya, Palestine, Sudan, Syria and Yemen, nine in ten lie within 103 km of the coordinates of
# their governorate; of 626 districts nine in ten have another within 60 km, half of which is the radius of one.
# Coordinates that are written for Sijill are good to 0.1 degree (10 km): a town gets as much, a site half.
RADIUS_KM = {"site": 5.0, "town": 10.0, "district": 30.0, "governorate": 103.0}
_EARTH_KM = 6371.0088
_CORNERS = 64
GEOJSON_PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        "radius_km": "kilometres from the coordinates within which the event may lie; of a country, of a circle as large as it",
        "shape": "point (site, town), area (district, governorate, country) or none",
        "center": "[longitude, latitude] of the named place where the geometry is an area",
    }
)


def geojson(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """A collection of features with the columns of the CSV as properties, and radius, shape and centre."""
    kept, out = ready(records, info)
    features = [_feature(record, info) for record in kept]
    whole = {"type": "FeatureCollection", "sijill": info.stamp("geojson"), "features": features}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return finished("geojson", ".geojson", (text + "\n").encode("utf-8"), len(features), info, out)


def radius_km(place: Place | None) -> float | None:
    """Kilometres within which an event at that place may lie; None where it has no geometry."""
    if place is None or not located(place):
        return None
    if place.precision == "country":
        country = country_of(place.country)
        return round(country.radius_km, 1) if country else None
    return RADIUS_KM[place.precision]


def circle(lat: float, lon: float, radius: float) -> list[list[float]]:
    """A ring of points about a place on the sphere, counter-clockwise and closed, [longitude, latitude] in degrees.

    Longitudes are not cut at the date line (they may pass 180); no country of the lexicon lies there.
    """
    angle, phi = radius / _EARTH_KM, math.radians(lat)
    ring = []
    for corner in range(_CORNERS):
        bearing = -2 * math.pi * corner / _CORNERS
        other = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing))
        turn = math.atan2(math.sin(bearing) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(other))
        ring.append([round(lon + math.degrees(turn), 5), round(math.degrees(other), 5)])
    return [*ring, ring[0]]


def _feature(record: IncidentRecord, info: ExportInfo) -> Json:
    place = place_of(record)
    radius = radius_km(place)
    row = incident_row(record, info)
    properties: Json = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    if place is None or radius is None or place.lat is None or place.lon is None:
        # Without a radius nothing may be drawn, so the bare coordinates of a sea or a region are not given either.
        properties |= {"lat": None, "lon": None, "radius_km": None, "shape": "none", "center": None}
        geometry: Json | None = None
    elif place.precision in ("site", "town"):
        properties |= {"radius_km": radius, "shape": "point", "center": None}
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    else:
        properties |= {"radius_km": radius, "shape": "area", "center": [place.lon, place.lat]}
        geometry = {"type": "Polygon", "coordinates": [circle(place.lat, place.lon, radius)]}
    return {"type": "Feature", "id": record.id, "geometry": geometry, "properties": properties}
