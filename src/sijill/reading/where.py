"""The places of a mention: chains of a place and those that hold it."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.closed import SAID_THAT
from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, covering, ending
from sijill.reading.annotate import Annotated, PlaceInText, within
from sijill.reading.grammar import clause, own
from sijill.reading.subjects import state_acts
from sijill.text.spelled import spelled

_STRIKES = frozenset({"weapon_noun", "weapon_verb", "attack_noun"})
CHAIN = 4  # words between a place and the one that holds it («في حي X بمدينة Y»)
REACH = 6  # words between a country and the finer place that follows it
Chain = tuple[PlaceInText, ...]
_FINENESS = {"site": 0, "town": 1, "none": 1, "district": 2, "governorate": 3, "country": 4}
_OPEN = 5
_SETTLEMENTS = frozenset({"village", "town", "quarter", "camp"})
_UNKNOWN_VILLAGE = 1.2


def fineness(chain: Chain) -> float:
    """How fine the place of a chain is, 0 the finest.

    A village that no gazetteer holds is finer than the district that holds it, and less sure than a town that is known.
    West of a town is not so fine as the town, near a country not so fine as the country.
    """
    known = next((p.settled for p in chain if p.settled.place.lat is not None), None)
    if known is None or known.place.country is None:
        return _OPEN
    precision = known.place.precision
    fine = _FINENESS[precision]
    head = chain[0].settled
    if head.row is None and head.find.noun in _SETTLEMENTS:
        return min(_UNKNOWN_VILLAGE, fine)
    beside = known.find.beside == "direction" and precision == "town"
    beside = beside or (known.find.beside == "near" and precision == "country")  # on which side of the border?
    return fine + 0.5 if beside else fine


def holds_village(outer: Chain, inner: Chain) -> bool:
    """«قصف على منبج», and then «قرية أم السطح بريف منبج»: the village, of which the first chain names only what holds it."""
    head = inner[0].settled
    if head.row is not None or head.find.noun not in _SETTLEMENTS:
        return False
    row = outer[0].settled.row
    return row is not None and any(p.settled.row is not None and p.settled.row.id == row.id for p in inner[1:])


def chains(a: Annotated, places: Sequence[PlaceInText]) -> list[Chain]:
    """Group places that stand together and hold one another; places in a list stay apart."""
    groups: list[list[PlaceInText]] = []
    for place in places:
        if groups and (_describes(groups[-1][-1], place) or _holds(a, groups[-1][-1], place)):
            groups[-1].append(place)
        else:
            groups.append([place])
    return [tuple(group) for group in groups]


def _describes(inner: PlaceInText, outer: PlaceInText) -> bool:
    """«قضاء مخمور شرق الموصل»: a direction right behind a name says where that is."""
    find = outer.settled.find
    left, right = inner.settled.place.country, outer.settled.place.country
    if _FINENESS[inner.settled.place.precision] >= _FINENESS["governorate"]:
        return False
    return find.beside == "direction" and not find.preposition and outer.first == inner.last and (not left or not right or left == right)


def _joined(a: Annotated, place: PlaceInText) -> bool:
    """Whether waw joins a place to what stands before it."""
    find = place.settled.find
    word = a.doc.words[place.first]
    if not word.text.startswith("و"):
        return False
    if find.begin == find.first:
        return find.start > word.start
    return any(m.joiner for m in beginning(a.lookup.room("places"), place.first))


def _holds(a: Annotated, inner: PlaceInText, outer: PlaceInText) -> bool:
    find = outer.settled.find
    if outer.first - inner.last > CHAIN or (find.listed and find.begin == find.first) or _joined(a, outer):
        return False
    if within(a.triggers, inner.last, outer.first):
        return False  # «أعلن محافظ كركوك مقتل جندي في داقوق»
    left, right = inner.settled.place, outer.settled.place
    if left.country and right.country and left.country != right.country:
        return False
    if left.admin1 and right.admin1 and left.admin1 != right.admin1 and right.precision != "country":
        return False
    if _FINENESS[right.precision] < _FINENESS[left.precision]:
        return False
    return not any(a.doc.words[i].text in ("و", "او") for i in range(inner.last, outer.first))


def places_of(a: Annotated, trigger: Match) -> tuple[list[Chain], int]:
    """The chains that belong to a trigger and how firmly: 2 beside it in its clause, 1 elsewhere in its sentence."""
    sentence = a.sentence(trigger.first)
    every = within(a.places, sentence.first, sentence.last)
    if not every:
        return [], 0
    end_of_all = until_meanwhile(a, trigger.last, sentence.last)
    first, last = clause(a, trigger)
    last = min(last, end_of_all)
    strikes = trigger.entry.frame in _STRIKES
    abroad = trigger.entry.type in _ABROAD
    seen = 0
    for step in range(3):  # the words nearest to the trigger, its clause, its sentence
        inside = _standing(every, first, last) if step < 2 else _standing(every, sentence.first, end_of_all)
        if step == 0 and inside:
            near, far = own(a, trigger)
            inside = _standing(inside, near, far)
        if len(inside) == seen:
            continue  # none but those that were found wanting
        seen = len(inside)
        found = [c for c in chains(a, inside) if not _aside(a, c[0], trigger, strikes, abroad)]
        if not found:
            continue
        rank = 1 if step else 2
        after = [c for c in found if c[0].first >= trigger.first]
        local = [c for i, c in enumerate(after) if _locative(c, after[i - 1] if i else ())] or after
        if strikes:  # what was struck, not from where («قصف على قرى أ وب من مواقعها في ج»)
            local = [c for c in after if c[0].settled.find.preposition == "علي"] or local
        if local:
            return _listed(a, _finer_first(local, after), found), rank
        before = [c for c in found if c[0].settled.find.locative or c[0].settled.find.listed] or found
        return _list_back(a, before), rank
    return [], 0


def _standing(places: list[PlaceInText], first: int, last: int) -> list[PlaceInText]:
    return [place for place in places if first <= place.first < last]


def _aside(a: Annotated, place: PlaceInText, trigger: Match, strikes: bool, abroad: bool) -> bool:
    """Whether a place says something else than where it happened."""
    return (
        in_dateline(a, place)
        or of_speaker(a, place, trigger.first)
        or _speaks(a, place)
        or _measured_from(a, place)
        or _of_hospital(a, place)
        or _acts(a, place)
        or (strikes and _fired_from(a, place))
        or _of_party(a, place)
        or _of_office(a, place)
        or (abroad and any(state_acts(a, p) for p in beginning(a.parties, place.first)))  # «شنت تركيا غارات»: who did it
    )


_ABROAD = frozenset({"air_strike", "drone_strike", "shelling", "armed_attack", "assassination"})  # what a state does beyond its borders


def _fired_from(a: Annotated, place: PlaceInText) -> bool:
    """«صواريخ من اتجاه بانياس»: where fire came from, not where it fell; «كل من أ وب» lists places."""
    find, words = place.settled.find, a.doc.words
    start = find.begin
    if find.preposition == "من":
        return start > 0 and not any(words[i].text in _EACH for i in range(max(0, start - 3), start))
    return start > 1 and words[start - 2].text == "من" and words[start - 1].text in _SIDES


_EACH = frozenset({"كل", "كلا", "القرب", "بالقرب", "قريب", "قريبه"})  # «كل من», «بالقرب من»
_SIDES = frozenset({"اتجاه", "جهه", "ناحيه", "جانب"})
_CARE = spelled("مستشفي مستشفيات مشفي مشافي مستوصف مصحه مركز".split())
_TAKEN = spelled("نقل نقلت نقلوا نقلا نقله نقلهم نقلهما اسعاف اسعافه اسعف اسعفوا اخلاء اخلاوهم ادخل ادخلوا".split())
_CARE_BEFORE = 4  # words between the hospital and the place of it
_TAKEN_BEFORE = 9  # words between «نقل» and the place of the hospital


def _of_hospital(a: Annotated, place: PlaceInText) -> bool:
    """«نقل المصابون إلى مستشفى في أربيل»: where the hurt were taken is not where they were struck."""
    words, start = a.doc.words, place.settled.find.begin
    first = a.sentence(start).first
    for index in range(start - 1, max(first, start - _CARE_BEFORE) - 1, -1):
        if words[index].text in _CARE:
            return any(words[i].text in _TAKEN for i in range(max(first, start - _TAKEN_BEFORE), index))
    return False


_LIES = spelled("تقع يقع واقعه واقع تبعد يبعد بعيده".split())
_UNITS = frozenset("كيلومتر كيلومترا كيلومترات كلم كم ميل ميلا اميال متر مترا امتار".split())
_LIES_BEFORE = 8  # words between «تبعد» and the place that it is measured from


def _measured_from(a: Annotated, place: PlaceInText) -> bool:
    """«إلى المدينة الواقعة على بعد 650 كلم جنوب العاصمة»: a place that only says how far off the place of the event lies."""
    words, start = a.doc.words, place.settled.find.begin
    first = max(a.sentence(start).first, start - _LIES_BEFORE)
    for index in range(start - 1, first - 1, -1):
        if words[index].text in _UNITS:
            return any(words[i].text in _LIES for i in range(first, index))
    return False


def in_dateline(a: Annotated, place: PlaceInText) -> bool:
    """«دبي، الإمارات (CNN) --»: where the report was written."""
    dateline = a.doc.layout.dateline
    return dateline is not None and dateline[0] <= place.settled.find.start < dateline[1]


def _speaks(a: Annotated, place: PlaceInText) -> bool:
    """«قالت واشنطن»: the capital stands for those who speak."""
    find = place.settled.find
    bare = not (find.preposition or find.noun or find.beside) and find.begin == find.first
    return bare and any(m.entry.pos == "verb" for m in ending(a.speech, place.first))


def _acts(a: Annotated, place: PlaceInText) -> bool:
    """«إن تركيا والفصائل الموالية لها نفذت»: a state's name to which waw joins a force is one of those who act."""
    find = place.settled.find
    if place.settled.place.precision != "country" or find.preposition or find.begin != find.first:
        return False
    return any(p.joiner == "و" and p.kind in _FORCES and p.head.article for p in beginning(a.parties, find.last))


