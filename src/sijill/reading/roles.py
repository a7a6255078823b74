"""Who did it and to whom: the frames of triggers."""

from __future__ import annotations

from dataclasses import dataclass, field

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.reading.grammar import Argument, arguments, clause, verb_like
from sijill.text import BREAK

ARMED = frozenset({"state_forces", "foreign_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})
_COERCIVE = frozenset({"arrest", "security_operation", "disrupted_attack", "release", "political_decision", "deployment", "abduction"})
NEAR = 7  # words between a verbal noun and the party that it governs


@dataclass(slots=True)
class Roles:
    """Parties by role; `party` are the sides of a clash or deal, in order."""

    perpetrators: list[PartyFind] = field(default_factory=list)
    targets: list[PartyFind] = field(default_factory=list)


def roles_of(a: Annotated, trigger: Match) -> Roles:
    """Fill a trigger's frame from the parties of its clause."""
    first, last = clause(a, trigger)
    after = arguments(a, trigger.last, last)
    before = arguments(a, first, trigger.first)
    frame = trigger.entry.meaning("frame")
    roles = _FRAMES.get(frame, _nothing)(a, trigger, before, after)
    for argument in after:
        if argument.link == "by" and argument.distance < 16 and argument.party not in roles.perpetrators:
            roles.perpetrators.append(argument.party)
            if argument.party in roles.targets:
                roles.targets.remove(argument.party)
    return roles


def _nothing(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    return Roles()


def _subject_before(a: Annotated, trigger: Match, before: list[Argument]) -> list[PartyFind]:
    """The noun phrase that a finite verb follows («مسلحون هاجموا»), with those joined to it by waw."""
    if not before:
        return []
    nearest = before[-1]
    gap = trigger.first - nearest.party.last
    if gap > 3 or nearest.link not in ("", "prep") and not _relative(a, trigger):
        return []
    if any(a.doc.words[i].gap == BREAK for i in range(nearest.party.last + 1, trigger.first)):
        return []
    out = [nearest.party]
    for argument in reversed(before[:-1]):
        if out[-1].joiner == "و" and out[-1].first - argument.party.last <= 2 and argument.link == nearest.link:
            out.append(argument.party)
        else:
            break
    return out[::-1]


def _relative(a: Annotated, trigger: Match) -> bool:
    return trigger.first > 0 and a.doc.words[trigger.first - 1].text in ("الذي", "التي", "الذين", "اللذين", "اللذان")


def _direct(after: list[Argument]) -> list[list[PartyFind]]:
    """Direct noun phrases behind a verb, each with those joined to it by waw."""
    groups: list[list[PartyFind]] = []
    for argument in after:
        if argument.link != "":
            continue
        if groups and argument.party.joiner == "و" and argument.party.first - groups[-1][-1].last <= 3:
            groups[-1].append(argument.party)
        else:
            groups.append([argument.party])
    return groups


def _linked(after: list[Argument], *links: str, within_words: int = 12) -> list[PartyFind]:
    return [x.party for x in after if x.link in links and x.distance <= within_words]


def _event_before(a: Annotated, trigger: Match) -> bool:
    """An event noun or weapon right before a verb is its subject («الهجوم استهدف», «عبوة استهدفت»)."""
    sentence = a.sentence(trigger.first)
    near = max(sentence.first, trigger.first - 4)
    things = [m for m in (*within(a.triggers, near, trigger.first), *within(a.weapons, near, trigger.first)) if not verb_like(m)]
    parties = [p for p in within(a.parties, near, trigger.first) if not p.particle]
    return bool(things) and (not parties or things[-1].first > parties[-1].first)


def _event_after(a: Annotated, trigger: Match) -> bool:
    """An event noun or weapon right behind a verb is its subject («استهدف الانفجار سيارة»)."""
    behind = [m for m in (*within(a.triggers, trigger.last, trigger.last + 2), *within(a.weapons, trigger.last, trigger.last + 2)) if not verb_like(m)]
    return bool(behind) and behind[0].particle == ""


def _attack_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = _direct(after)
    subject = _subject_before(a, trigger, before)
    on = _linked(after, "علي", "ضد")
    if trigger.form.pronoun and trigger.form.pronoun != "نا":
        return Roles(subject or (direct[0] if direct else []), on)
    if _event_before(a, trigger) or _event_after(a, trigger):
        return Roles([], (direct[0] if direct else []) + on)
    plural = trigger.form.number in ("plural", "dual")
    if len(direct) >= 2 and not plural:
        return Roles(direct[0], direct[1] + on)
    if direct and (plural or subject):
        return Roles(subject, direct[0] + on)
    if direct:
        only = direct[0]
        if on:
            return Roles(only, on)
        if trigger.entry.meaning("type") in _COERCIVE and only[0].kind in ARMED | {"officials"} and only[0].count is None:
            return Roles(only, _linked(after, "ل", "من", within_words=8))
        if _relative(a, trigger) and subject:
            return Roles(subject, only)
        if trigger.form.tense == "present" and only[0].kind in ARMED and only[0].count is None and not subject:
            return Roles(only, [])
        return Roles([], only)
    if subject:
        passive = trigger.form.number == "plural" and subject[0].kind in ("civilians", "officials", "protesters")
        return Roles([], subject) if passive or not on and subject[0].kind not in ARMED else Roles(subject, on)
    return Roles([], on)


def _kill_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = _direct(after)
    subject = _subject_before(a, trigger, before)
    if len(direct) >= 2 and direct[1][0].animate:
        return Roles(direct[0], direct[1])
    if _event_before(a, trigger) or _event_after(a, trigger):
        return Roles([], direct[0] if direct else [])
    if direct:
        if subject and (trigger.form.number == "plural" or direct[0][0].count is not None) and subject[0].kind in ARMED and not subject[0].count:
            return Roles(subject, direct[0])
        return Roles([], direct[0])
    return Roles([], subject)


def _victim_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = [g for g in _direct(after) if g[0].animate or trigger.entry.meaning("type") not in ("killing",)]
    subject = _subject_before(a, trigger, before)
    if direct and direct[0][0].first - trigger.last <= 10:
        return Roles([], direct[0])
    return Roles([], subject)


def _victim_noun(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    """مقتل X, اعتقال X; with a party of force first and a second noun phrase behind it, the first did it (اعتقال الجيش شابين)."""
    near = [x for x in after if x.distance <= NEAR or x.link]
    governed = _direct([x for x in near if x.distance <= NEAR])
    to = [x.party for x in after if x.link == "ل" and x.distance <= 14]
    if governed and governed[0][0].first - trigger.last <= 1 and governed[0][0].kind in ARMED | {"officials"} and governed[0][0].count is None:
        second = [g for g in _direct(after)[1:2] if g[0].first - governed[0][-1].last <= 3]
        if to or second:
            return Roles(governed[0], to or second[0])
    if governed:
        return Roles([], governed[0])
    if to and to[0].first - trigger.last <= 3:
        return Roles([], to[:1])
    on = _linked(after, "علي", "ب", within_words=4)
    return Roles([], on)


def _attack_noun(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    on = _linked(after, "علي", "ضد", "الي", "نحو")
    direct = _direct([x for x in after if x.distance <= NEAR])
    to = [x.party for x in after if x.link == "ل" and x.distance <= 6]
    perpetrators: list[PartyFind] = []
    targets = on
    if direct and direct[0][0].first - trigger.last <= 2:
        if on or direct[0][0].kind in ARMED or direct[0][0].country:
            perpetrators = direct[0]
            if len(direct) > 1 and not on and direct[1][0].first - direct[0][-1].last <= 2:
                targets = direct[1]
        else:
            targets = direct[0]
    if to:
        if perpetrators and not targets:
            targets = to
        elif not perpetrators and to[0].kind in ARMED:
            perpetrators = to
        elif not targets:
            targets = to
    return Roles(perpetrators, targets)


def _weapon(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    on = _linked(after, "علي", "ضد")
    return Roles([], on)


def _clash(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    between = _linked(after, "بين", within_words=20)
    if between:
        rest = [x.party for x in after if x.party.joiner == "و" and x.party.first >= between[0].last and x.party not in between][:1]
        second = [x.party for x in after if x.link == "مع"]
        sides = between + rest
        return Roles(sides[:1], (sides[1:] or second)[:2])
    against = _linked(after, "مع", "ضد")
    subject = _subject_before(a, trigger, before) if verb_like(trigger) else []
    direct = [g for g in _direct(after) if g[0].first - trigger.last <= NEAR]
    sides = subject or (direct[0] if direct else [])
    if not sides and verb_like(trigger) and before:
        sides = [before[-1].party]
    return Roles(sides, against)


def _seize(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = _direct(after)
    hands = _linked(after, "ب", "by")
    if hands:
        return Roles(hands, [])
    subject = _subject_before(a, trigger, before) if verb_like(trigger) else []
    sides = subject or (direct[0] if direct and direct[0][0].first - trigger.last <= 4 else [])
    return Roles([p for p in sides if p.kind not in ("infrastructure",)], _linked(after, "من", within_words=20)[:1])


def _act(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    subject = _subject_before(a, trigger, before) if verb_like(trigger) else []
    direct = _direct(after)
    near = direct[0] if direct and direct[0][0].first - trigger.last <= 6 else []
    return Roles(subject or near, _linked(after, "علي", "ضد", "بحق"))


def _deal(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    between = _linked(after, "بين", within_words=20)
    if between:
        rest = [x.party for x in after if x.party.joiner == "و" and x.party.first >= between[0].last and x.party not in between][:1]
        sides = between + rest
        return Roles(sides[:1], sides[1:2])
    roles = _act(a, trigger, before, after)
    return Roles(roles.perpetrators, _linked(after, "مع"))


def _move(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    return Roles(_act(a, trigger, before, after).perpetrators, [])


_FRAMES = {
    "attack_verb": _attack_verb,
    "kill_verb": _kill_verb,
    "victim_verb": _victim_verb,
    "victim_noun": _victim_noun,
    "attack_noun": _attack_noun,
    "weapon_verb": _weapon,
    "weapon_noun": _weapon,
    "clash": _clash,
    "seize": _seize,
    "act": _act,
    "deal": _deal,
    "move": _move,
    "party_change": _act,
}
