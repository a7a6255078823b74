"""The same reading on a cluster: Spark hands articles to `work.read_batch` where its workers are, sorts what they gave, and has it written.

1. cut     each file into batches of articles, on a worker; where files are few, the batches are spread over all
2. read    each batch (`mapInArrow`); what was read is kept under the output, so that a job that was stopped goes on behind it
3. write   the rows of a folder are sorted and written by one worker, all folders at once

What is read from must be where every worker reaches it, by the same name; so must be the output.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col
from pyspark.sql.pandas.types import from_arrow_schema

from sijill.batch.articles import articles_of
from sijill.batch.engines import BatchError, Job, Progress, Sums, Tell
from sijill.batch.inputs import Input, find
from sijill.batch.parts import write_dropped, write_events
from sijill.batch.plan import plan_of
from sijill.batch.records import Stream, check
from sijill.batch.runs import keys_of
from sijill.batch.spark_session import kept, session, table
from sijill.batch.staging import TABLES, Reached, Staging
from sijill.batch.tables import DROPPED, EVENTS, FOLDERS, part_of
from sijill.batch.work import read_batch
from sijill.knowledge import at_rest, load
from sijill.sources.files import Defaults

_FILES = pa.schema([("name", pa.string()), ("kind", pa.string()), ("size", pa.int64()), ("mark", pa.string())])
# A batch of articles as Arrow writes it, or, behind the last of a file, the digest of the file and how many articles it held.
_CUT = pa.schema([("batch", pa.binary()), ("file", pa.string()), ("sha256", pa.string()), ("articles", pa.int64())])
_GONE = pa.struct([("file", pa.string()), ("sha256", pa.string()), ("articles", pa.int64())])


def _loose(schema: pa.Schema) -> pa.DataType:
    return pa.struct([pa.field(field.name, field.type) for field in schema])


# One of the three stands in each row.
_READ = pa.schema([("part", pa.int32()), ("events", _loose(EVENTS)), ("dropped", _loose(DROPPED)), ("gone", _GONE)])
_WRITTEN = pa.schema([("name", pa.string()), ("rows", pa.int64())])


def read(job: Job, tell: Tell) -> Sums:
    """Read a job to its end on a cluster; called again after it was stopped, goes on.

    Raises:
        BatchError: it cannot begin or go on.
        LexiconError: the lexicon cannot be used.
    """
    from sijill import __version__

    knowledge = load(None, job.own)
    files = find(job.inputs)
    for file in files:
        check(file, job.columns)
    with Staging(job.output.resolve(), plan_of(job, files, __version__, knowledge.version), job.again) as staging:
        done = staging.finished
        if done is not None:
            return done
        with session(job.master, "sijill batch read") as spark:
            return _carry(spark, job, files, staging, knowledge.version, tell)


def _carry(spark: SparkSession, job: Job, files: list[Input], staging: Staging, knowledge: str, tell: Tell) -> Sums:
    size = sum(max(0, file.size) for file in files)
    spread = max(job.jobs, spark.sparkContext.defaultParallelism)
    tell(Progress("reading", 0, 0, 0, 0, size))
    own = str(job.own.resolve()) if job.own else None
    listed = table(spark, pa.Table.from_pylist([asdict(file) for file in files], _FILES)).repartition(min(len(files), 100_000))
    cut = listed.mapInArrow(_Cut(tuple(job.columns.items()), os.getcwd()), from_arrow_schema(_CUT))
    if len(files) < 2 * spread:
        cut = cut.repartition(4 * spread)
    reading = cut.mapInArrow(_Reading(job.defaults, own, knowledge, job.parts), from_arrow_schema(_READ))
    rows = kept(spark, reading, str(staging.work / "spark-read"))
    gone = [row["gone"] for row in rows.where(col("gone").isNotNull()).select("gone").toLocalIterator()]
    dropped = rows.where(col("dropped").isNotNull()).select("part", "dropped.*")
    unread = dropped.where(col("stage").isin("source", "read")).count()
    articles = sum(row["articles"] for row in gone)
    tell(Progress("writing", articles, 0, 0, size, size))
    final = staging.work / "final"
    events = rows.where(col("events").isNotNull()).select("part", "events.*")
    written = {name: _written(found, name, final, job.parts) for name, found in (("events", events), ("dropped", dropped))}
    staging.reached = Reached(articles=articles, unread=unread, digests={row["file"]: row["sha256"] for row in gone if row["sha256"]})
    sums = Sums(articles, unread, sum(written["events"].values()), sum(written["dropped"].values()))
    staging.finish(sums, {f"{name}/{file}": rows for name, found in written.items() for file, rows in found.items()})
    return sums


def _written(rows: DataFrame, name: str, final: Path, parts: int) -> dict[str, int]:
    """Write a table, every folder by one worker; gives the rows of each file."""
    folders = [*FOLDERS, "part"] if name == "events" else ["part"]
    _, order = TABLES[name]
    placed = rows.repartition(*folders).sortWithinPartitions(*order)
    made = placed.drop("part").mapInArrow(_Writing(name, str(final / name), parts), from_arrow_schema(_WRITTEN))
    return {row["name"]: row["rows"] for row in made.toLocalIterator()} or _write(name, [], final / name, parts)


def _write(name: str, tables: Iterator[pa.Table] | list[pa.Table], folder: Path, parts: int) -> dict[str, int]:
    return (write_events if name == "events" else write_dropped)(tables, folder, parts)


# ---- on the workers


@dataclass(frozen=True, slots=True)
class _Cut:
    """Files to batches of articles."""

    columns: tuple[tuple[str, str], ...]
    folder: str  # in which the program was called: where names of files begin

    def __call__(self, given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if os.path.isdir(self.folder):
            os.chdir(self.folder)
        for file in (Input(**row) for batch in given for row in batch.to_pylist()):
            stream, articles = Stream(file, dict(self.columns)), 0
            for found in stream.batches():
                articles += found.num_rows
                yield _row(_CUT, _packed(found), None, None, None)
            yield _row(_CUT, None, file.name, stream.sha256, articles)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Batches of articles to events and to what was dropped.

    Each process of a worker loads the lexicon once, out of what is installed there, and lives on. What is broadcast is the digest:
    the lexicon itself, pickled, takes four times as long to load as the compiled one.
    """

    defaults: Defaults
    own: str | None
    version: str
    parts: int

    def __call__(self, given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        knowledge = load(None, Path(self.own) if self.own else None)
        if knowledge.version != self.version:
            raise BatchError(f"the lexicon of {socket.gethostname()} is {knowledge.version}, that of the driver {self.version}")
        at_rest()
        for batch in given:
            for packed, file, sha256, articles in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                if packed is None:
                    yield _read_row("gone", pa.array([{"file": file, "sha256": sha256, "articles": articles}], _GONE), [0])
                    continue
                found = read_batch(articles_of(_unpacked(packed), self.defaults, knowledge), knowledge)
                for name, rows in zip(("events", "dropped"), found, strict=True):
                    parts = [part_of(report, self.parts) for report in rows.column("report").to_pylist()]
                    fields = [pa.field(field.name, field.type) for field in rows.schema]
                    yield _read_row(name, pa.StructArray.from_arrays(rows.columns, fields=fields), parts)


@dataclass(frozen=True, slots=True)
class _Writing:
    """Sorted rows to files; of rows with the same key one."""

    name: str
    folder: str
    parts: int

    def __call__(self, given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        schema, order = TABLES[self.name]
        tables = _once((pa.Table.from_batches([batch]).select(schema.names).cast(schema) for batch in given if batch.num_rows), order)
        first = next(tables, None)
        if first is None:
            return
        for name, rows in _write(self.name, _behind(first, tables), Path(self.folder), self.parts).items():
            yield _row(_WRITTEN, name, rows)


def _behind(first: pa.Table, rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest


def _once(tables: Iterator[pa.Table], order: tuple[str, ...]) -> Iterator[pa.Table]:
    last: tuple[object, ...] | None = None
    for rows in tables:
        keys = keys_of(rows, order)
        fresh = [n for n, key in enumerate(keys) if key != (keys[n - 1] if n else last)]
        last = keys[-1]
        yield rows.take(pa.array(fresh, pa.int64()))


def _row(schema: pa.Schema, *values: object) -> pa.RecordBatch:
    return pa.record_batch([pa.array([value], field.type) for value, field in zip(values, schema, strict=True)], schema=schema)


def _read_row(name: str, rows: pa.Array, parts: list[int]) -> pa.RecordBatch:
    columns = [
        pa.array(parts, pa.int32()) if field.name == "part" else rows if field.name == name else pa.nulls(len(rows), field.type)
        for field in _READ
    ]
    return pa.record_batch(columns, schema=_READ)


def _packed(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


def _unpacked(value: bytes) -> pa.RecordBatch:
    with pa.ipc.open_stream(value) as stream:
        return stream.read_next_batch()
