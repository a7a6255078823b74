"""Who is quoted for an event, who says "we did it", who is accused of it and who denies it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.model import Evidence, Party, Statement
from sijill.reading.able import is_craft, spoken_for
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft
from sijill.reading.grammar import verb_like
from sijill.reading.saying import Saying, Speaker
from sijill.reading.speakers import LEAD
from sijill.reading.told import Told

MOST_SOURCES = 6
NEAR = 1  # sentences between an outcome and the occurrence whose source also speaks for it
TAKEN_UP = 4  # sentences back to which the article of a noun can point
# What a force can own up to by announcing it: its own strike from afar, or a killing.
_OWN = frozenset("air_strike drone_strike shelling assassination killing".split())
_PUBLIC = frozenset({"political_decision", "protest", "agreement"})
_CALLED = frozenset({"protest", "agreement", "deployment", "security_operation"})
_STRIKES = frozenset("air_strike drone_strike shelling".split())
_QUIET = frozenset("armed_clash agreement political_decision withdrawal release group_change protest territory_captured deployment".split())
_ARMED = frozenset("rebel_group militia jihadist_group".split())
# Behind these an act is known already: «بعد الهجوم», «في التفجيرات».
_GOVERNS = frozenset("بعد عقب اعقاب اثر جراء نتيجه منذ بسبب رغم غداه قضيه ملف ذكري خلال اثناء قبل حول في وراء من علي مع ضد".split())
_RELATIVE = frozenset("الذي التي الذين اللذين اللتين".split())
_STATESMEN = frozenset("وزير وزيره رييس رييسه سفير سفيره مبعوث مبعوثه امين نايب سيناتور ملك امير".split())
_DISPUTES = frozenset({"accuse", "deny"})
_QUOTED = frozenset({"say", "report", "confirm", "accuse", "deny"})
_BEARERS = frozenset({"state_forces", "foreign_forces", *_ARMED, "other", "unidentified_armed"})


def sources(a: Annotated, draft: Draft, told: Told, claimants: Sequence[PartyFind], before: Sequence[int]) -> tuple[Statement[Party], ...]:
    """Who is quoted where the text tells of the event, in the order of the text, each wording once.

    `claimants` say that they did it, `before` are words that spoke of it (`taken_up`).
    """
    places = {t.first for t in _telling(a, draft)}
    places.update(before)
    owners = {p.actor_id for p in claimants if p.actor_id}
    telling = _quoted(told.telling_or_stating(places, owners))
    if telling:
        triggers = sorted(draft.triggers, key=_first)
        firsts = [t.first for t in triggers]
        telling = [s for s in telling if not _only_refers(a, triggers, firsts, s, places)]
    if not telling:
        telling = _going_into(a, draft, told)
    found: list[_Source] = []
    for saying in telling:
        for speaker in saying.speakers:
            full = told.antecedent(speaker)
            words = _words(a, speaker)
            named = words.quote if full is speaker else _words(a, full).quote
            known = _known(found, words.quote, words.quote if _own_wording(a, speaker) else named)
            if known is not None:  # the same source in another sentence, or a body by the shorter name
                known.words[words] = None
            elif len(found) < MOST_SOURCES:
                party = speaker.party
                label = party.label if party and full is speaker else named
                value = Party(words.quote, label, party.kind if party else "other", party.actor_id if party else None)
                found.append(_Source(value, {words: None}, speaker.entry))
    return tuple([Statement(source.party, tuple(source.words), source.rule) for source in found])


@dataclass(frozen=True, slots=True)
class _Source:
    """Who is quoted, in which words, each once, and by which rule."""

    party: Party
    words: dict[Evidence, None]
    rule: str


def _known(found: list[_Source], one: str, two: str) -> _Source | None:
    """The source that is known by one of two wordings."""
    return next((source for source in found if source.party.text in (one, two)), None)


def _first(trigger: Match) -> int:
    return trigger.first


def _quoted(said: Sequence[Saying]) -> list[Saying]:
    return [s for s in said if s.act in _QUOTED and not s.opinion]


def _going_into(a: Annotated, draft: Draft, told: Told) -> list[Saying]:
    """«انفجر لغم بعربة أسرة. وأوضح مصدر طبي أن الأم بترت ساقها»: who goes into what the lead told, and tells of nothing new."""
    if draft.type in _CALLED:
        return []
    sentences = a.doc.sentences
    lead = -1
    for trigger in draft.triggers:
        index = a.sentence(trigger.first).index
        if (lead < 0 or index < lead) and sentences[index].kind != "title":
            lead = index
    if not 0 <= lead <= LEAD or lead + 1 >= len(sentences):
        return []
    behind = sentences[lead + 1]
    quoted = _quoted(told.in_sentences([behind.index]))
    if not quoted:
        return []
    first = quoted[0]
    if first.verb is None or first.verb.first > behind.first or first.first > behind.first:
        return []
    triggers = sorted(draft.triggers, key=_first)
    firsts = [t.first for t in triggers]
    if _only_refers(a, triggers, firsts, first, set(firsts)) or any(_statesman(a, s) for s in first.speakers):
        return []
    fresh = [t for t in within(a.triggers, first.first, first.last) if not t.article and t.entry.rank != "light"]
    return [] if any(t not in draft.triggers for t in fresh) else [first]


def _statesman(a: Annotated, speaker: Speaker) -> bool:
    """A minister or an envoy comments on what the news tells; witnesses, doctors and forces go into it."""
    return not a.doc.words[speaker.first].rests.isdisjoint(_STATESMEN)


def _only_refers(a: Annotated, triggers: list[Match], firsts: list[int], saying: Saying, places: set[int]) -> bool:
    """Whether a speaker takes as known what the text told before him: «قال إن الوضع تغير بعد الهجوم» tells of no attack."""
    if saying.act in _DISPUTES or firsts[0] >= saying.first:
        return False  # who is accused of an act, or denies it, speaks of what is known
    covered = triggers[bisect_left(firsts, saying.first) : bisect_left(firsts, saying.last)]
    inside = [t for t in covered if t.first in places]
    if not inside:
        return False
    behind = saying.verb.last if saying.verb else saying.first
    for speaker in saying.speakers:
        behind = max(behind, speaker.last)
    return all(_presupposed(a, t, behind) for t in inside)


def _presupposed(a: Annotated, trigger: Match, behind: int) -> bool:
    """A noun behind a preposition, or a verb behind "who": the reader is to know of it.

    «أفاد بمقتل»: what the verb of saying itself governs is told.
    """
    before = a.doc.words[trigger.first - 1].text if trigger.first else ""
    if verb_like(trigger):
        return before in _RELATIVE
    definite = trigger.article or bool(trigger.form.pronoun)
    return (bool(trigger.particle) and definite and trigger.first > behind + 1) or before in _GOVERNS


def _telling(a: Annotated, draft: Draft) -> list[Match]:
    """The mentions that a quoted source tells of: an outcome or "the incident" counts in the lead or near an occurrence.

    A public act (a vote, a protest) is the outlet's own news; who speaks of «القرار» comments on it.
    """
    out = draft.triggers
    if len(out) > 1:
        core = [t for t in out if t.entry.rank == "occurrence"] or out
        told = {a.sentence(t.first).index for t in core}
        out = [t for t in out if _near(a.sentence(t.first).index, told)]
    return [t for t in out if not t.article] if draft.type in _PUBLIC else out


def _near(sentence: int, told: set[int]) -> bool:
    return sentence <= LEAD or any(sentence + step in told for step in range(-NEAR, NEAR + 1))


def taken_up(a: Annotated, draft: Draft) -> list[int]:
    """«الغارات»: with the article, and nothing of it told before, the strikes of which the sentences before spoke."""
    first = draft.triggers[0]
    for trigger in draft.triggers:
        if trigger.first < first.first:
            first = trigger
    if first.entry.pos == "verb" or not _with_article(a, first):
        return []
    opened = a.sentence(first.first).index
    alike = _STRIKES if draft.type in _STRIKES else {draft.type}
    before = within(a.triggers, a.doc.sentences[max(0, opened - TAKEN_UP)].first, a.doc.sentences[opened].first)
    near = [t for t in before if t.entry.type in alike]
    return [t.first for t in near if t.form.number == "plural" or first.form.number != "plural"]


def _with_article(a: Annotated, trigger: Match) -> bool:
    """«الغارات», «أصابت الغارات»; not «قصفها المدفعي», where the article is the adjective's."""
    words = a.doc.words
    if words[trigger.first].text.startswith("ال"):
        return True
    if trigger.last - trigger.first < 2 or not words[trigger.first + 1].text.startswith("ال"):
        return False
    return not words[trigger.first].text.endswith(("ها", "ه", "هم"))


