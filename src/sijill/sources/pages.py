"""A page of the web to its article: title, text, address, outlet, day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from sijill.knowledge.time_words import TimeWords
from sijill.model.said import said
from sijill.sources.errors import SourceError
from sijill.sources.published import Published, json_of, published_of
from sijill.sources.text_files import arabic_share, decode

# Bytes and tags of a page. Pages of news have up to 2 MB and some thousand tags; extraction takes 4 s and 200 MB of memory at
# 150,000 tags (two cores of 2026, trafilatura 2.3), and grows with them.
PAGE_LIMIT = 10 * 1024 * 1024
MOST_TAGS = 150_000
_SILENT = re.compile(r"<(script|style|svg)\b(?![^>]{0,200}ld\+json)", re.IGNORECASE)
_ENDS = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in ("script", "style", "svg")}
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHORTEST = 40  # characters of a text that can be an article: the shortest news flash
_BROKEN = 0.005  # share of letters that may be lost to a wrong charset or a byte cut in two


@dataclass(frozen=True, slots=True)
class Article:
    """What a page holds. `outlet` is the site's name for itself, or its host; `url` is None where neither page nor caller gives one."""

    title: str
    text: str
    url: str | None
    outlet: str
    published: Published


def read_page(
    data: bytes,
    where: str,
    times: Callable[[], TimeWords],
    *,
    latest: date,
    charset: str = "",
    address: str | None = None,
    zone: ZoneInfo | None = None,
) -> Article:
    """The article of a page.

    1. decode     by what the bytes are, then by what page and server say of them
    2. parse      within bounds of size and tags
    3. published  meta elements, JSON-LD, the visible dateline (`published_of`)
    4. extract    the text, by trafilatura

    Args:
        data: the page as it came.
        where: for messages.
        times: gives the words of the time grammar.
        latest: the last day that can be one of publication.
        charset: what the server said of it.
        address: where the page was fetched from.
        zone: the outlet's zone.

    Raises:
        SourceError: too large, in no known charset, or without an article.
    """
    markup = decode_page(data, charset, where)
    markup = _without_silent(markup)
    tags = markup.count("<")
    if tags > MOST_TAGS:
        raise SourceError(
            where, None, said("page.tags", "the page has {many:,} tags; {most:,} at most are read", many=tags, most=MOST_TAGS)
        )
    page = _parsed(markup, where)
    title = title_of(page)
    url = _url_of(page, address)
    outlet = _content(page, "og:site_name") or (urlsplit(url or "").hostname or "").removeprefix("www.")
    try:
        found = trafilatura.bare_extraction(_parsed(markup, where), include_comments=False, with_metadata=False)
    except Exception as error:  # a page can break any of the extractor's many steps; the others must still be read
        raise SourceError(
            where, None, said("page.no_article_taken", "no article could be taken out of the page ({error})", error=type(error).__name__)
        ) from None
    text = str(getattr(found, "text", None) or "").strip()
    if len(text) < _SHORTEST:
        raise SourceError(
            where, None, said("page.no_article", "no article was found in the page; give the address of an article, or its text as a file")
        )
    if text.count("\ufffd") > max(2, len(text) * _BROKEN):
        raise SourceError(
            where, None, said("page.letters", "the page's letters are broken (its charset is not what it says); save it as UTF-8")
        )
    published = published_of(page, title, text, times, latest=latest, zone=zone, address=url)
    return Article(title, text, url, outlet, published)


def _without_silent(markup: str) -> str:
    """The markup without scripts, styles and drawings; what never closes stays. Takes time in proportion to its length."""
    kept: list[str] = []
    at, open_ended = 0, set[str]()
    while (begin := _SILENT.search(markup, at)) is not None:
        tag = begin[1].lower()
        end = None if tag in open_ended else _ENDS[tag].search(markup, begin.end())
        if end is None:
            open_ended.add(tag)
        kept.append(markup[at : begin.start() if end else begin.end()])
        at = end.end() if end else begin.end()
    return " ".join((*kept, markup[at:]))


