"""Whether two mentions in different sentences tell of one event."""

from __future__ import annotations

from datetime import date

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated
from sijill.reading.apart import apart_of, meanwhile
from sijill.reading.draft import Draft, Figure
from sijill.reading.fuse import FROM_AFAR, VIOLENT, may_fuse, told_apart
from sijill.reading.gist import Gist
from sijill.reading.grammar import verb_like
from sijill.reading.outcomes import NEW_TOLL
from sijill.reading.same_place import places as same_places
from sijill.reading.same_time import SAME_CLOCK, SAME_DAY, clocks, day_of, days
from sijill.reading.stories import another_story
from sijill.reading.where import fineness
from sijill.text import BREAK

_OF_PERSONS = frozenset({"arrest", "abduction", "release"})  # whose object makes the event
_OTHER_PEOPLE = frozenset("اخرين اخرون اخران".split())
_OTHER_THERE = frozenset("اخر اخري منفصل منفصله ثانيه".split())  # among the first words of a sentence
_OTHER = frozenset("اخر اخري ثان ثاني ثانيه ثالث ثالثه رابع منفصل منفصله مماثل مماثله سابق سابقه".split())

COUNTED = ("killed", "wounded", "captured")
_CALMER = VIOLENT | {"abduction", "security_operation", "arrest", "disrupted_attack"}

# What speaks for and against. Judged, not fitted: each moved alone by about a third, up and down, changes the F1 of all events by
# at most 0.008 and that of new events by at most 0.012, on the articles by which the rules were written. `OTHER_CAPTIVE` is the one
# that was chosen among five values there.
PRIOR = 1.0
DEFINITE, SAME_TYPE, TITLE = 0.5, 0.4, 0.4
IN_SENTENCE, AWAY = 1.8, 0.05
GENERIC, SAME_GENERIC, AWAY_GENERIC = 2.0, 0.5, 0.2  # a mention that names no kind of event
SAME_SPOT = 1.0  # the most that `same_place.places` says
SAME_FIGURE, OTHER_FIGURE, OTHER_FIGURE_DEFINITE = 0.8, -1.2, -0.4
OTHER_CAPTIVE = -1.0
OTHER_DEAD = -0.6
OTHER_MEANS = -1.2
SAME_SIDE, OTHER_SIDE, SAME_TARGET, OTHER_TARGET = 0.5, -1.0, 0.3, -0.3
SMALL = 0.3  # what one dead in both mentions says for them: most attacks have one or two
FARTHEST = 160  # sentences: `fit` takes off 0.05 for each, and all that speaks for two mentions adds up to less than 8
ROUGHLY = 0.4  # the same where one names a division and the other a town in it
IN_PLACE = 0.6  # how well the places of two mentions agree where one town, or a site and its town, is named for both
LONG_DAYS = 60  # what has gone on for so long is no news that gives no day
OLD_DAYS = 10  # an event dated so long before publication is not the news that gives no day


def may_fit(event: str, draft: str) -> bool:
    """Whether an event of a type can be what a mention of another tells of; "" is no type yet."""
    return not draft or may_fuse(event, draft) or (draft == "killing" and event in VIOLENT)


def reach(draft: Draft) -> float:
    """Sentences behind the last mention of an event from which on `fit` is 0 or less, whatever that event is: most texts need few."""
    if draft.rank == "generic":
        return (GENERIC + SAME_GENERIC) / AWAY_GENERIC + 1
    told = 0
    for name in COUNTED:
        if draft.figures.get(name):
            told += 1
    most = PRIOR + SAME_TYPE + TITLE + SAME_FIGURE * told
    if draft.definite:
        most += DEFINITE
    there = SAME_SPOT if draft.places else 0.0
    if draft.times:
        there += SAME_DAY + SAME_CLOCK
    who = SAME_SIDE if draft.perpetrators else 0.0
    if draft.targets:
        who += SAME_TARGET
    most += there
    most += who
    return most / AWAY + 1


