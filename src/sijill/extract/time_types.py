"""What a time expression says, before it is set against a day of publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

TimeKind = Literal[
    "date", "month", "year", "weekday", "shift", "unit", "season", "decade", "clock", "part",
    "ago", "back", "after", "since", "until", "range", "duration", "vague",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What the words say; None where they say nothing of it. Nothing here is worked out.

    Attributes:
        calendar: "gregorian", "hijri" or "solar"; of the month or the year.
        year, month, day: as said; `day_to`, `weekday_to`, `year_to` the last of several («3 و5 آذار»).
        weekday: 0 (Monday) to 6. `weekday_to` after a night: the night between the two.
        shift: days from the day of publication.
        unit, amount, relative: «ثلاثة أيام», «الأسبوع الماضي».
        of_unit, of_relative: «من العام الماضي» after a day or a month.
        span: "start", "middle" or "end" of what follows.
        part: part of the day. hour, minute: as said; `zone` "gmt" or "local" where said.
    """

    calendar: str = "gregorian"
    year: int | None = None
    year_to: int | None = None
    month: int | None = None
    day: int | None = None
    day_to: int | None = None
    weekday: int | None = None
    weekday_to: int | None = None
    shift: int | None = None
    unit: str | None = None
    amount: int | None = None
    relative: str | None = None
    of_unit: str | None = None
    of_relative: str | None = None
    season: str | None = None
    decade: int | None = None
    span: str | None = None
    part: str | None = None
    hour: int | None = None
    minute: int = 0
    zone: str | None = None
    event: bool = False  # counted from another event: «قبل يومين من الهجوم»


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in a text, not yet resolved.

    Attributes:
        first, last: its words, half open. start, end: folded offsets without joined particles.
        entry: the lexicon entry of the word that gave most, or a rule. entries: all that took part.
        kind: what sort of time.
        says: what the words say. until: the other end of a range between two times.
        of_statement: True where it dates a statement and not what is told («قال الخميس إن»).
    """

    first: int
    last: int
    start: int
    end: int
    entry: str
    kind: TimeKind
    says: Said
    until: Said | None = None
    of_statement: bool = False
    entries: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """A `Said` being put together, with what the reader must remember."""

    calendar: str = "gregorian"
    year: int | None = None
    year_to: int | None = None
    month: int | None = None
    day: int | None = None
    day_to: int | None = None
    weekday: int | None = None
    weekday_to: int | None = None
    shift: int | None = None
    unit: str | None = None
    amount: int | None = None
    relative: str | None = None
    of_unit: str | None = None
    of_relative: str | None = None
    season: str | None = None
    decade: int | None = None
    span: str | None = None
    part: str | None = None
    hour: int | None = None
    minute: int = 0
    zone: str | None = None
    event: bool = False
    weak: bool = False  # its month is a common word too, and nothing yet speaks for the month
    standing: bool = False  # its part of the day can stand alone
    earlier: bool = False  # «في وقت سابق»
    entries: list[str] = field(default_factory=list)

    def said(self) -> Said:
        """What was put together."""
        return Said(
            self.calendar, self.year, self.year_to, self.month, self.day, self.day_to, self.weekday, self.weekday_to, self.shift,
            self.unit, self.amount, self.relative, self.of_unit, self.of_relative, self.season, self.decade, self.span, self.part,
            self.hour, self.minute, self.zone, self.event,
        )  # fmt: skip

    @property
    def empty(self) -> bool:
        """True where nothing was said yet."""
        return not self.entries

    @property
    def dated(self) -> bool:
        """True where a day, or something that leads to one, was said."""
        return self.weekday is not None or self.shift is not None or self.day is not None

    @property
    def kind(self) -> TimeKind | None:
        """The sort of time; None where the words do not make one."""
        if self.weak:
            return None
        if self.day is not None and (self.month is not None or self.of_unit):
            return "date"
        if self.weekday is not None:
            return "weekday"
        if self.shift is not None:
            return "shift"
        if self.month is not None:
            return "month"
        if self.season is not None:
            return "season" if self.year is not None or self.relative or self.of_unit else None
        if self.decade is not None:
            return "decade"
        if self.unit is not None:
            return "unit" if self.relative or self.span else None
        if self.year is not None:
            return "year"
        if self.hour is not None:
            return "clock"
        if self.part is not None:
            return "part" if self.standing else None
        return None
