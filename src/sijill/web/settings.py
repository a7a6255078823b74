"""What a desk is started with; read once, at the edge."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OpenId:
    """An OpenID Connect provider with which people may sign in.

    Attributes:
        issuer: its address; what it says of itself stands at `/.well-known/openid-configuration` below it.
        client, secret: under which it knows the desk.
        name: what the button says.
        claim: of the ID token, whose values give the role.
        roles: pairs of a value of the claim and a role; of several the highest.
        otherwise: the role where no value fits; "" lets such people not in.
        scope: what is asked for.
    """

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    name: str = ""
    claim: str = "groups"
    roles: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""
    scope: str = "openid profile email"


@dataclass(frozen=True, slots=True)
class Settings:
    """One desk.

    Attributes:
        register: the path of an SQLite file, or postgresql://user@host/name.
        local: nobody signs in; whoever sits at this machine is an administrator, and only this machine is answered.
        reviewer: under which name decisions are kept where nobody signs in.
        address: the address under which people open the desk ("https://desk.example.org"); "" where it is not known.
        hosts: names under which the desk answers; empty for any. With `local` they are those of this machine.
        secret: the file that keeps the key of form tokens between starts, and for several processes; None makes a new key at
            every start.
        session_days: how long a session lasts.
        idle_hours: how long it lasts unused.
        tiles: a tile server for the map (pictures, as https://…/{z}/{x}/{y}.png; its answers must allow other origins), "" for the
            shipped base map alone.
        openid: a provider to sign in with.
        contact: sent with every page that is fetched for `add by address`.
        requests_a_minute: that each person may make of the API, after as many at once; 0 for as many as they like.
        inner: networks inside that may be fetched from, for example 10.0.0.0/8.
        lexicon: the lexicon folder of one's own, to which approved entries are written; None for none.
    """

    register: str
    local: bool = False
    reviewer: str = ""
    address: str = ""
    hosts: tuple[str, ...] = ()
    secret: Path | None = None
    session_days: int = 7
    idle_hours: int = 8
    tiles: str = ""
    openid: OpenId | None = None
    contact: str = ""
    inner: tuple[str, ...] = ()
    lexicon: Path | None = None
    requests_a_minute: int = 1_200

    @property
    def secure(self) -> bool:
        """Whether people reach the desk by HTTPS alone, so that cookies need it."""
        return self.address.startswith("https://")
