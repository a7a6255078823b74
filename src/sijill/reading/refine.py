"""The weapon named beside a trigger makes its type more precise («هجوم بسيارة مفخخة» is an IED attack)."""

from __future__ import annotations

from sijill.extract.lookup import holds
from sijill.knowledge import Knowledge
from sijill.reading.annotate import Annotated, within
from sijill.reading.cues import in_reply, span_after
from sijill.reading.draft import Draft
from sijill.reading.grammar import clause, joined_verb

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
        if joined_verb(a, trigger) and draft.rank == "outcome":
            first = trigger.first  # «انفجرت عبوة في أ، وأصيب خمسة بقصف على ب»: what stands before tells of the other one
        weapons = {m.entry.meaning("weapon") for m in within(a.weapons, first, last)}
        weapons |= {trigger.entry.meaning("weapon")} - {""}
        words = a.doc.words[first:last]
        for rule in knowledge.refinements:
            if draft.type not in rule.types or (rule.ranks and draft.rank not in rule.ranks):
                continue
            if weapons & rule.weapons or (rule.words and holds(words, rule.words)):
                draft.type = rule.becomes
                break
