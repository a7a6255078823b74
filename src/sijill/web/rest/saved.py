"""One's saved searches, each with a feed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from sijill.register import saved
from sijill.store.account_rows import SavedSearch
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Owning
from sijill.web.asking import asked_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Line, Strict, Words

router = APIRouter(prefix="/api/v1/saved", tags=["saved"], dependencies=[Depends(Limited())])
Number = Annotated[int, Path(ge=1, le=2**53, description="Number of a saved search.", examples=[1])]
_KEEP_NOT = {"cache-control": "no-store"}


class SavedOut(Strict):
    """A saved search."""

    id: int
    name: str
    query: str = Field(examples=["country=IQ&type=ied"], description="As `GET /api/v1/incidents` takes it.")
    made: datetime
    incidents: int = Field(description="How many it finds now.")


class SavedSearches(Strict):
    """One's saved searches, by name."""

    items: list[SavedOut]


class SavedIn(Strict):
    """A search to be kept."""

    name: Line = Field(examples=["bombs in Iraq"])
    query: Words = Field(examples=["country=IQ&type=ied"])


class NameIn(Strict):
    """Another name."""

    name: Line


class SavedMade(Strict):
    """A saved search with the address of its feed, which is told this once: whoever knows it reads the feed."""

    search: SavedOut
    feed: str


@router.get("", response_model=SavedSearches, responses=told(304), summary="List your saved searches")
def every(request: Request, desk: TheDesk, person: Owning) -> Response:
    """What one saved."""
    items = [_out(desk, search) for search in saved.saved_searches(desk.register, person.owner)]
    return answer(request, SavedSearches(items=items), headers=_KEEP_NOT)


@router.post("", response_model=SavedMade, status_code=201, responses=told(409, 413), summary="Save a search")
def save(request: Request, desk: TheDesk, person: Owning, body: SavedIn) -> Response:
    """Keeps a search, and makes its feed."""
    made, secret = saved.save_search(desk.register, person.owner, body.name, body.query, desk.workshop.clock())
    return answer(request, SavedMade(search=_out(desk, made), feed=_feed(request, desk, secret)), status=201, headers=_KEEP_NOT)


@router.patch("/{number}", response_model=SavedOut, responses=told(404, 409, 413), summary="Rename a saved search")
def rename(request: Request, desk: TheDesk, person: Owning, number: Number, body: NameIn) -> Response:
    """Calls it something else."""
    return answer(request, _out(desk, saved.rename_search(desk.register, person.owner, number, body.name)), headers=_KEEP_NOT)


@router.post("/{number}/feed", response_model=SavedMade, status_code=201, responses=told(404, 409), summary="Renew the address of a feed")
def renew(request: Request, desk: TheDesk, person: Owning, number: Number) -> Response:
    """Gives its feed another address; the one before no longer opens it."""
    secret = saved.new_feed(desk.register, person.owner, number)
    search = next(one for one in saved.saved_searches(desk.register, person.owner) if one.id == number)
    return answer(request, SavedMade(search=_out(desk, search), feed=_feed(request, desk, secret)), status=201, headers=_KEEP_NOT)


@router.delete("/{number}", status_code=204, responses=told(404, 409), response_class=Response, summary="Remove a saved search")
def remove(request: Request, desk: TheDesk, person: Owning, number: Number) -> Response:
    """Removes it; its feed ends."""
    saved.remove_search(desk.register, person.owner, number)
    return Response(status_code=204)


def _out(desk: Desk, search: SavedSearch) -> SavedOut:
    asked = asked_of(parse_qsl(search.query), desk.workshop.knowledge)
    return SavedOut(
        id=search.id, name=search.name, query=search.query, made=search.made, incidents=desk.register.count(asked.filters)
    )  # fmt: skip


def _feed(request: Request, desk: Desk, secret: str) -> str:
    return f"{desk.settings.address or str(request.base_url).rstrip('/')}/saved/{secret}.atom"
