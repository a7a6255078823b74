"""Those whom a fight left in the hands of one side: «هاجموا الحاجز وقتلوا أربعة وأسروا سبعة» is one event with three outcomes."""

from __future__ import annotations

from sijill.reading.annotate import Annotated
from sijill.reading.draft import Draft
from sijill.reading.grammar import joined_verb, verb_like

# The gravest outcome gives an event its type: a capture told with one of these is an outcome of it.
_GRAVER = frozenset({"armed_clash", "armed_attack", "territory_captured"})


def taken_in(a: Annotated, host: Draft, draft: Draft) -> bool:
    """Whether a capture is an outcome of a fight: waw joins it to what is told of the fight, and nobody else did it elsewhere."""
    trigger = draft.trigger
    if host.type not in _GRAVER or draft.type != "arrest" or host.trigger.first > trigger.first or host.number == "plural":
        return False
    if not (joined_verb(a, trigger) if verb_like(trigger) else trigger.joiner == "و"):
        return False
    if draft.place_rank == 2 and (not host.places or draft.places[0][0] is not host.places[0][0]):
        return False
    if draft.firm_day and draft.times and draft.times[0] not in host.times:
        return False
    sides = {p.head.entry.id for p in (*host.perpetrators, *host.targets)}
    own = [p for p in draft.perpetrators if p.first > host.trigger.last]
    return all(p.head.entry.id in sides for p in own)
