"""WARC: the pages of a web archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from sijill.sources.errors import SourceError
from sijill.sources.text_files import LIMIT

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


@dataclass(frozen=True, slots=True)
class Archived:
    """A page of a web archive: address, what the server said of it, its body, when and by what program it was fetched."""

    url: str
    media_type: str
    charset: str
    body: bytes = field(repr=False)
    retrieved: datetime | None
    by: str


def read_warc(handle: BinaryIO, where: str) -> Iterator[Archived | SourceError]:
    """The pages of an archive that were answered with 200, in its order, as a stream.

    Pictures, redirects, errors and requests are passed over; an archive without any page says so.
    """
    seen = pages = 0
    software = ""
    try:
        for record in ArchiveIterator(
            handle,
            record_types=WarcRecordType.warcinfo | WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion,
            auto_decode="all",
            stream_detect=False,
        ):
            if record.record_type == WarcRecordType.warcinfo:
                software = _software(record)
                continue
            seen += 1
            url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
            page = _page(record, url, software, where)
            if page is not None:
                pages += 1
                yield page
    except SourceError as error:
        yield error
        return
    except (OSError, ValueError, EOFError, RuntimeError) as error:
        yield SourceError(where, None, f"is a broken web archive ({error}); {pages} pages before that were read")
        return
    if not pages:
        yield SourceError(where, None, f"is a web archive without pages ({seen} other records)")


def _page(record: WarcRecord, url: str, software: str, where: str) -> Archived | SourceError | None:
    answered = record.record_type == WarcRecordType.response
    if answered and (record.http_headers is None or record.http_headers.status_code != 200):
        return None
    said = record.http_content_type if answered else record.headers.get("Content-Type")
    media_type = (said or "").partition(";")[0].strip().lower()
    if media_type not in _PAGES:
        return None
    body = record.reader.read(LIMIT + 1)
    if len(body) > LIMIT:
        return SourceError(f"{where}: {url}", None, f"has more than {LIMIT // 1048576} MB, the most that one article may have")
    return Archived(url, media_type, (record.http_charset or "") if answered else "", body, _moment(record), software)


def _moment(record: WarcRecord) -> datetime | None:
    try:
        found = record.record_date
    except (ValueError, TypeError):
        return None
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _software(record: WarcRecord) -> str:
    """The program that the archive says made it."""
    for line in record.reader.read(1 << 14).decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "software":
            return value.strip()[:200]
    return ""
