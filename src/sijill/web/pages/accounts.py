"""Who may work here and as what: for administrators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.register import accounts
from sijill.register.account_errors import AccountError
from sijill.register.codes import remove_codes
from sijill.register.rules_of_review import require_second_reviewer, second_reviewer_required
from sijill.register.sessions import sign_out_everywhere
from sijill.store.account_rows import ROLES, Account
from sijill.web.access.roles import Administering
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.flash import sent_on
from sijill.web.forms import Form, wrong
from sijill.web.render import render

router = APIRouter()


class AddForm(Form):
    """An account to be made."""

    name: str = Field(default="", max_length=200)
    display: str = Field(default="", max_length=200)
    role: str = "reviewer"


class RoleForm(Form):
    """Another role."""

    role: str


class RulesForm(Form):
    """What is asked of reviews; a box that is not ticked is not sent."""

    second: bool = False


@router.get("/accounts", include_in_schema=False)
def page(request: Request, desk: TheDesk, person: Administering) -> Response:
    """Every account."""
    return _page(request, desk)


@router.post("/accounts", include_in_schema=False)
def add(request: Request, desk: TheDesk, person: Administering, form: Annotated[AddForm, FormData()]) -> Response:
    """Makes an account, and a link with which its owner sets a password, once."""
    at = desk.workshop.clock()
    try:
        with desk.register.transaction():
            made = accounts.add_account(desk.register, form.name, form.display, form.role, person.owner, at)
            secret = accounts.invite(desk.register, made.name, person.owner, at)
    except AccountError as error:
        return _refused(request, desk, error, sent=form)
    return _page(request, desk, link=_link(request, desk, secret), linked=made)


@router.post("/accounts/rules", include_in_schema=False)
def rules(request: Request, desk: TheDesk, person: Administering, form: Annotated[RulesForm, FormData()]) -> Response:
    """Whether a second reviewer is required."""
    require_second_reviewer(desk.register, form.second, person.owner, desk.workshop.clock())
    return sent_on(request, "/accounts", "rules.done")


@router.post("/accounts/{number}/invite", include_in_schema=False)
def invite(request: Request, desk: TheDesk, person: Administering, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Another link with which a password is set, once."""
    account = _known(desk, number)
    try:
        secret = accounts.invite(desk.register, account.name, person.owner, desk.workshop.clock())
    except AccountError as error:
        return _refused(request, desk, error)
    return _page(request, desk, link=_link(request, desk, secret), linked=account)


@router.post("/accounts/{number}/role", include_in_schema=False)
def role(request: Request, desk: TheDesk, person: Administering, number: int, form: Annotated[RoleForm, FormData()]) -> Response:
    """Another role, from the next request on."""
    account = _known(desk, number)
    try:
        accounts.change_role(desk.register, account.name, form.role, person.owner, desk.workshop.clock())
    except AccountError as error:
        return _refused(request, desk, error)
    own = account.name == person.account and form.role != "administrator"
    return sent_on(request, "/" if own else "/accounts", "accounts.changed", name=account.name)


@router.post("/accounts/{number}/disable", include_in_schema=False)
def disable(request: Request, desk: TheDesk, person: Administering, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Nobody signs in with it any more."""
    account = _known(desk, number)
    try:
        accounts.disable(desk.register, account.name, person.owner, desk.workshop.clock())
    except AccountError as error:
        return _refused(request, desk, error)
    return sent_on(request, "/accounts", "accounts.disabled", name=account.name)


@router.post("/accounts/{number}/enable", include_in_schema=False)
def enable(request: Request, desk: TheDesk, person: Administering, number: int, form: Annotated[Form, FormData()]) -> Response:
    """It can be used again."""
    account = accounts.enable(desk.register, _known(desk, number).name, person.owner, desk.workshop.clock())
    return sent_on(request, "/accounts", "accounts.enabled", name=account.name)


@router.post("/accounts/{number}/sign-out", include_in_schema=False)
def sign_out(request: Request, desk: TheDesk, person: Administering, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Ends all its sessions."""
    account = _known(desk, number)
    sign_out_everywhere(desk.register, account, person.owner, desk.workshop.clock())
    return sent_on(request, "/accounts", "accounts.signed_out", name=account.name)


@router.post("/accounts/{number}/codes/remove", include_in_schema=False)
def codes(request: Request, desk: TheDesk, person: Administering, number: int, form: Annotated[Form, FormData()]) -> Response:
    """Asks it for no more codes, as where a telephone was lost."""
    account = _known(desk, number)
    try:
        remove_codes(desk.register, account, person.owner, desk.workshop.clock())
    except AccountError as error:
        return _refused(request, desk, error)
    return sent_on(request, "/accounts", "accounts.changed", name=account.name)


def _known(desk: Desk, number: int) -> Account:
    account = desk.register.account_by_id(number) if 0 < number < 1 << 62 else None
    if account is None:
        raise not_found("account.wrong.account_unknown")
    return account


def _link(request: Request, desk: Desk, secret: str) -> str:
    return f"{desk.settings.address or str(request.base_url).rstrip('/')}/invitation/{secret}"


def _page(request: Request, desk: Desk, status: int = 200, **shown: Any) -> Response:
    values: dict[str, Any] = {
        "accounts": desk.register.accounts(), "roles": ROLES, "fault": None, "link": "", "linked": None, "sent": AddForm(),
        "second": second_reviewer_required(desk.register),
    }  # fmt: skip
    return render(request, "accounts.html.j2", status, {"cache-control": "no-store"}, **values | shown)


def _refused(request: Request, desk: Desk, error: AccountError, **shown: Any) -> Response:
    key, values, status = wrong(error)
    return _page(request, desk, status, fault=(key, values), **shown)
