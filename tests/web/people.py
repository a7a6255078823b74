"""A desk with accounts for tests: one for each role, browsers and programs that come with them. Import `site`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response

from sijill.knowledge import Knowledge
from sijill.register import accounts, sessions
from sijill.register.audit import entries
from sijill.register.sessions import Lasting, Visitor
from sijill.register.workshop import Workshop
from sijill.store.account_rows import Account, AuditFilters
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.web.access.roles import Deciding, Exporting, Reading
from sijill.web.app import create_app
from sijill.web.settings import Settings
from tests.web.desks import NOW

PASSWORD = "نخلة على ضفة النهر 7"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PEOPLE = {"gus": "guest", "rami": "reviewer", "esra": "editor", "mona": "administrator"}
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class Site:
    """A desk at which people sign in; `now` is the time there."""

    def __init__(self, register: Register, knowledge: Knowledge, settings: Settings) -> None:
        self.register = register
        self.settings = settings
        self.now = NOW
        self.app = create_app(settings, register, Workshop(knowledge, "test", lambda: self.now))
        self.base = settings.address or "http://127.0.0.1:8765"

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def account(self, name: str) -> Account:
        found = self.register.account(name)
        assert found is not None
        return found

    def browser(self, name: str = "", address: str = "192.0.2.7") -> TestClient:
        """A browser; with a name, one in which that person is signed in."""
        made = TestClient(self.app, base_url=self.base, client=(address, 5000), follow_redirects=False)
        made.headers |= {"accept-language": "en", "user-agent": FIREFOX}
        if name:
            visitor = Visitor(address, FIREFOX, self.now)
            done = sessions.begin_session(self.register, self.account(name), visitor, "test", Lasting(), "")
            made.cookies.set("__Host-sijill" if self.settings.secure else "sijill", done.secret)
        return made

    def log(self, **filters: str) -> list[tuple[str, str, str, str]]:
        """The audit log, the first entry first."""
        page = entries(self.register, AuditFilters(**filters), limit=500)  # type: ignore[arg-type]
        return [(e.who, e.action, e.about, e.outcome) for e in reversed(page.rows)]


def form_token(browser: TestClient, page: str = "/sign-in") -> str:
    """A form token as a page gives it to this browser."""
    text = browser.get(page).text
    found = _TOKEN.search(text) or _TOKEN.search(browser.get("/me").text)  # who is signed in sees no sign-in page
    assert found is not None, text[:500]
    return found.group(1)


def post(browser: TestClient, address: str, page: str = "/sign-in", **fields: str | int) -> Response:
    """Send a form as a page would."""
    answer: Response = browser.post(address, data={"csrf": form_token(browser, page), **fields})
    return answer


def sign_in(browser: TestClient, name: str, password: str = PASSWORD, back: str = "/") -> Response:
    """Send the form of the sign-in page."""
    return post(browser, "/sign-in", name=name, password=password, back=back)


def shown(answer: Response) -> list[str]:
    """What a page shows once: links, tokens, codes."""
    return [unescape(found) for found in re.findall(r'<code(?: class="once" dir="ltr")?>([^<]+)</code>', answer.text)]


def with_api(app: FastAPI) -> None:
    """Routes as the API has them, so that tokens are tested whatever the API is."""
    router = APIRouter()

    @router.get("/api/v1/tests/reading")
    def reading(person: Reading) -> dict[str, str]:
        return {"name": person.name, "role": person.role}

    @router.post("/api/v1/tests/deciding")
    def deciding(person: Deciding) -> dict[str, str]:
        return {"name": person.name, "role": person.role}

    @router.get("/api/v1/tests/export")
    def export(person: Exporting) -> Annotated[object, None]:
        from starlette.responses import Response as Answer

        return Answer("a,b", headers={"content-disposition": "attachment; filename=a.csv"})

    app.include_router(router)
    app.state.routes = (*app.state.routes, *(route for route in router.routes if isinstance(route, APIRoute)))


@pytest.fixture(scope="session")
def peopled(sample: Path, knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample register with an account for each role."""
    where = tmp_path_factory.mktemp("people") / "register.sqlite"
    shutil.copy(sample, where)
    before: datetime = NOW - timedelta(days=1)
    with open_register(where, names=names_of(knowledge)) as register:
        for name, role in PEOPLE.items():
            accounts.add_account(register, name, name.title(), role, "setup", before)
            accounts.set_password(register, name, PASSWORD, "setup", before)
    return where


@pytest.fixture
def site(peopled: Path, tmp_path: Path, knowledge: Knowledge) -> Iterator[Site]:
    where = tmp_path / "register.sqlite"
    shutil.copy(peopled, where)
    with open_register(where, names=names_of(knowledge)) as register:
        yield Site(register, knowledge, Settings(str(where)))


def other_site(site: Site, knowledge: Knowledge, **changed: object) -> Site:
    """The same register at a desk that was started otherwise."""
    return Site(site.register, knowledge, replace(site.settings, **changed))  # type: ignore[arg-type]
