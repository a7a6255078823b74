"""Reading an article without keeping it, and adding one by hand."""

from __future__ import annotations

import threading
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said, said_by
from sijill.register.adding import Added, AddError, Article, add_address, add_article, fetch_page, preview, read_by_hand
from sijill.sources import Defaults
from sijill.web.access.rates import HEAVY, Limited, TooOftenError
from sijill.web.access.roles import Adding, Reading
from sijill.web.desk import TheDesk
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import ApiRefusal, fault, told
from sijill.web.rest.types import Address, ArticleText, CountryCode, Json, Line, Strict

router = APIRouter(prefix="/api/v1", tags=["reports"], dependencies=[Depends(Limited(HEAVY))])
_FETCHING = threading.BoundedSemaphore(4)  # pages that are fetched at once, in one process
_TEXT = "انفجرت عبوة ناسفة أمس الأحد في مدينة الرمادي، ما أدى إلى مقتل ثلاثة جنود."


class ArticleIn(Strict):
    """An article with what is known of it."""

    text: ArticleText
    title: Line = ""
    outlet: Line = Field("", description="Who published it.")
    published: date | None = Field(None, description="The day of publication; relative dates stay open without it.")
    country: CountryCode | None = Field(None, description="The outlet's country.")


class ReportIn(ArticleIn):
    """The same, to be kept."""

    url: Address | None = Field(None, description="Where it was found; another text of one address is another version of one report.")


class AddressIn(Strict):
    """The address of one page of the public Internet, and what the page does not say of itself."""

    address: Address
    outlet: Line = ""
    published: date | None = None
    country: CountryCode | None = None


class ReadingOfText(Strict):
    """What an article was read to say; nothing was kept."""

    record: dict[str, Json]


class PageRead(Strict):
    """A page that was fetched, and what its article was read to say; nothing was kept."""

    title: str
    outlet: str
    published: date | None
    country: str | None
    url: str | None
    text: str = Field(description="To which the offsets of evidence refer.")
    record: dict[str, Json]


class ChangeOut(Strict):
    """What a new version says otherwise than the one before."""

    event: str
    field: str
    before: Json
    after: Json


class AddedOut(Strict):
    """What became of it."""

    report: str
    version: int
    outcome: str = Field(examples=["new", "version", "known"])
    incidents: list[str] = Field(description="Which hold or recall its events.")
    changes: list[ChangeOut]


_ARTICLE = {"article": {"value": {"text": _TEXT, "outlet": "وكالة النخيل", "published": "2021-09-13", "country": "IQ"}}}
_PAGE = {"page": {"value": {"address": "https://example.org/news/1", "outlet": "وكالة النخيل"}}}


@router.post("/readings", response_model=ReadingOfText, responses=told(413), summary="Read an article; nothing is kept")
def read(
    request: Request, desk: TheDesk, person: Reading, article: Annotated[ArticleIn, Body(openapi_examples=_ARTICLE)]
) -> Response:  # fmt: skip
    """The event record of a pasted article: events, statements, evidence, and what was dropped and why."""
    _known_country(desk, article.country)
    try:
        record = read_by_hand(Article(**article.model_dump()), desk.workshop.knowledge)
    except ValueError as error:
        raise fault("body", "text", said_by(error)) from None
    return answer(request, ReadingOfText(record=record))


@router.post("/readings/by-address", response_model=PageRead, responses=told(409, 413), summary="Fetch and read a page; nothing is kept")
def read_address(
    request: Request, desk: TheDesk, person: Adding, page: Annotated[AddressIn, Body(openapi_examples=_PAGE)]
) -> Response:  # fmt: skip
    """Fetch one page, obeying its robots.txt, and tell what its article is read to say. Addresses that lead inwards are refused."""
    _known_country(desk, page.country)
    if not _FETCHING.acquire(blocking=False):
        raise TooOftenError(5)
    try:
        found = fetch_page(
            desk.workshop, page.address, person.name, contact=desk.settings.contact, inner=desk.settings.inner,
            defaults=Defaults(page.published, page.outlet, page.country),
        )  # fmt: skip
        record, text = preview(found, desk.workshop.knowledge)
    except AddError as error:
        raise ApiRefusal(422, "refused.address", said_by(error)) from None
    except ValueError as error:
        raise fault("body", "address", said_by(error)) from None
    finally:
        _FETCHING.release()
    facts = {name: getattr(found, name) for name in ("title", "outlet", "published", "country", "url")}
    return answer(request, PageRead(**facts, text=text, record=record))


@router.post("/reports", response_model=AddedOut, status_code=201, responses=told(409, 413), summary="Add a report by hand")
def add(request: Request, desk: TheDesk, person: Adding, article: Annotated[ReportIn, Body(openapi_examples=_ARTICLE)]) -> Response:
    """Keep, read and link an article that somebody types or pastes."""
    _known_country(desk, article.country)
    try:
        added = add_article(desk.register, desk.workshop, Article(**article.model_dump()), person.name)
    except AddError as error:
        raise ApiRefusal(422, "failed.add", said_by(error)) from None
    return _added(request, added)


@router.post(
    "/reports/by-address", response_model=AddedOut, status_code=201, responses=told(409, 413), summary="Add a report by its address"
)
def add_by_address(
    request: Request, desk: TheDesk, person: Adding, page: Annotated[AddressIn, Body(openapi_examples=_PAGE)]
) -> Response:  # fmt: skip
    """Fetch one page, obeying its robots.txt, and keep, read and link its article. Addresses that lead inwards are refused."""
    _known_country(desk, page.country)
    if not _FETCHING.acquire(blocking=False):  # whoever waits for a slow site would keep a thread from all others
        raise TooOftenError(5)
    try:
        added = add_address(
            desk.register, desk.workshop, page.address, person.name, contact=desk.settings.contact, inner=desk.settings.inner,
            defaults=Defaults(page.published, page.outlet, page.country),
        )  # fmt: skip
    except AddError as error:
        raise ApiRefusal(422, "refused.address", said_by(error)) from None
    finally:
        _FETCHING.release()
    return _added(request, added)


def _added(request: Request, added: Added) -> Response:
    changes = [ChangeOut(event=c.event, field=c.field, before=c.before, after=c.after) for c in added.changes]
    out = AddedOut(report=added.report, version=added.version, outcome=added.outcome, incidents=list(added.incidents), changes=changes)
    headers = {"location": f"/api/v1/reports/{added.report}"} if added.report.isascii() else {}
    return answer(request, out, status=201, headers=headers)


def _known_country(desk: Any, code: str | None) -> None:
    if code is not None and code not in desk.workshop.knowledge.gazetteer.countries:
        raise fault("body", "country", said("add.country", "{code!r} is no country's code that the gazetteer holds", code=code))
