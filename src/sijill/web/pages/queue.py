"""Going through a question's incidents one after another."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from sijill.web.access.roles import Reading
from sijill.web.asking import asked_of
from sijill.web.desk import TheDesk
from sijill.web.flash import sent_on
from sijill.web.queue import incident_address, list_address, neighbour

router = APIRouter()


@router.get("/incidents/review", include_in_schema=False)
def begin(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The first incident of a question; by default of what waits for a reviewer."""
    pairs = request.query_params.multi_items() or [("review", "waiting")]
    asked = asked_of(pairs, desk.workshop.knowledge)
    query = asked.address("").removeprefix("?") or "sort=latest"
    found = desk.register.incidents(asked.filters, limit=1, order=asked.order).rows
    if not found:
        return sent_on(request, list_address(query), "queue.empty", "plain")
    return RedirectResponse(incident_address(found[0].id, query), 303)


@router.get("/incidents/{name}/next", include_in_schema=False)
def after(request: Request, desk: TheDesk, person: Reading, name: str, queue: str = "", back: bool = False) -> Response:
    """The next incident of a queue, or the one before; at its end the list."""
    found = neighbour(desk, name, queue, back)
    if found is None:
        return sent_on(
            request, incident_address(name, queue) if back else list_address(queue), "queue.first" if back else "queue.last", "plain"
        )
    return RedirectResponse(incident_address(found, queue), 303)
