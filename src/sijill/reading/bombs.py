"""What a bomb or shell struck: what it went off in, on or at, and failing that what it went off near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sijill.extract.closed import PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, PlaceInText, within
from sijill.reading.grammar import Argument, arguments, clause, verb_like
from sijill.text import BREAK

_INSIDE = frozenset({"في", "داخل", "وسط"})
_NEAR = frozenset("قرب امام عند لدي بجانب بجوار قباله بقرب بالقرب خارج مقابل بمحاذاه".split())
_PARTS = frozenset("من مدخل بوابه باب مبني مقر احد احدي".split())
BOMBS = frozenset({"ied", "suicide_bombing", "explosion"})
_FRAMES = frozenset({"weapon_noun", "weapon_verb", "attack_noun", "attack_verb", "act"})
_HOUSES = frozenset({"organ.embassy", "organ.consulate", "organ.consular_staff"})
# Where a bomb goes off, which it does not strike.
_SURROUNDINGS = frozenset(
    "noun.village noun.town noun.neighbourhood noun.area noun.road noun.forest noun.farm noun.front_line noun.camp_displaced"
    " noun.target_generic noun.border_fence noun.crossing".split()
)


def where_it_went_off(a: Annotated, after: list[Argument]) -> list[Argument]:
    """The parties behind a bomb's word, those that it went off in or on marked as what it was against («على»)."""
    return [replace(x, link="علي") if _struck(a, x) else x for x in after]


def beside(a: Annotated, triggers: Sequence[Match]) -> list[PartyFind]:
    """«انفجرت قرب السفارة»: the building that a bomb went off at, by the first of its mentions that names one."""
    for trigger in triggers:
        if trigger.entry.type in BOMBS and trigger.entry.frame in _FRAMES:
            found = [x.party for x in arguments(a, trigger.last, clause(a, trigger)[1]) if x.distance <= 12 and _beside(a, x)]
            if found:
                return found[:1]
    return []


def struck_directly(a: Annotated, triggers: Sequence[Match]) -> PlaceInText | None:
    """«استهدف بلدة …», «هجوم على منطقة …»: the place that is the object of the first mention which has one."""
    for trigger in triggers:
        verb = verb_like(trigger)
        if verb and trigger.entry.frame != "attack_verb":
            continue
        for place in within(a.places, trigger.last, trigger.last + 4):
            preposition = place.settled.find.preposition
            if place.settled.place.precision in ("country", "governorate") or within(a.parties, trigger.last, place.first):
                break
            if (verb and not preposition and place.first - trigger.last <= 1) or (not verb and preposition == "علي"):
                return place
    return None


def _struck(a: Annotated, x: Argument) -> bool:
    if x.party.kind not in ("civilians", "infrastructure", "protesters") and x.link != "ب":
        return False
    if x.link == "ب":  # «انفجرت عبوة بدورية»
        return x.distance <= 5 and not x.party.animate and x.party.head.entry.id not in _SURROUNDINGS
    if x.party.animate and a.doc.words[x.party.first - 1].text == "وسط" and x.distance <= 6:
        return True  # «فجر حزامه وسط مصلين»
    return x.link in ("في", "prep") and a.doc.words[x.party.first - 1].text in _INSIDE and not x.party.number


def _beside(a: Annotated, x: Argument) -> bool:
    entry = x.party.head.entry
    house = entry.id in _HOUSES or a.doc.words[x.party.head.first].text.startswith("وزار")
    if entry.id in _SURROUNDINGS or not (house or not x.party.animate):
        return False
    if x.party.particle:
        return False
    words = a.doc.words
    before = words[x.party.first - 1].text
    passing = before == "مرور" and x.party.first > 1  # «لدى مرور حافلة»
    return before in _NEAR or passing or (before in _PARTS and x.party.first > 1 and words[x.party.first - 2].text in _NEAR)


_SELVES = frozenset("نفسه نفسها نفسيهما انفسهم انفسهن انفسهما".split())
_SELF_FAR = 7  # words between the verb and «himself»


def blows_himself_up(a: Annotated, trigger: Match) -> bool:
    """«فجر شاب نفسه», «فجرت امرأتان نفسيهما»: the object is who acts; «في الوقت نفسه» only points at a noun."""
    if trigger.entry.type not in BOMBS or not verb_like(trigger):
        return False
    words = a.doc.words
    for index in range(trigger.last, min(trigger.last + _SELF_FAR, a.sentence(trigger.first).last)):
        if words[index].gap == BREAK and index > trigger.last:
            return False
        if words[index].text in _SELVES:
            return index > trigger.last and not words[index - 1].text.startswith("ال") and words[index - 1].text not in PREPOSITIONS
    return False
