"""What a report led to: the incidents that hold its events, copies of it, and what its versions say otherwise."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said
from sijill.register.changes import changes
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.shown import incident_out
from sijill.web.rest.types import Json, ReportPath, Strict
from sijill.web.rest.types_incidents import Incidents

router = APIRouter(prefix="/api/v1/reports/{id}", tags=["reports"], dependencies=[Depends(Limited())])


class CopyOut(Strict):
    """A report that is much the same as another."""

    report: str
    leader: str = Field(description="Of the reports that are much the same the first.")


class Copies(Strict):
    """The reports that are much the same as one; all of them count as one source."""

    items: list[CopyOut]


class ChangedOut(Strict):
    """What a version says otherwise than the one before."""

    event: str
    field: str = Field(description="Empty where the whole event is new or gone.")
    before: Json
    after: Json


class Changes(Strict):
    """What a version says otherwise than the one before, as far as both were read."""

    report: str
    version: int
    items: list[ChangedOut]


@router.get("/incidents", response_model=Incidents, responses=told(304, 404), summary="Incidents that hold its events")
def incidents(request: Request, desk: TheDesk, person: Reading, id: ReportPath) -> Response:
    """The incidents that hold or recall the events of a report, alone or with other reports."""
    _known(desk, id)
    found = []
    for name in sorted(desk.register.incidents_with(event.ref for event in desk.register.events_of(id))):
        stored = desk.register.incident(name)
        if stored is not None and stored.projection is not None:
            found.append(incident_out(stored.projection))
    return answer(request, Incidents(items=found, cursor=None))


@router.get("/copies", response_model=Copies, responses=told(304, 404), summary="Reports that are much the same")
def copies(request: Request, desk: TheDesk, person: Reading, id: ReportPath) -> Response:
    """The copies of a report, and of which it is one."""
    _known(desk, id)
    found = desk.register.copies_of([id])
    return answer(request, Copies(items=[CopyOut(report=copy.report, leader=copy.leader) for copy in found.values()]))


@router.get("/changes", response_model=Changes, responses=told(304, 404), summary="What a version says otherwise")
def changed(
    request: Request, desk: TheDesk, person: Reading, id: ReportPath, version: Annotated[int, Query(ge=2, le=1_000_000, examples=[2])]
) -> Response:
    """What a version says otherwise than the one before."""
    _known(desk, id)
    before, after = (desk.register.reading(id, version=number) for number in (version - 1, version))
    if before is None or after is None:
        raise not_found("missing.reading", said("missing.reading", "report {id} was not read yet", id=id))
    items = [ChangedOut(event=c.event, field=c.field, before=c.before, after=c.after) for c in changes(id, before.record, after.record)]
    return answer(request, Changes(report=id, version=version, items=items))


def _known(desk: Desk, id: str) -> None:
    if desk.register.report(id) is None:
        raise not_found("missing.report", said("missing.report", "report {id} is not in the register", id=id))
