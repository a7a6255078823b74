"""What actors, facets and whole incidents are called on pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sijill.exports.evidence_words import REVIEWS
from sijill.exports.labels import STATES, country_name, day_name, one, type_label, weapon_name
from sijill.knowledge import Knowledge
from sijill.register.days import FROM_PUBLICATION
from sijill.store.rows import Projection
from sijill.web.words import Lang, Words


def actor_name(id: str, knowledge: Knowledge, lang: Lang) -> str:
    """What the registry calls an actor; the name itself where it is no id of the registry."""
    at = knowledge.lexicon.by_id.get(id)
    if at is None:
        return id
    entry = knowledge.lexicon.entries[at]
    label = entry.meaning("label", id)
    return entry.meaning("label_ar", label) if lang == "ar" else label


def value_name(name: str, value: str, knowledge: Knowledge, words: Words) -> str:
    """A value of a question as people read it: name as in `asking.NAMES`."""
    lang = words.lang
    match name:
        case "country":
            return country_name(value, lang)
        case "type":
            return type_label(value, lang)
        case "actor" | "claimed_by":
            return actor_name(value, knowledge, lang)
        case "weapon":
            return weapon_name(value, lang)
        case "review":
            return words("review.waiting") if value == "waiting" else one(REVIEWS[value], lang)
        case "status":
            return one(STATES[value], lang)
        case "contested":
            return words(f"contested.{value}")
        case "waiting":
            return words("ask.waiting.yes")
        case "min_confidence":
            return f"≥ {round(float(value) * 100)} %"
        case "killed":
            return f"≥ {value}"
        case "text":
            return f"«{value}»" if lang == "ar" else f"“{value}”"
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Day:
    """The day of an incident, with the grain of the words."""

    words: str
    first: date | None
    last: date | None
    published: bool = False  # no report gives the day: it is when the first was published


@dataclass(frozen=True, slots=True)
class Listed:
    """An incident in a list."""

    id: str
    type: str
    day: Day
    place: str
    country: str
    by: tuple[str, ...]
    against: tuple[str, ...]
    claimed: tuple[str, ...]
    weapons: tuple[str, ...]
    killed: str
    wounded: str
    reports: int
    independent: int
    outlets: tuple[str, ...]
    review: str
    review_name: str
    factuality: str
    factuality_name: str
    contested: tuple[str, ...]
    confidence: float


def listed(projection: Projection, lang: Lang, named: Callable[[str], str] = str) -> Listed:
    """A projection as lists show it; `named` gives a neutral label for people (`Catalogue.label`)."""
    record = projection.record
    place = record["place"] or {}
    return Listed(
        id=projection.id,
        type=type_label(projection.type, lang),
        day=_day(projection, lang),
        place=str(place.get("text") or "") if lang == "ar" else projection.place or "",
        country=country_name(projection.country, lang),
        by=_parties(record["perpetrators"], lang, named),
        against=_parties(record["targets"], lang, named),
        claimed=_parties(record["claimed_by"], lang, named),
        weapons=tuple(weapon_name(weapon, lang) for weapon in record["weapons"]),
        killed=figure(record["killed"]),
        wounded=figure(record["wounded"]),
        reports=projection.reports,
        independent=projection.independent,
        outlets=tuple(record["outlets"]),
        review=projection.review,
        review_name=one(REVIEWS[projection.review], lang),
        factuality=projection.factuality,
        factuality_name=one(STATES[projection.factuality], lang),
        contested=tuple(record["contested"]),
        confidence=projection.confidence,
    )


def figure(toll: Mapping[str, Any] | None) -> str:
    """A toll as a figure or two: 3, 3–5; "" where none is given."""
    if toll is None:
        return ""
    low, high = toll["low"], toll["high"]
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _day(projection: Projection, lang: Lang) -> Day:
    first, last = projection.first, projection.last
    if first is None or last is None:
        return Day("", None, None)
    if (projection.record["date"] or {}).get("rule") == FROM_PUBLICATION:  # never silently
        return Day(day_name(last, lang, weekday=False), first, last, published=True)
    if first == last:
        return Day(day_name(first, lang, weekday=False), first, last)
    return Day(f"{day_name(first, lang, weekday=False)} – {day_name(last, lang, weekday=False)}", first, last)


def _parties(parties: list[dict[str, Any]], lang: Lang, named: Callable[[str], str]) -> tuple[str, ...]:
    """Each party once; the unknown by its kind."""
    names = [str(party["text"]) if lang == "ar" and not party["loaded"] else named(str(party["label"])) for party in parties]
    return tuple(dict.fromkeys(names))
