"""One-time codes of one's own account."""

from __future__ import annotations

import base64
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.register.account_errors import AccountError, Wrong
from sijill.register.codes import Enrolment, begin_codes, confirm_codes, remove_codes
from sijill.register.limits import code_limit, count_attempt
from sijill.register.sessions import confirm_password
from sijill.web.access.roles import Owning
from sijill.web.access.sessions import signed_in, visitor_of
from sijill.web.desk import TheDesk
from sijill.web.flash import sent_on
from sijill.web.forms import Form, wrong
from sijill.web.pages.me import account_page, refused
from sijill.web.render import render

router = APIRouter()
_KINDS: tuple[Wrong, ...] = ("code_wrong", "sign_in_wait")


class AgainForm(Form):
    """The password once more, before what would give the account away."""

    password: str = Field(default="", max_length=1000)


class ConfirmForm(Form):
    """A code that the telephone shows."""

    code: str = Field(default="", max_length=100)


@router.post("/me/codes/begin", include_in_schema=False)
def begin(request: Request, desk: TheDesk, person: Owning, form: Annotated[AgainForm, FormData()]) -> Response:
    """Shows the secret as a picture."""
    _, account = signed_in(request)
    try:
        confirm_password(desk.register, account, form.password, visitor_of(request, desk.workshop))
        enrolment = begin_codes(desk.register, account)
    except AccountError as error:
        return refused(request, desk, "codes", error)
    return _enrolling(request, enrolment)


@router.post("/me/codes/confirm", include_in_schema=False)
def confirm(request: Request, desk: TheDesk, person: Owning, form: Annotated[ConfirmForm, FormData()]) -> Response:
    """Asks for codes from now on, and shows the recovery codes this once."""
    _, account = signed_in(request)
    try:
        count_attempt(desk.register, [code_limit(account.id)], desk.workshop.clock())
        recovery = confirm_codes(desk.register, account, form.code, desk.workshop.clock())
    except AccountError as error:
        if error.wrong not in _KINDS or not account.code_secret:
            return refused(request, desk, "codes", error)
        return _enrolling(request, begin_codes(desk.register, account, anew=False), error)
    return account_page(request, desk, recovery=recovery)


@router.post("/me/codes/remove", include_in_schema=False)
def remove(request: Request, desk: TheDesk, person: Owning, form: Annotated[AgainForm, FormData()]) -> Response:
    """Asks for no more codes."""
    _, account = signed_in(request)
    try:
        confirm_password(desk.register, account, form.password, visitor_of(request, desk.workshop))
        remove_codes(desk.register, account, account.name, desk.workshop.clock())
    except AccountError as error:
        return refused(request, desk, "codes", error)
    return sent_on(request, "/me#codes", "codes.removed")


def _enrolling(request: Request, enrolment: Enrolment, error: AccountError | None = None) -> Response:
    picture = "data:image/svg+xml;base64," + base64.b64encode(enrolment.svg.encode("utf-8")).decode("ascii")
    parts = [enrolment.secret[at : at + 4] for at in range(0, len(enrolment.secret), 4)]
    key, values, status = wrong(error) if error is not None else ("", {}, 200)
    fault = (key, values) if key else None
    return render(request, "codes.html.j2", status, {"cache-control": "no-store"}, picture=picture, secret=" ".join(parts), fault=fault)
