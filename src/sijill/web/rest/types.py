"""What the API takes and gives, in the pieces that several resources share. Nothing is taken that was not asked for."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sijill.model.said import said

_LONE = re.compile("[\ud800-\udfff]")
MOST = 500  # of one page
LONGEST_ARTICLE = 40_000  # letters that are read while a person waits; about two seconds
# Any JSON value: what a decision sets depends on its field.
Json = Any


def whole(words: str) -> str:
    """Words that every part of the program can keep.

    Raises:
        ValueError: they hold U+0000 or half a character.
    """
    if "\0" in words or _LONE.search(words):
        raise ValueError(said("invalid.null", "holds U+0000 or a lone surrogate; decode it again from its bytes"))
    return words


Line = Annotated[str, Field(max_length=300), AfterValidator(whole)]
Words = Annotated[str, Field(max_length=2_000), AfterValidator(whole)]
ArticleText = Annotated[str, Field(min_length=1, max_length=LONGEST_ARTICLE), AfterValidator(whole)]
Address = Annotated[str, Field(max_length=2_000, pattern=r"^https?://[!-~]+$"), AfterValidator(whole)]
CountryCode = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["IQ"])]
_INCIDENT, _REPORT, _EVENT = r"^[A-Za-z0-9._-]{1,64}$", r"^[A-Za-z0-9_.:-]{1,64}$", r"^[A-Za-z0-9_.-]{1,40}$"
IncidentName = Annotated[str, Field(pattern=_INCIDENT, examples=["3f6a1c09d2"])]
Version = Annotated[str, Field(max_length=60, pattern=r"^[0-9]{1,18}-[0-9a-f]{16}$", examples=["7-2b1f0c9d8e7a6b5c"])]
IncidentPath = Annotated[str, Path(pattern=_INCIDENT, description="Id of an incident.", examples=["3f6a1c09d2"])]
# Ids of reports may hold letters of any script.
ReportPath = Annotated[str, Path(min_length=1, max_length=64, description="Id of a report.", examples=["a1"])]
EventPath = Annotated[str, Path(pattern=_EVENT, description="Name of an event in its report.", examples=["e0"])]
NumberPath = Annotated[int, Path(ge=1, le=2**53, description="Number of a decision.", examples=[7])]


class Strict(BaseModel):
    """A body or an answer with just these keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EventRefOut(Strict):
    """One event of one report."""

    report: str
    event: str


class Days(Strict):
    """When, never finer than the words: first and last day, both included."""

    start: date | None
    end: date | None
    precision: str = Field(examples=["day", "week", "month", "year", "none"])
    from_publication: bool = Field(False, description="No report dates it; it stands under the day of publication.")


class PlaceOut(Strict):
    """Where: the named place. Its coordinates are not those of the event; `precision` says how far they reach."""

    text: str | None = Field(None, description="In a report's words.")
    name: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = Field(None, examples=["site", "town", "district", "governorate", "country"])
    gazetteer_id: str | None = None


class Party(Strict):
    """Who, by a neutral label; `text` is the wording of a report."""

    text: str
    label: str
    kind: str
    actor_id: str | None = None


class Toll(Strict):
    """A number of people: lowest, highest and the conservative one."""

    low: int
    high: int
    conservative: int


class SubjectOut(Strict):
    """What a decision is about."""

    kind: str = Field(examples=["incident", "event", "report"])
    id: str


class DecisionOut(Strict):
    """What a reviewer did. Decisions are added, never changed; undoing one is another."""

    id: int
    at: datetime
    reviewer: str
    kind: str = Field(examples=["accept", "correct", "reject", "flag", "merge", "split", "undo", "confirm", "code"])
    reason: str
    subjects: list[SubjectOut]
    before: dict[str, Json] | None = Field(None, description="What it found.")
    after: dict[str, Json] | None = Field(None, description="What it set.")
    undoes: int | None = None
    undone_by: int | None = None
    sample: str | None = None
    waiting: bool = Field(False, description="It changes nothing yet: a second reviewer must confirm it.")
    knowledge: str
    code: str
