"""Adding one article by hand: its words with what is known of it, or an address of the public Internet."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from sijill.exports.record import record_line
from sijill.knowledge import Knowledge
from sijill.model import Capture, PublishedBy, Report
from sijill.model.said import Said, said, said_by
from sijill.reading import read_report
from sijill.register.changes import Change
from sijill.register.ingest import ingest
from sijill.register.reports import report_of
from sijill.register.workshop import Workshop
from sijill.sources import Defaults, SourceError
from sijill.sources.capture import CaptureSettings, capture
from sijill.sources.days import with_likely_day
from sijill.sources.fetch import FetchSettings
from sijill.store.register import Register

# A person waits for it: a page that is slower or larger is left to `sijill ingest`.
PATIENCE = FetchSettings(pause=0.5, timeout=10.0, deadline=30.0, most_bytes=5 * 1024 * 1024, redirects=5)
WHERE = "by hand"


@dataclass(frozen=True, slots=True)
class Article:
    """An article that somebody types or pastes; "" and None for what is not known."""

    text: str
    title: str = ""
    outlet: str = ""
    published: date | None = None
    country: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of it: the report, the version that holds its words, whether it is new, and which incidents its events are in.

    Attributes:
        outcome: "new", "version" (known before with other words) or "known".
        changes: what a new version says otherwise than the one before.
    """

    report: str
    version: int
    outcome: str
    incidents: tuple[str, ...]
    changes: tuple[Change, ...] = ()


class AddError(ValueError):
    """It was not kept, with the reason and what to do."""


def read_by_hand(article: Article, knowledge: Knowledge) -> dict[str, Any]:
    """The event record of an article; nothing is kept.

    Raises:
        ValueError: it is no text that can be read.
    """
    report = Report(article.text, article.title, article.outlet, article.published, article.url, "", article.country)
    return _record(report, knowledge)


def preview(found: Capture, knowledge: Knowledge) -> tuple[dict[str, Any], str]:
    """The event record of a capture, and the text to which its offsets refer; nothing is kept.

    Raises:
        ValueError: it is no text that can be read.
    """
    report = report_of(found, "")
    return _record(report, knowledge), report.text


def _record(report: Report, knowledge: Knowledge) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(record_line(read_report(with_likely_day(report), knowledge)))
    return record


def add_article(register: Register, workshop: Workshop, article: Article, by: str) -> Added:
    """Keep, read and link an article. One of the same address, or of the same words without one, is a version of the same report.

    Raises:
        AddError: it is no Arabic text, too long, or holds what no text holds.
        StoreError: the register could not be written.
    """
    return add_capture(register, workshop, captured_by_hand(workshop, article, by))


def captured_by_hand(workshop: Workshop, article: Article, by: str) -> Capture:
    """An article as it would be kept; nothing is kept.

    Raises:
        AddError: it is no Arabic text, too long, or holds what no text holds.
    """
    key = article.url or f"by-hand-{hashlib.sha256(article.text.strip().encode('utf-8', 'replace')).hexdigest()[:16]}"
    line = {
        "id": key, "title": article.title or None, "text": article.text, "outlet": article.outlet or None,
        "published": article.published.isoformat() if article.published else None, "url": article.url, "country": article.country,
    }  # fmt: skip
    stream = io.BytesIO(json.dumps({k: v for k, v in line.items() if v is not None}).encode("ascii"))
    for item in capture(("-",), replace(_settings(workshop, by), fetch=None, stdin=stream)):
        if isinstance(item, SourceError):
            raise _not_added(SourceError(WHERE, item.line, item.reason))
        return replace(item, where=WHERE)
    raise AddError(said("add.nothing", "{where}: holds no article", where=WHERE))


def add_address(
    register: Register, workshop: Workshop, address: str, by: str, *, contact: str = "", inner: tuple[str, ...] = (),
    defaults: Defaults | None = None,
) -> Added:  # fmt: skip
    """Fetch one page, as `fetch_page` does, and keep, read and link its article.

    Raises:
        AddError: it was not fetched, holds no article or several, or what `add_article` says.
        StoreError: the register could not be written.
    """
    return add_capture(register, workshop, fetch_page(workshop, address, by, contact=contact, inner=inner, defaults=defaults))


def fetch_page(
    workshop: Workshop, address: str, by: str, *, contact: str = "", inner: tuple[str, ...] = (), defaults: Defaults | None = None
) -> Capture:
    """Fetch one page, as a guest that obeys robots.txt; nothing is kept.

    Args:
        workshop: knowledge and clock.
        address: http or https, of the public Internet; neither it nor a redirect may lead inwards.
        by: who asks for it.
        contact: sent with the request.
        inner: networks inside that may be fetched from all the same.
        defaults: what the page does not say itself.

    Raises:
        AddError: it was not fetched, or holds no article or several.
    """
    if not address.startswith(("http://", "https://")):
        raise AddError(said("add.no_address", "{address!r} is no web address; it begins with https://", address=address[:200]))
    fetch = replace(PATIENCE, contact=contact, inner=inner)
    settings = replace(_settings(workshop, by), fetch=fetch, defaults=defaults or Defaults(), most_linked=1)
    found = list(islice(capture((address,), settings), 3))
    captures = [item for item in found if isinstance(item, Capture)]
    if len(captures) > 1:
        raise AddError(
            said(
                "add.several", "{address}: leads to several articles; add it to the sources instead (`sijill sources add`)", address=address
            )
        )
    if not captures:
        failed = [item for item in found if isinstance(item, SourceError)]
        raise _not_added(*failed) if failed else AddError(said("add.nothing", "{where}: holds no article", where=address))
    return captures[0]


def with_facts(found: Capture, facts: Article, by: str) -> Capture:
    """A capture with the title, outlet, day and country as somebody states them; its bytes, words and address stay."""
    changed = replace(found, title=facts.title.strip(), outlet=facts.outlet, country=facts.country)
    if facts.published == found.published:
        return changed
    how: PublishedBy = "given" if facts.published else ""
    return replace(changed, published=facts.published, published_by=how, published_words=f"stated by {by}")


def add_capture(register: Register, workshop: Workshop, found: Capture) -> Added:
    """Keep, read and link what was captured.

    Raises:
        AddError: it could not be read.
        StoreError: the register could not be written.
    """

    def read(reports: Iterable[Report]) -> Iterator[dict[str, Any] | SourceError]:
        return (_record(report, workshop.knowledge) for report in reports)

    target = found.where if found.where != WHERE else f"{WHERE}: {found.key}"
    added: Added | None = None
    for step in ingest(register, [found], read, workshop, target):
        if step.item is not None and step.item.report is not None:
            if step.error is not None:
                raise _not_added(step.error)
            added = Added(step.item.report, step.item.version or 1, step.item.outcome, (), step.changes)
    if added is None:
        raise AddError(said("add.not_kept", "{target}: was not kept; try again", target=target))
    held = register.incidents_with(row.ref for row in register.events_of(added.report))
    return replace(added, incidents=tuple(sorted(held)))


def _not_added(*errors: SourceError) -> AddError:
    """What the sources say: in English with where it was, in another language the reason alone."""
    whys = [said_by(ValueError(error.reason)) for error in errors]
    words = "; ".join(map(str, errors))
    return AddError(Said(words, whys[0].key, whys[0].values) if len(whys) == 1 else Said(words, "add.sources", {"whys": whys}))


def _settings(workshop: Workshop, by: str) -> CaptureSettings:
    return CaptureSettings(f"{by}, sijill {workshop.code}", workshop.clock, lambda: workshop.knowledge)
