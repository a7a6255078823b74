"""What the register gives and takes of accounts: frozen rows. Instants are in UTC; a `token` column holds a SHA-256, never a token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["guest", "reviewer", "editor", "administrator"]
ROLES: tuple[Role, ...] = ("guest", "reviewer", "editor", "administrator")  # each may do what those before it may
AuditOutcome = Literal["done", "refused"]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works on the register. `id` is 0 before it is added.

    Attributes:
        name: what is typed to sign in; never changed.
        display: who the decisions are by.
        password: the hash by Argon2id, or None where none was set yet.
        subject: issuer and subject of OpenID Connect, or None.
        code_secret: of one-time codes; they are asked for once `code_confirmed`.
        code_step: the last time step of which a code was taken, so that none is taken twice.
        failed: wrong passwords and codes since the last sign-in.
    """

    name: str
    display: str
    role: Role
    created: datetime
    password: str | None = field(default=None, repr=False)
    subject: str | None = None
    code_secret: str | None = field(default=None, repr=False)
    code_confirmed: bool = False
    code_step: int = 0
    disabled: bool = False
    last_sign_in: datetime | None = None
    failed: int = 0
    id: int = 0

    @property
    def able(self) -> bool:
        """Whether somebody can sign in with it."""
        return not self.disabled and (self.password is not None or self.subject is not None)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A sign-in that lasts until `ends`; `agent` says with which browser, so that its owner knows it again."""

    account: int
    made: datetime
    seen: datetime
    ends: datetime
    agent: str
    token: str = field(repr=False)
    id: int = 0


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that was begun: a one-time code is still to come, or somebody's answer from an OpenID provider."""

    token: str = field(repr=False)
    kind: Literal["code", "oidc"]
    account: int | None
    detail: Mapping[str, str] = field(repr=False)
    ends: datetime


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token of the API: its owner's, with a role that it never exceeds."""

    account: int
    name: str
    role: Role
    made: datetime
    ends: datetime
    token: str = field(repr=False)
    seen: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, or was refused; `id` is 0 before it is added."""

    at: datetime
    who: str
    action: str
    about: str = ""
    outcome: AuditOutcome = "done"
    detail: Mapping[str, object] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What is asked of the audit log. What is empty asks nothing; `until` is left out of the answer."""

    who: str = ""
    action: str = ""
    about: str = ""
    outcome: AuditOutcome | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that somebody keeps: the query string of a list of incidents, and what its feed's secret token is compared with."""

    owner: str
    name: str
    query: str
    made: datetime
    feed: str = field(repr=False)
    id: int = 0