def decode_page(data: bytes, charset: str, where: str) -> str:
    """The markup of a page. UTF-8 is believed wherever it fits; then what is declared, where that gives Arabic; then what the letters say.

    Single broken bytes (a description cut in the middle of a letter) become U+FFFD.

    Raises:
        SourceError: the page is empty, too large, or in no charset that gives text.
    """
    if len(data) > PAGE_LIMIT:
        raise SourceError(
            where,
            None,
            said("page.large", "the page has {mb:.1f} MB; {most} MB at most are read", mb=len(data) / 1048576, most=PAGE_LIMIT // 1048576),
        )
    if not data.strip():
        raise SourceError(where, None, said("text.empty", "is empty"))
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, where)
    loose = data.decode("utf-8", "replace")
    if loose.count("\ufffd") <= max(5, len(loose) / 1000) and (b"\x00" not in data or b"\x00\x00" not in data):
        return loose
    declared = _CHARSET.search(data[:4096])
    best, most = "", 0.3  # share of Arabic letters among those outside of tags, below which no other charset is believed
    for name in (charset, declared[1].decode("ascii") if declared else "", "cp1256", "iso8859_6", "utf-16"):
        try:
            markup = data.decode(name, "strict") if name else ""
        except (LookupError, UnicodeError):
            continue
        share = arabic_share(_TAG.sub(" ", _without_silent(markup))) if markup else 0.0
        if share > most + 0.02:
            best, most = markup, share
    if not best:
        raise SourceError(
            where, None, said("page.charset", "is neither UTF-8 nor in the charset that it names, nor Arabic in another; save it as UTF-8")
        )
    return best


def _parsed(markup: str, where: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True)
    try:
        return document_fromstring(_BARRED.sub(" ", markup).encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        raise SourceError(where, None, said("page.no_html", "is no HTML page that could be parsed")) from None


def title_of(page: HtmlElement) -> str:
    """The headline: the first heading that the page names as its title; else that name without the site's; else a lone heading."""
    headings = [words for h in page.iter("h1") if (words := _plain(" ".join(h.itertext())))]
    named = _content(page, "og:title") or _content(page, "twitter:title")
    top = next((_plain(t.text or "") for t in page.iter("title")), "")
    told = (_plain(h) for thing in json_of(page) if isinstance(h := thing.get("headline"), str) and h.strip())
    named = named or next((h for h in told if h in top), "")  # other articles are described too
    if named:
        shown = max((h for h in headings if h in named or named in h), key=len, default="")
        return shown if len(shown) > len(named) / 3 else _without_site(named, page)
    if len(headings) == 1:
        return headings[0]
    return _without_site(top, page)


def _without_site(title: str, page: HtmlElement) -> str:
    """A title without the site's name behind a bar or a dash."""
    for mark in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(mark)
        if found and head and (tail == _content(page, "og:site_name") or (mark == " | " and len(tail) < len(head))):
            return head.strip()
    return title


def _url_of(page: HtmlElement, address: str | None) -> str | None:
    """The address that the page gives itself, where it can be one of this page: an article's, and of the site it came from."""
    for link in (*page.iterfind(".//link[@rel='canonical']"), *page.iterfind(".//meta[@property='og:url']")):
        said = (link.get("href") or link.get("content") or "").strip()
        try:
            url = urljoin(address or "", said)
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or (parts.path.strip("/") == "" and not parts.query):
            continue
        if address is None or _site(parts.hostname) == _site(urlsplit(address).hostname or ""):
            return str(parts._replace(fragment="").geturl())
    return address


def _site(host: str) -> str:
    """A host without what marks its page for telephones or the web."""
    return re.sub(r"^(?:www|m|mobile|amp|ar|arabic)\.", "", host.lower())


def _content(page: HtmlElement, name: str) -> str:
    for element in page.iter("meta"):
        if name in (element.get("property"), element.get("name")):
            words = _plain(element.get("content") or "")
            if words:
                return words
    return ""


def _plain(words: str) -> str:
    return " ".join(words.split())
