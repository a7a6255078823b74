"""One incident: whole, its links, its statements, its history, its evidence as one page."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from sijill.exports.evidence import evidence
from sijill.exports.incident_record import incident_record
from sijill.exports.info import ExportInfo
from sijill.model import IncidentRecord
from sijill.model.said import said
from sijill.register.confirming import waiting_decisions
from sijill.register.desk_decisions import incident_version
from sijill.register.projecting import records
from sijill.register.review import event_subject
from sijill.register.views import incident_view
from sijill.store.rows import Subject
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Exporting, Reading
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.shown import decision_out
from sijill.web.rest.types import IncidentPath, Line
from sijill.web.rest.types_incidents import History, IncidentWhole, Links, Statements

router = APIRouter(prefix="/api/v1/incidents/{id}", tags=["incidents"], dependencies=[Depends(Limited())])
_TAG: dict[int | str, dict[str, Any]] = {
    200: {"description": "With its version as ETag.", "headers": {"ETag": {"schema": {"type": "string"}}}}
}


@router.get("", response_model=IncidentWhole, responses=told(304, 404) | _TAG, summary="One incident")
def incident(request: Request, desk: TheDesk, person: Reading, id: IncidentPath) -> Response:
    """An incident with every statement of every report, each with its words. Its ETag is the version that a decision names."""
    record, version = _found(desk, id)
    whole = _whole(desk, record)
    whole = {name: value for name, value in whole.items() if name not in ("links", "export")}
    return answer(request, IncidentWhole(**whole, version=version, waiting=list(record.waiting)), tag=version)


@router.get("/links", response_model=Links, responses=told(304, 404), summary="Why its events are one")
def links(request: Request, desk: TheDesk, person: Reading, id: IncidentPath) -> Response:
    """Why these events are one incident: every link as a sum of reasons, the strongest first."""
    record, _ = _found(desk, id, with_links=True)
    return answer(request, Links(items=_whole(desk, record)["links"]))


@router.get("/statements", response_model=Statements, responses=told(304, 404), summary="What each report says")
def statements(
    request: Request, desk: TheDesk, person: Reading, id: IncidentPath, field: Annotated[Line | None, Query(examples=["killed"])] = None
) -> Response:
    """The statements of every report on every field, or on one."""
    record, _ = _found(desk, id)
    found = [told_ for told_ in _whole(desk, record)["statements"] if field is None or told_["field"] == field]
    return answer(request, Statements(items=found))


@router.get("/history", response_model=History, responses=told(304, 404), summary="What was decided about it")
def history(request: Request, desk: TheDesk, person: Reading, id: IncidentPath) -> Response:
    """Every decision about it or its events, in order; undone ones too."""
    known = desk.register.memberships([id], with_links=False).get(id)
    if known is None:
        raise not_found("missing.incident", said("missing.incident", "incident {id} is not in the register", id=id))
    every = desk.register.decisions_about([Subject("incident", id), *map(event_subject, known.events)])
    waiting = {decision.id for decision in waiting_decisions(every)}
    return answer(request, History(items=[decision_out(decision, waiting) for decision in every]))


@router.get(
    "/evidence",
    responses=told(404) | {200: {"content": {"text/html": {"schema": {"type": "string"}}}, "description": "One page, as a file."}},
    response_class=Response,
    summary="Its evidence as one page",
)
def evidence_page(
    request: Request, desk: TheDesk, person: Exporting, id: IncidentPath, lang: Literal["ar", "en"] = "ar", mask_persons: bool = False
) -> Response:
    """Everything about an incident as one self-contained page, to print or send."""
    view = incident_view(desk.register, id)
    if view is None:
        raise not_found("missing.incident", said("missing.incident", "incident {id} is not in the register", id=id))
    made = evidence(view.record, _info(desk, mask_persons), view.reports, view.decisions, lang)
    return answer(request, made.content, media_type="text/html", headers={"content-disposition": f'attachment; filename="{id}.html"'})


def _found(desk: Desk, id: str, with_links: bool = False) -> tuple[IncidentRecord, str]:
    """The incident and its version; the version first, so that what is shown is never older than it says."""
    version = incident_version(desk.register, id)
    found = records(desk.register, [id], with_links) if version is not None else []
    if version is None or not found:
        raise not_found("missing.incident", said("missing.incident", "incident {id} is not in the register", id=id))
    return found[0], version


def _info(desk: Desk, mask_persons: bool = False) -> ExportInfo:
    return ExportInfo(desk.workshop.code, desk.workshop.knowledge_version, desk.workshop.clock().date(), mask_persons=mask_persons)


def _whole(desk: Desk, record: IncidentRecord) -> dict[str, Any]:
    return incident_record(record, _info(desk))
