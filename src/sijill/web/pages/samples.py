"""Samples that several people code: drawn here, coded on the command line or by the API, with how far the coders agree."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, get_args

from fastapi import APIRouter, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.exports.evidence_words import FIELD_NAMES
from sijill.exports.labels import one
from sijill.model.said import said_by
from sijill.register.agreement import agreement
from sijill.register.sampling import LARGEST, SampleError, draw_sample
from sijill.store.rows import Outcome
from sijill.web.access.roles import Joining, Reading
from sijill.web.access.trail import told
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.flash import sent_on
from sijill.web.forms import Form
from sijill.web.render import render, words_of

router = APIRouter()
SOME = 100  # jobs, stale decisions


class SampleForm(Form):
    """A sample to be drawn."""

    name: str = Field(default="", max_length=200)
    size: str = Field(default="50", max_length=20)
    seed: str = Field(default="1", max_length=20)


@router.get("/jobs", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The latest jobs, decisions whose subject is gone, and samples."""
    return _page(request, desk, SampleForm())


@router.post("/samples", include_in_schema=False)
def make(request: Request, desk: TheDesk, person: Joining, form: Annotated[SampleForm, FormData()]) -> Response:
    """Draws a sample of incidents; the same seed draws the same of the same incidents, and what was drawn stays."""
    try:
        drawn = draw_sample(desk.register, desk.workshop, form.name, form.size, form.seed, person.owner)
    except SampleError as error:
        return _page(request, desk, form, 422, said_by(error))
    told(request)
    return sent_on(request, drawn.address, "samples.drawn", n=len(drawn.incidents))


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


def _page(request: Request, desk: Desk, form: SampleForm, status: int = 200, fault: str | None = None) -> Response:
    return render(
        request, "jobs.html.j2", status, jobs=desk.register.recent_jobs(SOME), samples=desk.register.sample_names(), sent=form, fault=fault,
        stale=list(islice(desk.register.stale_decisions(), SOME)), outcomes=get_args(Outcome), largest=LARGEST,
    )  # fmt: skip
