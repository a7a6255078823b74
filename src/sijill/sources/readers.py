"""A stream of any kind to the articles that it holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit

from sijill.knowledge.time_words import TimeWords
from sijill.model import Report
from sijill.sources.errors import SourceError
from sijill.sources.feeds import FEED_LIMIT, Entry, read_feed
from sijill.sources.fetch import Fetched, Fetcher, clean
from sijill.sources.jsonl import lines_of, read_line
from sijill.sources.kinds import HEAD, bare, kind_of
from sijill.sources.pages import PAGE_LIMIT, read_page
from sijill.sources.published import NOT_FOUND, Published, published_in_text
from sijill.sources.sitemaps import Listed, read_sitemap
from sijill.sources.tables import read_csv
from sijill.sources.taken import CaptureSettings, Found, Taken
from sijill.sources.text_files import LIMIT, decode
from sijill.sources.unpack import Budget, unpacked, unzip
from sijill.sources.warc import read_warc

_SITEMAP_DEPTH = 3  # indexes of indexes; the protocol knows one


class Readers:
    """One reader for each kind, which follow each other: a ZIP to its files, a feed to its pages."""

    def __init__(self, settings: CaptureSettings, fetcher: Fetcher | None, times: Callable[[], TimeWords]) -> None:
        self.settings, self.fetcher, self.times = settings, fetcher, times
        self._followed: set[str] = set()  # addresses that a feed or sitemap led to in this run

    def address(self, address: str) -> Found:
        """What an address holds."""
        url = clean(address)
        if self.fetcher is None:
            raise SourceError(address, None, "was not fetched: fetching is turned off")
        yield from self._fetched(self.fetcher.fetch(url), 0)

    def _fetched(self, page: Fetched, depth: int) -> Found:
        path = unquote(urlsplit(page.url).path)
        handle = io.BufferedReader(cast(io.RawIOBase, io.BytesIO(page.body)))
        yield from self.stream(handle, path, page.asked, page=page, depth=depth)

    def stream(
        self, handle: BinaryIO, name: str, where: str, *, page: Fetched | None = None, budget: Budget | None = None, depth: int = 0
    ) -> Found:
        """The articles of a stream.

        Args:
            handle: the stream, at its beginning.
            name: of the file or the address's path; its ending helps to tell the kind.
            where: for messages, and the key of what has no other.
            page: the answer, where the stream is one of the web.
            budget: what the target may still unfold to.
            depth: archives, or sitemaps, that this one stands inside.
        """
        buffered = handle if isinstance(handle, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, handle), 1 << 16)
        budget = budget or Budget(self.settings.limits)
        try:
            kind = kind_of(buffered.peek(HEAD)[:HEAD], name, page.media_type if page else "")
            if kind in ("gzip", "bzip2", "xz", "zstd"):
                if depth >= budget.limits.depth:
                    raise SourceError(where, None, f"is packed {depth} times over; unpack it and give what it holds")
                inner = unpacked(kind, buffered, where, budget)
                yield from self.stream(inner, bare(name), where, page=page, budget=budget, depth=depth + 1)
            elif kind == "zip":
                for member in unzip(buffered, where, budget, depth):
                    if isinstance(member, SourceError):
                        yield member
                    else:
                        yield from self.stream(member.handle, member.name, f"{where}!{member.name}", budget=budget, depth=depth + 1)
            elif kind == "jsonl":
                yield from self._jsonl(buffered, where)
            elif kind == "csv":
                yield from self._csv(buffered, where)
            elif kind == "warc":
                yield from self._warc(buffered, where)
            elif kind == "feed":
                yield from self._feed(buffered, where, page)
            elif kind == "sitemap":
                yield from self._sitemap(buffered, where, depth)
            elif kind == "html":
                yield self._page(buffered.read(PAGE_LIMIT + 1), where, page)
            elif kind == "image":
                raise SourceError(where, None, "is a picture, film or PDF, not text")
            else:
                yield self._text(buffered.read(LIMIT + 1), where, page)
        except SourceError as error:
            yield error
        finally:
            if buffered is not handle:
                buffered.detach()  # the caller's stream stays open

    def dateline(self, words: str) -> Published | None:
        """The day that the dateline of a text gives."""
        found = published_in_text(words, self.times, self.settings.latest)
        return found if found.day else None

    def _text(self, data: bytes, where: str, page: Fetched | None) -> Taken:
        url = page.url if page else None
        return Taken(data, "text/plain", decode(data, where), where, url=url, key=page.asked if page else where)

    def _jsonl(self, handle: BinaryIO, where: str) -> Found:
        for number, raw in lines_of(handle, where):
            if isinstance(raw, SourceError):
                yield raw
                continue
            try:
                report = read_line(raw, where, number or 1)
            except SourceError as error:
                yield error
            else:
                yield _of_report(report, raw.strip(), "application/json", f"{where}:{number}")

    def _csv(self, handle: io.BufferedReader, where: str) -> Found:
        for number, raw, report in read_csv(handle, where):
            yield report if isinstance(report, SourceError) else _of_report(report, raw, "text/csv", f"{where}:{number}")

    def _page(self, data: bytes, where: str, page: Fetched | None, stated: Published = NOT_FOUND, outlet: str = "") -> Taken:
        """A page. What a feed states of its day goes before what the page only shows, and behind what it says to machines."""
        latest, zone = self.settings.latest, self.settings.zone
        charset, address = (page.charset, page.url) if page else ("", None)
        article = read_page(data, where, self.times, latest=latest, charset=charset, address=address, zone=zone)
        known = article.published.by in ("meta", "json-ld") or stated.day is None or stated.day > latest
        return Taken(
            data,
            "text/html",
            article.text,
            where,
            title=article.title,
            site=outlet or article.outlet,
            url=article.url,
            published=article.published if known else stated,
            key=page.asked if page else (article.url or where),
        )

    def _warc(self, handle: io.BufferedReader, where: str) -> Found:
        for found in read_warc(handle, where):
            if isinstance(found, SourceError):
                yield found
                continue
            place = f"{where}: {found.url}"
            page = Fetched(found.url, found.url, found.media_type, found.charset, found.body)
            try:
                taken = self._text(found.body, place, page) if found.media_type == "text/plain" else self._page(found.body, place, page)
            except SourceError as error:
                yield error
                continue
            yield replace(taken, retrieved=found.retrieved, by=found.by)

    # ---- what leads to pages

    def _feed(self, handle: BinaryIO, where: str, page: Fetched | None) -> Found:
        said = f"{page.media_type}; charset={page.charset}" if page and page.charset else ""
        feed = read_feed(handle.read(FEED_LIMIT + 1), where, page.url if page else None, said, self.settings.zone)
        if not feed.entries:
            yield SourceError(where, None, "is a feed without entries")
        if feed.left_out:
            yield SourceError(where, None, f"has {feed.left_out:,} entries more than the {len(feed.entries):,} that are read of one feed")
        for number, entry in enumerate(feed.entries, 1):
            place = entry.link or f"{where}#{number}"
            if entry.full:
                yield self._of_entry(entry, f"{where}#{number}", feed.name)
            elif entry.link is None:
                yield SourceError(place, None, f"the entry has {len(entry.text)} characters and no link to the article")
            elif number > self.settings.most_linked:
                yield SourceError(where, None, f"leads to more than {self.settings.most_linked:,} pages; the others were not fetched")
                return
            else:
                yield from self._follow(entry.link, where, entry.published, feed.name)

    def _of_entry(self, entry: Entry, where: str, name: str) -> Taken:
        day = entry.published.day
        published = entry.published if day is None or day <= self.settings.latest else NOT_FOUND
        return Taken(
            entry.raw, entry.media_type, entry.text, where,
            title=entry.title, site=name, url=entry.link, published=published, key=_key(entry.link) or entry.key or where,
        )  # fmt: skip

    def _sitemap(self, handle: BinaryIO, where: str, depth: int) -> Found:
        followed = 0
        for found in read_sitemap(handle, where, self.settings.zone):
            if isinstance(found, SourceError):
                yield found
            elif found.is_sitemap:
                yield from self._further(found, where, depth)
            elif self.settings.since is None or found.changed is None or found.changed >= self.settings.since:
                followed += 1
                if followed > self.settings.most_linked:
                    yield SourceError(where, None, f"leads to more than {self.settings.most_linked:,} pages; the others were not fetched")
                    return
                yield from self._follow(found.url, where, found.published, "")

    def _further(self, found: Listed, where: str, depth: int) -> Found:
        """A sitemap that a sitemap lists."""
        if depth >= _SITEMAP_DEPTH:
            yield SourceError(where, None, f"lists sitemaps that list sitemaps, {depth} deep; not followed further")
            return
        try:
            url = clean(found.url)
            if url in self._followed:
                return
            self._followed.add(url)
            if self.fetcher is None:
                raise SourceError(url, None, "was not fetched: fetching is turned off")
            yield from self._fetched(self.fetcher.fetch(url), depth + 1)
        except SourceError as error:
            yield error

    def _follow(self, link: str, where: str, stated: Published, outlet: str) -> Found:
        """The page that a feed or sitemap leads to; nothing where it was captured before."""
        try:
            url = clean(link)
            if url in self._followed or self.settings.known(url):
                return
            self._followed.add(url)
            if self.fetcher is None:
                raise SourceError(url, None, f"was not fetched: fetching is turned off (from {where})")
            page = self.fetcher.fetch(url)
            kind = kind_of(page.body[:HEAD], urlsplit(page.url).path, page.media_type)
            if kind != "html":
                raise SourceError(url, None, f"is no page of HTML ({page.media_type or kind})")
            yield self._page(page.body, url, page, stated, outlet)
        except SourceError as error:
            yield error


def _key(link: str | None) -> str:
    try:
        return clean(link) if link else ""
    except SourceError:
        return link or ""


def _of_report(report: Report, raw: bytes, media_type: str, where: str) -> Taken:
    """A line or a row. Its own id is its key; else its address; else its place."""
    own = "" if report.id == report.sha256[:12] else report.id
    day = report.published
    published = Published(day, "given", f"published: {day}") if day else NOT_FOUND
    return Taken(
        raw, media_type, report.text, where,
        title=report.title, outlet=report.outlet, country=report.country, url=report.url, published=published,
        key=own or report.url or where,
    )  # fmt: skip
