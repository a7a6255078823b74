"""The audit log."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.register.audit import entries
from sijill.store.account_rows import AuditFilters, AuditOutcome
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Auditing
from sijill.web.desk import TheDesk
from sijill.web.rest.answers import answer
from sijill.web.rest.asked import no_cursor
from sijill.web.rest.problems import told
from sijill.web.rest.types import MOST, Line, Strict

router = APIRouter(prefix="/api/v1/audit", tags=["audit"], dependencies=[Depends(Limited())])
LAST_YEAR = 9000


class EntryOut(Strict):
    """What somebody did, or was refused."""

    id: int
    at: datetime
    who: str = Field(description="The account's name; empty where nobody had signed in.")
    action: str
    about: str
    outcome: AuditOutcome
    detail: dict[str, Any]


class Entries(Strict):
    """A page of entries, the latest first."""

    items: list[EntryOut]
    cursor: str | None


class AuditAsked(Strict):
    """Which entries."""

    who: Line = ""
    action: Line = ""
    about: Line = ""
    outcome: AuditOutcome | None = None
    since: date | None = Field(None, description="On this day or later, in UTC.")
    until: date | None = Field(None, description="On this day or before.")
    limit: int = Field(50, ge=1, le=MOST)
    cursor: Line | None = None


@router.get("", response_model=Entries, responses=told(304), summary="List entries of the audit log")
def audit(request: Request, desk: TheDesk, person: Auditing, query: Annotated[AuditAsked, Query()]) -> Response:
    """Entries, the latest first. The log only grows."""
    filters = AuditFilters(
        query.who.strip(), query.action.strip(), query.about.strip(), query.outcome, _instant(query.since), _instant(query.until, 1)
    )  # fmt: skip
    try:
        page = entries(desk.register, filters, query.cursor or "", query.limit)
    except ValueError:
        raise no_cursor(query.cursor or "") from None
    names = ("id", "at", "who", "action", "about", "outcome")
    items = [EntryOut(**{name: getattr(row, name) for name in names}, detail=dict(row.detail)) for row in page.rows]
    return answer(request, Entries(items=items, cursor=page.cursor or None), following=page.cursor, headers={"cache-control": "no-store"})


def _instant(day: date | None, later: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(min(day, date(LAST_YEAR, 1, 1)), time(), UTC) + timedelta(days=later)
