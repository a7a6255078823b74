"""Adding by hand: paste an article or an address, see what it is read to say, correct its facts, save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.exports.labels import country_name
from sijill.model import Capture
from sijill.model.said import said_by
from sijill.register.adding import AddError, Article, add_capture, captured_by_hand, fetch_page, preview, with_facts
from sijill.sources.days import FIRST_YEAR, LAST_YEAR, likely
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Adding
from sijill.web.access.sessions import Person
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.flash import sent_on
from sijill.web.forms import Form
from sijill.web.held import Held
from sijill.web.labels import listed
from sijill.web.marking import article
from sijill.web.render import render, words_of
from sijill.web.report_view import told_of

router = APIRouter()
_HELD = Held()
LONG = 250_000  # characters of a pasted text; what is too long for a report is told by the use case
_SHORT = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the field, the key of the words, and words of a use case."""

    field: str
    key: str
    detail: str = ""


class ArticleForm(Form):
    """An article with what is known of it; `held` is the word of a page that was fetched."""

    text: str = Field(default="", max_length=LONG)
    title: str = Field(default="", max_length=_SHORT)
    outlet: str = Field(default="", max_length=_SHORT)
    published: str = Field(default="", max_length=40)
    country: str = Field(default="", max_length=40)
    url: str = Field(default="", max_length=2000)
    held: str = Field(default="", max_length=100)


class AddressForm(Form):
    """An address to be fetched."""

    address: str = Field(default="", max_length=2000)


@router.get("/add", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Adding) -> Response:
    """The two ways in."""
    return _page(request, desk, ArticleForm())


@router.post("/add/fetch", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def fetch(request: Request, desk: TheDesk, person: Adding, form: Annotated[AddressForm, FormData()]) -> Response:
    """Fetches a page and shows what it is read to say; nothing is kept in the register."""
    address = form.address.strip()
    try:
        found = fetch_page(desk.workshop, address, person.name, contact=desk.settings.contact, inner=desk.settings.inner)
    except AddError as error:
        return _page(request, desk, ArticleForm(), 422, fault=Fault("address", "add.wrong.address", said_by(error)), address=address)
    sent = ArticleForm(
        title=found.title, outlet=found.outlet, published=found.published.isoformat() if found.published else "",
        country=found.country or "", url=found.url or address, held=_HELD.put(person.owner, found),
    )  # fmt: skip
    return _shown(request, desk, sent, found, address)


@router.post("/add/read", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def read(request: Request, desk: TheDesk, person: Adding, form: Annotated[ArticleForm, FormData()]) -> Response:
    """Shows what an article is read to say; nothing is kept."""
    found = _captured(desk, person, form)
    if isinstance(found, Fault):
        return _page(request, desk, form, 422, fault=found)
    return _shown(request, desk, form, found, form.url if form.held else "")


@router.post("/add", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def save(request: Request, desk: TheDesk, person: Adding, form: Annotated[ArticleForm, FormData()]) -> Response:
    """Keeps, reads, links; then tells which incidents it joined or made."""
    found = _captured(desk, person, form)
    if isinstance(found, Fault):
        return _page(request, desk, form, 422, fault=found)
    try:
        added = add_capture(desk.register, desk.workshop, found)
    except AddError as error:
        return _page(request, desk, form, 422, fault=Fault("text", "add.wrong.text", said_by(error)))
    _HELD.drop(form.held)
    return sent_on(request, f"/add/kept/{added.report}", f"add.kept.{added.outcome}")


@router.get("/add/kept/{name}", include_in_schema=False)
def kept(request: Request, desk: TheDesk, person: Adding, name: str) -> Response:
    """What became of a report: the incidents that hold its events, alone or with other reports."""
    row = desk.register.report(name)
    if row is None:
        raise not_found("report.missing", name=name[:80])
    lang = words_of(request).lang
    events = desk.register.events_of(name)
    found = []
    for id in sorted(desk.register.incidents_with(event.ref for event in events)):
        stored = desk.register.incident(id)
        if stored is not None and stored.projection is not None:
            found.append(listed(stored.projection, lang, lambda label: desk.catalogue.label(label, lang)))
    copy = desk.register.copies_of([name]).get(name)
    return render(request, "added.html.j2", row=row, events=len(events), incidents=found, copy_of=copy.leader if copy else "")


def _captured(desk: Desk, person: Person, form: ArticleForm) -> Capture | Fault:
    """The capture with the facts that were stated, or what is wrong with them."""
    day: date | None = None
    if form.published.strip():
        try:
            day = date.fromisoformat(form.published.strip())
        except ValueError:
            return Fault("published", "add.wrong.day", form.published)
        if not likely(day):
            return Fault("published", "add.wrong.unlikely", f"{FIRST_YEAR}–{LAST_YEAR}")
    country = form.country.strip().upper() or None
    if country is not None and country not in desk.workshop.knowledge.gazetteer.countries:
        return Fault("country", "add.wrong.country", form.country)
    url = form.url.strip() or None
    if url is not None and (not url.startswith(("http://", "https://")) or any(c.isspace() for c in url)):
        return Fault("url", "add.wrong.url", form.url)
    text = form.text.replace("\r\n", "\n").replace("\r", "\n")  # a browser sends every line break so
    facts = Article(text, " ".join(form.title.split()), " ".join(form.outlet.split()), day, country, url)
    if form.held:
        found = _HELD.get(person.owner, form.held)
        return Fault("address", "add.wrong.held") if found is None else with_facts(found, facts, person.name)
    if not text.strip():
        return Fault("text", "add.wrong.empty")
    try:
        return captured_by_hand(desk.workshop, facts, person.name)
    except AddError as error:
        return Fault("text", "add.wrong.text", said_by(error))


def _shown(request: Request, desk: Desk, form: ArticleForm, found: Capture, address: str) -> Response:
    try:
        record, text = preview(found, desk.workshop.knowledge)
    except ValueError as error:
        return _page(request, desk, form, 422, fault=Fault("text", "add.wrong.text", said_by(error)), address=address)
    told = told_of(record, text, words_of(request).lang, {})
    return _page(request, desk, form, told=told, found=found, print=article(text, told.marks), address=address)


def _page(request: Request, desk: Desk, form: ArticleForm, status: int = 200, **shown: Any) -> Response:
    lang = words_of(request).lang
    countries = sorted(((code, country_name(code, lang)) for code in desk.workshop.knowledge.gazetteer.countries), key=lambda c: c[1])
    values: dict[str, Any] = {
        "sent": form,
        "fault": None,
        "chooses": False,
        "told": None,
        "found": None,
        "print": "",
        "address": form.url if form.held else "",
    }
    return render(request, "add.html.j2", status, {"cache-control": "no-store"}, countries=countries, **values | shown)
