"""What the register holds of an incident: its fields settled from the statements of every report, with what contradicts them.

A projection is made from statements, links and decisions alone, and can be made again at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from sijill.model.incident import EventRef, Incident
from sijill.model.spans import Evidence
from sijill.model.values import Party, Place, When

V = TypeVar("V")
Review = Literal["unreviewed", "accepted", "corrected", "rejected", "flagged"]


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of one report on one field of the incident.

    Attributes:
        field: name of the event's field ("killed", "place", …).
        value: as read: a `When`, `Place`, `Party`, `Count` or str.
        rule: the rule of the reading that said so.
        says: who says so: the outlet, or whom it quotes.
        report_day: the report's day of publication.
        copy_of: the first report of a group of copies to which this one belongs; "" where it stands alone.
    """

    ref: EventRef
    field: str
    value: Any
    evidence: tuple[Evidence, ...]
    rule: str
    says: tuple[str, ...]
    outlet: str
    report_day: date | None
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Settled(Generic[V]):
    """A settled field: its value, the rule by which it was settled, who supports it and who says otherwise."""

    value: V
    rule: str
    support: tuple[Told, ...]
    against: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """Figures of an incident: the lowest and highest that any report gives, and the conservative one.

    Where every report has words alone, `words` is the least of them ("tens", "dozens", "hundreds", "thousands") and the figures are
    what these count as (`WORD_FIGURES`); else it is "".
    """

    low: int
    high: int
    conservative: int
    words: str = field(default="", metadata={"unless_empty": True})


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """An incident with its settled fields. A field that no report gives is None or empty.

    Attributes:
        claimed_by: who says "we did it".
        accused: who is said to have done it by another than the outlet.
        perpetrators: whom the reports themselves name as the author, unknown gunmen included.
        reports: ids of the reports that tell it as news; `independent` counts copies once.
        review: what reviewers decided; `corrected_fields` are settled by their hand.
        waiting: numbers of decisions that wait for a second reviewer; they change nothing yet.
    """

    incident: Incident
    type: Settled[str]
    factuality: Settled[str]
    date: Settled[When] | None
    clock: Settled[str] | None
    place: Settled[Place] | None
    perpetrators: tuple[Settled[Party], ...]
    claimed_by: tuple[Settled[Party], ...]
    accused: tuple[Settled[Party], ...]
    denied_by: tuple[Settled[Party], ...]
    targets: tuple[Settled[Party], ...]
    weapons: tuple[Settled[str], ...]
    killed: Settled[Toll] | None
    wounded: Settled[Toll] | None
    captured: Settled[Toll] | None
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    independent: int
    confidence: float
    review: Review = "unreviewed"
    corrected_fields: tuple[str, ...] = ()
    waiting: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.incident.id

    @property
    def contested(self) -> tuple[str, ...]:
        """Names of the fields on which reports contradict one another."""
        single = ("type", "factuality", "date", "clock", "place", "killed", "wounded", "captured")
        return tuple(name for name in single if (settled := getattr(self, name)) is not None and settled.against)
