"""The sources of the register: what is known of each, and for administrators the forms that add and change one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.exports.labels import country_name
from sijill.model.said import said_by
from sijill.register.sources import SourceRefusedError, keep_source
from sijill.store.rows import Source
from sijill.web.access.roles import Reading, Sourcing
from sijill.web.access.sessions import Person
from sijill.web.access.trail import told
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.flash import sent_on
from sijill.web.forms import Form
from sijill.web.render import render, words_of

router = APIRouter()
TABS = ("actors", "places", "sources", "lexicon")
KINDS = ("feed", "sitemap", "page")
_OUTLETS = 200


class SourceForm(Form):
    """What is stated of a source; the address and the kind stay where it is known."""

    address: str = Field(default="", max_length=2000)
    kind: str = Field(default="", max_length=20, pattern="^(feed|sitemap|page)?$")
    outlet: str = Field(default="", max_length=300)
    country: str = Field(default="", max_length=40)
    zone: str = Field(default="", max_length=80)
    leaning: str = Field(default="", max_length=300)
    leaning_by: str = Field(default="", max_length=300)


@router.get("/registry/sources", include_in_schema=False)
def sources(request: Request, desk: TheDesk, person: Reading) -> Response:
    """Where reports come from, with the leaning that somebody states, and when each was last visited; and outlets by incidents."""
    return _page(request, desk, SourceForm())


@router.post("/registry/sources", include_in_schema=False)
def add(request: Request, desk: TheDesk, person: Sourcing, form: Annotated[SourceForm, FormData()]) -> Response:
    """Adds a source of the web."""
    made = Source(form.address, form.kind, form.outlet, form.country, form.zone, form.leaning, form.leaning_by)
    fault = _kept(request, desk, person, made)
    if fault is not None:
        return _page(request, desk, form, 422, fault)
    return sent_on(request, "/registry/sources", "sources.kept")


@router.get("/registry/sources/{number}", include_in_schema=False)
def one(request: Request, desk: TheDesk, person: Sourcing, number: int) -> Response:
    """The form of a source that is known."""
    source = _known(desk, number)
    names = ("address", "outlet", "country", "zone", "leaning", "leaning_by")
    return _form(request, desk, source, SourceForm(**{name: getattr(source, name) or "" for name in names}))


@router.post("/registry/sources/{number}", include_in_schema=False)
def change(request: Request, desk: TheDesk, person: Sourcing, number: int, form: Annotated[SourceForm, FormData()]) -> Response:
    """States anew what is known of a source."""
    known = _known(desk, number)
    made = Source(known.address, known.kind, form.outlet, form.country, form.zone, form.leaning, form.leaning_by)
    fault = _kept(request, desk, person, made)
    if fault is not None:
        return _form(request, desk, known, form, 422, fault)
    return sent_on(request, "/registry/sources", "sources.kept")


def _kept(request: Request, desk: Desk, person: Person, made: Source) -> str | None:
    """Keeps a source; what is wrong with it otherwise."""
    try:
        keep_source(desk.register, desk.workshop, made, person.owner, paths=False)
    except SourceRefusedError as error:
        return said_by(error)
    told(request)
    return None


def _known(desk: Desk, number: int) -> Source:
    found = next((source for source in desk.register.sources() if source.id == number), None)
    if found is None:
        raise not_found("missing.source")
    return found


def _countries(request: Request, desk: Desk) -> list[tuple[str, str]]:
    lang = words_of(request).lang
    return sorted(((code, country_name(code, lang)) for code in desk.workshop.knowledge.gazetteer.countries), key=lambda c: c[1])


def _page(request: Request, desk: Desk, form: SourceForm, status: int = 200, fault: str | None = None) -> Response:
    visited: dict[str, Any] = {}
    for job in desk.register.jobs():
        visited.setdefault(job.target, job)
    outlets = sorted(desk.catalogue.having("outlet").items(), key=lambda item: (-item[1], item[0]))
    return render(
        request, "registry_sources.html.j2", status, tabs=TABS, tab="sources", sources=desk.register.sources(), visited=visited,
        outlets=outlets[:_OUTLETS], sent=form, fault=fault, kinds=KINDS, countries=_countries(request, desk), source=None,
    )  # fmt: skip


def _form(request: Request, desk: Desk, source: Source, form: SourceForm, status: int = 200, fault: str | None = None) -> Response:
    return render(
        request, "source.html.j2", status, tabs=TABS, tab="sources", source=source, sent=form, fault=fault, kinds=KINDS,
        countries=_countries(request, desk),
    )  # fmt: skip
