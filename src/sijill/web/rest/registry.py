"""The registry: actors, places and the other entries of the lexicon, as this desk knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.knowledge.fields import GRAMMAR
from sijill.knowledge.files import OWN_ROOMS, RawEntry
from sijill.knowledge.gazetteer import Row
from sijill.model.said import said
from sijill.register.uses import uses_of
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import Refusal, not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.asked import begins_at
from sijill.web.rest.problems import told
from sijill.web.rest.types import MOST, CountryCode, Line, Strict
from sijill.web.shelves import GUARDS, NAMES, Shelves, above, below, find_places, namesakes, readable, room_of

router = APIRouter(prefix="/api/v1", tags=["registry"], dependencies=[Depends(Limited())])
SOME = 40  # places in a place
LAST = 400  # reports that are looked through for an entry
EntryName = Annotated[str, Path(min_length=1, max_length=120, description="Id of an entry.")]


class EntryOut(Strict):
    """An entry of the lexicon: what people say, and what it means."""

    id: str
    room: str = Field(examples=["actors", "triggers", "times"])
    part_of_speech: str
    says: dict[str, list[str]] = Field(description="By the kind of name (`say`, `weak`, `loaded`, …) the words.")
    means: dict[str, str]
    known: bool = Field(description="Whether this desk reads with it already.")


class EntryWhole(EntryOut):
    """The same as its file writes it, with its proof."""

    file: str
    source: str = Field(description="Where the fact can be checked.")
    guards: dict[str, list[str]] = Field(description="Words beside which it is not read, or must be.")
    matches: list[dict[str, str]] = Field(description="Sentences in which it must be found.")
    ignores: list[dict[str, str]] = Field(description="Sentences in which it must not.")


class UseOut(Strict):
    """A report whose reading rests on an entry."""

    report: str
    events: int
    dropped: int


class UsesOut(Strict):
    """Where an entry was found, among the reports that came in last."""

    looked_at: int
    reports: list[UseOut]
    incidents: list[str]


class Entries(Strict):
    """A page of entries, in the order of the files; those named just as asked first."""

    items: list[EntryOut]
    cursor: str | None


class PlaceEntry(Strict):
    """A place of the gazetteer; decimal degrees, WGS 84."""

    id: str
    name: str
    arabic: list[str]
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    population: int


class PlaceWhole(PlaceEntry):
    """The same with what it lies in, what lies in it, and what else is called so."""

    within: list[PlaceEntry] = Field(description="From the country down.")
    holds: list[PlaceEntry] = Field(description=f"The largest first, {SOME} at most.")
    namesakes: list[PlaceEntry]
    incidents: int = Field(description="Incidents there.")


class Places(Strict):
    """A page of places, those with most inhabitants first."""

    items: list[PlaceEntry]
    cursor: str | None


class Finding(Strict):
    """What is looked for."""

    find: Line | None = Field(None, description="An id, an English label or part of it, or the first words of an Arabic name.")
    limit: int = Field(50, ge=1, le=MOST)
    cursor: Line | None = None


class FindingPlaces(Finding):
    """What is looked for among places."""

    country: CountryCode | None = None
    kind: Line = Field("", examples=["town", "governorate"])


class FindingActors(Finding):
    """What is looked for among actors."""

    kind: Line = Field("", examples=["militia"])
    country: Line = Field("", examples=["IQ"])


class FindingEntries(Finding):
    """What is looked for in the lexicon."""

    room: Line | None = Field(None, examples=["actors"])


@router.get("/actors", response_model=Entries, responses=told(304, 409), summary="Find actors")
def actors(request: Request, desk: TheDesk, person: Reading, query: Annotated[FindingActors, Query()]) -> Response:
    """Actors of the registry, by any spelling of their names, by kind and country; those named just so first."""
    return _entries(request, desk, query, ("actors",), kind=query.kind, country=query.country.upper())


@router.get("/actors/{id}", response_model=EntryWhole, responses=told(304, 404, 409), summary="One actor")
def actor(request: Request, desk: TheDesk, person: Reading, id: EntryName) -> Response:
    """One actor of the registry."""
    return _entry(request, desk, id, ("actors",))


@router.get("/lexicon", response_model=Entries, responses=told(304, 409), summary="Find entries of the lexicon")
def lexicon(request: Request, desk: TheDesk, person: Reading, query: Annotated[FindingEntries, Query()]) -> Response:
    """Entries of every room of the lexicon, or of one."""
    return _entries(request, desk, query, (query.room,) if query.room else OWN_ROOMS)


@router.get("/lexicon/{id}", response_model=EntryWhole, responses=told(304, 404, 409), summary="One entry of the lexicon")
def entry(request: Request, desk: TheDesk, person: Reading, id: EntryName) -> Response:
    """One entry with its examples."""
    return _entry(request, desk, id, OWN_ROOMS)


@router.get("/lexicon/{id}/uses", response_model=UsesOut, responses=told(304, 404, 409), summary="Where an entry was found")
def uses(request: Request, desk: TheDesk, person: Reading, id: EntryName) -> Response:
    """The reports among those that came in last whose reading rests on an entry, and their incidents."""
    _written(desk, id, OWN_ROOMS)
    found = uses_of(desk.register, id, LAST)
    reports = [UseOut(report=use.report.id, events=use.events, dropped=use.dropped) for use in found.reports]
    return answer(request, UsesOut(looked_at=found.looked_at, reports=reports, incidents=list(found.incidents)))


@router.get("/places", response_model=Places, responses=told(304), summary="Find places")
def places(request: Request, desk: TheDesk, person: Reading, query: Annotated[FindingPlaces, Query()]) -> Response:
    """Places of the gazetteer."""
    rows = find_places(desk.workshop.knowledge, query.find or "", query.country or "", query.kind)
    begin = begins_at(query.cursor)
    part = rows[begin : begin + query.limit]
    cursor = str(begin + query.limit) if len(rows) > begin + query.limit else ""
    return answer(request, Places(items=list(map(_place, part)), cursor=cursor or None), following=cursor)


@router.get("/places/{id}", response_model=PlaceWhole, responses=told(304, 404), summary="One place")
def place(request: Request, desk: TheDesk, person: Reading, id: EntryName) -> Response:
    """One place of the gazetteer."""
    gazetteer = desk.workshop.knowledge.gazetteer
    if id not in gazetteer.by_id:
        raise not_found("missing.entry", said("missing.place", "there is no place {id!r}", id=id))
    row = gazetteer.rows[gazetteer.by_id[id]]
    found = PlaceWhole(
        **_place(row).model_dump(), within=list(map(_place, above(gazetteer, row))), holds=list(map(_place, below(gazetteer, row, SOME))),
        namesakes=[_place(other.row) for other in namesakes(gazetteer, row)[:SOME]],
        incidents=desk.catalogue.having("place").get(row.en, 0),
    )  # fmt: skip
    return answer(request, found)


def _entries(request: Request, desk: Desk, query: Finding, rooms: Iterable[str], **means: str) -> Response:
    found = _shelves(desk).find(query.find or "", rooms, **means)
    begin = begins_at(query.cursor)
    items = [_out(desk, entry) for entry in found[begin : begin + query.limit]]
    cursor = str(begin + query.limit) if len(found) > begin + query.limit else ""
    return answer(request, Entries(items=items, cursor=cursor or None), following=cursor)


def _entry(request: Request, desk: Desk, id: str, rooms: Collection[str]) -> Response:
    found = _written(desk, id, rooms)
    whole = EntryWhole(
        **_out(desk, found).model_dump(), file=found.file, source=found.word("source"),
        guards={name: list(words) for name in GUARDS if (words := found.words(name))},
        matches=list(map(dict, found.examples("matches"))), ignores=list(map(dict, found.examples("ignores"))),
    )  # fmt: skip
    return answer(request, whole)


def _written(desk: Desk, id: str, rooms: Collection[str]) -> RawEntry:
    found = _shelves(desk).by_id.get(id)
    if found is None or room_of(found) not in rooms:
        raise not_found("missing.entry", said("missing.entry", "there is no entry {id!r}", id=id))
    return found


def _shelves(desk: Desk) -> Shelves:
    held, wrong = readable(desk.settings.lexicon)
    if held is None:
        raise Refusal(409, "registry.unreadable", wrong)
    return held


def _out(desk: Desk, entry: RawEntry) -> EntryOut:
    room = room_of(entry)
    return EntryOut(
        id=entry.id, room=room, part_of_speech=entry.word("pos"), means={name: entry.meaning(name) for name in entry.means},
        says={name: list(words) for name in NAMES if (words := entry.words(name))},
        known=entry.id in desk.workshop.knowledge.lexicon.by_id or room in GRAMMAR,
    )  # fmt: skip


def _place(row: Row) -> PlaceEntry:
    return PlaceEntry(
        id=row.id, name=row.en, arabic=[name for name in row.ar if name], kind=row.kind, country=row.country or None,
        admin1=row.admin1 or None, lat=row.lat, lon=row.lon, population=row.population,
    )  # fmt: skip
