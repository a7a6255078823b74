"""Names that go on as somebody began to write, and days in the Hijri calendar."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import TheDesk
from sijill.web.filters import hijri
from sijill.web.places_near import nearest
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Line, Strict

router = APIRouter(prefix="/api/v1", tags=["registry"], dependencies=[Depends(Limited())])
Language = Annotated[Literal["ar", "en"], Field(description="In which the names are given; what is begun may be in either.")]


class NamedOut(Strict):
    """Something that has a name."""

    value: str = Field(description="What a correction or a question takes.")
    name: str
    beside: str = Field(description="What tells it from others of that name.")


class Names(Strict):
    """What is called so, whole names first, then the best known."""

    items: list[NamedOut]


class ChoiceOut(Strict):
    """A value by which incidents can be asked for."""

    value: str
    name: str
    incidents: int


class Choices(Strict):
    """Values by which incidents can be asked for, the most frequent first."""

    items: list[ChoiceOut]


class Begun(Strict):
    """What somebody began to write."""

    begun: Line = Field("", examples=["رماد"])
    lang: Language = "ar"
    limit: int = Field(10, ge=1, le=100)


class NearPlace(Strict):
    """A place near a point."""

    id: str
    name: str
    km: float
    lat: float
    lon: float
    kind: str
    country: str | None
    admin1: str | None


class NearPlaces(Strict):
    """Places of the gazetteer about a point, the nearest first."""

    items: list[NearPlace]


class Point(Strict):
    """A point, in decimal degrees (WGS 84)."""

    lat: float = Field(ge=-90, le=90, examples=[33.42])
    lon: float = Field(ge=-180, le=180, examples=[43.3])


class DayOut(Strict):
    """A day in both calendars."""

    day: date
    hijri: str = Field(description="Empty beyond the years that the tables of Umm al-Qura cover.")


class DayAsked(Strict):
    """Which day."""

    day: date
    lang: Language = "ar"


@router.get("/names/{room}", response_model=Names, responses=told(304), summary="Complete a name")
def names(
    request: Request, desk: TheDesk, person: Reading, room: Literal["places", "actors", "weapons"], query: Annotated[Begun, Query()]
) -> Response:
    """Places, actors or weapons of which every word that was begun begins a word, however it is spelled."""
    found = desk.catalogue.names.complete(room, query.begun, query.lang, query.limit)
    return answer(request, Names(items=[NamedOut(value=one.value, name=one.name, beside=one.beside) for one in found]))


@router.get("/facets/{facet}", response_model=Choices, responses=told(304), summary="Complete a value of a question")
def facet(
    request: Request, desk: TheDesk, person: Reading, facet: Literal["actor", "claimed_by", "weapon", "outlet", "place"],
    query: Annotated[Begun, Query()],
) -> Response:  # fmt: skip
    """The values that incidents have, the most frequent first."""
    found = desk.catalogue.complete(facet, query.begun, query.lang, query.limit)
    return answer(request, Choices(items=[ChoiceOut(value=one.value, name=one.name, incidents=one.many) for one in found]))


@router.get("/places/near", response_model=NearPlaces, responses=told(304), summary="Places near a point")
def near(request: Request, desk: TheDesk, person: Reading, query: Annotated[Point, Query()]) -> Response:
    """The places of the gazetteer about a point, the nearest first."""
    wide = math.cos(math.radians(query.lat)) * 111.2
    items = [
        NearPlace(
            id=row.id, name=row.en, lat=row.lat, lon=row.lon, kind=row.kind, country=row.country or None, admin1=row.admin1 or None,
            km=round(math.hypot((row.lat - query.lat) * 111.2, (row.lon - query.lon) * wide), 1),
        )
        for row in nearest(desk.workshop.knowledge.gazetteer, query.lat, query.lon)
    ]  # fmt: skip
    return answer(request, NearPlaces(items=items))


@router.get("/days/hijri", response_model=DayOut, responses=told(304), summary="A day in the Hijri calendar")
def in_hijri(request: Request, desk: TheDesk, person: Reading, query: Annotated[DayAsked, Query()]) -> Response:
    """A day in the Hijri calendar of Umm al-Qura."""
    return answer(request, DayOut(day=query.day, hijri=hijri(query.day, query.lang) or ""))
