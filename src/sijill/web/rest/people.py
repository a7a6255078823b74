"""Who asks."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.responses import Response

from sijill.web.access import csrf
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Action, Owning, may
from sijill.web.render import settle
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Strict

router = APIRouter(prefix="/api/v1", tags=["desk"], dependencies=[Depends(Limited())])


class Me(Strict):
    """Who asks, what they may do, and the form token of their browser."""

    name: str = Field(description="Under which decisions are kept.")
    role: str = Field(examples=["guest", "reviewer", "editor", "administrator"])
    may: list[str]
    csrf: str | None = Field(
        description="With a session, or at a local desk, what changes something needs this as X-CSRF-Token, and the cookie `seed` that "
        "comes with this answer; null with an API token, which needs neither."
    )


@router.get("/me", response_model=Me, responses=told(304), summary="Who asks")
def me(request: Request, person: Owning) -> Response:
    """Who asks, and what they may do."""
    token = None if person.token else csrf.token_for(request)
    actions = [action.value for action in Action if may(person, action)]
    found = answer(request, Me(name=person.name, role=person.role, may=actions, csrf=token), headers={"cache-control": "no-store"})
    if token is not None:
        settle(request, found, [])
    return found
