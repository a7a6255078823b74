"""The queue of a reviewer: a question whose incidents are gone through one after another, kept in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from sijill.web.addresses import with_query
from sijill.web.asking import Asked, asked_of
from sijill.web.desk import Desk

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Queue:
    """A question, and where somebody is in it.

    Attributes:
        query: the question as a query string, "" for none.
        asked: the same, understood.
        many: how many incidents it asks for now; those that were decided may have left it.
    """

    query: str
    asked: Asked
    many: int

    @property
    def list_address(self) -> str:
        """Where the whole list stands."""
        return self.asked.address()


def queue_of(desk: Desk, query: str) -> Queue | None:
    """The queue that an address names; None where it names none."""
    if not query or len(query) > LONGEST:
        return None
    asked = asked_of(parse_qsl(query), desk.workshop.knowledge)
    try:
        return Queue(asked.address("").removeprefix("?") or "sort=latest", asked, desk.register.count(asked.filters))
    except ValueError:  # a text without a word to look for
        return None


def neighbour(desk: Desk, name: str, query: str, back: bool = False) -> str | None:
    """The incident that comes next in a queue, or before."""
    if not query or len(query) > LONGEST:
        return None
    asked = asked_of(parse_qsl(query), desk.workshop.knowledge)
    return desk.register.neighbour(name, asked.filters, asked.order, back)


def incident_address(name: str, query: str = "") -> str:
    """The page of an incident, within a queue."""
    return with_query(f"/incidents/{quote(name, safe='')}", [("queue", query)] if query else [])


def list_address(query: str) -> str:
    """The list of a queue."""
    pairs = parse_qsl(query)[:80] if len(query) <= LONGEST else []
    return "/incidents" + (f"?{urlencode(pairs)}" if pairs else "")
