"""What a tool gets right: the days, places, parties and event words that it finds beside those of annotated articles.

One definition for all, whatever a tool was made for (docs/explanation/speed.md tells it in words):

- **days**: those of the events that the annotation dates to the day (a night is its two days). A tool's are the calendar
  days that it gives for words of the article.
- **places, parties, events**: the wordings that the annotation quotes for the place of an event, for who did it, suffered it
  or claims it, and for the event itself. One is found where the tool marks words inside one of them, or over it.
- *recall* counts what is annotated, *precision* what the tool marked. What an article names besides its events (a party's
  spokesman's town, the day of a statement) counts against every tool alike, so that no precision here reaches 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

KINDS = ("days", "places", "parties", "events")
Range = tuple[int, int]
_PARTIES = ("perpetrators", "targets", "claimed_by")
_NIGHT = timedelta(days=1)


class GoldError(ValueError):
    """An annotated article cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool found in one article: days, and ranges of code points by kind."""

    days: frozenset[date] = frozenset()
    ranges: Mapping[str, tuple[Range, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an annotated article asks for: days as intervals, and for each kind the ranges in which one item stands."""

    days: tuple[tuple[date, date], ...]
    items: Mapping[str, tuple[tuple[Range, ...], ...]]


@dataclass(slots=True)
class Tally:
    """Counts of one kind: items annotated and hit, things found and right."""

    items: int = 0
    hit: int = 0
    found: int = 0
    right: int = 0

    def figures(self) -> dict[str, float | int | None]:
        """Precision, recall and their mean; None where there was nothing to be right about."""
        p = self.right / self.found if self.found else None
        r = self.hit / self.items if self.items else None
        f = 2 * p * r / (p + r) if p and r else (0.0 if p is not None and r is not None else None)
        rounded = [None if x is None else round(x, 4) for x in (p, r, f)]
        return {"p": rounded[0], "r": rounded[1], "f1": rounded[2], "items": self.items, "hit": self.hit, "found": self.found}


def annotation(data: Mapping[str, Any]) -> Annotation:
    """What a line of an annotated file asks for.

    Raises:
        GoldError: naming what is missing.
    """
    try:
        text = str(data["text"])
        days: dict[tuple[date, date], None] = {}
        items: dict[str, dict[tuple[Range, ...], None]] = {kind: {} for kind in KINDS[1:]}
        for event in data["events"]:
            told = event.get("date") or {}
            if told.get("precision") == "day" and told.get("start"):
                start, end = date.fromisoformat(told["start"]), date.fromisoformat(told["end"])
                if end - start <= _NIGHT:
                    days[start, end] = None
            place = event.get("place") or {}
            if place.get("text"):
                items["places"][_places(text, [place["text"]], 0, len(text))] = None
            for party in (p for name in _PARTIES for p in event.get(name) or ()):
                wordings = [party["text"]] if isinstance(party["text"], str) else party["text"]
                items["parties"][_places(text, wordings, 0, len(text))] = None
            mentions = [found for sentence, words in event["mentions"] for found in _places(text, [words], *data["sentences"][sentence])]
            items["events"][tuple(mentions)] = None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"article {data.get('id')}: not in the form of an annotation ({type(error).__name__}: {error})") from None
    return Annotation(tuple(days), {kind: tuple(item for item in found if item) for kind, found in items.items()})


def _places(text: str, wordings: Iterable[str], start: int, end: int) -> tuple[Range, ...]:
    """Where wordings stand in text[start:end]."""
    return tuple(m.span() for words in wordings if words for m in re.compile(re.escape(words)).finditer(text, start, end))


def score(pairs: Iterable[tuple[Annotation, Found]]) -> dict[str, Tally]:
    """What was right, by kind."""
    tallies = {kind: Tally() for kind in KINDS}
    for asked, found in pairs:
        _days(tallies["days"], asked.days, found.days)
        for kind in KINDS[1:]:
            _ranges(tallies[kind], asked.items.get(kind, ()), found.ranges.get(kind, ()))
    return tallies


def _days(tally: Tally, asked: Iterable[tuple[date, date]], found: frozenset[date]) -> None:
    wanted = list(asked)
    tally.items += len(wanted)
    tally.hit += sum(any(start <= day <= end for day in found) for start, end in wanted)
    tally.found += len(found)
    tally.right += sum(any(start <= day <= end for start, end in wanted) for day in found)


def _ranges(tally: Tally, asked: Iterable[tuple[Range, ...]], found: Iterable[Range]) -> None:
    wanted, given = list(asked), sorted(set(found))
    every = [one for item in wanted for one in item]
    tally.items += len(wanted)
    tally.hit += sum(any(_touch(one, two) for one in item for two in given) for item in wanted)
    tally.found += len(given)
    tally.right += sum(any(_touch(one, two) for two in every) for one in given)


def _touch(one: Range, two: Range) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def days_between(start: date, end: date) -> Iterator[date]:
    """The days of an interval, both ends included."""
    for step in range((end - start).days + 1):
        yield start + timedelta(days=step)
