"""Who took part makes a type more precise."""

from __future__ import annotations

from sijill.extract.parties import PartyFind
from sijill.reading.able import ARMED
from sijill.reading.draft import Draft

_TYPES = frozenset({"killing", "armed_attack", "air_strike", "drone_strike", "ied"})
_STATES = frozenset({"state_forces", "foreign_forces"})
_AGAINST = frozenset({"armed_attack", "killing", "abuse"})
_BLASTS = frozenset({"explosion", "ied"})
_DEVICES = frozenset({"car bomb", "truck bomb", "ied", "landmine", "sticky bomb", "explosive belt"})
_STRIKES = frozenset({"air_strike", "drone_strike", "shelling"})
_UNARMED = frozenset({"civilians", "protesters"})
_LEADERS = frozenset("leader commander president minister governor king chief chairman mayor prosecutor judge spokesman ambassador".split())


def retype(drafts: list[Draft]) -> None:
    """In place: an attack on one chosen person, by name or by office, is an assassination; a clash of unarmed people a riot."""
    before: Draft | None = None
    for draft in drafts:
        if before is not None and _the_strikes(before, draft):
            draft.type = before.type
        before = draft if draft.type in _STRIKES else before
        if draft.type in _TYPES and draft.number == "sing" and draft.targets:
            people = [p for p in draft.targets if p.animate]
            if people and all(_chosen(p) for p in people[:2]) and _one(draft, people):
                draft.type = "assassination"
        if draft.type == "security_operation" and _fought(draft):
            draft.type = "armed_clash"  # the gravest outcome gives the type
        if draft.type == "armed_attack" and draft.trigger.entry.id in _BODIES:
            draft.type = "killing"  # «عثر على جثتين قتل صاحباهما رميا بالرصاص»
        if draft.type == "killing" and draft.rank == "outcome" and draft.perpetrators and draft.targets:
            armed = [all(p.kind in ARMED for p in side) for side in (draft.perpetrators, draft.targets)]
            if armed[0]:
                draft.type = "armed_clash" if armed[1] and draft.perpetrators[0].kind in _STATES else "armed_attack"
        if draft.type in _BLASTS and _controlled(draft):
            draft.type = "disrupted_attack"
        if draft.type == "ied" and _razed(draft):
            draft.type = "destruction"
        if draft.type in _BLASTS and any(p.head.entry.id.startswith("noun.suicide_bomber") for p in draft.perpetrators):
            draft.type = "suicide_bombing"  # «وقع انفجار …، نفذه انتحاري»
        if draft.type in _AGAINST and _on_protesters(draft):
            draft.type = "protest_repressed"
        if draft.type == "armed_clash" and not draft.weapons:
            sides = [*draft.perpetrators, *draft.targets]
            if sides and all(p.kind in _UNARMED for p in sides):
                draft.type = "riot"


_BODIES = frozenset({"trigger.killing.athara_ala_juththa", "trigger.killing.uthir_jutha", "trigger.killing.uthur_jutha"})
_FIGHTERS = frozenset({"jihadist_group", "rebel_group", "militia", "unidentified_armed"})


def _fought(draft: Draft) -> bool:
    """«نفذت القوات عملية قتلت فيها 11 مسلحا»: fighters who fall in an operation fell in a fight."""
    dead = any(f.count.high for f in draft.figures.get("killed", ()))
    return dead and any(p.kind in _FIGHTERS for p in draft.targets)


def _the_strikes(before: Draft, draft: Draft) -> bool:
    """«شنت الطائرات غارات …، وجرت الضربات الأخرى قرب …»: with the article, the strikes are of the sort told right before."""
    named = draft.type == "armed_attack" and draft.definite and draft.trigger.entry.id == "trigger.armed_attack.darba"
    return named and not draft.weapons and draft.sentence - before.latest <= 2


def _controlled(draft: Draft) -> bool:
    """«فجرت قوات الجيش السيارة المفخخة», «تفجير القوات الأمنية العبوة»: forces that blow up a device that somebody else made."""
    forces = bool(draft.perpetrators) and all(p.kind in _STATES for p in draft.perpetrators)
    made = forces and any(t.entry.type == "ied" and t.entry.pos in ("verb", "phrase", "noun") for t in draft.triggers)
    if not forces or not made:
        return False
    device = any(m.entry.weapon in _DEVICES for m in (*draft.weapons, *draft.triggers))
    return device and not any(f.count.high for fs in draft.figures.values() for f in fs)


def _razed(draft: Draft) -> bool:
    """«فجر الجيش منزل الأسير»: forces that blow up what stands empty."""
    forces = bool(draft.perpetrators) and all(p.kind in _STATES for p in draft.perpetrators)
    house = bool(draft.targets) and all(p.kind == "infrastructure" and not p.animate for p in draft.targets)
    return forces and house and not draft.weapons and not any(f.count.high for fs in draft.figures.values() for f in fs)


def _on_protesters(draft: Draft) -> bool:
    """«فتحت الشرطة النار على محتجين»: forces, or nobody named, against those who protest."""
    hurt = any(p.kind == "protesters" for p in draft.targets)
    return hurt and all(p.kind in _STATES or p.kind == "officials" for p in draft.perpetrators)


def _one(draft: Draft, people: list[PartyFind]) -> bool:
    """One person, or the two of one name: not a crowd of officials."""
    killed = [f.count.high for f in draft.figures.get("killed", ()) if f.count.high]
    return len(people) <= 2 and all(high is None or high <= 2 for high in killed)


def _chosen(party: PartyFind) -> bool:
    if party.count is not None and party.count.high not in (1, None):
        return False
    if party.head.form.number != "sing":
        return False
    entry = party.head.entry
    if entry.role == "person":
        return True
    leads = not _LEADERS.isdisjoint(entry.meaning("label").lower().split())
    if entry.room == "nouns":
        return leads or entry.meaning("kind") == "officials"
    return leads and entry.role == "office"
