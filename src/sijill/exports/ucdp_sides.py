"""The two sides of an event as UCDP tells them apart, and whose dead they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sijill.exports.cells import Cell, listed
from sijill.exports.told import parties, place_of, together
from sijill.knowledge import EventType, event_types
from sijill.model import IncidentRecord, Party

STATES = frozenset({"state_forces", "foreign_forces"})
GROUPS = frozenset({"rebel_group", "militia", "jihadist_group"})
UNARMED = frozenset({"civilians", "officials", "protesters"})
_FORCE = frozenset({"battle", "attack", "remote_violence", "coercion", "demonstration"})
_ONE_WAY = frozenset({"attack", "coercion", "demonstration"})
_ATTACKERS_DIE = frozenset({"suicide_bombing"})


@dataclass(frozen=True, slots=True)
class Sides:
    """Type of violence (1 state-based, 2 non-state, 3 one-sided) and the two sides; `state_*` are ISO codes of states."""

    violence: int
    a: str
    b: str
    state_a: str | None
    state_b: str | None
    swapped: bool = False  # whether the author is side B, since A is the government


@cache
def _types() -> dict[str, EventType]:
    return event_types()


def sides_of(record: IncidentRecord) -> Sides | str:
    """Both sides, or why the incident is outside GED's definition."""
    kind = _types().get(record.type.value)
    if kind is None or kind.group not in _FORCE or kind.type == "riot":
        return f"{record.type.value}: no armed force of an organised actor"
    organised = [p for p in together(record.perpetrators or record.claimed_by)[0] if is_organised(p)]
    if not organised:
        if parties(record.accused):
            return "no organised actor named as the author; others only accuse one"
        return "no organised actor named as the author"
    struck = parties(record.targets)
    armed = [p for p in struck if is_organised(p)]
    if not armed and len(organised) > 1 and kind.type == "armed_clash":
        organised, armed = organised[:1], organised[1:]
    if armed:
        return _between(organised, armed, record)
    if any(p.kind in UNARMED for p in struck):
        return Sides(3, _names(organised), "Civilians", _state(organised, record), None)
    if any(p.kind in GROUPS or p.kind == "unidentified_armed" for p in struck):
        return "the other side is not named"
    return "no report says who was struck"


def is_organised(party: Party) -> bool:
    """Whether a party is a state or a group with a name; a noun alone ("mercenaries") names none."""
    return party.kind in STATES or (party.kind in GROUPS and not (party.actor_id or "").startswith(("noun.", "nation.")))


def _between(authors: Sequence[Party], struck: Sequence[Party], record: IncidentRecord) -> Sides:
    state_a, state_b = _state(authors, record), _state(struck, record)
    first_state = any(p.kind in STATES for p in authors)
    other_state = any(p.kind in STATES for p in struck)
    if not first_state and other_state:
        return Sides(1, _names(struck), _names(authors), state_b, None, swapped=True)
    violence = 1 if first_state or other_state else 2
    return Sides(violence, _names(authors), _names(struck), state_a, state_b)


def deaths_by_side(record: IncidentRecord, sides: Sides, best: int) -> dict[str, Cell]:
    """The deaths under one of four columns, and 0 under the others.

    Deaths stand under a side only where no others can have died: the struck side alone in an attack by fire or from
    afar in which no attacker dies. In a battle both sides may have lost people, so they stand under `deaths_unknown`.
    """
    struck = {p.kind for p in parties(record.targets)} - {"infrastructure"}
    kind = _types()[record.type.value]
    whose = "deaths_unknown"
    if kind.group in _ONE_WAY | {"remote_violence"} and kind.type not in _ATTACKERS_DIE:
        if struck and struck <= UNARMED:
            whose = "deaths_civilians"
        elif struck and struck <= STATES | GROUPS:
            whose = "deaths_a" if sides.swapped else "deaths_b"
    return {name: best if name == whose else 0 for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")}


def _names(several: Sequence[Party]) -> str:
    """The labels; GED writes allied sides with commas."""
    return listed((p.label for p in several), ", ")


def _state(several: Sequence[Party], record: IncidentRecord) -> str | None:
    """The state of the first governmental party; forces without a country are those of the place."""
    place = place_of(record)
    for party in several:
        if party.kind in STATES:
            return party.country or (place.country if place and party.kind == "state_forces" else None)
    return None
