"""Sorted rows into the Parquet files of an output: the same rows give the same bytes, whoever wrote them.

Files depend on the rows, their order and the number of parts alone: row groups have a fixed number of rows, and nothing tells a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.batch.runs import force
from sijill.batch.tables import DROPPED, EVENTS, FOLDERS, UNKNOWN, part_of

GROUP = 4_096  # rows of a row group: 9 MB of event records while they are held
Rows = Iterable[pa.Table]
Folder = tuple[str, ...]


def write_events(tables: Rows, folder: Path, parts: int = 1) -> dict[str, int]:
    """Write events, sorted by `EVENT_ORDER`, to `country=…/month=…/part-….parquet`; gives the rows of each file."""
    return _write(tables, EVENTS, FOLDERS, folder, parts) or _empty(EVENTS, folder, (UNKNOWN, UNKNOWN), FOLDERS)


def write_dropped(tables: Rows, folder: Path, parts: int = 1) -> dict[str, int]:
    """Write what was dropped, sorted by `DROPPED_ORDER`, to `part-….parquet`; gives the rows of each file."""
    return _write(tables, DROPPED, (), folder, parts) or _empty(DROPPED, folder, (), ())


def name_of(values: Sequence[str], names: Sequence[str], part: int) -> str:
    """The path of a file inside its folder."""
    return "/".join([*(f"{name}={value}" for name, value in zip(names, values, strict=True)), f"part-{part:05d}.parquet"])


def _empty(schema: pa.Schema, folder: Path, values: Folder, names: Sequence[str]) -> dict[str, int]:
    """A file without rows, so that the columns can be read."""
    name = name_of(values, names, 0)
    with PartWriter(folder / name, _inside(schema, names)):
        pass
    return {name: 0}


def _inside(schema: pa.Schema, names: Sequence[str]) -> pa.Schema:
    """The columns of a file: those that do not name its folder."""
    return pa.schema([field for field in schema if field.name not in names])


def _write(tables: Rows, schema: pa.Schema, names: Sequence[str], folder: Path, parts: int) -> dict[str, int]:
    inside = _inside(schema, names)
    written: dict[str, int] = {}
    writer: PartWriter | None = None
    current: tuple[Folder, int] | None = None
    try:
        for place, rows in _pieces(tables, names, parts):
            if place != current:
                if writer is not None:
                    writer.close()
                name = name_of(place[0], names, place[1])
                writer, current = PartWriter(folder / name, inside), place
                written[name] = 0
            if writer is not None:
                writer.add(rows.select(inside.names))
                written[name] += rows.num_rows
        if writer is not None:
            writer.close()
    except BaseException:
        if writer is not None:
            writer.abandon()
        raise
    return written


def _pieces(tables: Rows, names: Sequence[str], parts: int) -> Iterator[tuple[tuple[Folder, int], pa.Table]]:
    """Rows that follow each other and belong in one file."""
    for table in tables:
        columns = [table.column(name).to_pylist() for name in names]
        files = [part_of(report, parts) for report in table.column("report").to_pylist()]
        folders: list[Folder] = list(zip(*columns, strict=True)) if names else [()] * table.num_rows
        at = 0
        for place, rows in groupby(zip(folders, files, strict=True)):
            size = sum(1 for _ in rows)
            yield place, table.slice(at, size)
            at += size


class PartWriter:
    """One Parquet file, written in row groups of `GROUP` rows."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._schema = path, schema
        self._held: list[pa.Table] = []
        self._rows = 0
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=3, version="2.6", write_page_index=True)

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def add(self, rows: pa.Table) -> None:
        """Rows behind those that were added."""
        self._held.append(rows)
        self._rows += rows.num_rows
        while self._rows >= GROUP:
            whole = pa.concat_tables(self._held)
            self._put(whole.slice(0, GROUP))
            rest = whole.slice(GROUP)
            self._held, self._rows = ([rest] if rest.num_rows else []), rest.num_rows

    def close(self) -> None:
        """Write what is held, and force the file to the disk."""
        if self._rows:
            self._put(pa.concat_tables(self._held))
            self._held, self._rows = [], 0
        self._writer.close()
        force(self._path)

    def abandon(self) -> None:
        """Leave the file unfinished."""
        self._held, self._rows = [], 0
        with suppress(OSError, pa.ArrowException):
            self._writer.close()

    def _put(self, rows: pa.Table) -> None:
        # Rows in one piece: where pages end would else depend on how they came.
        table = pa.Table.from_arrays([pa.concat_arrays(column.chunks) for column in rows.columns], schema=self._schema)
        self._writer.write_table(table, row_group_size=GROUP)
