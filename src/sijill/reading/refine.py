"""The weapon named beside a trigger makes its type more precise («هجوم بسيارة مفخخة» is an IED attack)."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.lookup import Match, holds
from sijill.knowledge import Knowledge
from sijill.knowledge.lexicon import Phrases
from sijill.knowledge.load import Refinement
from sijill.reading.annotate import Annotated, within
from sijill.reading.authors import pronoun_before
from sijill.reading.bombs import blows_himself_up
from sijill.reading.draft import Draft
from sijill.reading.grammar import clause, joined_verb
from sijill.reading.older import in_reply, span_after
from sijill.text import BREAK
from sijill.text.spelled import spelled

NEAR = 16  # words between a trigger and the weapon that bears on it


_BLASTS = frozenset({"explosion", "ied", "shelling", "air_strike", "drone_strike"})
_STRIKES = frozenset({"trigger.armed_attack.istahdaf"})  # verbs that say whom or what, and nothing of the means
_BESIDE = 2  # words between a subject and its verb («الانفجار الآخر استهدف»)


def _subject(a: Annotated, trigger: Match) -> str:
    """«استهدف الانفجار دورية», «انفجار استهدف رتلا»: the type of the blast that is the subject of a verb of targeting; "" for none."""
    if trigger.entry.id not in _STRIKES or not trigger.form.tense:
        return ""
    behind = [m for m in within(a.triggers, trigger.last, trigger.last + 1) if m.article and _blast(m)]
    before = [m for m in within(a.triggers, trigger.first - _BESIDE - 2, trigger.first) if m.last <= trigger.first <= m.last + _BESIDE]
    before = [m for m in before if _blast(m) and not any(a.doc.words[i].gap == BREAK for i in range(m.last, trigger.first + 1))]
    chosen = behind or (before[-1:] if not trigger.joiner else [])
    return chosen[0].entry.type if chosen else ""


def _blast(noun: Match) -> bool:
    return not noun.form.tense and noun.entry.rank == "occurrence" and noun.entry.type in _BLASTS


@dataclass(frozen=True, slots=True)
class _Rule:
    """A refinement as a draft is asked for it."""

    becomes: str
    ranks: frozenset[str]
    weapons: frozenset[str]
    words: Phrases


@dataclass(frozen=True, slots=True)
class _Table:
    """The refinements of a lexicon: of each type those that can change it, and what their words begin with."""

    made_of: tuple[Refinement, ...]
    by_type: dict[str, list[_Rule]]
    firsts: frozenset[str]  # as they are written


_TABLES: list[_Table] = []  # of the lexicon that was asked last


def _table(refinements: tuple[Refinement, ...]) -> _Table:
    for known in _TABLES:
        if known.made_of is refinements:
            return known
    by_type: dict[str, list[_Rule]] = {}
    for one in refinements:
        rule = _Rule(one.becomes, one.ranks, one.weapons, one.words)
        for type_ in one.types:
            by_type.setdefault(type_, []).append(rule)
    made = _Table(refinements, by_type, spelled(frozenset(first for one in refinements for first in one.words.by_first)))
    _TABLES[:] = [made]
    return made


def refine(a: Annotated, drafts: list[Draft], knowledge: Knowledge) -> None:
    """Change types in place by the table `types/refine.yaml`; its first entry that fits decides."""
    table = _table(knowledge.refinements)
    for draft in drafts:
        if draft.rank != "generic":
            _refine(a, draft, table)


def _refine(a: Annotated, draft: Draft, table: _Table) -> None:
    trigger = draft.trigger
    if draft.type == "ied" and blows_himself_up(a, trigger):
        draft.type = "suicide_bombing"
    if draft.type not in table.by_type and draft.type not in _AIMED and draft.type != "destruction":
        return
    first, last = clause(a, trigger)
    first, last = max(first, trigger.first - NEAR), min(last, trigger.last + NEAR)
    cut, resumed = span_after(a, trigger.last, last)
    reply = in_reply(a, trigger)
    if reply:
        first = reply[0]  # «غارات ردا على هجوم»: the aircraft are not those of the attack
    if _disposed_of(a, draft, first, last):
        draft.type = "disrupted_attack"
        return
    if draft.rank == "outcome" and joined_verb(a, trigger):
        first = trigger.first  # «انفجرت عبوة في أ، وأصيب خمسة بقصف على ب»: what stands before tells of the other one
    if draft.weapons and draft.type in _AIMED:
        draft.weapons = [w for w in draft.weapons if not _struck(draft, w)]
    near = within(a.weapons, first, cut)
    weapons = _weapons(a, draft, near + within(a.weapons, resumed, last) if resumed < last else near)
    if draft.type == "armed_attack":
        draft.type = _subject(a, trigger) or draft.type
    rules = table.by_type.get(draft.type)
    if rules is None:
        return
    said = _said(a, first, cut, table)
    if resumed < last:
        said += _said(a, resumed, last, table)
    if not weapons and not said:
        return
    for rule in rules:
        if rule.ranks and draft.rank not in rule.ranks:
            continue
        if any(weapon in rule.weapons for weapon in weapons) or (
            any(word in rule.words.by_first for word in said) and holds(a.doc.words[first:cut] + a.doc.words[resumed:last], rule.words)
        ):
            draft.type = rule.becomes
            return


def _weapons(a: Annotated, draft: Draft, near: list[Match]) -> list[str]:
    """The weapons named beside a trigger or by it."""
    trigger = draft.trigger
    weapon = trigger.entry.weapon
    found = [weapon] if weapon else []
    if near:
        struck = trigger.last if pronoun_before(a, trigger) else -1  # «قالت الحركة إنها استهدفت دبابة»
        found += [m.entry.weapon for m in near if m.first != struck and not _struck(draft, m)]
    return found


def _said(a: Annotated, first: int, last: int, table: _Table) -> list[str]:
    """What words [first, last) may be, as far as a refinement asks for one of them."""
    found: list[str] = []
    words = a.doc.words
    for index in range(first, last):
        word = words[index]
        if word.text in table.firsts:
            found += word.rests
    return found


_AIMED = frozenset({"armed_attack", "shelling", "air_strike", "drone_strike"})


def _struck(draft: Draft, weapon: Match) -> bool:
    """«استهدفت الكتائب دبابة»: what was struck is no means of the attack."""
    if draft.type not in _AIMED or weapon.particle == "ب" or draft.rank != "occurrence":
        return False
    return any(p.first <= weapon.first < p.last and weapon.first > draft.trigger.first for p in draft.targets)


_DEVICES = frozenset({"ied", "car bomb", "truck bomb", "sticky bomb", "explosive belt", "landmine", "bomb", "explosives"})
_FORCES = frozenset({"state_forces", "foreign_forces"})


def _disposed_of(a: Annotated, draft: Draft, first: int, last: int) -> bool:
    """«كشفت مفرزة للجيش خمس عبوات ودمرتها»: forces that destroy a device are struck by none."""
    if draft.type != "destruction" or not any(p.kind in _FORCES for p in draft.perpetrators):
        return False
    trigger = draft.trigger
    span = (first, trigger.first) if trigger.form.pronoun else (trigger.last, last)
    return any(m.entry.weapon in _DEVICES and m.particle != "ب" for m in within(a.weapons, *span))
