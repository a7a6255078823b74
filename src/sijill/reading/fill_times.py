"""An event without a day of its own takes one from another event of the text, by a named rule."""

from __future__ import annotations

from dataclasses import replace

from sijill.model import When
from sijill.reading.annotate import Annotated, TimeFind, within
from sijill.reading.apart import Apart, apart_of, moved
from sijill.reading.draft import Draft
from sijill.reading.fuse import VIOLENT
from sijill.reading.stories import another_story

OLD_DAYS = 10  # a day longer past goes on only to what is of the same sort
FAR = 3  # sentences between the two beyond which nothing ties them together
RULE = "the day of the event told before"
TITLE = "the day of the event that the text tells under the headline"
LEAD = 3  # sentences below a headline that tell its event


def fill_times(a: Annotated, drafts: list[Draft]) -> None:
    """Give undated news the day of the news before it, and an event told by its distance from another the day so far off, in place."""
    far = [(draft, apart) for draft in drafts for trigger in draft.triggers if (apart := apart_of(a, trigger)) is not None]
    parted = {id(draft) for draft, _ in far}
    last: Draft | None = None
    for draft in sorted(drafts, key=_place):
        day = _day(a, draft) or (_later(a, last, draft) if last is not None else None)
        if day is not None:
            if not draft.background:
                last = draft
            continue
        if last is None or draft.background or _told(draft) or not {"reason", "pluperfect", "aggregate"}.isdisjoint(draft.cues):
            continue
        source = _day(a, last)
        if source is not None and _tied(last, draft) and id(draft) not in parted and not _apart(a, last, draft):
            rule = source.when.rule.removeprefix(f"{RULE}: ")
            draft.times.append(TimeFind(source.expression, replace(source.when, clock=None, rule=f"{RULE}: {rule}")))
            last = draft
    for draft, apart in far:
        _count(a, drafts, draft, apart)
    _back_then(a, drafts)
    _headlines(a, drafts)
    _lead_day(a, drafts)


def _place(draft: Draft) -> tuple[int, int]:
    """Where an event is told first."""
    first = draft.sentence
    for sentence in draft.sentences:
        first = min(first, sentence)
    return first, draft.trigger.first


def _lead_day(a: Annotated, drafts: list[Draft]) -> None:
    """The first news of the text, undated, takes the one day of the lead that nothing else has taken: the lead retells the headline."""
    lead = next((s for s in a.doc.sentences if s.kind == "body"), None)
    if lead is None or not a.times:
        return
    news = [d for d in drafts if not d.background and not d.sums and _OLD_CUES.isdisjoint(d.cues)]
    first = min(news, key=_place, default=None)
    if first is None or first.times or min(first.sentences) > lead.index + 1:
        return
    days = [t for t in within(a.times, lead.first, lead.last) if t.when.precision == "day" and t.expression.kind in ("shift", "weekday")]
    taken = any(t.first == day.first for day in days for d in drafts for t in d.times)
    if len(days) != 1 or taken or days[0].expression.of_statement:
        return
    when = days[0].when
    if when.start is not None and (a.anchor is None or when.start <= a.anchor):
        first.times.append(TimeFind(days[0].expression, replace(when, clock=None, rule=f"the day of the lead: {when.rule}")))


_OLD_CUES = frozenset({"reason", "pluperfect", "aggregate", "denied"})
_THEN = frozenset("حينها وحينها حينذاك وقتها وقتذاك انذاك يومها ويومها عندها ساعتها".split())


def _back_then(a: Annotated, drafts: list[Draft]) -> None:
    """«وهاجم أنصاره حينها البرلمان»: at the time of the event that is told right before it, be it old news."""
    words = a.doc.words
    ordered = sorted(drafts, key=_opening)
    for number in range(1, len(ordered)):
        before, draft = ordered[number - 1], ordered[number]
        if draft.kind == "title" or draft.sentence - before.latest > 1 or any(t.when.start is not None for t in draft.times):
            continue
        sentence = a.doc.sentences[draft.sentence]
        then = next((i for i in range(sentence.first, sentence.last) if words[i].text in _THEN), None)
        if then is None:
            continue
        source = next((t for t in before.times if t.when.start is not None), None)
        if source is not None and source.expression.kind not in ("since", "range"):
            expression = replace(source.expression, first=then, last=then + 1)
            rule = f"at the time of the event told before: {source.when.rule.removeprefix(f'{RULE}: ')}"
            draft.times.insert(0, TimeFind(expression, replace(source.when, clock=None, rule=rule)))


def _opening(draft: Draft) -> tuple[int, int]:
    """Where the mention stands that an event was opened with."""
    return draft.sentence, draft.trigger.first


def _headlines(a: Annotated, drafts: list[Draft]) -> None:
    """A headline gives no day: its event takes that of the one of its type that the lead tells."""
    for draft in drafts:
        if draft.kind != "title" or draft.latest > 0 or draft.times or draft.background or draft.sums:
            continue
        below = [
            d for d in drafts if d is not draft and d.type == draft.type and 0 < d.sentence <= LEAD and not d.background and not d.sums
        ]
        source = _day(a, below[0]) if below else None
        if source is not None:
            draft.times.append(TimeFind(source.expression, replace(source.when, clock=None, rule=f"{TITLE}: {source.when.rule}")))


