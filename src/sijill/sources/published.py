"""The day of publication of a page: what it says to machines, then what it shows; never invented."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from sijill.knowledge.time_words import TimeWords
from sijill.model import PublishedBy
from sijill.sources.dateline import LONGEST, YEAR, Dated, read_line, read_text
from sijill.sources.days import likely

# Names of meta elements (name, property, itemprop) that give the day of publication, the surest first.
_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "dc.date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publication_date",
    "publish-date", "publishdate", "publish_date", "pubdate", "article.published", "date",
)  # fmt: skip
_ARTICLES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle BlogPosting LiveBlogPosting"
    .split()
)  # fmt: skip
_TIMED = re.compile(r"date|time|publish|posted|تاريخ", re.IGNORECASE)
# Parts of a page whose dates are not the article's: today's day in the head, other articles, comments.
_ELSEWHERE = re.compile(
    r"related|sidebar|widget|most|latest|ticker|breaking|comment|foot|menu|nav|weather|today|current|recommend|more-news|copyright",
    re.IGNORECASE,
)
_OUTSIDE = frozenset({"head", "nav", "footer", "aside", "script", "style", "noscript", "template", "select", "option", "button"})
_MOST_DATES = 100  # runs of words with a year that are looked at on one page
_CLIMB = 3  # elements up in which the parts of a date may stand apart (<b>12</b><b>أيلول</b><b>2021</b>)
_DEEPEST = 20  # objects inside objects of a page's JSON-LD


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication, how it was found, and the words or the field in which it stood."""

    day: date | None = None
    by: PublishedBy = ""
    words: str = ""


NOT_FOUND = Published()


def published_of(
    page: HtmlElement,
    title: str,
    text: str,
    times: Callable[[], TimeWords],
    *,
    latest: date,
    zone: ZoneInfo | None = None,
    address: str | None = None,
) -> Published:
    """The day of publication of a page.

    1. meta elements (`article:published_time`, `itemprop=datePublished`, …), where all of a name agree
    2. JSON-LD, `datePublished` of the article that the page is about
    3. the date that the page shows with its title, or the dateline of its text, in full and without a second reading

    What was changed or fetched on a day was not published then; a page without a day of publication has none.

    Args:
        page: the parsed page.
        title: its title; dates are looked for near it.
        text: the article's text.
        times: gives the words of the time grammar; called only where the first two steps find nothing.
        latest: the last day that is believed.
        zone: the outlet's zone; moments with an offset are counted as days of it.
        address: where the page came from, to know it in JSON-LD.
    """
    for found in (_from_meta(page, zone), _from_json(page, title, zone, address)):
        if found is not None and _believed(found.day, latest):
            return found
    shown = _shown(page, title, text, times)
    return Published(shown.day, "dateline", shown.words) if shown and _believed(shown.day, latest) else NOT_FOUND


def published_in_text(text: str, times: Callable[[], TimeWords], latest: date) -> Published:
    """The day in the dateline of a text that is no page."""
    if not YEAR.search(text[: LONGEST * 20]):
        return NOT_FOUND
    found = read_text(text, times())
    return Published(found.day, "dateline", found.words) if found and _believed(found.day, latest) else NOT_FOUND


def day_of_stamp(stamp: str, zone: ZoneInfo | None) -> date | None:
    """The day of a moment as machines write it (ISO 8601, or as in e-mail); None where it is neither.

    With an offset the moment is turned into the outlet's zone where that is known; without one it is taken as written.
    """
    stamp = stamp.strip()
    moment: datetime | None = None
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        try:
            moment = parsedate_to_datetime(stamp)
        except (ValueError, TypeError, IndexError, OverflowError):
            plain = re.match(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d|$)", stamp)
            try:
                return date.fromisoformat(plain[1]) if plain else None
            except ValueError:
                return None
    try:
        return moment.astimezone(zone).date() if moment.tzinfo is not None and zone is not None else moment.date()
    except (ValueError, OverflowError):
        return None


def _believed(day: date | None, latest: date) -> bool:
    return day is not None and likely(day) and day <= latest


def _from_meta(page: HtmlElement, zone: ZoneInfo | None) -> Published | None:
    found: dict[str, list[tuple[date, str]]] = {}
    for element in page.iter("meta", "time", "span", "div", "abbr"):
        inside = element.tag == "meta"
        names = [element.get(key) or "" for key in (("name", "property", "itemprop", "http-equiv") if inside else ("itemprop",))]
        value = element.get("content") or element.get("datetime") or element.get("title") or ""
        day = day_of_stamp(value, zone) if value else None
        if element.tag == "time" and day is not None and element.get("pubdate") is not None:
            names.append("datepublished")
        for name in {n.strip().lower() for n in names if n}:
            if day is not None and name in _META:
                found.setdefault(name, []).append((day, value))
    for name in _META:
        days = found.get(name, [])
        if len({day for day, _ in days}) == 1:
            return Published(days[0][0], "meta", f"{name}: {days[0][1]}"[:200])
    return None


