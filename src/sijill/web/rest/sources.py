"""Where reports come from."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.responses import Response

from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import TheDesk
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Strict

router = APIRouter(prefix="/api/v1/sources", tags=["sources"], dependencies=[Depends(Limited())])


class SourceOut(Strict):
    """A feed, a site or a folder that reports come from."""

    id: int
    address: str
    kind: str
    outlet: str
    country: str | None
    zone: str | None
    leaning: str | None = Field(description="As `leaning_by` states it; Sijill states none.")
    leaning_by: str | None


class Sources(Strict):
    """The sources of the register."""

    items: list[SourceOut]


@router.get("", response_model=Sources, responses=told(304), summary="List sources")
def sources(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The sources of the register; `sijill ingest` visits them all."""
    items = [SourceOut(**{name: getattr(source, name) for name in SourceOut.model_fields}) for source in desk.register.sources()]
    return answer(request, Sources(items=items))
