"""Events made by dice, as spread over days, countries, places and reports as in life; the same for the same number and seed.

A hundred incidents a day happen in eighteen countries, most of them in few of the countries and in few of their towns, where the war
is. Most are told by one or two reports, a few by sixty. A report names the town or only its province, now and then no place or a
village that no gazetteer holds; it gives the day or leaves it out; tolls grow; types are confused; some reports reprint another, some
tell two incidents, and one event in eight recalls what happened in the year before.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from sijill.link import OPEN_DAYS, Occurrence
from sijill.link.occurrence import FAMILIES
from sijill.model import EventRef, Place

FIRST = date(2014, 1, 1)
A_DAY = 274  # events, so that a million are ten years
TOLD_TWICE = 0.12  # of reports that tell a second incident
RECALLS = 0.12
COUNTRIES = "IQ SY YE LY SD PS LB SO EG AF ML NG DZ TN JO SA IR TR".split()
TYPES = (
    "air_strike shelling armed_clash ied armed_attack drone_strike arrest killing explosion protest assassination suicide_bombing "
    "abduction security_operation territory_captured riot grenade chemical_attack"
).split()
WEAPONS = "ied mortar rocket drone rifle aircraft artillery grenade knife tank".split()
KINDS = "state_forces foreign_forces rebel_group militia jihadist_group unidentified_armed".split()
HIT = "civilians state_forces infrastructure rebel_group officials protesters".split()


@dataclass(frozen=True, slots=True)
class Town:
    """A town, with the province in which it lies and a village beside it that no gazetteer holds."""

    place: Place
    province: Place
    village: Place


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened once, and is told by so many reports."""

    day: date
    town: Town
    type: str
    clock: int
    actor: str
    kind: str
    target: str
    weapon: str
    killed: int
    wounded: int


def occurrences(count: int, a_day: float = A_DAY, seed: int = 1) -> Iterator[Occurrence]:
    """So many events, those of one incident one after the other.

    Args:
        count: how many.
        a_day: how many a day; the number of days follows.
        seed: of the dice.
    """
    dice = random.Random(seed)
    towns, weights = _world(dice)
    days = max(1, round(count / a_day))
    past: list[Happened] = []
    made = 0
    spare: list[str] = []  # reports that tell another incident too
    while made < count:
        day = FIRST + timedelta(int(made / count * days))
        what = _happened(day, dice.choices(towns, cum_weights=weights)[0], dice)
        past.append(what)
        for o in _told(what, dice, spare):
            if made < count:
                yield o
                made += 1
        if made < count and dice.random() < RECALLS * 3:  # three events an incident
            recalled = past[-dice.randrange(1, min(len(past), 36_500) + 1)]
            yield _event(_report(dice), "e9", recalled, day, dice, news=False)
            made += 1


def _happened(day: date, town: Town, dice: random.Random) -> Happened:
    killed = min(int(dice.paretovariate(0.9)) - 1, 300)
    number = min(int(dice.expovariate(0.3)), len(TYPES) - 1)
    kind = dice.choice(KINDS)
    actor = f"actor.{town.place.country}.{kind}.{dice.randrange(3)}"
    return Happened(
        day, town, TYPES[number], dice.randrange(24 * 60), actor, kind, dice.choice(HIT[:2] + HIT), WEAPONS[number % len(WEAPONS)],
        killed, int(killed * dice.uniform(0, 3)),
    )  # fmt: skip


def _told(what: Happened, dice: random.Random, spare: list[str]) -> Iterator[Occurrence]:
    """The reports of one incident: few as a rule, and each fourth a reprint."""
    last: Occurrence | None = None
    for _ in range(min(int(dice.paretovariate(1.1)), 60)):
        if last is not None and dice.random() < 0.25:
            yield _reprint(last, _report(dice))
            continue
        if spare and dice.random() < 0.5:
            last = _event(spare.pop(), "e1", what, what.day, dice)
        else:
            last = _event(_report(dice), "e0", what, what.day, dice)
            if dice.random() < TOLD_TWICE:
                spare.append(last.ref.report)
        yield last


def _reprint(o: Occurrence, report: str) -> Occurrence:
    return Occurrence(
        EventRef(report, o.ref.event), o.type, o.start, o.end, o.dated, o.published, o.news, o.clock, o.place, o.names, o.fine, o.actors,
        o.actor_kinds, o.target_kinds, o.weapons, o.killed, o.wounded,
    )  # fmt: skip


