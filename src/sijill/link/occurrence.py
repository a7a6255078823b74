"""An event with what linking compares, taken out of its statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sijill.knowledge.lexicon import Lexicon, fold_words
from sijill.model import Count, Event, EventRef, Place, Report, Statement, When
from sijill.text import without_article

OPEN_DAYS = 3  # an event of the news without a day of its own happened in these days before publication, or on it
LONGEST = timedelta(days=14)  # «since 6 March»: what lasted longer says too little of a day to be linked by it
_FINE = frozenset({"site", "town"})
Range = tuple[int, int]
# Types that reports of one occurrence are found to confuse.
FAMILIES = (
    frozenset({"shelling", "air_strike", "drone_strike", "armed_attack", "explosion", "chemical_attack"}),
    frozenset({"ied", "explosion", "suicide_bombing", "grenade"}),
    frozenset({"killing", "assassination", "armed_attack"}),
    frozenset({"armed_clash", "armed_attack", "territory_captured"}),
    frozenset({"arrest", "security_operation", "abduction"}),
    frozenset({"protest", "riot", "protest_repressed"}),
)
_BITS = {type: sum(1 << n for n, family in enumerate(FAMILIES) if type in family) for family in FAMILIES for type in family}
SAYS = ("clock", "actors", "target_kinds", "killed", "wounded", "weapons")  # compared only where both say something of it


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
        first, last, told: `start`, `end` and `published` as numbers of days (`date.toordinal`); `told` is 0 where it is not known.
        country: of the place; "" where that is not known.
        families: which families of types it belongs to, as bits; two that share one are easily confused.
        says: which of what is compared where both say something it says (`SAYS`), as bits.
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
    # What follows from these, made once: each occurrence is compared with hundreds.
    first: int = field(init=False, repr=False, compare=False)
    last: int = field(init=False, repr=False, compare=False)
    told: int = field(init=False, repr=False, compare=False)
    country: str = field(init=False, repr=False, compare=False)
    families: int = field(init=False, repr=False, compare=False)
    says: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make what follows from the rest."""
        put = object.__setattr__
        put(self, "first", self.start.toordinal())
        put(self, "last", self.end.toordinal())
        put(self, "told", self.published.toordinal() if self.published else 0)
        put(self, "country", (self.place.country if self.place else None) or "")
        put(self, "families", _BITS.get(self.type, 0))
        put(self, "says", sum(1 << n for n, name in enumerate(SAYS) if getattr(self, name) not in (None, frozenset())))


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
    return make(
        EventRef(report.id, event.id),
        event.type.value,
        event.status.value == "new",
        report.published,
        event.date.value if event.date else None,
        event.place.value if event.place else None,
        not_names,
        clock=event.time.value if event.time else None,
        actors=frozenset(s.value.actor_id for s in event.perpetrators if s.value.actor_id),
        actor_kinds=frozenset(s.value.kind for s in event.perpetrators),
        target_kinds=frozenset(s.value.kind for s in event.targets),
        weapons=frozenset(s.value for s in event.weapons),
        killed=_range(event.killed),
        wounded=_range(event.wounded),
    )


def make(
    ref: EventRef,
    type: str,
    news: bool,
    published: date | None,
    when: When | None,
    place: Place | None,
    not_names: frozenset[str],
    *,
    clock: str | None = None,
    actors: frozenset[str] = frozenset(),
    actor_kinds: frozenset[str] = frozenset(),
    target_kinds: frozenset[str] = frozenset(),
    weapons: frozenset[str] = frozenset(),
    killed: Range | None = None,
    wounded: Range | None = None,
) -> Occurrence | None:
    """An occurrence out of its values; None where no day can be told.

    Args:
        ref: which event of which report.
        type: the type of event.
        news: False for background.
        published: the report's day of publication.
        when: the days that the text gives.
        place: the place that it gives.
        not_names: what `place_words` gives.
        clock: HH:MM.
        actors: ids of the registry of those who did it.
        actor_kinds: their kinds.
        target_kinds: the kinds of those who suffered it.
        weapons: as the record names them.
        killed: lowest and highest figure.
        wounded: the same.
    """
    days = days_of(when, news, published)
    if days is None:
        return None
    fine = place is not None and (place.precision in _FINE or (place.gazetteer_id is None and place.lat is not None))
    return Occurrence(
        ref, type, days[0], days[1], days[2], published, news, _minutes(clock) if clock else None, place, _names(place, not_names), fine,
        actors, actor_kinds, target_kinds, weapons, killed, wounded,
    )  # fmt: skip


def days_of(when: When | None, news: bool, published: date | None) -> tuple[date, date, bool] | None:
    """The days on which it may have happened, and whether the text says so; None where a month or a year is all that is known."""
    if when is not None and when.start is not None and when.end is not None and _tells_a_day(when):
        return when.start, when.end, True
    if not news or published is None:
        return None
    start, end = published - timedelta(days=OPEN_DAYS), published
    if when is not None and when.start is not None and when.end is not None:
        start, end = max(start, when.start), min(end, when.end)
        if start > end:
            return None
    return start, end, False


def _tells_a_day(when: When) -> bool:
    short = when.start is not None and when.end is not None and when.end - when.start <= LONGEST
    return short and when.precision in ("day", "week")


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
