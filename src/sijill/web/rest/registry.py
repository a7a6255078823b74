"""The registry: actors, places and the other entries of the lexicon, as this desk knows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.knowledge import Knowledge
from sijill.knowledge.gazetteer import Row
from sijill.knowledge.lexicon import Entry, fold_words, without_article
from sijill.model.said import said
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.asked import no_cursor
from sijill.web.rest.problems import told
from sijill.web.rest.types import MOST, CountryCode, Line, Strict

router = APIRouter(prefix="/api/v1", tags=["registry"], dependencies=[Depends(Limited())])
EntryName = Annotated[str, Path(min_length=1, max_length=120, description="Id of an entry.")]


class EntryOut(Strict):
    """An entry of the lexicon: what it means. The lexicon's own files hold what people say, with examples."""

    id: str
    room: str = Field(examples=["actors", "events", "times"])
    part_of_speech: str
    means: dict[str, str]


class Entries(Strict):
    """A page of entries, by id."""

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


class FindingEntries(Finding):
    """What is looked for in the lexicon."""

    room: Line | None = Field(None, examples=["actors"])


@router.get("/actors", response_model=Entries, responses=told(304), summary="Find actors")
def actors(request: Request, desk: TheDesk, person: Reading, query: Annotated[Finding, Query()]) -> Response:
    """Actors of the registry."""
    return _entries(request, desk, query, "actors")


@router.get("/actors/{id}", response_model=EntryOut, responses=told(304, 404), summary="One actor")
def actor(request: Request, desk: TheDesk, person: Reading, id: EntryName) -> Response:
    """One actor of the registry."""
    return _entry(request, desk, id, "actors")


@router.get("/lexicon", response_model=Entries, responses=told(304), summary="Find entries of the lexicon")
def lexicon(request: Request, desk: TheDesk, person: Reading, query: Annotated[FindingEntries, Query()]) -> Response:
    """Entries of every room of the lexicon, or of one."""
    return _entries(request, desk, query, query.room)


@router.get("/lexicon/{id}", response_model=EntryOut, responses=told(304, 404), summary="One entry of the lexicon")
def entry(request: Request, desk: TheDesk, person: Reading, id: EntryName) -> Response:
    """One entry."""
    return _entry(request, desk, id, None)


@router.get("/places", response_model=Places, responses=told(304), summary="Find places")
def places(request: Request, desk: TheDesk, person: Reading, query: Annotated[FindingPlaces, Query()]) -> Response:
    """Places of the gazetteer."""
    rows = list(_named_places(desk.workshop.knowledge, query.find))
    rows = [row for row in rows if query.country in (None, row.country)]
    rows.sort(key=lambda row: (-row.population, row.id))
    begin = _begin(query.cursor)
    part = rows[begin : begin + query.limit]
    cursor = str(begin + query.limit) if len(rows) > begin + query.limit else ""
    return answer(request, Places(items=list(map(_place, part)), cursor=cursor or None), following=cursor)


@router.get("/places/{id}", response_model=PlaceEntry, responses=told(304, 404), summary="One place")
def place(request: Request, desk: TheDesk, person: Reading, id: EntryName) -> Response:
    """One place of the gazetteer."""
    gazetteer = desk.workshop.knowledge.gazetteer
    if id not in gazetteer.by_id:
        raise not_found("missing.entry", said("missing.place", "there is no place {id!r}", id=id))
    return answer(request, _place(gazetteer.rows[gazetteer.by_id[id]]))


def _entries(request: Request, desk: Desk, query: Finding, room: str | None) -> Response:
    found = sorted({e.id: e for e in _named(desk.workshop.knowledge, query.find) if room in (None, e.room)}.items())
    begin = _begin(query.cursor)
    items = [_out(entry) for _, entry in found[begin : begin + query.limit]]
    cursor = str(begin + query.limit) if len(found) > begin + query.limit else ""
    return answer(request, Entries(items=items, cursor=cursor or None), following=cursor)


def _entry(request: Request, desk: Desk, id: str, room: str | None) -> Response:
    lexicon = desk.workshop.knowledge.lexicon
    found = lexicon.entry(id) if id in lexicon.by_id else None
    if found is None or room not in (None, found.room):
        raise not_found("missing.entry", said("missing.entry", "there is no entry {id!r}", id=id))
    return answer(request, _out(found))


def _named(knowledge: Knowledge, asked: str | None) -> Iterator[Entry]:
    lexicon = knowledge.lexicon
    if not asked:
        yield from lexicon.entries
        return
    words = tuple(map(without_article, fold_words(asked)))
    shelf = lexicon.forms.get(words[0]) if words else None
    for form in shelf.forms() if shelf is not None else ():
        if form.rest[: len(words) - 1] == words[1:]:
            yield lexicon.entries[form.entry]
    wanted = asked.strip().casefold()
    yield from (e for e in lexicon.entries if wanted in e.id.casefold() or wanted in e.meaning("label").casefold())


def _named_places(knowledge: Knowledge, asked: str | None) -> Iterator[Row]:
    gazetteer = knowledge.gazetteer
    if not asked:
        yield from gazetteer.rows
        return
    words = tuple(map(without_article, fold_words(asked)))
    found = {
        number: None
        for form in (gazetteer.forms.get(words[0], ()) if words else ())
        if form.rest[: len(words) - 1] == words[1:]
        for number in form.rows
    }
    wanted = asked.strip().casefold()
    found |= {number: None for number, row in enumerate(gazetteer.rows) if wanted in row.en.casefold() or wanted == row.id.casefold()}
    yield from (gazetteer.rows[number] for number in found)


def _out(entry: Entry) -> EntryOut:
    return EntryOut(id=entry.id, room=entry.room, part_of_speech=entry.pos, means=dict(entry.means))


def _place(row: Row) -> PlaceEntry:
    return PlaceEntry(
        id=row.id, name=row.en, arabic=[name for name in row.ar if name], kind=row.kind, country=row.country or None,
        admin1=row.admin1 or None, lat=row.lat, lon=row.lon, population=row.population,
    )  # fmt: skip


def _begin(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 9:
        raise no_cursor(cursor)
    return int(cursor)
