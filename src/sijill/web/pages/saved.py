"""Saved searches, and the feed of each under a secret address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.register import saved
from sijill.register.account_errors import AccountError
from sijill.store.account_rows import SavedSearch
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Owning, Visitor
from sijill.web.asking import asked_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.feed import atom
from sijill.web.flash import sent_on
from sijill.web.forms import Form, wrong
from sijill.web.pages.incidents import Chip, chips
from sijill.web.render import render, words_of

router = APIRouter()
ENTRIES = 50  # of a feed


@dataclass(frozen=True, slots=True)
class Row:
    """A saved search: what it asks, its address, and how many incidents it finds now."""

    search: SavedSearch
    chips: list[Chip]
    address: str
    many: int


class SaveForm(Form):
    """A search to be kept."""

    name: str = Field(default="", max_length=400)
    query: str = Field(default="", max_length=4000)


class NameForm(Form):
    """Another name."""

    name: str = Field(default="", max_length=400)


@router.get("/saved", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Owning, query: Annotated[str, Query(max_length=4000)] = "") -> Response:
    """What somebody saved; with `query` a search that waits for a name."""
    return _page(request, desk, person.owner, sent=SaveForm(query=query))


@router.post("/saved", include_in_schema=False)
def save(request: Request, desk: TheDesk, person: Owning, form: Annotated[SaveForm, FormData()]) -> Response:
    """Keeps a search; the address of its feed is shown this once."""
    try:
        made, secret = saved.save_search(desk.register, person.owner, form.name, form.query, desk.workshop.clock())
    except AccountError as error:
        return _refused(request, desk, person.owner, error, sent=form)
    return _page(request, desk, person.owner, link=_feed_address(request, desk, secret), linked=made)


@router.post("/saved/{number}/name", include_in_schema=False)
def rename(request: Request, desk: TheDesk, person: Owning, number: int, form: Annotated[NameForm, FormData()]) -> Response:
    """Calls it something else."""
    try:
        saved.rename_search(desk.register, person.owner, number, form.name)
    except AccountError as error:
        return _refused(request, desk, person.owner, error)
    return sent_on(request, "/saved", "saved.renamed")


@router.post("/saved/{number}/feed", include_in_schema=False)
def renew(request: Request, desk: TheDesk, person: Owning, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Another address for its feed; the one before no longer opens it."""
    try:
        secret = saved.new_feed(desk.register, person.owner, number)
    except AccountError as error:
        return _refused(request, desk, person.owner, error)
    linked = next(search for search in saved.saved_searches(desk.register, person.owner) if search.id == number)
    return _page(request, desk, person.owner, link=_feed_address(request, desk, secret), linked=linked)


@router.post("/saved/{number}/remove", include_in_schema=False)
def remove(request: Request, desk: TheDesk, person: Owning, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Removes it; its feed ends."""
    try:
        saved.remove_search(desk.register, person.owner, number)
    except AccountError as error:
        return _refused(request, desk, person.owner, error)
    return sent_on(request, "/saved", "saved.removed")


@router.get("/saved/{token}.atom", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def feed(request: Request, desk: TheDesk, person: Visitor, token: str) -> Response:
    """The feed: whoever knows its address reads it, as programs that follow feeds cannot sign in."""
    search = saved.followed(desk.register, token) if len(token) <= 200 else None
    if search is None:
        raise not_found("saved.feed.missing")
    asked = asked_of(parse_qsl(search.query), desk.workshop.knowledge)
    found = desk.register.incidents(asked.filters, limit=ENTRIES, order="arrived").rows
    body = atom(search, found, _base(request, desk), _feed_address(request, desk, token), words_of(request))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "vary": "Cookie, Accept-Language"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/atom+xml", headers=headers)


def _base(request: Request, desk: Desk) -> str:
    return desk.settings.address or str(request.base_url).rstrip("/")


def _feed_address(request: Request, desk: Desk, secret: str) -> str:
    return f"{_base(request, desk)}/saved/{secret}.atom"


def _rows(request: Request, desk: Desk, owner: str) -> list[Row]:
    words = words_of(request)
    rows = []
    for search in saved.saved_searches(desk.register, owner):
        asked = asked_of(parse_qsl(search.query), desk.workshop.knowledge)
        rows.append(Row(search, chips(asked, desk, words), asked.address(), desk.register.count(asked.filters)))
    return rows


def _page(request: Request, desk: Desk, owner: str, status: int = 200, **shown: Any) -> Response:
    values: dict[str, Any] = {"rows": _rows(request, desk, owner), "fault": None, "link": "", "linked": None, "sent": SaveForm()} | shown
    sent: SaveForm = values["sent"]
    asked = asked_of(parse_qsl(sent.query.lstrip("?")), desk.workshop.knowledge)
    values |= {"asked": asked, "waiting": chips(asked, desk, words_of(request)), "many": desk.register.count(asked.filters)}
    return render(request, "saved.html.j2", status, {"cache-control": "no-store"}, **values)


def _refused(request: Request, desk: Desk, owner: str, error: AccountError, **shown: Any) -> Response:
    key, values, status = wrong(error)
    return _page(request, desk, owner, status, fault=(key, values), **shown)
