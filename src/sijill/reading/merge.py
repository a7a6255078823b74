"""Across sentences: mentions of one event come together, lists come apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sijill.knowledge.lexicon import fold_words
from sijill.model import Dropped
from sijill.reading.annotate import Annotated
from sijill.reading.apart import apart_of
from sijill.reading.draft import Draft
from sijill.reading.fuse import SPECIFIC, VIOLENT, may_fuse
from sijill.reading.grammar import verb_like
from sijill.reading.where import Chain
from sijill.resolve.places import km
from sijill.text import analyses

SAME_PLACE_KM = 30.0  # a site and the town that it is told by
SAME_TOWN_KM = 4.0  # two names of one town
_OTHER = frozenset("اخر اخري ثان ثاني ثانيه ثالث ثالثه رابع منفصل منفصله مماثل مماثله سابق سابقه".split())
_FINE = frozenset({"site", "town", "district"})


def split(a: Annotated, drafts: list[Draft]) -> list[Draft]:
    """A list of places under one word is as many events as it has places; a total for all belongs to none."""
    out: list[Draft] = []
    for draft in drafts:
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


_WIDE = frozenset("armed_clash agreement political_decision deployment withdrawal group_change release security_operation".split())


def merge(a: Annotated, drafts: list[Draft]) -> tuple[list[Draft], list[Dropped]]:
    """Bring mentions of one event together, in the order of the text."""
    events: list[Draft] = []
    dropped: list[Dropped] = []
    near: list[tuple[int, Draft]] = []
    for draft in drafts:
        near = [(index, event) for index, event in near if draft.sentence - event.latest <= FARTHEST]
        hosts = [(fit(a, event, draft), -index) for index, event in near]
        best = max(hosts, default=(0.0, 0))
        if best[0] > 0:
            host = events[-best[1]]
            if draft.rank != "generic" and SPECIFIC.get(draft.type, 0) > SPECIFIC.get(host.type, 0):
                host.type, host.frame = draft.type, draft.frame
            if host.rank == "outcome" and draft.rank == "occurrence":
                host.rank = "occurrence"
            if draft.number != "sing" and host.number == "sing" and draft.rank != "generic":
                draft.figures = {} if host.figures else draft.figures
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


def fit(a: Annotated, event: Draft, draft: Draft) -> float:
    """How well a mention fits an event; 0 or less where it cannot be the same."""
    if draft.rank == "generic":
        gap = draft.sentence - max(s for s in event.sentences if s <= draft.sentence) if min(event.sentences) <= draft.sentence else 9
        if draft.type and not may_fuse(event.type, draft.type):
            return 0.0
        fits = event.type in VIOLENT | {"abduction", "security_operation", "arrest", "disrupted_attack"}
        return 2.0 - 0.2 * gap + 0.5 * (event.type == draft.type) if fits and not event.background else 0.0
    if not may_fuse(event.type, draft.type):
        return 0.0
    if draft.sums != event.sums and not (event.kind == "title" and event.number == "plural"):
        return 0.0
    if event.background != draft.background and not (draft.definite or draft.type == "assassination"):
        return 0.0
    if (draft.sentence in event.sentences and another(a, draft)) or _parted(a, event, draft):
        return 0.0
    if draft.sentence in event.sentences and ("split" in draft.inherited or "split" in event.inherited) and event.trigger is draft.trigger:
        return 0.0
    if _recalled(a, event, draft) and not _same_toll(event, draft):
        return 0.0
    sums = draft.number == "plural" and not draft.figures and draft.kind != "title"
    if sums and event.number == "sing" and event.kind != "title":
        return 0.0  # «الهجمات» speaks of many; it is no mention of the one
    where = _places(event, draft)
    if where is None and _same_toll(event, draft) and draft.sentence not in event.sentences:
        where = 0.0  # one toll, two wordings of the place
    if where is None or (another(a, draft) and where < 0.4):
        return 0.0
    score = 1.0 + where
    for part in (_days, _clocks, _figures, _parties):
        value = part(event, draft)
        if value is None:
            return 0.0
        score += value
    if draft.definite:
        score += 0.5
    if event.type == draft.type:
        score += 0.4
    if event.kind == "title" or draft.kind == "title":
        score += 0.4
    if draft.sentence in event.sentences and event.trigger.first < draft.trigger.first and score < 1.8:
        return 0.0
    return score - 0.05 * max(0, draft.sentence - event.latest)


def _parted(a: Annotated, event: Draft, draft: Draft) -> bool:
    """«جاء الهجوم بعد يوم من تفجير»: the words say that the two lie apart; in another sentence only the same sort of event is meant."""
    apart = apart_of(a, draft.trigger)
    if draft.sentence not in event.sentences:
        return apart is not None and draft.type != event.type
    return apart is not None and any(t.last <= apart.first for t in event.triggers if a.sentence(t.first).index == draft.sentence)


FARTHEST = 160  # sentences: `fit` takes off 0.05 for each, and all that speaks for two mentions adds up to less than 8
LONG_DAYS = 60  # what has gone on for so long is no news that gives no day
OLD_DAYS = 10  # an event dated so long before publication is not the news that gives no day


def _recalled(a: Annotated, event: Draft, draft: Draft) -> bool:
    """One of the two is told with a day long past beside it, the other without a day."""
    old = [d for d in (event, draft) if d.firm_day and (day := day_of(d)) and _long_past(a, day)]
    undated = [d for d in (event, draft) if day_of(d) is None and not d.definite]
    return len(old) == 1 and len(undated) == 1


def _long_past(a: Annotated, day: tuple[date, date]) -> bool:
    """Well before publication; where nothing tells that day, a bare year («الحكم الصادر عام 2003»)."""
    length = (day[1] - day[0]).days
    if a.anchor is None:
        return length >= 364
    return (a.anchor - day[1]).days > OLD_DAYS or length > LONG_DAYS


def _same_toll(event: Draft, draft: Draft) -> bool:
    """The same dead, or the same dead and wounded: more than one person, and told for the same kind of place."""

    def tolls(name: str, of: Draft) -> set[tuple[int | None, int | None]]:
        return {(f.count.low, f.count.high) for f in of.figures.get(name, ()) if f.count.high}

    killed, wounded = tolls("killed", event) & tolls("killed", draft), tolls("wounded", event) & tolls("wounded", draft)
    countries = {c[0].settled.place.country for d in (event, draft) for c in d.places} - {None}
    return len(countries) <= 1 and (bool(killed and wounded) or any((high or 0) > 2 for _, high in killed))


def another(a: Annotated, draft: Draft) -> bool:
    """«هجوم آخر», «في حادث منفصل»: the words say that it is a different one."""
    trigger = draft.trigger
    sentence = a.sentence(trigger.first)
    if draft.rank == "occurrence":
        for index in range(trigger.last, min(trigger.last + (2 if trigger.form.tense else 1), sentence.last)):
            if any(r.rest in _OTHER for r in analyses(a.doc.words[index].text)):
                return True
    start = [a.doc.words[i].text for i in range(sentence.first, min(sentence.first + 5, sentence.last))]
    return bool(start) and any(w in ("اخر", "اخري", "منفصل", "منفصله", "ثانيه") for w in start[1:5])


def _inside(inner: Chain, outer: Chain) -> bool:
    """Whether the place that the one mention names holds the place that the other names."""
    place = outer[0].settled.place
    return (
        place.precision in _FINE
        and place.gazetteer_id is not None
        and any(p.settled.place.gazetteer_id == place.gazetteer_id for p in inner[1:])
    )


def _place_pair(left: Chain, right: Chain) -> float | None:
    one, two = left[0].settled.place, right[0].settled.place
    if one.gazetteer_id != two.gazetteer_id and (_inside(left, right) or _inside(right, left)):
        return 0.6
    if one.gazetteer_id is None or two.gazetteer_id is None:
        if fold_words(one.text)[-1:] == fold_words(two.text)[-1:]:
            return 1.0
        if one.gazetteer_id is None and two.gazetteer_id is None:
            return None
    if one.country and two.country and one.country != two.country:
        return None
    if one.gazetteer_id and one.gazetteer_id == two.gazetteer_id:
        return 1.0 if one.precision in _FINE else 0.4
    if one.admin1 and two.admin1 and one.admin1 != two.admin1:
        return None
    if one.precision in _FINE and two.precision in _FINE:
        if None in (one.lat, one.lon, two.lat, two.lon):
            return 0.0
        apart = km(one.lat or 0, one.lon or 0, two.lat or 0, two.lon or 0)
        if one.precision != two.precision:
            return 0.4 if apart <= SAME_PLACE_KM else None
        return 0.3 if apart <= SAME_TOWN_KM else None
    return 0.4


def _places(event: Draft, draft: Draft) -> float | None:
    if not event.places or not draft.places:
        return 0.0
    if min(event.place_rank, draft.place_rank) == 0:
        return 0.0
    values = [v for x in event.places for y in draft.places if (v := _place_pair(x, y)) is not None]
    if not values:
        return None if min(event.place_rank, draft.place_rank) >= 1 else -0.5
    return max(values)


def day_of(draft: Draft) -> tuple[date, date] | None:
    """The first interval that a draft's own times give."""
    for time in draft.times:
        if time.when.start is not None and time.when.end is not None:
            return time.when.start, time.when.end
    return None


