"""The registry: actors, places, sources, and the other entries of the lexicon, with their examples and where they were found."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from sijill.exports.labels import KIND_NAMES, WEAPONS_AR, country_name, one
from sijill.knowledge.fields import GRAMMAR
from sijill.knowledge.files import OWN_ROOMS, RawEntry
from sijill.model import KINDS, Place
from sijill.register.uses import uses_of
from sijill.web import shelves
from sijill.web.access.roles import Reading
from sijill.web.addresses import with_query
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import Refusal, not_found
from sijill.web.render import render, words_of
from sijill.web.words import Lang

router = APIRouter()
PAGE = 60
LAST = 400  # reports whose readings are looked through for an entry
SOME = 40
ROOMS = tuple(room for room in OWN_ROOMS if room != "actors")
_PRECISIONS = {"country": "country", "governorate": "governorate", "district": "district", "town": "town", "village": "town"}
PLACE_KINDS = ("country", "governorate", "district", "town", "village", "quarter", "site")
_TABS = ("actors", "places", "sources", "lexicon")
Word = Annotated[str, Query(max_length=200)]
Begin = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("/registry", include_in_schema=False)
def registry(request: Request, person: Reading) -> Response:
    """Its first shelf."""
    return RedirectResponse("/registry/actors", 303)


@router.get("/registry/actors", include_in_schema=False)
def actors(
    request: Request, desk: TheDesk, person: Reading, find: Word = "", kind: Word = "", country: Word = "", begin: Begin = 0
) -> Response:
    """Actors, by name, kind and country."""
    held = _shelves(desk)
    found = held.find(find, ("actors",), kind=kind, country=country.upper())
    lang = words_of(request).lang
    countries = sorted({e.meaning("country") for e in held.entries if shelves.room_of(e) == "actors"} - {""})
    return _list(
        request, desk, "actors", found, begin, {"find": find, "kind": kind, "country": country},
        kinds=[(name, one(KIND_NAMES[name], lang)) for name in sorted(KINDS)],
        countries=sorted(((code, country_name(code, lang)) for code in countries if code != "XX"), key=lambda c: c[1]),
        counts=desk.catalogue.having("actor"),
    )  # fmt: skip


@router.get("/registry/lexicon", include_in_schema=False)
def lexicon(request: Request, desk: TheDesk, person: Reading, find: Word = "", room: Word = "", begin: Begin = 0) -> Response:
    """Entries of the other rooms."""
    found = _shelves(desk).find(find, (room,) if room in ROOMS else ROOMS)
    return _list(request, desk, "lexicon", found, begin, {"find": find, "room": room}, rooms=ROOMS, counts={})


@router.get("/registry/actors/{name}", include_in_schema=False)
def actor(request: Request, desk: TheDesk, person: Reading, name: str) -> Response:
    """One actor."""
    return _entry(request, desk, "actors", name)


@router.get("/registry/lexicon/{name}", include_in_schema=False)
def entry(request: Request, desk: TheDesk, person: Reading, name: str) -> Response:
    """One entry of the lexicon."""
    return _entry(request, desk, "lexicon", name)


@router.get("/registry/places", include_in_schema=False)
def places(
    request: Request, desk: TheDesk, person: Reading, find: Word = "", country: Word = "", kind: Word = "", begin: Begin = 0
) -> Response:
    """Places, by name, country and kind."""
    knowledge, lang = desk.workshop.knowledge, words_of(request).lang
    rows = shelves.find_places(knowledge, find, country.upper(), kind)
    asked = {"find": find, "country": country, "kind": kind}
    return render(
        request, "registry_places.html.j2", tabs=_TABS, tab="places", asked=asked, rows=rows[begin : begin + PAGE], total=len(rows),
        later=_later("places", asked, begin, len(rows)), named=_named(lang), kinds=PLACE_KINDS,
        countries=sorted(((code, country_name(code, lang)) for code in knowledge.gazetteer.countries), key=lambda c: c[1]),
    )  # fmt: skip


@router.get("/registry/places/{name}", include_in_schema=False)
def place(request: Request, desk: TheDesk, person: Reading, name: str) -> Response:
    """One place: its names, what it lies in, its namesakes, its place on the map."""
    gazetteer = desk.workshop.knowledge.gazetteer
    if name not in gazetteer.by_id:
        raise not_found("missing.entry", name[:80])
    row = gazetteer.rows[gazetteer.by_id[name]]
    words = words_of(request)
    precision: Any = _PRECISIONS.get(row.kind, "site")
    found = Place(row.ar[0] or row.en, row.en, row.admin1 or None, row.country or None, row.lat, row.lon, precision, row.id)
    named = _named(words.lang)
    heads = gazetteer.capital_of.get(row.id)
    return render(
        request, "registry_place.html.j2", tabs=_TABS, tab="places", row=row, named=named, above=shelves.above(gazetteer, row),
        below=shelves.below(gazetteer, row, SOME), namesakes=shelves.namesakes(gazetteer, row)[:SOME],
        many=desk.catalogue.having("place").get(row.en, 0), heads=gazetteer.rows[gazetteer.by_id[heads]] if heads else None,
        found=found,
    )  # fmt: skip


def _named(lang: Lang) -> Any:
    return lambda row: row.ar[0] if lang == "ar" and row.ar[0] else row.en


def _shelves(desk: Desk) -> shelves.Shelves:
    held, wrong = shelves.readable(desk.settings.lexicon)
    if held is None:
        raise Refusal(409, "registry.unreadable", wrong)
    return held


def _later(tab: str, asked: dict[str, str], begin: int, total: int) -> str:
    if begin + PAGE >= total:
        return ""
    return with_query(f"/registry/{tab}", [*((k, v) for k, v in asked.items() if v), ("begin", str(begin + PAGE))])


def _list(request: Request, desk: Desk, tab: str, found: list[RawEntry], begin: int, asked: dict[str, str], **values: Any) -> Response:
    return render(
        request, "registry.html.j2", tabs=_TABS, tab=tab, asked=asked, entries=found[begin : begin + PAGE], total=len(found),
        later=_later(tab, asked, begin, len(found)), room_of=shelves.room_of, **values,
    )  # fmt: skip


def _entry(request: Request, desk: Desk, tab: str, name: str) -> Response:
    held = _shelves(desk)
    found = held.by_id.get(name)
    if found is None or (shelves.room_of(found) == "actors") != (tab == "actors"):
        raise not_found("missing.entry", name[:80])
    facet, value = _facet(found)
    room = shelves.room_of(found)
    read_with = desk.workshop.knowledge.lexicon.by_id
    return render(
        request, "registry_entry.html.j2", tabs=_TABS, tab=tab, entry=found, room=room, names=shelves.NAMES, guards=shelves.GUARDS,
        marked=shelves.marked, facet=facet, value=value, many=desk.catalogue.having(facet).get(value, 0) if facet else 0,
        uses=uses_of(desk.register, name, LAST), parent=held.by_id.get(found.meaning("parent")),
        known=name in read_with or room in GRAMMAR, kind=KIND_NAMES.get(found.meaning("kind")),
        kind_lang=0 if words_of(request).lang == "en" else 1, shown=SOME,
    )  # fmt: skip


def _facet(found: RawEntry) -> tuple[str, str]:
    """By which facet incidents are asked for that have this entry, and its value."""
    room = shelves.room_of(found)
    if room in ("actors", "nouns"):
        return "actor", found.id
    if room == "weapons" and found.meaning("weapon") in WEAPONS_AR:
        return "weapon", found.meaning("weapon")
    return "", ""
