"""Samples that several people code, and how far they agree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said, said_by
from sijill.register.agreement import agreement
from sijill.register.sampling import LARGEST, SampleError, draw_sample
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Joining, Reading
from sijill.web.access.trail import told as told_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import ApiRefusal, fault, told
from sijill.web.rest.types import Line, Strict

router = APIRouter(prefix="/api/v1/samples", tags=["samples"], dependencies=[Depends(Limited())])
# Names that were given on the command line may be any.
Name = Annotated[str, Path(min_length=1, max_length=200, description="Name of a sample.", examples=["autumn"])]


class SampleIn(Strict):
    """A sample to be drawn. The same seed draws the same of the same incidents."""

    name: Line = Field(min_length=1, examples=["autumn"], description="1 to 60 letters, digits, `_` and `-`.")
    size: int = Field(50, ge=1, le=LARGEST)
    seed: int = Field(1, ge=0, le=2**31)


class AgreementOut(Strict):
    """How far the coders agree on a field: Krippendorff's alpha for nominal values; null where nothing can be compared."""

    field: str
    alpha: float | None
    incidents: int
    reviewers: int


class SampleOut(Strict):
    """A sample, and how far those who coded it agree."""

    name: str
    incidents: list[str]
    agreement: list[AgreementOut]


class Samples(Strict):
    """The names of the samples."""

    items: list[str]


@router.get("", response_model=Samples, responses=told(304), summary="List samples")
def samples(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The names of the samples."""
    return answer(request, Samples(items=list(desk.register.sample_names())))


@router.post("", response_model=SampleOut, status_code=201, responses=told(409, 413), summary="Draw a sample")
def make(request: Request, desk: TheDesk, person: Joining, sample: SampleIn) -> Response:
    """Draw a sample of incidents for several people to code. Once drawn it stays as it is."""
    try:
        drawn = draw_sample(desk.register, desk.workshop, sample.name, sample.size, sample.seed, person.owner)
    except SampleError as error:
        why = said_by(error)
        if why.key in ("sample.taken", "sample.nothing"):
            raise ApiRefusal(409, "failed.conflict", why) from None
        raise fault("body", why.key.removeprefix("sample."), why) from None
    told_of(request)
    return answer(request, _sample(desk, drawn.name), status=201, headers={"location": f"/api/v1{drawn.address}"})


@router.get("/{name}", response_model=SampleOut, responses=told(304, 404), summary="One sample")
def sample(request: Request, desk: TheDesk, person: Reading, name: Name) -> Response:
    """The incidents of a sample, and how far those who coded it agree on each field."""
    found = _sample(desk, name)
    if not found.incidents:
        raise not_found("missing.sample", said("missing.sample", "there is no sample {name!r}", name=name))
    return answer(request, found)


def _sample(desk: Desk, name: str) -> SampleOut:
    drawn = desk.register.sample(name)
    coded = agreement(desk.register.decisions(sample=name), desk.register.incidents_now(drawn))
    return SampleOut(
        name=name,
        incidents=list(drawn),
        agreement=[AgreementOut(field=a.field, alpha=a.alpha, incidents=a.incidents, reviewers=a.reviewers) for a in coded],
    )
