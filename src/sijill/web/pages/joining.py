"""Merge two incidents, or part one: first look at what they would be, then decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.exports.evidence_words import shown_value
from sijill.exports.labels import type_label
from sijill.model import EventRef, IncidentRecord
from sijill.register import previews
from sijill.register.desk_decisions import Wish, take
from sijill.web.access.roles import Joining
from sijill.web.access.sessions import Person
from sijill.web.decided import DecideForm, Stale, Wrong, answered, looked_at, reviewer_of, shown_form
from sijill.web.desk import Desk, TheDesk
from sijill.web.evidence_view import FieldSheet, field_sheets
from sijill.web.faults import not_found
from sijill.web.labels import listed
from sijill.web.nearby import candidates
from sijill.web.pages.deciding import decision_page, head_of
from sijill.web.render import render, words_of
from sijill.web.words import Lang

router = APIRouter()


class MergeForm(DecideForm):
    """Another incident, and the version of it that was seen."""

    other: str = Field(max_length=80)
    other_version: str = Field(default="", max_length=80)


class SplitForm(DecideForm):
    """The events that are taken out."""

    events: list[str] = Field(default=[], max_length=500)


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the incident, by whose words it can be known."""

    ref: str
    report: str
    title: str
    outlet: str
    type: str
    place: str
    toll: str
    words: str


@router.get("/incidents/{name}/merge", include_in_schema=False)
def merge_page(request: Request, desk: TheDesk, person: Joining, name: str, text: str = "", queue: str = "") -> Response:
    """Which other incident? Those near it first; a search finds any."""
    view, _ = looked_at(desk, name)
    words = words_of(request)
    rows = [listed(projection, words.lang) for projection in candidates(desk, view.record, text.strip())]
    values: dict[str, Any] = {"rows": rows, "text": text, "name": view.record.id, "queue": queue[:2000]}
    if request.headers.get("hx-target") == "candidates":
        return render(request, "parts/candidates.html.j2", **values)
    return shown_form(request, "merge", **head_of(view, words.lang), **values)


@router.get("/incidents/{name}/merge/{other}", include_in_schema=False)
def merge_preview(request: Request, desk: TheDesk, person: Joining, name: str, other: str, queue: str = "") -> Response:
    """The two beside one another, and the one that they would be."""
    return _merge(request, desk, person, name, MergeForm(other=other[:80], queue=queue[:2000]))


@router.post("/incidents/{name}/merge", include_in_schema=False)
def merge(request: Request, desk: TheDesk, person: Joining, name: str, form: Annotated[MergeForm, FormData()]) -> Response:
    """Make them one."""
    seen = {name: form.version, form.other: form.other_version}
    return answered(
        request, desk, person, name, form,
        lambda: take(desk.register, desk.workshop, Wish("merge", (name, form.other), form.reason.strip()), reviewer_of(person), seen),
        lambda status, wrong, stale: _merge(request, desk, person, name, form, status, wrong, stale),
    )  # fmt: skip


@router.get("/incidents/{name}/split", include_in_schema=False)
def split_page(
    request: Request, desk: TheDesk, person: Joining, name: str, events: Annotated[list[str] | None, Query()] = None, queue: str = "",
    reason: str = "",
) -> Response:  # fmt: skip
    """Which events go? With some chosen, what stays and what goes."""
    form = SplitForm(events=(events or [])[:500], queue=queue[:2000], reason=reason[:2000])
    return _split(request, desk, person, name, form)


@router.post("/incidents/{name}/split", include_in_schema=False)
def split(request: Request, desk: TheDesk, person: Joining, name: str, form: Annotated[SplitForm, FormData()]) -> Response:
    """Part them; or only look at what they would be."""
    if form.then == "look":
        return _split(request, desk, person, name, form)
    wish = Wish("split", (name,), form.reason.strip(), events=tuple(map(_ref, form.events)))
    return answered(
        request, desk, person, name, form,
        lambda: take(desk.register, desk.workshop, wish, reviewer_of(person), {name: form.version}),
        lambda status, wrong, stale: _split(request, desk, person, name, form, status, wrong, stale),
    )  # fmt: skip


def _merge(
    request: Request, desk: Desk, person: Person, name: str, form: MergeForm, status: int = 200, wrong: Wrong | None = None,
    stale: Stale | None = None,
) -> Response:  # fmt: skip
    if stale is not None and stale.gone:
        return decision_page(request, desk, person, name, form, "merge_preview", status, wrong, stale)
    lang = words_of(request).lang
    view, _ = looked_at(desk, name)
    other, other_version = looked_at(desk, form.other)
    if other.record.id == view.record.id:
        raise not_found("join.same")
    both = previews.merged(desk.register, [view.record.id, other.record.id])
    if both is None:
        raise not_found("incident.missing", name=form.other)
    return decision_page(
        request, desk, person, name, form, "merge_preview", status, wrong, stale, second=other.record, other_version=other_version,
        columns=compared([view.record, other.record, both], lang), both=both,
    )  # fmt: skip


def compared(records: list[IncidentRecord], lang: Lang) -> list[tuple[str, str, list[str]]]:
    """Every field that one of the incidents has, with the values in each: name, label, values."""
    sheets: list[dict[str, FieldSheet]] = [{sheet.name: sheet for sheet in field_sheets(record, lang)} for record in records]
    rows = []
    for name in dict.fromkeys(name for found in sheets for name in found):
        label = next(found[name].label for found in sheets if name in found)
        joint = "، " if lang == "ar" else ", "
        rows.append((name, label, [joint.join(found[name].values) if name in found else "–" for found in sheets]))
    return rows


def _split(
    request: Request, desk: Desk, person: Person, name: str, form: SplitForm, status: int = 200, wrong: Wrong | None = None,
    stale: Stale | None = None,
) -> Response:  # fmt: skip
    if stale is not None and stale.gone:
        return decision_page(request, desk, person, name, form, "split", status, wrong, stale)
    lang = words_of(request).lang
    view, _ = looked_at(desk, name)
    record = view.record
    chosen = [ref for ref in map(_ref, form.events) if ref in record.incident.events]
    parts = previews.parted(desk.register, record.id, chosen) if chosen else None
    events = [_told(record, ref, view.reports, lang) for ref in record.incident.events]
    columns = compared(list(parts), lang) if parts is not None else []
    values: dict[str, Any] = {
        "events_told": events, "ticked": set(map(str, chosen)), "columns": columns, "all_ticked": len(chosen) == len(events),
    }  # fmt: skip
    if request.headers.get("hx-target") == "parted":
        return render(request, "parts/parted.html.j2", **values)
    return decision_page(request, desk, person, name, form, "split", status, wrong, stale, **values)


def _told(record: IncidentRecord, ref: EventRef, facts: Any, lang: Lang) -> Told:
    """An event by its own words."""

    def of(field: str) -> Any:
        found = getattr(record, field)
        every = () if found is None else (*found.support, *found.against)
        return next((told for told in every if told.ref == ref), None)

    kind, place, toll = of("type"), of("place"), of("killed")
    about = facts.get(ref.report)
    return Told(
        str(ref), ref.report, about.title if about and about.title else ref.report, about.outlet if about and about.outlet else "",
        type_label(kind.value, lang) if kind else "", shown_value("place", place.value, lang) if place else "",
        shown_value("killed", toll.value, lang) if toll else "",
        " … ".join(dict.fromkeys(" ".join(e.quote.split()) for told in (kind, place, toll) if told for e in told.evidence)),
    )  # fmt: skip


def _ref(name: str) -> EventRef:
    report, _, event = name.rpartition("#")
    return EventRef(report, event)
