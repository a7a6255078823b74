"""Sorted runs of rows on disk, and their merging into one, in bounded memory. A run is there whole or not at all."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

MOST = 16  # runs that are merged at once; each is open with one batch
_ROWS = 256  # rows of a batch of a run: half a megabyte of event records
Key = tuple[Any, ...]
_ALONE = pa.ipc.IpcReadOptions(use_threads=False)  # half a megabyte is not worth a thread, whose memory stays with it


def write_run(path: Path, tables: Iterable[pa.Table], schema: pa.Schema) -> int:
    """Write sorted rows as a run, and say how many.

    Raises:
        OSError: it cannot be written; nothing of it stays.
    """
    rows = 0
    with whole(path) as part, pa.OSFile(str(part), "wb") as sink:
        options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
        with pa.ipc.new_stream(sink, schema, options=options) as writer:
            for table in tables:
                writer.write_table(table.combine_chunks(), max_chunksize=_ROWS)
                rows += table.num_rows
    return rows


class whole:  # noqa: N801  used like a function
    """A file that is written beside its place, forced to the disk and renamed at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")

    def __enter__(self) -> Path:
        return self._part

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._part.unlink(missing_ok=True)
            return
        try:
            force(self._part)
            self._part.replace(self._path)
            force(self._path.parent)
        except BaseException:
            self._part.unlink(missing_ok=True)
            raise


def force(path: Path) -> None:
    """See that what was written stands on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def merged(paths: Sequence[Path], order: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of all runs in one order; of rows with the same key one.

    Each step takes from every run the rows up to the smallest of their batches' last keys: behind that point no run has an earlier one.
    """
    with ExitStack() as open_:
        heads = [head for path in paths if (head := _Head(path, order, open_)).filled]
        last: Key | None = None
        while heads:
            bound = min(head.last for head in heads)
            pieces = [piece for head in heads if (piece := head.take(bound)) is not None]
            heads = [head for head in heads if head.filled]
            table, last = _once(sort(pa.concat_tables(pieces), order), order, last)
            if table.num_rows:
                yield table


def sort(table: pa.Table, order: Sequence[str]) -> pa.Table:
    """The rows in order."""
    return table.take(pc.sort_indices(table, sort_keys=[(name, "ascending") for name in order]))


def _once(table: pa.Table, order: Sequence[str], last: Key | None) -> tuple[pa.Table, Key | None]:
    keys = keys_of(table, order)
    kept = [n for n, key in enumerate(keys) if key != (keys[n - 1] if n else last)]
    return (table if len(kept) == len(keys) else table.take(pa.array(kept, pa.int64()))), keys[-1]


def keys_of(table: pa.Table | pa.RecordBatch, order: Sequence[str]) -> list[Key]:
    """The key of each row."""
    return list(zip(*(table.column(name).to_pylist() for name in order), strict=True))


class _Head:
    """Where the reading of one run stands."""

    def __init__(self, path: Path, order: Sequence[str], open_: ExitStack) -> None:
        self._reader = open_.enter_context(pa.ipc.open_stream(open_.enter_context(pa.OSFile(str(path), "rb")), options=_ALONE))
        self._order = order
        self._batch: pa.RecordBatch = None
        self._keys: list[Key] = []
        self._load()

    @property
    def filled(self) -> bool:
        """Whether there is more."""
        return bool(self._keys)

    @property
    def last(self) -> Key:
        """The last key of the batch that is held."""
        return self._keys[-1]

    def take(self, bound: Key) -> pa.Table | None:
        """The rows of the batch up to a key."""
        count = bisect_right(self._keys, bound)
        if not count:
            return None
        taken = pa.Table.from_batches([self._batch.slice(0, count)])
        self._batch, self._keys = self._batch.slice(count), self._keys[count:]
        if not self._keys:
            self._load()
        return taken

    def _load(self) -> None:
        while True:
            try:
                self._batch = self._reader.read_next_batch()
            except StopIteration:
                self._keys = []
                return
            self._keys = keys_of(self._batch, self._order)
            if self._keys:  # a batch may be without rows
                return
