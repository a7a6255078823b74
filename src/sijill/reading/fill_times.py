"""An event without a day of its own takes the day of the event that is told right before it, by a named rule."""

from __future__ import annotations

from dataclasses import replace

from sijill.reading.annotate import Annotated, TimeFind
from sijill.reading.draft import Draft
from sijill.reading.fuse import VIOLENT

FAR = 3  # sentences between the two beyond which nothing ties them together
RULE = "the day of the event told before"


def fill_times(a: Annotated, drafts: list[Draft]) -> None:
    """Give undated news the day of the news before it, in place."""
    last: Draft | None = None
    for draft in sorted(drafts, key=lambda d: (min(d.sentences), d.trigger.first)):
        day = _day(a, draft)
        if day is not None:
            if not draft.background:
                last = draft
            continue
        if last is None or draft.background or _told(draft) or draft.cues.keys() & {"reason", "pluperfect", "aggregate"}:
            continue
        source = _day(a, last)
        if source is not None and _tied(last, draft):
            draft.times.append(TimeFind(source.expression, replace(source.when, clock=None, rule=f"{RULE}: {source.when.rule}")))


def _day(a: Annotated, draft: Draft) -> TimeFind | None:
    published = a.anchor
    days = [t for t in draft.times if t.when.start is not None and t.when.precision == "day"]
    return next((t for t in days if published is None or (t.when.start is not None and t.when.start <= published)), None)


def _told(draft: Draft) -> bool:
    """The words give a time, though perhaps one that stays open."""
    return any(t.when.start is not None or not t.when.clock for t in draft.times)


def _tied(before: Draft, draft: Draft) -> bool:
    gap = min(draft.sentences) - max(s for s in before.sentences if s <= max(min(draft.sentences), min(before.sentences)))
    if not 0 <= gap <= FAR:
        return False
    alike = before.type == draft.type or {before.type, draft.type} <= VIOLENT
    here = {c[0].settled.place.admin1 for c in before.places} & {c[0].settled.place.admin1 for c in draft.places} - {None}
    return alike or bool(here)
