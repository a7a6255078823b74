"""Capture: inputs of every kind to frozen articles; one bad input never stops the rest, and none can hurt the machine."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from sijill.model import Capture
from sijill.sources import LONGEST, Defaults, SourceError
from sijill.sources.capture import CaptureSettings, capture
from sijill.sources.fetch import FetchSettings
from sijill.sources.unpack import Limits
from tests.web_server import Site, endless, serving, status

NEWS = "قُتل جنديان وأصيب ثالث بانفجار عبوة ناسفة شمالي بعقوبة، بحسب ما أفاد به مصدر أمني في المحافظة مساء أمس. "
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SETTINGS = CaptureSettings("test", clock=lambda: NOW, fetch=FetchSettings(pause=0.0, timeout=2.0, deadline=5.0, inner=("127.0.0.1/32",)))
TITLE = "مقتل جنديين في بعقوبة"


def take(*targets: str | Path, settings: CaptureSettings = SETTINGS) -> list[Capture | SourceError]:
    return list(capture([str(t) for t in targets], settings))


def one(target: str | Path, settings: CaptureSettings = SETTINGS) -> Capture:
    found = take(target, settings=settings)
    assert len(found) == 1, found
    assert isinstance(found[0], Capture), found
    return found[0]


def wrong(target: str | Path, settings: CaptureSettings = SETTINGS) -> str:
    found = take(target, settings=settings)
    assert len(found) == 1, found
    assert isinstance(found[0], SourceError), found
    return str(found[0])


def page(head: str = "", meta: str = "", title: str = TITLE, body: str = "") -> str:
    text = body or f"<p>{NEWS * 2}</p><p>{NEWS}</p>"
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title} | موقع</title>{head}</head><body>'
        f"<header><span>الأحد 22 نوفمبر 2026</span></header><nav>الرئيسية أخبار</nav><main><article><h1>{title}</h1>{meta}{text}</article>"
        '</main><aside class="related"><span class="date">3 آذار 2020</span></aside><footer>جميع الحقوق 2021</footer></body></html>'
    )


def line(**keys: object) -> str:
    return json.dumps({"id": "a1", "outlet": "وكالة", "published": "2021-09-12", "url": None, "title": TITLE, "text": NEWS} | keys) + "\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


# ---- what is frozen


def test_a_text_file_is_frozen_with_its_bytes_and_hashes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(NEWS.encode("cp1256", "ignore"))
    found = one(path)
    assert found.raw == path.read_bytes()
    assert found.raw_sha256 == hashlib.sha256(found.raw).hexdigest()
    assert found.text_sha256 == hashlib.sha256(found.report_text.encode()).hexdigest()
    assert (found.retrieved, found.captured_by, found.media_type, found.published) == (NOW, "test", "text/plain", None)
    assert found.key == found.where == str(path)


def test_json_lines_keep_their_own_ids_and_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [line(), line(id=None, url="https://example.org/1"), line(id=None), "{broken\n", line(id="a5", published=None)]
    path.write_text("".join(lines))
    found = take(path)
    assert [f.key for f in found if isinstance(f, Capture)] == ["a1", "https://example.org/1", f"{path}:3", "a5"]
    assert [str(f).partition(":4: ")[2][:11] for f in found if isinstance(f, SourceError)] == ["broken JSON"]
    first, last = found[0], found[-1]
    assert isinstance(first, Capture)
    assert isinstance(last, Capture)
    assert (first.raw, first.published, first.published_by) == (lines[0].strip().encode(), date(2021, 9, 12), "given")
    assert first.report_text == f"{TITLE}\n{NEWS.strip()}"
    assert (last.published, last.published_by) == (None, "")


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.gz", "no-suffix"])
def test_packed_json_lines(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(line().encode()) + gzip.compress(line(id="a2").encode()))
    assert [f.key for f in take(path) if isinstance(f, Capture)] == ["a1", "a2"]


def test_a_gzip_cut_short_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    data = gzip.compress("".join(line(id=f"a{n}", text=f"{NEWS} {n * 7919}") for n in range(3_000)).encode())
    path.write_bytes(data[: len(data) // 2])
    *before, last = take(path)
    assert len(before) > 100
    assert all(isinstance(f, Capture) for f in before)
    assert "is broken or cut short" in str(last)


def test_defaults_are_for_what_an_article_does_not_say(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line() + line(id="a2", outlet=None, published=None, country="SY"))
    settings = replace(SETTINGS, defaults=Defaults(date(2020, 1, 1), "صحيفة", "IQ"))
    first, second = (f for f in take(path, settings=settings) if isinstance(f, Capture))
    assert (first.outlet, first.published, first.country) == ("وكالة", date(2021, 9, 12), "IQ")
    assert (second.outlet, second.published, second.published_by, second.country) == ("صحيفة", date(2020, 1, 1), "given", "SY")


def test_a_day_that_can_be_none_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(published="0001-01-01"))
    assert (one(path).published, one(path).published_by) == (None, "")


def test_a_stream_is_read_as_it_comes(tmp_path: Path) -> None:
    """The first article is there before the second is looked at."""
    path = tmp_path / "a.jsonl"
    path.write_text(line())
    found = capture([str(path), str(tmp_path / "missing")], SETTINGS)
    assert isinstance(next(found), Capture)
    (tmp_path / "missing").write_text(NEWS)
    assert isinstance(next(found), Capture)


def test_standard_input(tmp_path: Path) -> None:
    for data, keys in ((line().encode(), ["a1"]), (NEWS.encode(), ["<stdin>"]), (gzip.compress(line().encode()), ["a1"])):
        found = take("-", settings=replace(SETTINGS, stdin=io.BytesIO(data)))
        assert [f.key for f in found if isinstance(f, Capture)] == keys


# ---- CSV


def rows(*cells: list[str], sign: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(cells)
    return out.getvalue()


HEADER = ["id", "outlet", "published", "url", "title", "text"]
ROW = ["a1", "وكالة", "2021-09-12", "https://example.org/1", TITLE, f'قال "شاهد":\nسمعت دويا; ثم, {NEWS}']


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(rows(HEADER, ROW, ["a2", *ROW[1:]], sign=sign).replace("ُ", "").encode(encoding))
    first, second = take(path)
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert (first.key, second.key, first.outlet, first.published) == ("a1", "a2", "وكالة", date(2021, 9, 12))
    assert first.report_text == f"{TITLE}\n{ROW[5].replace('ُ', '').strip()}"
    assert (first.where, second.where) == (f"{path}:2", f"{path}:4")  # the text of the first takes two lines
    assert first.raw.decode("utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")).startswith(f"a1{sign}")


def test_rows_that_are_wrong_do_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = rows(["a9", *ROW[1:]])
    bad = [rows(["a2", "too", "few"]), rows(["a3", "", "12/9/2021", "", "", NEWS]), rows(["a4", "", "", "", "", ""]), 'a5,"x"y,,,,z\r\n']
    path.write_text(rows(HEADER) + good + good.join(bad) + good)
    found = take(path)
    assert [isinstance(f, Capture) for f in found] == [True, False, True, False, True, False, True, False, True]
    said = [str(f) for f in found if isinstance(f, SourceError)]
    for words, message in zip(
        ["3 cells, the first row names 6", "which is no day", 'cell of "text" is empty', "no CSV"], said, strict=True
    ):
        assert words in message


def test_a_quotation_mark_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows(HEADER) + 'a1,,,,,"' + NEWS + "\r\n" + rows(["a2", *ROW[1:]]) * 2_000)
    found = take(path)
    assert "no CSV" in str(found[0])
    assert sum(isinstance(f, Capture) for f in found) == 2_000


def test_a_table_full_of_open_marks_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows(HEADER) + 'a,"b"c,,,,\'"' * 3 + "".join(f'a{n},,,,,"x"{NEWS}\r\n' for n in range(5_000)))
    started = time.monotonic()
    assert "not read on" in str(take(path)[-1])
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("first", ["a1,وكالة,2021-09-12," + NEWS, "id,title\r\n1,x", "text,text\r\na,b"])
def test_a_table_needs_a_header(tmp_path: Path, first: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(first + "\r\n")
    assert f"{path}:1: the first row" in wrong(path)


def test_a_broken_byte_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(rows(HEADER, ROW).encode() + b"a2,,,,," + NEWS.encode() + b"\xff\r\n" + rows(["a3", *ROW[1:]]).encode())
    found = take(path)
    assert [f.key for f in found if isinstance(f, Capture)] == ["a1", "a3"]
    assert "bytes that are none of its encoding" in str(found[1])


# ---- pages


def saved(tmp_path: Path, markup: str | bytes, name: str = "a.html") -> Path:
    path = tmp_path / name
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    return path


def test_a_page_gives_title_text_and_address(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://example.org/news/7"><meta property="og:site_name" content="موقع الخبر">'
    found = one(saved(tmp_path, page(head)))
    assert (found.title, found.url, found.key, found.outlet) == (
        TITLE,
        "https://example.org/news/7",
        "https://example.org/news/7",
        "موقع الخبر",
    )
    assert NEWS.strip() in found.text
    assert not any(word in found.report_text for word in ("الرئيسية", "جميع الحقوق", "| موقع"))
    assert found.media_type == "text/html"
    assert found.published is None


@pytest.mark.parametrize("canonical", ["https://example.org/", "", "javascript:alert(1)", "http://[broken"])
def test_an_address_that_cannot_be_the_pages_own_is_none(tmp_path: Path, canonical: str) -> None:
    path = saved(tmp_path, page(f'<link rel="canonical" href="{canonical}">'))
    assert (one(path).url, one(path).key) == (None, str(path))


def test_a_stated_outlet_goes_before_a_sites_own_name(tmp_path: Path) -> None:
    path = saved(tmp_path, page('<meta property="og:site_name" content="موقع الخبر">'))
    assert one(path, replace(SETTINGS, defaults=Defaults(outlet="الخبر"))).outlet == "الخبر"


LD = '<script type="application/ld+json">%s</script>'
TWO_ARTICLES = (
    f'{{"@graph":[{{"@type":["Article"],"headline":"{TITLE}","datePublished":"2021-09-12"}},'
    '{"@type":"NewsArticle","datePublished":"2020-01-01"}]}'
)
BAGHDAD = ZoneInfo("Asia/Baghdad")
DAY = date(2021, 9, 12)


@pytest.mark.parametrize(
    ("head", "meta", "day", "by", "words"),
    [
        ('<meta property="article:published_time" content="2021-09-12T08:00:00+03:00">', "", DAY, "meta", "article:published_time: 2021"),
        ('<meta property="article:published_time" content="2021-09-11T22:30:00Z">', "", DAY, "meta", "2021-09-11T22:30:00Z"),
        ('<meta itemprop="datePublished" content="2021-09-12">', "", DAY, "meta", "datepublished: 2021-09-12"),
        ('<meta name="pubdate" content="Sun, 12 Sep 2021 08:00:00 +0300">', "", DAY, "meta", "pubdate"),
        ('<meta property="article:modified_time" content="2021-09-13T08:00:00Z">', "", None, "", ""),
        ('<meta name="date" content="2099-09-12">', "", None, "", ""),
        ('<meta name="date" content="0001-01-01">', "", None, "", ""),
        ('<meta name="date" content="12/09/2021">', "", None, "", ""),
        ('<meta name="date" content="2021-09-12"><meta name="date" content="2021-09-13">', "", None, "", ""),
        (LD % '{"@type":"NewsArticle","datePublished":"2021-09-12T01:00:00+03:00"}', "", DAY, "json-ld", "datePublished: 2021"),
        (LD % TWO_ARTICLES, "", DAY, "json-ld", "2021-09-12"),
        (LD % TWO_ARTICLES.replace(TITLE, "خبر آخر"), "", None, "", ""),
        (LD % '{"@type":"NewsArticle","dateModified":"2021-09-12"}', "", None, "", ""),
        (LD % '{"@type":"NewsArticle","datePublished":', "", None, "", ""),
        (LD % ("[" * 100_000), "", None, "", ""),
        ("", "<time>الأحد 12 أيلول 2021 - 10:30</time>", DAY, "dateline", "الأحد 12 أيلول 2021 - 10:30"),
        ("", '<div class="d"><b>12</b> <b>أيلول</b> <b>2021</b></div>', DAY, "dateline", "12 أيلول 2021"),
        ("", '<span class="posted-on">سبتمبر 12, 2021</span>', DAY, "dateline", "سبتمبر 12, 2021"),
        ("", "<div>٠٥ صفر ١٤٤٣هـ - ١٢ سبتمبر ٢٠٢١م</div>", DAY, "dateline", "١٢ سبتمبر ٢٠٢١م"),
        ("", "<time>5 كانون الثاني 2020</time>", date(2020, 1, 5), "dateline", "5 كانون الثاني 2020"),
        ("", "<time>13/04/2021</time>", date(2021, 4, 13), "dateline", "13/04/2021"),
        ("", "<time>03/04/2021</time>", None, "", ""),
        ("", "<div>آخر تحديث: <b>13 أيلول 2021</b></div>", None, "", ""),
        ("", "<div><i>نشر في 12 أيلول 2021</i> <i>آخر تحديث 13 أيلول 2021</i></div>", DAY, "dateline", "نشر في 12 أيلول 2021"),
        ("", "<time>12 أيلول 2021</time><time>14 أيلول 2021</time>", None, "", ""),
        ("", "<p>قبل ساعتين</p>", None, "", ""),
        ("", "", None, "", ""),
    ],
)  # fmt: skip
def test_the_day_of_publication_and_how_it_was_found(tmp_path: Path, head: str, meta: str, day: date | None, by: str, words: str) -> None:
    """The head of each page shows today's day, its margin another article's, its foot a year: none is ever taken."""
    found = one(saved(tmp_path, page(head, meta)), replace(SETTINGS, zone=BAGHDAD))
    assert (found.published, found.published_by) == (day, by)
    assert words in found.published_words


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"بغداد - 12 أيلول 2021 - {NEWS}", DAY),
        (f"بغداد (12 أيلول 2021): {NEWS}", DAY),
        (f"{TITLE}\nالأحد 12 أيلول 2021 - 10:30 بتوقيت بغداد\n{NEWS}", DAY),
        (f"{TITLE}\nنشر في 12 سبتمبر 2021\n{NEWS}", DAY),
        (f"هجوم 11 سبتمبر 2001\n{NEWS}", None),
        (f"11 سبتمبر 2001: يوم غير العالم\n{NEWS}", None),
        (f"في 12 أيلول 2021 - {NEWS}", None),
        (f"قتل جنديان في 12 أيلول 2021 - {NEWS}", None),
    ],
)
def test_the_dateline_of_a_text(tmp_path: Path, text: str, day: date | None) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert (one(path).published, one(path).published_by) == (day, "dateline" if day else "")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("cp1256", "windows-1256"), ("cp1256", "utf-8"), ("cp1256", "iso-8859-1"), ("utf-8", "windows-1256"), ("iso8859_6", "x-nonsense")],
)
def test_letters_go_before_what_is_said_of_them(tmp_path: Path, encoding: str, declared: str) -> None:
    markup = page().replace('charset="utf-8"', f'charset="{declared}"').replace("ُ", "")
    found = one(saved(tmp_path, markup.encode(encoding, "ignore")))
    assert found.title == TITLE
    assert NEWS.replace("ُ", "").strip() in found.text


def test_letters_that_nobody_can_read_are_told(tmp_path: Path) -> None:
    assert "neither UTF-8 nor in the charset" in wrong(saved(tmp_path, page().encode("cp037", "ignore"), "a.html"))


def test_a_byte_cut_in_two_in_a_description_does_not_lose_the_page(tmp_path: Path) -> None:
    data = page('<meta name="description" content="CUT">').encode().replace(b"CUT", "خبر".encode()[:-1])
    assert NEWS.strip() in one(saved(tmp_path, data)).text


def test_a_page_without_an_article(tmp_path: Path) -> None:
    assert "no article was found" in wrong(saved(tmp_path, "<html><body><nav><a href='/'>ا</a></nav></body></html>"))


def test_other_languages_are_told(tmp_path: Path) -> None:
    english = "<p>" + "Two soldiers were killed and a third was wounded by a bomb in the north of the country. " * 5 + "</p>"
    assert "is English" in wrong(saved(tmp_path, page(body=english, title="Two killed")))


# ---- feeds, sitemaps, web archives


def rss(*items: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>وكالة الرافد</title>{"".join(items)}</channel></rss>'


def item(link: str, words: str = "ملخص قصير…", stamp: str = "Sun, 12 Sep 2021 23:30:00 GMT") -> str:
    date_ = f"<pubDate>{stamp}</pubDate>" if stamp else ""
    return f"<item><title>{TITLE}</title><link>{link}</link><description><![CDATA[<p>{words}</p>]]></description>{date_}</item>"


def test_a_feed_file_with_whole_articles(tmp_path: Path) -> None:
    items = [item("https://example.org/1", NEWS * 8), item("https://example.org/2", NEWS * 7, stamp="")]
    first, second = take(saved(tmp_path, rss(*items), "feed.xml"), settings=replace(SETTINGS, zone=BAGHDAD))
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert (first.key, first.url, first.outlet, first.title) == ("https://example.org/1", "https://example.org/1", "وكالة الرافد", TITLE)
    assert (first.published, first.published_by) == (date(2021, 9, 13), "feed")  # half past eleven in Greenwich is the next day in Baghdad
    assert first.raw.decode() == items[0]
    assert first.text == (NEWS * 8).strip()
    assert (second.published, second.published_by) == (None, "")


def test_an_atom_feed_with_a_day_of_change_alone_has_no_day(tmp_path: Path) -> None:
    told = f'<title>{TITLE}</title><updated>2021-09-12T10:00:00Z</updated><content type="html">{NEWS * 5}</content>'
    entry = f"<entry><id>urn:1</id>{told}</entry>"
    found = one(saved(tmp_path, f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entry}</feed>', "feed.atom"))
    assert (found.key, found.published) == ("urn:1", None)


def test_a_feed_leads_to_its_pages(site: Site) -> None:
    site.page("/1", page())
    site.page("/2", page('<meta name="date" content="2021-09-10">'))
    feed = site.page("/feed", rss(item("/1"), item(f"{site.url}/2"), item("/gone"), item("/3", NEWS * 8)), "text/html")  # a wrong type
    first, second, gone, whole = take(feed)
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert isinstance(whole, Capture)
    assert (first.key, first.published, first.published_by, first.media_type) == (f"{site.url}/1", date(2021, 9, 12), "feed", "text/html")
    assert (second.published, second.published_by) == (date(2021, 9, 10), "meta")
    assert whole.key == f"{site.url}/3"
    assert f"{site.url}/gone: the server answers 404" in str(gone)
    assert site.paths() == ["/feed", "/1", "/2", "/gone"]


def test_what_is_known_is_not_fetched_again(site: Site) -> None:
    for path in ("/1", "/2"):
        site.page(path, page())
    feed = site.page("/feed", rss(item("/1"), item("/2"), item("/2")), "application/rss+xml")
    found = take(feed, settings=replace(SETTINGS, known={f"{site.url}/1"}.__contains__))
    assert [f.key for f in found if isinstance(f, Capture)] == [f"{site.url}/2"]
    assert site.paths() == ["/feed", "/2"]
    assert one(f"{site.url}/1", replace(SETTINGS, known=lambda _: True)).key == f"{site.url}/1"  # asked for by its own address


def test_nothing_is_fetched_when_fetching_is_off(tmp_path: Path, site: Site) -> None:
    offline = replace(SETTINGS, fetch=None)
    path = saved(tmp_path, rss(item(f"{site.url}/1")), "feed.xml")
    assert "fetching is turned off" in wrong(path, offline)
    assert "fetching is turned off" in wrong(f"{site.url}/1", offline)
    assert site.asked == []


def test_an_address_tells_by_its_content_what_it_is(site: Site) -> None:
    site.page("/page", page(), "text/plain")
    site.page("/lines", line(), "application/octet-stream")
    site.page("/text", NEWS, "text/plain")
    site.page("/packed", gzip.compress(line().encode()), "application/gzip")
    found = take(*(site.url + p for p in ("/page", "/lines", "/text", "/packed")))
    assert [f.media_type for f in found if isinstance(f, Capture)] == ["text/html", "application/json", "text/plain", "application/json"]
    assert "is a picture" in wrong(site.page("/photo", b"\xff\xd8\xff\xe0" + b"0" * 100, "image/jpeg"))


def test_a_page_in_windows_1256_with_the_charset_in_the_header(site: Site) -> None:
    bare = page().replace('<meta charset="utf-8">', "").replace("ُ", "")
    assert one(site.page("/a", bare.encode("cp1256", "ignore"), "text/html; charset=windows-1256")).title == TITLE


SITEMAP = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{1}</{0}>'


def test_a_sitemap_leads_to_sitemaps_and_pages(site: Site) -> None:
    for path in ("/1", "/2", "/old"):
        site.page(path, page())
    stamp = "<n:news><n:publication_date>2021-09-12T10:00:00+03:00</n:publication_date></n:news>"
    pages = f"<url><loc>{site.url}/1</loc>{stamp}</url><url><loc>{site.url}/2</loc><lastmod>2021-09-12</lastmod></url>"
    pages += f"<url><loc>{site.url}/old</loc><lastmod>2011-09-12</lastmod></url>"
    site.page("/pages.xml.gz", gzip.compress(SITEMAP.format("urlset", pages).encode()), "application/gzip")
    again = f"<sitemap><loc>{site.url}/pages.xml.gz</loc></sitemap><sitemap><loc>{site.url}/map.xml</loc></sitemap>"
    root = site.page("/map.xml", SITEMAP.format("sitemapindex", again), "application/xml")
    found = [f for f in take(root, settings=replace(SETTINGS, since=date(2020, 1, 1))) if isinstance(f, Capture)]
    assert [(f.key, f.published, f.published_by) for f in found] == [(f"{site.url}/1", DAY, "feed"), (f"{site.url}/2", None, "")]
    assert "/old" not in site.paths()
    assert site.paths().count("/pages.xml.gz") == 1


def test_a_sitemap_that_lists_too_many(site: Site) -> None:
    urls = "".join(f"<url><loc>{site.url}/{n}</loc></url>" for n in range(10))
    found = take(site.page("/map.xml", SITEMAP.format("urlset", urls)), settings=replace(SETTINGS, most_linked=3))
    assert [str(f).partition(": ")[2][:20] for f in found] == ["the server answers 4"] * 3 + ["leads to more than 3"]


def warc(*records: tuple[str, str, bytes]) -> bytes:
    """An archive of (address, header of the answer, body)."""
    out = io.BytesIO()
    info = WarcRecord()
    info.init_headers(WarcRecordType.warcinfo)
    info.headers["WARC-Date"] = "2021-09-13T00:00:00Z"
    info.set_bytes_content(b"software: Crawler/2.0\r\n")
    info.write(out)
    for url, head, body in records:
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.headers["WARC-Date"] = "2021-09-13T01:02:03Z"
        record.headers["WARC-Target-URI"] = url
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(head.encode() + b"\r\n\r\n" + body)
        record.write(out)
    return out.getvalue()


OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_web_archive(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    body = page('<meta name="date" content="2021-09-12">').encode()
    data = warc(
        ("https://example.org/1", OK, body),
        ("https://example.org/2", f"{OK}\r\nContent-Encoding: gzip", gzip.compress(body)),
        ("https://example.org/3", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html", body),
        ("https://example.org/4.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        ("https://example.org/5", OK, b"<html><body></body></html>"),
    )
    first, second, empty = take(saved(tmp_path, pack(data), "a.warc.gz" if pack is gzip.compress else "a.warc"))
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert (first.key, first.url, first.published, first.raw) == ("https://example.org/1", "https://example.org/1", DAY, body)
    assert second.raw == body
    assert first.retrieved == datetime(2021, 9, 13, 1, 2, 3, tzinfo=UTC)
    assert first.captured_by == "Crawler/2.0; read by test"
    assert "https://example.org/5: " in str(empty)


def test_a_broken_web_archive_gives_what_came_before(tmp_path: Path) -> None:
    parts = [gzip.compress(warc((f"https://example.org/{n}", OK, page().encode()))) for n in range(8)]
    *before, last = take(saved(tmp_path, b"".join(parts)[: -len(parts[-1]) // 2], "a.warc.gz"))
    assert [f.key for f in before if isinstance(f, Capture)] == [f"https://example.org/{n}" for n in range(7)]
    assert "is broken or cut short" in str(last)


def test_a_web_archive_without_pages_says_so(tmp_path: Path) -> None:
    assert "web archive without pages (1 other" in wrong(saved(tmp_path, warc(("https://e.org/a", "HTTP/1.1 500 No", b"")), "a.warc"))


# ---- ZIP and folders


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_zip_and_a_folder_hold_files_of_every_kind(tmp_path: Path) -> None:
    files = {
        "a.txt": NEWS.encode(), "b.jsonl": line().encode(), "c.csv": rows(HEADER, ["c1", *ROW[1:]]).encode(), "d/e.html": page().encode(),
        "f.jsonl.gz": gzip.compress(line(id="f1").encode()), "g.warc": warc(("https://example.org/g", OK, page().encode())),
        "photo.png": b"\x89PNG", "d/.hidden.txt": b"x", "__MACOSX/a.txt": b"x",
    }  # fmt: skip
    inner = zipped(tmp_path / "inner.zip", {"deep.txt": NEWS.encode()}).read_bytes()
    path = zipped(tmp_path / "a.zip", files | {"z.zip": inner})
    keys = [f"{path}!a.txt", "a1", "c1", f"{path}!d/e.html", "f1", "https://example.org/g", f"{path}!z.zip!deep.txt"]
    assert [f.key if isinstance(f, Capture) else str(f) for f in take(path)] == keys
    folder = tmp_path / "folder"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "d" / "loop").symlink_to(folder)
    found = [f.key if isinstance(f, Capture) else str(f) for f in take(folder)]
    assert [k.removeprefix(str(folder)) for k in found if "MACOSX" not in k] == [
        "/a.txt",
        "a1",
        "c1",
        "f1",
        "https://example.org/g",
        "/d/e.html",
    ]


@pytest.mark.parametrize("name", ["../../etc/cron.d/a.txt", "/etc/a.txt", "C:\\a.txt", "a/../../b.txt"])
def test_names_that_lead_out_are_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    found = take(zipped(tmp_path / "a.zip", {name: NEWS.encode(), "good.txt": NEWS.encode()}))
    assert "leads out of the archive" in str(found[0])
    assert isinstance(found[1], Capture)
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_a_zip_bomb_is_stopped(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"bomb.jsonl": b"0" * 200_000_000, "good.txt": NEWS.encode()})
    tracemalloc.start()
    started = time.monotonic()
    found = take(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than 200 times its size" in str(found[0])
    assert isinstance(found[1], Capture)
    assert time.monotonic() - started < 20
    assert peak < 100_000_000


def test_a_gzip_bomb_is_stopped(tmp_path: Path) -> None:
    path = saved(tmp_path, gzip.compress(b"0" * 200_000_000), "a.jsonl.gz")
    assert "more than 200 times its size" in wrong(path)


def test_archives_that_unfold_to_too_much_in_all_are_stopped(tmp_path: Path) -> None:
    limits = Limits(unpacked=100_000)
    path = zipped(tmp_path / "a.zip", {f"{n}.jsonl": (line(id=f"{n}") * 40).encode() for n in range(20)})
    found = take(path, settings=replace(SETTINGS, limits=limits))
    assert isinstance(found[0], Capture)
    assert "unfolds to more than" in str(found[-1])


def test_archives_inside_archives_end(tmp_path: Path) -> None:
    data = NEWS.encode()
    name = "a.txt"
    for depth in range(6):
        data = zipped(tmp_path / f"{depth}.zip", {name: data}).read_bytes()
        name = "a.zip"
    assert "archive inside 3 others" in wrong(tmp_path / "5.zip")
    data = line().encode()
    for _ in range(6):
        data = gzip.compress(data)
    assert "packed 3 times over" in wrong(saved(tmp_path, data, "a.gz"))


def test_broken_and_locked_archives_are_told(tmp_path: Path) -> None:
    assert "is a broken ZIP" in wrong(saved(tmp_path, b"PK\x03\x04" + b"x" * 100, "a.zip"))
    good = zipped(tmp_path / "b.zip", {"a.txt": NEWS.encode()}).read_bytes()
    locked = bytearray(good)
    locked[good.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in wrong(saved(tmp_path, bytes(locked), "c.zip"))
    flipped = bytearray(good)
    flipped[50] ^= 0xFF
    assert "broken" in wrong(saved(tmp_path, bytes(flipped), "d.zip"))
    assert "holds no file that can be read" in wrong(zipped(tmp_path / "e.zip", {"a.png": b"x"}))
    assert "holds no files that can be read" in wrong(_made(tmp_path / "empty"))


def _made(path: Path) -> Path:
    path.mkdir()
    return path


# ---- hostile input


def test_a_page_of_100_mb_is_refused_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    with path.open("wb") as out:
        out.write(b"<!doctype html><html><body>")
        for _ in range(100):
            out.write(b"<p>" + "خبر ".encode() * 149_794 + b"</p>")
    assert path.stat().st_size > 100_000_000
    tracemalloc.start()
    started = time.monotonic()
    assert "10 MB at most are read" in wrong(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - started < 5
    assert peak < 40_000_000


def test_a_page_of_a_million_tags_is_refused(tmp_path: Path) -> None:
    assert "1,000," in wrong(saved(tmp_path, page(body="<b>" * 1_000_000)))


def test_a_page_nested_without_end_is_read_or_refused_soon(tmp_path: Path) -> None:
    started = time.monotonic()
    take(saved(tmp_path, page(body="<div>" * 140_000 + NEWS)))
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "body",
    [
        "<script>" * 70_000 + NEWS,  # none of them closes
        "".join(f"<div class='date'>{n % 28 + 1} أيلول 2021</div>" for n in range(20_000)),
        '<script type="application/ld+json">' + '{"a":' * 500_000 + "</script>" + NEWS,
    ],
)
def test_pages_made_to_be_slow_are_not(tmp_path: Path, body: str) -> None:
    started = time.monotonic()
    take(saved(tmp_path, page(meta=body)))
    assert time.monotonic() - started < 20


def test_a_feed_of_a_million_tags_is_refused(tmp_path: Path) -> None:
    assert "150,000 at most" in wrong(saved(tmp_path, rss("<item>" + "<a>" * 1_000_000), "feed.xml"))


BOMB = '<!DOCTYPE x [<!ENTITY a "{}"><!ENTITY b "{}"><!ENTITY c "{}">]>'.format("خبر" * 50, "&a;" * 1000, "&b;" * 1000)


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("feed.xml", rss(item("https://e.org/1", "&c;")).replace("?>", "?>" + BOMB, 1)),
        (
            "feed.xml",
            '<?xml version="1.0"?>' + " " * 20_000 + BOMB.replace("x [", "rss [") + "<rss><channel><title>&c;</title></channel></rss>",
        ),
        ("map.xml", SITEMAP.format("urlset", "<url><loc>&c;</loc></url>").replace("?>", "?>" + BOMB, 1)),
        ("feed.xml", rss().replace("?>", '?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>', 1)),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_unfold_are_refused(tmp_path: Path, name: str, markup: str, encoding: str) -> None:
    started = time.monotonic()
    data = markup.replace('encoding="utf-8"', f'encoding="{encoding}"').encode(encoding)
    assert "declares entities" in wrong(saved(tmp_path, data, name))
    assert time.monotonic() - started < 5


def test_a_feed_that_never_ends_is_cut(site: Site) -> None:
    site.replies["/feed"] = endless(item("/1", NEWS * 8).encode() * 50, head=rss().encode()[:-16], media_type="application/rss+xml")
    assert "goes on beyond" in wrong(site.url + "/feed")


def test_a_feed_that_drips_without_end_is_cut(site: Site) -> None:
    site.replies["/feed"] = endless(item("/1").encode(), head=rss().encode()[:-16], pause=0.05, media_type="application/rss+xml")
    settings = replace(SETTINGS, fetch=FetchSettings(pause=0.0, deadline=0.5, inner=("127.0.0.1/32",)))
    assert "was not complete after 0.5 s" in wrong(site.url + "/feed", settings)


def test_a_feed_of_many_thousand_entries_says_what_was_left_out(tmp_path: Path) -> None:
    found = take(saved(tmp_path, rss(*(item("ftp://x/", "قصير") for _ in range(5_100))), "feed.xml"))
    assert "has 100 entries more" in str(found[0])


def test_a_feed_that_leads_inwards(site: Site) -> None:
    site.page("/secret", page())
    with serving("127.0.0.2") as outer:
        feed = outer.page("/feed", rss(item(f"{site.url}/secret"), item("file:///etc/passwd"), item("/1", NEWS * 8)))
        found = take(feed, settings=replace(SETTINGS, fetch=FetchSettings(pause=0.0, inner=("127.0.0.2/32",))))
    assert "own network" in str(found[0])
    assert "no link to the article" in str(found[1])
    assert isinstance(found[2], Capture)
    assert site.asked == []


@pytest.mark.parametrize("title", ["'); DROP TABLE reports; --", '=HYPERLINK("http://e.org","x")', "<script>alert(1)</script>"])
def test_hostile_titles_are_kept_as_they_are(tmp_path: Path, title: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(title=title))
    assert one(path).title == title


def test_letters_that_no_text_holds_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = [line(text=NEWS + "\ud800"), line(outlet="\udfff"), line(text=NEWS + "\0"), line(url="https://e.org/\ud800"), line(id="\0")]
    path.write_text("".join(bad) + line(id="good"))
    found = take(path)
    assert [isinstance(f, Capture) for f in found] == [False] * 5 + [True]
    assert all(words in str(f) for words, f in zip(["U+D800", "U+DFFF", "U+0000", "U+D800", "U+0000"], found, strict=False))


def test_what_is_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS * (LONGEST // len(NEWS) + 1))
    assert "100,000 at most" in wrong(path)


def test_devices_and_missing_files_are_told() -> None:
    assert "is a device" in wrong("/dev/zero")
    assert "no such file" in wrong("/no/such/file")
    assert "matches no file" in wrong("/no/such/*.txt")
    assert "is not a path" in wrong("a\0b")


@pytest.mark.parametrize("name", ["a.html", "a.xml", "a.csv", "a.jsonl", "a.zip", "a.gz", "a.warc", "a.txt", "a"])
@pytest.mark.parametrize(
    "head", [b"", b"\x00\x01", b"<", b"<?xml", b"<html>", b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"{", b"\xff\xfe<"]
)
def test_any_bytes_are_an_error_or_an_article(tmp_path: Path, name: str, head: bytes) -> None:
    found = take(saved(tmp_path, head + bytes(range(256)) * 3, name), saved(tmp_path, NEWS, "good.txt"))
    assert isinstance(found[-1], Capture)
    assert len(found) > 1


def test_an_error_answer_does_not_stop_the_rest(tmp_path: Path, site: Site) -> None:
    site.replies["/a"] = status(500)
    good = saved(tmp_path, NEWS, "good.txt")
    assert [isinstance(f, Capture) for f in take(site.url + "/a", "http://", good, "nothing here", good)] == [
        False,
        False,
        True,
        False,
        True,
    ]
