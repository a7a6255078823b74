"""Incidents as the columns of UCDP GED, and what GED's definition leaves out."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sijill.exports.acled import is_near
from sijill.exports.cells import Cell, listed, table
from sijill.exports.countries import country_of
from sijill.exports.info import Export, ExportInfo, LeftOut, finished
from sijill.exports.told import days_of, figures, outlets_of, place_of, quoted_of, ready, statements_of
from sijill.exports.ucdp_sides import Sides, deaths_by_side, sides_of
from sijill.model import IncidentRecord, Place
from sijill.model.said import said

_THEIRS = "empty: UCDP assigns it"
# Every column of the codebook, in its order, and where its value comes from. The last three are ours.
UCDP_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "id": "a number made from the incident's id: its first ten hexadecimal digits, or those of its digest",
        "relid": "ISO 3166 alpha-3, year, type of violence and the incident's id, joined by '-'",
        "year": "of date_start",
        "active_year": "empty: whether a dyad passes 25 deaths in a year is UCDP's to say",
        "code_status": "'Check': no coder of UCDP has seen it",
        "type_of_violence": "1 state-based, 2 non-state, 3 one-sided: from the kinds of both sides",
        "conflict_dset_id": _THEIRS,
        "conflict_new_id": _THEIRS,
        "conflict_name": _THEIRS,
        "dyad_dset_id": _THEIRS,
        "dyad_new_id": _THEIRS,
        "dyad_name": "side_a - side_b",
        "side_a_dset_id": _THEIRS,
        "side_a_new_id": _THEIRS,
        "side_a": "the government in a state-based event, else the authors whom a report names together: perpetrators, or who claims it",
        "side_b_dset_id": _THEIRS,
        "side_b_new_id": _THEIRS,
        "side_b": "the other side; 'Civilians' in one-sided violence",
        "number_of_sources": "independent: copies of one another count once",
        "source_article": "outlet and day of each report",
        "source_office": "outlets",
        "source_date": "days of publication",
        "source_headline": "empty: headlines are the outlets' own words",
        "source_original": "whom the reports quote",
        "where_prec": "1 the place itself, 2 near it, 3 district, 4 governorate, 5 part of a country, 6 country, 7 sea",
        "where_coordinates": "place.name",
        "where_description": "place.text: the words of a report",
        "adm_1": "place.admin1",
        "adm_2": "place.name where the place is a district",
        "latitude": "of the named place",
        "longitude": "of the named place",
        "geom_wkt": "POINT (longitude latitude)",
        "priogrid_gid": "cell of PRIO-GRID (half a degree) that holds the coordinates",
        "country": "place.country, in English",
        "country_id": "Gleditsch and Ward's number of the state",
        "region": "Africa, Americas, Asia, Europe or Middle East, by that number",
        "event_clarity": "1; 2 where the event is only alleged or the reports contradict one another on it",
        "date_prec": "1 the day, 2 within 2 to 6 days, 3 a week, 4 within a month, 5 within a year",
        "date_start": "first day",
        "date_end": "last day",
        "deaths_a": "best, where the dead can only be side A's",
        "deaths_b": "best, where the dead can only be side B's",
        "deaths_civilians": "best, where only civilians were struck",
        "deaths_unknown": "best, where the reports do not tell whose dead they are",
        "best": "the conservative figure (killed.conservative)",
        "high": "the highest figure that a report gives",
        "low": "the lowest figure that a report gives",
        "gwnoa": "number of side A's state, in a state-based event",
        "gwnob": "number of side B's state, where it is one",
        "sijill_code": "version of Sijill",
        "sijill_knowledge": "version of the lexicon",
        "sijill_codebook": "version of the event types, and GED's codebook",
    }
)
_WATERS = frozenset({"Sea", "Gulf", "Strait", "Ocean", "Bay"})
_WHERE = {"site": 1, "town": 1, "district": 3, "governorate": 4}


@dataclass(frozen=True, slots=True)
class Spot:
    """Place columns."""

    place: Place
    lat: float
    lon: float
    prec: int


def ucdp(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """Incidents within GED's definition, one a row, by day; the report of what was left out says why for each.

    GED holds the use of armed force by an organised actor against another or against civilians, with at least one
    death, at a place and a time. An attack without deaths is in ACLED's scope and out of this one.
    """
    kept, out = ready(records, info)
    rows: list[dict[str, Cell]] = []
    for record in kept:
        row = ucdp_row(record, info)
        if isinstance(row, str):
            out.append(LeftOut(record.id, row))
        else:
            rows.append(row)
    return finished("ucdp", ".csv", table(list(UCDP_COLUMNS), rows), len(rows), info, out)


def ucdp_row(record: IncidentRecord, info: ExportInfo) -> dict[str, Cell] | str:
    """The row of an incident, or why it is outside GED's definition."""
    if record.factuality.value == "denied":
        return said("out.denied", "denied: the reports say that it did not happen")
    deaths = figures(record)
    if deaths is None:
        return said("out.no_deaths_figure", "no report gives a figure of deaths; GED asks for at least one")
    if deaths.high < 1:
        return said("out.no_deaths", "no deaths; GED asks for at least one")
    sides = sides_of(record)
    if isinstance(sides, str):
        return sides
    days = days_of(record)
    if days is None:
        return said("out.no_time", "no report gives a time")
    length = (days[1] - days[0]).days + 1
    if length > 366:
        return said("out.years", "the reports date it no finer than several years; GED's codes end at a year")
    spot = _spot(record)
    if isinstance(spot, str):
        return spot
    country = country_of(spot.place.country)
    place = spot.place
    return {
        "id": _number(record.id),
        "relid": f"{country.iso3 if country else 'XXX'}-{days[0].year}-{sides.violence}-{record.id}",
        "year": days[0].year,
        "code_status": "Check",
        "type_of_violence": sides.violence,
        "dyad_name": f"{sides.a} - {sides.b}",
        "side_a": sides.a,
        "side_b": sides.b,
        "number_of_sources": record.independent,
        "source_article": listed(_articles(record)),
        "source_office": listed(outlets_of(record)),
        "source_date": listed(sorted({t.report_day.isoformat() for t in statements_of(record) if t.report_day})),
        "source_original": listed(quoted_of(record)),
        "where_prec": spot.prec,
        "where_coordinates": place.name or place.text,
        "where_description": " ".join(place.text.split()),
        "adm_1": place.admin1,
        "adm_2": place.name if place.precision == "district" else None,
        "latitude": round(spot.lat, 6),
        "longitude": round(spot.lon, 6),
        "geom_wkt": f"POINT ({spot.lon:g} {spot.lat:g})",
        "priogrid_gid": priogrid(spot.lat, spot.lon),
        "country": country.name if country else None,
        "country_id": country.gw if country else None,
        "region": country.ucdp_region if country else None,
        "event_clarity": 1 if record.factuality.value == "asserted" and "factuality" not in record.contested else 2,
        "date_prec": 1 if length == 1 else 2 if length < 7 else 3 if length == 7 else 4 if length <= 31 else 5,
        "date_start": days[0].isoformat(),
        "date_end": days[1].isoformat(),
        **deaths_by_side(record, sides, deaths.best),
        "best": deaths.best,
        "high": deaths.high,
        "low": deaths.low,
        "gwnoa": _state(sides.state_a, sides),
        "gwnob": _state(sides.state_b, sides),
        "sijill_code": info.code,
        "sijill_knowledge": info.knowledge,
        "sijill_codebook": f"{info.codebook} ({info.stamp('ucdp')['follows']})",
    }


