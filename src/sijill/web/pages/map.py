"""Incidents on a map and a timeline, and what a place picker asks."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sijill.exports.evidence_words import REVIEWS
from sijill.exports.geojson import RADIUS_KM
from sijill.exports.labels import MONTHS, PRECISIONS, country_name, one, type_label
from sijill.knowledge import event_types
from sijill.knowledge.gazetteer import Gazetteer, Row
from sijill.web.access.roles import Reading
from sijill.web.asking import asked_of
from sijill.web.desk import TheDesk
from sijill.web.pages.incidents import chips, form_values
from sijill.web.places_near import nearest
from sijill.web.render import render, words_of
from sijill.web.spots import ArabicNames, arabic_names, columns
from sijill.web.words import Words

router = APIRouter()

# Groups of types as the map colours them: those of the lexicon, the quieter ones together.
GROUPS = ("remote_violence", "battle", "attack", "coercion", "demonstration", "other")
# The map takes so many incidents at most, the latest: beyond, a phone has too much to load and a screen nothing more to show.
MOST = 20_000
# What a kind of the gazetteer can place an incident to.
KIND_PRECISIONS = {"country": "country", "governorate": "governorate", "district": "district", "town": "town", "village": "town"}


@router.get("/incidents/map", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The map, the timeline and the list as one."""
    asked = asked_of(request.query_params.multi_items(), desk.workshop.knowledge)
    said = words_of(request)
    # The timeline has all days, and shows those that are asked for; where these are too many, it has those that are asked for.
    open_ended = asked_of([(k, v) for k, v in request.query_params.multi_items() if k not in ("since", "until")], desk.workshop.knowledge)
    too_many = desk.register.count(open_ended.filters) > MOST
    source = asked.address("/incidents/map.json") if too_many else asked.address("/incidents/map.json", since="", until="")
    days = () if too_many else (said("ask.since"), said("ask.until"))
    return render(
        request, "map.html.j2", asked=asked, source=source, words=map_words(said), tiles=desk.settings.tiles,
        since=asked.value("since"), until=asked.value("until"), groups=GROUPS, path="/incidents/map",
        chips=[c for c in chips(asked, desk, said, "/incidents/map") if c.name not in days],
        **form_values(asked, desk, said),
    )  # fmt: skip


@router.get("/incidents/map.json", include_in_schema=False)
def data(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The latest `MOST` of the incidents that are asked for, as columns, and of how many they are.

    304 where the browser has them as they are.
    """
    asked = asked_of(request.query_params.multi_items(), desk.workshop.knowledge)
    spots = desk.register.spots(asked.filters, limit=MOST)
    found = columns(spots, _arabic(request, desk.workshop.knowledge.gazetteer))
    found["of"] = len(spots) if len(spots) < MOST else desk.register.count(asked.filters)
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "cookie"}
    if tag in [t.strip() for t in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.get("/incidents/map/words.json", include_in_schema=False)
def words(request: Request, person: Reading) -> dict[str, Any]:
    """What the scripts of a small map say."""
    return map_words(words_of(request))


@router.get("/places/near", include_in_schema=False)
def near(
    request: Request, desk: TheDesk, person: Reading,
    lat: Annotated[float, Query(ge=-90, le=90)], lon: Annotated[float, Query(ge=-180, le=180)],
) -> dict[str, Any]:  # fmt: skip
    """The places of the gazetteer about a point, the nearest first, and the divisions there: for a person who picks one."""
    said = words_of(request)
    return {"places": [_place(row, said) for row in nearest(desk.workshop.knowledge.gazetteer, lat, lon)]}


def _place(row: Row, said: Words) -> dict[str, Any]:
    precision = KIND_PRECISIONS.get(row.kind, "site")
    return {
        "id": row.id, "name": (row.ar[0] if row.ar else row.en) if said.lang == "ar" else row.en, "lat": row.lat, "lon": row.lon,
        "precision": precision, "kind": one(PRECISIONS[precision], said.lang), "km": RADIUS_KM.get(precision),
        "within": ", ".join(filter(None, (row.admin1 if said.lang == "en" else "", country_name(row.country, said.lang)))),
        "area": row.country if precision == "country" else f"{row.country}/{row.admin1}" if row.admin1 else None,
    }  # fmt: skip


def _arabic(request: Request, gazetteer: Gazetteer) -> ArabicNames:
    """The Arabic names of places, gathered once for a gazetteer."""
    kept: tuple[Gazetteer, ArabicNames] | None = getattr(request.app.state, "arabic", None)
    if kept is None or kept[0] is not gazetteer:
        kept = request.app.state.arabic = (gazetteer, arabic_names(gazetteer))
    return kept[1]


def group_of(kind: str) -> str:
    """The group under which the map shows a type."""
    known = event_types().get(kind)
    return known.group if known and known.group in GROUPS else "other"


def map_words(said: Words) -> dict[str, Any]:
    """All that the scripts of the map say, in one language."""
    lang = said.lang
    keys = (
        "incident.one", "incident.two", "incident.few", "incident.many", "killed", "contested", "undated", "all", "unplaced", "failed",
        "zoom_in", "zoom_out", "map", "from", "until", "cleared", "shown", "area", "circle", "approximate", "pick", "picked", "picking",
        "nothing_near", "close", "gestures", "gestures_mac", "latest",
    )  # fmt: skip
    return {
        "lang": lang,
        **{key: said(f"map.{key}") for key in keys},
        "precisions": {name: one(pair, lang) for name, pair in PRECISIONS.items()},
        "groups": {name: said(f"map.group.{name}") for name in GROUPS},
        "order": GROUPS,
        "months": [one(pair, lang) for pair in MONTHS],
        "km": RADIUS_KM,
        "types": {name: [type_label(name, lang), GROUPS.index(group_of(name))] for name in event_types()},
        "reviews": {name: one(pair, lang) for name, pair in REVIEWS.items()},
    }