_FORCES = frozenset({"state_forces", "foreign_forces", "rebel_group", "militia"})


def _locative(chain: Chain, before: Chain) -> bool:
    """Brought in by "in" or "near"; a bare direction close behind another place only says where that is."""
    find = chain[0].settled.find
    aside = find.beside == "direction" and not find.preposition and before and chain[0].first - before[-1].last <= REACH
    return find.locative and not aside


def until_meanwhile(a: Annotated, first: int, last: int) -> int:
    """«في الوقت الذي …» begins what else happened."""
    words = a.doc.words
    return next((i for i in range(first, last - 1) if words[i].text == "الوقت" and words[i + 1].text in ("الذي", "نفسه", "ذاته")), last)


def _finer_first(local: list[Chain], after: list[Chain]) -> list[Chain]:
    """«في شمال أفغانستان، في مقاطعة كندوز»: of a country and then a place in it, the place; also what an attack fell on."""
    head = local[0]
    if fineness(head) < _FINENESS["country"]:
        return local
    for chain in after:
        if chain[0].first <= head[0].first or chain[0].first - head[-1].last > REACH or fineness(chain) >= fineness(head):
            continue
        same = _country(chain) == _country(head)
        if (same and chain[0].settled.find.locative) or chain[0].settled.find.preposition == "علي":
            return [chain, *(c for c in local if c[0].first > chain[0].first)]
    return local


