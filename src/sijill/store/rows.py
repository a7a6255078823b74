"""What the register gives and takes: frozen rows. Days and instants are Python's own; instants are in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from sijill.model import Capture, EventRef, Incident, Review
from sijill.store.columns import Json

R = TypeVar("R")
SubjectKind = Literal["incident", "event", "report"]
# How incidents are ordered: by their day, by when they came into the register, by the highest figure of killed.
Order = Literal["latest", "earliest", "arrived", "killed"]
# What incidents are counted by.
CountedBy = Literal["day", "type", "country", "admin1", "review", "contested"]
Outcome = Literal["new", "version", "known", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where reports come from: a feed, a sitemap, a folder. `leaning` is as `leaning_by` states it; `id` is 0 before it is added."""

    address: str
    kind: str
    outlet: str
    country: str | None = None
    zone: str | None = None
    leaning: str | None = None
    leaning_by: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of a capture: the report, the version that holds its words, and what was new."""

    report: str
    version: int
    outcome: Literal["new", "version", "known"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report, numbered from 1, as it was captured."""

    report: str
    number: int
    capture: Capture


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report without its text: what is known of its latest version, and what it was last read with ("" where never)."""

    id: str
    key: str
    title: str
    outlet: str
    published: date | None
    url: str | None
    latest: int
    read_version: int | None = None
    read_knowledge: str = ""
    read_code: str = ""


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading as it was put: the event record, and which version, knowledge, engine and code it belongs to."""

    report: str
    version: int
    knowledge: str
    engine: str
    code: str
    made: datetime
    record: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of a report's current reading; `record` is its own part of the event record."""

    ref: EventRef
    version: int
    outlet: str
    published: date | None
    type: str
    status: str
    first: date | None
    last: date | None
    country: str | None
    admin1: str | None
    record: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class Projection:
    """An incident's projection: the columns by which it is asked for, and the whole as JSON.

    Attributes:
        first, last: its days, both included, or None.
        facets: further values by which it is asked for, as pairs: ("actor", id), ("weapon", …), ("outlet", …).
        words: the text in which a search looks: quotes, names, titles.
        record: the whole projection; the store does not look into it.
    """

    id: str
    type: str
    factuality: str
    first: date | None
    last: date | None
    date_precision: str
    country: str | None
    admin1: str | None
    place: str | None
    place_precision: str | None
    lat: float | None
    lon: float | None
    killed_low: int | None
    killed_high: int | None
    reports: int
    independent: int
    confidence: float
    review: Review
    contested: bool
    knowledge: str
    code: str
    made: datetime
    record: Json = field(repr=False)
    facets: tuple[tuple[str, str], ...] = ()
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of incidents (or of reports: `since`, `until`, `outlets` and `text` alone). What is empty asks nothing.

    Attributes:
        since, until: incidents that may have happened on one of these days; those without a day are left out.
        facets: pairs that must all hold, as `Projection.facets` gives them.
        killed_at_least: at least so many by the highest figure.
        factuality: "asserted" or "alleged".
        confidence_at_least: as sure as that, of 1.
        text: words that must all be there, however they are spelled.
    """

    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    facets: tuple[tuple[str, str], ...] = ()
    outlets: tuple[str, ...] = ()
    killed_at_least: int | None = None
    review: tuple[Review, ...] = ()
    contested: bool | None = None
    text: str = ""
    factuality: tuple[str, ...] = ()
    confidence_at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows of an answer; `cursor` asks for those behind them and is "" where there are none."""

    rows: tuple[R, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class StoredIncident:
    """An incident with its members and its projection, which is None until it was made."""

    incident: Incident
    projection: Projection | None


@dataclass(frozen=True, slots=True)
class IncidentState:
    """What an incident rests on: whoever saw another state saw another incident.

    Attributes:
        members: report, event and role ("news" or "recalled") of each.
        readings: of each report the version that was read, and with which knowledge, engine and code.
        decisions: numbers of those about it or its events, undoings among them.
        projected: its state of review and its number of independent reports; None before it is projected.
    """

    members: tuple[tuple[str, str, str], ...]
    readings: tuple[tuple[str | int | None, ...], ...]
    decisions: tuple[int, ...]
    projected: tuple[str, int] | None


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What a decision is about."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer did. `id` is 0 before it is added; `undone_by` is the decision that undid it.

    `before` and `after` are what the decision found and what it set, as JSON objects. `sample` names the double-coded
    sample to which it belongs.
    """

    at: datetime
    reviewer: str
    kind: str
    subjects: tuple[Subject, ...]
    reason: str
    knowledge: str
    code: str
    before: Json | None = None
    after: Json | None = None
    undoes: int | None = None
    sample: str | None = None
    id: int = 0
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that copies another, the first of its group; `likeness` is the share of shingles that both have."""

    report: str
    leader: str
    kind: Literal["exact", "near"]
    likeness: float
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    """What finds near copies of a report; the store does not look into it. `day` is that of publication."""

    report: str
    day: date | None
    sketch: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that can be broken off. `position` says, in the words of its kind, up to where it is done."""

    id: int
    kind: str
    target: str
    started: datetime
    finished: datetime | None
    position: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JobItem:
    """What became of one item of a job."""

    item: str
    outcome: Outcome
    report: str | None = None
    version: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen, numbered export: the digest of every incident in it."""

    number: int
    at: datetime
    code: str
    knowledge: str
    codebook: str
    note: str
    digests: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the register that does not hold: in which table, which row, and what is wrong."""

    table: str
    row: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Spot:
    """What a map, a timeline and a list of one line need of an incident; the columns are those of `Projection`."""

    id: str
    type: str
    first: date | None
    last: date | None
    country: str | None
    admin1: str | None
    place: str | None
    place_precision: str | None
    lat: float | None
    lon: float | None
    killed_low: int | None
    killed_high: int | None
    review: Review
    contested: bool
