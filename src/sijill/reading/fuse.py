"""Within a sentence: words that tell of one event become one draft."""

from __future__ import annotations

from itertools import pairwise

from sijill.extract.lookup import Match
from sijill.extract.ordered import Ordered, ending, within
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated
from sijill.reading.apart import apart_of, meanwhile
from sijill.reading.captives import taken_in
from sijill.reading.draft import Draft
from sijill.reading.grammar import arguments, clause, joined_verb, verb_like
from sijill.reading.older import in_reply
from sijill.reading.outcomes import outcome_of
from sijill.reading.result import agrees_with, begins_with_result
from sijill.reading.same_place import places as same_places
from sijill.reading.where import chains
from sijill.text import BREAK, analyses

VIOLENT = frozenset(
    "armed_clash armed_attack assassination killing air_strike drone_strike shelling ied suicide_bombing grenade chemical_attack explosion"
    " sexual_violence abuse territory_captured".split()
)
# How precise a type is among those that can tell of one violent event; the higher wins.
SPECIFIC = {
    "killing": 0, "explosion": 1, "armed_attack": 2, "abuse": 2, "shelling": 4, "air_strike": 5, "drone_strike": 6, "ied": 4, "grenade": 5,
    "suicide_bombing": 7, "chemical_attack": 8, "assassination": 6, "armed_clash": 5, "territory_captured": 3, "sexual_violence": 6,
    "destruction": 1, "security_operation": 1, "arrest": 3, "disrupted_attack": 3, "protest": 1, "riot": 3, "protest_repressed": 4,
    "deployment": 1, "abduction": 4,
}  # fmt: skip
_OPERATIONS = frozenset({"security_operation", "arrest", "disrupted_attack", "armed_clash"})
_EXPLOSIVE = frozenset("explosion ied suicide_bombing grenade armed_attack assassination".split())
_CAUSES = frozenset("في ب جراء اثر نتيجه بسبب خلال اثناء بعد عندما حين عقب ل بفعل".split())
_RIGHT_BEFORE = _CAUSES - {"بعد", "عقب"}


_FUSE: dict[str, dict[str, bool]] = {}  # what was asked so far; types are few


def may_fuse(left: str, right: str) -> bool:
    """Whether two types can tell of one event."""
    if left == right:
        return True
    known = _FUSE.get(left)
    if known is None:
        known = _FUSE[left] = {}
    fits = known.get(right)
    if fits is None:
        fits = known[right] = _may_fuse(left, right)
    return fits


def _may_fuse(left: str, right: str) -> bool:
    pair = {left, right}
    if pair == {"armed_attack", "protest_repressed"}:
        return True
    if "killing" in pair or "armed_attack" in pair:
        other = (pair - {"killing"} if "killing" in pair else pair - {"armed_attack"}).pop()
        return other in VIOLENT - {"territory_captured"} or other == "destruction"
    if pair <= _EXPLOSIVE:
        return True
    if pair in ({"protest", "riot"}, {"protest", "protest_repressed"}, {"riot", "protest_repressed"}, {"shelling", "air_strike"}):
        return True
    if pair in ({"air_strike", "drone_strike"}, {"shelling", "drone_strike"}, {"shelling", "explosion"}, {"air_strike", "explosion"}):
        return True
    if "security_operation" in pair:
        return bool(pair & {"arrest", "armed_clash", "disrupted_attack", "destruction"})
    if "destruction" in pair:
        return bool(pair & (VIOLENT | {"arrest", "disrupted_attack"}))
    if "riot" in pair or "protest_repressed" in pair:
        return bool(pair & {"abuse", "armed_clash"})
    return pair in ({"arrest", "disrupted_attack"}, {"armed_clash", "territory_captured"})


FROM_AFAR = frozenset("air_strike drone_strike shelling ied suicide_bombing grenade chemical_attack explosion".split())


def told_apart(one: Draft, two: Draft) -> bool:
    """An execution or a find of bodies is no mention of a bombardment, nor the other way round."""
    return _deliberate(one) != _deliberate(two) and (one.type in FROM_AFAR or two.type in FROM_AFAR)


def _deliberate(draft: Draft) -> bool:
    return draft.type == "killing" and draft.rank == "occurrence" and draft.trigger.entry.rank == "occurrence"


