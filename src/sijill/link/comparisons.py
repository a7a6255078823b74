"""The comparisons: what two occurrences have in common, one declared finding each.

Each comparison gives a level; what a level weighs is in `levels`, and what is said of it to people is made only for the links that
are kept: of a hundred comparisons a few become links.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sijill.link.levels import LEVELS, SAME, START, UNSURE, Level
from sijill.link.occurrence import SAYS, Occurrence, Range
from sijill.model import Link, Place, Reason, Verdict

NEAR_KM, BESIDE_KM = 3.0, 20.0
APART_DAYS = 1  # days between two occurrences up to which they may be one: a night, or a careless date
HOUR = 60  # minutes
GROWN = 1.5  # a toll may grow so much from one report to the next
_KM = 111.2  # of a degree of latitude


def compare(left: Occurrence, right: Occurrence) -> Link | None:
    """The link of two occurrences with its reasons; None where they cannot be one (days apart, another country, far away)."""
    if right.ref < left.ref:
        left, right = right, left
    found = findings(left, right)
    if found is None:
        return None
    reasons = tuple(Reason(level.comparison, level.id, level.weight, _DETAILS[level.comparison](level, left, right)) for level in found)
    total = _sum(found)
    return Link(left.ref, right.ref, total, verdict(total), reasons)


def score(left: Occurrence, right: Occurrence, least: float = -math.inf) -> float | None:
    """The score that `compare` gives, without its reasons; None too where it is under `least`."""
    found = findings(left, right, least)
    if found is None:
        return None
    total = _sum(found)
    return total if total >= least else None


def verdict(score: float) -> Verdict:
    """What a score says."""
    return "same" if score >= SAME else "unsure" if score >= UNSURE else "different"


def findings(a: Occurrence, b: Occurrence, least: float = -math.inf) -> list[Level] | None:
    """What every comparison finds; None where the two cannot be one, or where it is soon clear that they stay under `least`."""
    day = _day(a, b)
    if day is None:
        return None
    place = _place(a, b)
    if place is None:
        return None
    kind = _SAME_TYPE if a.type == b.type else _NEAR_TYPE if a.families & b.families else _OTHER_TYPE
    both = a.says & b.says
    if START + day.weight + place.weight + kind.weight + _AT_MOST[both] < least - _SLIP:
        return None
    found = [day, place]
    if both & _CLOCK and a.clock is not None and b.clock is not None:
        found.append(_SAME_HOUR if abs(a.clock - b.clock) <= HOUR else _OTHER_HOUR)
    found.append(kind)
    if both & _ACTORS:
        found.append(_OTHER_ACTOR if a.actors.isdisjoint(b.actors) else _SAME_ACTOR)
    elif not a.actor_kinds.isdisjoint(b.actor_kinds):
        found.append(_SAME_KIND)
    if both & _TARGETS:
        found.append(_OTHER_TARGET if a.target_kinds.isdisjoint(b.target_kinds) else _SAME_TARGET)
    if both & _KILLED and a.killed is not None and b.killed is not None and (a.killed[1] or b.killed[1]):
        found.append(_KILLED_LEVELS[_alike(a.killed, b.killed)])
    if both & _WOUNDED and a.wounded is not None and b.wounded is not None and (a.wounded[1] or b.wounded[1]):
        found.append(_WOUNDED_LEVELS[_alike(a.wounded, b.wounded)])
    if both & _WEAPONS:
        found.append(_OTHER_WEAPON if a.weapons.isdisjoint(b.weapons) else _SAME_WEAPON)
    return found


def _sum(found: list[Level]) -> float:
    return round(START + sum(level.weight for level in found), 4)


def _day(a: Occurrence, b: Occurrence) -> Level | None:
    gap = max(b.first - a.last, a.first - b.last)
    if gap > 0:
        return _NEXT_DAY if gap <= APART_DAYS else None
    if a.dated and b.dated:
        return _SAME_DAY if a.first == b.first and a.last == b.last else _DAYS_OVERLAP
    if a.dated == b.dated:
        return _PUBLISHED_TOGETHER if a.told == b.told else _DAYS_POSSIBLE
    dated, other = (a, b) if a.dated else (b, a)
    return _REPORTED_THEN if other.told and abs(other.told - dated.last) <= APART_DAYS else _DAYS_POSSIBLE


def _place(a: Occurrence, b: Occurrence) -> Level | None:
    """What the places say; None where they cannot be one."""
    here, there = a.place, b.place
    if here is None or there is None:
        return _PLACE_UNKNOWN
    if a.country and b.country and a.country != b.country:
        return None
    fine = a.fine and b.fine
    if here.gazetteer_id is not None and here.gazetteer_id == there.gazetteer_id:
        return _SAME_PLACE if fine else _SAME_DIVISION
    if fine and not a.names.isdisjoint(b.names):
        return _SAME_NAME
    apart = _km(here, there)
    if apart is None:
        return _PLACE_OPEN
    if (here.gazetteer_id is None) != (there.gazetteer_id is None) and apart <= NEAR_KM:
        return _INSIDE  # a name that no gazetteer holds stands at the place that holds it
    if fine and here.gazetteer_id and there.gazetteer_id:
        return None if apart > BESIDE_KM else _NEAR if apart <= NEAR_KM else _BESIDE
    if here.admin1 and there.admin1:
        if here.admin1 != there.admin1:
            return None
        return _HOLDS if a.fine != b.fine else _OTHER_NAME if fine else _SAME_DIVISION
    return _PLACE_OPEN


def _km(here: Place, there: Place) -> float | None:
    """Kilometres between two named places, good to a hundredth at these distances (plane of the mean latitude)."""
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return None
    east = (here.lon - there.lon) * math.cos(math.radians((here.lat + there.lat) / 2))
    return _KM * math.hypot(east, here.lat - there.lat)


def _alike(here: Range, there: Range) -> int:
    """0 the same, 1 close, 2 apart."""
    if here[0] <= there[1] and there[0] <= here[1]:
        return 0
    less, more = (here, there) if here[1] < there[0] else (there, here)
    return 1 if more[0] - less[1] <= 2 or more[0] <= GROWN * less[1] else 2


def _days_said(_: Level, a: Occurrence, b: Occurrence) -> str:
    return " / ".join(f"{o.start}" if o.start == o.end else f"{o.start}–{o.end}" for o in (a, b))


def _hours_said(_: Level, a: Occurrence, b: Occurrence) -> str:
    return " / ".join(f"{o.clock // 60:02}:{o.clock % 60:02}" for o in (a, b) if o.clock is not None)


def _places_said(level: Level, a: Occurrence, b: Occurrence) -> str:
    if a.place is None or b.place is None:
        return ""
    words = f"{a.place.text} / {b.place.text}"
    return f"{words}: {_km(a.place, b.place):.0f} km" if level in (_NEAR, _BESIDE) else words


def _types_said(_: Level, a: Occurrence, b: Occurrence) -> str:
    return a.type if a.type == b.type else f"{a.type} / {b.type}"


def _common(name: str) -> Callable[[Level, Occurrence, Occurrence], str]:
    """What both say, else what either does."""

    def said(_: Level, a: Occurrence, b: Occurrence) -> str:
        here, there = getattr(a, name), getattr(b, name)
        return ", ".join(sorted(here & there or here | there))

    return said


def _actors_said(level: Level, a: Occurrence, b: Occurrence) -> str:
    return _common("actor_kinds" if level is _SAME_KIND else "actors")(level, a, b)


def _figures_said(name: str) -> Callable[[Level, Occurrence, Occurrence], str]:
    def said(_: Level, a: Occurrence, b: Occurrence) -> str:
        figures = (getattr(a, name), getattr(b, name))
        return " / ".join(f"{low}" if low == high else f"{low}–{high}" for low, high in figures)

    return said


# What is said to people of each comparison.
_DETAILS: dict[str, Callable[[Level, Occurrence, Occurrence], str]] = {
    "day": _days_said, "hour": _hours_said, "place": _places_said, "type": _types_said, "actor": _actors_said,
    "target": _common("target_kinds"), "killed": _figures_said("killed"), "wounded": _figures_said("wounded"), "weapon": _common("weapons"),
}  # fmt: skip
_SAME_DAY, _DAYS_OVERLAP, _REPORTED_THEN = LEVELS["same_day"], LEVELS["days_overlap"], LEVELS["reported_then"]
_PUBLISHED_TOGETHER, _NEXT_DAY, _DAYS_POSSIBLE = LEVELS["published_together"], LEVELS["next_day"], LEVELS["days_possible"]
_SAME_HOUR, _OTHER_HOUR = LEVELS["same_hour"], LEVELS["other_hour"]
_SAME_PLACE, _SAME_NAME, _INSIDE, _NEAR, _BESIDE = (LEVELS[name] for name in ("same_place", "same_name", "inside", "near", "beside"))
_OTHER_NAME, _HOLDS, _SAME_DIVISION = LEVELS["other_name"], LEVELS["holds"], LEVELS["same_division"]
_PLACE_OPEN, _PLACE_UNKNOWN = LEVELS["place_open"], LEVELS["place_unknown"]
_SAME_TYPE, _NEAR_TYPE, _OTHER_TYPE = LEVELS["same_type"], LEVELS["near_type"], LEVELS["other_type"]
_SAME_ACTOR, _SAME_KIND, _OTHER_ACTOR = LEVELS["same_actor"], LEVELS["same_kind"], LEVELS["other_actor"]
_SAME_TARGET, _OTHER_TARGET = LEVELS["same_target"], LEVELS["other_target"]
_SAME_WEAPON, _OTHER_WEAPON = LEVELS["same_weapon"], LEVELS["other_weapon"]
_KILLED_LEVELS, _WOUNDED_LEVELS = (
    tuple(LEVELS[f"{name}_{found}"] for found in ("same", "close", "apart")) for name in ("killed", "wounded")
)
_CLOCK, _ACTORS, _TARGETS, _KILLED, _WOUNDED, _WEAPONS = (1 << n for n in range(len(SAYS)))
_SLIP = 1e-6  # of sums of floats
# By what both say: what the comparisons behind day, place and type may add at most.
_BEST = [
    max(0.0, *(level.weight for level in LEVELS.values() if level.comparison == name))
    for name in ("hour", "actor", "target", "killed", "wounded", "weapon")
]
_AT_MOST = tuple(
    sum(weight for n, weight in enumerate(_BEST) if says & 1 << n) + (0 if says & _ACTORS else max(0.0, _SAME_KIND.weight))
    for says in range(1 << len(SAYS))
)
