"""From a draft to an event: every field settled, with the words that it came from and the rule that read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.knowledge import Knowledge
from sijill.model import Event, Evidence, Factuality, Party, Place, Statement, Status, When
from sijill.reading.annotate import Annotated, TimeFind
from sijill.reading.apart import apart_of
from sijill.reading.arms import weapon_statements
from sijill.reading.attribution import accused, claims, deniers, sources, taken_up
from sijill.reading.draft import Draft
from sijill.reading.grammar import verb_like
from sijill.reading.one_party import best, clusters, others_than
from sijill.reading.saying import Speaker
from sijill.reading.tally import captured_of, hurt_of, killed_of
from sijill.reading.told import Told
from sijill.reading.when import chronicled
from sijill.reading.where import fineness
from sijill.resolve.calendars import shifted_month
from sijill.text import BREAK

_COUNTRY = 4.0  # the fineness of a country
_RECENT = frozenset({"shift", "weekday", "part", "back"})
# Types that an article recalls far more often than it reports them: four in five of those told beyond the lead without a day
# are background in our annotated articles.
_RECALLED = frozenset({"agreement", "release", "political_decision", "group_change", "assassination"})
NEWS_DAYS = 7  # an event dated within so many days before publication is news (GUIDELINES)
_NEWS = timedelta(days=NEWS_DAYS)
_PAST = "time.vague.past"  # «قبل أيام», «منذ أشهر»
LASTING_DAYS = 60  # what has been going on for longer is a state of things, no news
_LASTING = timedelta(days=LASTING_DAYS)
_FINENESS = {"site": 0, "town": 1, "district": 2, "governorate": 3, "country": 4, "none": 5}


def settle(a: Annotated, draft: Draft, told: Told, knowledge: Knowledge) -> Event:
    """Build the event of a draft."""
    triggers = tuple([a.doc.evidence(t.start, t.end) for t in draft.triggers])
    trigger = draft.trigger
    when, when_words, clock, clock_words = _when(a, draft)
    status, status_words, status_rule = _status(a, draft, when, triggers[0])
    factuality, fact_words, fact_rule = _factuality(a, draft, triggers[0], told)
    before = taken_up(a, draft)
    claimants = claims(a, draft, told, before)
    claimed = _parties(a, claimants, "claim")
    targets = others_than(draft.targets, claimants)
    told_by = sources(a, draft, told, claimants, before)
    teller = claimed[0].value.text if claimed else told_by[0].value.text if told_by else None
    perpetrators = claimed or _parties(a, draft.perpetrators, "perpetrator")
    place = _place(a, draft) if draft.places and not _lent(draft, status) else None
    return Event(
        id=f"{a.report.sha256[:8]}-{triggers[0].start}{_suffix(draft)}",
        type=Statement(draft.type, triggers, trigger.entry.id, factuality),
        status=Statement(status, (status_words,), status_rule),
        factuality=Statement(factuality, (fact_words,), fact_rule, attributed_to=teller),
        aggregate=_aggregate(draft, when),
        date=Statement(when, when_words, when.rule or "time") if when is not None and when_words else None,
        time=Statement(clock, clock_words, "clock") if clock and clock_words else None,
        place=place,
        perpetrators=perpetrators,
        targets=_parties(a, targets, "target"),
        claimed_by=claimed,
        accused=_parties(a, accused(a, draft, told), "accuse"),
        denied_by=_parties(a, deniers(a, draft, told), "deny"),
        weapons=weapon_statements(a, draft),
        killed=killed_of(a, draft),
        wounded=hurt_of(a, draft, "wounded"),
        captured=captured_of(a, draft),
        sources=told_by,
        loaded=_loaded(a, draft, told),
        confidence=_confidence(draft, when, place),
    )


def _suffix(draft: Draft) -> str:
    """Tells apart the events that a list of places made of one word."""
    return f"-{draft.places[0][0].first}" if draft.places and "split" in draft.inherited else ""


def _when(a: Annotated, draft: Draft) -> tuple[When | None, tuple[Evidence, ...], str | None, tuple[Evidence, ...]]:
    """The day of the event, and its hour."""
    if not draft.times:
        return None, (), None, ()
    dated = [t for t in draft.times if t.when.start is not None]
    days = [t for t in dated if _usable(a, t)] if not (draft.firm_day and draft.times[0].expression.entry == _PAST) else []
    chosen = (
        _refined(days, a.anchor if min(draft.sentences) <= 1 else None)
        if days
        else next((t for t in draft.times if t.when.start is None and not t.when.clock), None)
    )
    clock = next((t for t in draft.times if t.when.clock), None)
    when = _begun(a, draft, chosen) if chosen else None
    words = (a.doc.words_evidence(chosen.first, chosen.last),) if chosen else ()
    return when, words, clock.when.clock if clock else None, (a.doc.words_evidence(clock.first, clock.last),) if clock else ()


# Acts of a moment whose outcome lasts: «محتجز منذ 2007», «يحاصرون البلدة منذ أيار».
_MOMENT = frozenset("abduction arrest territory_captured withdrawal deployment security_operation".split())
_SINCE, _SINCE_PRESENT = 6, 12  # words between such an act and "since"


_HELD = frozenset({"abduction", "arrest"})  # whoever is held since a day was seized on it


def _lasts(a: Annotated, trigger: Match, since: TimeFind) -> bool:
    """«تحاصر القوات المدينة، آخر معاقل الجيش، منذ أيار», «سيطروا عليها منذ عام»: the words "since" belong to the act."""
    gap = since.first - trigger.last
    if gap < 0 or a.sentence(trigger.first).index != a.sentence(since.first).index:
        return False
    if trigger.form.tense == "present":
        return gap <= _SINCE_PRESENT
    return gap <= _SINCE and not any(a.doc.words[i].gap == BREAK for i in range(trigger.last, since.first + 1))


def _begun(a: Annotated, draft: Draft, chosen: TimeFind) -> When:
    """The time of an event; of an act whose outcome lasts "since" says when it was done, and not how long it has lasted."""
    when, said = chosen.when, chosen.expression.says
    if chosen.expression.kind != "since" or draft.type not in _MOMENT or when.start is None or said.amount is not None:
        return when
    if draft.type not in _HELD and not any(_lasts(a, t, chosen) for t in draft.triggers):
        return when
    start = when.start
    if when.precision == "year":
        return replace(when, end=date(start.year, 12, 31))
    if when.precision == "month":
        return replace(when, end=shifted_month(start, 0)[1])
    return replace(when, end=start) if when.precision == "day" else when


def _refined(days: Sequence[TimeFind], anchor: date | None) -> TimeFind:
    """The first time told; where it is no day, one that another mention gives inside it, or a day of the news."""
    first = days[0]
    if first.when.precision == "day" or first.when.start is None or first.when.end is None:
        return first
    for other in days[1:]:
        start = other.when.start
        if other.when.precision == "day" and start is not None and first.when.start <= start <= first.when.end:
            return other
    recent = [t for t in days[1:] if anchor and t.when.precision == "day" and t.when.start and (anchor - t.when.start).days <= NEWS_DAYS]
    return recent[0] if recent else first


def _usable(a: Annotated, time: TimeFind) -> bool:
    return a.anchor is None or time.when.start is None or time.when.start <= a.anchor


def _status(a: Annotated, draft: Draft, when: When | None, trigger: Evidence) -> tuple[Status, Evidence, str]:
    if chronicled(a, draft):
        return "new", trigger, "an entry of the list of days that the article gives"
    if draft.sums and not draft.figures and draft.kind != "title" and draft.sentence > 1 and not _on_a_day(a, draft, when):
        return "background", trigger, "sums up what has been going on"
    cue = draft.cues.get("background") or draft.cues.get("anniversary")
    if "anniversary" in draft.cues:
        return "background", a.doc.evidence(draft.cues["anniversary"].start, draft.cues["anniversary"].end), "what an anniversary recalls"
    if "reason" in draft.cues and not draft.firm_day:
        return "background", trigger, "the reason of what is reported"
    if when is not None and when.end is not None:
        words = next((a.doc.words_evidence(t.first, t.last) for t in draft.times if t.when.rule == when.rule), trigger)
        anchor = a.anchor or _anchor(a)
        if anchor is None and draft.sentence > 1 and draft.kind != "title":
            return "background", words, "an old day beside news of today"
        if anchor is not None:
            lead = draft.kind == "title" or (draft.sentence <= 1 and when.precision in ("day", "week"))
            old = when.start is not None and when.start < anchor - _LASTING
            if old and _presupposed(draft):
                return "background", words, f"taken for granted, and dated more than {LASTING_DAYS} days before publication"
            if old and when.start is not None and when.end > when.start and not lead:
                return "background", words, f"going on for more than {LASTING_DAYS} days"
            if when.end < anchor - _NEWS and not lead:
                return "background", words, f"dated more than {NEWS_DAYS} days before publication"
            if when.end >= anchor - _NEWS and when.precision in ("day", "week"):
                return "new", words, f"dated within {NEWS_DAYS} days before publication"
    if when is None or when.start is None:
        if draft.times and draft.kind != "title" and draft.sentence > 1 and _of_earlier_month(draft.times[0]):
            return "background", a.doc.words_evidence(draft.times[0].first, draft.times[0].last), "of an earlier month or year"
        past = next((t for t in draft.times if t.expression.entry == _PAST), None)
        alone = past is not None and (past is draft.times[0] or not any(t.expression.kind in _RECENT for t in draft.times))
        if past is not None and alone and draft.kind != "title" and draft.sentence > 1:
            return "background", a.doc.words_evidence(past.first, past.last), "a time gone by that is not told"
        recent = next((t for t in draft.times if t.expression.kind in _RECENT and not t.expression.says.relative), None)
        if recent is not None:
            return "new", a.doc.words_evidence(recent.first, recent.last), "a day next to publication"
    if cue is not None:
        return "background", a.doc.evidence(cue.start, cue.end), cue.entry.id
    if "pluperfect" in draft.cues and draft.sentence > 2:
        return "background", trigger, "past before the past"
    if "reason" in draft.cues:
        return "background", trigger, "the reason of what is reported"
    if "earlier" in draft.cues and draft.kind != "title":
        if _days_before(a, draft):
            return "new", trigger, "a few days before what the article reports"
        return "background", trigger, "told as what came before the news"
    if "known" in draft.cues:
        return "background", trigger, "told of somebody or something in passing"
    if draft.type in _RECALLED and min(draft.sentences) > 1:
        return "background", trigger, "recalled in passing, without a day"
    return "new", trigger, "what the article reports"


def _days_before(a: Annotated, draft: Draft) -> bool:
    """«تحدث بعد يومين من الإفراج عنه»: a few days before the news are news as well."""
    apart = apart_of(a, draft.trigger)
    return apart is not None and apart.amount is not None and apart.unit in ("minute", "hour", "day") and -apart.amount < NEWS_DAYS


def _on_a_day(a: Annotated, draft: Draft, when: When | None) -> bool:
    """Many occurrences of one day of the news («سلسلة هجمات وقعت الأربعاء»)."""
    if a.anchor is None or when is None or when.start is None or when.start != when.end or not draft.firm_day:
        return False
    return when.start >= a.anchor - _NEWS


def _of_earlier_month(time: TimeFind) -> bool:
    """«20 كانون الثاني الماضي», «العام الماضي», where no day of publication says which one is meant."""
    said = time.expression.says
    last = "last" in (said.relative, said.of_relative) and said.weekday is None and said.shift is None
    return last and time.expression.kind in ("date", "month", "season", "unit") and said.unit not in ("day", "week")


def _presupposed(draft: Draft) -> bool:
    """«يصف محنة اختطافه», «امرأة كانت خطفت في شباط»: what the headline or the lead takes for granted is not its news."""
    return bool(draft.trigger.form.pronoun) and not verb_like(draft.trigger) if draft.kind == "title" else draft.sentence <= 1


def _anchor(a: Annotated) -> date | None:
    """Where no publication date is known: the latest day of the lead; None where the lead says "today" or gives no day."""
    last = a.doc.sentences[min(3, len(a.doc.sentences)) - 1].last
    lead = [t for t in a.times if t.first < last]
    if any(t.when.start is None and t.expression.kind in _RECENT for t in lead):
        return None
    days = [t.when.end for t in lead if t.when.end is not None] or [t.when.end for t in a.times if t.when.end is not None]
    return max(days, default=None)


def _factuality(a: Annotated, draft: Draft, trigger: Evidence, told: Told) -> tuple[Factuality, Evidence, str]:
    denied = draft.cues.get("denied")
    if denied is not None:
        return "denied", a.doc.evidence(denied.start, denied.end), denied.entry.id
    alleged = draft.cues.get("alleged")
    if alleged is not None:
        return "alleged", a.doc.evidence(alleged.start, alleged.end), alleged.entry.id
    if own_claim(a, draft, told):
        figure = next((f for f in draft.figures.get("killed", ()) if f.count.high), None)
        words = a.doc.words_evidence(figure.first, figure.last) if figure is not None else trigger
        return "alleged", words, "a party's own word for its enemy's losses"
    return "asserted", trigger, "told as fact"


def own_claim(a: Annotated, draft: Draft, told: Told) -> bool:
    """Only one side says how many of its enemy died."""
    if not draft.targets or any(p.kind not in _ENEMIES for p in draft.targets):
        return False
    figures = draft.figures.get("killed")
    if not (any(f.count.high for f in figures) if figures else any(t.entry.id in _DEATHS for t in draft.triggers)):
        return False
    if any(t.entry.id.startswith(_MOURNED) for t in draft.triggers):
        return False  # «استشهاد جنديين»: nobody says so of an enemy
    mine = told.in_sentences(draft.sentences)
    voices = [speaker for saying in mine if saying.act in ("say", "report", "confirm", "claim") for speaker in saying.speakers]
    return bool(voices) and all(_of_forces(a, s) for s in voices)


def _of_forces(a: Annotated, speaker: Speaker) -> bool:
    """A force speaks, by name or by its spokesman («المتحدث العسكري»)."""
    if speaker.party is not None and speaker.party.kind in _FORCES:
        return True
    return any(not a.doc.words[i].rests.isdisjoint(_MILITARY) for i in range(speaker.first, speaker.last))


_DEATHS = frozenset({"trigger.killing.qatal", "trigger.killing.qatl_noun", "trigger.killing.maqtal", "trigger.killing.masra"})
_MOURNED = ("trigger.killing.istashhad", "trigger.killing.istishhad", "trigger.killing.shahid")
_MILITARY = frozenset({"عسكري", "عسكريه", "جيش", "قوات", "دفاع"})
_ENEMIES = frozenset({"rebel_group", "militia", "jihadist_group", "unidentified_armed"})
_FORCES = frozenset({"state_forces", "foreign_forces", "rebel_group", "militia", "jihadist_group"})


def _aggregate(draft: Draft, when: When | None) -> bool:
    since = draft.cues.get("background")
    if draft.figures and draft.kind != "title" and since is not None and since.entry.meaning("detail") == "since":
        return True  # «قتل المئات منذ انتهاء الحرب»: a toll of years, whatever single event is named beside it
    if draft.sums:
        return draft.number == "plural" or (draft.kind != "title" and len(draft.sentences) == 1)
    long = when is not None and when.start is not None and when.end is not None and (when.end - when.start).days > 20
    return draft.number == "plural" and long


def _parties(a: Annotated, finds: Sequence[PartyFind], role: str) -> tuple[Statement[Party], ...]:
    """One statement for each party; another wording of the same party only adds evidence."""
    if not finds:
        return ()
    if len(finds) == 1:
        return (_stated(a, finds[0], finds, role),)
    return tuple([_stated(a, best(cluster.finds), cluster.finds, role) for cluster in clusters(finds)])


def _stated(a: Annotated, find: PartyFind, wordings: Sequence[PartyFind], role: str) -> Statement[Party]:
    """A party by the wording that says most."""
    words = a.doc.evidence(find.start, find.end)
    evidence: tuple[Evidence, ...] = (words,)
    if len(wordings) > 1:
        others = [a.doc.evidence(other.start, other.end) for other in wordings if other is not find]
        evidence = (words, *[other for other in others if other != words])
    party = Party(words.quote, find.label, find.kind, find.actor_id, find.country, find.loaded, find.count, find.alleged)
    return Statement(party, evidence, f"{role}: {find.head.entry.id}")


def _lent(draft: Draft, status: str) -> bool:
    """What is recalled was not where the news is: a place of the article, finer than a country, is not lent to it."""
    return status == "background" and draft.place_rank == 0 and "demonym" not in draft.inherited and fineness(draft.places[0]) < _COUNTRY


def _place_rule(draft: Draft) -> str:
    """How the text gives the place of an event."""
    if "demonym" in draft.inherited:
        return "country of the demonym"
    if draft.place_rank == 2:
        return "place in the clause"
    return "place in the sentence" if draft.place_rank == 1 else "place of the article"


def _place(a: Annotated, draft: Draft) -> Statement[Place]:
    """The finest place of a chain; what it lacks (a name that no gazetteer holds) is taken from the place that holds it."""
    chain = draft.places[0]
    place = chain[0].settled.place
    words = tuple([a.doc.evidence(p.settled.find.start, p.settled.find.end) for p in chain])
    if place.lat is None or place.country is None:
        outer = next((p.settled.place for p in chain[1:] if p.settled.place.lat is not None), None)
        if outer is not None:
            holder = next(p for p in chain[1:] if p.settled.place is outer)
            about = holder.settled.find
            vague = about.beside == "direction" or about.noun in ("governorate", "district") or "held" in draft.inherited
            apart = vague and outer.precision in ("site", "town")
            precision = "district" if apart else outer.precision
            place = Place(
                place.text,
                place.name,
                outer.admin1,
                outer.country,
                outer.lat,
                outer.lon,
                precision,
                place.gazetteer_id,
                place.candidates,
                place.reason,
            )
    return Statement(place, words, _place_rule(draft))


def _loaded(a: Annotated, draft: Draft, told: Told) -> tuple[Evidence, ...]:
    if not told.loaded:
        return ()
    words = a.doc.words
    spans = {(m.start, m.end) for m in told.loaded if words[m.first].sentence in draft.sentences}
    return tuple([a.doc.evidence(start, end) for start, end in sorted(spans)])


def _confidence(draft: Draft, when: When | None, place: Statement[Place] | None) -> float:
    """A plain sum, in hundredths: what a record has that a reader could check. Not a probability."""
    score = 35
    if draft.rank == "occurrence":
        score += 15
    if when is not None and when.start is not None:
        score += 12
    if place is not None and place.value.lat is not None:
        score += 12
    if draft.perpetrators:
        score += 8
    if draft.targets:
        score += 8
    if len(draft.sentences) > 1:
        score += 10
    return min(score, 99) / 100