def fuse(a: Annotated, drafts: list[Draft], light: list[Match]) -> list[Draft]:
    """One draft for each event that a sentence tells."""
    out: list[Draft] = []
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        told.setdefault(draft.sentence, []).append(draft)
    verbs = Ordered(light)
    for index in sorted(told):
        mine, sentence = told[index], a.doc.sentences[index]
        if light:
            _lend(a, mine, within(verbs, sentence.first, sentence.last))
        before = [d for d in out[-_FEW:] if d.sentence == index - 1 and d.rank == "occurrence"] if len(out) > 1 else []
        fused = [d for part in _parted(a, mine) for d in _sentence(a, part)] if len(mine) > 1 else mine
        if len(before) > 1:
            for draft in fused:
                if draft.rank == "outcome" and begins_with_result(a, draft.trigger, before):
                    draft.cues.setdefault("aggregate", draft.trigger)
        out += fused
    return out


_FEW = 6  # drafts of the sentence before, among which the subject of a result verb is sought


def _parted(a: Annotated, drafts: list[Draft]) -> list[list[Draft]]:
    """The drafts before and behind words such as "two days after": what they part is not one event."""
    for at, draft in enumerate(drafts):
        apart = apart_of(a, draft.trigger) if at else None
        if apart is not None and drafts[at - 1].trigger.last <= apart.first:
            for before in drafts[:at]:  # a place behind those words is where the other one was
                if any(c[0].first >= draft.trigger.first for c in before.places):
                    nearer = within(a.places, before.trigger.last, apart.first)
                    before.places, before.place_rank = chains(a, nearer)[:1], min(before.place_rank, len(nearer))
            return [drafts[:at], *_parted(a, drafts[at:])]
    return [drafts]


def _lend(a: Annotated, drafts: list[Draft], light: list[Match]) -> None:
    """Give what a light verb governs to the event noun behind it («شن مسلحون هجوما»)."""
    for verb in light:
        draft = next((d for d in drafts if verb.last <= d.trigger.first <= verb.last + 14 and not verb_like(d.trigger)), None)
        if draft is None:
            continue
        gives = verb.entry.meaning("gives")
        if gives == "finder":  # «عثرت الشرطة على جثث»: who finds the dead did not kill them
            gives = "" if draft.type in ("killing", "abuse") else "perpetrator"
        if gives not in ("perpetrator", "target"):
            continue
        subject = _group([x.party for x in arguments(a, verb.last, draft.trigger.first) if x.link == ""])
        if not subject:
            before = [x.party for x in arguments(a, clause(a, verb)[0], verb.first) if x.link in ("", "prep")]
            subject = _group(before[::-1])[::-1] if before and verb.first - before[-1].last <= 2 else []
        if not subject:
            continue
        if gives == "perpetrator" and subject[0] not in draft.perpetrators:
            aimed = [p for p in draft.perpetrators if p.particle == "ل" and not draft.targets]  # «نصبوا كمينا لدورية»: meant for them
            draft.targets = [p for p in draft.targets if p not in subject] + aimed
            draft.perpetrators = subject + [p for p in draft.perpetrators if p not in subject + aimed]
        elif gives == "target" and subject[0] not in draft.targets:
            draft.perpetrators = [p for p in draft.perpetrators if p not in subject]
            draft.targets = subject + draft.targets


def _group(parties: list[PartyFind]) -> list[PartyFind]:
    """The first of some parties in a row and those that waw joins to it, whichever way one counts."""
    out = parties[:1]
    for one, two in pairwise(parties):
        left, right = (one, two) if one.first < two.first else (two, one)
        if right.joiner != "و" or right.first - left.last > 1:
            break
        out.append(two)
    return out