def fit(a: Annotated, event: Draft, draft: Draft) -> float:
    """How well a mention fits an event; 0 or less where it cannot be the same."""
    if draft.rank == "generic":
        if event.type not in _CALMER or event.background or (draft.type and not may_fuse(event.type, draft.type)):
            return 0.0
        gap = _gap(event, draft)
        figures = 0.5 * min(0.0, _figures(event, draft))  # «أسفر القصف عن مقتل تسعة»: not the one of which another toll is told
        return GENERIC - AWAY_GENERIC * gap + SAME_GENERIC * (event.type == draft.type) + figures
    if later_toll(a, event, draft):
        return IN_SENTENCE
    if not may_fuse(event.type, draft.type) or told_apart(event, draft):
        return 0.0
    if draft.sums != event.sums and not (event.kind == "title" and (event.number == "plural" or _same_toll(event, draft))):
        return 0.0
    if event.background != draft.background and not (draft.definite or draft.type == "assassination"):
        return 0.0
    if draft.sentence in event.sentences and (another(a, draft) or "reply" in draft.cues):
        return 0.0
    if _parted(a, event, draft) or _beside(a, event, draft):
        return 0.0
    if "earlier" in draft.cues and "earlier" not in event.cues and not event.background and not _same_toll(event, draft):
        return 0.0
    if "split" in draft.inherited:
        if any(t is draft.trigger for t in event.triggers):
            return 0.0  # another place of the same list
        if event.number == "plural" and event.kind != "title" and _coarser(event, draft):
            return 0.0  # «22 غارة في العراق»: a place of the list is one of them
    if _recalled(a, event, draft) and not _same_toll(event, draft):
        return 0.0
    if draft.number == "plural" and event.number == "sing" and not draft.figures and "title" not in (draft.kind, event.kind):
        return 0.0  # «الهجمات» speaks of many; it is no mention of the one
    where = same_places(event, draft)
    if where is None and _given(event, draft):
        where = 0.0  # «استهدفت طائرة سيارة … استهدفت السيارة»: the thing struck is the one told of before
    if where is None and _same_toll(event, draft) and draft.sentence not in event.sentences:
        where = 0.0  # one toll, two wordings of the place
    # «استهداف رتلين في القادسية والمثنى … واستهدف رتل آخر في الديوانية»: of several told before, another is one of them
    of_several = "split" in event.inherited and draft.sentence not in event.sentences
    if where is None or (another(a, draft) and where < (ROUGHLY if of_several else IN_PLACE)):
        return 0.0
    if (
        where < IN_PLACE
        and not of_several
        and not draft.definite
        and a.doc.sentences[event.latest].kind != "title"
        and another_story(a, event, draft)
    ):
        return 0.0
    if event.type in _OF_PERSONS and _other_persons(event, draft):
        return 0.0
    day = days(a, event, draft)
    if day is None:
        return 0.0
    clock = clocks(event, draft)
    if clock is None:
        return 0.0
    means = _means(event, draft)
    if means is None:
        return 0.0
    score = PRIOR + where
    score += day
    score += clock
    score += _figures(event, draft)
    score += _parties(event, draft)
    score += means
    if draft.definite:
        score += DEFINITE
    if event.type == draft.type:
        score += SAME_TYPE
    if event.kind == "title" or draft.kind == "title":
        score += TITLE
    if draft.sentence in event.sentences and event.trigger.first < draft.trigger.first and score < IN_SENTENCE:
        return 0.0
    return score - AWAY * max(0, draft.sentence - event.latest)


def _gap(event: Draft, draft: Draft) -> int:
    """Sentences from the last mention of an event up to a draft; 9 where it is told only behind it."""
    if event.latest <= draft.sentence:
        return draft.sentence - event.latest
    if min(event.sentences) > draft.sentence:
        return 9
    return draft.sentence - max([s for s in event.sentences if s <= draft.sentence])


def later_toll(a: Annotated, event: Draft, draft: Draft) -> bool:
    """«عثر على جثث أربعة جنود ليرتفع عدد القتلى إلى 12», «توفي جريح ما يرفع الحصيلة إلى 7»: more dead of what is told just before."""
    if draft.type != "killing" or event.type not in VIOLENT or event.background or not 0 < draft.sentence - event.latest <= NEXT:
        return False
    risen = [f.count.high or 0 for f in draft.figures.get("killed", ()) if f.rule == NEW_TOLL]
    before = [f.count.high or 0 for f in event.figures.get("killed", ())]
    if not risen or not before or not 0 < max(before) < max(risen) or same_places(event, draft) is None:
        return False
    return not any(w.text in _SINCE for w in a.doc.words[draft.trigger.first : a.sentence(draft.trigger.first).last])


NEXT = 2  # sentences between an attack and its later toll
_SINCE = frozenset({"منذ", "ومنذ"})  # «عدد القتلى منذ بدء الحرب»: the sum of a span


def _parted(a: Annotated, event: Draft, draft: Draft) -> bool:
    """«جاء الهجوم بعد يوم من تفجير»: the words say that the two lie apart; in another sentence only the same sort of event is meant."""
    if draft.trigger.first not in a.apart:
        apart = apart_of(a, draft.trigger)
        a.apart[draft.trigger.first] = None if apart is None else apart.first
    first = a.apart[draft.trigger.first]
    if first is None:
        return False
    if draft.sentence not in event.sentences:
        return draft.type != event.type
    return any(t.last <= first for t in event.triggers if a.sentence(t.first).index == draft.sentence)


