"""The comparisons: what two occurrences have in common, one declared finding each."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sijill.link.levels import LEVELS, SAME, START, UNSURE
from sijill.link.occurrence import Occurrence, Range
from sijill.model import Link, Place, Reason, Verdict

NEAR_KM, BESIDE_KM = 3.0, 20.0
APART_DAYS = 1  # days between two occurrences up to which they may be one: a night, or a careless date
HOUR = 60  # minutes
GROWN = 1.5  # a toll may grow so much from one report to the next
# Types that reports of one occurrence are found to confuse.
_FAMILIES = (
    frozenset({"shelling", "air_strike", "drone_strike", "armed_attack", "explosion", "chemical_attack"}),
    frozenset({"ied", "explosion", "suicide_bombing", "grenade"}),
    frozenset({"killing", "assassination", "armed_attack"}),
    frozenset({"armed_clash", "armed_attack", "territory_captured"}),
    frozenset({"arrest", "security_operation", "abduction"}),
    frozenset({"protest", "riot", "protest_repressed"}),
)


def compare(left: Occurrence, right: Occurrence) -> Link | None:
    """The link of two occurrences with its reasons; None where they cannot be one (days apart, another country, far away)."""
    found = [*_day(left, right)]
    if not found:
        return None
    where = _place(left, right)
    if where is None:
        return None
    found += [where, *_hour(left, right), *_type(left, right), *_parties(left, right), *_tolls(left, right), *_weapons(left, right)]
    if right.ref < left.ref:
        left, right = right, left
    score = round(START + sum(reason.weight for reason in found), 4)
    return Link(left.ref, right.ref, score, verdict(score), tuple(found))


def verdict(score: float) -> Verdict:
    """What a score says."""
    return "same" if score >= SAME else "unsure" if score >= UNSURE else "different"


def _reason(level: str, detail: str = "") -> Reason:
    found = LEVELS[level]
    return Reason(found.comparison, level, found.weight, detail)


def _day(a: Occurrence, b: Occurrence) -> Iterator[Reason]:
    gap = max((b.start - a.end).days, (a.start - b.end).days, 0)
    if gap > APART_DAYS:
        return
    words = f"{_span(a)} / {_span(b)}"
    if gap:
        yield _reason("next_day", words)
    elif a.dated and b.dated:
        yield _reason("same_day" if (a.start, a.end) == (b.start, b.end) else "days_overlap", words)
    elif a.dated == b.dated:
        yield _reason("published_together" if a.published == b.published else "days_possible", words)
    else:
        told, other = (a, b) if a.dated else (b, a)
        then = other.published is not None and abs((other.published - told.end).days) <= APART_DAYS
        yield _reason("reported_then" if then else "days_possible", words)


def _span(a: Occurrence) -> str:
    return f"{a.start}" if a.start == a.end else f"{a.start}–{a.end}"


def _hour(a: Occurrence, b: Occurrence) -> Iterator[Reason]:
    if a.clock is not None and b.clock is not None:
        words = f"{a.clock // 60:02}:{a.clock % 60:02} / {b.clock // 60:02}:{b.clock % 60:02}"
        yield _reason("same_hour" if abs(a.clock - b.clock) <= HOUR else "other_hour", words)


def _place(a: Occurrence, b: Occurrence) -> Reason | None:
    """What the places say; None where they cannot be one."""
    here, there = a.place, b.place
    if here is None or there is None:
        return _reason("place_unknown")
    if here.country and there.country and here.country != there.country:
        return None
    words = f"{here.text} / {there.text}"
    if here.gazetteer_id is not None and here.gazetteer_id == there.gazetteer_id:
        return _reason("same_place" if a.fine and b.fine else "same_division", words)
    if a.fine and b.fine and a.names & b.names:
        return _reason("same_name", words)
    apart = _km(here, there)
    if apart is None:
        return _reason("place_open", words)
    if (here.gazetteer_id is None) != (there.gazetteer_id is None) and apart <= NEAR_KM:
        return _reason("inside", words)  # a name that no gazetteer holds stands at the place that holds it
    if a.fine and b.fine and here.gazetteer_id and there.gazetteer_id:
        if apart > BESIDE_KM:
            return None
        return _reason("near" if apart <= NEAR_KM else "beside", f"{words}: {apart:.0f} km")
    if here.admin1 and there.admin1:
        if here.admin1 != there.admin1:
            return None
        return _reason("holds" if a.fine != b.fine else "other_name" if a.fine else "same_division", words)
    return _reason("place_open", words)


def _km(here: Place, there: Place) -> float | None:
    """Kilometres between two named places, good to a hundredth at these distances (plane of the mean latitude)."""
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return None
    east = (here.lon - there.lon) * math.cos(math.radians((here.lat + there.lat) / 2))
    return 111.2 * math.hypot(east, here.lat - there.lat)


def _type(a: Occurrence, b: Occurrence) -> Iterator[Reason]:
    near = any(a.type in family and b.type in family for family in _FAMILIES)
    level = "same_type" if a.type == b.type else "near_type" if near else "other_type"
    yield _reason(level, a.type if a.type == b.type else f"{a.type} / {b.type}")


def _parties(a: Occurrence, b: Occurrence) -> Iterator[Reason]:
    if a.actors and b.actors:
        shared = a.actors & b.actors
        yield _reason("same_actor" if shared else "other_actor", ", ".join(sorted(shared or a.actors | b.actors)))
    elif a.actor_kinds & b.actor_kinds:
        yield _reason("same_kind", ", ".join(sorted(a.actor_kinds & b.actor_kinds)))
    if a.target_kinds and b.target_kinds:
        shared = a.target_kinds & b.target_kinds
        yield _reason("same_target" if shared else "other_target", ", ".join(sorted(shared or a.target_kinds | b.target_kinds)))


def _tolls(a: Occurrence, b: Occurrence) -> Iterator[Reason]:
    for name, here, there in (("killed", a.killed, b.killed), ("wounded", a.wounded, b.wounded)):
        if here is not None and there is not None and (here[1] or there[1]):
            yield _reason(f"{name}_{_alike(here, there)}", f"{_figure(here)} / {_figure(there)}")


def _alike(here: Range, there: Range) -> str:
    if here[0] <= there[1] and there[0] <= here[1]:
        return "same"
    less, more = (here, there) if here[1] < there[0] else (there, here)
    return "close" if more[0] - less[1] <= 2 or more[0] <= GROWN * less[1] else "apart"


def _figure(figure: Range) -> str:
    return f"{figure[0]}" if figure[0] == figure[1] else f"{figure[0]}–{figure[1]}"


def _weapons(a: Occurrence, b: Occurrence) -> Iterator[Reason]:
    if a.weapons and b.weapons:
        shared = a.weapons & b.weapons
        yield _reason("same_weapon" if shared else "other_weapon", ", ".join(sorted(shared or a.weapons | b.weapons)))
