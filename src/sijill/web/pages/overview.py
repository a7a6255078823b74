"""What came in, what awaits review, and what the register holds at a glance."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from sijill.web.access.roles import Reading
from sijill.web.desk import TheDesk
from sijill.web.render import render

router = APIRouter()


@router.get("/", include_in_schema=False)
def overview(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The first page."""
    return render(request, "overview.html.j2", reports=desk.register.count_reports(), incidents=desk.register.count())
