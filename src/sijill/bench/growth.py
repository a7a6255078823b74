"""How the time of reading grows: with the length of a text, with the number of articles, with the size of the lexicon."""

from __future__ import annotations

import gc
import re
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sijill.knowledge import Knowledge, at_rest, load
from sijill.model import Report
from sijill.reading import read_report

DAY = date(2021, 9, 14)
SHORT = 9  # a short text is read so many times as often as a long one, since chance weighs more on it
_MARKS = re.compile(r"[^\w\s]|_")
_SPACE = re.compile(r"\s+")

# How a long text is made of articles.
KINDS = {
    "articles joined": "articles one behind the other",
    "one article repeated": "the sentences of one article again and again",
    "one sentence repeated": "one sentence again and again, in one paragraph",
    "no punctuation": "articles one behind the other without any mark or line",
}


def made(kind: str, texts: Sequence[str], size: int) -> str:
    """A text of a kind, of about so many bytes of UTF-8."""
    longest = max(texts, key=len)
    sentence = max(longest.split("\n"), key=len)
    pieces = {
        "articles joined": [f"{text}\n" for text in texts],
        "one article repeated": [f"{longest}\n"],
        "one sentence repeated": [f"{sentence} "],
        "no punctuation": [f"{_SPACE.sub(' ', _MARKS.sub(' ', text)).strip()} " for text in texts],
    }[kind]
    out: list[str] = []
    held = 0
    while held < size:
        out.append(pieces[len(out) % len(pieces)])
        held += len(out[-1].encode())
    return "".join(out).encode()[:size].decode("utf-8", "ignore")


def of_letters(texts: Sequence[str], kind: str, sizes: Sequence[int], rounds: int) -> dict[str, Any]:
    """The median time of one text of each size."""
    knowledge = _settled(load())
    long = {size: Report(made(kind, texts, size), published=DAY) for size in sizes}
    read_report(long[min(sizes)], knowledge)
    times: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            for _ in range(SHORT if size == min(sizes) else 1):
                times[size].append(_seconds(lambda r=long[size]: read_report(r, knowledge)))  # type: ignore[misc]
    return {"seconds": {str(size): statistics.median(found) for size, found in times.items()}}


def of_articles(texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """The median time of the texts read once, and of ten times as many."""
    knowledge = _settled(load())
    reports = [Report(text, published=DAY) for text in texts]
    _all(reports, knowledge)
    once, often = [], []
    for _ in range(rounds):
        once.append(_seconds(lambda: _all(reports, knowledge)))
        often.append(_seconds(lambda: [_all(reports, knowledge) for _ in range(10)]))
    return {"articles": len(reports), "once_s": statistics.median(once), "ten_times_s": statistics.median(often)}


def of_lexicon(texts: Sequence[str], times: int, rounds: int) -> dict[str, Any]:
    """The median time of the texts with our lexicon, and with one so many times as large, in turns."""
    from sijill.bench.invented import grown

    small, large = load(), _settled(grown(times, texts))
    reports = [Report(text, published=DAY) for text in texts]
    events = [_all(reports, small), _all(reports, large)]
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        ours.append(_seconds(lambda: _all(reports, small)))
        theirs.append(_seconds(lambda: _all(reports, large)))
    return {
        "times": times,
        "forms": [_forms(small), _forms(large)],
        "places": [len(small.gazetteer.rows), len(large.gazetteer.rows)],
        "events": events,
        "seconds": [statistics.median(ours), statistics.median(theirs)],
    }


def _settled(knowledge: Knowledge) -> Knowledge:
    """The same, left alone by the collector of garbage, as in `sijill read`."""
    gc.collect()
    at_rest()
    return knowledge


def _all(reports: Sequence[Report], knowledge: Knowledge) -> int:
    return sum(len(read_report(report, knowledge).events) for report in reports)


def _forms(knowledge: Knowledge) -> int:
    return sum(1 for shelf in knowledge.lexicon.forms.values() for _ in shelf.forms())


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of processor: growth is no matter of what else runs."""
    began = time.process_time()
    work()
    return time.process_time() - began