def _words(a: Annotated, speaker: Speaker) -> Evidence:
    """The words of a speaker without the particle that joins them: «لمصادر» gives «مصادر»."""
    first = speaker.first
    starts = [m.start for m in within(a.speech, first, first + 1) if m.particle]
    starts += [p.start for p in within(a.parties, first, first + 1) if p.particle]
    start = starts[0] if starts else a.doc.words[first].start
    return a.doc.evidence(start, a.doc.words[speaker.last - 1].end)


def claims(a: Annotated, draft: Draft, told: Told, before: Sequence[int]) -> list[PartyFind]:
    """The parties that say that they did it: by a word of claiming, or by announcing their own strike."""
    found: list[PartyFind] = []
    for saying in told.claiming(draft.triggers):
        found += [s.party for s in saying.speakers if s.party is not None and s.party.kind in _BEARERS]
    if found or not draft.perpetrators or (draft.type in _QUIET and draft.type not in _OWN):
        return found
    for saying in told.telling([*(t.first for t in draft.triggers), *before]):
        if saying.act in ("say", "confirm", "report"):
            tellers = [_teller(a, told.antecedent(s)) for s in saying.speakers]
            owned = [(t, p) for t in tellers if t is not None for p in draft.perpetrators if _owned(t, p, draft.type)]
            # «ذكر الجيش أن القوات التي تقودها واشنطن شنت …»: the wording of who did it, where another body of the state speaks
            found += [t if t.actor_id == p.actor_id or is_craft(p) else p for t, p in owned]
    return found


