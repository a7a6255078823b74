"""Where reports come from."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said, said_by
from sijill.register.sources import SourceRefusedError, keep_source
from sijill.store.rows import Job, Source
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading, Sourcing
from sijill.web.access.sessions import Person
from sijill.web.access.trail import told as told_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import ApiRefusal, told
from sijill.web.rest.types import Address, Line, Strict

router = APIRouter(prefix="/api/v1/sources", tags=["sources"], dependencies=[Depends(Limited())])
Number = Annotated[int, Path(ge=1, le=2**53, description="Number of a source.", examples=[1])]
Kind = Literal["feed", "sitemap", "page"]


class SourceOut(Strict):
    """A feed, a site or a folder that reports come from."""

    id: int
    address: str
    kind: str
    outlet: str
    country: str | None
    zone: str | None
    leaning: str | None = Field(description="As `leaning_by` states it; Sijill states none.")
    leaning_by: str | None
    visited: datetime | None = Field(description="When it was last visited.")
    job: int | None = Field(description="The job of that visit.")


class Sources(Strict):
    """The sources of the register."""

    items: list[SourceOut]


class SourceFacts(Strict):
    """What is stated of a source; what is left out is not known."""

    outlet: Line = Field(examples=["وكالة نينوى"], description="Who publishes there.")
    country: Line | None = Field(None, examples=["IQ"], description="Its country, ISO 3166.")
    zone: Line | None = Field(None, examples=["Asia/Baghdad"], description="Its time zone: the day of publication is counted there.")
    leaning: Line | None = Field(None, description="Its leaning, as `leaning_by` states it.")
    leaning_by: Line | None = None


class SourceIn(SourceFacts):
    """A source to be added."""

    address: Address = Field(examples=["https://example.org/rss"])
    kind: Kind | None = Field(None, description="Told by the address where it is left out.")


@router.get("", response_model=Sources, responses=told(304), summary="List sources")
def sources(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The sources of the register; `sijill ingest` visits them all."""
    visits = _visits(desk)
    return answer(request, Sources(items=[_out(source, visits) for source in desk.register.sources()]))


@router.get("/{number}", response_model=SourceOut, responses=told(304, 404), summary="One source")
def source(request: Request, desk: TheDesk, person: Reading, number: Number) -> Response:
    """One source."""
    return answer(request, _out(_known(desk, number), _visits(desk)))


@router.post("", response_model=SourceOut, status_code=201, responses=told(409, 413), summary="Add a source")
def add(request: Request, desk: TheDesk, person: Sourcing, body: SourceIn) -> Response:
    """Adds a source of the web, or changes the one of that address; folders are added on the command line alone."""
    made = Source(body.address, body.kind or "", body.outlet, body.country, body.zone, body.leaning, body.leaning_by)
    kept = _keep(request, desk, person, made)
    return answer(request, _out(kept, _visits(desk)), status=201, headers={"location": f"/api/v1/sources/{kept.id}"})


@router.put("/{number}", response_model=SourceOut, responses=told(404, 409, 413), summary="Change a source")
def change(request: Request, desk: TheDesk, person: Sourcing, number: Number, body: SourceFacts) -> Response:
    """States anew what is known of a source; its address and kind stay, and so does what was captured from it."""
    known = _known(desk, number)
    made = Source(known.address, known.kind, body.outlet, body.country, body.zone, body.leaning, body.leaning_by)
    return answer(request, _out(_keep(request, desk, person, made), _visits(desk)))


def _keep(request: Request, desk: Desk, person: Person, made: Source) -> Source:
    try:
        kept = keep_source(desk.register, desk.workshop, made, person.owner, paths=False)
    except SourceRefusedError as error:
        raise ApiRefusal(422, "failed.source", said_by(error)) from None
    told_of(request)
    return kept


def _known(desk: Desk, number: int) -> Source:
    found = next((source for source in desk.register.sources() if source.id == number), None)
    if found is None:
        raise not_found("missing.source", said("missing.source", "there is no source {number}", number=number))
    return found


def _visits(desk: Desk) -> dict[str, Job]:
    """The last job of each address."""
    found: dict[str, Job] = {}
    for job in desk.register.jobs():
        found.setdefault(job.target, job)
    return found


def _out(source: Source, visits: dict[str, Job]) -> SourceOut:
    job = visits.get(source.address)
    names = ("id", "address", "kind", "outlet", "country", "zone", "leaning", "leaning_by")
    known = {name: getattr(source, name) for name in names}
    return SourceOut(**known, visited=job.started if job else None, job=job.id if job else None)