def _event(report: str, name: str, what: Happened, now: date, dice: random.Random, news: bool = True) -> Occurrence:
    """The event as one report tells it, published on that day or in the two after it."""
    published = now + timedelta(min(int(dice.expovariate(1.5)), 2))
    careless = dice.random()
    day = what.day + timedelta(1 if careless < 0.04 else 0)
    dated = not news or dice.random() < 0.7
    start, end = (day, day + timedelta(dice.randrange(1, 7) if careless > 0.98 else 0)) if dated else _open(published)
    kind = what.type
    if dice.random() < 0.2:
        family = next((family for family in FAMILIES if kind in family), None)
        kind = dice.choice(sorted(family)) if family else kind
    where = dice.random()
    town = what.town
    place = town.place if where < 0.72 else town.province if where < 0.87 else town.village if where < 0.94 else None
    grown = dice.random() < 0.3
    killed, wounded = what.killed + (dice.randrange(3) if grown else 0), what.wounded + (dice.randrange(4) if grown else 0)
    says = dice.random
    return Occurrence(
        EventRef(report, name), kind, start, end, dated, published, news, what.clock if says() < 0.2 else None, place,
        _NAMES.setdefault(place.text, frozenset(place.text.split())) if place else frozenset(),
        place is not None and place is not town.province,
        _shared(what.actor) if says() < 0.5 else frozenset(), _shared(what.kind) if says() < 0.8 else frozenset(),
        _shared(what.target) if says() < 0.7 else frozenset(), _shared(what.weapon) if says() < 0.4 else frozenset(),
        (killed, killed) if says() < 0.6 else None, (wounded, wounded) if says() < 0.4 else None,
    )  # fmt: skip


_NAMES: dict[str, frozenset[str]] = {}


def _shared(word: str) -> frozenset[str]:
    return _NAMES.setdefault(word, frozenset({word}))


def _open(published: date) -> tuple[date, date]:
    return published - timedelta(OPEN_DAYS), published


def _report(dice: random.Random) -> str:
    return f"{dice.getrandbits(64):016x}"


def _world(dice: random.Random) -> tuple[list[Town], list[float]]:
    """The towns of all countries, and how much happens in each, added up."""
    towns: list[Town] = []
    weights: list[float] = []
    for rank, country in enumerate(COUNTRIES, 1):
        north, east = dice.uniform(5, 40), dice.uniform(0, 60)
        much = 1 / rank
        provinces = dice.randrange(8, 20)
        share = [1 / n for n in range(1, provinces + 1)]
        for number in range(provinces):
            lat, lon = north + dice.uniform(-4, 4), east + dice.uniform(-4, 4)
            name = f"{country} {number}"
            province = Place(name, name, name, country, round(lat, 4), round(lon, 4), "governorate", f"{country}-{number}")
            here = dice.randrange(10, 50)
            for town in range(here):
                at = f"{name}-{town}"
                y, x = round(lat + dice.gauss(0, 0.3), 4), round(lon + dice.gauss(0, 0.3), 4)
                place = Place(f"t{at}", f"t{at}", name, country, y, x, "town", at)
                village = Place(f"v{at}", None, name, country, y, x, "site", None)
                towns.append(Town(place, province, village))
                weights.append(much * share[number] / sum(share) / (town + 1) ** 0.8)
    return towns, [*accumulate(weights)]


def event_rows(found: Iterable[Occurrence]) -> Iterator[dict[str, Any]]:
    """The same as rows of the table that `sijill batch read` writes: the columns that linking needs, and the two of the folders."""
    for o in found:
        days = {"start": o.start.isoformat(), "end": o.end.isoformat(), "precision": "day"}
        record: dict[str, Any] = {
            "id": o.ref.event, "type": o.type, "status": "new" if o.news else "background", "aggregate": False, "factuality": "asserted",
            "date": days if o.dated else {"start": None, "end": None, "precision": "none"},
            "time": None if o.clock is None else f"{o.clock // 60:02}:{o.clock % 60:02}", "place": _place_record(o.place),
            "perpetrators": [
                {"text": kind, "label": kind, "kind": kind, "actor_id": next(iter(o.actors), None)} for kind in sorted(o.actor_kinds)
            ],
            "targets": [{"text": kind, "label": kind, "kind": kind, "actor_id": None} for kind in sorted(o.target_kinds)],
            "claimed_by": [], "accused": [], "denied_by": [], "weapons": sorted(o.weapons),
            "killed": list(o.killed) if o.killed else None, "wounded": list(o.wounded) if o.wounded else None, "captured": None,
            "sources": [], "loaded": [], "confidence": 0.5, "rules": {}, "reasons": {}, "qualifiers": {},
        }  # fmt: skip
        told = [name for name in _POINTED if record[name] not in (None, [])]
        record["evidence"] = {name: [[number, number + 1]] for number, name in enumerate(told)}
        record["parts"] = {name: [{"spans": [[0, 1]], "rule": "", "by": None} for _ in record[name]] for name in _SEVERAL if record[name]}
        country = o.place.country if o.place else None
        yield {
            "report": o.ref.report, "event_id": o.ref.event, "published": o.published, "outlet": f"outlet {o.ref.report[0]}",
            "same_words": o.ref.report, "record": json.dumps(record), "country": country or "unknown",
            "month": f"{o.start:%Y-%m}" if o.dated else "unknown",
        }  # fmt: skip


_SEVERAL = ("perpetrators", "targets", "weapons")
_POINTED = ("type", "status", "factuality", "date", "time", "place", *_SEVERAL, "killed", "wounded")


def _place_record(place: Place | None) -> dict[str, Any] | None:
    names = ("text", "name", "admin1", "country", "lat", "lon", "precision", "gazetteer_id")
    return {name: getattr(place, name) for name in names} if place is not None else None
