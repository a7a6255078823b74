"""Reads a batch, and is killed when it forces something to the disk for the n-th time. Run as a program; 0 kills nothing.

A kill between two such points leaves what one at the earlier of them leaves, but for files that do not count yet.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sijill.batch import runs
from sijill.batch.engines import Job
from sijill.batch.process import read
from sijill.knowledge import load


def main(source: str, output: str, points: list[int]) -> None:
    """Go on with one job, killed at each of the points in turn; the lexicon is loaded once for all."""
    load()
    for point in points:
        child = os.fork()
        if not child:
            _one(source, output, point)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)  # noqa: T201


def _one(source: str, output: str, point: int) -> None:
    forced = 0
    force = runs.force

    def counted(path: Path) -> None:
        nonlocal forced
        forced += 1
        if forced == point:
            os.kill(os.getpid(), signal.SIGKILL)
        force(path)

    runs.force = counted
    code = 1
    try:
        read(Job((source,), Path(output), jobs=1, keep=0.0), lambda now: None)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], [int(word) for word in sys.argv[3].split(",")])
