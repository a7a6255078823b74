"""Event records as JSON gives them, made into typed values that can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]
Point = tuple[float, float]
# A scalar field's comparable value: a word, a range of days, a range of a count.
Value = str | tuple[str, str] | tuple[float, float] | tuple[int, ...]

SCALARS = ("type", "status", "factuality", "date", "time", "country", "admin1", "point", "killed", "wounded", "captured")
LISTS = ("perpetrators", "targets", "claimed_by", "weapons", "sources")
COUNTS = ("killed", "wounded", "captured")
# Fields whose every value must point at words.
GROUNDED = ("type", "date", "place", *COUNTS, *LISTS)
# Precisions of a place that mean one spot; a governorate's middle is no point to be right or wrong about.
_SPOTS = ("site", "town", "district", "neighbourhood", None)


class RecordError(ValueError):
    """A record that is not of the form that it should have."""


@dataclass(frozen=True, slots=True)
class Record:
    """What gold and predicted events share.

    `scalars` holds each of SCALARS that the record gives; `lists` every wording of each item of LISTS;
    `spot` the place's coordinates however precise it is; `filled` the fields of GROUNDED that have a value.
    """

    scalars: Mapping[str, Value]
    lists: Mapping[str, tuple[tuple[str, ...], ...]]
    spot: Point | None
    aggregate: bool
    filled: tuple[str, ...]

    @property
    def type(self) -> str:
        """The event type; "" where the record has none."""
        return str(self.scalars.get("type", ""))

    @property
    def is_new(self) -> bool:
        """True where it is the article's news."""
        return self.scalars.get("status") == "new"


@dataclass(frozen=True, slots=True)
class GoldEvent(Record):
    """An annotated event: `mentions` are sentence number and trigger words, the best first."""

    mentions: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PredictedEvent(Record):
    """An event that was read: `evidence` is by field."""

    evidence: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article."""

    id: str
    text: str
    sentences: tuple[Span, ...]
    relevant: bool
    events: tuple[GoldEvent, ...]


@dataclass(frozen=True, slots=True)
class PredictedArticle:
    """What was read of an article."""

    id: str
    relevant: bool
    events: tuple[PredictedEvent, ...]


def gold_article(data: Mapping[str, Any]) -> GoldArticle:
    """An annotated article.

    Raises:
        RecordError: naming what is missing.
    """
    for key in ("id", "text", "sentences", "relevant", "events"):
        if key not in data:
            raise RecordError(f'an annotated article needs "{key}"')
    try:
        sentences = tuple((int(s), int(e)) for s, e in data["sentences"])
        events = tuple(GoldEvent(*_shared(e), mentions=tuple((int(s), str(w)) for s, w in e["mentions"])) for e in data["events"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError(f"article {data['id']}: not in the form of an annotation ({type(error).__name__}: {error})") from None
    if any(not 0 <= number < len(sentences) for e in events for number, _ in e.mentions):
        raise RecordError(f"article {data['id']}: a mention names a sentence that is not there")
    return GoldArticle(str(data["id"]), str(data["text"]), sentences, bool(data["relevant"]), events)


def predicted_article(data: Mapping[str, Any]) -> PredictedArticle:
    """An article's event record.

    Raises:
        RecordError: naming what is wrong.
    """
    try:
        events = []
        for event in data.get("events") or ():
            spans = {n: tuple((int(s), int(e)) for s, e in found or ()) for n, found in (event.get("evidence") or {}).items()}
            events.append(PredictedEvent(*_shared(event), evidence=spans))
        return PredictedArticle(str(data["article"]["id"]), bool(data.get("relevant")), tuple(events))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError(f"not in the form of an event record ({type(error).__name__}: {error})") from None


def _shared(
    event: Mapping[str, Any],
) -> tuple[Mapping[str, Value], Mapping[str, tuple[tuple[str, ...], ...]], Point | None, bool, tuple[str, ...]]:
    place: Mapping[str, Any] = event.get("place") or {}
    date: Mapping[str, Any] = event.get("date") or {}
    spot = None if place.get("lat") is None or place.get("lon") is None else (float(place["lat"]), float(place["lon"]))
    found: dict[str, Value | None] = {name: _plain(event.get(name)) for name in ("type", "status", "factuality", *COUNTS)}
    found["date"] = (date["start"], date["end"]) if date.get("start") and date.get("precision") != "none" else None
    found["time"] = event.get("time") or date.get("time") or None
    found["country"] = place.get("country") or None
    found["admin1"] = place.get("admin1") or None
    found["point"] = spot if place.get("precision") in _SPOTS else None
    lists = {name: tuple(_wordings(item) for item in event.get(name) or ()) for name in LISTS}
    scalars = {name: value for name in SCALARS if (value := found[name]) is not None}
    given = {name: event.get(name) for name in (*COUNTS, *LISTS)} | {
        "type": event.get("type"),
        "date": found["date"],
        "place": place.get("text"),
    }
    filled = tuple(name for name in GROUNDED if given[name] not in (None, [], ()))
    return scalars, lists, spot, bool(event.get("aggregate")), filled


def _plain(value: object) -> Value | None:
    """A word or a count; an empty list is a value that says nothing, and stays one."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(value)
    return value if isinstance(value, str) else None


def _wordings(item: str | Mapping[str, Any]) -> tuple[str, ...]:
    """Every wording of a party or a source, and its label."""
    if isinstance(item, str):
        return (item,)
    text = item.get("text") or ()
    several = (text,) if isinstance(text, str) else tuple(text)
    return several + ((item["label"],) if item.get("label") else ())
