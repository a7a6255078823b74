"""A total told first and then part by part («مقتل ستة في هجومين: … أربعة في كركوك … واثنان في بعقوبة») is no event of its own."""

from __future__ import annotations

from sijill.model import Dropped
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft
from sijill.reading.fuse import may_fuse
from sijill.reading.same import fit
from sijill.reading.same_place import place_pair
from sijill.reading.same_place import places as same_places
from sijill.reading.same_time import days
from sijill.reading.where import Chain, fineness
from sijill.text.spelled import spelled

LEAD = 1  # the title and the sentence behind it: there a total is told first
_NOUNS = frozenset({"attack_noun", "weapon_noun"})
_SCATTERED = spelled("متفرقه مختلفه منفصله متفرقين منفصلين مختلفين عده متزامنه متزامنين".split())
_GENERIC = frozenset({"", "killing", "armed_attack"})


def without_sums(a: Annotated, drafts: list[Draft]) -> tuple[list[Draft], list[Dropped]]:
    """Drop each total of the lead whose parts the body tells; a part without a day takes the total's."""
    gone: list[Draft] = []
    for head in drafts:
        if head.sentence > LEAD or head.rank == "generic" or "split" in head.inherited or not _many(a, head):
            continue
        parts = [d for d in drafts if d is not head and _part(a, head, d)]
        if len(parts) < 2 or not _told_apart(a, parts) or not _adds_up(head, parts):
            continue
        gone.append(head)
        for part in parts:
            if not part.times:
                part.times = list(head.times)
    dropped = [_drop(a, head) for head in gone]
    return [d for d in drafts if not any(d is head for head in gone)], dropped


def _many(a: Annotated, head: Draft) -> bool:
    """«سلسلة تفجيرات», «هجومين», «حوادث متفرقة», «ثلاث سيارات مفخخة»: the words tell of more than one occurrence."""
    for trigger in head.triggers:
        if trigger.form.tense or trigger.article or trigger.form.number not in ("plural", "dual"):
            continue
        if trigger.entry.frame in _NOUNS:
            return True
        if trigger.entry.rank == "generic" and (trigger.form.number == "dual" or _scattered(a, trigger.last)):
            return True
    first = head.trigger
    if any((n.value.low or 0) > 1 for n in within(a.numbers, first.first, first.last)):
        return True  # «انفجرت ثلاث سيارات مفخخة»
    return "series" in head.cues or first.entry.meaning("series") == "true"


def _scattered(a: Annotated, index: int) -> bool:
    """«حوادث أمنية متفرقة», «عمليات منفصلة»."""
    return any(w.text in _SCATTERED for w in a.doc.words[index : index + 2])


def _part(a: Annotated, head: Draft, draft: Draft) -> bool:
    """Told after the total, singly, at a finer place that the total's place can hold, and of a kind with it."""
    if (
        (draft.sentence, draft.trigger.first) <= (head.sentence, head.trigger.first)
        or draft.kind == "title"
        or draft.rank == "generic"
        or draft.sums
    ):
        return False
    if draft.background and not (draft.firm_day and _of_the_news(a, draft)):
        return False
    if draft.place_rank < 2 or not draft.places or not (may_fuse(head.type, draft.type) or head.type in _GENERIC):
        return False
    if draft.number == "plural" and not draft.figures:
        return False
    if head.places and head.place_rank and not _inside(head.places[0], draft.places[0]):
        return False
    if head.places and place_pair(head.places[0], draft.places[0]) is None:
        return False  # «هجومين في الحلة، جنوبي بغداد»: none in Baghdad is one of the two
    day = days(a, head, draft)
    return same_places(head, draft) is not None and day is not None and day >= 0


def _of_the_news(a: Annotated, draft: Draft) -> bool:
    """«يذكر أن … قتلوا صباح اليوم»: recalled, and yet of these days."""
    start = draft.times[0].when.start
    return start is not None and a.anchor is not None and (a.anchor - start).days <= _DAYS


_DAYS = 7


def _inside(whole: Chain, place: Chain) -> bool:
    """A finer place, or a part of the same country («جنوب أفغانستان»)."""
    one, two = whole[0].settled, place[0].settled
    part = bool(two.find.beside) and not one.find.beside and two.place.country == one.place.country
    near = one.place.admin1 is not None and one.place.admin1 == two.place.admin1 and one.place.gazetteer_id != two.place.gazetteer_id
    return near or fineness(place) < fineness(whole) or (part and fineness(place) == fineness(whole))


def _told_apart(a: Annotated, parts: list[Draft]) -> bool:
    """Whether not all are mentions of the first."""
    first = parts[0]
    return any(fit(a, first, part) <= 0 and same_places(first, part) is None for part in parts[1:])


def _adds_up(head: Draft, parts: list[Draft]) -> bool:
    """No part has as many dead as all together."""
    for name in ("killed", "wounded"):
        total = max((f.count.high or 0 for f in head.figures.get(name, ())), default=0)
        if total and any((f.count.high or 0) >= total for part in parts for f in part.figures.get(name, ())):
            return False
    return True


def _drop(a: Annotated, head: Draft) -> Dropped:
    evidence = a.doc.evidence(head.trigger.start, head.trigger.end)
    return Dropped("merge", "a total whose parts are told one by one", evidence.span, evidence.quote, head.trigger.entry.id)