def _recalled(a: Annotated, event: Draft, draft: Draft) -> bool:
    """One of the two is told with a day long past beside it, the other without a day."""
    if not (event.firm_day or draft.firm_day):
        return False
    one, two = day_of(event), day_of(draft)
    old = (event.firm_day and one is not None and _long_past(a, one)) != (draft.firm_day and two is not None and _long_past(a, two))
    return old and (one is None and not event.definite) != (two is None and not draft.definite)


def _long_past(a: Annotated, day: tuple[date, date]) -> bool:
    """Well before publication; where nothing tells that day, a bare year («الحكم الصادر عام 2003»)."""
    if a.anchor is None:
        return (day[1] - day[0]).days >= 364
    return (a.anchor - day[1]).days > OLD_DAYS or (day[1] - day[0]).days > LONG_DAYS


def _same_toll(event: Draft, draft: Draft) -> bool:
    """The same dead, or the same dead and wounded: more than one person, and told for the same kind of place."""
    killed = _shared(event, draft, "killed")
    if not any((f.count.high or 0) > 2 for f in killed) and not (killed and _shared(event, draft, "wounded")):
        return False
    countries = {c[0].settled.place.country for d in (event, draft) for c in d.places} - {None}
    return len(countries) <= 1


def _shared(event: Draft, draft: Draft, name: str) -> list[Figure]:
    """The figures of an outcome that both give."""
    one, two = event.figures.get(name), draft.figures.get(name)
    return [f for f in two if f.count.high and _holds(one, f)] if one and two else []


def another(a: Annotated, draft: Draft) -> bool:
    """«هجوم آخر», «في حادث منفصل»: the words say that it is a different one."""
    trigger = draft.trigger
    sentence = a.sentence(trigger.first)
    if draft.rank == "occurrence":
        for index in range(trigger.last, min(trigger.last + (2 if trigger.form.tense else 1), sentence.last)):
            if any(r.rest in _OTHER for r in a.doc.words[index].analyses):
                return True
    if not draft.definite and any(_others(a, t) for t in draft.triggers):
        return True  # «جنديان آخران قتلا في هجوم»
    return any(a.doc.words[i].text in _OTHER_THERE for i in range(sentence.first + 1, min(sentence.first + 5, sentence.last)))


def _coarser(event: Draft, draft: Draft) -> bool:
    return bool(event.places and draft.places) and fineness(event.places[0]) > fineness(draft.places[0])


def _beside(a: Annotated, event: Draft, draft: Draft) -> bool:
    """«انفجار ضخم … تزامن مع استهداف ضابط»: what happened at the time of what is told right before is another."""
    same = draft.sentence not in event.sentences and draft.type == event.type
    if draft.rank != "occurrence" or same or draft.sentence - event.latest > 1:
        return False
    first = a.sentence(draft.trigger.first).first
    return meanwhile(a, max(first, draft.trigger.first - MEANWHILE), draft.trigger.first)


MEANWHILE = 5  # words between «تزامن مع», «في وقت شهدت فيه المدينة» and what happened then


def _other_persons(event: Draft, draft: Draft) -> bool:
    """«اعتقلت صحفيا … واعتقلت ثلاثة متظاهرين»: another noun and another number."""
    if draft.definite or "title" in (event.kind, draft.kind):
        return False
    heads = [{p.head.entry.id for p in d.targets} for d in (event, draft)]
    counts = [{(f.count.low, f.count.high) for f in d.figures.get("captured", ())} for d in (event, draft)]
    return all(heads) and all(counts) and not heads[0] & heads[1] and not counts[0] & counts[1]


def _given(event: Draft, draft: Draft) -> bool:
    """The target stands with the article in the one, without it and alone in the other, under the same noun."""
    if draft.sentence - event.latest > 1 or event.type != draft.type or not event.targets or not draft.targets:
        return False
    one, two = event.targets[0].head, draft.targets[0].head
    return (
        one.entry.id == two.entry.id
        and one.entry.room == "nouns"
        and two.article
        and not one.article
        and one.form.number == two.form.number == "sing"
    )


def _others(a: Annotated, outcome: Match) -> bool:
    """«ثلاثة جنود آخرين قتلوا»: other people than those told before, of whom a verb of their own tells."""
    words = a.doc.words
    behind = outcome.first > 0 and words[outcome.first].gap != BREAK and words[outcome.first - 1].text in _OTHER_PEOPLE
    return behind and outcome.entry.meaning("outcome") == "killed" and not outcome.article


