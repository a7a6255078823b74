"""The audit log: who did what, and what was refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, cast, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sijill.register.audit import entries
from sijill.store.account_rows import AuditFilters, AuditOutcome
from sijill.web.access.roles import Auditing
from sijill.web.addresses import with_query
from sijill.web.desk import TheDesk
from sijill.web.faults import Refusal
from sijill.web.render import render, words_of
from sijill.web.words import wording

router = APIRouter()
Word = Annotated[str, Query(max_length=200)]


@router.get("/audit", include_in_schema=False)
def page(
    request: Request, desk: TheDesk, person: Auditing, who: Word = "", action: Word = "", about: Word = "", outcome: Word = "",
    since: Word = "", until: Word = "", cursor: Word = "",
) -> Response:  # fmt: skip
    """The latest entries first; `until` is the last day that is shown."""
    first, last = _day(since), _day(until)
    asked = AuditFilters(
        who.strip().replace("\0", ""), action.strip().replace("\0", ""), about.strip().replace("\0", ""),
        cast(AuditOutcome, outcome) if outcome in get_args(AuditOutcome) else None,
        first, last + timedelta(days=1) if last is not None else None,
    )  # fmt: skip
    try:
        found = entries(desk.register, asked, cursor)
    except ValueError:
        raise Refusal(422, "failed.values", "cursor") from None
    names = {"who": who, "action": action, "about": about, "outcome": outcome, "since": since, "until": until}
    pairs = [(name, words) for name, words in names.items() if words]
    later = with_query("/audit", [*pairs, ("cursor", found.cursor)]) if found.cursor else ""
    said = words_of(request)
    return render(
        request, "audit.html.j2", labels=lambda name: said(f"audit.did.{name}") if f"audit.did.{name}" in wording() else name,
        entries=found.rows, later=later, actions=desk.register.audit_actions(), asked=names,
        asks=bool(pairs), first_page=with_query("/audit", pairs) if cursor else "",
    )  # fmt: skip


def _day(words: str) -> datetime | None:
    if not words:
        return None
    try:
        day = date.fromisoformat(words)
        if not 1900 <= day.year <= 9000:
            raise ValueError
    except ValueError:
        raise Refusal(422, "failed.values", f"{words[:20]}: YYYY-MM-DD") from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
