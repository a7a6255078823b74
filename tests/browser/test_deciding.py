"""Deciding in Chromium: each decision by keyboard alone in both languages, narrow, two browsers at once, and what axe finds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sijill.knowledge import Knowledge
from sijill.model import IncidentRecord
from sijill.register.desk_decisions import Reviewer, Wish, take
from sijill.register.rules_of_review import require_second_reviewer
from sijill.register.views import incident_view
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.store.rows import Filters
from sijill.web.settings import Settings
from tests.browser.axe import serious
from tests.browser.desks import chromium, listening, looking
from tests.web.desks import NOW, build, gold, knowledge, workshop_of
from tests.web.stories import as_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["chromium", "gold", "knowledge"]
pytestmark = pytest.mark.browser
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = "() => document.activeElement.id"
# An article of which every offset differs between UTF-16 and code points, with both directions.
MIXED = (
    (
        "m1", "وكالة الرافد", "2021-09-13", "😀 قتلى في Fallujah 🇮🇶",
        "😀😀 قال المصدر (Reuters 📰) إن 4 جنود قُتلوا بانفجار عبوة ناسفة في مدينة الفلوجة أمس الأحد، و𝟝 غيرهم، «IED» 𝒙 كما قال 😀.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Running:
    """A desk that listens on a register of its own."""

    at: str
    register: Register

    def story(self) -> str:
        return next(p.id for p in self.register.all_incidents() if p.reports == 4)

    def record(self, name: str) -> IncidentRecord:
        view = incident_view(self.register, name)
        assert view is not None
        return view.record


@contextmanager
def on_copy(gold: Path, where: Path, knowledge: Knowledge, reviewer: str = "منى") -> Iterator[Running]:
    if not where.exists():
        shutil.copy(gold, where)
    with (
        open_register(where, names=names_of(knowledge)) as register,
        listening(register, knowledge, Settings(str(where), local=True, reviewer=reviewer)) as at,
    ):
        yield Running(at, register)


@pytest.fixture
def desk(gold: Path, tmp_path: Path, knowledge: Knowledge) -> Iterator[Running]:
    """A desk on a copy of the whole corpus."""
    with on_copy(gold, tmp_path / "register.sqlite", knowledge) as running:
        yield running


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def dialog(page: Page, holds: str = "#reason") -> None:
    page.wait_for_selector(f"#deciding[open][data-ready] {holds}")


def closed(page: Page) -> None:
    page.wait_for_selector("#deciding:not([open])", state="attached")


def state(page: Page, css: str) -> None:
    page.wait_for_selector(f"#review.{css}:not(.provisional)")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_decision_about_the_whole_by_keyboard_alone(desk: Running, chromium: Browser, lang: str) -> None:
    name = desk.story()
    with looking(chromium, desk.at, lang) as page:
        page.goto(f"/incidents/{name}")
        keys(page, "a")
        state(page, "accepted")
        assert desk.record(name).review == "accepted"
        assert page.evaluate(FOCUS) in ("act-accept", "")
        keys(page, "f")
        dialog(page)
        assert page.evaluate(FOCUS) == "reason"
        page.keyboard.type("مكانان بهذا الاسم")
        keys(page, "Enter")
        state(page, "flagged")
        keys(page, "x")
        dialog(page)
        keys(page, "Enter")  # without a reason nothing is sent
        assert page.locator("#deciding[open]").count() == 1
        page.keyboard.type("تدريب")
        keys(page, "Enter")
        state(page, "rejected")
        assert desk.record(name).review == "rejected"
        keys(page, "u")
        dialog(page)
        assert page.input_value("#reason")
        with page.expect_navigation():
            keys(page, "Enter")
        state(page, "flagged")
        assert desk.record(name).review == "flagged"
        assert page.locator("#history li").count() == 4
        assert [d.kind for d in desk.register.decisions()] == ["accept", "flag", "reject", "undo"]


def test_keys_of_an_arabic_keyboard(desk: Running, chromium: Browser) -> None:
    with looking(chromium, desk.at, "ar") as page:
        page.goto(f"/incidents/{desk.story()}")
        for key, code in (("ؤ", "KeyC"), ("ء", "KeyX")):
            page.evaluate(
                "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}))",
                [key, code],
            )
            dialog(page, ".decide-part")
            keys(page, "Escape")
            closed(page)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_field_is_corrected_by_keyboard_alone(desk: Running, chromium: Browser, lang: str) -> None:
    name = desk.story()

    def opens(field: str) -> None:
        keys(page, "c")
        dialog(page, ".field-choice")
        links = page.locator("#deciding .field-choice a")
        for _ in range(links.count()):
            if f"/correct/{field}?" in (page.evaluate("() => document.activeElement.href ?? ''") + "?"):
                break
            keys(page, "ArrowDown")
        keys(page, "Enter")
        dialog(page)

    def sends() -> None:
        page.focus("#reason")
        page.keyboard.type("بحسب المستشفى")
        keys(page, "Enter")
        page.wait_for_selector(f"#history li:nth-child(1)#decision-{len(done) + 1}")
        done.append("")

    done: list[str] = []
    with looking(chromium, desk.at, lang) as page:
        page.goto(f"/incidents/{name}")
        page.evaluate("() => document.activeElement.blur()")
        opens("killed")
        page.keyboard.type("4")
        keys(page, "Tab")
        page.keyboard.type("6")
        sends()
        assert "4–6" in page.inner_text("#f-killed .settled")
        opens("place")
        page.keyboard.type("تكريت" if lang == "ar" else "tikrit")
        page.wait_for_selector(".options li[aria-selected=true]")
        keys(page, "Enter")
        assert page.input_value("#place")
        page.focus("#reason")
        page.keyboard.type("بحسب المستشفى")
        with page.expect_navigation():
            keys(page, "Enter")
        done.append("")
        assert ("تكريت" if lang == "ar" else "Tikrit") in page.inner_text("#f-place .settled")
        opens("claimed_by")
        page.keyboard.type("حماس" if lang == "ar" else "hamas")
        page.wait_for_selector(".options li[aria-selected=true]")
        keys(page, "Enter")
        sends()
        assert "actor.ps.hamas" in [p.value.actor_id for p in desk.record(name).claimed_by]
        opens("type")
        page.select_option("#one", "armed_clash")
        sends()
        opens("date")
        page.fill("#start", "2021-09-11")
        page.keyboard.press("Tab")
        page.wait_for_function("() => /4/.test(document.getElementById('hijri').textContent)")
        assert ("صفر" if lang == "ar" else "Safar") in page.inner_text("#hijri")
        sends()
        now = desk.record(name)
        assert now.corrected_fields == ("claimed_by", "date", "killed", "place", "type")
        assert now.killed is not None
        assert (now.killed.value.low, now.killed.value.high) == (4, 6)
        # From a field that has the focus, c corrects that one.
        page.focus("#f-killed")
        keys(page, "c")
        dialog(page, "#low")
        keys(page, "Escape")
        closed(page)
        assert page.get_attribute("#act-accept", "aria-disabled") == "true"
        assert page.locator("#accept-not").is_visible()
        keys(page, "a")
        assert desk.record(name).review == "corrected"


@pytest.mark.parametrize("whole_page", [False, True])
def test_another_place_is_picked_on_the_map(desk: Running, chromium: Browser, whole_page: bool) -> None:
    name = desk.story()
    with looking(chromium, desk.at, "ar") as page:
        if whole_page:
            page.goto(f"/incidents/{name}/correct/place")
        else:
            page.goto(f"/incidents/{name}")
            page.click(f"a[href*='/incidents/{name}/correct/place']")
            dialog(page)
        page.wait_for_selector("[data-pick][data-ready='1']", timeout=30_000)
        before = page.input_value("#place")
        page.click("[data-pick] ~ button")
        page.focus("[data-pick] canvas")
        for _ in range(3):
            keys(page, "ArrowUp")
        page.wait_for_function("() => !document.querySelector('[data-pick]').sijill.map.isMoving()")
        keys(page, "Enter")
        page.wait_for_selector(".place-choices button")
        keys(page, "Enter")  # the first of the choices has the focus
        picked, shown = page.input_value("#place"), page.input_value("#place_name")
        assert picked not in ("", before)
        page.fill("#reason", "على الخريطة")
        keys(page, "Enter")
        page.wait_for_selector("#history li#decision-1")
    settled = desk.record(name).place
    assert settled is not None
    assert (settled.value.gazetteer_id, settled.value.text) == (picked, shown)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_merge_split_and_undo_by_keyboard_alone(desk: Running, chromium: Browser, lang: str) -> None:
    name = desk.story()
    other = next(p.id for p in desk.register.all_incidents(Filters(text="حلب المدفعية")))
    before = {p.id: p.record for p in desk.register.all_incidents()}
    with looking(chromium, desk.at, lang) as page:
        page.goto(f"/incidents/{name}")
        keys(page, "m")
        dialog(page, "#other")
        page.keyboard.type("المدفعية حلب")
        page.wait_for_selector(f"#candidates a[href*='{other}']")
        at = page.evaluate("(id) => [...document.querySelectorAll('#candidates a')].findIndex(a => a.href.includes(id))", other)
        keys(page, *["ArrowDown"] * (at + 1))
        keys(page, "Enter")
        dialog(page, ".compare")
        assert page.evaluate(SIDEWAYS) <= 0
        page.focus("#reason")
        page.keyboard.type("البيان نفسه")
        with page.expect_navigation():
            keys(page, "Enter")
        held = page.url.rsplit("/", 1)[-1]
        assert len(desk.record(held).reports) == 5
        keys(page, "s")
        dialog(page, ".events-choice")
        keys(page, "Space")
        page.wait_for_selector("#parted .compare")
        keys(page, "Escape")
        closed(page)
        keys(page, "u")
        dialog(page)
        with page.expect_navigation():
            keys(page, "Enter")
        page.wait_for_selector("#history li.undo")
        assert {p.id: p.record for p in desk.register.all_incidents()} == before
        page.goto(f"/incidents/{name}")
        keys(page, "s")
        dialog(page, ".events-choice")
        keys(page, "Tab", "Space")
        page.wait_for_selector("#parted .compare")
        page.focus("#reason")
        page.keyboard.type("هجومان")
        with page.expect_navigation():
            keys(page, "Enter")
        page.wait_for_selector("#history li.split")
        assert len(desk.register.decisions()) == 3


def test_words_are_chosen_by_keyboard_and_become_the_evidence(desk: Running, chromium: Browser) -> None:
    text = desk.register.read_versions(["s2"])["s2"].capture.report_text
    with looking(chromium, desk.at, "ar") as page:
        page.goto("/reports/s2")
        keys(page, "w")
        words = re.findall(r"\w+", text)
        keys(page, *["ArrowLeft"] * words.index("مقتل"), "Shift+ArrowLeft", "Shift+ArrowLeft")
        assert page.inner_text("#choosing q").strip("«»") == "مقتل 5 جنود"
        keys(page, "Enter")
        dialog(page, ".field-choice")
        link = page.locator("#deciding .field-choice a[href*='/correct/killed']")
        assert "5" in link.inner_text()
        link.focus()
        keys(page, "Enter")
        dialog(page, "#low")
        assert page.input_value("#low") == "5"
        page.focus("#reason")
        page.keyboard.type("الشرطة")
        with page.expect_navigation():
            keys(page, "Enter")
        decision = desk.register.decision(1)
        assert decision is not None
        assert decision.after is not None
        (e,) = decision.after["evidence"]
        assert text[e["start"] : e["end"]] == e["quote"] == "مقتل 5 جنود"
        page.wait_for_url("**/reports/s2")
        assert page.locator(f"#c{e['start']}").count() == 1


def test_offsets_are_code_points_in_mixed_directions_and_beyond_the_first_plane(
    gold: Path, tmp_path: Path, knowledge: Knowledge, chromium: Browser
) -> None:
    where = tmp_path / "mixed.sqlite"
    build(where, as_file(tmp_path / "m.jsonl", MIXED), knowledge)
    with on_copy(gold, where, knowledge) as desk, looking(chromium, desk.at, "en") as page:
        text = desk.register.read_versions(["m1"])["m1"].capture.report_text
        name = next(p.id for p in desk.register.all_incidents())
        for words in ("(Reuters 📰)", "𝟝 غيرهم", "🇮🇶", "«IED» 𝒙 كما", "مدينة الفلوجة"):
            page.goto(f"/reports/m1?correct=killed&incident={name}")
            page.evaluate(  # as a pointer would select it, wherever marks cut the text into pieces
                """(words) => {
                  const article = document.getElementById("article");
                  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
                  const at = article.textContent.indexOf(words);
                  const place = (offset) => {
                    walker.currentNode = article;
                    for (let node = walker.nextNode(), left = offset; node; left -= node.length, node = walker.nextNode())
                      if (left <= node.length) return [node, left];
                  };
                  getSelection().setBaseAndExtent(...place(at), ...place(at + words.length));
                }""",
                words,
            )
            page.wait_for_function("(words) => document.querySelector('#choosing q').textContent === words", arg=words)
            page.click("#use-words")
            dialog(page, "[name=evidence]:checked")
            start, end, _ = page.locator("#deciding [name=evidence]:checked").last.get_attribute("value").split(":")  # type: ignore[union-attr]
            assert text[int(start) : int(end)] == words


def test_two_browsers_on_one_incident(desk: Running, gold: Path, tmp_path: Path, knowledge: Knowledge, chromium: Browser) -> None:
    name = desk.story()
    with (
        on_copy(gold, tmp_path / "register.sqlite", knowledge, "سامر") as second,
        looking(chromium, desk.at, "en") as mona,
        looking(chromium, second.at, "en", expects="409") as samer,
    ):
        for page in (mona, samer):
            page.goto(f"/incidents/{name}")
        keys(samer, "c")
        dialog(samer, ".field-choice")
        samer.click("#deciding a[href*='/correct/killed']")
        dialog(samer, "#low")
        samer.fill("#low", "8")
        samer.fill("#high", "9")
        samer.fill("#reason", "my own long reason")
        keys(mona, "a")
        state(mona, "accepted")
        samer.focus("#reason")
        keys(samer, "Enter")
        samer.wait_for_selector("#deciding[open] #stale")
        told = samer.inner_text("#stale")
        assert "منى" in told
        assert "accepted" in told
        assert (samer.input_value("#low"), samer.input_value("#high")) == ("8", "9")
        assert samer.input_value("#reason") == "my own long reason"
        assert "8–9" not in samer.inner_text("#f-killed .settled")  # what was shown at once is taken back
        assert len(desk.register.decisions()) == 1
        samer.focus("#reason")
        keys(samer, "Enter")
        samer.wait_for_selector("#decision-2")
        assert "8–9" in samer.inner_text("#f-killed .settled")
        assert [d.reviewer for d in desk.register.decisions()] == ["منى", "سامر"]


def test_shown_at_once_and_taken_back_where_the_desk_cannot_be_reached(desk: Running, chromium: Browser) -> None:
    name = desk.story()
    with looking(chromium, desk.at, "en", expects="ERR_|sendError|afterRequest") as page:
        page.goto(f"/incidents/{name}")
        seen: list[str] = []

        def slow(route: object) -> None:
            seen.append(page.inner_text("#review"))
            assert page.locator("#review.provisional").count() == 1
            route.abort()  # type: ignore[attr-defined]

        page.route("**/decide/flag", lambda route: slow(route) if route.request.method == "POST" else route.continue_())
        keys(page, "f")
        dialog(page)
        page.keyboard.type("two places")
        keys(page, "Enter")
        page.wait_for_selector("#deciding[open] .lost")
        assert "flagged" in seen[0]
        assert "provisional" not in (page.get_attribute("#review", "class") or "")
        assert page.input_value("#reason") == "two places"
        assert desk.register.decisions() == ()
        page.unroute("**/decide/flag")
        page.reload()  # even then what was typed is there
        keys(page, "f")
        dialog(page)
        assert page.input_value("#reason") == "two places"
        page.focus("#reason")
        keys(page, "Enter")
        state(page, "flagged")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_day_of_reviewing(desk: Running, chromium: Browser, lang: str) -> None:
    with looking(chromium, desk.at, lang) as page:
        page.goto("/incidents?review=unreviewed&country=IQ")
        order = [p.id for p in desk.register.incidents(Filters(countries=("IQ",), review=("unreviewed",)), limit=9).rows]
        keys(page, "r")
        page.wait_for_url(re.compile(order[0]))
        with page.expect_navigation():
            keys(page, "n")
        page.wait_for_url(re.compile(order[1]))
        with page.expect_navigation():
            keys(page, "p")
        page.wait_for_url(re.compile(order[0]))
        with page.expect_navigation():
            keys(page, "Shift+A")
        page.wait_for_url(re.compile(order[1]))
        assert desk.record(order[0]).review == "accepted"
        keys(page, "f")
        dialog(page)
        page.keyboard.type("x")
        with page.expect_navigation():
            keys(page, "Control+Enter")
        page.wait_for_url(re.compile(order[2]))
        assert desk.record(order[1]).review == "flagged"
        page.goto("/incidents?review=unreviewed&country=IQ")
        keys(page, "j", "j")
        second = page.evaluate("() => document.activeElement.pathname")
        with page.expect_navigation():
            keys(page, "Enter")
        assert "queue=" in page.url
        page.go_back()
        page.wait_for_function("(path) => document.activeElement.pathname === path", arg=second)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_at_360_pixels_by_touch(desk: Running, chromium: Browser, lang: str) -> None:
    name = desk.story()
    with looking(chromium, desk.at, lang, 360, has_touch=True) as page:
        page.goto(f"/incidents/{name}?queue=review%3Dunreviewed")
        assert page.evaluate(SIDEWAYS) <= 0
        for act in ("accept", "accept-next", "correct", "flag", "reject", "merge", "split", "previous", "next"):
            box = page.locator(f"#act-{act}").bounding_box()
            assert box is not None
            assert box["height"] >= 24
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360.5
        for act, holds in (("correct", ".field-choice"), ("flag", "#reason"), ("merge", "#candidates"), ("split", ".events-choice")):
            page.tap(f"#act-{act}")
            dialog(page, holds)
            box = page.locator("#deciding").bounding_box()
            assert box is not None
            assert box["width"] <= 360
            assert page.evaluate("() => { const d = document.getElementById('deciding'); return d.scrollWidth - d.clientWidth; }") <= 0
            page.locator("#deciding .closes button").tap()
            closed(page)
        page.tap("#act-accept")
        state(page, "accepted")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_forms_work_without_scripts(desk: Running, chromium: Browser, lang: str) -> None:
    name = desk.story()
    with looking(chromium, desk.at, lang, java_script_enabled=False) as page:
        page.goto(f"/incidents/{name}")
        page.click("#act-correct")
        page.click(".field-choice a[href*='/correct/killed']")
        page.fill("#low", "8")
        page.fill("#high", "")
        page.fill("#reason", "r")
        page.click(".decide .button.main")
        assert page.url.endswith(f"/incidents/{name}")
        assert "8" in page.inner_text("#f-killed .settled")
        page.click("#act-undo")
        page.click(".decide .button.main")
        page.click("#act-split")
        page.locator(".events-choice input").first.check()
        page.click("button[value=look]")
        assert page.locator("#parted .compare").count() == 1
        page.fill("#reason", "r")
        page.click(".decide .button.main")
        page.click("#act-accept")
        assert [d.kind for d in desk.register.decisions()] == ["correct", "undo", "split", "accept"]


def test_what_waits_is_confirmed_by_another(desk: Running, knowledge: Knowledge, chromium: Browser) -> None:
    name = desk.story()
    require_second_reviewer(desk.register, True, "an administrator", NOW)
    take(desk.register, workshop_of(knowledge), Wish("reject", (name,), "an exercise"), Reviewer("سامر"))
    with looking(chromium, desk.at, "en") as page:
        page.goto(f"/incidents/{name}")
        assert "سامر" in page.inner_text(".waiting")
        keys(page, "y")
        dialog(page)
        with page.expect_navigation():
            keys(page, "Enter")
        state(page, "rejected")


@pytest.mark.parametrize(
    ("lang", "scheme", "width"), [("ar", "light", 1300), ("en", "dark", 1300), ("ar", "dark", 360), ("en", "light", 360)]
)
def test_axe_finds_no_serious_fault(desk: Running, knowledge: Knowledge, chromium: Browser, lang: str, scheme: str, width: int) -> None:
    name = desk.story()
    other = next(p.id for p in desk.register.all_incidents() if p.id != name)
    take(desk.register, workshop_of(knowledge), Wish("correct", (name,), "the list", field="killed", value=[4, 6]), Reviewer("منى"))

    def look(where: str) -> None:
        faults.extend(serious(page, where))

    faults: list[str] = []
    with looking(chromium, desk.at, lang, width, expects="style-src", color_scheme=scheme) as page:
        for address in ("/", "/incidents", f"/incidents/{name}?queue=sort%3Dlatest", f"/incidents/{name}/links", "/reports/s1"):
            page.goto(address)
            look(address)
        page.goto(f"/incidents/{name}?queue=sort%3Dlatest")
        for address, holds in (
            ("decide/reject", "#reason"), ("correct", ".field-choice"), ("correct/killed", "#low"), ("correct/place", "#place_name"),
            ("correct/targets", "#add"), ("correct/date", "#start"), ("correct/type", "#one"), ("merge", "#candidates"),
            (f"merge/{other}", ".compare"), ("split", ".events-choice"), ("undo/1", "#reason"),
        ):  # fmt: skip
            page.evaluate(
                "(href) => { const a = document.createElement('a'); a.href = href; a.dataset.deciding = ''; a.textContent = 'x';"
                " document.body.append(a); a.click(); a.remove(); }",
                f"/incidents/{name}/{address}",
            )
            dialog(page, holds)
            look(address)
            page.keyboard.press("Escape")
            closed(page)
        page.keyboard.press("?")
        look("keys")
        page.keyboard.press("Escape")
        page.goto("/reports/s2")
        page.keyboard.press("w")
        look("words")
    assert faults == []
