"""The ways through the desk, as the header shows them to a person."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.web.access.roles import Action, may
from sijill.web.access.sessions import Person

# Address, the key of its words, whose action it needs; in order. A page that is not built yet is not listed.
WAYS: tuple[tuple[str, str, Action], ...] = (
    ("/", "nav.overview", Action.READ),
    ("/incidents", "nav.incidents", Action.READ),
    ("/incidents/map", "nav.map", Action.READ),
    ("/add", "nav.add", Action.ADD),
    ("/registry", "nav.registry", Action.READ),
    ("/saved", "nav.saved", Action.OWN),
    ("/exports", "nav.exports", Action.EXPORT),
    ("/jobs", "nav.jobs", Action.READ),
    ("/accounts", "nav.accounts", Action.ACCOUNTS),
    ("/audit", "nav.audit", Action.AUDIT),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One entry: where it leads, the key of its words, and whether the page at hand belongs to it."""

    address: str
    key: str
    current: bool


def navigation(person: Person | None, here: str) -> tuple[Way, ...]:
    """What a person may go to; the longest address that begins the page's own is current."""
    allowed = [(address, key) for address, key, action in WAYS if may(person, action)]
    fits = [address for address, _ in allowed if here == address or (address != "/" and here.startswith(f"{address}/"))]
    current = max(fits, key=len, default="")
    return tuple(Way(address, key, address == current) for address, key in allowed)
