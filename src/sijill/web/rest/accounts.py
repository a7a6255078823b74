"""Who may work here and as what, and what is asked of reviews: for administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said
from sijill.register import accounts
from sijill.register.codes import remove_codes
from sijill.register.rules_of_review import require_second_reviewer, second_reviewer_required
from sijill.register.sessions import sign_out_everywhere
from sijill.store.account_rows import Account, Role
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Administering
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import told
from sijill.web.rest.types import Line, Strict

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"], dependencies=[Depends(Limited())])
Number = Annotated[int, Path(ge=1, le=2**53, description="Number of an account.", examples=[1])]
_KEEP_NOT = {"cache-control": "no-store"}


class AccountOut(Strict):
    """An account, without anything that signs in."""

    id: int
    name: str = Field(description="What is typed to sign in; never changed.")
    display: str = Field(description="Under which decisions are kept.")
    role: Role
    created: datetime
    last_sign_in: datetime | None
    disabled: bool
    password: bool = Field(description="Whether it has one; an account without waits for its invitation, or signs in by OpenID.")
    openid: bool = Field(description="Whether it signs in by OpenID.")
    codes: bool = Field(description="Whether one-time codes are asked for.")


class Accounts(Strict):
    """Every account, by name."""

    items: list[AccountOut]


class AccountIn(Strict):
    """An account to be made."""

    name: Line = Field(examples=["nour"])
    display: Line = Field(examples=["نور"])
    role: Role = "reviewer"


class AccountChanges(Strict):
    """What is to be otherwise; what is left out stays."""

    role: Role | None = None
    disabled: bool | None = None


class Invited(Strict):
    """An account with a link with which its owner sets a password, once, within a week. It is told this once."""

    account: AccountOut
    link: str = Field(examples=["https://desk.example.org/invitation/…"])


class Rules(Strict):
    """What is asked of reviews."""

    second_reviewer: bool = Field(description="Whether what one reviewer decides waits for another.")


@router.get("", response_model=Accounts, responses=told(304), summary="List accounts")
def every(request: Request, desk: TheDesk, person: Administering) -> Response:
    """Every account."""
    return answer(request, Accounts(items=list(map(account_out, desk.register.accounts()))), headers=_KEEP_NOT)


@router.post("", response_model=Invited, status_code=201, responses=told(409, 413), summary="Make an account")
def add(request: Request, desk: TheDesk, person: Administering, body: AccountIn) -> Response:
    """Makes an account, and a link with which its owner sets a password, once."""
    at = desk.workshop.clock()
    with desk.register.transaction():
        made = accounts.add_account(desk.register, body.name, body.display, body.role, person.owner, at)
        secret = accounts.invite(desk.register, made.name, person.owner, at)
    headers = _KEEP_NOT | {"location": f"/api/v1/accounts/{made.id}"}
    return answer(request, Invited(account=account_out(made), link=_link(request, desk, secret)), status=201, headers=headers)


@router.get("/rules", response_model=Rules, responses=told(304), summary="What is asked of reviews")
def rules(request: Request, desk: TheDesk, person: Administering) -> Response:
    """Whether a second reviewer is required."""
    return answer(request, Rules(second_reviewer=second_reviewer_required(desk.register)))


@router.put("/rules", response_model=Rules, responses=told(409, 413), summary="Set what is asked of reviews")
def set_rules(request: Request, desk: TheDesk, person: Administering, body: Rules) -> Response:
    """Asks for a second reviewer from now on, or for none."""
    require_second_reviewer(desk.register, body.second_reviewer, person.owner, desk.workshop.clock())
    return answer(request, Rules(second_reviewer=second_reviewer_required(desk.register)))


@router.get("/{number}", response_model=AccountOut, responses=told(304, 404), summary="One account")
def one(request: Request, desk: TheDesk, person: Administering, number: Number) -> Response:
    """One account."""
    return answer(request, account_out(_known(desk, number)), headers=_KEEP_NOT)


@router.patch("/{number}", response_model=AccountOut, responses=told(404, 409, 413), summary="Change an account")
def change(request: Request, desk: TheDesk, person: Administering, number: Number, body: AccountChanges) -> Response:
    """Gives it another role, disables it, or lets it be used again; from its next request on."""
    register, at = desk.register, desk.workshop.clock()
    name = _known(desk, number).name
    with register.transaction():
        if body.role is not None:
            accounts.change_role(register, name, body.role, person.owner, at)
        if body.disabled is not None:
            (accounts.disable if body.disabled else accounts.enable)(register, name, person.owner, at)
    return answer(request, account_out(_known(desk, number)), headers=_KEEP_NOT)


@router.post("/{number}/invitations", response_model=Invited, status_code=201, responses=told(404, 409, 413), summary="Invite again")
def invite(request: Request, desk: TheDesk, person: Administering, number: Number) -> Response:
    """Makes another link with which a password is set, once; earlier ones end."""
    account = _known(desk, number)
    secret = accounts.invite(desk.register, account.name, person.owner, desk.workshop.clock())
    return answer(request, Invited(account=account_out(account), link=_link(request, desk, secret)), status=201, headers=_KEEP_NOT)


@router.delete("/{number}/sessions", status_code=204, responses=told(404, 409), response_class=Response, summary="End its sessions")
def sign_out(request: Request, desk: TheDesk, person: Administering, number: Number) -> Response:
    """Ends every session of an account."""
    sign_out_everywhere(desk.register, _known(desk, number), person.owner, desk.workshop.clock())
    return Response(status_code=204)


@router.delete(
    "/{number}/codes", status_code=204, responses=told(404, 409), response_class=Response, summary="Ask it for no more codes"
)  # fmt: skip
def codes(request: Request, desk: TheDesk, person: Administering, number: Number) -> Response:
    """Asks an account for no more one-time codes, as where a telephone was lost."""
    remove_codes(desk.register, _known(desk, number), person.owner, desk.workshop.clock())
    return Response(status_code=204)


def account_out(account: Account) -> AccountOut:
    """An account as the API gives it."""
    names = ("id", "name", "display", "role", "created", "last_sign_in", "disabled")
    known: dict[str, Any] = {name: getattr(account, name) for name in names}
    return AccountOut(
        **known, password=account.password is not None, openid=account.subject is not None, codes=account.code_confirmed
    )  # fmt: skip


def _known(desk: Desk, number: int) -> Account:
    account = desk.register.account_by_id(number)
    if account is None:
        raise not_found("account.wrong.account_unknown", said("missing.account", "there is no account {number}", number=number))
    return account


def _link(request: Request, desk: Desk, secret: str) -> str:
    return f"{desk.settings.address or str(request.base_url).rstrip('/')}/invitation/{secret}"
