"""What came in: ingest jobs with what became of each item, stale decisions, samples that several people code."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sijill.exports.evidence_words import FIELD_NAMES
from sijill.exports.labels import one
from sijill.register.agreement import agreement
from sijill.store.rows import Outcome
from sijill.web.access.roles import Reading
from sijill.web.desk import TheDesk
from sijill.web.faults import Refusal, not_found
from sijill.web.render import render, words_of

router = APIRouter()
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
SOME = 100  # jobs, stale decisions
PAGE = 200  # items of a job at once


@router.get("/jobs", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The latest jobs, decisions whose subject is gone, and samples."""
    return render(
        request, "jobs.html.j2", jobs=desk.register.recent_jobs(SOME), samples=desk.register.sample_names(),
        stale=list(islice(desk.register.stale_decisions(), SOME)), outcomes=OUTCOMES,
    )  # fmt: skip


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


@router.get("/samples/{name}", include_in_schema=False)
def sample(request: Request, desk: TheDesk, person: Reading, name: str) -> Response:
    """A sample for double coding: its incidents, and how far those who coded them agree on each field."""
    ids = desk.register.sample(name)
    if not ids:
        raise not_found("missing.sample", name[:80])
    lang = words_of(request).lang
    coded = [
        (one(FIELD_NAMES[found.field], lang) if found.field in FIELD_NAMES else found.field, found)
        for found in agreement(desk.register.decisions(sample=name), desk.register.incidents_now(ids))
    ]
    return render(request, "sample.html.j2", name=name, ids=ids, coded=coded)
