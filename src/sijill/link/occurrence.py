"""An event with what linking compares, taken out of its statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sijill.knowledge.lexicon import Lexicon, fold_words, without_article
from sijill.model import Count, Event, EventRef, Place, Report, Statement

OPEN_DAYS = 3  # an event of the news without a day of its own happened in these days before publication, or on it
_FINE = frozenset({"site", "town"})
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event of one report, ready to be compared.

    Attributes:
        start, end: the days on which it may have happened, both included.
        dated: whether the text gives them; else they come from the day of publication.
        published: the report's day of publication, where known.
        clock: minutes after midnight, where the text gives an hour.
        names: the words of the place's name, folded, without nouns of places and directions.
        fine: whether the place is a town or finer, or a name that no gazetteer holds.
        actors: ids of the registry; `actor_kinds` and `target_kinds` are kinds of parties.
        news: False for background.
    """

    ref: EventRef
    type: str
    start: date
    end: date
    dated: bool
    published: date | None
    news: bool
    clock: int | None = None
    place: Place | None = None
    names: frozenset[str] = frozenset()
    fine: bool = False
    actors: frozenset[str] = frozenset()
    actor_kinds: frozenset[str] = frozenset()
    target_kinds: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    killed: Range | None = None
    wounded: Range | None = None


def place_words(lexicon: Lexicon) -> frozenset[str]:
    """Nouns of places, directions and their like («قرية», «شمال», «ريف»), folded, without article: no part of a name."""
    return frozenset(
        word for word, shelf in lexicon.forms.items() if any(lexicon.entries[form.entry].room == "places" for form in shelf.alone)
    ) | {"من", "في", "بين", "و"}


def occurrence(report: Report, event: Event, not_names: frozenset[str]) -> Occurrence | None:
    """An event as linking compares it; None for a sum of many, for what is denied, and where no day can be told at all.

    Args:
        report: the report that tells it; its day of publication bounds what has no day.
        event: one of its events.
        not_names: what `place_words` gives.
    """
    if event.aggregate or event.factuality.value == "denied":
        return None
    days = _days(report, event)
    if days is None:
        return None
    place = event.place.value if event.place else None
    return Occurrence(
        EventRef(report.id, event.id),
        event.type.value,
        days[0],
        days[1],
        days[2],
        report.published,
        event.status.value == "new",
        _minutes(event.time.value) if event.time else None,
        place,
        _names(place, not_names),
        place is not None and (place.precision in _FINE or (place.gazetteer_id is None and place.lat is not None)),
        frozenset(s.value.actor_id for s in event.perpetrators if s.value.actor_id),
        frozenset(s.value.kind for s in event.perpetrators),
        frozenset(s.value.kind for s in event.targets),
        frozenset(s.value for s in event.weapons),
        _range(event.killed),
        _range(event.wounded),
    )


def _days(report: Report, event: Event) -> tuple[date, date, bool] | None:
    """The days on which it may have happened, and whether the text says so."""
    when = event.date.value if event.date else None
    if when is not None and when.start is not None and when.end is not None and when.precision in ("day", "week"):
        return when.start, when.end, True
    if event.status.value != "new" or report.published is None:
        return None  # a month or a year alone says too little to be linked by
    start, end = report.published - timedelta(days=OPEN_DAYS), report.published
    if when is not None and when.start is not None and when.end is not None:
        start, end = max(start, when.start), min(end, when.end)
        if start > end:
            return None
    return start, end, False


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _names(place: Place | None, not_names: frozenset[str]) -> frozenset[str]:
    if place is None:
        return frozenset()
    return frozenset(map(without_article, fold_words(place.text))) - not_names


def _range(statement: Statement[Count] | None) -> Range | None:
    if statement is None:
        return None
    low, high = statement.value.low, statement.value.high
    known = [n for n in (low, high) if n is not None]
    return (known[0], known[-1]) if known else None
