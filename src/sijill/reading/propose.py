"""From each trigger a draft of an event: who, whom, with what, where, when, how many."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.model import Dropped
from sijill.reading.annotate import Annotated, within
from sijill.reading.apart import apart_of
from sijill.reading.arms import weapons_of
from sijill.reading.cues import backgrounds, elsewhere, foiled, kind_of, unreal
from sijill.reading.draft import Draft
from sijill.reading.grammar import clause, verb_like
from sijill.reading.older import in_reply, pluperfect, reason_of
from sijill.reading.roles import roles_of
from sijill.reading.states import describes, known, over_a_span, repeated, since_long, statistics
from sijill.reading.subjects import is_verb
from sijill.reading.when import times_of
from sijill.reading.where import places_of
from sijill.reading.zeros import figures_of
from sijill.text.spelled import spelled


def propose(a: Annotated) -> tuple[list[Draft], list[Match], list[Dropped]]:
    """Drafts in the order of the text, the light verbs, and the triggers that are no occurrence."""
    drafts: list[Draft] = []
    light: list[Match] = []
    dropped: list[Dropped] = []
    for trigger in _one_for_each(a):
        rank = trigger.entry.rank
        if rank == "light":
            light.append(trigger)
            continue
        reason = _reason(a, trigger)
        if reason:
            dropped.append(_drop(a, trigger, reason))
            continue
        draft = _draft(a, trigger, rank)
        if _only_names(a, draft) or _refers_back(a, draft):
            draft.rank = "generic"
        drafts.append(draft)
    return drafts, light, dropped


def _one_for_each(a: Annotated) -> list[Match]:
    """Where two entries read the same words, the one whose context was asked for, then the more telling rank."""
    triggers = a.triggers.items
    found: list[Match] = []
    at = 0
    while at < len(triggers):
        end = at + 1
        while end < len(triggers) and triggers[end].first == triggers[at].first:
            end += 1
        if end - at == 1:
            found.append(triggers[at])
        else:
            found += _most_telling(a, triggers[at:end])
        at = end
    return found


def _most_telling(a: Annotated, triggers: list[Match]) -> list[Match]:
    """Of triggers that begin at one word, the most telling of those that read the same words, the shorter first."""
    best: dict[int, Match] = {}
    for trigger in triggers:
        other = best.get(trigger.last)
        if other is None or _outdoes(a, trigger, other):
            best[trigger.last] = trigger
    return [best[last] for last in sorted(best)]


def _outdoes(a: Annotated, one: Match, two: Match) -> bool:
    """Whether one trigger is more telling than another that reads the same words."""
    weights = _weight(one), _weight(two)
    if weights[0] != weights[1]:
        return weights[0] > weights[1]
    verbs = _is_past(a, one), _is_past(a, two)
    if verbs[0] != verbs[1]:
        return verbs[0]
    present = one.form.tense == "present", two.form.tense == "present"
    return one.entry.id > two.entry.id if present[0] == present[1] else present[1]


def _weight(trigger: Match) -> int:
    """By the context that was asked for, then by rank."""
    return _RANKS.index(trigger.entry.rank) + (len(_RANKS) if trigger.entry.needs else 0)


_RANKS = ("light", "generic", "outcome", "occurrence")


def _is_past(a: Annotated, trigger: Match) -> bool:
    return trigger.form.tense == "past" and verb_like(trigger) and is_verb(a, trigger)


def _reason(a: Annotated, trigger: Match) -> str:
    sentence = a.sentence(trigger.first)
    if sentence.kind == "link":
        return "related link, not the article"
    if trigger.entry.type == "protest" and "\u0651" in a.doc.evidence(trigger.start, trigger.end).quote:
        return "with a shadda it is a drone, no march"
    described = describes(a, trigger)
    if described:
        return described
    kind, cue = unreal(a, trigger)
    if kind:
        return f"{kind}: {cue.entry.id}" if cue else kind
    kind, cue = elsewhere(a, trigger)
    if kind and cue:
        return f"{kind}: {cue.entry.id}"
    if foiled(a, trigger):
        return "foiled: it did not happen"
    if trigger.entry.meaning("bare") == "true" and (trigger.article or trigger.particle == "ل"):
        return "with the article it names a party"
    if trigger.form.tense == "present" and trigger.form.number != "dual" and sentence.kind == "body" and _habit(a, trigger):
        return "a habit, no occurrence"
    return ""


def _only_names(a: Annotated, draft: Draft) -> bool:
    """«الضحايا», «المخطوفين»: a word for those who suffered an event names it, and tells of a new one only with a figure."""
    if draft.trigger.entry.meaning("person") != "true" or (draft.kind == "title" and not draft.definite):
        return False
    first = draft.trigger.first
    if draft.kind == "title" and first and a.doc.words[first - 1].text in _TENS and not draft.trigger.particle:
        return False  # «عشرات القتلى في حلب»: the article is that of the genitive; nobody is spoken of again
    return draft.definite or not draft.figures


_HUNDREDS = frozenset("ميات وميات بميات الاف والاف".split())
_TENS = frozenset("عشرات وعشرات مئات ومئات الاف والاف عشرات مئات".split())


def _present(a: Annotated, trigger: Match, draft: Draft) -> bool:
    """A present verb far from the lead and without a day tells what goes on, not what happened."""
    if trigger.form.tense != "present" or draft.kind == "title" or draft.sentence <= LEAD or trigger.particle:
        return False
    before = a.doc.words[trigger.first - 1].text if trigger.first else ""
    if before in ("لم", "ولم", "ان", "قبل", "بان") or draft.figures:
        return False
    clause_words = {w.text for w in a.doc.words[max(a.sentence(trigger.first).first, trigger.first - 8) : trigger.first]}
    if clause_words & {"ان", "بان", "انها", "انهم", "انه"} and not clause_words & {"التي", "الذي", "الذين"}:
        return False
    return not any(t.when.precision == "day" for t in draft.times)


_VIOLENT_NOUNS = frozenset({"attack_noun", "weapon_noun", "clash"})
LEAD = 1  # sentences in which a definite noun may open the event that the article is about


def _refers_back(a: Annotated, draft: Draft) -> bool:
    """«الهجوم», «الانفجار», «هذه الاشتباكات» with nothing of their own speak of an event that is told already."""
    trigger = draft.trigger
    if verb_like(trigger) or not trigger.article or draft.frame not in _VIOLENT_NOUNS or draft.kind == "title":
        return False
    this = a.doc.words[trigger.first - 1].text in _THIS if trigger.first else False
    if this or draft.sentence > LEAD:
        return not (draft.perpetrators or draft.targets or draft.times or draft.place_rank == 2 or draft.number != "sing") or this
    return False


_THIS = frozenset("هذا هذه بهذا بهذه لهذا لهذه وهذا وهذه ذلك تلك هذين".split())


def _habit(a: Annotated, trigger: Match) -> bool:
    return any(kind_of(c) == "habitual" for c in within(a.cues, a.sentence(trigger.first).first, a.sentence(trigger.first).last))


def _drop(a: Annotated, trigger: Match, reason: str) -> Dropped:
    evidence = a.doc.evidence(trigger.start, trigger.end)
    return Dropped("propose", reason, evidence.span, evidence.quote, trigger.entry.id)


def _number(a: Annotated, trigger: Match) -> str:
    """How many a noun tells of; behind a number above ten Arabic has the singular («26 غارة»)."""
    if verb_like(trigger):
        return "sing"
    if trigger.first and a.doc.words[trigger.first - 1].text in _CASES:
        return "plural"  # «حالات الخطف», «جرائم القتل»
    if trigger.last - trigger.first > 1 and a.doc.words[trigger.first].text.removeprefix("ال") in _OPERATIONS:
        return "plural"  # «عمليات الخطف»
    if not trigger.article:
        for number in within(a.numbers, trigger.first - 4, trigger.first):
            if number.last == trigger.first:
                return "plural" if (number.value.low or 0) > 2 else trigger.form.number
    return trigger.form.number


_OF_CASES = frozenset("حالات جرايم حوادث وقايع".split())
_CASES = spelled(_OF_CASES)
_OPERATIONS = _OF_CASES | {"عمليات"}


def _draft(a: Annotated, trigger: Match, rank: str) -> Draft:
    entry = trigger.entry
    sentence = a.sentence(trigger.first)
    first, last = clause(a, trigger)
    draft = Draft(
        [trigger], entry.type, rank, entry.frame, sentence.index, sentence.kind,
        number=_number(a, trigger), definite=trigger.definite,
    )  # fmt: skip
    if rank != "generic":
        roles = roles_of(a, trigger)
        draft.perpetrators, draft.targets = roles.perpetrators, roles.targets
    draft.weapons = weapons_of(a, trigger, first, last)
    draft.places, draft.place_rank = places_of(a, trigger)
    draft.times, draft.firm_day = times_of(a, trigger)
    draft.cues = backgrounds(a, trigger)
    if draft.number == "plural" and over_a_span(a, first, last):
        draft.cues.setdefault("aggregate", trigger)
    if rank == "outcome" and not draft.definite and (over_a_span(a, first, last, years=True) or since_long(a, trigger)):
        draft.cues.setdefault("aggregate", trigger)
        draft.number = "plural"
    if (trigger.form.tense == "past" and repeated(a, trigger)) or statistics(a, trigger):
        draft.cues.setdefault("aggregate", trigger)
        draft.number = "plural"
    hundreds = draft.frame in _VIOLENT_NOUNS and trigger.first > 0 and a.doc.words[trigger.first - 1].text in _HUNDREDS
    if draft.number == "plural" and hundreds and not draft.firm_day:  # «شنت مئات الضربات»
        draft.cues.setdefault("aggregate", trigger)
    if "background" not in draft.cues and pluperfect(a, trigger):
        draft.cues["pluperfect"] = trigger
    if _present(a, trigger, draft):
        draft.cues.setdefault("habit", trigger)
    if in_reply(a, trigger):
        draft.cues["reply"] = trigger
    if not draft.definite and (apart := apart_of(a, trigger)) and (apart.amount is None or apart.amount < 0):
        draft.cues["earlier"] = trigger
    if reason_of(a, trigger):
        draft.cues["reason"] = trigger
    if draft.kind != "title" and known(a, trigger):
        draft.cues["known"] = trigger
    draft.figures = figures_of(a, trigger, last)
    return draft
