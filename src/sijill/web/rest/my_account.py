"""One's own account: tokens, sessions, password, one-time codes. A token opens none of it: only a browser that signed in does."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from sijill.register.accounts import set_password
from sijill.register.codes import begin_codes, confirm_codes, remove_codes
from sijill.register.limits import code_limit, count_attempt
from sijill.register.sessions import confirm_password, end_session, sign_out_everywhere
from sijill.register.tokens import end_token, make_token
from sijill.store.account_rows import Account, Role, SessionRow, TokenRow
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Owning
from sijill.web.access.sessions import Person, held_sessions, signed_in, visitor_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import Refusal
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Line, Strict, Words

router = APIRouter(prefix="/api/v1/me", tags=["me"], dependencies=[Depends(Limited())])
Number = Annotated[int, Path(ge=1, le=2**53, description="Number of it.", examples=[1])]
_KEEP_NOT = {"cache-control": "no-store"}


class TokenOut(Strict):
    """An API token, without its secret."""

    id: int
    name: str
    role: Role = Field(description="Which it never exceeds, nor its owner's.")
    made: datetime
    ends: datetime
    seen: datetime | None = Field(description="When it was last used, to the minute.")


class Tokens(Strict):
    """One's tokens."""

    items: list[TokenOut]


class TokenIn(Strict):
    """A token to be made."""

    name: Line = Field(examples=["weekly export"])
    role: Role = "guest"
    days: int = Field(90, ge=1, le=366, description="How long it lasts.")


class TokenMade(Strict):
    """A token that was made."""

    token: TokenOut
    secret: str = Field(description="What is sent as `Authorization: Bearer …`; it is told this once.")


class SessionOut(Strict):
    """A browser that is signed in."""

    id: int
    agent: str = Field(description="The browser and the system by name.")
    made: datetime
    seen: datetime
    ends: datetime
    here: bool = Field(description="Whether it is the one that asks.")


class Sessions(Strict):
    """One's sessions."""

    items: list[SessionOut]


class PasswordIn(Strict):
    """Another password."""

    old: Words
    password: Words


class Again(Strict):
    """The password once more, before what would give the account away."""

    password: Words


class CodeIn(Strict):
    """A code that the telephone shows."""

    code: Line


class EnrolmentOut(Strict):
    """What a telephone needs to make codes."""

    secret: str
    svg: str = Field(description="The same as a picture to be photographed.")


class Recovery(Strict):
    """Codes that each sign in once where the telephone is lost; they are told this once."""

    codes: list[str]


@router.get("/tokens", response_model=Tokens, responses=told(304, 409), summary="List your tokens")
def tokens(request: Request, desk: TheDesk, person: Owning) -> Response:
    """One's tokens; their secrets are not kept."""
    _, account = _mine(request, desk, person)
    return answer(request, Tokens(items=list(map(_token, desk.register.tokens_of(account.id)))), headers=_KEEP_NOT)


@router.post("/tokens", response_model=TokenMade, status_code=201, responses=told(409, 413), summary="Make a token")
def add_token(request: Request, desk: TheDesk, person: Owning, body: TokenIn) -> Response:
    """Makes a token, whose secret is told this once."""
    _, account = _mine(request, desk, person)
    secret, row = make_token(desk.register, account, body.name, body.role, body.days, account.name, desk.workshop.clock())
    return answer(request, TokenMade(token=_token(row), secret=secret), status=201, headers=_KEEP_NOT)


@router.delete("/tokens/{number}", status_code=204, responses=told(404, 409), response_class=Response, summary="End a token")
def stop_token(request: Request, desk: TheDesk, person: Owning, number: Number) -> Response:
    """Ends one of one's own tokens."""
    _, account = _mine(request, desk, person)
    end_token(desk.register, account, number, account.name, desk.workshop.clock())
    return Response(status_code=204)


