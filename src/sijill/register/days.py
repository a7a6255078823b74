"""The day of an incident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sijill.model import Settled, Told, When
from sijill.register.votes import by_votes

OPEN_DAYS = 1  # news without a day is mostly of the day of its publication or the day before
_GRAINS = ("day", "week", "month", "year")
IN_WORDS = "the day that most independent reports give in words"
FROM_PUBLICATION = "no report gives the day; the day of the first publication and the day before"


def settled_day(told: Sequence[Told], published: Iterable[date | None]) -> Settled[When] | None:
    """The day that most reports give in words; where none does, when it was first published, said so and with the precision of a week.

    Falling back to the day of publication is wrong more often than right: it is never done silently, and
    never with the precision of a day.
    """
    for grain in _GRAINS:
        fine = [t for t in told if isinstance(t.value, When) and t.value.precision == grain and t.value.start is not None]
        if not fine:
            continue
        chosen = by_votes(fine, IN_WORDS, lambda t: (t.value.start, t.value.end))
        if chosen is None:
            continue
        start, end = chosen.value
        others = tuple(t for t in told if t.value.start is not None and not _agrees(t.value, start, end))
        when = When(start, end, chosen.support[0].value.precision, rule=IN_WORDS)
        return Settled(when, IN_WORDS, chosen.support, others)
    known = sorted(day for day in published if day is not None)
    if not known:
        return None
    when = When(known[0] - timedelta(days=OPEN_DAYS), known[0], "week", rule=FROM_PUBLICATION)
    return Settled(when, FROM_PUBLICATION, ())


def _agrees(when: When, start: date, end: date) -> bool:
    """Whether an interval holds the days chosen, or lies within them: a night's two days, and one of them."""
    if when.start is None or when.end is None:
        return True
    return (when.start <= start and end <= when.end) or (start <= when.start and when.end <= end)
