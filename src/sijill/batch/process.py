"""The embedded engine: all cores of one machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa

from sijill.batch.articles import articles_of
from sijill.batch.engines import BatchError, Job, Progress, Sums, Tell
from sijill.batch.inputs import Input, find
from sijill.batch.parts import write_dropped, write_events
from sijill.batch.plan import plan_of
from sijill.batch.pool import Work, in_processes
from sijill.batch.records import Stream, check
from sijill.batch.runs import MOST, merged, write_run
from sijill.batch.staging import TABLES, Reached, Staging
from sijill.batch.tables import DROPPED, EVENTS
from sijill.batch.work import lost, read_batch
from sijill.knowledge import Knowledge, at_rest, load
from sijill.sources.files import Defaults

_BYTES = 8 << 20  # rows that are held before they are kept
Result = tuple[pa.RecordBatch, pa.RecordBatch]


def read(job: Job, tell: Tell) -> Sums:
    """Read a job to its end; called again after it was stopped, goes on.

    1. plan    which files, with which lexicon; the same job as was begun
    2. read    batches of articles, in processes; what is read is kept in sorted runs, each with how far it reaches
    3. merge   runs to fewer runs
    4. write   one Parquet file after the other, and then all of them into their place

    Raises:
        BatchError: it cannot begin or go on.
        LexiconError: the lexicon cannot be used.
    """
    from sijill import __version__

    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own keeps what is let go of: 45 MB more while runs are merged
    knowledge = load(None, job.own)
    files = find(job.inputs)
    for file in files:
        check(file, job.columns)
    with Staging(job.output, plan_of(job, files, __version__, knowledge.version), job.again) as staging:
        done = staging.finished
        if done is not None:
            return done
        at_rest()
        _Reading(job, files, staging, tell).go_on()
        try:
            return _settle(job, staging, tell)
        except (OSError, pa.ArrowException) as error:
            raise _not_written(job.output, error) from None


@dataclass(slots=True)
class _Piece:
    """A batch, with the place in the input that it reaches."""

    batch: pa.RecordBatch
    file: int
    number: int
    chain: str


@dataclass(slots=True)
class _Held:
    """Rows that were read and not yet kept."""

    events: list[pa.RecordBatch] = field(default_factory=list)
    dropped: list[pa.RecordBatch] = field(default_factory=list)
    size: int = 0
    since: float = field(default_factory=time.monotonic)

    def add(self, events: pa.RecordBatch, dropped: pa.RecordBatch) -> None:
        self.events.append(events)
        self.dropped.append(dropped)
        self.size += events.nbytes + dropped.nbytes


class _Reading:
    """The second step."""

    def __init__(self, job: Job, files: list[Input], staging: Staging, tell: Tell) -> None:
        self._job, self._files, self._staging, self._tell = job, files, staging, tell
        self._now = staging.reached
        self._digests = dict(staging.reached.digests)
        self._resumed = staging.reached.articles
        self._all = sum(max(0, file.size) for file in files)
        self._current: Stream | None = None

    def go_on(self) -> None:
        """Read what is not yet read."""
        job, held = self._job, _Held()
        work: Work[_Piece, Result] = Work(partial(_do, job.own, job.defaults), _apart, _died, _begin, (job.own,))
        results = in_processes(self._pieces(), work, job.jobs)
        try:
            for piece, found in results:
                for events, dropped in found:
                    held.add(events, dropped)
                self._count(piece, found)
                if held.size >= _BYTES or time.monotonic() - held.since >= job.keep:
                    self._keep(held)
                    held = _Held()
                self._told()
        finally:
            # Where it is stopped or an input fails, what was read is kept all the same.
            results.close()
            if held.events or self._now.digests != self._digests:
                self._keep(held)

    def _pieces(self) -> Iterator[_Piece]:
        start = self._staging.reached
        for number in range(start.file, len(self._files)):
            file = self._files[number]
            stream = self._current = Stream(file, self._job.columns)
            chain, count = blake2b(digest_size=16), 0
            for count, batch in enumerate(stream.batches(), 1):
                chain.update(batch.serialize())
                if number == start.file and count <= start.batch:
                    if count == start.batch and chain.hexdigest() != start.chain:
                        raise BatchError(f"{file.name} changed since it was read halfway; put it back, or begin anew with --again")
                    continue
                yield _Piece(batch, number, count, chain.hexdigest())
            if number == start.file and start.batch and start.batch > count:
                raise BatchError(f"{file.name} became shorter since it was read halfway; put it back, or begin anew with --again")
            self._digests[file.name] = stream.sha256

    def _count(self, piece: _Piece, found: list[Result]) -> None:
        stages = [stage for _, dropped in found for stage in dropped.column("stage").to_pylist()]
        self._now = replace(
            self._now,
            file=piece.file,
            batch=piece.number,
            chain=piece.chain,
            articles=self._now.articles + piece.batch.num_rows,
            unread=self._now.unread + sum(stage in ("source", "read") for stage in stages),
            events=self._now.events + sum(events.num_rows for events, _ in found),
            dropped=self._now.dropped + len(stages),
        )

    def _keep(self, held: _Held) -> None:
        try:
            self._now = replace(self._now, digests=dict(self._digests))
            self._staging.keep({"events": held.events, "dropped": held.dropped}, self._now)
        except (OSError, pa.ArrowException) as error:
            raise _not_written(self._job.output, error) from None

    def _told(self) -> None:
        now = self._now
        before = sum(max(0, file.size) for file in self._files[: now.file])
        here = self._current.at if self._current is not None and self._current.file is self._files[now.file] else self._files[now.file].size
        self._tell(Progress("reading", now.articles, now.events, now.dropped, before + max(0, here), self._all, self._resumed))


# ---- in the processes


def _begin(own: Path | None) -> None:
    load(None, own)
    at_rest()


def _do(own: Path | None, defaults: Defaults, piece: _Piece) -> Result:
    knowledge: Knowledge = load(None, own)
    return read_batch(articles_of(piece.batch, defaults, knowledge), knowledge)


def _apart(piece: _Piece) -> Iterator[_Piece]:
    for number in range(piece.batch.num_rows):
        yield replace(piece, batch=piece.batch.slice(number, 1))


def _died(piece: _Piece) -> Result:
    """What is told of an article over which its process died."""
    row = piece.batch.select([n for n in ("id", "url", "where", "line") if n in piece.batch.schema.names]).to_pylist()[0]
    reason = "could not be read: its process died (out of memory?); try it alone with `sijill read`"
    told = lost(row.get("where"), row.get("line"), "read", reason, row.get("id"), row.get("url"))
    return pa.RecordBatch.from_pylist([], EVENTS), pa.RecordBatch.from_pylist([told], DROPPED)


# ---- the third and fourth step


def _settle(job: Job, staging: Staging, tell: Tell) -> Sums:
    reached = staging.reached
    runs = {name: _few(staging, name, partial(_settling, tell, reached, "sorting")) for name in TABLES}
    final = staging.work / "final"
    rows = {
        name: _watched(merged(runs[name], TABLES[name][1]), partial(_settling, tell, reached, f"writing {name}"), most)
        for name, most in (("events", reached.events), ("dropped", reached.dropped))
    }
    events = write_events(rows["events"], final / "events", job.parts)
    dropped = write_dropped(rows["dropped"], final / "dropped", job.parts)
    files = {f"events/{name}": rows for name, rows in events.items()} | {f"dropped/{name}": rows for name, rows in dropped.items()}
    sums = Sums(reached.articles, reached.unread, sum(events.values()), sum(dropped.values()))
    staging.finish(sums, files)
    return sums


def _settling(tell: Tell, reached: Reached, stage: str, rows: int, of: int) -> None:
    tell(Progress(stage, reached.articles, reached.events, reached.dropped, rows, of))


def _watched(tables: Iterator[pa.Table], told: partial[None], most: int) -> Iterator[pa.Table]:
    rows = 0
    for table in tables:
        yield table
        rows += table.num_rows
        told(rows, most)


def _few(staging: Staging, table: str, told: partial[None]) -> list[Path]:
    """Runs that can be merged at once: where there are more, some at a time are merged before."""
    counts = [staging.runs]
    while counts[-1] > MOST:
        counts.append(-(-counts[-1] // MOST))
    return [_run(staging, table, counts, len(counts) - 1, number, told) for number in range(counts[-1])]


def _run(staging: Staging, table: str, counts: list[int], level: int, number: int, told: partial[None]) -> Path:
    """A run of a level, made of those below, which then go. One that stands is not made again."""
    if level == 0:
        return staging.run(number + 1, table)
    schema, order = TABLES[table]
    out = staging.work / f"merged-{level}-{number:06d}.{table}"
    if not out.is_file():
        below = range(number * MOST, min((number + 1) * MOST, counts[level - 1]))
        runs = [_run(staging, table, counts, level - 1, one, told) for one in below]
        write_run(out, merged(runs, order), schema)
        for run in runs:
            run.unlink()
    told(number + 1, counts[level])
    return out


def _not_written(output: Path, error: Exception) -> BatchError:
    said = getattr(error, "strerror", None) or str(error)
    return BatchError(f"{output}: cannot be written ({said}); nothing that was kept is lost: make room, and run the same command again")
