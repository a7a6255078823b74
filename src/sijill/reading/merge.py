"""Across sentences: mentions of one event come together, lists come apart."""

from __future__ import annotations

from sijill.model import Dropped
from sijill.reading.annotate import Annotated
from sijill.reading.dealt import part_of
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
        several = len(draft.places) > 1 and draft.place_rank == 2 and draft.rank == "occurrence" and draft.type not in _WIDE
        if not several or any(f.count.high == 1 for figures in draft.figures.values() for f in figures):  # one person is in one place
            out.append(draft)
            continue
        for chain in draft.places:
            none = {name: [f for f in figures if f.count.high == 0] for name, figures in draft.figures.items()}
            out.append(part_of(draft, chain, none))
    return out


_WIDE = frozenset("agreement political_decision deployment withdrawal group_change release security_operation".split())


def merge(a: Annotated, drafts: list[Draft]) -> tuple[list[Draft], list[Dropped]]:
    """Bring mentions of one event together, in the order of the text."""
    events: list[Draft] = []
    drafts, dropped = without_sums(a, drafts)
    near: list[Draft] = []  # those that a mention can still be of, in the order of `events`
    for draft in drafts:
        near = [event for event in near if draft.sentence - event.latest <= FARTHEST]
        host = _host(a, near, draft)
        if host is not None:
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
            near.append(draft)
            events.append(draft)
            if len(near) > MOST:
                del near[_longest_ago(near)]
    return events, dropped


MOST = 100  # events that a mention is weighed with: those last told of; a text that tells of more is many articles in one


def _longest_ago(events: list[Draft]) -> int:
    """Which of them was not told of for longest."""
    found = 0
    for index in range(1, len(events)):
        if events[index].latest < events[found].latest:
            found = index
    return found


def _host(a: Annotated, events: list[Draft], draft: Draft) -> Draft | None:
    """The event that a mention fits best, the first of those that it fits as well; None where it fits none."""
    host: Draft | None = None
    best = 0.0
    opened = draft.sentence - reach(draft)
    for event in events:
        if event.latest >= opened and may_fit(event.type, draft.type):
            fits = fit(a, event, draft)
            if fits > best:
                host, best = event, fits
    return host
