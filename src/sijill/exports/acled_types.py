"""ACLED's event types, sub-types, disorder types and actor types, from the types of Sijill and what the codebook rules.

Rules, in the order in which they are tried (ACLED Codebook of 2023, updated 2024; the words are ours):

1. An explosion or air strike that a report tells as part of a clash is part of the battle.
2. Force against demonstrators that kills, or that uses lethal weapons, is "Excessive force against protesters".
3. A chosen person in arms is no civilian: an assassination of members of armed forces is an "Armed clash", or remote
   violence where the means explodes.
4. "by target" (`armed_attack`): unarmed people make it "Violence against civilians", armed ones a battle, a thing alone
   "Looting/property destruction". Who was struck decides; where no report says so, nothing is assumed.
5. "by actor" (`territory_captured`): the country's own forces regain, everyone else overtakes.
6. Otherwise what the cross-walk says. A drone or missile shot down and a device defused are "Disrupted weapons use".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sijill.exports.told import figures, parties, place_of, together
from sijill.knowledge import EventType, event_types
from sijill.model import IncidentRecord, Party

ARMED = frozenset({"state_forces", "foreign_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})
UNARMED = frozenset({"civilians", "officials", "protesters"})
LETHAL = frozenset({"small arms", "machine gun", "rocket-propelled grenade", "grenade", "mortar", "artillery", "tank", "helicopter"})
BATTLE, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
EXCESSIVE = ("Protests", "Excessive force against protesters")
CLASH = (BATTLE, "Armed clash")
_MEANS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"chemical agent"}), "Chemical weapon"),
    (frozenset({"explosive belt"}), "Suicide bomb"),
    (frozenset({"drone", "fighter aircraft", "helicopter", "barrel bomb", "aerial bomb"}), "Air/drone strike"),
    (frozenset({"mortar", "artillery", "tank", "rocket", "missile", "guided missile"}), "Shelling/artillery/missile attack"),
    (
        frozenset({"ied", "sticky bomb", "landmine", "car bomb", "truck bomb", "bomb", "explosives"}),
        "Remote explosive/landmine/IED",
    ),
    (frozenset({"grenade"}), "Grenade"),
)
# Numbers and names of the types of actor.
INTER = {
    1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters", 6: "Protesters",
    7: "Civilians", 8: "External/Other forces",
}  # fmt: skip
_KIND_INTER = {
    "foreign_forces": 8, "rebel_group": 2, "jihadist_group": 2, "militia": 3, "unidentified_armed": 3, "civilians": 7,
    "officials": 7, "protesters": 6, "other": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AcledType:
    """Event type and sub-type, with the rule that gave them."""

    event_type: str
    sub_event_type: str
    rule: str

    @property
    def disorder_type(self) -> str:
        """Political violence, demonstrations, both, or strategic developments."""
        if (self.event_type, self.sub_event_type) == EXCESSIVE:
            return "Political violence; Demonstrations"
        if self.event_type == "Protests" or self.sub_event_type == "Violent demonstration":
            return "Demonstrations"
        if self.event_type == "Strategic developments":
            return "Strategic developments"
        return "Political violence"


@cache
def _types() -> dict[str, EventType]:
    return event_types()


def acled_type(record: IncidentRecord) -> AcledType | str:
    """The ACLED type of an incident, or why it has none."""
    kind = _types().get(record.type.value)
    if kind is None:
        return f"type {record.type.value} has no row in lexicon/types/event_types.csv"
    by, against = together(record.perpetrators)[0], parties(record.targets)
    struck = {party.kind for party in against}
    weapons = {settled.value for settled in record.weapons}
    told = {t.value for t in (*record.type.support, *record.type.against)}
    if kind.group == "remote_violence" and "armed_clash" in told:
        return AcledType(*CLASH, "an explosion inside a battle is part of the battle")
    if kind.type in ("protest_repressed", "armed_attack", "protest") and (kind.group == "demonstration" or struck == {"protesters"}):
        deaths = figures(record)
        if struck == {"protesters"} and kind.type == "armed_attack":
            return AcledType(*EXCESSIVE, "an armed attack on demonstrators")
        if kind.type == "protest_repressed" and ((deaths and deaths.best > 0) or weapons & LETHAL):
            return AcledType(*EXCESSIVE, "force against demonstrators that kills or uses lethal weapons")
    if kind.type == "assassination" and struck and struck <= ARMED:
        return _by_means(weapons) or AcledType(*CLASH, "the person killed belongs to armed forces")
    if kind.acled_sub_event_type == "by target":
        return _by_target(struck)
    if kind.acled_sub_event_type == "by actor":
        return _by_actor(by, record)
    return AcledType(kind.acled_event_type, kind.acled_sub_event_type, "cross-walk")


def _by_means(weapons: set[str]) -> AcledType | None:
    for words, sub in _MEANS:
        if weapons & words:
            return AcledType(REMOTE, sub, "a person in arms, by means that explode")
    return None


def _by_target(struck: set[str]) -> AcledType | str:
    if struck & UNARMED and not struck & ARMED:
        return AcledType(CIVILIANS, "Attack", "by target: unarmed people")
    if struck & ARMED:
        return AcledType(*CLASH, "by target: armed forces or groups")
    if struck == {"infrastructure"}:
        return AcledType("Strategic developments", "Looting/property destruction", "by target: a thing alone")
    return "ACLED's type depends on who was attacked, and no report says so"


def _by_actor(by: Sequence[Party], record: IncidentRecord) -> AcledType | str:
    armed = [party for party in by if party.kind in ARMED]
    if not armed:
        return "ACLED's type depends on who took the place, and no report says so"
    if inter_of(armed[0], record) == 1:
        return AcledType(BATTLE, "Government regains territory", "by actor: forces of the country")
    return AcledType(BATTLE, "Non-state actor overtakes territory", "by actor: others than the forces of the country")


def inter_of(party: Party, record: IncidentRecord) -> int | None:
    """ACLED's number for the type of an actor in the country of the incident; None for what is no actor."""
    if party.kind == "state_forces":
        place = place_of(record)
        here = place.country if place else None
        return 1 if party.country is None or here is None or party.country == here else 8
    return _KIND_INTER.get(party.kind)


def interaction(first: int | None, second: int | None) -> int | None:
    """ACLED's joint number: the lower before the higher ("13"), a sole actor with 0 ("60")."""
    both = sorted(n for n in (first, second) if n is not None)
    if not both:
        return None
    return both[0] * 10 + (both[1] if len(both) == 2 else 0)
