"""Whether the desk answers, and what the register holds."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.responses import Response

from sijill.register.rules_of_review import second_reviewer_required
from sijill.register.waiting import waiting
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading, Visitor
from sijill.web.desk import TheDesk
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Strict

router = APIRouter(prefix="/api/v1", tags=["desk"], dependencies=[Depends(Limited())])


class Health(Strict):
    """The desk answers, and so does the register."""

    status: Literal["ok"] = "ok"


class Status(Strict):
    """What the register holds, with which versions this desk works, and what is left to do."""

    reports: int
    events: int
    incidents: int
    unlinked: int = Field(description="Events that wait for linking.")
    unprojected: int = Field(description="Incidents that wait for a new projection.")
    code: str
    knowledge: str
    schema_number: int
    second_reviewer: bool = Field(description="Whether what one reviewer decides waits for another.")


@router.get("/health", response_model=Health, responses=told(304), summary="Whether the desk answers")
def health(request: Request, desk: TheDesk, person: Visitor) -> Response:
    """Open to all, for whoever watches the server; 503 where the register cannot be reached."""
    desk.register.note("health")
    return answer(request, Health(), headers={"cache-control": "no-store"})


@router.get("/status", response_model=Status, responses=told(304), summary="What the register holds")
def status(request: Request, desk: TheDesk, person: Reading) -> Response:
    """Counts, versions and what is left to do."""
    register = desk.register
    return answer(
        request,
        Status(
            reports=register.count_reports(), events=register.count_events(), incidents=register.count_incidents(),
            unlinked=len(register.unlinked_events()), unprojected=len(waiting(register)), code=desk.workshop.code,
            knowledge=desk.workshop.knowledge_version, schema_number=register.schema,
            second_reviewer=second_reviewer_required(register),
        ),
    )  # fmt: skip