def _country(chain: Chain) -> str | None:
    return next((p.settled.place.country for p in chain if p.settled.place.country), None)


def of_speaker(a: Annotated, place: PlaceInText, end: int) -> bool:
    """«قال مراسلنا في حلب إن …»: between the word of speech and what was said (before word `end`), the place is the speaker's."""
    if not any(a.doc.words[i].text in SAID_THAT for i in range(place.last, end)):
        return False
    return any(m.last <= place.first for m in within(a.speech, a.sentence(place.first).first, place.first))


def _of_office(a: Annotated, place: PlaceInText) -> bool:
    """«المسؤول العسكري لتنظيم القاعدة في نينوى»: where somebody holds an office is not where he was struck."""
    if place.settled.find.preposition not in ("في", "ب"):
        return False
    for party in (*ending(a.parties, place.first - 1), *ending(a.parties, place.first)):
        first = party.first
        if party.head.entry.role in _OFFICES and any(
            a.doc.words[i].text in _HOLDS for i in range(max(a.sentence(first).first, first - 3), first + 1)
        ):
            return True
    return False


_OFFICES = frozenset({"office", "party", "mission", "armed"})
_HOLDS = spelled(["مسوول", "قايد", "زعيم", "امير", "قيادي", "متحدث", "ناطق", "رييس", "مدير", "ممثل", "والي", "مفتي"])