def _sentence(a: Annotated, drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        if draft.rank == "occurrence":
            act = _host_of_act(a, draft, kept)
            if act is not None:
                _join(act, draft)
            else:
                kept.append(draft)
    outcomes: list[Draft] = []
    generic = [d for d in drafts if d.rank == "generic"]
    told = [g for g in generic if g.definite and g.frame in _ATTACKS and _after_cause(a, g.trigger)]
    for draft in drafts:
        if draft.rank != "outcome":
            continue
        host = _host_of_outcome(a, draft, _not_past(draft, kept, told) if told else kept) if kept else None
        if host is None:
            host = next((o for o in reversed(outcomes) if _same_outcome(a, o, draft)), None)
        if host is not None:
            _join(host, draft)
        else:
            outcomes.append(draft)
    left = []
    for draft in generic:
        governed = next((d for d in kept if d.trigger.first == draft.trigger.last and not verb_like(d.trigger)), None)
        if governed is not None and draft.trigger.form.number == "plural":  # «عمليات استهداف»: many, not one
            governed.number = "plural"
            if not governed.figures and len(governed.places) < 2:
                governed.cues.setdefault("aggregate", draft.trigger)
        near = [d for d in kept + outcomes if not ("earlier" in d.cues and draft.trigger.first < d.trigger.first)]
        if near:
            if not kept and _many(a, draft):
                for outcome in outcomes:  # «تلك الهجمات أدت إلى مقتل …»: a sum over many
                    outcome.cues.setdefault("aggregate", draft.trigger)
            host = _nearest(draft, near)
            if host.rank == "outcome" and draft.definite and draft.trigger.form.number == "sing" and draft.frame in _ATTACKS:
                host.definite = True  # «قتل خمسة في الهجوم»: of what is told already
            _join(host, draft, mention_only=True)
        else:
            left.append(draft)
    return sorted(kept + outcomes + left, key=_first)


def _first(draft: Draft) -> int:
    return draft.trigger.first


def _nearest(draft: Draft, others: list[Draft]) -> Draft:
    """The nearest of some drafts; of two as near the one of the same type."""
    nearest, least = others[0], -1
    for other in others:
        far = 2 * abs(other.trigger.first - draft.trigger.first) + (other.type != draft.type)
        if least < 0 or far < least:
            nearest, least = other, far
    return nearest


def _not_past(draft: Draft, acts: list[Draft], told: list[Draft]) -> list[Draft]:
    """«أصيب أربعة في الصدامات التي تلت اعتقال ناشط»: who was hurt in what is told already was not hurt in an act behind those words."""
    cause = next((g.trigger.first for g in told if g.trigger.first >= draft.trigger.last), None)
    return acts if cause is None else [d for d in acts if d.trigger.first < cause]


_ATTACKS = frozenset({"attack_noun", "weapon_noun", "clash"})
_MANY = frozenset("هجمات غارات عمليات اعتداءات تفجيرات انتهاكات جرايم حوادث احداث ضربات".split())


def _many(a: Annotated, draft: Draft) -> bool:
    """A plural anaphor («تلك الهجمات», «هذه العمليات»)."""
    trigger = draft.trigger
    if trigger.entry.meaning("person") == "true":
        return False  # «القتلى» are many people, not many occurrences
    if trigger.entry.type:
        return False  # «المتظاهرين» too
    return trigger.form.number == "plural" or any(r.rest in _MANY for w in a.doc.words[trigger.first : trigger.last] for r in w.analyses)


def _join(host: Draft, draft: Draft, *, mention_only: bool = False) -> None:
    captive = draft.type == "arrest" and host.type == "armed_attack"  # the gravest outcome gives the type
    if not mention_only and not captive and SPECIFIC.get(draft.type, 0) > SPECIFIC.get(host.type, 0):
        host.type, host.frame = draft.type, draft.frame
    if draft.rank == "occurrence":
        host.rank = "occurrence"
    host.absorb(draft)
    if not mention_only:
        host.triggers.sort(key=_by_rank)


def _by_rank(trigger: Match) -> tuple[bool, int]:
    return trigger.entry.rank != "occurrence", trigger.first


def _host_of_act(a: Annotated, draft: Draft, kept: list[Draft]) -> Draft | None:
    """An act that an earlier word of the sentence told already: a relative verb, a second noun, the same type again."""
    for host in reversed(kept):
        if taken_in(a, host, draft):
            return host
        if not may_fuse(host.type, draft.type) or told_apart(host, draft):
            continue
        if _survived(a, host.trigger, draft.trigger):
            host.places, host.place_rank = (draft.places, 2) if draft.place_rank == 2 else (host.places, host.place_rank)
            return host
        trigger = draft.trigger
        earlier = host.triggers[-1] if host.triggers[-1].first < trigger.first else host.trigger
        gap = trigger.first - max([t.last for t in host.triggers if t.first <= trigger.first])
        reply = in_reply(a, trigger)
        if reply and reply[0] >= earlier.last:
            continue
        if meanwhile(a, max(earlier.last, trigger.first - _ITS_CLAUSE), trigger.first):
            continue
        if gap <= 3 and not trigger.joiner and not _broken(a, earlier.last, trigger.first):
            return host
        if verb_like(trigger) and not trigger.joiner and not verb_like(earlier) and gap <= 8 and _continues(a, earlier, trigger):
            return host
        clash_place = host.places and draft.places and host.places[0][0] is not draft.places[0][0]
        if (
            host.type == draft.type
            and not clash_place
            and (draft.definite or (earlier.entry.id == trigger.entry.id and draft.place_rank < 2))
        ):
            return host
        hurt = any(f.count.high for figures in draft.figures.values() for f in figures)  # «دون خسائر» is no count of its own
        if host.type == draft.type and not clash_place and draft.place_rank < 2 and not hurt and not trigger.joiner:
            return host
        if not clash_place and ((host.type in _OPERATIONS and draft.type in _OPERATIONS) or "destruction" in (host.type, draft.type)):
            return host  # one operation, several outcomes
        cause = _after_cause(a, trigger) and host.type != draft.type and not _of_another_outcome(a, earlier, trigger)
        if not clash_place and gap <= 14 and (_counted_means(a, trigger) or cause):
            return host
    return None


def _of_another_outcome(a: Annotated, act: Match, cause: Match) -> bool:
    """«23 غارة على الموصل ومقتل 16 جنديا في كمين»: waw and a noun tell of other dead, and the cause behind them is theirs."""
    told = within(a.triggers, act.last, cause.first)
    return any(m.joiner == "و" and outcome_of(m) == "killed" and not m.form.tense and not m.article and not m.form.pronoun for m in told)


_ITS_CLAUSE = 12  # words between «في وقت» and what happened then


def _survived(a: Annotated, survival: Match, act: Match) -> bool:
    """«نجا الوزير من محاولة اغتيال في تونس»: what somebody survived stands behind «من», and is where it says."""
    if survival.entry.id not in _SURVIVALS or act.form.tense or act.first <= survival.last:
        return False
    return a.doc.words[act.first - 1].text == "من" and act.first - survival.last <= _SURVIVED


_SURVIVALS = frozenset({"trigger.assassination.naja_min", "trigger.assassination.najat"})
_SURVIVED = 14  # words between the survival and what was survived, the name and office among them


def _broken(a: Annotated, first: int, last: int) -> bool:
    return any(a.doc.words[i].gap == BREAK for i in range(first, last + 1))


def _continues(a: Annotated, noun: Match, verb: Match) -> bool:
    """A verb without a conjunction behind an event noun tells of it («هجوم بسيارة استهدف الثكنة», «الهجوم الذي وقع»)."""
    return not any(
        a.doc.words[i].gap == BREAK or a.doc.words[i].text in ("ان", "انه", "عندما", "بعد", "بينما", "فيما", "قبل")
        for i in range(noun.last, verb.first)
    )


def _counted_means(a: Annotated, trigger: Match) -> bool:
    """«استهدف الطيران البلدة بثماني غارات»: the preposition is joined to the number."""
    number = next(iter(ending(a.numbers, trigger.first)), None)
    word = a.doc.words[number.first] if number is not None else None
    return number is not None and word is not None and word.text[0] == "ب" and number.start > word.start


def _after_cause(a: Annotated, trigger: Match) -> bool:
    if trigger.particle == "ب":
        return True
    if trigger.first == 0:
        return False
    before = a.doc.words[trigger.first - 1].text
    return before in _RIGHT_BEFORE or any(r.rest in ("خلال", "اثناء", "جراء", "اثر", "نتيجه") for r in analyses(before))


_WITH_OUTCOMES = frozenset("security_operation riot protest protest_repressed territory_captured abduction disrupted_attack arrest".split())


def _host_of_outcome(a: Annotated, draft: Draft, acts: list[Draft]) -> Draft | None:
    """The act that caused an outcome: the next one behind a word of cause, else the nearest before it."""
    trigger = draft.trigger
    dead = draft.figures.get("killed")
    killed = bool(dead) and outcome_of(trigger) == "killed" and any(f.count.high for f in dead or ())
    fitting = [d for d in acts if may_fuse(d.type, draft.type) or (d.type in _WITH_OUTCOMES and not (killed and d.type == "abduction"))]
    behind = [d for d in fitting if d.trigger.first > trigger.first]
    behind = [d for d in behind if not (d.place_rank == draft.place_rank == 2 and _clash(d, draft) and _listed(a, trigger, d.trigger))]
    if any(d.trigger.first < trigger.first for d in fitting):
        behind = [d for d in behind if not _anew_between(a, trigger, d.trigger)]
    for act in behind:
        if _after_cause(a, act.trigger) or (_caused(a, trigger, act.trigger) and not _elsewhere(a, act, draft)):
            return act
    before = [d for d in fitting if d.trigger.first < trigger.first and not _begins_anew(a, d, draft)]
    if before:
        agreed = agrees_with(a, trigger, before)
        if agreed == "all":
            draft.cues.setdefault("aggregate", trigger)
            return None
        return agreed if isinstance(agreed, Draft) else before[-1]
    behind = [d for d in behind if not (_coordinate_clause(a, trigger, d.trigger) or _elsewhere(a, d, draft))]
    if behind and behind[0].trigger.first - trigger.last <= 15 and may_fuse(behind[0].type, draft.type):
        return behind[0]
    return None


def _listed(a: Annotated, outcome: Match, act: Match) -> bool:
    """«قتل جندي في كركوك، وشرطي قتل برصاص في بعقوبة»: a comma and waw stand between the two, each with a place of its own."""
    words = a.doc.words
    return any(words[i].gap == BREAK and words[i].text.startswith("و") for i in range(outcome.last, act.first + 1))


def _coordinate_clause(a: Annotated, outcome: Match, act: Match) -> bool:
    """«عشرات القتلى في حلب والجيش يقصف إدلب»: behind waw a subject and its verb begin a clause of their own."""
    if not act.form.tense or not verb_like(act):
        return False
    return any(p.joiner == "و" and 0 <= act.first - p.last <= 1 for p in within(a.parties, outcome.last, act.first))


_BOTH_SIDES = frozenset({"armed_clash", "security_operation", "territory_captured", "riot"})  # in which each side has its dead
_ANEW = frozenset("فيما بينما حين كما كذلك".split())


def _begins_anew(a: Annotated, act: Draft, draft: Draft) -> bool:
    """«…، في حين قتل التنظيم خمسة»: behind such a word a killing with an author or a place of its own is another."""
    trigger = draft.trigger
    if outcome_of(trigger) != "killed" or trigger.article or trigger.particle or trigger.first <= act.trigger.last:
        return False
    begin = trigger.first if joined_verb(a, trigger) else clause(a, trigger)[0]
    own = draft.place_rank == 2 and any(c[0].first >= begin for c in draft.places)
    if begin > act.trigger.last and own and act.place_rank and same_places(act, draft) is None:
        return True  # «سيطر الجيش على أ، فيما أكد ناشطون مقتل عشرة في ب»
    if a.doc.words[trigger.first - 1].text not in _ANEW:
        return False
    author = bool(draft.perpetrators) and act.type not in _BOTH_SIDES
    return author or (draft.place_rank == 2 and _clash(act, draft))


def _anew_between(a: Annotated, outcome: Match, act: Match) -> bool:
    """«أسفر عن مقتل 15، فيما قتل ثلاثة في انفجار عبوة»: behind such a word the clause of another outcome begins, which has that cause."""
    return any(w.text in _ANEW and w.gap == BREAK for w in a.doc.words[outcome.last : act.first])


def _elsewhere(a: Annotated, act: Draft, draft: Draft) -> bool:
    """«قتل جنديان في أ، وقصفت طائرة ب»: each has a clause and a place of its own."""
    apart = draft.place_rank == act.place_rank == 2 and same_places(act, draft) is None
    return apart and (joined_verb(a, act.trigger) or clause(a, act.trigger)[0] >= draft.trigger.last)


def _clash(one: Draft, two: Draft) -> bool:
    return bool(one.places and two.places) and one.places[0][0] is not two.places[0][0]


def _cause_between(a: Annotated, left: Match, right: Match) -> bool:
    return not meanwhile(a, left.last, right.first) and any(
        any(r.rest in _CAUSES and len(r.rest) > 1 for r in a.doc.words[i].analyses) for i in range(left.last, right.first)
    )


_CLAUSES = frozenset("بعدما عندما حينما".split())  # each begins a clause that says how it came about
_FAR, _NEAR = 24, 12  # words between an outcome and what caused it: behind such a word, and else


def _caused(a: Annotated, outcome: Match, act: Match) -> bool:
    """«قتل شرطيان أثناء حراسة مركز اقتراع شمالي المدينة، بعدما أطلق مسلحون النار عليهما»."""
    gap = act.first - outcome.last
    told = any(a.doc.words[i].text in _CLAUSES for i in range(max(outcome.last, act.first - 3), act.first))
    return (gap <= _FAR and told) or (gap <= _NEAR and _cause_between(a, outcome, act))


def _same_outcome(a: Annotated, host: Draft, draft: Draft) -> bool:
    """Two outcomes of one sentence are one event unless each has its own place."""
    return not (
        host.places and draft.places and host.places[0][0] is not draft.places[0][0] and min(host.place_rank, draft.place_rank) == 2
    )
