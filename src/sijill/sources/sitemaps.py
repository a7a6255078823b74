"""Sitemaps: the pages and further sitemaps that a site lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from zoneinfo import ZoneInfo

from lxml.etree import LxmlError, iterparse

from sijill.sources.errors import SourceError
from sijill.sources.feeds import refuse_entities
from sijill.sources.published import Published, day_of_stamp

SITEMAP_LIMIT = 50 * 1024 * 1024  # bytes, as the protocol has it


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, or a further sitemap, that a sitemap lists; `published` where it is one of news."""

    url: str
    is_sitemap: bool
    changed: date | None
    published: Published


class _Watched:
    """A stream that is looked through for declarations of entities while it is parsed."""

    def __init__(self, inner: BinaryIO, where: str) -> None:
        self._inner, self._where, self._tail, self._size = inner, where, b"", 0

    def read(self, size: int = -1) -> bytes:
        block = self._inner.read(size if size > 0 else 1 << 16)
        self._size += len(block)
        if self._size > SITEMAP_LIMIT:
            raise SourceError(self._where, None, f"the sitemap has more than {SITEMAP_LIMIT // 1048576} MB, the most that one may have")
        refuse_entities(self._tail + block, self._where)
        self._tail = block[-64:]
        return block


def read_sitemap(handle: BinaryIO, where: str, zone: ZoneInfo | None) -> Iterator[Listed | SourceError]:
    """What a sitemap lists, in its order, as a stream."""
    stream = _Watched(handle, where)
    found = 0
    try:
        for _, element in iterparse(stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=True):
            kind = _name(element.tag)
            if kind not in ("url", "sitemap"):
                continue
            said = {_name(e.tag): (e.text or "").strip() for e in reversed(list(element.iter())) if isinstance(e.tag, str)}
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if not said.get("loc"):
                continue
            found += 1
            stamp = said.get("publication_date", "")
            day = day_of_stamp(stamp, zone) if stamp else None
            published = Published(day, "feed", f"publication_date: {stamp}"[:200]) if day else Published()
            yield Listed(said["loc"], kind == "sitemap", day_of_stamp(said.get("lastmod", ""), zone), published)
    except SourceError as error:
        yield error
        return
    except LxmlError as error:
        yield SourceError(where, None, f"is a broken sitemap ({error}); {found} addresses before that were read")
        return
    if not found:
        yield SourceError(where, None, "is a sitemap without addresses")


def _name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