def _days(event: Draft, draft: Draft) -> float | None:
    one, two = day_of(event), day_of(draft)
    if one is None or two is None:
        return 0.0
    if one[0] <= two[1] and two[0] <= one[1]:
        return 0.4 if one == two else 0.2
    return None if event.firm_day and draft.firm_day else -0.6


def _clocks(event: Draft, draft: Draft) -> float | None:
    one = next((t.when.clock for t in event.times if t.when.clock), None)
    two = next((t.when.clock for t in draft.times if t.when.clock), None)
    if one and two:
        return 0.5 if one == two else None
    return 0.0


def _figures(event: Draft, draft: Draft) -> float | None:
    total = 0.0
    for name in ("killed", "wounded", "captured"):
        one = {(f.count.low, f.count.high) for f in event.figures.get(name, ())}
        two = {(f.count.low, f.count.high) for f in draft.figures.get(name, ())}
        if one and two:
            if one & two:
                total += 0.8
            elif not draft.definite:
                total -= 1.2
            else:
                total -= 0.4
    return total


def _parties(event: Draft, draft: Draft) -> float | None:
    total = 0.0
    one = {p.actor_id for p in event.perpetrators if p.named}
    two = {p.actor_id for p in draft.perpetrators if p.named}
    sides = one | {p.actor_id for p in event.targets if p.named}
    if one and two:
        if two & sides or one & {p.actor_id for p in draft.targets}:
            total += 0.5
        elif not verb_like(draft.trigger) or event.type in VIOLENT:
            total -= 1.0
    heads = {p.head.entry.id for p in event.targets} & {p.head.entry.id for p in draft.targets}
    if heads:
        total += 0.3
    elif event.targets and draft.targets:
        total -= 0.3
    return total