def _gist(draft: Draft) -> Gist:
    """Who takes part, as the mentions told it so far."""
    gist = draft.gist
    if gist is None:
        gist = draft.gist = Gist()
    gist.take(draft.perpetrators, draft.targets)
    return gist


def _figures(event: Draft, draft: Draft) -> float:
    total = 0.0
    if not event.figures or not draft.figures:
        return total
    for name in COUNTED:
        mine, others = event.figures.get(name), draft.figures.get(name)
        if not mine or not others:
            continue
        both = [f for f in others if _holds(mine, f)]
        if both:
            total += SAME_FIGURE if any((f.count.high or 0) > 2 for f in both) else SMALL
        elif not draft.definite:
            # «اغتيال ضابطين في كمين», and in the lead «قتل ضابطان وثلاثة جنود»: a title has no room for all
            of_title = event.kind == "title" and draft.sentence <= 1 and name != "captured" and not _other_kinds(event, draft)
            total += OTHER_FIGURE_DEFINITE if of_title else OTHER_FIGURE
        else:
            total += OTHER_FIGURE_DEFINITE
    return total


def _holds(figures: list[Figure], figure: Figure) -> bool:
    """Whether one of some figures says the same number."""
    low, high = figure.count.low, figure.count.high
    return any(f.count.high == high and f.count.low == low for f in figures)


def _other_kinds(event: Draft, draft: Draft) -> bool:
    """Whether other sorts of people were struck («يقتل 22 داعشيا» and «مقتل 24 مدنيا»)."""
    kinds = [{p.kind for p in d.targets if p.animate} for d in (event, draft)]
    return all(kinds) and not kinds[0] & kinds[1]


_MUTUAL = frozenset({"armed_clash", "riot", "territory_captured", "security_operation", "protest", "protest_repressed"})


def _other_dead(event: Draft, draft: Draft) -> bool:
    """«قتل ثمانية جنود … قتل طفل»: other people by kind, in another number, and the words for the act differ as well."""
    if draft.definite or event.type == draft.type or "title" in (event.kind, draft.kind):
        return False
    dead = [{f.count.high for f in d.figures.get("killed", ()) if f.count.high} for d in (event, draft)]
    return _other_kinds(event, draft) and all(dead) and not dead[0] & dead[1]


def _means(event: Draft, draft: Draft) -> float | None:
    """An attack by hand, told for itself and not as «الهجوم», speaks against a blast or a strike from afar, and the other way round."""
    if draft.definite or draft.sentence in event.sentences or event.number == "plural":
        return 0.0
    if (event.type in FROM_AFAR) == (draft.type in FROM_AFAR):
        return 0.0
    near = draft if event.type in FROM_AFAR else event
    if near.type not in ("armed_attack", "killing"):
        return 0.0
    if _fliers(event, draft):
        return None
    means = {m.entry.weapon for m in (*near.weapons, *near.triggers)} - {""}
    return OTHER_MEANS if means and means <= _BY_HAND else 0.0


def _fliers(event: Draft, draft: Draft) -> bool:
    """An air strike is nothing that gunmen do: «قصفت الطائرات … هجوم شنه مسلحون»."""
    if (event.type == "air_strike") == (draft.type == "air_strike"):
        return False
    other = draft if event.type == "air_strike" else event
    return any(p.kind in _GUNMEN for p in other.perpetrators)


_GUNMEN = frozenset({"unidentified_armed"})  # who have no aircraft
_BY_HAND = frozenset({"small arms", "machine gun", "blade"})


def _parties(event: Draft, draft: Draft) -> float:
    total = 0.0
    one, two = _gist(event), _gist(draft)
    if one.doers and two.doers:
        total += _sides(event, draft, one, two)
    if not event.targets or not draft.targets:
        return total
    if not two.heads.isdisjoint(one.heads):
        total += SAME_TARGET
    else:
        total += OTHER_CAPTIVE if event.type in _OF_PERSONS and not draft.definite else OTHER_TARGET
        total += OTHER_DEAD if _other_dead(event, draft) else 0.0
    return total


def _sides(event: Draft, draft: Draft, one: Gist, two: Gist) -> float:
    """What speaks for two mentions where both name who did it."""
    alike = not two.doers.isdisjoint(one.doers)
    back = not two.doers.isdisjoint(one.struck)
    if back and not alike and event.type not in _MUTUAL and draft.type not in _MUTUAL:
        return OTHER_SIDE  # «قتل المتمردون ثمانية جنود … وقصف الجيش قرية»: who was struck strikes back
    if alike or back or any(p.actor_id in one.doers for p in draft.targets):
        return SAME_SIDE
    return OTHER_SIDE if not verb_like(draft.trigger) or event.type in VIOLENT else 0.0
