"""RSS and Atom: the entries of a feed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import feedparser
from lxml.etree import LxmlError
from lxml.html import HTMLParser, document_fromstring

from sijill.model.said import said
from sijill.sources.errors import SourceError
from sijill.sources.published import Published, day_of_stamp

# Bytes of a feed. Feeds of news have up to 1 MB.
FEED_LIMIT = 10 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_TAGS = 150_000
# Characters from which an entry's own words are taken for the article: of 667 collected articles one in twenty is shorter
# than 200 to 300 characters, and a teaser seldom longer than 400.
FULL_CONTENT, FULL_SUMMARY = 250, 600
_CUT = re.compile(r"(?:\.\.\.|…|\[\s*(?:…|\.\.\.)\s*\]|(?:اقرأ|إقرأ|تابع|قراءة|لقراءة)?\s*المزيد\W*)$")
_BLOCKS = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "section", "article", "figure", "ul", "ol")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_PARTS = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(?P<close>/?)(?:[\w-]+:)?(?:item|entry)(?=[\s>/])(?P<rest>[^>]*)>", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `text` is its own words; `full` whether they are the article or only lead to it."""

    key: str
    title: str
    text: str
    full: bool
    link: str | None
    published: Published
    raw: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's name and entries; `left_out` how many more than MOST_ENTRIES it has."""

    name: str
    entries: tuple[Entry, ...]
    left_out: int = 0


def refuse_entities(data: bytes, where: str) -> None:
    """Refuse XML that declares entities: ten lines of them unfold to gigabytes, and no feed or sitemap needs any.

    Raises:
        SourceError: there is such a declaration.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if data[1:2] == b"\0" else "latin-1"
    if _ENTITY.search(data.decode("utf-16-be" if data[:1] == b"\0" else encoding, "replace")):
        raise SourceError(where, None, said("feed.entities", "declares entities (<!ENTITY …>), which can unfold without end; not read"))


def read_feed(data: bytes, where: str, address: str | None, media_type: str, zone: ZoneInfo | None) -> Feed:
    """The entries of a feed, in its order.

    Args:
        data: the feed as it came.
        where: for messages.
        address: where it was fetched from; links are relative to it.
        media_type: what the server said it is, with its charset.
        zone: the outlet's zone, to which moments of publication are turned.

    Raises:
        SourceError: too large, with entities of its own, or no feed.
    """
    if len(data) > FEED_LIMIT:
        raise SourceError(
            where, None, said("feed.large", "the feed has more than {most} MB, the most that is read of one", most=FEED_LIMIT // 1048576)
        )
    if not data.strip():
        raise SourceError(where, None, said("text.empty", "is empty"))
    tags = data.count(b"<")
    if tags > MOST_TAGS:
        raise SourceError(
            where, None, said("feed.tags", "the feed has {many:,} tags; {most:,} at most are read", many=tags, most=MOST_TAGS)
        )
    refuse_entities(data, where)
    headers = {"content-type": media_type} if media_type else {}
    try:
        parsed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever a broken feed sets off in the parser, the other targets must be read
        raise SourceError(where, None, said("feed.broken", "is a feed that cannot be read ({error})", error=type(error).__name__)) from None
    found = parsed.entries
    if not found and not parsed.version:
        raise SourceError(where, None, said("feed.none", "is no RSS or Atom feed; give the address of a feed, a sitemap or an article"))
    raws = _slices(data)
    pairs = zip(found[:MOST_ENTRIES], raws if len(raws) == len(found) else [None] * len(found), strict=False)
    kept = tuple(_entry(entry, raw, address, str(parsed.version), zone) for entry, raw in pairs)
    return Feed(_plain(parsed.feed.get("title", "")), kept, len(found) - len(kept))


def _entry(entry: Any, raw: bytes | None, address: str | None, version: str, zone: ZoneInfo | None) -> Entry:
    link = str(entry.get("link") or "").strip()
    try:
        url = urljoin(address or "", link) if link else ""
    except ValueError:
        url = ""
    contents = [text_of(str(c.get("value") or "")) for c in entry.get("content", ())]
    content = max(contents, key=len, default="")
    summary = text_of(str(entry.get("summary") or ""))
    text, least = (content, FULL_CONTENT) if len(content) >= len(summary) else (summary, FULL_SUMMARY)
    full = len(text) >= least and not _CUT.search(text)
    published = _published(entry, version, zone)
    title = text_of(str(entry.get("title") or ""))
    web = url if url.startswith(("http://", "https://")) else None
    if raw is None:
        said = {"title": title, "link": link, "published": published.words, "text": text}
        raw, media_type = json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace"), "application/json"
    else:
        media_type = "application/xml"
    return Entry(web or str(entry.get("id") or ""), " ".join(title.split()), text, full, web, published, raw, media_type)


def _published(entry: Any, version: str, zone: ZoneInfo | None) -> Published:
    """The day in `pubDate` or `published`; in RSS 1.0 in `dc:date`. The day of a change is not that of publication."""
    names = ("published", "updated") if version in ("rss10", "rss090") else ("published",)
    for name in names:
        stamp = entry.get(name) if name in entry else None
        day = day_of_stamp(str(stamp), zone) if stamp else None
        if day is not None:
            return Published(day, "feed", f"{name}: {stamp}"[:200])
    return Published()


def text_of(markup: str) -> str:
    """The words of a fragment of HTML, a line for each block."""
    if "<" not in markup and "&" not in markup:
        return _lines(markup)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = document_fromstring(f"<div>{markup}</div>".replace("\0", " ").encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return ""
    for element in list(tree.iter("script", "style")):
        element.text = ""
    for element in tree.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
        if element.text and element.tag != "br":
            element.text = "\n" + element.text
    return _lines("".join(map(str, tree.itertext())))


def _lines(text: str) -> str:
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def _plain(words: str) -> str:
    return " ".join(text_of(str(words)).split())


def _slices(data: bytes) -> list[bytes]:
    """The bytes of each entry, as they stand in the feed; entries that stand inside quoted markup are none."""
    return list(_sliced(data))


def _sliced(data: bytes) -> Iterator[bytes]:
    start: int | None = None
    for part in _PARTS.finditer(data):
        if part["rest"] is None:
            continue
        if part["close"]:
            if start is not None:
                yield data[start : part.end()]
            start = None
        elif start is None and not part["rest"].endswith(b"/"):
            start = part.start()
