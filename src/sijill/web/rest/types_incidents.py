"""What the API takes and gives of incidents."""

from __future__ import annotations

from datetime import date as day
from typing import Any, Literal

from pydantic import Field

from sijill.model import Review
from sijill.store.rows import Order
from sijill.web.rest.types import MOST, Days, DecisionOut, EventRefOut, Line, Party, PlaceOut, Strict, Toll


class Asking(Strict):
    """Which incidents are meant. All that is asked must hold.

    Of a name that stands several times one value is enough, but for actor, weapon, claimed_by and place: all of those must hold.
    """

    country: list[Line] = Field([], max_length=40, description="ISO 3166 codes: IQ, SY …", examples=[["IQ"]])
    admin1: list[Line] = Field([], max_length=40, description="Governorates or provinces, by their English names.", examples=[["Anbar"]])
    place: list[Line] = Field([], max_length=40, description="Names of places.")
    type: list[Line] = Field([], max_length=40, description="Types of events (`sijill types`).", examples=[["ied"]])
    since: day | None = Field(None, description="On this day or later: 2021-09-12.", examples=["2021-09-01"])
    until: day | None = Field(None, description="On this day or before.", examples=["2021-09-30"])
    actor: list[Line] = Field([], max_length=40, description="Actors by id, English label or Arabic name, in whatever part.")
    weapon: list[Line] = Field([], max_length=40, description="Weapons, in English.")
    claimed_by: list[Line] = Field([], max_length=40, description="Who claims it, as for `actor`.")
    outlet: list[Line] = Field([], max_length=40, description="Who published a report of it.")
    killed: int | None = Field(None, ge=0, le=9_999_999, description="At least so many killed, by the highest figure.", examples=[3])
    review: list[Literal["waiting", "unreviewed", "accepted", "corrected", "rejected", "flagged"]] = Field(
        [], description="States of review; `waiting` means unreviewed or flagged."
    )
    contested: Literal["yes", "no"] | None = Field(None, description="Whether reports contradict one another.")
    waiting: Literal["yes"] | None = Field(None, description="Only those on which a decision waits for a second reviewer.")
    min_confidence: float | None = Field(None, ge=0, le=1, description="At least as well supported as that.", examples=[0.5])
    text: Line | None = Field(None, description="Words that must all be there, however they are spelled.")
    status: list[Literal["asserted", "alleged"]] = Field([], description="How sure the reports are.")


class Listing(Asking):
    """Which incidents, in which order, and how many at once."""

    sort: Order = Field("latest", description="Those without a day, or without a figure of killed, come last.")
    limit: int = Field(50, ge=1, le=MOST, description="Rows of this page.")
    cursor: Line | None = Field(None, description="Of the page before: `cursor`, or the Link header.")
    format: Literal["json", "geojson"] | None = Field(None, description="Goes before the header Accept.")


class CountsAsked(Asking):
    """Which incidents, and what they are counted by."""

    by: Literal["day", "type", "country", "admin1", "review", "contested"] = "type"


class IncidentOut(Strict):
    """What the reports hold to have happened once: settled values, without the statements behind them."""

    id: str
    type: str
    factuality: str
    date: Days | None
    clock: str | None
    place: PlaceOut | None
    perpetrators: list[Party]
    claimed_by: list[Party]
    accused: list[Party]
    denied_by: list[Party]
    targets: list[Party]
    weapons: list[str]
    killed: Toll | None
    wounded: Toll | None
    captured: Toll | None
    reports: list[str]
    outlets: list[str]
    independent: int = Field(description="Reports that are no copies of one another.")
    confidence: float = Field(description="How well the fields are supported; no probability.")
    review: Review
    corrected_fields: list[str]
    contested: list[str] = Field(description="Fields on which reports contradict one another.")
    waiting: list[int] = Field(description="Numbers of decisions that wait for a second reviewer.")


class Incidents(Strict):
    """A page of incidents."""

    items: list[IncidentOut]
    cursor: str | None = Field(description="Asks for the next page; null where this is the last.")


class Feature(Strict):
    """An incident as a feature of RFC 7946."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


class Features(Strict):
    """A page of incidents as a collection of features."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]
    cursor: str | None = None


class Counts(Strict):
    """How many incidents there are of each."""

    by: str
    counts: dict[str, int]
    total: int


class SettledOut(Strict):
    """A settled value: by which rule, and the numbers (`n`) of the statements for and against it."""

    value: Any
    rule: str
    support: list[int]
    against: list[int]


class StatementOut(Strict):
    """One statement of one report on one field, with the words it came from."""

    n: int
    report: str
    event: str
    field: str
    value: Any
    evidence: list[tuple[int, int, str]] = Field(description="First and last code point (half-open) of the report's text, and the words.")
    rule: str
    says: list[str]
    outlet: str
    report_day: str | None
    copy_of: str | None


class ReasonOut(Strict):
    """What one comparison of two events found and what that weighs, in natural log odds."""

    comparison: str
    level: str
    weight: float
    detail: str


class LinkOut(Strict):
    """Two events judged to be one, or not: `score` is the sum of the reasons with what all pairs start from."""

    left: EventRefOut
    right: EventRefOut
    verdict: str
    score: float
    reasons: list[ReasonOut]


class IncidentWhole(Strict):
    """An incident with every statement of every report."""

    id: str
    version: str = Field(description="The ETag, for If-Match.")
    type: SettledOut
    factuality: SettledOut
    date: SettledOut | None
    clock: SettledOut | None
    place: SettledOut | None
    killed: SettledOut | None
    wounded: SettledOut | None
    captured: SettledOut | None
    perpetrators: list[SettledOut]
    claimed_by: list[SettledOut]
    accused: list[SettledOut]
    denied_by: list[SettledOut]
    targets: list[SettledOut]
    weapons: list[SettledOut]
    contested: list[str]
    reports: list[str]
    outlets: list[str]
    independent: int
    confidence: float
    review: Review
    corrected_fields: list[str]
    waiting: list[int]
    events: list[EventRefOut]
    recalled_by: list[EventRefOut]
    statements: list[StatementOut]


class Statements(Strict):
    """The statements of an incident."""

    items: list[StatementOut]


class Links(Strict):
    """The links between the events of an incident, the strongest first."""

    items: list[LinkOut]


class History(Strict):
    """What was decided about an incident, in order, undone decisions too."""

    items: list[DecisionOut]
