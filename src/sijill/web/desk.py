"""The open register and what its use cases work with: one for the process at a time, used by many threads at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from sijill.register.workshop import Workshop
from sijill.store.register import Register
from sijill.web.catalogue import Catalogue
from sijill.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page works with.

    A `Register` serves many threads, each with a transaction of its own; on SQLite readers never wait for a writer
    (WAL). Nothing here ever changes; where the lexicon does, the application gets another desk (`renewal`).
    """

    register: Register
    workshop: Workshop
    settings: Settings
    catalogue: Catalogue


def desk_of(request: Request) -> Desk:
    """The desk of the application that answers; the same for the whole of a request."""
    request.app.state.renewal.look()
    desk: Desk = request.app.state.desk
    return desk


# What a route takes: `def page(desk: TheDesk) -> …`.
TheDesk = Annotated[Desk, Depends(desk_of)]
