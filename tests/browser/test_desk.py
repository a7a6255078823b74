"""The review desk in Chromium: letters, light, keys, filters; in both languages, wide and at 360 pixels."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sijill.store.register import open_register
from tests.browser.desks import chromium, looking, served
from tests.web.desks import CORPUS, gold, knowledge

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["chromium", "gold", "knowledge", "served"]
pytestmark = pytest.mark.browser
ARTICLES = [json.loads(line)["id"] for line in (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
FIRST = "/reports/01-convoys-two-governorates"
LIT = "() => [...document.querySelectorAll('#article mark.lit')].map(e => e.textContent)"
VALUES = "() => [...document.querySelectorAll('.value.lit')].map(e => e.dataset.key)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What the browser itself holds: its text, and where each mark stands in it, in code points.
READ = """() => {
  const article = document.getElementById("article");
  const marks = [];
  for (const mark of article.querySelectorAll("mark")) {
    const range = document.createRange();
    range.setStart(article, 0);
    range.setEndBefore(mark);
    marks.push([mark.id, [...range.toString()].length, mark.textContent]);
  }
  return {text: article.textContent, marks};
}"""


def story(gold: Path) -> str:
    with open_register(gold) as register:
        return next(p.id for p in register.all_incidents() if p.reports == 4)


def test_the_browser_holds_the_raw_text_and_every_mark_at_its_offset(served: str, chromium: Browser, gold: Path) -> None:
    with open_register(gold) as register, looking(chromium, served) as page:
        texts = {name: version.capture.report_text for name, version in register.read_versions([*ARTICLES, "h1"]).items()}
        assert len(texts) == len(ARTICLES) + 1
        for name, text in texts.items():
            page.goto(f"/reports/{name}", wait_until="domcontentloaded")
            found = page.evaluate(READ)
            assert found["text"] == text, name
            for id_, at, words in found["marks"]:
                assert id_ == f"c{at}"
                assert text[at : at + len(words)] == words


def test_a_selection_copies_the_raw_text(served: str, chromium: Browser, gold: Path) -> None:
    with open_register(gold) as register, looking(chromium, served) as page:
        text = register.read_versions([ARTICLES[0]])[ARTICLES[0]].capture.report_text
        page.goto(FIRST)
        selected = page.evaluate(
            "() => { getSelection().selectAllChildren(document.getElementById('article')); return getSelection().toString(); }"
        )
        assert selected == text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_values_and_words_light_one_another(served: str, chromium: Browser, lang: str) -> None:
    with looking(chromium, served, lang) as page:
        page.goto(FIRST)
        page.hover("#v-e0-place-0")
        assert "".join(page.evaluate(LIT)).startswith("قرب ناحية الإسكندرية")
        assert page.evaluate(VALUES) == ["e0-place-0"]
        page.mouse.move(5, 5)
        assert page.evaluate(LIT) == []
        page.locator("#article mark", has_text="أمس").first.hover()
        assert "e0-date-0" in page.evaluate(VALUES)
        page.focus("#v-e0-weapons-0")
        assert "عبو" in "".join(page.evaluate(LIT))
        page.keyboard.press("Enter")
        page.hover("#v-e0-place-0")
        assert page.evaluate(VALUES) == ["e0-weapons-0"]  # the light is held
        page.keyboard.press("Escape")
        assert page.evaluate(LIT) == []


def test_the_text_by_keyboard(served: str, chromium: Browser) -> None:
    with looking(chromium, served) as page:
        page.goto(FIRST)
        page.focus("#article")
        page.keyboard.press("ArrowLeft")
        first = page.evaluate("() => document.activeElement.id")
        page.keyboard.press("ArrowLeft")
        second = page.evaluate("() => document.activeElement.id")
        assert first.startswith("c")
        assert int(second[1:]) > int(first[1:])
        assert page.evaluate(VALUES)
        assert page.evaluate("() => document.getElementById('said').textContent")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("() => document.activeElement.id") == first


def test_a_quote_leads_to_its_lit_words(served: str, chromium: Browser, gold: Path) -> None:
    with looking(chromium, served) as page:
        page.goto(f"/incidents/{story(gold)}")
        quote = page.locator("#f-killed a.quote").first
        words = quote.inner_text()
        quote.click()
        page.wait_for_url(re.compile(r"/reports/s\d#c\d+"))
        assert page.evaluate(LIT)[0] in words or words in "".join(page.evaluate(LIT))


def test_finding_by_filters_words_and_chips(served: str, chromium: Browser) -> None:
    with looking(chromium, served, "en") as page:
        page.goto("/incidents")
        everything = page.locator(".entry").count()
        assert everything == 40
        page.select_option("#ask-type", "ied")
        page.wait_for_url("**/incidents?type=ied")
        assert page.locator(".chip.removable").count() == 1
        page.select_option("#ask-country", "IQ")
        page.wait_for_url("**/incidents?country=IQ&type=ied")
        page.focus("#search")
        page.keyboard.type("عبوة ناسفة", delay=20)
        page.wait_for_url(re.compile(r"text="))
        assert page.evaluate("() => document.activeElement.id") == "search"
        assert page.input_value("#search") == "عبوة ناسفة"
        found = page.locator(".entry").count()
        assert 0 < found < everything
        page.reload()
        assert page.locator(".entry").count() == found  # the address says it all
        page.locator(".chip.removable", has_text="Iraq").click()
        page.wait_for_function("() => !location.search.includes('country')")
        page.go_back()
        page.wait_for_url(re.compile("country=IQ"))
        page.wait_for_selector(".chip.removable >> text=Iraq")
        page.locator("a", has_text="Clear all").click()
        page.wait_for_url(re.compile(r"/incidents$"))
        page.locator("#more a").click()
        page.wait_for_function("() => document.querySelectorAll('.entry').length === 80")
        page.fill("#ask-actor", "ham")
        page.wait_for_selector("#list-actor option[value=Hamas]", state="attached")
        page.wait_for_function("() => document.querySelectorAll('#list-actor option').length === 1")
        page.fill("#ask-actor", "Hamas")
        page.keyboard.press("Tab")
        page.wait_for_url("**/incidents?actor=actor.ps.hamas")
        assert "Hamas" in page.locator(".chip.removable").inner_text()


def test_keys_alone(served: str, chromium: Browser) -> None:
    with looking(chromium, served, "en") as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "skip"
        page.keyboard.press("?")
        assert page.locator("dialog#keys").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("i")
        page.wait_for_url("**/incidents")
        page.keyboard.press("j")
        page.keyboard.press("j")
        second = page.locator(".entry").nth(1).get_attribute("href")
        assert page.evaluate("() => document.activeElement.getAttribute('href')") == second
        page.keyboard.press("/")
        assert page.evaluate("() => document.activeElement.id") == "search"
        page.keyboard.press("Escape")
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/incidents/\w+(\?|$)"))


@pytest.mark.parametrize(
    ("lang", "width", "scheme"), [("ar", 1300, "light"), ("en", 1300, "dark"), ("ar", 360, "dark"), ("en", 360, "light")]
)
def test_every_page_fits_and_reads_in_its_direction(served: str, chromium: Browser, gold: Path, lang: str, width: int, scheme: str) -> None:
    name = story(gold)
    with looking(chromium, served, lang, width, color_scheme=scheme) as page:
        for address in ("/", "/incidents?type=ied&review=waiting", f"/incidents/{name}", f"/incidents/{name}/links", FIRST, "/help/keys"):
            page.goto(address)
            assert page.evaluate(SIDEWAYS) <= 0, address
            assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
            assert page.evaluate("() => document.fonts.check('16px \"Plex Arabic\"', 'سجل')"), address
            for article in page.locator("#article").all():
                assert article.evaluate("e => getComputedStyle(e).direction") == "rtl"
        if width == 360:
            page.goto("/")
            assert not page.locator(".ways").is_visible()
            page.locator(".menu summary").click()
            assert page.locator(".ways").is_visible()
            page.locator(".ways a").nth(1).click()
            page.wait_for_url("**/incidents")
            assert page.locator("details.filters").get_attribute("open") is None


def test_light_and_dark(served: str, chromium: Browser) -> None:
    with looking(chromium, served, "en", color_scheme="light") as page:
        page.goto("/")
        paper = "() => getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        page.select_option("#theme", "dark")
        dark = page.evaluate(paper)
        assert dark != light
        page.reload()
        assert page.evaluate(paper) == dark
        page.select_option("#theme", "auto")
        page.reload()
        assert page.evaluate(paper) == light


def test_it_works_without_scripts(served: str, chromium: Browser) -> None:
    with looking(chromium, served, "en", java_script_enabled=False) as page:
        page.goto("/incidents?type=ied")
        page.locator("#more a, .entry").first.click()
        assert "/incidents" in page.url
        page.goto("/incidents")
        page.fill("#search", "عبوة")
        page.locator("button", has_text="Search").click()
        assert "text=" in page.url
        assert page.locator(".entry").count() > 0
