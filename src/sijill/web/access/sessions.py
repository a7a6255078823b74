"""Who asks. A `Door` says so: at a laptop the person at the machine, else whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk.

    Attributes:
        name: under which their decisions are kept.
        role: one of `access.roles.Role`.
        session: what their form tokens are tied to; never the cookie's own value.
        token: whether they came with an API token, which no other site can make a browser send.
    """

    name: str
    role: str
    session: str
    token: bool = False


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


class ClosedDoor:
    """Nobody is known."""

    def who(self, request: Request) -> Person | None:
        """Nobody."""
        return None


def who(request: Request) -> Person | None:
    """Who asks, found once for each request."""
    if not hasattr(request.state, "person"):
        door: Door = request.app.state.door
        request.state.person = door.who(request)
    person: Person | None = request.state.person
    return person
