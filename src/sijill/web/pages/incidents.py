"""Search and filters: the incidents that a question finds, each view under an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sijill.web.access.roles import Reading
from sijill.web.asking import ORDERS, REVIEWS, STATUSES, Asked, asked_of
from sijill.web.catalogue import FACETS
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import Refusal, not_found
from sijill.web.labels import listed, value_name
from sijill.web.render import partial, render, words_of
from sijill.web.words import Words

router = APIRouter()
PAGE = 40  # incidents at once


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that is asked for, and the address that asks for all but it."""

    name: str
    words: str
    without: str


@router.get("/incidents", include_in_schema=False)
def incidents(request: Request, desk: TheDesk, person: Reading) -> Response:
    """The list; for HTMX its results, the whole with the form, or the rows behind a cursor."""
    words = words_of(request)
    asked = asked_of(request.query_params.multi_items(), desk.workshop.knowledge)
    try:
        page = desk.register.incidents(asked.filters, asked.cursor, PAGE, asked.order)
    except ValueError:
        raise Refusal(400, "asked.cursor") from None
    found: dict[str, Any] = {
        "asked": asked,
        "rows": [listed(projection, words.lang, lambda label: desk.catalogue.label(label, words.lang)) for projection in page.rows],
        "more": asked.address(cursor=page.cursor) if page.cursor else "",
    }
    target = request.headers.get("hx-target") if partial(request) else None
    if target == "more":
        return render(request, "parts/incident_rows.html.j2", **found)
    found |= {"total": desk.register.count(asked.filters), "chips": chips(asked, desk, words)}
    headers = {"hx-push-url": asked.address()}
    if target == "results":
        return render(request, "parts/incident_results.html.j2", headers=headers, **found)
    found |= form_values(asked, desk, words)
    if target == "finding":
        return render(request, "parts/incident_finding.html.j2", headers=headers, **found)
    return render(request, "incidents.html.j2", **found)


@router.get("/incidents/complete/{facet}", include_in_schema=False)
def complete(request: Request, desk: TheDesk, person: Reading, facet: str) -> Response:
    """Names that go on as somebody began, as the options of a field."""
    if facet not in FACETS:
        raise not_found("missing.page")
    begun = next(reversed(request.query_params.getlist(facet)), "")[:200]
    found = desk.catalogue.complete(facet, begun, words_of(request).lang)
    return render(request, "parts/options.html.j2", choices=found)


def chips(asked: Asked, desk: Desk, words: Words, path: str = "/incidents") -> list[Chip]:
    """What is asked, each with the way to ask it no longer."""
    return [
        Chip(words(f"ask.{name}"), value_name(name, value, desk.workshop.knowledge, words), asked.address(path, without=(name, value)))
        for name, value in asked.pairs
    ]


def form_values(asked: Asked, desk: Desk, words: Words) -> dict[str, Any]:
    """What the form of a question needs: for every choice its values with their names and numbers."""
    knowledge = desk.workshop.knowledge

    def named(name: str, values: list[tuple[str, int | None]]) -> list[tuple[str, str, int | None]]:
        return [(value, value_name(name, value, knowledge, words), many) for value, many in values if value not in asked.values(name)]

    counts = desk.catalogue.counts
    reviews = counts("review")
    countries = set(asked.values("country"))
    provinces = sorted(
        {key.partition(" ")[2]: many for key, many in counts("admin1").items() if not countries or key[:2] in countries}.items()
    )
    waiting = [(state, None if state == "waiting" else reviews.get(state, 0)) for state in REVIEWS]
    return {
        "choices": {
            "country": sorted(named("country", list(counts("country").items())), key=lambda c: c[1]),
            "admin1": named("admin1", list(provinces)),
            "type": named("type", list(counts("type").items())),
            "review": named("review", waiting),
            "status": named("status", [(state, None) for state in STATUSES]),
        },
        "orders": ORDERS,
    }
