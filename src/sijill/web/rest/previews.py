"""What a decision would make, before anybody takes it: nothing is kept."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.exports.incident_record import incident_record
from sijill.exports.info import ExportInfo
from sijill.model import EventRef, IncidentRecord
from sijill.model.said import said
from sijill.register import previews
from sijill.register.desk_decisions import incident_version
from sijill.register.pointing import words_at
from sijill.register.reports import report_of
from sijill.register.values import FIELDS
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Deciding, Joining
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.nearby import candidates
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.shown import incident_out
from sijill.web.rest.types import EventRefOut, IncidentName, IncidentPath, Json, Line, Strict
from sijill.web.rest.types_incidents import Incidents, SettledOut, StatementOut
from sijill.web.suggesting import suggestion

router = APIRouter(prefix="/api/v1", tags=["decisions"], dependencies=[Depends(Limited(HEAVY))])
_SINGLE = ("type", "factuality", "date", "clock", "place", "killed", "wounded", "captured")
_MANY = ("perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons")


class Preview(Strict):
    """An incident as it would be."""

    settled: dict[str, SettledOut | list[SettledOut] | None] = Field(description="By field its settled value, or values.")
    contested: list[str]
    events: list[EventRefOut]
    statements: list[StatementOut]


class MergePreview(Strict):
    """The one incident that two would be, and the versions of both that a merge names."""

    versions: dict[str, str]
    merged: Preview


class SplitPreview(Strict):
    """What stays and what goes."""

    stays: Preview
    goes: Preview


class SplitAsked(Strict):
    """Which events are taken out."""

    events: list[EventRefOut] = Field(min_length=1, max_length=500)


class Suggestion(Strict):
    """What words seem to say, as the reading finds it: a first value for a correction, never more."""

    words: str
    start: int
    end: int
    value: Json = Field(description="As `value` of a correction takes it; null where the reading finds none.")


class SuggestionAsked(Strict):
    """Which words of a report, for which field."""

    report: Line
    start: int = Field(ge=0, le=10_000_000, description="First code point of the words in the report's text.")
    end: int = Field(ge=0, le=10_000_000, description="The one after the last.")
    field: Line = Field(examples=["killed"])


@router.get("/incidents/{id}/near", response_model=Incidents, responses=told(304, 404), summary="Incidents that may be the same")
def near(
    request: Request, desk: TheDesk, person: Joining, id: IncidentPath, text: Annotated[Line, Query(description="Words, or an id.")] = ""
) -> Response:
    """Incidents of the same days and the same governorate; with `text` those that have its words."""
    record = _record(desk, id)
    found = candidates(desk, record, text.strip())
    return answer(request, Incidents(items=[incident_out(projection) for projection in found], cursor=None))


@router.get(
    "/incidents/{id}/merge/{other}", response_model=MergePreview, responses=told(304, 404), summary="What a merge would make"
)  # fmt: skip
def merge(request: Request, desk: TheDesk, person: Joining, id: IncidentPath, other: IncidentName) -> Response:
    """The one incident that two would be, with the corrections that stand."""
    versions = {name: version for name in (id, other) if (version := incident_version(desk.register, name)) is not None}
    both = previews.merged(desk.register, [id, other]) if id != other else None
    if both is None:
        name = other if id in versions else id
        raise not_found("missing.incident", said("missing.incident", "incident {id} is not in the register", id=name))
    return answer(request, MergePreview(versions=versions, merged=_preview(desk, both)))


@router.post("/incidents/{id}/split/preview", response_model=SplitPreview, responses=told(404, 413), summary="What a split would make")
def split(request: Request, desk: TheDesk, person: Joining, id: IncidentPath, body: SplitAsked) -> Response:
    """What stays of an incident and what goes, where some events are taken out."""
    parts = previews.parted(desk.register, _record(desk, id).id, [EventRef(ref.report, ref.event) for ref in body.events])
    if parts is None:
        raise not_found("missing.event", said("api.split", "name some events of incident {id}, not all", id=id))
    return answer(request, SplitPreview(stays=_preview(desk, parts[0]), goes=_preview(desk, parts[1])))


@router.get("/suggestions", response_model=Suggestion, responses=told(304, 404), summary="What words seem to say")
def suggested(request: Request, desk: TheDesk, person: Deciding, query: Annotated[SuggestionAsked, Query()]) -> Response:
    """The value that words of a report seem to give for a field."""
    version = desk.register.read_versions([query.report]).get(query.report)
    if version is None or query.field not in FIELDS:
        raise not_found("missing.report", said("api.suggestion", "there is no such report, or no field {field!r}", field=query.field))
    pointed = words_at(version.capture.report_text, query.report, query.start, query.end)
    value = suggestion(report_of(version.capture, query.report), desk.workshop.knowledge, pointed, query.field)
    return answer(request, Suggestion(words=pointed.quote, start=pointed.start, end=pointed.end, value=value))


def _record(desk: Desk, id: str) -> IncidentRecord:
    from sijill.register.projecting import records

    found = records(desk.register, [id], False) if incident_version(desk.register, id) is not None else []
    if not found:
        raise not_found("missing.incident", said("missing.incident", "incident {id} is not in the register", id=id))
    return found[0]


def _preview(desk: Desk, record: IncidentRecord) -> Preview:
    workshop = desk.workshop
    info = ExportInfo(workshop.code, workshop.knowledge_version, workshop.clock().date())
    whole: dict[str, Any] = incident_record(record, info)
    return Preview(
        settled={name: whole[name] for name in (*_SINGLE, *_MANY)}, contested=whole["contested"], events=whole["events"],
        statements=whole["statements"],
    )  # fmt: skip