# «المصدر», «المسؤولون»: people who were named before by what they are.
_AGAIN = frozenset("المصدر المصادر المسوول المسوولون المسوولين الضابط الشهود القيادي الناشط".split())


def _own_wording(a: Annotated, speaker: Speaker) -> bool:
    """«المصدر», or a name: a wording of who is quoted beside the full one; «الوزارة» only shortens the name of a body."""
    head = a.doc.words[speaker.first].text
    return head in _AGAIN or (speaker.party is None and not head.startswith("ال"))


def _teller(a: Annotated, speaker: Speaker) -> PartyFind | None:
    """The party that a wording speaks for: «بيان للجيش» and «متحدث باسم الجيش» do, «مصدر في الجيش» does not."""
    party = speaker.party
    if party is None or any(a.doc.words[i].text in ("في", "من", "لدي", "مقرب", "مقربه") for i in range(speaker.first, party.first)):
        return None
    return spoken_for(a, party)


def _owned(speaker: PartyFind, doer: PartyFind, type: str) -> bool:
    """Whether a speaker tells of what it did itself: an armed group of any attack, a state's forces of a strike."""
    if speaker.kind in _ARMED:
        return speaker.actor_id == doer.actor_id and speaker.named and type not in _QUIET
    if type not in _OWN or speaker.head.entry.id.startswith("nation."):
        return False
    if speaker.head.entry.room == "actors" and speaker.actor_id == doer.actor_id:
        return True
    if doer.actor_id == "organ.coalition" and speaker.head.entry.role == "mission":
        return True  # «التحالف» is the coalition that speaks
    forces = ("state_forces", "foreign_forces")
    return speaker.kind in forces and doer.kind in forces and speaker.country is not None and speaker.country == doer.country


def accused(a: Annotated, draft: Draft, told: Told) -> list[PartyFind]:
    """«اتهم … الجيشَ بقصف»: the party behind the accuser."""
    out: list[PartyFind] = []
    if not told.has("accuse"):
        return out
    for saying in told.telling([t.first for t in draft.triggers]):
        if saying.act != "accuse" or saying.verb is None:
            continue
        behind = max([saying.verb.last, *(s.last for s in saying.speakers if s.first >= saying.verb.last)])
        party = next((p for p in within(a.parties, behind, min(behind + 8, saying.last)) if p.particle in ("", "ل")), None)
        if party is not None and party.kind not in ("civilians", "infrastructure"):
            out.append(party)
    return out


def deniers(a: Annotated, draft: Draft, told: Told) -> list[PartyFind]:
    """The parties that deny it in the words around one of its mentions."""
    if not told.has("deny"):
        return []
    told_of = told.telling([t.first for t in draft.triggers])
    return [s.party for saying in told_of if saying.act == "deny" for s in saying.speakers if s.party is not None]
