"""Who may do what: one table. Every route declares its action, and `app.create_app` refuses a route that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from sijill.web.access.sessions import Person, who
from sijill.web.faults import Refusal, SignInNeededError


class Role(StrEnum):
    """What somebody is at the desk."""

    GUEST = "guest"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What a route lets a person do."""

    OPEN = "open"  # anybody, signed in or not: signing in, static files, help
    READ = "read"
    OWN = "own"  # one's own account, tokens and saved searches
    DECIDE = "decide"  # accept, correct, reject, flag, undo
    JOIN = "join"  # merge and split
    ADD = "add"  # capture by hand
    EXPORT = "export"
    PROPOSE = "propose"  # entries of the registry
    APPROVE = "approve"  # entries that others proposed
    SOURCES = "sources"
    ACCOUNTS = "accounts"
    AUDIT = "audit"


_ALL = frozenset(Role)
_REVIEWERS = frozenset({Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR})
_EDITORS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
TABLE: dict[Action, frozenset[Role]] = {
    Action.OPEN: _ALL,
    Action.READ: _ALL,
    Action.OWN: _ALL,
    Action.EXPORT: _ALL,
    Action.DECIDE: _REVIEWERS,
    Action.ADD: _REVIEWERS,
    Action.JOIN: _EDITORS,
    Action.PROPOSE: _EDITORS,
    Action.APPROVE: _EDITORS,
    Action.SOURCES: _ADMINISTRATORS,
    Action.ACCOUNTS: _ADMINISTRATORS,
    Action.AUDIT: _ADMINISTRATORS,
}


def may(person: Person | None, action: Action) -> bool:
    """Whether somebody may do that; None is nobody."""
    if action is Action.OPEN:
        return True
    return person is not None and person.role in TABLE[action]


class Allowed:
    """A dependency that lets only those pass who may do an action; gives the person.

    `def page(person: Annotated[Person, Depends(Allowed(Action.READ))])`, or the short forms below.
    """

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, request: Request) -> Person:
        """The person who asks.

        Raises:
            SignInNeededError: nobody is signed in.
            Refusal: 403, their role may not.
        """
        request.state.action = self.action  # for the audit log
        person = who(request)
        if person is None:
            raise SignInNeededError
        if not may(person, self.action):
            raise Refusal(403, "refused.role", role=person.role, action=self.action)
        return person


class Anybody:
    """A dependency for what is open to all; gives the person, or None."""

    action = Action.OPEN

    def __call__(self, request: Request) -> Person | None:
        """The person who asks, or None."""
        return who(request)


Visitor = Annotated[Person | None, Depends(Anybody())]
Reading = Annotated[Person, Depends(Allowed(Action.READ))]
Deciding = Annotated[Person, Depends(Allowed(Action.DECIDE))]
Joining = Annotated[Person, Depends(Allowed(Action.JOIN))]
Adding = Annotated[Person, Depends(Allowed(Action.ADD))]
Exporting = Annotated[Person, Depends(Allowed(Action.EXPORT))]
Proposing = Annotated[Person, Depends(Allowed(Action.PROPOSE))]
Approving = Annotated[Person, Depends(Allowed(Action.APPROVE))]
Owning = Annotated[Person, Depends(Allowed(Action.OWN))]
Sourcing = Annotated[Person, Depends(Allowed(Action.SOURCES))]
Administering = Annotated[Person, Depends(Allowed(Action.ACCOUNTS))]
Auditing = Annotated[Person, Depends(Allowed(Action.AUDIT))]


def actions_of(route: APIRoute) -> tuple[Action, ...]:
    """The actions that a route declares."""
    return tuple(dict.fromkeys(call.action for call in _calls(route.dependant) if isinstance(call, (Allowed, Anybody))))


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for inner in dependant.dependencies:
        if inner.call is not None:
            yield inner.call
        yield from _calls(inner)
