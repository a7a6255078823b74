"""The two sides of a fight or of a deal: «بين X وY», «X مع Y», and «الطرفان», who are those of the fight told before."""

from __future__ import annotations

from collections.abc import Callable

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.able import ARMED, NEAR, direct_groups
from sijill.reading.annotate import Annotated, within
from sijill.reading.grammar import Argument, verb_like
from sijill.reading.subjects import subject_before

Sides = tuple[list[PartyFind], list[PartyFind]]

_TWO = frozenset("الطرفان الطرفين الجانبان الجانبين الفريقان الفريقين الفصيلان الفصيلين طرفا طرفي".split())
_HAND = frozenset({"جهه", "ناحيه", "جانب"})
_REACH = frozenset("توصل توصلت توصلا توصلوا التوصل بتوصل لتوصل".split())
_FIGHTS = frozenset({"clash", "deal"})


def of_clash(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Sides:
    """The sides of a fight."""
    found = _between(a, after)
    if found is not None:
        against = [x.party for x in after if x.link == "مع"]
        return found[0], (found[1] or against)[:2]
    against = [x.party for x in after if x.link in ("مع", "ضد") and x.distance <= 12]
    subject = subject_before(a, trigger, before) if verb_like(trigger) else []
    direct = [g for g in direct_groups(after) if g[0].first - trigger.last <= NEAR]
    subject = subject or governed_by(a, trigger, before, _WAGES)
    sides = subject or (direct[0] if direct else [])
    if not sides and verb_like(trigger) and before:
        sides = [before[-1].party]
    if not sides and against:  # «قتل مسلحون في اشتباكات مع الجيش»: the victims are the other side
        fallen = [x.party for x in before if x.link in ("", "gov") and x.party.kind in ARMED and x.party.animate][-1:]
        return (against, fallen) if fallen else ([], against)
    return sides, against


def of_deal(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument], acting: list[PartyFind]) -> list[PartyFind]:
    """Those who come to a deal; `acting` is its grammatical subject."""
    found = _between(a, after)
    if found is not None:
        return found[0] + found[1]
    beside = [x.party for x in after if x.link == "مع" and x.distance <= 12]
    if beside and not acting and not verb_like(trigger):  # «وقعت الحكومة اتفاقا مع الحركة»
        acting = [x.party for x in before if x.link == "" and x.party.animate and trigger.first - x.party.last <= 8][-1:]
    if not acting and not verb_like(trigger):
        acting = governed_by(a, trigger, before, _SIGNS)
    sides = acting + beside
    if not sides and not verb_like(trigger) and trigger.first and a.doc.words[trigger.first - 1].text == "الي":
        came = next((i for i in range(trigger.first - 1, max(0, trigger.first - 14), -1) if a.doc.words[i].text in _REACH), None)
        links = ("",) if came is None else ("", "prep")  # «توصل X وY إلى اتفاق», «رغم توصل X وY»
        sides = [x.party for x in before if x.link in links and (came or 0) < x.party.first and trigger.first - x.party.last <= 6]
    return sides


_SIGNS = frozenset("وقع وقعت وقعا وقعتا وقعوا يوقع توقع ابرم ابرمت ابرما ابرموا عقد عقدت".split())
ISSUES = frozenset("اصدر اصدرت يصدر تصدر اقر اقرت اتخذ اتخذت فرض فرضت تفرض".split())
_WAGES = frozenset("خاض خاضت خاضوا يخوض تخوض يخوضون تخوضها خاضها خاضتها".split())


def governed_by(a: Annotated, trigger: Match, before: list[Argument], verbs: frozenset[str]) -> list[PartyFind]:
    """«وقعت الحكومة والحركة اتفاقا», «خاض المقاتلون معارك»: who stands between a verb that governs the trigger and the trigger."""
    for index in range(trigger.first - 1, max(-1, trigger.first - 14), -1):
        text = a.doc.words[index].text
        if text in verbs or (text[0] in "وف" and text[1:] in verbs):
            found = [x.party for x in before if x.link in ("", "gov") and x.party.first > index and x.party.animate]
            return found if found and found[0].first == index + 1 else []
    return []


def _between(a: Annotated, after: list[Argument]) -> Sides | None:
    """«بين X وY», «بين X وZ من جهة وY من جهة أخرى», «بين X وحلفائه وبين Y»; None where no party stands behind «بين»."""
    words = a.doc.words
    found = [x.party for x in after if x.link == "بين" and x.distance <= 20]
    if not found:
        return None
    if len(found) == 1:
        found += [x.party for x in after if x.party.joiner == "و" and x.party.first >= found[0].last and x.party not in found][:1]
    for number in range(1, len(found)):
        gap = [words[i].text for i in range(found[number - 1].last, found[number].first + 1)]
        if any(word in _HAND for word in gap[:-1]) or "وبين" in gap:
            return found[:number], found[number:]
    return found[:1], found[1:]


def recalled_sides(a: Annotated, trigger: Match, first: int, last: int, sides_of: Callable[[Match], Sides]) -> Sides | None:
    """«الطرفان», «بين الجانبين» in words [first, last): the sides of the nearest fight or deal told before that has two."""
    if not any(a.doc.words[i].text in _TWO for i in range(first, last)):
        return None
    for other in within(a.triggers, 0, trigger.first)[::-1]:
        if other.entry.frame in _FIGHTS and other.entry.rank == "occurrence":
            one, two = sides_of(other)
            if len(one) + len(two) >= 2:
                return one, two
    return None
