"""Incidents: lists, maps, counts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import TheDesk
from sijill.web.rest.answers import GEOJSON, answer
from sijill.web.rest.asked import asked, no_cursor
from sijill.web.rest.problems import told
from sijill.web.rest.shown import feature, incident_out
from sijill.web.rest.types_incidents import Counts, CountsAsked, Features, Incidents, Listing

router = APIRouter(prefix="/api/v1", tags=["incidents"], dependencies=[Depends(Limited())])
_LISTED: dict[int | str, dict[str, Any]] = told(304) | {
    200: {"content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/Features"}}}, "description": "A page of incidents."}
}


@router.get("/incidents", response_model=Incidents, responses=_LISTED, summary="List incidents")
def incidents(request: Request, desk: TheDesk, person: Reading, query: Annotated[Listing, Query()]) -> Response:
    """The incidents that a question asks for, as JSON, or as GeoJSON with `Accept: application/geo+json` or `?format=geojson`."""
    question = asked(request, desk)
    try:
        page = desk.register.incidents(question.filters, question.cursor, query.limit, question.order)
    except ValueError:
        raise no_cursor(question.cursor) from None
    cursor = page.cursor or None
    if query.format == "geojson" or (query.format is None and GEOJSON in request.headers.get("accept", "")):
        features = Features(features=[feature(row) for row in page.rows], cursor=cursor)
        return answer(request, features, media_type=GEOJSON, following=page.cursor)
    return answer(request, Incidents(items=[incident_out(row) for row in page.rows], cursor=cursor), following=page.cursor)


@router.get("/incidents/counts", response_model=Counts, responses=told(304), summary="Count incidents")
def counts(request: Request, desk: TheDesk, person: Reading, query: Annotated[CountsAsked, Query()]) -> Response:
    """How many incidents there are by day, type, country, governorate (`"IQ Diyala"`), review or contradiction."""
    question = asked(request, desk)
    found = desk.register.counts(query.by, question.filters)
    return answer(request, Counts(by=query.by, counts=found, total=desk.register.count(question.filters)))