@router.get("/sessions", response_model=Sessions, responses=told(304, 409), summary="List your sessions")
def sessions(request: Request, desk: TheDesk, person: Owning) -> Response:
    """Where one is signed in."""
    here, account = _mine(request, desk, person)
    items = [
        SessionOut(id=s.id, agent=s.agent, made=s.made, seen=s.seen, ends=s.ends, here=s.id == here.id)
        for s in held_sessions(desk.register, account, desk.workshop.clock(), desk.settings)
    ]
    return answer(request, Sessions(items=items), headers=_KEEP_NOT)


@router.delete("/sessions", status_code=204, responses=told(409), response_class=Response, summary="End your other sessions")
def stop_others(request: Request, desk: TheDesk, person: Owning) -> Response:
    """Ends every session but the one that asks."""
    here, account = _mine(request, desk, person)
    sign_out_everywhere(desk.register, account, account.name, desk.workshop.clock(), here.id)
    return Response(status_code=204)


@router.delete("/sessions/{number}", status_code=204, responses=told(404, 409), response_class=Response, summary="End a session")
def stop_session(request: Request, desk: TheDesk, person: Owning, number: Number) -> Response:
    """Ends one of one's own sessions, be it the one that asks."""
    _, account = _mine(request, desk, person)
    end_session(desk.register, account, number, desk.workshop.clock())
    return Response(status_code=204)


@router.put("/password", status_code=204, responses=told(409, 413), response_class=Response, summary="Change your password")
def password(request: Request, desk: TheDesk, person: Owning, body: PasswordIn) -> Response:
    """Sets another password; every other session ends."""
    here, account = _mine(request, desk, person)
    confirm_password(desk.register, account, body.old, visitor_of(request, desk.workshop))
    set_password(desk.register, account.name, body.password, account.name, desk.workshop.clock(), here.id)
    return Response(status_code=204)


@router.post("/codes", response_model=EnrolmentOut, status_code=201, responses=told(409, 413), summary="Begin one-time codes")
def begin(request: Request, desk: TheDesk, person: Owning, body: Again) -> Response:
    """Gives the secret with which a telephone makes codes; they are asked for once one of them was sent back."""
    _, account = _mine(request, desk, person)
    confirm_password(desk.register, account, body.password, visitor_of(request, desk.workshop))
    made = begin_codes(desk.register, account)
    return answer(request, EnrolmentOut(secret=made.secret, svg=made.svg), status=201, headers=_KEEP_NOT)


@router.post("/codes/confirm", response_model=Recovery, responses=told(409, 413), summary="Confirm one-time codes")
def confirm(request: Request, desk: TheDesk, person: Owning, body: CodeIn) -> Response:
    """Asks for codes from now on, and tells the recovery codes, this once."""
    _, account = _mine(request, desk, person)
    count_attempt(desk.register, [code_limit(account.id)], desk.workshop.clock())
    return answer(request, Recovery(codes=list(confirm_codes(desk.register, account, body.code, desk.workshop.clock()))), headers=_KEEP_NOT)


@router.post("/codes/remove", status_code=204, responses=told(409, 413), response_class=Response, summary="Remove one-time codes")
def remove(request: Request, desk: TheDesk, person: Owning, body: Again) -> Response:
    """Asks for no more codes."""
    _, account = _mine(request, desk, person)
    confirm_password(desk.register, account, body.password, visitor_of(request, desk.workshop))
    remove_codes(desk.register, account, account.name, desk.workshop.clock())
    return Response(status_code=204)


def _mine(request: Request, desk: Desk, person: Person) -> tuple[SessionRow, Account]:
    """The session and the account of who asks.

    Raises:
        Refusal: 409, they came with a token, which must not make another, or at a local desk, where nobody has an account.
    """
    if person.token or desk.settings.local:
        raise Refusal(409, "refused.session")
    return signed_in(request)


def _token(row: TokenRow) -> TokenOut:
    known: dict[str, Any] = {name: getattr(row, name) for name in TokenOut.model_fields}
    return TokenOut(**known)
