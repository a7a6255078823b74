"""The page in a browser: what lights up, by pointer and by keyboard, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sijill.exports.page import page as render
from tests.sample_readings import NOTHING, READING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.browser

LIT_WORDS = "() => [...document.querySelectorAll('.seg.lit')].map(e => e.textContent)"
LIT_VALUES = "() => [...document.querySelectorAll('.value.lit')].map(e => e.dataset.key)"


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
def shown(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    file = tmp_path / "page.html"
    file.write_text(render([READING, NOTHING], lang="ar"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1300, "height": 900}, reduced_motion="reduce")
    faults: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert faults == []
    assert asked == [file.as_uri()]  # nothing but the page itself
    page.close()


def test_hovering_a_value_lights_exactly_its_words(shown: Page) -> None:
    shown.hover("#v0-0-place-0")
    assert shown.evaluate(LIT_WORDS) == ["الأنبار", "قرب الرمادي"]
    assert shown.evaluate(LIT_VALUES) == ["0-0-place-0"]
    shown.hover("#v0-0-killed-0")
    assert shown.evaluate(LIT_WORDS) == ["مقتل سائقين"]
    shown.mouse.move(5, 5)
    assert shown.evaluate(LIT_WORDS) == []


def test_evidence_cut_by_other_evidence_lights_whole(shown: Page) -> None:
    """«عبوة ناسفة» is the weapon, «عبوة ناسفة انفجرت» the event, «انفجرت» nothing that is shown."""
    shown.hover("#v0-0-weapons-0")
    assert "".join(shown.evaluate(LIT_WORDS)) == "عبوة ناسفة"
    shown.hover("#v0-0-type-0")
    assert "".join(shown.evaluate(LIT_WORDS)) == "هجومينعبوة ناسفة انفجرت"


def test_hovering_words_lights_every_value_that_rests_on_them(shown: Page) -> None:
    shown.locator(".seg", has_text="صباح الأحد").hover()
    assert shown.evaluate(LIT_VALUES) == ["0-0-date-0", "0-1-date-0"]
    assert shown.evaluate(LIT_WORDS) == ["صباح الأحد"]


def test_keyboard_alone(shown: Page) -> None:
    shown.focus("#v0-2-denied_by-0")
    assert "".join(shown.evaluate(LIT_WORDS)) == "قوات الاحتلال"
    shown.keyboard.press("Tab")
    assert shown.evaluate("() => document.activeElement.dataset.key") == "0-2-sources-0"
    assert shown.evaluate(LIT_WORDS) == ["ناشطون"]
    # The text is one stop of Tab; arrows move inside it, the left one forwards.
    stops = shown.evaluate("() => document.querySelectorAll('#a0 .seg[tabindex=\"0\"]').length")
    assert stops == 1
    shown.focus('#a0 .seg[tabindex="0"]')
    first = shown.evaluate("() => document.activeElement.textContent")
    shown.keyboard.press("ArrowLeft")
    second = shown.evaluate("() => document.activeElement.textContent")
    assert first != second
    assert shown.evaluate(LIT_WORDS) == [second]
    assert shown.evaluate("() => document.getElementById('said').textContent")
    shown.keyboard.press("ArrowRight")
    assert shown.evaluate("() => document.activeElement.textContent") == first


def test_click_holds_and_escape_lets_go(shown: Page) -> None:
    shown.click("#v0-0-killed-0")
    shown.hover("#v0-0-place-0")
    assert shown.evaluate(LIT_WORDS) == ["مقتل سائقين"]
    shown.keyboard.press("Escape")
    assert shown.evaluate(LIT_WORDS) == []
    assert shown.evaluate(LIT_VALUES) == []


def test_two_languages_without_the_network(shown: Page) -> None:
    value = shown.locator("#v0-0-type-0")
    assert value.inner_text().startswith("عبوة ناسفة")
    assert shown.evaluate("() => getComputedStyle(document.querySelector('.text')).direction") == "rtl"
    shown.click("[data-lang=en]")
    assert value.inner_text().startswith("IED, mine or car bomb")
    assert shown.locator("html").get_attribute("lang") == "en"
    assert shown.evaluate("() => getComputedStyle(document.querySelector('.events')).direction") == "ltr"
    assert shown.evaluate("() => getComputedStyle(document.querySelector('.text')).direction") == "rtl"
    assert shown.locator("h3:visible").all_inner_texts() == ["Reported as news", "Recalled as background"]
    shown.click("[data-lang=ar]")
    assert value.inner_text().startswith("عبوة ناسفة")


def test_what_was_not_used_can_be_opened_and_points_at_its_words(shown: Page) -> None:
    shown.click("details.dropped summary")
    shown.hover("#v0-d0")
    assert shown.evaluate(LIT_WORDS) == ["هجوم"]


def test_doubt_and_loaded_wording_are_marked(shown: Page) -> None:
    assert shown.locator(".sheet .seg.alleged").all_inner_texts() == ["وزعم ", "ناشطون"]
    assert "".join(shown.locator(".sheet .seg.loaded").all_inner_texts()) == "قوات الاحتلال"
    assert shown.locator("#v0-2-factuality").is_visible()
    assert shown.locator(".card.background").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_contrast_is_aa(shown: Page, scheme: str, lang: str) -> None:
    """Every visible text against the nearest painted background: 4.5 to 1 at least."""
    shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    shown.click(f"[data-lang={lang}]")
    shown.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    shown.hover("#v0-2-type-0")
    shown.wait_for_timeout(200)
    low = shown.evaluate(
        """() => {
          const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
          const lum = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
          const out = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const el = walk.currentNode.parentElement;
            if (!walk.currentNode.textContent.trim() || ["SCRIPT", "STYLE"].includes(el.tagName) || !el.checkVisibility()) continue;
            if (el.closest(".said, .hidden")) continue;
            let at = el, back = [0, 0, 0, 0];
            while (at && (back = parse(getComputedStyle(at).backgroundColor))[3] === 0) at = at.parentElement;
            const [a, b] = [lum(parse(getComputedStyle(el).color)), lum(back)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) out.push([ratio.toFixed(2), el.className, walk.currentNode.textContent.trim().slice(0, 30)]);
          }
          return out;
        }"""
    )
    assert low == []


def test_narrow_screens_do_not_scroll_sideways(shown: Page) -> None:
    shown.set_viewport_size({"width": 360, "height": 700})
    for lang in ("ar", "en"):
        shown.click(f"[data-lang={lang}]")
        assert shown.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_print_shows_the_words_beside_the_values(shown: Page) -> None:
    shown.emulate_media(media="print")
    said = shown.locator("#v0-0-killed-0 .said")
    assert said.bounding_box() is not None
    box = said.bounding_box()
    assert box
    assert box["width"] > 30
    assert not shown.locator(".switch").is_visible()


def test_two_hundred_articles_stay_light(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "many.html"
    file.write_text(render([READING] * 200), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(file.as_uri())
    took = page.evaluate(
        """() => { const t = performance.now();
          document.getElementById('v199-0-killed-0').focus();
          return performance.now() - t; }"""
    )
    assert page.evaluate(LIT_WORDS) == ["مقتل سائقين"]
    assert took < 1500
    page.close()
