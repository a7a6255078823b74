"""Evidence packs: what a person can check."""

from __future__ import annotations

import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sijill.exports.evidence import evidence
from sijill.model import IncidentRecord
from tests.incident_records import CAPTURES, CONVOY_BOMB, DECISIONS, FACTS, INFO, WITH_PERSON, like

MASKED = replace(INFO, mask_persons=True)


class Page(HTMLParser):
    """What a page asks for, its ids, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.asks: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.root: dict[str, str | None] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.asks += [f"{tag}:{found[a]}" for a in ("src", "srcset", "data", "poster") if found.get(a)]
        self.asks += [f"{tag}:{found['href']}"] if tag == "link" else []
        self.ids += [found["id"]] if found.get("id") else []  # type: ignore[list-item]
        if tag == "html":
            self.root = found
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _page(lang: Any = "ar", record: IncidentRecord = WITH_PERSON, info: Any = INFO) -> Page:
    return Page(evidence(record, info, FACTS, DECISIONS, lang).content.decode("utf-8"))


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_evidence_is_self_contained_and_whole(lang: Any, direction: str) -> None:
    page = _page(lang)
    assert (page.root["lang"], page.root["dir"]) == (lang, direction)
    assert page.asks == []
    assert "script" not in page.tags
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    for report, capture in CAPTURES.items():
        assert report in page.text
        assert capture.text_sha256 in page.text
        assert capture.raw_sha256 in page.text
    for statement in ("مقتل سائقين", "قتل خمسة", "جماعة سرايا الفجر", "الحشد الشعبي", "داعش"):
        assert statement in page.text
    assert "checked <b>twice</b>" in page.text  # escaped, shown as words
    assert "b" not in page.tags
    assert ("متقادم" if lang == "ar" else "stale") in page.text
    assert "knowledge 0123456789abcdef" in page.text
    assert ("نسخة من التقرير nakheel-1" if lang == "ar" else "a copy of report nakheel-1") in page.text


def test_evidence_sets_contradictions_side_by_side() -> None:
    page = evidence(CONVOY_BOMB, INFO, FACTS, (), "en").content.decode("utf-8")
    part = page.split('<section id="contradictions">')[1].split("</section>")[0]
    assert part.count('class="card"') == 1
    assert part.count('class="card against"') == 1
    assert part.index("<bdi>2</bdi>") < part.index("<bdi>5</bdi>")
    assert "No reviewer has decided" in page


def test_evidence_of_an_incident_without_contradictions_claims_or_facts_says_so() -> None:
    page = Page(evidence(like("e1", "ied"), INFO, lang="en").content.decode("utf-8"))
    for words in ("do not contradict", "No report names a claim", "not known to this export", "One report alone", "No reviewer"):
        assert words in page.text


def test_masked_evidence_hides_persons_in_quotes_titles_and_decisions_and_numbers_reviewers() -> None:
    page, open_ = _page("ar", info=MASKED), _page("ar")
    assert "سالم عبد الجبار" in open_.text
    for name in ("الجبار", "سالم", "ليلى", "Sami"):
        assert name not in page.text
    assert "reviewer 2" in page.text
    assert "https://" not in page.text
    assert "إصابة [مدنيون]" in page.text


def test_a_link_that_is_no_web_address_is_not_one() -> None:
    facts = {"nakheel-1": replace(FACTS["nakheel-1"], url="javascript:alert(1)")}
    assert b"javascript" not in evidence(CONVOY_BOMB, INFO, facts).content


@pytest.mark.browser
def test_evidence_in_a_browser_runs_from_the_right_and_asks_for_nothing(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-core")
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    file = tmp_path / "evidence.html"
    file.write_bytes(evidence(WITH_PERSON, INFO, FACTS, DECISIONS, "ar").content)
    with sync.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in (1300, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            asked: list[str] = []
            faults: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("console", lambda message, faults=faults: faults.append(message.text) if message.type == "error" else None)
            page.goto(file.as_uri())
            assert asked == [file.as_uri()]
            assert faults == []  # the style's hash is the policy's
            assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
            assert page.evaluate("getComputedStyle(document.querySelector('.card')).borderTopStyle") == "solid"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            box = page.evaluate("[...document.querySelectorAll('#contradictions .card')].map(e => e.getBoundingClientRect().top)")
            assert (box[0] == box[1]) is (width == 1300)
        browser.close()
