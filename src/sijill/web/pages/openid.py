"""Signing in with an OpenID provider, where one is configured."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from sijill.register import sessions
from sijill.register.account_errors import AccountError
from sijill.register.audit import note
from sijill.register.outside import outside_account
from sijill.register.secret_words import digest_of, new_secret, same_words
from sijill.store.account_rows import SignIn
from sijill.web.access.oidc import Provider, ProviderError
from sijill.web.access.roles import Visitor
from sijill.web.access.sessions import give_secret, held_secret, lasting_of, take_secret, visitor_of
from sijill.web.addresses import inside
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.flash import sent_on
from sijill.web.pages.sign_in import come_in

router = APIRouter()
WITHIN = timedelta(minutes=10)
_LOG = logging.getLogger("sijill.web")
Word = Annotated[str, Query(max_length=4000)]


@router.get("/sign-in/openid", include_in_schema=False)
def begin(request: Request, desk: TheDesk, person: Visitor, back: str = "/") -> Response:
    """Sends the browser to the provider."""
    provider = _provider(request, desk)
    try:
        begun = provider.begin(_redirect(request, desk))
    except ProviderError as error:
        _LOG.error("OpenID Connect: %s", error)
        return sent_on(request, "/sign-in", "openid.unreachable", "bad")
    secret, at = new_secret(), desk.workshop.clock()
    detail = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "back": inside(back)}
    desk.register.begin_sign_in(SignIn(digest_of(secret), "oidc", None, detail, at + WITHIN), at)
    answer = RedirectResponse(begun.address, 303)
    give_secret(request, answer, secret, int(WITHIN.total_seconds()), "openid")
    return answer


@router.get("/sign-in/openid/back", include_in_schema=False)
def end(request: Request, desk: TheDesk, person: Visitor, code: Word = "", state: Word = "", error: Word = "") -> Response:
    """Takes what the provider says: only for the browser that began, and only once."""
    provider = _provider(request, desk)
    visitor = visitor_of(request, desk.workshop)
    held = digest_of(held_secret(request, "openid"))
    begun = desk.register.begun_sign_in(held, visitor.at)
    if begun is None or begun.kind != "oidc" or not same_words(begun.detail["state"], state) or not desk.register.end_sign_in(held):
        return _refused(request, desk, "account.wrong.sign_in_ended", "state")
    if error or not code:
        return _refused(request, desk, "openid.refused", "provider")
    try:
        outsider = provider.end(_redirect(request, desk), code, begun.detail["nonce"], begun.detail["verifier"])
    except ProviderError as fault:
        _LOG.error("OpenID Connect: %s", fault)
        return _refused(request, desk, "openid.refused", "token")
    if outsider.role is None:
        return _refused(request, desk, "openid.no_role", "no role")
    try:
        account = outside_account(desk.register, outsider.subject, outsider.name, outsider.display, outsider.role, visitor.at)
        done = sessions.begin_session(desk.register, account, visitor, "openid", lasting_of(desk.settings), held_secret(request))
    except AccountError as fault:
        return _refused(request, desk, f"account.wrong.{fault.wrong}", fault.wrong)
    answer = come_in(request, desk, done, begun.detail["back"])
    take_secret(request, answer, "openid")
    return answer


def _refused(request: Request, desk: Desk, key: str, why: str) -> Response:
    if why != "state":  # anybody can ask for that; the log is not theirs to fill
        note(desk.register, desk.workshop.clock(), "", "sign-in", outcome="refused", how="openid", why=why)
    answer = sent_on(request, "/sign-in", key, "bad")
    take_secret(request, answer, "openid")
    return answer


def _provider(request: Request, desk: Desk) -> Provider:
    if desk.settings.openid is None or desk.settings.local:
        raise not_found("missing.page")
    provider: Provider | None = getattr(request.app.state, "provider", None)
    if provider is None:
        provider = request.app.state.provider = Provider(desk.settings.openid)
    return provider


def _redirect(request: Request, desk: Desk) -> str:
    """The address to which the provider sends people back; it knows it beforehand, and compares."""
    return f"{desk.settings.address or str(request.base_url).rstrip('/')}/sign-in/openid/back"
