"""Signing in and out: a password, a one-time code where the account has them, an invitation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from sijill.register import sessions
from sijill.register.account_errors import AccountError, WaitError
from sijill.register.accounts import accept_invitation, invited
from sijill.register.sessions import CodeNeeded, SignedIn
from sijill.web.access.roles import Visitor
from sijill.web.access.sessions import give_secret, held_secret, lasting_of, take_secret, visitor_of
from sijill.web.addresses import inside, with_query
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.flash import flash, sent_on
from sijill.web.forms import Form, wrong
from sijill.web.render import render

router = APIRouter()
_NOT_KEPT = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


class SignInForm(Form):
    """A name and a password."""

    name: str = Field(default="", max_length=200)
    password: str = Field(default="", max_length=1000)
    back: str = "/"


class CodeForm(Form):
    """A one-time code."""

    code: str = Field(default="", max_length=100)
    back: str = "/"


class PasswordForm(Form):
    """A new password, twice."""

    password: str = Field(default="", max_length=1000)
    again: str = Field(default="", max_length=1000)


@router.get("/sign-in", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Visitor, back: str = "/") -> Response:
    """Asks for a name and a password."""
    if person is not None:
        return RedirectResponse(inside(back), 303)
    return _page(request, desk, back)


@router.post("/sign-in", include_in_schema=False)
def sign_in(request: Request, desk: TheDesk, person: Visitor, form: Annotated[SignInForm, FormData()]) -> Response:
    """Signs in, or asks for a code."""
    if desk.settings.local:
        return RedirectResponse("/", 303)
    visitor, lasting = visitor_of(request, desk.workshop), lasting_of(desk.settings)
    try:
        done = sessions.sign_in(desk.register, form.name, form.password, visitor, lasting, held_secret(request))
    except AccountError as error:
        return _page(request, desk, form.back, error, form.name)
    if isinstance(done, CodeNeeded):
        answer: Response = RedirectResponse(with_query("/sign-in/code", [("back", inside(form.back))]), 303)
        give_secret(request, answer, done.secret, int(sessions.CODE_WITHIN.total_seconds()), "code")
        return answer
    return come_in(request, desk, done, form.back)


@router.get("/sign-in/code", include_in_schema=False)
def code_page(request: Request, person: Visitor, back: str = "/") -> Response:
    """Asks for a one-time code."""
    if not held_secret(request, "code"):
        return RedirectResponse(with_query("/sign-in", [("back", inside(back))]), 303)
    return render(request, "code.html.j2", back_to=inside(back), fault=None)


@router.post("/sign-in/code", include_in_schema=False)
def code(request: Request, desk: TheDesk, person: Visitor, form: Annotated[CodeForm, FormData()]) -> Response:
    """Signs in with the code."""
    visitor, lasting = visitor_of(request, desk.workshop), lasting_of(desk.settings)
    try:
        done = sessions.sign_in_with_code(desk.register, held_secret(request, "code"), form.code, visitor, lasting, held_secret(request))
    except AccountError as error:
        if error.wrong == "sign_in_ended":
            answer = sent_on(request, with_query("/sign-in", [("back", inside(form.back))]), "account.wrong.sign_in_ended", "bad")
            take_secret(request, answer, "code")
            return answer
        key, values, status = wrong(error)
        return render(request, "code.html.j2", status, _waits(error), back_to=inside(form.back), fault=(key, values))
    answer = come_in(request, desk, done, form.back)
    take_secret(request, answer, "code")
    return answer


@router.post("/sign-out", include_in_schema=False)
def sign_out(request: Request, desk: TheDesk, person: Visitor, form: Annotated[Form, FormData()]) -> Response:
    """Ends the session at the server, and the cookie."""
    sessions.sign_out(desk.register, held_secret(request), desk.workshop.clock())
    answer = sent_on(request, "/" if desk.settings.local else "/sign-in", "sign_out.done")
    take_secret(request, answer)
    return answer


@router.get("/invitation/{secret}", include_in_schema=False)
def invitation(request: Request, desk: TheDesk, person: Visitor, secret: str) -> Response:
    """Asks whom an administrator invited for a password."""
    account = invited(desk.register, secret, desk.workshop.clock())
    if account is None:
        raise not_found("account.wrong.invitation_ended")
    return render(request, "invitation.html.j2", 200, _NOT_KEPT, account=account, fault=None)


@router.post("/invitation/{secret}", include_in_schema=False)
def accept(request: Request, desk: TheDesk, person: Visitor, secret: str, form: Annotated[PasswordForm, FormData()]) -> Response:
    """Sets the password; the invitation is used up. Its owner then signs in as always."""
    at = desk.workshop.clock()
    account = invited(desk.register, secret, at)
    if account is None:
        raise not_found("account.wrong.invitation_ended")
    if form.password != form.again:
        return render(request, "invitation.html.j2", 422, _NOT_KEPT, account=account, fault=("password.differ", {}))
    try:
        accept_invitation(desk.register, secret, form.password, at)
    except AccountError as error:
        key, values, status = wrong(error)
        return render(request, "invitation.html.j2", status, _NOT_KEPT, account=account, fault=(key, values))
    return sent_on(request, "/sign-in", "invitation.done")


def come_in(request: Request, desk: Desk, done: SignedIn, back: str) -> Response:
    """Somebody is signed in: the cookie, and where they wanted to go."""
    answer = RedirectResponse(inside(back), 303)
    give_secret(request, answer, done.secret, int(lasting_of(desk.settings).whole.total_seconds()))
    if done.failed:
        flash(answer, request, "sign_in.failed_before", "plain", n=done.failed)
    return answer


def _page(request: Request, desk: Desk, back: str, error: AccountError | None = None, name: str = "") -> Response:
    key, values, status = wrong(error) if error is not None else ("", {}, 200)
    fault = (key, values) if key else None
    values_of_page = {"back_to": inside(back), "fault": fault, "name": name[:64], "openid": desk.settings.openid}
    return render(request, "sign_in.html.j2", status, _waits(error), **values_of_page)


def _waits(error: AccountError | None) -> dict[str, str]:
    return {"retry-after": str(error.seconds)} if isinstance(error, WaitError) else {}
