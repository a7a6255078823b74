"""Carrying rows to steps on one machine: each step in several processes, what it gives in files by key, for the next.

Every task of a step writes a folder of its own, which gets its name when it is whole. So a job that was stopped, wherever, goes on with
the tasks that are missing.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.batch.carried import NEEDED, First, Row, Step
from sijill.batch.engines import BatchError
from sijill.batch.pool import Work, in_processes

HELD = 32 << 20  # bytes of rows that a task holds before it writes
_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")
_PAIR = pa.schema([pa.field("key", pa.string(), False), pa.field("value", pa.binary(), False)])
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a step gave: its folder, of which one channel is meant."""

    folder: Path
    channel: str = ""

    def only(self, channel: str) -> Rows:
        """The rows of one channel."""
        return Rows(self.folder, channel)

    def empty(self) -> bool:
        """Whether there are none."""
        return next(self.folder.glob(f"*/{self.channel}-*.arrow"), None) is None

    def values(self) -> Iterator[bytes]:
        """Their values."""
        for path in sorted(self.folder.glob(f"*/{self.channel}-*.arrow")):
            yield from (value for _, value in _read(path))

    def part(self, number: int) -> list[Path]:
        """The files that hold a part of the keys."""
        return sorted(self.folder.glob(f"*/{self.channel}-{number:04}.arrow"))


class Processes:
    """Steps in so many processes.

    Args:
        files: of the events' table.
        work: folder for what goes between steps.
        jobs: processes.
        parts: into which the keys of each step are put; what one task holds shrinks with it.
        tell: is told the step, tasks done and tasks in all.
    """

    def __init__(self, files: Sequence[Path], work: Path, jobs: int, parts: int, tell: Tell) -> None:
        self._files = files
        self._work = work
        self._parts = parts
        self._jobs = jobs
        self._tell = tell

    def first(self, name: str, step: First) -> Rows:
        """Hand the files to a step."""
        each = -(-len(self._files) // (4 * self._parts))  # tables have thousands of small files
        return self._run(name, [(self._files[begin : begin + each], step) for begin in range(0, len(self._files), each)], _first_task)

    def step(self, name: str, data: Sequence[Rows], step: Step) -> Rows:
        """Hand the rows to a step, all of a key together."""
        parts = [[path for rows in data for path in rows.part(number)] for number in range(self._parts)]
        return self._run(name, [(paths, step) for paths in parts if paths], _step_task)

    def _run(self, name: str, tasks: Sequence[tuple[Any, Any]], work: Callable[..., None]) -> Rows:
        folder = self._work / name.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        missing = [
            _Task(work, given, step, target, self._parts)
            for number, (given, step) in enumerate(tasks)
            if not (target := folder / f"{number:05}").exists()
        ]
        done = len(tasks) - len(missing)
        self._tell(name, done, len(tasks))
        for task, deaths in in_processes(iter(missing), Work(_do, _itself, _died, _nothing), self._jobs):
            if any(deaths):
                raise BatchError(
                    f"a process died over {task.target.name} of the step {name} (out of memory?); "
                    "what was done is kept: run the same command again, with fewer --jobs"
                )
            done += 1
            self._tell(name, done, len(tasks))
        return Rows(folder)


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[..., None]
    given: Any
    step: Any
    target: Path
    parts: int


def _do(task: _Task) -> bool:
    task.work(task.given, task.step, task.target, task.parts)
    return False


def _itself(task: _Task) -> Iterator[_Task]:
    yield task


def _died(_: _Task) -> bool:
    return True


def _nothing() -> None:
    """A process needs nothing: all that a step knows comes with it."""


def _first_task(files: Sequence[Path], step: First, target: Path, parts: int) -> None:
    _write((row for file in files for row in _rows_of(file, step)), target, parts)


def _rows_of(file: Path, step: First) -> Iterator[Row]:
    with pq.ParquetFile(file) as table:
        for batch in table.iter_batches(4_096, columns=list(NEEDED)):
            yield from step(batch)


def _step_task(paths: Sequence[Path], step: Step, target: Path, parts: int) -> None:
    found: dict[str, list[bytes]] = defaultdict(list)
    for path in paths:
        for key, value in _read(path):
            found[key].append(value)
    _write((row for key in sorted(found) for row in step(key, found.pop(key))), target, parts)


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    with pa.OSFile(str(path)) as source, pa.ipc.open_stream(source) as stream:
        for batch in stream:
            yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)


def _write(rows: Iterable[Row], target: Path, parts: int) -> None:
    """Write rows by channel and part of the keys; the folder gets its name when all is written."""
    new = target.with_name(f"{target.name}.new-{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    held: dict[tuple[str, int], list[tuple[str, bytes]]] = defaultdict(list)
    files: dict[tuple[str, int], pa.ipc.RecordBatchStreamWriter] = {}
    size = 0
    for channel, key, value in rows:
        held[channel, crc32(key.encode()) % parts].append((key, value))
        size += len(key) + len(value)
        if size > HELD:
            _flush(held, files, new)
            size = 0
    _flush(held, files, new)
    for file in files.values():
        file.close()
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)


def _flush(
    held: dict[tuple[str, int], list[tuple[str, bytes]]], files: dict[tuple[str, int], pa.ipc.RecordBatchStreamWriter], folder: Path
) -> None:
    for (channel, part), rows in held.items():
        if (channel, part) not in files:
            files[channel, part] = pa.ipc.new_stream(str(folder / f"{channel}-{part:04}.arrow"), _PAIR, options=_OPTIONS)
        keys, values = zip(*rows, strict=True)
        files[channel, part].write_batch(pa.record_batch([pa.array(keys, pa.string()), pa.array(values, pa.binary())], schema=_PAIR))
    held.clear()
