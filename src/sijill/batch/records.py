"""A file as a stream of batches, of the same records in the same batches whenever it is read.

JSON Lines and WARC are only cut into records here (`RAW`); what stands in them is looked at where they are read, so that one process can
feed many. Parquet gives rows of `ARTICLES` at once.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, cast

import pyarrow as pa

from sijill.batch.columns import articles_of_table, columns_of
from sijill.batch.engines import BatchError
from sijill.batch.inputs import Input, opened
from sijill.batch.tables import ARTICLES
from sijill.sources.errors import SourceError
from sijill.sources.jsonl import lines_of
from sijill.sources.kinds import HEAD, packed_as
from sijill.sources.unpack import Budget, Limits, unpacked
from sijill.sources.warc import Archived, read_warc

RAW = pa.schema(
    [
        pa.field("body", pa.binary()),
        pa.field("where", pa.string()),
        pa.field("line", pa.int64()),
        pa.field("url", pa.string()),
        pa.field("media_type", pa.string()),
        pa.field("charset", pa.string()),
        pa.field("retrieved", pa.string()),
        pa.field("error", pa.string()),
    ]
)
ROWS = 32  # articles of one batch: enough to outweigh handing them over; what is lost where a process dies is read again one by one
_BYTES = 4 << 20  # bytes after which a batch ends earlier
_LIMITS = Limits(unpacked=1 << 50, ratio=1000)  # archives of years; what is held of them at any time is a batch
_ROW = dict.fromkeys(RAW.names)


class Stream:
    """One file, read as a stream of batches.

    Attributes:
        at: bytes of the file that were read.
        sha256: of the file, once all of it was read.
    """

    def __init__(self, file: Input, columns: Mapping[str, str]) -> None:
        self.file, self._columns = file, columns
        self.at = 0
        self.sha256 = ""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Its records.

        Raises:
            BatchError: the file cannot be read on (a disk or a network that fails); what is wrong inside it is a record with an error.
        """
        try:
            if self.file.kind == "parquet":
                yield from self._parquet()
            else:
                yield from self._stream()
        except OSError as error:
            said = error.strerror or str(error) or type(error).__name__
            raise BatchError(f"{self.file.name}: {said}; what was read before is kept, run the same command again to go on") from None

    def _stream(self) -> Iterator[pa.RecordBatch]:
        with opened(self.file.name) as handle:
            hashed = _Hashed(handle, self._moved)
            inner = io.BufferedReader(cast(io.RawIOBase, hashed), 1 << 16)
            packed = packed_as(inner.peek(HEAD)[:8])
            name = self.file.name
            stream = unpacked(packed, inner, name, Budget(_LIMITS)) if packed else inner
            rows = _lines(stream, name) if self.file.kind == "jsonl" else _pages(stream, name)
            yield from _batched(rows)
            if hashed.failed is not None:  # a reader took the failing disk for a broken archive
                raise hashed.failed
            while inner.read(1 << 20):  # what stands behind the end of a broken archive counts for the digest too
                pass
            self.sha256 = hashed.digest.hexdigest()

    def _parquet(self) -> Iterator[pa.RecordBatch]:
        import pyarrow.parquet as pq

        self.sha256 = sha256_of(self.file.name)
        try:
            with opened(self.file.name) as handle, pq.ParquetFile(handle, buffer_size=1 << 20, pre_buffer=False) as table:
                wanted = columns_of(table.schema_arrow, self._columns, self.file.name)
                done, rows = 0, max(1, table.metadata.num_rows)
                for batch in table.iter_batches(batch_size=ROWS, columns=list(wanted.values()), use_threads=False):
                    yield articles_of_table(batch, wanted, self.file.name, done + 1)
                    done += batch.num_rows
                    self.at = int(self.file.size * done / rows)
        except pa.ArrowException as error:
            yield _broken(self.file.name, f"is broken Parquet ({str(error)[:200]}); what stood before that was read")

    def _moved(self, size: int) -> None:
        self.at += size


def check(file: Input, columns: Mapping[str, str]) -> None:
    """See that a Parquet file has the columns that are needed, before anything is read.

    Raises:
        BatchError: with what is missing and how to name it.
    """
    if file.kind != "parquet":
        return
    import pyarrow.parquet as pq

    try:
        with opened(file.name) as handle:
            schema = pq.read_schema(handle)
    except pa.ArrowException:
        return  # broken: told as a record, so that the others are read
    except OSError as error:
        raise BatchError(f"{file.name}: {error.strerror or error}") from None
    columns_of(schema, columns, file.name)


def sha256_of(name: str) -> str:
    """The digest of a whole file."""
    digest = hashlib.sha256()
    with opened(name) as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class _Hashed(io.RawIOBase):
    """A stream that is hashed as it is read. A failing disk or network waits in `failed`."""

    def __init__(self, inner: BinaryIO, moved: Callable[[int], None]) -> None:
        self._inner, self._moved = inner, moved
        self.digest = hashlib.sha256()
        self.failed: OSError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except OSError as error:
            self.failed = error
            raise
        buffer[: len(data)] = data
        self.digest.update(data)
        self._moved(len(data))
        return len(data)


def _lines(stream: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    try:
        for number, raw in lines_of(stream, name):
            if isinstance(raw, SourceError):
                yield {**_ROW, "where": name, "line": number, "error": raw.reason}
            else:
                yield {**_ROW, "body": raw, "where": name, "line": number}
    except SourceError as error:  # the archive breaks off: what came before was read
        yield {**_ROW, "where": name, "line": error.line, "error": error.reason}


def _pages(stream: io.BufferedIOBase, name: str) -> Iterator[dict[str, Any]]:
    for found in read_warc(stream, name):
        if isinstance(found, Archived):
            moment = found.retrieved.isoformat() if found.retrieved else None
            yield {
                "body": found.body, "where": f"{name}: {found.url}", "line": None, "url": found.url, "media_type": found.media_type,
                "charset": found.charset, "retrieved": moment, "error": None,
            }  # fmt: skip
        else:
            yield {**_ROW, "where": found.where, "line": found.line, "error": found.reason}


def _batched(rows: Iterator[dict[str, Any]]) -> Iterator[pa.RecordBatch]:
    held: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row["body"] or b"")
        if len(held) >= ROWS or size >= _BYTES:
            yield _raw(held)
            held, size = [], 0
    if held:
        yield _raw(held)


def _raw(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    for row in rows:
        for name in ("where", "url", "charset"):  # bytes of an address or a header that are no text
            if row[name] is not None:
                row[name] = row[name].encode("utf-8", "backslashreplace").decode("utf-8")
    return pa.RecordBatch.from_pylist(rows, RAW)


def _broken(name: str, reason: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"where": name, "error": reason}], ARTICLES)