def priogrid(lat: float, lon: float) -> int:
    """The cell of PRIO-GRID: half a degree, from 1 in the south-west corner, 720 to a row."""
    row = min(359, math.floor((lat + 90) * 2))
    column = min(719, math.floor((lon + 180) * 2))
    return row * 720 + column + 1


def _spot(record: IncidentRecord) -> Spot | str:
    place = place_of(record)
    if place is None:
        return said("out.no_place", "no report gives a place")
    if place.lat is None or place.lon is None or place.precision == "none":
        return said("out.no_coordinates", "the place that is named has no coordinates")
    if place.country is None:
        if _WATERS & set((place.name or "").split()):
            return Spot(place, place.lat, place.lon, 7)
        return said("out.no_one_country", "the place that is named lies in no one country")
    if place.precision == "country":
        # "eastern Turkey" is a part of the country, "Turkey" the whole of it.
        return Spot(place, place.lat, place.lon, 5 if is_near(place) else 6)
    code = _WHERE[place.precision]
    return Spot(place, place.lat, place.lon, 2 if code == 1 and is_near(place) else code)


def _articles(record: IncidentRecord) -> list[str]:
    days = {
        t.ref.report: f"{t.outlet or 'unknown'}, {t.report_day.isoformat() if t.report_day else 'undated'}" for t in statements_of(record)
    }
    return [days[report] for report in record.reports if report in days]


def _number(incident: str) -> int:
    head = incident[:10]
    try:
        return int(head, 16) if len(head) == 10 else int(hashlib.sha256(incident.encode()).hexdigest()[:10], 16)
    except ValueError:
        return int(hashlib.sha256(incident.encode()).hexdigest()[:10], 16)


def _state(code: str | None, sides: Sides) -> int | None:
    country = country_of(code) if sides.violence == 1 else None
    return country.gw if country else None
