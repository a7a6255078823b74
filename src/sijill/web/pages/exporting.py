"""Exports, releases, and the evidence pack of an incident."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from sijill.exports.evidence import evidence
from sijill.exports.formats import FORMATS
from sijill.exports.info import CODEBOOKS, ExportInfo
from sijill.register.exporting import Holding, export_parts, holding
from sijill.register.releasing import release_file
from sijill.register.views import incident_view
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Approving, Exporting
from sijill.web.addresses import with_query
from sijill.web.asking import Asked, asked_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import Refusal, not_found
from sijill.web.forms import Form
from sijill.web.pages.incidents import chips
from sijill.web.render import render, words_of
from sijill.web.rest.exports import FILES

router = APIRouter()
SHOWN = 100  # incidents that are left out, by name
Mask = Annotated[bool, Query(alias="mask_persons")]


class ReleaseForm(Form):
    """A release to be made; a box that is not ticked is not sent."""

    note: str = Field(default="", max_length=500)
    mask_persons: bool = False


@router.get("/exports", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Exporting, form: str = "acled", mask: Mask = False) -> Response:
    """Formats, what is asked, and the releases."""
    return _page(request, desk, _form(form), mask)


@router.get("/exports/about", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def about(request: Request, desk: TheDesk, person: Exporting, form: str = "acled", mask: Mask = False) -> Response:
    """The same with what the export holds, and what it leaves out and why."""
    name = _form(form)
    return _page(request, desk, name, mask, held=holding(desk.register, name, _info(desk, mask), _asked(request, desk).filters))


@router.get("/exports/file", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def download(request: Request, desk: TheDesk, person: Exporting, form: str = "acled", mask: Mask = False) -> Response:
    """The file, sent while it is made. The first part is made at once, so that what fails then is told as a page."""
    name, info = _form(form), _info(desk, mask)
    suffix, media_type = FILES[name]
    parts = export_parts(desk.register, name, info, _asked(request, desk).filters)
    first = next(parts, b"")

    def every() -> Iterator[bytes]:
        yield first
        yield from parts

    return StreamingResponse(every(), media_type=media_type, headers=_file(f"sijill-{name}-{info.day.isoformat()}{suffix}"))


@router.post("/exports/releases", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def release(request: Request, desk: TheDesk, person: Approving, form: Annotated[ReleaseForm, FormData()]) -> Response:
    """Freezes all incidents under the next number; the answer is the file, which the register does not keep."""
    made, parts = release_file(desk.register, _info(desk, form.mask_persons), desk.workshop, form.note.strip())
    return StreamingResponse(parts, media_type="application/jsonl", headers=_file(f"sijill-release-{made.number}.jsonl"))


@router.get("/incidents/{name}/evidence", include_in_schema=False, dependencies=[Depends(Limited(HEAVY))])
def pack(request: Request, desk: TheDesk, person: Exporting, name: str, mask: Mask = False) -> Response:
    """The evidence pack of an incident: one page that needs nothing else, to print or send."""
    view = incident_view(desk.register, name)
    if view is None:
        raise not_found("incident.missing", name=name[:80])
    made = evidence(view.record, _info(desk, mask), view.reports, view.decisions, words_of(request).lang)
    return Response(made.content, media_type="text/html", headers=_file(f"sijill-{view.record.id}.html"))


def _form(name: str) -> str:
    if name not in FORMATS:
        raise Refusal(422, "exports.unknown", name[:40])
    return name


def _info(desk: Desk, mask: bool) -> ExportInfo:
    return ExportInfo(desk.workshop.code, desk.workshop.knowledge_version, desk.workshop.clock().date(), mask_persons=mask)


def _asked(request: Request, desk: Desk) -> Asked:
    return asked_of(request.query_params.multi_items(), desk.workshop.knowledge)


def _file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


def _page(request: Request, desk: Desk, form: str, mask: bool, held: Holding | None = None) -> Response:
    asked = _asked(request, desk)
    words = words_of(request)
    pairs = [*asked.pairs, ("form", form), *([("mask_persons", "on")] if mask else [])]
    values: dict[str, Any] = {
        "form": form, "mask": mask, "asked": asked, "held": held, "many": desk.register.count(asked.filters),
        "formats": [(name, FILES[name][0], CODEBOOKS.get(name, "")) for name in FORMATS],
        "chips": chips(asked, desk, words, "/exports"), "file": with_query("/exports/file", pairs), "choose": asked.address(),
        "releases": desk.register.releases(), "shown": SHOWN,
    }  # fmt: skip
    return render(request, "exports.html.j2", **values)
