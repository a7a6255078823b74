"""Parties by role, and the frames of event nouns: what their genitive and their prepositions say."""

from __future__ import annotations

from dataclasses import dataclass, field

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.able import ARMED, NEAR, can_act, direct_groups, group_of, is_craft, is_force, is_state_name
from sijill.reading.annotate import Annotated, within
from sijill.reading.authors import laid_to
from sijill.reading.grammar import Argument, verb_like


@dataclass(slots=True)
class Roles:
    """Parties by role; `party` are the sides of a clash or deal, in order."""

    perpetrators: list[PartyFind] = field(default_factory=list)
    targets: list[PartyFind] = field(default_factory=list)


def linked(after: list[Argument], *links: str, within_words: int = 12) -> list[PartyFind]:
    """The parties that one of some links joins, not too far behind."""
    return [x.party for x in after if x.link in links and x.distance <= within_words]


def victim_noun(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    """مقتل X, اعتقال X; with a party of force first and a second noun phrase behind it, the first did it (اعتقال الجيش شابين)."""
    if not after:
        return Roles()
    near = [x for x in after if x.distance <= NEAR or x.link]
    verb = next((t.first for t in within(a.triggers, trigger.last, trigger.last + NEAR) if verb_like(t)), trigger.last + NEAR + 1)
    governed = direct_groups([x for x in near if x.distance <= NEAR and x.party.first < verb])
    to = [x.party for x in after if x.link == "ل" and x.distance <= 14]
    if governed and governed[0][0].first - trigger.last <= 1 and a.doc.words[governed[0][0].head.last - 1].text.endswith("ون"):
        rest = direct_groups(after)[1:2]  # a nominative: what looks like a noun is a verb («خطف مسلحون موظفا»)
        return Roles(governed[0], rest[0] if rest else [])
    if (
        governed
        and governed[0][0].first - trigger.last <= 1
        and governed[0][0].kind in ARMED | {"officials"}
        and governed[0][0].count is None
    ):
        person = governed[0][0].head.entry.role == "person"
        second = [
            g
            for g in direct_groups(after)[1:2]
            if not person
            and g[0].first - governed[0][-1].last <= 1
            and (governed[0][0].head.entry.room == "actors" or (_many(governed[0][0]) and _object(a, governed[0][0], g[0])))
        ]
        if (to and is_force(governed[0][0])) or second:
            return Roles(governed[0], to or second[0])
        if trigger.entry.type == "protest_repressed" and is_force(governed[0][0]):
            return Roles(governed[0], [])  # «قمع الاحتلال مسيرة»
    if governed:
        return Roles([], governed[0])
    if to and to[0].first - trigger.last <= 3:
        return Roles([], to[:1])
    on = linked(after, "علي", "ب", within_words=4)
    return Roles([], on)


def _many(party: PartyFind) -> bool:
    return party.head.form.number == "plural"


def _object(a: Annotated, first: PartyFind, party: PartyFind) -> bool:
    """«ذبح عناصر الحركة راعيا», «إعدام المسلحين ثلاثة جنود»: what no verbal noun leaves behind its genitive but its object."""
    word = a.doc.words[party.head.first].text
    if party.number is not None:
        return bool(first.head.article) and party.number.kind == "cardinal" and party.first == first.last
    return word.endswith("ا") and len(word) > 3 and not party.head.article and party.number is None


def _borne_by(a: Annotated, trigger: Match) -> list[PartyFind]:
    """«هجوم تعرضت له القوات»: who bore it stands behind the verb."""
    for verb in within(a.triggers, trigger.last, trigger.last + 3):
        if verb.entry.meaning("gives") == "target" and a.doc.words[min(verb.last, len(a.doc.words) - 1)].text in ("له", "لها", "لهما"):
            return [p for p in group_of(a, verb.last + 1, verb.last + 3) if p.first == verb.last + 1]
    return []


def _on_place(a: Annotated, party: PartyFind) -> bool:
    """«قصف النظام على أريحا»: a place that is struck shows that the party before it struck."""
    return any(p.settled.find.preposition == "علي" for p in within(a.places, party.last, party.last + 3))


_BY_WHOM = frozenset({"بها", "به", "بهما"})  # «عملية قام بها X»


def attack_noun(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    """هجوم X على Y, قصف للجيش, كمين نصبه X لـY."""
    on = linked(after, "علي", "ضد", "نحو", *(() if laid_to(a, trigger) else ("الي",)))
    bearer = _borne_by(a, trigger)
    if bearer:
        return Roles([], bearer)
    if not after:
        return Roles()
    direct = direct_groups([x for x in after if x.distance <= NEAR and a.doc.words[x.party.first - 1].text not in _BY_WHOM])
    to = [x.party for x in after if x.link == "ل" and x.distance <= 6]
    perpetrators: list[PartyFind] = []
    targets = on
    if direct and direct[0][0].first - trigger.last <= 2:
        first = direct[0][0]
        if can_act(first) and (on or _on_place(a, first) or (first.kind in ARMED and first.count is None) or first.country):
            perpetrators = direct[0]
            beside = len(direct) > 1 and direct[1][0].first - direct[0][-1].last <= 2
            if beside and not on and direct[1][0].head.entry.role != "person":
                targets = direct[1]
        elif first.kind not in ARMED or not first.animate:
            targets = list(direct[0]) + on
    if to:
        if perpetrators and not targets:
            targets = to
        elif not perpetrators and (is_force(to[0]) or is_craft(to[0]) or (on and to[0].animate)):  # «هجوم لرعاة على قرية»
            perpetrators = to
        elif not targets:
            targets = to
    struck = any(a.doc.words[i].text in ("علي", "ضد") for i in range(trigger.first, trigger.last))
    if not perpetrators and not struck:  # «قصفا مدفعيا من قوات الدعم على الأحياء», «لهجوم من مسلحين»
        by = next((x for x in after if x.link in ("من", "علي", "ضد")), None)
        if by is not None and by.link == "من" and by.distance <= 4 and by.party.number is None and _armed(by.party):
            perpetrators = [by.party]
    return Roles(perpetrators, targets)


def _armed(party: PartyFind) -> bool:
    return party.kind in ARMED and can_act(party) and not is_state_name(party)
