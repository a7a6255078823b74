"""The main journeys as each role, in both languages: by keyboard alone on a wide screen, by touch on a narrow one.

Sign in, find, decide, undo, merge, add by hand, export, sign out. Who may not do a thing is not offered it, is refused it by address,
and by a form that they would send all the same; nothing changes. One desk, one register and one browser for all: each journey leaves
the incident as it found it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sijill.knowledge import Knowledge
from sijill.register import accounts
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.store.rows import Filters
from sijill.web.settings import Settings
from tests.browser.desks import chromium, listening, looking
from tests.browser.test_deciding import SIDEWAYS, dialog, state
from tests.web.desks import NOW, gold, knowledge
from tests.web.people import PASSWORD, PEOPLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["chromium", "gold", "knowledge"]
pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SIJILL_SHOTS")  # a folder to which pictures go, to be looked at
# Who may do what; whoever is not named is refused.
MAY = {
    "decide": {"reviewer", "editor", "administrator"},
    "merge": {"editor", "administrator"},
    "add": {"reviewer", "editor", "administrator"},
    "export": {"guest", "reviewer", "editor", "administrator"},
    "accounts": {"administrator"},
}
HANDS = {
    "keyboard-ar": ("ar", False, "light"),
    "keyboard-en": ("en", False, "dark"),
    "touch-ar": ("ar", True, "dark"),
    "touch-en": ("en", True, "light"),
}
# Told of nowhere else, so that it becomes an incident of its own.
TEXT = "احتجز مسلحون صيادين اثنين يوم {n} آذار 2017 في مدينة سرت."
# The element that has the focus, as a selector can ask it.
FOCUSED = "css => document.activeElement.matches(css)"
# A form sent by script with the page's own token, as somebody would who knows the addresses: the status of the answer.
SENT = """async ([address, fields]) => { const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRF-Token"];
  return (await fetch(address, { method: "POST", body: new URLSearchParams({ csrf: token, ...fields }), redirect: "manual" })).status; }"""


@dataclass(frozen=True, slots=True)
class Hands:
    """Somebody at a page: with a keyboard alone, or with fingers alone."""

    page: Page
    touch: bool
    shot: str

    def reach(self, css: str) -> None:
        """Go on by Tab until an element has the focus: it can be reached, in how many steps soever a page takes."""
        for _ in range(120):
            if self.page.evaluate(FOCUSED, css):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{css} cannot be reached by Tab at {self.page.url}")

    def press(self, css: str, key: str = "Enter") -> None:
        """Do what an element is there for."""
        if self.touch:
            self.page.locator(css).first.tap()
        else:
            self.reach(css)
            self.page.keyboard.press(key)

    def act(self, name: str, key: str) -> None:
        """An act of the bar at the foot: its key, or a tap on it."""
        if self.touch:
            self.page.tap(f"#act-{name}")
        else:
            self.page.keyboard.press(key)

    def write(self, css: str, words: str) -> None:
        """Go to a field and write."""
        if self.touch:
            self.page.tap(css)
        else:
            self.reach(css)
        self.page.keyboard.insert_text(words)

    def way(self, address: str) -> None:
        """Go by the header."""
        if self.touch:
            self.page.locator(".menu summary").tap()
        self.press(f".ways a[href='{address}']")
        self.page.wait_for_url(re.compile(rf"{re.escape(address)}($|[?#])"))

    def seen(self, name: str) -> None:
        """Nothing lies beyond the edge; a picture, where somebody wants to look."""
        assert self.page.evaluate(SIDEWAYS) <= 0, name
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{self.shot}-{name}.png")


@pytest.fixture(scope="module")
def site(gold: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[tuple[str, Register]]:
    """A desk with an account for each role, on a copy of the whole corpus."""
    where = tmp_path_factory.mktemp("journeys") / "register.sqlite"
    shutil.copy(gold, where)
    with open_register(where, names=names_of(knowledge)) as register:
        before = NOW - timedelta(days=1)
        for name, role in PEOPLE.items():
            accounts.add_account(register, name, name.title(), role, "setup", before)
            accounts.set_password(register, name, PASSWORD, "setup", before)
        with listening(register, knowledge, Settings(str(where))) as at:
            yield at, register


@pytest.mark.parametrize("how", HANDS)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_main_journeys(site: tuple[str, Register], chromium: Browser, name: str, how: str) -> None:
    at, register = site
    role = PEOPLE[name]
    lang, touch, scheme = HANDS[how]
    story = next(p.id for p in register.all_incidents() if p.reports == 4)
    other = next(p.id for p in register.all_incidents(Filters(text="حلب المدفعية")))
    before = {p.id: p.record for p in register.all_incidents()}
    with looking(
        chromium,
        at,
        lang,
        360 if touch else 1300,
        expects="403|sendAbort|afterRequest",
        has_touch=touch,
        color_scheme=scheme,
        accept_downloads=True,
    ) as page:
        hands = Hands(page, touch, f"{how}-{role}")
        _sign_in(hands, name)
        _find(hands, story)
        if role in MAY["decide"]:
            _decide_and_undo(hands, story, register)
        else:
            _refused(hands, story, "decide/flag", "decide/accept", ("accept", "correct", "flag", "reject", "undo"))
        if role in MAY["merge"]:
            _merge_and_undo(hands, story, other, register)
        else:
            _refused(hands, story, f"merge/{other}", "merge", ("merge", "split"))
        assert {p.id: p.record for p in register.all_incidents() if p.id in before} == before
        if role in MAY["add"]:
            _add(hands, 1 + list(PEOPLE).index(name) * len(HANDS) + list(HANDS).index(how))
        else:
            assert page.locator(".ways a[href='/add']").count() == 0
            assert _status(page, "/add") == 403
            assert page.evaluate(SENT, ["/add", {"text": TEXT}]) == 403
        if role not in MAY["accounts"]:
            assert page.locator(".ways a[href='/accounts']").count() == 0
            assert _status(page, "/accounts") == 403
        _export(hands)
        _sign_out(hands)


def _status(page: Page, address: str) -> int:
    """How an address answers; a refusal says so on a page from which one can go on."""
    answer = page.goto(address)
    assert answer is not None
    if answer.status == 403:
        assert page.locator(".fault .lead").inner_text()
        assert page.locator(".fault a[href='/']").count() == 1
        assert page.evaluate(SIDEWAYS) <= 0
    return int(answer.status)


def _sign_in(hands: Hands, name: str) -> None:
    page = hands.page
    page.goto("/incidents")
    page.wait_for_url("**/sign-in**")
    hands.seen("sign-in")
    hands.write("#name", name)
    hands.write("#password", PASSWORD)
    hands.press(".gate .button.main")
    page.wait_for_url("**/incidents")


def _find(hands: Hands, story: str) -> None:
    page = hands.page
    if hands.touch:
        page.tap("#search")
    else:
        page.keyboard.press("/")
    page.keyboard.insert_text("تفجير الرمادي")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("text="))
    page.wait_for_selector(f".entry[href*='{story}']")
    hands.seen("found")
    if hands.touch:
        page.tap(f".entry[href*='{story}']")
    else:
        for _ in range(page.locator(".entry").count()):
            page.evaluate("() => document.activeElement.matches('#search') && document.activeElement.blur()")
            page.keyboard.press("j")
            if page.evaluate(FOCUSED, f"[href*='{story}']"):
                break
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/incidents/{story}"))
    hands.seen("incident")


def _decide_and_undo(hands: Hands, story: str, register: Register) -> None:
    page = hands.page
    many = len(register.decisions())
    hands.act("accept", "a")
    state(page, "accepted")
    hands.act("flag", "f")
    dialog(page)
    hands.seen("flag")
    if hands.touch:
        page.tap("#reason")
    page.keyboard.insert_text("مكانان بهذا الاسم")
    hands.press("#deciding .decide-buttons .button.main")
    state(page, "flagged")
    hands.seen("flagged")
    for after in ("accepted", "unreviewed"):
        hands.act("undo", "u")
        dialog(page)
        with page.expect_navigation():
            hands.press("#deciding .decide-buttons .button.main")
        state(page, after)
    assert [d.kind for d in register.decisions()][many:] == ["accept", "flag", "undo", "undo"]


def _merge_and_undo(hands: Hands, story: str, other: str, register: Register) -> None:
    page = hands.page
    hands.act("merge", "m")
    dialog(page, "#other")
    hands.write("#other", "المدفعية حلب")
    wanted = page.locator(f"#candidates a[href*='{other}']")
    for attempt in range(60):  # on a busy machine the dialog may still take the focus to its first field while one writes
        if wanted.is_visible():
            break
        if attempt in (20, 40):
            page.fill("#other", "")
            hands.write("#other", "المدفعية حلب")
        page.wait_for_timeout(500)
    page.wait_for_selector(f"#candidates a[href*='{other}']")
    hands.press(f"#candidates a[href*='{other}']")
    dialog(page, ".compare")
    hands.seen("merge")
    hands.write("#reason", "البيان نفسه")
    with page.expect_navigation():
        hands.press("#deciding .decide-buttons .button.main")
    page.wait_for_selector("#history li.merge")
    hands.act("undo", "u")
    dialog(page)
    with page.expect_navigation():
        hands.press("#deciding .decide-buttons .button.main")
    page.wait_for_selector("#history li.undo")
    assert [d.kind for d in register.decisions()][-2:] == ["merge", "undo"]
    page.goto(f"/incidents/{story}")


def _refused(hands: Hands, story: str, address: str, sent: str, acts: tuple[str, ...]) -> None:
    """Not offered; its key does nothing; its address and its form are refused."""
    page = hands.page
    many = hands.page.locator("#history li").count()
    for act in acts:
        if act in ("merge", "split") or page.locator("#act-accept").count() == 0:
            assert page.locator(f"#act-{act}").count() == 0, act
    here = page.url
    if not hands.touch:
        page.keyboard.press("m" if "merge" in acts else "a")
        assert page.locator("dialog[open]").count() == 0
        assert page.url == here
    assert _status(page, f"/incidents/{story}/{address}") == 403
    hands.seen(f"refused-{acts[0]}")
    assert page.evaluate(SENT, [f"/incidents/{story}/{sent}", {"version": "0", "reason": "x", "other": story}]) == 403
    page.goto(here)
    assert page.locator("#history li").count() == many


def _add(hands: Hands, number: int) -> None:
    page = hands.page
    hands.way("/add")
    hands.write("#outlet", "وكالة النخيل")
    hands.write("#text", TEXT.format(n=number))
    hands.press("#by-text .button.main")
    page.wait_for_selector("#article mark")
    hands.seen("add")
    hands.press("#by-text button[formaction='/add']")
    page.wait_for_url("**/add/kept/**")
    hands.press("main a[href^='/incidents/']")
    page.wait_for_selector(".incident-head")


def _export(hands: Hands) -> None:
    page = hands.page
    hands.way("/incidents")
    hands.press("main a[href^='/exports']")
    page.wait_for_url(re.compile("/exports"))
    if hands.touch:
        page.locator("label.choice", has=page.locator("input[value=geojson]")).tap()
    else:
        hands.reach("input[name=form]")
        for _ in range(12):
            if page.locator("input[value=geojson]").is_checked():
                break
            page.keyboard.press("ArrowDown")
    hands.seen("export")
    with page.expect_download() as download:
        hands.press("#choose button[formaction='/exports/file']")
    assert download.value.suggested_filename.endswith(".geojson")
    assert b'"FeatureCollection"' in Path(download.value.path()).read_bytes()[:200]


def _sign_out(hands: Hands) -> None:
    page = hands.page
    if hands.touch:
        page.locator(".menu summary").tap()
    hands.press("form[action='/sign-out'] button")
    page.wait_for_url("**/sign-in**")
    page.goto("/incidents")
    page.wait_for_url("**/sign-in**")
