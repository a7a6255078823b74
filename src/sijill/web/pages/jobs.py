"""One ingest job with what became of each item; `samples` has the list."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sijill.store.rows import Outcome
from sijill.web.access.roles import Reading
from sijill.web.desk import TheDesk
from sijill.web.faults import Refusal, not_found
from sijill.web.render import render

router = APIRouter()
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
PAGE = 200  # items of a job at once


@router.get("/jobs/{number}", include_in_schema=False)
def job(
    request: Request, desk: TheDesk, person: Reading, number: int, outcome: str = "", begin: Annotated[int, Query(ge=0, le=10**9)] = 0
) -> Response:
    """One job: what was new, known, or failed and why."""
    found = desk.register.job(number) if 0 < number < 1 << 62 else None
    if found is None:
        raise not_found("missing.row")
    if outcome and outcome not in OUTCOMES:
        raise Refusal(422, "failed.values", outcome[:40])
    shown = outcome or ("failed" if found.counts.get("failed") else "")
    items = desk.register.items_of(number, (shown,) if shown else ())
    return render(
        request, "job.html.j2", job=found, outcomes=OUTCOMES, shown=shown, items=items[begin : begin + PAGE], total=len(items),
        begin=begin, following=begin + PAGE if begin + PAGE < len(items) else 0,
    )  # fmt: skip
