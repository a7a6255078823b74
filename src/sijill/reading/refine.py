"""The weapon named beside a trigger makes its type more precise («هجوم بسيارة مفخخة» is an IED attack)."""

from __future__ import annotations

from sijill.knowledge import Knowledge
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft
from sijill.reading.grammar import clause


def refine(a: Annotated, drafts: list[Draft], knowledge: Knowledge) -> None:
    """Change types in place, by the table `types/refine.yaml`, from the weapons of the trigger's own clause."""
    for draft in drafts:
        if draft.rank == "generic":
            continue
        first, last = clause(a, draft.trigger)
        named = [m for m in within(a.weapons, first, last) if abs(m.first - draft.trigger.first) <= 16]
        named.sort(key=lambda m: abs(m.first - draft.trigger.first))
        for weapon in named:
            change = knowledge.refinements.get((draft.type, weapon.entry.meaning("weapon")))
            if change is not None:
                draft.type = change.becomes
                break
