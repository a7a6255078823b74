"""The weapon named beside a trigger makes its type more precise («هجوم بسيارة مفخخة» is an IED attack)."""

from __future__ import annotations

from sijill.extract.lookup import holds
from sijill.knowledge import Knowledge
from sijill.reading.annotate import Annotated, within
from sijill.reading.cues import in_reply, span_after
from sijill.reading.draft import Draft
from sijill.reading.grammar import clause

NEAR = 16  # words between a trigger and the weapon that bears on it


def refine(a: Annotated, drafts: list[Draft], knowledge: Knowledge) -> None:
    """Change types in place by the table `types/refine.yaml`; its first entry that fits decides."""
    for draft in drafts:
        if draft.rank == "generic":
            continue
        trigger = draft.trigger
        first, last = clause(a, trigger)
        first, last = max(first, trigger.first - NEAR), min(last, trigger.last + NEAR)
        last = span_after(a, trigger.last, last)
        reply = in_reply(a, trigger)
        if reply:
            first = reply[0]  # «غارات ردا على هجوم»: the aircraft are not those of the attack
        if _disposed_of(a, draft, first, last):
            draft.type = "disrupted_attack"
            continue
        weapons = {m.entry.meaning("weapon") for m in within(a.weapons, first, last)}
        weapons |= {trigger.entry.meaning("weapon")} - {""}
        words = a.doc.words[first:last]
        for rule in knowledge.refinements:
            if draft.type not in rule.types or (rule.ranks and draft.rank not in rule.ranks):
                continue
            if weapons & rule.weapons or (rule.words and holds(words, rule.words)):
                draft.type = rule.becomes
                break


_DEVICES = frozenset({"ied", "car bomb", "truck bomb", "sticky bomb", "explosive belt", "landmine", "bomb", "explosives"})
_FORCES = frozenset({"state_forces", "foreign_forces"})


def _disposed_of(a: Annotated, draft: Draft, first: int, last: int) -> bool:
    """«كشفت مفرزة للجيش خمس عبوات ودمرتها»: forces that destroy a device are struck by none."""
    if draft.type != "destruction" or not any(p.kind in _FORCES for p in draft.perpetrators):
        return False
    trigger = draft.trigger
    span = (first, trigger.first) if trigger.form.pronoun else (trigger.last, last)
    return any(m.entry.meaning("weapon") in _DEVICES and m.particle != "ب" for m in within(a.weapons, *span))
