"""Confirming or undoing a merge or a split joins or parts incidents as much as those themselves do."""

from __future__ import annotations

from sijill.register.deciding import what_about
from sijill.store.register import Register
from sijill.web.access.roles import Action, may
from sijill.web.access.sessions import Person
from sijill.web.faults import Refusal


def refuse_joining(register: Register, person: Person, number: int) -> None:
    """Refuse who may not join and part, where the decision of that number comes to it.

    Raises:
        Refusal: 403.
    """
    found = register.decision(number)
    if found is not None and what_about(register, found).kind in ("merge", "split") and not may(person, Action.JOIN):
        raise Refusal(403, "refused.join", role=person.role)
