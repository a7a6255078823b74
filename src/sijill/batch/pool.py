"""Work in several processes, with the results in the order of the work; what kills a process is found and told, and stops nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4  # pieces of work for each process that are waiting or done; bounds memory on endless input


@dataclass(frozen=True, slots=True)
class Work(Generic[T, R]):
    """What is done with each piece of work, in processes of their own.

    Attributes:
        do: the work; a function of a module.
        apart: a piece as the pieces of one that it is made of.
        died: the result of a piece of one that killed its process.
        start: called first in each process, with `args`.
    """

    do: Callable[[T], R]
    apart: Callable[[T], Iterable[T]]
    died: Callable[[T], R]
    start: Callable[..., None]
    args: tuple[Any, ...] = ()


def in_processes(pieces: Iterator[T], work: Work[T, R], jobs: int) -> Generator[tuple[T, list[R]], None, None]:
    """Each piece with its result, in order; with those of the pieces of one where a process died over it."""
    waiting: deque[tuple[T, Future[R]]] = deque()
    pool = _pool(work, jobs)
    try:
        while True:
            while len(waiting) < jobs * AHEAD and (taken := list(islice(pieces, 1))):
                try:
                    waiting.append((taken[0], pool.submit(work.do, taken[0])))
                except BrokenProcessPool:
                    pool.shutdown(wait=True)
                    pool = _pool(work, jobs)
                    waiting.append((taken[0], pool.submit(work.do, taken[0])))
            if not waiting:
                return
            piece, future = waiting.popleft()
            try:
                results = [future.result()]
            except BrokenProcessPool:
                results = list(_one_by_one(piece, work))
            yield piece, results
    finally:
        # Waits for the pieces under way: left to the interpreter's end, the closing of the pool's pipe and the
        # last word written to it race, and the loser's traceback stands after a run that went well.
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(work: Work[Any, Any], jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_start, initargs=(os.getpid(), work.start, work.args))


def _one_by_one(piece: T, work: Work[T, R]) -> Iterator[R]:
    """A piece whose process died, each of its parts in a process of its own: only the one that kills it is lost."""
    for one in work.apart(piece):
        try:
            with _pool(work, 1) as alone:
                result = alone.submit(work.do, one).result()
        except BrokenProcessPool:
            result = work.died(one)
        yield result


def _start(parent: int, start: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Begin a process. Ctrl-C is for the parent, which ends its processes in order; where it was killed they end by themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    start(*args)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
