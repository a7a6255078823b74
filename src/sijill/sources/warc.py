"""WARC: the pages of a web archive."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO, cast

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


def read_warc(handle: io.BufferedIOBase, where: str) -> Iterator[Archived | SourceError]:
    """The pages of an archive that were answered with 200, in its order, as a stream.

    Pictures, redirects, errors and requests are passed over; an archive without any page says so.
    """
    seen = pages = 0
    software = ""
    stream = _Forward(handle)
    try:
        for record in ArchiveIterator(
            cast(BinaryIO, stream),
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
    except BaseException as error:
        # A panic of fastwarc's is no Exception; nothing but what it can raise is caught here.
        if not (isinstance(error, OSError | ValueError | EOFError | RuntimeError) or type(error).__module__ == "pyo3_runtime"):
            raise
        yield stream.failed or SourceError(where, None, f"is a broken web archive ({error}); {pages} pages before that were read")
        return
    if stream.failed is not None:
        yield stream.failed
    elif not pages:
        yield SourceError(where, None, f"is a web archive without pages ({seen} other records)")


class _Forward:
    """A stream that is only read on: fastwarc seeks and tells its place in what it is given, and unpacking streams cannot.

    What is wrong with the stream waits in `failed` until what came before was read.
    """

    def __init__(self, inner: io.BufferedIOBase) -> None:
        self._inner, self._at = inner, 0
        self.failed: SourceError | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none where the stream ends or fails."""
        try:
            data = b"" if self.failed else self._inner.read1(size)
        except SourceError as error:
            self.failed, data = error, b""
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How much was read."""
        return self._at


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
