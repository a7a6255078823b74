"""Which events of different reports are one incident, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "unsure", "different"]


@dataclass(frozen=True, slots=True, order=True)
class EventRef:
    """One event of one report; orders by report, then event."""

    report: str
    event: str

    def __str__(self) -> str:
        return f"{self.report}#{self.event}"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparison found, and what that weighs.

    Attributes:
        comparison: what was compared ("day", "place", …).
        level: what was found, an id of `sijill.link.levels`.
        weight: what it adds to the score, in natural log odds.
        detail: the values themselves, for people.
    """

    comparison: str
    level: str
    weight: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Two events judged the same, unsure or different; `score` is the sum of the reasons' weights."""

    left: EventRef
    right: EventRef
    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """What the reports hold to have happened once.

    Attributes:
        id: made from the first member, so that it does not depend on the order of arrival.
        events: the events that report it as news, in order.
        recalled_by: background events of other reports that recall it; they never make an incident.
        links: the links between its events, the strongest first.
    """

    id: str
    events: tuple[EventRef, ...]
    recalled_by: tuple[EventRef, ...] = ()
    links: tuple[Link, ...] = ()
