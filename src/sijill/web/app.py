"""The application: what every request passes through, and which routers answer.

`create_app` is the function to read first. A new family of pages is a module of `pages/` (or `rest/`) with a `router`, and
a line in the tuple below.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from sijill import __version__
from sijill.register.workshop import Workshop
from sijill.store.register import Register
from sijill.web import static_files
from sijill.web.access.bounds import Bounds
from sijill.web.access.csrf import check_form, key_of
from sijill.web.access.headers import Headers
from sijill.web.access.rates import Rates
from sijill.web.access.roles import actions_of
from sijill.web.access.sessions import Door, LocalDoor, SessionDoor
from sijill.web.access.trail import Trail
from sijill.web.catalogue import Catalogue
from sijill.web.desk import Desk
from sijill.web.errors import add_handlers
from sijill.web.renewal import Renewal
from sijill.web.settings import Settings
from sijill.web.words import wording

# In this order: of two routes that fit an address the first answers (`/incidents/map` stands before `/incidents/{id}`).
PAGES: tuple[str, ...] = (
    "overview",
    "map",
    "look",
    "sign_in",
    "openid",
    "me",
    "my_codes",
    "accounts",
    "audit",
    "add",
    "proposing",
    "sources",
    "registry",
    "saved",
    "exporting",
    "samples",
    "jobs",
    "incidents",
    "queue",
    "deciding",
    "correcting",
    "joining",
    "incident",
    "report",
)
REST: tuple[str, ...] = (
    "status",
    "people",
    "my_account",
    "accounts",
    "audit",
    "saved",
    "incidents",
    "incident",
    "events",
    "reports",
    "report_parts",
    "adding",
    "decisions",
    "deciding",
    "previews",
    "samples",
    "sources",
    "jobs",
    "names",
    "registry",
    "proposals",
    "exports",
    "releases",
    "document",
)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "::1")


def create_app(settings: Settings, register: Register, workshop: Workshop, door: Door | None = None) -> FastAPI:
    """The desk over an open register.

    Args:
        settings: how it is started.
        register: open; whoever opened it closes it.
        workshop: the knowledge, the program's version, and the clock.
        door: who says who asks; by default the person at this machine with `settings.local`, else whoever signed in.

    Raises:
        WordingError: the words of the desk have faults.
        TypeError: a route declares no action.
        OSError: the file of the key cannot be read or made.
        ValueError: it is too short for a key.
    """
    wording()  # a fault in the words is told at the start, not on a page
    app = FastAPI(
        title="Sijill", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan,
        dependencies=[Depends(check_form)],
    )  # fmt: skip
    app.state.settings = settings
    app.state.desk = Desk(register, workshop, settings, Catalogue(register, workshop.knowledge))
    app.state.key = key_of(settings.secret)
    app.state.door = door or (LocalDoor(settings.reviewer) if settings.local else SessionDoor(register, workshop, settings))
    app.state.rates = Rates(0 if settings.local else settings.requests_a_minute)
    app.state.renewal = Renewal(app.state)
    app.state.closing = [app.state.renewal.close]
    routers: list[APIRouter] = [static_files.router]
    routers += [import_module(f"sijill.web.{room}.{name}").router for room, names in (("pages", PAGES), ("rest", REST)) for name in names]
    for router in routers:
        app.include_router(router)
    app.state.routes = tuple(route for router in routers for route in router.routes if isinstance(route, APIRoute))
    add_handlers(app)
    app.add_middleware(Bounds)
    app.add_middleware(Trail, desk=app.state.desk)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    hosts = LOCAL_HOSTS if settings.local else settings.hosts
    if hosts:  # another name that leads here (DNS rebinding) is another site
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(Headers, settings=settings)
    _check_actions(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What routers began (`app.state.closing`) ends with the application."""
    yield
    closing: list[Callable[[], None]] = app.state.closing
    for close in reversed(closing):
        close()


def _check_actions(app: FastAPI) -> None:
    """A route that says nothing of who may use it is a mistake."""
    silent = [route.path for route in app.state.routes if not actions_of(route)]
    if silent:
        raise TypeError(f"these routes declare no action (access/roles.py): {', '.join(silent)}")
