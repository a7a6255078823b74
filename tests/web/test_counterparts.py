"""Whatever a page does, the API does: the table of `counterparts` is whole, and both ask for the same rights."""

from __future__ import annotations

from fastapi.routing import APIRoute

from sijill.web.access.roles import TABLE, Action, actions_of
from sijill.web.counterparts import BROWSER_ALONE, COUNTERPARTS
from tests.web.desks import Desk, desk, knowledge, sample

__all__ = ["desk", "knowledge", "sample"]
V1 = "/api/v1"
# Pages that ask for more than their counterparts: a reading of a pasted article keeps nothing, and its page leads to keeping it.
STRICTER = {"GET /add", "POST /add/read", "GET /add/kept/{name}"}


def routes(desk: Desk) -> dict[str, APIRoute]:
    found: tuple[APIRoute, ...] = desk.client.app.state.routes  # type: ignore[attr-defined]
    return {f"{method} {route.path}": route for route in found for method in route.methods or () if method != "HEAD"}


def test_every_page_names_its_counterparts_or_says_why_it_has_none(desk: Desk) -> None:
    pages = {name for name in routes(desk) if V1 not in name}
    assert pages - COUNTERPARTS.keys() - BROWSER_ALONE.keys() == set(), "write them into web/counterparts.py"
    assert COUNTERPARTS.keys() - pages == set()
    assert BROWSER_ALONE.keys() - pages == set()
    assert not COUNTERPARTS.keys() & BROWSER_ALONE.keys()
    assert all(COUNTERPARTS.values())
    assert all(BROWSER_ALONE.values())


def test_every_counterpart_is_an_address_of_the_api(desk: Desk) -> None:
    api = {name.replace(V1, "", 1) for name in routes(desk) if V1 in name}
    named = {name for names in COUNTERPARTS.values() for name in names}
    assert named - api == set()
    own = {"GET /openapi.json", "GET /docs", "GET /health"}  # what the API says of itself
    events = {"GET /events", "GET /events/{report}/{event}"}  # events stand on the pages of reports and incidents
    others = {"GET /decisions", "GET /accounts/{number}", "POST /incidents/{id}/codes", "GET /releases/{number}"}
    assert api - named - own - events - others == set(), "what no page does: name it here, or in web/counterparts.py"


def test_a_change_asks_for_the_same_rights_on_both_sides(desk: Desk) -> None:
    known = routes(desk)
    for page, names in COUNTERPARTS.items():
        wanted = actions_of(known[page])
        for name in names:
            method, path = name.split(" ")
            given = actions_of(known[f"{method} {V1}{path}"])
            if page in STRICTER:
                assert all(TABLE[one] >= TABLE[other] for one in given for other in wanted), page
            elif not page.startswith("GET") or Action.READ not in given:
                assert given == wanted, (page, name)
