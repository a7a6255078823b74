"""Adding by hand: an article or an address is read before anything is kept, corrected, saved, and told of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from sijill.knowledge import Knowledge
from sijill.model import Capture
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.web.held import Held
from sijill.web.settings import Settings
from tests.web.desks import NOW, Desk, desk, desk_on, knowledge, parsed, sample
from tests.web_server import Site, endless, serving

__all__ = ["desk", "knowledge", "sample"]
NEWS = "انفجرت عبوة ناسفة أمس الأحد في مدينة الرمادي، ما أدى إلى مقتل ثلاثة جنود.\nوتبنى تنظيم داعش الهجوم."
OTHER = "قتل ثلاثة جنود في انفجار عبوة ناسفة بمدينة الرمادي يوم الأحد، بحسب الشرطة العراقية."
FACTS = {"title": "انفجار في الرمادي", "outlet": "وكالة النخيل", "published": "2021-09-13", "country": "IQ"}
REST = "وقالت الشرطة إن التحقيق بدأ في الحادث وإن الطريق أغلق أمام المارة."
PAGE = f"""<!doctype html><html lang="ar"><head><title>انفجار في الرمادي</title>
<meta property="article:published_time" content="2021-09-13T09:00:00+03:00"><meta property="og:site_name" content="وكالة السدرة"></head>
<body><article><h1>انفجار في الرمادي</h1><p>{NEWS}</p><p>{REST}</p></article></body></html>"""


def send(desk: Desk, way: str, **fields: str) -> Response:
    answer: Response = desk.client.post(
        way, data={"csrf": desk.token(), **fields}, headers={"accept-language": "en"}, follow_redirects=False
    )
    return answer


def value(page: str, name: str) -> str:
    """What a field of the form holds."""
    (field,) = parsed(page).xpath(f"//form[@id='by-text']//*[@name='{name}']")
    if field.tag == "select":
        return str(next(iter(field.xpath("./option[@selected]/@value")), ""))
    return str(field.text_content().removeprefix("\n") if field.tag == "textarea" else field.get("value") or "")


def test_an_article_is_read_before_anything_is_kept(desk: Desk) -> None:
    before = desk.register.count_reports()
    answer = send(desk, "/add/read", text=NEWS.replace("\n", "\r\n"), **FACTS)
    assert answer.status_code == 200
    page = parsed(answer.text)
    text = page.get_element_by_id("article").text_content()
    assert text == f"{FACTS['title']}\n{NEWS}"
    dated = [mark.text_content() for mark in page.xpath("//article[@id='article']//mark[contains(@data-keys, 'e0-date')]")]
    assert "".join(dated) == "أمس الأحد"
    (date,) = page.xpath("//section[contains(@class, 'event')]//button[starts-with(@data-key, 'e0-date')]")
    assert "12 September 2021" in date.text_content()
    assert desk.register.count_reports() == before
    assert value(answer.text, "text") == NEWS
    assert {name: value(answer.text, name) for name in FACTS} == FACTS


def test_what_was_dropped_is_told_with_its_reason(desk: Desk) -> None:
    answer = send(desk, "/add/read", text=NEWS, **FACTS)
    (dropped,) = parsed(answer.text).xpath("//details[contains(@class, 'dropped')]")
    assert "a common word without a place noun" in dropped.text_content()


def test_saving_tells_which_incidents_it_made_and_joined(desk: Desk) -> None:
    answer = send(desk, "/add", text=NEWS, **FACTS)
    assert answer.status_code == 303
    made = desk.page(answer.headers["location"])
    assert "New incidents" in made
    assert "Joined incidents" not in made
    assert len(parsed(made).xpath("//main//a[starts-with(@href, '/incidents/')]")) == 1
    again = send(desk, "/add", text=OTHER, title="", outlet="وكالة السدرة", published="2021-09-13", country="IQ")
    joined = desk.page(again.headers["location"])
    assert "Joined incidents" in joined
    (way,) = parsed(joined).xpath("//main//a[starts-with(@href, '/incidents/')]/@href")
    shared = desk.register.incident(way.rsplit("/", 1)[1])
    assert shared is not None
    both = {one.headers["location"].rsplit("/", 1)[1] for one in (answer, again)}
    assert {ref.report for ref in shared.incident.events} == both
    report = answer.headers["location"].rsplit("/", 1)[1]
    row = desk.register.report(report)
    assert row is not None
    assert (row.outlet, str(row.published)) == (FACTS["outlet"], FACTS["published"])
    assert send(desk, "/add", text=NEWS, **FACTS).headers["location"] == answer.headers["location"]  # known
    assert desk.register.versions_of(report)[-1].capture.captured_by.startswith("منى")


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("published", "13/09/2021", "This is no day"),
        ("published", "1021-09-13", "No article of this desk is of that day"),
        ("country", "ZZ", "no such country"),
        ("url", "javascript:alert(1)", "This is no web address"),
        ("url", "https://a b", "This is no web address"),
        ("text", "  ", "Paste the article first"),
        ("text", "Three soldiers were killed in an explosion on Sunday.", "not Arabic"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(desk: Desk, field: str, wrong: str, told: str) -> None:
    before = desk.register.count_reports()
    sent = {**FACTS, "text": NEWS, field: wrong}
    for way in ("/add/read", "/add"):
        answer = send(desk, way, **sent)
        assert answer.status_code == 422
        assert told in parsed(answer.text).get_element_by_id(f"wrong-{field}").text_content()
        kept = {name: words for name, words in sent.items() if name != "country"}
        assert {name: value(answer.text, name) for name in kept} == kept
    assert desk.register.count_reports() == before


def test_scripts_in_what_is_pasted_stay_words(desk: Desk) -> None:
    evil = "<script>alert(1)</script></textarea><img src=x onerror=alert(1)>"
    answer = send(desk, "/add/read", text=f"{NEWS} {evil}", title=evil, outlet=evil, published="2021-09-13", country="IQ")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


@pytest.fixture
def inner(tmp_path: Path, knowledge: Knowledge) -> Iterator[Desk]:
    """A desk that may fetch from this machine."""
    where = tmp_path / "register.sqlite"
    with open_register(where, names=names_of(knowledge), create=True) as register:
        yield from desk_on(register, knowledge, Settings(str(where), local=True, reviewer="منى", inner=("127.0.0.0/8",)))


@pytest.fixture
def outside() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_an_address_is_fetched_shown_corrected_and_saved(inner: Desk, outside: Site) -> None:
    at = outside.page("/news/1", PAGE)
    answer = send(inner, "/add/fetch", address=at)
    assert answer.status_code == 200, answer.text
    assert inner.register.count_reports() == 0
    assert value(answer.text, "title") == "انفجار في الرمادي"
    assert value(answer.text, "published") == "2021-09-13"
    held = value(answer.text, "held")
    corrected = {"held": held, "url": at, "title": "انفجار في الرمادي", "outlet": "وكالة أخرى", "published": "2021-09-14", "country": "IQ"}
    read = send(inner, "/add/read", **corrected)
    assert "12 September 2021" in read.text  # Sunday, which agrees with the words beside it
    saved = send(inner, "/add", **corrected)
    assert saved.status_code == 303
    (version,) = inner.register.versions_of(saved.headers["location"].rsplit("/", 1)[1])
    capture = version.capture
    assert (capture.outlet, str(capture.published), capture.published_by, capture.country) == ("وكالة أخرى", "2021-09-14", "given", "IQ")
    assert capture.published_words == "stated by منى"
    assert capture.raw == PAGE.encode()
    assert outside.paths() == ["/news/1"]  # fetched once
    assert "no longer held" in send(inner, "/add", **corrected).text


def test_what_cannot_be_fetched_is_told_and_the_address_stays(inner: Desk, outside: Site) -> None:
    outside.replies["/robots.txt"] = outside.replies.get("/robots.txt") or _robots
    blocked = outside.page("/closed/1", PAGE)
    outside.replies["/endless"] = endless(b"x" * 65536)
    for address, told in (
        (blocked, "robots.txt"), (f"{outside.url}/nothing", "404"), (f"{outside.url}/endless", "beyond 5 MB"),
            ("file:///etc/passwd", "no web address"),
        ("gopher://127.0.0.1/", "no web address"),
    ):  # fmt: skip
        answer = send(inner, "/add/fetch", address=address)
        assert answer.status_code == 422
        page = parsed(answer.text)
        assert told in page.get_element_by_id("wrong-address").text_content(), address
        assert page.get_element_by_id("address").get("value") == address
    assert inner.register.count_reports() == 0


def test_an_address_inside_is_refused_and_not_asked(desk: Desk, outside: Site) -> None:
    at = outside.page("/news/1", PAGE)
    for address in (
        at,
        at.replace("127.0.0.1", "localhost"),
        at.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        "http://169.254.169.254/latest",
    ):
        assert send(desk, "/add/fetch", address=address).status_code == 422
    assert outside.asked == []


def _robots(handler: Any) -> None:
    body = b"User-agent: *\nDisallow: /closed/\n"
    handler.send_response(200)
    handler.send_header("content-type", "text/plain")
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_what_was_fetched_is_held_for_its_owner_for_an_hour() -> None:
    now = 0.0
    held = Held(lambda: now)
    found = Capture("k", b"", "text/html", "نص", "", "", None, None, None, "", "", NOW, "x", "x")
    word = held.put("mona", found)
    assert held.get("mona", word) is found
    assert held.get("rami", word) is None
    assert held.get("mona", "other") is None
    now = 3601.0
    assert held.get("mona", word) is None
    words = [held.put("mona", found) for _ in range(41)]
    assert held.get("mona", words[0]) is None
    assert held.get("mona", words[-1]) is found
