"""Jobs: what came in, and what became of each item."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said
from sijill.store.errors import StoreError
from sijill.store.rows import Job, Outcome
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.asked import begins_at
from sijill.web.rest.problems import told
from sijill.web.rest.types import MOST, Line, Strict

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], dependencies=[Depends(Limited())])
Number = Annotated[int, Path(ge=1, le=2**53, description="Number of a job.", examples=[1])]


class JobOut(Strict):
    """Work that can be broken off, as ingesting a feed."""

    id: int
    kind: str
    target: str
    started: datetime
    finished: datetime | None
    counts: dict[str, int] = Field(description="Items by what became of them.")


class Jobs(Strict):
    """The jobs that were begun last, the last first."""

    items: list[JobOut]


class ItemOut(Strict):
    """What became of one item of a job."""

    item: str
    outcome: Outcome
    report: str | None
    version: int | None
    detail: str = Field(description="Why it failed, in English as the program said it.")


class Items(Strict):
    """A page of items, in order."""

    items: list[ItemOut]
    cursor: str | None


class JobsAsked(Strict):
    """How many."""

    limit: int = Field(50, ge=1, le=MOST)


class ItemsAsked(Strict):
    """Which items."""

    outcome: list[Outcome] = Field([], max_length=20)
    limit: int = Field(100, ge=1, le=MOST)
    cursor: Line | None = None


@router.get("", response_model=Jobs, responses=told(304), summary="List jobs")
def jobs(request: Request, desk: TheDesk, person: Reading, query: Annotated[JobsAsked, Query()]) -> Response:
    """The jobs that were begun last."""
    return answer(request, Jobs(items=list(map(_out, desk.register.recent_jobs(query.limit)))))


@router.get("/{number}", response_model=JobOut, responses=told(304, 404), summary="One job")
def job(request: Request, desk: TheDesk, person: Reading, number: Number) -> Response:
    """One job."""
    return answer(request, _out(_known(desk, number)))


@router.get("/{number}/items", response_model=Items, responses=told(304, 404), summary="Its items")
def items(request: Request, desk: TheDesk, person: Reading, number: Number, query: Annotated[ItemsAsked, Query()]) -> Response:
    """What was new, known, or failed and why."""
    _known(desk, number)
    found = desk.register.items_of(number, query.outcome)
    begin = begins_at(query.cursor)
    cursor = str(begin + query.limit) if len(found) > begin + query.limit else ""
    names = tuple(ItemOut.model_fields)
    part = [_item({name: getattr(item, name) for name in names}) for item in found[begin : begin + query.limit]]
    return answer(request, Items(items=part, cursor=cursor or None), following=cursor)


def _known(desk: Desk, number: int) -> Job:
    try:
        return desk.register.job(number)
    except StoreError as error:
        if error.trouble != "missing":
            raise
        raise not_found("missing.job", said("missing.job", "there is no job {number}", number=number)) from None


def _out(job: Job) -> JobOut:
    return JobOut(id=job.id, kind=job.kind, target=job.target, started=job.started, finished=job.finished, counts=dict(job.counts))


def _item(values: dict[str, Any]) -> ItemOut:
    return ItemOut(**values)
