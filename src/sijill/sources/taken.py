"""One article as a reader took it, before it is checked and frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from sijill.knowledge import Knowledge, load
from sijill.sources.errors import SourceError
from sijill.sources.fetch import FetchSettings
from sijill.sources.files import Defaults
from sijill.sources.published import NOT_FOUND, Published
from sijill.sources.unpack import Limits


@dataclass(frozen=True, slots=True)
class Taken:
    """One article with what its source says of it; "" and None where it says nothing.

    Attributes:
        raw: its bytes as they came.
        key: the caller's id, or the address.
        where: file and line, or address.
        retrieved: when it was fetched, where the source knows (WARC).
        by: what fetched it, where the source knows.
    """

    raw: bytes = field(repr=False)
    media_type: str
    text: str = field(repr=False)
    where: str
    title: str = ""
    outlet: str = ""
    site: str = ""
    country: str | None = None
    url: str | None = None
    published: Published = NOT_FOUND
    key: str = ""
    retrieved: datetime | None = None
    by: str = ""


Found = Iterator[Taken | SourceError]


def _now() -> datetime:
    return datetime.now(UTC)


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class CaptureSettings:
    """How articles are captured.

    Attributes:
        captured_by: who or what captures: a person's name, or the program with its version.
        clock: gives the time of retrieval, with its zone.
        knowledge: gives the words with which visible dates are read; called only where one must be.
        defaults: outlet, country, title and day for what does not say them; a stated outlet goes before the name that a page gives itself.
        zone: the outlet's time zone; a moment at the end of a day belongs to the day of this zone.
        fetch: how to fetch, or None to fetch nothing.
        known: whether an address was captured already. Feeds and sitemaps are then not followed to it; a page asked for by its own
            address is fetched all the same.
        since: pages that a sitemap gives as unchanged since before this day are not fetched.
        most_linked: pages that one feed or sitemap leads to.
        limits: how far packed input may unfold.
        stdin: what "-" stands for; standard input where None.
    """

    captured_by: str
    clock: Callable[[], datetime] = _now
    knowledge: Callable[[], Knowledge] = load
    defaults: Defaults = field(default_factory=Defaults)
    zone: ZoneInfo | None = None
    fetch: FetchSettings | None = field(default_factory=FetchSettings)
    known: Callable[[str], bool] = _never
    since: date | None = None
    most_linked: int = 10_000
    limits: Limits = field(default_factory=Limits)
    stdin: BinaryIO | None = None

    @property
    def latest(self) -> date:
        """The last day that can be one of publication: outlets east of the clock are a day ahead."""
        return self.clock().date() + timedelta(days=1)
