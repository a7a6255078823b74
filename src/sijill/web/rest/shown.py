"""From what the register holds to what the API gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sijill.exports.geojson import circle, radius_km
from sijill.model import PLACE_PRECISIONS, Place
from sijill.register.confirming import confirmed_by, waits
from sijill.register.days import FROM_PUBLICATION
from sijill.store.register import Register
from sijill.store.rows import Decision, Projection
from sijill.web.rest.types import Days, DecisionOut, Party, PlaceOut, SubjectOut, Toll
from sijill.web.rest.types_incidents import Feature, IncidentOut


def decision_out(decision: Decision, waiting: Collection[int] = ()) -> DecisionOut:
    """A decision; `waiting` holds the numbers of those that wait for a second reviewer."""
    names = ("id", "at", "reviewer", "kind", "reason", "before", "after", "undoes", "undone_by", "sample", "knowledge", "code")
    subjects = [SubjectOut(kind=subject.kind, id=subject.id) for subject in decision.subjects]
    return DecisionOut(**{name: getattr(decision, name) for name in names}, subjects=subjects, waiting=decision.id in waiting)


def waiting_among(register: Register, decisions: Collection[Decision]) -> frozenset[int]:
    """The numbers of those that wait for a second reviewer."""
    asked = [d for d in decisions if waits(d) and d.undone_by is None]
    about = register.decisions_about({subject for d in asked for subject in d.subjects}) if asked else ()
    confirmed = {confirmed_by(d) for d in about if d.undone_by is None}
    return frozenset(d.id for d in asked if d.id not in confirmed)


def incident_out(projection: Projection) -> IncidentOut:
    """An incident as lists give it: its settled values without the statements behind them."""
    record: Mapping[str, Any] = projection.record
    when, place = record["date"], record["place"]
    return IncidentOut(
        id=projection.id,
        type=projection.type,
        factuality=projection.factuality,
        date=None
        if when is None
        else Days(start=when["start"], end=when["end"], precision=when["precision"], from_publication=when.get("rule") == FROM_PUBLICATION),
        clock=record["clock"],
        place=None if place is None else PlaceOut(**{name: place.get(name) for name in PlaceOut.model_fields}),
        perpetrators=_parties(record["perpetrators"]),
        claimed_by=_parties(record["claimed_by"]),
        accused=_parties(record["accused"]),
        denied_by=_parties(record["denied_by"]),
        targets=_parties(record["targets"]),
        weapons=record["weapons"],
        killed=_toll(record["killed"]),
        wounded=_toll(record["wounded"]),
        captured=_toll(record["captured"]),
        reports=record["reports"],
        outlets=record["outlets"],
        independent=projection.independent,
        confidence=round(projection.confidence, 4),
        review=projection.review,
        corrected_fields=record["corrected_fields"],
        contested=record["contested"],
        waiting=record.get("waiting", []),
    )


def feature(projection: Projection) -> Feature:
    """An incident on a map (RFC 7946): a point for a town or a site, else an area as large as the words; never a false pin."""
    found = incident_out(projection)
    place = found.place
    geometry: dict[str, Any] | None = None
    radius = radius_km(_place(place)) if place is not None else None
    if place is not None and radius is not None and place.lat is not None and place.lon is not None:
        if place.precision in ("site", "town"):
            geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
        else:
            geometry = {"type": "Polygon", "coordinates": [circle(place.lat, place.lon, radius)]}
    return Feature(id=found.id, geometry=geometry, properties=found.model_dump(mode="json") | {"radius_km": radius})


def _place(found: PlaceOut) -> Place | None:
    if found.precision not in PLACE_PRECISIONS:
        return None
    return Place(
        found.text or "", found.name, found.admin1, found.country, found.lat, found.lon, found.precision, found.gazetteer_id,
    )  # fmt: skip


def _parties(found: Iterable[Mapping[str, Any]]) -> list[Party]:
    return [Party(text=one["text"], label=one["label"], kind=one["kind"], actor_id=one["actor_id"]) for one in found]


def _toll(found: Mapping[str, int] | None) -> Toll | None:
    return None if found is None else Toll(low=found["low"], high=found["high"], conservative=found["conservative"])
