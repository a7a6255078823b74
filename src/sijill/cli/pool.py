"""Reading many reports on one core or several, with the same outcome in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sijill.sources.errors import SourceError

if TYPE_CHECKING:
    from sijill.knowledge import Knowledge
    from sijill.model import Reading, Report

# What is wanted of each report: its record as a line of JSON, its CSV rows, or the reading itself.
Want = Literal["jsonl", "csv", "reading"]

CHUNK = 8  # reports handed to a worker at once: enough to outweigh the handing over, few enough to keep order cheap


_own: Path | None = None


def use_lexicon(own: Path | None) -> None:
    """From now on read the entries of a folder of one's own (`knowledge/own.py`) too; None for that of $SIJILL_LEXICON."""
    global _own
    _own = own


def _knowledge() -> Knowledge:
    stated = os.environ.get("SIJILL_LEXICON")
    return _load(_own if _own is not None else Path(stated) if stated else None)


@cache
def _load(own: Path | None) -> Knowledge:
    """The lexicon, once in each process. Loaded before the workers are forked, it is shared with them.

    The collector of garbage looks at each of its 100,000 objects again and again while they are made, and
    finds nothing: without it loading takes 0.33 s instead of 0.75.
    """
    import gc

    from sijill.knowledge import at_rest, load

    gc.disable()
    try:
        return load(None, own)
    finally:
        at_rest()
        gc.enable()


def prepare(places: Path | None = None) -> Knowledge:
    """Load what every article needs, so that a fault in it is told once and before any is read.

    Raises:
        LexiconError: the lexicon cannot be used.
        DumpError: `places` is no database.
    """
    if places is not None:
        from sijill.store.places import PlacesDatabase

        with PlacesDatabase(places) as database:
            database.count()
    return _knowledge()


def read_one(item: Report | SourceError, want: Want, places: Path | None = None) -> str | Reading | SourceError:
    """One report. Whatever goes wrong in it stays with it."""
    if isinstance(item, SourceError):
        return item
    from sijill.reading import read_report
    from sijill.sources.days import with_likely_day

    try:
        item = with_likely_day(item)
        knowledge = _knowledge()
        if places is not None:
            from sijill.api import with_places

            knowledge = with_places(knowledge, item.text, places)
        reading = read_report(item, knowledge)
        if want == "jsonl":
            from sijill.exports.record import record_line

            return record_line(reading)
        if want == "csv":
            from sijill.exports.csv_rows import csv_text, rows_of

            return csv_text(rows_of(reading), header=False)
        return reading
    except Exception as error:  # a fault in one article must not stop the batch
        return _lost(item, f"could not be read: {type(error).__name__}: {error}; please report this as a fault of Sijill")


def _lost(item: Report, reason: str) -> SourceError:
    """The error about an article, at the place where it was found."""
    from sijill.sources.located import Located

    if isinstance(item, Located) and item.where:
        return SourceError(item.where, item.line, f"article {item.id} {reason}")
    return SourceError(f"article {item.id}", None, reason)


def read_all(
    items: Iterator[Report | SourceError], want: Want, jobs: int, places: Path | None = None
) -> Iterator[str | Reading | SourceError]:
    """Every item's outcome in order.

    Raises:
        LexiconError: the lexicon cannot be used.
        DumpError: `places` is no database.
    """
    prepare(places)
    if jobs <= 1:
        for item in items:
            yield read_one(item, want, places)
        return
    yield from _in_processes(items, want, jobs, places)


def _chunk(items: Sequence[Report | SourceError], want: Want, places: Path | None) -> list[str | Reading | SourceError]:
    return [read_one(item, want, places) for item in items]


def _in_processes(
    items: Iterator[Report | SourceError], want: Want, jobs: int, places: Path | None
) -> Iterator[str | Reading | SourceError]:
    from sijill.batch.pool import Work, in_processes

    chunks = iter(lambda: list(islice(items, CHUNK)), [])
    work: Work[list[Report | SourceError], list[str | Reading | SourceError]] = Work(
        partial(_chunk, want=want, places=places), _apart, _all_died, use_lexicon, (_own,)
    )
    for _, results in in_processes(chunks, work, jobs):
        for outcomes in results:
            yield from outcomes


def _apart(chunk: list[Report | SourceError]) -> list[list[Report | SourceError]]:
    return [[item] for item in chunk]


def _all_died(chunk: list[Report | SourceError]) -> list[str | Reading | SourceError]:
    return [item if isinstance(item, SourceError) else _died(item) for item in chunk]


def _died(item: Report) -> SourceError:
    return _lost(item, "could not be read: its process died (out of memory?); try it alone with --jobs 1")
