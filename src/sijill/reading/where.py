"""The places of a mention: chains of a place and those that hold it."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated, PlaceInText, within
from sijill.reading.grammar import clause, own

_STRIKES = frozenset({"weapon_noun", "weapon_verb", "attack_noun"})
CHAIN = 4  # words between a place and the one that holds it («في حي X بمدينة Y»)
Chain = tuple[PlaceInText, ...]
_FINENESS = {"site": 0, "town": 1, "none": 1, "district": 2, "governorate": 3, "country": 4}


def chains(a: Annotated, places: Sequence[PlaceInText]) -> list[Chain]:
    """Group places that stand together and hold one another; places in a list stay apart."""
    groups: list[list[PlaceInText]] = []
    for place in places:
        if groups and _holds(a, groups[-1][-1], place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return [tuple(group) for group in groups]


def _holds(a: Annotated, inner: PlaceInText, outer: PlaceInText) -> bool:
    if outer.first - inner.last > CHAIN or outer.settled.find.listed and outer.settled.find.begin == outer.settled.find.first:
        return False
    word = a.doc.words[outer.first].text
    if word.startswith("و") and a.doc.words[outer.settled.find.first].start == outer.settled.find.start - 1 and outer.first == outer.settled.find.first:
        return False
    left, right = inner.settled.place, outer.settled.place
    if left.country and right.country and left.country != right.country:
        return False
    if left.admin1 and right.admin1 and left.admin1 != right.admin1 and right.precision != "country":
        return False
    if _FINENESS[right.precision] < _FINENESS[left.precision]:
        return False
    if inner.settled.find.listed and _FINENESS[right.precision] == _FINENESS[left.precision] and not outer.settled.find.preposition:
        return False  # «أحياء أ ب وج»: one after the other, none inside another
    joined = any(a.doc.words[i].text in ("و", "او") for i in range(inner.last, outer.first))
    same = _FINENESS[right.precision] == _FINENESS[left.precision] and left.precision not in ("site", "none")
    return not joined and not (same and outer.first - inner.last <= 1 and word.startswith("و"))


def places_of(a: Annotated, trigger: Match) -> tuple[list[Chain], int]:
    """The chains that belong to a trigger and how firmly: 2 beside it in its clause, 1 elsewhere in its sentence."""
    near, far = own(a, trigger)
    first, last = clause(a, trigger)
    sentence = a.sentence(trigger.first)
    for begin, end, rank in ((max(near, first), min(far, last), 2), (first, last, 1), (sentence.first, sentence.last, 1)):
        found = [c for c in chains(a, within(a.places, begin, end)) if not _of_party(a, c[0])]
        if not found:
            continue
        after = [c for c in found if c[0].first >= trigger.first]
        local = [c for c in after if c[0].settled.find.locative] or after
        if trigger.entry.meaning("frame") in _STRIKES:  # «أطلقها الحوثيون في اليمن على نجران»: what was struck, not who struck from where
            struck = [c for c in after if c[0].settled.find.preposition == "علي"]
            local = struck or local
        if local:
            return _listed(a, local, found), rank
        before = [c for c in found if c[0].settled.find.locative or c[0].settled.find.listed] or found
        return _list_back(a, before), rank
    return [], 0


def _list_back(a: Annotated, before: list[Chain]) -> list[Chain]:
    """The last chain before a trigger, with the list that it closes («تعرضت قرى أ وب لقصف»)."""
    out = [before[-1]]
    for chain in reversed(before[:-1]):
        if out[-1][0].first - chain[-1].last <= 1 and _listed_word(a, out[-1][0]):
            out.append(chain)
        else:
            break
    return _share_outer(out[::-1])


def _share_outer(listed: list[Chain]) -> list[Chain]:
    """What holds the last name of a list holds them all («قرى أ وب بريف حلب»)."""
    if len(listed) < 2 or len(listed[-1]) < 2:
        return listed
    outer = listed[-1][1:]
    return [c if len(c) > 1 else c + outer for c in listed]


def _listed(a: Annotated, local: list[Chain], found: list[Chain]) -> list[Chain]:
    """The first chain, and those that a list joins to it."""
    out = [local[0]]
    start = found.index(local[0])
    for chain in found[start + 1 :]:
        previous = out[-1][-1]
        if chain[0].first - previous.last > 2 or not _listed_word(a, chain[0]):
            break
        out.append(chain)
    if len(out) > 1 and _FINENESS[out[0][0].settled.place.precision] >= 4:
        return out[:1]
    return _share_outer(out)


def _listed_word(a: Annotated, place: PlaceInText) -> bool:
    find = place.settled.find
    if find.listed and find.begin == find.first:
        return True
    word = a.doc.words[place.first]
    joined = word.text.startswith("و") and (find.begin < find.first or find.start > word.start)
    joined = joined or place.first > 0 and a.doc.words[place.first - 1].text == "و"
    comma = "،" in a.doc.between(place.first - 1, place.first) if place.first else False
    return joined or (comma and not find.preposition)


def _of_party(a: Annotated, place: PlaceInText) -> bool:
    """A place inside a party's name ("the governor of X", "the government of X") is not where it happened."""
    for party in a.parties:
        if party.first < place.first and place.last <= party.last and not place.settled.find.preposition:
            return True
        if party.first == place.first and party.last >= place.last and party.head.entry.room == "actors" and not place.settled.find.locative:
            return True
    return False
