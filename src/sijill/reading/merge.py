"""Across sentences: mentions of one event come together, lists come apart."""

from __future__ import annotations

from dataclasses import replace

from sijill.model import Dropped
from sijill.reading.annotate import Annotated
from sijill.reading.draft import Draft
from sijill.reading.fuse import SPECIFIC
from sijill.reading.ordinals import one_by_one
from sijill.reading.same import FARTHEST, fit, later_toll, may_fit, reach
from sijill.reading.sums import without_sums


def split(a: Annotated, drafts: list[Draft]) -> list[Draft]:
    """A list of places under one word is as many events as it has places; a total for all belongs to none."""
    out: list[Draft] = []
    for draft in drafts:
        counted_off = one_by_one(a, draft) if draft.rank == "occurrence" else []
        if counted_off:
            draft.places, draft.place_rank = counted_off, 2
        one = any(f.count.high == 1 for figures in draft.figures.values() for f in figures)  # one person is in one place
        if one or len(draft.places) < 2 or draft.place_rank < 2 or draft.rank != "occurrence" or draft.type in _WIDE:
            out.append(draft)
            continue
        for chain in draft.places:
            none = {name: [f for f in figures if f.count.high == 0] for name, figures in draft.figures.items()}
            part = replace(
                draft, triggers=list(draft.triggers), places=[chain], figures=none, number="sing", sentences=set(draft.sentences)
            )
            part.perpetrators, part.targets, part.weapons = list(draft.perpetrators), list(draft.targets), list(draft.weapons)
            part.times, part.cues, part.inherited = list(draft.times), dict(draft.cues), {"split"}
            out.append(part)
    return out


_WIDE = frozenset("agreement political_decision deployment withdrawal group_change release security_operation".split())


def merge(a: Annotated, drafts: list[Draft]) -> tuple[list[Draft], list[Dropped]]:
    """Bring mentions of one event together, in the order of the text."""
    events: list[Draft] = []
    drafts, dropped = without_sums(a, drafts)
    near: list[tuple[int, Draft]] = []
    for draft in drafts:
        near = [(index, event) for index, event in near if draft.sentence - event.latest <= FARTHEST]
        opened = draft.sentence - reach(draft)
        hosts = [(fit(a, event, draft), -index) for index, event in near if event.latest >= opened and may_fit(event.type, draft.type)]
        best = max(hosts, default=(0.0, 0))
        if best[0] > 0:
            host = events[-best[1]]
            if later_toll(a, host, draft):
                draft.cues, draft.perpetrators, draft.targets, draft.type = {}, [], [], ""  # who found the dead, what was found
            if draft.rank != "generic" and SPECIFIC.get(draft.type, 0) > SPECIFIC.get(host.type, 0):
                host.type, host.frame = draft.type, draft.frame
            if host.rank == "outcome" and draft.rank == "occurrence":
                host.rank = "occurrence"
            people = draft.trigger.entry.meaning("person") == "true"  # «ثمانية قتلى» are many people, not many occurrences
            if draft.number != "sing" and host.number == "sing" and draft.rank != "generic" and not people:
                draft.figures = {} if any(host.figures.values()) else draft.figures
            host.absorb(draft)
        elif draft.rank == "generic":
            evidence = a.doc.evidence(draft.trigger.start, draft.trigger.end)
            dropped.append(
                Dropped("merge", "names an event that nothing else tells", evidence.span, evidence.quote, draft.trigger.entry.id)
            )
        else:
            near.append((len(events), draft))
            events.append(draft)
    return events, dropped
