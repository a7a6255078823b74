"""Signing in, one's own account and the accounts of others in a browser, by keyboard, in both languages, wide and narrow."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest
import uvicorn

from sijill.knowledge import load
from sijill.register import accounts
from sijill.register.workshop import Workshop, utc_now
from sijill.store.register import Register, open_register
from sijill.web.app import create_app
from sijill.web.settings import Settings
from tests.browser.test_page import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PASSWORD = "نخلة على ضفة النهر 7"


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that listens."""

    address: str
    register: Register


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with open_register(tmp_path / "register.sqlite", create=True) as register:
        accounts.add_account(register, "mona", "منى الخطيب", "administrator", "setup", utc_now())
        accounts.set_password(register, "mona", PASSWORD, "setup", utc_now())
        app = create_app(Settings(str(tmp_path / "register.sqlite")), register, Workshop(load(), "test"))
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
        thread.start()
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", register)
        server.should_exit = True
        thread.join(20)
        listening.close()
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(params=[("ar", 1280), ("en", 360)], ids=["ar", "en-narrow"])
def page(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that must tell no fault, load nothing from elsewhere, and never be wider than the screen."""
    lang, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=lang, reduced_motion="reduce")
    made = context.new_page()
    faults: list[str] = []
    elsewhere: list[str] = []
    wide: list[str] = []

    def measure(_: object) -> None:
        if made.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(made.url)

    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    made.on("request", lambda asked: None if asked.url.startswith((served.address, "data:")) else elsewhere.append(asked.url))
    made.goto(served.address + "/accounts")
    yield made
    for address in ("/accounts", "/me", "/audit"):
        made.goto(served.address + address)
        measure(None)
    assert (faults, elsewhere, wide) == ([], [], [])
    context.close()


def typed(page: Page, *fields: str) -> None:
    """Type into the field that has the focus and those after it, and send the form."""
    for number, words in enumerate(fields):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.insert_text(words)
    page.keyboard.press("Enter")


def signed_in(page: Page, password: str = PASSWORD, name: str = "mona") -> None:
    assert page.evaluate("document.activeElement.id") == "name"
    typed(page, name, password)


def test_sign_in_invite_and_come_in_by_keyboard(page: Page, served: Served) -> None:
    signed_in(page, "not the password")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#name") == "mona"
    assert page.evaluate("document.activeElement.id") == "password"
    typed(page, PASSWORD)
    page.wait_for_url("**/accounts")
    page.focus("#name")
    typed(page, "salma", "سلمى")
    link = page.inner_text("code.once")
    assert re.fullmatch(rf"{served.address}/invitation/[\w-]{{43}}", link)
    times = page.locator("time").all_inner_texts()
    assert times
    assert all(page.locator("time").nth(n).evaluate("e => getComputedStyle(e).direction") == "ltr" for n in range(len(times)))
    page.context.clear_cookies()
    page.goto(link)
    assert page.evaluate("document.activeElement.id") == "password"
    typed(page, "a lantern by the river", "a lantern by the river")
    page.wait_for_url("**/sign-in")
    assert page.locator(".flash.good").count() == 1
    signed_in(page, "a lantern by the river", "salma")
    page.wait_for_url(served.address + "/")
    page.goto(served.address + "/accounts")
    assert page.locator(".fault").count() == 1  # a reviewer keeps no accounts
    assert page.locator("a[href='/me'] bdi").text_content() == "سلمى"
    page.context.clear_cookies()
    page.goto(served.address + "/sign-in")
    signed_in(page)
    page.wait_for_url(served.address + "/")


def test_codes_are_set_up_and_asked_for(page: Page, served: Served) -> None:
    signed_in(page)
    page.wait_for_url("**/accounts")
    page.goto(served.address + "/me")
    page.focus("#codes-password")
    typed(page, PASSWORD)
    page.wait_for_selector(".picture img")
    assert page.evaluate("document.querySelector('.picture img').naturalWidth") > 100
    totp = pyotp.TOTP(page.inner_text("code.once").replace(" ", "").replace("\n", ""))
    typed(page, totp.at(utc_now()))
    page.wait_for_selector(".recovery code")
    recovery = page.locator(".recovery code").all_inner_texts()
    assert len(recovery) == 8
    page.goto(served.address + "/me")
    if page.locator(".menu summary").is_visible():
        page.locator(".menu summary").press("Enter")
    page.locator("form[action='/sign-out'] button").press("Enter")
    page.wait_for_url("**/sign-in")
    signed_in(page)
    page.wait_for_url("**/sign-in/code**")
    assert page.evaluate("document.activeElement.id") == "code"
    typed(page, "000 000")
    page.wait_for_selector("[role=alert]")
    typed(page, recovery[0])
    page.wait_for_url(served.address + "/")
