"""Small things that belong to no family: the switch between light and dark, the list of keys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sijill.web.access.roles import Visitor
from sijill.web.addresses import inside
from sijill.web.language import THEME_COOKIE, YEAR
from sijill.web.render import render

router = APIRouter()


@router.post("/look", include_in_schema=False)
def look(request: Request, person: Visitor, theme: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    """Light, dark, or as the system has it."""
    answer = RedirectResponse(inside(back), 303)
    if theme in ("light", "dark"):
        answer.set_cookie(THEME_COOKIE, theme, max_age=YEAR, samesite="lax", secure=request.app.state.settings.secure)
    else:
        answer.delete_cookie(THEME_COOKIE)
    return answer


@router.get("/help/keys", include_in_schema=False)
def keys(request: Request, person: Visitor) -> Response:
    """Every key that does something."""
    return render(request, "keys.html.j2")