def _from_json(page: HtmlElement, title: str, zone: ZoneInfo | None, address: str | None) -> Published | None:
    """The day in JSON-LD. Of several articles the one with the page's title or address; else only where all agree."""
    found: list[tuple[date, str, bool]] = []
    for thing in json_of(page):
        stamp = thing.get("datePublished")
        day = day_of_stamp(stamp, zone) if isinstance(stamp, str) else None
        if day is not None and isinstance(stamp, str):
            found.append((day, stamp, _is_this(thing, title, address)))
    for this in (True, False):
        days = [(day, stamp) for day, stamp, own in found if own or not this]
        if len({day for day, _ in days}) == 1:
            return Published(days[0][0], "json-ld", f"datePublished: {days[0][1]}"[:200])
    return None


def json_of(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles that a page describes in JSON-LD, at any depth."""
    for script in page.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        words = re.sub(r"^\s*(?:<!--|/\*.*?\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)?[\s;]*$", "", script.text or "")
        try:
            yield from _articles(json.loads(words, strict=False), 0)
        except (ValueError, RecursionError):
            continue  # a broken script says nothing


def _articles(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if _ARTICLES.intersection(k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)):
            yield value
        for inner in value.values():
            yield from _articles(inner, depth + 1)


def _is_this(thing: dict[str, Any], title: str, address: str | None) -> bool:
    headline = thing.get("headline") or thing.get("name")
    if isinstance(headline, str) and title and " ".join(headline.split()) == " ".join(title.split()):
        return True
    about = thing.get("mainEntityOfPage")
    names = [thing.get("url"), thing.get("@id"), about.get("@id") if isinstance(about, dict) else about]
    path = urlsplit(address or "").path.rstrip("/")
    return bool(path) and any(isinstance(n, str) and urlsplit(n.partition("#")[0]).path.rstrip("/") == path for n in names)


def _shown(page: HtmlElement, title: str, text: str, times: Callable[[], TimeWords]) -> Dated | None:
    """The date that the page shows: the one named as that of publication; else one between the title and the text; else the dateline."""
    labelled: list[Dated] = []
    near: list[Dated] = []
    begin, beginning = " ".join(title.split()), " ".join(text.removeprefix(title)[:80].split())[:30]
    passed, reached, looked = not begin, False, 0
    for element, words in _words(page):
        plain = " ".join(words.split())
        passed = passed or begin in plain or (plain in begin and _within(element, ("h1",)))
        reached = reached or (passed and len(plain) > 9 and (plain.startswith(beginning) or beginning.startswith(plain)))
        if not YEAR.search(words):
            continue
        looked += 1
        if looked > _MOST_DATES:
            return None  # a calendar or a list, not an article with its date
        found = _read_around(element, plain, times())
        if found is None:
            continue
        if found.labelled:
            labelled.append(found)
        elif passed and not reached and (found.alone or _timed(element)):
            near.append(found)
    for tier in (labelled, near):
        if len({d.day for d in tier}) == 1:
            return tier[0]
        if tier:
            return None  # several days, and nothing says which
    return read_text(text, times())


def _words(page: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each run of words of the page in order, with the element that holds it; parts that are not the article are left out."""
    stack: list[tuple[HtmlElement, bool]] = [(page, False)]
    while stack:
        element, tail = stack.pop()
        if tail:
            parent = element.getparent()
            if element.tail and element.tail.strip() and parent is not None:
                yield parent, element.tail
            continue
        stack.append((element, True))
        if not isinstance(element.tag, str) or element.tag in _OUTSIDE or _is_elsewhere(element):
            continue
        if element.text and element.text.strip():
            yield element, element.text
        stack.extend((child, False) for child in reversed(element))


def _is_elsewhere(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "article", "main", "h1", "time", "p"):
        return False
    if element.tag == "header":
        return not any(True for _ in element.iterancestors("article", "main"))
    return _ELSEWHERE.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _read_around(element: HtmlElement, words: str, times: TimeWords) -> Dated | None:
    """A date in these words, or in the elements around them as long as those are short; a label may stand beside it.

    None where the surroundings make it the day of a change («آخر تحديث: <b>…</b>») or one of several days.
    """
    found = read_line(words, times)
    around: HtmlElement | None = element
    for _ in range(_CLIMB):
        if around is None or around.tag in ("body", "html"):
            break
        parts = list(islice(map(str, around.itertext()), LONGEST))
        line = " ".join(" ".join(parts).split())
        if len(line) > LONGEST or len(parts) == LONGEST:
            break
        wider = read_line(line, times)
        if found is None:
            found = wider
        elif wider is None:
            return None
        elif wider.labelled and not found.labelled:
            found = replace(found, words=wider.words, labelled=True)
        around = around.getparent()
    return found


def _within(element: HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(e.tag in tags for e in (element, *islice(element.iterancestors(), _CLIMB)))


def _timed(element: HtmlElement) -> bool:
    near = (element, *islice(element.iterancestors(), _CLIMB - 1))
    return any(e.tag == "time" or _TIMED.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in near)