def _list_back(a: Annotated, before: list[Chain]) -> list[Chain]:
    """The last chain before a trigger, with the list that it closes («تعرضت قرى أ وب لقصف»)."""
    out = [before[-1]]
    for chain in reversed(before[:-1]):
        if out[-1][0].first - chain[-1].last <= 1 and _listed_word(a, out[-1][0]):
            out.append(chain)
        else:
            break
    if len(out) > 1 and _between(a, out[-1][0]):
        return out[-1:]
    return _share_outer(out[::-1])


def _share_outer(listed: list[Chain]) -> list[Chain]:
    """What holds the last name of a list holds them all («قرى أ وب بريف حلب»)."""
    if len(listed) < 2 or len(listed[-1]) < 2:
        return listed
    outer = listed[-1][1:]
    return [c if len(c) > 1 else c + outer for c in listed]


def _listed(a: Annotated, local: list[Chain], found: list[Chain]) -> list[Chain]:
    """The first chain, and those that a list joins to it; of the two ends of a road or a border the first."""
    out = [local[0]]
    if _between(a, local[0][0]):
        return out
    start = found.index(local[0])
    for chain in found[start + 1 :]:
        previous = out[-1][-1]
        again = _counted_again(a, previous, chain[0])
        if not again and (chain[0].first - previous.last > 2 or not _listed_word(a, chain[0])):
            break
        out.append(chain)
    if len(out) > 1 and _FINENESS[out[0][0].settled.place.precision] >= 4:
        return out[:1]
    return _share_outer(out)


def _between(a: Annotated, place: PlaceInText) -> bool:
    """«على الطريق الرابط بين كركوك وأربيل», «على الحدود بين محافظتي أ وب»: one place, told by the two that it lies between."""
    before = min(place.settled.find.begin, place.first)
    return any(a.doc.words[i].text == "بين" for i in range(max(a.sentence(place.first).first, before - 2), before + 1))


def _counted_again(a: Annotated, before: PlaceInText, place: PlaceInText) -> bool:
    """«خمس غارات قرب أ وثلاث قرب ب وأربع أخرى في ج»: a number joined by waw stands for the same noun again."""
    number = next(iter(beginning(a.numbers, before.last)), None)
    if number is None or number.noun not in (None, number.last) or number.start == a.doc.words[number.first].start:
        return False
    between = {a.doc.words[i].text for i in range(number.last, place.first)}
    return place.first - number.last <= 2 and between <= _AGAIN


_AGAIN = frozenset("اخري اخر في علي قرب استهدفت ضد".split())


def _listed_word(a: Annotated, place: PlaceInText) -> bool:
    find = place.settled.find
    if find.listed and find.begin == find.first:
        return True
    word = a.doc.words[place.first]
    joined = word.text.startswith("و") and (find.begin < find.first or find.start > word.start)
    joined = joined or (place.first > 0 and a.doc.words[place.first - 1].text == "و")
    comma = "،" in a.doc.between(place.first - 1, place.first) if place.first else False
    return joined or (comma and not find.preposition)


def _of_party(a: Annotated, place: PlaceInText) -> bool:
    """A place inside a party's name ("the governor of X", "the government of X") is not where it happened."""
    for party in covering(a.parties, place.first):
        if party.first < place.first and place.last <= party.last and not place.settled.find.preposition:
            return True
        named = party.head.entry.room == "actors" and not place.settled.find.locative
        if named and party.first == place.first and party.last >= place.last:
            return True
    return False
