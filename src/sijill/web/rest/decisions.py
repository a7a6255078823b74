"""What reviewers decided."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said
from sijill.store.rows import Subject
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.asked import no_cursor
from sijill.web.rest.problems import told
from sijill.web.rest.shown import decision_out, waiting_among
from sijill.web.rest.types import MOST, DecisionOut, IncidentName, Line, NumberPath, Strict, SubjectOut

router = APIRouter(prefix="/api/v1/decisions", tags=["decisions"], dependencies=[Depends(Limited())])


class Decisions(Strict):
    """A page of decisions in the order in which they were made."""

    items: list[DecisionOut]
    cursor: str | None


class StaleOut(Strict):
    """A decision that stands, and what of its subjects is no longer there."""

    decision: DecisionOut
    gone: list[SubjectOut]


class StaleDecisions(Strict):
    """Decisions that stand, a subject of which has gone, as after reading again."""

    items: list[StaleOut]


class DecisionsAsked(Strict):
    """Which decisions."""

    incident: IncidentName | None = None
    reviewer: Line | None = None
    sample: Line | None = None
    kind: list[Literal["accept", "correct", "reject", "flag", "merge", "split", "undo", "confirm", "code"]] = Field([], max_length=9)
    limit: int = Field(50, ge=1, le=MOST)
    cursor: Line | None = None


@router.get("", response_model=Decisions, responses=told(304), summary="List decisions")
def decisions(request: Request, desk: TheDesk, person: Reading, query: Annotated[DecisionsAsked, Query()]) -> Response:
    """Decisions in order, undone ones too."""
    after = query.cursor or "0"
    if not after.isascii() or not after.isdecimal() or len(after) > 15:
        raise no_cursor(after)
    subject = Subject("incident", query.incident) if query.incident else None
    found = desk.register.decisions(subject, query.reviewer, query.sample, int(after), query.kind, query.limit + 1)
    shown = found[: query.limit]
    waiting = waiting_among(desk.register, shown)
    cursor = str(shown[-1].id) if len(found) > len(shown) else ""
    return answer(request, Decisions(items=[decision_out(d, waiting) for d in shown], cursor=cursor or None), following=cursor)


@router.get("/stale", response_model=StaleDecisions, responses=told(304), summary="List stale decisions")
def stale(request: Request, desk: TheDesk, person: Reading) -> Response:
    """Decisions that stand although an event that they name has gone, as after reading again."""
    found = [
        StaleOut(decision=decision_out(decision), gone=[SubjectOut(kind=subject.kind, id=subject.id) for subject in missing])
        for decision, missing in desk.register.stale_decisions()
        if any(subject.kind == "event" for subject in missing)
    ]
    return answer(request, StaleDecisions(items=found))


@router.get("/{number}", response_model=DecisionOut, responses=told(304, 404), summary="One decision")
def decision(request: Request, desk: TheDesk, person: Reading, number: NumberPath) -> Response:
    """One decision."""
    found = desk.register.decision(number)
    if found is None:
        raise not_found("missing.decision", said("decision.none", "there is no decision {number}", number=number))
    return answer(request, decision_out(found, waiting_among(desk.register, [found])))
