"""Adding by hand, proposing an entry, saving a search and exporting, in Chromium: both languages, wide and at 360 pixels."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from sijill.knowledge import Knowledge
from sijill.knowledge.files import load_file
from sijill.knowledge.own import own_file
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.web.settings import Settings
from tests.browser.desks import chromium, listening, looking
from tests.web.desks import knowledge, sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["chromium", "knowledge", "sample"]
pytestmark = pytest.mark.browser
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = "انفجرت عبوة ناسفة أمس الأحد في مدينة الرمادي، ما أدى إلى مقتل ثلاثة جنود.\nوتبنى تنظيم داعش الهجوم."
SHOTS = os.environ.get("SIJILL_SHOTS")  # a folder to which pictures go, to be looked at


@pytest.fixture
def where(sample: Path, tmp_path: Path) -> Path:
    found = tmp_path / "register.sqlite"
    shutil.copy(sample, found)
    return found


@pytest.fixture
def at(where: Path, knowledge: Knowledge) -> Iterator[str]:
    settings = Settings(str(where), local=True, reviewer="منى", lexicon=Path(f"{where}.lexicon"))
    with open_register(where, names=names_of(knowledge)) as register, listening(register, knowledge, settings) as address:
        yield address


def seen(page: Page, name: str) -> None:
    """A picture of the whole page, and that nothing lies beyond its edge."""
    assert page.evaluate(SIDEWAYS) == 0, name
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(("lang", "width"), [("ar", 1300), ("en", 1300), ("ar", 360), ("en", 360)])
def test_the_journey(at: str, where: Path, chromium: Browser, lang: str, width: int) -> None:
    shot = f"{lang}-{width}"
    own = Path(f"{where}.lexicon")
    with looking(chromium, at, lang, width, accept_downloads=True) as page:
        _add_by_hand(page, shot)
        _propose(page, shot, own)
        feed = _save_a_search(page, shot)
        assert page.request.get(feed).ok
        _export(page, shot)
        for address in ("/jobs", "/jobs/1", "/registry/actors", "/registry/actors/actor.af.taliban", "/registry/places?find=الرماد",
                        "/registry/sources", "/registry/lexicon?room=triggers", "/registry/lexicon/trigger.ied.tafjir_ubwa"):  # fmt: skip
            page.goto(address)
            seen(page, f"{shot}-{address.strip('/').replace('/', '-').split('?')[0]}")
        page.goto("/registry/places/sj:iq-ramadi")
        page.wait_for_selector(".place-note")
        page.wait_for_function("() => document.querySelector('[data-map] canvas')")
        seen(page, f"{shot}-place")


def _add_by_hand(page: Page, shot: str) -> None:
    page.goto("/add")
    seen(page, f"{shot}-add")
    page.fill("#text", TEXT)
    page.fill("#outlet", "وكالة النخيل")
    page.fill("#published", "2021-09-13")
    page.select_option("#country", "IQ")
    page.locator("#by-text button").first.click()
    page.wait_for_selector("#article mark")
    assert page.locator("#article").inner_text() == TEXT
    assert page.input_value("#text") == TEXT
    page.locator(".event .value[data-key^='e0-date']").first.hover()
    assert "".join(page.locator("#article mark.lit").all_inner_texts()) == "أمس الأحد"
    page.mouse.move(1, 1)
    seen(page, f"{shot}-add-read")
    page.locator("button[formaction='/add']").click()
    page.wait_for_url("**/add/kept/**")
    assert page.locator("main a[href^='/incidents/']").count() == 1
    seen(page, f"{shot}-added")
    page.locator("main a[href^='/incidents/']").click()
    page.wait_for_selector(".incident-head")


def _propose(page: Page, shot: str, own: Path) -> None:
    page.goto("/registry/proposals/new")
    seen(page, f"{shot}-propose")
    page.fill("#id", "actor.iq.saif_al_nakhil")
    for key, words in (("label", "Saif al-Nakhil Brigades"), ("label_ar", "كتائب سيف النخيل")):
        page.fill(f"#means-{key}", words)
    page.select_option("#means-kind", "militia")
    page.select_option("#means-country", "IQ")
    page.fill("#source", "invented for the tests")
    page.fill("#list-say", "كتائب سيف النخيل\nلواء سيف النخيل")
    page.fill("#text-1", "تبنت كتائب سيف النخيل الهجوم")
    page.fill("#finds-1", "كتائب سيف السدرة")
    page.fill("#trap-1", "زار الوفد كتائب الجيش قرب ساحة النخيل")
    page.locator("#entry button").first.click()
    page.wait_for_selector("#proof [role=alert]")
    assert page.input_value("#list-say") == "كتائب سيف النخيل\nلواء سيف النخيل"
    seen(page, f"{shot}-propose-fails")
    page.fill("#finds-1", "كتائب سيف النخيل")
    page.locator("#entry button").first.click()
    page.wait_for_selector("#proof [role=status]")
    page.locator("#entry button.main").click()
    page.wait_for_url("**/registry/proposals/1")
    seen(page, f"{shot}-proposal")
    page.locator("#judge button.good").click()
    page.wait_for_selector(".chip.accepted")
    seen(page, f"{shot}-approved")
    (entry,), faults = load_file(own_file(own, "actors"), own)
    assert (entry.id, faults) == ("actor.iq.saif_al_nakhil", [])
    page.goto("/registry/proposals")
    seen(page, f"{shot}-proposals")


def _save_a_search(page: Page, shot: str) -> str:
    page.goto("/incidents?country=IQ&type=ied")
    page.locator("a[href^='/saved?query=']").click()
    page.wait_for_selector("#save")
    page.fill("#name", "عبوات العراق")
    page.keyboard.press("Enter")
    page.wait_for_selector("code.once")
    seen(page, f"{shot}-saved")
    feed = page.locator("code.once").inner_text()
    assert urlsplit(feed).path.endswith(".atom")
    return feed


def _export(page: Page, shot: str) -> None:
    page.goto("/incidents?country=IQ")
    page.locator("a[href^='/exports?']").click()
    page.wait_for_url("**/exports?country=IQ*")
    page.check("input[value=geojson]")
    page.check("input[name=mask_persons]")
    page.locator("#choose button").first.click()
    page.wait_for_selector("#holds")
    seen(page, f"{shot}-exports")
    with page.expect_download() as download:
        page.locator("#holds a[download]").click()
    file = Path(download.value.path())
    assert download.value.suggested_filename.endswith(".geojson")
    assert b'"mask_persons": true' in file.read_bytes() or b'"mask_persons":true' in file.read_bytes()