# Acts that a party says it did: when, the day of the news before does not tell («وقالت الحركة إنها سيطرت على البلدة»).
_CLAIMS = frozenset({"territory_captured", "withdrawal"})


def _apart(a: Annotated, before: Draft, draft: Draft) -> bool:
    """Whether the words part an event from the day of the one before: denied, only claimed, or another story."""
    if "denied" in draft.cues or (draft.type == "political_decision" and before.type != draft.type):
        return True
    if _older(a, before) and not _alike(before, draft):
        return True
    sentence = a.doc.sentences[draft.sentence]
    if draft.type in _CLAIMS and within(a.speech, sentence.first, draft.trigger.first):
        return True
    return another_story(a, before, draft)


def _later(a: Annotated, last: Draft, draft: Draft) -> TimeFind | None:
    """«وبعد يومين سيطروا على البلدة»: so long after the event told before; the day is given to the event."""
    told = draft.times[0] if draft.times else None
    if told is None or told.expression.kind != "after" or told.expression.says.amount is None or not told.expression.says.unit:
        return None
    source = _day(a, last)
    when = moved(source.when, told.expression.says.amount, told.expression.says.unit) if source is not None else None
    if when is None or when.precision != "day" or (a.anchor is not None and when.start is not None and when.start > a.anchor):
        return None
    found = TimeFind(told.expression, replace(when, rule=when.rule.replace("told with it", "told before")))
    draft.times.insert(0, found)
    return found


def _count(a: Annotated, drafts: list[Draft], draft: Draft, apart: Apart) -> None:
    """Date the event that a distance governs from the event told with it, or that one from it."""
    main = _main(a, drafts, draft, apart)
    if main is None or apart.amount is None:
        return
    mine, other = _time(a, draft), _beside(a, apart) or _time(a, main)
    if mine is None and other is not None and not any(t.when.start is not None for t in draft.times):
        _give(a, draft, apart, other, moved(other.when, apart.amount, apart.unit))
    elif mine is not None and other is None and not _told(main):
        _give(a, main, apart, mine, moved(mine.when, -apart.amount, apart.unit))


def _beside(a: Annotated, apart: Apart) -> TimeFind | None:
    """The day that stands before the words of distance: «عثر الجمعة على جثته بعد يومين من خطفه»."""
    first = a.doc.sentences[a.sentence(apart.trigger.first).index].first
    found = [t for t in within(a.times, first, apart.first) if t.when.start is not None and not t.expression.of_statement]
    days = [t for t in found if t.when.precision == "day" and (a.anchor is None or (t.when.start is not None and t.when.start <= a.anchor))]
    return days[-1] if days else None


def _give(a: Annotated, draft: Draft, apart: Apart, source: TimeFind, when: When | None) -> None:
    if when is None or when.end is None or (a.anchor is not None and when.start is not None and when.start > a.anchor):
        return
    word = apart.first  # «غداة»: a word of distance that is no time by itself
    expression = apart.time.expression if apart.time is not None else replace(source.expression, first=word, last=word + 1)
    draft.times.insert(0, TimeFind(expression, when))


def _main(a: Annotated, drafts: list[Draft], draft: Draft, apart: Apart) -> Draft | None:
    """The event that is told with a distance from another: the nearest before the words of distance, else behind them."""
    sentence = a.sentence(apart.trigger.first)
    inside = [(t, d) for d in drafts if d is not draft for t in d.triggers if sentence.first <= t.first < sentence.last]
    before = [(t.first, d) for t, d in inside if t.last <= apart.first]
    if before:
        return max(before, key=lambda pair: pair[0])[1]
    behind = [(t.first, d) for t, d in inside if t.first >= apart.trigger.last]
    return min(behind, key=lambda pair: pair[0])[1] if behind else None


def _day(a: Annotated, draft: Draft) -> TimeFind | None:
    published = a.anchor
    for time in draft.times:
        start = time.when.start
        if start is not None and time.when.precision == "day" and (published is None or start <= published):
            return time
    return None


def _time(a: Annotated, draft: Draft) -> TimeFind | None:
    """Its day, or else the first month or year that the words give."""
    dated = (t for t in draft.times if t.when.start is not None and (a.anchor is None or t.when.start <= a.anchor))
    return _day(a, draft) or next(dated, None)


def _told(draft: Draft) -> bool:
    """The words give a time, though perhaps one that stays open."""
    return any(t.when.start is not None or not t.when.clock for t in draft.times)


def _tied(before: Draft, draft: Draft) -> bool:
    first = min(draft.sentences)
    until = max(first, min(before.sentences))
    gap = first - max([s for s in before.sentences if s <= until])
    if not 0 <= gap <= FAR:
        return False
    if _alike(before, draft):
        return True
    here = {c[0].settled.place.admin1 for c in before.places} & {c[0].settled.place.admin1 for c in draft.places} - {None}
    return bool(here)


def _older(a: Annotated, draft: Draft) -> bool:
    """Told as what had happened before, or with a day long past."""
    day = _day(a, draft)
    long_past = day is not None and day.when.end is not None and a.anchor is not None and (a.anchor - day.when.end).days > OLD_DAYS
    return "pluperfect" in draft.cues or long_past


def _alike(before: Draft, draft: Draft) -> bool:
    return before.type == draft.type or {before.type, draft.type} <= VIOLENT
