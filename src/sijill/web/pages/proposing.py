"""New entries for the registry: proposed by an editor, proven, judged by another, written to the lexicon folder of one's own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.knowledge.own import entry_text
from sijill.model.said import said_by
from sijill.reading.addition import Addition
from sijill.register import proposals
from sijill.register.proposals import ProposalError
from sijill.web import shelves
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Approving, Proposing
from sijill.web.desk import Desk, TheDesk
from sijill.web.entry_form import EntryForm, fields_of, form_of, known_room, shape_of
from sijill.web.faults import Refusal, not_found
from sijill.web.flash import sent_on
from sijill.web.forms import Form
from sijill.web.pages.registry import ROOMS
from sijill.web.render import render

router = APIRouter()
_TABS = ("actors", "places", "sources", "lexicon")
_HEAVY = [Depends(Limited(HEAVY))]


class JudgeForm(Form):
    """Why a proposal is approved or refused."""

    note: str = Field(default="", max_length=1000)


@router.get("/registry/proposals", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Proposing) -> Response:
    """What waits, and what was judged."""
    found = proposals.proposals(_own(desk))
    return render(
        request, "proposals.html.j2", tabs=_TABS, tab="proposals", waiting=[p for p in found if p.state == "open"],
        judged=[p for p in found if p.state != "open"][:100], folder=str(_own(desk)), command=_command(desk),
    )  # fmt: skip


@router.get("/registry/proposals/new", include_in_schema=False)
def new(
    request: Request, desk: TheDesk, person: Proposing, room: Annotated[str, Query(max_length=40)] = "actors",
    like: Annotated[str, Query(max_length=120)] = "",
) -> Response:  # fmt: skip
    """The empty form of a room, or one that begins as an entry that is known."""
    _own(desk)
    if not known_room(room):
        raise not_found("missing.page")
    held, _ = shelves.readable(desk.settings.lexicon)
    other = held.by_id.get(like) if held is not None else None
    form = (
        form_of(other, shelves.room_of(other))
        if other is not None
        else EntryForm(room=room, id=shape_of(room, desk.workshop.knowledge).prefix)
    )
    return _form(request, desk, form)


@router.post("/registry/proposals/try", include_in_schema=False, dependencies=_HEAVY)
def attempt(request: Request, desk: TheDesk, person: Proposing, form: Annotated[EntryForm, FormData()]) -> Response:
    """Runs the examples; nothing is kept."""
    own = _own(desk)
    if not known_room(form.room):
        raise not_found("missing.page")
    try:
        return _form(request, desk, form, addition=proposals.prove(form.room, fields_of(form), own))
    except ProposalError as error:
        return _form(request, desk, form, 422, fault=(f"proposal.wrong.{error.wrong}", said_by(error)))


@router.post("/registry/proposals", include_in_schema=False, dependencies=_HEAVY)
def propose(request: Request, desk: TheDesk, person: Proposing, form: Annotated[EntryForm, FormData()]) -> Response:
    """Keeps an entry whose examples hold and that breaks none, for another editor to judge."""
    own = _own(desk)
    if not known_room(form.room):
        raise not_found("missing.page")
    try:
        made = proposals.propose(own, form.room, fields_of(form), person.owner, desk.workshop.clock())
    except ProposalError as error:
        return _form(request, desk, form, 422, fault=(f"proposal.wrong.{error.wrong}", said_by(error)), addition=error.addition)
    except OSError:
        return _form(request, desk, form, 409, fault=("proposal.wrong.folder", ""))
    return sent_on(request, f"/registry/proposals/{made.number}", "proposal.kept")


@router.get("/registry/proposals/{number}", include_in_schema=False, dependencies=_HEAVY)
def one(request: Request, desk: TheDesk, person: Proposing, number: int) -> Response:
    """A proposal with its proof as it stands now."""
    return _one(request, desk, number)


@router.post("/registry/proposals/{number}/approve", include_in_schema=False, dependencies=_HEAVY)
def approve(request: Request, desk: TheDesk, person: Approving, number: int, form: Annotated[JudgeForm, FormData()]) -> Response:
    """Writes it to the lexicon folder of one's own. At a local desk there is nobody else to ask."""
    try:
        proposals.approve(_own(desk), number, person.owner, desk.workshop.clock(), desk.settings.local, form.note.strip())
    except ProposalError as error:
        return _one(request, desk, number, fault=(f"proposal.wrong.{error.wrong}", said_by(error)))
    except OSError:
        return _one(request, desk, number, fault=("proposal.wrong.folder", ""))
    request.app.state.renewal.renew()
    return sent_on(request, f"/registry/proposals/{number}", "proposal.approved")


@router.post("/registry/proposals/{number}/refuse", include_in_schema=False)
def refuse(request: Request, desk: TheDesk, person: Approving, number: int, form: Annotated[JudgeForm, FormData()]) -> Response:
    """Refuses it, or takes back one's own."""
    try:
        proposals.refuse(_own(desk), number, person.owner, desk.workshop.clock(), form.note.strip())
    except ProposalError as error:
        return _one(request, desk, number, fault=(f"proposal.wrong.{error.wrong}", said_by(error)))
    return sent_on(request, "/registry/proposals", "proposal.refused")


def _own(desk: Desk) -> Path:
    if desk.settings.lexicon is None:
        raise Refusal(409, "proposal.no_folder")
    return desk.settings.lexicon


def _command(desk: Desk) -> str:
    """What reads every report again; a password in the register's address is left out."""
    where = re.sub(r"(://[^/@:]*):[^@]*@", r"\1@", desk.settings.register)
    return f"sijill reread --database {shlex.quote(where)}"


def _form(request: Request, desk: Desk, form: EntryForm, status: int = 200, **shown: Any) -> Response:
    addition: Addition | None = shown.get("addition")
    values: dict[str, Any] = {
        "sent": form, "shape": shape_of(form.room, desk.workshop.knowledge), "fault": None, "addition": addition,
        "written": entry_text(fields_of(form)) if addition is not None else "", "rooms": ("actors", *ROOMS),
    }  # fmt: skip
    return render(request, "proposal_form.html.j2", status, {"cache-control": "no-store"}, tabs=_TABS, tab="proposals", **values | shown)


def _one(request: Request, desk: Desk, number: int, fault: tuple[str, str] | None = None) -> Response:
    own = _own(desk)
    found = proposals.proposal(own, number) if 0 < number < 1_000_000 else None
    if found is None:
        raise not_found("missing.row")
    addition = None
    if found.state == "open":
        try:
            addition = proposals.prove(found.room, found.fields, own)
        except ProposalError as error:
            fault = fault or (f"proposal.wrong.{error.wrong}", said_by(error))
    return render(
        request, "proposal.html.j2", 409 if fault else 200, tabs=_TABS, tab="proposals", found=found, written=entry_text(found.fields),
        addition=addition, fault=fault, command=_command(desk), folder=str(own),
    )  # fmt: skip
