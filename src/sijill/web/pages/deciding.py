"""Accept, reject, flag, undo and confirm: the decisions about an incident as a whole."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi import Form as FormData
from starlette.responses import RedirectResponse, Response

from sijill.exports.evidence_words import REVIEWS
from sijill.exports.labels import one, type_label
from sijill.register.desk_decisions import Wish, confirm, take, undo
from sijill.register.views import IncidentView
from sijill.web.access.roles import Deciding
from sijill.web.access.sessions import Person
from sijill.web.decided import DecideForm, Stale, Wrong, answered, check_joining, looked_at, reviewer_of, shown_form
from sijill.web.deciding_view import Step, panel_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.queue import incident_address, queue_of
from sijill.web.render import words_of

router = APIRouter()
Simple = Literal["accept", "reject", "flag"]
SHOWS = {"accept": "accepted", "reject": "rejected", "flag": "flagged"}


@router.get("/incidents/{name}/decide/{kind}", include_in_schema=False)
def form_page(request: Request, desk: TheDesk, person: Deciding, name: str, kind: Simple, queue: str = "") -> Response:
    """The form of a decision about the whole incident."""
    return _simple(request, desk, person, name, kind, DecideForm(queue=queue[:2000]))


@router.post("/incidents/{name}/decide/{kind}", include_in_schema=False)
def decide(request: Request, desk: TheDesk, person: Deciding, name: str, kind: Simple, form: Annotated[DecideForm, FormData()]) -> Response:
    """Accept, reject or flag."""
    return answered(
        request, desk, person, name, form,
        lambda: take(desk.register, desk.workshop, Wish(kind, (name,), form.reason.strip()), reviewer_of(person), {name: form.version}),
        lambda status, wrong, stale: _simple(request, desk, person, name, kind, form, status, wrong, stale),
    )  # fmt: skip


@router.get("/incidents/{name}/undo", include_in_schema=False)
def undo_last(request: Request, desk: TheDesk, person: Deciding, name: str, queue: str = "") -> Response:
    """The form that undoes the last decision that stands."""
    view, version = looked_at(desk, name)
    panel = panel_of(desk.register, view.record.incident, view.record.review, person, words_of(request).lang, version)
    if panel.last is None:
        return RedirectResponse(incident_address(view.record.id, queue), 303)
    return _about(request, desk, person, name, "undo", panel.last.number, DecideForm(queue=queue[:2000]))


@router.get("/incidents/{name}/undo/{number}", include_in_schema=False)
def undo_page(request: Request, desk: TheDesk, person: Deciding, name: str, number: int, queue: str = "") -> Response:
    """The form that undoes a decision."""
    return _about(request, desk, person, name, "undo", number, DecideForm(queue=queue[:2000]))


@router.post("/incidents/{name}/undo/{number}", include_in_schema=False)
def undo_decision(
    request: Request, desk: TheDesk, person: Deciding, name: str, number: int, form: Annotated[DecideForm, FormData()]
) -> Response:
    """Undo: a decision of its own; both stay in the history."""
    _check_kind(desk, person, number)
    return answered(
        request, desk, person, name, form,
        lambda: undo(desk.register, desk.workshop, number, reviewer_of(person), form.reason.strip(), {name: form.version}),
        lambda status, wrong, stale: _about(request, desk, person, name, "undo", number, form, status, wrong, stale),
    )  # fmt: skip


@router.get("/incidents/{name}/confirm/{number}", include_in_schema=False)
def confirm_page(request: Request, desk: TheDesk, person: Deciding, name: str, number: int, queue: str = "") -> Response:
    """The form that confirms, as a second reviewer, what waits."""
    return _about(request, desk, person, name, "confirm", number, DecideForm(queue=queue[:2000]))


@router.post("/incidents/{name}/confirm/{number}", include_in_schema=False)
def confirm_decision(
    request: Request, desk: TheDesk, person: Deciding, name: str, number: int, form: Annotated[DecideForm, FormData()]
) -> Response:
    """Confirm what another decided."""
    _check_kind(desk, person, number)
    return answered(
        request, desk, person, name, form,
        lambda: confirm(desk.register, desk.workshop, number, reviewer_of(person), form.reason.strip(), {name: form.version}),
        lambda status, wrong, stale: _about(request, desk, person, name, "confirm", number, form, status, wrong, stale),
    )  # fmt: skip


def _check_kind(desk: Desk, person: Person, number: int) -> None:
    found = desk.register.decision(number)
    if found is not None:
        check_joining(person, found.kind)


def _simple(
    request: Request, desk: Desk, person: Person, name: str, kind: Simple, form: DecideForm, status: int = 200,
    wrong: Wrong | None = None, stale: Stale | None = None,
) -> Response:  # fmt: skip
    return decision_page(request, desk, person, name, form, "decide_simple", status, wrong, stale, kind=kind, shows=SHOWS[kind])


def _about(
    request: Request, desk: Desk, person: Person, name: str, doing: str, number: int, form: DecideForm, status: int = 200,
    wrong: Wrong | None = None, stale: Stale | None = None,
) -> Response:  # fmt: skip
    decision = desk.register.decision(number)
    if decision is None:
        raise not_found("missing.row")

    def find(steps: tuple[Step, ...]) -> Step | None:
        return next((step for step in steps if step.number == number), None)

    return decision_page(request, desk, person, name, form, "decide_about", status, wrong, stale, doing=doing, number=number, find=find)


def decision_page(
    request: Request, desk: Desk, person: Person, name: str, form: DecideForm, template: str, status: int, wrong: Wrong | None,
    stale: Stale | None, **values: Any,
) -> Response:  # fmt: skip
    """A form about an incident as it is now; where it is no more, what others did alone."""
    words = words_of(request)
    if stale is not None and stale.gone:
        return shown_form(request, "decide_gone", 409, stale=stale, form=form, name=name)
    view, version = looked_at(desk, name)
    panel = panel_of(desk.register, view.record.incident, view.record.review, person, words.lang, version)
    return shown_form(
        request, template, status, **head_of(view, words.lang), panel=panel, form=form, wrong=wrong, stale=stale,
        queue=queue_of(desk, form.queue), name=view.record.id, **values,
    )  # fmt: skip


def head_of(view: IncidentView, lang: Literal["ar", "en"]) -> dict[str, Any]:
    """The few words by which a form says which incident it is about."""
    record = view.record
    place = record.place.value if record.place else None
    return {
        "record": record,
        "type_name": type_label(record.type.value, lang),
        "review_name": one(REVIEWS[record.review], lang),
        "place_words": (place.text if lang == "ar" else place.name or place.text) if place else "",
        "when": record.date.value if record.date else None,
    }
