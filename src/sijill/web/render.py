"""Pages out of templates: what every one of them can use, and what every answer sets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from sijill import __version__
from sijill.web.access import csrf
from sijill.web.access.roles import Action, may
from sijill.web.access.sessions import who
from sijill.web.addresses import with_query
from sijill.web.filters import FILTERS
from sijill.web.flash import Flash, take_flashes
from sijill.web.language import LANG_COOKIE, YEAR, language, theme
from sijill.web.navigation import navigation
from sijill.web.static_files import asset
from sijill.web.telling import why
from sijill.web.words import Words, words_in

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Templates that refuse a name that nobody gave."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )  # fmt: skip
    made.filters |= FILTERS
    made.globals["asset"] = asset
    return made


def words_of(request: Request) -> Words:
    """The words of the answer's language."""
    return words_in(language(request))


def partial(request: Request) -> bool:
    """Whether HTMX asks for a part of a page: not for one that is gone back to, nor for a link that it boosts."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true" and "hx-boosted" not in headers


def render(request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> Response:
    """A page, or a part of one.

    Templates find, beside `values`: `w` (words), `why(said)`, `lang`, `dir`, `person`, `can(action)`, `csrf`, `theme`, `here`, `nav`,
    `flashes`, `asset(name)`, `address(lang)`, and the filters of `filters.py`.
    """
    said = words_of(request)
    person = who(request)
    path = request.url.path
    desk = getattr(request.app.state, "desk", None)
    flashes: list[Flash] = take_flashes(request)
    body = (
        environment()
        .get_template(template)
        .render(
            w=said,
            lang=said.lang,
            dir=said.dir,
            why=lambda told: why(said, told),
            person=person,
            can=lambda action: may(person, Action(action)),
            csrf=csrf.token_for(request),
            theme=theme(request),
            here=path,
            back=path + (f"?{request.url.query}" if request.url.query else ""),
            nav=navigation(person, path),
            flashes=flashes,
            in_language=lambda lang: with_query(
                path, [*((k, v) for k, v in request.query_params.multi_items() if k != "lang"), ("lang", lang)]
            ),
            version=__version__,
            knowledge=desk.workshop.knowledge_version if desk is not None else "",
            local=desk is not None and desk.settings.local,
            **values,
        )
    )
    answer = HTMLResponse(body, status, headers)
    answer.headers["vary"] = "Cookie, Accept-Language, HX-Request"
    settle(request, answer, flashes)
    return answer


def settle(request: Request, answer: Response, shown: list[Flash]) -> None:
    """Set the cookies that a page leaves: the seed of its form tokens, the language that was asked for, messages that were shown."""
    secure = request.app.state.settings.secure
    if request.cookies.get(csrf.SEED_COOKIE) != csrf.seed_of(request):
        answer.set_cookie(csrf.SEED_COOKIE, csrf.seed_of(request), httponly=True, samesite="lax", secure=secure)
    if request.query_params.get("lang") in ("ar", "en"):
        answer.set_cookie(LANG_COOKIE, request.query_params["lang"], max_age=YEAR, samesite="lax", secure=secure)
    if shown:
        answer.delete_cookie("flash")
