"""Incidents in the formats of the field, as files; large ones are sent while they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from sijill.exports.formats import FORMATS
from sijill.exports.info import CODEBOOKS, ExportInfo
from sijill.register.exporting import export_about, export_parts
from sijill.store.rows import Filters
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Exporting
from sijill.web.desk import Desk, TheDesk
from sijill.web.rest.answers import GEOJSON, JSON, answer
from sijill.web.rest.asked import asked
from sijill.web.rest.problems import told
from sijill.web.rest.types import Strict
from sijill.web.rest.types_incidents import Asking

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])
# By format: the ending of its file, and its media type.
FILES: dict[str, tuple[str, str]] = {
    "acled": (".csv", "text/csv; charset=utf-8"),
    "ucdp": (".csv", "text/csv; charset=utf-8"),
    "hxl": (".csv", "text/csv; charset=utf-8"),
    "csv": (".csv", "text/csv; charset=utf-8"),
    "plover": (".jsonl", "application/jsonl"),
    "jsonl": (".jsonl", "application/jsonl"),
    "links": (".jsonl", "application/jsonl"),
    "geojson": (".geojson", "application/geo+json"),
    "parquet": (".parquet", "application/vnd.apache.parquet"),
}
Form = StrEnum("Form", sorted(FORMATS))  # type: ignore[misc]  # the formats that there are, by name


class FormatOut(Strict):
    """A format of export."""

    format: str
    suffix: str
    media_type: str
    follows: str | None = Field(description="The published codebook that it follows.")


class Formats(Strict):
    """The formats of export."""

    items: list[FormatOut]


class ExportAsked(Asking):
    """Which incidents, and whether names of private persons are hidden."""

    mask_persons: bool = Field(False, description="Hide the names of private persons.")


class About(Strict):
    """What an export says of itself: versions, counts, and every incident that it leaves out with the reason."""

    format: str
    follows: str | None = None
    code: str
    knowledge: str
    codebook: str
    day: str
    mask_persons: bool
    incidents: int
    sha256: str
    left_out_by_reason: dict[str, int]
    left_out: list[dict[str, str]]


def _schema(kind: str) -> dict[str, str]:
    return {"type": "object"} if kind == GEOJSON else {"type": "string", "format": "binary"}


_FILE: dict[int | str, dict[str, Any]] = told(404) | {
    200: {
        "description": "The file.",
        "content": {kind.partition(";")[0]: {"schema": _schema(kind)} for _, kind in FILES.values()},
    }
}


@router.get("", response_model=Formats, responses=told(304), summary="List formats", dependencies=[Depends(Limited())])
def formats(request: Request, desk: TheDesk, person: Exporting) -> Response:
    """The formats of export."""
    items = [FormatOut(format=name, suffix=FILES[name][0], media_type=FILES[name][1], follows=CODEBOOKS.get(name)) for name in FORMATS]
    return answer(request, Formats(items=items))


@router.get("/{form}", responses=_FILE, response_class=StreamingResponse, summary="Export", dependencies=[Depends(Limited(HEAVY))])
def export(request: Request, desk: TheDesk, person: Exporting, form: Form, query: Annotated[ExportAsked, Query()]) -> Response:
    """Incidents in a format, as a file, by day; all of them where nothing is asked. What reviewers rejected is left out."""
    info, filters = _asked(request, desk, query)
    suffix, media_type = FILES[form.value]
    parts = _started(lambda: export_parts(desk.register, form.value, info, filters))
    name = f"sijill-{form.value}-{info.day.isoformat()}{suffix}"
    return StreamingResponse(parts, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})


@router.get(
    "/{form}/about", response_model=About, responses=told(304, 404), summary="About an export", dependencies=[Depends(Limited(HEAVY))]
)
def about(request: Request, desk: TheDesk, person: Exporting, form: Form, query: Annotated[ExportAsked, Query()]) -> Response:
    """What stands beside an export: its versions and SHA-256, and every incident that it leaves out, with the reason."""
    info, filters = _asked(request, desk, query)
    return answer(request, export_about(desk.register, form.value, info, filters), media_type=JSON)


def _asked(request: Request, desk: Desk, query: ExportAsked) -> tuple[ExportInfo, Filters]:
    workshop = desk.workshop
    info = ExportInfo(workshop.code, workshop.knowledge_version, workshop.clock().date(), mask_persons=query.mask_persons)
    return info, asked(request, desk).filters


def _started(make: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    """The parts of an export, the first of them made: what fails at once is told as a problem, not as half a file."""
    parts = make()
    first = next(parts, b"")

    def every() -> Iterator[bytes]:
        yield first
        yield from parts

    return every()
