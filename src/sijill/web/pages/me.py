"""One's own account: the password, tokens of the API, the sessions; `my_codes` has the one-time codes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.register.account_errors import AccountError
from sijill.register.accounts import set_password
from sijill.register.sessions import confirm_password, end_session, sign_out_everywhere
from sijill.register.tokens import end_token, make_token
from sijill.store.account_rows import ROLES
from sijill.web.access.roles import Owning
from sijill.web.access.sessions import held_sessions, signed_in, take_secret, visitor_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.flash import sent_on
from sijill.web.forms import Form, wrong
from sijill.web.render import render

router = APIRouter()
DAYS = (7, 30, 90, 366)


class ChangeForm(Form):
    """The password that is, and the one that shall be, twice."""

    old: str = Field(default="", max_length=1000)
    password: str = Field(default="", max_length=1000)
    again: str = Field(default="", max_length=1000)


class TokenForm(Form):
    """A token to be made."""

    name: str = Field(default="", max_length=200)
    role: str = "guest"
    days: int = 90


@router.get("/me", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Owning) -> Response:
    """The account of who asks."""
    return account_page(request, desk)


@router.post("/me/password", include_in_schema=False)
def password(request: Request, desk: TheDesk, person: Owning, form: Annotated[ChangeForm, FormData()]) -> Response:
    """Another password; every other session ends."""
    session, account = signed_in(request)
    if form.password != form.again:
        return account_page(request, desk, 422, fault=("password", "password.differ", {}))
    try:
        confirm_password(desk.register, account, form.old, visitor_of(request, desk.workshop))
        set_password(desk.register, account.name, form.password, account.name, desk.workshop.clock(), session.id)
    except AccountError as error:
        return refused(request, desk, "password", error)
    return sent_on(request, "/me", "password.done")


@router.post("/me/tokens", include_in_schema=False)
def token(request: Request, desk: TheDesk, person: Owning, form: Annotated[TokenForm, FormData()]) -> Response:
    """A token, which is shown this once."""
    _, account = signed_in(request)
    try:
        secret, _ = make_token(desk.register, account, form.name, form.role, form.days, account.name, desk.workshop.clock())
    except AccountError as error:
        return refused(request, desk, "tokens", error)
    return account_page(request, desk, made_token=secret)


@router.post("/me/tokens/{number}/end", include_in_schema=False)
def stop_token(request: Request, desk: TheDesk, person: Owning, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Ends one of one's own tokens."""
    _, account = signed_in(request)
    try:
        end_token(desk.register, account, number, account.name, desk.workshop.clock())
    except AccountError as error:
        return refused(request, desk, "tokens", error)
    return sent_on(request, "/me#tokens", "tokens.ended")


@router.post("/me/sessions/end", include_in_schema=False)
def stop_others(request: Request, desk: TheDesk, person: Owning, form: Annotated[Form, FormData()]) -> Response:
    """Ends every session but this one."""
    session, account = signed_in(request)
    sign_out_everywhere(desk.register, account, account.name, desk.workshop.clock(), session.id)
    return sent_on(request, "/me#sessions", "sessions.ended")


@router.post("/me/sessions/{number}/end", include_in_schema=False)
def stop_session(request: Request, desk: TheDesk, person: Owning, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Ends one of one's own sessions."""
    session, account = signed_in(request)
    try:
        end_session(desk.register, account, number, desk.workshop.clock())
    except AccountError as error:
        return refused(request, desk, "sessions", error)
    answer = sent_on(request, "/sign-in" if number == session.id else "/me#sessions", "sessions.ended")
    if number == session.id:
        take_secret(request, answer)
    return answer


def account_page(request: Request, desk: Desk, status: int = 200, **shown: Any) -> Response:
    """The page of an account. `fault` is the part that it belongs to, a key of words and what stands in their places."""
    values: dict[str, Any] = {"fault": None, "made_token": "", "recovery": (), "account": None, "days": DAYS}
    if not desk.settings.local:
        session, account = signed_in(request)
        now = desk.workshop.clock()
        values |= {
            "account": desk.register.account_by_id(account.id),
            "here_now": session.id,
            "sessions": held_sessions(desk.register, account, now, desk.settings),
            "tokens": desk.register.tokens_of(account.id),
            "now": now,
            "roles": ROLES[: ROLES.index(account.role) + 1],
            "recovery_left": desk.register.count_recovery_codes(account.id),
        }
    return render(request, "me.html.j2", status, {"cache-control": "no-store"}, **values | shown)


def refused(request: Request, desk: Desk, part: str, error: AccountError) -> Response:
    """The page with what was wrong, in the part where it was."""
    key, values, status = wrong(error)
    return account_page(request, desk, status, fault=(part, key, values))
