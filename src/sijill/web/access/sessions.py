"""Who asks. A `Door` says so: at a laptop the person at the machine, else whoever is signed in or has a token of the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from fastapi import Request
from starlette.responses import Response

from sijill.register import sessions
from sijill.register.secret_words import bound_to
from sijill.register.sessions import Lasting
from sijill.register.tokens import token_of
from sijill.register.workshop import Workshop
from sijill.store.account_rows import Account, SessionRow
from sijill.store.register import Register
from sijill.web.faults import SignInNeededError
from sijill.web.settings import Settings

API = "/api/"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk.

    Attributes:
        name: under which their decisions are kept.
        role: one of `access.roles.Role`.
        session: what their form tokens are tied to; never the cookie's own value.
        token: whether they came with an API token, which no other site can make a browser send.
        account: the name with which they sign in; "" at a local desk.
    """

    name: str
    role: str
    session: str
    token: bool = False
    account: str = ""

    @property
    def owner(self) -> str:
        """Whose saved searches and entries of the audit log are theirs."""
        return self.account or self.name


class Door(Protocol):
    """Says who asks."""

    def who(self, request: Request) -> Person | None:
        """The person, or None where nobody is signed in."""


class LocalDoor:
    """Nobody signs in: who sits at this machine is an administrator."""

    def __init__(self, name: str) -> None:
        self._person = Person(name, "administrator", "local")

    def who(self, request: Request) -> Person | None:
        """The person at the machine."""
        return self._person


class SessionDoor:
    """People sign in. A program sends `Authorization: Bearer …` to addresses of the API; nothing else is looked at then."""

    def __init__(self, register: Register, workshop: Workshop, settings: Settings) -> None:
        self._register = register
        self._workshop = workshop
        self._settings = settings

    def who(self, request: Request) -> Person | None:
        """Whose session or token it is."""
        at = self._workshop.clock()
        given = request.headers.get("authorization")
        if given is not None and request.url.path.startswith(API):
            scheme, _, words = given.partition(" ")
            token = token_of(self._register, words.strip(), at) if scheme.casefold() == "bearer" else None
            request.state.by_token = token[0] if token is not None else None
            return None if token is None else Person(token[1].display, token[2], f"token {token[0].id}", True, token[1].name)
        secret = held_secret(request)
        found = sessions.session_of(self._register, secret, at, lasting_of(self._settings))
        if found is None:
            return None
        request.state.signed_in = found
        return Person(found[1].display, found[1].role, bound_to(secret, "forms"), account=found[1].name)


def who(request: Request) -> Person | None:
    """Who asks, found once for each request."""
    if not hasattr(request.state, "person"):
        request.state.person = None  # where the register fails, the page that tells of it is for nobody
        door: Door = request.app.state.door
        request.state.person = door.who(request)
    person: Person | None = request.state.person
    return person


def signed_in(request: Request) -> tuple[SessionRow, Account]:
    """The session and the account of who asks.

    Raises:
        SignInNeededError: they have none: a local desk, or a token of the API.
    """
    who(request)
    found: tuple[SessionRow, Account] | None = getattr(request.state, "signed_in", None)
    if found is None:
        raise SignInNeededError
    return found


def visitor_of(request: Request, workshop: Workshop) -> sessions.Visitor:
    """Who signs in: the address, the browser and the time."""
    host = request.client.host if request.client is not None else ""
    return sessions.Visitor(host, request.headers.get("user-agent", "")[:400], workshop.clock())


def held_sessions(register: Register, account: Account, now: datetime, settings: Settings) -> list[SessionRow]:
    """The sessions of an account that did not end."""
    idle = timedelta(hours=settings.idle_hours)
    return [session for session in register.sessions_of(account.id) if session.ends > now and now - session.seen < idle]


def lasting_of(settings: Settings) -> Lasting:
    """How long sessions last."""
    return Lasting(timedelta(hours=settings.idle_hours), timedelta(days=settings.session_days))


def held_secret(request: Request, use: str = "") -> str:
    """What the browser holds of a session, or of a sign-in that was begun ("code", "openid"); "" where it holds nothing."""
    return request.cookies.get(_cookie(request, use), "")[:200]


def give_secret(request: Request, answer: Response, secret: str, seconds: int, use: str = "") -> None:
    """Let the browser hold a secret. With HTTPS no other host can set one of that name (`__Host-`)."""
    secure: bool = request.app.state.settings.secure
    answer.set_cookie(_cookie(request, use), secret, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def take_secret(request: Request, answer: Response, use: str = "") -> None:
    """Let the browser forget it."""
    secure: bool = request.app.state.settings.secure
    answer.delete_cookie(_cookie(request, use), path="/", httponly=True, samesite="lax", secure=secure)


def _cookie(request: Request, use: str) -> str:
    name = f"sijill-{use}" if use else "sijill"
    return f"__Host-{name}" if request.app.state.settings.secure else name
