"""What a process of the benchmark does: one work, measured from within; what it took goes to the parent as JSON."""

from __future__ import annotations

import gc
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sijill.bench.accuracy import annotation, score
from sijill.bench.growth import of_articles, of_letters, of_lexicon
from sijill.bench.works import WORKS, ReadAll
from sijill.knowledge import at_rest
from sijill.model import Report

KIB = 1024 if sys.platform != "darwin" else 1  # ru_maxrss counts kibibytes on Linux, bytes on macOS


def measure(asked: Mapping[str, Any], read_all: ReadAll) -> dict[str, Any]:
    """Do what is asked; `asked["do"]` is "speed", "accuracy", "letters", "articles" or "lexicon"."""
    path = Path(asked["input"])
    if asked["do"] == "speed":
        return _speed(path, asked["work"], asked["jobs"], asked["seconds"], read_all)
    if asked["do"] == "accuracy":
        return _accuracy(path, asked["work"], read_all)
    texts = [report.text for report in reports_of(path)]
    if asked["do"] == "letters":
        return of_letters(texts, asked["kind"], asked["sizes"], asked["rounds"])
    if asked["do"] == "articles":
        return of_articles(texts, asked["rounds"])
    return of_lexicon(texts, asked["times"], asked["rounds"])


def reports_of(path: Path) -> list[Report]:
    """The reports of a JSON Lines file.

    Raises:
        SourceError: naming file, line and key at fault.
    """
    from sijill.sources.jsonl import read_line

    lines = path.read_bytes().splitlines()
    return [read_line(line, path.name, number) for number, line in enumerate(lines, 1) if line.strip()]


def _speed(path: Path, name: str, jobs: int, seconds: float, read_all: ReadAll) -> dict[str, Any]:
    """Start-up, then reports until all are done or the time is over; several processes always do all."""
    reports = reports_of(path)
    before = time.perf_counter()
    gc.disable()  # as `sijill read` does while it loads
    started = WORKS[name].start(jobs, read_all)
    at_rest()
    gc.enable()
    load = time.perf_counter() - before
    done, characters = 0, 0
    until = seconds if jobs == 1 else float("inf")
    began, of_processor = time.perf_counter(), time.process_time()
    for report, _ in zip(reports, started.run(reports), strict=False):
        done += 1
        characters += len(report.text)
        if time.perf_counter() - began > until:
            break
    took, cpu = time.perf_counter() - began, time.process_time() - of_processor
    for process in multiprocessing.active_children():
        process.join()  # only a process that has ended and was waited for counts in RUSAGE_CHILDREN
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIB if jobs > 1 else 0
    return {"load_s": load, "work_s": took, "cpu_s": cpu, "articles": done, "characters": characters, "peak": max(_peak(), others)}


def _peak() -> int:
    """The most memory that this process has held, in bytes; the parent's, which `ru_maxrss` takes over when it starts one, left out."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


def _accuracy(path: Path, name: str, read_all: ReadAll) -> dict[str, Any]:
    lines = [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
    asked = [annotation(line) for line in lines]
    reports = reports_of(path)
    work = WORKS[name]
    started = work.start(1, read_all)
    found = [started.found(report, raw) for report, raw in zip(reports, started.run(reports), strict=True)]
    tallies = score(zip(asked, found, strict=True))
    return {kind: tallies[kind].figures() for kind in work.kinds}


def repeated(lines: Sequence[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """Articles again and again, each under an id of its own, until there are so many."""
    numbered = ((number, lines[number % len(lines)]) for number in range(count))
    return ({**line, "id": f"{line['id']}-{number}"} for number, line in islice(numbered, count))
