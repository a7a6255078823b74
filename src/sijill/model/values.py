"""What a statement can say: a day, a place, a number, a party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Precision = Literal["day", "week", "month", "year", "none"]
PlacePrecision = Literal["site", "town", "district", "governorate", "country", "none"]
Kind = Literal[
    "state_forces",
    "foreign_forces",
    "rebel_group",
    "militia",
    "jihadist_group",
    "unidentified_armed",
    "civilians",
    "protesters",
    "officials",
    "infrastructure",
    "other",
]
KINDS: frozenset[str] = frozenset(get_args(Kind))
PLACE_PRECISIONS: tuple[PlacePrecision, ...] = get_args(PlacePrecision)


@dataclass(frozen=True, slots=True)
class When:
    """A calendar interval with the grain of the words; both ends included.

    `precision` is "none" where no day can be told; `reason` then says why.
    `rule` names how a derived value was reached ("weekday before publication").
    `clock` is a time of day, HH:MM, where the words give one.
    """

    start: date | None
    end: date | None
    precision: Precision
    clock: str | None = None
    rule: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("an interval has both ends or none")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")
        if self.start is None and self.precision != "none":
            raise ValueError("an interval without days has the precision 'none'")


# What words that give no figure count as where one is needed: ACLED's rule.
WORD_FIGURES = {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1000}


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things as stated.

    `low` and `high` are None where the words give no figure; `qualifier` keeps what was said:
    "exact", "more_than", "at_least", "about", "at_most", "tens", "dozens", "hundreds",
    "thousands", "some", "none", "range".
    """

    low: int | None
    high: int | None
    qualifier: str = "exact"

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a count cannot be at least {self.low} and at most {self.high}")


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; coordinates are those of the named place, in decimal degrees (WGS 84)."""

    text: str
    name: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "none"
    gazetteer_id: str | None = None
    candidates: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Who did or suffered something, claims it, or is quoted: the outlet's words and a neutral label."""

    text: str
    label: str
    kind: str = "other"
    actor_id: str | None = None
    country: str | None = None
    loaded: bool = False
    count: Count | None = None
    alleged: bool = False  # what it is or whose it is, somebody only says
