"""Releases: frozen, numbered exports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from sijill.exports.info import ExportInfo
from sijill.model.said import said
from sijill.register.releasing import release_file
from sijill.store.rows import Release
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Approving, Reading
from sijill.web.desk import TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Strict, Words

router = APIRouter(prefix="/api/v1/releases", tags=["exports"])
_MADE: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "The release as JSON Lines; its first line says what it is and what changed since the last.",
        "content": {"application/jsonl": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class ReleaseOut(Strict):
    """A release that was made."""

    number: int
    at: datetime
    code: str
    knowledge: str
    codebook: str
    note: str


class ReleaseWhole(ReleaseOut):
    """The same, with the SHA-256 of every incident's line."""

    incidents: dict[str, str]


class Releases(Strict):
    """The releases, the last one first."""

    items: list[ReleaseOut]


class ReleaseIn(Strict):
    """A release to be made of all incidents but those that reviewers rejected."""

    note: Words = Field("", description="What is said of it.", examples=["after the second review"])
    mask_persons: bool = False


@router.get("", response_model=Releases, responses=told(304), summary="List releases", dependencies=[Depends(Limited())])
def releases(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The releases, the last one first."""
    return answer(request, Releases(items=[ReleaseOut(**_values(release)) for release in desk.register.releases()]))


@router.get("/{number}", response_model=ReleaseWhole, responses=told(304, 404), summary="One release", dependencies=[Depends(Limited())])
def release(request: Request, desk: TheDesk, person: Reading, number: Annotated[int, Path(ge=1, le=1_000_000)]) -> Response:
    """What a release held: the digest of every incident's line, so that a file can be compared with it."""
    found = desk.register.release(number)
    if found is None:
        raise not_found("missing.release", said("missing.release", "there is no release {number}", number=number))
    return answer(request, ReleaseWhole(**_values(found), incidents=dict(found.digests)))


@router.post(
    "", status_code=201, responses=told(409, 413) | _MADE, response_class=Response, summary="Make a release",
    dependencies=[Depends(Limited(HEAVY))],
)  # fmt: skip
def make(request: Request, desk: TheDesk, person: Approving, body: ReleaseIn) -> Response:
    """Freeze all incidents under the next number; the answer is the file, which the register does not keep."""
    workshop = desk.workshop
    info = ExportInfo(workshop.code, workshop.knowledge_version, workshop.clock().date(), mask_persons=body.mask_persons)
    made, parts = release_file(desk.register, info, workshop, body.note)
    headers = {
        "content-disposition": f'attachment; filename="sijill-release-{made.number}.jsonl"',
        "location": f"/api/v1/releases/{made.number}",
    }
    return StreamingResponse(parts, 201, headers, "application/jsonl")


def _values(found: Release) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ReleaseOut.model_fields}
